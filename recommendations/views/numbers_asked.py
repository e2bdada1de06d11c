"""“Ask Maya for the number”, and what Maya says to it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.http import PersonRequest, page_of_form, page_with_form, posted, status_of, wants_piece
from people.limits import limited
from recommendations.forms import GiveNumberForm
from recommendations.models import NumberAsk
from recommendations.providers.word import Word
from recommendations.views.access import suggestion_or_404


@require_POST
@limited("ask_number")
def number_ask(request: PersonRequest, public_id: UUID, key: str) -> HttpResponse:
    """Of a friend whose words bring none. It says the same, whether that friend has one or not."""
    person, word = request.user, _word_or_404(request, public_id, key)
    if word.number_may_be_asked and not NumberAsk.put(person, word.vouch):
        raise Http404
    if wants_piece(request):
        context = {"word": _word_or_404(request, public_id, key), "provider": public_id, "just_asked": True}
        return render(request, "recommendations/_ask_number.html", context)
    said = _("{name} is asked for the number. A yes is for you alone.")
    messages.success(request, said.format(name=word.chain[0].first_name))
    return redirect(page_of_form(request) or reverse("provider", args=[public_id]))


@page_with_form
@limited("change")
def number_asked(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """By the friend who is asked: a yes, with the number where they had none; a no; and a yes taken back."""
    person = request.user
    between_us = NumberAsk.objects.visible_to(person).select_related("person", "vouch__author", "vouch__provider")
    asked = get_object_or_404(between_us, public_id=public_id)
    if asked.person == person:
        return redirect("provider", asked.vouch.provider.public_id)
    form, answer = GiveNumberForm(posted(request), vouch=asked.vouch), request.POST.get("answer")
    if answer == "no":
        asked.decline()
        messages.success(request, _("The number stays with you. Nobody is told."))
        return redirect("number_asked", public_id)
    if answer == "yes" and form.is_valid():
        if not asked.give(form.cleaned_data.get("phone", "")):
            raise Http404
        said = _("{name} has the number now, and nobody else.")
        messages.success(request, said.format(name=asked.person.first_name))
        return redirect("number_asked", public_id)
    context = {"asked": asked, "vouch": asked.vouch, "form": form}
    return render(request, "recommendations/number_asked.html", context, status=status_of(form))


def _word_or_404(request: PersonRequest, public_id: UUID, key: str) -> Word:
    """A friend's."""
    suggestion = suggestion_or_404(request.user, public_id)
    for word in suggestion.words:
        if word.distance == 1 and word.key == key:
            return word
    raise Http404
