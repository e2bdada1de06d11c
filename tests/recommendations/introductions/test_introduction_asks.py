"""Ana asks Ben, who stands between, to introduce her to Cleo: Ben reads it first, then Cleo; Ana hears of a yes."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Introduction, Notice, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import INTRODUCTION_ASKED, Ending, Insight, IntroductionAsk, ReachedBy, Scope
from tests.worlds.access import UNLIKE
from tests.worlds.builders import befriend, crowd_around, make_ask, make_insight
from tests.worlds.looking import as_

WHY = {"words": "My cellar is damp, too"}


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def insight(ben, cleo) -> Insight:
    """Of “a friend of Ben Okafor”."""
    crowd_around(ben)
    return make_insight(author=cleo, words="The library lends out damp meters.")


def told(person: Person) -> list[str]:
    return [notice.message for notice in Notice.objects.visible_to(person).order_by("pk")]


def asked_by(person: Person, insight: Insight) -> IntroductionAsk:
    answer = as_(person).post(reverse("insight_introduce", args=[insight.public_id]), WHY)
    assert answer.status_code == 302
    return person.introductions_asked.get(thing=insight.public_id)


def page(name: str, thing) -> str:
    return reverse(name, args=[thing.public_id])


def passed_on(asked: IntroductionAsk, word: str = "") -> IntroductionAsk:
    as_(asked.friend).post(page("introduction_ask", asked), {"word": word})
    asked.refresh_from_db()
    assert asked.passed_on
    return asked


def visible_to(*people: Person) -> list[bool]:
    return [IntroductionAsk.objects.visible_to(each).exists() for each in people]


def text(person: Person, url: str) -> str:
    return UNLIKE.sub(b"", as_(person).get(url).content).decode()


# --- From the asking to the tie ---------------------------------------------------------------------


def test_introduction_asked_for_goes_from_friend_to_other_and_back(ana, ben, cleo, insight):
    asked = asked_by(ana, insight)
    assert (told(ana), told(ben), told(cleo)) == ([], ["Ana Silva asks you to introduce them to somebody."], [])
    assert visible_to(ana, ben, cleo) == [True, True, False]
    at_bens = text(ben, page("introduction_ask", asked))
    assert "<bdi>Ana Silva</bdi> asks you to introduce them to <bdi>Cleo Martin</bdi>" in at_bens
    assert WHY["words"] in at_bens
    assert "It is about something that Cleo Martin learned: “The library lends out damp meters.”" in at_bens

    passed_on(asked, "She sings alto")
    assert (told(ana), told(ben)) == ([], [])
    assert told(cleo) == ["Ben Okafor passes on that somebody would like to know you."]
    assert visible_to(ana, ben, cleo) == [True, False, True]
    at_cleos = text(cleo, page("introduction_wanted", asked))
    assert all(said in at_cleos for said in ("Ana Silva", WHY["words"], "She sings alto", "that you learned"))

    as_(cleo).post(page("introduction_wanted", asked), {"how": "She wrote to me"})
    assert (told(ben), told(cleo)) == ([], [])
    assert told(ana) == ["You asked Ben Okafor to introduce you, and somebody would like to know you."]
    assert not Tie.objects.between(ana, cleo).exists()
    half = ana.introductions.get()
    at_anas = text(ana, page("introduction", half))
    assert "You asked <bdi>Ben</bdi> to introduce you, and <bdi>Cleo Martin</bdi> said yes." in at_anas
    assert "She sings alto" not in at_anas

    as_(ana).post(page("introduction", half), {"how": "She knows about damp"})
    assert Tie.objects.get(person=ana, friend=cleo).how == "She knows about damp"
    assert Tie.objects.get(person=cleo, friend=ana).how == "She wrote to me"
    assert told(ben) == ["Ana Silva and Cleo Martin both said yes to your introduction."]
    assert told(cleo) == ["Ana Silva said yes too: you are in each other’s circle."]
    assert not Introduction.objects.exists()


def test_introduction_asked_for_names_nobody_before_a_yes(ana, ben, cleo, insight):
    asked = passed_on(asked_by(ana, insight))
    urls = [page("introduction_ask", asked), page("insight", insight), reverse("circle"), reverse("notices")]

    assert not any("Cleo" in text(ana, url) for url in urls)
    assert "It is about something that a friend of Ben Okafor learned:" in text(ana, urls[0])


@pytest.mark.parametrize("who", ["friend", "other"])
def test_introduction_asked_for_ends_silently_with_a_no(ana, ben, cleo, insight, who):
    asked = asked_by(ana, insight)
    before = text(ana, page("introduction_ask", asked)), text(ana, reverse("circle"))
    if who == "other":
        passed_on(asked)
    as_(ben if who == "friend" else cleo).post(
        page("introduction_ask" if who == "friend" else "introduction_wanted", asked), {"answer": "no"}
    )

    assert visible_to(ana, ben, cleo) == [True, False, False]
    assert (told(ana), told(ben), told(cleo)) == ([], [], [])
    assert (text(ana, page("introduction_ask", asked)), text(ana, reverse("circle"))) == before
    assert not asked.say(yes=True)
    assert not asked.pass_on("")
    assert not Introduction.objects.exists()


# --- From what it is asked --------------------------------------------------------------------------


def test_introduction_is_asked_of_the_friend_who_is_named_and_of_nobody_else(ana, ben, cleo, dan):
    """Ben has no crowd, so that Cleo could be found out: she is someone beyond."""
    insight = make_insight(author=cleo)
    new = reverse("insight_introduce", args=[insight.public_id])
    assert as_(ana).get(new).status_code == 404
    assert new not in text(ana, page("insight", insight))

    crowd_around(ben)
    answers = {each.first_name: as_(each).get(new).status_code for each in (ana, ben, cleo, dan)}
    assert answers == {"Ana": 200, "Ben": 404, "Cleo": 404, "Dan": 404}
    assert new in text(ana, page("insight", insight))
    assert new not in text(ben, page("insight", insight))
    insight.scope = Scope.CIRCLE
    insight.save()
    assert as_(ana).get(new).status_code == 404


def test_friend_is_told_only_the_kind_of_what_they_may_not_see(ana, ben, cleo, insight):
    asked = asked_by(ana, insight)
    insight.scope = Scope.ME
    insight.save()

    at_bens = text(ben, page("introduction_ask", asked))
    assert "It is about something that Cleo Martin learned." in at_bens
    assert "damp meters" not in at_bens
    assert "It is about" not in text(ana, page("introduction_ask", asked))


def test_introduction_form_comes_back_with_what_was_typed(ana, insight):
    new = reverse("insight_introduce", args=[insight.public_id])
    answer = as_(ana).post(new, {"words": "x" * 301})

    assert (answer.status_code, "x" * 301 in answer.content.decode()) == (422, True)
    assert as_(ana).post(new, {"words": " "}).status_code == 422
    assert not IntroductionAsk.objects.exists()


# --- Once, and few --------------------------------------------------------------------------------


def test_introduction_is_asked_for_once_about_a_thing(ana, ben, insight):
    asked = asked_by(ana, insight)
    new = reverse("insight_introduce", args=[insight.public_id])

    assert as_(ana).get(new).url == as_(ana).post(new, {"words": "Once more"}).url == page("introduction_ask", asked)
    assert asked_by(ana, make_insight(author=insight.author)) != asked
    assert IntroductionAsk.objects.count() == 2
    assert IntroductionAsk.objects.get(pk=asked.pk).words == WHY["words"]


@pytest.mark.parametrize("gone", ["withdrawn", "narrowed", "closed"])
def test_introduction_is_not_asked_for_about_what_went_out_of_sight_meanwhile(ana, ben, cleo, insight, gone):
    """Between the page's look and the lock of the act."""
    kind, thing = ReachedBy.INSIGHT, insight.public_id
    if gone == "withdrawn":
        insight.withdraw()
    elif gone == "narrowed":
        Insight.objects.update(scope=Scope.CIRCLE)
    else:
        ask = make_ask(person=cleo, to=[ben])
        ask.pass_on(ben, ana, "")
        ask.settle(Ending.NOT_NEEDED)
        kind, thing = ReachedBy.ASK, ask.public_id

    assert IntroductionAsk.put(ana, ben, cleo.pk, kind, thing, "Damp, too") is None
    assert not IntroductionAsk.objects.exists()
    assert INTRODUCTION_ASKED not in ben.notices.values_list("kind", flat=True)


