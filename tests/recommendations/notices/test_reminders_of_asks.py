"""What is asked of questions once a day: once, of the right people, and those rest of which nothing is heard."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import Notice
from recommendations.leaving import erasing
from recommendations.models import Ask, Ending
from recommendations.notices import reminders
from tests.worlds.builders import make_ask, make_person

pytestmark = pytest.mark.django_db
LINKS = {"still_open": "still", "ask_went": "went"}


def remind() -> set[tuple[str, str]]:
    """Which questions lead where, so far."""
    assert list(reminders.reminding())
    return set(Notice.objects.filter(kind__in=LINKS).values_list("kind", "link"))


def asked(kind: str, *asks: Ask) -> set[tuple[str, str]]:
    return {(kind, f"/asks/{ask.public_id}/{LINKS[kind]}/") for ask in asks}


def open_for(days: int, **fields) -> Ask:
    ask = make_ask(to=[], **fields)
    Ask.objects.filter(pk=ask.pk).update(open_since=timezone.now() - timedelta(days=days))
    ask.refresh_from_db()
    return ask


def asked_ago(ask: Ask, days: int) -> None:
    Ask.objects.filter(pk=ask.pk).update(still_asked_at=timezone.now() - timedelta(days=days))


def hired(days_ago: int) -> Ask:
    ask = make_ask(to=[])
    ask.settle(Ending.HIRED, "Rosa", ask_how_it_went=True)
    Ask.objects.filter(pk=ask.pk).update(ask_at=timezone.now() + timedelta(days=14 - days_ago))
    return ask


def test_what_has_been_open_for_two_weeks_is_asked_after_once():
    old = open_for(15)
    open_for(13)
    make_ask()
    open_for(15).settle(Ending.NOT_NEEDED)
    erasing.rest(open_for(15).person)

    assert remind() == remind() == asked("still_open", old)


def test_left_unanswered_as_long_again_it_rests():
    left, lately = open_for(40), open_for(40)
    remind()
    asked_ago(left, 15)
    asked_ago(lately, 13)

    assert remind() == asked("still_open", lately)
    assert {ask.ending for ask in Ask.objects.filter(pk=left.pk)} == {"rested"}
    assert set(Ask.objects.open()) == {lately}


def test_whoever_still_looks_is_asked_again_after_as_long_once_more():
    ask = open_for(15)
    remind()
    ask.still_open()
    assert remind() == set()
    Ask.objects.filter(pk=ask.pk).update(open_since=timezone.now() - timedelta(days=15))

    assert remind() == asked("still_open", ask)


def test_an_answer_at_the_same_moment_comes_first():
    """Two runs at once, and the asker between them."""
    ask = open_for(15)
    seen_before = Ask.objects.get(pk=ask.pk)
    assert ask.ask_whether_still_open()
    assert not seen_before.ask_whether_still_open()
    asked_ago(ask, 15)
    due = Ask.objects.get(pk=ask.pk)
    ask.still_open()

    assert not due.rest()
    assert set(Ask.objects.open()) == {ask}


def test_whoever_hired_someone_is_asked_once_how_it_went():
    due = hired(15)
    hired(13)
    erasing.rest(hired(15).person)
    opened_again = hired(15)
    opened_again.reopen()

    assert remind() == remind() == asked("ask_went", due)


def test_not_yet_is_asked_again_in_two_weeks():
    ask = hired(15)
    remind()
    ask.went(ask_again=True)
    assert remind() == set()
    Ask.objects.filter(pk=ask.pk).update(ask_at=timezone.now())

    assert remind() == asked("ask_went", ask)


def test_more_than_one_batch_is_asked(monkeypatch):
    monkeypatch.setattr(reminders, "REMINDERS_BATCH", 2)
    person = make_person()
    asks = [open_for(15) for _ in range(3)]
    resting = [open_for(40, person=person) for _ in range(3)]
    for ask in resting:
        asked_ago(ask, 15)

    assert remind() == asked("still_open", *asks)
    assert person.asks.closed().count() == 3


def test_a_reminder_shows_as_long_as_there_is_something_to_say():
    ask = open_for(15)
    remind()
    assert Notice.objects.visible_to(ask.person).count() == 1
    ask.settle(Ending.NOT_NEEDED)

    assert Notice.objects.visible_to(ask.person).count() == 0
