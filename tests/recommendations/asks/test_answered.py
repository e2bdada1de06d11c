"""What becomes of a question and of its answers: who is called what, and what is left when something between ends."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Person, Tie
from recommendations.asks.received import can_help_with, questions_to
from recommendations.models import Answer, Ending, Scope, Vouch
from tests.worlds.builders import befriend, crowd_around, make_ask, make_person, make_place, make_vouch
from tests.worlds.looking import as_, as_if
from tests.worlds.pressing import GONE, page, press, said_to

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=900)


# --- What becomes of an answer --------------------------------------------------------------------


def test_an_answer_is_withdrawn_by_its_own_author_alone(ana, ben, dan, ask):
    Answer.give(ask, ben, None, "My cousin does that")
    answer = ask.answers.get()
    for person in (ana, dan):
        assert press(person, "answer_withdraw", answer).status_code == 302
        assert said_to(ana, ask) == [("Ben Okafor", "My cousin does that")]
    for _ in range(2):
        assert press(ben, "answer_withdraw", answer).status_code == 302
    assert said_to(ana, ask) == []
    assert GONE in page(ana, ask)
    assert "My cousin" not in page(ana, ask) + page(ben, ask)


def block_by_name(one: Person, other: Person) -> None:
    """Of what bears no name, a block takes nothing from whoever blocks."""
    Person.objects.filter(pk=other.pk).update(named_beyond=True)
    one.block(other)


ENDS = {
    "withdrawn": lambda ana, ben, cleo, vouch, answer: answer.withdraw(),
    "the vouch withdrawn": lambda ana, ben, cleo, vouch, answer: vouch.withdraw(),
    "the vouch narrowed": lambda ana, ben, cleo, vouch, answer: vouch.keep_to_myself(),
    "parted from the friend between": lambda ana, ben, cleo, vouch, answer: Tie.objects.part(ana, ben),
    "the two parted": lambda ana, ben, cleo, vouch, answer: Tie.objects.part(cleo, ben),
    "blocked by who answered": lambda ana, ben, cleo, vouch, answer: cleo.block(ana),
    "blocked by who asked": lambda ana, ben, cleo, vouch, answer: block_by_name(ana, cleo),
    "resting": lambda ana, ben, cleo, vouch, answer: cleo.set_active(False, rests=True),
    "the friend between resting": lambda ana, ben, cleo, vouch, answer: ben.set_active(False, rests=True),
}


@pytest.mark.parametrize("end", ENDS)
def test_whatever_became_of_it_the_asker_reads_the_same_line(ana, ben, cleo, passed, end):
    befriend(ana, make_person(name="Fay Reed"))  # so that the line "asked whom" stays as it is
    vouch = make_vouch(author=cleo, trade=passed.trade, name="Rosa Lima")
    Answer.give(passed, cleo, vouch, "")
    assert "Rosa Lima" in page(ana, passed)
    told = {}
    for name in (end, "withdrawn"):
        with as_if():
            ENDS[name](ana, ben, cleo, vouch, passed.answers.get())
            text = page(Person.objects.get(pk=ana.pk), passed)
            told[name] = text[text.index("What they say") :]
    assert GONE in told[end]
    assert told[end] == told["withdrawn"]
    assert [name for name in ("Rosa", "Cleo", "Ben") if name in told[end]] == [], told[end]


def test_several_that_are_gone_are_one_line(ana, ben, cleo, passed):
    for person in (ben, cleo):
        Answer.give(passed, person, None, "My cousin")
    for answer in passed.answers.all():
        answer.withdraw()
    assert page(ana, passed).count(GONE) == 1


@pytest.mark.parametrize("end", ["part", "block", "be blocked"])
@pytest.mark.parametrize("sent", ["before", "after"])
def test_what_was_answered_in_person_is_gone_for_both_also_where_a_friend_had_passed_it_on(
    ana, ben, cleo, ask, end, sent
):
    """It would stay as from a friend of Ben's, which tells that Cleo is one."""
    befriend(ana, cleo)
    acts = [lambda: ask.send([cleo]), lambda: ask.pass_on(ben, cleo, "")]
    for act in acts if sent == "before" else reversed(acts):
        act()
    crowd_around(ben)
    vouch = make_vouch(author=cleo, trade=ask.trade)
    for given, words in ((vouch, "She came at once"), (None, "Or ask my cousin")):
        assert Answer.give(ask, cleo, given, words)
    kept = make_ask(person=ana, trade=ask.trade, to=[ben])
    Answer.give(kept, ben, None, "I know nobody")
    {
        "part": lambda: Tie.objects.part(ana, cleo),
        "block": lambda: ana.block(cleo),
        "be blocked": lambda: cleo.block(ana),
    }[end]()

    pages = page(ana, ask) + as_(cleo).get(ask.get_absolute_url()).content.decode()
    assert page(ana, ask).count(GONE) == 1
    assert not [words for words in ("She came at once", "Or ask my cousin", "Cleo Martin") if words in pages]
    assert "I know nobody" in page(ana, kept)


