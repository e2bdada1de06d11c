"""One table: every view of ours that takes POST, with its limit, or with the reason why it has none.

Not in it are the pages of the sign-in library, which has limits of its own, and the demo's, which are on no server.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any
from uuid import uuid4

import pytest
from allauth.core import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from people.models import Person
from recommendations.asks.by_mail import answering_key
from recommendations.models import Scope, offered_until
from tests.recommendations.providers.test_photo_pages import sent as photo_sent
from tests.recommendations.vouches.test_vouch_pages import written
from tests.test_limits import LIBRARYS
from tests.worlds.access import World, id_for, thanking_url, url_of
from tests.worlds.builders import make_list_draft, make_place, make_short_word, make_staff, make_trade
from tests.worlds.private_lives import signed_in

# Past it, none of its buttons is taken, whatever is sent: name -> action.
BY_A_BUTTON = {
    "answer_hand_on": "answer",
    "answer_thank": "thank",
    "author_block": "block",
    "block": "block",
    "export": "export",
    "insight_keep": "save",
    **dict.fromkeys(("insight_outdate", "insight_still"), "change"),
    "insight_thank": "thank",
    "invitation_link": "open_invitation",
    "link_join": "open_invitation",
    "mail_act": "by_mail",
    "mail_no": "by_mail",
    "part": "part",
    "number_ask": "ask_number",
    "provider_save": "save",
    "call_noted": "save",
    **dict.fromkeys(("call_said", "number_asked", "leave_unsaid", "introduction_wanted"), "change"),
    **dict.fromkeys(
        ("ask_edit", "ask_new", "ask_remove", "ask_reopen", "ask_settle", "ask_still", "ask_went"), "change"
    ),
    **dict.fromkeys(("details", "introduction", "invitation_confirm", "letters", "look", "surprise_dismiss"), "change"),
    **dict.fromkeys(("link_answer_confirm", "link_answer_discard", "link_make", "link_revoke"), "change"),
    **dict.fromkeys(("push_on", "push_off"), "change"),
    **dict.fromkeys(("hear", "offer_renew", "provider_same", "seen", "unblock", "vouch_still"), "change"),
}
# Past it, a form that could be sent comes back as it was: name -> actions, each of which is asked.
BY_A_FORM = {
    "account_reauthenticate_by_code": ["reauthentication_code"],
    "answer_new": ["answer"],
    "answer_reply": ["answer"],
    "ask_link": ["link_answer"],
    "ask_pass": ["pass_on"],
    "ask_put": ["pass_on"],
    "ask_send": ["ask"],
    "entry_new": ["entry"],
    "held": ["held", "held_about"],
    "held_case": ["held_code"],
    "insight_edit": ["edit"],
    "insight_new": ["insight"],
    "insight_question": ["question"],
    "insight_word": ["short_word"],
    "offer_edit": ["edit"],
    "offer_new": ["offer"],
    "offer_take": ["short_word"],
    "introduction_new": ["introduce"],
    "introduction_ask": ["introduce"],
    **{f"{thing}_introduce": ["introduce_me"] for thing in ("answer", "ask", "insight", "offer", "short_word", "word")},
    "invitation_new": ["invite", "mail_invitation"],
    "list_columns": ["list_import"],
    "list_import": ["list_import"],
    "list_share": ["list_import"],
    "mail_ask": ["mail_answer"],
    **{f"{thing}_report": ["report"] for thing in "answer ask insight offer person photo wish word".split()},
    **{f"{thing}_report": ["report"] for thing in "introduction link_answer passing question reply thanks".split()},
    **{f"{thing}_report": ["report"] for thing in "answer_reply answer_thanks wish_word".split()},
    "question": ["answer"],
    "short_word": ["answer"],
    "short_word_report": ["report"],
    "word_answer_report": ["report"],
    "question_new": ["question"],
    "thanks_new": ["thank"],
    "vouch_edit": ["edit"],
    "vouch_new": ["vouch"],
    "vouch_photos": ["photo"],
    "vouch_renew": ["edit"],
}
TAKEN_BACK = "whoever takes back what is their own is never told to wait"
OWN = "it changes what its own person alone can see"
STAFF = "the staff are few, have shown that it is they, and whatever they do is written down"
LIBRARY = "the library counts what is typed in, and sends a new code twice at most"
STOPPED = "mail programs press it for many people from one address, and without its key it changes nothing"
WITHOUT = {
    **dict.fromkeys(("answer_withdraw", "insight_withdraw", "offer_withdraw"), TAKEN_BACK),
    **dict.fromkeys(("invitation_revoke", "photo_remove"), TAKEN_BACK),
    **dict.fromkeys(("vouch_withdraw", "no_take_back", "answer_unthank"), TAKEN_BACK),
    "list_take_back": TAKEN_BACK,
    **dict.fromkeys(("list_check", "list_discard"), OWN),
    **dict.fromkeys(("ask_decline", "entry_edit", "entry_remove", "notice", "notices_read", "usersessions_end"), OWN),
    **dict.fromkeys(("desk_case", "desk_correct", "desk_held", "desk_prove", "desk_remove"), STAFF),
    **dict.fromkeys(("desk_report_dismiss", "desk_report_look", "desk_report_remove"), STAFF),
    **dict.fromkeys(("desk_report_suspend", "desk_suspension_lift"), STAFF),
    "suspended": "whoever is suspended answers once",
    **dict.fromkeys(("account_confirm_login_code", "account_email_verification_sent"), LIBRARY),
    **dict.fromkeys(("letters_stop", "mails_stop"), STOPPED),
    "account_signup": "the library has a limit of its own for it",
    "invited": "an invitation is answered once, and opening one has a limit",
    "thanks_went": "it says how it went with one’s own thanks, which are given once, or takes them back",
    "leave": "whoever has left is not there to do it again, and whoever rests has to sign in first",
}
# What may answer with a page though it is no page: where it leads whoever looks at it.
LED_BACK = {
    "answer_new": "ask",
    "desk_held": "desk_case",
    "desk_prove": "desk_case",
    "desk_report_look": "desk_report",
    "desk_report_suspend": "desk_report",
    "link_join": "link_thanks",
}
OURS = {"people", "recommendations"}
Said = dict[str, Any]
Sent = tuple[Client, str, Said]


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def staff(db) -> Client:
    """Nobody may press more buttons."""
    return signed_in(make_staff())


# --- Every view has its line ----------------------------------------------------------------------


def ours(resolver: URLResolver) -> Iterator[URLPattern]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from ours(each)
        elif (
            getattr(each.callback, "view_class", each.callback).__module__.split(".")[0] in settings.INSTALLED_APPS[:2]
        ):
            yield each


def any_url(pattern: URLPattern) -> str:
    """Of a page of this name that is about nothing."""
    kinds = pattern.pattern.converters.items()
    return reverse(pattern.name, kwargs={name: uuid4() if "UUID" in str(kind) else "none" for name, kind in kinds})


def takes_post(pattern: URLPattern, client: Client) -> bool:
    """As the view says itself, when it is asked in a way that none answers."""
    if view := getattr(pattern.callback, "view_class", None):
        return hasattr(view, "post")
    refusal = client.trace(any_url(pattern))
    assert refusal.status_code == 405, pattern.name
    return "POST" in refusal.headers["Allow"]


def test_views_that_take_post_have_their_line_in_the_table(staff):
    taking = {pattern.name for pattern in ours(get_resolver()) if takes_post(pattern, staff)}

    assert len(taking) > 50
    assert sorted(taking) == sorted([*BY_A_BUTTON, *BY_A_FORM, *WITHOUT])


def test_views_that_answer_a_form_elsewhere_lead_back_to_its_page(staff):
    """Signed in again, one comes by GET to where the form was sent."""
    ids = [pattern for pattern in ours(get_resolver()) if "public_id" in pattern.pattern.converters]
    led = {}
    for pattern in ids:
        url = any_url(pattern)
        answer = staff.get(url)
        if answer.status_code == 302 and takes_post(pattern, staff):
            led[pattern.name] = (answer.url, url)

    about = {name: resolve(back).kwargs == resolve(url).kwargs for name, (back, url) in led.items()}
    assert {name: resolve(back).url_name for name, (back, _) in led.items()} == LED_BACK
    assert all(about.values())


def test_limits_in_the_settings_are_those_of_the_table():
    assert set(settings.ACCOUNT_RATE_LIMITS) - LIBRARYS == {*BY_A_BUTTON.values(), *chain(*BY_A_FORM.values())}


# --- And the line is true ---------------------------------------------------------------------------


def past(monkeypatch, limits: Callable[[str], bool]) -> None:
    monkeypatch.setattr(ratelimit, "consume", lambda *_, action, **__: not limits(action))


def pattern_of(name: str) -> URLPattern:
    return next(pattern for pattern in ours(get_resolver()) if pattern.name == name)


@pytest.mark.parametrize("name", BY_A_BUTTON)
def test_view_with_a_button_answers_429_past_its_limit(staff, monkeypatch, name):
    url, action = any_url(pattern_of(name)), BY_A_BUTTON[name]
    past(monkeypatch, lambda asked: asked != action)
    assert staff.post(url).status_code != 429
    past(monkeypatch, lambda asked: asked == action)

    assert staff.post(url).status_code == 429


@pytest.mark.parametrize("name", BY_A_FORM)
def test_view_with_a_form_answers_429_past_its_limit(world, monkeypatch, name):
    client, url, said = FORMS[name](world)
    for action in BY_A_FORM[name]:
        past(monkeypatch, lambda asked, action=action: asked == action)
        assert client.post(url, said).status_code == 429
        rewind(said)
    past(monkeypatch, lambda asked: asked not in BY_A_FORM[name])

    assert client.post(url, said).status_code in (200, 302, 422)


@pytest.mark.parametrize("name", WITHOUT)
def test_view_without_a_limit_asks_for_none(staff, monkeypatch, name):
    """As far as a press shows that sends nothing with it."""
    past(monkeypatch, lambda _: True)

    assert staff.post(any_url(pattern_of(name))).status_code != 429


def rewind(said: Said) -> None:
    for each in said.values():
        if hasattr(each, "seek"):
            each.seek(0)


# --- What could be sent: by whom, where to, and the form ---------------------------------------------


def by(world: World, viewer: str) -> Client:
    person = world.viewers[viewer]
    return signed_in(person) if person else Client()


def about(page: str, viewer: str = "self", number: int = 0, /, **said: Any) -> Callable[[World], Sent]:
    """A page about one of the things between Ben and others."""
    return lambda world: (by(world, viewer), url_of(page, world.things[page][number].public_id), said)


def plain(page: str, viewer: str = "self", /, **said: Any) -> Callable[[World], Sent]:
    return lambda world: (by(world, viewer), reverse(page), said)


def about_a_word(name: str) -> Callable[[World], Sent]:
    """Of Ben’s, by someone beyond his circle."""
    return lambda world: (
        by(world, "beyond"),
        thanking_url(world.vouches[Scope.BEYOND], world.viewers["beyond"], name=name),
        {"words": "Thank you"},
    )


def about_a_vouch(name: str, said: Callable[[], Said]) -> Callable[[World], Sent]:
    return lambda world: (by(world, "self"), url_of(name, world.vouches[Scope.BEYOND].public_id), said())


def about_an_insight(world: World) -> Sent:
    mine = world.ben.insights.first()
    said = {"words": "Keep the parts", "scope": "2", "change": "put"}
    return by(world, "self"), reverse("insight_edit", args=[mine.public_id]), said


def written_to_ben(world: World) -> Sent:
    """By his friend, not answered yet."""
    word = make_short_word(person=world.viewers["circle"], insight=world.ben.insights.get(scope=Scope.BEYOND))
    return by(world, "self"), url_of("short_word", word.public_id), {"answer": "Yes"}


def offered() -> Said:
    return {"gladly": "lend", "words": "a ladder", "until": offered_until().isoformat(), "scope": "2"}


def about_an_offer(world: World) -> Sent:
    mine = world.ben.offers.first()
    return by(world, "self"), reverse("offer_edit", args=[mine.public_id]), offered()


def of_bens(name: str) -> Callable[[World], Sent]:
    """A form that is sent by someone beyond his circle."""
    return lambda world: (
        by(world, "beyond"),
        url_of(name, id_for(name, world.vouches[Scope.BEYOND])),
        {"words": "It is not true"},
    )


def introduced(world: World) -> Sent:
    one, other = Person.objects.circle_of(world.ben)[:2]
    said = {"one": str(one.public_id), "other": str(other.public_id), "word": "You both mend clocks"}
    return by(world, "self"), reverse("introduction_new"), said


def passed_on(world: World) -> Sent:
    said = {"friend": str(world.viewers["beyond"].public_id)}
    return by(world, "circle"), url_of("ask_pass", world.things["ask_pass"][0].public_id), said


def told_by_link(world: World) -> Sent:
    said = written() | {"provider": "Joe", "name": "Mia"}
    return Client(), reverse("ask_link", args=[world.links["ask_link"]]), said


def told_by_mail(world: World) -> Sent:
    """By whoever holds the mail to Ben's friend."""
    key = answering_key(world.viewers["circle"], world.things["ask_pass"][0])
    return Client(), reverse("mail_ask", args=[key]), {"words": "Ask Joe"}


