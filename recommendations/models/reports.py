from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from people.models import Person, Tie
from recommendations.models.cases import answer_due
from recommendations.models.handling import HANDLING, Handling
from recommendations.models.links import LinkAnswer
from recommendations.models.locks import lock
from recommendations.models.looks import DeskLook, Matter, Reportable


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> ReportQuerySet:
        """What its author has left behind by leaving is about nobody; what came by a link may have been so before."""
        return self.filter(Q(author__isnull=False) | Q(kind=Reportable.LINK), handled_at=None)

    def at_the_desk_of(self, person: Person) -> ReportQuerySet:
        """The open ones that are neither by nor about them or their circle. Others are just not there: to say that
        there is one would tell whose it is. It does not depend on what one can choose alone, as blocks and mutes are.
        """
        if not person.sits_at_the_desk:
            return self.none()
        near = Q(pk=person.pk) | Q(pk__in=Person.objects.kin_of(person))
        theirs = Person.objects.filter(near).values("pk")
        # Whoever answered by a link may have come in since.
        joined = LinkAnswer.objects.filter(writer__in=theirs).values("public_id")
        by_link = Q(kind=Reportable.LINK, about__in=joined)
        return self.open().exclude(Q(reporter__in=theirs) | Q(author__in=theirs) | by_link)

    def of_one_thing(self, reporter: Person, kind: Reportable, about: uuid.UUID, author: int | None) -> ReportQuerySet:
        """All that this person ever reported of it. An answer by a link is the same one, whoever its writer is by now:
        else whoever reports it once more could tell by what they take out that its writer has come in."""
        those = self.filter(reporter=reporter, kind=kind, about=about)
        return those if kind == Reportable.LINK else those.filter(author=author)


