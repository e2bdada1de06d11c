"""Notices say who, what and when, as their reader may see it at that moment, by as many statements however many."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import Introduction, Invitation, Notice, Person
from people.notices import KINDS
from people.told_notices import told_to
from recommendations.models import (
    Answer,
    Ask,
    Ending,
    Gratitude,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Offer,
    Question,
    Quiet,
    Scope,
    Thanks,
    Vouch,
)
from tests.recommendations.unasked.test_choosing import crowd
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_insight,
    make_link_answer,
    make_offer,
    make_person,
    make_place,
    make_question,
    make_short_word,
    make_trade,
    make_vouch,
)
from tests.worlds.looking import as_
from tests.worlds.notices_of_wishes import introduction_asked, introduction_wanted, introduction_yes


@pytest.fixture(autouse=True)
def questions_without_end(monkeypatch):
    """So that there can be twenty notices about one's own."""
    monkeypatch.setattr("recommendations.models.asks.MOST_OPEN", 100)


NEED, WRONG = "a piano tuner in Leeds", "says that something in your vouch is wrong. Please look at it again."


def question(by: Person, to: Person) -> Ask:
    trade = make_trade(name="Piano tuner")
    return make_ask(person=by, to=[to], trade=trade, place=make_place("Leeds"), words="Ours is old.")


def asked(ana: Person, friend: Person) -> str:
    question(friend, ana)
    return f"{friend.name} asks: {NEED}?"


