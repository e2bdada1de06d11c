from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, wants_piece
from people.limits import allowed, limited
from recommendations.forms import OfferForm
from recommendations.models import Offer, ShortWord
from recommendations.offers.found import offers_for
from recommendations.short_words.told import ToldWord, told_words
from recommendations.views.access import told_offer_or_404
from recommendations.views.short_words import word_to_author

YOUR_OFFERS = "yours"
MOST_TAKEN_UP = 20  # of what others offered, on the page of one's own


@require_safe
def offers(request: PersonRequest) -> HttpResponse:
    """What others offer, or oneself."""
    own = request.GET.get("whose") == YOUR_OFFERS
    found = offers_for(request.user, own, request.GET.get("after", ""))
    more = urlencode({"whose": YOUR_OFFERS} if own else {}) + f"&after={found.last}"
    context = {
        "offers": found.offers,
        "taken_up": _taken_up_by(request) if own else [],
        "own": own,
        "more_url": f"{reverse('offers')}?{more.lstrip('&')}" if found.last else "",
    }
    piece = "#more" if wants_piece(request) else ""
    return render(request, f"recommendations/offers.html{piece}", context)


@page_with_form
def offer_new(request: PersonRequest) -> HttpResponse:
    form = OfferForm(posted(request), person=request.user)
    if form.is_valid() and allowed(request, "offer", form):
        return _offered(request, form.save())
    return render(request, "recommendations/offer_form.html", {"form": form}, status=status_of(form))


@require_safe
def offer(request: PersonRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(Offer.objects.few_visible_to(request.user), public_id=public_id)
    shown = told_offer_or_404(request.user, found)
    words = ShortWord.objects.visible_to(request.user).filter(offer=found)
    told = told_words(request.user, words.with_all().order_by("-made_at", "-pk"))
    # The one that waits for an answer: of the viewer's own, or by the author.
    waiting = next((each for each in told if each.word.answered_at is None), None)
    context = {"offer": shown, "words": told, "waiting": waiting}
    return render(request, "recommendations/offer.html", context)


@page_with_form
def offer_take(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Takes it up, by a short word to its author; once until it is answered."""
    person = request.user
    of_others = Offer.objects.few_visible_to(person).exclude(author=person)
    theirs = get_object_or_404(of_others.select_related("author"), public_id=public_id)
    context = {"offer": told_offer_or_404(person, theirs)}
    return word_to_author(request, theirs, "offer_take", context, _("Whoever offers it has your words."))


@page_with_form
def offer_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = get_object_or_404(request.user.offers.select_related("trade"), public_id=public_id)
    form = OfferForm(posted(request), instance=mine, person=request.user)
    if form.is_valid() and allowed(request, "edit", form):
        return _offered(request, form.save())
    context = {"form": form, "offer": mine}
    return render(request, "recommendations/offer_form.html", context, status=status_of(form))


@require_POST
@limited("change")
def offer_renew(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = get_object_or_404(request.user.offers.select_related("author"), public_id=public_id)
    if not mine.renew():
        raise Http404
    messages.success(request, _("Renewed. Thank you."))
    return redirect("offer", public_id)


@page_with_form
def offer_withdraw(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = get_object_or_404(request.user.offers.select_related("author"), public_id=public_id)
    if request.method == "POST":
        mine.withdraw()
        messages.success(request, _("Withdrawn. Nobody sees it any more."))
        return redirect("offers")
    return render(request, "recommendations/offer_withdraw.html", {"offer": mine})


def _taken_up_by(request: PersonRequest) -> list[ToldWord]:
    """The latest first, also what is over by now."""
    theirs = ShortWord.objects.sent_by(request.user).filter(offer__isnull=False)
    return told_words(request.user, theirs.with_all().order_by("-made_at", "-pk")[:MOST_TAKEN_UP])


def _offered(request: PersonRequest, offer: Offer) -> HttpResponse:
    messages.success(request, offer.meaning.saved)
    return redirect("offer", offer.public_id)
