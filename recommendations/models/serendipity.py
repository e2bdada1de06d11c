from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from people.models import Person
from people.models.outgoing import Outgoing, OutgoingQuerySet, Urgency
from recommendations.models.providers import Trade


class Surprise(models.Model):
    """The one thing of a day that somebody did not ask for: a vouch, an insight or an offer, by its public id. Whether
    they may still read it is asked each time it is shown."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="surprises", db_index=False)
    day = models.DateField()
    vouch = models.UUIDField("public id of a vouch", null=True)
    insight = models.UUIDField("public id of an insight", null=True)
    offer = models.UUIDField("public id of an offer", null=True)
    trade = models.ForeignKey(Trade, models.CASCADE, null=True, related_name="+", db_index=False)
    # The friend by whom it came, so that another one's turn comes next.
    through = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    # It is brought for whose it is.
    encounter = models.BooleanField(default=False)
    dismissed = models.BooleanField("not for me", default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="surprise_once_a_day"),
            models.UniqueConstraint(fields=["person", "vouch"], name="surprise_of_a_vouch_once"),
            models.UniqueConstraint(fields=["person", "insight"], name="surprise_of_an_insight_once"),
            models.UniqueConstraint(fields=["person", "offer"], name="surprise_of_an_offer_once"),
            models.CheckConstraint(
                condition=Q(vouch__isnull=False, insight=None, offer=None)
                | Q(vouch=None, insight__isnull=False, offer=None)
                | Q(vouch=None, insight=None, offer__isnull=False),
                name="surprise_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"surprise {self.pk}"


class Letter(Outgoing):
    """The weekly one to one person. It holds no words: they are found when it is sent."""

    urgency = Urgency.LETTER

    person = models.ForeignKey(Person, models.CASCADE, related_name="letters_sent", db_index=False)
    week = models.DateField("its Monday")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "week"], name="letter_once_a_week")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="letter_due"),
            models.Index(fields=["made_at"], name="letter_made"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


def write_once(manager: models.Manager, rows: Sequence[models.Model]) -> int:
    """How many were written; none, if one of their people has left meanwhile: the others wait for the next run."""
    try:
        with transaction.atomic():
            manager.bulk_create(rows, ignore_conflicts=True)
    except IntegrityError:
        return 0
    return len(rows)
