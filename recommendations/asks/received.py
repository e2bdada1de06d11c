"""Questions and the answers to them, as one person may see them: everyone is called by the name rule, and of a vouch
they see what the rule of sight lets them read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from people.models import Person
from recommendations.circle.thanks import NOT_NEAR
from recommendations.models import Answer, Ask, ByWhen, Outcome, Recipient, Scope, Vouch
from recommendations.providers.evidence import listed
from recommendations.providers.suggestion import Suggestion, Word
from recommendations.providers.suggestions import told_by
from recommendations.sight.names import Bridges, Link, named_for
from recommendations.sight.rule import SHARED, ways_to

MOST_NAMED = 5
SOONEST = {when: number for number, when in enumerate(ByWhen.values)}


# --- By the one who asks -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer, as the asker sees it."""

    answer: Answer
    shown_as: str
    chain: tuple[Link, ...]
    suggestion: Suggestion | None
    word: Word | None  # what the vouch says that was given as the answer

    @property
    def said_by(self) -> str:
        return self.shown_as[:1].upper() + self.shown_as[1:]

    @property
    def page(self) -> str:
        """Of a friend; "" of all others."""
        return self.chain[0].url if len(self.chain) == 1 else ""


def answers_to(person: Person, ask: Ask) -> list[Answered]:
    """Those that the asker may see, oldest first, by the same few queries however many they are."""
    reached = Answer.objects.visible_to(person).filter(ask=ask, ask__person=person)
    answers = list(reached.select_related("person").order_by("made_at", "pk"))
    if not answers:
        return []
    ways = ways_to(person, {each.person_id for each in answers})
    bridges = Bridges(person, ways.values())
    told = told_by(person, [each.vouch for each in answers if each.vouch])
    answered = []
    for each in answers:
        by, way = each.person, ways.get(each.person_id, NOT_NEAR)
        shown_as, _, chain = named_for(by.pk, by.name, by.named_beyond, way, bridges)
        suggestion, word = told.get(each.vouch, (None, None))
        if word or each.words:
            answered.append(Answered(each, shown_as, chain, suggestion, word))
    return answered


def some_are_gone(ask: Ask, answered: list[Answered]) -> bool:
    """Whether there was an answer that the asker sees no more, whatever became of it."""
    return ask.answers.count() > len(answered)


def asked_whom(person: Person, ask: Ask) -> str:
    """“your circle”, or the names of a few; "" as long as it was sent to nobody. Never how many."""
    circle = list(Person.objects.circle_of(person))
    asked = set(Recipient.objects.standing().filter(ask=ask, passed_by=None).values_list("person", flat=True))
    names = [friend.name for friend in circle if friend.pk in asked]
    if len(names) == len(circle):
        return "your circle" if names else ""
    return listed(names, MOST_NAMED) if len(names) <= MOST_NAMED else "some of your circle"


# --- By those whom it reaches ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that reaches the reader."""

    ask: Ask
    asker: str
    asker_page: str  # "" of all but friends
    passer: str  # the friend who passed it on, if one did
    word: str  # of theirs
    direct: bool
    declined: bool
    answered: bool

    @property
    def asked_by(self) -> str:
        """The asker at the beginning of a line."""
        return self.asker[:1].upper() + self.asker[1:]

    @property
    def is_named(self) -> bool:
        return self.asker == self.ask.person.name

    @property
    def them(self) -> str:
        """The asker in the middle of one."""
        return self.ask.person.first_name if self.is_named else "them"


class Given(NamedTuple):
    """An answer of the reader's own."""

    answer: Answer
    vouch: Vouch | None
    is_read: bool  # by the asker, as the vouch stands now


@dataclass(frozen=True, slots=True)
class Received:
    """All that one whom a question reaches may do about it, or has done."""

    asked: Asked
    offers: list[Vouch]  # of their own that fit, and that the asker may read; near ones first
    unread: list[Vouch]  # that fit too, but are not shared as far as the asker
    given: list[Given]
    passed_to: str
    may_pass: bool
    thanks: list[str]  # for having passed it on


