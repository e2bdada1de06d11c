"""Lines as people jot them down: `Joe plumber 0113 496 0123, boiler March 24`, and blocks of lines for each of
them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice

from django.utils.translation import gettext_lazy

from recommendations.my_list.reading.drafts import (
    EMAIL,
    HEARD,
    JOINING,
    WEBSITE,
    Draft,
    Judge,
    add_new,
    trimmed,
    website_of,
    without,
)
from recommendations.my_list.reading.headings import fact_of_heading
from recommendations.my_list.reading.months import months_in
from recommendations.my_list.reading.names import name_and_trade
from recommendations.my_list.reading.numbers import numbers_in

BULLET = re.compile(
    r"^\s*(?:(?:[-*•·–—‣▪◦●○>✓✔☑☐✅☎📞👉🔧⭐️\uf0b7]+|\[[ xX✓]?\]|\(?\d{1,3}[.)])(?:\s+|(?=[^\W\d_]))|#{1,6}\s+)+"
)
# After these and after a single capital a full stop ends no sentence: “Dr. Smith”, “J. R. Hartley”.
TITLES = "dr mr mrs ms mx st rev prof sr sra srta mme mlle me hr fr fa ing dipl sig dott".split()
# Looked for behind what parts, since it is quicker.
ENDS = "".join(rf"(?<!\b(?i:{title})\.)" for title in TITLES) + r"(?<!\b[A-ZÄÖÜÉ]\.)"
BETWEEN = re.compile(
    r"[;|\t()\[\]]|,(?:(?!\d)|(?<!\d,))|\s[-–—/]+\s|[:]\s|\s[-–—]+$|^[-–—]+\s|:$|[!?]+\s+"
    rf"|\.{ENDS}\s+(?=[A-ZÄÖÜÉ])"
)
WRITTEN_KEY = re.compile(r"^\s*(?:\[(?=[^\[\]]{2,31}\]))?([^\W\d_][\w ./'-]{1,30}?)(?:\]|\s*[:=])\s*(?=\S)")
# Whose number follows is somebody who told of them, and not they.
TOLD_BY = re.compile(
    r"\b(?:recommended by|rec\.? by|rec'd by|referred by|via|thanks to|from my friend|ask|empfohlen von"
    r"|empfehlung von|tipp von|danke an|recommandé(?:e|s|es)? par|conseillé(?:e|s|es)? par|merci à"
    r"|recomendad[oa]s? por|recomendación de|gracias a)\b[^|,;]*$",
    re.IGNORECASE,
)
MY_OWN = re.compile(
    r"\b(?:my (?:new |own |mobile |phone )?(?:number|no\.?|mobile|cell)|(?:call|text|ring|phone|message|reach) me"
    r"|meine (?:neue )?(?:handy)?nummer|(?:ruft?|schreibt?) mich an|mon (?:nouveau )?numéro|appelle[sz]?[- ]moi"
    r"|mi (?:nuevo )?(?:número|móvil|teléfono)|llám[ae](?:d)?me|mijn (?:nieuwe )?nummer|mio numero"
    r"|mój (?:nowy )?numer)\b",
    re.IGNORECASE,
)
NAME_KEYS = ("name", "first", "firm")
WAYS_TO_REACH = ("phone", "fax", "email", "website")
# What a line with a number says of the number, and not of anybody.
NOT_NAMES = frozenset(
    """t m e w f p h c tel mob email mail web website www url phone telephone telefon handy mobil office home
    work mobile cell fax landline private privat büro bureau casa oficina fijo trabajo portable fixe domicile
    téléphone tél móvil teléfono celular correo courriel festnetz mobiltelefon nummer numéro número thuis werk ufficio
    praca dom day
    evening""".split()
)
LONGEST_LINE = 5000
MOST_LINES_OF_PARAGRAPH = 500
PARAGRAPHS_LOOKED_AT = 20
LONGEST_TITLE = 12
NO_NAME_IN_IT = gettext_lazy("Nothing in it says who it is.")
A_HEADING = gettext_lazy("A heading.")
OWN_NUMBER = gettext_lazy("Somebody's own number.")


@dataclass
class Cut:
    """One line, taken apart."""

    line: int
    text: str
    body: str  # without its bullet
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    websites: list[str] = field(default_factory=list)
    month: date | None = None
    faults: list[str] = field(default_factory=list)
    rest: str = ""  # with a bar where a fact stood
    parts: list[str] = field(default_factory=list)
    beyond: str = ""  # what of a very long line is not looked at
    key: str = ""  # “phone” of a line that begins `Tel:`

    @property
    def reaches(self) -> bool:
        return bool(self.phones or self.emails or self.websites or self.faults)


@dataclass
class LinesOfOne:
    """The lines of one tradesperson, and the trade that a heading gave."""

    lines: list[Cut]
    heading: str = ""


def cut(number: int, text: str, judge: Judge) -> Cut:
    """What is found for sure is cut out; what is left is the name, what for, and what one thought, in this order."""
    found = Cut(number, text, BULLET.sub("", text[:LONGEST_LINE]), beyond=text[LONGEST_LINE:])
    rest = found.body
    key = WRITTEN_KEY.match(rest)
    if key and (fact := fact_of_heading(key[1])):
        found.key, rest = fact, rest[key.end() :]
    rest = _without_addresses(found, rest)
    rest = _without_numbers(found, rest, judge)
    months = [] if len(rest) < 4 else months_in(rest, judge.country, judge.today)
    if months:
        latest = max(months, key=lambda each: each.month)
        found.month = latest.month
        rest = f"{rest[: latest.start]}|{rest[latest.end :]}"
    found.rest = rest
    found.parts = [part for each in BETWEEN.split(rest) if (part := trimmed(each)) and part.casefold() not in JOINING]
    return found


def _without_addresses(found: Cut, rest: str) -> str:
    if "@" in rest:
        for match in reversed(list(EMAIL.finditer(rest))):
            found.emails.insert(0, match[0].rstrip("."))
            rest = f"{rest[: match.start()].removesuffix('mailto:')}|{rest[match.end() :]}"
    for match in reversed(list(WEBSITE.finditer(rest))):
        text = match[0].rstrip(".)")
        if site := website_of(text):
            found.websites.insert(0, site)
            rest = f"{rest[: match.start()]}|{rest[match.start() + len(text) :]}"
    return rest


def _without_numbers(found: Cut, rest: str, judge: Judge) -> str:
    numbers, doubts = numbers_in(rest, judge.country, meant=found.key == "phone")
    theirs = [each for each in numbers if not TOLD_BY.search(rest[: each.start])]
    found.phones = [each.phone for each in theirs]
    found.faults = [fault for _, _, fault in doubts]
    for start, end, _ in sorted(doubts, reverse=True):
        rest = f"{rest[:start]}|{rest[start:end]}|{rest[end:]}"
    return without(rest, theirs) if theirs else rest


# --- Which lines belong together --------------------------------------------------------------------


def put_together(lines: Iterable[Cut], judge: Judge, left_out: list[tuple[int, str, str]]) -> Iterator[LinesOfOne]:
    """Paragraph by paragraph: a line each, or a block of lines for each of them, with the headings between them.

    What is nobody is added to `left_out`: its line, its text, and why.
    """
    paragraphs = _paragraphs(lines)
    first = list(islice(paragraphs, PARAGRAPHS_LOOKED_AT))
    listed = any(each.reaches for paragraph in first for each in paragraph)
    heading = ""
    for paragraph in chain(first, paragraphs):
        head = paragraph[0]
        if _is_heading(head, judge) and not _is_block_of_its_own(paragraph, judge):
            heading, paragraph = head.body, paragraph[1:]
            left_out.append((head.line, head.text, str(A_HEADING)))
        for group in _groups_of(paragraph, judge, listed, left_out):
            if isinstance(group, str):
                heading = group
            else:
                group.heading = heading
                yield group


def _paragraphs(lines: Iterable[Cut]) -> Iterator[list[Cut]]:
    paragraph: list[Cut] = []
    for line in lines:
        if line.text.strip():
            paragraph.append(line)
        if paragraph and (not line.text.strip() or len(paragraph) >= MOST_LINES_OF_PARAGRAPH):
            yield paragraph
            paragraph = []
    if paragraph:
        yield paragraph


def _is_heading(line: Cut, judge: Judge) -> bool:
    return not line.reaches and not line.key and bool(judge.trades.named(line.body.strip(" :*_#-=")))


def _is_block_of_its_own(paragraph: list[Cut], judge: Judge) -> bool:
    """`Plumber`, `Joe Bloggs`, `0113 496 0123`: its first line is the trade of this one alone."""
    first = paragraph[0].body.strip()
    loud = first.endswith((":", "s")) or (first.isupper() and len(first) > 3)
    return len(paragraph) > 2 and not loud and _is_bare(paragraph, judge)


def _is_bare(paragraph: list[Cut], judge: Judge) -> bool:
    return any(each.reaches and not _names_somebody(each, judge) for each in paragraph)


def _names_somebody(line: Cut, judge: Judge) -> bool:
    """Whether a line with a number has a name too, not only the trade or a word for the number."""
    if not line.reaches:
        return False
    if line.key and line.key != "name":
        return False
    named = (part for part in line.parts if part[:1].isalpha() and part.casefold() not in NOT_NAMES)
    return any(not judge.trades.named(part) for part in named)


def _groups_of(
    paragraph: list[Cut], judge: Judge, listed: bool, left_out: list[tuple[int, str, str]]
) -> Iterator[LinesOfOne | str]:
    reaching = [each for each in paragraph if each.reaches]
    named = [each for each in reaching if _leads_with_name(each, judge)]
    if any(each.key == "name" for each in paragraph):
        yield from _by_key(paragraph)
    elif len(paragraph) > 1 and reaching and not named and not all(_names_somebody(each, judge) for each in paragraph):
        yield from _blocks(paragraph)
    elif len(paragraph) == 2 and not reaching and _is_heading(paragraph[1], judge):
        yield LinesOfOne(paragraph)
    else:
        yield from _line_by_line(paragraph, judge, listed, left_out)


def _leads_with_name(line: Cut, judge: Judge) -> bool:
    """A line that reaches somebody and says who: its words stand before the number, or are more than a remark."""
    if not _names_somebody(line, judge):
        return False
    before = line.rest.partition("|")[0]
    return (
        bool(trimmed(before))
        and not judge.trades.named(trimmed(before))
        and trimmed(before).casefold() not in NOT_NAMES
    )


def _by_key(paragraph: list[Cut]) -> Iterator[LinesOfOne]:
    """`Name: …`, `Tel: …`, one after the other."""
    block: list[Cut] = []
    for line in paragraph:
        if line.key == "name" and any(each.key == "name" for each in block):
            yield LinesOfOne(block)
            block = []
        block.append(line)
    yield LinesOfOne(block)


def _blocks(paragraph: list[Cut]) -> Iterator[LinesOfOne]:
    """So many lines stand before the first number; before each further one as many begin the next block."""
    lead = next(number for number, each in enumerate(paragraph) if each.reaches)
    starts = [0]
    last = lead
    for number, each in enumerate(paragraph):
        if number > lead and each.reaches:
            if lead and number - last > lead:
                starts.append(number - lead)
            last = number
    for start, end in zip(starts, [*starts[1:], len(paragraph)], strict=True):
        yield LinesOfOne(paragraph[start:end])


def _line_by_line(
    paragraph: list[Cut], judge: Judge, listed: bool, left_out: list[tuple[int, str, str]]
) -> Iterator[LinesOfOne | str]:
    group: LinesOfOne | None = None
    many = sum(each.reaches for each in paragraph) > 1
    for line in paragraph:
        if _is_heading(line, judge) and (group is None or many):
            if group:
                yield group
            group = None
            left_out.append((line.line, line.text, str(A_HEADING)))
            yield line.body
        elif group and _tells_more(line, group, judge):
            group.lines.append(line)
        elif not line.reaches and listed and not _is_somebody_without_number(line, judge):
            left_out.append((line.line, line.text, str(NO_NAME_IN_IT)))
        else:
            if group:
                yield group
            group = LinesOfOne([line])
    if group:
        yield group


def _tells_more(line: Cut, group: LinesOfOne, judge: Judge) -> bool:
    """Whether it goes on about the one above: a further number, or a sentence that names nobody."""
    above = group.lines[0]
    if line.reaches:
        return not _names_somebody(line, judge) and BULLET.match(line.text) is None
    if BULLET.match(above.text) and BULLET.match(line.text):
        return False
    return above.reaches and not _is_somebody_without_number(line, judge)


def _is_somebody_without_number(line: Cut, judge: Judge) -> bool:
    words = line.body.split()
    if line.body.rstrip().endswith((":", "?", "!")) or len(words) > LONGEST_TITLE:
        return False
    if line.parts and judge.trades.found_in(line.parts[0].split()[:5]) and line.parts[0][:1].isupper():
        return len(line.parts[0].split()) > 1 or len(line.parts) > 1
    if len(line.parts) > 1:
        return line.parts[0][:1].isupper() and len(line.parts[0].split()) <= 3
    return len(words) <= 3 and all(word[:1].isupper() for word in words)


# --- What a group says ------------------------------------------------------------------------------


def draft_of(group: LinesOfOne, judge: Judge) -> Draft:
    first, last = group.lines[0], group.lines[-1]
    draft = Draft(first.line, "\n".join(each.text for each in group.lines), last.line)
    months = [each.month for each in group.lines if each.month]
    draft.hired_on = max(months) if months else None
    for line in group.lines:
        add_new(draft.phones, line.phones)
        for email in line.emails:
            judge.hear_emails(draft, email)
        add_new(draft.websites, line.websites)
        draft.faults += line.faults
    for line in group.lines:
        _hear_line(draft, line, judge)
        judge.hear_words(draft, line.beyond)
    if not draft.trade and group.heading:
        judge.hear_trade(draft, group.heading.strip(" :*_#-="))
    return draft


def _hear_line(draft: Draft, line: Cut, judge: Judge) -> None:
    if line.key and line.key not in NAME_KEYS:
        text = trimmed(_as_sentence(line))
        if text:
            judge.hear(draft, {line.key if line.key in HEARD and line.key not in WAYS_TO_REACH else "words": [text]})
    elif not line.parts:
        return
    elif not draft.name and not (
        len(line.parts) == 1 and judge.trades.named(line.parts[0]) and _more_to_come(draft, line)
    ):
        _hear_first(draft, line, judge)
    elif not (len(line.parts) == 1 and judge.hear_trade(draft, line.parts[0])):
        draft.trade = draft.trade or next(filter(None, map(judge.trades.named, line.parts)), None)
        judge.hear_words(draft, _as_sentence(line))


def _more_to_come(draft: Draft, line: Cut) -> bool:
    """Whether a line that says nothing but the trade is not the last word on who it is."""
    return draft.last_line > line.line


def _hear_first(draft: Draft, line: Cut, judge: Judge) -> None:
    draft.name, trade, rest, prose = name_and_trade(line.parts, judge.trades)
    if trade:
        draft.trade = judge.trades.named(trade)
    judge.hear_words(draft, prose)
    if not draft.job and rest and _is_job(rest[0]):
        draft.job = rest.pop(0)
    judge.hear_words(draft, ", ".join(rest))


def _is_job(text: str) -> bool:
    """What was done is said in letters: “boiler”, not “£80” or “2023”."""
    return text[:1].isalpha()


def _as_sentence(line: Cut) -> str:
    pieces = [" ".join(piece.split()) for piece in line.rest.split("|")]
    text = ""
    for piece in filter(None, pieces):
        text += piece if not text or piece[0] in ",.;:!?)" else f" {piece}"
    return text
