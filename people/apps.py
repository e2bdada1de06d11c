from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"

    def ready(self) -> None:
        from people.delivery import deliver_due
        from people.models.outgoing import DELIVER

        DELIVER.append(deliver_due)
