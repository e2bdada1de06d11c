"""What one waits for stands first on the home page; and the page of a question says what is true of it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person, Tie
from recommendations.asks.waiting import waiting_for
from recommendations.models import Answer, Ask, Ending, Entry, LinkAnswer
from tests.worlds.builders import befriend, make_ask, make_link_answer, make_person, make_trade, make_vouch
from tests.worlds.looking import as_
from tests.worlds.pressing import page, press

pytestmark = pytest.mark.django_db
HOME, DAY = "/find/", timedelta(days=1)
NO_ANSWER = "No answer yet"


def shown_to(person: Person) -> list[tuple[str, list[str], int]]:
    return [(each.ask.words, [came.said_by for came in each.newest], each.more) for each in waiting_for(person)]


def answered_on(ask: Ask, person: Person, days_ago: int, words: str = "My cousin") -> Answer:
    Answer.give(ask, person, None, words)
    answer = Answer.objects.get(ask=ask, person=person)
    Answer.objects.filter(pk=answer.pk).update(made_at=timezone.now() - days_ago * DAY)
    return answer


# --- On the home page -----------------------------------------------------------------------------------


def test_home_shows_open_questions_with_their_newest_answers_first(ana, ben, cleo):
    befriend(ana, dan := make_person(name="Dan Reed")), befriend(ana, cleo)
    quiet, old, new, over = (make_ask(person=ana, words=words) for words in ("quiet", "old", "new", "over"))
    Ask.objects.filter(pk__in=[quiet.pk, old.pk, new.pk]).update(open_since=timezone.now() - 5 * DAY)
    Ask.objects.filter(pk=over.pk).update(open_since=timezone.now(), closed_at=timezone.now(), ending=Ending.NOT_NEEDED)
    for ask in (old, new):
        ask.send([ben, cleo, dan])
    answered_on(old, ben, 4), answered_on(new, ben, 3), answered_on(new, dan, 1), answered_on(new, cleo, 2)
    make_link_answer(ask=old, name="Mia", made_at=timezone.now() - 2 * DAY)

    assert shown_to(ana) == [
        ("new", ["Dan Reed", "Cleo Martin"], 1),
        ("old", ["By your link, “Mia”", "Ben Okafor"], 0),
        ("quiet", [], 0),
    ]
    text = as_(ana).get(HOME).content.decode()
    places = [text.index(part) for part in ("What you asked", NO_ANSWER, "First steps", "From your circle")]
    assert places == sorted(places)
    assert shown_to(ben) == []
    assert "What you asked" not in as_(ben).get(HOME).content.decode()


def test_home_shows_answers_only_as_the_asker_may_read_them(ana, ben, cleo, passed):
    answered_on(passed, cleo, 1)
    assert shown_to(ana) == [("The tap drips", ["A friend of Ben Okafor"], 0)] or shown_to(ana)[0][1] == [
        "Someone beyond your circle"
    ]
    cleo.block(ana)

    assert shown_to(ana) == [("The tap drips", [], 0)]


def test_home_asks_as_much_for_three_questions_with_answers_as_for_one(ana, ben):
    def another() -> None:
        ask = make_ask(person=ana, to=[ben])
        Answer.give(ask, ben, make_vouch(author=ben), "")
        make_link_answer(ask=ask)

    def queries() -> int:
        another()
        with CaptureQueriesContext(connection) as captured:
            waiting_for(ana)
        return len(captured)

    first = queries()
    assert (queries(), queries()) == (first, first)
    with CaptureQueriesContext(connection) as captured:
        waiting_for(ben)
    assert len(captured) == 1


# --- On the page of the question --------------------------------------------------------------------------


@pytest.mark.parametrize("by_link", [True, False])
def test_question_never_says_no_answer_beside_one(ana, ben, ask, by_link):
    assert NO_ANSWER in page(ana, ask)
    if by_link:
        make_link_answer(ask=ask, provider="Rosa Lima")
    else:
        Answer.give(ask, ben, None, "Rosa Lima does that")

    pages = [page(ana, ask), as_(ana).get(HOME).content.decode()]
    assert [NO_ANSWER in text for text in pages] == [False, False]
    assert all("Rosa Lima" in text for text in pages)
    ask.settle(Ending.NOT_NEEDED)
    assert "Nobody answered" not in page(ana, ask)


def test_question_to_the_whole_circle_stays_one_as_the_circle_grows(ana, ben, ask):
    day = f"{timezone.localdate():%-d %B %Y}"
    assert f"Asked your circle, {day}." in page(ana, ask)
    befriend(ana, dan := make_person(name="Dan Reed"))
    befriend(ana, make_person(name="Eve Lund"))

    text = page(ana, ask)
    assert f"Asked your circle, everyone who was in it on {day}." in text
    assert "Since then in your circle: Dan Reed and Eve Lund" in text
    assert not ask.recipients.filter(person=dan).exists()
    assert press(ana, "ask_send", ask, whom="some", friends=[dan.public_id]).status_code == 302
    assert "Since then in your circle: Eve Lund" in page(ana, ask)
    assert "Ask Eve too" in page(ana, ask)
    ask.still_open()
    Ask.objects.update(open_since=timezone.now() + DAY)
    assert f"everyone who was in it on {day}." in page(ana, ask)


def test_question_to_some_of_the_circle_says_whom_and_offers_nobody(ana, ben, plumber):
    befriend(ana, make_person(name="Dan Reed"))
    ask = make_ask(person=ana, to=[ben], trade=plumber)
    befriend(ana, make_person(name="Eve Lund"))

    text = page(ana, ask)
    assert "Asked Ben Okafor," in text
    assert "Since then" not in text
    assert "everyone who was in it" not in text


def test_question_sent_to_nobody_says_so(ana, plumber):
    assert "Open, and sent to nobody in your circle yet" in page(ana, make_ask(person=ana, to=[], trade=plumber))


# --- What one does with an answer ---------------------------------------------------------------------------


def test_answer_in_words_is_thanked_by_one_tap(ana, ben, cleo, passed):
    Answer.give(passed, cleo, None, "My cousin does that")
    answer = passed.answers.get()
    assert [press(who, "answer_thank", answer).status_code for who in (ben, cleo, ana, ana)] == [404, 404, 302, 302]

    assert [sorted(who.notices.values_list("kind", flat=True)) for who in (ben, cleo)] == [
        ["answer_thanked", "asked"],
        ["answer_thanked"],
    ]
    assert "It helped." in page(cleo, passed)


def test_answer_is_replied_to_once_and_read_by_whoever_gave_it_alone(ana, ben, cleo, passed):
    Answer.give(passed, cleo, None, "My cousin does that")
    Answer.give(passed, ben, None, "Nobody, sorry")
    answer = passed.answers.get(person=cleo)
    for who in (ben, cleo):
        assert press(who, "answer_reply", answer, words="What is her number?").status_code == 404
    assert press(ana, "answer_reply", answer, words="").status_code == 422
    for _ in range(2):
        assert press(ana, "answer_reply", answer, words="What is her number?").status_code == 302
    second = press(ana, "answer_reply", answer, words="And on Sundays?")

    assert (second.status_code, "And on Sundays?" in second.content.decode()) == (422, True)
    assert ["What is her number?" in page(who, passed) for who in (ana, ben, cleo)] == [True, False, True]
    told = {who: list(Notice.objects.filter(person=who, kind="answer_replied")) for who in (ana, ben, cleo)}
    assert {who.first_name: len(each) for who, each in told.items()} == {"Ana": 0, "Ben": 0, "Cleo": 1}
    assert "Reply to Ben Okafor" in page(ana, passed)
    assert "Reply to A friend" not in page(ana, passed)


@pytest.mark.parametrize("end", ["parted", "blocked", "withdrawn"])
def test_reply_is_told_of_only_as_long_as_the_answer_stands(ana, ben, ask, end):
    Answer.give(ask, ben, None, "My cousin does that")
    answer = ask.answers.get()
    press(ana, "answer_reply", answer, words="What is her number?")
    assert [each.kind for each in Notice.objects.visible_to(ben)] == ["answer_replied"]
    ends = {
        "parted": lambda: Tie.objects.part(ana, ben),
        "blocked": lambda: ben.block(ana),
        "withdrawn": answer.withdraw,
    }
    ends[end]()

    assert list(Notice.objects.visible_to(ben)) == []
    assert press(ana, "answer_reply", answer, words="And now?").status_code == 404
    assert not Answer.objects.filter(reply="And now?").exists()


def test_answer_in_words_is_put_on_ones_own_list(ana, ben, ask):
    Answer.give(ask, ben, None, "Rosa did ours, 0113 496 0123")
    Answer.give_by_mail(ask, ben, words="Very neat", provider="Joe Reed", phone="+441134960124")
    words, by_mail = (ask.answers.get(by_mail=each) for each in (False, True))
    filled = [
        as_(ana).get(f"{reverse('entry_new')}?answer={each.public_id}").context["form"] for each in (words, by_mail)
    ]

    assert [{name: form[name].value() for name in ("name", "phone", "words")} for form in filled] == [
        {"name": "", "phone": "0113 496 0123", "words": "Ben Okafor: Rosa did ours, 0113 496 0123"},
        {"name": "Joe Reed", "phone": "0113 496 0124", "words": "From Ben’s mail: Very neat"},
    ]
    assert all(form["trade"].value() == ask.trade.name for form in filled)
    said = {"name": "Joe Reed", "phone": "0113 496 0124", "words": "From Ben’s mail: Very neat"}
    assert as_(ana).post(f"{reverse('entry_new')}?answer={by_mail.public_id}", said).status_code == 302
    assert Entry.objects.filter(person=ana, name="Joe Reed", phone="+441134960124").exists()


def test_answer_to_somebody_else_fills_no_entry(ana, ben, ask):
    Answer.give(ask, ben, None, "Rosa did ours, 0113 496 0123")
    answer = ask.answers.get()
    others = [(ben, answer.public_id), (make_person(), answer.public_id), (ana, ask.public_id), (ana, "nonsense")]

    for person, asked_for in others:
        form = as_(person).get(reverse("entry_new"), {"answer": asked_for}).context["form"]
        assert [form[name].value() or "" for name in ("name", "phone", "words")] == ["", "", ""]


def test_answer_by_link_is_kept_apart_from_those_of_others(ana, ben):
    trade = make_trade()
    mine, theirs = (make_ask(person=who, to=[], trade=trade) for who in (ana, ben))
    make_link_answer(ask=theirs, provider="Rosa Lima")

    assert LinkAnswer.objects.count() == 1
    assert [each.newest for each in waiting_for(ana)] == [[]]
    assert mine.pk != theirs.pk
