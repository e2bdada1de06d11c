"""The evidence for a suggestion, and the chain that it comes by, in words."""

from __future__ import annotations

from collections.abc import Sequence

from recommendations.models import Outcome
from recommendations.providers.ranking import Voice
from recommendations.sight.names import Link

NOBODY_UNRELATED = "Only people who are close to them, or were paid, have said anything, so it does not count"


def ago(months: int) -> str:
    if months == 0:
        return "this month"
    if months == 1:
        return "a month ago"
    if months < 24:
        return f"{months} months ago"
    return f"{months // 12} years ago"


def who(friends: int, beyond: int) -> str:
    """`2 friends and 1 friend of a friend`

    Beyond the circle vouches are counted, not people, and to no more than "friends of friends": any number would tell
    which nameless vouches are by one person, or through how many friends they come, and grow with false accounts.
    """
    parts = []
    if friends:
        parts.append("1 friend" if friends == 1 else f"{friends} friends")
    if beyond:
        parts.append("1 friend of a friend" if beyond == 1 else "friends of friends")
    return " and ".join(parts)


def evidence(voices: list[Voice]) -> str:
    """Never empty, and of words that count alone; one's own is told only where nobody else has spoken."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return f"Only you have vouched for them; you last hired them {ago(voices[0].months)}"
    counted = [voice for voice in others if voice.counts]
    if not counted:
        return NOBODY_UNRELATED
    friends = [voice.outcome for voice in counted if voice.distance == 1]
    said = [each for voice in counted if voice.distance == 2 for each in voice.vouches.values()]
    beyond = [each.outcome for each in said if each.counts]
    yes, but, no = (who(friends.count(what), beyond.count(what)) for what in (Outcome.YES, Outcome.BUT, Outcome.NO))
    parts = []
    if yes:
        parts.append(f"{yes} would hire them again")
    if but:
        parts.append(f"{but} would, with a caveat" if yes else f"{but} would hire them again, with a caveat")
    if no:
        parts.append(f"{no} would not" if parts else f"{no} would not hire them again")
    return f"{', '.join(parts)}; last hired {ago(min(voice.months for voice in counted))}"


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


def with_article(thing: str) -> str:
    """`a plumber`, `an electrician`"""
    return f"{'an' if thing[0].lower() in 'aeiou' else 'a'} {thing.lower()}"


def listed(things: Sequence[str], most: int = 3) -> str:
    """`a, b and c`; of more, the first few `and others`"""
    some = [*things[:most], *(["others"] if len(things) > most else [])]
    return " and ".join(part for part in (", ".join(some[:-1]), some[-1]) if part) if some else ""
