"""A question that goes through one friend, who may put it to their circle as one of somebody they trust: who reads what
of it, and by which name."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.delivery import deliver_due
from people.models import Notice, Person, Tie
from recommendations.asks.answered import answers_through, answers_to, some_are_gone
from recommendations.asks.received import can_help_with, fitting_for, question_for, questions_to
from recommendations.asks.settling import helpers_of, settle
from recommendations.circle.year import year_of
from recommendations.home.feed import feed_of
from recommendations.models import Answer, Ask, AskLink, Ending, Outcome, Quiet, Recipient, Relation, Scope, Sent
from recommendations.sight.names import people_named_to
from tests.worlds.builders import befriend, crowd_around, make_ask, make_person, make_trade, make_vouch
from tests.worlds.looking import answer as looked
from tests.worlds.looking import as_

NAMELESS = "Someone Ben Okafor trusts"


@pytest.fixture
def eve(ana, ben):
    """A friend of both."""
    eve = make_person(name="Eve Stone")
    befriend(ana, eve), befriend(ben, eve)
    return eve


def ask_through(asker: Person, friend: Person, quiet: str = Quiet.NAMELESS, **fields) -> Ask:
    ask = make_ask(person=asker, words="My knee hurts", **({"trade": make_trade(name="Physiotherapist")} | fields))
    assert ask.send([friend], quiet=quiet) == Sent.SENT
    return ask


def put(ask: Ask, by: Person, *friends: Person, word: str = "") -> bool:
    mine = Recipient.objects.get(ask=ask, person=by, passed_by=None)
    return mine.put(friends or Person.objects.circle_of(by), word)


def asked_of(person: Person) -> list[str]:
    return [each.asked_by for each in questions_to(person)]


def told(person: Person) -> list[str]:
    return sorted(notice.kind for notice in Notice.objects.visible_to(person))


def read(person: Person, url: str) -> str:
    response = as_(person).get(url)
    return response.content.decode() if response.status_code == 200 else ""


# --- Who reads the question, and by which name ------------------------------------------------------


def test_it_goes_to_one_friend_alone_until_they_put_it(ana, ben, cleo, dan, eve):
    ask = ask_through(ana, ben)
    assert [asked_of(each) for each in (ben, cleo, dan, eve)] == [["Ana Silva"], [], [], []]

    assert put(ask, ben, word="She is careful with people")

    assert [asked_of(each) for each in (ben, cleo, dan, eve)] == [["Ana Silva"], [NAMELESS], [], [NAMELESS]]
    assert [told(each) for each in (ben, cleo, eve)] == [["asked"], ["passed_on"], ["passed_on"]]


@pytest.mark.parametrize(
    ("quiet", "said"), [(Quiet.NAMELESS, NAMELESS), (Quiet.NAMED, "Ben Okafor’s friend Ana")], ids=["nameless", "named"]
)
def test_nobody_reads_more_of_the_asker_than_they_chose(ana, ben, cleo, eve, quiet, said):
    """Also who is a friend of theirs, and also if the asker is named beyond the circle elsewhere."""
    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    ask = ask_through(ana, ben, quiet)
    put(ask, ben)

    for one in (cleo, eve):
        page = read(one, ask.get_absolute_url())
        assert said in page
        assert "Silva" not in page
        assert str(ana.public_id) not in page
        [line] = [line for group in feed_of(one, ask.made_at.date()).groups for line in group.lines]
        assert (line.who.name, line.who.friend, isinstance(line.who.key, str)) == (said, None, True)
    assert not people_named_to(cleo).filter(pk=ana.pk).exists()
    assert as_(cleo).get(reverse("author_block", args=[ana.public_id])).status_code == 404


def test_their_feed_says_so_once(ana, ben, cleo):
    put(ask_through(ana, ben), ben)

    [group] = feed_of(cleo, Ask.objects.get().made_at.date()).groups

    assert group.first.text == f"{NAMELESS} asks for a physiotherapist"
    assert "passed on" not in group.first.facts


def test_it_is_passed_on_no_further_and_has_no_link(ana, ben, cleo, dan):
    ask = ask_through(ana, ben)
    put(ask, ben)

    assert (ask.pass_on(ben, cleo, ""), ask.pass_on(cleo, dan, "")) == (False, False)
    assert (AskLink.make(ask), AskLink.objects.filter(ask=ask).exists()) == (None, False)
    assert [as_(each).get(reverse("ask_pass", args=[ask.public_id])).status_code for each in (ben, cleo)] == [404, 404]
    assert [question_for(each, ask).may_pass for each in (ben, cleo)] == [False, False]
    assert "Ask a friend who is not here" not in read(ana, ask.get_absolute_url())


def test_it_stays_with_the_one_friend_and_counts_among_three(ana, ben, cleo, eve):
    ask = ask_through(ana, ben)
    assert ask.send([eve]) == Sent.SENT
    assert not Recipient.objects.filter(ask=ask, person=eve).exists()

    make_ask(person=ana, to=[ben]), make_ask(person=ana, to=[ben])
    assert make_ask(person=ana).send([ben], quiet=Quiet.NAMED) == Sent.TOO_MANY
    assert make_ask(person=ben, to=[]).is_open, "what is put is none of the friend's own"


def test_whoever_asks_is_not_told_whether_it_was_put(ana, ben, cleo):
    ask = ask_through(ana, ben)
    client = as_(ana)
    client.get(ask.get_absolute_url())  # by which a browser is given its cookies
    before = looked(client, "get", ask.get_absolute_url())
    put(ask, ben)
    Answer.give(ask, cleo, None, "Ask at the pool")

    assert looked(client, "get", ask.get_absolute_url()) == before
    assert (told(ana), some_are_gone(ask, [])) == ([], False)


@pytest.mark.parametrize("end", ["asker parts", "asker blocks", "friend blocks", "friend leaves", "friend rests"])
def test_it_ends_with_the_tie_to_the_friend(ana, ben, cleo, end):
    ask = ask_through(ana, ben)
    put(ask, ben)
    Answer.give(ask, cleo, None, "Ask at the pool")
    ask.answers.get().hand_on(ben)
    assert len(answers_to(ana, ask)) == 1

    {
        "asker parts": lambda: Tie.objects.part(ana, ben),
        "asker blocks": lambda: ana.block(ben),
        "friend blocks": lambda: ben.block(ana),
        "friend leaves": lambda: Person.objects.filter(pk=ben.pk).delete(),
        "friend rests": lambda: ben.set_active(False),
    }[end]()

    assert (asked_of(cleo), answers_to(ana, ask), Answer.give(ask, cleo, None, "More")) == ([], [], False)


def test_closed_it_ends_everywhere(ana, ben, cleo):
    ask = ask_through(ana, ben)
    put(ask, ben, cleo)
    Answer.give(ask, cleo, None, "Ask at the pool")
    settle(ana, ask, Ending.NOT_NEEDED, [], "")

    assert [told(each) for each in (ana, ben, cleo)] == [[], [], []]
    assert not ask.answers.get().hand_on(ben)
    assert not Answer.give(ask, cleo, None, "Too late")
    assert not put(ask, ben)


# --- Blocks -----------------------------------------------------------------------------------------


def test_blocking_somebody_never_tells_whose_question_it_is(ana, ben, cleo):
    """It stays before whoever blocks its nameless asker, and goes from before whoever its asker has blocked."""
    ask = ask_through(ana, ben)
    put(ask, ben)

    cleo.block(ana)
    assert asked_of(cleo) == [NAMELESS]
    assert Answer.give(ask, cleo, None, "Ask at the pool")
    cleo.unblock(ana)
    ana.block(cleo)
    assert asked_of(cleo) == []


def test_blocking_all_who_go_by_the_first_name_never_tells_whose_it_is(ana, ben, cleo):
    ask = ask_through(ana, ben, Quiet.NAMED)
    put(ask, ben)
    before = asked_of(cleo)
    cleo.block(ana)

    assert asked_of(cleo) == before == ["Ben Okafor’s friend Ana"]
    assert Answer.give(ask, cleo, None, "Ask at the pool")


def test_thanks_tell_the_friend_between_of_no_block(ana, ben, cleo):
    ask = ask_through(ana, ben)
    put(ask, ben)
    Answer.give(ask, cleo, None, "Ask at the pool")
    answer = ask.answers.get()
    answer.hand_on(ben)
    answer.thank("Thank you")
    assert (told(ben), told(cleo)) == (["answer_thanked", "asked"], ["answer_thanked"])

    ana.block(cleo)
    assert (told(ben), told(cleo)) == (["answer_thanked", "asked"], [])
    assert list(Answer.objects.thanked_to(ben)) == [answer]


@pytest.mark.parametrize("named", [False, True], ids=["nameless", "named"])
def test_blocking_somebody_never_tells_whose_answer_it_was(ana, ben, cleo, named):
    """The one between notices nothing either way."""
    Person.objects.filter(pk=cleo.pk).update(named_beyond=named)
    ask = ask_through(ana, ben)
    put(ask, ben)
    Answer.give(ask, cleo, None, "Ask at the pool")
    ask.answers.get().hand_on(ben)

    ana.block(cleo)
    assert [each.answer.words for each in answers_to(ana, ask)] == ([] if named else ["Ask at the pool"])
    assert len(answers_through(ben, ask)) == 1
    ana.unblock(cleo)
    cleo.block(ana)
    assert answers_to(ana, ask) == []
    assert len(answers_through(ben, ask)) == 1


# --- Answers ----------------------------------------------------------------------------------------


def test_an_answer_waits_for_the_friend_who_hands_it_on_or_leaves_it(ana, ben, cleo, eve):
    crowd_around(ben)
    ask = ask_through(ana, ben)
    put(ask, ben)
    for one in (cleo, eve):
        Answer.give(ask, one, None, f"Says {one.first_name}")
    assert [each.said_by for each in answers_through(ben, ask)] == ["Cleo Martin", "Eve Stone"]
    assert (answers_to(ana, ask), told(ben), told(ana)) == ([], ["asked", "to_hand_on", "to_hand_on"], [])
    assert [answers_through(each, ask) for each in (ana, cleo)] == [[], []]

    first = ask.answers.get(person=cleo)
    assert [first.hand_on(each) for each in (eve, ana, ben, ben)] == [False, False, True, True]

    assert [(each.said_by, each.answer.words) for each in answers_to(ana, ask)] == [
        ("A friend of Ben Okafor", "Says Cleo")
    ]
    assert (told(ana), told(ben)) == (["answered_beyond"], ["asked", "to_hand_on"])
    assert "You asked for a physiotherapist; a friend of Ben Okafor answered." in [
        deed.words for month in year_of(ana) for deed in month.deeds
    ]


def test_only_what_goes_beyond_the_circle_is_an_answer_to_it(ana, ben, cleo, eve):
    """A vouch for the circle alone would tell a friend of the asker's whose question it is."""
    ask = ask_through(ana, ben)
    put(ask, ben)
    near, far = (
        make_vouch(author=eve, trade=ask.trade, scope=scope, name=scope.name) for scope in (Scope.CIRCLE, Scope.BEYOND)
    )
    received = question_for(eve, ask)

    assert (list(fitting_for(eve, ask)), received.fitting, received.unread) == ([far], [far], [near])
    assert can_help_with(eve).vouch == far
    far.delete()
    assert can_help_with(eve) is None


