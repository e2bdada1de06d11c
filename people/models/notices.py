from __future__ import annotations

from django.db import models
from django.utils import timezone

from people.models.outgoing import Outgoing
from people.models.person import Person
from people.notices import KINDS
from people.querysets import NoticeQuerySet


class MailStop(models.Model):
    """An address, kept as a hash, to which no invitation is mailed any more."""

    address_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"mail stop {self.pk}"


class Notice(Outgoing):
    """What happened that concerns someone. It holds no words of its own: they are found when it is read or sent."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=20)
    who = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    with_whom = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    about = models.UUIDField("public id of the thing that it is about")
    link = models.CharField("path of the page to go to", max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "about"], name="notice_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="notice_due"),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def message(self) -> str:
        return self._naming(KINDS[self.kind].message)

    @property
    def subject(self) -> str:
        """Of its mail: it names nobody."""
        return KINDS[self.kind].subject

    @property
    def mail(self) -> str:
        return self._naming(KINDS[self.kind].mail)

    @property
    def button(self) -> str:
        """What its mail says on the link."""
        return KINDS[self.kind].button

    def _naming(self, words: str) -> str:
        names = {"who": self.who and self.who.name, "with_whom": self.with_whom and self.with_whom.name}
        return words.format(**names)

    def read(self) -> None:
        Notice.objects.filter(pk=self.pk, read_at=None).update(read_at=timezone.now())