def questions_to(person: Person) -> list[Asked]:
    """Those that wait for an answer, newest first; then those that have one."""
    rows = _reaching(person)
    friends = set(person.ties.standing().values_list("friend", flat=True))
    answered = set(person.answers.values_list("ask", flat=True))
    asked = _newest_first(_asked(some, friends, answered) for some in _by_ask(rows))
    waiting = [each for each in asked if each.ask.is_open and not each.declined and not each.answered]
    return waiting + [each for each in asked if each.answered]


def newest_questions(person: Person, before: int, most: int) -> list[tuple[Recipient, Asked]]:
    """Open ones to which they have not said no, newest first, each by the row that brought it first."""
    open_to_me = _by_ask(_reaching(person).filter(declined=False, ask__closed_at=None))
    by_first = sorted(open_to_me, key=_first, reverse=True)
    some = [each for each in by_first if _first(each) < before][:most]
    if not some:
        return []
    friends = set(person.ties.standing().values_list("friend", flat=True))
    return [(min(each, key=lambda row: row.pk), _asked(each, friends, set())) for each in some]


def question_for(person: Person, ask: Ask) -> Received | None:
    """None if it does not reach them."""
    rows = list(_reaching(person).filter(ask=ask))
    if not rows:
        return None
    answers = list(person.answers.filter(ask=ask).order_by("made_at", "pk"))
    passed_on = Recipient.objects.filter(ask=ask, passed_by=person).select_related("person").first()
    others = [ask.person_id, *([passed_on.person_id] if passed_on else [])]
    friends = set(person.ties.standing().filter(friend__in=others).values_list("friend", flat=True))
    asked = _asked(rows, friends, {ask.pk} if answers else set())
    used = {each.vouch for each in answers if each.vouch}
    vouches, read = _vouches_for(person, ask, used)
    fit = [each for each in vouches.values() if _fits(each, ask) and each.public_id not in used]
    fit.sort(key=lambda each: _how_far(each, ask))
    helped = Answer.objects.thanked_to(person).filter(ask=ask).exclude(person=person)
    return Received(
        asked=asked,
        offers=[each for each in fit if each.pk in read],
        # Of one that is shared as far as can be, it would tell through whom the asker finds anything.
        unread=[each for each in fit if each.pk not in read and each.scope < Scope.BEYOND],
        given=[_given(each, vouches.get(each.vouch), read) for each in answers],
        passed_to=_name_of(passed_on.person, friends) if passed_on else "",
        may_pass=ask.is_open and asked.direct and passed_on is None,
        thanks=list(helped.values_list("thanks", flat=True)),
    )


def askers_to(person: Person, asks: Collection[Ask]) -> dict[int, str]:
    """By question, what its page calls the one who asks: another friend named elsewhere as the one between would lead
    to them."""
    friends = set(person.ties.standing().values_list("friend", flat=True))
    rows = _reaching(person).filter(ask__in=asks)
    return {some[0].ask_id: _asked(some, friends, set()).asker for some in _by_ask(rows)}


def offers_for(person: Person, ask: Ask) -> QuerySet[Vouch]:
    """Vouches of theirs that fit, and that the asker may read."""
    readable = Vouch.objects.visible_to(ask.person).filter(author=person, trade=ask.trade)
    return readable.exclude(outcome=Outcome.NO)


class Help(NamedTuple):
    asked: Asked
    vouch: Vouch


