from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from people.compiled import CompiledOnce, ConditionOnce
from people.models import Notice, Person
from people.models.ties import circle_ids
from people.tokens import hash_of, token_of, token_with
from recommendations.models.asking import Asking, ByWhen, Ending, Seeks
from recommendations.models.kinds import of_one_kind
from recommendations.models.locks import lock
from recommendations.models.recipients import PASSED_ON, Quiet, Recipient

MOST_OPEN = 3
# Of a question and the answers to it, which `recommendations.notices` puts into words.
ASKED, STILL_OPEN, ASK_WENT = "asked", "still_open", "ask_went"
ASKED_HOW_IT_WENT_AFTER = timedelta(weeks=2)
# An open question is asked after once it is so old; and rests, if that is left unanswered as long again.
GROWN_OLD = timedelta(days=14)

MOST_LINK_ANSWERS = 30
LINK_LASTS = timedelta(days=14)


def link_ends() -> datetime:
    return timezone.now() + LINK_LASTS


class Sent(Enum):
    SENT = auto()
    TOO_MANY = auto()  # are open
    GONE = auto()


class AskQuerySet(models.QuerySet["Ask"]):
    def visible_to(self, person: Person) -> AskQuerySet:
        """One's own, and those that reach one. A draft reaches nobody."""
        return self.filter(_in_sight(person=person))

    def open(self) -> AskQuerySet:
        return self.filter(open_since__isnull=False, closed_at=None)

    def drafts(self) -> AskQuerySet:
        return self.filter(open_since=None)

    def closed(self) -> AskQuerySet:
        return self.filter(closed_at__isnull=False)


@ConditionOnce
def _in_sight(person: Person) -> AskQuerySet:
    reached = Recipient.objects.standing().filter(person=person, ask__open_since__isnull=False).values("ask")
    # Not by an OR, for which PostgreSQL reads all questions.
    return Ask.objects.filter(pk__in=Ask.objects.filter(person=person).values("pk").union(reached))


