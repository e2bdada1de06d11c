from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from people.compiled import CompiledOnce
from people.models.person import Person

YEAR = timedelta(days=365)
# What an app above has to end between two people, in the transaction in which their tie ends.
ENDS_WITH_A_TIE: list[Callable[[Person, Person], None]] = []


class TieQuerySet(models.QuerySet["Tie"]):
    def standing(self) -> TieQuerySet:
        return self.filter(standing=True)

    def to_look_at(self, before: datetime | None = None) -> TieQuerySet:
        """A year since one last said that one would act on their word, or said so `before`; the longest ago first."""
        return self.filter(affirmed_at__lt=before or timezone.now() - YEAR).order_by("affirmed_at", "pk")

    def between(self, a: Person, b: Person) -> TieQuerySet:
        return self.filter(Q(person=a, friend=b) | Q(person=b, friend=a))

    def connect(self, a: Person, b: Person, how: str = "", how_back: str = "", since: datetime | None = None) -> bool:
        """Both rows of a tie; `how` is a's own words for it, `how_back` b's. Whether the tie is new.

        Nothing happens between two people of whom one has blocked the other, or has left, or has a full circle.
        """
        with transaction.atomic():
            both = Person.objects.lock(a, b)
            if len(both) < 2 or Block.objects.between(a, b).exists():
                return False
            if not self.between(a, b).exists() and any(person.circle_is_full() for person in both):
                return False
            made = {"standing": all(person.is_active for person in both), "since": since or timezone.now()}
            _, new = self.get_or_create(person=a, friend=b, defaults=made | {"how": how})
            self.get_or_create(person=b, friend=a, defaults=made | {"how": how_back})
        return new

    def part(self, person: Person, friend: Person) -> bool:
        """Whether there was a tie to end. Nobody takes it back alone: who could part and be tied again at will would
        learn from what goes and comes back which of their friends know each other.
        """
        with transaction.atomic():
            Person.objects.lock(person, friend)
            tied = self.filter(person=person, friend=friend).exists()
            if tied:
                self.sever(person, friend)
        return tied

    def sever(self, a: Person, b: Person) -> None:
        """Ends all that is between the two. To be called in a transaction that has locked both.

        An invitation that was mailed to the other stays in the inviter's list: it would tell of somebody who never was
        a friend that its address belongs to a member, and of a friend that they have not just gone for a while. To who
        has said yes to one and waits, it stays as it was, for ever.
        """
        for end in ENDS_WITH_A_TIE:
            end(a, b)
        were_tied, _ = self.between(a, b).delete()
        for one, other in ((a, b), (b, a)):
            came = one.invitations.filter(accepted_by=other)
            if were_tied:
                came.delete()
                one.invitations.filter(email__iexact=other.email).update(due_at=None)
                # The other may hold a link of before, whatever name it was made for.
                one.invitations.filter(accepted_by=None).update(asks_first=True)
            else:
                came.update(unheard=True, refused=True)
            one.introductions.filter(friend=other).delete()
            one.introductions_made.filter(Q(person=other) | Q(friend=other)).delete()
            one.notices.filter(Q(who=other) | Q(with_whom=other)).delete()


@CompiledOnce
def circle_ids(person: Person) -> models.QuerySet[Any, Any]:
    """The numbers of the rows of everyone this person has a standing tie with: acts ask it again and again."""
    return Tie.objects.standing().filter(person=person).values_list("friend", flat=True)


class BlockQuerySet(models.QuerySet["Block"]):
    def others(self, person: Person) -> models.QuerySet[Any]:
        """Whoever blocked this person, or was blocked by them."""
        every = Block.objects.all()
        return every.filter(person=person).values("blocked").union(every.filter(blocked=person).values("person"))

    def between(self, a: Person, b: Person) -> BlockQuerySet:
        return self.filter(Q(person=a, blocked=b) | Q(person=b, blocked=a))


class Tie(models.Model):
    """One half of a mutual tie. The halves are written and removed together, so a circle is one indexed look-up."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties", db_index=False)
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    how = models.CharField("how you know them", max_length=200, blank=True)
    since = models.DateTimeField(default=timezone.now)
    # Both people are active. Kept by `Person.set_active`.
    standing = models.BooleanField(default=True)
    # When this side last said that it would act on the other's word.
    affirmed_at = models.DateTimeField(default=timezone.now)
    # This side wants to see what the other passes on of their friends'. Told to nobody.
    hears = models.BooleanField(default=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            # Led by the friend, so that nothing but `tie_circle` leads by the person and tempts a planner.
            models.UniqueConstraint(fields=["friend", "person"], name="tie_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("friend")), name="tie_with_someone_else"),
        ]
        indexes = [
            models.Index(fields=["person", "standing", "friend", "since"], name="tie_circle"),
            # Few, and read with every look at what is near.
            models.Index(fields=["person", "friend", "hears"], condition=models.Q(hears=False), name="tie_muted"),
        ]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    def hear(self, hears: bool) -> None:
        Tie.objects.filter(pk=self.pk).update(hears=hears)

    def affirm(self) -> None:
        Tie.objects.filter(pk=self.pk).update(affirmed_at=timezone.now())


class Block(models.Model):
    person = models.ForeignKey(Person, models.CASCADE, related_name="blocks", db_index=False)
    blocked = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    # As it was known then: a list of blocks must not tell what a stranger is called now.
    name = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "blocked"], name="block_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("blocked")), name="block_someone_else"),
        ]
        indexes = [models.Index(fields=["blocked", "person"], name="block_reverse")]

    def __str__(self) -> str:
        return f"block {self.pk}"
