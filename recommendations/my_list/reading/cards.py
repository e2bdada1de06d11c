"""Contacts as phones and address books save them: vCard 2.1, 3 and 4, one or several in a file."""

from __future__ import annotations

import re
from typing import Any

import vobject

from recommendations.identity import normal_phone
from recommendations.my_list.reading.readings import ListReader, Piece

# A name, at most ten parameters, and a value; each letter is looked at once.
PLAIN_LINE = re.compile(r'[\w.-]++(?:;(?:[^";:]|"[^"]*+")*+){0,10}+:')
BEGIN = re.compile(r"^\s*BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
END = re.compile(r"^\s*END:VCARD\s*$", re.IGNORECASE)
PICTURES = re.compile(r"^(?:[\w-]+\.)?(?:PHOTO|LOGO|SOUND|KEY)[;:]", re.IGNORECASE)
ANOTHER = re.compile(r"^[\w.-]+(?:;[^:]*)?:")
UNREADABLE = "This contact cannot be read. Take out the lines that look broken, or write it as one pasted line."
UNFINISHED = "This contact has no end. It should end with a line that says END:VCARD."


def without_pictures(text: str) -> str:
    """They are most of a contacts file, and nothing here is done with them."""
    kept, dropping = [], False
    for line in text.split("\n"):
        if PICTURES.match(line):
            dropping = True
        elif dropping and ANOTHER.match(line):
            dropping = False
        if not dropping:
            kept.append(line)
    return "\n".join(kept)


def split_cards(text: str) -> list[Piece]:
    """Each from its BEGIN to its END, so that one broken card does not take the others with it."""
    pieces: list[Piece] = []
    lines: list[str] = []
    begun = 0
    for number, line in enumerate(text.split("\n"), 1):
        if BEGIN.match(line):
            if begun:
                pieces.append(Piece(begun, "\n".join(lines), fault=UNFINISHED))
            begun, lines = number, []
        if begun:
            lines.append(line)
        if begun and END.match(line):
            pieces.append(Piece(begun, "\n".join(lines)))
            begun = 0
    if begun:
        pieces.append(Piece(begun, "\n".join(lines), fault=UNFINISHED))
    return pieces


def told_on_card(piece: Piece, reader: ListReader) -> dict[str, str]:
    card = _parsed(piece.raw)
    organisation = " ".join(_texts(card, "org")[:1])
    name = " ".join((_texts(card, "fn") + _texts(card, "n") + [organisation])[:1])
    callable_, others = _phones(card, reader.country)
    notes = _texts(card, "note") + [f"Also {number}" for number in others]
    said = {"name": name, "phone": callable_, "words": "\n".join(notes)}
    said |= {fact: next(iter(_texts(card, fact_of)), "") for fact, fact_of in (("email", "email"), ("website", "url"))}
    trades = _texts(card, "role") + _texts(card, "title") + _texts(card, "categories")
    known = (text for text in [*trades, organisation, name.split(" ")[-1]] if reader.trade_named(text))
    return said | {"trade": next(known, "")}


def _parsed(raw: str) -> dict[str, list[Any]]:
    if not _has_plain_lines(without_pictures(raw)):
        raise ValueError(UNREADABLE)
    try:
        return vobject.readOne(without_pictures(raw), allowQP=True).contents
    except Exception as error:  # whatever stands in a broken card, the library raises in its own ways
        raise ValueError(UNREADABLE) from error


def _has_plain_lines(raw: str) -> bool:
    """Whether each line is one that the library reads at once: over others its own pattern takes exponential time."""
    goes_on = False
    for line in raw.splitlines():
        if not goes_on and line.strip() and line[0] not in " \t" and not PLAIN_LINE.match(line):
            return False
        goes_on = line.endswith("=") and (goes_on or "quoted-printable" in line.lower())
    return True


def _texts(card: dict[str, list[Any]], field: str) -> list[str]:
    """Each that says something, on one line where the library took it apart."""
    found = []
    for each in card.get(field, []):
        parts = each.value if isinstance(each.value, list) else [each.value]
        found.append(" ".join(" ".join(str(part) for part in parts).split()) if field != "note" else str(each.value))
    return [text for text in found if text.strip()]


def _phones(card: dict[str, list[Any]], country: str) -> tuple[str, list[str]]:
    """The first that can be called, else the first; and the others."""
    numbers = list(dict.fromkeys(text.removeprefix("tel:") for text in _texts(card, "tel")))
    chosen = next((number for number in numbers if _can_be_called(number, country)), (numbers or [""])[0])
    return chosen, [number for number in numbers if number != chosen]


def _can_be_called(number: str, country: str) -> bool:
    try:
        return bool(normal_phone(number, country))
    except ValueError:
        return False
