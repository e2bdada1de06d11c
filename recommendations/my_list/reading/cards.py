"""Contacts as phones and address books save them: vCard 2.1, 3 and 4, one or several in a file, and jCard."""

from __future__ import annotations

import json
import quopri
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy

from people.places import folded
from recommendations.my_list.reading.decoding import each_line, tidied
from recommendations.my_list.reading.drafts import Draft, Judge
from recommendations.my_list.reading.trades import is_firm

BEGIN = re.compile(r"^\s*BEGIN:VCARD\s*$", re.IGNORECASE | re.MULTILINE)
END_OF_CARD = re.compile(r"^\s*END:VCARD\s*$", re.IGNORECASE)
# The properties there are: a line that begins otherwise goes on with the one before it.
KNOWN = (
    "BEGIN END VERSION FN N NICKNAME PHOTO BDAY ANNIVERSARY GENDER ADR LABEL TEL EMAIL MAILER IMPP LANG TZ GEO TITLE"
    " ROLE LOGO ORG AGENT MEMBER RELATED CATEGORIES NOTE PRODID REV SORT-STRING SOUND UID CLIENTPIDMAP URL KEY FBURL"
    " CALADRURI CALURI CLASS NAME SOURCE PROFILE KIND XML EXPERTISE HOBBY INTEREST ORG-DIRECTORY CONTACT-URI"
    " SOCIALPROFILE SORT-AS CREATED LANGUAGE PRONOUNS GRAMGENDER"
)
ANY_NAME = "|".join((*sorted(KNOWN.split(), key=len, reverse=True), r"X-[\w-]{1,60}"))
PROPERTY = re.compile(rf"(?:(?P<group>[\w-]{{1,40}})\.)?(?P<name>{ANY_NAME})(?=[;:])", re.IGNORECASE)
PICTURES = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
# What machines write for machines; all else that is not read is said.
OF_MACHINES = frozenset(
    """BEGIN END VERSION PRODID REV UID CLASS MAILER SORT-STRING CLIENTPIDMAP TZ LANG XML PROFILE SOURCE LABEL KIND
    CREATED LANGUAGE SORT-AS N FN""".split()
)
# Of what programs add for themselves.
OF_PROGRAMS = ("X-AB", "X-MS-", "X-ANDROID", "X-EVOLUTION", "X-MOZILLA", "X-APPLE", "X-WAB", "X-KADDRESSBOOK")
READ = frozenset("FN N NICKNAME ORG TITLE ROLE CATEGORIES NOTE TEL EMAIL URL ADR X-SOCIALPROFILE SOCIALPROFILE".split())
ESCAPED = re.compile(r"\\([\\,;:nN])")
GROUPS_OF_PROGRAMS = frozenset("mycontacts my contacts starred contacts friends family coworkers all".split()) | {
    "my contacts"
}
LONGEST_CARD = 200_000
A_GROUP = gettext_lazy("A group of contacts.")
NOTHING_IN_IT = gettext_lazy("A contact without a name, a number or an address.")


class Property(NamedTuple):
    name: str
    parameters: str  # as written, in small letters
    value: str
    group: str = ""


class Card(NamedTuple):
    line: int
    last_line: int
    raw: str  # without its pictures


def split_cards(text: str, beside: list[tuple[int, str]]) -> Iterator[Card]:
    """Each from its BEGIN to its END, or to the next BEGIN: one broken card does not take the others with it. `beside`
    then has the lines, with their numbers, that stand in none."""
    lines: list[str] = []
    begun, dropping = 0, False
    for number, line in enumerate(each_line(text), 1):
        begins = line[:20].strip().upper() == "BEGIN:VCARD"
        if begins and begun:
            yield Card(begun, number - 1, "\n".join(lines))
        if begins:
            begun, lines, dropping = number, [], False
        if begun:
            dropping = _is_of_picture(line, dropping)
            if not dropping:
                lines.append(line)
        elif line.strip():
            beside.append((number, line))
        if begun and END_OF_CARD.match(line):
            yield Card(begun, number, "\n".join(lines))
            begun = 0
    if begun:
        yield Card(begun, number, "\n".join(lines))


def _is_of_picture(line: str, dropping: bool) -> bool:
    """They are most of a contacts file, and nothing here is done with them."""
    begins = None if dropping and line[:1] in " \t" else PROPERTY.match(line)
    if begins is None:
        return dropping
    return begins["name"].upper() in PICTURES


