"""What one person asked, was given and gave through a year, and whom their words helped: for themselves alone.

In sentences, never in numbers: nothing here is counted, compared or weighed against anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple, cast
from uuid import UUID

from django.utils import timezone
from django.utils.text import Truncator

from people.models import Person
from recommendations.asks.answered import handed_on_by, way_of
from recommendations.circle.thanks import ThanksReceived, thanks_to
from recommendations.models import (
    Answer,
    Ask,
    Ending,
    Gratitude,
    Insight,
    IntroductionAsk,
    Recipient,
    ShortWord,
    Thanks,
    Vouch,
)
from recommendations.pages import PageOf
from recommendations.providers.evidence import listed
from recommendations.short_words.told import ToldWord, told_words
from recommendations.sight.asks import askers_to
from recommendations.sight.names import Bridges, at_beginning
from recommendations.sight.rule import NOT_NEAR, Way, ways_to

YOU_ASKED, YOU_WERE_GIVEN, YOU_GAVE, YOUR_WORDS_HELPED = "You asked", "You were given", "You gave", "Your words helped"
KINDS_OF_DEED = (YOU_ASKED, YOU_WERE_GIVEN, YOU_GAVE, YOUR_WORDS_HELPED)
MONTHS = 12
MOST_NAMED_IN_YEAR = 5
LONGEST_INSIGHT_IN_YEAR = 80  # letters of an insight, or of an offer
WROTE_TO_TAKE_UP = "You wrote to {name} to take up what they offer."
WAS_ANSWERED = "You wrote to {name} to take up what they offer, and they answered."
TOOK_UP = "You took up what {name} offered, and said thanks."
WAS_WRITTEN_TO = "{name} wrote to you to take up what you offer."
ANSWERED_ONE = "{name} wrote to you to take up what you offer, and you answered."
WAS_TAKEN_UP = "{name} took up what you offered, and said thanks."
ASKED_A_FRIEND = "You asked {friend} to introduce you to somebody."
MET_ONE = "You asked {friend} to introduce you, and now you and {other} are in each other’s circle."
MET_UNASKED = (
    "You had not asked, and it led to somebody: {friend} introduced you, and now you and {other} are in each other’s "
    "circle."
)
PASSED_IT_ON = "{asker} asked you to introduce them to {other}, and you passed it on."
WAS_MET = "{asker} asked {friend} for an introduction to you, and now the two of you are in each other’s circle."


class Deed(NamedTuple):
    at: datetime
    words: str
    kinds: dict[str, str]  # each with what it is in a word or two
    leads_to: PageOf | None = None

    @property
    def month(self) -> date:
        return timezone.localdate(self.at).replace(day=1)


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    deeds: list[Deed] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        """For each kind what there was of it, in a few words."""
        return [
            listed([*dict.fromkeys(deed.kinds[kind] for deed in self.deeds if kind in deed.kinds)])
            for kind in KINDS_OF_DEED
        ]


def year_of(person: Person) -> list[Month]:
    """The last twelve months, oldest first; by a fixed number of queries."""
    months = {first: Month(first) for first in last_months(timezone.localdate())}
    since = timezone.make_aware(datetime.combine(min(months), datetime.min.time()))
    said: set[tuple[date, str]] = set()
    for deed in sorted(_deeds(person, since), key=lambda deed: (_order(deed), deed.at)):
        # The same sentence twice would count those who are not named in it.
        if deed.month in months and (deed.month, deed.words) not in said:
            said.add((deed.month, deed.words))
            months[deed.month].deeds.append(deed)
    return list(months.values())


def last_months(today: date) -> list[date]:
    """The first day of each, oldest first."""
    now = today.year * 12 + today.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(now - MONTHS + 1, now + 1)]


def _order(deed: Deed) -> int:
    return min(KINDS_OF_DEED.index(kind) for kind in deed.kinds)


def _deeds(person: Person, since: datetime) -> Iterator[Deed]:
    yield from _vouched(person, since)
    yield from _shared(person, since)
    yield from (_thanked(each) for each in thanks_to(person) if each.sent_at >= since)
    yield from map(_of_use, Gratitude.objects.received_by(person).filter(said_at__gte=since).select_related("insight"))
    yield from _offered(person, since)
    yield from _short_words(person, since)
    yield from _introduced(person)
    yield from _Named(person, since).deeds()


# --- What needs nobody's name ------------------------------------------------------------------------


def _vouched(person: Person, since: datetime) -> Iterator[Deed]:
    """What others may read; a month's together."""
    vouches = list(person.vouches.shared().filter(renewed_at__gte=since).select_related("provider"))
    written = [(vouch.written_at, vouch) for vouch in vouches if vouch.written_at >= since]
    again = [(vouch.renewed_at, vouch) for vouch in vouches if _month(vouch.renewed_at) != _month(vouch.written_at)]
    yield from _of_vouches("You vouched for {names}.", written)
    yield from _of_vouches("You said that your word still holds about {names}.", again)


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _of_vouches(words: str, dated: list[tuple[datetime, Vouch]]) -> Iterator[Deed]:
    for month in {_month(at) for at, _ in dated}:
        some = sorted(((at, vouch.name, vouch) for at, vouch in dated if _month(at) == month), key=lambda one: one[:2])
        names = listed([*dict.fromkeys(name for _, name, _ in some)], MOST_NAMED_IN_YEAR)
        leads_to = PageOf("provider", some[0][2].provider.public_id) if len(some) == 1 else PageOf("vouches")
        yield Deed(some[0][0], words.format(names=names), {YOU_GAVE: "your word"}, leads_to)


