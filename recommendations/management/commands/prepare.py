from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Makes the database ready: tables, towns and trades. For the first start and after every update."

    def handle(self, **options) -> None:
        said = {"stdout": self.stdout, "verbosity": options["verbosity"]}
        call_command("migrate", interactive=False, **said)
        call_command("createcachetable", **said)
        call_command("load_places", **said)
        call_command("load_trades", **said)
