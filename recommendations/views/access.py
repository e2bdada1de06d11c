"""What a page is about, fetched as its viewer may see it: fetching is the permission check, and a miss is a 404."""

from uuid import UUID

from django.http import Http404

from people.models import Person
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of


def suggestion_or_404(person: Person, public_id: UUID, alone: bool = False) -> Suggestion:
    suggestion = suggestion_of(person, public_id, alone)
    if suggestion is None:
        raise Http404
    return suggestion
