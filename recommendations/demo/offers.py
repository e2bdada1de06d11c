"""What the neighbours would gladly lend, do or explain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from django.utils import timezone

from people.models import Person, Place
from recommendations.models import Offer, Scope, ShortWord, Trade


def offer_all(
    rows: Iterable[dict[str, str]],
    people: Mapping[str, Person],
    trades: Mapping[str, Trade],
    places: Mapping[str, Place],
) -> None:
    """The oldest first; `people` by the name in their address."""
    for row in sorted(rows, key=lambda row: -int(row["days_ago"])):
        Offer.objects.create(
            author=people[row["author"]],
            trade=trades.get(row["trade"]),
            place=places.get(row["place"]),
            until=timezone.localdate() + timedelta(days=int(row["days_left"])),
            scope=Scope[row["scope"].upper()],
            written_at=_days_ago(int(row["days_ago"])),
            gladly=row["gladly"],
            words=row["words"],
        )


def take_some_up(people: Mapping[str, Person], words: Mapping[str, str]) -> None:
    """Maya has had Stuart's ladder, and said thanks; and Arun's word about what she offers waits for her."""
    maya, stuart, arun = (people[name] for name in ("maya", "stuart", "arun"))
    ladder = _take_up(maya, stuart, "roofing-contractor", words["ladder.asked"])
    ladder.reply(words["ladder.replied"])
    ladder.thank(words["ladder.thanked"])
    _take_up(arun, maya, "physiotherapy", words["knee.asked"])


def _take_up(person: Person, author: Person, trade: str, words: str) -> ShortWord:
    ShortWord.put(uuid4(), person, author.offers.get(trade__slug=trade), words)
    return person.words_sent.get(words=words)


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
