"""What the notices of this app say; registered when it is loaded, since `people` knows nothing of vouches."""

from people.notices import KINDS, Kind
from recommendations.models import HOW_DID_IT_GO, STILL_TRUE, THANKED

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
}


def register() -> None:
    KINDS.update(SAID)
