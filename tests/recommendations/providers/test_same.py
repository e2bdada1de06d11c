"""“These two are the same”: for the one who says so, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from recommendations.models import Outcome
from recommendations.providers.suggestions import shared_by, suggestions_for
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch, months_ago


@pytest.fixture
def plumber(db):
    return make_trade(slug="plumber", name="Plumber")


@pytest.fixture
def rosa(ben, plumber):
    return make_vouch(author=ben, trade=plumber, name="Rosa Lima", phone="+441134960001", pass_on=True).provider


@pytest.fixture
def lima(ben, cleo, plumber):
    """The same woman, by the name of her firm."""
    told = {"name": "Lima & Daughter", "website": "https://lima.example", "hired_on": months_ago(9)}
    return make_vouch(author=cleo, trade=plumber, **told).provider


def found(person) -> list[list[str]]:
    return [[word.name for word in suggestion.words] for suggestion in suggestions_for(person)[0]]


def say(client, person, one, other, same="yes"):
    client.force_login(person)
    return client.post(reverse("provider_same", args=[one.public_id]), {"other": other.public_id, "same": same})


def page(client, person, provider):
    client.force_login(person)
    return client.get(reverse("provider", args=[provider.public_id]))


def test_two_become_one_for_whoever_says_so_and_for_nobody_else(client, ana, ben, rosa, lima):
    assert say(client, ana, rosa, lima).status_code == 302

    assert found(ana) == [["Rosa Lima", "Lima & Daughter"]]
    assert sorted(found(ben)) == [["Lima & Daughter"], ["Rosa Lima"]]
    for each in (rosa, lima):
        told = page(client, ana, each).content.decode()
        assert "Lima &amp; Daughter" in told
        assert "Rosa Lima" in told


def test_and_come_apart_again(client, ana, rosa, lima):
    say(client, ana, rosa, lima)
    say(client, ana, lima, rosa, "no")

    assert sorted(found(ana)) == [["Lima & Daughter"], ["Rosa Lima"]]
    assert "You said that" not in page(client, ana, rosa).content.decode()


def test_saying_it_twice_says_it_once(client, ana, rosa, lima):
    for one, other in ((rosa, lima), (lima, rosa)):
        say(client, ana, one, other)

    assert ana.alike.count() == 1


def test_of_three_joined_one_can_leave(client, ana, ben, plumber, rosa, lima):
    third = make_vouch(author=ben, trade=plumber, name="R. Lima").provider
    say(client, ana, rosa, lima)
    say(client, ana, lima, third)
    assert [sorted(names) for names in found(ana)] == [["Lima & Daughter", "R. Lima", "Rosa Lima"]]

    say(client, ana, rosa, lima, "no")

    assert sorted(sorted(names) for names in found(ana)) in (
        [["Lima & Daughter"], ["R. Lima"], ["Rosa Lima"]],
        [["Lima & Daughter"], ["R. Lima", "Rosa Lima"]],
    )


def test_a_provider_out_of_sight_is_no_provider(client, ana, rosa, lima, dan):
    hidden = make_vouch(author=dan, name="Hidden").provider
    client.force_login(ana)

    assert say(client, ana, rosa, hidden).status_code == 422
    assert say(client, ana, hidden, rosa).status_code == 404
    assert ana.alike.count() == 0


def test_what_is_out_of_sight_later_is_gone_from_both(client, ana, ben, cleo, rosa, lima):
    say(client, ana, rosa, lima)
    ben.relays = False
    ben.save()

    assert found(ana) == [["Rosa Lima"]]
    assert page(client, ana, lima).status_code == 404
    assert page(client, ana, rosa).status_code == 200


def test_those_of_the_same_name_or_page_are_asked_about_until_one_has_said(client, ana, ben, plumber, rosa):
    twin = make_vouch(author=ben, trade=plumber, name="rosa lima").provider
    make_vouch(author=ben, trade=plumber, name="Joe")
    assert [vouch.provider for vouch in page(client, ana, rosa).context["joined"].maybe] == [twin]

    say(client, ana, rosa, twin, "no")

    assert page(client, ana, rosa).context["joined"].maybe == []


def test_a_number_that_is_not_passed_on_finds_nobody(client, ana, ben, plumber, rosa):
    told = {"name": "Somebody else", "phone": "+441134960001", "pass_on": False}
    make_vouch(author=ben, trade=plumber, provider=make_vouch(author=ben).provider, **told)

    assert page(client, ana, rosa).context["joined"].maybe == []


def test_same_does_not_tell_whether_two_beyond_are_one_authors(ana, ben, cleo, plumber):
    """One friend’s friend said both, or two did: the order is the same."""
    other = make_person(name="Cora Bell")
    befriend(ben, other)
    scores = []
    for second in (cleo, other):
        one, two = (make_vouch(author=author, trade=plumber).provider for author in (cleo, second))
        ids = sorted((one.public_id, two.public_id))
        ana.alike.create(one=ids[0], other=ids[1], same=True)
        scores.append(next(each for each in suggestions_for(ana)[0] if len(each.words) == 2).score)
        ana.alike.all().delete()

    assert scores[0] == scores[1]


def test_on_the_page_of_a_friend_they_are_one_too(client, ana, ben, plumber, rosa):
    other = make_vouch(author=ben, trade=plumber, name="R. Lima").provider
    say(client, ana, rosa, other)

    assert [len(suggestion.words) for suggestion in shared_by(ana, ben)] == [2]


def test_provider_page_says_who_says_which_number(client, ana, ben, plumber, rosa):
    """Where they do not agree on the number the page says who says which."""
    dora = make_person(name="Dora Hill")
    befriend(ana, dora)
    make_vouch(author=dora, trade=plumber, provider=rosa, phone="+441134960009", pass_on=True)
    make_vouch(author=ana, trade=plumber, provider=rosa, phone="+441134960001")

    numbers = page(client, ana, rosa).context["suggestion"].numbers

    assert {(number.phone, number.says_who) for number in numbers} == {
        ("+441134960001", "You and Ben Okafor"),
        ("+441134960009", "Dora Hill"),
    }


def test_the_longest_names_and_pages_take_the_page_from_nobody(client, ana, ben, plumber):
    long = {"name": "🔧" * 120, "website": f"https://x.example/{'🔧' * 200}", "email": f"{'r' * 60}@example.org"}
    vouch = make_vouch(author=ben, trade=plumber, phone="+441134960001", pass_on=True, **long)

    assert page(client, ana, vouch.provider).status_code == 200


def test_saved_by_one_of_its_addresses_is_saved_by_all(client, ana, rosa, lima):
    client.force_login(ana)
    client.post(reverse("provider_save", args=[lima.public_id]), {"saved": "yes"})
    say(client, ana, rosa, lima)
    assert page(client, ana, rosa).context["joined"].saved

    client.post(reverse("provider_save", args=[rosa.public_id]), {"saved": "no"})

    assert ana.saved.count() == 0


def test_the_caveat_stands_before_the_praise(client, ana, ben, plumber):
    vouch = make_vouch(author=ben, trade=plumber, outcome=Outcome.BUT, caveat="Never on time", words="A fine job")
    told = page(client, ana, vouch.provider).content.decode()

    assert told.index("Never on time") < told.index("A fine job")


@pytest.mark.parametrize(
    ("country", "reminded"), [("GB", True), ("AT", True), ("FR", True), ("ES", False), ("NZ", False)]
)
def test_where_a_registration_matters_the_page_says_so(client, ana, ben, plumber, rosa, settings, country, reminded):
    settings.DEFAULT_COUNTRY = country

    assert ("Trust is not a qualification" in page(client, ana, rosa).content.decode()) is reminded


def test_a_page_asks_as_much_with_twenty_words_as_with_ten(client, ana, plumber, rosa):
    counts = []
    for _ in range(2):
        for _ in range(10):
            friend = make_person()
            befriend(ana, friend)
            make_vouch(author=friend, trade=plumber, provider=rosa)
        page(client, ana, rosa)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("provider", args=[rosa.public_id]))
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_whoever_chose_none_is_told_so_from_the_title_on(client, ana, rosa, lima):
    client.force_login(ana)
    address = reverse("provider_same", args=[rosa.public_id])
    asked, refused = client.get(address), client.post(address, {"same": "yes"})

    assert ("<title>Error:" in asked.content.decode(), asked.status_code) == (False, 200)
    assert ("<title>Error:" in refused.content.decode(), refused.status_code) == (True, 422)
