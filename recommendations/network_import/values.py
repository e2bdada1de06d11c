"""How one value of a file is understood: each takes the text, and raises ValueError with the reason in words.

The memories are bounded; towns, months and pages come again and again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db.models import Model

from people.models import Place
from people.words import name_on_one_line, on_one_line
from recommendations.identity import LocalNumberError, identity_of, normal_phone, normal_website
from recommendations.models import LONGEST_OTHER, Provider, Vouch, other_in_files
from recommendations.network_import.files import quoted

CellMeaning = TypeVar("CellMeaning")
REMEMBERED = 10_000
web_address_in = URLValidator(schemes=["http", "https"])
identity = lru_cache(REMEMBERED)(identity_of)


def longest(model: type[Model], field: str) -> int:
    return model._meta.get_field(field).max_length  # type: ignore[union-attr, return-value]


def text_up_to(length: int) -> Callable[[str], str]:
    def text_of(text: str) -> str:
        if len(text) > length:
            raise ValueError(f"{len(text):,} characters are too long; {length:,} fit")
        return text

    return text_of


def name_up_to(length: int) -> Callable[[str], str]:
    """Required, and on one line: names go into the subjects of mails. One that shows nothing is none."""
    fitting = text_up_to(length)
    return lambda text: fitting(filled(name_on_one_line(text)))


def line_up_to(length: int) -> Callable[[str], str]:
    """Required."""
    fitting = text_up_to(length)
    return lambda text: fitting(filled(on_one_line(text)))


def filled(text: str) -> str:
    if not text:
        raise ValueError("is empty")
    return text


def trade_slug(text: str) -> str:
    """ "" where it says something else."""
    return "" if other_in_files(filled(text)) is not None else text


def something_else(text: str) -> str:
    """ "" where it names a trade."""
    words = other_in_files(filled(text))
    return "" if words is None else name_up_to(LONGEST_OTHER)(words)


def one_of(meanings: Mapping[str, CellMeaning]) -> Callable[[str], CellMeaning]:
    *most, last = meanings

    def meaning_of(text: str) -> CellMeaning:
        if text not in meanings:
            raise ValueError(f"{quoted(text)} is not {', '.join(most)} or {last}")
        return meanings[text]

    return meaning_of


yes_or_no = one_of({"yes": True, "no": False})


def address(text: str) -> str:
    """Of someone who should be known already; compared and stored in lower case."""
    return filled(text).lower()


def email(text: str) -> str:
    text = text_up_to(254)(address(text))
    try:
        validate_email(text)
    except ValidationError as error:
        raise ValueError(f"{quoted(text)} is not an e-mail address") from error
    return text


def month_until(today: date) -> Callable[[str], date]:
    @lru_cache(REMEMBERED)
    def month_of(text: str) -> date:
        wrong = f"{quoted(filled(text))} is not a month like 2026-03"
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}", text):
            raise ValueError(wrong)
        try:
            month = date(int(text[:4]), int(text[5:]), 1)
        except ValueError as error:
            raise ValueError(wrong) from error
        if month > today:
            raise ValueError(f"{quoted(text)} is in the future")
        return month

    return month_of


def phone_in(country: str) -> Callable[[str], str]:
    def phone_of(text: str) -> str:
        try:
            return text_up_to(longest(Vouch, "phone"))(normal_phone(text, country)) if text else ""
        except LocalNumberError as error:
            raise ValueError(f"{quoted(text)} lacks its area code") from error
        except ValueError as error:
            raise ValueError(f"{quoted(text)} is not a phone number") from error

    return phone_of


@lru_cache(REMEMBERED)
def website(text: str) -> str:
    if not text:
        return ""
    try:
        found = text_up_to(longest(Vouch, "website"))(normal_website(text))
        web_address_in(found)
        text_up_to(longest(Provider, "identity"))(identity("", found) or "")
    except (ValueError, ValidationError) as error:
        raise ValueError(f"{quoted(text)} is not a web address") from error
    return found


def place_finder() -> Callable[[str], int | None]:
    """To be made anew for each import, since it remembers what it found."""

    @lru_cache(REMEMBERED)
    def largest(text: str) -> int | None:
        return Place.objects.named(text).values_list("pk", flat=True).first()

    def place_of(text: str) -> int | None:
        found = largest(text) if 0 < len(text) <= longest(Place, "name") else None
        if text and found is None:
            raise ValueError(f"{quoted(text)} is not a known place")
        return found

    return place_of