def vouch_said() -> Said:
    make_trade(name="Plumber", slug="plumber")
    make_place()
    return written()


def columns_chosen(world: World) -> Sent:
    draft = make_list_draft(world.ben, "Name\tPhone\nJoe\t0113 496 0123\n", "table")
    return by(world, "self"), reverse("list_columns"), {"list": draft.prefix, "name": "0", "header": "on"}


ASKED = {"kind": "tell", "phone": "0113 496 0009", "email": "rosa@example.net", "key": str(uuid4())}
INVITED = {"name": "Eve", "how": "From school", "email": "eve@example.net", "key": str(uuid4())}
FORMS: dict[str, Callable[[World], Sent]] = {
    "account_reauthenticate_by_code": plain("account_reauthenticate_by_code", send="yes"),
    "answer_report": about("answer_report", words="It is not true"),
    "answer_reply_report": about("answer_reply_report", words="It is not true"),
    "answer_thanks_report": about("answer_thanks_report", "beyond", words="It is not true"),
    "answer_reply": about("answer_reply", words="And her number?"),
    "ask_report": about("ask_report", "beyond", words="It is not true"),
    "answer_new": about("answer_new", "circle", 1, words="Joe"),
    "ask_link": told_by_link,
    "ask_pass": passed_on,
    "ask_put": about("ask_put", "circle", whom="all"),
    "ask_send": about("ask_send", whom="all"),
    "entry_new": plain("entry_new", name="Joe"),
    "held": plain("held", "anonymous", **ASKED),
    "held_case": lambda world: (Client(), reverse("held_case", args=[uuid4()]), {"code": "1234 5678"}),
    "insight_edit": about_an_insight,
    "insight_new": plain("insight_new", words="Ask for the old parts.", scope="2"),
    "insight_question": of_bens("insight_question"),
    "insight_report": of_bens("insight_report"),
    "insight_word": of_bens("insight_word"),
    "answer_introduce": about("answer_introduce", words="We both sing"),
    "short_word_introduce": about("short_word_introduce", words="We both sing"),
    "ask_introduce": about("ask_introduce", "beyond", words="We both sing"),
    "insight_introduce": of_bens("insight_introduce"),
    "introduction_ask": about("introduction_ask", "circle", word="She sings alto"),
    "introduction_new": introduced,
    "offer_edit": about_an_offer,
    "offer_introduce": of_bens("offer_introduce"),
    "offer_new": lambda world: (by(world, "self"), reverse("offer_new"), offered()),
    "offer_report": of_bens("offer_report"),
    "offer_take": of_bens("offer_take"),
    "invitation_new": plain("invitation_new", **INVITED),
    "list_columns": columns_chosen,
    "list_import": plain("list_import", text="Joe plumber"),
    "list_share": plain("list_share", text="Joe plumber"),
    "mail_ask": told_by_mail,
    "person_report": about("person_report", "circle", words="It is not true"),
    "photo_report": of_bens("photo_report"),
    "question": about("question", "circle", answer="Yes"),
    "question_new": about_a_word("question_new"),
    "question_report": about("question_report", "circle", words="It is not true"),
    "reply_report": about("reply_report", words="It is not true"),
    "short_word": written_to_ben,
    "short_word_report": about("short_word_report", words="It is not true"),
    "passing_report": about("passing_report", "beyond", words="It is not true"),
    "introduction_report": about("introduction_report", words="It is not true"),
    "link_answer_report": about("link_answer_report", words="It is not true"),
    "thanks_report": about("thanks_report", words="It is not true"),
    "thanks_new": about_a_word("thanks_new"),
    "vouch_edit": about_a_vouch("vouch_edit", vouch_said),
    "vouch_new": lambda world: (by(world, "self"), reverse("vouch_new"), vouch_said()),
    "vouch_photos": about_a_vouch("vouch_photos", photo_sent),
    "vouch_renew": about_a_vouch("vouch_renew", written),
    "word_answer_report": about("word_answer_report", words="It is not true"),
    "wish_report": about("wish_report", "circle", words="It is not true"),
    "wish_word_report": about("wish_word_report", words="It is not true"),
    "word_introduce": about_a_word("word_introduce"),
    "word_report": about_a_word("word_report"),
}
