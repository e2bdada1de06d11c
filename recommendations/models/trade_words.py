"""What the trades that ship with Whom are called in each language: `recommendations/data/trades_<language>.csv`.

English stands in the database, with trades of one's own, which are called in every language as they are there.
"""

from __future__ import annotations

import csv
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.translation import get_language

from people.places import folded

TRADE_FILES = {
    file.stem.removeprefix("trades_"): file
    for file in sorted((Path(__file__).resolve().parents[1] / "data").glob("trades_??.csv"))
}


class TradeWords(NamedTuple):
    name: str
    words: tuple[str, ...]  # the name, and everyday words


@cache
def _trades_in(language: str) -> dict[str, TradeWords]:
    """By slug; none, in a language that has no file."""
    if language not in TRADE_FILES:
        return {}
    with TRADE_FILES[language].open(encoding="utf-8", newline="") as lines:
        return {
            row["slug"]: TradeWords(row["name"], (row["name"], *row["synonyms"].split(";")))
            for row in csv.DictReader(lines)
        }


def trade_called(slug: str, name: str, language: str | None = None) -> str:
    """In the language of whoever reads it, which is looked up unless it is given; else by the name that it has in the
    database."""
    words = _trades_in((language or get_language() or "")[:2]).get(slug)
    return words.name if words else name


def trade_words_of_reader(slug: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Its name and everyday words in the language one reads in; `words` are those in the database."""
    told = _trades_in((get_language() or "")[:2]).get(slug)
    return told.words if told else words


@cache
def trade_words_elsewhere(slug: str) -> tuple[str, ...]:
    """Its names and everyday words in all the languages but that of the database."""
    return tuple(
        word for language in TRADE_FILES if slug in (told := _trades_in(language)) for word in told[slug].words
    )


@lru_cache(maxsize=1000)
def place_in_alphabet(called: str) -> str:
    """Kept, since all trades are put in order for every search."""
    return folded(called)


@lru_cache(maxsize=1000)
def trade_names(slug: str, name: str) -> tuple[str, ...]:
    """Folded, in all languages, for texts in which any of them is looked for."""
    named = (name, *(told[slug].name for language in TRADE_FILES if slug in (told := _trades_in(language))))
    return tuple(dict.fromkeys(map(folded, named)))
