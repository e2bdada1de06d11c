"""Statements that are put together once, against the same querysets made anew.

Every other test compares uses with what their values would make; here is what must be refused, and what is kept."""

import re
from datetime import datetime, timedelta

import pytest
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.compiled import CompiledIfTimeless, CompiledOnce, ConditionOnce, any_of
from people.models import Person, Session, Tie

pytestmark = pytest.mark.django_db


def test_statement_is_built_once_whatever_is_given(ana, ben):
    built = []

    @CompiledOnce
    def friends_of(person, named):
        built.append(named)
        return person.ties.select_related("friend").filter(friend__name=named)

    found = [
        friends_of.text_for(given).rows(given)
        for given in ({"person": ana, "named": ben.name}, {"person": ben, "named": "Nobody"})
    ]

    assert [[tie.friend for tie in ties] for ties in found] == [[ben], []]
    assert found[0][0].person is ana
    assert len(built) == 1


def test_statement_takes_lists_and_moments(ana, ben):
    @CompiledOnce
    def some(ids, before):
        return Person.objects.filter(pk__in=any_of(ids), joined_at__lt=before).order_by("pk").values_list("pk")

    later = timezone.now() + timedelta(days=1)
    assert some(ids=(ana.pk, ben.pk), before=later) == [(ana.pk,), (ben.pk,)]
    assert some(ids=(ben.pk,), before=later) == [(ben.pk,)]
    assert some(ids=(), before=later) == []
    assert some(ids=(ana.pk,), before=later - timedelta(days=2)) == []


def test_statement_with_a_day_of_its_own_is_refused(ana):
    @CompiledOnce
    def running(person):
        return Session.objects.running().filter(person=person)

    with pytest.raises(TypeError, match="for ever"):
        running.text_for({"person": ana})


def test_statement_that_does_not_hold_what_is_given_is_refused():
    @CompiledOnce
    def called(name):
        return Person.objects.filter(name__startswith=name)

    with pytest.raises(TypeError, match=re.escape("{'name'}")):
        called.text_for({"name": "Ana"})


def test_statement_that_depends_on_what_is_given_is_noticed_by_the_tests(ana, ben):
    @CompiledOnce
    def first_or_rest(person, first):
        return (
            Person.objects.filter(pk=person.pk, name=first)
            if first == "yes"
            else Person.objects.filter(pk=person.pk).exclude(name=first)
        )

    assert first_or_rest(person=ana, first="no") == [ana]
    with pytest.raises(AssertionError):
        first_or_rest(person=ana, first="yes")


def test_statement_that_asks_for_the_time_is_put_together_anew(ana):
    asks = CompiledIfTimeless(lambda person: Session.objects.running().filter(person=person))
    does_not = CompiledIfTimeless(lambda person: person.sessions.all())
    session = make_session(ana, timezone.now() + timedelta(days=1))

    for _ in range(2):
        assert asks(person=ana) == does_not(person=ana) == [session]
    Session.objects.update(expire_date=timezone.now())
    assert (asks(person=ana), does_not(person=ana)) == ([], [session])
    assert (asks.is_timeless, does_not.is_timeless) == (False, True)


def test_condition_is_built_once_and_stands_in_any_statement(ana, ben, cleo):
    @ConditionOnce
    def near(person):
        tied = Tie.objects.filter(person=OuterRef("pk"), friend=person)
        return Person.objects.filter(Q(pk=person.pk) | Exists(tied))

    everybody = Person.objects.order_by("pk")
    assert [*everybody.filter(near(person=ana))] == [ana, ben]
    assert [*everybody.filter(near(person=cleo), near(person=ana))] == [ben]
    assert [*everybody.exclude(near(person=ana)).filter(pk__in=[ben.pk, cleo.pk])] == [cleo]
    assert near.text_for({"person": ana}) is near.text_for({"person": ben})


def test_condition_is_about_its_own_table_in_a_subquery_of_the_same(ana, ben, cleo):
    named = ConditionOnce(lambda name: Person.objects.filter(name=name))

    assert not Person.objects.filter(pk=ana.pk, pk__in=Person.objects.filter(named(name=ben.name)).values("pk"))
    some = Person.objects.filter(named(name=ben.name), pk=OuterRef("ties__friend"))
    assert {*Person.objects.filter(Exists(some)).values_list("pk", flat=True)} == {ana.pk, cleo.pk}


def test_condition_with_a_subquery_stands_in_a_subquery(ana, ben, cleo):
    """Where Django calls the outer table as it calls the inner one elsewhere."""
    tied = ConditionOnce(
        lambda friend: Person.objects.filter(Exists(Tie.objects.filter(person=OuterRef("pk"), friend=friend)))
    )
    within = ConditionOnce(lambda friend: Person.objects.filter(tied(friend=friend)))

    for condition in (tied, within):
        some = Person.objects.filter(condition(friend=ana), pk=OuterRef("friend"))
        assert {*Tie.objects.filter(Exists(some)).values_list("friend", flat=True)} == {ben.pk}


def test_condition_that_joins_another_table_is_refused(ana):
    with pytest.raises(TypeError, match="joins"):
        ConditionOnce(lambda name: Tie.objects.filter(friend__name=name)).text_for({"name": ana.name})


def test_condition_that_depends_on_what_is_given_is_noticed_by_the_tests(ana):
    one_or_other = ConditionOnce(lambda name: Person.objects.filter(**{"name" if name == "a" else "email": name}))

    one_or_other(name="b")
    with pytest.raises(AssertionError):
        one_or_other(name="a")


def make_session(person: Person, until: datetime) -> Session:
    began = timezone.now()
    return Session.objects.create(session_key="x", person=person, expire_date=until, began_at=began)
