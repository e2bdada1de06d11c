from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class JobQuerySet(models.QuerySet["Job"]):
    def failing(self) -> JobQuerySet:
        """Those whose last run did not end well."""
        return self.filter(failed_at__isnull=False).filter(Q(ended_at=None) | Q(ended_at__lt=F("failed_at")))


class Job(models.Model):
    """What the worker does, by its name, and when it last did. A run that is under way, or was killed, has begun after
    it ended.

    Sending (`mails`, `pushes`), which never ends, is noted every few seconds: so its `ended_at` tells when a worker was
    last seen.
    """

    name = models.CharField(max_length=40, primary_key=True)
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
