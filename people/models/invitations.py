from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any, Self, cast

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from people.compiled import ConditionOnce
from people.models.outgoing import Outgoing, OutgoingQuerySet, Urgency
from people.models.person import Person
from people.models.ties import Block, Tie
from people.places import folded
from people.tokens import hash_of, token_of, token_with

INVITATION_LASTS = timedelta(days=14)
# "Ben" may be Benjamin, but "Jo" need not be Joseph.
SHORTEST_NAME = 3
# Whoever has a forwarded link may take the name that it could be for.
NAME_IS_NEW = timedelta(days=1)
INTRODUCTION_LASTS = timedelta(days=30)
# Notices that wait for an answer to one.
OF_INTRODUCTIONS = ("introduction", "introduction_yes")


def invitation_ends() -> datetime:
    return timezone.now() + INVITATION_LASTS


def introduction_ends() -> datetime:
    return timezone.now() + INTRODUCTION_LASTS


class Acceptance(Enum):
    TIED = auto()
    WAITING = auto()  # for the inviter, to say that this is whom they meant
    FULL = auto()  # is the circle of the one who says yes, and nothing has changed
    GONE = auto()


class InvitationQuerySet(OutgoingQuerySet):
    def alive(self, now: datetime | None = None) -> Self:
        # Not by a join: a row that PostgreSQL had to wait for is looked at again, what was joined to it is not.
        active = Person.objects.filter(is_active=True)
        return self.filter(expires_at__gt=now or timezone.now(), inviter__in=active)

    def opened_with(self, token: str) -> Self:
        return self.alive().filter(token_hash=hash_of(token)).select_related("inviter")

    def unspent(self) -> Self:
        return self.alive().filter(accepted_by=None)

    def known(self) -> Self:
        """Those of which the inviter may know that they were made, or used."""
        return self.exclude(unheard=True, refused=True)

    def unanswered(self) -> Self:
        """As the inviter sees it, to whom a yes across a block is none."""
        return self.alive().known().filter(Q(accepted_by=None) | Q(unheard=True))

    def waiting(self, now: datetime | None = None) -> Self:
        """Someone has come with it, and the inviter has not said yet whether it is the one they meant."""
        heard = self.alive(now).filter(unheard=False)
        return heard.filter(accepted_by__is_active=True, confirmed_at=None, refused=False)

    def shown_to(self, person: Person) -> Self:
        """Unspent, or spent by this very person. A block makes no difference: it would tell."""
        return self.alive().filter(Q(accepted_by=None) | Q(accepted_by=person))

    def open_to(self, person: Person) -> Self:
        """Those that this person could say yes to."""
        return self.shown_to(person).filter(accepted_by=None).exclude(inviter=person)


