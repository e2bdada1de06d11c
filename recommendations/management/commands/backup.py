from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.running.backups import Made, back_up, counts, rehearse
from recommendations.running.databases import NotDoneError


class Command(BaseCommand):
    help = (
        "Makes a backup while everything goes on; or proves that one is worth something, by restoring it into a "
        "scratch database."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a folder, for a new file with the time in its name; or a file")
        parser.add_argument("--rehearse", action="store_true", help="prove this file, and make none")

    def handle(self, **options) -> None:
        try:
            if options["rehearse"]:
                self.say(rehearse(options["path"]))
            else:
                self.stdout.write(str(back_up(options["path"])))
        except (NotDoneError, OSError) as error:
            raise CommandError(str(error)) from error

    def say(self, made: Made) -> None:
        now = counts()
        held = ", ".join(f"{count} {name} (now {now[name]})" for name, count in made.counts.items())
        self.stdout.write(f"It can be restored. It holds {held}.")
        self.stdout.write(described(made))


def described(made: Made) -> str:
    return (
        f"Migrations applied: {made.migrated}. Erased again: {made.erased_again}. "
        f"Sessions ended: {made.sessions_ended}."
    )
