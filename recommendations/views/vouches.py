from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, status_unanswered
from people.limits import allowed, limited
from people.models.ties import YEAR
from people.push_offer import offer_pushes
from people.words import AFTER, duration
from recommendations.asks.received import question_for, read_by_asker
from recommendations.forms import LONGEST_TRADE_TEXT, RenewForm, VouchForm
from recommendations.forms.keys import id_of_sent
from recommendations.models import (
    LONGEST_OTHER,
    Answer,
    Ask,
    Entry,
    Relation,
    Scope,
    Seeks,
    Trade,
    Vouch,
    other_in_files,
)
from recommendations.providers.suggestion import Suggestion
from recommendations.search.trades import SHORTEST_PREFIX, trades_meant
from recommendations.sight.asks import Asked
from recommendations.views.access import suggestion_or_404
from recommendations.views.browser import told_or_404

NOT_GIVEN = gettext_lazy("It was not sent as your answer: whoever asks cannot read it, or has closed the question.")
UNCOUNTED = gettext_lazy("It is shown with what is between you, and does not count in the order.")
# With a number, with an e-mail address: what is said of them, first where they are for oneself alone.
WHO_MAY_CALL = {
    (True, False): (
        gettext_lazy("Nobody but you sees the number."),
        gettext_lazy("Whoever reads it sees the number."),
    ),
    (False, True): (
        gettext_lazy("Nobody but you sees the e-mail address."),
        gettext_lazy("Whoever reads it sees the e-mail address."),
    ),
    (True, True): (
        gettext_lazy("Nobody but you sees the number and the e-mail address."),
        gettext_lazy("Whoever reads it sees the number and the e-mail address."),
    ),
}
# Of what the page that one comes from knows already.
MOST_TOLD = 120
ALREADY_VOUCHED = gettext_lazy("You have vouched for them for this kind of work already. Edit that vouch instead.")


@page_with_form
def vouch_new(request: PersonRequest) -> HttpResponse:
    starting_from, entry = _starting_from(request), _entry(request)
    asked, told = _asked(request), told_or_404(request)
    known = {"name": request.GET.get("name", "")[:MOST_TOLD], "trade": _kind_named(request.GET.get("trade", ""))}
    form = VouchForm(
        posted(request),
        initial=known,
        person=request.user,
        starting_from=starting_from,
        entry=entry,
        ask=asked.ask if asked else None,
        told=told,
    )
    if form.is_valid() and allowed(request, "vouch", form):
        try:
            return _saved(request, form.save_as_told(), asked)
        except IntegrityError:
            sent = id_of_sent(form.cleaned_data["key"], request.user)
            if sent_before := request.user.vouches.filter(public_id=sent).first():
                return _saved(request, sent_before, asked)
            form.add_error(None, ALREADY_VOUCHED)
    context = {"form": form, "starting_from": starting_from, "entry": entry, "asked": asked, "told": told}
    return render(request, "recommendations/vouch_form.html", context, status=status_of(form))


@require_safe
def trades(request: PersonRequest) -> HttpResponse:
    """What the beginning of a trade may stand for, while one types it; the same for everyone."""
    looks_for_work = request.GET.get("seeks") != Seeks.IDEA
    text = request.GET.get("trade", "")[:LONGEST_TRADE_TEXT] if looks_for_work else ""
    offered = text if len(text.strip()) >= SHORTEST_PREFIX else ""  # what is hardly begun is no words of one's own yet
    return render(request, "recommendations/_trades.html", {"text": offered, "meant": trades_meant(text)})


@page_with_form
def vouch_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    form = VouchForm(posted(request), instance=vouch, person=request.user)
    if form.is_valid() and allowed(request, "edit", form):
        try:
            return _saved(request, form.save())
        except IntegrityError:
            form.add_error(None, ALREADY_VOUCHED)
    context = {"form": form, "vouch": vouch}
    return render(request, "recommendations/vouch_form.html", context, status=status_of(form))


