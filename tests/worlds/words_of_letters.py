"""A second opinion on what the weekly letter may say beside its reader's own name and their friends': written from the
specification, for the reader of mails in `mails.py`.

It brings the first words of one thing that its reader may read and did not ask for, and one each of a question, thanks
and what may no longer be true. Of what is delicate or discreet it says nothing but by whom it comes; its subject, which
a lock screen shows, names kinds of work, friends by their first name, and of tradespeople those alone whom the reader
hired.
"""

from __future__ import annotations

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone

from people.models import Notice, Person
from recommendations.models import Insight, Offer, Vouch
from tests.worlds import words_of_notices
from tests.worlds.words_of_notices import friends_of, may_read, may_read_words_of

TOLD_BY_NOTICES = {"asked", "passed_on", "thanked", "insight_thanked", "answer_thanked", "still_true"}
TOLD_BY_NOTICES |= {"word_taken", "insight_still_holds"}


def words_for(person: Person) -> set[str]:
    said = {word for notice in _notices(person) for word in _of(notice)}
    for surprise in person.surprises.filter(dismissed=False):
        vouch = Vouch.objects.filter(public_id=surprise.vouch).first()
        insight = Insight.objects.filter(public_id=surprise.insight).first()
        offer = Offer.objects.filter(public_id=surprise.offer, until__gte=timezone.localdate()).first()
        if offer and may_read_words_of(person, offer) and not offer.is_delicate:
            said |= {offer.words}
        if vouch and may_read(person, vouch) and not vouch.is_delicate:
            said |= {vouch.kind, vouch.name, vouch.job, vouch.words}
        if insight and may_read_words_of(person, insight) and not insight.is_delicate:
            said |= {insight.words}
    return {word for word in said if word}


def words_of_its_subject(person: Person) -> set[str]:
    """Kinds of work are judged apart, but for those in words of one's own."""
    old = person.vouches.filter(public_id__in=[each.about for each in _notices(person) if each.kind == "still_true"])
    hired = {vouch.name for vouch in old if not vouch.is_delicate}
    brought = Vouch.objects.filter(public_id__in=person.surprises.filter(dismissed=False).values("vouch"))
    kinds = {vouch.other for vouch in brought if may_read(person, vouch) and not vouch.is_delicate}
    return (
        hired
        | kinds
        | {word for name in hired | kinds for word in name.split()[:1]}
        | {friend.name.split()[0] for friend in friends_of(person)}
    )


def _notices(person: Person) -> list[Notice]:
    return [notice for notice in person.notices.all() if notice.kind in TOLD_BY_NOTICES]


def _of(notice: Notice) -> set[str]:
    try:
        return words_of_notices.words_for(notice)
    except ObjectDoesNotExist:
        return set()
