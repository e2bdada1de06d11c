"""Short words that are written and answered many times at once, and while their two part or leave."""

from collections.abc import Callable
from uuid import uuid4

from django.db import connection, transaction

from people.models import Notice, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Insight, ShortWord
from tests.parallel.asking import asking
from tests.parallel.presses import Deed, Round
from tests.worlds.builders import make_insight, make_short_word

CLICKS = 8


def writes(reader: Person, insight: Insight, words: str) -> Deed:
    row = Insight.objects.select_related("author").get(pk=insight.pk)
    return Deed("write", lambda: ShortWord.put(uuid4(), Person.objects.get(pk=reader.pk), row, words))


def answers(word: ShortWord, words: str) -> Deed:
    row = ShortWord.objects.select_related("person", "author").get(pk=word.pk)
    return Deed("answer", lambda: row.reply(words))


def takes(word: ShortWord) -> Deed:
    row = ShortWord.objects.select_related("person", "author").get(pk=word.pk)

    def take() -> None:
        with transaction.atomic():
            Person.objects.lock(row.person, row.author)
            row.take()

    return Deed("take", take)


def left(*people: Person) -> Callable[[], str]:
    def ended() -> str:
        connection.check_constraints()
        words = ShortWord.objects.filter(person__in=people) | ShortWord.objects.filter(author__in=people)
        answered, told = words.exclude(answered_at=None).count(), Notice.objects.filter(person__in=people).count()
        return f"{words.count()} word, {answered} answered, {told} notice"

    return ended


def one_writes_many_times() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    insight = make_insight(author=author)
    return [writes(reader, insight, f"Word {number}") for number in range(CLICKS)], left(author, reader)


def answered_and_taken_in_many_times() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    word = make_short_word(person=reader, insight=make_insight(author=author))
    each = [answers(word, f"Answer {number}") for number in range(CLICKS)]
    return [*each, takes(word), takes(word)], left(author, reader)


def written_and_answered_while_they_part() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    insight = make_insight(author=author)
    part = Deed("part", lambda: Tie.objects.part(author, reader))
    word = make_short_word(person=reader, insight=make_insight(author=author))
    return [writes(reader, insight, "It helped"), answers(word, "Good"), takes(word), part], left(author, reader)


def written_and_answered_while_its_author_leaves() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    insight = make_insight(author=author)
    word = make_short_word(person=reader, insight=make_insight(author=author))
    leave = Deed("leave", lambda: erasing.erase(Person.objects.get(pk=author.pk), write_down=False))
    return [writes(reader, insight, "It helped"), answers(word, "Good"), leave], left(author, reader)


def withdrawn_while_it_is_written_about() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    insight = make_insight(author=author)
    withdrawn = Insight.objects.select_related("author").get(pk=insight.pk)
    return [writes(reader, insight, "It helped"), Deed("withdraw", withdrawn.withdraw)], left(author, reader)
