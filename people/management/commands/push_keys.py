from django.core.management.base import BaseCommand

from people.pushes import new_push_key


class Command(BaseCommand):
    help = "Makes the key with which Whom signs what browsers are to show. Nothing is saved: set it where it runs."

    def handle(self, **options) -> None:
        self.stdout.write(f"PUSH_KEY={new_push_key()}")
