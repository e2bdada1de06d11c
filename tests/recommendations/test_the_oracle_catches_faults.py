"""A test of the test: each likely slip in the rule of sight or in what is shown is noticed within the 500 worlds."""

from dataclasses import replace
from itertools import count

import pytest

from recommendations import querysets, ranking, shown
from tests.recommendations.comparison import differences_in
from tests.recommendations.test_rule_of_sight import WORLDS
from tests.recommendations.worlds import Scenery

MY_BLOCKS, BLOCKS_OF_ME = (half.strip() for half in querysets.BLOCKS.split("UNION ALL"))
NOT_BLOCKED = "AND {} NOT IN ({{blocks}})"
NOT_A_FRIEND = (
    "AND t.friend_id NOT IN (SELECT friend_id FROM people_tie WHERE person_id = %(person)s AND standing = TRUE)"
)
STANDING = "c.person_id = %(person)s AND c.standing = TRUE"

# What goes wrong: the constant, the piece of its text, which occurrence of it, and what stands there instead.
SLIPS_IN_THE_RULE = {
    "only my blocks count": ("BLOCKS", querysets.BLOCKS, 0, MY_BLOCKS),
    "only blocks of me count": ("BLOCKS", querysets.BLOCKS, 0, BLOCKS_OF_ME),
    "blocks do not reach beyond": ("PATHS", NOT_BLOCKED.format("t.friend_id"), 0, ""),
    "nobody has to relay": ("PATHS", "AND b.relays = TRUE", 0, ""),
    "an inactive friend speaks": ("PATHS", STANDING, 0, "c.person_id = %(person)s"),
    "an inactive friend relays": ("PATHS", STANDING, 1, "c.person_id = %(person)s"),
    "an inactive friend of a friend speaks": ("PATHS", "AND t.standing = TRUE", 0, ""),
    "only me is for my friends too": ("PATHS", "v.scope >= 1", 0, "v.scope >= 0"),
    "my circle is not for my friends": ("PATHS", "v.scope >= 1", 0, "v.scope >= 2"),
    "my circle is for theirs too": ("PATHS", "v.scope = 2", 0, "v.scope >= 1"),
    "a friend counts as beyond too": ("PATHS", NOT_A_FRIEND, 0, ""),
    "I come back to myself": ("PATHS", "AND t.friend_id <> %(person)s", 0, ""),
    "my own is missing": ("PATHS", "WHERE v.author_id = %(person)s", 0, "WHERE v.author_id = -%(person)s"),
    "a friend is missing": ("PATHS", "v.author_id = c.friend_id AND", 0, "v.author_id = -c.friend_id AND"),
    "the author is named as the one between": ("PATHS", "2, c.friend_id", 0, "2, t.friend_id"),
    "a trade is not asked for beyond": ("PATHS", "v.scope = 2 {only}", 0, "v.scope = 2"),
    "three steps": (
        "PATHS",
        "people_tie t CROSS JOIN recommendations_vouch v",
        0,
        "people_tie s CROSS JOIN people_tie t CROSS JOIN recommendations_vouch v",
    ),
}
THIRD_STEP = ("t.person_id = c.friend_id", "s.person_id = c.friend_id AND t.person_id IN (s.person_id, s.friend_id)")


def someone_notices() -> bool:
    scenery = Scenery()
    return any(differences_in(seed, scenery) for seed in range(WORLDS))


@pytest.mark.parametrize("slip", SLIPS_IN_THE_RULE)
def test_a_slip_in_the_rule_is_noticed(db, monkeypatch, slip):
    constant, piece, occurrence, instead = SLIPS_IN_THE_RULE[slip]
    right = getattr(querysets, constant)
    wrong = replaced(right, piece, occurrence, instead)
    if slip == "three steps":
        wrong = replaced(wrong, THIRD_STEP[0], 0, THIRD_STEP[1])
    assert wrong != right
    monkeypatch.setattr(querysets, constant, wrong)

    assert someone_notices()


def replaced(text: str, piece: str, occurrence: int, instead: str) -> str:
    parts = text.split(piece)
    assert len(parts) > occurrence + 1, f"the rule no longer says {piece!r}"
    return piece.join(parts[: occurrence + 1]) + instead + piece.join(parts[occurrence + 1 :])


dress = shown._word
bridge_to = shown.Bridges.to


def named_regardless(row, voice, *rest):
    return dress(row | {"author__named_beyond": True}, voice, *rest)


def number_passed_on(row, voice, *rest):
    return dress(row | {"pass_on": True}, voice, *rest)


def e_mail_regardless(row, voice, *rest):
    return replace(dress(row, voice, *rest), author_email=row["author__email"])


def page_of_the_stranger(row, voice, *rest):
    word = dress(row, voice, *rest)
    return replace(word, chain=tuple(replace(link, person=row["author__public_id"]) for link in word.chain))


def bridge_without_a_crowd(bridges, voice, named, *rest):
    return bridge_to(bridges, voice, True, *rest)


turn = count()


def one_bridge_then_another(bridges, voice, named, *rest):
    """Two friends named in turn: where their circles meet stands the author."""
    able = sorted(voice.through if named else bridges.crowded.intersection(voice.through))
    return bridges.links[able[next(turn) % len(able)]] if able else None


SLIPS_IN_WHAT_IS_SHOWN = {
    "a crowd of two": (shown, "CROWD", 2),
    "a crowd of four": (shown, "CROWD", 4),
    "a name that was not to be shown": (shown, "_word", named_regardless),
    "a number that was not to be passed on": (shown, "_word", number_passed_on),
    "an e-mail address for a hidden name": (shown, "_word", e_mail_regardless),
    "a page of someone who is not a friend": (shown, "_word", page_of_the_stranger),
    "a bridge without a crowd": (shown.Bridges, "to", bridge_without_a_crowd),
    "one bridge, then another": (shown.Bridges, "to", one_bridge_then_another),
    "friends of friends count in full": (ranking, "BEYOND", 1.0),
    "age weighs less": (ranking, "HALF_WEIGHT_MONTHS", 60),
}


@pytest.mark.parametrize("slip", SLIPS_IN_WHAT_IS_SHOWN)
def test_a_slip_in_what_is_shown_is_noticed(db, monkeypatch, slip):
    monkeypatch.setattr(*SLIPS_IN_WHAT_IS_SHOWN[slip])

    assert someone_notices()
