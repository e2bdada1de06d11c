"""What stands on a screen: a first name at most, and of a discreet question none; nothing of what it is about."""

import pytest

from people.delivery import deliver_due
from people.models import Introduction, Person, Push
from people.notices import KINDS
from recommendations.models import Answer, Gratitude, Question, Thanks
from tests.worlds.builders import make_ask, make_insight, make_link_answer, make_short_word, make_trade, make_vouch
from tests.worlds.push_service import PushService, Reading, turned_on

pytestmark = pytest.mark.enable_socket


@pytest.fixture
def screens(service, ana, ben, cleo) -> dict[Person, Reading]:
    return {each: turned_on(each)[0] for each in (ana, ben, cleo)}


def shown(service: PushService, reading: Reading) -> list[tuple[str, str, str]]:
    """Title, page and urgency of each, since the last look."""
    deliver_due()
    mine = [each for each in service.left if each.path == reading.path]
    told = [each["notification"] for each in service.told(reading)]
    service.left.clear()
    return [
        (said["title"], said["navigate"].removeprefix("https://whom.test"), left.headers["Urgency"])
        for said, left in zip(told, mine, strict=True)
    ]


@pytest.mark.parametrize("discreet", [False, True])
def test_push_of_a_question_and_its_answers(service, screens, ana, ben, cleo, discreet):
    ask = make_ask(person=ana, trade=make_trade(name="Counsellor"), words="After the flood")
    ask.send([ben], discreet=discreet)
    page = ask.get_absolute_url()
    asks = "Somebody in your circle asks you something"
    assert shown(service, screens[ben]) == [(asks if discreet else "Ana asks you something", page, "normal")]

    ask.pass_on(ben, cleo, "You went through that too")
    passes = asks if discreet else "Ben passes a question on to you"
    assert shown(service, screens[cleo]) == [(passes, page, "normal")]

    Answer.give(ask, cleo, None, "Mine was kind")
    assert shown(service, screens[ana]) == [("Your question has an answer", page, "normal")]
    Answer.give(ask, ben, None, "Dr Kind")
    answered = "Your question has an answer" if discreet else "Ben answered your question"
    assert shown(service, screens[ana]) == [(answered, page, "normal")]

    ask.answers.get(person=ben).thank("Thank you")
    assert shown(service, screens[ben]) == [("Somebody says thank you", page, "low")]


def test_push_of_an_answer_by_mail_or_link_names_nobody(service, screens, ana, ben):
    ask = make_ask(person=ana, to=[ben])
    shown(service, screens[ben])
    assert Answer.give_by_mail(ask, ben, words="Mrs Keys", provider="", phone="")
    assert [title for title, *_ in shown(service, screens[ana])] == ["Your question has an answer"]

    told = make_link_answer(ask=ask)
    ana.tell("link_answered", told.public_id, ask.get_absolute_url())
    assert [title for title, *_ in shown(service, screens[ana])] == ["Your question has an answer"]


def test_push_of_a_short_question_and_its_reply(service, screens, ana, ben):
    vouch = make_vouch(author=ben, trade=make_trade(name="Counsellor"))
    question = Question(person=ana, friend=ben, provider=vouch.provider.public_id, words="Was she kind?")
    Question.put(question.public_id, ana, ben, question.words, question.provider)
    assert [title for title, *_ in shown(service, screens[ben])] == ["Ana asks you something"]

    Question.objects.get().reply("Very")
    assert [title for title, *_ in shown(service, screens[ana])] == ["Ben replied to your question"]


def test_push_of_a_short_word_names_a_friend_alone(service, screens, ana, ben, cleo):
    for author, named in ((ben, True), (cleo, False)):
        word = make_short_word(person=ana, insight=make_insight(author=author), words="And the valves?")
        says = "Ana writes to you" if named else "Somebody writes to you about what you shared"
        assert [title for title, *_ in shown(service, screens[author])] == [says]
        word.reply("Those too")
        says = "Ben answered you" if named else "What you wrote has an answer"
        assert [title for title, *_ in shown(service, screens[ana])] == [says]
        word.take()
        assert [title for title, *_ in shown(service, screens[ana])] == ["Somebody says thank you"]


def test_push_of_thanks_names_nobody(service, screens, ana, ben):
    insight = make_insight(author=ben)
    assert Gratitude.say(ana, insight)
    assert [title for title, *_ in shown(service, screens[ben])] == ["Somebody says thank you"]
    assert Thanks.give(ana, make_vouch(author=ben).pk, None, "Warm again")
    assert [title for title, *_ in shown(service, screens[ben])] == ["Somebody says thank you"]


def test_push_of_ties_names_the_friend_alone(service, screens, ana, ben, cleo):
    Introduction.objects.introduce(ben, ana, cleo, "You both row")
    assert [title for title, *_ in shown(service, screens[ana])] == ["Ben would like you to know somebody"]
    assert cleo.introductions.get(friend=ana).say(yes=True)
    assert ana.introductions.get(friend=cleo).say(yes=True)
    found = shown_of(service, screens)
    titles = {each: [title for title, *_ in found[each]] for each in (cleo, ben)}
    assert titles == {cleo: ["Ana is in your circle now"], ben: ["An introduction of yours came about"]}


def shown_of(service: PushService, screens: dict[Person, Reading]) -> dict[Person, list]:
    deliver_due()
    kept, found = list(service.left), {}
    for each, reading in screens.items():
        service.left[:] = kept
        found[each] = shown(service, reading)
    return found


def test_what_time_brings_and_the_desk_does_is_pushed_to_nobody():
    silent = {kind for kind, said in KINDS.items() if said.push is None}

    assert silent == {
        *("still_true", "how_did_it_go", "still_open", "ask_went"),
        *("correction", "removed", "looked", "insight_removed", "ask_removed", "answer_removed", "photo_removed"),
        *("lifted", "insight_still_holds", "word_removed", "reply_removed"),
        *(
            "still_glad",
            "offer_removed",
            "wish_removed",
            "question_removed",
            "replied_removed",
            "thanks_removed",
            "passing_removed",
            "intro_removed",
            "link_removed",
            "heard_removed",
            "helped_removed",
            "added_removed",
        ),
    }


def test_push_of_a_question_is_not_sent_once_its_asker_has_parted(service, screens, ana, ben):
    ask = make_ask(person=ana, to=[])
    ask.send([ben])
    ana.ties.model.objects.sever(ana, ben)

    assert (shown(service, screens[ben]), Push.objects.filter(sent_at__isnull=False).exists()) == ([], False)
