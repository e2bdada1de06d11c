"""What waits to be sent: every kind of row that is its own outbox."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models.outgoing import Outgoing

KINDS_OF_ROWS: dict[str, str | Promise] = {
    "signinmail": _("sign-in mails"),
    "invitation": _("invitations"),
    "notice": _("mails that tell of something"),
    "push": _("messages to browsers"),
    "suspension": _("mails to whoever is suspended"),
    "casemail": _("mails to tradespeople who asked"),
    "letter": _("weekly letters"),
}


class Queue(NamedTuple):
    name: str
    waiting: int
    # Of those whose time has come, since when the first waits; None if there is none.
    due_since: datetime | None

    @property
    def kind(self) -> str | Promise:
        """As a person calls them."""
        return KINDS_OF_ROWS[self.name]

    @property
    def waits(self) -> timedelta:
        return timezone.now() - self.due_since if self.due_since else timedelta()


def queues() -> list[Queue]:
    """One statement a kind."""
    return list(_queues())


def longest_wait() -> timedelta:
    return max((queue.waits for queue in queues()), default=timedelta())


def _queues() -> Iterator[Queue]:
    for model in apps.get_models():
        if issubclass(model, Outgoing):
            rows: Any = model._default_manager.filter(due_at__isnull=False)
            due = Min("due_at", filter=Q(due_at__lte=timezone.now()))
            found = rows.aggregate(waiting=Count("pk"), due_since=due)
            yield Queue(model._meta.model_name or "", found["waiting"], found["due_since"])
