"""Rows written without model instances are what the models would have written."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Person, Tie
from people.new_rows import NewRows
from recommendations.models import Outcome, Provider, Relation, Scope, Vouch
from tests.worlds.builders import make_person, make_trade

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SAID = {
    "name": "Rosa Lima",
    "job": "burst pipe",
    "words_folded": " rosa lima burst pipe",
    "hired_on": date(2026, 3, 1),
    "outcome": Outcome.BUT,
    "relation": Relation.PAID,
    "scope": Scope.BEYOND,
    "pass_on": True,
    "renewed_at": NOW,
    "written_at": NOW,
}


def test_new_rows_are_what_the_model_would_write():
    trade, provider = make_trade(), Provider.objects.create()
    said = SAID | {"author_id": make_person(name="Ana").pk, "trade_id": trade.pk, "provider_id": provider.pk}
    Vouch.objects.create(**said)
    said |= {"author_id": make_person(name="Ben").pk}

    NewRows(Vouch, *said).add([tuple(said.values())])

    one, other = Vouch.objects.order_by("pk").values()
    differ = {name for name in one if one[name] != other[name]}
    assert differ == {"id", "public_id", "author_id"}


def test_new_rows_begin_as_a_person_does():
    made = make_person(name="Ana")
    given = {"email": "ben@example.org", "name": "Ben", "password": "!", "place_id": None}

    NewRows(Person, *given).add([tuple(given.values())])

    ana, ben = Person.objects.filter(pk=made.pk).values().get(), Person.objects.filter(name="Ben").values().get()
    differ = {name for name in ana if ana[name] != ben[name]}
    assert differ <= {"id", "public_id", "email", "name", "password", "joined_at", "place_id"}
    assert abs(ben["joined_at"] - timezone.now()) < timedelta(minutes=5)


def test_new_rows_leave_out_what_is_there_and_nothing_that_is_wrong():
    ana, ben = make_person(name="Ana"), make_person(name="Ben")
    ties = NewRows(Tie, "person_id", "friend_id", once=True)

    ties.add([(ana.pk, ben.pk), (ana.pk, ben.pk), (ben.pk, ana.pk)])
    ties.add([(ana.pk, ben.pk)])
    with pytest.raises(IntegrityError), transaction.atomic():
        ties.add([(ana.pk, ana.pk)])

    assert set(Tie.objects.values_list("person", "friend")) == {(ana.pk, ben.pk), (ben.pk, ana.pk)}


def test_new_rows_ask_for_what_no_model_begins_with():
    with pytest.raises(TypeError, match="has to be given"):
        NewRows(Tie, "person_id")
    NewRows(Provider, "public_id", "identity").add([(uuid4(), None), (uuid4(), "+441134960123")])
    assert set(Provider.objects.values_list("identity", flat=True)) == {None, "+441134960123"}
