from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from people.http import PersonRequest, wants_piece
from recommendations.forms import SearchForm
from recommendations.in_full import in_full
from recommendations.models import Trade
from recommendations.search import Search, understand
from recommendations.suggestions import suggestion_or_404, suggestions_for

# A card draws the nearest and freshest word, and takes a number or a page from the next one if that has none.
ON_A_CARD = 2


@require_safe
def find(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = SearchForm(request.GET)
    search = understand(person, **form.cleaned_data) if form.is_valid() else Search()
    after = request.GET.get("after", "")
    suggestions, last = suggestions_for(person, search.trades, search.near, search.words, after, words_each=ON_A_CARD)
    if not suggestions and search.trades and search.words:
        search = search.without_words()
        suggestions, last = suggestions_for(person, search.trades, search.near, after=after, words_each=ON_A_CARD)
    context = {
        "form": form,
        "search": search,
        "suggestions": suggestions,
        "more_url": search.more_url(last) if last else "",
        "trades": [] if search.subject or after else Trade.objects.visible_to(person),
    }
    piece = ("#more" if after else "#results") if wants_piece(request) else ""
    return render(request, f"recommendations/find.html{piece}", context, status=200 if form.is_valid() else 422)


@require_safe
def provider(request: PersonRequest, public_id: UUID) -> HttpResponse:
    suggestion = in_full(request.user, suggestion_or_404(request.user, public_id))
    return render(request, "recommendations/provider.html", {"suggestion": suggestion})
