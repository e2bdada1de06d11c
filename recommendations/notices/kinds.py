"""What the notices of this app say."""

from django.db.models import QuerySet

from people.models import Person
from people.models.ties import YEAR
from people.notices import Kind
from people.words import duration
from recommendations.models import (
    ANSWER_THANKED,
    ANSWERED,
    ANSWERED_BEYOND,
    ASK_WENT,
    ASKED,
    CORRECTION,
    HOW_DID_IT_GO,
    INSIGHT_THANKED,
    LINK_ANSWERED,
    LOOKED,
    PASSED_ON,
    QUESTION,
    REMOVED,
    REPLIED,
    STILL_OPEN,
    STILL_TRUE,
    THANKED,
    Answer,
    Ask,
    Ending,
    Gratitude,
    LinkAnswer,
    Question,
    Thanks,
)


def vouches_to_affirm(person: Person) -> QuerySet:
    return person.vouches.to_affirm()


def thanks_received(person: Person) -> QuerySet:
    return Thanks.objects.visible_to(person)


def thanks_given(person: Person) -> QuerySet:
    return person.thanks_given.standing()


def asks_to_answer(person: Person) -> QuerySet:
    return Ask.objects.visible_to(person).open().exclude(person=person)


def asks_of_mine(person: Person) -> QuerySet:
    return person.asks.open()


def asks_that_ended_well(person: Person) -> QuerySet:
    return person.asks.filter(ending=Ending.HIRED)


def answers_to_mine(person: Person) -> QuerySet:
    return Answer.objects.visible_to(person).filter(ask__person=person)


def link_answers_to_mine(person: Person) -> QuerySet:
    return LinkAnswer.objects.visible_to(person)


def answers_thanked(person: Person) -> QuerySet:
    return Answer.objects.thanked_to(person)


def gratitudes(person: Person) -> QuerySet:
    return Gratitude.objects.received_by(person)


def questions(person: Person) -> QuerySet:
    return Question.objects.visible_to(person)


REMOVED_WHAT = {
    "insight_removed": "An insight",
    "ask_removed": "A question",
    "answer_removed": "An answer",
    "photo_removed": "A photo",
}


def _removed(what: str) -> Kind:
    return Kind(
        f"{what} of yours was removed, after a complaint about it.",
        f"{what} of yours was removed",
        f"{what} of yours was removed by whoever runs this Whom, after a complaint about it.",
    )


# Only a friend is ever named: who said thanks is told on the page, by the name rule.
SAID = {
    STILL_TRUE: Kind(
        "Is what you say of someone you hired still true?",
        "Is it still true?",
        f"It is {duration(YEAR)} since you last spoke of someone you vouch for. Is it still true?",
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
    LOOKED: Kind(
        "Whoever runs this Whom has read what you say of a tradesperson, who asked what is held about them.",
        "What you say of someone was read",
        "Whoever runs this Whom has read what you say of a tradesperson, who asked what is held about them. Neither "
        "learns that it was you.",
        button="See what was read, and why",
    ),
    **{kind: _removed(what) for kind, what in REMOVED_WHAT.items()},
    ASKED: Kind(
        "{who} has a question for you: who can you recommend?",
        "A friend has a question for you",
        "{who} is looking for someone good, and would act on your word. Can you think of anybody?",
        asks_to_answer,
        "Read the question",
    ),
    PASSED_ON: Kind(
        "{who} passes a question on to you: who can you recommend?",
        "A friend passes a question on to you",
        "{who} has passed on a friend’s question, because you may know just the right person.",
        asks_to_answer,
        "Read the question",
    ),
    ANSWERED: Kind(
        "{who} answered your question.",
        "An answer for you",
        "{who} had an idea for you, and answered your question.",
        answers_to_mine,
        "Read the answer",
    ),
    ANSWERED_BEYOND: Kind(
        "Your question was passed on, and is answered.",
        "An answer for you",
        "A friend passed your question on to someone who knew, and here is the answer.",
        answers_to_mine,
        "Read the answer",
    ),
    LINK_ANSWERED: Kind(
        "Someone answered your question by its link. Who is it?",
        "An answer for you",
        "Someone answered your question by the link that you shared. Please say who it is.",
        link_answers_to_mine,
    ),
    STILL_OPEN: Kind(
        "You asked your circle a while ago. Are you still looking?",
        "Are you still looking?",
        "You asked your circle a while ago, and have not said whether you found someone. Are you still looking?",
        asks_of_mine,
    ),
    ASK_WENT: Kind(
        "You asked, and hired someone. How did it go?",
        "How did it go?",
        "You asked your circle, and said that you hired someone. How did it go?",
        asks_that_ended_well,
    ),
    ANSWER_THANKED: Kind(
        "Your answer, or one you passed a question on for, helped: thank you.",
        "Someone says thank you",
        "Your answer to a question, or one that you passed it on for, helped. Whoever asked says thank you.",
        answers_thanked,
        "Read it",
    ),
    QUESTION: Kind(
        "{who} has a short question for you.",
        "A friend has a short question",
        "{who} is thinking of hiring someone you can tell of, and has a short question.",
        questions,
        "Read the question",
    ),
    INSIGHT_THANKED: Kind(
        "Something you shared helped someone, who says thank you.",
        "Someone says thank you",
        "Something you shared helped someone, who says thank you.",
        gratitudes,
    ),
    REPLIED: Kind(
        "{who} replied to your question.",
        "A reply for you",
        "{who} wrote back to your short question.",
        questions,
        "Read the reply",
    ),
}