def test_introductions_may_be_asked_for_three_times_a_week(ana, cleo, insight, settings):
    assert settings.ACCOUNT_RATE_LIMITS["introduce_me"] == "3/7d/user"
    for _ in range(3):
        asked_by(ana, make_insight(author=cleo))
    answer = as_(ana).post(reverse("insight_introduce", args=[insight.public_id]), WHY)

    assert answer.status_code == 429
    assert "asked 3 times this week to be introduced" in answer.content.decode()


@pytest.mark.parametrize("after", ["introduced", "refused", "yes"])
def test_introduction_made_before_makes_no_second_one(ana, ben, cleo, insight, after):
    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    mine = ana.introductions.get()
    if after != "introduced":
        mine.say(yes=after == "yes", how="choir")
    passed_on(asked_by(ana, insight)).say(yes=True, how="damp")

    assert Introduction.objects.count() == (0 if after == "yes" else 2)
    assert Tie.objects.between(ana, cleo).count() == (2 if after == "yes" else 0)
    assert Introduction.objects.open_to(ana).exists() is (after != "yes")


def test_introduction_agreed_to_twice_makes_one(ana, ben, cleo, insight):
    asked = passed_on(asked_by(ana, insight))
    again = passed_on(asked_by(ana, make_insight(author=cleo)))
    assert [asked.say(yes=True), asked.say(yes=True), again.say(yes=True)] == [True, False, True]

    assert Introduction.objects.count() == 2
    assert len(told(ana)) == 1
    ana.introductions.get().say(yes=True)
    assert Tie.objects.between(ana, cleo).count() == 2


