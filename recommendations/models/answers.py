from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from people.compiled import ConditionOnce
from people.models import Notice, Person
from recommendations.identity import LONGEST_PHONE
from recommendations.models.asks import ASKED, Ask
from recommendations.models.recipients import PASSED_ON, Recipient, RecipientQuerySet
from recommendations.models.vouches import Vouch
from recommendations.sight.rule import put_by_who_names_them

ANSWERED, ANSWERED_BEYOND, ANSWER_THANKED = "answered", "answered_beyond", "answer_thanked"
ANSWERED_BY_MAIL, ANSWER_REPLIED, TO_HAND_ON = "answered_by_mail", "answer_replied", "to_hand_on"
OF_THANKS = (ANSWERED, ANSWERED_BY_MAIL, ANSWERED_BEYOND, ANSWER_THANKED)
OF_ANSWERS = (*OF_THANKS, ANSWER_REPLIED, TO_HAND_ON)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def visible_to(self, person: Person) -> AnswerQuerySet:
        """One's own, to a question that reaches one; and those to one's own, of whomever it still reaches, as long as
        there is something to read: words, or a vouch that the rule of sight lets one read. So too those to what one
        has put to one's circle; what waits there has not been handed on to whoever asked."""
        return self.filter(_in_sight(person=person))

    def near(self, person: Person) -> models.QuerySet[Any]:
        """Their ids: of those that the person gave, to their own questions and to those that they passed on; whether
        they are visible or no. Each by its index, where PostgreSQL would look through the answers of everybody."""
        passed_on = self.filter(ask__recipients__passed_by=person)
        some = (self.filter(person=person), self.filter(ask__person=person), passed_on)
        mine, *others = (each.order_by().values("pk") for each in some)
        return mine.union(*others)

    def telling_whom(self, person: Person) -> AnswerQuerySet:
        """Of those that are visible to the person, whose vouch tells them whom to hire."""
        return self.filter(_telling_whom(person=person))

    def with_vouches(self) -> AnswerQuerySet:
        """With the ids of its vouch and of the provider, `vouch_row` and `about`, whether it may be read or no."""
        given = Vouch.objects.filter(public_id=OuterRef("vouch"))
        return self.annotate(vouch_row=Subquery(given.values("pk")), about=Subquery(given.values("provider")))

    def handed_by(self, person: Person) -> AnswerQuerySet:
        """Those of others to what this person has put to their circle."""
        return self.visible_to(person).exclude(person=person).exclude(ask__person=person)

    def empty(self) -> None:
        """Their rows stay, so that nothing tells what became of them; and what was told of them goes."""
        Notice.objects.filter(kind__in=OF_ANSWERS, about__in=list(self.values_list("public_id", flat=True))).delete()
        nothing = {"vouch": None, "words": "", "provider": "", "phone": "", "by_mail": False}
        self.update(person=None, helped_at=None, thanks="", reply="", **nothing)

    def replied_to(self, person: Person) -> AnswerQuerySet:
        """Those of theirs to which the asker has replied."""
        return self.visible_to(person).filter(person=person).exclude(reply="")

    def thanked_to(self, person: Person) -> AnswerQuerySet:
        """Those that helped, which the person gave, or for which they passed the question on: by the ties alone, since
        a block between the other two is nothing to them."""
        return self.filter(_given_or_passed_on(person=person), ask__in=Ask.objects.visible_to(person))


@ConditionOnce
def _in_sight(person: Person) -> AnswerQuerySet:
    their = {"ask": OuterRef("ask"), "person": OuterRef("person")}
    mine = Q(person=person, ask__in=Ask.objects.visible_to(person))
    to_me = Q(Exists(Recipient.objects.heard().filter(**their, ask__person=person)), waits=False)
    through_me = Q(Exists(Recipient.objects.put_by(person).filter(**their)))
    told = ~Q(words="") | Q(_telling_whom(person=person))
    return Answer.objects.filter(mine | Q(to_me | through_me, told))


@ConditionOnce
def _given_or_passed_on(person: Person) -> AnswerQuerySet:
    """And helped."""
    passed_on = Recipient.objects.tied().filter(ask=OuterRef("ask"), person=OuterRef("person"), passed_by=person)
    return Answer.objects.filter(Q(person=person) | Exists(passed_on), helped_at__isnull=False)


