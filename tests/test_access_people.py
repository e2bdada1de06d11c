"""The other half of the table in `test_access.py`: what is between Ben and others, for every kind of viewer."""

from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.worlds.access import VIEWERS, World, answer, canaries_for, canaries_in, client_of, statuses, url_of
from tests.worlds.looking import every_row

# Statuses in the order of VIEWERS.
OWN = "200 404 404 404 404 404 302"
OWN_DONE = "302 404 404 404 404 404 302"
# Of what he shared as far as it goes; also by whoever has blocked him, since it does not bear his name.
NEAR_DONE = "404 302 302 404 404 302 302"
FRIEND_DONE = "404 302 404 404 404 404 302"
NEVER = "404 404 404 404 404 404 302"
ALL_DONE = "302 302 302 302 302 302 302"

# Pages about Ben, or about something of his, as they are looked at.
THINGS = {
    "friend": "404 200 404 404 404 404 302",
    # Whoever has blocked him already is led to their list.
    "block": "404 200 404 404 404 302 302",
    "author_block": "404 200 404 404 404 302 302",
    "person_report": "404 200 404 404 404 200 302",
    "ask_report": "404 200 200 404 404 404 302",
    "passing_report": "404 404 200 404 404 404 302",
    "answer_report": OWN,
    "answer_reply_report": OWN,
    # By whoever answered, and by the friend who passed the question on to them.
    "answer_thanks_report": "404 200 200 404 404 404 302",
    "invitation": OWN,
    "invitation_confirm": OWN,
    "introduction": OWN,
    "introduction_report": OWN,
    "link_answer_report": OWN,
    "thanks_went": OWN,
    "entry_edit": OWN,
    "entry_remove": OWN,
    "ask": "200 200 200 404 404 404 302",
    "part": "404 200 404 404 404 404 302",
    "ask_pass": "404 200 404 404 404 404 302",
    "ask_put": "404 200 404 404 404 404 302",
    "question": "200 200 404 404 404 404 302",
    "question_report": "404 200 404 404 404 404 302",
    "reply_report": OWN,
    # By the author of the vouch, and by the friend through whom they came.
    "thanks_report": "200 200 404 404 404 404 302",
    "short_word": "200 200 404 404 404 404 302",
    "short_word_report": OWN,
    "word_answer_report": OWN,
    # Whoever asked is led to what the friend says of them.
    "number_asked": "200 302 404 404 404 404 302",
    "answer_reply": OWN,
    # The questions that only whoever asks them can send, change or end.
    "ask_send": OWN,
    "ask_edit": OWN,
    "ask_remove": OWN,
    "ask_settle": OWN,
    "ask_still": OWN,
    "ask_went": OWN,
    "link_answer_confirm": OWN,
    # By whoever asks, and the friend who is asked; then by Ben.
    "introduction_ask": "404 200 200 404 404 404 302",
    "wish_report": "404 200 404 404 404 404 302",
    "introduction_wanted": OWN,
    "wish_word_report": OWN,
    # By him, of his friend: to whoever answered from beyond, or wrote to him.
    "answer_introduce": OWN,
    "short_word_introduce": OWN,
    "ask_introduce": "404 404 200 404 404 404 302",
}
# What only a button does, as it is pressed. What ends or takes back something says the same to everyone, whether there
# was something or not.
BY_POST = {
    "part": ALL_DONE,
    "hear": FRIEND_DONE,
    "unblock": ALL_DONE,
    "invitation_revoke": ALL_DONE,
    "photo_remove": ALL_DONE,
    "provider_save": OWN_DONE,
    "link_make": OWN_DONE,
    "link_revoke": OWN_DONE,
    "link_answer_discard": ALL_DONE,
    "list_take_back": OWN_DONE,
    "notice": OWN_DONE,
    "insight_thank": NEAR_DONE,
    "insight_keep": NEAR_DONE,
    "insight_outdate": OWN_DONE,
    "offer_renew": OWN_DONE,
    "notices_read": ALL_DONE,
    "ask_reopen": OWN_DONE,
    "answer_withdraw": ALL_DONE,
    "answer_unthank": ALL_DONE,
    "answer_thank": OWN_DONE,
    "answer_hand_on": FRIEND_DONE,
    "leave_unsaid": OWN_DONE,
    "call_said": ALL_DONE,
    "call_noted": ALL_DONE.replace("302", "204", 6),
    "surprise_dismiss": OWN_DONE,
}
# … and what is pressed by those whom a question of his reached: one it was passed on from, and one it was not.
BY_THE_ASKED = {
    "no_take_back": ("404 302 302 404 404 404 302", "404 302 404 404 404 404 302"),
    "answer_new": ("404 422 422 404 404 404 302", "404 422 404 404 404 404 302"),
    "ask_decline": ("404 302 302 404 404 404 302", "404 302 404 404 404 404 302"),
}
# Looked at, they lead to the page where the form stands.
LED_BACK = {"answer_new": "ask", "link_join": "link_thanks"}
# Who else than Ben may press which.
THEIRS = {
    ("circle", "block"),
    ("circle", "author_block"),
    ("circle", "part"),
    ("circle", "hear"),
    ("blocked Ben", "unblock"),
}
THEIRS |= {(name, act) for name in ("circle", "beyond") for act in ("answer_withdraw", *BY_THE_ASKED)}
THEIRS |= {("circle", "ask_pass"), ("circle", "question"), ("circle", "short_word")}
THEIRS |= {("circle", "ask_put"), ("circle", "answer_hand_on")}
THEIRS |= {("circle", "introduction_ask")}
THEIRS |= {(viewer, f"insight_{act}") for viewer in ("circle", "beyond", "blocked Ben") for act in ("thank", "keep")}
# What a link leads to, before anything is pressed: the same for everyone.
LINKS = dict.fromkeys(("mails_stop", "letters_stop"), "200 200 200 200 200 200 200")
# What says at once who asks or invites: its maker, and his friend who has it already, are led elsewhere. A dead one is
# there for nobody.
LIVE_LINKS = dict.fromkeys(("invitation_link", "ask_link"), "302 302 200 200 200 200 200")
# What a tradesperson asked: their page is the same for every id, and the desk is not there but for the staff.
CASES = {"held_case": "200 200 200 200 200 200 200"}
AT_THE_DESK = ["desk_case", *(f"desk_{act}" for act in ("held", "prove", "correct", "remove"))]
AT_THE_DESK += ["desk_report", *(f"desk_report_{act}" for act in ("look", "dismiss", "remove", "suspend"))]
AT_THE_DESK += ["desk_suspension", "desk_suspension_lift"]
CASES |= dict.fromkeys(AT_THE_DESK, "404 404 404 404 404 404 404")

