"""What the page of one provider tells besides what a card does."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from people.compiled import CompiledOnce, any_of
from people.models import Person
from recommendations.models import Experience
from recommendations.providers.pictures import pictures_of
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.word import Earlier


@CompiledOnce
def _experiences(vouches: tuple[int, ...]) -> QuerySet[Any, Any]:
    told = Experience.objects.beside(vouches).order_by("-hired_on", "-pk")
    return told.values_list("vouch", "job", "hired_on")


@CompiledOnce
def _thanked_for(person: Person, vouches: tuple[int, ...]) -> QuerySet[Any, Any]:
    thanks = person.thanks_given.standing().filter(vouch__in=any_of(vouches))
    return thanks.values_list("vouch", "public_id")


def in_full(person: Person, suggestion: Suggestion) -> Suggestion:
    """With photos, the earlier times of each author, and what this viewer has thanked for; by one query each,
    for photos none if there are none."""
    vouches = tuple(word.vouch for word in suggestion.words)
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    for vouch, job, hired_on in _experiences(vouches=vouches):
        earlier[vouch].append(Earlier(job, hired_on))
    thanked = dict(_thanked_for(person=person, vouches=vouches))
    photos = pictures_of(word.vouch for word in suggestion.words if word.photos)
    words = [
        replace(
            word,
            earlier=tuple(earlier[word.vouch]),
            photos=photos.get(word.vouch, ()),
            thanks=thanked.get(word.vouch),
        )
        for word in suggestion.words
    ]
    return replace(suggestion, words=words)
