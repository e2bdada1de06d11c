"""Chats, as they are exported or copied: the messages that recommend somebody, and who wrote them.

The day of a message is no month of anybody's: it is when somebody wrote, not when they hired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from recommendations.my_list.reading.drafts import Draft, Judge
from recommendations.my_list.reading.lines import MY_OWN, OWN_NUMBER, LinesOfOne, cut, draft_of, put_together

DAY_OF_MESSAGE = r"(?:\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}|\d{4}[./-]\d{1,2}[./-]\d{1,2})\.?"
HALF = r"(?:\s?[ap]\.?\s?m\.?|\s?[AP]M)?"
TIME = rf"\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?{HALF}"
AT = r"(?:,?\s+(?:um\s|à\s|at\s|a\sla?s?\s|om\s|alle\s|ore\s|o\s)?\s*|,)"
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
SENDER = re.compile(r"^[~\s]*(?P<sender>[^:\n]{1,60}?)\s?:\s(?P<text>.*)$|^[~\s]*(?P<alone>[^:\n]{1,60}):$")
LEFT_AWAY = (
    "omitted|attached|weggelassen|ausgeschlossen|absente?|omise?s?|omitid[oa]s?|weggelaten|omess[oai]|pominięt[oey]"
)
NO_WORDS = re.compile(
    rf"^\W{{0,2}}(?:<[^>]*(?:{LEFT_AWAY})[^>]*>"
    rf"|(?:image|video|audio|sticker|gif|document|contact card|bild|foto|photo|imagen|afbeelding|immagine)"
    rf"\s(?:{LEFT_AWAY})"
    r"|null|this message was deleted\.?|you deleted this message\.?|diese nachricht wurde gelöscht\.?)\W{0,2}$",
    re.IGNORECASE,
)
EDITED = re.compile(r"\s*<(?:this message was edited|diese nachricht wurde bearbeitet)>", re.IGNORECASE)
FEWEST_OF_LINES = 0.3
FIRST_LINES = 60
CHATTER = "It recommends nobody who could be reached."
OF_NOBODY = "It says nobody’s name."
NO_WORD_IN_IT = "There are no words in it."
OF_THE_PROGRAM = "The chat program wrote it."


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
    heads = sum(bool(HEAD.match(line) or HEAD_ABOVE.match(line)) for line in lines)
    return bool(heads) and (heads >= len(lines) * FEWEST_OF_LINES or bool(heads > 2))


def messages_in(text: str) -> Iterator[ChatMessage]:
    if text.lstrip()[:1] == "{":
        yield from _of_telegram(text)
        return
    message: list[str] = []
    begun, sender, number = 0, "", 0
    for number, line in enumerate(text.split("\n"), 1):
        head = HEAD.match(line) or HEAD_ABOVE.match(line)
        if head:
            if begun or message:
                yield ChatMessage(begun or 1, number - 1, sender, "\n".join(message).strip("\n"))
            begun, (sender, first) = number, _sender_of(head)
            message = [first]
        else:
            message.append(line)
    if begun or any(message):
        yield ChatMessage(begun or 1, number, sender, "\n".join(message).strip("\n"))


def _sender_of(head: re.Match[str]) -> tuple[str, str]:
    if "sender" in head.groupdict():
        return head["sender"].strip(), head["rest"]
    named = SENDER.match(head["rest"])
    if named is None:
        return "", head["rest"]
    return (named["sender"] or named["alone"]).strip(), EDITED.sub("", named["text"] or "")


def _of_telegram(text: str) -> Iterator[ChatMessage]:
    """Its export as JSON."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    rows = data.get("messages") if isinstance(data, dict) else None
    for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
        if isinstance(row, dict):
            yield ChatMessage(number, number, str(row.get("from") or ""), _text_of_telegram(row))


def _text_of_telegram(row: dict[str, Any]) -> str:
    pieces = row.get("text")
    pieces = pieces if isinstance(pieces, list) else [pieces or ""]
    text = "".join(str(each.get("text", "")) if isinstance(each, dict) else str(each) for each in pieces)
    contact = row.get("contact_information")
    if isinstance(contact, dict):
        shown = ("first_name", "last_name", "phone_number")
        text += "\n" + " ".join(str(contact.get(key) or "") for key in shown)
    return text.strip()


def is_telegram(text: str) -> bool:
    return text.lstrip()[:1] == "{" and '"messages"' in text[:2000]


def read_chat(text: str, judge: Judge, left_out: list[tuple[int, str, str]]) -> Iterator[Draft]:
    """What recommends nobody is added to `left_out`."""
    before: ChatMessage | None = None  # what somebody wrote just before, with nobody in it
    for message in messages_in(text):
        why = _says_nothing(message)
        found = [] if why else list(_recommended(message, judge))
        if before and found and found[0].phones and not found[0].name and before.sender == message.sender:
            # The name in one message, the number in the next.
            message = message._replace(line=before.line, text=f"{before.text}\n{message.text}")
            found, before = list(_recommended(message, judge)), None
        if before:
            left_out.append((before.line, _told(before), CHATTER))
        before = None
        good = [draft for draft in found if _is_somebody(draft)]
        yield from good
        left_out += [(draft.line, draft.raw, OF_NOBODY) for draft in found if draft not in good]
        if why:
            left_out.append((message.line, _told(message), why))
        elif not found:
            before = message
    if before:
        left_out.append((before.line, _told(before), CHATTER))


def _is_somebody(draft: Draft) -> bool:
    """In a sentence a name begins with a capital, or says what they do."""
    return bool(draft.name) and (bool(draft.trade) or any(each.isupper() for each in draft.name))


def _says_nothing(message: ChatMessage) -> str:
    if not message.sender:
        return OF_THE_PROGRAM
    if NO_WORDS.match(message.text) or not any(each.isalnum() for each in message.text):
        return NO_WORD_IN_IT
    return OWN_NUMBER if MY_OWN.search(message.text) else ""


def _told(message: ChatMessage) -> str:
    return f"{message.sender}: {message.text}" if message.sender else message.text


def _recommended(message: ChatMessage, judge: Judge) -> Iterator[Draft]:
    """Whoever can be reached by what stands in it."""
    if (
        not any(each.isdigit() or each in "@" for each in message.text)
        and "www." not in message.text
        and "://" not in message.text
    ):
        return
    lines = [cut(message.line + at, line, judge) for at, line in enumerate(message.text.split("\n"))]
    reaching = [each for each in lines if each.phones or each.emails or each.websites]
    if not reaching:
        return
    groups = [LinesOfOne([each for each in lines if each.text.strip()])] if len(reaching) == 1 else []
    for group in groups or put_together(lines, judge, []):
        if any(each.reaches for each in group.lines):
            yield _draft_of(group, message, judge)


def _draft_of(group: LinesOfOne, message: ChatMessage, judge: Judge) -> Draft:
    draft = draft_of(group, judge)
    draft.faults = [] if draft.phones else draft.faults
    draft.words.append(f"{message.sender} said so.")
    return draft
