from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from recommendations.running.schema import WHAT_TO_DO, lacking, migrations_to_come, migrations_unknown


class Command(BaseCommand):
    help = "Makes the database ready: tables, towns and trades. For the first start and after every update."

    def handle(self, **options) -> None:
        said = {"stdout": self.stdout, "verbosity": options["verbosity"]}
        call_command("createcachetable", **said)
        refuse_what_is_not_ours()
        call_command("migrate", interactive=False, **said)
        refuse_what_is_not_ours()
        call_command("load_places", **said)
        call_command("load_trades", **said)


def refuse_what_is_not_ours() -> None:
    """While there are migrations to come, nobody knows yet what should be there. Raises CommandError."""
    if unknown := migrations_unknown():
        newer = f"The database was made by a newer version of Whom: {', '.join(unknown)}."
        raise CommandError(f"{newer} Run that version, or restore the backup that was made before it.")
    if not migrations_to_come() and (missing := lacking()):
        listed = "".join(f"\n  {each}" for each in missing)
        raise CommandError(f"The database lacks what its migrations say they made:{listed}\n{WHAT_TO_DO}")
