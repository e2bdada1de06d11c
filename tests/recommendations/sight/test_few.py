"""A few of the vouches in sight, looked up first: exactly those of all in sight that are meant."""

from collections.abc import Iterable

import pytest

from people.models import Block, Person
from recommendations.models import Answer, Ask, Recipient, Scope, Vouch
from recommendations.sight.few import ids_of_those_by, ids_of_those_called, ids_of_those_given
from tests.worlds.builders import befriend, make_ask, make_person, make_vouch


@pytest.fixture
def others(ana, ben, cleo, dan) -> list[Person]:
    """In Ana's circle, beyond it, out of sight, and in sight but for a block."""
    blocked = make_person(name="Eve", named_beyond=True)
    befriend(ben, blocked)
    Block.objects.create(person=ana, blocked=blocked)
    return [ben, cleo, dan, blocked]


def called(found) -> list[str]:
    return sorted(Vouch.objects.filter(pk__in=found).values_list("name", flat=True))


def vouched(authors: Iterable[Person], **fields) -> list[Vouch]:
    return [
        make_vouch(author=author, name=f"{author.first_name}, {scope.label}", scope=scope, **fields)
        for author in authors
        for scope in (Scope.BEYOND, Scope.CIRCLE, Scope.ME)
    ]


SEEN = [f"Ben, {Scope.CIRCLE.label}", f"Ben, {Scope.BEYOND.label}", f"Cleo, {Scope.BEYOND.label}"]


def test_vouches_of_those_who_are_called_so(ana, others):
    for author in others:
        for name in ("Rosa Lima", "ROSA LIMA", "Joe", "Rosa"):
            make_vouch(author=author, name=name)

    assert called(ids_of_those_called(ana, ["rosa lima"])) == ["ROSA LIMA"] * 2 + ["Rosa Lima"] * 2
    assert called(ids_of_those_called(ana, ["JOE", "Nobody"])) == ["Joe"] * 2
    assert called(ids_of_those_called(ana, [])) == []


def test_vouches_by_one_author(ana, others):
    vouched([ana, *others])

    found = [called(ids_of_those_by(ana, author)) for author in (*others, ana)]

    assert found == [SEEN[:2], SEEN[2:], [], [], sorted(f"Ana, {scope.label}" for scope in Scope)]


def answered(ask: Ask, vouches: Iterable[Vouch]) -> None:
    for each in vouches:
        Answer.objects.create(ask=ask, person=each.author, vouch=each.public_id)


def test_vouches_given_to_ones_own_questions(ana, ben, others):
    answered(make_ask(person=ana), vouched(others))
    answered(make_ask(person=ben), vouched([ben], website="elsewhere.example"))
    answered(make_ask(person=ben, to=[ana]), [make_vouch(author=ana, name="Given by oneself")])

    assert called(ids_of_those_given(ana, to_own=True)) == sorted(SEEN)
    assert called(ids_of_those_given(ana, to_own=False)) == []


def test_vouches_given_to_what_one_has_put_to_ones_circle(ana, ben, others):
    for quietly in (True, False):
        ask = make_ask(person=ben)
        for number, author in enumerate([*others[1:], ben]):
            row = {"person": author, "passed_by": ana, "quietly": quietly}
            if quietly or not number:
                Recipient.objects.create(ask=ask, **row)
        answered(ask, vouched(others, website="" if quietly else "elsewhere.example"))
    found = ids_of_those_given(ana, to_own=False)

    assert called(found) == sorted(SEEN)
    assert set(Vouch.objects.filter(pk__in=found).values_list("website", flat=True)) == {""}
    assert called(ids_of_those_given(ana, to_own=True)) == []
