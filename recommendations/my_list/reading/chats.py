"""Chats, as they are exported or copied: the messages that recommend somebody, and who wrote them.

The day of a message is no month of anybody's: it is when somebody wrote, not when they hired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy, ngettext

from people.words import in_figures
from recommendations.my_list.reading.decoding import each_line, tidied
from recommendations.my_list.reading.drafts import Draft, Judge
from recommendations.my_list.reading.lines import MY_OWN, OWN_NUMBER, LinesOfOne, cut, draft_of, put_together

DAY_OF_MESSAGE = r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\.?"
HALF = r"(?:\s?[ap]\.?\s?m\.?|\s?[AP]M)?"
TIME = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?{HALF}"
AT = r"(?:,?\s+(?:um\s|à\s|às\s|at\s|a\slas?\s|om\s|alle\s|ore\s|o\s|kl\.?\s|klo\s)?\s*|,)"
# `[12/03/2024, 18:52:07] Nev: …` (iOS), `[18:52, 12/03/2024] Nev: …` (copied from the web), and
# `12/03/2024, 18:52 - Nev: …` (Android)
HEAD = re.compile(
    rf"^\s?(?:\[(?:{DAY_OF_MESSAGE}{AT}{TIME}|{TIME}{AT}{DAY_OF_MESSAGE})\]\s?|{DAY_OF_MESSAGE}{AT}{TIME}\s?[-–]\s)(?P<rest>.*)$",
    re.IGNORECASE,
)
# `Nev, [12.03.2024 18:52]`, and the message below (Telegram)
HEAD_ABOVE = re.compile(
    rf"^(?P<sender>[^\[\]\n]{{1,60}}),\s\[{DAY_OF_MESSAGE}{AT}{TIME}\]:?\s?(?P<rest>.*)$", re.IGNORECASE
)
# `18:52`, `Nev` and the message, parted by tabs, below the day (LINE)
HEAD_IN_CELLS = re.compile(rf"^{TIME}\t(?P<sender>[^\t\n]{{1,60}})\t(?P<rest>.*)$", re.IGNORECASE)
SENDER = re.compile(r"^[~\s]*(?P<sender>[^:\n]{1,60}?)\s?:\s(?P<text>.*)$|^[~\s]*(?P<alone>[^:\n]{1,60}):$")
LEFT_AWAY = (
    "omitted|attached|weggelassen|ausgelassen|ausgeschlossen|angehängt|absente?s?|omise?s?|retirée?|manquante?|joint"
    "|omitid[oa]s?|adjunt[oa]|weggelaten|omess[oai]|pominięt[oey]"
)
NO_WORDS = re.compile(
    rf"^\W{{0,2}}(?:<[^>]*(?:{LEFT_AWAY})[^>]*>"
    rf"|(?:image|video|vidéo|audio|sticker|autocollant|gif|document|documento|dokument|contact card|kontaktkarte"
    rf"|kontakt|fiche contact|tarjeta de contacto|bild|foto|photo|imagen|afbeelding|immagine|multimedia|medien|médias)"
    rf"\s(?:{LEFT_AWAY})"
    r"|null|this message was deleted\.?|you deleted this message\.?|diese nachricht wurde gelöscht\.?"
    r"|du hast diese nachricht gelöscht\.?|ce message a été supprimé\.?|vous avez supprimé ce message\.?"
    r"|tu as supprimé ce message\.?|se eliminó este mensaje\.?|este mensaje fue eliminado\.?"
    r"|eliminaste este mensaje\.?)\W{0,2}$",
    re.IGNORECASE,
)
EDITED = re.compile(
    r"\s*<(?:this message was edited|diese nachricht wurde bearbeitet|ce message a été modifié"
    r"|se editó este mensaje)\.?>",
    re.IGNORECASE,
)
TELLS_OF_MEMBERS = re.compile(
    r"^(?:added|removed|left|joined|changed|created|pinned|was added"
    r"|hat|wurde|ist|a (?:ajouté|quitté|rejoint|créé|changé|modifié|supprimé|été ajouté)|est parti|s['’]est jointe?"
    r"|añadió|agregó|salió|se unió|creó|cambió|eliminó|fue añadid[oa]|ha aggiunto|heeft|dodał)\b"
)
FEWEST_OF_LINES = 0.3
WARNS = re.compile(
    r"^(?:please )?(?:avoid|beware|steer clear|do(?:n['’]?t| not) (?:use|call|hire)|never (?:use|again))\b"
    r"|\b(?:would(?:n['’]?t| not)|(?:can|do)(?:['’]?t|n['’]?t|not| not)) recommend\b"
    r"|\b(?:finger weg|bloß nicht|nie wieder|nicht (?:zu )?empfehlen|nicht weiterempfehlen"
    r"|à éviter|évitez|fuyez|je déconseille|ne recommande pas|plus jamais|méfiez[- ]vous"
    r"|no (?:l[oa]s? )?recomiendo|no recomendable|nunca más|evitad|ni se os ocurra"
    r"|evitate|da evitare|sconsigli(?:o|amo|at[oa])|non (?:l[oa] |ve l[oa] )?(?:consiglio|raccomando)|mai più"
    r"|niet aan te raden|niet aanbevelen|raad (?:ik )?[\w ]{1,40} af|blijf weg van|nooit meer"
    r"|nie polecam|odradzam|nigdy więcej|unikajcie|omijajcie"
    r"|não (?:[oa]s? )?recomend[oa]|não aconselho|evitem|nunca mais|fujam)\b",
    re.IGNORECASE,
)
LONGEST_REMARK = 200
# So many messages with figures in them are looked at.
MOST_LOOKED_AT = 20_000
FIRST_LINES = 60
CHATTER = gettext_lazy("It recommends nobody who could be reached.")
A_WARNING = gettext_lazy("It warns of somebody.")
SAME_NUMBER = gettext_lazy("The number was given before.")
NUMBER_ALONE = gettext_lazy("It has a number in it, and nobody’s name.")
OF_NOBODY = gettext_lazy("It says nobody’s name.")
NO_WORD_IN_IT = gettext_lazy("There are no words in it.")
OF_THE_PROGRAM = gettext_lazy("The chat program wrote it.")
NO_SENDER = gettext_lazy("It has no sender, so it may be of the chat program.")


class ChatMessage(NamedTuple):
    line: int
    last_line: int
    sender: str  # "" if the program wrote it
    text: str


def is_chat(text: str) -> bool:
    """Whether many of its lines begin as messages do."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:FIRST_LINES]
    if not lines:
        return False
    heads = sum(bool(_head_of(line)) for line in lines)
    return bool(heads) and (heads >= len(lines) * FEWEST_OF_LINES or bool(heads > 2))


