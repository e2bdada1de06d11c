from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, wants_piece
from people.limits import limited, limited_search
from people.models import Person
from people.qr import qr_picture
from recommendations.asks.notes import told_for
from recommendations.forms import SameForm, SearchForm
from recommendations.models import NumberAsk, Provider, Trade, trades_in_sight
from recommendations.my_list.items import own_for
from recommendations.my_list.vcards import number_of
from recommendations.providers.page import in_full
from recommendations.providers.registrations import registration_of
from recommendations.providers.same import joined_with, numbers_differ, say
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.results import NOTHING_FOUND, also_found
from recommendations.search.texts import providers_told_with
from recommendations.search.understanding import Search, understand
from recommendations.views.access import suggestion_or_404
from recommendations.views.home import home

# Where no friend leads a card, a nearer or fresher word leads it; the others may have the number.
BEYOND_ON_A_CARD = 3
NUMBERS_DIFFER = _(
    "Their numbers differ. Make sure that they are the same person or firm before you call the other number, and say "
    "so here if they are not."
)


@require_safe
@limited_search
def find(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = SearchForm(request.GET)
    if form.is_valid() and not any(form.cleaned_data[name] for name in ("q", "trade", "near")):
        return home(request, form)
    search = understand(person, **form.cleaned_data) if form.is_valid() else Search()
    after = request.GET.get("after", "")
    own = own_for(person, search)
    suggestions, last = _suggested(person, search, after)
    if not suggestions and search.trades and search.words:
        search = search.without_words(but_oneself=bool(own))
        suggestions, last = _suggested(person, search, after)
        own = own or own_for(person, search)
    context = {
        "form": form,
        "search": search,
        "suggestions": suggestions,
        "more": search.more_page(last) if last else None,
        "own": [] if after else own,
        "told": [] if after else told_for(person, search),
        "trades": [] if search.has_subject or after else trades_in_sight(person),
        "good_enough": "",  # where to say so: not here
        "also": NOTHING_FOUND if after else also_found(search),
    }
    piece = ("#more" if after else "#results") if wants_piece(request) else ""
    return render(request, f"recommendations/find.html{piece}", context, status=200 if form.is_valid() else 422)


def _suggested(person: Person, search: Search, after: str) -> tuple[list[Suggestion], str]:
    told = partial(providers_told_with, person, search.words, search.readable, search.says_little)
    return suggestions_for(
        person,
        search.trades,
        search.near,
        after=after,
        beyond=BEYOND_ON_A_CARD,
        beside_own=search.has_subject,
        km=search.km,
        by_friends=search.by_friends,
        told=told if search.words else None,
    )


@require_safe
def provider(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    suggestion = in_full(person, suggestion_or_404(person, public_id))
    context = {
        "suggestion": suggestion,
        "joined": joined_with(person, suggestion),
        "numbers_asked": NumberAsk.objects.visible_to(person).asked_of(person) if suggestion.own else (),
        "registration": registration_of(suggestion.lead.trade_slug, person.country),
        "qr": qr_picture(number_of(suggestion)),
        "link": request.build_absolute_uri(reverse("provider", args=[suggestion.public_id])),
    }
    return render(request, "recommendations/provider.html", context)


@page_with_form
@limited("change")
def provider_same(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Which others are this one too, in the eyes of this person alone."""
    person = request.user
    suggestion = suggestion_or_404(person, public_id)
    within_sight = Provider.objects.visible_to(person)
    form = SameForm(posted(request), others=within_sight.exclude(public_id=public_id))
    if form.is_valid():
        one = get_object_or_404(within_sight, public_id=public_id)
        say(person, one, **form.cleaned_data)
        if form.cleaned_data["same"] and numbers_differ(person, one, form.cleaned_data["other"]):
            messages.warning(request, NUMBERS_DIFFER)
        return redirect("provider", public_id)
    trades = list(Trade.objects.filter(slug=suggestion.lead.trade_slug)) or None  # of something else there is no list
    found, _ = suggestions_for(person, trades, size=50, beyond=1)
    others = [each for each in found if each.public_id != suggestion.public_id]
    context = {"suggestion": suggestion, "form": form, "others": others}
    return render(request, "recommendations/provider_same.html", context, status=status_of(form))
