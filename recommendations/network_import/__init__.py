"""A whole community from a folder of CSV files: streamed, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from people.models import Block, Person, Tie
from recommendations.models import Provider, Trade, Vouch
from recommendations.network_import.circles import Members, add_blocks, add_people, add_ties
from recommendations.network_import.files import Folder, Seen
from recommendations.network_import.values import place_finder
from recommendations.network_import.vouches import Vouches

FILES = ("people.csv", "ties.csv", "vouches.csv", "blocks.csv")
TIMEOUTS = ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")


class FaultsFoundError(Exception):
    """All of them have been told."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


def import_network(
    path: Path,
    tell: Callable[[str], None],
    progress: Callable[[int], object],
    create_trades: bool = False,
    large_circles: bool = False,
) -> dict[str, int]:
    """How much of what was added; what is here already stays as it is.

    `tell` is given each fault, and `progress` how many bytes more were read. Raises FaultsFoundError.
    """
    # All that is added bears one moment, and is counted by it.
    now = timezone.now()
    with closing(Seen()) as seen, transaction.atomic():
        _take_time()
        folder = Folder(path, tell, progress)
        place = place_finder()
        people = Members(folder, seen)
        vouches = Vouches(people, seen, place, now, create_trades)
        added = {"people": add_people(folder, seen, place, now)}
        added["blocks"] = add_blocks(folder, people, now) if (path / "blocks.csv").exists() else 0
        added |= {"ties": add_ties(folder, people, now, large_circles), "vouches": vouches.add(folder)}
        if folder.faults:
            raise FaultsFoundError(folder.faults)
        _analyze()
    return added | {"providers": vouches.providers, "trades": vouches.trades}


def _take_time() -> None:
    """The limits are for requests; an import may take minutes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for timeout in TIMEOUTS:
                cursor.execute(f"SET LOCAL {timeout} = 0")


def _analyze() -> None:
    """Without fresh statistics, PostgreSQL takes a hundred times as long for one's suggestions."""
    with connection.cursor() as cursor:
        for model in (Person, Tie, Block, Trade, Provider, Vouch):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