def _shared(person: Person, since: datetime) -> Iterator[Deed]:
    for insight in person.insights.shared().filter(written_at__gte=since):
        words = f"You shared what you had learned: “{Truncator(insight.words).chars(LONGEST_INSIGHT_IN_YEAR)}”"
        yield Deed(insight.written_at, words, {YOU_GAVE: "an insight"}, PageOf("insight", insight.public_id))


def _offered(person: Person, since: datetime) -> Iterator[Deed]:
    for offer in person.offers.shared().filter(written_at__gte=since):
        words = f"You offered: “{Truncator(offer.in_words).chars(LONGEST_INSIGHT_IN_YEAR)}”"
        yield Deed(offer.written_at, words, {YOU_GAVE: "an offer"}, PageOf("offer", offer.public_id))


def _thanked(each: ThanksReceived) -> Deed:
    whose = f"{each.author.name}’s word, which reached them through you" if each.author else "your word"
    return Deed(
        each.sent_at,
        f"{each.giver} hired {each.provider or 'someone'} on {whose}.",
        {YOUR_WORDS_HELPED: "thanks"},
        PageOf("thanks"),
    )


def _of_use(gratitude: Gratitude) -> Deed:
    """Whoever says thanks for an insight is told that it does not say whom it helped."""
    words = "Someone said thanks for what you had learned."
    return Deed(gratitude.said_at, words, {YOUR_WORDS_HELPED: "thanks"}, PageOf("insight", gratitude.insight.public_id))


def _short_words(person: Person, since: datetime) -> Iterator[Deed]:
    """About what was learned or is offered: theirs to its author, and others' to them, whom they may have answered."""
    words = ShortWord.objects.visible_to(person).filter(made_at__gte=since)
    for told in told_words(person, words.with_all()):
        word, leads_to = told.word, PageOf("short_word", told.word.public_id)
        if word.offer_id:
            said, kinds = _took_up(told) if told.mine else _was_taken_up(told)
            yield Deed(word.made_at, said, kinds, leads_to)
            continue
        if told.mine:
            said = f"You wrote to {told.other.shown_as} about what they had learned."
            yield Deed(word.made_at, said, {YOU_GAVE: "a short word"}, leads_to)
            continue
        said, kinds = f"{told.other_said} wrote to you about what you had learned.", {YOU_WERE_GIVEN: "a short word"}
        if word.answered_at:
            said = f"{told.other_said} wrote to you about what you had learned, and you answered."
            kinds |= {YOU_GAVE: "an answer"}
        yield Deed(word.made_at, said, kinds, leads_to)


def _took_up(told: ToldWord) -> tuple[str, dict[str, str]]:
    name, kinds = told.other.shown_as, {YOU_ASKED: "an offer"}
    if told.word.thanked_at:
        return TOOK_UP.format(name=name), kinds | {YOU_WERE_GIVEN: "an offer"}
    if told.word.answer:
        return WAS_ANSWERED.format(name=name), kinds | {YOU_WERE_GIVEN: "an answer"}
    return WROTE_TO_TAKE_UP.format(name=name), kinds


def _was_taken_up(told: ToldWord) -> tuple[str, dict[str, str]]:
    if told.word.thanked_at:
        return WAS_TAKEN_UP.format(name=told.other_said), {YOU_GAVE: "an offer", YOUR_WORDS_HELPED: "thanks"}
    if told.word.answer:
        return ANSWERED_ONE.format(name=told.other_said), {YOU_GAVE: "an answer"}
    return WAS_WRITTEN_TO.format(name=told.other_said), {YOU_WERE_GIVEN: "a short word"}


