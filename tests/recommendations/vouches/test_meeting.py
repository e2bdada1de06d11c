"""Whom a vouch is about: joined where it is clear, asked where it is not, and only of what its author can see."""

import pytest
from django.urls import reverse

from recommendations.identity import public_id_of
from recommendations.models import Provider, Scope, Vouch
from tests.recommendations.vouches.test_vouch_pages import NEW, said, written
from tests.worlds.builders import make_place, make_trade, make_vouch

NUMBER, OTHER_NUMBER = "+441134960123", "+447700900123"
ASKED = "Is this the same tradesperson?"


@pytest.fixture
def plumber(db):
    make_place()
    return make_trade(slug="plumber", name="Plumber")


def beginning_at(vouch: Vouch) -> str:
    return f"{NEW}?provider={vouch.provider.public_id}"


def asks(response) -> bool:
    return response.status_code == 422 and ASKED in response.content.decode()


def choices(response) -> list[str]:
    return [label for _, label in response.context["form"].fields["same"].choices]


def test_another_number_asks_and_keeps_all_that_was_typed(client, ana, ben, plumber):
    bens = make_vouch(author=ben, name="Rosa", phone=NUMBER, pass_on=True)
    client.force_login(ana)

    answer = client.post(beginning_at(bens), written(phone="07700 900123", caveat="Rings late", cost="£80"))

    assert asks(answer)
    assert said(answer) == ["Say if it is the same tradesperson."]
    assert choices(answer) == ["Yes, Rosa", "No, somebody else"]
    page = answer.content.decode()
    kept = ("Rosa Lima Plumbing", "07700 900123", "Came on a Sunday.", "£80", "Burst pipe", "Leeds, GB")
    assert [typed for typed in kept if typed not in page] == []
    assert not ana.vouches.exists()


@pytest.mark.parametrize("passed_on", ["yes", "no"])
def test_another_number_joins_after_a_yes_and_is_another_s_after_a_no(client, ana, ben, plumber, passed_on):
    bens = make_vouch(author=ben, name="Rosa", phone=NUMBER, pass_on=True)
    client.force_login(ana)
    typed = written(phone="07700 900123", pass_on=passed_on)

    joined = client.post(beginning_at(bens), typed | {"same": str(bens.provider.public_id)})
    assert (joined.status_code, ana.vouches.get().provider) == (302, bens.provider)
    ana.vouches.get().withdraw()
    client.post(beginning_at(bens), typed | {"same": "other"})

    assert ana.vouches.get().provider.identity == (OTHER_NUMBER if passed_on == "yes" else None)
    assert ana.vouches.get().provider != bens.provider


def test_a_number_where_none_is_seen_is_another_number(client, ana, ben, plumber):
    bens = make_vouch(author=ben, name="Rosa", phone=NUMBER)
    client.force_login(ana)

    answers = [client.post(beginning_at(bens), written(phone=phone)) for phone in ("0113 496 0123", "07700 900123")]

    assert [asks(answer) for answer in answers] == [True, True]
    assert client.post(beginning_at(bens), written(phone="")).status_code == 302
    assert ana.vouches.get().provider == bens.provider


@pytest.mark.parametrize("nonsense", ["", "yes", "00000000-0000-4000-8000-000000000000", "hidden"])
def test_only_one_of_those_asked_about_can_be_said_to_be_the_same(client, ana, ben, dan, plumber, nonsense):
    bens, hidden = make_vouch(author=ben, phone=NUMBER, pass_on=True), make_vouch(author=dan)
    client.force_login(ana)
    same = str(hidden.provider.public_id) if nonsense == "hidden" else nonsense

    assert asks(client.post(beginning_at(bens), written(phone="07700 900123", same=same)))
    assert not ana.vouches.exists()


def test_an_answer_that_was_not_asked_for_is_not_heard(client, ana, ben, plumber):
    bens = make_vouch(author=ben, phone=NUMBER, pass_on=True)
    client.force_login(ana)

    client.post(NEW, written(phone="07700 900123", same=str(bens.provider.public_id)))

    assert ana.vouches.get().provider.identity == OTHER_NUMBER


def test_a_number_and_a_page_that_lead_to_two_ask_which(client, ana, ben, cleo, plumber):
    by_number = make_vouch(author=ben, name="Rosa", phone=NUMBER, pass_on=True)
    by_page = make_vouch(author=cleo, name="Lima & Daughter", website="https://www.lima.example/?utm_source=x")
    client.force_login(ana)
    typed = written(phone="0113 496 0123", website="lima.example")

    answer = client.post(NEW, typed)
    assert asks(answer)
    assert choices(answer) == ["Rosa", "Lima & Daughter", "Somebody else"]
    found = []
    for same in (by_number.provider.public_id, by_page.provider.public_id, "other"):
        assert client.post(NEW, typed | {"same": str(same)}).status_code == 302
        found.append(ana.vouches.get().provider)
        ana.vouches.get().withdraw()

    assert found[:2] == [by_number.provider, by_page.provider]
    assert (found[2].identity, found[2] in found[:2]) == (None, False)