def messages_in(text: str) -> Iterator[ChatMessage]:
    if text.lstrip()[:1] == "{":
        yield from _of_export(text)
        return
    message: list[str] = []
    begun, sender, number = 0, "", 0
    for number, line in enumerate(each_line(text), 1):
        head = _head_of(line)
        if head:
            if begun or message:
                yield ChatMessage(begun or 1, number - 1, sender, _joined(message))
            begun, (sender, first) = number, _sender_of(head)
            message = [first]
        else:
            message.append(line)
    if begun or any(message):
        yield ChatMessage(begun or 1, number, sender, _joined(message))


def _head_of(line: str) -> re.Match[str] | None:
    return HEAD.match(line) or HEAD_ABOVE.match(line) or HEAD_IN_CELLS.match(line)


def _joined(lines: list[str]) -> str:
    """Below a picture its words."""
    below = any(lines[1:]) and len(lines[0]) < LONGEST_REMARK and NO_WORDS.match(lines[0])
    said = lines[1:] if below else lines
    return "\n".join(said).strip("\n")


def _sender_of(head: re.Match[str]) -> tuple[str, str]:
    if "sender" in head.groupdict():
        return head["sender"].strip(), head["rest"]
    named = SENDER.match(head["rest"])
    if named is None:
        return "", head["rest"]
    text = EDITED.sub("", named["text"] or "")
    return (named["sender"] or named["alone"]).strip(), text


