"""Whether what somebody typed stands in a text, and which word they meant if it stands in none."""

import re
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


def as_it_stands(word: str) -> str:
    """What is to be found in a folded text with a space before each word, where the word stands in it."""
    return word if len(word) >= INSIDE else f" {word}"


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


def _parts(word: str) -> list[str]:
    """One of them stands in whatever is the word with as many slips as are forgiven: there is one part more than slips.
    The first one begins what it stands in, and the last one ends it. Letters that changed places might spoil two parts:
    so there is a letter between one and the next, or with a single slip, those of the two halves are a part too."""
    slips, half = slips_forgiven(word), len(word) // 2
    if slips == 1:
        begin, end = word[:half], word[half:]
        return [f" {begin}", f"{end} ", f" {begin[:-1]}{end[0]}{begin[-1]}{end[1:]} "]
    size = (len(word) - slips) // (slips + 1)
    first, *middle, _ = (word[at : at + size] for at in range(0, (slips + 1) * (size + 1), size + 1))
    return [f" {first}", *middle, f"{word[slips * (size + 1) :]} "]


def _words_around(part: str, text: str) -> set[str]:
    """Of a text with spaces around each word, those in which this stands, with the spaces that are in it."""
    if part.startswith(" "):  # as most do: it begins a word, and may be all of it
        return set(re.findall(f" ({re.escape(part.strip())}{'' if part.endswith(' ') else '[^ ]*'})(?= )", text))
    found, at = set(), text.find(part)
    while at >= 0:
        begin = text.rfind(" ", 0, at + 1) + 1
        end = text.find(" ", begin)
        found.add(text[begin:end])
        at = text.find(part, end)
    return found


class Vocabulary:
    """The words of these texts, folded."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = list(texts)

    @cached_property
    def _one_after_the_other(self) -> str:
        return " \n ".join(["", *self.texts, ""])

    def has(self, word: str) -> bool:
        """As `stands_in` for one of the texts, but in one look at all of them."""
        return (word if len(word) >= INSIDE else f" {word}") in self._one_after_the_other

    def meant_by(self, word: str) -> str:
        """The likeliest of its words, if this one stands in none of them. Or ""."""
        if not slips_forgiven(word) or self.has(word):
            return ""
        near = (_words_around(part, self._one_after_the_other) for part in _parts(word))
        return likeliest(word, set().union(*near))
