from __future__ import annotations

from django.db import models, transaction
from django.utils import timezone

from people.models.person import Person
from people.querysets import BlockQuerySet, PartingQuerySet, TieQuerySet


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

    objects = TieQuerySet.as_manager()

    class Meta:
        constraints = [
            # Led by the friend, so that nothing but `tie_circle` leads by the person and tempts a planner.
            models.UniqueConstraint(fields=["friend", "person"], name="tie_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("friend")), name="tie_with_someone_else"),
        ]
        indexes = [models.Index(fields=["person", "standing", "friend"], name="tie_circle")]

    def __str__(self) -> str:
        return f"tie {self.pk}"

    def affirm(self) -> None:
        Tie.objects.filter(pk=self.pk).update(affirmed_at=timezone.now())


class Parting(models.Model):
    """What is needed to take a parting back, for as long as it may be."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="partings", db_index=False)
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")
    how = models.CharField(max_length=200, blank=True)
    how_back = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField()
    affirmed_at = models.DateTimeField()
    affirmed_back = models.DateTimeField()
    parted_at = models.DateTimeField(default=timezone.now)

    objects = PartingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "friend"], name="parting_once")]

    def __str__(self) -> str:
        return f"parting {self.pk}"

    def undo(self) -> bool:
        """Whether the tie is back: not after a minute, nor if one has blocked the other."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend)
            still = Parting.objects.undoable().filter(pk=self.pk).first()
            if still is None:
                return Tie.objects.between(self.person, self.friend).exists()
            back = Tie.objects.connect(self.person, self.friend, still.how, still.how_back, still.since)
            Tie.objects.filter(person=self.person, friend=self.friend).update(affirmed_at=still.affirmed_at)
            Tie.objects.filter(person=self.friend, friend=self.person).update(affirmed_at=still.affirmed_back)
            return back


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
