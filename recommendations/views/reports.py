"""Whatever one can see one can report to the desk: fetched through the rule of sight, so that a report of what is
hidden is the same 404 as a report of nothing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed
from people.models import Introduction, Person
from recommendations.forms import ReportForm
from recommendations.forms.keys import id_of_sent
from recommendations.models import (
    HANDLING,
    Answer,
    Ask,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    Offer,
    Photo,
    Question,
    Recipient,
    Report,
    Reportable,
    ShortWord,
    Thanks,
    Vouch,
)
from recommendations.providers.suggestion import Suggestion
from recommendations.sight.asks import words_passed_to
from recommendations.sight.names import people_named_to
from recommendations.views.access import suggestion_or_404

THANK_YOU = gettext_lazy("Thank you. Whoever runs this Whom will look at it.")
# What one may see of others, by kind.
SEEN: dict[Reportable, Callable[[Person], QuerySet[Any]]] = {
    Reportable.INSIGHT: lambda person: Insight.objects.few_visible_to(person).exclude(author=person),
    Reportable.OFFER: lambda person: Offer.objects.few_visible_to(person).exclude(author=person),
    Reportable.ASK: lambda person: Ask.objects.visible_to(person).exclude(person=person),
    Reportable.ANSWER: lambda person: Answer.objects.visible_to(person).exclude(person=person).exclude(words=""),
    Reportable.HEARD: lambda person: Answer.objects.replied_to(person),
    Reportable.HELPED: lambda person: Answer.objects.thanked_to(person).exclude(thanks=""),
    Reportable.ADDED: lambda person: IntroductionAsk.objects.to_answer(person).exclude(word=""),
    Reportable.WISH: lambda person: IntroductionAsk.objects.visible_to(person).exclude(person=person),
    Reportable.PHOTO: lambda person: Photo.objects.visible_to(person).exclude(vouch__author=person).defer("image"),
    Reportable.WORD: lambda person: ShortWord.objects.received_by(person),
    Reportable.REPLY: lambda person: ShortWord.objects.answered_to(person).exclude(answer=""),
    Reportable.QUESTION: lambda person: Question.objects.received_by(person),
    Reportable.REPLIED: lambda person: Question.objects.replied_to(person),
    Reportable.THANKS: lambda person: Thanks.objects.visible_to(person).exclude(words=""),
    Reportable.PASSING: words_passed_to,
    Reportable.INTRODUCTION: lambda person: Introduction.objects.open_to(person).exclude(word=""),
    Reportable.LINK: lambda person: LinkAnswer.objects.visible_to(person),
    Reportable.PERSON: people_named_to,
}
CALLED = {
    Reportable.VOUCH: pgettext_lazy("what is reported, as an object", "this vouch"),
    Reportable.INSIGHT: pgettext_lazy("what is reported, as an object", "this insight"),
    Reportable.OFFER: pgettext_lazy("what is reported, as an object", "this offer"),
    Reportable.ASK: pgettext_lazy("what is reported, as an object", "this question"),
    Reportable.ANSWER: pgettext_lazy("what is reported, as an object", "this answer"),
    Reportable.HEARD: pgettext_lazy("what is reported, as an object", "this reply"),
    Reportable.HELPED: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.WISH: pgettext_lazy("what is reported, as an object", "this wish to be introduced"),
    Reportable.ADDED: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.PHOTO: pgettext_lazy("what is reported, as an object", "this photo"),
    Reportable.WORD: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.REPLY: pgettext_lazy("what is reported, as an object", "this answer"),
    Reportable.QUESTION: pgettext_lazy("what is reported, as an object", "this question"),
    Reportable.REPLIED: pgettext_lazy("what is reported, as an object", "this reply"),
    Reportable.THANKS: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.PASSING: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.INTRODUCTION: pgettext_lazy("what is reported, as an object", "these words"),
    Reportable.LINK: pgettext_lazy("what is reported, as an object", "this answer"),
    Reportable.PERSON: pgettext_lazy("what is reported, as an object", "this person"),
}


@page_with_form
def report_new(request: PersonRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Of whatever else there is. `kind` comes with the address."""
    what = Reportable(kind)
    seen = SEEN[what](request.user).filter(**{HANDLING[what].known_by: public_id})
    return _asked(request, what, seen, _back_from(get_object_or_404(seen)))


@page_with_form
def word_report(request: PersonRequest, public_id: UUID, key: str) -> HttpResponse:
    """Of a vouch, by the address that it has for this reader alone."""
    suggestion = suggestion_or_404(request.user, public_id)
    seen = Vouch.objects.few_visible_to(request.user).filter(pk=_vouch_or_404(suggestion, key))
    return _asked(request, Reportable.VOUCH, seen, reverse("provider", args=[public_id]))


def _asked(request: PersonRequest, kind: Reportable, seen: QuerySet[Any], back_url: str) -> HttpResponse:
    form = ReportForm(posted(request))
    if form.is_valid() and allowed(request, "report", form):
        said = form.cleaned_data
        if not Report.make(id_of_sent(said["key"], request.user), request.user, kind, seen, said["words"]):
            raise Http404
        messages.success(request, THANK_YOU)
        return redirect(back_url)
    context = {"form": form, "called": CALLED[kind], "kind": kind, "back_url": back_url}
    return render(request, "recommendations/report_new.html", context, status=status_of(form))


def _vouch_or_404(suggestion: Suggestion, key: str) -> int:
    for word in suggestion.words:
        if word.distance and word.key == key:
            return word.vouch
    raise Http404


def _back_from(thing: Model) -> str:
    """A page that whoever sees the thing can see."""
    if isinstance(thing, Answer | LinkAnswer | Recipient):
        return thing.ask.get_absolute_url()
    if isinstance(thing, Ask | Insight | IntroductionAsk | Offer | Question | ShortWord):
        return thing.get_absolute_url()
    if isinstance(thing, Introduction):
        return reverse("introduction", args=[thing.public_id])
    if isinstance(thing, Thanks):
        return reverse("thanks")
    return reverse("find")
