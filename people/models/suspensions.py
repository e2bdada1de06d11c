from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.outgoing import Outgoing, OutgoingQuerySet
from people.models.person import Person

LONGEST_WHY, LONGEST_REPLY = 1000, 2000


class SuspensionQuerySet(OutgoingQuerySet):
    def at_the_desk_of(self, person: Person) -> SuspensionQuerySet:
        """Of whoever is neither they nor of their circle."""
        if not person.sits_at_the_desk:
            return self.none()
        return self.exclude(Q(person=person) | Q(person__in=Person.objects.kin_of(person)))


class Suspension(Outgoing):
    """Why somebody is out of sight, and what they say to it; and the mail that tells them that they are."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="suspensions", db_index=False)
    reason = models.TextField(validators=[MaxLengthValidator(LONGEST_WHY)])
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_REPLY)])
    answered_at = models.DateTimeField(null=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], name="suspension_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="suspension_due")]

    def __str__(self) -> str:
        return f"suspension {self.pk}"

    def reply(self, words: str) -> bool:
        """Once. Whether it is the first time."""
        unanswered = Suspension.objects.filter(pk=self.pk, answered_at=None)
        return bool(unanswered.update(answer=words, answered_at=timezone.now()))