def passed_on(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    question(far, friend).pass_on(friend, ana, "She plays")
    return f"{friend.name} passes a question on to you: {NEED}?"


def to_hand_on(ana: Person, friend: Person) -> str:
    befriend(ana, asker := make_person())
    ask = make_ask(person=asker, trade=make_trade(name="Piano tuner"), place=make_place("Leeds"))
    ask.send([ana], quiet=Quiet.NAMELESS)
    ask.recipients.get().put([friend], "")
    Answer.give(ask, friend, None, "Mrs Keys")
    ana.notices.filter(kind="asked", about=ask.public_id).delete()
    return f"{friend.name} answered the question about {NEED} that you put to your circle: “Mrs Keys”"


def answered(ana: Person, friend: Person) -> str:
    Answer.give(question(ana, friend), friend, None, "Mrs Keys")
    return f"{friend.name} answered your question about {NEED}: “Mrs Keys”"


def answered_by_a_vouch(ana: Person, friend: Person) -> str:
    ask = question(ana, friend)
    Answer.give(ask, friend, make_vouch(author=friend, trade=ask.trade, name="Rosa Lima"), "")
    return f"{friend.name} answered your question about {NEED}: Rosa Lima."


def answered_by_mail(ana: Person, friend: Person) -> str:
    Answer.give_by_mail(question(ana, friend), friend, words="Ask her", provider="Rosa Lima", phone="")
    return f"From {friend.first_name}’s mail comes an answer to your question about {NEED}: Rosa Lima."


def answered_beyond(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    crowd(friend)
    ask = question(ana, friend)
    ask.pass_on(friend, far, "")
    Answer.give(ask, far, None, "Mrs Keys")
    return f"A friend of {friend.name} answered your question about {NEED}: “Mrs Keys”"


def link_answered(ana: Person, friend: Person) -> str:
    answer = make_link_answer(ask=question(ana, friend), name="Mia", provider="Rosa Lima")
    ana.tell("link_answered", answer.public_id, "/")
    return f"Someone who calls themselves Mia answered your question about {NEED}: Rosa Lima. Who is it?"


def still_open(ana: Person, friend: Person) -> str:
    ana.tell("still_open", question(ana, friend).public_id, "/")
    return f"You asked for {NEED}. Are you still looking?"


def ask_went(ana: Person, friend: Person) -> str:
    ask = question(ana, friend)
    ask.settle(Ending.HIRED, "Rosa Lima")
    ana.tell("ask_went", ask.public_id, "/")
    return f"You asked for {NEED}, and hired Rosa Lima. How did it go?"


def answer_thanked(ana: Person, friend: Person) -> str:
    ask = question(friend, ana)
    Answer.give(ask, ana, None, "Mrs Keys")
    ana.notices.filter(about=ask.public_id).delete()
    ask.answers.get().thank("")
    return f"{friend.name} says thank you: your answer about a piano tuner helped."


def passing_on_thanked(ana: Person, friend: Person) -> str:
    befriend(ana, near := make_person())
    ask = question(friend, ana)
    ask.pass_on(ana, near, "")
    Answer.give(ask, near, None, "Mrs Keys")
    ana.notices.filter(about=ask.public_id).delete()
    ask.answers.get().thank("")
    return f"{friend.name} says thank you: it helped that you passed on a question about a piano tuner."


def thanked(ana: Person, friend: Person) -> str:
    Thanks.give(friend, make_vouch(author=ana, name="Half Moon Garage").pk, None, "")
    return f"{friend.name} hired Half Moon Garage on your word."


def thanked_between(ana: Person, friend: Person) -> str:
    befriend(ana, author := make_person())
    Thanks.give(friend, make_vouch(author=author, name="Half Moon Garage").pk, ana.public_id, "")
    return f"{friend.name} hired Half Moon Garage on {author.name}’s word, which reached them through you."


def how_did_it_go(ana: Person, friend: Person) -> str:
    Thanks.give(ana, make_vouch(author=friend, name="Half Moon Garage").pk, None, "")
    ana.tell("how_did_it_go", ana.thanks_given.latest("pk").public_id, "/")
    return "You said that you hired Half Moon Garage, on a word you read here. How did it go?"


def still_true(ana: Person, friend: Person) -> str:
    vouch = make_vouch(author=ana, name="Half Moon Garage")
    Vouch.objects.filter(pk=vouch.pk).update(renewed_at="2020-01-01T00:00Z", hired_on="2020-01-01")
    ana.tell("still_true", vouch.public_id, "/")
    return "Is what you say of Half Moon Garage still true?"


def correction(ana: Person, friend: Person) -> str:
    ana.tell("correction", make_vouch(author=ana, name="Half Moon Garage").public_id, "/")
    return f"Half Moon Garage, whom you vouch for, {WRONG}"


def short_question(ana: Person, friend: Person) -> str:
    make_question(person=friend, friend=ana, words="Does she do uprights?")
    return f"{friend.name} has a short question for you: “Does she do uprights?”"


def replied(ana: Person, friend: Person) -> str:
    make_question(person=ana, friend=friend).reply("Only on Fridays")
    return f"{friend.name} replied to your question: “Only on Fridays”"


def answer_replied(ana: Person, friend: Person) -> str:
    Answer.give(ask := question(friend, ana), ana, None, "Mrs Keys")
    ana.notices.filter(about=ask.public_id).delete()
    ask.answers.get().reply_once("Which church?")
    return f"{friend.name} replied to your answer: “Which church?”"


def number_asked(ana: Person, friend: Person) -> str:
    NumberAsk.put(friend, make_vouch(author=ana, name="Half Moon Garage").pk)
    return f"{friend.name} asks you for the number of Half Moon Garage."


def number_given(ana: Person, friend: Person) -> str:
    NumberAsk.put(ana, make_vouch(author=friend, name="Half Moon Garage", phone="+441134960001").pk)
    ana.numbers_asked.latest("pk").give()
    return f"{friend.name} gave you the number of Half Moon Garage."


def insight_thanked(ana: Person, friend: Person) -> str:
    Gratitude.say(friend, make_insight(author=ana, words="Bleed the radiators first."))
    return "What you shared helped someone, who says thank you: “Bleed the radiators first.”"


def insight_still_holds(ana: Person, friend: Person) -> str:
    insight = make_insight(author=ana, words="Bleed the radiators first.")
    Insight.objects.filter(pk=insight.pk).update(affirmed_at="2020-01-01T00:00Z")
    ana.tell("insight_still_holds", insight.public_id, "/")
    return "Is what you shared still true? “Bleed the radiators first.”"


def short_word(ana: Person, friend: Person) -> str:
    make_short_word(person=friend, insight=make_insight(author=ana), words="And the valves?")
    return f"{friend.name} says about what you shared: “And the valves?”"


def short_word_from_beyond(ana: Person, friend: Person) -> str:
    """Signed, so by their name, though nobody else shows it."""
    befriend(friend, far := make_person())
    make_short_word(person=far, insight=make_insight(author=ana), words="And the valves?")
    return f"{far.name} says about what you shared: “And the valves?”"


def word_answered(ana: Person, friend: Person) -> str:
    make_short_word(person=ana, insight=make_insight(author=friend)).reply("Those too")
    return f"{friend.name} answered you: “Those too”"


def word_answered_from_beyond(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    crowd(friend)
    make_short_word(person=ana, insight=make_insight(author=far)).reply("Those too")
    return f"A friend of {friend.name} answered you: “Those too”"


def taken_up(ana: Person, friend: Person) -> str:
    make_short_word(person=friend, offer=make_offer(author=ana), words="May I have it on Sunday?")
    return f"{friend.name} would like to take up what you offer: “May I have it on Sunday?”"


def taken_up_and_answered(ana: Person, friend: Person) -> str:
    """By the name of the author, though nobody else shows it."""
    befriend(friend, far := make_person())
    make_short_word(person=ana, offer=make_offer(author=far)).reply("Gladly")
    return f"{far.name} answered you: “Gladly”"


def word_thanked(ana: Person, friend: Person) -> str:
    word = make_short_word(person=friend, offer=make_offer(author=ana))
    word.reply("Gladly")
    word.thank("It reached.")
    return f"{friend.name} says thank you for what you offered: “It reached.”"


def still_glad(ana: Person, friend: Person) -> str:
    offer = make_offer(author=ana, words="a ladder", until=timezone.localdate())
    offer.ask_whether_still_glad()
    return "Would you still be glad to? You said: “I would gladly lend a ladder”"


def word_taken(ana: Person, friend: Person) -> str:
    make_short_word(person=ana, insight=make_insight(author=friend)).take()
    return f"{friend.name} took what you said into what they shared, with thanks."


def came(ana: Person, friend: Person) -> str:
    stranger = make_person(name="Eve Adams")
    invitation = Invitation.objects.create(
        inviter=ana, name="Evie", how="School", accepted_by=stranger, accepted_how="School"
    )
    ana.tell("came", invitation.public_id, "/", who=stranger)
    return "Eve Adams came with your invitation for Evie. Is this who you meant?"


def introduction(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    Introduction.objects.introduce(friend, ana, far, "You both sail.")
    return f"{friend.name} would like you to know {far.name}."


MAKERS: list[Callable[[Person, Person], str]] = [
    *(asked, passed_on, answered, answered_by_a_vouch, answered_by_mail, answered_beyond, link_answered),
    *(still_open, ask_went, answer_thanked, passing_on_thanked, thanked, thanked_between, how_did_it_go),
    *(answer_replied, number_asked, number_given, insight_still_holds, to_hand_on),
    *(short_word, short_word_from_beyond, word_answered, word_answered_from_beyond, word_taken),
    *(taken_up, taken_up_and_answered, word_thanked, still_glad),
    *(introduction_asked, introduction_wanted, introduction_yes),
    *(still_true, correction, short_question, replied, insight_thanked, came, introduction),
]


def make(ana: Person, maker: Callable[[Person, Person], str], count: int) -> list[str]:
    said = []
    for _ in range(count):
        befriend(ana, friend := make_person())
        said.append(maker(ana, friend))
    return said


def told(person: Person) -> list[str]:
    notices = list(Notice.objects.visible_to(person).order_by("pk"))
    return [each.says for each in told_to(person, notices)]


def test_every_kind_that_says_something_is_tried(ana):
    for maker in MAKERS:
        make(ana, maker, 1)

    assert {kind for kind, each in KINDS.items() if each.say} == set(ana.notices.values_list("kind", flat=True))


@pytest.mark.parametrize("maker", MAKERS, ids=[maker.__name__ for maker in MAKERS])
def test_notices_say_who_and_what_by_as_many_statements_for_twenty(ana, maker):
    def cost() -> int:
        notices = list(Notice.objects.visible_to(ana).order_by("pk"))
        with CaptureQueriesContext(connection) as queries:
            assert [each.says for each in told_to(ana, notices)] == said
        return len(queries)

    said = make(ana, maker, 10)
    before = cost()
    said += make(ana, maker, 10)

    assert cost() == before


def test_notices_page_says_the_sentences_and_escapes_them(ana):
    said = make(ana, asked, 1)
    befriend(ana, eve := make_person(name="Eve <b>Stone"))
    make_question(person=eve, friend=ana, words="<script>alert(1)</script>")
    page = as_(ana).get("/notices/").content.decode()

    assert (said[0] in page, "Eve &lt;b&gt;Stone has a short question" in page, "<script>a" in page) == (
        True,
        True,
        False,
    )


def test_notice_of_what_went_meanwhile_says_nothing_of_it(ana):
    for maker in MAKERS:
        make(ana, maker, 1)
    notices = list(Notice.objects.visible_to(ana).order_by("pk"))
    everything = (Thanks, Answer, LinkAnswer, Ask, Vouch, Insight, Offer, Question, Introduction, Invitation)
    for gone in (*everything, IntroductionAsk):
        gone.objects.all().delete()

    says = [each.says for each in told_to(ana, notices)]
    assert says == [notice.message for notice in notices]
    assert not any(
        word in " ".join(says)
        for word in ("piano", "Rosa", "Half Moon", "Keys", "Evie", "Mia", "radiator", "valves", "ladder")
    )


def test_notice_of_thanks_calls_its_giver_by_the_name_rule(ana, ben, cleo):
    vouch = make_vouch(author=ana, name="Half Moon Garage")
    Thanks.give(cleo, vouch.pk, ben.public_id, "")
    hired = " hired Half Moon Garage on your word."

    assert told(ana) == [f"Someone beyond your circle{hired}"]
    crowd(ben)
    assert told(ana) == [f"A friend of Ben Okafor{hired}"]
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    assert told(ana) == [f"Cleo Martin{hired}"]
    # Between the two, who may not read it any more.
    Vouch.objects.update(scope=Scope.ME)
    assert [each for each in told(ben) if "Half Moon" in each] == []


def test_notice_says_what_a_discreet_question_is_about_on_ones_own_page_alone(ana, ben):
    ask = make_ask(person=ben, trade=make_trade(slug="counsellor", name="Counsellor"))
    ask.send([ana], discreet=True)

    assert told(ana) == ["Ben Okafor asks: a counsellor?"]
    assert ana.notices.get().telling().subject == "Ben asks you something"


def test_notice_about_nothing_that_there_is_says_its_message(ana, ben):
    ana.tell("tied", uuid4(), "/circle/", who=ben)
    assert told(ana) == ["Ben Okafor said yes: you are in each other’s circle."]
