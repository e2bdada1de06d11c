"""What neighbours say to each other about what they learned."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from people.models import Person
from recommendations.models import Change, Insight, InsightScope, Question, ShortWord
from recommendations.notices.reminders import ask_what_still_holds


def talk(people: dict[str, Person], words: dict[str, str]) -> None:
    """Maya has taken in what Joan said, has a word of Stuart's to answer, and one of hers was answered; one insight is
    corrected, one out of date, and one of Maya's is old."""
    maya, joan, dev = (people[name] for name in ("maya", "joan", "dev"))
    stuart, helen, imran = (people[name] for name in ("stuart", "helen", "imran"))
    gauge = maya.insights.get()
    serial = _say(joan, gauge, words["gauge.joan"])
    serial.reply(words["gauge.joan.replied"])
    with transaction.atomic():
        Person.objects.lock(maya, joan)
        gauge.edit(Change.GROWN, {"words": words["gauge.grown"]})
        serial.take()
    _say(stuart, gauge, words["gauge.stuart"])
    meters = _say(maya, joan.insights.get(), words["meters.maya"])
    meters.reply(words["meters.replied"])
    with transaction.atomic():
        imran.insights.get().edit(Change.CORRECTED, {})
    stuart.insights.get().outdate()
    maya.kept.create(insight=dev.insights.get())
    Question.put(uuid4(), dev, maya, words["floor.asked"], insight=helen.insights.get().public_id)
    two_years_ago = timezone.now() - timedelta(days=740)
    then = {"scope": InsightScope.CIRCLE, "written_at": two_years_ago, "affirmed_at": two_years_ago}
    Insight.objects.create(author=maya, words=words["lamp"], **then)
    maya.insights.exclude(words=words["lamp"]).update(affirmed_at=timezone.now() - timedelta(days=12))
    ask_what_still_holds()


def _say(person: Person, insight: Insight, words: str) -> ShortWord:
    ShortWord.put(uuid4(), person, insight, words)
    return person.words_sent.get(words=words)
