"""Rosa's case, what Ana says of Rosa, and what Ben says to Ana."""

from copy import deepcopy

import pytest
from django.core.cache import cache

from people.models import Person
from recommendations.models import Case, Outcome, Reportable, Scope, Vouch
from tests.worlds.builders import befriend, make_case, make_person, make_staff, make_vouch
from tests.worlds.cases import NOTED, ROSA
from tests.worlds.reportable import Said, things_of


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def staff(db) -> Person:
    return make_staff(name="Sara Staff")


@pytest.fixture(scope="module")
def said_once(once) -> dict[Reportable, Said]:
    befriend(ana := make_person(name="Ana Silva"), ben := make_person(name="Ben Okafor"))
    return things_of(ben, ana)


@pytest.fixture
def said(said_once, db) -> dict[Reportable, Said]:
    return deepcopy(said_once)


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