@ConditionOnce
def _telling_whom(person: Person) -> AnswerQuerySet:
    """By a vouch that they may read. Of one that a friend has handed on, by an author without a name, only if the vouch
    too bears the name of that friend: another on the vouch, or that it goes when another is muted, would lead to the
    author, who is a friend of both."""
    put = Recipient.objects.put_for(person).filter(ask=OuterRef("ask"), person=OuterRef("person"))
    near = Q(person__in=person.ties.standing().values("friend"))
    elsewhere = put.exclude(near | Q(pk__in=put_by_who_names_them(person)))
    read = Vouch.objects.filter(public_id=OuterRef("vouch")).few_visible_to(person)
    return Answer.objects.filter(~Exists(elsewhere), Exists(read))


class Answer(models.Model):
    """To a question that reached this person. Withdrawn, or its person gone, it is an empty row: the asker sees that
    there was one, and not what became of it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ask = models.ForeignKey(Ask, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="answers")
    # By its public id: the answer outlives it, and what it says is read through the rule of sight each time.
    vouch = models.UUIDField("public id of a vouch of theirs", null=True)
    words = models.CharField(max_length=1000, blank=True)
    # Written by whoever held the mail about the question, who need not be the person.
    by_mail = models.BooleanField(default=False)
    provider = models.CharField("whom one would call, as the mail's holder calls them", max_length=120, blank=True)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    helped_at = models.DateTimeField(null=True)
    thanks = models.CharField(max_length=300, blank=True)
    # For the friend through whom it was asked, who hands it on to the asker, or does not.
    waits = models.BooleanField(default=False)
    reply = models.CharField("the asker's, to this person alone", max_length=500, blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ask", "person", "vouch"], name="answer_once"),
            models.UniqueConstraint(
                fields=["ask", "person"], condition=Q(vouch=None, by_mail=False), name="answer_in_words_once"
            ),
            models.CheckConstraint(
                condition=Q(by_mail=False, provider="", phone="") | Q(by_mail=True, vouch=None) & ~Q(words=""),
                name="answer_by_mail_is_in_words",
            ),
            models.CheckConstraint(condition=Q(phone="") | ~Q(provider=""), name="answer_has_nobodys_phone"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"

    @classmethod
    def give(cls, ask: Ask, person: Person, vouch: Vouch | None, words: str) -> bool:
        """Once with each vouch, and once in words alone, which a second time replace the first. Whether the question
        is still open to them."""
        with transaction.atomic():
            here, reached = cls._open_to(ask, person)
            if not here:
                return False
            about = vouch.public_id if vouch else None
            mine = {"ask": ask, "person": person, "vouch": about, "by_mail": False}
            said = {"words": words, "waits": ask.is_put_to(person)}
            answer, new = cls.objects.get_or_create(**mine, defaults=said)
            if words and answer.words != words:
                cls.objects.filter(pk=answer.pk).update(words=words)
            if new:
                answer._tell(here, reached)
            person.notices.filter(kind__in=[ASKED, PASSED_ON], about=ask.public_id).delete()
        return True

    @classmethod
    def give_by_mail(cls, ask: Ask, person: Person, **said: str) -> bool:
        """By whoever holds the mail about it to this person, `said` being words, provider and phone. It stands beside
        what the person says, and replaces nothing. Whether the mail still opens; the same once more is the same."""
        with transaction.atomic():
            here, reached = cls._open_to(ask, person)
            if not here:
                return False
            if cls.objects.filter(ask=ask, person=person, by_mail=True, **said).exists():
                return True
            theirs = Recipient.objects.filter(ask=ask, person=person)
            if not theirs.open_by_mail().exists():
                return False
            theirs.count_by_mail()
            answer = cls.objects.create(ask=ask, person=person, by_mail=True, waits=ask.is_put_to(person), **said)
            answer._tell(here, reached)
            person.notices.filter(kind__in=[ASKED, PASSED_ON], about=ask.public_id).delete()
        return True

    @staticmethod
    def _open_to(ask: Ask, person: Person) -> tuple[list[Person], RecipientQuerySet]:
        """In a transaction: all whom an answer of this person's concerns, held, and the rows by which the question
        reaches them. Nobody is held if it does not, or is closed."""
        between = Person.objects.filter(pk__in=ask.recipients.filter(person=person).values("passed_by"))
        here = Person.objects.lock(ask.person, person, *between)
        reached = Recipient.objects.standing().filter(ask__in=Ask.objects.open(), ask=ask, person=person)
        return here if {ask.person, person} <= {*here} and reached.exists() else [], reached

    def _tell(self, here: list[Person], reached: RecipientQuerySet) -> None:
        """The asker; of what was asked quietly and put to them, the friend who did."""
        asker, link = self.ask.person, self.ask.get_absolute_url()
        if self.waits:
            between = [each for each in here if reached.filter(passed_by=each).exists()]
            Notice.objects.tell(between, TO_HAND_ON, self.public_id, link, who=self.person)
        elif reached.filter(passed_by=None).exists():
            asker.tell(ANSWERED_BY_MAIL if self.by_mail else ANSWERED, self.public_id, link, who=self.person)
        else:
            asker.tell(ANSWERED_BEYOND, self.public_id, link)

    def hand_on(self, by: Person) -> bool:
        """To whoever asked, by the friend through whom they did, once. Whether it was theirs to hand on."""
        with transaction.atomic():
            self._lock(by)
            through = Answer.objects.handed_by(by).filter(pk=self.pk, ask__in=Ask.objects.open())
            if not through.exists():
                return False
            if Answer.objects.filter(pk=self.pk, waits=True).update(waits=False):
                self.ask.person.tell(ANSWERED_BEYOND, self.public_id, self.ask.get_absolute_url())
            by.notices.filter(kind=TO_HAND_ON, about=self.public_id).delete()
        return True

    def withdraw(self) -> None:
        with transaction.atomic():
            self._lock()
            if self.by_mail:
                Recipient.objects.filter(ask=self.ask, person=self.person_id).close_mail()
            Answer.objects.filter(pk=self.pk).empty()

    def thank(self, words: str, heard: Collection[uuid.UUID | None] = ()) -> None:
        """Once, and told to whoever answered and to those who had passed the question on to them; not to those who have
        `heard` it already, by public id."""
        with transaction.atomic():
            passed = Recipient.objects.tied().filter(ask=self.ask, person=self.person, passed_by__isnull=False)
            theirs = passed.values("passed_by").union(Answer.objects.filter(pk=self.pk).values("person"))
            people = Person.objects.filter(pk__in=theirs)
            told = Person.objects.lock(self.ask.person, *people)
            thanked = {"helped_at": timezone.now(), "thanks": words}
            if Answer.objects.filter(pk=self.pk, helped_at=None, person__isnull=False).update(**thanked):
                others = [each for each in told if each != self.ask.person and each.public_id not in heard]
                Notice.objects.tell(others, ANSWER_THANKED, self.public_id, self.ask.get_absolute_url())

    def reply_once(self, words: str) -> bool:
        """By the asker, to whoever answered, or from whose mail it came. Whether these words stand there now: not if
        others do, or whoever answered is gone or is reached no more."""
        with transaction.atomic():
            here = self._lock()
            now = Answer.objects.visible_to(self.ask.person).filter(pk=self.pk, person__in=here).first()
            if now is None or now.reply not in ("", words):
                return False
            if not now.reply:
                Answer.objects.filter(pk=self.pk).update(reply=words)
                told = [each for each in here if each.pk == now.person_id]
                Notice.objects.tell(told, ANSWER_REPLIED, self.public_id, self.ask.get_absolute_url())
        return True

    def take_thanks_back(self) -> None:
        """Nobody is told; who was, hears no more of it, and the mail about the answer opens nothing any more."""
        with transaction.atomic():
            told = Notice.objects.filter(kind__in=OF_THANKS, about=self.public_id)
            Person.objects.lock(self.ask.person, *Person.objects.filter(pk__in=told.values("person")))
            told.delete()
            Answer.objects.filter(pk=self.pk).update(helped_at=None, thanks="")

    def take_back_words_of_thanks(self) -> None:
        """That it helped stays."""
        with transaction.atomic():
            self._lock()
            Answer.objects.filter(pk=self.pk).update(thanks="")

    def take_back_reply(self) -> None:
        """They may reply again."""
        with transaction.atomic():
            self._lock()
            Notice.objects.filter(kind=ANSWER_REPLIED, about=self.public_id).delete()
            Answer.objects.filter(pk=self.pk).update(reply="")

    def _lock(self, *others: Person) -> list[Person]:
        """Whoever asked, and whoever answered, if they are here still; and these."""
        return Person.objects.lock(self.ask.person, *others, *Person.objects.filter(pk=self.person_id))
