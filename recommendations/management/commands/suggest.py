import json
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Person, Place
from people.places import NEAR_KM
from recommendations.models import Trade
from recommendations.network_import.files import printable
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestions_for
from recommendations.providers.word import Word
from recommendations.sight.scopes import MEANING_OF_SCOPE

MORE_THAN_THERE_ARE = 10**9


class Command(BaseCommand):
    help = "Prints what a person would see when they look for a trade, in the same order. For operators and tests."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--trade", metavar="SLUG", required=True)
        parser.add_argument("--near", metavar="PLACE", help=f"within {NEAR_KM} km of it, for example “Leeds, GB”")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options) -> None:
        person = member(options["email"])
        trade = Trade.objects.filter(slug=options["trade"]).first()
        if trade is None:
            raise CommandError(f"There is no trade “{options['trade']}”.")
        near = place_named(options["near"]) if options["near"] is not None else None
        found, _ = suggestions_for(person, [trade], near, size=MORE_THAN_THERE_ARE)
        if options["json"]:
            self.stdout.write(json.dumps([as_data(each) for each in found]))
        else:
            lines = [line for number, each in enumerate(found, 1) for line in in_words(number, each)]
            self.stdout.write("\n".join(map(printable, lines)) or "Nothing reaches them.")


def member(email: str) -> Person:
    person = Person.objects.filter(email__iexact=email).select_related("place").first()
    if person is None:
        raise CommandError(f"Nobody here has the e-mail address {email}.")
    if not person.is_active:
        raise CommandError(f"{email} is not active, so nothing reaches them.")
    return person


def place_named(text: str) -> Place:
    found = Place.objects.named(text).first()
    if found is None:
        raise CommandError(f"There is no place “{text}”.")
    return found


def as_data(suggestion: Suggestion) -> dict[str, Any]:
    return {
        "provider": suggestion.name,
        "phone": suggestion.phone or None,
        "website": suggestion.website or None,
        "score": suggestion.score,
        "warned_beyond": suggestion.warned_beyond,
        "vouches": [
            {
                "author": word.author_email,
                "shown_as": word.shown_as,
                "distance": word.distance,
                "through": word.through,
                "outcome": word.outcome.name.lower(),
                "hired_on": word.hired_on.isoformat()[:7],
                "job": word.job,
                "words": word.words,
                "scope": MEANING_OF_SCOPE[word.scope].in_files,
            }
            for word in suggestion.words
        ],
    }


def in_words(number: int, suggestion: Suggestion) -> Iterator[str]:
    yield "  ".join(
        part for part in (f"{number}. {suggestion.name}", suggestion.phone_as_written, suggestion.website) if part
    )
    yield f"   {suggestion.evidence} {suggestion.last_hired}".rstrip()
    if suggestion.warned_beyond:
        yield f"   {suggestion.warning_beyond}"
    for word in suggestion.words:
        yield f"   {chain(word)}: {word.job}, {word.hired_on.isoformat()[:7]}, {word.outcome.label.lower()}"
        if word.words:
            yield f"      {word.words}"


def chain(word: Word) -> str:
    return " → ".join(["You", *(link.name for link in word.chain)])