def _of_export(text: str) -> Iterator[ChatMessage]:
    """As Telegram exports a chat, or Messenger and Instagram, which put the newest first."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    rows = data.get("messages") if isinstance(data, dict) else None
    numbered = [each for each in enumerate(rows if isinstance(rows, list) else [], 1) if isinstance(each[1], dict)]
    by_telegram = not numbered or "sender_name" not in numbered[0][1]
    for number, row in numbered if by_telegram else reversed(numbered):
        sender, said = _said_in_telegram(row) if by_telegram else _said_in_messenger(row)
        yield ChatMessage(number, number, tidied(sender), tidied(said))


def _said_in_telegram(row: dict[str, Any]) -> tuple[str, str]:
    return str(row.get("from") or ""), _text_of_telegram(row)


def _said_in_messenger(row: dict[str, Any]) -> tuple[str, str]:
    return _mended(row.get("sender_name")), _mended(row.get("content"))


def _text_of_telegram(row: dict[str, Any]) -> str:
    pieces = row.get("text")
    pieces = pieces if isinstance(pieces, list) else [pieces or ""]
    text = "".join(str(each.get("text", "")) if isinstance(each, dict) else str(each) for each in pieces)
    contact = row.get("contact_information")
    if isinstance(contact, dict):
        shown = ("first_name", "last_name", "phone_number")
        text += "\n" + " ".join(str(contact.get(key) or "") for key in shown)
    return text.strip()


def _mended(text: Any) -> str:
    """Messenger writes each byte of UTF-8 as a letter of its own."""
    plain = text if isinstance(text, str) else ""
    try:
        return plain.encode("latin-1").decode()
    except UnicodeError:
        return plain


def is_export(text: str) -> bool:
    return text.lstrip()[:1] == "{" and '"messages"' in text[:2000]


class Recommended(NamedTuple):
    drafts: list[Draft]
    aside: list[tuple[int, str, str]]  # what else stands in the message, and why it is nobody


def read_chat(text: str, judge: Judge, left_out: list[tuple[int, str, str]]) -> Iterator[Draft]:
    """What recommends nobody is added to `left_out`."""
    before: ChatMessage | None = None  # what somebody wrote just before, with nobody in it
    looked_at, given = 0, set[str]()
    for message in messages_in(text):
        why = _says_nothing(message) or ("" if looked_at < MOST_LOOKED_AT else _not_looked())
        found = Recommended([], [])
        if not why and _may_reach(message.text):
            looked_at += 1
            found = _without_known(_recommended(message, judge), given)
        if before and _is_number_alone(found) and before.sender == message.sender:
            message = message._replace(line=before.line, text=f"{before.text}\n{message.text}")
            found, before = _without_known(_recommended(message, judge), given), None
        if before:
            left_out.append((before.line, _told(before), str(CHATTER)))
        yield from found.drafts
        left_out += found.aside
        before = None if why or found.drafts or found.aside else message
        if why:
            left_out.append((message.line, _told(message), why))
    if before:
        left_out.append((before.line, _told(before), str(CHATTER)))


def _without_known(found: Recommended, given: set[str]) -> Recommended:
    """Whoever is told of twice, by the same number, is one."""
    new = [draft for draft in found.drafts if not given & set(draft.phones)]
    again = [(draft.line, draft.raw, str(SAME_NUMBER)) for draft in found.drafts if given & set(draft.phones)]
    given.update(*(draft.phones for draft in new))
    return Recommended(new, found.aside + again)


def _may_reach(text: str) -> bool:
    return any(each.isdigit() or each == "@" for each in text) or "www." in text or "://" in text


def _is_number_alone(found: Recommended) -> bool:
    """The name in one message, the number in the next."""
    return not found.drafts and len(found.aside) == 1 and found.aside[0][2] == NUMBER_ALONE


def _is_somebody(draft: Draft) -> bool:
    """In a sentence a name begins with a capital, or says what they do."""
    return bool(draft.name) and (bool(draft.trade) or any(each.isupper() for each in draft.name))


def _says_nothing(message: ChatMessage) -> str:
    if not message.sender:
        return str(NO_SENDER)
    if (len(message.text) < LONGEST_REMARK and NO_WORDS.match(message.text)) or not any(
        each.isalnum() for each in message.text
    ):
        return str(NO_WORD_IN_IT)
    if message.text.startswith(f"{message.sender} ") and TELLS_OF_MEMBERS.match(
        message.text[len(message.sender) + 1 :]
    ):
        return str(OF_THE_PROGRAM)
    if message.text.endswith("?") and "\n" not in message.text:
        return str(CHATTER)
    if WARNS.search(message.text):
        return str(A_WARNING)
    return str(OWN_NUMBER) if MY_OWN.search(message.text) else ""


def _told(message: ChatMessage) -> str:
    return f"{message.sender}: {message.text}" if message.sender else message.text


def _recommended(message: ChatMessage, judge: Judge) -> Recommended:
    """Whoever can be reached by what stands in it."""
    lines = [cut(message.line + at, line, judge) for at, line in enumerate(message.text.split("\n"))]
    reaching = [each for each in lines if each.phones or each.emails or each.websites]
    found = Recommended([], [])
    if not reaching:
        return found
    groups = [LinesOfOne([each for each in lines if each.text.strip()])] if len(reaching) == 1 else []
    for group in groups or put_together(lines, judge, found.aside):
        draft = draft_of(group, judge)
        if not any(each.reaches for each in group.lines):
            found.aside.append((draft.line, draft.raw, str(CHATTER)))
        elif not _is_somebody(draft):
            why = NUMBER_ALONE if draft.phones and not draft.name else OF_NOBODY
            found.aside.append((draft.line, draft.raw, str(why)))
        else:
            draft.faults = [] if draft.phones else draft.faults
            draft.words.append(f"{message.sender} said so.")
            found.drafts.append(draft)
    return found


def _not_looked() -> str:
    said = ngettext(
        "It stands after the first {count} message that may hold a number.",
        "It stands after the first {count} messages that may hold a number.",
        MOST_LOOKED_AT,
    )
    return said.format(count=in_figures(MOST_LOOKED_AT))
