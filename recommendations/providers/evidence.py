"""The evidence for a suggestion, and the chain that it comes by, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, npgettext_lazy, pgettext_lazy

from people.spoken import Spoken, spoken
from people.words import Lazy, all_of, number
from recommendations.models import Outcome, Relation
from recommendations.providers.ranking import Voice
from recommendations.sight.names import Link

NOBODY_UNRELATED = gettext_lazy(
    "Only people who are close to them, or were paid, have said anything, so it does not count."
)
AND_OTHERS = pgettext_lazy("after the first few of a list", "others")
ONLY_YOU = gettext_lazy("Only you have vouched for them.")
# Translators: {between} is what an author of a vouch said is between the two, like “They are family”.
CLOSE_TO_THEM = gettext_lazy("Worth knowing: “{between}”")
# By whether any friend, and how many words from beyond the circle, none, one or more: whole sentences, one for each
# case. `friends` is their number in words, with a capital, and `number` without.
# Beyond the circle vouches are counted, not people, and to no more than "friends of friends": any number would tell
# which nameless vouches are by one person, or through how many friends they come, and grow with false accounts.
WOULD_AGAIN = {
    (True, 0): ngettext_lazy("One friend would hire them again.", "{friends} friends would hire them again.", "count"),
    (False, 1): gettext_lazy("A friend of a friend would hire them again."),
    (False, 2): gettext_lazy("Friends of friends would hire them again."),
    (True, 1): ngettext_lazy(
        "One friend and a friend of a friend would hire them again.",
        "{friends} friends and a friend of a friend would hire them again.",
        "count",
    ),
    (True, 2): ngettext_lazy(
        "One friend and some friends of friends would hire them again.",
        "{friends} friends and some of their friends would hire them again.",
        "count",
    ),
}
WITH_A_CAVEAT = {
    (True, 0): ngettext_lazy(
        "One friend would hire them again, with a caveat.",
        "{friends} friends would hire them again, with a caveat.",
        "count",
    ),
    (False, 1): gettext_lazy("A friend of a friend would hire them again, with a caveat."),
    (False, 2): gettext_lazy("Friends of friends would hire them again, with a caveat."),
    (True, 1): ngettext_lazy(
        "One friend and a friend of a friend would hire them again, with a caveat.",
        "{friends} friends and a friend of a friend would hire them again, with a caveat.",
        "count",
    ),
    (True, 2): ngettext_lazy(
        "One friend and some friends of friends would hire them again, with a caveat.",
        "{friends} friends and some of their friends would hire them again, with a caveat.",
        "count",
    ),
}
# No friend of a friend's "not again" is ever read.
NOT_AGAIN = {
    (True, 0): ngettext_lazy(
        "One friend would not hire them again.", "{friends} friends would not hire them again.", "count"
    ),
}
OF_OUTCOME_BUT_REFUSALS = {Outcome.YES.value: WOULD_AGAIN, Outcome.BUT.value: WITH_A_CAVEAT}
OF_OUTCOME = OF_OUTCOME_BUT_REFUSALS | {Outcome.NO.value: NOT_AGAIN}
IN_A_YEAR, TOLD_IN_YEARS = 12, 24


class Since(NamedTuple):
    """How a length of time is told: this month, in months, in years."""

    now: Lazy
    months: Lazy
    years: Lazy

    def told(self, months: int, said: Spoken | None = None) -> str:
        said = said or spoken()
        if not months:
            return said(self.now)
        if months < TOLD_IN_YEARS:
            return said.with_count(self.months, months, months=months)
        years = months // IN_A_YEAR
        return said.with_count(self.years, years, years=years)


HIRED = Since(
    gettext_lazy("Hired this month"),
    ngettext_lazy("Hired a month ago", "Hired {months} months ago", "months"),
    ngettext_lazy("Hired a year ago", "Hired {years} years ago", "years"),
)
HIRED_LONG_AGO = Since(
    gettext_lazy("Hired this month"),
    npgettext_lazy("long ago", "Hired a month ago", "Long ago: hired {months} months ago", "months"),
    ngettext_lazy("Long ago: hired a year ago", "Long ago: hired {years} years ago", "years"),
)
LAST_HIRED = Since(
    gettext_lazy("Last hired this month."),
    ngettext_lazy("Last hired a month ago.", "Last hired {months} months ago.", "months"),
    ngettext_lazy("Last hired a year ago.", "Last hired {years} years ago.", "years"),
)
YOU_LAST_HIRED = Since(
    gettext_lazy("You last hired them this month."),
    ngettext_lazy("You last hired them a month ago.", "You last hired them {months} months ago.", "months"),
    ngettext_lazy("You last hired them a year ago.", "You last hired them {years} years ago.", "years"),
)


class DeedToldOf(NamedTuple):
    """What whoever stands at the end of a chain did: in whole sentences, of which each may say when."""

    by_a_friend: Lazy
    by_one_of_them: Lazy  # who is not named, of the friends of a friend who is
    by_somebody: Lazy  # and neither is
    lets_find: Lazy  # what a friend lets one find


TOLD_OF_HIRING = DeedToldOf(
    gettext_lazy("{name} hired them in {when}."),
    gettext_lazy(
        "One of them hired them in {when}, and has not let friends of friends see their name. So Whom does not say who "
        "it is."
    ),
    gettext_lazy(
        "Someone whom one of your friends trusts hired them in {when}. They have not let friends of friends see "
        "their name, and Whom does not say which friend it is, since that could tell who they are."
    ),
    gettext_lazy("{name} lets you find what {name}’s friends vouch for."),
)
TOLD_OF_OFFERING = DeedToldOf(
    gettext_lazy("{name} offers it."),
    gettext_lazy(
        "One of them offers it, and has not let friends of friends see their name. So Whom does not say who it is."
    ),
    gettext_lazy(
        "Someone whom one of your friends trusts offers it. They have not let friends of friends see "
        "their name, and Whom does not say which friend it is, since that could tell who they are."
    ),
    gettext_lazy("{name} lets you find what {name}’s friends offer."),
)
# `when` is "this week", or "in March 2024".
TOLD_OF_SHARING = DeedToldOf(
    gettext_lazy("{name} shared it {when}."),
    gettext_lazy(
        "One of them shared it {when}, and has not let friends of friends see their name. So Whom does not say who it "
        "is."
    ),
    gettext_lazy(
        "Someone whom one of your friends trusts shared it {when}. They have not let friends of friends see "
        "their name, and Whom does not say which friend it is, since that could tell who they are."
    ),
    gettext_lazy("{name} lets you find what {name}’s friends share."),
)


# By whether it is known since when, and how.
IN_EACH_OTHERS_CIRCLE = {
    (False, False): gettext_lazy("You and {name} have been in each other’s circle."),
    (False, True): gettext_lazy("You and {name} have been in each other’s circle (in your words: “{how}”)."),
    (True, False): gettext_lazy("You and {name} have been in each other’s circle since {month}."),
    (True, True): gettext_lazy(
        "You and {name} have been in each other’s circle since {month} (in your words: “{how}”)."
    ),
}
FRIEND_OF_FRIEND = gettext_lazy("{name} is a friend of {friend}’s, and lets friends of friends see their name.")


def evidence(voices: list[Voice], refusals: bool = True, said_in: Spoken | None = None) -> str:
    """Of words that count alone, and never empty but without `refusals`, where those are quoted beside it; one's own is
    told only where nobody else has spoken."""
    spoken_in = said_in or spoken()
    others = [voice for voice in voices if voice.distance]
    if not others:
        return spoken_in(ONLY_YOU)
    counted = [voice for voice in others if voice.counts]
    if not counted:
        return spoken_in(NOBODY_UNRELATED)
    friends, beyond = [0] * len(Outcome), [0] * len(Outcome)  # by outcome
    for voice in counted:
        if voice.distance == 1:
            friends[voice.outcome] += 1
            continue
        for each in voice.vouches.values():
            beyond[each.outcome] += each.counts
    told = OF_OUTCOME if refusals else OF_OUTCOME_BUT_REFUSALS
    return " ".join([_told(told[n], friends[n], beyond[n], spoken_in) for n in told if friends[n] or beyond[n]])


def _told(sentences: dict[tuple[bool, int], Lazy], friends: int, beyond: int, said: Spoken) -> str:
    words = number(friends, said) if friends else ""
    sentence = sentences[friends > 0, min(beyond, 2)]
    return said.with_count(sentence, friends, number=words, friends=words[:1].upper() + words[1:])


def last_hired(voices: list[Voice], said: Spoken | None = None) -> str:
    """Nothing where nobody's word counts."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return YOU_LAST_HIRED.told(voices[0].months, said)
    counted = [voice.months for voice in others if voice.counts]
    return LAST_HIRED.told(min(counted), said) if counted else ""


