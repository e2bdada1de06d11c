"""A question comes: what one sees of it, the five ways to answer it, and what the one who asks makes of that."""

import pytest
from django.urls import reverse

from people.models import Notice, Person
from recommendations.asks.received import question_for, questions_to
from recommendations.models import Answer, Ask, Ending, Outcome, Recipient, Scope, Vouch
from tests.worlds.builders import (
    LEEDS,
    LONDON,
    OTLEY,
    befriend,
    crowd_around,
    make_person,
    make_place,
    make_vouch,
)
from tests.worlds.looking import as_
from tests.worlds.pressing import GONE, page, press, said_to

pytestmark = pytest.mark.django_db


# --- (1) with a vouch that one has ----------------------------------------------------------------


def test_vouches_that_fit_are_offered_near_ones_first(ana, ben, ask):
    Ask.objects.filter(pk=ask.pk).update(place=make_place("Leeds", LEEDS))
    ask.refresh_from_db()
    towns = {"far": make_place("London", LONDON), "near": make_place("Otley", OTLEY), "nowhere": None}
    for name, place in towns.items():
        make_vouch(author=ben, trade=ask.trade, place=place, name=name)
    make_vouch(author=ben, trade=ask.trade, name="mine alone", scope=Scope.ME)
    make_vouch(author=ben, trade=ask.trade, name="not again", scope=Scope.CIRCLE, outcome=Outcome.NO)
    make_vouch(author=ben, name="another trade")
    make_vouch(trade=ask.trade, name="somebody else’s")

    received = question_for(ben, ask)
    assert [each.name for each in received.fitting] == ["near", "far", "nowhere"]
    assert [each.name for each in received.unread] == ["mine alone"]
    text = page(ben, ask)
    assert "Tell Ana about near" in text
    assert "mine alone Only you can see this one: change who may read it" in text
    assert not any(name in text for name in ("not again", "another trade", "somebody else’s"))


def test_one_tap_gives_the_vouch_as_the_answer(ana, ben, ask):
    rosa = make_vouch(author=ben, trade=ask.trade, name="Rosa Lima", phone="+441134960001", pass_on=True)

    for _ in range(2):
        response = press(ben, "answer_new", ask, vouch=rosa.public_id)
        assert (response.status_code, response.url) == (302, ask.get_absolute_url())
    assert said_to(ana, ask) == [("Ben Okafor", "Rosa Lima")]
    text = page(ana, ask)
    assert "Rosa Lima" in text
    assert "Call Rosa Lima 0113 496 0001" in text
    assert GONE not in text
    assert [each.kind for each in Notice.objects.visible_to(ana)] == ["answered"]
    assert "Tell Ana" not in page(ben, ask)
    text = page(ben, ask)
    assert "What you answered" in text
    assert "Sorry, no" not in text


def test_the_number_is_shown_only_if_it_may_be_passed_on(ana, ben, ask):
    rosa = make_vouch(author=ben, trade=ask.trade, phone="+441134960001", pass_on=False)
    press(ben, "answer_new", ask, vouch=rosa.public_id)
    assert "0113 496 0001" not in page(ana, ask)


def test_answer_new_takes_no_vouch_that_the_asker_may_not_read(ben, ask):
    """No vouch is given that the asker may not read or that is not ones own."""
    refused = [
        make_vouch(author=ben, trade=ask.trade, scope=Scope.ME),
        make_vouch(author=ben, trade=ask.trade, scope=Scope.CIRCLE, outcome=Outcome.NO),
        make_vouch(author=ben),
        make_vouch(trade=ask.trade),
    ]
    for vouch in refused:
        assert press(ben, "answer_new", ask, vouch=vouch.public_id).status_code == 422
    assert press(ben, "answer_new", ask, vouch="nonsense").status_code == 422
    assert not ask.answers.exists()


