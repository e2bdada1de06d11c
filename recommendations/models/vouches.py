from __future__ import annotations

import uuid
from collections.abc import Collection
from contextlib import suppress
from datetime import date
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.compiled import any_of
from people.models import Notice, Person, Place
from people.models.ties import YEAR
from recommendations.identity import LONGEST_PHONE, host_of, identity_of, page_of
from recommendations.models.kinds import LONGEST_OTHER, FoldedField, OfAKind, of_one_kind
from recommendations.models.locks import lock
from recommendations.models.providers import Provider
from recommendations.models.warnings import TakenBack, day_of_warnings, monday_after, said_again
from recommendations.models.words_folded import WordsField, WordsQuerySet, words_of
from recommendations.sight.few import read_by
from recommendations.sight.rule import ids_of_those_called, seen_column
from recommendations.sight.scopes import MEANING_OF_SCOPE, SHARED_SCOPES, WARNS_BEYOND, Meaning, Scope, Warns

LONG_AGO_MONTHS = 24
MOST_PHOTOS, MOST_PHOTOS_EACH = 4, 200  # of a vouch, and of a person
# Kinds of notices, which `recommendations.notices` puts into words.
STILL_TRUE, THANKED, HOW_DID_IT_GO = "still_true", "thanked", "how_did_it_go"
CORRECTION, REMOVED = "correction", "removed"
OF_NUMBERS = NUMBER_ASKED, NUMBER_GIVEN = "number_asked", "number_given"


def months_since(month: date, today: date) -> int:
    """Whole months from one month to another, never below 0."""
    return max(0, (today.year - month.year) * 12 + today.month - month.month)


class Outcome(models.IntegerChoices):
    """Would you hire them again? Half its value is the o of the score."""

    NO = 0, pgettext_lazy("would you hire them again", "Not again")
    BUT = 1, pgettext_lazy("would you hire them again", "Yes, but")
    YES = 2, pgettext_lazy("would you hire them again", "Yes")


class Relation(models.TextChoices):
    NONE = "none", _("No, I was just a customer")
    SELF = "self", _("It is me or my firm")
    FAMILY = "family", _("They are family")
    FRIEND = "friend", _("They are a friend")
    PAID = "paid", _("I was paid or given something for this")


class VouchQuerySet(WordsQuerySet["Vouch"]):
    def visible_to(self, person: Person) -> VouchQuerySet:
        return self.filter(pk__in=seen_column("id", person))

    def few_visible_to(self, person: Person) -> VouchQuerySet:
        """The same, each looked at by itself: where an index leads to a few of them, however many people there are."""
        return self.filter(read_by(person, self.model._meta.db_table))

    def visible_of_those_called(self, person: Person, names: Collection[str]) -> VouchQuerySet:
        """Of those in sight the ones that name somebody so, whatever the capitals."""
        return self.filter(pk__in=ids_of_those_called(person, names))

    def shared(self) -> VouchQuerySet:
        """Those that anybody but their author reads."""
        return self.filter(scope__in=SHARED_SCOPES)

    def to_affirm(self) -> VouchQuerySet:
        """Those that others may act on, and of which the author has said nothing for a year."""
        year_ago = timezone.now() - YEAR
        return self.shared().filter(renewed_at__lt=year_ago, hired_on__lt=timezone.localdate(year_ago))

    def about(self, phone: str, website: str) -> VouchQuerySet:
        """Those that speak of whoever has this number or this web page, whoever wrote them, but for what they wrote for
        themselves alone. For the case that somebody has made of it, and nothing else."""
        page = page_of(website)
        called = [each for each in (phone, page) if each]
        found = [self.filter(provider__in=Provider.objects.filter(identity__in=called)).values("pk")]
        if phone:
            found.append(self.filter(phone=phone).values("pk"))
        if page:
            found.append(self.filter(pk__in=self._with_page(page)).values("pk"))
        # Not by an OR, for which PostgreSQL reads all vouches.
        return self.shared().filter(pk__in=found[0].union(*found[1:]))

    def _with_page(self, page: str) -> list[int]:
        """A web site stands as its author wrote it, also beside a number: found by its host, then read as a page."""
        host = host_of(page)
        written = Q(website__icontains=host)
        with suppress(UnicodeError):  # what begins with xn-- need not stand for anything
            written |= Q(website__icontains=host.encode().decode("idna"))
        near = self.filter(written).values_list("pk", "website")
        return [pk for pk, website in near if page_of(website) == page]


