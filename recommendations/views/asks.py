from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, status_unanswered
from people.limits import allowed, limited
from people.models import Person
from people.push_offer import offer_pushes
from people.words import AFTER, duration, number
from recommendations.asks.mine import asked_by
from recommendations.asks.received import questions_to
from recommendations.asks.settling import helpers_of, settle, what_is_known
from recommendations.forms import AskForm, SearchForm, SendForm, SettleForm, in_own_words
from recommendations.models import GROWN_OLD, MOST_OPEN, Ask, Ending, Sent
from recommendations.models.asks import ASKED_HOW_IT_WENT_AFTER
from recommendations.search.understanding import understand
from recommendations.sight.names import at_beginning
from recommendations.views.access import suggestion_or_404

TOO_MANY_ASKS = ngettext_lazy(
    "{count} of your questions is open already. Say how it ended, then send this one. It is kept as a draft.",
    "{count} of your questions are open already. Say how one of them ended, then send this one. It is kept as a draft.",
    "number",
)
TOO_MANY_TO_REOPEN = ngettext_lazy(
    "{count} of your questions is open already. Say how it ended, then open this one again.",
    "{count} of your questions are open already. Say how one of them ended, then open this one again.",
    "number",
)


@require_safe
def asks(request: PersonRequest) -> HttpResponse:
    reached = questions_to(request.user)
    context = {
        "mine": asked_by(request.user),
        "to_answer": [each for each in reached if not each.answered and not each.declined],
        "declined": [each for each in reached if not each.answered and each.declined],
        "answered": [each for each in reached if each.answered],
    }
    return render(request, "recommendations/asks.html", context)


@page_with_form
@limited("change")
def ask_new(request: PersonRequest) -> HttpResponse:
    form = AskForm(posted(request), initial=_sought(request), person=request.user)
    if form.is_valid():
        return redirect("ask_send", form.save().public_id)
    return render(request, "recommendations/ask_form.html", {"form": form}, status=status_of(form))


@page_with_form
@limited("change")
def ask_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = _mine(request, public_id)
    if ask.closed_at:
        return redirect(ask)
    form = AskForm(posted(request), instance=ask, person=request.user)
    if form.is_valid():
        if ask.edit(**form.said()) and not ask.is_draft:
            messages.success(request, _("Saved. Whoever has your question reads it like this now."))
        return redirect("ask_send", public_id) if ask.is_draft else redirect(ask)
    return render(request, "recommendations/ask_form.html", {"form": form, "ask": ask}, status=status_of(form))


