from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Block, Invitation, Person
from recommendations.identity import LONGEST_PHONE
from recommendations.models.asks import Ask, AskLink, link_ends  # noqa: F401  # a migration finds `link_ends` here
from recommendations.models.kinds import OfAKind, of_one_kind
from recommendations.models.locks import lock
from recommendations.models.thanks import Thanks
from recommendations.models.vouches import Outcome, Vouch

LINK_ANSWERED = "link_answered"
FROM_EXPERIENCE = ~Q(provider="") & ~Q(job="") & Q(hired_on__isnull=False, outcome__isnull=False)
IN_WORDS_ALONE = ~Q(words="") & Q(provider="", phone="", website="", job="", hired_on=None, outcome=None, caveat="")


class LinkAnswerQuerySet(models.QuerySet["LinkAnswer"]):
    def visible_to(self, person: Person) -> LinkAnswerQuerySet:
        """The asker alone, and none that was written across a block."""
        return self.filter(ask__person=person, unseen=False)

    def notes_of(self, person: Person) -> LinkAnswerQuerySet:
        """Those of which the person has said who it was, and that name somebody who was hired."""
        return self.visible_to(person).exclude(confirmed_as="").exclude(provider="")

    def shown_to(self, person: Person | None) -> LinkAnswerQuerySet:
        """Of those that this browser holds: none that somebody else has made theirs. A block makes no difference."""
        theirs = self.filter(ask__person__is_active=True).select_related("ask__person__place", "ask__place", "trade")
        if person is None:
            return theirs
        mine_or_free = Q(writer=None) | Q(writer=person)
        return theirs.filter(mine_or_free).exclude(ask__person=person)

    def written_by(self, person: Person) -> LinkAnswerQuerySet:
        """By someone who was signed in then, or joined by the invitation that came of it, and is whom the asker meant:
        whoever else has come by that invitation never reads what somebody else wrote. Not a vouch yet."""
        made_for_it = Q(inviter=OuterRef("ask__person"), form_key=OuterRef("public_id"))
        joined = Invitation.objects.filter(made_for_it, accepted_by=person, confirmed_at__isnull=False)
        return self.filter(Q(writer=person) | Q(Exists(joined), writer=None), vouch=None)

    def to_vouch_for(self, person: Person, held: Iterable[str]) -> LinkAnswerQuerySet:
        """What the person said by links, and might say as a vouch: also what they wrote before they signed in, in this
        browser, which has `held` the public ids of it. Newest first."""
        here = LinkAnswer.objects.shown_to(person).filter(public_id__in=list(held), vouch=None)
        theirs = LinkAnswer.objects.written_by(person)
        both = self.filter(Q(pk__in=here.values("pk")) | Q(pk__in=theirs.values("pk"))).exclude(provider="")
        return both.select_related("ask__person", "ask__place", "trade").order_by("-made_at", "-pk")


