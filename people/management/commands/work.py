from django.core.management.base import BaseCommand, CommandParser

from people.working import work_once, work_until_stopped


class Command(BaseCommand):
    help = (
        "Does all that no page waits for, until it is stopped: sends mails and what browsers show, writes the weekly "
        "letters, asks what time brings, chooses the one thing of a day, and tidies up. Several may run, on several "
        "machines."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then end")

    def handle(self, **options) -> None:
        if options["once"]:
            self.stdout.write(work_once())
        else:
            work_until_stopped()