@page_with_form
def ask_send(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """What the circle knows already, and then to whom it goes; later on, to whom else."""
    if "provider" in request.POST:
        return _good_enough(request, public_id)
    person, ask = request.user, _mine(request, public_id)
    if ask.closed_at or (ask.quiet and not ask.is_draft):
        return redirect(ask)
    form = SendForm(posted(request), person=person, ask=ask)
    too_many = False
    if form.is_valid() and allowed(request, "ask", form):
        chosen = form.chosen()
        sent = ask.send(chosen, form.cleaned_data.get("discreet", False), form.quietly)
        if sent != Sent.TOO_MANY:
            messages.success(request, _said_of_sending(chosen, form.quietly))
            offer_pushes(request)
            return redirect(ask)
        too_many = True
        form.add_error(None, too_many_open(TOO_MANY_ASKS))
    known = what_is_known(person, ask) if ask.is_draft else []
    context = {"ask": ask, "form": form, "first": known[:2], "others": known[2:], "good_enough": request.path}
    context["open_ones"] = person.asks.open().select_related("trade", "place") if too_many else []
    return render(request, "recommendations/ask_send.html", context, status=status_of(form))


@page_with_form
@limited("change")
def ask_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = _mine(request, public_id)
    if ask.is_open:
        return redirect("ask_settle", public_id)
    if request.method == "POST":
        ask.remove()
        messages.success(request, _("Removed."))
        return redirect("asks")
    return render(request, "recommendations/ask_remove.html", {"ask": ask})


@page_with_form
@limited("change")
def ask_settle(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whom they hired, if anybody; and thanks to whoever helped."""
    ask = _mine(request, public_id)
    if not ask.is_open:
        return redirect("ask_send", public_id)  # which leads on from what is over
    form = SettleForm(posted(request), ask=ask, helpers=helpers_of(request.user, ask))
    if form.is_valid():
        hired = form.outcome
        settle(request.user, ask, hired, form.those_who_helped, form.cleaned_data.get("words", ""))
        said = _("Good. In {time} we ask you how it went.").format(time=duration(ASKED_HOW_IT_WENT_AFTER, AFTER))
        if isinstance(hired, Ending):
            said = _("It is closed. Nobody answers it any more.")
        messages.success(request, said)
        return redirect(ask)
    return render(request, "recommendations/ask_settle.html", {"ask": ask, "form": form}, status=status_of(form))


@require_POST
@limited("change")
def ask_reopen(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = _mine(request, public_id)
    opened = ask.reopen()
    if opened == Sent.SENT:
        messages.success(request, _("It is open again, to everyone who had it."))
    elif opened == Sent.TOO_MANY:
        messages.error(request, too_many_open(TOO_MANY_TO_REOPEN))
    else:
        messages.error(request, _("A question can be opened again once. Ask anew instead."))
    return redirect(ask)


@page_with_form
@limited("change")
def ask_still(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Asked of what has been open for two weeks."""
    ask, answer = _mine(request, public_id), request.POST.get("answer")
    if not ask.is_open:
        return redirect("ask_send", public_id)
    if answer == "yes":
        ask.still_open()
        later = _("It stays open. You are asked again in {time}.").format(time=duration(GROWN_OLD, AFTER))
        messages.success(request, later)
        return redirect(ask)
    if answer == "no":
        return redirect("ask_settle", public_id)
    return render(request, "recommendations/ask_still.html", {"ask": ask}, status=status_unanswered(request))


@page_with_form
@limited("change")
def ask_went(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Did they hire them in the end, and how did it go?"""
    ask, answer = _mine(request, public_id), request.POST.get("answer")
    if ask.ending != Ending.HIRED:
        return redirect("ask_send", public_id)
    if answer not in ("yes", "not yet", "no"):
        return render(request, "recommendations/ask_went.html", {"ask": ask}, status=status_unanswered(request))
    ask.went(ask_again=answer == "not yet")
    if answer == "yes":
        messages.success(request, _("Good. Now your own word can help the next friend who needs one."))
        return redirect(f"{reverse('vouch_new')}?{urlencode({'trade': ask.kind_in_files, 'name': ask.hired})}")
    again = _("We ask you again in {time}.").format(time=duration(ASKED_HOW_IT_WENT_AFTER, AFTER))
    said = again if answer == "not yet" else _("Thank you. That is all.")
    messages.success(request, said)
    return redirect(ask)


def _said_of_sending(chosen: list[Person], quiet: str) -> str:
    if quiet and chosen:
        return _("Sent to {name} alone. You hear of what is handed on to you.").format(name=chosen[0].name)
    return _("Sent. You hear of every answer.") if chosen else _("It is open. Send its link to whoever may know.")


def too_many_open(said: Any) -> str:
    return said.format(count=at_beginning(number(MOST_OPEN)), number=MOST_OPEN)


def _mine(request: PersonRequest, public_id: UUID) -> Ask:
    return get_object_or_404(request.user.asks.select_related("person", "trade", "place"), public_id=public_id)


def _sought(request: PersonRequest) -> dict[str, Any]:
    """What was searched for, and not found."""
    asked = SearchForm(request.GET)
    if not request.GET or not asked.is_valid():
        return {}
    search = understand(request.user, **asked.cleaned_data)
    if search.trades:
        words = search.rest if search.words else ""
        return {"trade": search.trades[0], "place": search.near, "words": words}
    return in_own_words(search.rest) | {"place": search.near}


def _good_enough(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The draft goes, and nobody is asked; a second press ends where the first did."""
    try:
        suggestion = suggestion_or_404(request.user, UUID(request.POST["provider"]))
    except ValueError as error:
        raise Http404 from error
    draft = request.user.asks.drafts().filter(public_id=public_id).select_related("person").first()
    if draft and draft.remove():  # unless it is sent meanwhile
        messages.success(request, _("Good. Nobody was asked."))
    return redirect("provider", suggestion.public_id)