class LinkAnswer(OfAKind):
    """What somebody without an account says, to the asker alone. Confirmed, it is the asker's own note; it becomes a
    vouch only when whoever wrote it joins and makes it one."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="link_answers")
    name = models.CharField("who says it, as they call themselves", max_length=80)
    # Of a question that looks for nobody to hire, all of this is empty: the words are the answer.
    provider = models.CharField("whom they hired", max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    website = models.URLField(max_length=300, blank=True)
    job = models.CharField(max_length=200)
    hired_on = models.DateField("first day of the month", null=True)
    outcome = models.SmallIntegerField(choices=Outcome, null=True)
    caveat = models.CharField(max_length=300, blank=True)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(1000)])
    made_at = models.DateTimeField(default=timezone.now)
    # Who it was, in the asker's words.
    confirmed_as = models.CharField(max_length=80, blank=True)
    thanked_at = models.DateTimeField(null=True)
    thanks = models.CharField(max_length=300, blank=True)
    # When it was written, one of the two had blocked the other: the asker never hears of it, whatever is blocked or
    # unblocked later, since the difference would tell who wrote what bears no name.
    unseen = models.BooleanField(default=False)
    # The asker never learns of it from here: a vouch is seen by the rule of sight alone.
    writer = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="link_answers")
    vouch = models.UUIDField("public id of the vouch that its writer made of it", null=True)

    objects = LinkAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="link_answer_choices"),
            models.CheckConstraint(
                condition=~Q(name="") & (FROM_EXPERIENCE | IN_WORDS_ALONE), name="link_answer_from_experience"
            ),
            of_one_kind("link_answer_of_one_kind"),
        ]
        indexes = [models.Index(fields=["ask"], condition=Q(confirmed_as=""), name="link_answer_unconfirmed")]

    def __str__(self) -> str:
        return f"link answer {self.pk}"

    @classmethod
    def write(cls, link: AskLink, public_id: uuid.UUID, writer: Person | None, **said: Any) -> LinkAnswer | None:
        """Once, however often the form with this id is sent. None if the link takes no more.

        Across a block by the same steps: it is counted, and the notice of it is shown and mailed to nobody."""
        before = cls.objects.filter(public_id=public_id, ask=link.ask)
        try:
            with transaction.atomic():
                # Or one has left meanwhile: no lock is held here for which they would have to wait.
                people = [link.ask.person, *([writer] if writer else [])]
                here = len(Person.objects.lock(*people)) == len(set(people))
                if answer := before.first():
                    return answer
                if not here or not AskLink.objects.alive().filter(pk=link.pk).update(taken=F("taken") + 1):
                    return None
                unseen = writer is not None and Block.objects.between(link.ask.person, writer).exists()
                made = {"ask": link.ask, "trade": link.ask.trade, "other": link.ask.other, "unseen": unseen}
                answer = cls.objects.create(public_id=public_id, writer=writer, **made, **said)
                link.ask.person.tell(LINK_ANSWERED, answer.public_id, link.ask.get_absolute_url())
                return answer
        except IntegrityError:
            return before.first()  # pressed twice; or what was asked about has gone

    def confirm(self, who: str) -> None:
        """That's my sister; and she is invited."""
        with transaction.atomic():
            self._lock()
            LinkAnswer.objects.filter(pk=self.pk).update(confirmed_as=who)
            self.invite()
            self._forget_notice()

    def invite(self) -> Invitation:
        """By the name that they gave."""
        # For the asker to read alone, and to change, like words of their own.
        made = {"name": self.name, "how": _("They answered a question of mine"), "unasked": True}
        return self.ask.person.invitations.get_or_create(form_key=self.public_id, defaults=made)[0]

    def invitation(self) -> Invitation | None:
        """For whoever wrote this, once the asker has said who it is: they come in by it from the browser where they
        wrote it, and are not asked about again."""
        return self.ask.person.invitations.filter(form_key=self.public_id).select_related("inviter").first()

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
        """What the asker said of this answer, if they may read the vouch that it has become, and each of the two reads
        the other's name. Else thanks that stand by words without a name would tell the asker whose those are; and the
        author, who knows from the link who asks, of which friend they are one."""
        self.refresh_from_db()
        if self.vouch is None or self.thanked_at is None:
            return
        asker = self.ask.person
        by_name = Q(author__in=asker.ties.standing().values("friend"))
        by_name |= Q(author__named_beyond=True) if asker.named_beyond else Q()
        vouch = Vouch.objects.few_visible_to(asker).filter(by_name, public_id=self.vouch).first()
        if vouch:
            Thanks.give(asker, vouch.pk, None, self.thanks)

    def discard(self) -> None:
        """It is gone, and with it the way in that it had opened."""
        with transaction.atomic():
            self._lock()
            self._forget_notice()
            if invitation := self.invitation():
                invitation.revoke()
            self.delete()

    def _lock(self) -> None:
        """The asker and the writer, and the vouch that it has become."""
        mine = LinkAnswer.objects.filter(pk=self.pk)
        theirs = mine.values("writer").union(mine.values("ask__person"))
        lock(Person.objects.filter(pk__in=theirs), Vouch.objects.filter(public_id__in=mine.values("vouch")))

    def _forget_notice(self) -> None:
        self.ask.person.notices.filter(kind=LINK_ANSWERED, about=self.public_id).delete()


def note_who_answered(one: Person, other: Person) -> None:
    """Between these two, when their tie ends: whose an answer by a link is, only their invitation tells, and that goes.
    If their own words went with it, whoever wrote them could tell a parting or a block from a rest."""
    for asker, writer in ((one, other), (other, one)):
        joined = asker.invitations.filter(accepted_by=writer, confirmed_at__isnull=False).values("form_key")
        LinkAnswer.objects.filter(ask__person=asker, writer=None, public_id__in=joined).update(writer=writer)
