from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from recommendations.management.commands.backup import described
from recommendations.running.backups import restore
from recommendations.running.databases import NotDoneError


class Command(BaseCommand):
    help = (
        "Puts a backup in place of what is in the database: brought to this version, without whoever has left since, "
        "and with every session ended. To be run while nothing of Whom is running."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="made by manage.py backup")
        parser.add_argument("--replace", action="store_true", help="lose what is in the database now")
        parser.add_argument("--nobody-has-left", action="store_true", help="go on without the list of whoever left")

    def handle(self, **options) -> None:
        listed = settings.ERASED_LIST
        if not (options["nobody_has_left"] or (listed and Path(listed).exists())):
            missing = f"{listed} is not there" if listed else "ERASED_LIST is off"
            raise CommandError(
                f"{missing}, so whoever has left since this backup was made would be here again. Put the list back, or "
                "say --nobody-has-left."
            )
        try:
            made = restore(options["file"], options["replace"])
        except (NotDoneError, OSError) as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self.stdout.write(f"Restored: {', '.join(f'{count} {name}' for name, count in made.counts.items())}.")
        self.stdout.write(described(made))
