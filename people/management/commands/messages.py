"""Needs the packages of the group `test`: people who run Whom have the compiled files, and need none of it."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import polib
from babel.messages.extract import extract
from babel.messages.plurals import get_plural
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

MODULE_FOLDERS, TEMPLATE_FOLDER = ("config", "people", "recommendations"), "templates"
# By what a sentence is marked, and which of its arguments are what: the context is told apart by its "c".
MARKED: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
NOTED = "Translators:"


class Sentence(NamedTuple):
    context: str | None
    one: str
    several: str


class Mention(NamedTuple):
    """Where a sentence is said, and what is noted there for whoever translates it."""

    places: set[str]
    notes: set[str]


class Command(BaseCommand):
    help = "Brings the files of each language up to date with the sentences of the sources, and compiles them."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if something would be written")
        parser.add_argument("--add", metavar="CODE", help="begin another language, by its code: it, pt-br")

    def handle(self, *args: object, check: bool, add: str | None, **options: object) -> None:
        folders = {path.parent.parent for path in Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po")}
        if add:
            folders.add(Path(settings.LOCALE_PATHS[0]) / to_locale(add))
        sentences, stale = sentences_of_sources(), []
        for folder in sorted(folders):
            for path, content in files_of(folder, sentences):
                if path.exists() and path.read_bytes() == content:
                    continue
                stale.append(path.relative_to(settings.BASE_DIR))
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
        if check and stale:
            names = ", ".join(map(str, stale))
            raise CommandError(f"Not up to date: {names}. Run `manage.py messages`.")
        self.stdout.write(f"{len(sentences)} sentences, {len(stale)} files written.")


def sentences_of_sources() -> dict[Sentence, Mention]:
    found: dict[Sentence, Mention] = {}
    for path in _sources():
        for sentence, notes in _sentences_of(path):
            said = found.setdefault(sentence, Mention(set(), set()))
            said.places.add(path.relative_to(settings.BASE_DIR).as_posix())
            said.notes.update(note.removeprefix(NOTED).strip() for note in notes)
    _told_apart(found)
    return found


def _told_apart(sentences: dict[Sentence, Mention]) -> None:
    """Two that begin alike would be one in the compiled file. Raises CommandError for them."""
    for (context, one), count in Counter((each.context, each.one) for each in sentences).items():
        if count > 1:
            raise CommandError(f"Give one of these a context, since their plurals differ: “{one}” ({context}).")


def _sources() -> Iterator[Path]:
    for folder in MODULE_FOLDERS:
        yield from sorted(path for path in (settings.BASE_DIR / folder).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(
        path for path in (settings.BASE_DIR / TEMPLATE_FOLDER).rglob("*") if path.suffix in (".html", ".txt")
    )


def _sentences_of(path: Path) -> Iterator[tuple[Sentence, list[str]]]:
    text = path.read_text()
    if path.suffix != ".py":
        # As Django makes it for the program of GNU: every sentence a call, with lines moved to the margin.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _, said, notes, context in extract("python", BytesIO(text.encode()), MARKED, [NOTED]):
        one, several = said if isinstance(said, tuple) else (said, "")
        yield Sentence(context, one, several), notes


def files_of(folder: Path, sentences: dict[Sentence, Mention]) -> Iterator[tuple[Path, bytes]]:
    """What the two files of a language should hold. What is said no more goes; what is new waits to be translated."""
    path = folder / "LC_MESSAGES" / "django.po"
    old = polib.pofile(str(path)) if path.exists() else polib.POFile()
    known = {Sentence(each.msgctxt, each.msgid, each.msgid_plural): each for each in old}
    new = polib.POFile(wrapwidth=110)
    plural = get_plural(folder.name)
    new.metadata = {
        "Language": folder.name,
        "Content-Type": "text/plain; charset=utf-8",
        "Plural-Forms": plural.plural_forms,
    }
    for sentence, said in sorted(sentences.items(), key=lambda item: (min(item[1].places), item[0].one)):
        new.append(_entry(sentence, said, known.get(sentence), plural.num_plurals))
    yield path, str(new).encode() + b"\n"
    yield path.with_suffix(".mo"), new.to_binary()


def _entry(sentence: Sentence, said: Mention, known: polib.POEntry | None, forms: int) -> polib.POEntry:
    several = known.msgstr_plural if known else dict.fromkeys(range(forms), "")
    return polib.POEntry(
        msgctxt=sentence.context,
        msgid=sentence.one,
        msgid_plural=sentence.several,
        msgstr=known.msgstr if known else "",
        msgstr_plural=several if sentence.several else {},
        comment="\n".join(sorted(said.notes)),
        occurrences=[(place, "") for place in sorted(said.places)],
    )
