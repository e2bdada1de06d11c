"""What the notices of this app say; registered when it is loaded, since `people` knows nothing of vouches."""

from people.notices import KINDS, Kind
from recommendations.models import CORRECTION, HOW_DID_IT_GO, REMOVED, STILL_TRUE, THANKED

# None of them names anybody: who said thanks is told on the page, by the name rule.
SAID = {
    STILL_TRUE: Kind(
        "Is what you say of someone you hired still true?",
        "Is it still true?",
        "It is a year since you last spoke of someone you vouch for. Is it still true?",
    ),
    THANKED: Kind(
        "Someone hired a tradesperson on your word, or on a friend’s of yours.",
        "Someone says thank you",
        "Someone hired a tradesperson on your word, or on a friend’s of yours, and says thank you.",
    ),
    HOW_DID_IT_GO: Kind(
        "You hired someone on a friend’s word. How did it go?",
        "How did it go?",
        "You hired someone on a friend’s word. How did it go?",
    ),
    CORRECTION: Kind(
        "Someone you vouch for says that something in your vouch is wrong. Please look at it again.",
        "Is it right as it stands?",
        "Someone you vouch for says that something in your vouch is wrong. Please look, and correct what is.",
    ),
    REMOVED: Kind(
        "A vouch of yours was removed, after a complaint about it.",
        "A vouch of yours was removed",
        "A vouch of yours was removed by whoever runs this Whom, after a complaint about it.",
    ),
}


def register() -> None:
    KINDS.update(SAID)
