from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, post_or_back_to, posted, status_of
from people.limits import allowed, limited
from people.models import Invitation, Person
from recommendations.asks.link import ANSWERS, id_of_answer, preview_of_ask
from recommendations.asks.notes import note_of
from recommendations.forms import ConfirmForm, LinkAnswerForm, LinkWordsForm
from recommendations.models import Ask, AskLink, LinkAnswer
from recommendations.views.browser import answer_held, answered_here, hold, holds, sent_before, viewer_of

PANEL = "#link"


# --- By whoever was sent the link ------------------------------------------------------------------


@page_with_form
@login_not_required  # for those who have no account
def ask_link(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked is read at once, and nothing is written by looking."""
    if sent := sent_before(request):
        return redirect("link_thanks", sent)
    person = viewer_of(request)
    link = AskLink.objects.shown_to(person).opened_with(token).first()
    if link is None:
        return _gone(request)
    # What a friend wrote here before they signed in, in another tab, is taken as it is.
    if person and (link.ask.person == person or ("key" not in request.POST and link.is_of_a_friend_of(person))):
        return _for_a_friend(request, link, person)
    answer_form = LinkAnswerForm if link.ask.is_for_hire else LinkWordsForm
    form = answer_form(posted(request), asker=link.ask.person, initial={"name": person.name if person else ""})
    if form.is_valid() and allowed(request, "link_answer", form):
        made = id_of_answer(str(form.cleaned_data["key"]))
        if not form.is_by_a_program and LinkAnswer.write(link, made, person, **form.said) is None:
            return _gone(request)
        hold(request, ANSWERS, made)
        return redirect("link_thanks", made)
    return _link_page(request, link, form)


def _for_a_friend(request: HttpRequest, link: AskLink, person: Person) -> HttpResponse:
    """Who asks, and a friend, have the question itself: a friend from when they press the button."""
    has_it = Ask.objects.visible_to(person).filter(pk=link.ask_id).exists()
    if has_it or (request.method == "POST" and link.reaches(person)):
        return redirect(link.ask)
    return _gone(request) if request.method == "POST" else _link_page(request, link)


def _link_page(request: HttpRequest, link: AskLink, form: LinkAnswerForm | LinkWordsForm | None = None) -> HttpResponse:
    ask = link.ask
    context = {"ask": ask, "form": form, "preview": preview_of_ask(ask), "said_before": answered_here(request, ask)}
    return render(request, "recommendations/link.html", context, status=status_of(form) if form else 200)


@require_safe
@login_not_required  # for whoever has answered in this browser
def link_thanks(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The same thanks, with nothing under it, for what was discarded: that is told to nobody."""
    if not holds(request, ANSWERS, public_id):
        return _gone(request)
    answer = answer_held(request, public_id)
    note = note_of(answer, answer.ask.person.country) if answer else None
    may_join = request.user.is_authenticated or (answer is not None and _way_in(answer) is not None)
    context = {"answer": answer, "note": note, "may_join": may_join}
    return render(request, "recommendations/link_thanks.html", context)


@post_or_back_to("link_thanks")
@login_not_required  # joining begins here
@limited("open_invitation")
def link_join(request: HttpRequest, public_id: UUID) -> HttpResponse:
    answer = answer_held(request, public_id)
    if answer is None:
        return _gone(request)
    if person := viewer_of(request):
        answer.claim(person)
        return redirect(f"{reverse('vouch_new')}?told={answer.public_id}" if answer.provider else "find")
    invitation = _way_in(answer)
    if invitation is None:
        return _gone(request)
    request.session["invitation"] = request.session["known_for"] = str(invitation.public_id)
    return redirect("invited")


def _way_in(answer: LinkAnswer) -> Invitation | None:
    """Into Whom, once the asker has said who wrote it."""
    made = answer.invitation()
    return made if made and made.is_unspent() else None


# --- By the one who asked --------------------------------------------------------------------------


@require_POST
@limited("change")
def link_make(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = get_object_or_404(request.user.asks, public_id=public_id)
    AskLink.make(ask)
    return redirect(f"{ask.get_absolute_url()}{PANEL}")


@require_POST
@limited("change")
def link_revoke(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = get_object_or_404(request.user.asks, public_id=public_id)
    AskLink.objects.visible_to(request.user).filter(ask=ask).delete()
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect(ask)


@page_with_form
@limited("change")
def link_answer_confirm(request: PersonRequest, public_id: UUID) -> HttpResponse:
    mine = LinkAnswer.objects.visible_to(request.user).select_related("ask__place", "trade")
    answer = get_object_or_404(mine, public_id=public_id)
    form = ConfirmForm(posted(request), initial={"who": answer.confirmed_as or answer.name})
    # It invites whoever it was.
    if form.is_valid() and (answer.invitation() or allowed(request, "invite", form)):
        answer.confirm(form.cleaned_data["who"])
        said = _("Thank you. It stays with your question. Only you see it.")
        if answer.provider:
            said = _("Thank you. It is on your list, and you find it when you search. Only you see it.")
        messages.success(request, said)
        return redirect(answer.ask)
    context = {"form": form, "answer": answer, "note": note_of(answer, request.user.country)}
    return render(request, "recommendations/link_answer_confirm.html", context, status=status_of(form))


@require_POST
@limited("change")
def link_answer_discard(request: PersonRequest, public_id: UUID) -> HttpResponse:
    answer = LinkAnswer.objects.visible_to(request.user).filter(public_id=public_id).select_related("ask").first()
    if answer:
        answer.discard()
    messages.success(request, _("Discarded. Nobody is told."))
    return redirect(answer.ask if answer else "asks")


def _gone(request: HttpRequest) -> HttpResponse:
    """Taken back, run out, full, settled, unknown and blocked look the same."""
    return render(request, "recommendations/link_gone.html", status=404)
