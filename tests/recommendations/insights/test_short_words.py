"""A short word to the author of something shared: who reads it, by which name, and what ends it."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from people.models import Notice, Person, Tie
from people.tidy import tidy
from recommendations.leaving import erasing
from recommendations.models import Insight, Scope, ShortWord
from recommendations.short_words.told import ToldWord, told_words
from tests.recommendations.leaving.test_export import told as taken_out
from tests.worlds.builders import befriend, crowd_around, make_insight, make_person, make_short_word

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleos(cleo) -> Insight:
    return make_insight(author=cleo)


@pytest.fixture
def word(ana, cleos) -> ShortWord:
    """From Ana to Cleo, whom Ana does not know by name."""
    return make_short_word(person=ana, insight=cleos)


def read_by(*people: Person) -> list[int]:
    return [ShortWord.objects.visible_to(person).count() for person in people]


def seen(person: Person, word: ShortWord) -> ToldWord:
    [told] = told_words(person, ShortWord.objects.visible_to(person).with_all().filter(pk=word.pk))
    return told


def notices() -> set[tuple[str, str]]:
    kinds = ("short_word", "word_answered", "word_taken")
    found = Notice.objects.filter(kind__in=kinds).select_related("person")
    return {(each.person.first_name, each.kind) for each in found if each in Notice.objects.visible_to(each.person)}


# --- Who writes, who reads -------------------------------------------------------------------------


def test_word_is_read_by_its_two_and_nobody_between(ana, ben, cleo, dan, word):
    assert read_by(ana, ben, cleo, dan) == [1, 0, 1, 0]
    assert notices() == {("Cleo", "short_word")}
    assert word.reply("I would still ask twice.")
    assert read_by(ana, ben, cleo, dan) == [1, 0, 1, 0]
    assert notices() == {("Ana", "word_answered")}


def test_word_reaches_the_author_of_whatever_one_may_read_and_of_nothing_else(ana, ben, cleo, dan):
    shared = [make_insight(author=author, scope=scope) for author in (ana, ben, cleo, dan) for scope in Scope]

    put = {each.pk for each in shared if ShortWord.put(uuid4(), ana, each, "True")}

    assert put == {each.pk for each in Insight.objects.visible_to(ana)} - {each.pk for each in ana.insights.all()}
    assert len(put) == 2 + 1


def test_word_stands_once_until_it_is_answered_and_is_answered_once(ana, cleo, cleos, word):
    key = uuid4()
    assert [ShortWord.put(key, ana, cleos, words) == word for words in ("Again", "And again")] == [True, True]

    assert [word.reply("Yes"), word.reply("Yes"), word.reply("No")] == [True, True, False]
    word.refresh_from_db()
    assert (word.answer, ShortWord.objects.count()) == ("Yes", 1)

    second = ShortWord.put(key, ana, cleos, "Thank you")
    assert second
    assert second != word
    assert (ShortWord.put(key, ana, cleos, "Thank you"), ShortWord.objects.count()) == (second, 2)
    assert second.reply("Gladly")
    assert ShortWord.put(key, ana, cleos, "Thank you") == second  # the same press once more


def test_database_keeps_one_open_word_a_person_and_thing(ana, cleo, cleos, word):
    said = {"person": ana, "author": cleo, "words": "Again"}
    for wrong in (
        said | {"insight": cleos},
        said,
        said | {"insight": make_insight(), "person": cleo},
        said | {"insight": make_insight(), "words": ""},
        said | {"insight": make_insight(), "answer": "Yes"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShortWord.objects.create(**wrong)


# --- By which name ---------------------------------------------------------------------------------


def test_writer_signs_and_author_stays_as_the_name_rule_says(ana, ben, cleo, word):
    told = seen(cleo, word)
    assert (told.other.shown_as, told.is_named) == ("Ana Silva", False)
    assert [link.first_name for link in told.other.chain] == ["Ben", "Ana"]
    assert seen(ana, word).other.shown_as == "someone beyond your circle"
    crowd_around(ben)
    assert (seen(ana, word).other.shown_as, seen(ana, word).is_named) == ("a friend of Ben Okafor", False)
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    assert (seen(ana, word).other.shown_as, seen(ana, word).is_named) == (cleo.name, True)
    assert seen(cleo, word).is_named


@pytest.mark.parametrize(("friends", "told"), [(False, None), (True, "Ana")])
def test_notice_names_nobody_but_a_friend(ana, cleo, cleos, friends, told):
    if friends:
        befriend(ana, cleo)
    word = make_short_word(person=ana, insight=cleos)
    word.reply("Yes")
    of_ana = Notice.objects.get(kind="word_answered")
    assert bool(of_ana.who) is friends
    make_short_word(person=ana, insight=cleos)
    who = Notice.objects.get(kind="short_word").who
    assert (who and who.first_name) == told


# --- What ends it ----------------------------------------------------------------------------------

ENDINGS = {
    # (Ana reads it, Cleo reads it, the row is there) once it happened
    "Ana and Ben part": (0, 0, False),
    "Cleo and Ben part": (0, 0, False),
    "Ana blocks Ben": (0, 0, False),
    "Ben blocks Cleo": (0, 0, False),
    "Ben relays no more": (0, 0, True),
    "Cleo shares it with her circle": (0, 0, True),
    "Ben rests": (0, 0, True),
    "Ana rests": (0, 0, True),
    "Cleo blocks Ana": (0, 0, True),
    # What bears no name stays as it was: else the block would tell whose it is.
    "Ana blocks Cleo": (1, 0, True),
    "Ana mutes Ben, who would be named": (0, 1, True),
    "Cleo mutes Ben": (1, 1, True),
    "Ana leaves": (0, 0, False),
    "Cleo leaves": (0, 0, False),
    "Cleo withdraws it": (0, 0, False),
    "Ana and Ben part, and Eve is another way": (1, 1, True),
}


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("answered", [False, True])
def test_word_ends_with_the_way_from_the_one_to_the_other(ana, ben, cleo, cleos, word, ending, answered):
    if answered:
        word.reply("Yes")
    happens(ending, ana, ben, cleo, cleos)

    anas, cleos_, there = ENDINGS[ending]
    assert (read_by(ana, cleo), ShortWord.objects.exists()) == ([anas, cleos_], there)
    heard = {("Ana", "word_answered")} if answered and anas else set()
    heard |= {("Cleo", "short_word")} if not answered and cleos_ else set()
    assert notices() == heard
    if not there:
        assert not Notice.objects.filter(kind__in=("short_word", "word_answered")).exists()


def happens(ending: str, ana: Person, ben: Person, cleo: Person, cleos: Insight) -> None:
    acts = {
        "Ana and Ben part": lambda: Tie.objects.part(ana, ben),
        "Cleo and Ben part": lambda: Tie.objects.part(cleo, ben),
        "Ana blocks Ben": lambda: ana.block(ben),
        "Ben blocks Cleo": lambda: ben.block(cleo),
        "Ben relays no more": lambda: Person.objects.filter(pk=ben.pk).update(relays=False),
        "Cleo shares it with her circle": lambda: Insight.objects.update(scope=Scope.CIRCLE),
        "Ben rests": lambda: erasing.rest(ben),
        "Ana rests": lambda: erasing.rest(ana),
        "Cleo blocks Ana": lambda: cleo.block(ana),
        "Ana blocks Cleo": lambda: ana.block(cleo),
        "Cleo mutes Ben": lambda: cleo.ties.get(friend=ben).hear(False),
        "Ana leaves": lambda: erasing.erase(ana, write_down=False),
        "Cleo leaves": lambda: erasing.erase(cleo, write_down=False),
        "Cleo withdraws it": cleos.withdraw,
    }
    if ending in acts:
        acts[ending]()
    elif "mutes" in ending:
        crowd_around(ben)
        ana.ties.get(friend=ben).hear(False)
    else:
        eve = make_person(name="Eve Moss")
        befriend(ana, eve)
        befriend(eve, cleo)
        Tie.objects.part(ana, ben)


def test_word_between_friends_goes_when_they_part_or_block(ana, ben):
    for end, again in product((Tie.objects.part, lambda one, other: one.block(other)), (False, True)):
        one, other = (ben, ana) if again else (ana, ben)
        make_short_word(person=ana, insight=make_insight(author=ben)).reply("Yes")
        end(one, other)
        assert (ShortWord.objects.count(), Notice.objects.filter(kind="word_answered").count()) == (0, 0)
        one.unblock(other)
        befriend(ana, ben)


def test_blocks_and_unblocking_tell_the_writer_nothing(ana, cleo, cleos, word):
    """Neither a word of before, nor one that is written across a block."""
    before = str(seen(ana, word).other)
    for one, other in ((ana, cleo), (cleo, ana)):
        one.block(other)
        one.unblock(other)
        assert (read_by(ana, cleo), str(seen(ana, word).other)) == ([1, 0], before)
    word.withdraw()

    ana.block(cleo)
    across = make_short_word(person=ana, insight=cleos)
    ana.unblock(cleo)

    assert read_by(ana, cleo) == [1, 0]
    assert (across.reply("Yes"), notices()) == (False, set())


def test_word_goes_a_year_after_it_was_made_with_what_was_told_of_it(ana, cleo, word):
    kept = make_short_word(person=ana, insight=make_insight(author=cleo))
    ShortWord.objects.filter(pk=word.pk).update(made_at=timezone.now() - timedelta(days=366))
    tidy()
    assert (set(ShortWord.objects.all()), Notice.objects.filter(kind="short_word").count()) == ({kept}, 1)


def test_word_is_taken_out_by_its_two_as_their_pages_show_it(ana, ben, cleo, cleos, word):
    word.reply("Yes")
    [sent], [received] = taken_out(ana)["short_words_sent"], taken_out(cleo)["short_words_received"]
    assert (sent["to"], sent["words"], sent["answer"]) == ("someone beyond your circle", word.words, "Yes")
    assert (received["from"], received["words"], received["answer"]) == ("Ana Silva", word.words, "Yes")
    assert [taken_out(ben)[f"short_words_{name}"] for name in ("sent", "received")] == [[], []]

    Insight.objects.update(scope=Scope.CIRCLE)  # now it is nobody's to read who is beyond
    assert [taken_out(ana)["short_words_sent"], taken_out(cleo)["short_words_received"]] == [[], []]
