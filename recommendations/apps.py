from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from recommendations.asks import link, tidying
        from recommendations.desk import cases
        from recommendations.notices import kinds
        from recommendations.unasked import letters

        kinds.register()
        cases.register()
        link.register()
        tidying.register()
        letters.register()
