from functools import partial

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import models
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import limited
from people.reauthentication import reauthenticated
from recommendations.forms.written import choose_one_of
from recommendations.leaving.erasing import erase, rest
from recommendations.leaving.export import SUBJECTS, archive_of


class Leaving(models.TextChoices):
    ALL = "all", gettext_lazy("Everything goes, now")
    REST = "rest", gettext_lazy("Rest: nobody sees me or my words until I sign in again")


class LeaveForm(forms.Form):
    what = forms.ChoiceField(
        label=gettext_lazy("What should happen?"),
        choices=Leaving.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what should happen."),
            "invalid_choice": choose_one_of(len(Leaving)),
        },
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that what goes is gone for good"),
        required=False,
        help_text=gettext_lazy("Not needed if you rest."),
    )

    def __init__(self, *args, suspended: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if suspended:  # they are out of sight already
            everything = [(Leaving.ALL.value, Leaving.ALL.label)]
            self.fields["what"] = forms.ChoiceField(choices=everything, initial=Leaving.ALL, widget=forms.HiddenInput)
            self.fields["sure"].help_text = ""

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("what") == Leaving.ALL and not cleaned.get("sure"):
            self.add_error("sure", _("Tick the box if you want everything to go: it cannot be undone."))
        return cleaned


@page_with_form
@reauthenticated
@limited("export")
def export(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "recommendations/export.html", {"subjects": SUBJECTS})
    name = f"whom-{timezone.localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(archive_of(request.user), content_type="application/zip", headers=headers)


@page_with_form
@partial(reauthenticated, secret=True)  # nothing that was sent and then left alone may erase anybody later
def leave(request: PersonRequest) -> HttpResponse:
    form = LeaveForm(posted(request), suspended=request.user.suspended)
    if not form.is_valid():
        return render(request, "recommendations/leave.html", {"form": form}, status=status_of(form))
    if form.cleaned_data["what"] == Leaving.ALL:
        erase(request.user)
        said = _("Everything of yours is gone. Thank you for having been here.")
    else:
        rest(request.user)
        said = _("You rest now. To come back, sign in.")
    return _goodbye(request, said)


def _goodbye(request: PersonRequest, said: str) -> HttpResponse:
    logout(request)
    messages.success(request, said)
    return redirect(settings.LOGOUT_REDIRECT_URL)
