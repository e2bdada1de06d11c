"""Two languages that nobody speaks, to see which words of a page can be translated, and which stand outside.

In both, whatever goes through Django's translation stands in brackets, with accents and two fifths longer; one of
them is read from right to left. What people wrote themselves, names, numbers and codes stand outside the brackets.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from zoneinfo import available_timezones

from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import override_settings
from django.utils.translation import trans_real

PSEUDO = "en-xa"
OPEN, CLOSE = "⟦", "⟧"
ACCENTS = str.maketrans("aceghijklnorstuyzACEGHIJKLNORSTUYZ", "áçéğĥíĵķłñóŕšŧúýžÁÇÉĞĤÍĴĶŁÑÓŔŠŦÚÝŽ")
# What stands in a sentence and is no word: values to be put in, tags, entities.
KEPT = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|&#?\w+;")
TAG = re.compile(r"(<[^>]*>)")
CONTEXT = "\x04"
# Attributes that are read to somebody, or shown.
SPOKEN = ("aria-label", "alt", "title", "placeholder", "aria-roledescription", "label")
# What a messenger shows of a link, and a search of a page.
PREVIEWED = ("description", "og:title", "og:description", "og:image:alt")
BETWEEN = "\n"
ZONES = {zone.replace("_", " ") for zone in available_timezones()}
INNERMOST = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# A word of two letters or more; an address, a code and a file's name are none.
WORD = re.compile(r"[^\W\d_]{2,}")
LETTERS = re.compile(r"[^\W\d_]+")
NO_WORD = re.compile(r"\S+@\S+|https?://\S+|\S*[/_.]\S*\w|\b\w*\d\w*\b")
NAMES = (
    "Whom",
    "Alex",
    "GeoNames",
    "CC BY",
    "Crown copyright",
    "OGL",
    "MB",
    "km",
    "Ordnance Survey",
    "Royal Mail",
    "ONS",
    "WhatsApp",
    "Samsung Internet",
    *("Django", "Python", "SQLite", "PostgreSQL"),
)


def pseudo(message: str) -> str:
    """Each part between tags in brackets of its own, since a page is read part by part."""
    text = message.rpartition(CONTEXT)[2]
    return "".join(part if part.startswith("<") else _bracketed(part) for part in TAG.split(text))


def _bracketed(text: str) -> str:
    if not WORD.search(KEPT.sub("", text)):
        return text
    kept, rest = KEPT.findall(text), KEPT.split(text)
    accented = [LETTERS.sub(_longer, part).translate(ACCENTS) for part in rest]
    shown = accented[0] + "".join(mark + part for mark, part in zip(kept, accented[1:], strict=True))
    return f"{OPEN}{shown}{CLOSE}"


def _longer(word: re.Match[str]) -> str:
    """Each word of a sentence, as languages are that join words into one."""
    return word[0] + "~" * (len(word[0]) * 2 // 5)


class PseudoTranslation:
    """What Django asks of a language that is switched on."""

    domain = "django"

    def language(self) -> str:
        return PSEUDO

    def to_language(self) -> str:
        return PSEUDO

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, one: str, several: str, number: float) -> str:
        return pseudo(one if number == 1 else several)


@contextmanager
def pseudo_language(right_to_left: bool = False) -> Iterator[str]:
    """While this is open, people may choose it, and whoever has not chosen reads it."""
    chosen = {"LANGUAGES": [*settings.LANGUAGES, (PSEUDO, "Pseudo")], "LANGUAGE_CODE": PSEUDO}
    turned = {"LANGUAGES_BIDI": [*settings.LANGUAGES_BIDI, "en"]} if right_to_left else {}
    with override_settings(**chosen, **turned):  # which forgets every language
        trans_real._translations[PSEUDO] = PseudoTranslation()
        yield PSEUDO


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.unread += tag in ("script", "style", "svg") and "lang" not in given
        self.texts += [given[name] or "" for name in SPOKEN if name in given and tag != "link"]
        if tag == "meta" and (given.get("name") or given.get("property")) in PREVIEWED:
            self.texts.append(given["content"] or "")
        if tag == "input" and given.get("type") in ("submit", "button"):
            self.texts.append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.unread -= tag in ("script", "style", "svg")

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.texts.append(data)


def texts_of(page: str) -> list[str]:
    """All that is read or spoken of a page."""
    parser = _Texts()
    parser.feed(page)
    return [" ".join(text.split()) for text in parser.texts if text.strip()]


def outside_brackets(text: str) -> str:
    while OPEN in text and (shorter := INNERMOST.sub(" ", text)) != text:
        text = shorter
    return text


def written_by_people() -> re.Pattern[str]:
    """All that stands in the tables as text that somebody wrote, the longest first; and names."""
    found = set()
    for model in apps.get_models():
        if model._meta.app_label in ("people", "recommendations"):
            for name in [each.attname for each in model._meta.fields if _is_text(each)]:
                found |= {text.strip() for text in model._default_manager.values_list(name, flat=True) if text}
    lines = {" ".join(line.split()) for text in found for line in text.splitlines()}
    parts = {part for text in lines for part in (text, text.split()[0]) if len(part) > 1}
    parts |= {*NAMES, *(name for _, name in settings.LANGUAGES)}
    longest_first = sorted(map(re.escape, parts), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)", re.IGNORECASE)


def _is_text(field: models.Field) -> bool:
    unread = ("kind", "language", "time_zone", "password", "action", "token", "key", "slug", "country")
    return isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in unread


def untranslated(texts: list[str], written: re.Pattern[str]) -> set[str]:
    """What is left of the texts of a page of which nobody has written what stands outside the brackets. A pair of them
    may hold several texts, where tags stand in a sentence."""
    found = set()
    for text in outside_brackets(BETWEEN.join(texts)).split(BETWEEN):
        if WORD.search(text) and text not in ZONES and _left(text, written) and _left(written.sub(" ", text), written):
            found.add(" ".join(text.split()))
    return found


def _left(text: str, written: re.Pattern[str]) -> bool:
    """Codes and addresses may stand within what somebody wrote, and beside it."""
    return bool(WORD.search(written.sub(" ", NO_WORD.sub(" ", text))))
