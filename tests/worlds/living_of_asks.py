"""Questions and answers of a life as rows, by the application's own verbs."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from uuid import UUID, uuid4

from django.db.models import QuerySet

from people.models import Notice
from recommendations.asks.received import questions_to
from recommendations.introductions.things import from_beyond
from recommendations.models import (
    Answer,
    Ask,
    Ending,
    LinkAnswer,
    NumberAsk,
    Outcome,
    Question,
    Quiet,
    ReachedBy,
    Seeks,
    Sent,
)
from recommendations.providers.suggestions import suggestions_for
from tests.worlds.builders import make_ask, months_ago
from tests.worlds.living import Living
from tests.worlds.oracle import Someone, Word
from tests.worlds.oracle_of_asks import Answered, Asked, ByLink, Short, Wanted


class LivingOfAsks(Living):
    """Every verb says whether it was theirs to do."""

    def __init__(self, *args) -> None:
        super().__init__(*args)
        self.asks: dict[Asked, Ask] = {}
        self.answers: dict[Answered, Answer] = {}
        self.told: dict[ByLink, LinkAnswer] = {}
        self.shorts: dict[Short, Question] = {}
        self.wanted: dict[Wanted, NumberAsk] = {}

    def draft(self, asked: Asked) -> None:
        # By turns, since nobody sees more or less of a question for what it is about.
        about = (
            {"trade": self.scenery.trades[0]},
            {"other": "mends accordions"},
            {"other": "why?", "seeks": Seeks.IDEA},
        )
        self.asks[asked] = make_ask(person=self.people[asked.asker], **about[len(self.asks) % len(about)])

    def of(self, asked: Asked) -> Ask:
        """As it stands now."""
        return Ask.objects.get(pk=self.asks[asked].pk)

    def send(self, asked: Asked, friends: list[Someone]) -> bool:
        return self.of(asked).send([self.people[friend] for friend in friends]) == Sent.SENT

    def ask_through(self, asked: Asked, friend: Someone, nameless: bool) -> bool:
        quiet = Quiet.NAMELESS if nameless else Quiet.NAMED
        return self.of(asked).send([self.people[friend]], quiet=quiet) == Sent.SENT

    def put_to_circle(self, asked: Asked, by: Someone, friends: list[Someone]) -> bool:
        mine = self.of(asked).recipients.filter(person=self.people[by], passed_by=None).first()
        return mine is not None and mine.put([self.people[each] for each in friends], "You know about boilers")

    def hand_on(self, answer: Answered, by: Someone) -> bool:
        return Answer.objects.get(pk=self.answers[answer].pk).hand_on(self.people[by])

    def pass_on(self, asked: Asked, by: Someone, friend: Someone) -> bool:
        return self.of(asked).pass_on(self.people[by], self.people[friend], "You know about boilers")

    def decline(self, asked: Asked, one: Someone) -> None:
        self.of(asked).decline(self.people[one])

    def answer(self, asked: Asked, by: Someone, word: Word | None, words: str) -> bool:
        person, vouch = self.people[by], word and self.vouches[word]
        done = Answer.give(self.of(asked), person, vouch, words)
        for each in self.world.answers:
            if done and each not in self.answers:
                about = each.word and self.vouches[each.word].public_id
                self.answers[each] = Answer.objects.get(
                    ask=self.asks[each.asked], person=self.people[each.by], vouch=about, by_mail=False
                )
        return done

    def answer_by_mail(self, asked: Asked, one: Someone, words: str) -> bool:
        said = {"words": words, "provider": "Rosa", "phone": ""}
        done = Answer.give_by_mail(self.of(asked), self.people[one], **said)
        for each in self.world.answers_of(asked, one):
            if done and each not in self.answers:
                row = {"ask": self.asks[asked], "person": self.people[one], "by_mail": True, "words": each.words}
                self.answers[each] = Answer.objects.get(**row)
        return done

    def decline_by_mail(self, asked: Asked, one: Someone) -> bool:
        return self.of(asked).decline_by_mail(self.people[one])

    def take_back_no(self, asked: Asked, one: Someone) -> None:
        self.of(asked).take_back_no(self.people[one])

    def unthank_answer(self, answer: Answered) -> None:
        Answer.objects.get(pk=self.answers[answer].pk).take_thanks_back()

    def withdraw_answer(self, answer: Answered) -> None:
        Answer.objects.get(pk=self.answers.pop(answer).pk).withdraw()

    def thank_answer(self, answer: Answered) -> None:
        Answer.objects.get(pk=self.answers[answer].pk).thank("Thank you")

    def reply_to_answer(self, answer: Answered, words: str) -> bool:
        return Answer.objects.get(pk=self.answers[answer].pk).reply_once(words)

    def want_number(self, one: Someone, word: Word) -> bool:
        done = NumberAsk.put(self.people[one], self.vouches[word].pk)
        for each in self.world.wanted:
            if each not in self.wanted:
                row = {"person": self.people[each.asker], "vouch": self.vouches[each.word]}
                self.wanted[each] = NumberAsk.objects.get(**row)
        return done

    def give_number(self, wanted: Wanted, typed: str) -> bool:
        return NumberAsk.objects.get(pk=self.wanted[wanted].pk).give(typed)

    def keep_number(self, wanted: Wanted) -> None:
        NumberAsk.objects.get(pk=self.wanted[wanted].pk).decline()

    def settle(self, asked: Asked) -> bool:
        return self.of(asked).settle(Ending.NOT_NEEDED)

    def reopen(self, asked: Asked) -> bool:
        return self.of(asked).reopen() == Sent.SENT

    def answer_by_link(self, told: ByLink) -> bool:
        said = {"name": "Mia", "provider": "Rosa", "job": "Boiler", "hired_on": months_ago(2), "outcome": Outcome.YES}
        writer = self.people[told.writer] if told.writer else None
        row = LinkAnswer.write(self.of(told.asked).link, UUID(int=told.number), writer, **said)
        if row:
            self.told[told] = row
        return row is not None

    def confirm_link(self, told: ByLink) -> None:
        self.told[told].confirm("My sister")

    def discard_link(self, told: ByLink) -> None:
        self.told.pop(told).discard()

    def put(self, short: Short) -> bool:
        asker, friend, number = self.people[short.asker], self.people[short.friend], UUID(int=short.number)
        done = bool(Question.put(number, asker, friend, "Does she do Sundays?", uuid4()))
        if done:
            self.shorts[short] = Question.objects.get(public_id=number)
        return done

    def reply(self, short: Short, words: str) -> bool:
        return Question.objects.get(pk=self.shorts[short].pk).reply(words)


class LookAtAsks:
    """What the database answers one viewer, held against the oracle."""

    def __init__(self, living: LivingOfAsks, viewer: Someone) -> None:
        self.living, self.life, self.viewer = living, living.world, viewer
        self.person = living.people[viewer]

    def differences(self, rng: Random, looks: int) -> Iterator[str]:
        questions = [self.of_asks, self.of_answers, self.of_links, self.of_shorts, self.of_thanks, self.of_told]
        questions += [self.of_waiting, self.of_wanted, self.of_numbers, self.of_introducers]
        for look in rng.sample(questions, looks):
            yield from look()

    def of_asks(self) -> Iterator[str]:
        yield from self.of_rows(Ask.objects.visible_to(self.person), self.living.asks, self.life.asks_seen(self.viewer))

    def of_waiting(self) -> Iterator[str]:
        found = sorted(each.ask.pk for each in questions_to(self.person) if not each.answered and not each.declined)
        expected = self.life.waiting_for(self.viewer)
        if found != sorted(self.living.asks[each].pk for each in expected):
            yield f"the questions that wait {found}, not {expected}"

    def of_answers(self) -> Iterator[str]:
        found = Answer.objects.visible_to(self.person)
        yield from self.of_rows(found, self.living.answers, self.life.answers_seen(self.viewer))

    def of_introducers(self) -> Iterator[str]:
        for each, row in self.living.answers.items():
            found = from_beyond(self.person, ReachedBy.ANSWER, pk=row.pk)
            expected = self.life.introducer_to_whoever_answered(self.viewer, each)
            if (found and found.friend) != (self.living.people[expected] if expected else None):
                yield f"to be asked about {each} is {found}, not {expected}"

    def of_links(self) -> Iterator[str]:
        mine, notes = LinkAnswer.objects.visible_to(self.person), LinkAnswer.objects.notes_of(self.person)
        expected = self.life.told_by_link(self.viewer)
        yield from self.of_rows(mine, self.living.told, expected)
        yield from self.of_rows(notes, self.living.told, {told for told in expected if told.confirmed})

    def of_shorts(self) -> Iterator[str]:
        found = Question.objects.visible_to(self.person)
        yield from self.of_rows(found, self.living.shorts, self.life.shorts_seen(self.viewer))

    def of_wanted(self) -> Iterator[str]:
        found = NumberAsk.objects.visible_to(self.person)
        yield from self.of_rows(found, self.living.wanted, self.life.wanted_seen(self.viewer))

    def of_numbers(self) -> Iterator[str]:
        """Which number stands on which words, and where one is asked for."""
        words = {str(word.number): word for word in self.life.readable(self.viewer)}
        found, _ = suggestions_for(self.person, size=10_000)
        shown = {word.cost: (word.phone, word.number_may_be_asked) for each in found for word in each.words}
        near = self.life.circle(self.viewer)
        expected = {}
        for number, word in words.items():
            phone = self.life.phone(self.viewer, word)
            expected[number] = phone, word.author in near and not phone
        if shown != expected:
            yield f"the numbers {shown}, not {expected}"

    def of_thanks(self) -> Iterator[str]:
        found = Answer.objects.thanked_to(self.person)
        yield from self.of_rows(found, self.living.answers, self.life.helped(self.viewer))

    def of_told(self) -> Iterator[str]:
        found = sorted(notice.message for notice in Notice.objects.visible_to(self.person))
        if found != self.life.notices(self.viewer):
            yield f"the notices {found}, not {self.life.notices(self.viewer)}"

    def of_rows(self, found: QuerySet, rows: dict, expected: set) -> Iterator[str]:
        pks = sorted(found.values_list("pk", flat=True))
        if pks != sorted(rows[each].pk for each in expected):
            yield f"{found.model.__name__} {pks}, not {expected}"
