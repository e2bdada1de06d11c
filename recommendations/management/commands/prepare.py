from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection

from recommendations.running.roles import tell_role
from recommendations.running.schema import WHAT_TO_DO, lacking, migrations_to_come, migrations_unknown


class Command(BaseCommand):
    help = "Makes the database ready: tables, towns and trades. For the first start and after every update."

    def handle(self, **options) -> None:
        said = {"stdout": self.stdout, "verbosity": options["verbosity"]}
        call_command("createcachetable", **said)
        refuse_what_is_not_ours()
        take_the_time_it_takes()
        try:
            call_command("migrate", interactive=False, **said)
        except OperationalError as error:
            what_to_do = "If somebody held a table too long, as an import does, run it again: what is done stays done."
            raise CommandError(f"The database says: {error} {what_to_do}") from error
        refuse_what_is_not_ours()
        call_command("load_places", **said)
        call_command("load_trades", **said)
        tell_role()


def take_the_time_it_takes() -> None:
    """To make an index of many rows. But nobody waits for long behind what waits for a table: of that time stays as it
    is for pages."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0")


def refuse_what_is_not_ours() -> None:
    """While there are migrations to come, nobody knows yet what should be there. Raises CommandError."""
    if unknown := migrations_unknown():
        newer = f"The database was made by a newer version of Whom: {', '.join(unknown)}."
        raise CommandError(f"{newer} Run that version, or restore the backup that was made before it.")
    if not migrations_to_come() and (missing := lacking()):
        listed = "".join(f"\n  {each}" for each in missing)
        raise CommandError(f"The database lacks what its migrations say they made:{listed}\n{WHAT_TO_DO}")
