"""The evidence for a suggestion, in words."""

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


def who(voices: list[Voice]) -> str:
    """`2 friends and 1 friend of a friend`

    People beyond are counted by the friends they come through, as in the score: any number of voices behind one friend
    are "friends of 1 friend".
    """
    friends = sum(voice.distance == 1 for voice in voices)
    beyond = [voice for voice in voices if voice.distance == 2]
    parts = [_counted(friends)] if friends else []
    if len(beyond) == 1:
        parts.append("1 friend of a friend")
    elif beyond:
        parts.append(f"friends of {_counted(len({friend for voice in beyond for friend in voice.through}))}")
    return " and ".join(parts)


def _counted(friends: int) -> str:
    return "1 friend" if friends == 1 else f"{friends} friends"


def evidence(voices: list[Voice]) -> str:
    """Never empty; one's own word is told only where nobody else has spoken."""
    others = [voice for voice in voices if voice.distance]
    if not others:
        return f"Only you have vouched for them; you last hired them {ago(voices[0].months)}"
    yes, but, no = (
        who([voice for voice in others if voice.outcome == outcome])
        for outcome in (Outcome.YES, Outcome.BUT, Outcome.NO)
    )
    parts = []
    if yes:
        parts.append(f"{yes} would hire them again")
    if but:
        parts.append(f"{but} would, with a caveat" if yes else f"{but} would hire them again, with a caveat")
    if no:
        parts.append(f"{no} would not" if parts else f"{no} would not hire them again")
    return f"{', '.join(parts)}; last hired {ago(min(voice.months for voice in others))}"