class Ask(Asking):
    """A question to some of one's circle. A draft until it is open; settled, it stays and can be opened again once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="asks")
    words = models.CharField(max_length=500, blank=True)
    # No mail and no preview names what is needed, and no mail is answered without signing in.
    discreet = models.BooleanField(default=False, editable=False)
    # It goes through one friend, who may put it to their circle: no link, and no passing on from there.
    quiet = models.CharField(max_length=8, choices=Quiet, blank=True, editable=False)
    by_when = models.CharField(max_length=8, choices=ByWhen, default=ByWhen.WEEK)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    open_since = models.DateTimeField(null=True, editable=False)
    # When it was last sent so that everyone in the circle had it.
    whole_circle_at = models.DateTimeField(null=True, editable=False)
    # When it was asked whether it is still open; None as long as it was not, or since it was answered.
    still_asked_at = models.DateTimeField(null=True, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)
    ending = models.CharField(max_length=10, choices=Ending, blank=True, editable=False)
    hired = models.CharField("whom, as the asker calls them", max_length=120, blank=True, editable=False)
    reopened = models.BooleanField(default=False, editable=False)
    # When to ask how it went; None once the question is put, or where thanks for a vouch bring it.
    ask_at = models.DateTimeField(null=True, editable=False)

    objects = AskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, ending="")
                | Q(closed_at__isnull=False, open_since__isnull=False) & ~Q(ending=""),
                name="ask_ends_in_some_way",
            ),
            models.CheckConstraint(condition=Q(ending=Ending.HIRED) | Q(hired=""), name="ask_hired_someone"),
            of_one_kind("ask_of_one_kind"),
            models.CheckConstraint(
                condition=Q(seeks=Seeks.HIRE) | Q(seeks=Seeks.IDEA, trade=None), name="ask_for_an_idea_is_in_words"
            ),
            models.CheckConstraint(condition=Q(quiet__in=["", *Quiet.values]), name="ask_quiet_choices"),
        ]
        indexes = [
            models.Index(fields=["ask_at"], condition=Q(ask_at__isnull=False), name="ask_to_ask"),
            models.Index(fields=["open_since"], condition=Q(closed_at=None), name="ask_open"),
            models.Index(fields=["made_at"], condition=Q(open_since=None), name="ask_draft"),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("ask", args=[self.public_id])

    @property
    def is_draft(self) -> bool:
        return self.open_since is None

    @property
    def is_open(self) -> bool:
        return self.open_since is not None and self.closed_at is None

    @property
    def told_name(self) -> str:
        """By which whoever asks quietly is known beyond the friend they ask; "" if they would rather not be."""
        return self.person.first_name if self.quiet == Quiet.NAMED else ""

    def is_put_to(self, person: Person) -> bool:
        """Asked quietly, and put to them by the friend through whom it goes."""
        return bool(self.quiet) and self.recipients.filter(person=person, passed_by__isnull=False).exists()

    def send(self, friends: Iterable[Person], discreet: bool = False, quiet: str = "") -> Sent:
        """To those of them who are in the circle, once each; also to more of them, later on. `discreet` and `quiet`
        count the first time; later `discreet` is changed by `edit`. What is asked quietly goes to one friend, once."""
        with transaction.atomic():
            here = Person.objects.lock(self.person, *friends)
            now = Ask.objects.filter(pk=self.pk, closed_at=None).first()
            if self.person not in here or now is None:
                return Sent.GONE
            if now.is_draft:
                if self.person.asks.open().count() >= MOST_OPEN:
                    return Sent.TOO_MANY
                Ask.objects.filter(pk=self.pk).update(open_since=timezone.now(), discreet=discreet, quiet=quiet)
                if not quiet:
                    AskLink.objects.get_or_create(ask=self)
            elif now.quiet:
                return Sent.SENT
            else:
                quiet = ""
            near = set(circle_ids(person=self.person))
            asked = {person for person, passed_by, _ in _reached(ask=self) if passed_by is None}
            chosen = [friend for friend in here if friend.pk in near - asked]
            said_no, row = self._said_no(), {"ask": self, "quietly": bool(quiet)}
            Recipient.objects.bulk_create(
                [Recipient(person=friend, declined=friend.pk in said_no, **row) for friend in chosen]
            )
            if chosen and not quiet and near <= asked | {friend.pk for friend in chosen}:
                Ask.objects.filter(pk=self.pk).update(whole_circle_at=timezone.now())
            told = [friend for friend in chosen if friend.pk not in said_no]
            Notice.objects.tell(told, ASKED, self.public_id, self.get_absolute_url(), who=self.person)
        self.refresh_from_db()
        return Sent.SENT

    def pass_on(self, by: Person, friend: Person, word: str) -> bool:
        """By someone it was sent to, to one friend of theirs. Whether it was theirs to pass on.

        Whoever cannot see it, because the asker and they have nothing to do with each other, makes no difference here:
        it would tell.
        """
        with transaction.atomic():
            Person.objects.lock(self.person, by, friend)
            is_mine = None in _ways_to(ask=self, person=by) and Ask.objects.open().filter(pk=self.pk).exists()
            if friend == self.person or self.quiet or not is_mine or friend.pk not in circle_ids(person=by):
                return False
            said = {"person": friend, "word": word, "declined": friend.pk in self._said_no()}
            # Of several who pass it on to one person only the first is ever named to them.
            is_first = not any(_ways_to(ask=self, person=friend))
            passed, new = Recipient.objects.get_or_create(ask=self, passed_by=by, defaults=said)
            if new and is_first and not passed.declined:
                friend.tell(PASSED_ON, self.public_id, self.get_absolute_url(), who=by)
        return True

    def decline(self, person: Person, by_mail: bool = False) -> None:
        """Sorry, no: nobody is told, and it is put before them no more."""
        Recipient.objects.filter(ask=self, person=person).update(declined=True, declined_by_mail=by_mail)
        person.notices.filter(kind__in=[ASKED, PASSED_ON], about=self.public_id).delete()

    def decline_by_mail(self, person: Person) -> bool:
        """By whoever holds the mail about it. Whether that still opens; a second time changes nothing."""
        with transaction.atomic():
            Person.objects.lock(self.person, person)
            theirs = Recipient.objects.filter(ask=self, person=person)
            if theirs.filter(declined=False).exists():
                if not theirs.open_by_mail().exists():
                    return False
                theirs.count_by_mail()
                self.decline(person, by_mail=True)
            return theirs.standing().filter(ask__in=Ask.objects.open()).exists()

    def take_back_no(self, person: Person) -> None:
        """It is put before them again; and if the no came from their mail, nothing more does."""
        with transaction.atomic():
            Person.objects.lock(self.person, person)
            theirs = Recipient.objects.filter(ask=self, person=person)
            if theirs.filter(declined_by_mail=True).exists():
                theirs.close_mail()
            theirs.update(declined=False, declined_by_mail=False)

    def settle(self, ending: Ending, hired: str = "", ask_how_it_went: bool = False) -> bool:
        """Whether it was open until now."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            ask_at = timezone.now() + ASKED_HOW_IT_WENT_AFTER if ask_how_it_went else None
            ended = {"closed_at": timezone.now(), "ending": ending, "hired": hired, "ask_at": ask_at}
            if not Ask.objects.open().filter(pk=self.pk).update(**ended):
                return False
            self._forget(STILL_OPEN)
        self.refresh_from_db()
        return True

    def reopen(self) -> Sent:
        """Once."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            if self.person.asks.open().filter(pk=self.pk).exists():
                return Sent.SENT
            if self.person.asks.open().count() >= MOST_OPEN:
                return Sent.TOO_MANY
            again = {"closed_at": None, "ending": "", "hired": "", "ask_at": None, "still_asked_at": None}
            closed = Ask.objects.filter(pk=self.pk, reopened=False, closed_at__isnull=False)
            if not closed.update(open_since=timezone.now(), reopened=True, **again):
                return Sent.GONE
            self._forget(ASK_WENT)
        self.refresh_from_db()
        return Sent.SENT

    def still_open(self) -> None:
        """They say that they still look for somebody: they are asked again only after as long once more."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            Ask.objects.open().filter(pk=self.pk).update(open_since=timezone.now(), still_asked_at=None)
            self._forget(STILL_OPEN)

    def ask_whether_still_open(self) -> bool:
        """Whether it was not asked before."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            as_known = Ask.objects.open().filter(pk=self.pk, open_since=self.open_since, still_asked_at=None)
            if not as_known.update(still_asked_at=timezone.now()):
                return False
            self.person.tell(STILL_OPEN, self.public_id, reverse("ask_still", args=[self.public_id]))
        return True

    def rest(self) -> bool:
        """Nothing was heard when it was asked. Whether that is still so."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            if not Ask.objects.filter(pk=self.pk, still_asked_at=self.still_asked_at).exists():
                return False
            return self.settle(Ending.RESTED)

    def ask_how_it_went(self) -> bool:
        """Whether it was not asked before."""
        with transaction.atomic():
            Person.objects.lock(self.person)
            due = Ask.objects.filter(pk=self.pk, ending=Ending.HIRED, ask_at=self.ask_at)
            if not due.update(ask_at=None):
                return False
            self.person.tell(ASK_WENT, self.public_id, reverse("ask_went", args=[self.public_id]))
        return True

    def went(self, ask_again: bool) -> None:
        """They have said how it went; or that it is still to come, and are asked again."""
        with transaction.atomic():
            again = timezone.now() + ASKED_HOW_IT_WENT_AFTER if ask_again else None
            Ask.objects.filter(pk=self.pk, ending=Ending.HIRED).update(ask_at=again)
            self._forget(ASK_WENT)

    def _said_no(self) -> set[int]:
        """Before whom it is put no more, by whichever way it comes."""
        return {person for person, _, declined in _reached(ask=self) if declined}

    def edit(self, **said: Any) -> bool:
        """What is asked, and nothing of what became of it meanwhile. Whether it could still be changed."""
        return bool(Ask.objects.filter(pk=self.pk, closed_at=None).update(**said))

    def remove(self) -> bool:
        """With all that was answered, unless it is open. Whether it is gone."""
        with transaction.atomic():
            self._lock_all()
            if Ask.objects.open().filter(pk=self.pk).exists():
                return False
            self.take_away()
        return True

    def take_away(self) -> None:
        """Open or not, with all that was answered."""
        with transaction.atomic():
            self._lock_all()
            about = [self.public_id, *self.answers.values_list("public_id", flat=True)]
            about += self.link_answers.values_list("public_id", flat=True)
            Notice.objects.filter(about__in=about).delete()
            Ask.objects.filter(pk=self.pk).delete()

    def _lock_all(self) -> None:
        asker = Ask.objects.filter(pk=self.pk).values("person")
        lock(Person.objects.filter(pk__in=asker.union(self.recipients.values("person"), self.answers.values("person"))))

    def _forget(self, kind: str) -> None:
        self.person.notices.filter(kind=kind, about=self.public_id).delete()


