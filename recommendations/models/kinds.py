"""What is vouched for, asked for or spoken of: a trade, or something else in a few words of its author's own."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from people.places import folded
from people.spoken import spoken
from people.words import in_quotes, lowered
from recommendations.models.providers import Trade

LONGEST_OTHER = 80
BEFORE_A_VOWEL = pgettext_lazy("somebody of a trade that begins with a vowel", "an {trade}")
BEFORE_OTHERS = pgettext_lazy("somebody of a trade", "a {trade}")
# A thing that is named like this, in whichever language, stands in a sentence as it is; all else is quoted in it.
NAMES_A_THING = frozenset(
    "a an any anybody anyone somebody someone some the ein eine einen jemand jemanden un une quelque quelquun una unas "
    "unos alguien".split()
)
# Of a need that one may not wish anybody to know of: words, and what words begin with, in the languages in which Whom
# knows trades. It is a guess, so the choice is always there.
DELICATE_WORDS = frozenset("care hiv ill ivf sex tax trans will wills".split())
DELICATE_BEGINNINGS = tuple(
    "abort abus addict adopt alcohol anwalt arzt asylum attorney avocat abogad bailiff bankrupt bereave cancer carer "
    "counsel court custod debt depress dement detox divor doctor drug evict fertil foster funeral gambl grief hospice "
    "insolv lawyer legal lonel menopaus mental midwi miscarr overdos pregnan prison probate psych rehab rechtsanw "
    "scheidung schulden schwanger separat sexual solicitor stalk suicid testament therap transgend trauma undertak "
    "violen".split()
)


def with_article(thing: str) -> str:
    """`a plumber`, `an electrician`: in other languages perhaps without an article."""
    trade = lowered(thing)
    return spoken()(BEFORE_A_VOWEL if trade[:1].lower() in "aeiou" else BEFORE_OTHERS).format(trade=trade)


def in_a_sentence(trade: str | None, other: str = "") -> str:
    """`a plumber`, `someone who mends accordions`, `“accordion repairs”`"""
    if trade:
        return with_article(trade)
    return other if _names_a_thing(other) else in_quotes(other)


def _names_a_thing(other: str) -> bool:
    return folded(other).partition(" ")[0] in NAMES_A_THING and not other.endswith("?")


class FoldedField(models.CharField):
    """Another field folded, for the database to compare: written with each row, though not by `update`."""

    def __init__(self, *args: Any, of: str, **options: Any) -> None:
        super().__init__(*args, **{"blank": True, "editable": False, **options})
        self.of = of

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = folded(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


class OfAKind(models.Model):
    """What has a trade, or says in `other` what it is; never both. `of_one_kind` and `of_one_kind_at_most` say so to
    the database."""

    trade = models.ForeignKey(Trade, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    other = models.CharField("something else, in its author's words", max_length=LONGEST_OTHER, blank=True)

    class Meta:
        abstract = True

    @property
    def kind(self) -> str:
        """In words, as it stands by itself; "" where nothing is said."""
        return self.trade.called if self.trade else self.other

    @property
    def kind_in_files(self) -> str:
        """As the files say it that go out and in."""
        return self.trade.slug if self.trade else in_files(self.other)

    @property
    def kind_in_a_sentence(self) -> str:
        """`a plumber`, `someone who mends accordions`, `“accordion repairs”`"""
        return in_a_sentence(self.trade.called if self.trade else None, self.other)

    @property
    def somebody(self) -> str:
        """`a good plumber`, `someone who mends accordions`, `somebody for “accordion repairs”`"""
        if self.trade:
            return pgettext("somebody of a trade", "a good {trade}").format(trade=lowered(self.trade.called))
        return self.other if self.names_a_thing else _("somebody for “{words}”").format(words=self.other)

    @property
    def names_a_thing(self) -> bool:
        """Whether it stands in a sentence as it is, without quotes."""
        return self.trade is not None or _names_a_thing(self.other)

    @property
    def is_delicate(self) -> bool:
        """Whether one may not wish it to be known. Of words of one's own that is only a guess."""
        if self.trade:
            return self.trade.is_delicate
        words = folded(self.other).split()
        return any(word in DELICATE_WORDS or word.startswith(DELICATE_BEGINNINGS) for word in words)


def of_one_kind(name: str) -> models.CheckConstraint:
    either = Q(trade__isnull=False, other="") | Q(trade=None) & ~Q(other="")
    return models.CheckConstraint(condition=either, name=name)


def of_one_kind_at_most(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(trade=None) | Q(other=""), name=name)


SOMETHING_ELSE_IN_FILES = "something-else:"


def in_files(other: str) -> str:
    return f"{SOMETHING_ELSE_IN_FILES} {other}" if other else ""


def other_in_files(text: str) -> str | None:
    """The words, if it says something else. None, if it does not: it is the slug of a trade then."""
    begins, _, words = text.strip().partition(":")
    return words.strip() if f"{begins.lower()}:" == SOMETHING_ELSE_IN_FILES else None
