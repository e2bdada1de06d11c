from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from people.models.outgoing import Outgoing, OutgoingQuerySet, Urgency


class SignInMail(Outgoing):
    """A mail of the sign-in library, from when its page has written it until it is sent, or its time is over.

    To whom it goes and what it says is sealed, so that a copy of the database holds no code. `people.sign_in_mails`
    writes and opens it.
    """

    urgency = Urgency.AT_ONCE
    # A code works for ten minutes: one whose worker died must not wait for half of them.
    lease, first_wait = timedelta(minutes=1), timedelta(seconds=5)

    whom = models.CharField("hash of the address", max_length=64, db_index=True)
    sealed = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="sign_in_mail_due")]

    def __str__(self) -> str:
        return f"sign-in mail {self.pk}"

    def settle(self, sent_at: datetime | None) -> None:
        SignInMail.objects.filter(pk=self.pk).delete()
