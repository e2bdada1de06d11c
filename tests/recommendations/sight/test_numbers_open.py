"""Who may see the number that stands on words which they read: in SQL and as a condition of a query."""

from django.utils import timezone

from people.models import Person
from recommendations.models import NumberAsk, Vouch
from recommendations.sight.numbers import ASKED_ABOUT, NUMBER_OPEN, number_open_to
from recommendations.sight.rule import said_in_sight
from tests.worlds.builders import befriend, make_person, make_vouch


def open_to(person: Person) -> set[str]:
    """Of the vouches in sight, each told once, those with their number."""
    rows = said_in_sight(person, f"v.name, {NUMBER_OPEN}", f"recommendations_vouch v {ASKED_ABOUT}", "", {})
    in_sight = Vouch.objects.visible_to(person)
    assert sorted(name for name, _ in rows) == sorted(in_sight.values_list("name", flat=True))
    found = {name for name, is_open in rows if is_open}
    assert {vouch.name for vouch in in_sight.filter(number_open_to(person))} == found
    return found


def test_number_is_open_to_its_author_to_all_or_to_whoever_was_given_it(ana, ben):
    eve = make_person()
    befriend(ben, eve)
    make_vouch(author=ben, name="passed on", pass_on=True), make_vouch(author=ben, name="kept")
    for name, given in (("given", timezone.now()), ("asked for", None)):
        NumberAsk.objects.create(person=ana, vouch=make_vouch(author=ben, name=name), given_at=given)
    both = make_vouch(author=ben, name="asked for by one, given to the other")
    NumberAsk.objects.create(person=ana, vouch=both)
    NumberAsk.objects.create(person=eve, vouch=both, given_at=timezone.now())

    assert open_to(ana) == {"passed on", "given"}
    assert open_to(eve) == {"passed on", "asked for by one, given to the other"}
    assert open_to(ben) == {vouch.name for vouch in ben.vouches.all()}
