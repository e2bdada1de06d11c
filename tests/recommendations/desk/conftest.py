"""Rosa's case, and what Ana says of Rosa."""

import pytest
from django.core.cache import cache

from people.models import Person
from recommendations.models import Case, Outcome, Scope, Vouch
from tests.worlds.builders import befriend, make_case, make_person, make_staff, make_vouch
from tests.worlds.cases import NOTED, ROSA


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def staff(db) -> Person:
    return make_staff(name="Sara Staff")


@pytest.fixture
def case(db) -> Case:
    return make_case(kind="remove", words="I never met them.")


@pytest.fixture
def vouch(ana) -> Vouch:
    """Ana's word about Rosa, with all that Ana said besides."""
    befriend(ana, make_person(name="Eve Stone"))
    return make_vouch(
        author=ana,
        name="Rosa Lima",
        phone=ROSA,
        email=NOTED,
        website="https://rosa.example",
        job="rewired the attic",
        outcome=Outcome.BUT,
        caveat="Never on Mondays",
        words="Came on a Sunday",
        cost="80 an hour",
        scope=Scope.CIRCLE,
    )
