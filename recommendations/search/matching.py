"""Whether what somebody typed stands in a text, and which word they meant if it stands in none."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

# Letters too few, too many or other ones, and neighbours that changed places.
SLIPS: Any = OSA.distance
# So many letters are also looked for inside words: “installateur” in “Heizungsinstallateur”.
INSIDE = 4


def stands_in(word: str, text: str) -> bool:
    """Both folded: it begins a word there, or is long enough to be looked for inside one."""
    return word in text and (len(word) >= INSIDE or f" {word}" in f" {text}")


def all_stand_in(words: Iterable[str], text: str) -> bool:
    return all(stands_in(word, text) for word in words)


def slips_forgiven(word: str) -> int:
    if len(word) < 4 or not word.replace(" ", "").isalpha():
        return 0
    return 1 if len(word) < 8 else 2


def likeliest(word: str, vocabulary: Iterable[str]) -> str:
    """Of these the one that was most likely meant: by fewest slips, by its first letter, by the alphabet. Or "".

    A slip is a letter too few, too many or another one, or two that changed places.
    """
    if not (most := slips_forgiven(word)):
        return ""
    near = extract(word, vocabulary, scorer=SLIPS, score_cutoff=most, limit=None)
    return min(near, key=lambda found: (found[1], found[0][0] != word[0], found[0]), default=("",))[0]


class Vocabulary:
    """The words of these texts, folded; they are told apart when one is first looked for that is none of them."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)

    @cached_property
    def _one_after_the_other(self) -> str:
        return "\n ".join(["", *self.texts])

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        lengths: dict[int, list[str]] = {}
        for word in set(self._one_after_the_other.split()):
            lengths.setdefault(len(word), []).append(word)
        return lengths

    def has(self, word: str) -> bool:
        """As `stands_in` for one of the texts, but in one look at all of them."""
        return (word if len(word) >= INSIDE else f" {word}") in self._one_after_the_other

    def meant_by(self, word: str) -> str:
        """The likeliest of its words, if this one stands in none of them. Or ""."""
        slips = slips_forgiven(word)
        if not slips or self.has(word):
            return ""
        lengths = range(len(word) - slips, len(word) + slips + 1)
        return likeliest(word, [other for length in lengths for other in self._by_length.get(length, ())])
