"""Leaving: all that is one person's goes at once, or they rest until they sign in again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from people.models import Introduction, Invitation, Notice, Person
from recommendations.asks.tidying import note_who_has_joined
from recommendations.models import Answer, Case, CaseMail, Gratitude, LinkAnswer, Provider, Question, Thanks


def rest(person: Person) -> None:
    """Nobody sees them or their words, and they are signed out everywhere."""
    sessions = _sessions_of(person)
    with transaction.atomic():
        person.set_active(False, rests=True)
        _end(sessions)
        UserSession.objects.filter(user=person).delete()


def erase(person: Person, write_down: bool = True) -> bool:
    """Whether there was anything left to erase. What stays behind is listed in docs/privacy.md."""
    if write_down and settings.ERASED_LIST:
        Path(settings.ERASED_LIST).touch()  # or it cannot be written, and nothing is erased
    sessions = _sessions_of(person)
    with transaction.atomic():
        _lock_providers(person)
        gone = _lock(person)
        if gone is None:
            return False
        providers = set(gone.vouches.values_list("provider", flat=True))
        _forget_elsewhere(gone)
        _end(sessions)
        Person.objects.filter(pk=gone.pk).delete()
        Provider.objects.filter(pk__in=providers, vouches=None).delete()
        if write_down:
            transaction.on_commit(lambda: _write_down(gone.public_id))
        transaction.on_commit(_empty_the_log, robust=True)
    return True


# --- Locks --------------------------------------------------------------------------------------


def _lock_providers(person: Person) -> None:
    """As `Vouch.withdraw` does, so that no new vouch arrives at one that goes; and before the person, as a new vouch
    of their own does."""
    theirs = person.vouches.values("provider")
    list(Provider.objects.select_for_update().filter(pk__in=theirs).order_by("pk").values_list("pk"))


def _lock(person: Person) -> Person | None:
    """Not as `Person.objects.lock`: also a row that would only refer to them has to wait, and then finds them gone.

    With them whomever they invited, since those rows are changed too.
    """
    rows = Person.objects.select_for_update().filter(Q(pk=person.pk) | Q(invited_by=person.pk)).order_by("pk")
    return next((row for row in rows if row.pk == person.pk), None)


# --- What does not go with the person's own row -------------------------------------------------


def _forget_elsewhere(person: Person) -> None:
    """What others have that holds their address, or would lead nowhere without them."""
    addresses = _addresses_of(person)
    # The invitation stays: that it went from the inviter's list would tell that its address was a member's.
    mailed = Invitation.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    mailed.update(email="", asks_first=True, due_at=None)
    # As does one that they came with across a block: to its inviter nobody ever had.
    unheard = Invitation.objects.unanswered().filter(accepted_by=person)
    unheard.update(accepted_by=None, accepted_how="", unheard=False)
    halves = Introduction.objects.filter(Q(introducer=person) | Q(person=person) | Q(friend=person))
    Notice.objects.filter(about__in=list(halves.values_list("public_id", flat=True))).delete()
    halves.delete()
    thanks = Thanks.objects.filter(Q(person=person) | Q(vouch__author=person))
    Notice.objects.filter(about__in=list(thanks.values_list("public_id", flat=True))).delete()
    grateful = Gratitude.objects.filter(Q(person=person) | Q(insight__author=person))
    Notice.objects.filter(about__in=list(grateful.values_list("public_id", flat=True))).delete()
    _forget_asks(person)
    EmailAddress.objects.filter(email__in=addresses, verified=False).delete()
    Case.objects.annotate(asked_from=Lower("email")).filter(asked_from__in=addresses).delete()
    CaseMail.objects.filter(address__in=addresses).delete()
    _forget_counts(person, addresses)


def _forget_asks(person: Person) -> None:
    """Their answers stay as empty rows, so that nothing tells why there is no more to read; what they wrote by a link
    goes, and with it the way in that it had opened, which bears their name; and so does what others were told of their
    questions."""
    person.answers.all().empty()
    note_who_has_joined(Q(accepted_by=person))
    written = LinkAnswer.objects.filter(writer=person)
    about = [
        *person.asks.values_list("public_id", flat=True),
        *Answer.objects.filter(ask__person=person).values_list("public_id", flat=True),
        *written.values_list("public_id", flat=True),
        *Question.objects.filter(Q(person=person) | Q(friend=person)).values_list("public_id", flat=True),
    ]
    Notice.objects.filter(about__in=about).delete()
    Invitation.objects.filter(form_key__in=written.values("public_id"), accepted_by=None).delete()
    written.delete()


def _addresses_of(person: Person) -> set[str]:
    """Those that they have proved: whoever has only claimed another's address must not erase what holds it."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {address.lower() for address in (person.email, *proved)}


def _sessions_of(person: Person) -> list[str]:
    """Also those of browsers where they have only begun to sign in. It opens every session there is, so it is done
    before anything is locked."""
    store, found = SessionStore(), []
    begun = {
        *(f'"{address}"' for address in _addresses_of(person)),
        *(f'"{name}": "{person.pk}"' for name in ("user_id", "account_authentication_methods_user")),
        f'"user_pk": "{user_pk_to_url_str(person)}"',
    }
    for key, data in Session.objects.values_list("session_key", "session_data").iterator():
        held = store.decode(data)
        if SESSION_KEY in held:
            mine = held[SESSION_KEY] == str(person.pk)
        else:
            text = json.dumps(held, ensure_ascii=False, default=str).lower()
            mine = any(sign in text for sign in begun)
        if mine:
            found.append(key)
    return found


def _end(sessions: list[str]) -> None:
    Session.objects.filter(session_key__in=sessions).delete()


def _forget_counts(person: Person, addresses: set[str]) -> None:
    """What the sign-in library counted: by the number of their row, and by hashes of their addresses."""
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.BASE_URL).netloc}
    counted = addresses | {f"{host}:{address}" for host in hosts for address in addresses}
    signs = [f"%:user:{person.pk}", f"%:user:{person.pk}:lock", f"%.used?user={person.pk}&%"]
    signs += [f"%{sha256(text.encode()).hexdigest()}%" for text in counted]
    table = connection.ops.quote_name(settings.CACHE_TABLE)
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE cache_key LIKE %s", [(sign,) for sign in signs])  # noqa: S608


def _empty_the_log() -> None:
    """SQLite keeps what was written lately in a file beside the database, the erased rows too; as long as somebody
    reads there, it cannot be emptied, and SQLite does it at the next chance."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


# --- The list of whoever left, kept outside the database ----------------------------------------


def _write_down(public_id: UUID) -> None:
    if settings.ERASED_LIST:
        with Path(settings.ERASED_LIST).open("a", encoding="utf-8") as lines:
            lines.write(f"{timezone.localdate().isoformat()} {public_id}\n")
            lines.flush()
            os.fsync(lines.fileno())


def written_down(path: Path) -> Iterator[UUID]:
    """Raises ValueError with the line that is no day and id."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            day, public_id = line.split()
            date.fromisoformat(day)
            yield UUID(public_id)
        except ValueError as error:
            raise ValueError(f"{path}, line {number}: not a day and an id") from error


def replay(path: Path) -> int:
    """How many were there again, as after a backup was restored, and are erased again."""
    public_ids = list(written_down(path))
    return sum(erase(person, write_down=False) for person in Person.objects.filter(public_id__in=public_ids))
