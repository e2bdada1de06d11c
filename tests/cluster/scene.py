"""The people of the cluster: each of BLOCKERS has friends among TARGETS, whom one after another they block."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.urls import reverse

from people.models import Person, Tie
from tests.parallel.scene import browsers, newcomers

BLOCKERS, TARGETS = 160, 200
# As many as one may block in an hour, and a little less than the limit.
EACH = 29


@dataclass(frozen=True)
class Pair:
    blocker: Person
    target: Person
    session: str  # of the blocker
    targets_session: str

    @property
    def path(self) -> str:
        return reverse("block", args=[self.target.public_id])

    @property
    def shows(self) -> str:
        """The page on which the target sees the blocker."""
        return reverse("friend", args=[self.blocker.public_id])


def made() -> tuple[Iterator[Pair], list[str]]:
    """Pairs that nobody has used yet; and sessions of people who only look."""
    blockers = newcomers(*[f"Blocker {n}" for n in range(BLOCKERS)])
    targets = newcomers(*[f"Target {n}" for n in range(TARGETS)])
    keys, targets_keys = browsers(blockers), browsers(targets)
    chosen = [(one, (one * 7 + turn) % TARGETS) for turn, one in product(range(EACH), range(BLOCKERS))]
    halves = [(blockers[one], targets[other]) for one, other in chosen]
    halves += [(other, one) for one, other in halves]
    Tie.objects.bulk_create([Tie(person=one, friend=other) for one, other in halves], batch_size=2000)
    pairs = (Pair(blockers[one], targets[other], keys[one], targets_keys[other]) for one, other in chosen)
    return pairs, targets_keys
