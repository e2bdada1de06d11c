"""Who is in the community, who has a tie with whom, and who has blocked whom."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db.models import Count, Max
from django.db.models.functions import Lower

from people.models import Block, Person, Tie
from people.models.person import CIRCLE_HOLDS
from people.new_rows import NewRows
from recommendations.network_import.files import CsvRow, Folder, Seen, quoted
from recommendations.network_import.values import address, email, longest, name_up_to, text_up_to, yes_or_no

PEOPLE_COLUMNS = ("email", "name", "place", "relays", "named_beyond")
TIES = ("person", "friend", "how")
BLOCK_COLUMNS = ("person", "blocked")

Pair = tuple[int, int]


class Member(NamedTuple):
    pk: int
    country: str | None  # of their home place


class NewPerson(NamedTuple):
    """In the order of `PEOPLE_COLUMNS`; None where a value is faulty."""

    email: str
    name: str
    place_id: int | None
    relays: bool
    named_beyond: bool


class Members:
    """Finds people by their e-mail address, a batch at a time."""

    def __init__(self, folder: Folder, seen: Seen) -> None:
        self.folder = folder
        self.seen = seen

    def named_in(self, rows: Iterable[CsvRow], *columns: str) -> dict[str, Member]:
        """By address. An unknown one is a fault, unless its own row in people.csv has been called faulty already."""
        read = [(row, column, row.take(column, address)) for row in rows for column in columns]
        known = members({found for _, _, found in read if found})
        if "people.csv" in self.folder.unreadable:
            return known
        for row, column, found in read:
            if found and found not in known and ("person", found) not in self.seen:
                row.fault(column, f"{quoted(found)} is not a known person")
        return known


def members(addresses: Collection[str]) -> dict[str, Member]:
    found = Person.objects.annotate(address=Lower("email")).filter(address__in=addresses)
    rows = found.values_list("address", "pk", "place__country")
    return {address: Member(pk, country) for address, pk, country in rows}


def add_people(folder: Folder, seen: Seen, place: Callable[[str], int | None], now: datetime) -> int:
    added = 0
    table = NewRows(Person, *NewPerson._fields, "password", "joined_at")
    name = name_up_to(longest(Person, "name"))
    readings = {"email": email, "name": name, "place": place, "relays": yes_or_no, "named_beyond": yes_or_no}
    for batch in folder.batches("people.csv", PEOPLE_COLUMNS):
        people = [NewPerson(*(row.take(column, readings[column]) for column in PEOPLE_COLUMNS)) for row in batch]
        for row, person in zip(batch, people, strict=True):
            if person.email and (before := seen.earlier(("person", person.email), (), row.line)):
                row.fault("email", f"{quoted(person.email)} is in line {before.line} already")
        good = [person for row, person in zip(batch, people, strict=True) if not row.faults]
        known = members({person.email for person in good})
        new = [(*person, make_password(None), now) for person in good if person.email not in known]
        table.add(new)
        added += len(new)
    return added


def add_blocks(folder: Folder, people: Members, now: datetime) -> int:
    """A block ends all that is between two people, as it does when one blocks the other."""
    for batch in folder.batches("blocks.csv", BLOCK_COLUMNS):
        pairs = {pair for pair, _ in _pairs(batch, people, BLOCK_COLUMNS, "nobody can block themselves")}
        _lock(pairs)
        known = Person.objects.in_bulk({pk for pair in pairs for pk in pair})
        new = [Block(person_id=a, blocked_id=b, name=known[b].name, since=now) for a, b in pairs]
        Block.objects.bulk_create(new, ignore_conflicts=True)
        # Nothing is yet between people whom this import has just added.
        here_before = {pk for pk, person in known.items() if person.joined_at < now}
        for a, b in pairs:
            if {a, b} <= here_before:
                Tie.objects.sever(known[a], known[b])
    return Block.objects.filter(since=now).count()


def add_ties(folder: Folder, people: Members, now: datetime, large_circles: bool) -> int:
    """Two rows each, and none between two people of whom one has blocked the other."""
    table = NewRows(Tie, "person_id", "friend_id", "how", "since", "standing", once=True)
    how = text_up_to(longest(Tie, "how"))
    room = None if large_circles else Room()
    for batch in folder.batches("ties.csv", TIES):
        hows = {id(row): row.take("how", how) for row in batch}
        rows: dict[Pair, CsvRow] = {}
        for pair, row in _pairs(batch, people, TIES[:2], "a tie is with someone else"):
            rows.setdefault(pair, row)  # of two the first counts, as of those of two batches
        pairs = {pair: hows[id(row)] for pair, row in rows.items()}
        active = _lock(pairs)
        apart = _blocked(active)
        if room:
            room.fault_what_is_too_much({pair: row for pair, row in rows.items() if pair not in apart})
        halves = [
            (a, b, how, now, active[a] and active[b])
            for pair, how in pairs.items()
            if pair not in apart
            for a, b in (pair, pair[::-1])
        ]
        table.add(halves)
    return Tie.objects.filter(since=now).count() // 2


def _pairs(
    rows: list[CsvRow], people: Members, columns: tuple[str, ...], not_oneself: str
) -> Iterator[tuple[Pair, CsvRow]]:
    """Those of the rows without a fault."""
    one, other = columns
    known = people.named_in(rows, one, other)
    for row in rows:
        a, b = (row.take(column, address) for column in columns)
        if a and a == b:
            row.fault(other, not_oneself)
        if not row.faults and a in known and b in known:
            yield (known[a].pk, known[b].pk), row


def _lock(pairs: Collection[Pair]) -> dict[int, bool]:
    """Whether each is active. As for `Person.objects.lock`: nobody blocks, parts or leaves until the import is done."""
    people = Person.objects.filter(pk__in={pk for pair in pairs for pk in pair}).order_by("pk").select_for_update()
    return dict(people.values_list("pk", "is_active"))


def _blocked(people: Collection[int]) -> set[Pair]:
    blocks = set(Block.objects.filter(person__in=people).values_list("person", "blocked"))
    return blocks | _turned(blocks)


class Room:
    """What is left of each circle. Most never come near the end: for them a count is enough, four bytes a person, that
    takes the same tie twice if the file has it twice."""

    def __init__(self) -> None:
        self.at_most = array("I", bytes(4 * ((Person.objects.aggregate(last=Max("pk"))["last"] or 0) + 1)))
        counts = Tie.objects.standing().order_by().values_list("person").annotate(Count("pk"))
        for pk, count in counts.iterator():
            self.at_most[pk] = count

    def fault_what_is_too_much(self, rows: dict[Pair, CsvRow]) -> None:
        for pair in rows:
            for pk in pair:
                self.at_most[pk] += 1
        near = {pk for pair in rows for pk in pair if self.at_most[pk] > CIRCLE_HOLDS}
        circles: dict[int, set[int]] = {pk: set() for pk in near}
        ties = Tie.objects.standing().filter(person__in=near) if near else Tie.objects.none()
        for pk, friend in ties.values_list("person", "friend"):
            circles[pk].add(friend)
        for (a, b), row in rows.items():
            for column, one, other in (("person", a, b), ("friend", b, a)):
                if one in near:
                    circles[one].add(other)
                    if len(circles[one]) > CIRCLE_HOLDS:
                        row.fault(column, f"has more than {CIRCLE_HOLDS} friends; --large-circles takes them")


def _turned(pairs: set[Pair]) -> set[Pair]:
    return {(b, a) for a, b in pairs}
