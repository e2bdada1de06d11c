"""What a language does not say: what it was asked for and has not, and English that stands on a page all the same."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
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


def english_of(language: str) -> re.Pattern[str]:
    """A pattern of whatever English stands between tags in a sentence that the language says otherwise. What is said
    so in that language, of whatever, is no English."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES/django.po"
    english, theirs = set(), set()
    for entry in polib.pofile(str(path)):
        sources = {entry.msgid, entry.msgid_plural} - {""}
        said = {entry.msgstr, *entry.msgstr_plural.values()} - {""}
        theirs |= _parts(said)
        english |= _parts(sources - said) if said else set()
    sentences = [part for part in english - theirs if WORD.search(KEPT.sub("", part))]
    return re.compile("|".join(_as_shown(each) for each in sorted(sentences)))


def _parts(texts: set[str]) -> set[str]:
    parts = (part for text in texts for part in TAG.split(text) if not part.startswith("<"))
    return {" ".join(part.split()) for part in parts} - {""}


def _as_shown(part: str) -> str:
    return ".+".join(re.escape(fixed) for fixed in KEPT.split(part))


def english_left(texts: list[str], english: re.Pattern[str], written: re.Pattern[str]) -> set[str]:
    return {text for text in texts if english.fullmatch(text) and not written.fullmatch(text)}
