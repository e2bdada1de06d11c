"""The words that somebody typed, and where each stands, so that what says a place can be taken out again."""

from __future__ import annotations

import re
from typing import NamedTuple

from people.places import folded

COMMA = ","
PIECE = re.compile(r"[^\s,;&+]+|[,;&+]")
PUNCTUATION = ",;&+"
# What is quoted is words, and neither a trade nor a place.
IN_QUOTES = re.compile(r'["“”]([^"“”]*)["“”]')


class Typed(NamedTuple):
    """One word, folded, and where it stands in what was typed."""

    word: str
    start: int
    end: int
    quoted: bool = False


def said_in(text: str) -> list[Typed]:
    quoted = [found.span() for found in IN_QUOTES.finditer(text)]
    said = []
    for piece in PIECE.finditer(text):
        words = [COMMA] if piece[0] in PUNCTUATION else folded(piece[0]).split()
        within = any(begin < piece.end() and piece.start() < end for begin, end in quoted)
        said += [Typed(word, *piece.span(), within) for word in words]
    return said


def all_but(said: list[Typed], taken: list[Typed]) -> list[Typed]:
    return [each for each in said if each not in taken]


def left_of(text: str, taken: list[Typed]) -> str:
    """What was typed, less these words."""
    if not taken:
        return text.strip()
    begin, end = taken[0].start, taken[-1].end
    return " ".join(part for part in (text[:begin].strip(" ,"), text[end:].strip(" ,")) if part)
