"""The access table is judged by the oracle: a row that lets in somebody else than the oracle does cannot be written."""

from collections.abc import Iterator

import pytest
from django.db.models import Model

from recommendations.models import Provider, Scope, Vouch
from tests.test_access import ABOUT_A_VOUCH, BY_A_BUTTON_ON_A_WORD, OF_A_WORD, PLAIN
from tests.test_access_people import BY_LINK, BY_POST, BY_THE_ASKED, CASES, LINKS, THINGS
from tests.worlds.access import OF_AN_INSIGHT, VIEWERS, World, canaries_for
from tests.worlds.access import may_read as may_read_in_the_table
from tests.worlds.access_offers import OF_AN_OFFER
from tests.worlds.access_rights import OF_ITS_OWNER, RIGHTS, Read

# Of these pages nobody is refused: their rows say the same for everyone who is signed in, whatever there is.
FOR_EVERYONE = {name for name, row in (BY_POST | LINKS | CASES).items() if len(set(row.split()[:6])) == 1}


def rows(world: World) -> Iterator[tuple[str, Model, str]]:
    """Of every page that is not for everyone: what it is about, and its row in the table."""
    for name, by_scope in (ABOUT_A_VOUCH | OF_A_WORD | BY_A_BUTTON_ON_A_WORD).items():
        for scope, row in by_scope.items():
            vouch = world.vouches[scope]
            yield name, shared_or_said(name, vouch), row
    for name, row in (THINGS | BY_POST).items():
        if name not in FOR_EVERYONE:
            yield from ((name, about(thing), row) for thing in world.things[name])
    for name, some in BY_THE_ASKED.items():
        yield from ((name, thing, row) for thing, row in zip(world.things[name], some, strict=True))


def shared_or_said(name: str, vouch: Vouch) -> Model:
    if name in OF_AN_INSIGHT:
        return vouch.author.insights.get(scope=vouch.scope)
    return vouch.author.offers.get(scope=vouch.scope) if name in OF_AN_OFFER else vouch


def about(thing: Model) -> Model:
    return thing.vouches.get() if isinstance(thing, Provider) else thing


def test_access_rows_let_in_whom_the_oracle_lets_in_and_nobody_else(world):
    read, wrong = Read(), []
    for name, thing, row in rows(world):
        *found, anonymous = row.split()
        signed_in = [world.viewers[viewer] for viewer in VIEWERS if world.viewers[viewer]]
        expected = [read.may(name, viewer, thing) for viewer in signed_in]
        if [status != "404" for status in found] != expected or anonymous != "302":
            wrong.append((name, thing, row, expected))

    assert wrong == []


def test_access_row_of_looking_at_ones_friends_is_for_who_has_one(world):
    read, found = Read(), PLAIN["look", ""].split()[:6]
    signed_in = [world.viewers[viewer] for viewer in VIEWERS if world.viewers[viewer]]

    assert [status == "200" for status in found] == [bool(read.life.circle(read.of[viewer])) for viewer in signed_in]


def test_access_pages_are_judged_or_are_the_same_for_everyone():
    judged = {*ABOUT_A_VOUCH, *OF_A_WORD, *BY_A_BUTTON_ON_A_WORD, *THINGS, *BY_POST, *BY_THE_ASKED} - FOR_EVERYONE

    assert judged == set(RIGHTS) | OF_ITS_OWNER
    assert set(LINKS) | set(CASES) <= FOR_EVERYONE
    assert {name for (name, _), row in PLAIN.items() if len(set(row.split()[:6])) > 1} == {"look", "list_check"}
    assert judged.isdisjoint(BY_LINK)


@pytest.mark.parametrize("scope", Scope)
def test_access_canaries_are_of_what_the_oracle_lets_one_read(world, scope):
    """What may stand on any page of a viewer's stands on what they may read."""
    read = Read()
    for name, viewer in world.viewers.items():
        allowed = viewer is not None and read.may("provider", viewer, world.vouches[scope])
        assert may_read_in_the_table(name, scope) is allowed
        assert (f"canary-words-{scope.name}".lower() in canaries_for(name)) is allowed
