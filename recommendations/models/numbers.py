from __future__ import annotations

import uuid

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person
from people.models.ties import circle_ids
from recommendations.models.locks import lock
from recommendations.models.vouches import NUMBER_ASKED, NUMBER_GIVEN, OF_NUMBERS, Vouch


class NumberAskQuerySet(models.QuerySet["NumberAsk"]):
    def visible_to(self, person: Person) -> NumberAskQuerySet:
        """The one who asks and the friend who is asked, as long as they are in each other's circle and the words are
        shared with it."""
        near = person.ties.standing().values("friend")
        between = Q(person=person, vouch__author__in=near) | Q(vouch__author=person, person__in=near)
        return self.filter(between, vouch__in=Vouch.objects.shared())

    def to_answer(self, person: Person) -> NumberAskQuerySet:
        """Those that this friend has not answered, of numbers that are not passed on to every reader meanwhile."""
        theirs = self.visible_to(person).filter(vouch__author=person, given_at=None, declined=False)
        return theirs.exclude(Q(vouch__pass_on=True) & ~Q(vouch__phone=""))

    def given_to(self, person: Person) -> NumberAskQuerySet:
        return self.visible_to(person).filter(person=person, given_at__isnull=False)

    def asked_of(self, person: Person) -> NumberAskQuerySet:
        """Whatever became of it, also of those who ended it since."""
        return self.filter(vouch__author=person)

    def end(self) -> None:
        """Whatever was told of them goes too."""
        about = list(self.values_list("public_id", flat=True))
        Notice.objects.filter(kind__in=OF_NUMBERS, about__in=about).delete()
        self.model.objects.filter(public_id__in=about).delete()


class NumberAsk(models.Model):
    """Somebody asks a friend for the number of one whom that friend vouches for. A yes is for them alone; a no looks as
    if nothing had been said. To be asked again, it has to be tidied up first."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="numbers_asked", db_index=False)
    vouch = models.ForeignKey(Vouch, models.CASCADE, related_name="numbers_asked")
    asked_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True)
    declined = models.BooleanField(default=False)

    objects = NumberAskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "vouch"], name="number_asked_once"),
            models.CheckConstraint(condition=Q(given_at=None) | Q(declined=False), name="number_given_or_not"),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(given_at=None), name="number_not_given")]

    def __str__(self) -> str:
        return f"number ask {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("number_asked", args=[self.public_id])

    @classmethod
    def put(cls, person: Person, vouch: int) -> bool:
        """Once. Whether it is a friend's, shared with their circle."""
        with transaction.atomic():
            held = lock(Person.objects.filter(pk=person.pk), Vouch.objects.shared().filter(pk=vouch))
            author = next((each.author for each in held.vouches), None)
            if author is None or author.pk not in circle_ids(person=person):
                return False
            asked, new = cls.objects.get_or_create(person=person, vouch_id=vouch)
            if new:
                author.tell(NUMBER_ASKED, asked.public_id, asked.get_absolute_url(), who=person)
        return True

    def give(self, phone: str = "") -> bool:
        """A yes of the friend who is asked, with the number, where their vouch has none. Whether it is still theirs to
        give and there is one; a second time changes nothing."""
        with transaction.atomic():
            author = self._lock()
            still = NumberAsk.objects.visible_to(author).filter(pk=self.pk, vouch__author=author) if author else None
            if author is None or still is None or not still.exists():
                return False
            if phone:
                # Beside an e-mail address that is passed on, it would be too: to every reader, and it is for one alone.
                Vouch.objects.filter(pk=self.vouch_id, phone="").update(phone=phone, pass_on=False)
            if not Vouch.objects.filter(pk=self.vouch_id).exclude(phone="").exists():
                return False
            still.filter(given_at=None).update(given_at=timezone.now(), declined=False)
            author.notices.filter(kind=NUMBER_ASKED, about=self.public_id).delete()
            self.person.tell(NUMBER_GIVEN, self.public_id, self.get_absolute_url(), who=author)
        return True

    def decline(self) -> None:
        """Also after a yes, which is over then. Nobody is told, and who was, hears no more of it."""
        with transaction.atomic():
            self._lock()
            Notice.objects.filter(kind__in=OF_NUMBERS, about=self.public_id).delete()
            NumberAsk.objects.filter(pk=self.pk).update(given_at=None, declined=True)

    def _lock(self) -> Person | None:
        """The author, if their vouch and whoever asks are still there."""
        held = lock(Person.objects.filter(pk=self.person_id), Vouch.objects.filter(pk=self.vouch_id))
        here = self.person_id in {each.pk for each in held.people}
        return next((each.author for each in held.vouches if here), None)


def end_what_was_asked(one: Person, other: Person) -> None:
    """Between these two, when their tie ends: a yes of before is none when they are tied again."""
    either = Q(person=one, vouch__author=other) | Q(person=other, vouch__author=one)
    NumberAsk.objects.filter(either).end()
