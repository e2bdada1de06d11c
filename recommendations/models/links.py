from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from people.models import Invitation, Person
from people.tokens import hash_of, token_of, token_with
from recommendations.contacts import LONGEST_PHONE
from recommendations.models.asks import Ask, Recipient
from recommendations.models.locks import lock
from recommendations.models.providers import Trade
from recommendations.models.thanks import Thanks
from recommendations.models.vouches import Outcome, Vouch
from recommendations.sight_of_asks import MOST_LINK_ANSWERS, AskLinkQuerySet, LinkAnswerQuerySet

LINK_LASTS = timedelta(days=14)
LINK_ANSWERED = "link_answered"


def link_ends() -> datetime:
    return timezone.now() + LINK_LASTS


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
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=MOST_LINK_ANSWERS), name="ask_link_takes_so_many"),
        ]

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
            if not Ask.objects.open().filter(pk=ask.pk).exists():
                return None
            link = cls.objects.alive().filter(ask=ask).first()
            if link and link.path:
                return link
            cls.objects.filter(ask=ask).delete()
            return cls.objects.create(ask=ask)

    def reaches(self, person: Person) -> bool:
        """A friend who opens it has the question from then on, as if it had been sent to them. Whether it is one."""
        with transaction.atomic():
            Person.objects.lock(self.ask.person, person)
            near = person.ties.standing().filter(friend=self.ask.person)
            if not near.exists() or not AskLink.objects.alive().filter(pk=self.pk).exists():
                return False
            Recipient.objects.get_or_create(ask=self.ask, person=person, passed_by=None)
        return True

    def answer(self, public_id: uuid.UUID, writer: Person | None, **said: Any) -> LinkAnswer | None:
        """Once, however often the form with this id is sent. None if the link takes no more."""
        before = LinkAnswer.objects.filter(public_id=public_id, ask=self.ask)
        try:
            with transaction.atomic():
                # Or one has left meanwhile: no lock is held here for which they would have to wait.
                people = [self.ask.person, *([writer] if writer else [])]
                here = len(Person.objects.lock(*people)) == len(set(people))
                if answer := before.first():
                    return answer
                if not here or not AskLink.objects.alive().filter(pk=self.pk).update(taken=F("taken") + 1):
                    return None
                made = {"ask": self.ask, "trade": self.ask.trade, "writer": writer}
                answer = LinkAnswer.objects.create(public_id=public_id, **made, **said)
                self.ask.person.tell(LINK_ANSWERED, answer.public_id, self.ask.get_absolute_url())
                return answer
        except IntegrityError:
            return before.first()  # pressed twice; or what was asked about has gone


class LinkAnswer(models.Model):
    """What somebody without an account says, to the asker alone. Confirmed, it is the asker's own note; it becomes a
    vouch only when whoever wrote it joins and makes it one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="link_answers")
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="+", db_index=False)
    name = models.CharField("who says it, as they call themselves", max_length=80)
    provider = models.CharField("whom they hired", max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    website = models.URLField(max_length=300, blank=True)
    job = models.CharField(max_length=200)
    hired_on = models.DateField("first day of the month")
    outcome = models.SmallIntegerField(choices=Outcome)
    caveat = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(1000)])
    made_at = models.DateTimeField(default=timezone.now)
    # Who it was, in the asker's words.
    confirmed_as = models.CharField(max_length=80, blank=True)
    thanked_at = models.DateTimeField(null=True)
    thanks = models.CharField(max_length=300, blank=True)
    # The asker never learns of it from here: a vouch is seen by the rule of sight alone.
    writer = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="link_answers")
    vouch = models.UUIDField("public id of the vouch that its writer made of it", null=True)

    objects = LinkAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="link_answer_choices"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(provider="") & ~Q(job=""), name="link_answer_from_experience"
            ),
        ]

    def __str__(self) -> str:
        return f"link answer {self.pk}"

    def confirm(self, who: str) -> None:
        """That's my sister."""
        with transaction.atomic():
            self._lock()
            LinkAnswer.objects.filter(pk=self.pk).update(confirmed_as=who)
            self._forget_notice()

    def thank(self, words: str) -> None:
        """They read it where they answered; and once they have made a vouch of it, as thanks for that."""
        with transaction.atomic():
            self._lock()
            mine = LinkAnswer.objects.filter(pk=self.pk, thanked_at=None)
            if mine.update(thanked_at=timezone.now(), thanks=words):
                self._thank_for_the_vouch()

    def claim(self, person: Person) -> None:
        """By whoever is signed in where it was written."""
        LinkAnswer.objects.filter(pk=self.pk, writer=None).update(writer=person)

    def became(self, vouch: Vouch) -> None:
        """Its writer's own. To be called in a transaction that has locked the writer and the asker."""
        mine_or_free = Q(writer=None) | Q(writer=vouch.author)
        made = {"writer": vouch.author, "vouch": vouch.public_id}
        if LinkAnswer.objects.filter(mine_or_free, pk=self.pk, vouch=None).update(**made):
            self._thank_for_the_vouch()

    def _thank_for_the_vouch(self) -> None:
        """What the asker said of this answer, if they may read the vouch that it has become."""
        self.refresh_from_db()
        vouch = Vouch.objects.visible_to(self.ask.person).filter(public_id=self.vouch).first()
        if self.thanked_at and vouch:
            Thanks.give(self.ask.person, vouch.pk, None, self.thanks)

    def discard(self) -> None:
        """It is gone, and with it the way in that it had opened."""
        with transaction.atomic():
            self._lock()
            self._forget_notice()
            self.ask.person.invitations.filter(form_key=self.public_id, accepted_by=None).delete()
            self.delete()

    def invitation(self) -> Invitation:
        """For whoever wrote this; that they come into the circle, the asker says first."""
        made = {"name": self.name, "how": "They answered a question of mine", "asks_first": True, "unasked": True}
        return self.ask.person.invitations.get_or_create(form_key=self.public_id, defaults=made)[0]

    def _lock(self) -> None:
        """The asker and the writer, and the vouch that it has become."""
        mine = LinkAnswer.objects.filter(pk=self.pk)
        people = Person.objects.filter(Q(pk=self.ask.person_id) | Q(pk__in=mine.values("writer")))
        lock(people, Vouch.objects.filter(public_id__in=mine.values("vouch")))

    def _forget_notice(self) -> None:
        self.ask.person.notices.filter(kind=LINK_ANSWERED, about=self.public_id).delete()