class Report(models.Model):
    """What somebody finds wrong with a thing that they can see. Nobody but the desk is told of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    reporter = models.ForeignKey(Person, models.CASCADE, related_name="reports")
    kind = models.CharField(max_length=7, choices=Reportable)
    about = models.UUIDField("public id of the thing")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    words = models.TextField(validators=[MaxLengthValidator(1000)])
    made_at = models.DateTimeField(default=timezone.now)
    due_by = models.DateTimeField(default=answer_due)
    handled_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=7, choices=DeskLook.Act, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "kind", "about", "author"], condition=Q(handled_at=None), name="report_open_once"
            ),
            # Its writer may be nobody here, and two who are nobody are not the same to the database.
            models.UniqueConstraint(
                fields=["reporter", "about"],
                condition=Q(handled_at=None, kind=Reportable.LINK),
                name="report_of_a_link_open_once",
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None, ending="") | Q(handled_at__isnull=False) & ~Q(ending=""),
                name="report_ends_in_some_way",
            ),
        ]
        indexes = [
            models.Index(fields=["due_by"], condition=Q(handled_at=None), name="report_open"),
            models.Index(fields=["made_at"], name="report_made"),
            models.Index(fields=["about"], name="report_about"),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def is_overdue(self) -> bool:
        return self.handled_at is None and self.due_by < timezone.now()

    @property
    def handling(self) -> Handling:
        return HANDLING[Reportable(self.kind)]

    @property
    def can_be_removed(self) -> bool:
        return self.handling.removed is not None

    @classmethod
    def make(cls, public_id: uuid.UUID, reporter: Person, kind: Reportable, seen: QuerySet[Any], words: str) -> bool:
        """Once, however often the form with this id is sent; as long as it is open, a second one about the same thing
        replaces its words. `seen` is the thing as the reporter may see it. Whether they still may.

        One that comes after the first was handled is as old as that, and its form sent again changes it as it would
        change that: what the reporter can take out would else tell that it was handled."""
        with transaction.atomic():
            found = seen.values_list(HANDLING[kind].known_by, HANDLING[kind].author).first()
            if found is None:
                return False
            about, author = found
            whom = {reporter.pk, author} - {None}
            held = Person.objects.lock(*Person.objects.to_lock(*whom))
            if len(held) < len(whom) or not seen.exists():
                return False
            before = cls.objects.of_one_thing(reporter, kind, about, author)
            if before.filter(public_id=public_id).exists():
                return True
            said: dict[str, Any] = {"author_id": author, "words": words}
            if not before.open().update(**said):
                if first := before.order_by("made_at").first():
                    said |= {"made_at": first.made_at}
                elif not cls.objects.filter(public_id=public_id).exists():
                    said |= {"public_id": public_id}
                cls.objects.create(reporter=reporter, kind=kind, about=about, **said)
        return True

    def look(self, staff: Person) -> Any:
        """The thing, written down before anybody sees it; None if it is not there any more, or its author's alone."""
        with transaction.atomic():
            thing, _ = self._held(staff)
            if thing is not None:
                self._note(staff, DeskLook.Act.LOOK, thing.pk)
        return thing

    def dismiss(self, staff: Person) -> bool:
        """Whether it was open."""
        with transaction.atomic():
            self._held(staff)
            return self._end(Report.objects.at_the_desk_of(staff).filter(pk=self.pk), staff, DeskLook.Act.DISMISS)

    def remove(self, staff: Person) -> bool:
        """Whether it was still there. Its author is told that it was removed, and nothing else."""
        with transaction.atomic():
            thing, author = self._held(staff)
            if thing is None or self.handling.removed is None:
                return False
            self._end(self._same(), staff, DeskLook.Act.REMOVE, thing.pk)
            self.handling.take_away(thing)
            kind, page = self.handling.removed
            if author:
                author.tell(kind, self.about, reverse(page))
        return True

    def suspend(self, staff: Person, reason: str) -> bool:
        """Whether it was still there, and its author is suspended by now."""
        with transaction.atomic():
            thing, author = self._held(staff)
            if thing is None or author is None or not (author.suspend(reason) or author.suspended):
                return False
            return self._end(self._same(), staff, DeskLook.Act.SUSPEND, thing.pk)

    def _held(self, staff: Person) -> tuple[Any, Person | None]:
        """The thing as it is now, and its author, with all whom any act on it concerns. The thing is None where it is
        not there, or not theirs to handle any more."""
        with_friends = Tie.objects.filter(friend=self.author_id).values("person")
        whom = Q(pk__in=[staff.pk, self.author_id]) | Q(pk__in=with_friends)
        for others in self.handling.others(self.about):
            whom |= Q(pk__in=others)
        of_a_vouch = self.handling.of_a_vouch
        vouches = of_a_vouch(self.about) if of_a_vouch else None
        people = {each.pk: each for each in lock(Person.objects.filter(whom), vouches).people}
        here = Report.objects.at_the_desk_of(people[staff.pk]).filter(pk=self.pk) if staff.pk in people else None
        if here is None or not here.exists():
            return None, None
        known_by: dict[str, Any] = {self.handling.known_by: self.about}
        # Whoever was nobody here when they answered by a link may be somebody by now.
        known_by |= {self.handling.author: self.author_id} if self.author_id else {}
        thing = self.handling.open_to_the_desk().filter(**known_by).first()
        return thing, people.get(self.author_id) if self.author_id else None

    def _same(self) -> ReportQuerySet:
        """All that is open about the same thing: whatever is done to it ends them all."""
        same = Report.objects.open().filter(kind=self.kind, about=self.about)
        return same if self.handling.known_by == "public_id" else same.filter(author=self.author_id)

    def _end(self, those: ReportQuerySet, staff: Person, act: DeskLook.Act, *things: int) -> bool:
        if not those.update(handled_at=timezone.now(), ending=act):
            return False
        self._note(staff, act, *things)
        return True

    def _note(self, staff: Person, act: DeskLook.Act, *things: int) -> None:
        DeskLook.note(staff, Matter.REPORT, self.public_id, act, self.kind, *things)
