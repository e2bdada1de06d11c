from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.models import Block, Person, Tie


def _tied(one: str, other: str) -> Exists:
    """A standing tie between the people whom these fields name."""
    return Exists(Tie.objects.standing().filter(person=OuterRef(one), friend=OuterRef(other)))


def _apart(one: str, other: str) -> Exists:
    """One of the people whom these fields name has blocked the other."""
    either = Q(person=OuterRef(one), blocked=OuterRef(other)) | Q(person=OuterRef(other), blocked=OuterRef(one))
    return Exists(Block.objects.filter(either))


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def standing(self) -> Self:
        """Those whom the question still reaches, by the way that it came: from a friend, or from a friend's friend by
        way of the one who passed it on. The one rule for questions and for answers."""
        directly = Q(passed_by=None) & _tied("ask__person", "person")
        passed_on = _tied("ask__person", "passed_by") & _tied("passed_by", "person")
        return self.filter(directly | Q(passed_by__isnull=False) & passed_on).exclude(_apart("ask__person", "person"))

    def passed_on_by(self, person: Person) -> Self:
        return self.filter(passed_by=person)


class Recipient(models.Model):
    """Someone whom a question reached: from the asker, or passed on by one whom the asker asked."""

    ask = models.ForeignKey("recommendations.Ask", models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, related_name="asked")
    passed_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    word = models.CharField("of the one who passed it on", max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    declined = models.BooleanField(default=False)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person"], condition=Q(passed_by=None), name="asked_once"),
            models.UniqueConstraint(fields=["ask", "passed_by"], name="passed_on_once"),
            models.CheckConstraint(condition=~Q(person=models.F("passed_by")), name="passed_on_to_someone_else"),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"
