"""What the notices of this app say; registered when it is loaded, since `people` knows nothing of vouches."""

from django.db.models import QuerySet

from people.models import Person
from people.notices import KINDS, Kind
from recommendations.models import CORRECTION, HOW_DID_IT_GO, REMOVED, STILL_TRUE, THANKED, Thanks


def vouches_to_affirm(person: Person) -> QuerySet:
    return person.vouches.to_affirm()


def thanks_received(person: Person) -> QuerySet:
    return Thanks.objects.visible_to(person)


def thanks_given(person: Person) -> QuerySet:
    return person.thanks_given.all()


# None of them names anybody: who said thanks is told on the page, by the name rule.
SAID = {
    STILL_TRUE: Kind(
        "Is what you say of someone you hired still true?",
        "Is it still true?",
        "It is a year since you last spoke of someone you vouch for. Is it still true?",
        vouches_to_affirm,
    ),
    THANKED: Kind(
        "Someone hired a tradesperson on your word, or on a friend’s of yours.",
        "Someone says thank you",
        "Someone hired a tradesperson on your word, or on a friend’s of yours, and says thank you.",
        thanks_received,
    ),
    HOW_DID_IT_GO: Kind(
        "You said that you hired someone on a word you read here. How did it go?",
        "How did it go?",
        "You said that you hired someone on a word you read on Whom. How did it go?",
        thanks_given,
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
