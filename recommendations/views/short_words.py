"""A short word to the author of something shared: written by a reader, and answered once."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed
from recommendations.forms import ShortWordForm, WordAnswerForm, WordThanksForm
from recommendations.forms.keys import id_of_sent
from recommendations.models import Insight, Offer, ShortWord
from recommendations.short_words.told import ToldWord, told_words
from recommendations.views.access import told_insight_or_404


@page_with_form
def insight_word(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    of_others = Insight.objects.few_visible_to(person).exclude(author=person)
    theirs = get_object_or_404(of_others.select_related("author"), public_id=public_id)
    context = {"insight": told_insight_or_404(person, theirs)}
    return word_to_author(request, theirs, "short_word_new", context, _("Its author has your words."))


def word_to_author(
    request: PersonRequest, theirs: Insight | Offer, template: str, context: dict[str, Any], sent: str
) -> HttpResponse:
    """The form in which one writes to the author of what one may read. The word that still waits for an answer is
    shown instead."""
    person = request.user
    if there := ShortWord.objects.sent_by(person).waiting_about(theirs).first():
        return redirect(there)
    form = ShortWordForm(posted(request))
    if form.is_valid() and allowed(request, "short_word", form):
        said = form.cleaned_data
        word = ShortWord.put(id_of_sent(said["key"], person), person, theirs, said["words"])
        if word is None:
            raise Http404
        messages.success(request, sent)
        return redirect(word)
    return render(request, f"recommendations/{template}.html", context | {"form": form}, status=status_of(form))


@page_with_form
def short_word(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """Whoever wrote it reads it, and says thanks once; the author answers once."""
    person = request.user
    word = get_object_or_404(ShortWord.objects.visible_to(person).with_all(), public_id=public_id)
    [told] = told_words(person, [word])
    if told.may_be_thanked_for:
        return _thanked(request, told)
    form = WordAnswerForm(posted(request)) if told.may_be_answered else None
    if form and form.is_valid() and allowed(request, "answer", form):
        if word.reply(form.cleaned_data["answer"]):
            messages.success(request, _("{name} has your answer.").format(name=word.person.first_name))
        return redirect(word)
    context = {"told": told, "word": word, "form": form}
    return render(request, "recommendations/short_word.html", context, status=status_of(form) if form else 200)


def _thanked(request: PersonRequest, told: ToldWord) -> HttpResponse:
    form = WordThanksForm(posted(request))
    if form.is_valid() and allowed(request, "thank", form):
        if told.word.thank(form.cleaned_data["thanks"]):
            messages.success(request, _("{name} has your thanks.").format(name=told.word.author.first_name))
        return redirect(told.word)
    context = {"told": told, "word": told.word, "form": form}
    return render(request, "recommendations/short_word.html", context, status=status_of(form))
