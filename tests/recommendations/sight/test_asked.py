"""What one reader is told of a question: every fact of it, by each way in which it comes."""

import pytest

from people.models import Person
from recommendations.models import Ask, Quiet, Recipient, Sent
from recommendations.sight.asks import Asked, asked_of, askers_to, by_ask, reaching, words_passed_to
from tests.worlds.builders import befriend, crowd_around, make_ask, make_person, make_place

TOLD = ("passer", "word", "direct", "is_put", "declined", "declined_by_mail", "answered", "asked_by", "is_named")
TOLD += ("them", "passer_first_name", "reader_first_name", "reader")
BY_NOBODY = {"passer": "", "word": "", "is_put": False, "passer_first_name": ""}
NOT_YET = {"declined": False, "declined_by_mail": False, "answered": False}
ANA = {"asked_by": "Ana Silva", "is_named": True, "them": "Ana", "reader_first_name": "Ana", "reader": "Ana Silva"}
DIRECT = BY_NOBODY | NOT_YET | ANA | {"direct": True}
SOMEONE = {"asked_by": "Someone beyond your circle", "is_named": False, "them": "", "reader_first_name": ""}
SOMEONE |= {"reader": "Someone beyond your circle"}
BY_BEN = {"passer": "Ben Okafor", "word": "She is kind", "passer_first_name": "Ben", "direct": False}
PASSED = NOT_YET | BY_BEN | {"is_put": False}
PUT = NOT_YET | BY_BEN | {"is_put": True, "is_named": False, "reader_first_name": "Ben", "reader": "Ben"}


def told(person: Person, answered: tuple[int, ...] = ()) -> list[dict[str, object]]:
    return [{name: getattr(each, name) for name in TOLD} for each in asked(person, answered)]


def asked(person: Person, answered: tuple[int, ...] = ()) -> list[Asked]:
    return asked_of(person, by_ask(reaching(person)), answered)


def asks(ana: Person, *friends: Person) -> Ask:
    return make_ask(person=ana, to=[*friends])


def through(ana: Person, ben: Person, quiet: Quiet) -> None:
    ask = make_ask(person=ana)
    assert ask.send([ben], quiet=quiet) == Sent.SENT
    assert ask.recipients.get().put(Person.objects.circle_of(ben), "She is kind")


def test_question_of_a_friend_is_told_by_their_name(ana, ben):
    ask = asks(ana, ben)

    assert told(ben) == [DIRECT]
    assert told(ben, (ask.pk,)) == [DIRECT | {"answered": True}]
    assert [each.ask for each in asked(ben)] == [ask]


def test_question_passed_on_is_told_by_the_name_rule(ana, ben, cleo):
    asks(ana, ben).pass_on(ben, cleo, "She is kind")
    assert told(cleo) == [PASSED | SOMEONE]

    crowd_around(ben)
    told_of = {"asked_by": "A friend of Ben Okafor", "reader": "A friend of Ben Okafor"}
    assert told(cleo) == [PASSED | SOMEONE | told_of]

    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    assert told(cleo) == [PASSED | ANA]


def test_question_passed_on_to_a_friend_of_the_asker_bears_the_name(ana, ben, cleo):
    befriend(ana, cleo)
    asks(ana, ben).pass_on(ben, cleo, "She is kind")

    assert told(cleo) == [PASSED | ANA]


@pytest.mark.parametrize(
    ("quiet", "said"),
    [
        (Quiet.NAMELESS, {"asked_by": "Someone Ben Okafor trusts", "them": ""}),
        (Quiet.NAMED, {"asked_by": "Ben Okafor’s friend Ana", "them": "Ana"}),
    ],
)
def test_question_put_quietly_is_told_as_its_asker_chose(ana, ben, cleo, quiet, said):
    """Whoever reads it answers the friend between; to that friend it is a question like any other."""
    through(ana, ben, quiet)

    assert told(cleo) == [PUT | said]
    assert told(ben) == [DIRECT]


def test_word_that_is_read_is_that_of_the_first_who_passed_it_on(ana, ben, cleo):
    befriend(ana, eve := make_person(name="Eve"))
    befriend(eve, cleo)
    ask, silent = asks(ana, ben, eve), asks(ana, ben)
    silent.pass_on(ben, cleo, "")
    ask.pass_on(ben, cleo, "She is kind")
    ask.pass_on(eve, cleo, "She is not")

    assert [(each.ask, each.passed_by, each.word) for each in words_passed_to(cleo)] == [(ask, ben, "She is kind")]
    assert [*words_passed_to(ana), *words_passed_to(ben), *words_passed_to(eve)] == []


