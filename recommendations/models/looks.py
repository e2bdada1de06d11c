from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Person

LOOKED, LOOKS_LAST = "looked", timedelta(days=2 * 365)
LONGEST_REASON = 500


class Matter(models.TextChoices):
    """For which the desk does what it does."""

    CASE = "case"
    REPORT = "report"
    SUSPENSION = "suspension"


class Reportable(models.TextChoices):
    VOUCH = "vouch", _("A vouch")
    INSIGHT = "insight", _("An insight")
    OFFER = "offer", _("An offer")
    ASK = "ask", _("A question")
    ANSWER = "answer", _("An answer")
    HEARD = "heard", _("A reply to an answer")
    HELPED = "helped", _("Words of thanks for an answer")
    WISH = "wish", _("A wish to be introduced")
    ADDED = "added", _("A word with which a wish was passed on")
    PHOTO = "photo", _("A photo")
    WORD = "word", _("A short word")
    REPLY = "reply", _("An answer to a short word")
    QUESTION = "short", _("A short question")
    REPLIED = "replied", _("A reply to a short question")
    THANKS = "thanks", _("Words of thanks")
    PASSING = "passing", _("A word with which a question was passed on")
    INTRODUCTION = "intro", _("A word with which two were introduced")
    LINK = "link", _("An answer by a link")
    PERSON = "person", _("A person")


class DeskLookQuerySet(models.QuerySet["DeskLook"]):
    def shown_to(self, person: Person) -> DeskLookQuerySet:
        """When their vouches were read for a tradesperson. Whoever is reported hears of no look."""
        mine = self.filter(
            matter=Matter.CASE, act=DeskLook.Act.LOOK, kind=Reportable.VOUCH, thing__in=person.vouches.values("pk")
        )
        return mine.order_by("-at", "-pk")

    def beside(self, matter: Matter, about: UUID) -> DeskLookQuerySet:
        """For a case or report that the desk of somebody has let through."""
        return self.filter(matter=matter, about=about).select_related("staff")


class DeskLook(models.Model):
    """That somebody of the staff has looked at something, or done something about it.

    It refers to nothing that may go before it, and so outlives the case or report, the thing, and the staff: no word of
    anybody's stands in it, and a number or an id that leads nowhere any more tells nothing.
    """

    class Act(models.TextChoices):
        LOOK = "look", pgettext_lazy("what the desk did", "looked")
        PROVE = "prove", pgettext_lazy("what the desk did", "wrote down how they made sure whose it is")
        CORRECT = "correct", pgettext_lazy("what the desk did", "asked an author to correct something")
        REMOVE = "remove", pgettext_lazy("what the desk did", "removed something")
        DISMISS = "dismiss", pgettext_lazy("what the desk did", "dismissed a report")
        SUSPEND = "suspend", pgettext_lazy("what the desk did", "suspended an author")
        LIFT = "lift", pgettext_lazy("what the desk did", "lifted a suspension")

    staff = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    matter = models.CharField(max_length=10, choices=Matter)
    about = models.UUIDField("public id of the case, report or suspension")
    kind = models.CharField(max_length=7, choices=Reportable, blank=True)
    thing = models.BigIntegerField("number of its row", null=True)
    act = models.CharField(max_length=7, choices=Act)
    # By which a case was proved that no code has proved. Its author reads it.
    reason = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_REASON)])
    at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = DeskLookQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["about"], name="desk_look_of"),
            models.Index(fields=["kind", "thing"], name="desk_look_at"),
        ]

    def __str__(self) -> str:
        return f"desk look {self.pk}"

    @staticmethod
    def note(
        staff: Person,
        matter: Matter,
        about: UUID,
        act: DeskLook.Act,
        kind: str = "",
        *things: int,
        reason: str = "",
    ) -> None:
        """A row for each thing, or one for none; written in the transaction of the act, before anybody sees it."""
        same = {"staff": staff, "matter": matter, "about": about, "act": act, "kind": kind, "reason": reason}
        DeskLook.objects.bulk_create(DeskLook(**same, thing=thing) for thing in things or (None,))