def test_beyond_the_circle_a_vouch_is_given_only_where_the_way_is_open(ana, ben, cleo, passed):
    near = make_vouch(author=cleo, trade=passed.trade, scope=Scope.CIRCLE, name="for friends")
    far = make_vouch(author=cleo, trade=passed.trade, scope=Scope.BEYOND, name="for theirs too")

    received = question_for(cleo, passed)
    assert ([each.name for each in received.fitting], [each.name for each in received.unread]) == (
        ["for theirs too"],
        ["for friends"],
    )
    Person.objects.filter(pk=ben.pk).update(relays=False)
    received = question_for(cleo, passed)
    # That it is not read tells through whom Ana finds anything, so it is not listed at all.
    assert ([each.name for each in received.fitting], [each.name for each in received.unread]) == ([], ["for friends"])
    assert press(cleo, "answer_new", passed, vouch=far.public_id).status_code == 422
    assert press(cleo, "answer_new", passed, vouch=near.public_id).status_code == 422


@pytest.mark.parametrize("named", [False, True])
def test_nobody_who_answers_learns_that_the_asker_mutes_the_friend_between(ana, ben, cleo, passed, named):
    crowd_around(ben)
    Person.objects.filter(pk__in=[ana.pk, cleo.pk]).update(named_beyond=named)
    given, other = (make_vouch(author=cleo, trade=passed.trade) for _ in range(2))
    Answer.give(passed, cleo, given, "")
    before = page(cleo, passed)

    ana.ties.get(friend=ben).hear(False)

    assert not Vouch.objects.visible_to(ana).filter(author=cleo).exists()
    assert page(cleo, passed) == before
    assert press(cleo, "answer_new", passed, vouch=other.public_id).status_code == 302


# --- (2) with a new vouch -------------------------------------------------------------------------


def new_vouch(person, ask, **said):
    form = {"name": "Rosa Lima", "trade": ask.trade.slug, "job": "New tap", "hired_on": "2026-03-01", "outcome": 2}
    form |= {"words": "Came at once", "relation": "none", "scope": 2, "place": "Leeds"} | said
    return as_(person).post(f"{reverse('vouch_new')}?ask={ask.public_id}", form)


def test_a_new_vouch_begins_with_what_is_asked_for_and_is_the_answer(ana, ben, ask):
    Ask.objects.filter(pk=ask.pk).update(place=make_place("Leeds", LEEDS))
    empty = as_(ben).get(f"{reverse('vouch_new')}?ask={ask.public_id}").content.decode()
    assert f'name="trade" value="{ask.trade.name}"' in empty
    assert 'value="Leeds, GB"' in empty

    response = new_vouch(ben, ask)
    assert (response.status_code, response.url) == (302, ask.get_absolute_url())
    assert said_to(ana, ask) == [("Ben Okafor", "Rosa Lima")]


def test_a_new_vouch_that_the_asker_may_not_read_is_no_answer(ana, ben, ask):
    make_place("Leeds", LEEDS)
    assert new_vouch(ben, ask, scope=0).status_code == 302
    assert ben.vouches.count() == 1
    assert not ask.answers.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_writes_a_vouch_for_a_question_that_does_not_reach_them(ana, dan, ask, method):
    for person in (dan, ana):  # nor for one's own
        assert getattr(as_(person), method)(f"{reverse('vouch_new')}?ask={ask.public_id}").status_code == 404
    assert getattr(as_(dan), method)(f"{reverse('vouch_new')}?ask=nonsense").status_code == 404


# --- (3) in words ---------------------------------------------------------------------------------


def test_words_are_an_answer_too_and_can_be_written_again(ana, ben, ask):
    press(ben, "answer_new", ask, words="My cousin does that")
    press(ben, "answer_new", ask, words="My cousin Joe does that")
    assert said_to(ana, ask) == [("Ben Okafor", "My cousin Joe does that")]


def test_nothing_and_too_much_come_back_as_they_were_typed(ben, ask):
    for words in ("", "x" * 1001):
        response = press(ben, "answer_new", ask, words=words)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not ask.answers.exists()


def test_what_was_typed_while_the_question_was_closed_is_not_lost(ana, ben, ask):
    ask.settle(Ending.NOT_NEEDED)

    response = press(ben, "answer_new", ask, words="My cousin Joe")
    text = response.content.decode()
    assert (response.status_code, "takes no more answers" in text, "My cousin Joe" in text) == (422, True, True)
    assert not ask.answers.exists()


# --- (4) by passing it on -------------------------------------------------------------------------