# --- A circle that is full --------------------------------------------------------------------------


def test_full_circle_is_told_to_its_own_person_alone(ana, ben, cleo, insight, monkeypatch):
    asked = passed_on(asked_by(ana, insight))
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 1)

    wanted = page("introduction_wanted", asked)
    assert as_(cleo).post(wanted, {"how": ""}).status_code == 409
    assert visible_to(cleo) == [True]
    other = reverse("insight_introduce", args=[make_insight(author=cleo).public_id])
    assert as_(ana).get(other).status_code == 409
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 150)
    assert as_(cleo).post(wanted, {"how": ""}).status_code == 302
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 1)
    assert as_(ana).post(page("introduction", ana.introductions.get()), {"how": ""}).status_code == 409


# --- What ends it -----------------------------------------------------------------------------------

# What happens, and whether the friend still has it to pass on then; whoever asked sees it as before unless they have
# lost the friend.
ENDS = {
    "ana parts from ben": (lambda ana, ben, cleo: Tie.objects.part(ana, ben), False, False),
    "ben blocks ana": (lambda ana, ben, cleo: ben.block(ana), False, False),
    "ben leaves": (lambda ana, ben, cleo: erasing.erase(ben, write_down=False), False, False),
    "ben rests": (lambda ana, ben, cleo: ben.set_active(False, rests=True), False, False),
    "ana rests": (lambda ana, ben, cleo: ana.set_active(False, rests=True), False, False),
    "ben parts from cleo": (lambda ana, ben, cleo: Tie.objects.part(ben, cleo), True, False),
    "cleo blocks ben": (lambda ana, ben, cleo: cleo.block(ben), True, False),
    "cleo leaves": (lambda ana, ben, cleo: erasing.erase(cleo, write_down=False), True, False),
    "cleo rests": (lambda ana, ben, cleo: cleo.set_active(False, rests=True), True, False),
    "cleo blocks ana": (lambda ana, ben, cleo: cleo.block(ana), True, True),
    "ana blocks cleo": (lambda ana, ben, cleo: ana.block(cleo), True, True),
    "ana and cleo are tied": (lambda ana, ben, cleo: befriend(ana, cleo), True, True),
    "time": (
        lambda ana, ben, cleo: IntroductionAsk.objects.update(made_at=timezone.now() - timedelta(weeks=9)),
        False,
        False,
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_introduction_asked_for_ends_with_what_it_rests_on(ana, ben, cleo, insight, end):
    """Before it is passed on; the friend learns nothing of what is between the two."""
    act, ana_sees, ben_sees = ENDS[end]
    asked = asked_by(ana, insight)
    before = text(ben, page("introduction_ask", asked)), told(ben)
    act(ana, ben, cleo)

    gone = [name for name in ("ben", "cleo") if end == f"{name} leaves"]
    assert visible_to(ana, *([] if "ben" in gone else [ben])) == [ana_sees, *([] if "ben" in gone else [ben_sees])]
    if ben_sees:
        at_bens = text(ben, page("introduction_ask", asked)), told(ben)
        assert (len(at_bens[0]), at_bens[1]) == (len(before[0]), before[1])
        assert as_(ben).post(page("introduction_ask", asked), {"word": ""}).status_code == 302
        assert (visible_to(cleo), told(cleo)) == ([False], [])
        assert not Introduction.objects.exists()


@pytest.mark.parametrize("end", ENDS)
def test_introduction_passed_on_ends_with_what_it_rests_on(ana, ben, cleo, insight, end):
    act, ana_sees, _ = ENDS[end]
    asked = passed_on(asked_by(ana, insight))
    act(ana, ben, cleo)

    assert visible_to(ana) == [ana_sees]
    if end != "cleo leaves":
        assert (visible_to(cleo), told(cleo)) == ([False], [])
    if "leaves" not in end:
        assert asked.say(yes=True) is False
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_introduction_across_a_block_is_dead_also_when_it_is_undone(ana, ben, cleo, insight, who):
    """Ana sees what has no name also where she has blocked Cleo, and asks about it as about any other."""
    if who == "ana":
        ana.block(cleo)
        asked = asked_by(ana, insight)
    else:
        asked = asked_by(ana, insight)
        cleo.block(ana)
    ana.unblock(cleo)
    cleo.unblock(ana)

    assert visible_to(ana, ben, cleo) == [True, True, False]
    passed_on(asked)
    assert (visible_to(cleo), told(cleo)) == ([False], [])


@pytest.mark.parametrize("so_far", ["asked", "passed on"])
@pytest.mark.parametrize("whose", ["of the two friends", "of whoever asked"])
def test_introduction_asked_for_does_not_come_back_with_a_tie(ana, ben, cleo, insight, so_far, whose):
    asked = asked_by(ana, insight)
    if so_far == "passed on":
        passed_on(asked)
    one, other = (ben, cleo) if whose == "of the two friends" else (ana, ben)
    Tie.objects.part(one, other)
    befriend(one, other)

    assert visible_to(ana, ben, cleo) == [whose == "of the two friends", False, False]


def test_introduction_rests_and_can_be_asked_for_once_more(ana, ben, cleo, insight):
    asked = asked_by(ana, insight)
    IntroductionAsk.objects.update(made_at=timezone.now() - timedelta(weeks=5))
    assert visible_to(ana, ben) == [True, False]
    IntroductionAsk.objects.update(made_at=timezone.now() - timedelta(weeks=9))
    again = asked_by(ana, insight)

    assert again.pk != asked.pk
    assert visible_to(ana, ben, cleo) == [True, True, False]
    assert len(told(ben)) == 1


def test_introduction_asked_for_of_nobodys_is_a_404(ana, insight):
    for name in ("introduction_ask", "introduction_wanted"):
        assert as_(ana).get(reverse(name, args=[uuid4()])).status_code == 404


def test_whoever_is_asked_to_know_somebody_may_block_or_report_them(ana, ben, cleo, insight):
    asked = passed_on(asked_by(ana, insight))
    assert as_(ana).get(page("wish_report", asked)).status_code == 404
    assert as_(cleo).get(page("wish_report", asked)).status_code == 200

    as_(cleo).post(page("author_block", ana))

    assert cleo.blocks.filter(blocked=ana).exists()
    assert visible_to(ana, ben, cleo) == [True, False, False]


def test_notices_of_introductions_say_who(ana, ben, cleo, insight):
    asked = asked_by(ana, insight)
    assert "Ana Silva asks you to introduce them to Cleo Martin." in text(ben, reverse("notices"))
    passed_on(asked)
    assert "Ben Okafor passes on that Ana Silva would like to know you." in text(cleo, reverse("notices"))
    asked.say(yes=True)
    said = "You asked Ben Okafor to introduce you, and Cleo Martin would like to know you."
    assert said in text(ana, reverse("notices"))


def test_circle_page_asks_one_statement_for_all_introductions_asked_for(ana, ben, cleo, insight):
    with CaptureQueriesContext(connection) as before:
        text(ben, reverse("circle"))
    for each in (insight, make_insight(author=cleo)):
        asked_by(ana, each)
    Notice.objects.update(read_at=timezone.now())
    with CaptureQueriesContext(connection) as after:
        shown = text(ben, reverse("circle"))

    assert shown.count("asks you to introduce them to") == 2
    assert len(after) == len(before)