REACHES = {
    "parted from the asker": (lambda ana, ben, cleo: Tie.objects.part(ana, ben), set()),
    "parted from the passer": (lambda ana, ben, cleo: Tie.objects.part(ben, cleo), {"Ben Okafor"}),
    "blocked the asker": (lambda ana, ben, cleo: block_by_name(cleo, ana), {"Ben Okafor"}),
    "blocked an asker without a name": (lambda ana, ben, cleo: cleo.block(ana), {"Ben Okafor", "Cleo Martin"}),
    "the asker rests": (lambda ana, ben, cleo: ana.set_active(False, rests=True), set()),
    "the passer rests": (lambda ana, ben, cleo: ben.set_active(False, rests=True), set()),
}


@pytest.mark.parametrize("end", REACHES)
def test_the_question_ends_with_the_way_it_came(ana, ben, cleo, dan, passed, end):
    act, left = REACHES[end]
    act(ana, ben, cleo)
    still = set()
    for person in Person.objects.filter(is_active=True).exclude(pk=ana.pk):
        status = as_(person).get(passed.get_absolute_url()).status_code
        assert status == press(person, "answer_new", passed, words="Joe").status_code - (102 if status == 200 else 0)
        assert bool(questions_to(person)) is (status == 200)
        still |= {person.name} if status == 200 else set()
    assert still == left


# --- How everyone is called -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "crowded", "called"),
    [
        (False, False, "someone beyond your circle"),
        (False, True, "a friend of Ben Okafor"),
        (True, False, "Cleo Martin"),
    ],
)
def test_who_answers_from_beyond_is_called_by_the_name_rule(ana, ben, cleo, passed, named, crowded, called):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=named)
    if crowded:
        crowd_around(ben)
    vouch = make_vouch(author=cleo, trade=passed.trade, name="Rosa Lima")
    Answer.give(passed, cleo, vouch, "")
    Answer.give(passed, cleo, None, "Or my cousin")
    assert said_to(ana, passed) == [(called, "Rosa Lima"), (called, "Or my cousin")]
    if not named:
        assert "Cleo" not in page(ana, passed)


def test_the_asker_reads_whom_they_asked_and_never_how_many(ana, ben, plumber):
    more = [make_person(name=f"Friend {letter}") for letter in "ABCDEFG"]
    for friend in more:
        befriend(ana, friend)
    everyone = [ben, *more]
    told = [
        page(ana, make_ask(person=ana, to=some, trade=plumber)) for some in (everyone, [ben, more[0]], everyone[:6])
    ]
    assert "Asked your circle," in told[0]
    assert "Asked Ben Okafor and Friend A," in told[1]
    assert "Asked some of your circle," in told[2]


# --- Its end --------------------------------------------------------------------------------------


@pytest.mark.parametrize("hired", [True, False])
def test_a_closed_question_says_so_and_takes_no_answer(ana, ben, ask, hired):
    ask.settle(Ending.HIRED, "Rosa Lima") if hired else ask.settle(Ending.NOT_NEEDED)
    assert ("You hired Rosa Lima." if hired else "No longer needed.") in page(ana, ask)
    assert "Ask again" in page(ana, ask)
    text = page(ben, ask)
    assert "This question is closed" in text
    assert "Rosa" not in text
    assert "Sorry, no" not in text
    assert press(ben, "answer_new", ask, words="Joe").status_code == 422
    assert as_(ben).get(reverse("ask_pass", args=[ask.public_id])).status_code == 302
    assert not ask.answers.exists()


def test_a_draft_leads_on_to_being_sent(ana, plumber):
    draft = make_ask(person=ana, trade=plumber)
    response = as_(ana).get(draft.get_absolute_url())
    assert (response.status_code, response.url) == (302, reverse("ask_send", args=[draft.public_id]))


def test_thanks_are_read_by_who_answered_and_by_who_passed_it_on(ana, ben, cleo, passed):
    Answer.give(passed, cleo, None, "My cousin does that")
    passed.answers.get().thank("You saved my week")
    assert "It helped. Someone beyond your circle says thank you: “You saved my week”" in page(cleo, passed)
    crowd_around(ben)
    assert "It helped. A friend of Ben Okafor says thank you: “You saved my week”" in page(cleo, passed)
    assert "It helped that you passed it on. Ana Silva says thank you: “You saved my week”" in page(ben, passed)
    assert "You said thanks: “You saved my week”" in page(ana, passed)
    assert "Cleo" not in page(ben, passed).replace("You passed it on to Cleo Martin.", "")


