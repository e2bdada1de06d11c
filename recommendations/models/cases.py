from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from uuid import UUID

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Coalesce, Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.models.outgoing import Outgoing, OutgoingQuerySet, Urgency
from people.models.person import default_language
from recommendations.identity import LONGEST_PHONE
from recommendations.models.locks import lock
from recommendations.models.looks import LONGEST_REASON, LOOKED, DeskLook, Matter, Reportable
from recommendations.models.vouches import CORRECTION, REMOVED, Vouch, VouchQuerySet

ANSWERED_WITHIN = timedelta(hours=48)


def answer_due() -> datetime:
    return timezone.now() + ANSWERED_WITHIN


class Wish(models.TextChoices):
    TELL = "tell", _("Tell me what is held about me")
    CORRECT = "correct", _("Correct something")
    REMOVE = "remove", _("Remove something")
    COMPLAIN = "complain", _("I have a complaint")


class CaseQuerySet(models.QuerySet["Case"]):
    def at_the_desk_of(self, person: Person) -> CaseQuerySet:
        return self if person.sits_at_the_desk else self.none()

    def open(self) -> CaseQuerySet:
        return self.filter(closed_at=None)

    def ask(self, public_id: UUID, **said: str) -> Case:
        """Once, however often the form is sent. The same work for every number."""
        with transaction.atomic():
            case, new = self.get_or_create(public_id=public_id, defaults=said)
            for kind in ("receipt", "search") if new else ():
                case.mails.create(kind=kind, due_at=timezone.now())
        return case


