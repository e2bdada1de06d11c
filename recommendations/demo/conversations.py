"""What neighbours say to each other about what they learned."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from people.models import Person
from recommendations.models import Change, Insight, InsightScope, Question, ShortWord
from recommendations.notices.reminders import ask_what_still_holds

PRESSURE = (
    "Before anyone touches the boiler, photograph the pressure gauge, the display and the label with the serial "
    "number. It saved me a second call-out fee: the engineer could tell from the pictures which part to bring."
)
COUNCIL = "The council mends a street lamp within days if you report the number on its post, and never if you do not."


def talk(people: dict[str, Person]) -> None:
    """Maya has taken in what Joan said, has a word of Stuart's to answer, and one of hers was answered; one insight is
    corrected, one out of date, and one of Maya's is old."""
    maya, joan, dev, stuart, helen, imran = (
        people[name] for name in ("maya", "joan", "dev", "stuart", "helen", "imran")
    )
    gauge = maya.insights.get()
    serial = _say(joan, gauge, "Mine asked for the serial number too. It is on a label behind the flap.")
    serial.reply("Of course it is! I will add that.")
    with transaction.atomic():
        Person.objects.lock(maya, joan)
        gauge.edit(Change.GROWN, {"words": PRESSURE})
        serial.take()
    _say(stuart, gauge, "If the gauge is under one, you can top it up yourself. I will show you where, if you like.")
    meters = _say(maya, joan.insights.get(), "They had run out. Is there somewhere else?")
    meters.reply("Ask at the one in Armley. They have three, and nobody knows.")
    with transaction.atomic():
        imran.insights.get().edit(Change.CORRECTED, {})
    stuart.insights.get().outdate()
    maya.kept.create(insight=dev.insights.get())
    Question.put(
        uuid4(),
        dev,
        maya,
        None,
        "Did she really take all the sealant off by herself?",
        insight=helen.insights.get().public_id,
    )
    two_years_ago = timezone.now() - timedelta(days=740)
    said = {"scope": InsightScope.CIRCLE, "written_at": two_years_ago, "affirmed_at": two_years_ago}
    Insight.objects.create(author=maya, words=COUNCIL, **said)
    maya.insights.exclude(words=COUNCIL).update(affirmed_at=timezone.now() - timedelta(days=12))
    ask_what_still_holds()


def _say(person: Person, insight: Insight, words: str) -> ShortWord:
    ShortWord.put(uuid4(), person, insight, words)
    return person.words_sent.get(words=words)