# --- What one could help with ---------------------------------------------------------------------


def test_can_help_with_brings_the_most_urgent_question(ana, ben, plumber):
    """The home page brings the most urgent question that one can help with."""
    make_vouch(author=ben, trade=plumber, name="Rosa Lima")
    asks = {when: make_ask(person=ana, to=[ben], trade=plumber, by_when=when) for when in ("whenever", "now", "week")}
    make_ask(person=make_person(), to=[], trade=plumber, by_when="now")
    told = []
    for _ in range(4):
        found = can_help_with(ben)
        told.append((found.asked.ask.by_when, found.vouch.name) if found else None)
        if found:
            assert "Tell Ana about Rosa Lima" in as_(ben).get(reverse("find")).content.decode()
            press(ben, "answer_new", found.asked.ask, vouch=found.vouch.public_id)
    assert told == [("now", "Rosa Lima"), ("week", "Rosa Lima"), ("whenever", "Rosa Lima"), None]
    assert "Tell Ana" not in as_(ben).get(reverse("find")).content.decode()
    assert {each.pk for each in asks.values()} == set(ben.answers.values_list("ask", flat=True))


def test_whom_one_mutes_makes_no_difference_to_what_one_could_help_with(ana, ben, cleo, passed):
    """The question is from a friend of Ben's: that it goes with another friend would tell of whom she is one, too."""
    older = make_person(name="Ola Old")
    befriend(ana, older, since=LONG_AGO), befriend(older, cleo, since=LONG_AGO)
    crowd_around(ben), crowd_around(older)
    make_vouch(author=cleo, trade=passed.trade)
    for friend in (ben, older):
        cleo.ties.filter(friend=friend).update(hears=False)
        assert can_help_with(cleo)


def test_it_is_put_before_one_only_as_long_as_one_could_help(ana, ben, cleo, passed):
    vouch = make_vouch(author=cleo, trade=passed.trade)
    others = {
        "may not be read": lambda: vouch.keep_to_myself(),
        "for friends alone": lambda: Vouch.objects.filter(pk=vouch.pk).update(scope=Scope.CIRCLE),
        "nobody relays": lambda: Person.objects.filter(pk=ben.pk).update(relays=False),
        "sorry, no": lambda: passed.decline(cleo),
        "closed": lambda: passed.settle(Ending.NOT_NEEDED),
        "blocked": lambda: block_by_name(cleo, ana),
        "parted": lambda: Tie.objects.part(ana, ben),
    }
    assert can_help_with(cleo).vouch == vouch
    for act in others.values():
        with as_if():
            act()
            assert can_help_with(Person.objects.get(pk=cleo.pk)) is None
        passed.refresh_from_db()
    assert can_help_with(ben) is None  # who has no such vouch


def test_while_one_searches_it_is_out_of_the_way(ana, ben, ask):
    make_vouch(author=ben, trade=ask.trade, name="Rosa Lima")
    assert b"Tell Ana" in as_(ben).get(reverse("find")).content
    assert b"Tell Ana" not in as_(ben).get(reverse("find"), {"q": "plumber"}).content


# --- As many as there are -------------------------------------------------------------------------


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_nothing_to_help_with_costs_one_query(ana, ben, ask):
    assert queries_of(lambda: can_help_with(ben)) == 1


def test_the_queries_do_not_grow_with_answers_vouches_and_questions(ana, ben, ask):
    found = []
    for _ in range(2):
        for _ in range(10):
            friend = make_person()
            befriend(ana, friend)
            befriend(ben, friend)
            ask.send([friend])
            Answer.give(ask, friend, make_vouch(author=friend, trade=ask.trade), "")
            Answer.give(ask, friend, None, "Or my cousin")
            make_vouch(author=ben, trade=ask.trade, place=make_place())
            with as_if():
                ana.asks.open().exclude(pk=ask.pk).update(closed_at=None)
            other = make_ask(person=friend, to=[ben], trade=ask.trade)
            Answer.give(other, ben, None, "Words")
        looks = (
            lambda: page(ana, ask),
            lambda: page(ben, ask),
            lambda: questions_to(ben),
            lambda: can_help_with(ben),
            lambda: as_(ben).get(reverse("ask_pass", args=[ask.public_id])),
        )
        found.append([queries_of(look) for look in looks])
    assert found[0] == found[1]
