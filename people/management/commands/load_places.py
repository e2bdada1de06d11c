import csv
import gzip
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction

from people.new_rows import NewRows
from people.places import Place, folded

PLACES_FILE = Path(__file__).resolve().parents[2] / "data" / "places.csv.gz"
GIVEN = ("id", "name", "search_name", "region", "country", "latitude", "longitude", "population")


class Command(BaseCommand):
    help = "Loads the towns that ship with Whom (GeoNames, CC BY 4.0). Safe to repeat."

    def handle(self, **options) -> None:
        known = set(Place.objects.values_list("pk", flat=True))
        with gzip.open(PLACES_FILE, "rt", encoding="utf-8", newline="") as lines, transaction.atomic():
            new = [place_of_row(row) for row in csv.DictReader(lines) if int(row["id"]) not in known]
            NewRows(Place, *GIVEN).add(new)
        if options["verbosity"]:
            self.stdout.write(f"Places: {Place.objects.count()} known.")


def place_of_row(row: dict[str, str]) -> tuple[str | int | float, ...]:
    """As `GIVEN`."""
    where = float(row["latitude"]), float(row["longitude"])
    named = row["name"], folded(row["name"]), row["region"], row["country"]
    return int(row["id"]), *named, *where, int(row["population"])
