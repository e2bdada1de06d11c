"""How a question ends: who can be named as hired, and who hears thanks."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person
from recommendations.asks.settling import helpers_of
from recommendations.models import Answer, Ending, Outcome, Scope, Thanks
from tests.worlds.builders import (
    befriend,
    crowd_around,
    make_ask,
    make_link_answer,
    make_person,
    make_trade,
    make_vouch,
)
from tests.worlds.looking import as_, shapes

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=900)


@pytest.fixture
def ask(ana, ben):
    return make_ask(person=ana, trade=make_trade(slug="plumber", name="Plumber"), to=[ben])


def url(ask) -> str:
    return reverse("ask_settle", args=[ask.public_id])


def answered(ask, person, vouch=None, words="") -> str:
    """The key of this answer."""
    assert Answer.give(ask, person, vouch, words)
    return f"answer-{ask.answers.get(person=person, vouch=vouch.public_id if vouch else None).public_id}"


def offered(ask) -> tuple[list[str], list[str]]:
    helpers = helpers_of(ask.person, ask)
    return [each.to_hire for each in helpers.to_hire], [each.that_helped for each in helpers.answers]


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def ended(ask) -> tuple[str, str, bool]:
    ask.refresh_from_db()
    return ask.ending, ask.hired, ask.ask_at is not None


# --- Who can be named -----------------------------------------------------------------------------


def test_it_offers_the_answers_the_notes_by_the_link_and_what_was_known(ana, ben, cleo, dan, ask):
    befriend(ana, dan)
    ask.send([dan])
    ask.pass_on(ben, cleo, "")
    answered(ask, ben, make_vouch(author=ben, name="Bens plumber", trade=ask.trade))
    answered(ask, cleo, words="My cousin does that")
    answered(ask, dan, make_vouch(author=dan, name="Dans bodger", outcome=Outcome.NO, scope=Scope.CIRCLE))
    make_link_answer(ask=ask, name="Mia", provider="Mias plumber")
    make_link_answer(ask=ask, name="Liz", provider="Liz’s plumber", confirmed_as="my sister")
    make_vouch(author=cleo, name="Cleos plumber", trade=ask.trade)
    to_hire, helped = offered(ask)

    assert to_hire == [
        "Bens plumber (told by Ben Okafor)",
        "Mias plumber (told by Mia)",
        "Liz’s plumber (told by my sister)",
        "Cleos plumber (told by someone beyond your circle)",
    ]
    assert helped == [
        "Ben Okafor: Bens plumber",
        "Someone beyond your circle: “My cousin does that”",
        "Dan Novak",
        "Mia: Mias plumber",
        "My sister: Liz’s plumber",
    ]


def test_a_friend_of_a_friend_is_named_if_they_wish(ana, ben, cleo, ask):
    cleo.named_beyond = True
    cleo.save()
    ask.pass_on(ben, cleo, "")
    answered(ask, cleo, words="My cousin does that")

    assert offered(ask)[1] == ["Cleo Martin: “My cousin does that”"]


def withdrawn(answer, vouch):
    answer.withdraw()


def narrowed(answer, vouch):
    vouch.scope = Scope.ME
    vouch.save()


def taken_back(answer, vouch):
    vouch.withdraw()


def blocked(answer, vouch):
    answer.person.block(answer.ask.person)


@pytest.mark.parametrize("gone", [withdrawn, narrowed, taken_back, blocked])
def test_an_answer_out_of_sight_can_neither_be_hired_nor_thanked(ana, ben, ask, gone):
    vouch = make_vouch(author=ben, name="Bens plumber")
    key = answered(ask, ben, vouch)
    assert offered(ask) == (["Bens plumber (told by Ben Okafor)"], ["Ben Okafor: Bens plumber"])
    gone(ask.answers.get(), vouch)

    assert offered(ask) == ([], [])
    assert as_(ana).post(url(ask), {"hired": key}).status_code == 422
    as_(ana).post(url(ask), {"hired": "nobody", "helped": [key]})
    assert not ask.answers.filter(helped_at__isnull=False).exists()
    assert not told("answer_thanked")


def test_another_persons_vouch_is_not_shown_by_an_answer(ana, ben, ask):
    answered(ask, ben, make_vouch(name="A stranger’s plumber"))

    assert offered(ask) == ([], [])


# --- What follows ---------------------------------------------------------------------------------


def test_settle_thanks_whose_answer_it_was_and_asks_once(ana, ben, ask):
    """Whoever is hired on an answer its author hears thanks and the asker is asked once."""
    vouch = make_vouch(author=ben, name="Bens plumber")
    key = answered(ask, ben, vouch)
    for _ in range(2):
        said = {"hired": key, "helped": [key], "words": "Just as you said"}
        assert as_(ana).post(url(ask), said).status_code == 302

    thanks = ana.thanks_given.get()
    assert (thanks.vouch, thanks.through, thanks.words, thanks.ask_at is None) == (
        vouch,
        None,
        "Just as you said",
        False,
    )
    assert ended(ask) == ("hired", "Bens plumber", False)
    assert (told("thanked"), told("answer_thanked")) == ({ben.name}, set())


def test_thanks_go_along_the_chain(ana, ben, cleo, ask):
    Person.objects.filter(pk__in=[ana.pk, cleo.pk]).update(named_beyond=True)
    ask.pass_on(ben, cleo, "")
    key = answered(ask, cleo, make_vouch(author=cleo, name="Cleos plumber"))
    as_(ana).post(url(ask), {"hired": key})

    assert (ana.thanks_given.get().through, told("thanked")) == (ben, {ben.name, cleo.name})


def test_no_thanks_bear_another_friends_name_than_the_question_did(ana, ben, cleo, ask):
    """Who asks would be a friend of both."""
    older = make_person(name="Ola Old")
    befriend(ana, older, since=LONG_AGO), befriend(older, cleo, since=LONG_AGO)
    crowd_around(ben), crowd_around(older)
    ask.pass_on(ben, cleo, "")
    key = answered(ask, cleo, make_vouch(author=cleo, name="Cleos plumber"))
    as_(ana).post(url(ask), {"hired": key, "words": "Just as you said"})

    question, thanks = (as_(cleo).get(each).content.decode() for each in (ask.get_absolute_url(), reverse("thanks")))
    assert "A friend of Ben Okafor</bdi> says thank you: “Just as you said”" in question
    assert "Ola Old" not in question + thanks
    assert (told("thanked"), told("answer_thanked")) == (set(), {ben.name, cleo.name})
    assert ended(ask) == ("hired", "Cleos plumber", True)


def test_those_who_are_ticked_hear_thanks_too_and_nobody_else(ana, ben, cleo, dan, ask):
    befriend(ana, dan)
    eve = make_person(name="Eve")
    befriend(ana, eve)
    ask.send([dan, eve])
    ask.pass_on(ben, cleo, "")
    hired = answered(ask, dan, make_vouch(author=dan, name="Dans plumber"))
    helped = answered(ask, cleo, words="Ask for a written price")
    answered(ask, eve, words="No idea")
    mia, liz = make_link_answer(ask=ask, name="Mia"), make_link_answer(ask=ask, name="Liz")
    ticked = [helped, f"told-{mia.public_id}"]
    as_(ana).post(url(ask), {"hired": hired, "helped": ticked, "words": "You saved my week"})
    mia.refresh_from_db()
    liz.refresh_from_db()

    assert (told("thanked"), told("answer_thanked")) == ({dan.name}, {ben.name, cleo.name})
    assert set(ask.answers.filter(helped_at__isnull=False).values_list("thanks", flat=True)) == {"You saved my week"}
    assert (mia.thanks, liz.thanked_at) == ("You saved my week", None)


def test_whoever_told_by_the_link_is_thanked_and_how_it_went_is_asked(ana, ask):
    mia = make_link_answer(ask=ask, name="Mia", provider="Mias plumber")
    as_(ana).post(url(ask), {"hired": f"told-{mia.public_id}", "words": "Thank you"})
    mia.refresh_from_db()

    assert (mia.thanks, ended(ask)) == ("Thank you", ("hired", "Mias plumber", True))


def test_a_suggestion_that_nobody_had_to_be_asked_for_is_thanked_for(ana, ben, ask):
    vouch = make_vouch(author=ben, name="Bens plumber", trade=ask.trade)
    key = f"known-{vouch.provider.public_id}"
    assert as_(ana).post(url(ask), {"hired": key}).status_code == 302

    assert (ana.thanks_given.get().vouch, ended(ask)) == (vouch, ("hired", "Bens plumber", False))


def test_ones_own_word_is_not_thanked_for(ana, ask):
    mine = make_vouch(author=ana, name="My plumber", trade=ask.trade)
    assert offered(ask)[0] == ["My plumber (from your own list)"]
    as_(ana).post(url(ask), {"hired": f"known-{mine.provider.public_id}"})

    assert (Thanks.objects.count(), ended(ask)) == (0, ("hired", "My plumber", True))


def test_someone_else_has_a_name(ana, ask):
    missing = as_(ana).post(url(ask), {"hired": "else", "other": " "})
    assert (missing.status_code, "Enter their name." in missing.content.decode()) == (422, True)
    as_(ana).post(url(ask), {"hired": "else", "other": "Rosa Lima"})

    assert ended(ask) == ("hired", "Rosa Lima", True)


def test_no_longer_needed_ends_it_and_asks_nothing(ana, ask):
    assert as_(ana).post(url(ask), {}).status_code == 422
    as_(ana).post(url(ask), {"hired": "nobody"})

    assert ended(ask) == ("not_needed", "", False)


def test_what_is_over_is_not_ended_again(ana, ask):
    ask.settle(Ending.HIRED, "Rosa")
    assert as_(ana).post(url(ask), {"hired": "nobody"}).status_code == 302
    assert ended(ask) == ("hired", "Rosa", False)


def test_more_answers_ask_no_more_of_the_database(ana, ben, ask):
    counts = []
    for _ in range(2):
        for _ in range(10):
            friend = make_person()
            befriend(ana, friend)
            ask.send([friend])
            Answer.give(ask, friend, make_vouch(author=friend, trade=ask.trade), "")
            make_link_answer(ask=ask)
        counts.append(len(shapes(as_(ana), "get", url(ask))))

    assert counts[0] == counts[1]


# --- Still looking? How did it go? ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "there", "asked_again"), [("yes", "ask", False), ("no", "ask_settle", True), ("", "", True)]
)
def test_are_you_still_looking(ana, ask, answer, there, asked_again):
    ask.ask_whether_still_open()
    page = reverse("ask_still", args=[ask.public_id])
    response = as_(ana).post(page, {"answer": answer})
    ask.refresh_from_db()

    assert as_(ana).get(page).status_code == 200
    assert (response.status_code, getattr(response, "url", "")) == (
        (302, reverse(there, args=[ask.public_id])) if there else (422, "")
    )
    assert (ask.is_open, ask.still_asked_at is not None) == (True, asked_again)
    assert told("still_open") == ({ana.name} if asked_again else set())


@pytest.mark.parametrize(
    ("answer", "status", "asked_again"),
    [("yes", 302, False), ("not yet", 302, True), ("no", 302, False), ("", 422, True)],
)
def test_how_did_it_go(ana, ask, answer, status, asked_again):
    ask.settle(Ending.HIRED, "Rosa & Co", ask_how_it_went=True)
    response = as_(ana).post(reverse("ask_went", args=[ask.public_id]), {"answer": answer})
    ask.refresh_from_db()

    assert (response.status_code, ask.ask_at is not None) == (status, asked_again)


def test_after_yes_a_vouch_is_begun_with_what_is_known(ana, ask):
    ask.settle(Ending.HIRED, "Rosa & Co", ask_how_it_went=True)
    there = as_(ana).post(reverse("ask_went", args=[ask.public_id]), {"answer": "yes"}).url
    form = unescape(as_(ana).get(there).content.decode())

    assert re.findall(r'name="name" value="([^"]*)"', form) == ["Rosa & Co"]
    assert 'name="trade" value="Plumber"' in form