@CompiledOnce
def _reached(ask: Ask) -> models.QuerySet[Any, Any]:
    """Whom the question came to, by whom it was passed on, and whether they said no."""
    return Recipient.objects.filter(ask=ask).values_list("person", "passed_by", "declined")


@CompiledOnce
def _ways_to(ask: Ask, person: Person) -> models.QuerySet[Any, Any]:
    """By whom the question still reaches this person; None is whoever asks it."""
    return Recipient.objects.standing().filter(ask=ask, person=person).values_list("passed_by", flat=True)


class AskLinkQuerySet(models.QuerySet["AskLink"]):
    def alive(self) -> AskLinkQuerySet:
        """Not by a join: a row that PostgreSQL had to wait for is looked at again, what was joined to it is not."""
        asked = Ask.objects.open().filter(person__in=Person.objects.filter(is_active=True))
        return self.filter(expires_at__gt=timezone.now(), taken__lt=MOST_LINK_ANSWERS, ask__in=asked)

    def visible_to(self, person: Person) -> AskLinkQuerySet:
        """The asker alone; whoever else holds it sees what it opens."""
        return self.filter(ask__person=person)

    def opened_with(self, token: str) -> AskLinkQuerySet:
        return self.filter(token_hash=hash_of(token))

    def shown_to(self, person: Person | None) -> AskLinkQuerySet:
        """Whoever holds it, whoever they are: across a block too, which the same link would tell else, opened in
        another browser."""
        return self.alive().select_related("ask__person__place", "ask__trade", "ask__place")


