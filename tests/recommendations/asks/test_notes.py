"""What a friend with no account said is the asker's own note, and in the end that friend's own vouch."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.adapter import AccountAdapter
from people.models import Invitation, Person
from people.tidy import tidy
from recommendations.asks.link import ANSWERS
from recommendations.models import LinkAnswer, Outcome, Scope, Thanks, Vouch
from recommendations.my_list.numbers import numbers_of
from recommendations.views.answers import link_of
from tests.worlds.builders import (
    LEEDS,
    LONDON,
    OTLEY,
    befriend,
    crowd_around,
    make_ask,
    make_link_answer,
    make_person,
    make_place,
    make_trade,
    make_vouch,
)
from tests.worlds.looking import as_

pytestmark = pytest.mark.django_db
CIRCLE = {"relation": "none", "scope": Scope.CIRCLE.value}


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def plumber(db):
    return make_trade(name="Plumber", slug="plumber")


@pytest.fixture
def told(ana, plumber) -> LinkAnswer:
    said = {"name": "Mia", "provider": "Joe Plumbing", "phone": "+441134960001", "words": "Kind to the dog."}
    ask = make_ask(person=ana, to=[], trade=plumber, place=make_place("Otley", OTLEY))
    return make_link_answer(ask=ask, confirmed_as="my sister Mia", **said)


def found(person: Person, q: str = "plumber") -> set[str]:
    """Whom Find tells of, of those told to this person alone."""
    return {note.name for note in as_(person).get(reverse("find"), {"q": q, "near": "anywhere"}).context["told"]}


def in_browser_of(told: LinkAnswer) -> Client:
    client = as_(None)
    session = client.session
    session[ANSWERS] = [str(told.public_id)]
    session.save()
    return client


def ready(client: Client) -> set[str]:
    return {each.provider for each in client.get(reverse("circle")).context["ready"]}


def vouch_url(told: LinkAnswer) -> str:
    return f"{reverse('vouch_new')}?told={told.public_id}"


def as_prefilled(client: Client, told: LinkAnswer, **fields) -> dict:
    """The page's own form, sent as it stands, with what it could not know."""
    form = client.get(vouch_url(told)).context["form"]
    filled = {field.html_name: field.value() for field in form if field.value() is not None}
    return filled | CIRCLE | {"hired_on": told.hired_on.isoformat(), "pass_on": "yes"} | fields


def make_it_a_vouch(client: Client, told: LinkAnswer, **fields) -> Vouch:
    response = client.post(vouch_url(told), as_prefilled(client, told, **fields))
    assert response.status_code == 302, response.context["form"].errors
    return Vouch.objects.get(name=told.provider)


@pytest.mark.parametrize("outcome", Outcome)
def test_vouch_made_of_an_answer_with_no_sentence_needs_no_typing(told, ben, outcome):
    """What its writer need not say to a friend is filled in, so that choices alone are left."""
    LinkAnswer.objects.update(writer=ben, words="", website="", outcome=outcome, caveat="Late")
    told.refresh_from_db()

    vouch = make_it_a_vouch(as_(ben), told)
    assert (vouch.words, vouch.outcome) == (told.job, outcome)


# --- A note ------------------------------------------------------------------------------------------


def test_it_helps_its_asker_to_find_and_nobody_else(told, ana, ben, cleo):
    assert {person.first_name: found(person) for person in (ana, ben, cleo)} == {
        "Ana": {"Joe Plumbing"},
        "Ben": set(),
        "Cleo": set(),
    }
    page = as_(ana).get(reverse("find"), {"q": "plumber"}).content.decode()
    assert all(word in page for word in ("Told to you alone", "my sister Mia", "Only you see this", "0113 496 0001"))


def test_it_is_no_note_before_the_asker_has_said_who_it_was(told, ana):
    LinkAnswer.objects.update(confirmed_as="")

    assert found(ana) == set()
    assert numbers_of(ana) == []
    assert as_(ana).get(reverse("vouches")).context["items"] == []


@pytest.mark.parametrize(
    ("q", "fits"), [("plumber", True), ("dog", True), ("joe", True), ("roofer", False), ("cat", False), ("", False)]
)
def test_it_fits_by_trade_or_by_words(told, ana, q, fits):
    make_trade(name="Roofer", slug="roofer")
    assert found(ana, q) == ({"Joe Plumbing"} if fits else set())


def test_it_fits_where_the_question_was_about(ana, plumber):
    leeds, _ = make_place("Leeds", LEEDS), make_place("London", LONDON)
    for place, name in ((leeds, "Joe of Leeds"), (None, "Joe of nowhere")):
        ask = make_ask(person=ana, to=[], trade=plumber, place=place)
        make_link_answer(ask=ask, provider=name, confirmed_as="Mia")

    near = {q: found_near(ana, q) for q in ("plumber near leeds", "plumber near london")}
    assert near == {"plumber near leeds": {"Joe of Leeds", "Joe of nowhere"}, "plumber near london": {"Joe of nowhere"}}


