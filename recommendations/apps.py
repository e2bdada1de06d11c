from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from recommendations import cases, notices, tidy

        notices.register()
        cases.register()
        tidy.register()
