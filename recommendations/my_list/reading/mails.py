"""Mails that were copied with who wrote them to whom, and when: none of that is about a tradesperson, and their day is
no month of anybody's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recommendations.my_list.reading.lines import A_HEADING

QUOTED_BY = r"^[>|\s*]*"
# English, German, French, Spanish, Dutch, Italian, Polish, as mail programs write them.
WRITTEN_BY = re.compile(rf"{QUOTED_BY}(?:from|von|de|van|da|od)\*?\s?:\*?\s.*[@+(]", re.IGNORECASE)
BELOW_IT = re.compile(
    rf"{QUOTED_BY}(?:sent|date|to|cc|bcc|subject|reply-to|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para"
    r"|asunto|verzonden|aan|onderwerp|inviato|data|a|oggetto|wysłano|do|dw|temat)\*?\s?:",
    re.IGNORECASE,
)
WROTE_ABOVE = re.compile(
    rf"{QUOTED_BY}(?:on|am|le|el|op|il|w dniu)\s.*\d.*\b(?:wrote|schrieb\b.*|a écrit|escribió|schreef\b.*|ha scritto"
    r"|napisał(?:\(a\)|a)?|pisze)\s?:$",
    re.IGNORECASE,
)
# Longer lines are none of these, and are not looked at.
LONGEST_HEAD = 300


def without_heads(written: list[tuple[int, str]], left_out: list[tuple[int, str, str]]) -> Iterator[tuple[int, str]]:
    """The lines, each with its number, but for the heads of mails: those are added to `left_out`."""
    in_head = False
    for number, line in written:
        may_be = len(line) <= LONGEST_HEAD
        in_head = may_be and bool(WRITTEN_BY.match(line) or (in_head and BELOW_IT.match(line)))
        if in_head or (may_be and WROTE_ABOVE.match(line.rstrip())):
            left_out.append((number, line, str(A_HEADING)))
        else:
            yield number, line
