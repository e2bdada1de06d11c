from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Self

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Block, Notice, Person, Tie
from people.models.ties import circle_ids

PASSED_ON = "passed_on"
# What may be said from one person's mails about one question, taken back too: a mail that got about must not flood.
MOST_BY_MAIL = 3


# Django copies a condition wherever it puts it: these are made once, and not for every question that is asked.


@cache
def _tied(one: str, other: str) -> Exists:
    """A standing tie between the people whom these fields name."""
    return Exists(Tie.objects.standing().filter(person=OuterRef(one), friend=OuterRef(other)))


@cache
def _has_blocked(one: str, other: str) -> Exists:
    """Of the people whom these fields name."""
    return Exists(Block.objects.filter(person=OuterRef(one), blocked=OuterRef(other)))


@cache
def _asked_directly() -> Exists:
    """The person of a row, by the asker."""
    same = {"ask": OuterRef("ask"), "person": OuterRef("person")}
    return Exists(Recipient.objects.filter(**same, passed_by=None))


class Quiet(models.TextChoices):
    """How somebody who asks through one friend is told of to that friend's circle."""

    NAMELESS = "nameless", _("Without a name")
    NAMED = "named", _("With my first name")


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def tied(self) -> Self:
        """Those to whom there still is the way that the question came: from a friend, or from a friend's friend by way
        of the one who passed it on."""
        directly = Q(passed_by=None) & _tied("ask__person", "person")
        passed_on = _tied("ask__person", "passed_by") & _tied("passed_by", "person")
        return self.filter(directly | Q(passed_by__isnull=False) & passed_on)

    def not_parted(self) -> Self:
        """Without those whom the asker had asked directly, and who are tied to them no more. Where a friend had passed
        it on to them, too, what they answered would stay as from a friend of that friend's, and tell of that tie."""
        return self.exclude(_asked_directly(), ~_tied("ask__person", "person"), passed_by__isnull=False)

    def standing(self) -> Self:
        """Those whom the question still reaches. Whoever has blocked the asker of what came by a friend without their
        name, or with the first one at most, loses nothing: to block one after the other would tell whose it is."""
        seen_to_be_theirs = Q(passed_by=None) | Q(quietly=False, ask__person__named_beyond=True)
        named = self.tied().not_parted().exclude(seen_to_be_theirs, _has_blocked("person", "ask__person"))
        return named.exclude(_has_blocked("ask__person", "person"))

    def heard(self) -> Self:
        """Those whose answers still reach the asker. Of what bears no name the asker loses nothing by blocking: else
        that would tell whose it is."""
        named = Q(passed_by=None) | Q(person__named_beyond=True)
        reached = self.tied().not_parted().exclude(_has_blocked("person", "ask__person"))
        return reached.exclude(named, _has_blocked("ask__person", "person"))

    def put_by(self, person: Person) -> Self:
        """Those to whom this person has put what somebody asked them quietly, as long as the three are tied: a block
        between the other two would tell the one between."""
        return self.tied().filter(quietly=True, passed_by=person)

    def open_by_mail(self) -> Self:
        """Those of whom whoever holds the mail may answer: the question is open and not discreet, and the mail neither
        used up nor closed by its person."""
        same = Recipient.objects.filter(ask=OuterRef("ask"), person=OuterRef("person"))
        spent = Exists(same.filter(said_by_mail__gte=MOST_BY_MAIL))
        asked = {"ask__open_since__isnull": False, "ask__closed_at": None, "ask__discreet": False}
        return self.standing().filter(~spent, **asked)

    def count_by_mail(self) -> None:
        """Of the rows of one person and question, after `open_by_mail`, in a transaction that has locked the person."""
        self.update(said_by_mail=F("said_by_mail") + 1)

    def close_mail(self) -> None:
        """Whoever takes back what was said from their mail wants no more said by it."""
        self.update(said_by_mail=MOST_BY_MAIL)

    def put_for(self, person: Person) -> Self:
        """To whom friends have put what this person asked them quietly."""
        return self.filter(ask__person=person, quietly=True, passed_by__isnull=False)

    def passed_on_by(self, person: Person) -> Self:
        return self.filter(passed_by=person)


class Recipient(models.Model):
    """Someone whom a question reached: from the asker, or passed on by one whom the asker asked."""

    ask = models.ForeignKey("recommendations.Ask", models.CASCADE, related_name="recipients")
    person = models.ForeignKey(Person, models.CASCADE, related_name="asked")
    passed_by = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    # The question is asked through one friend: it went to them alone, who may put it to their circle once.
    quietly = models.BooleanField(default=False)
    word = models.CharField("of the one who passed it on", max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    declined = models.BooleanField(default=False)
    # It was said by whoever held the mail about it.
    declined_by_mail = models.BooleanField(default=False)
    said_by_mail = models.SmallIntegerField("answers and noes from the mail about it, taken back too", default=0)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person"], condition=Q(passed_by=None), name="asked_once"),
            models.UniqueConstraint(fields=["ask", "passed_by"], condition=Q(quietly=False), name="passed_on_once"),
            models.UniqueConstraint(
                fields=["ask"], condition=Q(quietly=True, passed_by=None), name="asked_through_one_friend"
            ),
            models.UniqueConstraint(fields=["ask", "person"], condition=Q(quietly=True), name="put_once"),
            models.CheckConstraint(condition=~Q(person=models.F("passed_by")), name="passed_on_to_someone_else"),
            models.CheckConstraint(
                condition=Q(declined_by_mail=False) | Q(declined=True), name="recipient_declined_by_mail"
            ),
            models.CheckConstraint(
                condition=Q(said_by_mail__gte=0, said_by_mail__lte=MOST_BY_MAIL), name="mail_says_so_much"
            ),
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"

    def take_back_word(self) -> None:
        """Whoever put it to many said the same to each. The question stays passed on."""
        with transaction.atomic():
            Person.objects.lock(self.passed_by)
            Recipient.objects.filter(ask=self.ask_id, passed_by=self.passed_by_id).update(word="")

    def put(self, friends: Iterable[Person], word: str) -> bool:
        """What somebody asks through this person, to these of their circle, once. Whether it was theirs to put."""
        with transaction.atomic():
            here = Person.objects.lock(self.ask.person, self.person, *friends)
            is_open = {"quietly": True, "passed_by": None, "ask__open_since__isnull": False, "ask__closed_at": None}
            if not Recipient.objects.standing().filter(pk=self.pk, **is_open).exists():
                return False
            if Recipient.objects.filter(ask=self.ask_id, passed_by=self.person_id).exists():
                return True
            near = set(circle_ids(person=self.person)) - {self.ask.person_id}
            chosen = [friend for friend in here if friend.pk in near]
            said = {"ask_id": self.ask_id, "passed_by_id": self.person_id, "quietly": True, "word": word}
            Recipient.objects.bulk_create([Recipient(person=friend, **said) for friend in chosen])
            link = self.ask.get_absolute_url()
            Notice.objects.tell(chosen, PASSED_ON, self.ask.public_id, link, who=self.person)
        return True