class Case(models.Model):
    """What somebody asks about a number or a web page of theirs. They need not be here, and nor need anything else."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=8, choices=Wish)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    website = models.URLField(max_length=300, blank=True)
    email = models.EmailField("where to answer", max_length=254)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])
    # In which whoever asked reads Whom, and is answered.
    language = models.CharField(max_length=10, default=default_language)
    made_at = models.DateTimeField(default=timezone.now)
    due_by = models.DateTimeField(default=answer_due)
    tries = models.SmallIntegerField("codes typed", default=0)
    proved_at = models.DateTimeField(null=True)
    # How somebody of the staff made sure that it is theirs, where no code could.
    reason = models.TextField(blank=True, validators=[MaxLengthValidator(LONGEST_REASON)])
    closed_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    handled_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(phone="", website=""), name="case_is_about_something")]
        indexes = [
            models.Index(fields=["due_by"], condition=Q(closed_at=None), name="case_open"),
            models.Index(fields=["closed_at"], condition=Q(closed_at__isnull=False), name="case_closed"),
            models.Index(Lower("email"), name="case_asked_from"),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def reference(self) -> str:
        return self.public_id.hex[:8].upper()

    @property
    def is_overdue(self) -> bool:
        return self.closed_at is None and self.due_by < timezone.now()

    def vouches(self) -> VouchQuerySet:
        """Whatever anybody but its author reads of them."""
        return Vouch.objects.about(self.phone, self.website)

    def proved_addresses(self) -> set[str]:
        """Somebody who gets mail there typed in the code. Anyone can write an address on a vouch of their own, so it
        proves the vouches that bear it and no others."""
        proved = self.mails.filter(kind=CaseMail.Kind.CODE, proved_at__isnull=False)
        return {address.lower() for address in proved.values_list("address", flat=True)}

    def opened(self) -> VouchQuerySet:
        """What the desk may read for it: all, once somebody has written down how they made sure whose it is; else what
        bears an address where a code was read, so nothing before. By one query more."""
        if self.reason:
            return self.vouches()
        return self.vouches().annotate(address=Lower("email")).filter(address__in=self.proved_addresses())

    def prove_by_hand(self, staff: Person, reason: str) -> bool:
        """Whether it was open, and nobody had before."""
        with transaction.atomic():
            if not Person.objects.lock(staff):
                return False
            mine = Case.objects.open().filter(pk=self.pk, reason="")
            if not mine.update(reason=reason, proved_at=Coalesce("proved_at", timezone.now())):
                return False
            DeskLook.note(staff, Matter.CASE, self.public_id, DeskLook.Act.PROVE, reason=reason)
        return True

    def look(self, staff: Person) -> list[Vouch]:
        """What it opens, the newest first: written down, and told to the authors, before anybody sees it."""
        with transaction.atomic():
            found = self._locked(staff, self.opened())
            found.sort(key=lambda vouch: (vouch.hired_on, -vouch.pk), reverse=True)
            if found:
                self._note(staff, DeskLook.Act.LOOK, *found)
            for author in {vouch.author for vouch in found}:
                author.tell(LOOKED, self.public_id, reverse("looks"))
        prefetch_related_objects(found, "trade", "place")
        return found

    def ask_to_correct(self, staff: Person, public_id: uuid.UUID) -> bool:
        """Whether it was still there, and open to the desk. The author is told once more only if they have read it."""
        with transaction.atomic():
            for vouch in self._locked(staff, self.opened().filter(public_id=public_id)):
                vouch.author.notices.filter(kind=CORRECTION, about=public_id, read_at__isnull=False).delete()
                vouch.author.tell(CORRECTION, public_id, reverse("vouch_edit", args=[public_id]))
                self._note(staff, DeskLook.Act.CORRECT, vouch)
                return True
        return False

    def remove(self, staff: Person, public_id: uuid.UUID) -> bool:
        """Whether it was still there, and open to the desk. Its author, and nobody else, is told."""
        with transaction.atomic():
            for vouch in self._locked(staff, self.opened().filter(public_id=public_id)):
                vouch.author.tell(REMOVED, public_id, reverse("vouches"))
                self._note(staff, DeskLook.Act.REMOVE, vouch)
                vouch.withdraw()
                return True
        return False

    def close(self, staff: Person, answer: str) -> bool:
        """Whether it was open. The first answer is the one that is mailed."""
        now = timezone.now()
        with transaction.atomic():
            mine = Case.objects.open().filter(pk=self.pk)
            if not mine.update(closed_at=now, answer=answer, handled_by=staff):
                return False
            self.mails.create(kind=CaseMail.Kind.ANSWER, due_at=now)
        return True

    def _locked(self, staff: Person, vouches: VouchQuerySet) -> list[Vouch]:
        """None also if one of the desk has left meanwhile, or whoever has made the case, with which it goes."""
        held = lock(Person.objects.filter(pk=staff.pk), vouches)
        here = Case.objects.open().filter(pk=self.pk).select_for_update(no_key=True).first()
        return held.vouches if here and staff in held.people else []

    def _note(self, staff: Person, act: DeskLook.Act, *vouches: Vouch) -> None:
        things = [vouch.pk for vouch in vouches]
        DeskLook.note(staff, Matter.CASE, self.public_id, act, Reportable.VOUCH, *things, reason=self.reason)


class CaseMail(Outgoing):
    """A mail about a case. For every case two are due at once, so that asking is the same work whatever is held: the
    receipt, and one that is none, but finds out later to whom codes have to be sent."""

    urgency = Urgency.SOON

    class Kind(models.TextChoices):
        RECEIPT = "receipt"
        SEARCH = "search"
        CODE = "code"
        ANSWER = "answer"

    case = models.ForeignKey(Case, models.CASCADE, related_name="mails", db_index=False)
    kind = models.CharField(max_length=7, choices=Kind)
    address = models.EmailField("of the vouch, for a code", max_length=254, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "kind", "address"], name="case_mail_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="case_mail_due"),
            models.Index(fields=["address"], name="case_mail_address"),
        ]

    def __str__(self) -> str:
        return f"case mail {self.pk}"

    @property
    def to_a_typed_address(self) -> bool:
        """All but the answer, which the desk writes once."""
        return self.kind != self.Kind.ANSWER
