import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from phonenumbers import SUPPORTED_REGIONS

from recommendations.my_list.reading import ListRead, read
from recommendations.my_list.reading.files import file_text
from recommendations.my_list.reading.readings import Reading
from recommendations.network_import.files import printable


class Command(BaseCommand):
    help = "Reads a list of tradespeople as the page that brings one in would, and saves nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="lines, a chat, a table or contacts; - is standard input")
        parser.add_argument("--country", default=settings.DEFAULT_COUNTRY, help="whose numbers have no country code")
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        country = options["country"].upper()
        if country not in SUPPORTED_REGIONS:
            raise CommandError(f"There is no country “{country}”. Write its two letters, like GB.")
        found = list_in(options["file"], country)
        if options["json"]:
            self.stdout.write(json.dumps(list_as_data(found)))
        else:
            self.stdout.write("\n".join(printable(line) for line in list_in_words(found)))
        if found.fault:
            self.stderr.write(found.fault)


def list_in(name: str, country: str) -> ListRead:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        kind, text = file_text(content, "" if name == "-" else name)
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise CommandError(str(error)) from error
    return read(None, text, kind, country=country)


def list_as_data(found: ListRead) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "people": [_person(each) for each in found.readings],
        "left_out": [{"text": each.text, "why": each.why} for each in found.left_out],
        "columns_unread": found.columns_unread,
    }


def _person(reading: Reading) -> dict[str, Any]:
    return {
        "name": reading.name,
        "phone": reading.phone or None,
        "other_phones": list(reading.other_phones),
        "email": reading.email or None,
        "website": reading.website or None,
        "trade": reading.trade.slug if reading.trade else None,
        "job": reading.job,
        "words": "\n".join(filter(None, (reading.words, *(f"Also {each}" for each in reading.also)))),
        "hired_on": f"{reading.hired_on:%Y-%m}" if reading.hired_on else None,
        "place": reading.place or None,
        "faults": list(reading.faults),
    }


def list_in_words(found: ListRead) -> list[str]:
    lines = []
    for each in found.readings:
        trade = each.trade.name if each.trade else ""
        month = f"{each.hired_on:%B %Y}" if each.hired_on else ""
        lines.append("  ".join(filter(None, (each.name or "?", trade, each.phone_as_written, month, each.job))))
        lines += [f"   {line}" for line in (*each.words_to_keep.split("\n"), *each.faults) if line]
    lines += [f"Left out, line {each.line}: {each.text} ({each.why})" for each in found.left_out]
    return [*lines, *(f"Not read: the column “{name}”" for name in found.columns_unread)]
