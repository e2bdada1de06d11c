from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.delivery import deliver_due
        from people.jobs import TIMED, Timed
        from people.models.outgoing import DELIVER
        from people.tidy import tidying

        DELIVER.append(deliver_due)
        TIMED.append(Timed("tidying", tidying, at_start=True))