class AskLink(models.Model):
    """By which whoever holds it can answer, with no account. Taken back, it is deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.OneToOneField(Ask, models.CASCADE, related_name="link")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(default=link_ends)
    taken = models.SmallIntegerField("answers, discarded ones too", default=0)

    objects = AskLinkQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(taken__lte=MOST_LINK_ANSWERS), name="ask_link_takes_so_many")]
        indexes = [models.Index(fields=["expires_at"], name="ask_link_expires")]

    def __str__(self) -> str:
        return f"ask link {self.pk}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self.token_hash:
            self.token_hash = hash_of(token_of("ask", self.public_id))
        super().save(*args, **options)

    @property
    def path(self) -> str | None:
        """None once the key it was made with is gone."""
        token = token_with("ask", self.public_id, self.token_hash)
        return reverse("ask_link", args=[token]) if token else None

    @classmethod
    def make(cls, ask: Ask) -> AskLink | None:
        """The one that opens, or a new one. None if the question is not open."""
        with transaction.atomic():
            Person.objects.lock(ask.person)
            if not Ask.objects.open().filter(pk=ask.pk, quiet="").exists():
                return None
            link = cls.objects.alive().filter(ask=ask).first()
            if link and link.path:
                return link
            cls.objects.filter(ask=ask).delete()
            return cls.objects.create(ask=ask)

    def is_of_a_friend_of(self, person: Person) -> bool:
        return person.ties.standing().filter(friend=self.ask.person_id).exists()

    def reaches(self, person: Person) -> bool:
        """A friend who opens it has the question from then on, as if it had been sent to them. Whether it is one."""
        with transaction.atomic():
            Person.objects.lock(self.ask.person, person)
            if not self.is_of_a_friend_of(person) or not AskLink.objects.alive().filter(pk=self.pk).exists():
                return False
            Recipient.objects.get_or_create(ask=self.ask, person=person, passed_by=None)
        return True
