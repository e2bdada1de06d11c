from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import base36_to_int

from people.models.person import Person

# Where the sign-in library keeps who it is that signs in, and how it writes the number of their row.
PERSON_IN: dict[str, Callable[[str], int]] = {
    "user_id": int,
    "account_authentication_methods_user": int,
    "user_pk": base36_to_int,
}


class SessionQuerySet(models.QuerySet["Session"]):
    def running(self, now: datetime | None = None) -> Self:
        return self.filter(expire_date__gt=now or timezone.now())

    def of(self, person: Person, addresses: Iterable[str]) -> Self:
        """Where this person is signed in, and where nobody is yet and somebody has begun to sign in or to join as them
        or with one of these addresses. Looks up the latter at once, so that both are found by an index."""
        whom = [hashed for name in (person_called(person.pk), *addresses) for hashed in _hashes_of(name)]
        begun = list(Beginning.objects.filter(whom__in=whom).values_list("session", flat=True))
        return self.filter(Q(person=person) | Q(person=None, pk__in=begun))

    def end(self) -> int:
        """How many there were. Each is locked, so that no beginning is noted meanwhile of one that goes."""
        with transaction.atomic(savepoint=False):
            keys = list(self.order_by("pk").select_for_update().values_list("pk", flat=True))
            self.model.objects.filter(pk__in=keys).only("pk").delete()
        return len(keys)


class Session(AbstractBaseSession):
    """What is kept for a browser, under the hash of the key that only the browser has, and sealed with that key. So a
    copy of the table signs in nobody. What has to be known without the key stands beside it: whose it is, and what
    they know their devices by.

    `people.sessions` reads and writes it.
    """

    session_key = models.CharField("SHA-256 of the key", max_length=64, primary_key=True)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField("what it calls itself", max_length=200)
    internet_address = models.GenericIPAddressField("where it began", null=True)
    began_at = models.DateTimeField()

    objects: ClassVar[models.Manager[Session]] = SessionQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"session of {self.person_id}"

    @property
    def seen_at(self) -> datetime:
        """To the day: it is saved once a day."""
        return self.expire_date - timedelta(seconds=settings.SESSION_COOKIE_AGE)


class Beginning(models.Model):
    """That in a browser, where nobody is signed in, somebody has begun to sign in or to join: as whom, by a hash of
    their address or of the number of their row. It goes with the session."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="beginnings")
    whom = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["whom", "session"], name="beginning_once")]

    def __str__(self) -> str:
        return f"beginning {self.pk}"


def beginnings_in(held: dict[str, Any]) -> set[str]:
    """As whom somebody has begun to sign in, by what their session holds; each as a hash."""
    return {_hash_of(name) for name in _named_in(held)}


def person_called(row: int) -> str:
    return f"person {row}"


def _named_in(held: Any, called: str = "") -> Iterator[str]:
    """Every address, whatever it is for, and every person."""
    if isinstance(held, dict):
        for name, each in held.items():
            yield from _named_in(name)
            yield from _named_in(each, name)
    elif isinstance(held, list):
        for each in held:
            yield from _named_in(each)
    elif isinstance(held, str) and "@" in held:
        yield held
    elif isinstance(held, str) and called in PERSON_IN:
        yield person_called(PERSON_IN[called](held))


def _hash_of(name: str, key: str | None = None) -> str:
    """With the secret key, so that a copy of the database does not tell whose addresses these are."""
    return salted_hmac("people.beginning", name.lower(), secret=key, algorithm="sha256").hexdigest()


def _hashes_of(name: str) -> list[str]:
    return [_hash_of(name, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
