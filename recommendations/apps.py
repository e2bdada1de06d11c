from django.apps import AppConfig


class RecommendationsConfig(AppConfig):
    name = "recommendations"

    def ready(self) -> None:
        from people.joining import KEPT
        from recommendations.asks import tidying
        from recommendations.asks.link import ANSWERS, LINKS
        from recommendations.desk import cases
        from recommendations.notices import kinds
        from recommendations.unasked import letters

        kinds.register()
        cases.register()
        KEPT.extend([LINKS, ANSWERS])
        tidying.register()
        letters.register()
