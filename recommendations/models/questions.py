from __future__ import annotations

import uuid

from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person
from people.models.ties import circle_ids

QUESTION, REPLIED = "question", "replied"


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: Person) -> QuestionQuerySet:
        """The two, as long as they are in each other's circle."""
        near = person.ties.standing().values("friend")
        return self.filter(Q(person=person, friend__in=near) | Q(friend=person, person__in=near))

    def received_by(self, person: Person) -> QuestionQuerySet:
        return self.visible_to(person).filter(friend=person)

    def replied_to(self, person: Person) -> QuestionQuerySet:
        """Those of theirs with a reply that is still there."""
        return self.visible_to(person).filter(person=person).exclude(answer="")


class Question(models.Model):
    """A short one about a provider or an insight, to the friend through whom one knows of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="questions")
    friend = models.ForeignKey(Person, models.CASCADE, related_name="questions_asked_of")
    # By its public id: what either may see of it is read through the rule of sight each time.
    provider = models.UUIDField("public id", null=True)
    insight = models.UUIDField("public id", null=True)
    words = models.CharField(max_length=300)
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(person=F("friend")), name="question_to_someone_else"),
            models.CheckConstraint(
                condition=Q(provider__isnull=False, insight=None) | Q(provider=None, insight__isnull=False),
                name="question_about_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="question_made")]

    def __str__(self) -> str:
        return f"question {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("question", args=[self.public_id])

    @classmethod
    def put(
        cls,
        public_id: uuid.UUID,
        person: Person,
        friend: Person,
        words: str,
        provider: uuid.UUID | None = None,
        insight: uuid.UUID | None = None,
    ) -> Question | None:
        """Once, however often the form with this id is sent with the same words; None if the two are in each other's
        circle no more. About one of the two."""
        with transaction.atomic():
            Person.objects.lock(person, friend)
            if friend.pk not in circle_ids(person=person):
                return None
            same = {"person": person, "friend": friend, "provider": provider, "insight": insight, "words": words}
            if cls.objects.filter(public_id=public_id).exclude(**same).exists():
                public_id = uuid.uuid4()  # by now it stands for something else
            question, new = cls.objects.get_or_create(public_id=public_id, defaults=same)
            if new:
                friend.tell(QUESTION, question.public_id, question.get_absolute_url(), who=person)
        return question

    def reply(self, words: str) -> bool:
        """Whether it is still theirs to answer; a second time replaces the first."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend)
            mine = Question.objects.visible_to(self.friend).filter(pk=self.pk, friend=self.friend)
            if not mine.update(answer=words, answered_at=timezone.now()):
                return False
            self.friend.notices.filter(kind=QUESTION, about=self.public_id).delete()
            self.person.tell(REPLIED, self.public_id, self.get_absolute_url(), who=self.friend)
        return True

    def take_back_reply(self) -> None:
        """It stays answered, and may be answered again."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend)
            Question.objects.filter(pk=self.pk).exclude(answered_at=None).update(answer="")
            self.person.notices.filter(kind=REPLIED, about=self.public_id).delete()

    def withdraw(self) -> None:
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend)
            Notice.objects.filter(kind__in=[QUESTION, REPLIED], about=self.public_id).delete()
            self.delete()
