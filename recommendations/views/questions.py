from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed
from people.models import Person
from people.words import lowered
from recommendations.forms import QuestionForm, ReplyForm
from recommendations.forms.keys import id_of_sent
from recommendations.insights.found import told_insights
from recommendations.models import Insight, Question, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestion_of
from recommendations.providers.word import Word
from recommendations.views.access import suggestion_or_404, told_insight_or_404


@page_with_form
def question_new(request: PersonRequest, public_id: UUID, key: str) -> HttpResponse:
    """To the friend through whom these words came."""
    person = request.user
    suggestion, word, friend = _word_or_404(person, public_id, key)
    form = QuestionForm(posted(request), initial={"key": uuid4()})
    if form.is_valid() and allowed(request, "question", form):
        # Whom the words are about: the person may say that others are the same one, the friend need not.
        vouch = get_object_or_404(Vouch.objects.few_visible_to(person).select_related("provider"), pk=word.vouch)
        return _put(request, form, friend, provider=vouch.provider.public_id)
    context = {"form": form, "suggestion": suggestion, "word": word, "friend": friend}
    return render(request, "recommendations/question_new.html", context, status=status_of(form))


@page_with_form
def insight_question(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """To the friend through whom it came, where one is named."""
    person = request.user
    theirs = get_object_or_404(Insight.objects.few_visible_to(person), public_id=public_id)
    shown = told_insight_or_404(person, theirs)
    if shown.between is None:
        raise Http404
    friend = get_object_or_404(Person.objects.circle_of(person), public_id=shown.between.person)
    form = QuestionForm(posted(request), initial={"key": uuid4()})
    if form.is_valid() and allowed(request, "question", form):
        return _put(request, form, friend, insight=public_id)
    context = {"form": form, "insight": shown, "friend": friend}
    return render(request, "recommendations/question_new.html", context, status=status_of(form))


def _put(request: PersonRequest, form: QuestionForm, friend: Person, **about: UUID) -> HttpResponse:
    said = form.cleaned_data
    sent = id_of_sent(said["key"], request.user)
    question = Question.put(sent, request.user, friend, said["words"], **about)
    if question is None:
        raise Http404
    messages.success(request, _("{name} has your question.").format(name=friend.first_name))
    return redirect(question)


@page_with_form
def question(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """The one who asks reads it; the friend replies."""
    person = request.user
    between_us = Question.objects.visible_to(person).select_related("person", "friend")
    question = get_object_or_404(between_us, public_id=public_id)
    form = None
    if question.friend == person:
        form = ReplyForm(posted(request), initial={"answer": question.answer})
        if form.is_valid() and allowed(request, "answer", form):
            if not question.reply(form.cleaned_data["answer"]):
                raise Http404
            messages.success(request, _("{name} has your reply.").format(name=question.person.first_name))
            return redirect("question", public_id)
    context = {"question": question, "form": form, **_about(person, question)}
    return render(request, "recommendations/question.html", context, status=status_of(form) if form else 200)


def _about(person: Person, question: Question) -> dict[str, Any]:
    """What this one of the two may see of it; nothing, if it is not there any more."""
    if question.insight:
        seen = Insight.objects.few_visible_to(person).filter(public_id=question.insight)
        return {"insight": next(iter(told_insights(person, seen)), None)}
    suggestion = suggestion_of(person, question.provider) if question.provider else None
    return {"suggestion": suggestion, "trade": _trade_within(suggestion.lead) if suggestion else ""}


def _trade_within(lead: Word) -> str:
    """Within a sentence."""
    return lowered(lead.trade) if lead.trade_slug else _("“{words}”").format(words=lead.trade)


def _word_or_404(person: Person, public_id: UUID, key: str) -> tuple[Suggestion, Word, Person]:
    suggestion = suggestion_or_404(person, public_id)
    for word in suggestion.words:
        if word.friend and word.key == key:
            friend = get_object_or_404(Person.objects.circle_of(person), public_id=word.friend.person)
            return suggestion, word, friend
    raise Http404
