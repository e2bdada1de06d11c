from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from recommendations import cases, letters, notices, sharing, tidy

        notices.register()
        cases.register()
        sharing.register()
        tidy.register()
        letters.register()
