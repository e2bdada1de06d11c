"""How far those come who would turn the trust of a town against it: `tests/worlds/attacked.py` says who they are.

The campaign measures each attack in twenty towns, and holds the figures in `docs/trust.md` to it.
"""

from math import sqrt
from pathlib import Path
from random import Random
from statistics import mean, stdev

import pytest
from django.db import transaction

from tests.worlds.attacked import (
    BAD,
    PEOPLE,
    Setting,
    bribed_friend,
    careless_everywhere,
    careless_friend,
    clique,
    doubts_everywhere,
    honest_town,
    secretly_bribed_friend,
    shown_to,
)

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[3] / "docs" / "trust.md"
TOWNS = 20
STUDENT_T = 2.093  # of twenty, for 95 %
KNOWING_NOTHING = 2 / 3
MOST_THROUGH_ONE_FRIEND = 2.25 / 3.25
THE_TOWN, TWELVE_FIRMS = "the town", "12 firms"
SETTINGS = {
    THE_TOWN: Setting(),
    "20 firms": Setting(firms=20, vouches=86),
    TWELVE_FIRMS: Setting(firms=12, vouches=130),
    "60 % at home": Setting(at_home=0.6, vouches=50),
    "95 % at home": Setting(at_home=0.95, vouches=118),
}


def attacked(seed, attack, setting=SETTINGS[THE_TOWN], **how):
    """The town as it was, the same after the attack, and the attack."""
    before, rng = honest_town(Random(seed), setting), Random(seed)
    town = honest_town(rng, setting)
    return before, town, attack(town, rng, **how)


def pages(folder, town, people):
    """What these are shown in this town, which is gone afterwards."""
    with transaction.atomic():
        town.move_in(folder)
        shown = [shown_to(person) for person in people]
        transaction.set_rollback(True)
    return shown


def names(page):
    return [firm["provider"] for firm in page]


def says_yes(firm, distance):
    return any(word["distance"] == distance and word["outcome"] == "yes" for word in firm["vouches"])


# --- What holds in every town: one, in every run ---------------------------------------------------


def test_accounts_behind_a_friend_stay_behind_whom_friends_would_hire(tmp_path):
    _, town, attack = attacked(0, careless_friend, accounts=30)
    (careless,) = {friend for liar in attack.liars for friend in town.circles[liar]}
    people = [person for person in town.who_hear(attack.liars) if person != careless]

    shown = pages(tmp_path, town, people)

    assert people
    for page in shown:
        bad = names(page).index(BAD)
        assert page[bad]["score"] <= MOST_THROUGH_ONE_FRIEND
        good = [firm["score"] is not None and firm["score"] >= KNOWING_NOTHING for firm in page]
        assert not any(says_yes(firm, 1) and is_good for firm, is_good in zip(page[bad:], good[bad:], strict=True))


def test_accounts_reach_nobody_who_is_further_than_two_steps(tmp_path):
    before, town, attack = attacked(0, careless_friend, accounts=30)
    far = sorted(set(range(PEOPLE)) - set(town.who_hear(attack.liars)))[::12]

    assert far
    assert pages(tmp_path, town, far) == pages(tmp_path, before, far)


def test_a_declared_bribe_moves_nobody_and_stands_behind_every_good_word(tmp_path):
    before, town, attack = attacked(0, bribed_friend)
    people = town.who_hear(attack.liars)[::3]

    told, was = pages(tmp_path, town, people), pages(tmp_path, before, people)

    assert people
    for page, earlier in zip(told, was, strict=True):
        bad = names(page).index(BAD)
        assert page[:bad] + page[bad + 1 :] == earlier
        assert page[bad]["score"] == round(KNOWING_NOTHING, 9)
        assert not [firm for firm in page[bad + 1 :] if (firm["score"] or 0) > page[bad]["score"]]


# --- What is measured of one town: percent, if nothing else is said ---------------------------------


def firms_shown(folder, seed, setting):
    """How many, without an attack, to every twelfth."""
    town = honest_town(Random(seed), setting)
    return [mean(len(page) for page in pages(folder, town, range(seed % 12, PEOPLE, 12)))]