class Invitation(Outgoing):
    """From one person to one other. Taken back, it is deleted; used, it stays until it expires."""

    urgency = Urgency.SOON

    inviter = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    name = models.CharField("what the inviter calls them", max_length=80)
    how = models.CharField("how the inviter knows them", max_length=200)
    email = models.EmailField("where to mail it", max_length=254, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    form_key = models.UUIDField("of the form it was made with", default=uuid.uuid4)
    # Whoever comes, the inviter says first whether it is whom they meant.
    asks_first = models.BooleanField(default=False)
    # Made of an answer by a link, whose writer knows no more of the inviter than the first name.
    unasked = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=invitation_ends)
    accepted_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    accepted_how = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    # To the one who came it looks as if they were still to be confirmed.
    refused = models.BooleanField(default=False)
    # One of the two has blocked the other. It says how it was then, and no block or unblocking changes it: else these
    # would tell who has come. To the inviter it is as if nobody had; refused too, as if it had never been.
    unheard = models.BooleanField(default=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inviter", "form_key"], name="invitation_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="invitation_due"),
            models.Index(fields=["expires_at"], name="invitation_expires"),
            models.Index(Lower("email"), condition=~Q(email=""), name="invitation_mailed_to"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self.token_hash:
            self.token_hash = hash_of(token_of("invitation", self.public_id))
        super().save(*args, **options)

    @property
    def to_a_typed_address(self) -> bool:
        return True

    @property
    def token(self) -> str | None:
        return token_with("invitation", self.public_id, self.token_hash)

    @property
    def inviter_called(self) -> str:
        """To whoever is invited."""
        return self.inviter.first_name if self.unasked else self.inviter.name

    @property
    def path(self) -> str | None:
        """None once the key it was made with is gone."""
        return reverse("invitation_link", args=[self.token]) if self.token else None

    def is_meant_for(self, person: Person, known: bool = False) -> bool:
        """They have proved the address it was mailed to, or go by the name that the inviter calls them, and did so
        before it was made; whoever joins by it finds that name filled in, and says so if theirs is another. Anyone else
        may have it from somebody it was sent to.
        """
        if self.asks_first:
            return False
        if known:
            return True
        if self.email:
            return self.email.lower() == person.email.lower()
        if person.renamed_at and person.renamed_at > min(self.made_at, timezone.now() - NAME_IS_NEW):
            return False
        called, goes_by = ((folded(name).split() or [""])[0] for name in (self.name, person.name))
        short, long = sorted((called, goes_by), key=len)
        return short == long != "" or (len(short) >= SHORTEST_NAME and long.startswith(short))

    def is_unspent(self) -> bool:
        return Invitation.objects.unspent().filter(pk=self.pk).exists()

    def accept(self, person: Person, how: str, known: bool = False) -> Acceptance:
        """Whoever says yes first has it; the same person may say so again. `known`: the inviter has said already who
        it is that holds it.

        With a full circle the inviter is asked first, too; and across a block, to no avail, by the same steps.
        """
        with transaction.atomic():
            here = len(Person.objects.lock(self.inviter, person)) == 2  # or one has left meanwhile
            mine = Invitation.objects.open_to(person).filter(pk=self.pk)
            if person.circle_is_full() and mine.exists():
                return Acceptance.FULL
            unheard = Block.objects.between(self.inviter, person).exists()
            if not here or not mine.update(accepted_by=person, accepted_how=how, unheard=unheard):
                return self._answer_before(person)
            self.refresh_from_db(fields=["asks_first"])
            self.accepted_by, self.accepted_how = person, how
            is_meant = self.is_meant_for(person, known) and not self.inviter.circle_is_full()
            if is_meant and not unheard:
                if self._tie(person):
                    self.inviter.tell("tied", self.public_id, person.get_absolute_url(), who=person)
                return Acceptance.TIED
            link = reverse("invitation_confirm", args=[self.public_id])
            self.inviter.tell("came", self.public_id, link, who=person)
            return Acceptance.WAITING

    def confirm(self) -> Acceptance:
        """The inviter says that the one who came is the one they meant. GONE if by now that comes to nothing: of
        several reasons, so that a full circle of theirs is not told."""
        with transaction.atomic():
            person = cast(Person, self.accepted_by)
            Person.objects.lock(self.inviter, person)
            if not Invitation.objects.waiting().filter(pk=self.pk).exists():
                return Acceptance.TIED if self._is_confirmed() else Acceptance.GONE
            if not Tie.objects.between(self.inviter, person).exists():
                if self.inviter.circle_is_full():
                    return Acceptance.FULL
                if person.circle_is_full():
                    self._refuse()
                    return Acceptance.GONE
            if self._tie(person):
                person.tell("tied", self.public_id, self.inviter.get_absolute_url(), who=self.inviter)
            return Acceptance.TIED

    def refuse(self) -> None:
        """The inviter says that it is somebody else. They are told nothing, and the link is dead."""
        with transaction.atomic():
            Person.objects.lock(self.inviter)
            self._refuse()

    def _refuse(self) -> None:
        Invitation.objects.waiting().filter(pk=self.pk).update(refused=True)
        self.inviter.notices.filter(kind="came", about=self.public_id).delete()

    def revoke(self) -> None:
        """By the inviter, before anybody has come; to whoever came across a block it stays as it was."""
        with transaction.atomic():
            Person.objects.lock(self.inviter)
            Invitation.objects.unspent().filter(pk=self.pk).delete()
            Invitation.objects.unanswered().filter(pk=self.pk).update(refused=True)

    def _tie(self, person: Person) -> bool:
        new = Tie.objects.connect(self.inviter, person, self.how, self.accepted_how)
        Invitation.objects.filter(pk=self.pk).update(confirmed_at=timezone.now(), due_at=None)
        self.inviter.notices.filter(kind="came", about=self.public_id).delete()
        return new

    def _answer_before(self, person: Person) -> Acceptance:
        if not Invitation.objects.filter(pk=self.pk, accepted_by=person).exists():
            return Acceptance.GONE
        return Acceptance.TIED if self._is_confirmed() else Acceptance.WAITING

    def _is_confirmed(self) -> bool:
        return Invitation.objects.filter(pk=self.pk, confirmed_at__isnull=False).exists()


class IntroductionQuerySet(models.QuerySet["Introduction"]):
    def introduce(self, introducer: Person, one: Person, other: Person, word: str) -> None:
        """Both halves, once; dead ones between two who are tied, or of whom one has blocked the other.

        Dead or alive, it is the same work, so that the introducer cannot tell by the time it takes.
        """
        with transaction.atomic():
            Person.objects.lock(introducer, one, other)
            if introducer.ties.standing().filter(friend__in=[one, other]).count() < 2:
                return
            tied = Tie.objects.between(one, other).exists()
            blocked = Block.objects.between(one, other).exists()
            made = {"word": word, "answer": False if tied or blocked else None}
            for person, friend in ((one, other), (other, one)):
                half, new = self.get_or_create(introducer=introducer, person=person, friend=friend, defaults=made)
                if new:
                    link = reverse("introduction", args=[half.public_id])
                    person.tell("introduction", half.public_id, link, who=introducer)

    def agree(self, introducer: Person, person: Person, friend: Person, how: str) -> bool:
        """`friend` asked the introducer for it, and `person`, who was asked first, says yes: from now on it is open to
        the friend as well, whatever either said to an earlier one. Whether there was still something to agree to, and
        room for it in the person's circle.
        """
        with transaction.atomic():
            Person.objects.lock(introducer, person, friend)
            afresh = {"answer": None, "word": "", "how": "", "expires_at": introduction_ends()}
            tied = Tie.objects.between(person, friend).exists()
            if person.circle_is_full() or tied or Block.objects.between(person, friend).exists():
                return False
            mine, _ = self.update_or_create(introducer=introducer, person=person, friend=friend, defaults=afresh)
            if mine.say(yes=True, how=how) and self.filter(pk=mine.pk).exists():
                asked = afresh | {"asked_for": True}
                theirs, _ = self.update_or_create(introducer=introducer, person=friend, friend=person, defaults=asked)
                link = reverse("introduction", args=[theirs.public_id])
                friend.tell("introduction_yes", theirs.public_id, link, who=introducer)
        return True

    def open_to(self, person: Person, now: datetime | None = None) -> IntroductionQuerySet:
        """What this person may still say yes or no to; whatever the other said makes no difference."""
        still = _still_open(person=person, now=now or timezone.now())
        return self.filter(still).select_related("introducer", "person", "friend")

    def between(self, a: Person, b: Person) -> IntroductionQuerySet:
        return self.filter(Q(person=a, friend=b) | Q(person=b, friend=a))

    def yes_from(self, person: Person, to: Person) -> IntroductionQuerySet:
        """Whoever introduced them."""
        return self.filter(person=person, friend=to, answer=True, expires_at__gt=timezone.now())


@ConditionOnce
def _still_open(person: Person, now: datetime) -> IntroductionQuerySet:
    near = person.ties.standing().values("friend")
    theirs = (
        Introduction.objects.filter(person=person, answer=None, expires_at__gt=now)
        .filter(introducer__in=near, introducer__ties__friend=F("friend"), introducer__ties__standing=True)
        .exclude(friend__in=near)
        .exclude(friend__in=person.blocks.others(person))
    )
    return Introduction.objects.filter(pk__in=theirs.values("pk"))


class Introduction(models.Model):
    """One half of an introduction: `person` may say yes to `friend`. The halves are written and removed together."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    introducer = models.ForeignKey(Person, models.CASCADE, related_name="introductions_made", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="introductions")
    friend = models.ForeignKey(Person, models.CASCADE, related_name="+")
    word = models.CharField("why", max_length=300, blank=True)
    # By the person, of somebody whom they did not know, and who said yes before.
    asked_for = models.BooleanField(default=False)
    answer = models.BooleanField(null=True)
    how = models.CharField("how the person knows the friend", max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=introduction_ends)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["introducer", "person", "friend"], name="introduction_once"),
            models.CheckConstraint(condition=~models.Q(person=models.F("friend")), name="introduction_of_two"),
        ]
        indexes = [models.Index(fields=["expires_at"], name="introduction_expires")]

    def __str__(self) -> str:
        return f"introduction {self.pk}"

    def say(self, yes: bool, how: str = "") -> bool:
        """Whether there was still something to answer, and room for a yes. A no is told to nobody."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend, self.introducer)
            mine = Introduction.objects.open_to(self.person).filter(pk=self.pk)
            if (yes and self.person.circle_is_full()) or not mine.update(answer=yes, how=how):
                return False
            self.person.notices.filter(kind__in=OF_INTRODUCTIONS, about=self.public_id).delete()
            theirs = Introduction.objects.yes_from(self.friend, to=self.person).first()
            # Else it looks as if the friend were yet to answer, and comes to nothing.
            if yes and theirs and not self.friend.circle_is_full():
                self._tie(how, theirs)
        return True

    def take_back_word(self) -> None:
        """From both halves; the two stay introduced."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.friend, self.introducer)
            halves = Introduction.objects.between(self.person, self.friend)
            halves.filter(introducer=self.introducer).update(word="")

    def _tie(self, how: str, theirs: Introduction) -> None:
        if Tie.objects.connect(self.person, self.friend, how, theirs.how):
            self.friend.tell("introduced", theirs.public_id, self.person.get_absolute_url(), who=self.person)
            if theirs.introducer == self.introducer:  # each has agreed that their own introducer hears of it
                link = reverse(settings.CIRCLE_URL)
                self.introducer.tell("came_about", self.public_id, link, who=self.person, with_whom=self.friend)
        Introduction.objects.between(self.person, self.friend).delete()
