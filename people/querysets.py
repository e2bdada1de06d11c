"""Who is near whom, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import BaseUserManager
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from people.notices import KINDS
from people.tokens import hash_of

if TYPE_CHECKING:
    from people.models import Person
    from people.models.outgoing import Outgoing

# For so long a parting can be taken back.
UNDO = timedelta(minutes=1)
YEAR = timedelta(days=365)


class PersonQuerySet(models.QuerySet["Person"]):
    def circle_of(self, person: Person) -> PersonQuerySet:
        """Everyone this person has a standing tie with, by name."""
        return self.filter(pk__in=person.ties.standing().values("friend")).order_by("name", "pk")

    def met_by(self, person: Person) -> PersonQuerySet:
        """Whoever this person deals with by name, and may block: their circle, and whom they have just parted from;
        whom they are introduced to; who came with their invitation, and whose they said yes to; and whom they blocked
        already."""
        introduced = person.introductions.filter(answer=True, expires_at__gt=timezone.now())
        said_yes_to = person.invitations.model.objects.shown_to(person).filter(accepted_by=person)
        return self.filter(
            Q(pk__in=person.ties.standing().values("friend"))
            | Q(pk__in=person.partings.undoable().values("friend"))
            | Q(pk__in=person.introductions.open_to(person).values("friend"))
            | Q(pk__in=introduced.values("friend"))
            | Q(pk__in=person.invitations.waiting().values("accepted_by"))
            | Q(pk__in=said_yes_to.values("inviter"))
            | Q(pk__in=person.blocks.values("blocked"))
        )

    def lock(self, *people: Person) -> list[Person]:
        """These people, as they are now. Acts upon the same people wait for each other, in the same order, so that
        none can deadlock.

        SQLite needs no rows locked: its transactions begin IMMEDIATE here, one writer at a time.
        """
        return list(self.filter(pk__in=[each.pk for each in people]).order_by("pk").select_for_update(no_key=True))


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        person = self.model(email=email.lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Person:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> Person:
        return self.get(email__iexact=email)


class TieQuerySet(models.QuerySet["Tie"]):  # type: ignore[name-defined]  # the checker stumbles over the cycle
    def standing(self) -> TieQuerySet:
        return self.filter(standing=True)

    def to_look_at(self) -> TieQuerySet:
        """A year since one last said that one would act on their word; the longest ago first."""
        return self.filter(affirmed_at__lt=timezone.now() - YEAR).order_by("affirmed_at", "pk")

    def between(self, a: Person, b: Person) -> TieQuerySet:
        return self.filter(Q(person=a, friend=b) | Q(person=b, friend=a))

    def connect(self, a: Person, b: Person, how: str = "", how_back: str = "", since: datetime | None = None) -> bool:
        """Both rows of a tie; `how` is a's own words for it, `how_back` b's. Whether the tie is new.

        Nothing happens between two people of whom one has blocked the other, or has left.
        """
        with transaction.atomic():
            both = a.__class__.objects.lock(a, b)
            if len(both) < 2 or a.blocks.model.objects.between(a, b).exists():
                return False
            made = {"standing": all(person.is_active for person in both), "since": since or timezone.now()}
            _, new = self.get_or_create(person=a, friend=b, defaults=made | {"how": how})
            self.get_or_create(person=b, friend=a, defaults=made | {"how": how_back})
            _partings_between(a, b).delete()
        return new

    def part(self, person: Person, friend: Person) -> bool:
        """Whether there was a tie to end. For a minute the person may take it back: `Parting.undo`."""
        with transaction.atomic():
            person.__class__.objects.lock(person, friend)
            tie = self.filter(person=person, friend=friend).first()
            if tie is None:
                return False
            back = self.get(person=friend, friend=person)
            self.sever(person, friend)
            said = {"how": tie.how, "how_back": back.how, "since": tie.since}
            affirmed = {"affirmed_at": tie.affirmed_at, "affirmed_back": back.affirmed_at}
            person.partings.create(friend=friend, **said, **affirmed)
        return True

    def sever(self, a: Person, b: Person) -> None:
        """Ends all that is between the two. To be called in a transaction that has locked both.

        An invitation that was mailed to somebody who never was a friend stays in the inviter's list: it would tell
        that its address belongs to a member. To that member it is dead as long as a block stands.
        """
        were_tied, _ = self.between(a, b).delete()
        _partings_between(a, b).delete()
        for one, other in ((a, b), (b, a)):
            one.invitations.filter(accepted_by=other).delete()
            if were_tied:
                one.invitations.filter(email__iexact=other.email).delete()
                # The other may hold a link of before, whatever name it was made for.
                one.invitations.filter(accepted_by=None).update(asks_first=True)
            one.introductions.filter(friend=other).delete()
            one.introductions_made.filter(Q(person=other) | Q(friend=other)).delete()
            one.notices.filter(Q(who=other) | Q(with_whom=other)).delete()


def _partings_between(a: Person, b: Person) -> models.QuerySet[Any]:
    return a.partings.model.objects.filter(Q(person=a, friend=b) | Q(person=b, friend=a))


class PartingQuerySet(models.QuerySet["Parting"]):  # type: ignore[name-defined]
    def undoable(self) -> PartingQuerySet:
        return self.filter(parted_at__gt=timezone.now() - UNDO)

    def open_to(self, person: Person) -> PartingQuerySet:
        """Those that someone else could take back, and that the person may close by parting too."""
        return self.filter(friend=person)


class BlockQuerySet(models.QuerySet["Block"]):  # type: ignore[name-defined]
    def others(self, person: Person) -> models.QuerySet[Any]:
        """Whoever blocked this person, or was blocked by them."""
        every = self.model.objects.all()
        return every.filter(person=person).values("blocked").union(every.filter(blocked=person).values("person"))

    def between(self, a: Person, b: Person) -> BlockQuerySet:
        return self.filter(Q(person=a, blocked=b) | Q(person=b, blocked=a))


class OutgoingQuerySet(models.QuerySet[Any]):
    def due(self) -> Self:
        return self.filter(due_at__lte=timezone.now()).order_by("due_at", "pk")

    def claim(self, row: Outgoing, until: datetime) -> bool:
        """Whether it is ours to send: nobody else has put it off since it was read."""
        mine = self.filter(pk=row.pk, due_at=row.due_at)
        return bool(mine.update(due_at=until, tries=F("tries") + 1))


class InvitationQuerySet(OutgoingQuerySet):
    def alive(self) -> Self:
        # Not by a join: a row that PostgreSQL had to wait for is looked at again, what was joined to it is not.
        active = get_user_model().objects.filter(is_active=True)
        return self.filter(expires_at__gt=timezone.now(), inviter__in=active)

    def opened_with(self, token: str) -> Self:
        return self.alive().filter(token_hash=hash_of(token)).select_related("inviter")

    def unspent(self) -> Self:
        return self.alive().filter(accepted_by=None)

    def waiting(self) -> Self:
        """Someone has come with it, and the inviter has not said yet whether it is the one they meant."""
        return self.alive().filter(accepted_by__is_active=True, confirmed_at=None, refused=False)

    def shown_to(self, person: Person) -> Self:
        """Unspent, or spent by this very person; not between people of whom one has blocked the other."""
        mine_or_free = Q(accepted_by=None) | Q(accepted_by=person)
        return self.alive().filter(mine_or_free).exclude(inviter__in=person.blocks.others(person))

    def open_to(self, person: Person) -> Self:
        """Those that this person could say yes to."""
        return self.shown_to(person).filter(accepted_by=None).exclude(inviter=person)


class IntroductionQuerySet(models.QuerySet["Introduction"]):  # type: ignore[name-defined]
    def introduce(self, introducer: Person, one: Person, other: Person, word: str) -> None:
        """Both halves, once; dead ones between two who are tied, or of whom one has blocked the other.

        Dead or alive, it is the same work, so that the introducer cannot tell by the time it takes.
        """
        with transaction.atomic():
            introducer.__class__.objects.lock(introducer, one, other)
            if introducer.ties.standing().filter(friend__in=[one, other]).count() < 2:
                return
            tied = introducer.ties.model.objects.between(one, other).exists()
            blocked = introducer.blocks.model.objects.between(one, other).exists()
            made = {"word": word, "answer": False if tied or blocked else None}
            for person, friend in ((one, other), (other, one)):
                half, new = self.get_or_create(introducer=introducer, person=person, friend=friend, defaults=made)
                if new:
                    link = reverse("introduction", args=[half.public_id])
                    person.tell("introduction", half.public_id, link, who=introducer)

    def open_to(self, person: Person) -> IntroductionQuerySet:
        """What this person may still say yes or no to; whatever the other said makes no difference."""
        near = person.ties.standing().values("friend")
        return (
            self.filter(person=person, answer=None, expires_at__gt=timezone.now())
            .filter(introducer__in=near, introducer__ties__friend=F("friend"), introducer__ties__standing=True)
            .exclude(friend__in=near)
            .exclude(friend__in=person.blocks.others(person))
            .select_related("introducer", "person", "friend")
        )

    def between(self, a: Person, b: Person) -> IntroductionQuerySet:
        return self.filter(Q(person=a, friend=b) | Q(person=b, friend=a))

    def yes_from(self, person: Person, to: Person) -> IntroductionQuerySet:
        """Whoever introduced them."""
        return self.filter(person=person, friend=to, answer=True, expires_at__gt=timezone.now())


class NoticeQuerySet(OutgoingQuerySet):
    def tell(self, people: Iterable[Person], kind: str, about: UUID, link: str, who: Person | None = None) -> None:
        """Each of them, once; as `Person.tell` does one."""
        now = timezone.now()
        said = {"kind": kind, "about": about, "link": link, "who": who}
        notices = [self.model(person=each, due_at=now if each.mails else None, **said) for each in people]
        self.bulk_create(notices, ignore_conflicts=True)
        if any(notice.due_at for notice in notices):
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
        return mine.filter(
            self._still_right(person, kinds) & (Q(who=None) | Q(who__in=near)) | self._came(person, kinds),
            Q(with_whom=None) | Q(with_whom__in=near),
        ).select_related("who", "with_whom")

    def _came(self, person: Person, kinds: set[str]) -> Q:
        """Who need not be a friend yet."""
        if "came" not in kinds:
            return Q(pk=None)
        return Q(kind="came", about__in=person.invitations.waiting().values("public_id"))

    def _still_right(self, person: Person, kinds: set[str]) -> Q:
        rights: dict[Any, list[str]] = {}
        for kind in sorted(kinds - {"came", "introduction"}):
            rights.setdefault(KINDS[kind].still_about, []).append(kind)
        right = Q(kind__in=rights.pop(None, []))
        if "introduction" in kinds:
            right |= Q(kind="introduction", about__in=person.introductions.open_to(person).values("public_id"))
        for things, same in rights.items():
            right |= Q(Exists(things(person).filter(public_id=OuterRef("about"))), kind__in=same)
        return right

    def unread(self) -> Self:
        return self.filter(read_at=None)
