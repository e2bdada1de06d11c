"""Lines as people jot them down: `Joe plumber 0113 496 0123, boiler March 24`."""

from __future__ import annotations

import re

import phonenumbers

from people.places import folded
from recommendations.my_list.reading.months import month_in
from recommendations.my_list.reading.readings import ListReader, Piece, shortened

BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,3}[.)])\s+")
EMAIL = re.compile(r"[^\s,;<>()|]{1,64}@[^\s,;<>()|]{1,190}")
WEBSITE = re.compile(r"(?:https?://|www\.)[^\s,;<>|]+", re.IGNORECASE)
MONEY = re.compile(r"[£$€]\s?\d[\d.,]*|\d[\d.,]*\s?(?:[£$€]|(?:eur|euros?|gbp|pounds|usd|dollars)\b)", re.IGNORECASE)
LABEL = re.compile(r"\b(?:tel|telephone|phone|mobile|mob|cell|handy|telefon|mobil)[.:]?\s*$", re.IGNORECASE)
BETWEEN = re.compile(r"[,;|\t]|\s[-–—]\s|:\s")
# Neither a house number nor a postcode: someone meant a phone number.
NUMBERLIKE = re.compile(r"\+?\d(?:[ ()./-]{0,2}\d){5,}")
LONGEST_TRADE = 5
# Numbers are looked for in ways that take longer than in proportion.
LONGEST_LINE = 500
LITTLE = frozenset("a an the our my your der die das le la les".split())
EDGES = " .,;:-–—()<>|\t"


def split_lines(text: str) -> list[Piece]:
    return [Piece(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]


def told_on_line(piece: Piece, reader: ListReader) -> dict[str, str]:
    """What is found for sure is cut out; what is left is the name, what for, and what one thought, in this order."""
    if len(piece.raw) > LONGEST_LINE:
        raise ValueError(f"It is {len(piece.raw):,} letters long, and {LONGEST_LINE} fit.")
    said: dict[str, str] = {}
    rest = BULLET.sub("", piece.raw)
    for fact, pattern in (("email", EMAIL), ("website", WEBSITE)):
        if match := pattern.search(rest):
            said[fact] = match[0].rstrip(".)")
            rest = f"{rest[: match.start()]}|{rest[match.end() :]}"
    if month := month_in(rest, reader.country):
        said["hired_on"] = rest[month.start : month.end]
        rest = f"{rest[: month.start]}|{rest[month.end :]}"
    said["phone"], rest = _phone_in(rest, reader.country)
    parts = [part.strip(EDGES) for part in BETWEEN.split(rest)]
    parts = [part for part in parts if part]
    if not parts:
        raise ValueError("Who is it? There is no name.")
    said |= _name_and_trade(parts, reader)
    if "job" not in said and parts:
        said["job"] = parts.pop(0)
    return said | {"words": ", ".join(parts)}


def _phone_in(text: str, country: str) -> tuple[str, str]:
    """Raises ValueError for digits that look like a number and are none."""
    masked = MONEY.sub(lambda match: "x" * len(match[0]), text)
    for leniency in (phonenumbers.Leniency.VALID, phonenumbers.Leniency.POSSIBLE):
        for match in phonenumbers.PhoneNumberMatcher(masked, country, leniency=leniency):
            if NUMBERLIKE.search(match.raw_string) and _is_whole(match.number):
                before = LABEL.sub("", text[: match.start])
                return match.raw_string, f"{before}|{text[match.end :]}"
    if meant := NUMBERLIKE.search(masked):
        raise ValueError(f"“{shortened(meant[0])}” is not a phone number that can be called.")
    return "", text


def _is_whole(number: phonenumbers.PhoneNumber) -> bool:
    """Not only the end of one, which could be called from the same town alone."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


def _name_and_trade(parts: list[str], reader: ListReader) -> dict[str, str]:
    """Takes the parts that it uses. A trade in small letters is no part of the name: Joe plumber, but Acme Plumbing."""
    head = parts.pop(0).split()
    for number, part in enumerate(parts):
        if trade := reader.trade_named(part):
            if folded(part) == folded(trade.name):  # else it tells more than the trade: “fence”
                parts.pop(number)
            return {"name": " ".join(head), "trade": part}
    for size in range(min(LONGEST_TRADE, len(head)), 0, -1):
        for start in range(len(head) - size + 1):
            phrase = " ".join(head[start : start + size])
            if reader.trade_named(phrase):
                return {"trade": phrase, **_around(head, start, size)}
    return {"name": " ".join(head)}


def _around(head: list[str], start: int, size: int) -> dict[str, str]:
    phrase = head[start : start + size]
    before, after = _without_little(head[:start]), head[start + size :]
    if not " ".join(phrase).islower() or not (before or after):
        return {"name": " ".join(head)}
    if not before:
        return {"name": " ".join(after)}
    return {"name": " ".join(before)} | ({"job": " ".join(after)} if after else {})


def _without_little(words: list[str]) -> list[str]:
    while words and words[-1].lower() in LITTLE:
        words = words[:-1]
    return [word for word in words[:1] if word.lower() not in LITTLE] + words[1:]
