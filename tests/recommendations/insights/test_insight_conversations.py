"""Insights that are answered, grow, are corrected, go out of date and are asked about."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Notice, Person
from recommendations.home.feed import LOOKED_UP, NOWHERE
from recommendations.home.said import insights_said
from recommendations.insights.found import insights_for
from recommendations.models import Insight, Letter, Question, Scope, ShortWord, Surprise
from recommendations.notices.reminders import ask_what_still_holds
from recommendations.search.rows_saying import insights_saying
from recommendations.sight.names import Bridges
from recommendations.sight.statements import as_uuid
from recommendations.unasked.brought import brought_by
from recommendations.unasked.letters import told_in
from recommendations.unasked.rule import surprise_of
from tests.worlds.builders import befriend, crowd_around, make_insight, make_person, make_short_word
from tests.worlds.looking import as_
from tests.worlds.pressing import page

pytestmark = pytest.mark.django_db
EDIT = {"words": "Keep the old parts, and the bill.", "link": "", "trade": "", "scope": "2"}


def path(name: str, thing) -> str:
    return reverse(name, args=[thing.public_id])


def told(kind: str) -> set[str]:
    return {each.person.first_name for each in Notice.objects.filter(kind=kind).select_related("person")}


# --- A word, and its answer ---------------------------------------------------------------------------


def test_reader_writes_and_the_author_answers_on_pages_that_say_who_reads(ana, ben, cleo, dan):
    insight = make_insight(author=cleo)
    form = as_(ana).get(path("insight_word", insight)).content.decode()
    assert "Send it as Ana" in form
    assert "which friend you have in common" in form
    said = as_(ana).post(path("insight_word", insight), {"words": "True in Leeds too", "key": uuid4()})
    word = ShortWord.objects.get()
    assert (said.status_code, said.url) == (302, path("short_word", word))
    assert [as_(each).get(said.url).status_code for each in (ana, ben, cleo, dan)] == [200, 404, 200, 404]
    assert as_(ana).get(path("insight_word", insight)).url == said.url  # until it is answered

    assert "Ana Silva writes to you" in page(cleo, word)
    assert "does not see your name" in page(cleo, word)
    assert "True in Leeds too" in page(cleo, insight)
    assert "True in Leeds too" not in page(ben, insight)
    for answer in ("Thank you", "No"):
        assert as_(cleo).post(said.url, {"answer": answer}).status_code in (200, 302)
    assert "Someone beyond your circle answered Thank you" in page(ana, word)
    assert as_(ana).get(path("insight_word", insight)).status_code == 200


@pytest.mark.parametrize(("words", "says"), [("", "Write what you would like to say."), ("x" * 301, "300 letters")])
def test_word_that_cannot_be_sent_comes_back(ana, ben, words, says):
    insight = make_insight(author=ben)
    response = as_(ana).post(path("insight_word", insight), {"words": words})
    assert (response.status_code, says in response.content.decode()) == (422, True)
    assert not ShortWord.objects.exists()


def test_nobody_writes_about_what_is_hidden_or_their_own(ana, ben, dan):
    own, hidden, far = make_insight(author=ana), make_insight(author=ben, scope=Scope.ME), make_insight(author=dan)
    for insight in (own, hidden, far):
        for method in ("get", "post"):
            assert getattr(as_(ana), method)(path("insight_word", insight), {"words": "x"}).status_code == 404


def test_whoever_signs_a_word_can_be_blocked_by_its_author(ana, cleo):
    word = make_short_word(person=ana, insight=make_insight(author=cleo))
    blocking = reverse("author_block", args=[ana.public_id])
    assert (blocking in as_(cleo).get(path("short_word", word)).content.decode()) is True
    assert as_(cleo).post(blocking).status_code == 302
    assert cleo.blocks.filter(blocked=ana).exists()


# --- It grows, is corrected, and goes out of date ---------------------------------------------------


def test_author_takes_a_word_in_with_thanks_and_in_their_own_words(ana, ben):
    insight = make_insight(author=ben, words="Keep the old parts.")
    word = make_short_word(person=ana, insight=insight, words="And the bill")
    edit = f"{path('insight_edit', insight)}?word={word.public_id}"
    form = as_(ben).get(edit).content.decode()
    assert ("And the bill" in form, form.count("And the bill")) == (True, 1)  # beside the field, not in it

    assert as_(ben).post(edit, EDIT | {"change": "grown", "thank": "on"}).status_code == 302
    insight.refresh_from_db()
    assert (insight.words, insight.grown_at is not None, insight.corrected_at) == (EDIT["words"], True, None)
    assert "Added to this week." in page(ana, insight)
    assert told("word_taken") == {"Ana"}
    assert "They took what you said into it, with thanks." in page(ana, word)
    as_(ben).post(edit, EDIT | {"change": "grown", "thank": "on"})
    assert Notice.objects.filter(kind="word_taken").count() == 1


def test_word_that_is_taken_in_without_thanks_or_by_nobody_it_was_for_tells_nobody(ana, ben, cleo):
    insight, other = make_insight(author=ben), make_insight(author=ben)
    word = make_short_word(person=ana, insight=insight)
    cleos = make_short_word(person=ben, insight=make_insight(author=cleo))
    for named, thank in ((word, {}), (cleos, {"thank": "on"}), (make_person(), {"thank": "on"})):
        url = f"{path('insight_edit', insight)}?word={named.public_id}"
        assert as_(ben).post(url, EDIT | {"change": "grown"} | thank).status_code == 302
    as_(ben).post(f"{path('insight_edit', other)}?word={word.public_id}", EDIT | {"change": "grown", "thank": "on"})
    assert told("word_taken") == set()


@pytest.mark.parametrize(
    ("change", "says"), [("put", None), ("grown", "Added to this week."), ("corrected", "Corrected this week.")]
)
def test_edit_says_of_an_insight_what_its_author_says_of_it(ana, ben, change, says):
    insight = make_insight(author=ben)
    insight.outdate()
    assert as_(ben).post(path("insight_edit", insight), EDIT | {"change": change}).status_code == 302
    text = page(ana, insight)
    assert {each for each in ("Added to this week.", "Corrected this week.") if each in text} == {says} - {None}
    assert ("Out of date" in text) is (change != "corrected")


def test_out_of_date_stays_for_whoever_keeps_it_and_is_brought_to_nobody(ana, ben):
    stays, insight = make_insight(author=ben, words="Valves first"), make_insight(author=ben, words="Valves last")
    ana.kept.create(insight=insight)
    both = {stays.public_id, insight.public_id}
    assert brought(ana, ben) == both

    assert as_(ana).post(path("insight_outdate", insight)).status_code == 404
    assert as_(ben).post(path("insight_outdate", insight)).status_code == 302

    assert brought(ana, ben) == {stays.public_id}
    assert listed(ana) == [stays.public_id]
    assert listed(ana, q="valves") == [stays.public_id, insight.public_id]
    found = insights_saying(ana, ["valves"], {})
    assert [each.public_id for each in found] == [stays.public_id, insight.public_id]
    assert listed(ana, "kept") == [insight.public_id]
    assert "Out of date Says its author, this week." in page(ana, insight)
    assert as_(ben).post(path("insight_outdate", insight), {"outdated": "no"}).status_code == 302
    assert brought(ana, ben) == both


def brought(ana: Person, ben: Person) -> set:
    fed = {as_uuid(each.public_id) for each in insights_said(ana, NOWHERE, LOOKED_UP)}
    unasked = brought_by(ana, [ben.pk], Bridges(ana), timezone.localdate())
    assert fed == {each.thing for each in unasked}
    return fed


def listed(person: Person, whose: str = "", q: str = "") -> list:
    return [each.public_id for each in insights_for(person, whose, q).insights]


def test_surprise_that_is_out_of_date_by_now_is_not_shown(ana, ben):
    insight = make_insight(author=ben)
    Surprise.objects.create(person=ana, day=timezone.localdate(), insight=insight.public_id, through=ben)
    assert surprise_of(ana)
    insight.outdate()
    assert surprise_of(ana) is None


def test_list_that_is_searched_goes_on_after_the_last_that_holds(ana, ben):
    """By a mark that is one of those out of date, and by one that is not."""
    some = [make_insight(author=ben, words=f"Valve {number}") for number in range(41)]
    for each in some[10:21]:
        each.outdate()
    found, after = [], ""
    while True:
        part = insights_for(ana, q="valve", after=after)
        found += [each.public_id for each in part.insights]
        if not (after := part.last):
            break
    hold = [each for each in some if each not in some[10:21]]
    assert found == [each.public_id for each in [*reversed(hold), *reversed(some[10:21])]]


# --- Still true? ------------------------------------------------------------------------------------


def aged(author: Person, days: int = 731, **fields) -> Insight:
    insight = make_insight(author=author, **fields)
    Insight.objects.filter(pk=insight.pk).update(affirmed_at=timezone.now() - timedelta(days=days))
    return insight


def asked_of() -> set:
    return set(Notice.objects.filter(kind="insight_still_holds").values_list("about", flat=True))


def test_author_is_asked_of_what_is_two_years_old_one_at_a_time(ana, ben, cleo, dan):
    older, old = aged(ana, 900), aged(ana)
    aged(ben, 729)
    aged(cleo, scope=Scope.ME)
    aged(dan).outdate()
    assert (ask_what_still_holds(), ask_what_still_holds(), asked_of()) == (1, 0, {older.public_id})

    assert as_(ben).post(path("insight_still", older), {"answer": "yes"}).status_code == 404
    assert as_(ana).post(path("insight_still", older)).status_code == 422
    assert as_(ana).post(path("insight_still", older), {"answer": "yes"}).status_code == 302
    assert (asked_of(), ask_what_still_holds()) == (set(), 0)  # who has just answered is left in peace
    Insight.objects.filter(pk=older.pk).update(affirmed_at=timezone.now() - timedelta(days=8))
    assert (ask_what_still_holds(), asked_of()) == (1, {old.public_id})


@pytest.mark.parametrize("act", ["yes", "no", "edit", "withdraw"])
def test_whatever_the_author_does_answers_the_question(ana, ben, act):
    insight = aged(ana)
    ask_what_still_holds()
    if act == "edit":
        as_(ana).post(path("insight_edit", insight), EDIT | {"change": "put"})
    elif act == "withdraw":
        as_(ana).post(path("insight_withdraw", insight))
    else:
        as_(ana).post(path("insight_still", insight), {"answer": act})
    assert (asked_of(), ask_what_still_holds()) == (set(), 0)
    assert Insight.objects.filter(outdated_at__isnull=False).exists() is (act == "no")


def test_letter_asks_whether_it_holds_and_tells_what_was_taken_in(ana, ben):
    aged(ana, words="Valves first")
    ask_what_still_holds()
    make_short_word(person=ana, insight=make_insight(author=ben), words="And the bill").take()
    told = told_in(ana, Letter.objects.create(person=ana, week=timezone.localdate()))
    assert [each.subject for each in told] == ["Ben says thank you", "Is what you shared still true?"]


# --- A short question to the friend between -----------------------------------------------------------


def test_friend_through_whom_it_came_is_asked_and_nobody_else(ana, ben, cleo, dan):
    insight, near = make_insight(author=cleo, words="Valves first"), make_insight(author=ben)
    ask = path("insight_question", insight)
    assert [as_(ana).get(each).status_code for each in (ask, path("insight_question", near))] == [404, 404]
    crowd_around(ben)
    assert f'href="{ask}">Ask Ben about it' in as_(ana).get(path("insight", insight)).content.decode()
    sent = as_(ana).post(ask, {"words": "Is she right?", "key": uuid4()})
    question = Question.objects.get()
    assert (question.person, question.friend, question.provider) == (ana, ben, None)
    assert [as_(each).get(sent.url).status_code for each in (ana, ben, cleo, dan)] == [200, 200, 404, 404]
    assert "Valves first" in page(ben, question)
    assert as_(ben).post(sent.url, {"answer": "She is"}).status_code == 302
    assert "Ben replied She is" in page(ana, question)
    insight.withdraw()
    assert "something that you can no longer see here" in page(ana, question)
    assert [as_(each).get(ask).status_code for each in (cleo, dan)] == [404, 404]


# --- Statements -------------------------------------------------------------------------------------


def test_words_beside_an_insight_cost_as_many_statements_for_twenty(ana):
    insight = make_insight(author=ana)

    def written(count: int) -> None:
        for _ in range(count):
            befriend(ana, friend := make_person())
            make_short_word(person=friend, insight=insight)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert as_(ana).get(path("insight", insight)).status_code == 200
        return len(queries)

    written(10)
    cost()
    before = cost()
    written(10)
    assert cost() == before