class Vouch(OfAKind):
    """One person's word about a provider, from their own experience."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    author = models.ForeignKey(Person, models.CASCADE, related_name="vouches", db_index=False)
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="vouches", db_index=False)
    other_folded = FoldedField(of="other", max_length=2 * LONGEST_OTHER)
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+", db_index=False)

    name = models.CharField(max_length=120)
    phone = models.CharField("phone, E.164", max_length=LONGEST_PHONE, blank=True)
    email = models.EmailField(blank=True)
    website = models.URLField(max_length=300, blank=True)

    job = models.CharField(max_length=200)
    hired_on = models.DateField("first day of the month")
    outcome = models.SmallIntegerField(choices=Outcome)
    words = models.TextField(blank=True, validators=[MaxLengthValidator(2000)])
    words_folded = WordsField(of=("name", "other", "job", "words"))
    caveat = models.CharField(max_length=300, blank=True)
    cost = models.CharField(max_length=100, blank=True)
    relation = models.CharField(max_length=6, choices=Relation)
    pass_on = models.BooleanField(default=False)
    scope = models.SmallIntegerField(choices=Scope)
    warns_from = models.DateField(
        "the Monday from which a “not again” warns beyond the circle", null=True, editable=False
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    renewed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VouchQuerySet.as_manager()

    class Meta:
        constraints = [
            # Led by the provider, so that nothing but `vouch_sight` leads by the author and tempts a planner.
            models.UniqueConstraint(fields=["provider", "author", "trade"], name="vouch_once"),
            models.UniqueConstraint(
                fields=["provider", "author", "other_folded"],
                condition=Q(trade=None),
                name="vouch_once_of_something_else",
            ),
            of_one_kind("vouch_of_one_kind"),
            models.CheckConstraint(
                condition=Q(other="", other_folded="") | ~Q(other="") & ~Q(other_folded=""),
                name="vouch_other_says_something",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values) & Q(scope__in=Scope.values), name="vouch_choices"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.NO, scope=Scope.BEYOND), name="vouch_no_stays_in_the_circle"
            ),
            models.CheckConstraint(
                condition=Q(warns_from=None) | Q(outcome=Outcome.NO, scope=Scope.CIRCLE),
                name="vouch_warns_beyond_only_as_not_again",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(job=""), name="vouch_from_experience"),
            models.CheckConstraint(condition=~Q(words_folded=""), name="vouch_words_are_folded"),
        ]
        indexes = [
            # Covers the whole rule of sight: plain key columns, since SQLite has no INCLUDE.
            models.Index(
                fields=["author", "trade", "scope", "provider", "outcome", "hired_on", "place", "relation", "id"],
                name="vouch_sight",
            ),
            # For those that may be the same one.
            models.Index(Upper("name"), name="vouch_called"),
            # For whoever asks what is held under a number.
            models.Index(fields=["phone"], condition=~Q(phone=""), name="vouch_phone"),
            # The few that warn beyond the circle, by whom they are about.
            models.Index(
                fields=["provider", "author", "warns_from"],
                condition=Q(relation=Relation.NONE, warns_from__isnull=False),
                name="vouch_warns_beyond",
            ),
        ]

    def __str__(self) -> str:
        return f"vouch {self.pk}"

    @property
    def meaning(self) -> Meaning:
        """Of its scope."""
        return WARNS_BEYOND if self.warns_from else MEANING_OF_SCOPE[Scope(self.scope)]

    @property
    def warns(self) -> Warns:
        """Whom it warns, if it is a "not again"."""
        return Warns.BEYOND if self.warns_from else Warns(self.scope)

    @property
    def identity(self) -> str | None:
        return identity_of(self.phone if self.pass_on else "", self.website)

    @property
    def began_to_warn(self) -> date | None:
        """The Monday, if its warning beyond the circle is one that counts: not by somebody who is related."""
        return self.warns_from if self.relation == Relation.NONE else None

    def lock(self) -> Vouch | None:
        """As it is now, with all that an act on it is about; None if it was withdrawn meanwhile."""
        return next(iter(lock(vouches=Vouch.objects.filter(pk=self.pk)).vouches), None)

    def renew(self, hired_on: date, job: str) -> None:
        """Hired them again; the later of the two stands first. A vouch that was withdrawn meanwhile stays so."""
        with transaction.atomic():
            now = self.lock()
            if now is None:
                return
            old, new = (now.hired_on, now.job), (hired_on, job)
            latest, before = (new, old) if new[0] >= old[0] else (old, new)
            if new != old:
                Experience.objects.get_or_create(vouch=now, hired_on=before[0], job=before[1])
            said = {"renewed_at": timezone.now(), "warns_from": said_again(now.warns_from)}
            words = words_of(now.name, now.other, latest[1], now.words)
            Vouch.objects.filter(pk=self.pk).update(hired_on=latest[0], job=latest[1], words_folded=words, **said)
            self.forget_question()

    def affirm(self) -> None:
        """It is still true, though nothing has happened since."""
        with transaction.atomic():
            now = self.lock()
            if now is None:
                return
            said = {"renewed_at": timezone.now(), "warns_from": said_again(now.warns_from)}
            Vouch.objects.filter(pk=self.pk).update(**said)
            self.forget_question()

    def keep_to_myself(self) -> None:
        """It is true no longer, so nobody else should act on it."""
        with transaction.atomic():
            now = self.lock()
            if now is None:
                return
            now.remember_warning()
            Vouch.objects.filter(pk=self.pk).update(scope=Scope.ME, warns_from=None, renewed_at=timezone.now())
            self.forget_question()

    def warn_beyond(self, warns: bool, before: Vouch | None) -> None:
        """Or no longer; to be called in the transaction that saves it. `before` is the locked row that there was: a
        warning that stays the same goes on, and any other begins on Monday, and ends on Monday."""
        goes_on = before is not None and before.provider == self.provider and self.relation == Relation.NONE
        began = before.began_to_warn if before and goes_on else None
        self.warns_from = (began or monday_after(day_of_warnings())) if warns else None
        if before and (self.provider, self.began_to_warn) != (before.provider, before.began_to_warn):
            before.remember_warning()

    def remember_warning(self) -> None:
        """To be called in a transaction, of the row as it was, before it warns no longer beyond the circle."""
        TakenBack.objects.remember(self.author_id, self.provider_id, self.began_to_warn)

    def add_photo(self, image: bytes, width: int, height: int, alt: str) -> bool:
        """Whether it is there now: not if there were enough."""
        with transaction.atomic():
            now = self.lock()
            if now is None:
                return False
            if not now.photos.filter(image=image).exists():  # else the button was pressed twice
                theirs = Photo.objects.filter(vouch__author=now.author_id)
                if now.photos.count() >= MOST_PHOTOS or theirs.count() >= MOST_PHOTOS_EACH:
                    return False
                Photo.objects.create(vouch=now, image=image, width=width, height=height, alt=alt)
            return True

    def forget_question(self) -> None:
        self.author.notices.filter(kind=STILL_TRUE, about=self.public_id).delete()

    def withdraw(self) -> None:
        """The words are gone, and with the last vouch the bare identity too."""
        with transaction.atomic():
            now = self.lock()
            if now is None:
                return
            self.forget_question()
            self.author.notices.filter(kind=CORRECTION, about=self.public_id).delete()
            Notice.objects.filter(kind__in=[THANKED, HOW_DID_IT_GO], about__in=self.thanks.values("public_id")).delete()
            Notice.objects.filter(kind__in=OF_NUMBERS, about__in=self.numbers_asked.values("public_id")).delete()
            now.remember_warning()
            self.delete()
            now.provider.delete_if_bare()


class BesideVouchQuerySet(models.QuerySet[Any]):
    """What hangs on a vouch, and is read by whoever may read that."""

    def beside(self, vouches: tuple[int, ...]) -> Self:
        """Of vouches that the rule of sight has let through."""
        return self.filter(vouch__in=any_of(vouches))

    def of(self, person: Person) -> Self:
        """On the person's own vouches."""
        return self.filter(vouch__author=person)


class Experience(models.Model):
    """An earlier time that the author hired them: the latest stands on the vouch itself."""

    vouch = models.ForeignKey(Vouch, models.CASCADE, related_name="earlier", db_index=False)
    job = models.CharField(max_length=200)
    hired_on = models.DateField("first day of the month")

    objects = BesideVouchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vouch", "hired_on", "job"], name="experience_once")]

    def __str__(self) -> str:
        return f"experience {self.pk}"


class PhotoQuerySet(BesideVouchQuerySet):
    def visible_to(self, person: Person) -> PhotoQuerySet:
        """Each looked at by itself: an index has to lead to a few of them."""
        return self.filter(Exists(Vouch.objects.filter(pk=OuterRef("vouch")).few_visible_to(person)))


class Photo(models.Model):
    """Of the work. It is kept in the database, so that it goes where its vouch goes, and nobody reads it otherwise."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    vouch = models.ForeignKey(Vouch, models.CASCADE, related_name="photos")
    image = models.BinaryField("JPEG, drawn anew")
    width = models.SmallIntegerField()
    height = models.SmallIntegerField()
    alt = models.CharField(max_length=150)
    added_at = models.DateTimeField(default=timezone.now)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"photo {self.pk}"