def test_settling_thanks_whoever_helped_and_the_friend_between(ana, ben, cleo):
    ask = ask_through(ana, ben)
    vouch = make_vouch(author=cleo, trade=ask.trade, name="Rosa Lima")
    put(ask, ben)
    Answer.give(ask, cleo, vouch, "")
    ask.answers.get().hand_on(ben)
    [helper] = helpers_of(ana, ask).answers

    settle(ana, ask, helper, [], "Thank you both")

    assert (helper.provider, helper.vouch) == ("Rosa Lima", None)
    assert [told(each) for each in (ben, cleo)] == [["answer_thanked"]] * 2
    said = [Notice.objects.visible_to(each).get().telling().parts[0].text for each in (ben, cleo)]
    assert [text.partition(" says")[0] for text in said] == ["Ana Silva", "Whoever asked"]


def test_the_mails_about_it_name_no_third_person(ana, ben, cleo, eve):
    ask = ask_through(ana, ben, Quiet.NAMED)
    put(ask, ben, word="Do help")
    Answer.give(ask, eve, None, "Ask at the pool")
    deliver_due()
    ask.answers.get().hand_on(ben)
    ask.answers.get().reply_once("Thank you!")

    deliver_due()

    said = {
        # Without addresses: by chance a key may spell a name.
        each: re.sub(r"https?://\S+", "", " ".join(letter.body for letter in mail.outbox if each.email in letter.to))
        for each in (ana, ben, cleo, eve)
    }

    assert "asks quietly, through you, who may put it to your circle: who knows a good physiotherapist?" in said[ben]
    assert "Eve Stone answered the question that you put to your circle" in said[ben]
    assert "Ben Okafor passes on a question of someone they trust" in said[cleo]
    assert ["Ana" in said[each].replace("Hello Ana", "") for each in (cleo, eve)] == [False, False]
    assert "Eve" not in said[ana]


