import sys

from django.core.management.base import BaseCommand, CommandParser

from recommendations.running.checks import all_findings


class Command(BaseCommand):
    help = "Says what is wrong with this installation, and what to do. It ends with 1 if something is, and else with 0."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--quiet", action="store_true", help="say only what is wrong, as for cron")

    def handle(self, **options) -> None:
        wrong = warnings = 0
        for name, finding in all_findings():
            if finding is None:
                word = "good"
            elif finding.is_warning:
                word, warnings = "mind", warnings + 1
            else:
                word, wrong = "WRONG", wrong + 1
            if word == "WRONG" or not options["quiet"]:
                self.stdout.write(f"{word:<6}{name}{f': {finding.words}' if finding else ''}")
        if not options["quiet"]:
            self.stdout.write(f"Wrong: {wrong}. To be minded: {warnings}.")
        if wrong:
            sys.exit(1)
