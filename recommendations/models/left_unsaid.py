from __future__ import annotations

from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from people.models import Person


class LeftUnsaid(models.Model):
    """Of whom somebody would rather say nothing to others: they are not asked about it again.

    By public id: either may be gone by then.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="left_unsaid", db_index=False)
    about = models.UUIDField("public id of an entry or a vouch of theirs")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "left unsaid"
        constraints = [models.UniqueConstraint(fields=["person", "about"], name="left_unsaid_once")]

    def __str__(self) -> str:
        return f"left unsaid {self.pk}"

    @classmethod
    def leave(cls, person: Person, about: UUID) -> bool:
        """Whether it is theirs to leave."""
        with transaction.atomic():
            Person.objects.lock(person)
            theirs = (person.entries.filter(public_id=about), person.vouches.filter(public_id=about))
            if not any(mine.exists() for mine in theirs):
                return False
            cls.objects.get_or_create(person=person, about=about)
        return True
