from django.core.management.base import BaseCommand
from django.utils import timezone

from people.delivery import deliver_due
from recommendations.unasked.letters import write_letters


class Command(BaseCommand):
    help = (
        "Sends the weekly letter to whoever wants it, where it is Saturday morning. To be run every hour; at any other "
        "time it does nothing."
    )

    def handle(self, **options) -> None:
        written = write_letters(timezone.now())
        self.stdout.write(f"Letters due: {written}. Mails sent: {deliver_due()}.")
