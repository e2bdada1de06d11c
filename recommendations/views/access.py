"""What a page is about, fetched as its viewer may see it: fetching is the permission check, and a miss is a 404."""

from uuid import UUID

from django.http import Http404

from people.models import Person
from recommendations.insights.found import ToldInsight, told_insights
from recommendations.models import Insight, Offer
from recommendations.offers.found import ToldOffer, told_offers
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of


def suggestion_or_404(person: Person, public_id: UUID, alone: bool = False) -> Suggestion:
    suggestion = suggestion_of(person, public_id, alone)
    if suggestion is None:
        raise Http404
    return suggestion


def told_insight_or_404(person: Person, insight: Insight) -> ToldInsight:
    """Also if the last way to it has ended since it was fetched."""
    shown = told_insights(person, [insight])
    if not shown:
        raise Http404
    return shown[0]


def told_offer_or_404(person: Person, offer: Offer) -> ToldOffer:
    """The same of an offer."""
    shown = told_offers(person, [offer])
    if not shown:
        raise Http404
    return shown[0]
