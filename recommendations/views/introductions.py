"""“Ask Arun to introduce us”: by whoever asks, by the friend who passes it on or says nothing, and by the other, who is
asked before anybody hears of a yes."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import AcceptForm
from people.http import PersonRequest, page_with_form, posted, status_of
from people.joining import circle_full
from people.limits import allowed, limited
from people.models import Person
from recommendations.forms import IntroductionAskForm, PassIntroductionForm
from recommendations.introductions.things import from_beyond, told_of_thing
from recommendations.models import IntroductionAsk, ReachedBy
from recommendations.models.introduction_asks import IntroductionAskQuerySet
from recommendations.views.access import suggestion_or_404

HAS_YOUR_WORDS = gettext_lazy("{name} has your words. You hear of it only if the answer is yes.")
IS_PASSED_ON = gettext_lazy("Passed on. If {name} can be asked, they are. You hear of it if both say yes.")
SAID_YES = gettext_lazy(
    "You said yes. {name} learns who you are, and you are in each other’s circle if they say yes too."
)


@page_with_form
def thing_introduce(request: PersonRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Of what has an address of its own. `kind` comes with that."""
    return _asked(request, ReachedBy(kind), public_id=public_id)


@page_with_form
def word_introduce(request: PersonRequest, public_id: UUID, key: str) -> HttpResponse:
    """Of a vouch, by the address that it has for this reader alone."""
    for word in suggestion_or_404(request.user, public_id).words:
        if word.key == key:
            return _asked(request, ReachedBy.VOUCH, pk=word.vouch)
    raise Http404


def _asked(request: PersonRequest, kind: ReachedBy, **which: Any) -> HttpResponse:
    """Once asked, it leads to what was asked, whatever has become of it."""
    person, found = request.user, from_beyond(request.user, kind, **which)
    if found is None:
        raise Http404
    before = IntroductionAsk.objects.asked_by(person).about(found.friend, kind, found.thing).first()
    if before:
        return redirect(before)
    if person.circle_is_full():
        return circle_full(request)
    form = IntroductionAskForm(posted(request), friend=found.friend.first_name)
    if form.is_valid() and allowed(request, "introduce_me", form):
        words = form.cleaned_data["words"]
        asked = IntroductionAsk.put(person, found.friend, found.author, kind, found.thing, words)
        if asked is None:
            raise Http404
        messages.success(request, HAS_YOUR_WORDS.format(name=found.friend.first_name))
        return redirect(asked)
    context = {"form": form, "found": found, "naming": found.naming, "friend": found.friend}
    return render(request, "recommendations/introduction_ask_new.html", context, status=status_of(form))


@page_with_form
def introduction_ask(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whoever asked reads what they wrote; the friend passes it on, or leaves it."""
    person = request.user
    asked = _of(IntroductionAsk.objects.visible_to(person), public_id)
    if asked is None:
        return _nothing_to_say(request)
    if asked.other == person:
        return redirect("introduction_wanted", public_id)
    if asked.friend == person:
        return _passed_on(request, asked)
    context = {"asked": asked, "told": told_of_thing(asked, person)}
    return render(request, "recommendations/introduction_ask.html", context)


def _passed_on(request: PersonRequest, asked: IntroductionAsk) -> HttpResponse:
    """It says the same, whether the other can be asked or not."""
    name = cast(Person, asked.other).first_name  # or it would not be there to be passed on
    form = PassIntroductionForm(posted(request), other=name)
    if request.POST.get("answer") == "no":
        asked.leave()
        messages.success(request, _("You leave it. Nobody is told."))
        return redirect("circle")
    if form.is_valid() and allowed(request, "introduce", form):
        asked.pass_on(form.cleaned_data["word"])
        messages.success(request, IS_PASSED_ON.format(name=name))
        return redirect("circle")
    context = {"asked": asked, "told": told_of_thing(asked, request.user), "form": form}
    return render(request, "recommendations/introduction_pass.html", context, status=status_of(form))


@page_with_form
@limited("change")
def introduction_wanted(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """By the other, who alone can lead it to a yes."""
    person = request.user
    asked = _of(IntroductionAsk.objects.to_answer(person), public_id)
    if asked is None:
        return _nothing_to_say(request)
    name, through = asked.person.first_name, asked.friend.first_name
    form = AcceptForm(posted(request), name=name, required=False, through=through)
    if request.POST.get("answer") == "no":
        asked.say(yes=False)
        messages.success(request, _("You said no. Nobody is told."))
        return redirect("circle")
    if form.is_valid():
        if person.circle_is_full():
            return circle_full(request)
        if asked.say(yes=True, how=form.cleaned_data["how"]):
            messages.success(request, SAID_YES.format(name=asked.person.name))
        return redirect("circle")
    context = {"asked": asked, "told": told_of_thing(asked, person), "form": form}
    return render(request, "recommendations/introduction_wanted.html", context, status=status_of(form))


def _of(asks: IntroductionAskQuerySet, public_id: UUID) -> IntroductionAsk | None:
    return asks.select_related("person", "friend", "other").filter(public_id=public_id).first()


def _nothing_to_say(request: PersonRequest) -> HttpResponse:
    """A second press of the button ends where the first did, as far as that can be said of what is gone."""
    if request.method == "POST":
        return redirect("circle")
    raise Http404
