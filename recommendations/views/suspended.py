"""All that whoever is suspended sees: why, and what is left to them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.http import PersonRequest, page_with_form, posted, status_of
from recommendations.forms import ReplyOnceForm


@page_with_form
def suspended(request: PersonRequest) -> HttpResponse:
    suspension = get_object_or_404(request.user.suspensions)
    form = ReplyOnceForm(None if suspension.answered_at else posted(request))
    if form.is_valid():
        suspension.reply(form.cleaned_data["answer"])
        messages.success(request, _("Your answer has reached whoever runs this Whom."))
        return redirect("suspended")
    context = {"suspension": suspension, "form": form}
    return render(request, "recommendations/suspended.html", context, status=status_of(form))
