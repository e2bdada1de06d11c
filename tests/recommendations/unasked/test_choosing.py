"""The one thing of a day: chosen by the worker, looked at once more when it is shown, and put away by “not for me”."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Gratitude, Insight, Kept, Outcome, Relation, Saved, Scope, Surprise, Thanks, Vouch
from recommendations.unasked.choosing import CHOOSING_BATCH, choose_surprises
from recommendations.unasked.rule import ToldSurprise, surprise_of
from tests.worlds.builders import befriend, make_ask, make_entry, make_person, make_trade, make_vouch, months_ago
from tests.worlds.looking import as_

PAGE = "/you/serendipity/"
DAY = timedelta(days=1)


def make_insight(author: Person, words: str = "Ask for the old parts back.", **fields) -> Insight:
    return Insight.objects.create(author=author, words=words, **({"scope": Scope.BEYOND} | fields))


def a_day_passes(days: int = 1) -> None:
    for surprise in Surprise.objects.order_by("day"):
        Surprise.objects.filter(pk=surprise.pk).update(day=surprise.day - days * DAY)


def offered_to(person: Person) -> str | None:
    surprise = surprise_of(person)
    return surprise and (surprise.name or surprise.words)


def crowd(person: Person, so_many: int = 3) -> None:
    for _ in range(so_many):
        befriend(person, make_person())


# --- What is chosen -------------------------------------------------------------------------------


def test_it_comes_from_beyond_the_circle_and_says_why_and_through_whom(ana, ben, cleo):
    crowd(ben)
    make_vouch(author=ben, name="Ben’s plumber")
    trade = make_trade(name="Bee keeper")
    make_vouch(author=cleo, name="Hilda Hive", job="Took a swarm away", words="So calm.", trade=trade)
    assert choose_surprises() == 6  # for everyone within reach

    surprise = surprise_of(ana)
    assert isinstance(surprise, ToldSurprise)
    assert (surprise.name, surprise.trade, surprise.job, surprise.words) == (
        "Hilda Hive",
        "Bee keeper",
        "Took a swarm away",
        "So calm.",
    )
    assert (surprise.why, surprise.shown_as) == (
        "Outside your usual trades, through Ben Okafor",
        "a friend of Ben Okafor",
    )
    assert surprise.when == f"Hired {months_ago(3):%B %Y}"
    assert [link.name for link in surprise.chain] == ["Ben Okafor", "a friend"]


def test_who_is_named_and_who_is_not(ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    choose_surprises()
    nobody = surprise_of(ana)
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    named = surprise_of(ana)
    befriend(ana, cleo)
    friend = surprise_of(ana)

    assert (nobody.shown_as, nobody.why) == (
        "someone beyond your circle",
        "Outside your usual trades, from beyond your circle",
    )
    assert (named.shown_as, named.why) == ("Cleo Martin", "Outside your usual trades, through Ben Okafor")
    assert (friend.shown_as, friend.why) == ("Cleo Martin", "Outside your usual trades, from Cleo Martin")
    assert offered_to(ana) == vouch.name


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": Outcome.BUT},
        {"relation": Relation.FRIEND},
        {"hired_on": months_ago(13)},
        {"scope": Scope.CIRCLE},
        {"scope": Scope.ME},
    ],
    ids=str,
)
def test_what_is_not_good_fresh_and_for_their_eyes_is_not_offered(ana, ben, cleo, fields):
    vouch = make_vouch(author=cleo, **fields)
    choose_surprises()
    assert not ana.surprises.exists()

    Vouch.objects.filter(pk=vouch.pk).update(
        outcome=Outcome.YES, relation=Relation.NONE, hired_on=months_ago(12), scope=Scope.BEYOND
    )
    choose_surprises()
    assert ana.surprises.get().vouch == vouch.public_id


def test_nobody_is_offered_whom_somebody_would_not_hire_again(ana, ben, cleo):
    vouch = make_vouch(author=cleo, phone="+441134960001", pass_on=True)
    no = make_vouch(author=ben, phone=vouch.phone, pass_on=True, outcome=Outcome.NO, scope=Scope.CIRCLE)
    choose_surprises()
    assert not ana.surprises.exists()

    Vouch.objects.filter(pk=no.pk).update(scope=Scope.ME)  # which she cannot know of
    choose_surprises()
    assert offered_to(ana) == vouch.name
    Vouch.objects.filter(pk=no.pk).update(scope=Scope.CIRCLE)
    assert offered_to(ana) is None


@pytest.mark.parametrize("way", ["vouched", "asked", "listed", "saved", "kept"])
def test_it_is_of_no_usual_trade(ana, ben, cleo, way):
    usual, other = make_trade(), make_trade()
    make_vouch(author=cleo, trade=usual, name="Usual")
    about = {"person": ana, "trade": usual}
    if way == "vouched":
        make_vouch(author=ana, trade=usual)
    elif way == "asked":
        make_ask(**about)
    elif way == "listed":
        make_entry(**about)
    elif way == "saved":
        provider = make_vouch(author=ben, trade=usual, hired_on=months_ago(40)).provider
        Saved.objects.create(person=ana, provider=provider.public_id)
    else:
        Kept.objects.create(person=ana, insight=make_insight(ben, trade=usual))
    choose_surprises()
    assert not ana.surprises.filter(trade=usual).exists()

    make_vouch(author=cleo, trade=other, name="Other")
    Surprise.objects.all().delete()
    choose_surprises()
    assert offered_to(ana) == "Other"


def test_what_is_saved_but_hidden_makes_no_trade_usual(ana, ben, cleo):
    trade = make_trade()
    hidden = make_vouch(author=ben, trade=trade, scope=Scope.ME)
    Saved.objects.create(person=ana, provider=hidden.provider.public_id)
    make_vouch(author=cleo, trade=trade, name="Hilda")
    choose_surprises()

    assert offered_to(ana) == "Hilda"


@pytest.mark.parametrize("way", ["vouched", "listed", "saved", "thanked"])
def test_whom_they_know_is_not_new_to_them_whatever_the_trade(ana, ben, cleo, way):
    vouch = make_vouch(author=cleo, phone="+441134960001", pass_on=True)
    if way == "vouched":
        make_vouch(author=ana, phone=vouch.phone, pass_on=True, scope=Scope.ME)
    elif way == "listed":
        make_entry(person=ana, phone=vouch.phone)
    elif way == "saved":
        Saved.objects.create(person=ana, provider=vouch.provider.public_id)
    else:
        Thanks.give(ana, vouch.pk, None, "")
    choose_surprises()

    assert not ana.surprises.exists()
    assert ben.surprises.get().vouch == vouch.public_id


@pytest.mark.parametrize("about", [{"phone": "+441134960001"}, {"website": "https://rosa.example"}])
def test_whom_they_have_listed_is_not_new_to_them_under_another_secret_key(ana, ben, cleo, settings, about):
    """Who was first written of under an older one has the public id that it made."""
    vouch = make_vouch(author=cleo, pass_on=True, **about)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    make_entry(person=ana, **about)
    choose_surprises()

    assert not ana.surprises.exists()
    assert ben.surprises.get().vouch == vouch.public_id


@pytest.mark.parametrize("way", ["thanked", "kept"])
def test_an_insight_they_have_thanked_for_or_kept_is_not_new_to_them(ana, ben, way):
    insight = make_insight(ben)
    {"thanked": Gratitude, "kept": Kept}[way].objects.create(person=ana, insight=insight)
    choose_surprises()

    assert not ana.surprises.exists()


def test_insights_are_offered_too_without_the_day_they_were_written(ana, ben, cleo):
    insight = make_insight(cleo, written_at=timezone.now() - 100 * DAY)
    old = make_insight(cleo, "Too old", written_at=timezone.now() - 190 * DAY)
    choose_surprises()

    surprise = surprise_of(ana)
    assert (surprise.words, surprise.insight, surprise.name) == (insight.words, insight.public_id, "")
    assert surprise.why == "Something learned, from beyond your circle"
    assert surprise.when.startswith(f"Written in {insight.written_at:%B}")
    assert not Surprise.objects.filter(insight=old.public_id).exists()


# --- Once a day -----------------------------------------------------------------------------------


def test_one_a_day_however_often_it_runs_and_never_the_same_again(ana, ben, cleo):
    vouches = {make_vouch(author=cleo).public_id for _ in range(3)}
    for days in (1, 7, 7, 7, 7):
        a_day_passes(days)
        choose_surprises()
        choose_surprises()

    surprises = list(ana.surprises.order_by("day"))
    assert {surprise.vouch for surprise in surprises} == vouches
    assert len(surprises) == 3


def test_another_vouch_of_a_provider_once_offered_is_not_new(ana, ben, cleo):
    once = make_vouch(author=cleo, phone="+441134960001", pass_on=True)
    choose_surprises()
    a_day_passes(20)
    make_vouch(author=cleo, phone=once.phone, pass_on=True)
    choose_surprises()

    assert [surprise.vouch for surprise in ana.surprises.all()] == [once.public_id]


def test_all_who_are_here_get_one_in_batches_and_nobody_who_rests(ana, ben):
    friends = [make_person() for _ in range(CHOOSING_BATCH + 5)]
    Tie.objects.bulk_create(
        Tie(person=one, friend=other) for each in friends for one, other in ((ben, each), (each, ben))
    )
    make_vouch(author=ben)
    erasing.rest(friends[3])

    assert (choose_surprises(), choose_surprises()) == (len(friends), 0)
    assert set(Surprise.objects.values_list("person", flat=True)) == {ana.pk, *(each.pk for each in friends)} - {
        friends[3].pk
    }


def test_killed_halfway_it_goes_on_where_it_was(ana, ben, cleo, monkeypatch):
    make_vouch(author=ben)
    monkeypatch.setattr("recommendations.unasked.choosing.CHOOSING_BATCH", 1)
    surprise_to = "recommendations.unasked.choosing._surprise_to"
    from recommendations.unasked.choosing import _surprise_to as whole

    calls = []

    def dies(*about):
        calls.append(about)
        if len(calls) > 1:
            raise KeyboardInterrupt
        return whole(*about)

    monkeypatch.setattr(surprise_to, dies)
    with pytest.raises(KeyboardInterrupt):
        choose_surprises()
    monkeypatch.setattr(surprise_to, whole)
    before = list(Surprise.objects.values_list("pk", flat=True))
    choose_surprises()

    assert before == list(Surprise.objects.filter(person=ana).values_list("pk", flat=True))
    assert set(Surprise.objects.values_list("person", flat=True)) == {ana.pk, cleo.pk}


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.parametrize("kind", ["vouches", "insights"])
def test_choosing_and_showing_cost_the_same_however_much_there_is(ana, ben, cleo, kind):
    def more(so_many: int) -> tuple[int, int]:
        for _ in range(so_many):
            author = make_person()
            befriend(ben, author)
            make_vouch(author=author) if kind == "vouches" else make_insight(author)
        Surprise.objects.all().delete()
        Person.objects.exclude(pk=ana.pk).update(is_active=False)  # who is chosen for, not who is near
        found = queries_of(choose_surprises), queries_of(lambda: surprise_of(ana))
        Person.objects.update(is_active=True)
        assert ana.surprises.count() == 1
        return found

    few, many = more(10), more(10)
    assert few == many
    assert many[1] == 4


def test_nothing_to_show_costs_one_query(ana, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert surprise_of(ana) is None


# --- Looked at again ------------------------------------------------------------------------------


@pytest.mark.parametrize("change", ["scope", "relay", "tie", "block", "rest", "withdraw", "outcome", "relation"])
def test_what_is_hidden_meanwhile_is_shown_no_more(ana, ben, cleo, change):
    vouch = make_vouch(author=cleo)
    choose_surprises()
    assert offered_to(ana) == vouch.name

    acts = {
        "scope": lambda: Vouch.objects.update(scope=Scope.CIRCLE),
        "relay": lambda: Person.objects.filter(pk=ben.pk).update(relays=False),
        "tie": lambda: Tie.objects.part(ana, ben),
        "block": lambda: cleo.block(ana),
        "rest": lambda: erasing.rest(cleo),
        "withdraw": vouch.withdraw,
        "outcome": lambda: Vouch.objects.update(outcome=Outcome.BUT),
        "relation": lambda: Vouch.objects.update(relation=Relation.PAID),
    }
    acts[change]()

    assert surprise_of(ana) is None
    page = as_(ana).get(f"{PAGE}?surprise={ana.surprises.get().public_id}").content.decode()
    assert (vouch.name in page, "Nothing today." in page) == (False, True)


def test_yesterdays_stays_until_there_is_another_and_two_days_at_most(ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    choose_surprises()
    found = []
    for _ in range(4):
        found.append(offered_to(ana))
        a_day_passes()

    assert found == [vouch.name] * 3 + [None]


# --- The pages ------------------------------------------------------------------------------------


def dismiss(person: Person, surprise: Surprise):
    return as_(person).post(f"/serendipity/{surprise.public_id}/dismiss/")


def test_not_for_me_is_kept_and_nothing_takes_its_place_before_tomorrow(ana, ben, cleo):
    trade = make_trade()
    vouches = [make_vouch(author=cleo, trade=trade) for _ in range(3)]
    choose_surprises()
    surprise = ana.surprises.get()

    assert [dismiss(person, surprise).status_code for person in (ben, cleo, ana, ana)] == [404, 404, 302, 302]
    choose_surprises()
    assert (offered_to(ana), ana.surprises.count()) == (None, 1)

    a_day_passes(182)
    choose_surprises()
    assert ana.surprises.count() == 1
    a_day_passes(1)
    choose_surprises()
    assert (offered_to(ana) in {vouch.name for vouch in vouches}, ana.surprises.count()) == (True, 2)


def test_the_page_shows_it_and_the_rule_and_one_that_a_letter_told_of(ana, ben, cleo):
    first = make_vouch(author=cleo, name="Hilda Hive")
    choose_surprises()
    surprise = ana.surprises.get()
    a_day_passes(6)

    assert "Nothing today." in as_(ana).get(PAGE).content.decode()
    page = as_(ana).get(f"{PAGE}?surprise={surprise.public_id}").content.decode()
    assert "How it is chosen" in page
    assert first.name in page
    assert f"/providers/{first.provider.public_id}/" in page
    for private in (first.public_id, cleo.public_id, "Cleo"):
        assert str(private) not in page
    for other in (ben.surprises.get().public_id, uuid4(), "nonsense"):
        page = as_(ana).get(f"{PAGE}?surprise={other}").content.decode()
        assert first.name not in page


def test_looking_changes_nothing(ana, ben, cleo):
    make_vouch(author=cleo)
    choose_surprises()
    surprise = ana.surprises.get()

    assert [as_(ana).get(PAGE).status_code, as_(ana).head(PAGE).status_code] == [200, 200]
    assert as_(ana).get(f"/serendipity/{surprise.public_id}/dismiss/").status_code == 405
    assert ana.surprises.get().dismissed is False
