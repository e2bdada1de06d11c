from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Person
from recommendations.leaving.erasing import erase, replay


class Command(BaseCommand):
    help = (
        "Erases one person with all that is theirs, when they ask for it by letter; or, after a backup was restored, "
        "everyone who has left since it was made."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", nargs="?", help="whom to erase")
        parser.add_argument("--no-input", action="store_true", help="do not ask again")
        parser.add_argument(
            "--replay",
            metavar="FILE",
            nargs="?",
            const=settings.ERASED_LIST,
            help="erase again all of this list (ERASED_LIST, if none is named)",
        )

    def handle(self, **options) -> None:
        if (options["email"] is None) == (options["replay"] is None):
            raise CommandError("Say whom to erase, or --replay.")
        if options["email"] is None:
            self.replay(options["replay"])
        else:
            self.erase(options["email"], ask=not options["no_input"])

    def erase(self, email: str, ask: bool) -> None:
        person = Person.objects.filter(email__iexact=email).first()
        if person is None:
            raise CommandError("Nobody has this e-mail address.")
        if ask and typed_again() != email:
            raise CommandError("Not the same address; nothing was erased.")
        try:
            erase(person)
        except (OSError, ValueError) as error:
            raise CommandError(f"Nothing was erased: the list of whoever left cannot be written. {error}") from error
        self.stdout.write("Erased.")

    def replay(self, name: str) -> None:
        if not name:
            raise CommandError("ERASED_LIST is off, so say which file.")
        try:
            again = replay(Path(name))
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Erased again: {again}.")


def typed_again() -> str:
    try:
        return input("It cannot be undone. Type the address again: ")
    except EOFError as error:
        raise CommandError("Nobody was there to type it; nothing was erased. --no-input does not ask.") from error
