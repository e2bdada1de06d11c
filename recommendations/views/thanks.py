from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from people.http import PersonRequest, page_with_form, posted, status_of, status_unanswered
from people.limits import allowed
from people.models import Person
from people.words import AFTER, duration
from recommendations.circle.thanks import thanks_to
from recommendations.forms import ThanksForm
from recommendations.models import Thanks
from recommendations.models.thanks import ASKED_AFTER
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of
from recommendations.providers.word import Word
from recommendations.views.access import suggestion_or_404

MOST_THANKS = 100


@require_safe
def thanks(request: PersonRequest) -> HttpResponse:
    return render(request, "recommendations/thanks.html", {"received": thanks_to(request.user, MOST_THANKS)})


@page_with_form
def thanks_new(request: PersonRequest, public_id: UUID, key: str) -> HttpResponse:
    """I hired them on your word."""
    person = request.user
    suggestion, word = _word_or_404(person, public_id, key)
    before = person.thanks_given.standing().filter(vouch=word.vouch).first()
    if before and request.method != "POST":
        return redirect("thanks_went", before.public_id)
    form = ThanksForm(posted(request))
    if form.is_valid() and allowed(request, "thank", form):
        between = word.friend.person if word.friend and word.distance > 1 else None
        if not Thanks.give(person, word.vouch, between, form.cleaned_data["words"]):
            raise Http404
        messages.success(request, _thanked())
        return redirect("provider", public_id)
    context = {"form": form, "suggestion": suggestion, "word": word}
    return render(request, "recommendations/thanks_new.html", context, status=status_of(form))


@page_with_form
def thanks_went(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Did they hire them in the end, and how did it go?"""
    given = get_object_or_404(
        request.user.thanks_given.standing().select_related("vouch__provider"), public_id=public_id
    )
    suggestion = suggestion_of(request.user, given.vouch.provider.public_id)
    answer = request.POST.get("answer")
    if answer == "yes":
        given.answer(ask_again=False)
        messages.success(request, _("Good. Now your own word can help the next friend who needs one."))
        return redirect(_where_to_vouch(suggestion))
    if answer == "not yet":
        given.answer(ask_again=True)
        messages.success(request, _("We ask you again in {time}.").format(time=duration(ASKED_AFTER, AFTER)))
    elif answer == "no":
        given.take_back()
        messages.success(request, _("Your thanks are taken back. Nobody is told."))
    else:
        context = {"given": given, "suggestion": suggestion}
        return render(request, "recommendations/thanks_went.html", context, status=status_unanswered(request))
    return redirect("provider", suggestion.public_id) if suggestion else redirect("find")


def _thanked() -> str:
    said = _("Your thanks are on their way. In {time} we ask you how it went.")
    return said.format(time=duration(ASKED_AFTER, AFTER))


def _word_or_404(person: Person, public_id: UUID, key: str) -> tuple[Suggestion, Word]:
    suggestion = suggestion_or_404(person, public_id)
    for word in suggestion.words:
        if word.may_be_thanked and word.key == key:
            return suggestion, word
    raise Http404


def _where_to_vouch(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return reverse("vouch_new")
    if suggestion.own:
        return reverse("vouch_renew", args=[suggestion.own.public_id])
    return f"{reverse('vouch_new')}?provider={suggestion.public_id}"
