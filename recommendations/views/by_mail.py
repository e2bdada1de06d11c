"""The pages to which the buttons of mails lead: no sign-in, one button, and nothing of whose mail it was."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from people.http import page_with_form, posted, status_of
from people.limits import allowed, limited
from recommendations.asks.by_mail import asked_by_mail
from recommendations.forms import MailAnswerForm
from recommendations.models import Answer
from recommendations.notices.acts import MAIL_ACTS, act_opened

NOTHING_IS_TOLD = gettext_lazy("Nobody is told. Signed in, you can take it back on the page of the question.")


@page_with_form
@csrf_exempt  # the key in the mail is the permission, whoever is signed in in this browser
@login_not_required  # and it is for whoever is not
def mail_ask(request: HttpRequest, key: str) -> HttpResponse:
    opened = asked_by_mail(key)
    if opened is None:
        return _nothing(request)
    asked = opened.asked
    form = MailAnswerForm(posted(request), ask=asked.ask, them=asked.them)
    if form.is_valid() and allowed(request, "mail_answer", form):
        if not Answer.give_by_mail(asked.ask, opened.to, **form.cleaned_data):
            return _nothing(request)
        context = {"reader": opened.reader, "asked": asked, "ask": asked.ask}
        return render(request, "recommendations/mail_answered.html", context)
    context = {"asker": opened.asker, "asked": asked, "ask": asked.ask, "form": form, "key": key}
    return render(request, "recommendations/mail_ask.html", context, status=status_of(form))


@page_with_form
@csrf_exempt  # as above
@login_not_required
@limited("by_mail")
def mail_no(request: HttpRequest, key: str) -> HttpResponse:
    opened = asked_by_mail(key)
    if opened is None:
        return _nothing(request)
    asked = opened.asked
    if request.method == "POST":
        if not asked.ask.decline_by_mail(opened.to):
            return _nothing(request)
        context = {"said": _("Put away"), "done": NOTHING_IS_TOLD, "leads_to": asked.ask.get_absolute_url()}
        return render(request, "recommendations/mail_done.html", context)
    return render(request, "recommendations/mail_no.html", {"asker": opened.asker, "ask": asked.ask})


@page_with_form
@csrf_exempt  # as above
@login_not_required
@limited("by_mail")
def mail_act(request: HttpRequest, act: str, key: str) -> HttpResponse:
    opened = act_opened(act, key)
    if opened is None:
        return _nothing(request)
    mail_act = MAIL_ACTS[act]
    if request.method == "POST":
        if not mail_act.press(*opened):
            return _nothing(request)
        context = {"said": _("Done"), "done": mail_act.done, "leads_to": ""}
        return render(request, "recommendations/mail_done.html", context)
    return render(request, "recommendations/mail_act.html", {"act": mail_act})


def _nothing(request: HttpRequest) -> HttpResponse:
    """Settled, parted, blocked, run out, used up, unknown: the same."""
    return render(request, "recommendations/mail_gone.html", status=404)
