"""The files of each language are whole, fresh and fit what the sources say."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import call_command

FILES = sorted(Path(settings.LOCALE_PATHS[0]).glob("*/LC_MESSAGES/django.po"))
# What is put in, and what is marked up: both have to come back, each as often.
PUT_IN = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
MARKUP = re.compile(r"</?\w+|&#?\w+;")
NEVER = {
    "en": re.compile(r"\b(?:users?|followers?|ratings?|reviews?|listings?|categor(?:y|ies)|results?)\b", re.IGNORECASE),
    "de": re.compile(r"\b(?:(?:be)?nutzer|follower|bewertung|rezension|kategorie|ergebnis)", re.IGNORECASE),
    "es": re.compile(r"\b(?:usuari|seguidor|valoraci|reseña|categoría|resultado)", re.IGNORECASE),
    "fr": re.compile(r"\b(?:utilisat(?:eur|rice)s?\b|abonné|évaluation|catégorie|résultat)", re.IGNORECASE),
}


def test_translations_are_there_for_every_language_but_english():
    shipped = {code for code, _ in settings.LANGUAGES if not code.startswith("en")}

    assert {path.parts[-3] for path in FILES} == shipped


def test_translation_files_are_up_to_date_with_the_sources():
    call_command("messages", check=True, verbosity=0)


@pytest.mark.parametrize("path", FILES, ids=[path.parts[-3] for path in FILES])
def test_translation_is_complete(path):
    entries = polib.pofile(str(path))

    assert [each.msgid for each in entries if not all(said_in(each))] == []


@pytest.mark.parametrize("path", FILES, ids=[path.parts[-3] for path in FILES])
def test_translation_puts_in_what_the_sentence_does(path):
    assert [wrong for each in polib.pofile(str(path)) if (wrong := misfits(each))] == []


@pytest.mark.parametrize("path", FILES, ids=[path.parts[-3] for path in FILES])
def test_words_of_other_networks_stand_on_no_page(path):
    """What is found is a suggestion, what is said a vouch and who says it a person, in every language."""
    language, entries = path.parts[-3], polib.pofile(str(path))
    said = {"en": [text for each in entries for text in (each.msgid, each.msgid_plural)]}
    said[language] = [text for each in entries for text in said_in(each)]

    found = [text for code, texts in said.items() for text in texts if NEVER[code].search(PUT_IN.sub("", text))]

    assert found == []


# How a language sets its signs. French puts a space before the tall ones that no line ends at.
STRAIGHT = re.compile(r"['\"]")
ILL_SET = {
    "de": re.compile(r"[«»”]|“(?=\w)|\bIhnen\b"),
    "es": re.compile(r"[“”„]"),
    "fr": re.compile(r"[“”„]|[^\u202f\u00a0][;!?»]|[^\u202f\u00a0\d]:(?!\S)|«[^\u202f\u00a0]"),
}


@pytest.mark.parametrize("path", FILES, ids=[path.parts[-3] for path in FILES])
def test_translation_sets_its_signs_as_its_language_does(path):
    language, ill = path.parts[-3], []
    for text in (text for each in polib.pofile(str(path)) for text in said_in(each)):
        words = re.sub(r"<[^>]*>", "", PUT_IN.sub("x", text))
        opened = language == "es" and any(words.count(one) != words.count(other) for one, other in ("¿?", "¡!"))
        straight = STRAIGHT.search(words) and "CSV" not in words  # a file is read by what its signs say
        ill += [text] * bool(opened or straight or ILL_SET[language].search(words))

    assert ill == []


IN_TEMPLATE = re.compile(r"{%\s*blocktranslate\b([^%]*)%}(.*?){%\s*(?:plural|endblocktranslate)\b", re.DOTALL)
BEGINS = re.compile(r"(\w+)=[\w.]*(?:said_by|asked_by|\|capfirst)\b")


def test_whoever_is_written_with_a_capital_stands_at_the_beginning_of_a_sentence():
    """“Someone beyond your circle”, which is no name."""
    files = [polib.pofile(str(path)) for path in FILES]
    assert [wrong for said in sentences_that_begin() for wrong in capitals_within(*said, files)] == []


def sentences_that_begin() -> Iterator[tuple[str, str]]:
    """What is put in, and the sentence."""
    for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")):
        for options, body in IN_TEMPLATE.findall(path.read_text()):
            message = re.sub(r"{{ *(\w+) *}}", r"%(\1)s", body)
            trimmed = " ".join(line.strip() for line in message.strip().splitlines())
            yield from ((name, trimmed if "trimmed" in options else message) for name in BEGINS.findall(options))


def capitals_within(name: str, message: str, files: list[polib.POFile]) -> list[str]:
    translated = [text for file in files for each in file if each.msgid == message for text in said_in(each)]
    bare = (re.sub(r"<[^>]*>", "", text) for text in (message, *translated))
    return [text for text in bare if re.search(rf"[^.!?:„«“\s]\s*%\({name}\)s", text)]


def said_in(entry: polib.POEntry) -> list[str]:
    return [*entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def ends_in_blanks(text: str) -> tuple[bool, bool]:
    """At the beginning, and at the end. A space that does not break belongs to the sign beside it: a French colon's."""
    return text[:1] in tuple(" \n"), text[-1:] in tuple(" \n")


def misfits(entry: polib.POEntry) -> list[str]:
    """A single one may leave out its number, and each other form holds what the plural does."""
    one, several = (sorted(PUT_IN.findall(text)) for text in (entry.msgid, entry.msgid_plural or entry.msgid))
    wrong = []
    for form, text in enumerate(said_in(entry)):
        put_in = sorted(PUT_IN.findall(text))
        fits = put_in == several or (entry.msgid_plural and form == 0 and set(one) <= set(put_in) <= set(several))
        same_ends = ends_in_blanks(text) == ends_in_blanks(entry.msgid)
        if not fits or not same_ends or sorted(MARKUP.findall(text)) != sorted(MARKUP.findall(entry.msgid)):
            wrong.append(text)
    return wrong