def test_it_is_passed_on_to_one_friend_with_a_word(ana, ben, cleo, ask):
    assert "Ana" not in [
        each.first_name for each in as_(ben).get(reverse("ask_pass", args=[ask.public_id])).context["friends"]
    ]
    response = press(ben, "ask_pass", ask, friend=cleo.public_id, word="You know about taps")
    assert (response.status_code, response.url) == (302, ask.get_absolute_url())
    few, _ = page(cleo, ask), crowd_around(ben)
    text = page(cleo, ask)
    assert "Someone beyond your circle asks: who knows a good plumber?" in few  # of Ben's friends it could be
    assert "A friend of Ben Okafor asks: who knows a good plumber?" in text
    for each in (few, text):
        assert "Ben Okafor passed it on to you: “You know about taps”" in each
        assert "Ana" not in each
    assert "You passed it on to Cleo Martin." in page(ben, ask)
    # Once: afterwards the page leads back.
    assert as_(ben).get(reverse("ask_pass", args=[ask.public_id])).status_code == 302


def test_who_lets_friends_of_friends_see_their_name_is_named(ana, cleo, passed):
    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    assert "Ana Silva asks: who knows" in page(cleo, passed)


def test_who_is_a_friend_anyway_is_named_whoever_passed_it_on(ana, cleo, passed):
    befriend(ana, cleo)
    assert "Ana Silva asks: who knows" in page(cleo, passed)


def test_of_two_who_passed_it_on_one_is_named(ana, ben, cleo, passed):
    """Two would lead to the one who asks, whom both know."""
    eve = make_person(name="Eve Hall")
    for friend in (ana, cleo):
        befriend(eve, friend)
    crowd_around(ben)
    passed.send([eve])
    press(cleo, "answer_new", passed, words="Rosa")  # which ends the notice that named Ben
    assert passed.pass_on(eve, cleo, "Or you")
    text = page(cleo, passed)
    assert "A friend of Ben Okafor asks" in text
    assert "Eve" not in text
    assert not Notice.objects.filter(person=cleo).exists()


def test_who_got_it_from_a_friend_cannot_pass_it_on(ana, cleo, dan, passed):
    assert "Pass it on" not in page(cleo, passed)
    for person in (cleo, ana, dan):
        for method in ("get", "post"):
            url = reverse("ask_pass", args=[passed.public_id])
            assert getattr(as_(person), method)(url, {"friend": dan.public_id}).status_code == 404
    assert Recipient.objects.count() == 2


def test_the_page_to_pass_it_on_says_nothing_of_who_has_it_already(ana, ben, cleo, ask):
    befriend(ana, cleo)
    url = reverse("ask_pass", args=[ask.public_id])
    before = as_(ben).get(url).context["friends"]
    ask.send([cleo])
    after = as_(ben).get(url).context["friends"]
    assert list(before) == list(after) == [cleo]
    assert press(ben, "ask_pass", ask, friend=cleo.public_id).status_code == 302


def test_only_a_friend_is_passed_it_and_never_the_one_who_asks(ana, ben, dan, ask):
    for friend in (ana, dan):
        assert press(ben, "ask_pass", ask, friend=friend.public_id).status_code == 422
    assert Recipient.objects.count() == 1


# --- (5) sorry, no --------------------------------------------------------------------------------


def test_sorry_no_is_silent_and_can_be_thought_over(ana, ben, ask):
    before = page(ana, ask)
    assert [each.ask for each in questions_to(ben)] == [ask]
    assert press(ben, "ask_decline", ask).status_code == 302
    assert questions_to(ben) == []
    assert not Notice.objects.filter(person=ben).exists()
    assert not Notice.objects.filter(person=ana).exists()
    assert page(ana, ask) == before
    assert "You can still answer" in page(ben, ask)
    press(ben, "answer_new", ask, words="Ask Joe")
    assert [each.answered for each in questions_to(ben)] == [True]


@pytest.mark.parametrize(("name", "said"), [("answer_new", {"words": "Joe"}), ("ask_pass", {"friend": "x"})])
def test_there_is_a_limit_that_keeps_what_was_typed(settings, ana, ben, cleo, ask, name, said):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"answer": "1/d/user", "pass_on": "1/d/user"}
    typed = said | ({"friend": cleo.public_id} if "friend" in said else {})
    first = press(ben, name, ask, **typed)
    Recipient.objects.exclude(passed_by=None).delete()
    second = press(ben, name, ask, **typed)
    assert (first.status_code, second.status_code) == (302, 429)
