from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from people.limits import LIMITS
        from recommendations import cases, letters, notices, sharing, tidy
        from recommendations.limits import SAID_OF_LIMITS

        notices.register()
        cases.register()
        sharing.register()
        tidy.register()
        letters.register()
        LIMITS.update(SAID_OF_LIMITS)
