from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.http import PersonRequest
from people.models import Person
from recommendations.suggestions import shared_by


@require_safe
def circle(request: PersonRequest) -> HttpResponse:
    friends = Person.objects.circle_of(request.user).select_related("place")
    return render(request, "recommendations/circle.html", {"friends": friends})


@require_safe
def friend(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    found = get_object_or_404(Person.objects.circle_of(person).select_related("place"), public_id=public_id)
    context = {
        "friend": found,
        "tie": person.ties.get(friend=found),
        "suggestions": shared_by(person, found),
    }
    return render(request, "recommendations/friend.html", context)
