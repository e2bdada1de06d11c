from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from people.models import Block, Person, Tie

# What may be said from one person's mails about one question, taken back too: a mail that got about must not flood.
MOST_BY_MAIL = 3


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

    def open_by_mail(self) -> Self:
        """Those of whom whoever holds the mail may answer: the question is open and not discreet, and the mail neither
        used up nor closed by its person."""
        same = Recipient.objects.filter(ask=OuterRef("ask"), person=OuterRef("person"))
        spent = Exists(same.filter(said_by_mail__gte=MOST_BY_MAIL))
        asked = {"ask__open_since__isnull": False, "ask__closed_at": None, "ask__discreet": False}
        return self.standing().filter(~spent, **asked)

    def count_by_mail(self) -> None:
        """Of the rows of one person and question, after `open_by_mail`, in a transaction that has locked the person."""
        self.update(said_by_mail=F("said_by_mail") + 1)

    def close_mail(self) -> None:
        """Whoever takes back what was said from their mail wants no more said by it."""
        self.update(said_by_mail=MOST_BY_MAIL)

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
    # It was said by whoever held the mail about it.
    declined_by_mail = models.BooleanField(default=False)
    said_by_mail = models.SmallIntegerField("answers and noes from the mail about it, taken back too", default=0)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person"], condition=Q(passed_by=None), name="asked_once"),
            models.UniqueConstraint(fields=["ask", "passed_by"], name="passed_on_once"),
            models.CheckConstraint(condition=~Q(person=models.F("passed_by")), name="passed_on_to_someone_else"),
            models.CheckConstraint(
                condition=Q(declined_by_mail=False) | Q(declined=True), name="recipient_declined_by_mail"
            ),
            models.CheckConstraint(
                condition=Q(said_by_mail__gte=0, said_by_mail__lte=MOST_BY_MAIL), name="mail_says_so_much"
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"