# What a question's link leads to, where it was not opened: as if there were nothing, for Ben too.
BY_LINK = ("link_thanks", "link_join")


def pressed(world: World, url: str) -> str:
    with transaction.atomic():
        found = statuses(world, url, "post")
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("name", set(BY_POST) - {"notices_read"})
def test_buttons_about_ben_and_what_is_his(world, name):
    for thing in world.things[name]:
        assert pressed(world, url_of(name, thing.public_id)) == BY_POST[name]
    hides_the_unknown = BY_POST[name] in (OWN_DONE, NEAR_DONE, FRIEND_DONE)
    assert pressed(world, url_of(name, uuid4())) == (NEVER if hides_the_unknown else BY_POST[name])


@pytest.mark.parametrize("viewer", [name for name in VIEWERS if name != "self"])
def test_nobody_else_can_press_them(world, viewer):
    client = client_of(world.viewers[viewer])
    client.get(reverse("find"))
    before = every_row()
    for name, things in world.things.items():
        if (viewer, name) not in THEIRS:
            for thing in things:
                for said in ({}, {"answer": "yes", "how": "mine"}, {"answer": "no"}):
                    client.post(url_of(name, thing.public_id), said)

    now = every_row()
    assert {table for table in now if now[table] != before[table]} == set()


@pytest.mark.parametrize("name", BY_THE_ASKED)
def test_buttons_of_those_whom_a_question_reaches(world, name):
    for thing, said in zip(world.things[name], BY_THE_ASKED[name], strict=True):
        assert pressed(world, url_of(name, thing.public_id)) == said
    assert pressed(world, url_of(name, uuid4())) == NEVER


def test_reading_all_notices_reads_ones_own(world):
    world.ben.notices.update(read_at=None)
    assert pressed(world, reverse("notices_read")) == BY_POST["notices_read"]
    client_of(world.viewers["stranger"]).post(reverse("notices_read"))
    assert world.ben.notices.unread().count() == world.ben.notices.count() > 0


@pytest.mark.parametrize("name", LINKS)
def test_links_say_the_same_to_everyone_before_they_are_pressed(world, name):
    for token in (world.links[name], "A" * 32):
        assert statuses(world, reverse(name, args=[token])) == LINKS[name]


@pytest.mark.parametrize("name", LIVE_LINKS)
def test_links_say_who_made_them_to_whoever_holds_them(world, name):
    assert statuses(world, reverse(name, args=[world.links[name]])) == LIVE_LINKS[name]
    assert statuses(world, reverse(name, args=["A" * 32])) == " ".join(["404"] * len(VIEWERS))


@pytest.mark.parametrize("name", CASES)
def test_the_buttons_of_a_case_say_the_same_for_every_id(world, name):
    said = CASES[name].replace("200", "422")  # no code was typed in
    for public_id in (world.things[name][0].public_id, uuid4()):
        assert statuses(world, url_of(name, public_id), "post") == said


@pytest.mark.parametrize("name", BY_LINK)
def test_link_answer_is_not_there_where_its_link_was_not_opened(world, name):
    """What a questions link leads to is not there where it was not opened."""
    not_there, no_such_way = (" ".join([status] * len(VIEWERS)) for status in ("404", "405"))
    for thing in (world.things[name][0].public_id, uuid4()):
        looked, pressed = (statuses(world, url_of(name, thing), method) for method in ("get", "post"))
        assert looked == (ALL_DONE if name in LED_BACK else not_there)
        assert pressed == (no_such_way if name == "link_thanks" else not_there)


