"""The evidence for a suggestion, and the chain that it comes by, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from people.words import number
from recommendations.models import Outcome
from recommendations.providers.ranking import Voice
from recommendations.sight.names import Link

NOBODY_UNRELATED = "Only people who are close to them, or were paid, have said anything, so it does not count."
ONLY_YOU = "Only you have vouched for them."
# By how many friends and how many words from beyond the circle, none, one or more: whole sentences, one for each case.
# Beyond the circle vouches are counted, not people, and to no more than "friends of friends": any number would tell
# which nameless vouches are by one person, or through how many friends they come, and grow with false accounts.
WOULD_AGAIN = {
    (1, 0): "One friend would hire them again.",
    (2, 0): "{friends} friends would hire them again.",
    (0, 1): "A friend of a friend would hire them again.",
    (0, 2): "Friends of friends would hire them again.",
    (1, 1): "One friend and a friend of a friend would hire them again.",
    (2, 1): "{friends} friends and a friend of a friend would hire them again.",
    (1, 2): "One friend and some friends of friends would hire them again.",
    (2, 2): "{friends} friends and some of their friends would hire them again.",
}
WITH_A_CAVEAT = {
    (1, 0): "One friend would hire them again, with a caveat.",
    (2, 0): "{friends} friends would hire them again, with a caveat.",
    (0, 1): "A friend of a friend would hire them again, with a caveat.",
    (0, 2): "Friends of friends would hire them again, with a caveat.",
    (1, 1): "One friend and a friend of a friend would hire them again, with a caveat.",
    (2, 1): "{friends} friends and a friend of a friend would hire them again, with a caveat.",
    (1, 2): "One friend and some friends of friends would hire them again, with a caveat.",
    (2, 2): "{friends} friends and some of their friends would hire them again, with a caveat.",
}
# No friend of a friend's "not again" is ever read.
NOT_AGAIN = {
    (1, 0): "One friend would not hire them again.",
    (2, 0): "{friends} friends would not hire them again.",
}
OF_OUTCOME = {Outcome.YES: WOULD_AGAIN, Outcome.BUT: WITH_A_CAVEAT, Outcome.NO: NOT_AGAIN}
IN_A_YEAR, TOLD_IN_YEARS = 12, 24


class Since(NamedTuple):
    """How a length of time is told: this month, last month, in months, in years."""

    now: str
    a_month: str
    months: str
    years: str

    def told(self, months: int) -> str:
        if months < 2:
            return self.a_month if months else self.now
        if months < TOLD_IN_YEARS:
            return self.months.format(months=months)
        return self.years.format(years=months // IN_A_YEAR)


HIRED = Since("Hired this month", "Hired a month ago", "Hired {months} months ago", "Hired {years} years ago")
HIRED_LONG_AGO = HIRED._replace(years="Long ago: hired {years} years ago", months="Long ago: hired {months} months ago")
LAST_HIRED = Since(
    "Last hired this month.",
    "Last hired a month ago.",
    "Last hired {months} months ago.",
    "Last hired {years} years ago.",
)
YOU_LAST_HIRED = Since(
    "You last hired them this month.",
    "You last hired them a month ago.",
    "You last hired them {months} months ago.",
    "You last hired them {years} years ago.",
)


def evidence(voices: list[Voice], refusals: bool = True) -> str:
    """Of words that count alone, and never empty but without `refusals`, where those are quoted beside it; one's own is
    told only where nobody else has spoken."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return ONLY_YOU
    counted = [voice for voice in others if voice.counts]
    if not counted:
        return NOBODY_UNRELATED
    friends = [voice.outcome for voice in counted if voice.distance == 1]
    said = [each for voice in counted if voice.distance == 2 for each in voice.vouches.values()]
    beyond = [each.outcome for each in said if each.counts]
    told = ((sentences, friends.count(what), beyond.count(what)) for what, sentences in OF_OUTCOME.items())
    told = (each for each in told if refusals or each[0] is not NOT_AGAIN)
    return " ".join(_told(*each) for each in told if any(each[1:]))


def _told(sentences: dict[tuple[int, int], str], friends: int, beyond: int) -> str:
    return sentences[min(friends, 2), min(beyond, 2)].format(friends=number(friends).capitalize())


def last_hired(voices: list[Voice]) -> str:
    """Nothing where nobody's word counts."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return YOU_LAST_HIRED.told(voices[0].months)
    counted = [voice.months for voice in others if voice.counts]
    return LAST_HIRED.told(min(counted)) if counted else ""


def connection(chain: Sequence[Link], month: str) -> str:
    """Every link of the chain, in no more words than the viewer may know."""
    if not chain:
        return f"You hired them in {month}, and vouched for them."
    return connected(chain, f"hired them in {month}", "vouch for")


def connected(chain: Sequence[Link], deed: str, lets_find: str) -> str:
    """Whoever stands at the end of the chain did the deed; their friends are found by what they do."""
    friend, author = chain[0], chain[-1]
    if not friend.known:
        return (
            f"Someone whom one of your friends trusts {deed}. They have not let friends of friends see "
            "their name, and Whom does not say which friend it is, since that could tell who they are."
        )
    said = [tie_in_words(friend)]
    if friend is author:
        said.append(f"{friend.first_name} {deed}.")
    else:
        said.append(f"{friend.first_name} lets you find what {friend.first_name}’s friends {lets_find}.")
        said.append(_beyond(friend, author, deed))
    return " ".join(said)


def tie_in_words(friend: Link) -> str:
    since = f" since {friend.since:%B %Y}" if friend.since else ""
    how = f" (in your words: “{friend.how}”)" if friend.how else ""
    return f"You and {friend.name} have been in each other’s circle{since}{how}."


def _beyond(friend: Link, author: Link, deed: str) -> str:
    if author.known:
        return (
            f"{author.name} is a friend of {friend.first_name}’s, and lets friends of friends see their name. "
            f"{author.first_name} {deed}."
        )
    return f"One of them {deed}, and has not let friends of friends see their name. So Whom does not say who it is."


def listed(things: Sequence[str], most: int = 3) -> str:
    """`a, b and c`; of more, the first few `and others`"""
    some = [*things[:most], *(["others"] if len(things) > most else [])]
    return " and ".join(part for part in (", ".join(some[:-1]), some[-1]) if part) if some else ""