def _introduced(person: Person) -> Iterator[Deed]:
    """Of the weeks for which it is kept. Whoever asked reads the same, whatever became of it, until the two are tied;
    and whoever said yes does not read when they were asked for."""
    tied = dict(person.ties.standing().values_list("friend", "since"))
    brought, three = _encounters(person), ("person", "friend", "other")
    for each in IntroductionAsk.objects.asked_by(person).select_related(*three):
        yield _asked_a_friend(each, each.answer is True and each.other_id in tied, each.thing in brought)
    for each in IntroductionAsk.objects.passed_on_by(person).select_related(*three):
        other = cast(Person, each.other).name  # who is their friend
        words = PASSED_IT_ON.format(asker=each.person.name, other=other)
        yield Deed(each.made_at, words, {YOU_GAVE: "an introduction"}, PageOf("circle"))
    for each in IntroductionAsk.objects.met_by(person).select_related(*three):
        words = WAS_MET.format(asker=each.person.name, friend=each.friend.name)
        since_then = tied.get(each.person_id, each.made_at)
        yield Deed(since_then, words, {YOU_WERE_GIVEN: "an introduction"}, PageOf("friend", each.person.public_id))


def _encounters(person: Person) -> set[UUID]:
    """The things that were brought to them for whose they are."""
    found = person.surprises.filter(encounter=True).values_list("vouch", "insight", "offer")
    return {thing for things in found for thing in things if thing}


def _asked_a_friend(asked: IntroductionAsk, is_met: bool, was_brought: bool) -> Deed:
    kinds, friend = {YOU_ASKED: "an introduction"}, asked.friend.name
    if not is_met or asked.other is None:
        words = ASKED_A_FRIEND.format(friend=friend)
        return Deed(asked.made_at, words, kinds, PageOf("introduction_ask", asked.public_id))
    words = (MET_UNASKED if was_brought else MET_ONE).format(friend=friend, other=asked.other.name)
    kinds |= {YOU_WERE_GIVEN: "an introduction"}
    return Deed(asked.made_at, words, kinds, PageOf("friend", asked.other.public_id))


def _who_answered(answer: Answer) -> str:
    return "your mail answered" if answer.by_mail else "you answered"


# --- What needs names --------------------------------------------------------------------------------


