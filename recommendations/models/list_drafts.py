"""A list on its way in: as it was read and as its person mends it, until it is added or thrown away."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Person
from people.places import folded
from people.words import in_figures
from recommendations.models.lists import LIST_KEPT, Listed

# Letters of a list, as a file or pasted.
LONGEST_LIST = 10 * 2**20
OF_A_TABLE = "table"


class ListDraftQuerySet(models.QuerySet["ListDraft"]):
    def kept(self) -> ListDraftQuerySet:
        """Without its text, which is read where it is asked for."""
        return self.filter(touched_at__gt=timezone.now() - LIST_KEPT).defer("text")


class ListDraft(models.Model):
    """The one list that somebody is bringing in: nobody else ever sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="list_drafts", db_index=False)
    # Another one as soon as other rows stand in it, so that no page of the rows before is taken for them.
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=5)
    # Of a table alone, to be read anew by other columns; `columns` are those of `tables.Table`.
    text = models.TextField(blank=True)
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    header = models.BooleanField(default=False)
    left_out = models.JSONField("line, text and why", default=list)
    left_out_count = models.PositiveIntegerField(default=0)
    columns_unread = models.JSONField(default=list)
    touched_at = models.DateTimeField(default=timezone.now)

    objects = ListDraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], name="list_draft_one_a_person"),
            models.CheckConstraint(condition=Q(text="") | Q(kind=OF_A_TABLE), name="list_draft_text_of_a_table"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("text"), LONGEST_LIST), name="list_draft_of_a_bounded_size"
            ),
        ]
        indexes = [models.Index(fields=["touched_at"], name="list_draft_touched")]

    def __str__(self) -> str:
        return f"list draft {self.pk}"

    @property
    def prefix(self) -> str:
        """Of what belongs to this list in a form."""
        return self.key.hex[:12]

    @property
    def left_out_more(self) -> str:
        """ "" if all of it is told."""
        more = self.left_out_count - len(self.left_out)
        said = ngettext(
            "And {count} more, further down in what you sent.",
            "And {count} more, further down in what you sent.",
            more,
        )
        return said.format(count=in_figures(more)) if more else ""

    def touch(self) -> None:
        """It is kept so much longer."""
        ListDraft.objects.filter(pk=self.pk).update(touched_at=timezone.now())

    def counts(self) -> dict[str, int]:
        return self.rows.aggregate(
            all=Count("pk"),
            ticked=Count("pk", filter=Q(ticked=True)),
            to_mend=Count("pk", filter=Q(group=DraftRow.Group.TO_MEND)),
            likely=Count("pk", filter=Q(group=DraftRow.Group.LIKELY)),
            known=Count("pk", filter=Q(group=DraftRow.Group.KNOWN)),
        )


class DraftRowQuerySet(models.QuerySet["DraftRow"]):
    def of(self, person: Person) -> DraftRowQuerySet:
        """Of the list that is theirs, as it stands on the page."""
        mine = self.filter(draft__person=person).select_related("draft", "trade")
        return mine.defer("draft__text").order_by("draft", "number")

    def saying(self, q: str) -> DraftRowQuerySet:
        """Those in which each of the words stands, or each piece of a number."""
        found = self
        for word in folded(q).split():
            found = found.filter(said__contains=word)
        return found.order_by("number")

    def tick(self) -> int:
        """All that can be added as they stand."""
        return self.filter(group__in=(DraftRow.Group.LIKELY, DraftRow.Group.OTHER)).update(ticked=True)

    def untick(self) -> int:
        return self.update(ticked=False)


class DraftRow(Listed):
    """One of a list, as read or as mended since."""

    class Group(models.IntegerChoices):
        """In this order they stand on the page."""

        TO_MEND = 1, _("To look at first")
        LIKELY = 2, _("Tradespeople")
        OTHER = 3, _("Others")
        KNOWN = 4, _("On your list already")

    draft = models.ForeignKey(ListDraft, models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField("its place on the page")
    group = models.SmallIntegerField(choices=Group)
    ticked = models.BooleanField()
    line = models.PositiveIntegerField()
    raw = models.TextField("as written, of what is to be mended", blank=True)
    faults = models.TextField("a line for each", blank=True)
    known = models.CharField(max_length=200, blank=True)
    said = models.TextField("folded, to be found by")

    objects = DraftRowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_row_number_once"),
            models.CheckConstraint(condition=Q(ticked=False) | ~Q(name=""), name="draft_row_ticked_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"draft row {self.pk}"

    @property
    def prefix(self) -> str:
        """Of its fields in a form, so that those of another list are never taken for them."""
        return f"{self.draft.prefix}-{self.number}"
