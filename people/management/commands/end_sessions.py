from django.core.management.base import BaseCommand

from people.models import Session

AT_ONCE = 5000


class Command(BaseCommand):
    help = "Signs out everybody everywhere, as after a backup was restored."

    def handle(self, **options) -> None:
        ended = 0
        while some := list(Session.objects.values_list("pk", flat=True)[:AT_ONCE]):
            ended += Session.objects.filter(pk__in=some).end()
        self.stdout.write(f"Sessions ended: {ended}.")
