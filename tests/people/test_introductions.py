"""Ana introduces Ben and Cleo: a tie exists only after both said yes, and a no is silent."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from people.models import Introduction, Notice, Person, Tie
from tests.worlds.builders import befriend, make_person

NEW = "/introductions/new/"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def fay(ana):
    fay = make_person(name="Fay Young")
    befriend(ana, fay)
    return fay


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def introduce(ana: Person, one: Person, other: Person, word: str = "You both sing"):
    return as_(ana).post(NEW, {"one": one.public_id, "other": other.public_id, "word": word})


def page_of(person: Person) -> str:
    return f"/introductions/{person.introductions.get().public_id}/"


def open_to(person: Person) -> set[str]:
    return {half.friend.first_name for half in Introduction.objects.open_to(person)}


def told(person: Person) -> list[str]:
    return [notice.message for notice in Notice.objects.visible_to(person).order_by("pk")]


def test_both_are_asked_and_tied_once_both_said_yes(ana, ben, fay):
    introduce(ana, ben, fay)
    assert (open_to(ben), open_to(fay), open_to(ana)) == ({"Fay"}, {"Ben"}, set())
    assert told(ben) == told(fay) == ["Ana Silva would like you to know somebody."]
    page = as_(ben).get(page_of(ben)).content.decode()
    assert "<bdi>Ana Silva</bdi> introduces <bdi>Fay Young</bdi>" in page
    assert "You both sing" in page

    as_(ben).post(page_of(ben), {"how": "She sings alto"})
    assert not Tie.objects.between(ben, fay).exists()
    assert told(ana) == []
    assert open_to(fay) == {"Ben"}
    answer = as_(fay).post(page_of(fay), {"how": "He sings bass"})

    assert answer.url == ben.get_absolute_url()
    assert Tie.objects.get(person=ben, friend=fay).how == "She sings alto"
    assert Tie.objects.get(person=fay, friend=ben).how == "He sings bass"
    assert told(ana) == ["Fay Young and Ben Okafor both said yes to your introduction."]
    assert told(ben) == ["Fay Young said yes too: you are in each other’s circle."]
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("first", ["no", "yes"])
def test_a_no_is_told_to_nobody_and_looks_like_no_answer_yet(ana, ben, fay, first):
    introduce(ana, ben, fay)
    before = as_(fay).get(page_of(fay)).content
    if first == "yes":
        as_(fay).post(page_of(fay), {"how": "choir"})

    as_(ben).post(page_of(ben), {"answer": "no"})

    assert told(ana) == []
    assert not Tie.objects.between(ben, fay).exists()
    assert open_to(ben) == set()
    if first == "no":
        unlike = as_(fay).get(page_of(fay)).content
        assert len(unlike) == len(before)
        as_(fay).post(page_of(fay), {"how": "choir"})
        assert not Tie.objects.between(ben, fay).exists()
        assert told(ana) == []


def test_only_ones_own_friends_can_be_introduced_and_two_different_ones(ana, ben, cleo, fay):
    assert introduce(ana, ben, cleo).status_code == 422
    same = introduce(ana, ben, ben)
    assert "Choose two different friends." in same.content.decode()
    Introduction.objects.introduce(ana, ben, cleo, "word")
    assert not Introduction.objects.exists()


def test_nobody_but_the_two_opens_it_and_each_only_their_half(ana, ben, fay, cleo):
    introduce(ana, ben, fay)

    assert {p.first_name: as_(p).get(page_of(ben)).status_code for p in (ana, ben, fay, cleo)} == {
        "Ana": 404,
        "Ben": 200,
        "Fay": 404,
        "Cleo": 404,
    }


@pytest.mark.parametrize("between", ["a tie", "a block", "a block back"])
def test_it_never_tells_the_introducer_what_is_between_the_two(ana, ben, fay, between):
    if between == "a tie":
        befriend(ben, fay)
    else:
        ben.block(fay) if between == "a block" else fay.block(ben)

    answer = introduce(ana, ben, fay)

    assert answer.status_code == 302
    assert open_to(ben) == open_to(fay) == set()
    assert told(ana) == told(ben) == told(fay) == []
    ben.unblock(fay)
    fay.unblock(ben)
    assert open_to(ben) == open_to(fay) == set()


def test_a_second_time_changes_nothing(ana, ben, fay):
    introduce(ana, ben, fay)
    as_(ben).post(page_of(ben), {"answer": "no"})
    introduce(ana, fay, ben, "Really, you should")

    assert Introduction.objects.count() == 2
    assert open_to(ben) == set()


@pytest.mark.parametrize("end", ["part one", "part other", "block", "block introducer", "rest", "run out"])
def test_it_ends_with_what_it_rests_on(ana, ben, fay, end):
    introduce(ana, ben, fay)
    ends = {
        "part one": lambda: Tie.objects.part(ben, ana),
        "part other": lambda: Tie.objects.part(ana, fay),
        "block": lambda: fay.block(ben),
        "block introducer": lambda: ben.block(ana),
        "rest": lambda: ana.set_active(False),
        "run out": lambda: Introduction.objects.update(expires_at=timezone.now() - timedelta(seconds=1)),
    }
    half = ben.introductions.get()
    ends[end]()

    assert open_to(ben) == open_to(fay) == set()
    assert as_(ben).get(f"/introductions/{half.public_id}/").status_code == 404
    assert half.say(yes=True, how="choir") is False


def test_introduction_needs_no_line_on_how(ana, ben, fay):
    """A yes needs no line on how for they know each other by the introducer."""
    introduce(ana, ben, fay)

    assert as_(ben).post(page_of(ben), {"how": ""}).status_code == 302
    assert as_(ben).post(f"/introductions/{ben.introductions.get().public_id}/", {"how": ""}).url == "/circle/"
    assert open_to(ben) == set()
    assert ben.introductions.get().answer is True


def test_introductions_by_two_friends_tie_once_and_tell_each_of_their_own(ana, ben, fay):
    """Two who were introduced by two friends are tied and neither friend hears of the others."""
    gil = make_person(name="Gil Stone")
    befriend(gil, ben)
    befriend(gil, fay)
    for introducer in (ana, gil):
        Introduction.objects.introduce(introducer, ben, fay, "word")

    ben.introductions.get(introducer=ana).say(yes=True)
    fay.introductions.get(introducer=gil).say(yes=True)

    assert Tie.objects.between(ben, fay).count() == 2
    assert told(ana) == told(gil) == []
    assert not Introduction.objects.exists()


def test_whoever_said_yes_may_still_block(ana, ben, fay):
    introduce(ana, ben, fay)
    ben.introductions.get().say(yes=True)

    as_(ben).post(f"/blocks/{fay.public_id}/")
    assert ben.blocks.exists()


# --- A circle that is full ------------------------------------------------------------------------


@pytest.fixture
def both_have_room_for_one(ana, ben, fay, monkeypatch):
    introduce(ana, ben, fay)
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 2)


def test_whose_circle_is_full_is_told_so_and_can_still_say_no(ana, ben, fay, both_have_room_for_one):
    befriend(ben, make_person())
    page = as_(ben).post(page_of(ben), {"how": "She sings alto"})

    assert (page.status_code, "Your circle is full" in page.content.decode()) == (409, True)
    assert open_to(ben) == {"Fay"}
    assert ben.introductions.get().say(yes=True) is False
    as_(ben).post(page_of(ben), {"answer": "no"})
    assert open_to(ben) == set()


def test_that_the_others_circle_is_full_looks_as_if_they_had_not_answered(ana, ben, fay, both_have_room_for_one):
    before = as_(fay).get(page_of(fay)).content
    as_(ben).post(page_of(ben), {"how": "She sings alto"})
    befriend(ben, make_person())
    assert len(as_(fay).get(page_of(fay)).content) == len(before)
    said = as_(fay).post(page_of(fay), {"how": "He sings bass"}, follow=True)

    assert said.redirect_chain == [("/circle/", 302)]
    assert "You said yes. If Ben Okafor does too" in said.content.decode()
    assert not Tie.objects.between(ben, fay).exists()
    assert told(ana) == []


def test_the_form_can_be_left_as_it_is(client, ana, ben, fay):
    client.force_login(ana)

    assert '<a class="quiet" href="/circle/">Cancel</a>' in client.get("/introductions/new/").content.decode()
