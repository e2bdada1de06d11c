"""Sessions of which the database holds no key. SESSION_ENGINE names this module, and Django takes `SessionStore`."""

import hmac
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import Error, IntegrityError, transaction
from django.utils import timezone

from people.away import database_is_away
from people.compiled import CompiledOnce
from people.models import PushBrowser, Session
from people.models.sessions import Beginning, beginnings_in
from people.tokens import hash_of


@CompiledOnce
def _data_of(key: str, now: datetime) -> Any:
    return Session.objects.running(now).filter(pk=key).values_list("session_data", flat=True)


class SessionStore(db.SessionStore):
    """Django's, but for this: the row is found by the hash of the key, and its data is sealed with the key, above the
    signature that Django gives it; what may be known without the key has columns of its own."""

    # All that it holds, if of that only the day of the last visit is new.
    as_seen: dict[str, Any] | None = None

    # Django's own would look for the key itself.
    aexists, acreate, asave = SessionBase.aexists, SessionBase.acreate, SessionBase.asave
    adelete, aload = SessionBase.adelete, SessionBase.aload

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def encode(self, session_dict: dict[str, Any]) -> str:
        return self._seal().encrypt(super().encode(session_dict).encode()).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(self._seal().decrypt(session_data).decode())
        except InvalidToken:
            return {}

    def _seal(self) -> Fernet:
        """By the key alone, so that a new secret key signs nobody out."""
        if self.session_key is None:
            raise ValueError("A session has a key before it is sealed.")
        key = hmac.digest(self.session_key.encode(), b"whom.session", "sha256")
        return Fernet(urlsafe_b64encode(key))

    @property
    def row_key(self) -> str:
        return hash_of(self.session_key or "")

    def load(self) -> dict[str, Any]:
        found = _data_of(key=self.row_key, now=timezone.now())
        if not found:
            self._session_key = None
            return {}
        return self.decode(found[0])

    def exists(self, session_key: str) -> bool:
        return super().exists(hash_of(session_key))

    def delete(self, session_key: str | None = None) -> None:
        if key := session_key or self.session_key:
            Session.objects.filter(pk=hash_of(key)).end()

    def cycle_key(self) -> None:
        """As Django does; the browser stays the one that shows what concerns them."""
        data, key = self._session, self.session_key  # type: ignore[attr-defined]
        self.create()
        self._session_cache = data
        if key:
            PushBrowser.objects.filter(session=hash_of(key)).update(session=self.row_key)
            self.delete(key)

    @classmethod
    def clear_expired(cls) -> None:
        over = Session.objects.filter(expire_date__lt=timezone.now())
        # Found first: to lock them in order PostgreSQL might look through all sessions.
        over.filter(pk__in=list(over.values_list("pk", flat=True))).end()

    def row(self) -> Session:
        """As it would be saved now."""
        return self.create_model_instance(dict(self.items()))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        return Session(
            session_key=self.row_key,
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=data.get(SESSION_KEY),
            browser=data.get("browser", ""),
            internet_address=data.get("internet_address"),
            began_at=datetime.fromtimestamp(data.get("began", time.time()), UTC),
        )

    def note_seen(self, now: int) -> None:
        """Once a day. Where nothing can be written at the moment, the next visit does it: one only looks at a page."""
        was_saved = not self.modified
        self["seen"] = now
        self.as_seen = dict(self.items()) if was_saved else None

    def save(self, must_create: bool = False) -> None:
        """Raises SessionInterrupted, an answer of 400, where the person has left while they signed in."""
        if self.session_key is None:
            return self.create()
        try:
            with transaction.atomic():
                super().save(must_create)
                if SESSION_KEY not in self:
                    self._note_beginnings(new=must_create)
        except IntegrityError as error:
            raise SessionInterrupted("They have left.") from error
        except (UpdateError, Error) as error:
            # Django says the same where the row is gone and where the database is.
            fault = database_is_away(error)
            if fault and self.as_seen == dict(self.items()):
                return None
            if fault and fault is not error:
                raise fault from fault.__cause__
            raise

    def _note_beginnings(self, new: bool) -> None:
        key, begun = self.row_key, beginnings_in(dict(self.items()))
        if not new:
            Beginning.objects.filter(session=key).exclude(whom__in=begun).delete()
        if begun:
            rows = [Beginning(session_id=key, whom=whom) for whom in begun]
            Beginning.objects.bulk_create(rows, ignore_conflicts=True)
