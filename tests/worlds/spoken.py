"""What a language does not say: what it was asked for and has not, and English that stands on a page all the same."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.utils.translation import trans_real

from tests.worlds.pseudo import CONTEXT, KEPT, TAG, WORD


class Listening:
    """A language as it is, and what it was asked to say and had no words for, of ours or of a library."""

    def __init__(self, spoken: Any) -> None:
        self.spoken, self.missed = spoken, set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.spoken, name)

    def gettext(self, message: str) -> str:
        if message not in self.spoken._catalog:
            self.missed.add(message.rpartition(CONTEXT)[2])
        return self.spoken.gettext(message)

    def ngettext(self, one: str, several: str, number: float) -> str:
        try:
            self.spoken._catalog.plural(one, number)
        except KeyError:
            self.missed.add(one.rpartition(CONTEXT)[2])
        return self.spoken.ngettext(one, several, number)


@contextmanager
def listening_to(language: str) -> Iterator[set[str]]:
    """Whatever is asked of the language while this is open, and it does not know."""
    spoken = trans_real.translation(language)
    trans_real._translations[language] = listening = Listening(spoken)
    try:
        yield listening.missed
    finally:
        trans_real._translations[language] = spoken


@cache
def english_of(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What English stands between tags in a sentence that the language says otherwise; and what it says itself, of
    whatever, since that may look the same. A value beside a single word is no sentence: it would fit too much."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES/django.po"
    english, theirs = set(), set()
    for entry in polib.pofile(str(path)):
        sources = {entry.msgid, entry.msgid_plural} - {""}
        said = {entry.msgstr, *entry.msgstr_plural.values()} - {""}
        theirs |= _parts(said)
        english |= _parts(sources - said) if said else set()
    return _any_of(english - theirs, of_words=2), _any_of(theirs, of_words=1)


def _parts(texts: set[str]) -> set[str]:
    parts = (part for text in texts for part in TAG.split(text) if not part.startswith("<"))
    return {" ".join(part.split()) for part in parts} - {""}


def _any_of(parts: set[str], of_words: int) -> re.Pattern[str]:
    whole = [part for part in parts if len(WORD.findall(KEPT.sub("", part))) >= (of_words if KEPT.search(part) else 1)]
    return re.compile("|".join(".+".join(map(re.escape, KEPT.split(part))) for part in sorted(whole)))


def english_left(texts: list[str], language: str, written: re.Pattern[str]) -> set[str]:
    english, theirs = english_of(language)
    found = {text for text in texts if english.fullmatch(text) and not theirs.fullmatch(text)}
    return {text for text in found if not written.fullmatch(text)}
