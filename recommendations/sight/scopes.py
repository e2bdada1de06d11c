"""How far a word goes: the scopes that its author chooses from, and all that each of them means."""

from __future__ import annotations

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.words import Lazy


class Scope(models.IntegerChoices):
    """Who may read a vouch. The value is the greatest distance from its author at which it is read."""

    ME = 0, _("Only me")
    CIRCLE = 1, _("My circle")
    BEYOND = 2, _("My circle and theirs")

    @property
    def within(self) -> str:
        """The label within a sentence."""
        return str(SCOPE_WITHIN[self])


class Warns(models.IntegerChoices):
    """Whom a "not again" warns: asked instead of the scope, which follows from it. No vouch of it is ever read beyond
    the circle."""

    NOBODY = 0, _("Nobody, it is a note for me")
    CIRCLE = 1, _("My circle, with my words")
    BEYOND = 2, _("My circle, and beyond it only as a number without a name")

    @property
    def scope(self) -> Scope:
        return Scope.CIRCLE if self else Scope.ME

    @property
    def within(self) -> str:
        """The label within a sentence."""
        return str(WARNS_WITHIN[self])


class InsightScope(models.IntegerChoices):
    """Who may read an insight: a list of its own, so that a new scope of vouches does not become one of insights."""

    ME = 0, _("Only me")
    CIRCLE = 1, _("My circle")
    BEYOND = 2, _("My circle and theirs")

    @property
    def read_by(self) -> str:
        """After the name of its author, who reads it."""
        return str(READ_BY[self])


class OfferScope(models.IntegerChoices):
    """Who may read an offer, and take it up."""

    ME = 0, _("Only me")
    CIRCLE = 1, _("My circle")
    BEYOND = 2, _("My circle and theirs")

    @property
    def read_by(self) -> str:
        """After the name of its author, who reads it."""
        return str(READ_BY[self])


class Meaning(NamedTuple):
    """All that is told of one scope besides its label."""

    in_files: str  # its word in CSV and JSON
    readers: Lazy  # after a colon
    saved: Lazy  # what the author is told once it is saved
    told: Lazy = ""  # of a vouch, who may read it, as its author said
    change: Lazy = ""  # the same of a vouch that somebody who asks cannot read


READ_BY_YOU = pgettext_lazy("who may read it", "only you")
READ_BY_YOURS = pgettext_lazy("who may read it", "your circle")
READ_BY_THEIRS = pgettext_lazy("who may read it", "your circle and theirs")
ONLY_YOU_SEE_IT = _("Saved. Only you can see it.")
MEANING_OF_SCOPE = {
    Scope.ME: Meaning(
        "me",
        READ_BY_YOU,
        ONLY_YOU_SEE_IT,
        _("Who may read this: only me"),
        _("Only you can see this one: change who may read it"),
    ),
    Scope.CIRCLE: Meaning(
        "circle",
        READ_BY_YOURS,
        _("Saved. Your circle can find it."),
        _("Who may read this: my circle"),
        _("Only your circle can see this one: change who may read it"),
    ),
    Scope.BEYOND: Meaning(
        "beyond",
        READ_BY_THEIRS,
        _("Saved. Your circle and theirs can find it."),
        _("Who may read this: my circle and theirs"),
        _("Only your circle and theirs can see this one: change who may read it"),
    ),
}
MEANING_OF_INSIGHT_SCOPE = {
    InsightScope.ME: Meaning("me", READ_BY_YOU, ONLY_YOU_SEE_IT),
    InsightScope.CIRCLE: Meaning("circle", READ_BY_YOURS, _("Shared with your circle.")),
    InsightScope.BEYOND: Meaning("beyond", READ_BY_THEIRS, _("Shared with your circle and theirs.")),
}
MEANING_OF_OFFER_SCOPE = {
    OfferScope.ME: Meaning("me", READ_BY_YOU, ONLY_YOU_SEE_IT),
    OfferScope.CIRCLE: Meaning("circle", READ_BY_YOURS, _("Offered to your circle.")),
    OfferScope.BEYOND: Meaning("beyond", READ_BY_THEIRS, _("Offered to your circle and theirs.")),
}
WARNS_BEYOND = Meaning(
    "beyond",
    pgettext_lazy("who may read it", "your circle, and beyond it only as a number without a name"),
    _("Saved. Your circle can find it. Beyond it, it may count without your name and your words, from Monday on."),
    _("Who may read this: my circle"),
    _("Only your circle, and beyond it only as a number without a name can see this one: change who may read it"),
)
SCOPE_IN_FILES = {meaning.in_files: scope for scope, meaning in MEANING_OF_SCOPE.items()}
# The scopes by which anybody but the author reads it: of vouches, insights and offers.
SHARED_SCOPES = [scope for scope in Scope if scope]
SHARED_INSIGHT_SCOPES = [scope for scope in InsightScope if scope]
SHARED_OFFER_SCOPES = [scope for scope in OfferScope if scope]
# The labels after “Who may read this:” and “Whom this may warn:”, and who reads it after the name of its author.
SCOPE_WITHIN = {
    0: pgettext_lazy("who may read this", "only me"),
    1: pgettext_lazy("who may read this", "my circle"),
    2: pgettext_lazy("who may read this", "my circle and theirs"),
}
WARNS_WITHIN = {
    0: pgettext_lazy("whom this may warn", "nobody, it is a note for me"),
    1: pgettext_lazy("whom this may warn", "my circle, with my words"),
    2: pgettext_lazy("whom this may warn", "my circle, and beyond it only as a number without a name"),
}
READ_BY = {
    0: _("only me may read it"),
    1: _("my circle may read it"),
    2: _("my circle and theirs may read it"),
}
