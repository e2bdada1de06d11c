import gc

from django.apps import AppConfig

# Objects made since the last collection. A page or a mail makes some thousands that are all let go at its end; to look
# through them, and through all that is loaded, in its middle cost pages with very much on them a third of their time.
GARBAGE_IS_COLLECTED_EVERY = 50_000


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.delivery import deliver_due
        from people.jobs import TIMED, Timed
        from people.models.outgoing import DELIVER
        from people.tidy import tidying

        DELIVER.append(deliver_due)
        TIMED.append(Timed("tidying", tidying, at_start=True))
        gc.set_threshold(GARBAGE_IS_COLLECTED_EVERY)
