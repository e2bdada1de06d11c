"""Sentences that a page says dozens of times: looked up once in each language, and not for each row.

Each is known by the object that it is, and kept: so it has to be one that a module holds for good.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import get_language, override

if TYPE_CHECKING:
    from people.words import Lazy


class Spoken:
    """What is said in one language, also where another one is spoken meanwhile."""

    def __init__(self, language: str | None) -> None:
        self.language = language
        self._said: dict[tuple[int, int], str] = {}
        self._months: dict[tuple[int, int], str] = {}
        self._kept: list[Lazy] = []  # so that none of them makes room for another

    def __call__(self, late: Lazy) -> str:
        """With its braces, if it has any."""
        said = self._said.get((id(late), -1))
        if said is None:
            with override(self.language):
                said = self._said[id(late), -1] = str(late)
            self._kept.append(late)
        return said

    def with_count(self, late: Lazy, count: int, **values: object) -> str:
        """The whole sentence; `values` follow from the count."""
        said = self._said.get((id(late), count))
        if said is None:
            with override(self.language):
                said = self._said[id(late), count] = late.format(count=count, **values)
            self._kept.append(late)
        return said

    def month(self, day: date) -> str:
        """`March 2024`"""
        said = self._months.get((day.year, day.month))
        if said is None:
            with override(self.language):
                said = self._months[day.year, day.month] = date_format(day, "YEAR_MONTH_FORMAT")
        return said


@cache
def _spoken_in(language: str | None) -> Spoken:
    return Spoken(language)


def spoken() -> Spoken:
    """In the language of whoever reads it."""
    return _spoken_in(get_language())


def month_in_words(day: date) -> str:
    return spoken().month(day)
