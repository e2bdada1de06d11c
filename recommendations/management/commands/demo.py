import socket

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application, run
from django.db import connection

from people.models import Person
from recommendations.demo import neighbourhood
from recommendations.demo.urls import sign_in_path
from recommendations.unasked.choosing import choose_surprises

WHO = {
    "maya": "Maya, in Leeds, who has many friends here",
    "tom": "Tom, in Otley, who is new and knows only Maya",
    "priya": "Priya, in Bristol, who has another circle",
}
TRY = [
    "Be Maya, search for a plumber, and open Ackersby & Son: one friend loves her bath, another’s ceiling leaked.",
    "Be Tom, and do the same: he hears only the good, for a “not again” stays in its author’s circle.",
    "Be Maya again, and search for a piano tuner, whom nobody here has found yet.",
]
TRIES = 20


class Command(BaseCommand):
    help = "A neighbourhood to try Whom in, on this machine alone: builds it once, then serves it."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the first port to try (8000)")
        parser.add_argument("--reset", action="store_true", help="begin again with a fresh neighbourhood")

    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Start it as `manage.py demo`: its sign-in links exist in no other process.")
        self.prepare(options["reset"])
        port = self.free_port(options["port"])
        try:
            run("127.0.0.1", port, get_internal_wsgi_application(), threading=True, on_bind=self.welcome)
        except KeyboardInterrupt:
            self.stdout.write("\nGoodbye.")

    def prepare(self, reset: bool) -> None:
        has_people = Person._meta.db_table in connection.introspection.table_names()
        # Whoever joins the demo is there besides its own people.
        if has_people and not neighbourhood.is_here() and Person.objects.exists():
            raise CommandError("This database holds real people, so it is no place for a demo. Unset DATABASE_URL.")
        self.stdout.write("Getting the neighbourhood ready ...")
        call_command("prepare", verbosity=0)
        if reset:
            neighbourhood.clear()
        if not Person.objects.exists():
            neighbourhood.build()
        choose_surprises()

    def free_port(self, port: int) -> int:
        for candidate in range(port, port + TRIES):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", candidate))
                except OSError:
                    self.stdout.write(f"Port {candidate} is taken, trying {candidate + 1}.")
                    continue
            return candidate
        raise CommandError(f"Ports {port} to {port + TRIES - 1} are all taken. Name another with --port.")

    def welcome(self, port: str) -> None:
        here = settings.BASE_URL = f"http://localhost:{port}"
        lines = ["", f"Whom is at {here}/", "", "You can be:"]
        for name, description in WHO.items():
            person = Person.objects.get(email=f"{name}{neighbourhood.DOMAIN}")
            lines += [f"  {description}:", f"    {here}{sign_in_path(person)}"]
        lines += ["", "Three things to try:", *(f"  {number}. {text}" for number, text in enumerate(TRY, 1))]
        lines += ["", "Sign-in codes and other mails are printed here. Stop with Ctrl-C.", ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
