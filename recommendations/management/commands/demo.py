import socket

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers.basehttp import get_internal_wsgi_application, run
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from people.models import Person
from recommendations.demo import neighbourhood
from recommendations.demo.lands import LANDS, said_there
from recommendations.demo.urls import sign_in_path
from recommendations.unasked.choosing import choose_surprises

WHO = ("maya", "tom", "priya")
TRIES = 20


class Command(BaseCommand):
    help = "A neighbourhood to try Whom in, on this machine alone: builds it once, then serves it."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the first port to try (8000)")
        parser.add_argument("--reset", action="store_true", help="begin again with a fresh neighbourhood")
        parser.add_argument("--language", choices=LANDS, default="en-gb", help="which one its people speak (en-gb)")

    def handle(self, **options) -> None:
        if not settings.DEMO:
            raise CommandError("Start it as `manage.py demo`: its sign-in links exist in no other process.")
        self.prepare(options["language"], options["reset"])
        port = self.free_port(options["port"])
        try:
            run("127.0.0.1", port, get_internal_wsgi_application(), threading=True, on_bind=self.welcome)
        except KeyboardInterrupt:
            self.stdout.write("\n" + _("Goodbye."))

    def prepare(self, language: str, reset: bool) -> None:
        has_people = Person._meta.db_table in connection.introspection.table_names()
        # Whoever joins the demo is there besides its own people.
        if has_people and not neighbourhood.is_here() and Person.objects.exists():
            raise CommandError("This database holds real people, so it is no place for a demo. Unset DATABASE_URL.")
        settle_in(language)
        self.stdout.write(_("Getting the neighbourhood ready ..."))
        call_command("prepare", verbosity=0)
        if reset or neighbourhood.language_here() != language:
            neighbourhood.clear()
        if not Person.objects.exists():
            neighbourhood.build(language)
        choose_surprises()

    def free_port(self, port: int) -> int:
        for candidate in range(port, port + TRIES):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", candidate))
                except OSError:
                    taken = _("Port {port} is taken, trying {next}.")
                    self.stdout.write(taken.format(port=candidate, next=candidate + 1))
                    continue
            return candidate
        taken = _("Ports {first} to {last} are all taken. Name another with --port.")
        raise CommandError(taken.format(first=port, last=port + TRIES - 1))

    def welcome(self, port: str) -> None:
        here = settings.BASE_URL = f"http://localhost:{port}"
        words = said_there(settings.LANGUAGE_CODE)
        lines = ["", _("Whom is at {address}").format(address=f"{here}/"), "", _("You can be:")]
        for name in WHO:
            person = Person.objects.get(email=f"{name}{neighbourhood.DOMAIN}")
            lines += [f"  {words[f'who.{name}']}", f"    {here}{sign_in_path(person)}"]
        lines += ["", _("Three things to try:"), *(f"  {n}. {words[f'try.{n}']}" for n in (1, 2, 3))]
        lines += ["", _("Sign-in codes and other mails are printed here. Stop with Ctrl-C."), ""]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def settle_in(language: str) -> None:
    """This process is at home where the language is spoken."""
    land = LANDS[language]
    settings.LANGUAGE_CODE, settings.DEFAULT_COUNTRY, settings.TIME_ZONE = language, land.country, land.time_zone
    timezone.get_default_timezone.cache_clear()  # type: ignore[attr-defined]
    translation.activate(language)
