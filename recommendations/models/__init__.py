from recommendations.models.cases import Case, CaseLook, CaseMail, Wish
from recommendations.models.lists import Alike, Entry, Saved
from recommendations.models.providers import Provider, Trade
from recommendations.models.thanks import Thanks
from recommendations.models.vouches import (
    CORRECTION,
    HOW_DID_IT_GO,
    LONG_AGO_MONTHS,
    MOST_PHOTOS,
    REMOVED,
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
    "CORRECTION",
    "HOW_DID_IT_GO",
    "LONG_AGO_MONTHS",
    "MOST_PHOTOS",
    "REMOVED",
    "STILL_TRUE",
    "THANKED",
    "Alike",
    "Case",
    "CaseLook",
    "CaseMail",
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
    "Wish",
    "months_since",
]
