from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from people.models import Block, Notice, Person, Tie
from people.models.ties import circle_ids
from recommendations.models.insights import Insight
from recommendations.models.offers import Offer
from recommendations.sight.rule import reaches_reader

WORD, WORD_ANSWERED, WORD_TAKEN, WORD_THANKED = "short_word", "word_answered", "word_taken", "word_thanked"
KINDS_OF_WORDS = [WORD, WORD_ANSWERED, WORD_TAKEN, WORD_THANKED]
# What a short word may be about, by the field that leads to it, as its reader may read it: of an offer, what was said
# between the two is read also when it is over. Each is shared by its author so far as its scope says.
THINGS: dict[str, Callable[[Person], Any]] = {
    "insight": lambda person: Insight.objects.visible_to(person),
    "offer": lambda person: Offer.objects.visible_to(person, date.min),
}
LONGEST_SHORT_WORD = 300


class ShortWordQuerySet(models.QuerySet["ShortWord"]):
    def visible_to(self, person: Person) -> ShortWordQuerySet:
        """Of the two, whoever may read it now."""
        return self.filter(self._sent(person) | self._received(person))

    def sent_by(self, person: Person) -> ShortWordQuerySet:
        """Their own, as long as they may read what it is about."""
        return self.filter(self._sent(person))

    def waiting_about(self, thing: Any) -> ShortWordQuerySet:
        """Those about it that are not answered yet."""
        return self.filter(**{thing._meta.model_name: thing}, answered_at=None)

    def received_by(self, person: Person) -> ShortWordQuerySet:
        """By the author, as long as a way leads from what they share to whoever wrote it."""
        return self.filter(self._received(person))

    def to_answer(self, person: Person) -> ShortWordQuerySet:
        return self.received_by(person).filter(answered_at=None)

    def answered_to(self, person: Person) -> ShortWordQuerySet:
        return self.sent_by(person).exclude(answered_at=None)

    def taken_to(self, person: Person) -> ShortWordQuerySet:
        """With thanks."""
        return self.sent_by(person).exclude(taken_at=None)

    def thanked_to(self, person: Person) -> ShortWordQuerySet:
        return self.received_by(person).exclude(thanked_at=None)

    def signed_to(self, person: Person) -> ShortWordQuerySet:
        """Whose answer bears the name of the author."""
        return self.answered_to(person).filter(offer__isnull=False).exclude(answer="")

    def with_all(self) -> ShortWordQuerySet:
        """That their pages show."""
        return self.select_related("person", "author", *THINGS)

    def end(self) -> None:
        """Whatever was told of them goes too."""
        about = list(self.values_list("public_id", flat=True))
        Notice.objects.filter(kind__in=KINDS_OF_WORDS, about__in=about).delete()
        self.model.objects.filter(public_id__in=about).delete()

    def _sent(self, person: Person) -> Q:
        about = Q()
        for thing, read_by in THINGS.items():
            about |= Q(**{f"{thing}__in": read_by(person)})
        return Q(about, person=person)

    def _received(self, person: Person) -> Q:
        about = Q()
        for thing in THINGS:
            about |= reaches_reader("author", "person", f"{thing}__scope")
        return Q(about, author=person, unseen=False)


