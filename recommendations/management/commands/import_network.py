import gc
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from tqdm import tqdm

from recommendations.network_import import FILES, FaultsFoundError, import_network


class Command(BaseCommand):
    help = (
        "Reads a whole community from people.csv, ties.csv, vouches.csv and, if it is there, blocks.csv in a folder. "
        "All or nothing. What exists already stays as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--create-trades", action="store_true", help="take trades that Whom does not know yet")
        parser.add_argument("--large-circles", action="store_true", help="take more friends than a circle holds")

    def handle(self, **options) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        # All that is loaded by now stays loaded. Looking through it for garbage took a fifth of the time.
        gc.freeze()
        size = sum(file.stat().st_size for name in FILES if (file := folder / name).is_file())
        with tqdm(total=size, unit="B", unit_scale=True, disable=None, file=sys.stderr) as bar:

            def tell(fault: str) -> None:
                bar.clear()
                self.stderr.write(fault)

            try:
                taken = {name: options[name] for name in ("create_trades", "large_circles")}
                added = import_network(folder, tell, bar.update, **taken)
            except FaultsFoundError as found:
                faults = "1 fault" if found.count == 1 else f"{found.count:,} faults"
                raise CommandError(f"{faults} found; nothing was changed.") from found
            except DatabaseError as error:
                raise CommandError(f"Nothing was changed, because the database refused: {error}") from error
        self.stdout.write("Added: " + ", ".join(f"{what} {count:,}" for what, count in added.items()) + ".")
