"""What one person asked, was given and gave through a year, and whom their words helped: for themselves alone.

In sentences, never in numbers: nothing here is counted, compared or weighed against anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from uuid import UUID

from django.utils import timezone
from django.utils.dates import MONTHS as NAMES_OF_MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.models import Person
from people.words import beginning
from recommendations.asks.answered import handed_on_by, way_of
from recommendations.circle import sentences_of_the_year as sentences
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

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

YOU_ASKED, YOU_WERE_GIVEN, YOU_GAVE, YOUR_WORDS_HELPED = "asked", "given", "gave", "helped"
KINDS_OF_DEED = {
    YOU_ASKED: gettext_lazy("You asked"),
    YOU_WERE_GIVEN: gettext_lazy("You were given"),
    YOU_GAVE: gettext_lazy("You gave"),
    YOUR_WORDS_HELPED: gettext_lazy("Your words helped"),
}
MONTHS = 12
MOST_NAMED_IN_YEAR = 5
LONGEST_INSIGHT_IN_YEAR = 80  # letters of an insight, or of an offer


class Deed(NamedTuple):
    at: datetime
    words: str
    kinds: Mapping[str, StrOrPromise]  # each with what it is in a word or two
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
            listed([*dict.fromkeys(str(deed.kinds[kind]) for deed in self.deeds if kind in deed.kinds)])
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
    return min([*KINDS_OF_DEED].index(kind) for kind in deed.kinds)


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
    yield from _of_vouches(sentences.VOUCHED_FOR, written)
    yield from _of_vouches(sentences.WORD_STILL_HOLDS, again)


def _month(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _of_vouches(words: Any, dated: list[tuple[datetime, Vouch]]) -> Iterator[Deed]:
    for month in {_month(each[0]) for each in dated}:
        some = sorted(((at, vouch.name, vouch) for at, vouch in dated if _month(at) == month), key=lambda one: one[:2])
        names = listed([*dict.fromkeys(each[1] for each in some)], MOST_NAMED_IN_YEAR)
        leads_to = PageOf("provider", some[0][2].provider.public_id) if len(some) == 1 else PageOf("vouches")
        yield Deed(some[0][0], words.format(names=names), {YOU_GAVE: sentences.YOUR_WORD}, leads_to)


def _shared(person: Person, since: datetime) -> Iterator[Deed]:
    for insight in person.insights.shared().filter(written_at__gte=since):
        shared = beginning(insight.words, LONGEST_INSIGHT_IN_YEAR)
        words = _("You shared what you had learned: “{words}”").format(words=shared)
        yield Deed(insight.written_at, words, {YOU_GAVE: sentences.AN_INSIGHT}, PageOf("insight", insight.public_id))


def _offered(person: Person, since: datetime) -> Iterator[Deed]:
    for offer in person.offers.shared().filter(written_at__gte=since):
        offered = beginning(offer.in_words, LONGEST_INSIGHT_IN_YEAR)
        words = _("You offered: “{words}”").format(words=offered)
        yield Deed(offer.written_at, words, {YOU_GAVE: sentences.ONE_OFFER}, PageOf("offer", offer.public_id))


def _thanked(each: ThanksReceived) -> Deed:
    hired = each.provider or pgettext("whom they hired", "someone")
    if each.author:
        through_you = _("{giver} hired {hired} on {author}’s word, which reached them through you.")
        words = through_you.format(giver=each.giver, hired=hired, author=each.author.name)
    else:
        words = _("{giver} hired {hired} on your word.").format(giver=each.giver, hired=hired)
    return Deed(each.sent_at, words, {YOUR_WORDS_HELPED: sentences.THEIR_THANKS}, PageOf("thanks"))


def _of_use(gratitude: Gratitude) -> Deed:
    """Whoever says thanks for an insight is told that it does not say whom it helped."""
    words = _("Someone said thanks for what you had learned.")
    return Deed(
        gratitude.said_at,
        words,
        {YOUR_WORDS_HELPED: sentences.THEIR_THANKS},
        PageOf("insight", gratitude.insight.public_id),
    )


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
            said = sentences.WROTE_ABOUT_IT.format(name=told.other.shown_as)
            yield Deed(word.made_at, said, {YOU_GAVE: sentences.A_SHORT_WORD}, leads_to)
            continue
        said, kinds = sentences.WROTE_TO_YOU.format(name=told.other_said), {YOU_WERE_GIVEN: sentences.A_SHORT_WORD}
        if word.answered_at:
            said = sentences.WROTE_AND_YOU_ANSWERED.format(name=told.other_said)
            kinds |= {YOU_GAVE: sentences.AN_ANSWER}
        yield Deed(word.made_at, said, kinds, leads_to)


def _took_up(told: ToldWord) -> tuple[str, Mapping[str, StrOrPromise]]:
    name, kinds = told.other.shown_as, {YOU_ASKED: sentences.ONE_OFFER}
    if told.word.thanked_at:
        return sentences.TOOK_UP.format(name=name), kinds | {YOU_WERE_GIVEN: sentences.ONE_OFFER}
    if told.word.answer:
        return sentences.WAS_ANSWERED.format(name=name), kinds | {YOU_WERE_GIVEN: sentences.AN_ANSWER}
    return sentences.WROTE_TO_TAKE_UP.format(name=name), kinds


def _was_taken_up(told: ToldWord) -> tuple[str, Mapping[str, StrOrPromise]]:
    if told.word.thanked_at:
        return sentences.WAS_TAKEN_UP.format(name=told.other_said), {
            YOU_GAVE: sentences.ONE_OFFER,
            YOUR_WORDS_HELPED: sentences.THEIR_THANKS,
        }
    if told.word.answer:
        return sentences.ANSWERED_ONE.format(name=told.other_said), {YOU_GAVE: sentences.AN_ANSWER}
    return sentences.WAS_WRITTEN_TO.format(name=told.other_said), {YOU_WERE_GIVEN: sentences.A_SHORT_WORD}


def _introduced(person: Person) -> Iterator[Deed]:
    """Of the weeks for which it is kept. Whoever asked reads the same, whatever became of it, until the two are tied;
    and whoever said yes does not read when they were asked for."""
    tied = dict(person.ties.standing().values_list("friend", "since"))
    brought, three = _encounters(person), ("person", "friend", "other")
    for each in IntroductionAsk.objects.asked_by(person).select_related(*three):
        yield _asked_a_friend(each, each.answer is True and each.other_id in tied, each.thing in brought)
    for each in IntroductionAsk.objects.passed_on_by(person).select_related(*three):
        other = cast(Person, each.other).name  # who is their friend
        words = sentences.PASSED_IT_ON.format(asker=each.person.name, other=other)
        yield Deed(each.made_at, words, {YOU_GAVE: sentences.AN_INTRODUCTION}, PageOf("circle"))
    for each in IntroductionAsk.objects.met_by(person).select_related(*three):
        words = sentences.WAS_MET.format(asker=each.person.name, friend=each.friend.name)
        since_then = tied.get(each.person_id, each.made_at)
        yield Deed(
            since_then, words, {YOU_WERE_GIVEN: sentences.AN_INTRODUCTION}, PageOf("friend", each.person.public_id)
        )


def _encounters(person: Person) -> set[UUID]:
    """The things that were brought to them for whose they are."""
    found = person.surprises.filter(encounter=True).values_list("vouch", "insight", "offer")
    return {thing for things in found for thing in things if thing}


def _asked_a_friend(asked: IntroductionAsk, is_met: bool, was_brought: bool) -> Deed:
    kinds, friend = {YOU_ASKED: sentences.AN_INTRODUCTION}, asked.friend.name
    if not is_met or asked.other is None:
        words = sentences.ASKED_A_FRIEND.format(friend=friend)
        return Deed(asked.made_at, words, kinds, PageOf("introduction_ask", asked.public_id))
    words = (sentences.MET_UNASKED if was_brought else sentences.MET_ONE).format(friend=friend, other=asked.other.name)
    kinds |= {YOU_WERE_GIVEN: sentences.AN_INTRODUCTION}
    return Deed(asked.made_at, words, kinds, PageOf("friend", asked.other.public_id))


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
        read = Vouch.objects.few_visible_to(person).filter(thanks__in=[each.pk for each in self.thanks])
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
        yield from (self._answered(each) for each in self.answered)
        yield from (self._passed_on(each) for each in self.passed if each.quietly or self._is_friend(each.person))
        yield from (self._was_of_help(each) for each in self.helped)

    def _is_friend(self, someone: Person) -> bool:
        return self.ways.get(someone.pk, NOT_NEAR).distance == 1

    def _asked(self, ask: Ask) -> Deed:
        theirs = [each for each in self.answers if each.ask_id == ask.pk]
        names = [*dict.fromkeys(self._answerer(each) for each in theirs if each.person)]
        kinds = {YOU_ASKED: ask.need} | ({YOU_WERE_GIVEN: sentences.SOME_ANSWERS} if names else {})
        words = self._followed(ask, names)
        return Deed(ask.made_at, words, kinds, PageOf("ask", ask.public_id))

    def _answerer(self, answer: Answer) -> str:
        name = self._called(cast(Person, answer.person), self.ways_of_answers[answer.pk])
        return _("{name}’s mail").format(name=name) if answer.by_mail else name

    def _followed(self, ask: Ask, names: list[str]) -> str:
        asked = sentences.YOU_ASKED_FOR[ask.shape].format(need=ask.need)
        hired = (ask.hired or pgettext("whom they hired", "someone")) if ask.ending == Ending.HIRED else ""
        if names:
            words = sentences.THEY_ANSWERED_AND_YOU_HIRED if hired else sentences.THEY_ANSWERED
            by = listed(names, MOST_NAMED_IN_YEAR)
            return words.format(asked=asked, names=by, hired=hired, many=len(names))
        return sentences.YOU_HIRED.format(asked=asked, hired=hired) if hired else _("{asked}.").format(asked=asked)

    def _hired(self, thanks: Thanks) -> Deed:
        vouch = thanks.vouch
        if vouch.pk not in self.read:
            return Deed(
                thanks.sent_at, _("You said thanks for a word you had read."), {YOU_WERE_GIVEN: sentences.A_WORD}
            )
        hired = _("You hired {hired} on the word of {author}, and said thanks.")
        words = hired.format(hired=vouch.name, author=self.name(vouch.author))
        return Deed(
            thanks.sent_at, words, {YOU_WERE_GIVEN: sentences.A_WORD}, PageOf("provider", vouch.provider.public_id)
        )

    def _glad(self, gratitude: Gratitude) -> Deed:
        insight = gratitude.insight
        words = _("You said thanks for what {name} had learned.").format(name=self.name(insight.author))
        return Deed(
            gratitude.said_at, words, {YOU_WERE_GIVEN: sentences.AN_INSIGHT}, PageOf("insight", insight.public_id)
        )

    def _asker(
        self, at: datetime, ask: Ask, sentence: Any, kinds: Mapping[str, StrOrPromise], friend: str = ""
    ) -> Deed:
        asker = self.askers.get(ask.pk, _("someone"))  # if a tie has ended since
        asked = sentences.ASKED_FOR[ask.shape].format(name=at_beginning(asker), need=ask.need)
        return Deed(at, sentence.format(asked=asked, friend=friend), kinds, PageOf("ask", ask.public_id))

    def _answered(self, answer: Answer) -> Deed:
        sentence = sentences.YOUR_MAIL_ANSWERED if answer.by_mail else sentences.YOU_ANSWERED
        return self._asker(answer.made_at, answer.ask, sentence, {YOU_GAVE: sentences.AN_ANSWER})

    def _passed_on(self, each: Recipient) -> Deed:
        """What was put to the circle is a row for each of them, and one sentence."""
        sentence = sentences.YOU_PUT_IT if each.quietly else sentences.YOU_PASSED_IT_ON
        return self._asker(each.at, each.ask, sentence, {YOU_GAVE: sentences.A_QUESTION}, each.person.name)

    def _was_of_help(self, answer: Answer) -> Deed:
        sentence = sentences.YOUR_ANSWER_HELPED if answer.person_id == self.person.pk else sentences.HELPED_THROUGH_YOU
        return self._asker(
            answer.helped_at or answer.made_at, answer.ask, sentence, {YOUR_WORDS_HELPED: sentences.THEIR_THANKS}
        )


# --- The drawing -------------------------------------------------------------------------------------

# In pixels of a narrow phone. The name of each line stands above it, since in some languages it is half as wide.
YEAR_WIDTH, HEIGHT, COLUMN, ROW, NAME_OF_LINE, LINE, YEAR_DOT = 360, 236, 30, 52, 14, 40, 8


class Thread(NamedTuple):
    """One kind through the year: a line, and a dot on it for each month in which there was something, however much."""

    kind: str
    name: int  # how far down that stands
    y: int
    dots: list[int]


class YearPicture(NamedTuple):
    threads: list[Thread]
    months: list[tuple[int, str]]  # where each stands, and its first letter
    width: int = YEAR_WIDTH
    height: int = HEIGHT
    dot: int = YEAR_DOT


def year_picture_of(months: Iterable[Month]) -> YearPicture:
    columns = [(COLUMN * number + COLUMN // 2, month) for number, month in enumerate(months)]
    threads = [
        Thread(str(kind), ROW * row + NAME_OF_LINE, ROW * row + LINE, [x for x, month in columns if month.cells[row]])
        for row, kind in enumerate(KINDS_OF_DEED.values())
    ]
    return YearPicture(threads, [(x, str(NAMES_OF_MONTHS[month.first.month])[0].upper()) for x, month in columns])
