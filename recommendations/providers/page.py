"""What the page of one provider tells besides what a card does."""

from collections import defaultdict
from dataclasses import replace

from people.models import Person
from recommendations.models import Experience
from recommendations.providers.pictures import pictures_of
from recommendations.providers.suggestion import Earlier, Suggestion


def in_full(person: Person, suggestion: Suggestion) -> Suggestion:
    """With photos, the earlier times of each author, and what this viewer has thanked for; by one query each."""
    vouches = [word.vouch for word in suggestion.words]
    earlier: dict[int, list[Earlier]] = defaultdict(list)
    told = Experience.objects.beside(vouches).order_by("-hired_on", "-pk")
    for vouch, job, hired_on in told.values_list("vouch", "job", "hired_on"):
        earlier[vouch].append(Earlier(job, hired_on))
    thanked = dict(person.thanks_given.standing().filter(vouch__in=vouches).values_list("vouch", "public_id"))
    photos = pictures_of(vouches)
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
