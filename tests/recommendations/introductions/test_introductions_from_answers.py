"""Ana asks Ben to introduce her to Cleo, who answered a question of hers that Ben had passed on."""

import pytest

from people.models import Person, Tie
from recommendations.models import Answer, Ask, Ending, IntroductionAsk, Quiet, ReachedBy, Sent
from tests.recommendations.introductions.test_introduction_asks import WHY, page, text
from tests.worlds.builders import crowd_around, make_ask
from tests.worlds.looking import as_

ABOUT = "“Who knows somebody for “damp”?”"


@pytest.fixture
def ask(ana, ben, cleo) -> Ask:
    crowd_around(ben)
    ask = make_ask(person=ana, to=[ben], other="damp")
    ask.pass_on(ben, cleo, "")
    return ask


@pytest.fixture
def answer(ask, cleo) -> Answer:
    """Of “a friend of Ben Okafor”."""
    Answer.give(ask, cleo, None, "The library lends out damp meters.")
    return ask.answers.get()


def may_ask(person: Person, answer: Answer) -> bool:
    """The page on which it stands says what the form does."""
    new = page("answer_introduce", answer)
    shown = as_(person).get(page("ask", answer.ask))
    found = new in shown.content.decode()
    assert as_(person).get(new).status_code == (200 if found else 404)
    return found


def test_introduction_is_asked_for_from_an_answer(ana, ben, cleo, dan, answer):
    new = page("answer_introduce", answer)
    assert [may_ask(each, answer) for each in (ana, ben, cleo, dan)] == [True, False, False, False]
    at_anas = text(ana, page("ask", answer.ask))
    assert 'Ask Ben to introduce you<span class="vh"> to a friend of Ben Okafor</span>' in at_anas
    form = text(ana, new)
    assert "<bdi>Ben</bdi> knows whoever it is" in form
    assert "If they read it, they learn that the question is yours." in form
    assert "Cleo" not in form

    as_(ana).post(new, WHY)

    asked = ana.introductions_asked.get()
    assert (asked.kind, asked.thing, asked.friend, asked.other) == (ReachedBy.ANSWER, answer.public_id, ben, cleo)
    at_anas = text(ana, page("introduction_ask", asked))
    assert f"It is about what a friend of Ben Okafor answered to your question: {ABOUT}" in at_anas
    assert as_(ana).get(new).url == page("introduction_ask", asked)
    at_bens = text(ben, page("introduction_ask", asked))
    assert "It is about something that Cleo Martin answered." in at_bens
    assert not any(said in at_bens for said in ("damp meters", ABOUT))
    asked.pass_on("")
    at_cleos = text(cleo, page("introduction_wanted", asked))
    assert f"It is about what you answered to a question: {ABOUT}" in at_cleos
    assert page("ask", answer.ask) in at_cleos


def test_introduction_goes_on_when_the_answer_is_withdrawn(ana, ben, cleo, answer):
    new = page("answer_introduce", answer)
    as_(ana).post(new, WHY)
    asked = ana.introductions_asked.get()
    answer.withdraw()

    assert "It is about" not in text(ana, page("introduction_ask", asked))
    assert "It is about something that Cleo Martin answered." in text(ben, page("introduction_ask", asked))
    assert as_(ana).get(new).status_code == 404
    assert IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.ANSWER, answer.public_id, "Damp, too") is None


def test_nobody_introduces_one_to_a_friend_who_answered(ana, ben, ask):
    Answer.give(ask, ben, None, "Open the windows.")

    assert not may_ask(ana, ask.answers.get())


def test_nobody_is_asked_where_no_friend_may_be_named(ana, ben, cleo):
    """Ben has no crowd, so that Cleo could be found out; until she lets her name be seen."""
    ask = make_ask(person=ana, to=[ben])
    ask.pass_on(ben, cleo, "")
    Answer.give(ask, cleo, None, "Open the windows.")
    answer = ask.answers.get()
    assert not may_ask(ana, answer)

    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    assert may_ask(ana, answer)
    assert "<bdi>Ben</bdi> knows <bdi>Cleo Martin</bdi>" in text(ana, page("answer_introduce", answer))


def test_introduction_to_whoever_answered_is_asked_of_nobody_whom_one_has_muted(ana, ben, answer):
    ana.ties.filter(friend=ben).update(hears=False)

    assert not may_ask(ana, answer)


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_introduction_to_whoever_answered_ends_with_the_way(ana, ben, cleo, answer, who):
    Tie.objects.part(ben, ana if who == "ana" else cleo)

    assert not may_ask(ana, answer)


def test_a_block_of_whoever_answered_takes_the_answer_away_with_all_that_stands_by_it(ana, cleo, answer):
    cleo.block(ana)

    assert not may_ask(ana, answer)
    assert "damp meters" not in text(ana, page("ask", answer.ask))


def test_asking_is_the_same_whether_one_has_blocked_a_nameless_author_of_an_answer_or_not(ana, ben, cleo, answer):
    shown = text(ana, page("ask", answer.ask)), text(ana, page("answer_introduce", answer))
    ana.block(cleo)
    assert (text(ana, page("ask", answer.ask)), text(ana, page("answer_introduce", answer))) == shown

    as_(ana).post(page("answer_introduce", answer), WHY)

    asked = ana.introductions_asked.get()
    assert asked.unheard
    assert asked in IntroductionAsk.objects.to_pass_on(ben)
    asked.pass_on("")
    assert not IntroductionAsk.objects.to_answer(cleo).exists()


def test_a_mute_of_whoever_answered_changes_nothing(ana, ben, cleo, answer):
    before = text(ana, page("ask", answer.ask)), text(ana, page("answer_introduce", answer))
    cleo.ties.filter(friend=ben).update(hears=False)

    assert (text(ana, page("ask", answer.ask)), text(ana, page("answer_introduce", answer))) == before


def test_whoever_asks_quietly_is_introduced_to_nobody_who_answered(ana, ben, cleo):
    """They wish to be known to the friend alone."""
    crowd_around(ben)
    ask = make_ask(person=ana, other="damp")
    assert ask.send([ben], quiet=Quiet.NAMED) == Sent.SENT
    ask.recipients.get().put([cleo], "")
    Answer.give(ask, cleo, None, "The library lends out damp meters.")
    answer = ask.answers.get()
    assert answer.hand_on(ben)

    assert "damp meters" in text(ana, page("ask", ask))
    assert not may_ask(ana, answer)
    assert IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.ANSWER, answer.public_id, "Damp, too") is None


def test_introduction_is_asked_for_from_an_answer_to_a_question_that_is_over(ana, answer):
    answer.ask.settle(Ending.FOUND)

    assert may_ask(ana, answer)
