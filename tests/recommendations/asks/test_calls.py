"""After a call: once for each, only after one's own tap, and told to nobody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person, Tie
from people.tidy import tidy
from recommendations.models import Answer, Ask, Call, Ending, Thanks, Vouch
from tests.worlds.builders import make_ask, make_link_answer, make_trade, make_vouch
from tests.worlds.looking import as_, every_row

HOME, DAY = "/find/", timedelta(days=1)
REACHED = "Did you reach <bdi>Rosa Lima</bdi>?"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def rosa(ben: Person) -> Vouch:
    return make_vouch(author=ben, name="Rosa Lima", phone="+441134960123", pass_on=True)


def tap(client: Client, about) -> int:
    return client.post(reverse("call_noted", args=[about])).status_code


def is_asked(client: Client) -> bool:
    return REACHED in client.get(HOME).content.decode()


def say(client: Client, answer: str) -> object:
    call = Call.objects.get()
    return client.post(reverse("call_said", args=[call.public_id]), {"answer": answer})


def days_pass(client: Client, days: int = 1) -> None:
    """For the rows, and for the two dates and the times that the browser keeps."""
    for call in Call.objects.all():
        Call.objects.filter(pk=call.pk).update(called_at=call.called_at - days * DAY)
    if seen := client.cookies.get(settings.LAST_TIME_COOKIE):
        dates = [timezone.datetime.fromisoformat(each).date() - days * DAY for each in seen.value.split("_")]
        client.cookies[settings.LAST_TIME_COOKIE] = "_".join(map(str, dates))
    if asked := client.cookies.get(settings.CALLS_COOKIE):
        day, *times = asked.value.split("_")
        before = timezone.datetime.fromisoformat(day).date() - days * DAY
        earlier = [str(float(each) - days * DAY.total_seconds()) for each in times]
        client.cookies[settings.CALLS_COOKIE] = "_".join([str(before), *earlier])


# --- When it is asked -----------------------------------------------------------------------------------


def test_call_is_asked_about_after_ones_own_tap_alone(ana, ben, rosa):
    client, bens = as_(ana), as_(ben)
    assert not is_asked(client)
    before = every_row()
    assert tap(client, rosa.provider.public_id) == 204
    changed = {table for table, rows in every_row().items() if rows != before[table]}

    assert changed == {"recommendations_call"}
    looked = every_row()
    assert (is_asked(client), is_asked(bens)) == (True, False)
    assert every_row() == looked


def test_call_tapped_twice_is_one_question(ana, rosa):
    client = as_(ana)
    for _ in range(2):
        tap(client, rosa.provider.public_id)
    assert Call.objects.count() == 1
    say(client, "not yet")

    assert not is_asked(client)
    assert Call.objects.count() == 0


@pytest.mark.parametrize("answer", ["not yet", "no answer"])
def test_call_answered_is_not_asked_about_again_and_a_new_one_is(ana, ben, rosa, answer):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    assert say(client, answer).url == HOME
    assert not is_asked(client)
    tap(client, rosa.provider.public_id)

    assert is_asked(client)
    assert not Notice.objects.exists()


def test_call_left_unanswered_is_not_asked_about_at_a_second_visit(ana, rosa):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    days_pass(client, 3)
    assert (is_asked(client), is_asked(client)) == (True, True)  # all through a day it stays
    days_pass(client)

    assert not is_asked(client)
    tap(client, rosa.provider.public_id)
    assert is_asked(client)


def test_call_of_the_day_is_asked_about_on_the_next_one_only_if_it_was_not_yet(ana, rosa):
    client, elsewhere = as_(ana), as_(ana)
    is_asked(client), is_asked(elsewhere)
    tap(client, rosa.provider.public_id)
    assert is_asked(client)
    days_pass(client)
    assert not is_asked(client)
    client = elsewhere
    client.cookies[settings.LAST_TIME_COOKIE] = f"{timezone.localdate() - DAY}_{timezone.localdate() - 2 * DAY}"

    assert is_asked(client)


def test_call_cookie_of_nonsense_is_as_none(ana, rosa):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    for nonsense in ("x", "1_2_3", "2026-01-01_x_y", f"{timezone.localdate()}_1", "a_inf_nan", "a_1e99_1"):
        client.cookies[settings.CALLS_COOKIE] = nonsense
        assert is_asked(client), nonsense


def test_calls_are_asked_about_no_more_once_it_is_switched_off_by_one_tap(ana, rosa):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    say(client, "stop")
    assert Call.objects.count() == 0
    assert (tap(client, rosa.provider.public_id), Call.objects.count()) == (204, 0)
    assert not Person.objects.get(pk=ana.pk).after_calls
    assert "after_calls" in client.get(reverse("details")).content.decode()
    Person.objects.update(after_calls=True)
    tap(client, rosa.provider.public_id)

    assert is_asked(client)


@pytest.mark.parametrize("end", ["parted", "withdrawn"])
def test_call_of_whom_one_sees_no_more_is_not_asked_about(ana, ben, rosa, end):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    Tie.objects.part(ana, ben) if end == "parted" else rosa.withdraw()

    assert not is_asked(client)


def test_call_noted_says_the_same_whoever_it_is_about(ana, ben, rosa, dan):
    hidden = make_vouch(author=dan).provider.public_id
    found = {tap(as_(ana), about) for about in (rosa.provider.public_id, hidden, uuid4())}

    assert found == {204}
    assert list(Call.objects.values_list("about", flat=True)) == [rosa.provider.public_id]


def test_calls_are_tidied_up_after_two_weeks(ana, rosa):
    for days, left in ((13, 1), (15, 0)):
        Call.note(ana, rosa.provider.public_id)
        Call.objects.update(called_at=timezone.now() - days * DAY)
        tidy()
        assert Call.objects.count() == left


def test_calls_of_somebody_else_are_nobodys_to_answer(ana, ben, rosa):
    tap(as_(ana), rosa.provider.public_id)
    for answer in ("hired", "no answer"):
        assert say(as_(ben), answer).url == HOME

    assert Call.objects.count() == 1


# --- Hiring ----------------------------------------------------------------------------------------------


def test_call_that_ends_in_hiring_settles_the_question_and_thanks(ana, ben, rosa):
    ask = make_ask(person=ana, to=[ben], trade=rosa.trade)
    Answer.give(ask, ben, rosa, "")
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    assert "your question is closed" in client.get(HOME).content.decode()
    assert say(client, "hired").url == ask.get_absolute_url()

    ask.refresh_from_db()
    assert (ask.ending, ask.hired) == (Ending.HIRED, "Rosa Lima")
    assert Thanks.objects.filter(person=ana, vouch=rosa).exists()
    assert ask.answers.get().helped_at
    assert not is_asked(client)


def test_call_of_one_whom_the_circle_knew_settles_the_question_about_that(ana, ben, rosa):
    other = make_ask(person=ana, to=[ben], trade=make_trade())
    ask = make_ask(person=ana, to=[ben], trade=rosa.trade)
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    say(client, "hired")

    assert [Ask.objects.get(pk=each.pk).is_open for each in (other, ask)] == [True, False]
    assert Thanks.objects.filter(person=ana, vouch=rosa).exists()


@pytest.mark.parametrize("by_link", [True, False])
def test_call_of_a_number_in_an_answer_settles_its_question(ana, ben, by_link):
    ask = make_ask(person=ana, to=[ben])
    if by_link:
        answer = make_link_answer(ask=ask, provider="Rosa Lima", phone="+441134960123")
    else:
        Answer.give_by_mail(ask, ben, words="Neat", provider="Rosa Lima", phone="+441134960123")
        answer = ask.answers.get()
    client = as_(ana)
    tap(as_(ben), answer.public_id)
    assert Call.objects.count() == 0
    tap(client, answer.public_id)
    assert is_asked(client)
    say(client, "hired")

    ask.refresh_from_db()
    assert (ask.is_open, ask.hired) == (False, "Rosa Lima")


def test_call_that_no_question_led_to_begins_the_thanks(ana, ben, rosa):
    client = as_(ana)
    tap(client, rosa.provider.public_id)
    led = say(client, "hired")

    assert "/thank" in led.url
    assert client.get(led.url).status_code == 200
    assert not Thanks.objects.exists()


def test_call_of_ones_own_tradesperson_leads_to_hired_them_again(ana, ben):
    own = make_vouch(author=ana, name="Rosa Lima", phone="+441134960123", pass_on=True)
    client = as_(ana)
    tap(client, own.provider.public_id)

    assert say(client, "hired").url == reverse("vouch_renew", args=[own.public_id])
