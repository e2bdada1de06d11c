from __future__ import annotations

import uuid
from datetime import timedelta

from django.db import models, transaction
from django.urls import reverse
from django.utils import timezone

from people.compiled import ConditionOnce
from people.models import Notice, Person
from recommendations.models.locks import lock
from recommendations.models.vouches import HOW_DID_IT_GO, THANKED, Vouch
from recommendations.sight.rule import kept_apart

ASKED_AFTER = timedelta(weeks=2)


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def standing(self) -> ThanksQuerySet:
        return self.filter(taken_back=False)

    def visible_to(self, person: Person) -> ThanksQuerySet:
        """Those sent to this person, as the author or the friend in between; of whom they blocked, only if nameless.

        From the one in between also the end of either tie: they would name whom they no longer know.
        """
        return self.standing().filter(_sent_to(person=person), person__is_active=True)


@ConditionOnce
def _sent_to(person: Person) -> ThanksQuerySet:
    near = person.ties.standing().values("friend")
    passed_on = Thanks.objects.filter(through=person, person__in=near, vouch__author__in=near)
    # Not by an OR, for which no index could be used.
    mine = Thanks.objects.filter(vouch__author=person).values("pk").union(passed_on.values("pk"))
    return Thanks.objects.filter(pk__in=mine).exclude(person__in=kept_apart(person))


class Thanks(models.Model):
    """“I hired them on your word”, to the author of a vouch and to the friend in between."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="thanks_given", db_index=False)
    vouch = models.ForeignKey(Vouch, models.CASCADE, related_name="thanks")
    through = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="thanks_passed_on")
    words = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    # When to ask how it went; None once the question is put or answered.
    ask_at = models.DateTimeField(null=True)
    # It stays, so that who gives them again is not announced again.
    taken_back = models.BooleanField(default=False)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint(fields=["person", "vouch"], name="thanks_once")]
        indexes = [models.Index(fields=["ask_at"], condition=models.Q(ask_at__isnull=False), name="thanks_to_ask")]

    def __str__(self) -> str:
        return f"thanks {self.pk}"

    @classmethod
    def give(cls, person: Person, vouch: int, between: uuid.UUID | None, words: str) -> bool:
        """Once, and told to the author and the friend in between. Whether the vouch is still there."""
        with transaction.atomic():
            people = Person.objects.filter(models.Q(pk=person.pk) | models.Q(public_id=between))
            held = lock(people, Vouch.objects.filter(pk=vouch))
            through = next((each for each in held.people if each.public_id == between), None)
            told = [each for each in (*(found.author for found in held.vouches), through) if each]
            if not held.vouches or person not in held.people or len({person, *told}) <= len(told):
                return False
            said = {"through": through, "words": words, "ask_at": timezone.now() + ASKED_AFTER}
            thanks, new = cls.objects.get_or_create(person=person, vouch_id=vouch, defaults=said)
            if thanks.taken_back:
                cls.objects.filter(pk=thanks.pk).update(taken_back=False, **said)
            for each in told if new else []:
                each.tell(THANKED, thanks.public_id, reverse("thanks"))
        return True

    def ask(self) -> bool:
        """How did it go? Whether it was not asked before."""
        with transaction.atomic():
            self._lock()
            if not Thanks.objects.filter(pk=self.pk, ask_at=self.ask_at).update(ask_at=None):
                return False
            self.person.tell(HOW_DID_IT_GO, self.public_id, reverse("thanks_went", args=[self.public_id]))
        return True

    def answer(self, ask_again: bool) -> None:
        """They did hire them; or not yet, and are asked again."""
        with transaction.atomic():
            self._lock()
            again = timezone.now() + ASKED_AFTER if ask_again else None
            Thanks.objects.filter(pk=self.pk).update(ask_at=again)
            Notice.objects.filter(kind=HOW_DID_IT_GO, about=self.public_id).delete()

    def take_back(self) -> None:
        """Nobody is told; who was, hears no more of it."""
        with transaction.atomic():
            self._lock()
            Notice.objects.filter(kind__in=[THANKED, HOW_DID_IT_GO], about=self.public_id).delete()
            Thanks.objects.filter(pk=self.pk).update(taken_back=True, words="", ask_at=None)

    def take_back_words(self) -> None:
        """The thanks stay."""
        with transaction.atomic():
            self._lock()
            Thanks.objects.filter(pk=self.pk).update(words="")

    def _lock(self) -> None:
        """With the vouch, all of whom it speaks; nothing, if that was withdrawn meanwhile."""
        lock(vouches=Vouch.objects.filter(thanks=self.pk))