def test_question_that_comes_both_ways_is_direct_and_names_who_passed_it_on(ana, ben, cleo):
    befriend(ana, cleo)
    ask = asks(ana, ben)
    ask.pass_on(ben, cleo, "She is kind")
    Recipient.objects.create(ask=ask, person=cleo)

    assert told(cleo) == [PASSED | ANA | {"direct": True}]
    assert [row.passed_by for row in reaching(cleo)] == [None, ben]


def test_question_passed_on_by_two_names_the_first_alone(ana, ben, cleo):
    eve = make_person(name="Eve Stone")
    befriend(ana, eve), befriend(eve, cleo)
    ask = asks(ana, ben, eve)
    ask.pass_on(eve, cleo, "From Eve"), ask.pass_on(ben, cleo, "From Ben")

    assert [(each["passer"], each["word"]) for each in told(cleo)] == [("Eve Stone", "From Eve")]
    crowd_around(ben)
    assert [each["asked_by"] for each in told(cleo)] == ["Someone beyond your circle"]
    crowd_around(eve)
    assert [each["asked_by"] for each in told(cleo)] == ["A friend of Eve Stone"]


def test_first_names_are_the_first_of_several(ana, ben, cleo):
    Person.objects.filter(pk=ben.pk).update(name="Mary Ann Lee")
    asks(ana, ben).pass_on(ben, cleo, "")

    assert [each["passer_first_name"] for each in told(cleo)] == ["Mary"]


def test_question_is_declined_once_every_way_is(ana, ben, cleo):
    befriend(ana, cleo)
    ask = asks(ana, ben)
    ask.pass_on(ben, cleo, "")
    Recipient.objects.create(ask=ask, person=cleo)
    rows = Recipient.objects.filter(person=cleo)

    def said() -> list[tuple]:
        return [(each["declined"], each["declined_by_mail"]) for each in told(cleo)]

    rows.filter(passed_by=None).update(declined=True, declined_by_mail=True)
    assert said() == [(False, False)]
    rows.update(declined=True)
    assert said() == [(True, True)]
    rows.update(declined_by_mail=False)
    assert said() == [(True, False)]


def test_question_not_sent_yet_reaches_nobody(ana, ben):
    draft = make_ask(person=ana)
    Recipient.objects.create(ask=draft, person=ben)

    assert told(ben) == []


def test_question_to_another_is_not_told(ana, ben, cleo):
    asks(ben, cleo)
    asks(ben, ana)

    assert len(told(cleo)) == len(told(ana)) == 1
    assert told(ben) == []


def test_questions_are_told_in_their_order_by_one_query(ana, ben, cleo, django_assert_num_queries):
    """By one more, all that their pages show of them is there."""
    eve = make_person(name="Eve Stone")
    befriend(eve, cleo)
    leeds = make_place("Leeds")
    several = [make_ask(person=each, place=leeds) for each in (eve, ben, eve)]
    several.reverse()  # the one that was begun last is sent first
    for ask in several:
        ask.send([cleo])
    first = several[0].recipients.get()
    Recipient.objects.filter(pk=first.pk).delete()
    first.save(force_insert=True)  # which puts it last where PostgreSQL keeps rows
    passed = make_ask(person=ana, to=[ben])
    passed.pass_on(ben, cleo, "")

    with django_assert_num_queries(1):
        rows = by_ask(reaching(cleo))
        shown = [(row.ask.person.name, row.ask.trade.name, row.ask.place and row.ask.place.name) for [row] in rows]
        assert rows[-1][0].passed_by.name == "Ben Okafor"
    with django_assert_num_queries(1):
        some = asked_of(cleo, iter(rows))
    assert [each.ask for each in some] == [*several, passed]
    assert [each.asked_by for each in some] == ["Eve Stone", "Ben Okafor", "Eve Stone", "Someone beyond your circle"]
    assert {place for *_, place in shown} == {"Leeds", None}


def test_askers_are_called_by_each_page_as_by_the_page_of_the_question(ana, ben, cleo):
    crowd_around(ben)
    passed, mine, other = (
        make_ask(person=ana, to=[ben]),
        make_ask(person=ben, to=[cleo]),
        make_ask(person=ben, to=[cleo]),
    )
    passed.pass_on(ben, cleo, "")

    assert askers_to(cleo, [passed, mine]) == {passed.pk: "a friend of Ben Okafor", mine.pk: "Ben Okafor"}
    assert askers_to(ana, [other]) == {}
