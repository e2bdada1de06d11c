"""Who it is, among the words that people jot down: `Joe the plumber`, `Plumber: Joe`, `try Rosa Lima, she is
great`."""

from __future__ import annotations

import re
from typing import NamedTuple

from people.places import folded
from recommendations.my_list.reading.trades import TradeNames, is_somebody, says_only

LITTLE = frozenset(
    """a an the our my your l d il lo un une mon notre el la los mi nuestro mein meine unser unsere onze mijn nasz mój
    der die das le les de het een""".split()
)
# With these a sentence about somebody begins, before their name.
BEFORE_NAMES = frozenset(
    """try use used call ring text contact ask phone message recommend recommended recommending highly definitely can
    could would should i we you he she they it id ive weve youd is was were are had have has hi hey hello yes yep yeah
    no ok also and or maybe perhaps my our your the a an this that there theres got get know see thanks please sorry so
    well oh always really called named number numbers nummer numéro número very good great lovely excellent
    brilliant fantastic heres here
    nimm nehmt probier probiert versuch versucht ruf ruft frag fragt empfehle ich wir kann ja
    essayez essaie appelez appelle je recommande oui llama llamad prueba probad recomiendo prova provate chiama
    chiamate
    consiglio bel probeer neem ik heb hebben wij goede ervaring met vi ti noi io
    consigliamo mit haben hatten gute erfahrung nous avons eu tenemos tuvimos mam mamy polecam spróbuj zadzwoń
    tak yo tengo tenemos""".split()
)
# Without its accent it may be Simon.
YES_IN_FULL = frozenset(("sì", "sí"))
TAILS = frozenset(
    "on at is its his her number no nr tel mob mobile phone call ring text contact via under through".split()
)
# Between the words of a name.
WITHIN = frozenset("& and + de da di del della van von der den la le du of et y und e i zu ten ter al bin".split())
# Where a name without capitals ends.
DOES = frozenset(
    """did does do is was has have had who that came comes for from on at in fixed fixes made built put helped
    works worked
    he she they we our my very really good great very recommended and with but will can""".split()
)
# L’idraulico
ELISION = re.compile(r"\b([ld])['’](?=[a-zà-ÿ]{4})", re.IGNORECASE)
PROSE, LONGEST_PLAIN = 4, 4


class NameRead(NamedTuple):
    name: str
    trade: str  # as written, or ""
    rest: list[str]  # what else the parts say, in their order
    prose: str = ""  # the sentence that the name stands in


def name_and_trade(parts: list[str], trades: TradeNames) -> NameRead:
    """`parts` are what stands between commas, dashes and facts; at least one."""
    while len(parts) > 1 and all(_is_before_names(word) for word in parts[0].split()):
        parts = parts[1:]  # “yes, …”
    head, *rest = parts
    if (first := trades.named(head)) and rest and _may_be_name(rest[0]):  # the trade stands first: “Plumber: Joe Smith”
        read = name_and_trade(rest, trades)
        is_told = read.trade in read.rest or says_only(read.trade, first)
        more = [read.trade] if read.trade and not is_told else []
        more += [] if says_only(head, first) else [head]
        return NameRead(read.name, head, more + read.rest, read.prose)
    read = _name_in(head, trades)
    if read.trade:
        return read._replace(rest=read.rest + rest)
    for number, part in enumerate(rest):
        if found := trades.named(part):
            rest = rest[:number] + ([] if says_only(part, found) else [part]) + rest[number + 1 :]
            return NameRead(read.name, part, read.rest + rest, read.prose)
    return read._replace(rest=read.rest + rest)


def _may_be_name(text: str) -> bool:
    words = text.split()
    if all(folded(word) in BEFORE_NAMES for word in words):
        return False
    return text[:1].isupper() or (len(words) <= LONGEST_PLAIN // 2 and not _tells_a_deed(words))


def _name_in(text: str, trades: TradeNames) -> NameRead:
    words = ELISION.sub(r"\1' ", text).split()
    body = _without_lead(words)
    prose = text if len(words) - len(body) > 1 else ""
    while len(body) > 1 and folded(body[-1]) in TAILS:
        body = body[:-1]
    found = trades.found_in(body)
    if not found:
        return _before_prose(body, prose)
    if found.size == len(body):
        return NameRead(" ".join(body), " ".join(body), [], prose)
    phrase = body[found.start : found.start + found.size]
    said = " ".join(phrase)
    before, after = _without_little(body[: found.start]), body[found.start + found.size :]
    more = [" ".join(after)] if after else []
    if said.islower() and before and (is_somebody(said) or (not after and not _tells_a_deed(before))):
        read = _before_prose(before, prose)
        shown = [] if says_only(said, found.trade) else [said]
        return NameRead(read.name, said, shown + read.rest + more, read.prose)
    first = not before and bool(after) and is_somebody(said)
    if first and (said.islower() or _is_name(after)):  # “plumber Joe”, “Plumber Joe Smith”
        read = _before_prose(_without_lead(after), prose)
        shown = [] if says_only(said, found.trade) else [said]
        return NameRead(read.name, said, shown + read.rest, read.prose)
    return _before_prose(body, prose)._replace(trade=said)


def _tells_a_deed(words: list[str]) -> bool:
    return any(folded(word) in DOES for word in words)


def _without_lead(words: list[str]) -> list[str]:
    """Words with which a sentence begins, as far as something is left that may be a name."""
    at = 0
    while at < len(words) - 1 and (_is_before_names(words[at]) or _is_article(words[at], words[at + 1])):
        at += 1
    return words[at:]


def _is_before_names(word: str) -> bool:
    """“I”, but not the “I.” of I. Khan."""
    return (folded(word) in BEFORE_NAMES and not word.endswith(".")) or word.casefold() in YES_IN_FULL


def _is_article(word: str, after: str) -> bool:
    """“El fontanero”, “la Rosa”, but not “La Rosa”."""
    return word.lower().rstrip("'’") in LITTLE and (word.islower() or after.islower())


def _is_name(words: list[str]) -> bool:
    return all(word[:1].isupper() or folded(word) in WITHIN for word in words) and len(words) <= LONGEST_PLAIN


def _before_prose(body: list[str], prose: str) -> NameRead:
    """The words with capitals at the beginning of a sentence; all of a short text."""
    if len(body) <= PROSE and not _tells_a_deed(body[1:]):
        return NameRead(" ".join(body), "", [], prose)
    size = 0
    for number, word in enumerate(body):
        if word.strip("(\"'“‘")[:1].isupper() or word[:1].isdigit():
            size = number + 1
        elif word not in WITHIN or not size:
            break
    if not size:
        size = next((n for n, word in enumerate(body) if n and folded(word) in DOES), min(len(body), LONGEST_PLAIN))
    rest = [] if prose or size == len(body) else [" ".join(body[size:])]
    return NameRead(" ".join(body[:size]), "", rest, prose)


def _without_little(words: list[str]) -> list[str]:
    while words and words[-1].lower() in LITTLE:
        words = words[:-1]
    return [word for word in words[:1] if word.lower() not in LITTLE] + words[1:]
