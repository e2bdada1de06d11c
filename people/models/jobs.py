from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    def due(self) -> JobQuerySet:
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def failing(self) -> JobQuerySet:
        """Those whose last run did not end well."""
        return self.filter(failed_at__isnull=False).filter(Q(ended_at=None) | Q(ended_at__lt=F("failed_at")))

    def claim(self, job: Job, until: datetime, **noted: object) -> bool:
        """Whether it is ours to do: nobody else has put it off since it was read, or since it was claimed last."""
        if not self.filter(pk=job.pk, due_at=job.due_at).update(due_at=until, **noted):
            return False
        job.due_at = until
        return True


class Job(models.Model):
    """What the worker does, by its name, and when it last did. A run that is under way, or was killed, has begun after
    it ended.

    Sending (`mails`, `pushes`) never ends, and is noted every few seconds: its `began_at` tells when a worker was last
    seen.
    """

    name = models.CharField(max_length=40, primary_key=True)
    # While it is done, until when nobody else begins it.
    due_at = models.DateTimeField("when it is to begin again; null of what never ends", null=True)
    reached = models.BigIntegerField("as far as an unfinished run has come", default=0)
    began_at = models.DateTimeField("when it last began", null=True)
    ended_at = models.DateTimeField("when it last ended well", null=True)
    failed_at = models.DateTimeField("when it last did not", null=True)
    # Never the words of the error: they may hold what somebody wrote.
    error = models.CharField("which error that was, and where", max_length=200, blank=True)

    objects = JobQuerySet.as_manager()

    def __str__(self) -> str:
        return f"job {self.name}"

    def is_unfinished_since(self, time: datetime) -> bool:
        """Begun since then, and not done to its end."""
        ended = self.ended_at and self.began_at and self.ended_at >= self.began_at
        return self.began_at is not None and self.began_at >= time and not ended
