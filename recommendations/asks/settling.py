"""How a question ends: whom its asker could have hired, who helped, and the thanks that follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.models import Person
from people.places import folded
from people.words import beginning
from recommendations.asks.answered import Answered, answers_to
from recommendations.models import Answer, Ask, Ending, LinkAnswer, Outcome, Thanks, Vouch
from recommendations.providers.suggestion import Suggestion
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.own_words import resemble
from recommendations.sight.names import at_beginning, lets_name_be_seen

MOST_KNOWN, SHORT = 5, 80


@dataclass(frozen=True, slots=True)
class Helper:
    """An answer, or a suggestion that was there without one, as the asker may see it."""

    public_id: UUID  # of the answer, or of who is suggested
    said_by: str
    provider: str = ""  # "" if there is nobody to hire in it
    words: str = ""
    vouch: int | None = None  # that can be thanked for
    between: UUID | None = None
    answer: Answer | LinkAnswer | None = None
    about: UUID | None = None  # the public id of whom one would hire, where they have one
    is_own: bool = False  # from the asker's own list

    @property
    def to_hire(self) -> str:
        if self.is_own:
            return _("{name} (from your own list)").format(name=self.provider)
        return _("{name} (told by {who})").format(name=self.provider, who=self.said_by)

    @property
    def that_helped(self) -> str:
        who = at_beginning(self.said_by)
        if self.provider:
            return pgettext("who said what", "{who}: {what}").format(who=who, what=self.provider)
        if not self.words:
            return who
        return pgettext("who said what", "{who}: “{words}”").format(who=who, words=beginning(self.words, SHORT))


@dataclass(frozen=True, slots=True)
class Helpers:
    answers: list[Helper]
    known: list[Helper]

    @property
    def to_hire(self) -> list[Helper]:
        return [each for each in [*self.answers, *self.known] if each.provider]


def helpers_of(person: Person, ask: Ask) -> Helpers:
    answers = [_in_the_app(each) for each in answers_to(person, ask)]
    told = LinkAnswer.objects.visible_to(person).filter(ask=ask).order_by("made_at", "pk")
    found = [each.vouch for each in answers if each.vouch]
    answered = set(
        Vouch.objects.few_visible_to(person).filter(pk__in=found).values_list("provider__public_id", flat=True)
    )
    # Also of what was handed on: to say thanks for the vouch itself would tell its author whose question it was.
    answered |= {each.about for each in answers if each.about}
    known = [each for each in what_is_known(person, ask) if each.public_id not in answered]
    return Helpers([*answers, *map(_by_the_link, told)], [_as_known(each) for each in known])


def what_is_known(person: Person, ask: Ask) -> list[Suggestion]:
    """What the circle has said of exactly this need, without being asked."""
    if ask.trade:
        return suggestions_for(person, [ask.trade], ask.place, size=MOST_KNOWN, beyond=2)[0]
    others = Vouch.objects.visible_to(person).filter(trade=None) if ask.is_for_hire else Vouch.objects.none()
    told = others.values_list("provider", "other_folded")
    said = {provider for provider, other in told if resemble(other, folded(ask.other))}
    if not said:
        return []
    return suggestions_for(person, None, ask.place, said, size=MOST_KNOWN, beyond=2)[0]


def _in_the_app(each: Answered) -> Helper:
    """For the vouch itself thanks are given only by the name by which whoever answered knows the one who asks: to them
    the question is from a friend of whoever passed it on, and another friend's name beside the thanks would lead to
    whoever asked."""
    asker = each.answer.ask.person
    word = each.word if each.word and each.word.outcome != Outcome.NO else None
    handed_on = each.suggestion if each.handed_on_by else None
    said = each.word.words if each.word else ""
    return Helper(
        public_id=each.answer.public_id,
        said_by=each.source,
        provider=word.name if word else handed_on.name if handed_on else each.answer.provider,
        words=each.answer.words or said,
        vouch=word.vouch if word and lets_name_be_seen(asker, each.by.friend is not None) else None,
        between=each.by.chain[0].person if len(each.by.chain) > 1 else None,
        answer=each.answer,
        about=each.suggestion.public_id if (word or handed_on) and each.suggestion else None,
    )


def _by_the_link(told: LinkAnswer) -> Helper:
    provider = told.provider if told.outcome != Outcome.NO else ""
    return Helper(told.public_id, told.confirmed_as or told.name, provider, told.words, answer=told)


def _as_known(seen: Suggestion) -> Helper:
    word = next((word for word in seen.words if word.may_be_thanked), None)
    between = word.friend.person if word and word.friend and word.distance > 1 else None
    said = word or seen.lead
    return Helper(
        public_id=seen.public_id,
        said_by=said.shown_as,
        provider=seen.name,
        vouch=word.vouch if word else None,
        between=between,
        about=seen.public_id,
        is_own=said.distance == 0,
    )


def who_was_found(person: Person, about: UUID) -> tuple[Ask, Helper] | None:
    """The newest open question of theirs of which this is an answer, or someone whom the circle knew of."""
    for ask in person.asks.open().select_related("person", "trade", "place").order_by("-open_since", "-pk"):
        for each in helpers_of(person, ask).to_hire:
            if about in (each.public_id, each.about):
                return ask, each
    return None


def settle(person: Person, ask: Ask, hired: Helper | str | Ending, helped: Iterable[Helper], words: str) -> bool:
    """`hired`: one of the helpers, a name, or how it ended else. Whether it was open until now.

    The thanks come first and each only once, so that a press which is cut off can be made again.
    """
    if isinstance(hired, Helper):
        _thank(person, hired, words)
    for each in helped:
        if each.answer and each != hired:
            each.answer.thank(words)
    if isinstance(hired, Ending):
        return ask.settle(hired)
    name = hired.provider if isinstance(hired, Helper) else hired
    return ask.settle(Ending.HIRED, name, ask_how_it_went=not _is_asked(person, hired))


def _thank(person: Person, hired: Helper, words: str) -> None:
    """For the vouch, its author and the friend in between; for the answer, whoever has not heard of it so."""
    by_vouch = hired.vouch is not None and Thanks.give(person, hired.vouch, hired.between, words)
    if isinstance(hired.answer, Answer):
        author = hired.answer.person
        heard = [author.public_id if author else None, hired.between]
        hired.answer.thank(words, heard if by_vouch else ())
    elif hired.answer:
        hired.answer.thank(words)


def _is_asked(person: Person, hired: Helper | str) -> bool:
    vouch = hired.vouch if isinstance(hired, Helper) else None
    return bool(vouch) and person.thanks_given.filter(vouch=vouch, ask_at__isnull=False).exists()