@page_with_form
def vouch_renew(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    form = RenewForm(posted(request), initial={"hired_on": timezone.localdate().replace(day=1), "job": vouch.job})
    if form.is_valid() and allowed(request, "edit", form):
        vouch.renew(**form.cleaned_data)
        return _saved(request, vouch)
    context = {"form": form, "vouch": vouch}
    return render(request, "recommendations/vouch_renew.html", context, status=status_of(form))


@page_with_form
@limited("change")
def vouch_still(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Asked of what is a year old: is it still true?"""
    vouch = _mine(request, public_id)
    answer = request.POST.get("answer")
    if answer == "yes":
        vouch.affirm()
        messages.success(request, _("Thank you. You are asked again in {time}.").format(time=duration(YEAR, AFTER)))
    elif answer == "no":
        vouch.keep_to_myself()
        messages.success(request, _("Only you can see it now. It stays on your list."))
    else:
        context = {"vouch": vouch}
        return render(request, "recommendations/vouch_still.html", context, status=status_unanswered(request))
    return redirect("provider", vouch.provider.public_id)


@page_with_form
def vouch_withdraw(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = _mine(request, public_id)
    if request.method == "POST":
        vouch.withdraw()
        messages.success(request, _("Withdrawn. Nobody sees it any more."))
        return redirect("vouches")
    return render(request, "recommendations/vouch_withdraw.html", {"vouch": vouch})


def _mine(request: PersonRequest, public_id: UUID) -> Vouch:
    return get_object_or_404(request.user.vouches.select_related("trade", "place", "provider"), public_id=public_id)


def _kind_named(text: str) -> Trade | Vouch | None:
    """As `kind_in_files` names it."""
    other = other_in_files(text)
    if other is not None:
        return Vouch(other=other[:LONGEST_OTHER])
    return Trade.objects.filter(slug=text).first() if text else None


def _starting_from(request: PersonRequest) -> Suggestion | None:
    """The provider one came from, if it was named. 404 if one may not see it."""
    if "provider" not in request.GET:
        return None
    try:
        public_id = UUID(request.GET["provider"])
    except ValueError as error:
        raise Http404 from error
    return suggestion_or_404(request.user, public_id, alone=True)  # what is written is about this one, for everybody


def _entry(request: PersonRequest) -> Entry | None:
    """Whom on the list this vouch is about. 404 if nobody is there; but what was typed is not lost for that."""
    if "entry" not in request.GET:
        return None
    try:
        entry = request.user.entries.select_related("trade").filter(public_id=UUID(request.GET["entry"])).first()
    except ValueError as error:
        raise Http404 from error
    if entry is None and request.method != "POST":
        raise Http404
    return entry


def _asked(request: PersonRequest) -> Asked | None:
    """The question to which this vouch is the answer. 404 if it does not reach one, or looks for nobody to hire."""
    if "ask" not in request.GET:
        return None
    try:
        public_id = UUID(request.GET["ask"])
    except ValueError as error:
        raise Http404 from error
    for_hire = Ask.objects.visible_to(request.user).filter(seeks=Seeks.HIRE)
    ask = get_object_or_404(for_hire.select_related("trade", "place"), public_id=public_id)
    received = question_for(request.user, ask)
    if received is None:
        raise Http404
    return received.asked


def _who_may_call(vouch: Vouch) -> str:
    """Nothing where nobody else reads it at all, or there is nothing to be seen."""
    said = WHO_MAY_CALL.get((bool(vouch.phone), bool(vouch.email)))
    return str(said[vouch.pass_on]) if said and vouch.scope != Scope.ME else ""


def _saved(request: PersonRequest, vouch: Vouch, asked: Asked | None = None) -> HttpResponse:
    messages.success(request, f"{vouch.meaning.saved} {_who_may_call(vouch)}".strip())
    if vouch.relation != Relation.NONE:
        messages.success(request, UNCOUNTED)
    if asked is None:
        return redirect("provider", vouch.provider.public_id)
    read = read_by_asker(request.user, asked.ask).filter(pk=vouch.pk).exists()
    if read and Answer.give(asked.ask, request.user, vouch, ""):
        messages.success(request, _("{name} has it as your answer.").format(name=asked.reader))
        offer_pushes(request)
    else:
        messages.warning(request, NOT_GIVEN)
    return redirect(asked.ask)
