from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Notice, Person, Place
from people.models.ties import YEAR
from people.words import HALF_A_YEAR
from recommendations.models.kinds import OfAKind, of_one_kind_at_most
from recommendations.sight.few import offer_read_by
from recommendations.sight.rule import readable_offers
from recommendations.sight.scopes import MEANING_OF_OFFER_SCOPE, SHARED_OFFER_SCOPES, Meaning, OfferScope

STILL_GLAD = "still_glad"
OFFER_LASTS, LONGEST_OFFER = HALF_A_YEAR, YEAR
# Before it ends, its author is asked once whether it still holds.
STILL_GLAD_BEFORE = timedelta(days=7)


class Gladly(models.TextChoices):
    LEND = "lend", _("Lend something")
    DO = "do", _("Do something")
    EXPLAIN = "explain", _("Explain something")


# Translators: what follows is as its author finished the sentence.
SAYING = {
    Gladly.LEND: _("I would gladly lend {what}"),
    Gladly.DO: _("I would gladly {what}"),
    Gladly.EXPLAIN: _("I would gladly explain {what}"),
}


def offered_until() -> date:
    """The day that a new offer proposes."""
    return timezone.localdate() + OFFER_LASTS


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, person: Person, today: date | None = None, by: Collection[int] | None = None) -> OfferQuerySet:
        """On this day; today, if it is not given. `by`, by way of which friends alone."""
        return self.filter(pk__in=readable_offers(person, today or timezone.localdate(), by))

    def few_visible_to(self, person: Person, today: date | None = None) -> OfferQuerySet:
        """The same, each looked at by itself: where an index leads to a few of them."""
        return self.filter(offer_read_by(person, self.model._meta.db_table, today or timezone.localdate()))

    def shared(self) -> OfferQuerySet:
        """Those that anybody but their author reads, as long as they last."""
        return self.filter(scope__in=SHARED_OFFER_SCOPES)

    def to_renew(self) -> OfferQuerySet:
        """Over, or soon to be."""
        return self.shared().filter(until__lte=timezone.localdate() + STILL_GLAD_BEFORE)


class Offer(OfAKind):
    """What somebody would gladly lend, do or explain, until a day. After it, nobody sees it but its author."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="offers", db_index=False)
    gladly = models.CharField(max_length=7, choices=Gladly)
    words = models.CharField(max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    until = models.DateField("its last day")
    scope = models.SmallIntegerField(choices=OfferScope)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)
    # When its author was asked whether it still holds; None as long as they were not, or since they renewed it.
    asked_at = models.DateTimeField(null=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=OfferScope.values, gladly__in=Gladly.values), name="offer_choices"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="offer_says_something"),
            of_one_kind_at_most("offer_of_one_kind_at_most"),
        ]
        indexes = [
            # Covers the rule of sight, as `vouch_sight` does.
            models.Index(fields=["author", "scope", "until", "id"], name="offer_sight"),
            models.Index(fields=["until"], condition=Q(asked_at=None), name="offer_to_renew"),
        ]

    def __str__(self) -> str:
        return f"offer {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("offer", args=[self.public_id])

    @property
    def meaning(self) -> Meaning:
        """Of its scope."""
        return MEANING_OF_OFFER_SCOPE[OfferScope(self.scope)]

    @property
    def in_words(self) -> str:
        """The whole sentence, as its author says it."""
        return SAYING[Gladly(self.gladly)].format(what=self.words)

    @property
    def is_over(self) -> bool:
        return self.until < timezone.localdate()

    @property
    def is_ending(self) -> bool:
        """Over, or soon to be."""
        return self.until <= timezone.localdate() + STILL_GLAD_BEFORE

    def edit(self, said: Mapping[str, Any]) -> bool:
        """Whether it is still there. A later day is as good as a yes to who asks whether it still holds."""
        with transaction.atomic():
            Person.objects.lock(self.author)
            mine = Offer.objects.filter(pk=self.pk)
            if not mine.update(**said, edited_at=timezone.now()):
                return False
            if not Offer.objects.to_renew().filter(pk=self.pk).exists():
                mine.update(asked_at=None)
                self._forget_being_asked()
        return True

    def renew(self) -> bool:
        """For as long as a new one, by its author. Whether it is still there."""
        with transaction.atomic():
            Person.objects.lock(self.author)
            until = max(self.until, offered_until())
            if not Offer.objects.filter(pk=self.pk).update(until=until, asked_at=None):
                return False
            self._forget_being_asked()
        return True

    def ask_whether_still_glad(self) -> bool:
        """Once. Whether it was asked."""
        with transaction.atomic():
            Person.objects.lock(self.author)
            still = Offer.objects.to_renew().filter(pk=self.pk, asked_at=None, author__is_active=True)
            if not still.update(asked_at=timezone.now()):
                return False
            self.author.tell(STILL_GLAD, self.public_id, self.get_absolute_url())
        return True

    def withdraw(self) -> None:
        with transaction.atomic():
            Person.objects.lock(self.author)
            self._forget_being_asked()
            self.short_words.all().end()
            self.delete()

    def _forget_being_asked(self) -> None:
        Notice.objects.filter(kind=STILL_GLAD, about=self.public_id).delete()
