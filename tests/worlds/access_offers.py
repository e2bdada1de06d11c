"""What is offered in the world of the access table: by Ben, and to him alone."""

from typing import Any

from django.utils import timezone

from people.models import Person
from recommendations.models import Insight, Scope, Surprise
from tests.worlds.builders import make_offer, make_short_word

OF_AN_OFFER = {f"offer{act}" for act in ("", "_edit", "_withdraw", "_report", "_take", "_introduce")}


def offers_around(ben: Person, circle: Person) -> dict[str, list[Any]]:
    """One of Ben's for each scope, of which his friend took one up. The things that its pages could be about."""
    for scope in Scope:
        make_offer(author=ben, scope=scope, words=f"canary-offer-{scope.name}".lower())
    taken = make_short_word(person=circle, offer=ben.offers.get(scope=Scope.CIRCLE), words="canary-taking")
    taken.reply("canary-gladly")
    return {"offer_renew": [ben.offers.get(scope=Scope.BEYOND)]}


def brought_to(ben: Person, pia: Person) -> dict[str, list[Any]]:
    """What Ben did not ask for, from one whom no other viewer knows."""
    insight = Insight.objects.create(author=pia, words="canary-offered", scope=Scope.CIRCLE)
    today = timezone.localdate()
    return {
        "surprise_dismiss": [Surprise.objects.create(person=ben, day=today, insight=insight.public_id, through=pia)]
    }
