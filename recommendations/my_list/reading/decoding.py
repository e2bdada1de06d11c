"""The text of a file, in whatever letters it was saved."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufeff\u00ad\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
LINE_ENDS = re.compile("\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
BYTE_ORDERS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# Of which letters beyond ASCII people write names and notes, and which signs stand in them.
LETTERS = frozenset("äöüßéèêëàâçîïôûùñáíóúåøæœìòãõğşıżźćńłąęśčšžřůýěâăîșțőű")
SIGNS = frozenset("“”‘’–—€£…°·•«»¿¡´`ªº§©®½¼²³\xa0")
# As programs of the last thirty years saved text, the likeliest first.
SINGLE_BYTES = ("cp1252", "mac_roman", "cp1250", "iso8859_2", "cp850")
LETTERS_LOOKED_AT = 20_000
NO_TEXT = gettext_lazy(
    "That is not a text file. Whom reads contacts (.vcf), tables (.csv, .xlsx, .ods), chats and lists of lines."
)
A_PDF = gettext_lazy("That is a PDF. Copy the text out of it and paste that.")
OLD_SPREADSHEET = gettext_lazy("That is a spreadsheet of an old kind. Save it as .xlsx or as CSV, and send that.")


class UnreadableFileError(ValueError):
    """What is wrong with a file, in words."""


def text_of_bytes(content: bytes) -> str:
    """Raises UnreadableFileError if it is no text."""
    if content.startswith(b"%PDF"):
        raise UnreadableFileError(A_PDF)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFileError(OLD_SPREADSHEET)
    text = _decoded(content)
    if len(CONTROLS.findall(text[:LETTERS_LOOKED_AT])) > len(text[:LETTERS_LOOKED_AT]) / 20:
        raise UnreadableFileError(NO_TEXT)
    return text


def tidied(text: str) -> str:
    """As a browser hands it back later: one kind of line end, and nothing that a text field cannot hold."""
    if LINE_ENDS.search(text):
        text = LINE_ENDS.sub("\n", text)
    return UNSEEN.sub("", text) if UNSEEN.search(text) else text


def each_line(text: str) -> Iterator[str]:
    """One after the other: to part a long text at once takes several times its room."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _decoded(content: bytes) -> str:
    for mark, encoding in BYTE_ORDERS:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if wide := _wide(content[:400]):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _of_single_bytes(content)


def _wide(start: bytes) -> str:
    """UTF-16 without a mark: in most languages every other byte of it is nought."""
    if len(start) < 2:
        return ""
    even, odd = start[::2].count(0), start[1::2].count(0)
    most = len(start) / 2 * 0.6
    if odd > most and odd > even * 4:
        return "utf-16-le"
    return "utf-16-be" if even > most and even > odd * 4 else ""


def _of_single_bytes(content: bytes) -> str:
    """Line by line: files that were put together hold more than one kind."""
    lines = content.split(b"\n")
    rest = b" ".join(line for line in lines if not _is_utf8(line))[:LETTERS_LOOKED_AT]
    encoding = max(SINGLE_BYTES, key=lambda each: _likeliness(rest.decode(each, errors="replace")))
    return "\n".join(line.decode("utf-8-sig" if _is_utf8(line) else encoding, errors="replace") for line in lines)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _likeliness(text: str) -> float:
    """How many of the letters beyond ASCII stand where somebody would have written them."""
    found = 0.0
    for before, each, after in zip(f" {text}", text, f"{text[1:]} ", strict=False):
        if each.isascii():
            continue
        inside = before.isalpha() or after.isalpha()
        if each.lower() in LETTERS:
            found += 1 if each.islower() or not before.islower() else -1
        elif each in SIGNS:
            found += -1 if before.isalpha() and after.isalpha() and each not in "’·" else 0.5
        else:
            found -= 2 if inside else 1
    return found
