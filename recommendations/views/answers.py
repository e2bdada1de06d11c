from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.compiled import CompiledOnce
from people.http import PersonRequest, page_with_form, post_or_back_to, posted, status_of
from people.limits import allowed, limited
from people.models import Person
from people.push_offer import offer_pushes
from people.qr import qr_picture
from recommendations.asks.answered import Answered, answers_to, asked_whom, some_are_gone
from recommendations.asks.link import words_for
from recommendations.asks.notes import note_of
from recommendations.asks.received import Received, fitting_for, question_for
from recommendations.forms import AnswerReplyForm, AskAnswerForm, PassForm
from recommendations.models import Answer, Ask, AskLink, LinkAnswer

REPLIED_BEFORE = gettext_lazy("You have replied to this answer before, and can reply once. Ask them in another way.")
OVER = gettext_lazy("This question is closed, so it takes no more answers.")


@require_safe
def ask(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    ask = _seen_or_404(person, public_id)
    if ask.person != person:
        return _received_page(request, ask, AskAnswerForm())
    if ask.is_draft:
        return redirect("ask_send", public_id)
    answered = answers_to(person, ask)
    context = {
        "ask": ask,
        "asked_whom": asked_whom(person, ask),
        "answered": answered,
        "some_are_gone": some_are_gone(ask, answered),
    }
    return render(request, "recommendations/ask.html", context | link_of(request, ask))


@post_or_back_to("ask")
def answer_new(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """With a vouch that the person has already, or in words."""
    person = request.user
    ask, received = _reached_or_404(person, public_id)
    form = AskAnswerForm(request.POST, fitting=fitting_for(person, ask))
    if not ask.is_open:
        form.errors.clear()
        form.add_error(None, OVER)
    elif form.is_valid() and allowed(request, "answer", form):
        if not Answer.give(ask, person, form.cleaned_data["vouch"], form.cleaned_data["words"]):
            raise Http404
        messages.success(request, _("Thank you. {who} has your answer.").format(who=received.asked.reader))
        offer_pushes(request)
        return redirect(ask)
    return _received_page(request, ask, form)


@page_with_form
def ask_pass(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """To one friend. The page says the same whoever has the question already."""
    person = request.user
    ask, received = _reached_or_404(person, public_id)
    if not received.asked.direct or ask.quiet:
        raise Http404
    if not received.may_pass:
        return redirect(ask)
    friends = Person.objects.circle_of(person).exclude(pk=ask.person_id)
    form = PassForm(posted(request), friends=friends)
    if form.is_valid() and allowed(request, "pass_on", form):
        friend = form.cleaned_data["friend"]
        if not ask.pass_on(person, friend, form.cleaned_data["word"]):
            raise Http404
        messages.success(request, _("Passed on to {name}.").format(name=friend.name))
        return redirect(ask)
    context = {"ask": ask, "asked": received.asked, "form": form, "friends": friends}
    return render(request, "recommendations/ask_pass.html", context, status=status_of(form))


@require_POST
def ask_decline(request: PersonRequest, public_id: UUID) -> HttpResponse:
    ask = _reached_or_404(request.user, public_id)[0]
    ask.decline(request.user)
    messages.success(request, _("Put away. Nobody is told."))
    return redirect("asks")


@require_POST
def no_take_back(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Also one that came from one's mail, which opens nothing any more then."""
    ask = _reached_or_404(request.user, public_id)[0]
    ask.take_back_no(request.user)
    messages.success(request, _("Taken back. The question is among those that wait for you."))
    return redirect(ask)


@require_POST
@limited("thank")
def answer_thank(request: PersonRequest, public_id: UUID) -> HttpResponse:
    answered = _answered_or_404(request.user, public_id)
    answered.answer.thank("")
    messages.success(request, _("Your thanks are on their way."))
    return redirect(answered.answer.ask)


@page_with_form
def answer_reply(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Once, to an answer to one's own question."""
    answered = _answered_or_404(request.user, public_id)
    form = AnswerReplyForm(posted(request))
    if form.is_valid() and allowed(request, "answer", form):
        if answered.answer.reply_once(form.cleaned_data["words"]):
            messages.success(request, _("Your reply is on its way."))
            return redirect(answered.answer.ask)
        form.add_error(None, REPLIED_BEFORE)
    return render(
        request, "recommendations/answer_reply.html", {"form": form, "answered": answered}, status=status_of(form)
    )


@require_POST
def answer_unthank(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Of an answer to one's own question. It says the same, whether there is anything to take back or not."""
    mine = Answer.objects.visible_to(request.user).filter(ask__person=request.user, public_id=public_id)
    answer = mine.select_related("ask__person").first()
    if answer:
        answer.take_thanks_back()
    messages.success(request, _("Your thanks are taken back. Nobody is told."))
    return redirect(answer.ask if answer else "asks")


@require_POST
def answer_withdraw(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """One's own, whether the question still reaches one or not."""
    person = request.user
    answer = person.answers.filter(public_id=public_id).first()
    if answer is None:
        return redirect("asks")
    answer.withdraw()
    messages.success(request, _("Your answer is withdrawn."))
    here = Ask.objects.visible_to(person).filter(pk=answer.ask_id).first()
    return redirect(here or "asks")


def _answered_or_404(person: Person, public_id: UUID) -> Answered:
    """To one's own question, as one may see it."""
    mine = Answer.objects.visible_to(person).filter(ask__person=person).select_related("ask")
    ask = get_object_or_404(mine, public_id=public_id).ask
    answered = next((each for each in answers_to(person, ask) if each.answer.public_id == public_id), None)
    if answered is None:
        raise Http404
    return answered


def _seen_or_404(person: Person, public_id: UUID) -> Ask:
    seen = _seen(person=person, public_id=public_id)
    if not seen:
        raise Http404
    return seen[0]


@CompiledOnce
def _seen(person: Person, public_id: UUID) -> QuerySet[Ask]:
    return Ask.objects.visible_to(person).filter(public_id=public_id).select_related("person", "trade", "place")


def _reached_or_404(person: Person, public_id: UUID) -> tuple[Ask, Received]:
    ask = _seen_or_404(person, public_id)
    received = question_for(person, ask)
    if received is None:
        raise Http404
    return ask, received


def _received_page(request: PersonRequest, ask: Ask, form: AskAnswerForm) -> HttpResponse:
    received = question_for(request.user, ask)
    if received is None:
        raise Http404
    context = {"ask": ask, "received": received, "asked": received.asked, "form": form}
    return render(request, "recommendations/ask_received.html", context, status=status_of(form))


@CompiledOnce
def _told_by_link(person: Person, ask: Ask) -> QuerySet[LinkAnswer]:
    told = LinkAnswer.objects.visible_to(person).filter(ask=ask)
    return told.select_related("trade", "ask__place").order_by("-made_at", "-pk")


def link_of(request: PersonRequest, ask: Ask) -> dict[str, Any]:
    """For `_ask_link.html` and `_link_answers.html`."""
    link = AskLink.objects.visible_to(request.user).filter(ask=ask).first() if ask.is_open else None
    opens = link is not None and AskLink.objects.visible_to(request.user).alive().filter(pk=link.pk).exists()
    told = _told_by_link(person=request.user, ask=ask)
    url = request.build_absolute_uri(link.path) if link and opens and link.path else ""
    return {
        "link": link,
        "link_url": url,
        "link_words": words_for(ask, url),
        "link_qr": qr_picture(url) if url else "",
        "link_notes": [note_of(told, ask.person.country) for told in told],
    }
