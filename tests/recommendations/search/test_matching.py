from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.search.matching import all_stand_in, differ_by_at_most, likeliest, stands_in

WORDS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("rosa", "rosa lima", True),
        ("ros", "rosa lima", True),
        ("li", "rosa lima", True),
        ("osa", "rosa lima", False),  # three letters stand inside of too much
        ("lima", "lima rosa", True),
        ("stallateur", "heizungsinstallateur", True),
        ("rosa", "rose", False),
        ("salim", "rosa lima", False),
    ],
)
def test_a_word_stands_in_a_text(word, text, found):
    assert stands_in(word, text) == found


def test_all_words_have_to_stand_in_it_in_any_order():
    assert all_stand_in(["lima", "ros"], "rosa lima")
    assert not all_stand_in(["lima", "rose"], "rosa lima")
    assert all_stand_in([], "rosa lima")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("plumer", "plumber"),  # one too few
        ("plummber", "plumber"),  # one too many
        ("plunber", "plumber"),  # another one
        ("plubmer", "plumber"),  # changed places
        ("plubr", ""),  # two slips in five letters
        ("electrcan", "electrician"),  # two, in a long word
        ("elctrcan", ""),  # three
        ("cad", ""),  # too short to guess at
        ("cats", "cat"),
        ("2026", ""),  # a number is meant as it stands
    ],
)
def test_small_slips_are_forgiven(word, meant):
    assert likeliest(word, {"plumber", "electrician", "cat", "2025"}) == meant


def test_of_several_the_one_with_fewest_slips_then_its_first_letter_then_the_alphabet():
    assert likeliest("gardners", {"gardeners", "gardner"}) == "gardeners"
    assert likeliest("gardnars", {"gardens", "gardners"}) == "gardners"
    assert likeliest("rosb", {"bosb", "rose", "rosa"}) == "rosa"


def edits(one: str, other: str) -> int:
    """By the book: the table of all beginnings."""
    table = {(i, j): max(i, j) for i in range(len(one) + 1) for j in range(len(other) + 1) if not i or not j}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            ways = [table[i - 1, j] + 1, table[i, j - 1] + 1, table[i - 1, j - 1] + (one[i - 1] != other[j - 1])]
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                ways.append(table[i - 2, j - 2] + 1)
            table[i, j] = min(ways)
    return table[len(one), len(other)]


@given(WORDS, WORDS)
def test_slips_are_counted_as_by_the_book(one, other):
    assert [differ_by_at_most(slips, one, other) for slips in range(4)] == [edits(one, other) <= n for n in range(4)]


def test_no_pair_of_short_words_is_judged_otherwise():
    words = ["", "a", "ab", "ba", "abc", "acb", "bac", "abca", "cbab", "abab", "baba", "aabb"]
    for one, other in combinations(words, 2):
        assert differ_by_at_most(2, one, other) == (edits(one, other) <= 2), (one, other)
