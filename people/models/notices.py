from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.compiled import CompiledIfTimeless, CompiledOnce
from people.models.outgoing import Outgoing, OutgoingQuerySet
from people.models.person import Person
from people.models.push_browsers import PushBrowser
from people.notices import KINDS, Button, MailPart, MailText
from people.spoken import spoken

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What they ask for is over at some time, answered or not.
OF_WHAT_EXPIRES = ("came", "introduction", "introduction_yes")


MOST_ON_A_PAGE = 100


class MailStop(models.Model):
    """An address, kept as a hash, to which no invitation is mailed any more."""

    address_hash = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"mail stop {self.pk}"


class NoticeQuerySet(OutgoingQuerySet):
    def tell(
        self,
        people: Iterable[Person],
        kind: str,
        about: UUID,
        link: str,
        who: Person | None = None,
        with_whom: Person | None = None,
    ) -> None:
        """Each of them, once; in the transaction of what it tells."""
        now = timezone.now()
        said = {"kind": kind, "about": about, "link": link, "who": who, "with_whom": with_whom, "made_at": now}
        notices = [self.model(person=each, due_at=now if each.mails else None, **said) for each in people]
        self.bulk_create(notices, ignore_conflicts=True)
        # Of whoever was told before, the notice is older.
        pushed = _push(self.model.objects.filter(person__in=people, kind=kind, about=about, made_at=now), kind)
        if pushed or any(notice.due_at for notice in notices):
            self.model.deliver_soon()

    def visible_to(self, person: Person, kinds: set[str] | None = None) -> Self:
        """About friends, as long as they are; and about what still waits for an answer.

        Only by the rights of these kinds, or of those that there are: with all of them, the statement takes longer to
        build than the rest of a page.
        """
        mine = self.filter(person=person)
        if kinds is None:
            kinds = set(mine.order_by().values_list("kind", flat=True).distinct())
        if not kinds:
            return mine.none()
        near = person.ties.standing().values("friend")
        from_anybody = [kind for kind in kinds if KINDS[kind].from_anybody]
        return mine.filter(
            self._still_right(person, kinds),
            Q(who=None) | Q(who__in=near) | Q(kind__in=from_anybody),
            Q(with_whom=None) | Q(with_whom__in=near),
        ).select_related("who", "with_whom")

    def _still_right(self, person: Person, kinds: set[str]) -> Q:
        rights: dict[Any, list[str]] = {}
        for kind in sorted(kinds):
            rights.setdefault(KINDS[kind].still_about, []).append(kind)
        right = Q(kind__in=rights.pop(None, []))
        for things, same in rights.items():
            right |= Q(Exists(things(person).filter(public_id=OuterRef("about"))), kind__in=same)
        return right

    def newest_to(self, person: Person) -> list[Notice]:
        """As many as a page tells."""
        kinds = frozenset(_kinds_of(person=person))
        return _newest_of(kinds)(person=person) if kinds else []

    def has_unread(self, person: Person) -> bool:
        """Kind by kind, until one may still be seen: every page asks, and mostly it is the first."""
        kinds = _unread_kinds(person=person)
        kinds.sort(key=lambda kind: (KINDS[kind].still_about is not None, kind))
        return any(_unread_of(kind)(person=person) for kind in kinds)

    def to_send(self, person: Person, notice: int, kind: str) -> Notice | None:
        """That one of this kind to this person, if they have not read it and may still see it."""
        return next(iter(_to_send_of(kind)(person=person, notice=notice)), None)

    def unread(self) -> Self:
        return self.filter(read_at=None)


@CompiledOnce
def _kinds_of(person: Person) -> models.QuerySet[Any, Any]:
    return Notice.objects.filter(person=person).order_by().values_list("kind", flat=True).distinct()


@CompiledOnce
def _unread_kinds(person: Person) -> models.QuerySet[Any, Any]:
    return Notice.objects.filter(person=person).unread().order_by().values_list("kind", flat=True).distinct()


# With their rights, these take longer to put together than the rest of a page.


@lru_cache(maxsize=100)  # sets of kinds that people have
def _newest_of(kinds: frozenset[str]) -> CompiledIfTimeless:
    def build(person: Person) -> models.QuerySet[Notice]:
        return Notice.objects.visible_to(person, set(kinds)).order_by("-made_at", "-pk")[:MOST_ON_A_PAGE]

    return CompiledIfTimeless(build)


@cache
def _unread_of(kind: str) -> CompiledIfTimeless:
    def build(person: Person) -> models.QuerySet[Any, Any]:
        some = Notice.objects.unread().filter(kind=kind).visible_to(person, {kind})
        return some.order_by().values_list("pk", flat=True)[:1]

    return CompiledIfTimeless(build)


@cache
def _to_send_of(kind: str) -> CompiledIfTimeless:
    def build(person: Person, notice: int) -> models.QuerySet[Notice]:
        return person.notices.unread().filter(pk=notice).visible_to(person, {kind})

    return CompiledIfTimeless(build)


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
            # What becomes of a thing is told to whoever was told of it.
            models.Index(fields=["about"], name="notice_about"),
            models.Index(fields=["read_at"], condition=models.Q(read_at__isnull=False), name="notice_read"),
            models.Index(
                fields=["made_at"], condition=models.Q(kind__in=OF_WHAT_EXPIRES), name="notice_of_what_expires"
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"

    @property
    def message(self) -> str:
        return self._naming(KINDS[self.kind].message)

    def telling(self) -> MailText | None:
        """What its mail says, for a notice that its person may see; None where there is nothing to say any more."""
        kind = KINDS[self.kind]
        if kind.tell:
            return kind.tell(self)
        said = [MailPart(self._naming(kind.mail))]
        return MailText(self._naming(kind.subject), said, [Button(str(kind.button), self.link)])

    def on_a_screen(self) -> str:
        """What a browser shows of it; "" where none does."""
        words = KINDS[self.kind].push
        if words is None:
            return ""
        nameless = self.who is None or not words.named or (words.is_discreet and words.is_discreet(self))
        return str(words.nameless) if nameless else self._naming(words.named)

    def _naming(self, words: StrOrPromise) -> str:
        names = {"who": self.who and self.who.name, "with_whom": self.with_whom and self.with_whom.name}
        return spoken()(words).format(first=self.who and self.who.first_name, **names)

    def read(self) -> None:
        Notice.objects.filter(pk=self.pk, read_at=None).update(read_at=timezone.now())


class Push(Outgoing):
    """That a notice is to be shown by a browser."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="pushes")
    browser = models.ForeignKey(PushBrowser, models.CASCADE, related_name="pushes")
    made_at = models.DateTimeField(default=timezone.now)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "pushes"
        constraints = [models.UniqueConstraint(fields=["notice", "browser"], name="push_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="push_due"),
            models.Index(fields=["made_at"], condition=models.Q(due_at=None), name="push_settled"),
        ]

    def __str__(self) -> str:
        return f"push {self.pk}"


def _push(notices: NoticeQuerySet, kind: str) -> bool:
    """Whether some browser is to show them; one query where none is."""
    words = KINDS[kind].push
    if not settings.PUSH_KEY or words is None:
        return False
    told_of = notices.filter(**{f"person__{words.switch}": True})
    found = told_of.filter(person__push_browsers__isnull=False).values_list("pk", "person__push_browsers", "made_at")
    pushes = [Push(notice_id=notice, browser_id=browser, due_at=at) for notice, browser, at in found]
    Push.objects.bulk_create(pushes, ignore_conflicts=True)
    return bool(pushes)
