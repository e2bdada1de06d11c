"""What worlds and lives choose among the app's own tables: what is new there is drawn without being asked for."""

from collections.abc import Hashable, Iterable
from random import Random
from typing import TypeVar

from django.db.models import Model

Option = TypeVar("Option", bound=Hashable)


def drawn(stream: str, options: Iterable[Option], likely: Iterable[Option] = ()) -> Option:
    """Always the same of this stream; what is `likely` twice as often for each time that it stands there.

    Each option draws a number of its own, and the highest wins: a new one wins at times, and where it does not, all is
    as it was without it.
    """
    weights = dict.fromkeys(options, 1)
    for option in likely:
        weights[option] += 1
    return max(weights, key=lambda option: Random(f"{stream}:{option}").random() ** (1 / weights[option]))


def values_of(model: type[Model], field: str) -> list:
    """Every one that the field may have."""
    return [value for value, _ in model._meta.get_field(field).choices]
