"""What the worker asks once a day: once, of the right people, and not too much."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Notice, Person
from recommendations.leaving import erasing
from recommendations.models import Scope, Thanks, Vouch
from recommendations.notices import reminders
from tests.worlds.builders import befriend, make_person, make_vouch, months_ago
from tests.worlds.looking import as_
from tests.worlds.outbox import sent

AN_AGE = timedelta(days=370)


def old_vouch(author, months: int = 14, **fields) -> Vouch:
    return make_vouch(author=author, hired_on=months_ago(months), **({"renewed_at": timezone.now() - AN_AGE} | fields))


def remind() -> set[str]:
    """To which pages the questions lead, so far."""
    assert list(reminders.reminding())
    return {notice.link for notice in Notice.objects.all()}


def still(vouch) -> str:
    return f"/vouches/{vouch.public_id}/still/"


def thanks_for(vouch, days: int = 15) -> Thanks:
    friend = make_person()
    befriend(friend, vouch.author)
    Thanks.give(friend, vouch.pk, None, "")
    Notice.objects.all().delete()
    Thanks.objects.filter(person=friend).update(ask_at=timezone.now() + timedelta(days=14 - days))
    return Thanks.objects.get(person=friend)


# --- Is it still true? ----------------------------------------------------------------------------


def test_it_asks_of_what_is_a_year_old_and_others_may_act_on(ana, ben, cleo, dan):
    of_ana = old_vouch(ana)
    old_vouch(ben, renewed_at=timezone.now() - timedelta(days=300))
    old_vouch(cleo, months=3)
    old_vouch(dan, scope=Scope.ME)
    erasing.rest(old_vouch(make_person()).author)

    assert remind() == {still(of_ana)}
    assert [notice.kind for notice in Notice.objects.visible_to(ana)] == ["still_true"]


def test_still_true_asks_of_one_at_a_time_and_once_a_week(ana):
    """Of many it asks of the oldest and of the next only when that is answered and a week has passed."""
    vouches = [old_vouch(ana, months) for months in (14, 20, 17)]
    assert remind() == remind() == {still(vouches[1])}

    as_(ana).post(still(vouches[1]), {"answer": "yes"})
    assert remind() == set()

    Vouch.objects.filter(pk=vouches[1].pk).update(renewed_at=timezone.now() - timedelta(days=8))
    assert remind() == {still(vouches[2])}


def test_a_question_that_was_read_but_not_answered_stays_the_only_one(ana):
    old_vouch(ana, 14)
    first = old_vouch(ana, 20)
    remind()
    Notice.objects.get().read()

    assert remind() == {still(first)}


def test_still_true_is_not_asked_of_what_was_edited_meanwhile(ana):
    """What was edited meanwhile is asked no more and keeps nothing else from being asked."""
    first, second = old_vouch(ana, 20), old_vouch(ana, 14)
    remind()
    Vouch.objects.filter(pk=first.pk).update(hired_on=months_ago(1))
    assert not Notice.objects.visible_to(ana).exists()

    assert remind() == {still(second)}


def test_killed_halfway_the_next_run_asks_the_rest_once(ana, ben, cleo, monkeypatch):
    vouches = [old_vouch(person) for person in (ana, ben, cleo)]
    tell, told = Person.tell, []

    def killed(person, *said, **more):
        if len(told) == 1:
            raise SystemExit
        told.append(tell(person, *said, **more))

    monkeypatch.setattr(Person, "tell", killed)
    with pytest.raises(SystemExit):
        remind()
    assert Notice.objects.count() == 1

    monkeypatch.undo()
    assert remind() == {still(vouch) for vouch in vouches}
    assert Notice.objects.count() == 3


def test_batches_reach_everyone(ana, ben, cleo, dan, monkeypatch):
    monkeypatch.setattr(reminders, "REMINDERS_BATCH", 2)
    vouches = [old_vouch(person) for person in (ana, ben, cleo)]
    given = [thanks_for(make_vouch(author=dan)) for _ in range(3)]

    assert remind() == {still(vouch) for vouch in vouches} | {f"/thanks/{each.public_id}/" for each in given}


def test_the_mail_names_neither_whom_one_hired_nor_what_was_said(ana):
    old_vouch(ana)
    remind()

    assert (deliver_due(), sent()) == (1, [ana.email])


# --- Answers --------------------------------------------------------------------------------------


@pytest.fixture
def asked(ana, ben) -> Vouch:
    vouch = old_vouch(ana, name="Rosa Lima")
    remind()
    return vouch


def test_yes_holds_for_a_year(ana, asked, monkeypatch):
    page = as_(ana).get(still(asked)).content.decode()
    assert ("Rosa Lima" in page, page.count('class="primary"')) == (True, 1)

    for _ in range(2):
        assert as_(ana).post(still(asked), {"answer": "yes"}).status_code == 302
    monkeypatch.setattr(reminders, "PEACE", timedelta(0))

    assert (remind(), Vouch.objects.get().scope) == (set(), Scope.BEYOND)


def test_no_longer_keeps_it_on_one_s_own_list_alone(ana, ben, asked):
    provider = f"/providers/{asked.provider.public_id}/"
    assert as_(ben).get(provider).status_code == 200

    for _ in range(2):
        said = as_(ana).post(still(asked), {"answer": "no"}, follow=True).content.decode()

    assert "Only you can see it now. It stays on your list." in said
    assert [as_(person).get(provider).status_code for person in (ana, ben)] == [200, 404]
    assert not Notice.objects.exists()


@pytest.mark.parametrize("page", ["renew", "withdraw"])
def test_hiring_again_and_withdrawing_answer_it_too(ana, asked, page):
    typed = {"hired_on": months_ago(0).isoformat(), "job": "Another tap"}
    assert f"/vouches/{asked.public_id}/{page}/" in as_(ana).get(still(asked)).content.decode()
    as_(ana).post(f"/vouches/{asked.public_id}/{page}/", typed)

    assert not Notice.objects.exists()


def test_nobody_else_can_answer_and_no_other_answer_changes_anything(ana, ben, asked):
    statuses = [as_(person).post(still(asked), {"answer": "no"}).status_code for person in (ben, make_person())]
    statuses += [as_(ana).post(still(asked), {"answer": "perhaps"}).status_code, as_(ana).get(still(asked)).status_code]

    assert (statuses, Vouch.objects.get().scope, Notice.objects.count()) == ([404, 404, 422, 200], Scope.BEYOND, 1)


# --- How did it go? -------------------------------------------------------------------------------


def test_two_weeks_after_their_thanks_the_giver_is_asked_once_how_it_went(ana):
    due, early, gone = (thanks_for(make_vouch(author=ana), days) for days in (15, 13, 15))
    erasing.rest(gone.person)

    assert remind() == remind() == {f"/thanks/{due.public_id}/"}
    assert [notice.kind for notice in Notice.objects.visible_to(due.person)] == ["how_did_it_go"]
    Thanks.objects.update(ask_at=None)
    Notice.objects.all().delete()
    assert remind() == set()
    assert early.person.notices.count() == 0


def test_two_that_run_at_once_ask_once(ana):
    thanks = thanks_for(make_vouch(author=ana))
    same = Thanks.objects.get(pk=thanks.pk)

    assert (thanks.ask(), same.ask(), Notice.objects.count()) == (True, False, 1)
