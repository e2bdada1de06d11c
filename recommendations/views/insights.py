from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, status_unanswered, wants_piece
from people.limits import allowed, limited, limited_search
from people.words import AFTER, duration
from recommendations.forms import InsightForm
from recommendations.insights.found import KEPT_ONES, YOUR_OWN, insights_for
from recommendations.models import Gratitude, Insight, Kept, ShortWord
from recommendations.models.insights import HOLDS_FOR
from recommendations.short_words.told import told_words
from recommendations.views.access import told_insight_or_404

LONGEST_SEARCH = 100
OUTDATED = gettext_lazy("It now says that it is out of date, and is not brought to anybody any more.")


@require_safe
@limited_search
def insights(request: PersonRequest) -> HttpResponse:
    """What others shared, or one's own, or what one keeps."""
    whose = request.GET.get("whose", "")
    whose = whose if whose in (YOUR_OWN, KEPT_ONES) else ""
    q = request.GET.get("q", "")[:LONGEST_SEARCH].replace("\0", "").strip()
    found = insights_for(request.user, whose, q, request.GET.get("after", ""))
    asked = {"whose": whose, "q": q, "after": found.last}
    more = urlencode({name: value for name, value in asked.items() if value})
    context = {
        "insights": found.insights,
        "whose": whose,
        "q": q,
        "words": found.words,
        "more_url": f"{reverse('insights')}?{more}" if found.last else "",
    }
    piece = "#more" if wants_piece(request) else ""
    return render(request, f"recommendations/insights.html{piece}", context)


@page_with_form
def insight_new(request: PersonRequest) -> HttpResponse:
    form = InsightForm(posted(request), person=request.user)
    if form.is_valid() and allowed(request, "insight", form):
        return _saved(request, form.save())
    return render(request, "recommendations/insight_form.html", {"form": form}, status=status_of(form))


@require_safe
def insight(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    shared = get_object_or_404(Insight.objects.few_visible_to(person), public_id=public_id)
    words = ShortWord.objects.visible_to(person).filter(insight=shared).with_all().order_by("-pk")
    told = told_words(person, words)
    waiting = next((each for each in told if each.word.answered_at is None), None)
    context = {"insight": told_insight_or_404(person, shared), "words": told, "waiting": waiting}
    return render(request, "recommendations/insight.html", context)


@page_with_form
def insight_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = get_object_or_404(request.user.insights.select_related("trade"), public_id=public_id)
    word = _word_about(request, mine)
    form = InsightForm(posted(request), instance=mine, person=request.user, word=word)
    if form.is_valid() and allowed(request, "edit", form):
        return _saved(request, form.save())
    context = {"form": form, "insight": mine, "word": word}
    return render(request, "recommendations/insight_form.html", context, status=status_of(form))


@require_POST
@limited("change")
def insight_outdate(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Out of date, or not any more."""
    mine = get_object_or_404(request.user.insights.select_related("author"), public_id=public_id)
    if request.POST.get("outdated") == "no":
        mine.affirm()
        messages.success(request, _("It holds again, for everyone who may read it."))
    else:
        mine.outdate()
        messages.success(request, OUTDATED)
    return redirect(mine)


@page_with_form
@limited("change")
def insight_still(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Asked of what is two years old: does it still hold?"""
    mine = get_object_or_404(request.user.insights.select_related("author"), public_id=public_id)
    answer = request.POST.get("answer")
    if answer == "yes":
        mine.affirm()
        asked_again = _("Thank you. You are asked again in {time}.").format(time=duration(HOLDS_FOR, AFTER))
        messages.success(request, asked_again)
    elif answer == "no":
        mine.outdate()
        messages.success(request, OUTDATED)
    else:
        context = {"insight": mine}
        return render(request, "recommendations/insight_still.html", context, status=status_unanswered(request))
    return redirect(mine)


@page_with_form
def insight_withdraw(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = get_object_or_404(request.user.insights, public_id=public_id)
    if request.method == "POST":
        mine.withdraw()
        messages.success(request, _("Withdrawn. Nobody sees it any more."))
        return redirect("insights")
    return render(request, "recommendations/insight_withdraw.html", {"insight": mine})


@require_POST
@limited("thank")
def insight_thank(request: PersonRequest, public_id: UUID) -> HttpResponse:
    theirs = _theirs_or_404(request, public_id)
    if not Gratitude.say(request.user, theirs):
        raise Http404
    return _done(request, theirs, _("Thanks said. They hear that it helped someone, not whom."))


@require_POST
@limited("save")
def insight_keep(request: PersonRequest, public_id: UUID) -> HttpResponse:
    theirs = _theirs_or_404(request, public_id)
    if request.POST.get("kept") == "no":
        request.user.kept.filter(insight=theirs).delete()
        return _done(request, theirs, _("You no longer keep it."))
    if not Kept.keep(request.user, theirs):
        raise Http404
    return _done(request, theirs, _("Kept, as long as they share it with you."))


def _word_about(request: PersonRequest, insight: Insight) -> ShortWord | None:
    """The one that the address names, of those that its author has received: to be taken into it."""
    try:
        public_id = UUID(request.GET.get("word", ""))
    except ValueError:
        return None
    received = ShortWord.objects.received_by(request.user).filter(insight=insight)
    return received.with_all().filter(public_id=public_id).first()


def _theirs_or_404(request: PersonRequest, public_id: UUID) -> Insight:
    of_others = Insight.objects.few_visible_to(request.user).exclude(author=request.user)
    return get_object_or_404(of_others.select_related("author"), public_id=public_id)


def _done(request: PersonRequest, insight: Insight, said: str) -> HttpResponse:
    if wants_piece(request):
        shown = told_insight_or_404(request.user, insight)
        return render(request, "recommendations/_insight_acts.html", {"insight": shown})
    messages.success(request, said)
    return redirect("insight", insight.public_id)


def _saved(request: PersonRequest, insight: Insight) -> HttpResponse:
    messages.success(request, insight.meaning.saved)
    return redirect("insight", insight.public_id)
