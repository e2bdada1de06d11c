"""The evidence for a suggestion, in words."""

from collections import Counter

from recommendations.models import Outcome
from recommendations.ranking import Voice


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
    """Never empty; one's own word is told only where nobody else has spoken."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return f"Only you have vouched for them; you last hired them {ago(voices[0].months)}"
    friends = Counter(voice.outcome for voice in others if voice.distance == 1)
    beyond = Counter(outcome for voice in others if voice.distance == 2 for _, outcome in voice.vouches.values())
    yes, but, no = (who(friends[outcome], beyond[outcome]) for outcome in (Outcome.YES, Outcome.BUT, Outcome.NO))
    parts = []
    if yes:
        parts.append(f"{yes} would hire them again")
    if but:
        parts.append(f"{but} would, with a caveat" if yes else f"{but} would hire them again, with a caveat")
    if no:
        parts.append(f"{no} would not" if parts else f"{no} would not hire them again")
    return f"{', '.join(parts)}; last hired {ago(min(voice.months for voice in others))}"