def test_a_page_that_leads_to_one_known_by_a_number_asks(client, ana, ben, plumber):
    make_vouch(author=ben, name="Rosa", phone=NUMBER, pass_on=True, website="https://rosa.example")
    client.force_login(ana)

    assert asks(client.post(NEW, written(phone="", website="rosa.example")))


def test_a_number_or_page_that_leads_to_one_joins_without_a_word(client, ana, ben, plumber):
    by_number = make_vouch(author=ben, phone=NUMBER, pass_on=True, website="https://rosa.example")
    by_page = make_vouch(author=ben, website="https://two.example/Rosa")
    client.force_login(ana)

    client.post(NEW, written(website="rosa.example", name="One"))
    client.post(NEW, written(phone="", website="m.two.example/Rosa?fbclid=1", name="Two"))

    assert [vouch.provider for vouch in ana.vouches.order_by("pk")] == [by_number.provider, by_page.provider]


def test_a_number_that_is_not_passed_on_joins_nobody(client, ana, ben, plumber):
    bens = make_vouch(author=ben, phone=NUMBER, pass_on=True)
    client.force_login(ana)

    client.post(NEW, written(pass_on="no"))

    assert (ana.vouches.get().provider == bens.provider, ana.vouches.get().provider.identity) == (False, None)


def test_another_secret_key_changes_nothing_of_who_meets(client, ana, ben, plumber, settings):
    """Who was first written of under an older one has the public id that it made."""
    client.force_login(ben)
    client.post(NEW, written())
    bens = ben.vouches.get().provider
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    client.force_login(ana)
    assert client.post(NEW, written()).status_code == 302
    assert ana.vouches.get().provider == bens
    ana.vouches.get().withdraw()

    # Where two have it, it is asked, and a no is one.
    make_vouch(author=ben, name="Lima & Daughter", website="https://lima.example")
    typed = written(website="lima.example")
    assert asks(client.post(NEW, typed))
    client.post(NEW, typed | {"same": "other"})

    assert (ana.vouches.get().provider.identity, ana.vouches.get().provider == bens) == (None, False)


def test_a_guessed_number_is_not_confirmed(client, ana, ben, plumber):
    """Ben passes no number on: whoever guesses it finds nothing that another number would not find."""
    bens = make_vouch(author=ben, name="Rosa", phone=NUMBER)
    client.force_login(ana)
    told = []
    for phone in ("0113 496 0123", "0113 496 0999"):
        where = client.post(NEW, written(phone=phone)).url
        page = client.get(where).context["suggestion"]
        told.append((len(page.words), page.public_id == bens.provider.public_id))
        ana.vouches.get().withdraw()

    assert told == [(1, False), (1, False)]


@pytest.mark.parametrize("hidden", [0, 1, 20])
def test_strangers_make_no_question(client, ana, dan, plumber, hidden):
    """With the number, the page, or both in two: what comes back is the same however many have them."""
    for _ in range(hidden):
        make_vouch(author=dan, phone=NUMBER, pass_on=True, website="https://other.example")
        make_vouch(author=dan, website="https://rosa.example")
        make_vouch(author=dan, phone=NUMBER, scope=Scope.ME)
    client.force_login(ana)

    answer = client.post(NEW, written(website="rosa.example"))

    assert (answer.status_code, answer.url) == (302, reverse("provider", args=[public_id_of(NUMBER)]))


def test_an_edit_to_another_number_asks_where_others_speak(client, ana, ben, plumber):
    bens = make_vouch(author=ben, name="Rosa", phone=NUMBER, pass_on=True)
    mine = make_vouch(author=ana, phone=NUMBER, pass_on=True, trade=plumber)
    client.force_login(ana)
    url = reverse("vouch_edit", args=[mine.public_id])

    assert asks(client.post(url, written(phone="07700 900123")))
    client.post(url, written(phone="07700 900123", same="other"))
    moved = Vouch.objects.get(pk=mine.pk).provider
    client.post(url, written(phone="0113 496 0123"))

    assert (moved.identity, Vouch.objects.get(pk=mine.pk).provider) == (OTHER_NUMBER, bens.provider)
    assert not Provider.objects.filter(pk=moved.pk).exists()


def test_an_edit_that_leaves_the_number_stays(client, ana, ben, plumber):
    bens = make_vouch(author=ben, name="Rosa")
    mine = make_vouch(author=ana, phone=OTHER_NUMBER, pass_on=True, trade=plumber, provider=bens.provider)
    client.force_login(ana)
    url = reverse("vouch_edit", args=[mine.public_id])

    for changed in ({"words": "Still good."}, {"pass_on": "no"}, {"website": "rosa.example"}):
        assert client.post(url, written(phone="07700 900123") | changed).status_code == 302

    assert Vouch.objects.get(pk=mine.pk).provider == bens.provider


def test_taking_back_that_the_number_is_passed_on_takes_the_identity(client, ana, plumber):
    mine = make_vouch(author=ana, phone=NUMBER, pass_on=True, trade=plumber)
    client.force_login(ana)

    client.post(reverse("vouch_edit", args=[mine.public_id]), written(pass_on="no"))

    assert [provider.identity for provider in Provider.objects.all()] == [None]
