from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.models import Notice, Person
from recommendations.models.asks import ASKED, PASSED_ON, Ask
from recommendations.models.recipients import Recipient
from recommendations.models.vouches import Vouch

ANSWERED, ANSWERED_BEYOND, ANSWER_THANKED = "answered", "answered_beyond", "answer_thanked"
OF_ANSWERS = (ANSWERED, ANSWERED_BEYOND, ANSWER_THANKED)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person) -> AnswerQuerySet:
        """One's own, to a question that reaches one; and those to one's own, of whomever it still reaches, as long as
        there is something to read: words, or a vouch that the rule of sight lets one read."""
        reached = Recipient.objects.standing().filter(ask=OuterRef("ask"), person=OuterRef("person"))
        mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
        readable = ~Q(words="") | Q(vouch__in=Vouch.objects.visible_to(person).values("public_id"))
        return self.filter(mine | Q(Exists(reached), readable, ask__person=person))

    def empty(self) -> None:
        """Their rows stay, so that nothing tells what became of them; and what was told of them goes."""
        Notice.objects.filter(kind__in=OF_ANSWERS, about__in=list(self.values_list("public_id", flat=True))).delete()
        self.update(person=None, vouch=None, words="", helped_at=None, thanks="")

    def thanked_to(self, person: Person) -> AnswerQuerySet:
        """Those that helped, which the person gave, or for which they passed the question on."""
        passed_on = Recipient.objects.standing().filter(
            ask=OuterRef("ask"), person=OuterRef("person"), passed_by=person
        )
        by_them = Q(person=person) | Exists(passed_on)
        return self.filter(by_them, helped_at__isnull=False, ask__in=Ask.objects.visible_to(person))


class Answer(models.Model):
    """To a question that reached this person. Withdrawn, or its person gone, it is an empty row: the asker sees that
    there was one, and not what became of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="answers")
    # By its public id: the answer outlives it, and what it says is read through the rule of sight each time.
    vouch = models.UUIDField("public id of a vouch of theirs", null=True)
    words = models.CharField(max_length=1000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    helped_at = models.DateTimeField(null=True)
    thanks = models.CharField(max_length=300, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person", "vouch"], name="answer_once"),
            models.UniqueConstraint(fields=["ask", "person"], condition=Q(vouch=None), name="answer_in_words_once"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @classmethod
    def give(cls, ask: Ask, person: Person, vouch: Vouch | None, words: str) -> bool:
        """Once with each vouch, and once in words alone, which a second time replace the first. Whether the question
        is still open to them."""
        with transaction.atomic():
            here = Person.objects.lock(ask.person, person)
            reached = Recipient.objects.standing().filter(ask__in=Ask.objects.open(), ask=ask, person=person)
            if len(here) < 2 or not reached.exists():
                return False
            about = vouch.public_id if vouch else None
            answer, new = cls.objects.get_or_create(ask=ask, person=person, vouch=about, defaults={"words": words})
            if words and answer.words != words:
                cls.objects.filter(pk=answer.pk).update(words=words)
            if new:
                answer._tell_asker(direct=reached.filter(passed_by=None).exists())
            person.notices.filter(kind__in=[ASKED, PASSED_ON], about=ask.public_id).delete()
        return True

    def _tell_asker(self, direct: bool) -> None:
        asker, link = self.ask.person, self.ask.get_absolute_url()
        if direct:
            asker.tell(ANSWERED, self.public_id, link, who=self.person)
        else:
            asker.tell(ANSWERED_BEYOND, self.public_id, link)

    def withdraw(self) -> None:
        with transaction.atomic():
            Person.objects.lock(self.ask.person, *Person.objects.filter(pk=self.person_id))
            Answer.objects.filter(pk=self.pk).empty()

    def thank(self, words: str, heard: Collection[uuid.UUID | None] = ()) -> None:
        """Once, and told to whoever answered and to those who had passed the question on to them; not to those who have
        `heard` it already, by public id."""
        with transaction.atomic():
            passed = Recipient.objects.standing().filter(ask=self.ask, person=self.person, passed_by__isnull=False)
            people = Person.objects.filter(Q(pk=self.person_id) | Q(pk__in=passed.values("passed_by")))
            told = Person.objects.lock(self.ask.person, *people)
            thanked = {"helped_at": timezone.now(), "thanks": words}
            if Answer.objects.filter(pk=self.pk, helped_at=None, person__isnull=False).update(**thanked):
                others = [each for each in told if each != self.ask.person and each.public_id not in heard]
                Notice.objects.tell(others, ANSWER_THANKED, self.public_id, self.ask.get_absolute_url())
