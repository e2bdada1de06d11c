"""When a "not again" warns beyond the circle of its author: from one Monday to another."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import models
from django.utils import timezone

from people.models import Person
from recommendations.models.providers import Provider

WARNS_FOR_MONTHS = 24
ONE_WEEK = timedelta(days=7)


def monday_after(day: date) -> date:
    return day + timedelta(days=7 - day.weekday())


def day_of_warnings() -> date:
    """The same for everyone: a time zone that one can choose must not bring Monday nearer."""
    return timezone.now().astimezone(UTC).date()


def week_of_warnings() -> tuple[date, date]:
    """A warning counts today if it began between these two days."""
    today = day_of_warnings()
    months = today.year * 12 + today.month - 1 - WARNS_FOR_MONTHS
    return date(months // 12, months % 12 + 1, 1), today


def said_again(began: date | None) -> date | None:
    """From when a warning counts that is said once more: without a gap if it counts now."""
    if began is None:
        return None
    since, today = week_of_warnings()
    following = monday_after(today)
    return following - ONE_WEEK if since <= began <= today else following


class TakenBackQuerySet(models.QuerySet["TakenBack"]):
    def remember(self, author: int, provider: int, began: date | None) -> None:
        """To be called in the transaction that ends the warning, which began on that Monday if it is one."""
        since, today = week_of_warnings()
        if began and since <= began <= today:
            ends = {"counts_until": monday_after(today)}
            self.update_or_create(author_id=author, provider_id=provider, defaults=ends)


class TakenBack(models.Model):
    """A warning that its author has ended in this week: it counts to the next Monday, so that nobody can tell whose it
    was by when it goes. It goes at once with its author."""

    author = models.ForeignKey(Person, models.CASCADE, related_name="warnings_taken_back")
    provider = models.ForeignKey(Provider, models.CASCADE, related_name="+", db_index=False)
    counts_until = models.DateField("a Monday, on which it counts no more")

    objects = TakenBackQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "taken back"
        constraints = [models.UniqueConstraint(fields=["provider", "author"], name="taken_back_once")]
        indexes = [models.Index(fields=["counts_until"], name="taken_back_until")]

    def __str__(self) -> str:
        return f"taken back {self.pk}"


def forget_taken_back(now: datetime) -> None:
    TakenBack.objects.filter(counts_until__lte=now.astimezone(UTC).date()).delete()