def found_near(person: Person, q: str) -> set[str]:
    return {note.name for note in as_(person).get(reverse("find"), {"q": q}).context["told"]}


def test_it_stands_on_the_askers_list_and_among_their_numbers_as_told(told, ana, ben):
    client = as_(ana)
    assert [(item.kind, item.name, item.told_by) for item in client.get(reverse("vouches")).context["items"]] == [
        ("note", "Joe Plumbing", "my sister Mia")
    ]
    assert "Told by my sister Mia. Kind to the dog." in client.get(reverse("list_csv")).content.decode()
    assert "Told by my sister Mia" in client.get(reverse("list_vcf")).content.decode()
    (_, (number,)) = numbers_of(ana)[0]
    assert (number.name, number.phone, number.note) == ("Joe Plumbing", "+441134960001", "Told by my sister Mia")
    assert numbers_of(ben) == []


def test_queries_do_not_grow_with_notes(ana, plumber):
    ask = make_ask(person=ana, to=[], trade=plumber)
    client, counts = as_(ana), []
    pages = [reverse("find") + "?q=plumber", reverse("vouches"), reverse("numbers")]
    for _ in range(3):  # the first round opens the session
        for each in range(10):
            make_link_answer(ask=ask, confirmed_as="Mia", vouch=make_vouch().public_id if each % 2 else None)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                client.get(page)
        counts.append(len(queries))

    assert counts[1] == counts[2]


# --- Its writer's own vouch --------------------------------------------------------------------------


def test_note_becomes_its_writers_vouch_with_all_they_had_said(told, ana, ben):
    """Whoever wrote it signed in makes it their vouch with all they had said."""
    LinkAnswer.objects.update(writer=ben, outcome=Outcome.BUT, caveat="Booked for weeks", website="https://joe.example")
    told.refresh_from_db()
    client = as_(ben)
    pages = [reverse("circle"), reverse("vouches"), ana.get_absolute_url()]
    assert all("Your word about Joe Plumbing is ready" in client.get(page).content.decode() for page in pages)
    assert client.get(befriended(ben).get_absolute_url()).context["ready"] == []

    vouch = make_it_a_vouch(client, told)

    assert (vouch.author, vouch.trade, vouch.phone, vouch.hired_on) == (ben, told.trade, told.phone, told.hired_on)
    assert (vouch.outcome, vouch.caveat, vouch.words) == (Outcome.BUT, "Booked for weeks", "Kind to the dog.")
    assert (vouch.job, vouch.website, vouch.place) == (told.job, "https://joe.example", told.ask.place)
    assert LinkAnswer.objects.get().vouch == vouch.public_id
    assert ready(client) == set()


def befriended(person: Person) -> Person:
    other = make_person(name="Fay")
    befriend(person, other)
    return other


def test_the_note_stays_beside_words_that_name_nobody(told, ana, ben, cleo):
    """Else it would tell that whoever wrote it is here, and which words are theirs."""
    vouch = make_vouch(author=cleo, trade=told.trade, name="Joe Plumbing")
    told.became(vouch)
    assert found(ana) == {"Joe Plumbing"}

    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    assert found(ana) == set()


def test_the_note_gives_way_to_the_vouch_as_long_as_the_asker_may_read_it(told, ana, ben):
    LinkAnswer.objects.update(writer=ben)
    vouch = make_it_a_vouch(as_(ben), told, scope=Scope.ME.value)
    assert found(ana) == {"Joe Plumbing"}

    Vouch.objects.update(scope=Scope.CIRCLE)
    assert found(ana) == set()
    assert numbers_of(ana) == []
    vouch.withdraw()
    assert found(ana) == {"Joe Plumbing"}


@pytest.mark.parametrize("thanked", ["before", "after"])
def test_the_askers_thanks_go_on_to_the_vouch(told, ana, ben, thanked):
    LinkAnswer.objects.update(writer=ben)
    if thanked == "before":
        told.thank("It drips no more")
    vouch = make_it_a_vouch(as_(ben), told)
    if thanked == "after":
        LinkAnswer.objects.get().thank("It drips no more")

    assert [(each.person, each.vouch, each.words) for each in Thanks.objects.all()] == [
        (ana, vouch, "It drips no more")
    ]


def test_no_thanks_tell_of_a_vouch_that_the_asker_may_not_read(told, ana, ben):
    LinkAnswer.objects.update(writer=ben)
    told.thank("It drips no more")
    make_it_a_vouch(as_(ben), told, scope=Scope.ME.value)

    assert not Thanks.objects.exists()


