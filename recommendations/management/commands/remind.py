from django.core.management.base import BaseCommand

from recommendations.notices.reminders import (
    ask_how_asking_went,
    ask_how_it_went,
    ask_what_is_still_true,
    ask_what_still_holds,
    ask_who_is_still_glad,
    ask_who_still_looks,
)
from recommendations.unasked.choosing import choose_surprises


class Command(BaseCommand):
    help = (
        "Asks how it went and what is still true, as notices, which `deliver` sends; and chooses for everyone the one "
        "thing of the day that they did not ask for. To be run once a day."
    )

    def handle(self, **options) -> None:
        went = ask_how_it_went() + ask_how_asking_went()
        still = ask_what_is_still_true() + ask_what_still_holds()
        self.stdout.write(
            f"Asked how it went: {went}. Asked what is still true: {still}. "
            f"Asked who still looks: {ask_who_still_looks()}. Asked who is still glad: {ask_who_is_still_glad()}. "
            f"Chose for today: {choose_surprises()}."
        )
