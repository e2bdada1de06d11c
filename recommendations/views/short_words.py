"""A short word to the author of something shared: written by a reader, and answered once."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed
from recommendations.forms import ShortWordForm, WordAnswerForm, WordThanksForm
from recommendations.models import Insight, ShortWord
from recommendations.short_words.told import ToldWord, told_words
from recommendations.views.access import told_insight_or_404


@page_with_form
def insight_word(request: PersonRequest, public_id: UUID) -> HttpResponse:
    person = request.user
    of_others = Insight.objects.visible_to(person).exclude(author=person)
    theirs = get_object_or_404(of_others.select_related("author"), public_id=public_id)
    shown = told_insight_or_404(person, theirs)
    if there := ShortWord.objects.sent_by(person).filter(insight=theirs, answered_at=None).first():
        return redirect(there)
    form = ShortWordForm(posted(request))
    if form.is_valid() and allowed(request, "short_word", form):
        said = form.cleaned_data
        word = ShortWord.put(said["key"] or uuid4(), person, theirs, said["words"])
        if word is None:
            raise Http404
        messages.success(request, "Its author has your words.")
        return redirect(word)
    context = {"form": form, "insight": shown}
    return render(request, "recommendations/short_word_new.html", context, status=status_of(form))


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
            messages.success(request, f"{word.person.first_name} has your answer.")
        return redirect(word)
    context = {"told": told, "word": word, "form": form}
    return render(request, "recommendations/short_word.html", context, status=status_of(form) if form else 200)


def _thanked(request: PersonRequest, told: ToldWord) -> HttpResponse:
    form = WordThanksForm(posted(request))
    if form.is_valid() and allowed(request, "thank", form):
        if told.word.thank(form.cleaned_data["thanks"]):
            messages.success(request, f"{told.word.author.first_name} has your thanks.")
        return redirect(told.word)
    context = {"told": told, "word": told.word, "form": form}
    return render(request, "recommendations/short_word.html", context, status=status_of(form))
