from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from recommendations import cases, letters, notices

        notices.register()
        cases.register()
        letters.register()