def reached(attack, first):
    """Of those to whom such a firm is shown, how many have one in the first places."""

    def measure(folder, seed, setting):
        _, town, made = attacked(seed, attack, setting)
        told = pages(folder, town, town.who_hear(made.liars))
        shown = [[name in made.firms for name in names(page)] for page in told]
        assert all(map(any, shown))
        return [100 * mean(any(page[:first]) for page in shown)]

    return measure


def reached_from_beyond(folder, seed, setting):
    """The same of one careless friend, without that friend's own page."""
    _, town, made = attacked(seed, careless_friend, setting)
    (careless,) = {friend for liar in made.liars for friend in town.circles[liar]}
    people = [person for person in town.who_hear(made.liars) if person != careless]
    return [100 * mean(BAD in names(page)[:3] for page in pages(folder, town, people))]


def warned_of(folder, seed, setting):
    """Of the firms that a page shows without the attack, how many bear a warning: without it, and with it."""
    before, town, made = attacked(seed, doubts_everywhere, setting)
    people = town.who_hear(made.liars)
    was, told = (pages(folder, each, people) for each in (before, town))
    counts = [0, 0]
    for earlier, page in zip(was, told, strict=True):
        here = set(names(earlier))
        for which, firms in enumerate([earlier, page]):
            counts[which] += sum(is_warned_of(firm) for firm in firms if firm["provider"] in here)
    return [100 * count / sum(map(len, was)) for count in counts]


def is_warned_of(firm):
    return firm["score"] is not None and firm["score"] < KNOWING_NOTHING


SHOWN = "firms on a page without an attack"
CARELESS = "1,000 accounts behind one careless friend: in the top 3"
CLIQUE_FIRST = "five of the trade vouch for one another: first place"
DECLARED = "one person was paid for a word, and says so: in the top 3"
# Of each row, how it is measured, and how many digits after the point are told.
MEASURES = {
    SHOWN: (firms_shown, 1),
    CARELESS: (reached(careless_friend, 3), 0),
    "the same, without that friend's own page": (reached_from_beyond, 0),
    "100 accounts behind one friend in each of 12 neighbourhoods: in the top 3": (reached(careless_everywhere, 3), 0),
    CLIQUE_FIRST: (reached(clique, 1), 0),
    DECLARED: (reached(bribed_friend, 3), 0),
    "the same, and does not say so: in the top 3": (reached(secretly_bribed_friend, 3), 0),
    "30 accounts behind a friend say “yes, but” of all: firms with a warning": (warned_of, 0),
}
# What was wanted at most; held where twelve firms share the words, and missed elsewhere, as the docs say.
WANTED = {CARELESS: 45, CLIQUE_FIRST: 30, DECLARED: 0}
CELLS = [(row, THE_TOWN) for row in MEASURES]
CELLS += [(row, setting) for setting in SETTINGS if setting != THE_TOWN for row in (SHOWN, *WANTED)]


def as_told(measured, digits):
    """As it stands in the docs: the mean of the towns, and half of its interval, of each figure."""
    figures = [(mean(each), STUDENT_T * stdev(each) / sqrt(TOWNS)) for each in zip(*measured, strict=True)]
    return " → ".join(f"{average:.{digits}f} ± {half:.{digits}f}" for average, half in figures)


def in_docs(row, column):
    lines = [line.strip("|").split("|") for line in DOCS.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    table = [[cell.strip() for cell in line] for line in lines]
    (header,) = [line for line in table if column in line]
    (found,) = [line for line in table if line[0] == row]
    return found[header.index(column)]


@pytest.mark.campaign
@pytest.mark.parametrize(("row", "setting"), CELLS)
def test_the_docs_tell_what_is_measured_in_twenty_towns(tmp_path, row, setting):
    measure, digits = MEASURES[row]

    measured = [measure(tmp_path, seed, SETTINGS[setting]) for seed in range(TOWNS)]

    assert in_docs(row, setting) == as_told(measured, digits)
    if setting == TWELVE_FIRMS and row in WANTED:
        assert round(mean(first for first, *_ in measured)) <= WANTED[row]
