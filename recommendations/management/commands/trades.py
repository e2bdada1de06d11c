from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandParser

from people.places import folded
from people.words import number
from recommendations.models import Ask, Insight, Seeks, Trade, Vouch

# Words that fewer have used are theirs, and are told to nobody.
WANTED_BY = 5


class KeepsComing(NamedTuple):
    words: str
    people: int


class Command(BaseCommand):
    help = (
        f"Lists the trades. With --wanted, the words of something else that {number(WANTED_BY)} people or more have "
        "asked for, vouched for or shared something about: what the list of trades may lack."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wanted", action="store_true", help="what keeps coming and is none of them")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["wanted"]:
            for trade in Trade.objects.order_by("name"):
                self.stdout.write(f"{trade.slug}  {trade.name}  ({trade.group})")
            return
        found = wanted()
        for each in found:
            self.stdout.write(f"{each.words}: {each.people:,} people")
        if not found:
            self.stdout.write(f"No words of something else have come from {number(WANTED_BY)} people yet.")


def wanted() -> list[KeepsComing]:
    """The words that are wanted by most people first, folded, those in the singular and the plural as one, by the
    likelier of the two."""
    people: dict[str, set[int]] = defaultdict(set)
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for person, other in _said():
        words = folded(other)
        key = " ".join(word.removesuffix("s") for word in words.split())
        people[key].add(person)
        spelt[key][words] += 1
    told = (KeepsComing(_likeliest(spelt[key]), len(some)) for key, some in people.items() if len(some) >= WANTED_BY)
    return sorted(told, key=lambda each: (-each.people, each.words))


def _said() -> Iterator[tuple[int, str]]:
    """By whom, of what they let others read. Nothing that was asked discreetly, nor a draft, which may yet be."""
    asked = Ask.objects.filter(trade=None, seeks=Seeks.HIRE, discreet=False, open_since__isnull=False)
    yield from asked.values_list("person", "other").iterator()
    yield from Vouch.objects.shared().filter(trade=None).values_list("author", "other").iterator()
    yield from Insight.objects.shared().exclude(other="").values_list("author", "other").iterator()


def _likeliest(spelt: Counter[str]) -> str:
    return min(spelt, key=lambda words: (-spelt[words], words))
