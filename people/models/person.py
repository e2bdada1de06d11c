from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.db.transaction import TransactionManagementError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from people.compiled import CompiledOnce, any_of
from people.places import Place

# How many friends one may have.
CIRCLE_HOLDS = 150


def default_language() -> str:
    """In which somebody joins: that of their browser."""
    language = translation.get_language()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def default_time_zone() -> str:
    return settings.TIME_ZONE


class PersonQuerySet(models.QuerySet["Person"]):
    def oneself(self, person: Person) -> PersonQuerySet:
        return self.filter(pk=person.pk)

    def circle_of(self, person: Person) -> PersonQuerySet:
        """Everyone this person has a standing tie with, by name."""
        return self.filter(pk__in=person.ties.standing().values("friend")).order_by("name", "pk")

    def kin_of(self, person: Person) -> PersonQuerySet:
        """The circle, also of those in it who are away. Who may handle nothing of theirs is asked so; no page is."""
        return self.filter(pk__in=person.ties.values("friend"))

    def met_by(self, person: Person) -> PersonQuerySet:
        """Whoever this person deals with by name, and may block: their circle; whom they are introduced to;
        who came with their invitation, and whose they said yes to; and whom they blocked already."""
        introduced = person.introductions.filter(answer=True, expires_at__gt=timezone.now())
        said_yes_to = person.invitations.model.objects.shown_to(person).filter(accepted_by=person)
        return self.filter(
            Q(pk__in=person.ties.standing().values("friend"))
            | Q(pk__in=person.introductions.open_to(person).values("friend"))
            | Q(pk__in=introduced.values("friend"))
            | Q(pk__in=person.invitations.waiting().values("accepted_by"))
            | Q(pk__in=said_yes_to.values("inviter"))
            | Q(pk__in=person.blocks.values("blocked"))
        )

    def to_lock(self, *rows: int) -> PersonQuerySet:
        """By the numbers of their rows: nothing is read of them but what a lock needs."""
        return self.filter(pk__in=rows)

    def lock(self, *people: Person) -> list[Person]:
        """These people, as they are now. Acts upon the same people wait for each other, in the same order, so that
        none can deadlock.

        SQLite needs no rows locked: its transactions begin IMMEDIATE here, one writer at a time.
        """
        return locked_people(*(each.pk for each in people))


