"""Insights that are withdrawn while somebody thanks for them and keeps them."""

from django.db import connection

from people.models import Notice
from recommendations.models import Gratitude, Insight, Kept
from tests.parallel.asking import asking
from tests.parallel.presses import Deed, Round
from tests.worlds.builders import make_insight


def withdrawn_while_it_is_thanked_for_and_kept() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    made = make_insight(author=ana)
    withdrawn, thanked, kept = (Insight.objects.select_related("author").get(pk=made.pk) for _ in range(3))
    thanks, keeps = (
        Deed("thank", lambda: Gratitude.say(ben, thanked)),
        Deed("keep", lambda: Kept.keep(ben, kept)),
    )

    def ended() -> str:
        connection.check_constraints()
        left = Gratitude.objects.filter(person=ben).count() + Kept.objects.filter(person=ben).count()
        return f"{left} row, {Notice.objects.filter(person=ana).count()} notice"

    return [Deed("withdraw", withdrawn.withdraw), thanks, keeps], ended