class ShortWord(models.Model):
    """A short, signed word straight to the author of something shared, who may answer it once."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="words_sent")
    author = models.ForeignKey(Person, models.CASCADE, related_name="words_received")
    insight = models.ForeignKey(Insight, models.CASCADE, null=True, related_name="short_words")
    offer = models.ForeignKey(Offer, models.CASCADE, null=True, related_name="short_words")
    words = models.CharField(max_length=LONGEST_SHORT_WORD)
    made_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(max_length=LONGEST_SHORT_WORD, blank=True)
    answered_at = models.DateTimeField(null=True)
    # The author has taken it into the thing, with thanks.
    taken_at = models.DateTimeField(null=True)
    # Of whoever took an offer up, once it is answered.
    thanks = models.CharField(max_length=LONGEST_SHORT_WORD, blank=True)
    thanked_at = models.DateTimeField(null=True)
    # One of the two had blocked the other, or did so since, without being in each other's circle: the author never
    # reads it, whatever is unblocked later. To whoever wrote it, it stays as it is: else a block would tell whose the
    # thing is, where it bears no name.
    unseen = models.BooleanField(default=False)

    objects = ShortWordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(insight__isnull=False, offer=None) | Q(insight=None, offer__isnull=False),
                name="short_word_about_one_thing",
            ),
            models.CheckConstraint(condition=~Q(person=F("author")), name="short_word_to_someone_else"),
            models.CheckConstraint(condition=~Q(words=""), name="short_word_says_something"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=False) | Q(answer=""), name="short_word_answered_at_some_time"
            ),
            models.UniqueConstraint(
                fields=["person", "insight"],
                condition=Q(answered_at=None, insight__isnull=False),
                name="short_word_of_insight_once_until_answered",
            ),
            models.CheckConstraint(
                condition=Q(thanked_at=None, thanks="") | Q(answered_at__isnull=False, offer__isnull=False),
                name="short_word_thanked_for_an_answer",
            ),
            models.UniqueConstraint(
                fields=["person", "offer"],
                condition=Q(answered_at=None, offer__isnull=False),
                name="short_word_of_offer_once_until_answered",
            ),
        ]
        indexes = [models.Index(fields=["made_at"], name="short_word_made")]

    def __str__(self) -> str:
        return f"short word {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("short_word", args=[self.public_id])

    @property
    def thing(self) -> Any:
        return next(thing for name in THINGS if (thing := getattr(self, name)))

    @property
    def is_signed_by_its_author(self) -> bool:
        """Whether its answer bears their name: where one takes up an offer, the two have to be able to meet."""
        return self.offer_id is not None and bool(self.answer)

    @classmethod
    def put(cls, public_id: uuid.UUID, person: Person, thing: Any, words: str) -> ShortWord | None:
        """Once, however often the form with this id is sent; as long as one is not answered it stands, and is handed
        back. None if the thing is not theirs to read, or is their own."""
        about: dict[str, Any] = {"person": person, thing._meta.model_name: thing}
        with transaction.atomic():
            Person.objects.lock(person, thing.author)
            theirs = type(thing).objects.visible_to(person).exclude(author=person)
            if not theirs.filter(pk=thing.pk).exists():
                return None
            there = (
                cls.objects.filter(**about).filter(Q(answered_at=None) | Q(public_id=public_id, words=words)).first()
            )
            if there:
                return there
            if cls.objects.filter(public_id=public_id).exists():
                public_id = uuid.uuid4()  # by now it stands for something else
            apart = Block.objects.between(person, thing.author).exists()
            said = {"author": thing.author, "words": words, "unseen": apart}
            word = cls.objects.create(public_id=public_id, **about, **said)
            if not apart:
                thing.author.tell(
                    WORD, word.public_id, word.get_absolute_url(), who=_as_friend(person, of=thing.author)
                )
        return word

    def reply(self, words: str) -> bool:
        """Once. Whether this is the answer now."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.author)
            mine = ShortWord.objects.received_by(self.author).filter(pk=self.pk)
            if mine.filter(answered_at=None).update(answer=words, answered_at=timezone.now()):
                self.author.notices.filter(kind=WORD, about=self.public_id).delete()
                self._tell_its_writer(WORD_ANSWERED)
            return mine.filter(answer=words).exists()

    def take(self) -> None:
        """With thanks, told once. To be called in a transaction that has locked both."""
        theirs = ShortWord.objects.received_by(self.author).filter(pk=self.pk, taken_at=None)
        if theirs.update(taken_at=timezone.now()):
            self._tell_its_writer(WORD_TAKEN)

    def thank(self, words: str) -> bool:
        """For an offer, by whoever took it up; once. Whether these are the thanks now."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.author)
            mine = ShortWord.objects.answered_to(self.person).filter(pk=self.pk, offer__isnull=False)
            if mine.filter(thanked_at=None).update(thanks=words, thanked_at=timezone.now()):
                who = _as_friend(self.person, of=self.author)
                self.author.tell(WORD_THANKED, self.public_id, self.get_absolute_url(), who=who)
            return mine.filter(thanks=words).exists()

    def take_back_answer(self) -> None:
        """It stays answered."""
        with transaction.atomic():
            Person.objects.lock(self.person, self.author)
            ShortWord.objects.filter(pk=self.pk).exclude(answered_at=None).update(answer="")
            self.person.notices.filter(kind=WORD_ANSWERED, about=self.public_id).delete()

    def withdraw(self) -> None:
        with transaction.atomic():
            Person.objects.lock(self.person, self.author)
            ShortWord.objects.filter(pk=self.pk).end()

    def _tell_its_writer(self, kind: str) -> None:
        who = _as_friend(self.author, of=self.person)
        self.person.tell(kind, self.public_id, self.get_absolute_url(), who=who)


def _as_friend(other: Person, of: Person) -> Person | None:
    """Whom a notice may name: nobody but a friend."""
    return other if other.pk in circle_ids(person=of) else None


# --- What a parting or a block ends ----------------------------------------------------------------


def end_short_words(one: Person, other: Person) -> None:
    """When a tie ends: all words between the two, and those for which theirs was the only way. Between two who are not
    in each other's circle, as one blocks the other: nothing that whoever wrote it could tell."""
    between = ShortWord.objects.filter(Q(person=one, author=other) | Q(person=other, author=one))
    if Tie.objects.between(one, other).exists():
        between.end()
        for near, gone in ((one, other), (other, one)):
            _without_a_way(near, gone).end()
        return
    # The two know each other by name, and from the pages of whoever blocks goes that of the other.
    between.filter(offer__isnull=False).exclude(answer="").end()
    Notice.objects.filter(kind=WORD, about__in=between.values("public_id")).delete()
    between.update(unseen=True)


def _without_a_way(near: Person, gone: Person) -> ShortWordQuerySet:
    """Between `near` and the friends of `gone` to whom no tie, and no other friend, leads from there."""
    others = gone.ties.exclude(friend=near).values("friend")
    nearest = near.ties.exclude(friend=gone).values("friend")
    reached = Q(person=near, author__in=others) | Q(author=near, person__in=others)
    far = models.Case(models.When(person=near, then="author"), default="person")
    tied = Tie.objects.filter(person=near, friend=OuterRef("far"))
    by_another = Tie.objects.filter(person__in=nearest, friend=OuterRef("far"))
    return ShortWord.objects.filter(reached).annotate(far=far).filter(~Exists(tied), ~Exists(by_another))
