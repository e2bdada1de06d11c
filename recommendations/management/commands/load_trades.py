import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from recommendations.models import Trade

TRADES_FILE = Path(__file__).resolve().parents[2] / "data" / "trades.csv"


class Command(BaseCommand):
    help = "Loads the trades that ship with Whom, with their everyday synonyms. Safe to repeat."

    def handle(self, **options) -> None:
        with TRADES_FILE.open(encoding="utf-8", newline="") as lines:
            trades = [
                Trade(
                    slug=row["slug"],
                    name=row["name"],
                    group=row["group"],
                    synonyms=row["synonyms"].replace(";", "\n"),
                )
                for row in csv.DictReader(lines)
            ]
        Trade.objects.bulk_create(
            trades,
            update_conflicts=True,
            unique_fields=["slug"],
            update_fields=["name", "group", "synonyms"],
        )
        if options["verbosity"]:
            self.stdout.write(f"Trades: {len(trades)} known.")
