from recommendations.models.lists import Alike, Entry, Saved
from recommendations.models.providers import Provider, Trade
from recommendations.models.thanks import Thanks
from recommendations.models.vouches import (
    HOW_DID_IT_GO,
    LONG_AGO_MONTHS,
    MOST_PHOTOS,
    STILL_TRUE,
    THANKED,
    Experience,
    Outcome,
    Photo,
    Relation,
    Scope,
    Vouch,
    months_since,
)

__all__ = [
    "HOW_DID_IT_GO",
    "LONG_AGO_MONTHS",
    "MOST_PHOTOS",
    "STILL_TRUE",
    "THANKED",
    "Alike",
    "Entry",
    "Experience",
    "Outcome",
    "Photo",
    "Provider",
    "Relation",
    "Saved",
    "Scope",
    "Thanks",
    "Trade",
    "Vouch",
    "months_since",
]