def test_a_questions_link_leads_on_whoever_holds_it_blocked_or_not(world):
    link, led = reverse("ask_link", args=[world.links["ask_link"]]), {}
    for name in VIEWERS:
        client = client_of(world.viewers[name])
        looked, pressed = client.get(link), client.post(link)
        read = canaries_in(looked) | canaries_in(pressed)
        led[name] = (looked.status_code, pressed.status_code, read - canaries_for(name))

    # Who asked, and his friend, are led to the question itself. Nobody who has the link reads what others answered.
    asked = {"canaryname-ben", "canary-need-open"}
    assert led == {
        "self": (302, 302, set()),
        "circle": (302, 302, set()),
        "beyond": (200, 422, {"canaryname-ben"}),
        "stranger": (200, 422, asked),
        "blocked by Ben": (200, 422, asked),
        "blocked Ben": (200, 422, asked),
        "anonymous": (200, 422, asked),
    }


def test_an_invitation_leads_on_whoever_may_answer_it_blocked_or_not(world):
    link, led = reverse("invitation_link", args=[world.links["invitation_link"]]), {}
    for name in VIEWERS:
        client = client_of(world.viewers[name])
        looked, pressed = client.get(link), client.post(link).status_code
        held = client.get(reverse("invited"))
        named = ["canaryname-ben" in canaries_in(page) for page in (looked, held)]
        led[name] = (looked.status_code, pressed, held.status_code, named)
        assert not {each for each in canaries_in(looked) if each.startswith("canary-")}

    # Its maker and his friend are led elsewhere. Pressed with nothing typed in, it is held in that browser.
    assert led == {
        "self": (302, 302, 302, [False, False]),
        "circle": (302, 302, 302, [False, False]),
        "beyond": (200, 422, 200, [True, True]),
        "stranger": (200, 422, 200, [True, True]),
        "blocked by Ben": (200, 422, 200, [True, True]),
        "blocked Ben": (200, 422, 200, [True, True]),
        "anonymous": (200, 422, 200, [True, True]),
    }


# What no button sends is refused, or answered as if it were looked at: a friend and a stranger will do.
SENT = [(viewer, method) for viewer in VIEWERS if viewer not in ("self", "anonymous") for method in ("get", "post")]
SENT += [(viewer, method) for viewer in ("circle", "stranger") for method in ("head", "put", "delete")]


@pytest.mark.parametrize(("viewer", "method"), SENT)
def test_hidden_and_unknown_are_the_same_answer_byte_for_byte(world, viewer, method):
    seen = {"circle": {"friend", "block", "author_block", "person_report", "part"}}.get(viewer, set())
    passed_on = {"ask", "ask_report", "answer_thanks_report", "answer_withdraw", *BY_THE_ASKED}
    asked = passed_on | {"ask_pass", "question", "question_report", "number_asked", "thanks_report"}
    seen |= {"circle": asked, "beyond": passed_on | {"passing_report"}}.get(viewer, set())
    wished = {"circle": {"introduction_ask", "wish_report"}, "beyond": {"introduction_ask", "ask_introduce"}}
    seen |= wished.get(viewer, set())
    seen |= {"block", "author_block", "person_report", "unblock"} if viewer == "blocked Ben" else set()
    seen |= {name for who, name in THEIRS if who == viewer}
    client = client_of(world.viewers[viewer])

    for name in set(world.things) - seen:
        unknown = answered_and_taken_back(client, method, url_of(name, uuid4()))
        for thing in world.things[name]:
            assert answered_and_taken_back(client, method, url_of(name, thing.public_id)) == unknown, (name, method)


def answered_and_taken_back(client: Client, method: str, url: str) -> tuple[int, bytes, str]:
    client.cookies.pop("messages", None)  # what was said of another press would stand on the first page shown
    with transaction.atomic():
        found = answer(client, method, url)
        transaction.set_rollback(True)
    return found


def test_the_canaries_between_people_can_be_seen_by_whom_they_are_for(world):
    """Else no test could find them elsewhere."""
    client = client_of(world.ben)
    pages = [reverse(name) for name in ("circle", "notices", "invitations", "blocks", "thanks", "vouches", "asks")]
    pages += [url_of(name, thing.public_id) for name in THINGS for thing in world.things[name]]
    seen = set().union(*(canaries_in(client.get(page)) for page in pages))
    names = {f"canary-{name}" for name in ("pia", "wanda", "xena", "blocked")}

    assert {"canary-need", "canary-near", "canary-far", "canary-helped", "canary-short", "canary-reply"} <= seen
    assert {"canary-thanks", "canary-gratitude", "canary-chain", "canary-noted"} <= seen
    assert {"canary-need-draft", "canary-need-open", "canary-need-over", "canary-hired"} <= seen
    assert names | {"canary-unspent", "canary-waiting", "canary-invited", "canary-accepted", "canary-why"} <= seen