def without_pictures(text: str) -> str:
    kept, dropping = [], False
    for line in each_line(text):
        dropping = _is_of_picture(line, dropping)
        if not dropping:
            kept.append(line)
    return "\n".join(kept)


def properties_of(raw: str) -> list[Property]:
    """Unfolded, with their values decoded, not yet taken apart."""
    lines: list[str] = []
    quoted = False
    for line in raw.split("\n"):
        if quoted and lines[-1].endswith("="):
            lines[-1] = lines[-1][:-1] + line.lstrip("\t") if not line.startswith(" ") else lines[-1][:-1] + line[1:]
        elif line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        elif PROPERTY.match(line):
            lines.append(line)
            quoted = "QUOTED-PRINTABLE" in line.upper()
        elif lines and line.strip() and not line.strip().upper().startswith("BEGIN:"):
            lines[-1] += f"\n{line}"  # a note whose writer did not fold it
    return [found for line in lines if (found := _property(line))]


def _property(line: str) -> Property | None:
    name = PROPERTY.match(line)
    if name is None:
        return None
    end = _end_of_parameters(line, name.end())
    if end < 0:
        return None
    parameters, value = line[name.end() : end], line[end + 1 :]
    return Property(name["name"].upper(), parameters.casefold(), _decoded(parameters, value), name["group"] or "")


def _end_of_parameters(line: str, start: int) -> int:
    """Where the value begins: at the first colon that stands in no quotation marks."""
    inside = False
    for at in range(start, len(line)):
        if line[at] == '"':
            inside = not inside
        elif line[at] == ":" and not inside:
            return at
    return line.find(":", start)


def _decoded(parameters: str, value: str) -> str:
    plain = parameters.upper()
    # X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,…) says it of the parameter.
    plain = re.sub(r"\([^)]*\)", "", plain)
    if "QUOTED-PRINTABLE" in plain:
        charset = re.search(r"CHARSET=\"?([\w-]+)", plain)
        return _text_of(quopri.decodestring(value.encode()), charset[1] if charset else "")
    if re.search(r"ENCODING=(?:B|BASE64)\b|;BASE64\b", plain):
        try:
            return _text_of(b64decode(value + "=="), "")
        except ValueError:
            return value
    return value


def _text_of(content: bytes, charset: str) -> str:
    for each in (charset, "utf-8", "cp1252"):
        try:
            if each:
                return tidied(content.decode(each))
        except (LookupError, UnicodeError):
            continue
    return tidied(content.decode("latin-1"))


def unescaped(text: str) -> str:
    return ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text)


def taken_apart(value: str) -> list[str]:
    """At each semicolon that is not escaped."""
    return [unescaped(each).strip() for each in re.split(r"(?<!\\);", value)]


# --- jCard ------------------------------------------------------------------------------------------


