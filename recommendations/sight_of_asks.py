"""Who may see which question, and which answer to it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.models import Block, Invitation, Notice, Person, Tie
from people.tokens import hash_of

MOST_LINK_ANSWERS = 30


def _tied(one: str, other: str) -> Exists:
    """A standing tie between the people whom these fields name."""
    return Exists(Tie.objects.standing().filter(person=OuterRef(one), friend=OuterRef(other)))


def _apart(one: str, other: str) -> Exists:
    """One of the people whom these fields name has blocked the other."""
    either = Q(person=OuterRef(one), blocked=OuterRef(other)) | Q(person=OuterRef(other), blocked=OuterRef(one))
    return Exists(Block.objects.filter(either))


class RecipientQuerySet(models.QuerySet["Recipient"]):  # type: ignore[name-defined]  # the checker stumbles over the cycle
    def standing(self) -> Self:
        """Those whom the question still reaches, by the way that it came: from a friend, or from a friend's friend by
        way of the one who passed it on. The one rule for questions and for answers."""
        directly = Q(passed_by=None) & _tied("ask__person", "person")
        passed_on = _tied("ask__person", "passed_by") & _tied("passed_by", "person")
        return self.filter(directly | Q(passed_by__isnull=False) & passed_on).exclude(_apart("ask__person", "person"))


class AskQuerySet(models.QuerySet["Ask"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> AskQuerySet:
        """One's own, and those that reach one. A draft reaches nobody."""
        from recommendations.models import Recipient  # which stands on this module

        reached = Recipient.objects.standing().filter(person=person).values("ask")
        return self.filter(Q(person=person) | Q(pk__in=reached, open_since__isnull=False))

    def open(self) -> AskQuerySet:
        return self.filter(open_since__isnull=False, closed_at=None)

    def drafts(self) -> AskQuerySet:
        return self.filter(open_since=None)

    def closed(self) -> AskQuerySet:
        return self.filter(closed_at__isnull=False)


class AnswerQuerySet(models.QuerySet["Answer"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> AnswerQuerySet:
        """One's own, to a question that reaches one; and those to one's own, of whomever it still reaches, as long as
        there is something to read: words, or a vouch that the rule of sight lets one read."""
        from recommendations.models import Ask, Recipient, Vouch  # which stand on this module

        reached = Recipient.objects.standing().filter(ask=OuterRef("ask"), person=OuterRef("person"))
        mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
        readable = ~Q(words="") | Q(vouch__in=Vouch.objects.visible_to(person).values("public_id"))
        return self.filter(mine | Q(Exists(reached), readable, ask__person=person))

    def empty(self) -> None:
        """Their rows stay, so that nothing tells what became of them; and what was told of them goes."""
        from recommendations.models import OF_ANSWERS  # which stands on this module

        Notice.objects.filter(kind__in=OF_ANSWERS, about__in=list(self.values_list("public_id", flat=True))).delete()
        self.update(person=None, vouch=None, words="", helped_at=None, thanks="")

    def thanked_to(self, person: Person) -> AnswerQuerySet:
        """Those that helped, which the person gave, or for which they passed the question on."""
        from recommendations.models import Ask, Recipient  # which stand on this module

        passed_on = Recipient.objects.standing().filter(
            ask=OuterRef("ask"), person=OuterRef("person"), passed_by=person
        )
        by_them = Q(person=person) | Exists(passed_on)
        return self.filter(by_them, helped_at__isnull=False, ask__in=Ask.objects.visible_to(person))


class AskLinkQuerySet(models.QuerySet["AskLink"]):  # type: ignore[name-defined]
    def alive(self) -> AskLinkQuerySet:
        """Not by a join: a row that PostgreSQL had to wait for is looked at again, what was joined to it is not."""
        from recommendations.models import Ask  # which stands on this module

        asked = Ask.objects.open().filter(person__in=Person.objects.filter(is_active=True))
        return self.filter(expires_at__gt=timezone.now(), taken__lt=MOST_LINK_ANSWERS, ask__in=asked)

    def visible_to(self, person: Person) -> AskLinkQuerySet:
        """The asker alone; whoever else holds it sees what it opens."""
        return self.filter(ask__person=person)

    def opened_with(self, token: str) -> AskLinkQuerySet:
        return self.filter(token_hash=hash_of(token))

    def shown_to(self, person: Person | None) -> AskLinkQuerySet:
        """Whoever holds it; of those who are signed in, nobody between whom and the asker there is a block."""
        alive = self.alive().select_related("ask__person__place", "ask__trade", "ask__place")
        return alive.exclude(ask__person__in=person.blocks.others(person)) if person else alive


class LinkAnswerQuerySet(models.QuerySet["LinkAnswer"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> LinkAnswerQuerySet:
        """The asker alone."""
        return self.filter(ask__person=person)

    def notes_of(self, person: Person) -> LinkAnswerQuerySet:
        """Those of which the person has said who it was."""
        return self.visible_to(person).exclude(confirmed_as="")

    def shown_to(self, person: Person | None) -> LinkAnswerQuerySet:
        """Of those that this browser holds: none between whose asker and the one who is signed in there is a block,
        and none that somebody else has made theirs."""
        theirs = self.filter(ask__person__is_active=True).select_related("ask__person__place", "ask__place", "trade")
        if person is None:
            return theirs
        mine_or_free = Q(writer=None) | Q(writer=person)
        return (
            theirs.filter(mine_or_free)
            .exclude(ask__person=person)
            .exclude(ask__person__in=person.blocks.others(person))
        )

    def written_by(self, person: Person) -> LinkAnswerQuerySet:
        """By someone who was signed in then, or joined by the invitation that came of it, and is whom the asker meant:
        whoever else has come by that invitation never reads what somebody else wrote. Not a vouch yet."""
        made_for_it = Q(inviter=OuterRef("ask__person"), form_key=OuterRef("public_id"))
        joined = Invitation.objects.filter(made_for_it, accepted_by=person, confirmed_at__isnull=False)
        return self.filter(Q(writer=person) | Q(Exists(joined), writer=None), vouch=None)


class QuestionQuerySet(models.QuerySet["Question"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> QuestionQuerySet:
        """The two, as long as they are in each other's circle."""
        near = person.ties.standing().values("friend")
        return self.filter(Q(person=person, friend__in=near) | Q(friend=person, person__in=near))
