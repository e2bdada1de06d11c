"""How far a word goes: the scopes that its author chooses from, and all that each of them means."""

from typing import NamedTuple

from django.db import models


class Scope(models.IntegerChoices):
    """Who may read a vouch. The value is the greatest distance from its author at which it is read."""

    ME = 0, "Only me"
    CIRCLE = 1, "My circle"
    BEYOND = 2, "My circle and theirs"


class Warns(models.IntegerChoices):
    """Whom a "not again" warns: asked instead of the scope, which follows from it. No vouch of it is ever read beyond
    the circle."""

    NOBODY = 0, "Nobody, it is a note for me"
    CIRCLE = 1, "My circle, with my words"
    BEYOND = 2, "My circle, and beyond it only as a number without a name"

    @property
    def scope(self) -> Scope:
        return Scope.CIRCLE if self else Scope.ME


class InsightScope(models.IntegerChoices):
    """Who may read an insight: a list of its own, so that a new scope of vouches does not become one of insights."""

    ME = 0, "Only me"
    CIRCLE = 1, "My circle"
    BEYOND = 2, "My circle and theirs"


class OfferScope(models.IntegerChoices):
    """Who may read an offer, and take it up."""

    ME = 0, "Only me"
    CIRCLE = 1, "My circle"
    BEYOND = 2, "My circle and theirs"


class Meaning(NamedTuple):
    """All that is told of one scope besides its label."""

    in_files: str  # its word in CSV and JSON
    readers: str  # in the middle of a sentence of the author's page
    saved: str  # what the author is told once it is saved

    @property
    def only(self) -> str:
        """The readers at the beginning of a sentence."""
        return self.readers if self.readers.startswith("only") else f"only {self.readers}"


MEANING_OF_SCOPE = {
    Scope.ME: Meaning("me", "only you", "Saved. Only you can see it."),
    Scope.CIRCLE: Meaning("circle", "your circle", "Saved. Your circle can find it."),
    Scope.BEYOND: Meaning("beyond", "your circle and theirs", "Saved. Your circle and theirs can find it."),
}
MEANING_OF_INSIGHT_SCOPE = {
    InsightScope.ME: Meaning("me", "only you", "Saved. Only you can see it."),
    InsightScope.CIRCLE: Meaning("circle", "your circle", "Shared with your circle."),
    InsightScope.BEYOND: Meaning("beyond", "your circle and theirs", "Shared with your circle and theirs."),
}
MEANING_OF_OFFER_SCOPE = {
    OfferScope.ME: Meaning("me", "only you", "Saved. Only you can see it."),
    OfferScope.CIRCLE: Meaning("circle", "your circle", "Offered to your circle."),
    OfferScope.BEYOND: Meaning("beyond", "your circle and theirs", "Offered to your circle and theirs."),
}
WARNS_BEYOND = Meaning(
    "beyond",
    "your circle, and beyond it only as a number without a name",
    "Saved. Your circle can find it. Beyond it, it may count without your name and your words, from Monday on.",
)
SCOPE_IN_FILES = {meaning.in_files: scope for scope, meaning in MEANING_OF_SCOPE.items()}
# The scopes by which anybody but the author reads it: of vouches, insights and offers.
SHARED_SCOPES = [scope for scope in Scope if scope]
SHARED_INSIGHT_SCOPES = [scope for scope in InsightScope if scope]
SHARED_OFFER_SCOPES = [scope for scope in OfferScope if scope]
