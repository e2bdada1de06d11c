"""How far a word goes: the scopes that its author chooses from, and all that each of them means."""

from typing import NamedTuple

from django.db import models


class Scope(models.IntegerChoices):
    """Who may read a vouch. The value is the greatest distance from its author at which it is read."""

    ME = 0, "Only me"
    CIRCLE = 1, "My circle"
    BEYOND = 2, "My circle and theirs"


class InsightScope(models.IntegerChoices):
    """Who may read an insight: a list of its own, so that a new scope of vouches does not become one of insights."""

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
SCOPE_IN_FILES = {meaning.in_files: scope for scope, meaning in MEANING_OF_SCOPE.items()}
# The scopes by which anybody but the author reads it: of vouches, and of insights.
SHARED_SCOPES = [scope for scope in Scope if scope]
SHARED_INSIGHT_SCOPES = [scope for scope in InsightScope if scope]