def jcards_of(text: str) -> list[list[Property]] | None:
    """Of `["vcard", [["fn", {}, "text", "Joe"]]]`, or of a list of them; None for other JSON, or none."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    some = [data] if isinstance(data, list) and data[:1] == ["vcard"] else data if isinstance(data, list) else []
    cards = [each for each in some if isinstance(each, list) and each[:1] == ["vcard"] and len(each) > 1]
    return [list(_of_json(each[1])) for each in cards] or None


def _of_json(rows: Any) -> Iterator[Property]:
    for row in rows if isinstance(rows, list) else []:
        if not (isinstance(row, list) and len(row) > 3 and isinstance(row[0], str)):
            continue
        kinds = row[1] if isinstance(row[1], dict) else {}
        parameters = "".join(f";{key}={value}" for key, value in kinds.items()).casefold()
        for value in row[3:]:
            parts = value if isinstance(value, list) else [value]
            texts = [tidied(" ".join(map(str, each)) if isinstance(each, list) else str(each)) for each in parts]
            escaped = [each.replace("\\", "\\\\").replace(";", "\\;").replace("\n", "\\n") for each in texts]
            yield Property(tidied(row[0]).upper(), parameters, ";".join(escaped))


def cards_in(text: str, beside: list[tuple[int, str]]) -> Iterator[tuple[Card, list[Property]]]:
    if text.lstrip()[:1] == "[":
        for number, properties in enumerate(jcards_of(text) or [], 1):
            raw = "\n".join(f"{each.name}:{each.value}" for each in properties)
            yield Card(number, number, raw), properties
        return
    for card in split_cards(text, beside):
        yield card, properties_of(card.raw[:LONGEST_CARD])


def nobody_in(properties: list[Property]) -> str:
    """Why a card is nobody's; "" if it is somebody's."""
    if any(
        each.name in ("KIND", "X-ADDRESSBOOKSERVER-KIND") and each.value.strip().lower() == "group"
        for each in properties
    ):
        return str(A_GROUP)
    says = any(each.name in READ and any(letter.isalnum() for letter in each.value) for each in properties)
    return "" if says else str(NOTHING_IN_IT)


# --- What a card says -------------------------------------------------------------------------------


def draft_of_card(card: Card, properties: list[Property], judge: Judge) -> Draft:
    draft = Draft(card.line, card.raw, card.last_line)
    said = {name: [each for each in properties if each.name == name and each.value.strip()] for name in READ}
    labels = {each.group: each.value.casefold() for each in properties if each.name == "X-ABLABEL" and each.group}
    for each in sorted(said["TEL"], key=lambda each: _order_of_call(each, labels.get(each.group, ""))):
        judge.hear_phones(draft, _number_in(each.value))
    for each in sorted(said["EMAIL"], key=lambda each: not _is_preferred(each)):
        judge.hear_emails(draft, unescaped(each.value))
    for each in (*said["URL"], *said["X-SOCIALPROFILE"], *said["SOCIALPROFILE"]):
        judge.hear_websites(draft, unescaped(each.value))
    firms = [", ".join(filter(None, taken_apart(each.value))) for each in said["ORG"]]
    _hear_who(draft, said, list(filter(None, firms)), judge)
    for title in (*_texts(said["ROLE"]), *_texts(said["TITLE"]), *_categories(said["CATEGORIES"])):
        judge.hear_title(draft, title)
    for each in said["ADR"]:
        _hear_address(draft, taken_apart(each.value), judge)
    for each in said["NOTE"]:
        judge.hear_words(draft, unescaped(each.value))
    draft.likely = bool(draft.trade) or is_firm(draft.name) or any(is_firm(firm) for firm in firms)
    return draft


def _texts(properties: list[Property]) -> list[str]:
    return [unescaped(each.value) for each in properties]


def _categories(properties: list[Property]) -> list[str]:
    """Without the groups that programs put everybody into."""
    found = [unescaped(part) for each in properties for part in re.split(r"(?<!\\),", each.value)]
    return [category for category in found if folded(category) not in GROUPS_OF_PROGRAMS]


def _hear_who(draft: Draft, said: dict[str, list[Property]], firms: list[str], judge: Judge) -> None:
    """The person, else the firm; whatever else they are called becomes words."""
    parts = [taken_apart(each.value) for each in said["N"]]
    in_order = [" ".join(filter(None, (*each[3:4], *each[1:3], *each[:1], *each[4:5]))) for each in parts]
    names = [*(unescaped(each.value) for each in said["FN"]), *in_order]
    nicks = [unescaped(each.value) for each in said["NICKNAME"]]
    names = [" ".join(name.split()) for name in (*names[: 1 if any(names) else None], *firms, *nicks)]
    names = [name for name in dict.fromkeys(names) if any(letter.isalnum() for letter in name)]
    if not names and in_order:
        names = [name for name in in_order if name.strip()]
    for number, name in enumerate(names):
        if number == 0:
            draft.name = name
        elif folded(name) not in folded(draft.name):
            judge.hear_words(draft, name)
        draft.trade = draft.trade or judge.trades.in_name(name)


def _order_of_call(tel: Property, label: str) -> tuple[bool, bool]:
    """`label`: what its owner called it."""
    kind = f"{tel.parameters} {label}"
    return "fax" in kind or "pager" in kind, not _is_preferred(tel)


def _is_preferred(each: Property) -> bool:
    return bool(re.search(r"\bpref\b(?!=(?:[2-9]|1\d))", each.parameters))


def _number_in(value: str) -> str:
    text = unescaped(value).strip()
    return text[4:] if text.lower().startswith("tel:") else text


def _hear_address(draft: Draft, parts: list[str], judge: Judge) -> None:
    town = parts[3] if len(parts) > 3 else ""
    judge.hear_place(draft, town) if town and not draft.place else None
    if [each for each in parts if each and each != town]:
        judge.hear_words(draft, ", ".join(" ".join(each.split()) for each in parts if each))


def unread_in(properties: list[Property]) -> set[str]:
    names = {each.name for each in properties if each.value.strip()} - READ - OF_MACHINES
    return {name for name in names if not name.startswith(OF_PROGRAMS)}
