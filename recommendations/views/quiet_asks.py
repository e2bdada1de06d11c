"""What the one friend does through whom somebody asks: they put it to their circle, and hand the answers on."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed, limited
from people.models import Person
from recommendations.asks.received import asked_through
from recommendations.forms import PutForm
from recommendations.models import Answer


@page_with_form
def ask_put(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """To some of one's circle or to all of it, but for whoever asks; once."""
    person = request.user
    through_me = asked_through(person, public_id)
    if through_me is None:
        raise Http404
    row, received = through_me
    if not received.may_put:
        return redirect(row.ask)
    friends = Person.objects.circle_of(person).exclude(pk=row.ask.person_id)
    form = PutForm(posted(request), friends=friends)
    if form.is_valid() and allowed(request, "pass_on", form):
        if not row.put(form.chosen(), form.cleaned_data["word"]):
            raise Http404
        messages.success(request, _("It is put to them. What they answer comes to you, to be handed on."))
        return redirect(row.ask)
    context = {"ask": row.ask, "asked": received.asked, "form": form, "friends": friends}
    return render(request, "recommendations/ask_put.html", context, status=status_of(form))


@require_POST
@limited("answer")
def answer_hand_on(request: PersonRequest, public_id: UUID) -> HttpResponse:
    answer = get_object_or_404(
        Answer.objects.handed_by(request.user).select_related("ask__person"), public_id=public_id
    )
    if answer.hand_on(request.user):
        messages.success(request, _("Handed on to {name}.").format(name=answer.ask.person.first_name))
    else:
        messages.error(request, _("This question is closed, so nothing is handed on any more."))
    return redirect(answer.ask)