def connection(chain: Sequence[Link], month: str, said: Spoken | None = None) -> str:
    """Every link of the chain, in no more words than the viewer may know."""
    if not chain:
        return _("You hired them in {month}, and vouched for them.").format(month=month)
    return connected(chain, TOLD_OF_HIRING, month, said)


def connected(chain: Sequence[Link], deed: DeedToldOf, when: str = "", spoken_in: Spoken | None = None) -> str:
    """Whoever stands at the end of the chain did the deed; their friends are found by what they do."""
    friend, author = chain[0], chain[-1]
    now = spoken_in or spoken()
    if not friend.known:
        return now(deed.by_somebody).format(when=when)
    said = [tie_in_words(friend, now)]
    if friend is author:
        said.append(now(deed.by_a_friend).format(name=friend.first_name, when=when))
    else:
        said.append(now(deed.lets_find).format(name=friend.first_name))
        said.append(_beyond(friend, author, deed, when, now))
    return " ".join(said)


def tie_in_words(friend: Link, said: Spoken) -> str:
    month = said.month(friend.since) if friend.since else ""
    sentence = said(IN_EACH_OTHERS_CIRCLE[bool(month), bool(friend.how)])
    return sentence.format(name=friend.name, how=friend.how, month=month)


def _beyond(friend: Link, author: Link, deed: DeedToldOf, when: str, said: Spoken) -> str:
    if not author.known:
        return said(deed.by_one_of_them).format(when=when)
    named = said(FRIEND_OF_FRIEND).format(name=author.name, friend=friend.first_name)
    return f"{named} {said(deed.by_a_friend).format(name=author.first_name, when=when)}"


def listed(things: Sequence[str], most: int = 3) -> str:
    """`a, b and c`; of more, the first few `and others`"""
    more = [spoken()(AND_OTHERS)] if len(things) > most else []
    return all_of([*things[:most], *more])


def close_to_them(relation: str) -> str:
    """What stands beside a vouch that is shown and not counted, wherever it is told."""
    return "" if relation == Relation.NONE else spoken()(CLOSE_TO_THEM).format(between=Relation(relation).label)


def not_again_by(names: list[str]) -> str:
    said = ngettext("{names} would not hire them again.", "{names} would not hire them again.", len(names))
    return said.format(names=listed(names))
