from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommendations.search.matching import Vocabulary, all_stand_in, likeliest, slips_forgiven, stands_in

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


def test_likeliest_goes_by_slips_first_letter_and_alphabet():
    """Of several the one with fewest slips then its first letter then the alphabet."""
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


LONGER_WORDS = st.text("abc", min_size=4, max_size=9)


@given(LONGER_WORDS, WORDS)
def test_likeliest_counts_slips_as_by_the_book(word, other):
    assert bool(likeliest(word, [other])) == (edits(word, other) <= slips_forgiven(word))


def test_likeliest_judges_no_pair_of_words_otherwise():
    words = ["abcdefgh", "abcdefg", "bacdefgh", "abdcefhg", "abcdefghij", "cbadefgh", "abefgh", "hgfedcba"]
    for one, other in permutations(words, 2):
        assert bool(likeliest(one, [other])) == (edits(one, other) <= slips_forgiven(one)), (one, other)


def test_vocabulary_offers_another_word_only_where_this_one_stands_nowhere():
    vocabulary = Vocabulary(["a good plumber", "heating"])

    assert [vocabulary.meant_by(word) for word in ("plumer", "plumb", "plumber", "eating")] == ["plumber", "", "", ""]