# --- Pages ------------------------------------------------------------------------------------------


def test_ask_send_offers_to_ask_quietly_through_one_friend(ana, ben, cleo):
    ask, client = make_ask(person=ana), as_(ana)
    url = reverse("ask_send", args=[ask.public_id])
    assert "Ask quietly, through one friend" in client.get(url).content.decode()

    nobody = client.post(url, {"whom": "through"})
    stranger = client.post(url, {"whom": "through", "through": cleo.public_id})
    assert [(each.status_code, "Choose" in each.content.decode()) for each in (nobody, stranger)] == [(422, True)] * 2
    assert client.post(url, {"whom": "through", "through": ben.public_id, "quiet": "named"}).status_code == 302

    ask.refresh_from_db()
    assert (ask.quiet, asked_of(ben)) == (Quiet.NAMED, ["Ana Silva"])
    assert "through Ben Okafor alone" in read(ana, ask.get_absolute_url())
    assert client.get(url).status_code == 302


def test_ask_put_is_for_the_one_friend_and_once(ana, ben, cleo, eve):
    ask = ask_through(ana, ben)
    url, client = reverse("ask_put", args=[ask.public_id]), as_(ben)
    assert [as_(each).get(url).status_code for each in (ana, ben, cleo, eve)] == [404, 200, 404, 404]

    assert client.post(url, {"whom": "some", "word": "x"}).status_code == 422
    assert client.post(url, {"whom": "some", "friends": [ana.public_id]}).status_code == 422
    assert client.post(url, {"whom": "some", "friends": [cleo.public_id]}).status_code == 302
    assert client.post(url, {"whom": "all"}).status_code == 302

    assert [asked_of(each) for each in (cleo, eve)] == [[NAMELESS], []]
    assert "You put it to your circle" in read(ben, ask.get_absolute_url())