def locked_people(*rows: int) -> list[Person]:
    """The same, by the numbers of their rows."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("What is locked here would be let go at once.")
    return _locked(rows=rows) if rows else []


# Nearly every act asks it.
@CompiledOnce
def _locked(rows: tuple[int, ...]) -> PersonQuerySet:
    return Person.objects.filter(pk__in=any_of(rows)).order_by("pk").select_for_update(no_key=True)


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


class Person(AbstractBaseUser, PermissionsMixin):
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", max_length=254, unique=True)
    name = models.CharField(max_length=80)
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    relays = models.BooleanField(default=True)
    named_beyond = models.BooleanField(default=False)
    language = models.CharField(max_length=10, default=default_language)
    time_zone = models.CharField(max_length=60, default=default_time_zone)
    is_staff = models.BooleanField(default=False)
    # Changed by `set_active` alone, which keeps the ties in step.
    is_active = models.BooleanField(default=True, editable=False)
    # Resting: they left for a while, and come back by signing in.
    rests = models.BooleanField(default=False, editable=False)
    # By the desk: out of sight as whoever rests, and signed in they read why. Changed by `suspend` and `lift` alone.
    suspended = models.BooleanField(default=False, editable=False)
    # Somebody has typed in this address, and nobody has proved it yet: no member, whatever way they would sign in.
    joining = models.BooleanField(default=False, editable=False)
    renamed_at = models.DateTimeField(null=True, editable=False)
    mails = models.BooleanField(default=True)
    letters = models.BooleanField("the weekly letter", default=True)
    after_calls = models.BooleanField("asked about a call one has tapped", default=True)
    # Of what the browsers tell that show pushes, and that one has been asked whether they should.
    push_asks = models.BooleanField(default=True)
    push_answers = models.BooleanField(default=True)
    push_ties = models.BooleanField(default=True)
    push_thanks = models.BooleanField(default=True)
    push_offered = models.BooleanField(default=False, editable=False)
    # So that an operator can follow and cut a tree of false accounts; no page shows it.
    invited_by = models.ForeignKey("self", models.SET_NULL, null=True, editable=False, related_name="+")
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once_whatever_its_case"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=~models.Q(suspended=True, is_active=True), name="person_suspended_is_out_of_sight"
            ),
        ]
        indexes = [models.Index(fields=["joined_at"], condition=models.Q(joining=True), name="person_joining")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    def get_absolute_url(self) -> str:
        """Their page, which only their friends may open."""
        return reverse(settings.FRIEND_URL, args=[self.public_id])

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]

    @property
    def may_come_in(self) -> bool:
        """By signing in: of those who are out of sight, who rests comes back, and who is suspended reads why."""
        return self.is_active or self.rests or self.suspended

    @property
    def country(self) -> str:
        return self.place.country if self.place else settings.DEFAULT_COUNTRY

    @property
    def drafts_mark(self) -> str:
        """By which a browser knows whose drafts it keeps. It leads to nobody."""
        return salted_hmac("people.drafts", str(self.pk), algorithm="sha256").hexdigest()[:16]

    def circle_is_full(self) -> bool:
        """Of those whom they see in it: would who rests count too, a full circle would tell who has not left. So it
        can come to hold more, when they wake."""
        return self.ties.standing().count() >= CIRCLE_HOLDS

    def block(self, other: Person) -> bool:
        """Ends all that is between the two, in the same transaction. Whether the block is new."""
        with transaction.atomic():
            if len(Person.objects.lock(self, other)) < 2:  # one has left meanwhile
                return False
            _, new = self.blocks.get_or_create(blocked=other, defaults={"name": other.name})
            self.ties.model.objects.sever(self, other)
        return new

    def unblock(self, other: Person) -> bool:
        """Takes back one's own block only, and brings no tie back."""
        return bool(self.blocks.filter(blocked=other).delete()[0])

    def set_active(self, active: bool, rests: bool = False) -> None:
        """An inactive person has no standing tie, so that no query has to look at each author. Whoever is suspended
        stays inactive, whatever they choose."""
        with transaction.atomic():
            now = self._held()
            self._stand(active, rests, suspended=now is not None and now.suspended)

    def suspend(self, reason: str) -> bool:
        """Whether they were not yet, and are not switched off in another way."""
        with transaction.atomic():
            now = self._held()
            if now is None or now.suspended or not (now.is_active or now.rests):
                return False
            self.suspensions.create(reason=reason, due_at=timezone.now())
            self._stand(active=False, rests=now.rests, suspended=True)
        return True

    def lift(self) -> bool:
        """Whether they were suspended. All is as it was before; whoever rests goes on resting."""
        with transaction.atomic():
            now = self._held()
            if now is None or not now.suspended:
                return False
            self.suspensions.all().delete()
            self._stand(active=not now.rests, rests=now.rests, suspended=False)
        return True

    def _held(self) -> Person | None:
        """As they are now; locked with their friends: of two who come back at once, each would else take the other for
        away."""
        held = Person.objects.lock(self, *Person.objects.filter(ties__friend=self))
        return next((each for each in held if each == self), None)

    def _stand(self, active: bool, rests: bool, suspended: bool) -> None:
        self.is_active, self.rests, self.suspended = active and not suspended, rests, suspended
        self.save(update_fields=["is_active", "rests", "suspended"])
        mine = self.ties.model.objects.filter(models.Q(person=self) | models.Q(friend=self))
        mine.filter(person__is_active=True, friend__is_active=True).update(standing=True)
        mine.exclude(person__is_active=True, friend__is_active=True).update(standing=False)
        if not self.is_active:
            self.push_browsers.all().delete()

    def tell(
        self, kind: str, about: uuid.UUID, link: str, who: Person | None = None, with_whom: Person | None = None
    ) -> None:
        """A notice, once; to be written in the transaction of what it tells."""
        self.notices.tell([self], kind, about, link, who, with_whom)

    @property
    def sits_at_the_desk(self) -> bool:
        return self.is_staff and self.is_active

    def has_news(self) -> bool:
        """A notice that they have not read, and may still see."""
        # Not by `self.notices`, for which Django makes a class each time: every page asks.
        notices: Any = Person.notices.rel.related_model
        return notices.objects.has_unread(self)