@pytest.mark.parametrize("thanked", ["before", "after"])
@pytest.mark.parametrize("named", [set(), {"ana"}, {"cleo"}, {"ana", "cleo"}])
def test_no_thanks_tell_whose_words_without_a_name_are_nor_whose_friend_asked(told, ana, ben, cleo, thanked, named):
    people = {"ana": ana, "cleo": cleo}
    Person.objects.filter(pk__in=[people[each].pk for each in named]).update(named_beyond=True)
    crowd_around(ben)
    LinkAnswer.objects.update(writer=cleo)
    if thanked == "before":
        told.thank("It drips no more")
    vouch = make_it_a_vouch(as_(cleo), told, scope=Scope.BEYOND.value)
    if thanked == "after":
        LinkAnswer.objects.get().thank("It drips no more")

    page = as_(ana).get(reverse("provider", args=[vouch.provider.public_id])).content.decode()
    received = as_(cleo).get(reverse("thanks")).content.decode()
    assert ("You said thanks for this" in page, "It drips no more" in received) == (len(named) == 2,) * 2
    assert Thanks.objects.exists() == (len(named) == 2)


def test_nobody_else_makes_it_theirs(told, ana, ben, cleo):
    LinkAnswer.objects.update(writer=ben)

    for person in (ana, cleo, make_person()):
        assert as_(person).get(vouch_url(told)).status_code == 404
        assert ready(as_(person)) == set()
    assert as_(ben).get(vouch_url(told)).status_code == 200
    # In their own browser neither: it has a writer.
    client = in_browser_of(told)
    client.force_login(cleo)
    assert client.get(vouch_url(told)).status_code == 404


def test_whoever_has_a_vouch_for_them_already_is_not_asked_again(told, ben):
    LinkAnswer.objects.update(writer=ben)
    assert ready(as_(ben)) == {"Joe Plumbing"}
    make_vouch(author=ben, phone=told.phone, trade=told.trade)
    assert ready(as_(ben)) == set()


# --- Joining -----------------------------------------------------------------------------------------


def test_from_the_thank_you_page_into_whom_and_to_ones_own_vouch(told, ana):
    client = in_browser_of(told)
    assert client.post(reverse("link_join", args=[told.public_id])).status_code == 404
    told.confirm("my sister")
    assert client.post(reverse("link_join", args=[told.public_id])).url == reverse("invited")
    mia = joined(client)
    assert ready(client) == ready(as_(mia)) == {"Joe Plumbing"}
    make_it_a_vouch(as_(mia), told)
    assert {vouch.author for vouch in Vouch.objects.visible_to(ana)} == {mia}
    assert found(ana) == set()


def joined(client: Client) -> Person:
    typed = {"name": "Mia Silva", "email": "mia@example.org", "how": "Her sister", "next": reverse("invited")}
    client.post("/accounts/signup/", typed)
    code = re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/accounts/confirm-email/", {"code": code})
    return Person.objects.get(email="mia@example.org")


def test_whoever_came_by_a_forwarded_invitation_reads_nothing_of_it(told, ana):
    dan = make_person(name="Dan")
    invitation = told.invite()
    invitation.accept(dan, "Mia sent me this")

    assert ready(as_(dan)) == set()
    assert as_(dan).get(vouch_url(told)).status_code == 404
    invitation.refuse()
    assert ready(as_(dan)) == set()


def test_whose_word_it_was_outlives_the_invitation(told, ana):
    mia = make_person(name="Mia")
    told.invite().accept(mia, "Her sister")
    Invitation.objects.get().confirm()
    tidy()
    Invitation.objects.update(expires_at=timezone.now())
    tidy()

    assert not Invitation.objects.exists()
    assert ready(as_(mia)) == {"Joe Plumbing"}


def test_who_gives_up_joining_still_holds_what_they_said_here(told, rf):
    request = rf.post("/")
    request.session, request.user = in_browser_of(told).session, AnonymousUser()

    AccountAdapter(request).logout(request)

    assert request.session[ANSWERS] == [str(told.public_id)]


def test_who_has_an_account_signs_in_and_has_it_there(told, cleo):
    EmailAddress.objects.create(user=cleo, email=cleo.email, primary=True, verified=True)
    client = in_browser_of(told)
    client.post(reverse("link_join", args=[told.public_id]))
    client.post("/accounts/signup/", {"name": "Cleo", "email": cleo.email, "how": "x", "next": reverse("invited")})
    client.post("/accounts/logout/", {"next": "/accounts/login/"})
    client.post("/accounts/login/code/", {"email": cleo.email})
    code = re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    client.post("/accounts/login/code/confirm/", {"code": code})

    assert ready(client) == {"Joe Plumbing"}
    assert client.post(reverse("link_join", args=[told.public_id])).url == vouch_url(told)
    assert LinkAnswer.objects.get().writer == cleo
    assert ready(as_(cleo)) == {"Joe Plumbing"}


# --- On the asker's page -----------------------------------------------------------------------------


def test_the_asker_has_words_to_send_and_what_came(told, ana, rf):
    request = rf.get("/")
    request.user = ana
    context = link_of(request, told.ask)

    link = told.ask.link
    assert context["link_words"] == (
        f"I am looking for a plumber in Otley.\n{told.ask.words}\nHave you hired one whom you would hire again? "
        f"You can tell me here, without an account: http://testserver{link.path}"
    )
    assert [note.name for note in context["link_notes"]] == ["Joe Plumbing"]
    link.delete()
    assert link_of(request, told.ask)["link_url"] == ""