def can_help_with(person: Person, among: QuerySet[Ask] | None = None) -> Help | None:
    """The one question that waits for them and that a vouch of theirs answers: the most urgent, then the newest.

    By one query when there is none, else by three. A tie, a block and who relays are the same from both ends, so
    that the way to the asker is the way by which the asker reads.
    """
    vouches = person.vouches.filter(scope__gte=SHARED).exclude(outcome=Outcome.NO)
    answered = person.answers.filter(ask=OuterRef("ask"))
    open_to_me = _reaching(person).filter(declined=False, ask__closed_at=None, ask__trade__in=vouches.values("trade"))
    if among is not None:
        open_to_me = open_to_me.filter(ask__in=among)
    rows = list(open_to_me.exclude(Exists(answered)))
    if not rows:
        return None
    ways = ways_to(person, {row.ask.person_id for row in rows})
    friends = {pk for pk, way in ways.items() if way.distance == 1}
    mine = list(vouches.filter(trade__in={row.ask.trade_id for row in rows}).select_related("place"))
    asked = _newest_first(_asked(some, friends, set()) for some in _by_ask(rows))
    for each in sorted(asked, key=lambda each: SOONEST[each.ask.by_when]):
        way = ways.get(each.ask.person_id)
        read = [vouch for vouch in mine if _fits(vouch, each.ask) and way and vouch.scope >= way.distance]
        if read:
            return Help(each, min(read, key=lambda vouch: _how_far(vouch, each.ask)))
    return None


def _reaching(person: Person) -> QuerySet[Recipient]:
    """First those from the asker, then those passed on, the earliest first."""
    sent = Recipient.objects.standing().filter(person=person, ask__open_since__isnull=False)
    with_all = sent.select_related("ask__person", "ask__trade", "ask__place", "passed_by")
    return with_all.order_by(F("passed_by").asc(nulls_first=True), "pk")


def _by_ask(rows: Iterable[Recipient]) -> list[list[Recipient]]:
    by: dict[int, list[Recipient]] = {}
    for row in rows:
        by.setdefault(row.ask_id, []).append(row)
    return list(by.values())


def _first(rows: list[Recipient]) -> int:
    return min(row.pk for row in rows)


def _newest_first(asked: Iterable[Asked]) -> list[Asked]:
    return sorted(asked, key=lambda each: each.ask.open_since or each.ask.made_at, reverse=True)


def _asked(rows: list[Recipient], friends: set[int], answered: set[int]) -> Asked:
    """Of several who passed it on only the first is named: two would lead to the asker by intersection."""
    ask, near = rows[0].ask, rows[0].ask.person_id in friends
    passed = [(row.pk, row.passed_by.name, row.word) for row in rows if row.passed_by]
    _, passer, word = min(passed, default=(0, "", ""))
    known = near or ask.person.named_beyond or not passer
    return Asked(
        ask=ask,
        asker=ask.person.name if known else f"a friend of {passer}",
        asker_page=ask.person.get_absolute_url() if near else "",
        passer=passer,
        word=word,
        direct=rows[0].passed_by is None,
        declined=all(row.declined for row in rows),
        answered=ask.pk in answered,
    )


def _vouches_for(person: Person, ask: Ask, used: set) -> tuple[dict, set[int]]:
    """Theirs that could fit or were given already, by public id; and which of them the asker may read."""
    mine = person.vouches.filter(Q(trade=ask.trade_id) | Q(public_id__in=used)).select_related("place", "provider")
    vouches = {each.public_id: each for each in mine}
    readable = Vouch.objects.visible_to(ask.person).filter(public_id__in=vouches)
    return vouches, set(readable.values_list("pk", flat=True)) if vouches else set()


def _fits(vouch: Vouch, ask: Ask) -> bool:
    return vouch.trade_id == ask.trade_id and vouch.outcome != Outcome.NO


def _how_far(vouch: Vouch, ask: Ask) -> tuple[bool, int]:
    """Near first, then fresh first."""
    near = ask.place is None or (vouch.place is not None and vouch.place.is_near(ask.place))
    return not near, -vouch.hired_on.toordinal()


def _given(answer: Answer, vouch: Vouch | None, read: set[int]) -> Given:
    return Given(answer, vouch, bool(answer.words) or (vouch is not None and vouch.pk in read))


def _name_of(person: Person, friends: set[int]) -> str:
    return person.name if person.pk in friends else "a friend"
