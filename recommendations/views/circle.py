from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from people.http import PersonRequest
from people.models import Person
from recommendations.suggestions import shared_by


@require_safe
def circle(request: PersonRequest) -> HttpResponse:
    friends = Person.objects.circle_of(request.user)
    return render(request, "recommendations/circle.html", {"friends": friends})


@require_safe
def friend(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ties = request.user.ties.standing().select_related("friend")
    tie = get_object_or_404(ties, friend__public_id=public_id)
    context = {"friend": tie.friend, "tie": tie, "suggestions": shared_by(request.user, tie.friend)}
    return render(request, "recommendations/friend.html", context)
