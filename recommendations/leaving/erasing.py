"""Leaving: all that is one person's goes at once, or they rest until they sign in again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Lower

from people.models import Introduction, Invitation, Notice, Person, Session
from people.models.sessions import SessionQuerySet
from people.rations import mailbox_of
from people.sign_in_mails import forget_sign_in_mails
from recommendations.asks.tidying import note_who_has_joined
from recommendations.leaving.erased_list import opened_list, written_down
from recommendations.models import (
    Answer,
    Case,
    CaseMail,
    DeskLook,
    Gratitude,
    IntroductionAsk,
    LinkAnswer,
    Provider,
    Question,
    Report,
    ShortWord,
    Thanks,
)
from recommendations.models.locks import lock

LOG_WAITS_FOR = 200  # milliseconds


def rest(person: Person) -> None:
    """Nobody sees them or their words, and they are signed out everywhere."""
    sessions = Session.objects.of(person, _addresses_of(person))
    with transaction.atomic():
        person.set_active(False, rests=True)
        _end(sessions)


def erase(person: Person, write_down: bool = True) -> bool:
    """Whether there was anything left to erase. What stays behind is listed in docs/privacy.md."""
    with opened_list() if write_down else nullcontext() as note:
        return _erase(person, note)


def _erase(person: Person, note: Callable[[UUID], None] | None) -> bool:
    sessions = Session.objects.of(person, _addresses_of(person))
    with transaction.atomic():
        # Before the person is locked: a session in which they are just signing in waits for that lock, and this for it.
        _end(sessions)
        # With them whomever they invited, since those rows are changed too.
        those = Person.objects.filter(Q(pk=person.pk) | Q(invited_by=person.pk))
        held = lock(those, person.vouches.all(), leaves=person)
        gone = next((each for each in held.people if each == person), None)
        if gone is None:
            return False
        _forget_elsewhere(gone)
        Person.objects.filter(pk=gone.pk).delete()
        Provider.objects.filter(pk__in=[each.pk for each in held.providers], vouches=None).delete()
        transaction.on_commit(_empty_the_log, robust=True)
        if note:
            note(gone.public_id)
    return True


# --- What does not go with the person's own row -------------------------------------------------


def _forget_elsewhere(person: Person) -> None:
    """What others have that holds their address, or would lead nowhere without them."""
    addresses = _addresses_of(person)
    # The invitation stays: that it went from the inviter's list would tell that its address was a member's.
    mailed = Invitation.objects.annotate(address=Lower("email")).exclude(email="").filter(address__in=addresses)
    mailed.update(email="", asks_first=True, due_at=None)
    # As does one that they came with across a block: to its inviter nobody ever had.
    unheard = Invitation.objects.unanswered().filter(accepted_by=person)
    unheard.update(accepted_by=None, accepted_how="", unheard=False)
    halves = Introduction.objects.filter(Q(introducer=person) | Q(person=person) | Q(friend=person))
    Notice.objects.filter(about__in=list(halves.values_list("public_id", flat=True))).delete()
    halves.delete()
    for thanks, author in ((Thanks, "vouch__author"), (Gratitude, "insight__author")):
        given = thanks.objects.filter(person=person).values_list("public_id", flat=True)
        # Not by an OR, for which PostgreSQL reads all thanks.
        about = given.union(thanks.objects.filter(**{author: person}).values_list("public_id", flat=True))
        Notice.objects.filter(about__in=list(about)).delete()
    ShortWord.objects.filter(Q(person=person) | Q(author=person)).end()
    _forget_asks(person)
    EmailAddress.objects.filter(email__in=addresses, verified=False).delete()
    cases = Case.objects.annotate(asked_from=Lower("email")).filter(asked_from__in=addresses)
    # That the desk looked stays; how it made sure who they were may name them.
    DeskLook.objects.filter(about__in=list(cases.values_list("public_id", flat=True))).update(reason="")
    cases.delete()
    CaseMail.objects.filter(address__in=addresses).delete()
    forget_sign_in_mails(addresses)
    # A report of them stays with whoever made it, and leads to nobody.
    Report.objects.filter(about=person.public_id).update(about=uuid4())
    _forget_counts(person, addresses)


def _forget_asks(person: Person) -> None:
    """Their answers stay as empty rows, so that nothing tells why there is no more to read; what they wrote by a link
    goes, and with it the way in that it had opened, which bears their name; and so does what others were told of their
    questions."""
    person.answers.all().empty()
    note_who_has_joined(Q(accepted_by=person))
    written = LinkAnswer.objects.filter(writer=person)
    introduction_asks_of = Q(person=person) | Q(friend=person) | Q(other=person)
    about = [
        *person.asks.values_list("public_id", flat=True),
        *Answer.objects.filter(ask__person=person).values_list("public_id", flat=True),
        *written.values_list("public_id", flat=True),
        *Question.objects.filter(Q(person=person) | Q(friend=person)).values_list("public_id", flat=True),
        *IntroductionAsk.objects.filter(introduction_asks_of).values_list("public_id", flat=True),
    ]
    Notice.objects.filter(about__in=about).delete()
    Invitation.objects.filter(form_key__in=written.values("public_id"), accepted_by=None).delete()
    written.delete()


def _addresses_of(person: Person) -> set[str]:
    """Those that they have proved: whoever has only claimed another's address must not erase what holds it."""
    proved = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return {address.lower() for address in (person.email, *proved)}


def _end(sessions: SessionQuerySet) -> None:
    sessions.end()


def _forget_counts(person: Person, addresses: set[str]) -> None:
    """What the sign-in library counted: by the number of their row, and by hashes of their addresses."""
    hosts = {*settings.ALLOWED_HOSTS, urlsplit(settings.BASE_URL).netloc}
    counted = addresses | {f"{host}:{address}" for host in hosts for address in addresses}
    counted |= {mailbox_of(address) for address in addresses}
    signs = [f"%:user:{person.pk}", f"%:user:{person.pk}:lock", f"%.used?user={person.pk}&%"]
    signs += [f"%{sha256(text.encode()).hexdigest()}%" for text in counted]
    table = connection.ops.quote_name(settings.CACHE_TABLE)
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {table} WHERE cache_key LIKE %s", [(sign,) for sign in signs])  # noqa: S608


def _empty_the_log() -> None:
    """SQLite keeps what was written lately in a file beside the database, the erased rows too; as long as somebody
    reads there, it cannot be emptied, and SQLite does it at the next chance. Litestream always reads there, and nobody
    could write while this waits."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            [(usual,)] = cursor.fetchall()
            cursor.execute(f"PRAGMA busy_timeout = {LOG_WAITS_FOR}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout = {usual}")


# --- After a backup was restored ------------------------------------------------------------------


def replay(path: Path) -> int:
    """How many were there again, as after a backup was restored, and are erased again."""
    public_ids = list(written_down(path))
    return sum(erase(person, write_down=False) for person in Person.objects.filter(public_id__in=public_ids))