def test_who_hands_on_reads_the_caveat_and_what_is_between_them(ana, ben, cleo):
    """Else a friend would hand on a word of whom they would leave."""
    ask = ask_through(ana, ben)
    put(ask, ben)
    said = {"outcome": Outcome.BUT, "caveat": "Never on time", "relation": Relation.SELF}
    Answer.give(ask, cleo, make_vouch(author=cleo, trade=ask.trade, **said), "")

    page = read(ben, ask.get_absolute_url())

    assert '<p class="caveat BUT"><strong>Yes, but</strong> Never on time</p>' in page
    assert "“It is me or my firm”: shown, and not counted" in page


def test_answer_hand_on_is_for_the_one_friend(ana, ben, cleo, eve):
    ask = ask_through(ana, ben)
    put(ask, ben)
    Answer.give(ask, cleo, None, "Ask at the pool")
    url = reverse("answer_hand_on", args=[ask.answers.get().public_id])
    assert [as_(each).post(url).status_code for each in (ana, cleo, eve)] == [404, 404, 404]
    assert ask.answers.get().waits

    assert as_(ben).post(url, follow=True).status_code == 200

    assert not ask.answers.get().waits
    assert "You handed it on." in read(ben, ask.get_absolute_url())


def test_database_keeps_a_quiet_question_with_one_friend(ana, ben, cleo, eve):
    ask = ask_through(ana, ben)
    put(ask, ben, cleo)
    for row in ({"person": eve}, {"person": cleo, "passed_by": ben}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recipient.objects.create(ask=ask, quietly=True, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ask.objects.filter(pk=ask.pk).update(quiet="loud")