class _Named:
    """Whoever is named in it is so by the name rule, all of them looked up at once."""

    def __init__(self, person: Person, since: datetime) -> None:
        self.person = person
        reached = Ask.objects.visible_to(person)
        self.asks = list(person.asks.filter(made_at__gte=since, open_since__isnull=False).select_related("trade"))
        answers = Answer.objects.visible_to(person).select_related("person", "ask__trade")
        self.answers = list(answers.filter(ask__in=[ask.pk for ask in self.asks]).order_by("made_at", "pk"))
        self.answered = list(answers.filter(person=person, made_at__gte=since).order_by("made_at", "pk"))
        self.helped = list(Answer.objects.thanked_to(person).filter(helped_at__gte=since).select_related("ask__trade"))
        passed = Recipient.objects.passed_on_by(person).filter(at__gte=since, ask__in=reached)
        self.passed = list(passed.select_related("person", "ask__trade"))
        thanks = person.thanks_given.standing().filter(sent_at__gte=since)
        self.thanks = list(thanks.select_related("vouch__author", "vouch__provider"))
        read = Vouch.objects.visible_to(person).filter(thanks__in=[each.pk for each in self.thanks])
        self.read = set(read.values_list("pk", flat=True))
        insights = Insight.objects.visible_to(person)
        given = person.gratitudes.filter(said_at__gte=since, insight__in=insights)
        self.gratitudes = list(given.select_related("insight__author"))
        self.askers = askers_to(
            person, {each.ask for some in (self.answered, self.helped, self.passed) for each in some}
        )
        self.ways = ways_to(person, {each.pk for each in self._people()})
        handed_on = handed_on_by(person, self.answers)
        self.ways_of_answers = {each.pk: way_of(each, self.ways, handed_on) for each in self.answers}
        self.bridges = Bridges(person, [*self.ways.values(), *self.ways_of_answers.values()])

    def _people(self) -> Iterator[Person]:
        yield from (each.person for each in self.answers if each.person)
        yield from (each.person for each in self.passed)
        yield from (each.vouch.author for each in self.thanks)
        yield from (each.insight.author for each in self.gratitudes)

    def name(self, someone: Person) -> str:
        return self._called(someone, self.ways.get(someone.pk, NOT_NEAR))

    def _called(self, someone: Person, way: Way) -> str:
        return self.bridges.naming_of(someone, way).shown_as

    def deeds(self) -> Iterator[Deed]:
        yield from (self._asked(ask) for ask in self.asks)
        yield from (self._hired(each) for each in self.thanks)
        yield from (self._glad(each) for each in self.gratitudes)
        yield from (
            self._asker(each.made_at, each.ask, _who_answered(each), {YOU_GAVE: "an answer"}) for each in self.answered
        )
        yield from (self._passed_on(each) for each in self.passed if each.quietly or self._is_friend(each.person))
        yield from (self._was_of_help(each) for each in self.helped)

    def _is_friend(self, someone: Person) -> bool:
        return self.ways.get(someone.pk, NOT_NEAR).distance == 1

    def _asked(self, ask: Ask) -> Deed:
        theirs = [each for each in self.answers if each.ask_id == ask.pk]
        names = [
            self._called(each.person, self.ways_of_answers[each.pk]) + ("’s mail" if each.by_mail else "")
            for each in theirs
            if each.person
        ]
        by = listed([*dict.fromkeys(names)], MOST_NAMED_IN_YEAR)
        hired = f"you hired {ask.hired or 'someone'}" if ask.ending == Ending.HIRED else ""
        after = ", and ".join(part for part in (f"{by} answered" if by else "", hired) if part)
        (_, _, asked), need = ask.deeds, ask.need
        kinds = {YOU_ASKED: need} | ({YOU_WERE_GIVEN: "answers"} if by else {})
        words = f"You {asked} {need}{'; ' if after else ''}{after}."
        return Deed(ask.made_at, words, kinds, PageOf("ask", ask.public_id))

    def _hired(self, thanks: Thanks) -> Deed:
        vouch = thanks.vouch
        if vouch.pk not in self.read:
            return Deed(thanks.sent_at, "You said thanks for a word you had read.", {YOU_WERE_GIVEN: "a word"})
        words = f"You hired {vouch.name} on the word of {self.name(vouch.author)}, and said thanks."
        return Deed(thanks.sent_at, words, {YOU_WERE_GIVEN: "a word"}, PageOf("provider", vouch.provider.public_id))

    def _glad(self, gratitude: Gratitude) -> Deed:
        insight = gratitude.insight
        words = f"You said thanks for what {self.name(insight.author)} had learned."
        return Deed(gratitude.said_at, words, {YOU_WERE_GIVEN: "an insight"}, PageOf("insight", insight.public_id))

    def _asker(self, at: datetime, ask: Ask, what: str, kinds: dict[str, str]) -> Deed:
        asker = self.askers.get(ask.pk, "someone")  # if a tie has ended since
        words = f"{at_beginning(asker)} {ask.deeds[2]} {ask.need}, and {what}."
        return Deed(at, words, kinds, PageOf("ask", ask.public_id))

    def _passed_on(self, each: Recipient) -> Deed:
        """What was put to the circle is a row for each of them, and one sentence."""
        did = "you put it to your circle" if each.quietly else f"you passed it on to {each.person.name}"
        return self._asker(each.at, each.ask, did, {YOU_GAVE: "a question passed on"})

    def _was_of_help(self, answer: Answer) -> Deed:
        whose = "your answer helped" if answer.person_id == self.person.pk else "an answer that came through you helped"
        return self._asker(answer.helped_at or answer.made_at, answer.ask, whose, {YOUR_WORDS_HELPED: "thanks"})


# --- The drawing -------------------------------------------------------------------------------------

# In pixels of a narrow phone.
YEAR_WIDTH, HEIGHT, LEFT, COLUMN, ROW, YEAR_DOT = 358, 190, 142, 18, 40, 7


class Thread(NamedTuple):
    """One kind through the year: a line, and a dot on it for each month in which there was something, however much."""

    kind: str
    y: int
    dots: list[int]


class YearPicture(NamedTuple):
    threads: list[Thread]
    months: list[tuple[int, str]]  # where each stands, and its first letter
    width: int = YEAR_WIDTH
    height: int = HEIGHT
    left: int = LEFT
    dot: int = YEAR_DOT


def year_picture_of(months: Iterable[Month]) -> YearPicture:
    columns = [(LEFT + COLUMN * number + COLUMN // 2, month) for number, month in enumerate(months)]
    threads = [
        Thread(kind, ROW * row + ROW // 2, [x for x, month in columns if month.cells[row]])
        for row, kind in enumerate(KINDS_OF_DEED)
    ]
    return YearPicture(threads, [(x, f"{month.first:%B}"[0]) for x, month in columns])
