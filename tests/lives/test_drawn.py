"""What is new in the app's tables comes into worlds and lives without being asked for, and moves nothing else there."""

from dataclasses import fields
from itertools import count

import pytest
from hypothesis.stateful import Rule

from people import urls as people_urls
from people.notices import KINDS
from recommendations import urls as recommendations_urls
from recommendations.models import Insight, Offer, Vouch
from tests.lives.test_lives import Lives
from tests.lives.test_lives_of_asks import LivesOfAsks
from tests.lives.test_lives_of_short_words import LivesOfWords
from tests.lives.test_lives_of_wishes import LivesOfWishes
from tests.worlds.acts_of_offers import ActsOfOffers
from tests.worlds.drawn import drawn, values_of
from tests.worlds.oracle import COUNTS, GOES, WORTH, World
from tests.worlds.oracle_of_asks import OF_ASKS
from tests.worlds.oracle_of_lives import OF_PEOPLE
from tests.worlds.oracle_of_short_words import OF_WORDS
from tests.worlds.oracle_of_wishes import OF_WISHES
from tests.worlds.random_worlds import make_world

NEW = 9
# Which buttons each act of a life presses, through the page or as the verb behind it.
PRESSED = {
    "invite": "invitation_new",
    "accept": "invitation_link invited",
    "confirm_or_refuse": "invitation_confirm",
    "revoke": "invitation_revoke",
    "introduce": "introduction_new",
    "answer_an_introduction": "introduction",
    "affirm": "look",
    "part": "part",
    "block": "block author_block",
    "unblock": "unblock",
    "mute": "hear",
    "change_a_switch": "seen",
    "leave": "leave",
    "vouch": "vouch_new",
    "edit_the_scope": "vouch_edit",
    "withdraw": "vouch_withdraw",
    "thank": "thanks_new",
    "share": "insight_new",
    "change_who_may_read_it": "insight_edit",
    "forget": "insight_withdraw",
    "be_grateful": "insight_thank",
    "keep": "insight_keep",
    "offer_something": "offer_new",
    "change_who_may_take_it_up": "offer_edit",
    "let_an_offer_end_or_renew_it": "offer_renew",
    "withdraw_an_offer": "offer_withdraw",
    "take_up_an_offer": "offer_take",
    "draft": "ask_new",
    "send": "ask_send",
    "pass_on": "ask_pass",
    "put_to_circle": "ask_put",
    "hand_on": "answer_hand_on",
    "decline": "ask_decline",
    "decline_by_mail": "mail_no",
    "take_back_no": "no_take_back",
    "settle_or_reopen": "ask_settle ask_reopen",
    "answer": "answer_new",
    "answer_by_mail": "mail_ask",
    "unthank_an_answer": "answer_unthank",
    "withdraw_an_answer": "answer_withdraw",
    "thank_an_answer": "answer_thank",
    "reply_to_an_answer": "answer_reply",
    "ask_for_a_number": "number_ask",
    "give_a_number_or_not": "number_asked",
    "answer_by_link": "link_make ask_link",
    "confirm_or_discard": "link_answer_confirm link_answer_discard",
    "put_a_short_question": "question_new",
    "write_to_an_author": "insight_word",
    "answer_a_reader": "short_word",
    "wish": "word_introduce insight_introduce offer_introduce ask_introduce answer_introduce short_word_introduce",
    "pass_a_wish_on": "introduction_ask",
    "answer_a_wish": "introduction_wanted",
    "reply": "question",
}
# … and why the others are pressed in no life.
NOT_PRESSED = {
    "it changes what one's own page says, and nothing for anybody else": (
        "details letters notice notices_read mails_stop letters_stop provider_same provider_save surprise_dismiss "
        "export entry_new entry_edit entry_remove list_import list_check list_columns list_discard "
        "list_take_back list_share leave_unsaid call_noted call_said push_on push_off"
    ),
    "it changes what is said, and not who may read it": (
        "vouch_renew vouch_photos photo_remove ask_edit insight_outdate"
    ),
    "it is a short question like those about a tradesperson": "insight_question",
    "it comes with time, which hardly passes in a life": (
        "insight_still vouch_still thanks_went ask_still ask_went mail_act"
    ),
    "it ends what nobody else has seen, or what has ended": "ask_remove link_revoke",
    "it is for those who are not in the life": (
        "held held_case link_join desk_case desk_prove desk_held desk_correct desk_remove desk_report_look "
        "desk_report_dismiss desk_report_remove desk_report_suspend desk_suspension_lift suspended"
    ),
    "it is told to the desk alone": (
        "word_report insight_report offer_report ask_report answer_report photo_report person_report wish_report "
        "short_word_report word_answer_report question_report reply_report thanks_report passing_report "
        "introduction_report link_answer_report answer_reply_report answer_thanks_report wish_word_report"
    ),
}
# Kinds of notices that no life tells.
NOT_TOLD = {
    "it comes with time, which hardly passes in a life": (
        "still_true still_glad insight_still_holds how_did_it_go still_open ask_went"
    ),
    "it comes from the desk": (
        "correction removed looked lifted insight_removed offer_removed ask_removed answer_removed photo_removed "
        "word_removed reply_removed wish_removed question_removed replied_removed thanks_removed "
        "passing_removed intro_removed link_removed heard_removed helped_removed added_removed"
    ),
}


def words_in(table: dict[str, str]) -> list[str]:
    return [word for words in table.values() for word in words.split()]


# --- The tables -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "field", "known"),
    [
        (Vouch, "scope", GOES),
        (Insight, "scope", GOES),
        (Offer, "scope", GOES),
        (Vouch, "outcome", WORTH),
        (Vouch, "relation", COUNTS),
    ],
)
def test_oracle_knows_every_value_that_worlds_draw(model, field, known):
    assert set(values_of(model, field)) == set(known)


def test_notices_of_every_kind_are_told_in_a_life_or_it_is_said_why_not():
    known = [*OF_PEOPLE, *OF_ASKS, *OF_WORDS, *OF_WISHES, *words_in(NOT_TOLD)]

    assert (len(known), set(known)) == (len(KINDS), set(KINDS))


def test_buttons_are_pressed_in_a_life_or_it_is_said_why_not():
    known, pages = (
        words_in(PRESSED) + words_in(NOT_PRESSED),
        [*people_urls.urlpatterns, *recommendations_urls.urlpatterns],
    )
    buttons = [page.name for page in pages if takes_post(page.callback)]

    assert (len(known), set(known)) == (len(buttons), set(buttons))
    every = (ActsOfOffers, Lives, LivesOfAsks, LivesOfWords, LivesOfWishes)
    acts = {act for lives in every for act, each in vars(lives).items() if is_rule(each)}
    assert set(PRESSED) <= acts


def is_rule(function) -> bool:
    return any(isinstance(value, Rule) for value in vars(function).values()) if callable(function) else False


def takes_post(view) -> bool:
    """As `require_http_methods` has it, under whatever else is around the view."""
    while view:
        for cell in view.__closure__ or ():
            if isinstance(cell.cell_contents, list):
                return "POST" in cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    raise AssertionError("a view that does not say its methods")


# --- What is new ----------------------------------------------------------------------------------


def test_drawn_gives_a_new_option_its_share_and_leaves_the_rest():
    before, after = ([drawn(f"{n}", options) for n in range(600)] for options in ("abc", "abcd"))

    assert {new for old, new in zip(before, after, strict=True) if new != old} == {"d"}
    assert [before.count(each) for each in "abc"] == pytest.approx([200, 200, 200], abs=40)
    assert [after.count(each) for each in "abcd"] == pytest.approx([150, 150, 150, 150], abs=40)


def test_drawn_gives_what_is_likely_twice_its_share():
    found = [drawn(f"{n}", "abc", likely="c") for n in range(600)]

    assert [found.count(each) for each in "abc"] == pytest.approx([150, 150, 300], abs=40)


@pytest.mark.parametrize(
    ("field", "value", "may_change"),
    [("scope", NEW, {"scope", "outcome"}), ("outcome", NEW, {"outcome"}), ("relation", "new", {"relation"})],
)
def test_make_world_draws_a_new_value_and_changes_nothing_else(monkeypatch, field, value, may_change):
    before = [make_world(seed) for seed in range(40)]
    choices = Vouch._meta.get_field(field)
    monkeypatch.setattr(choices, "choices", [*choices.choices, (value, "New")])
    after = [make_world(seed) for seed in range(40)]

    words = [pair for old, new in zip(before, after, strict=True) for pair in zip(old.words, new.words, strict=True)]
    drawn_it = [getattr(new, field) == value for _, new in words]
    same = [facts(old, set()) == facts(new, set()) for old, new in words]
    assert 0 < sum(drawn_it) < len(words) / 2
    assert [not each for each in same] == drawn_it
    assert all(facts(old, may_change) == facts(new, may_change) for old, new in words)
    assert [people_of(world) for world in after] == [people_of(world) for world in before]


def facts(word, but: set[str]) -> dict:
    said = {each.name: getattr(word, each.name) for each in fields(word) if each.name not in {"author", *but}}
    return said | {"author": word.author.name}


def people_of(world: World) -> list:
    """And who did what to whom, and who learned what."""
    told = [(act, *(getattr(each, "name", each) for each in about)) for act, *about in world.history]
    return told + [(each.number, each.author.name, each.scope) for each in world.insights]


def test_oracle_fails_on_a_scope_that_it_does_not_know(monkeypatch):
    choices = Vouch._meta.get_field("scope")
    monkeypatch.setattr(choices, "choices", [*choices.choices, (NEW, "New")])
    world = next(world for world in map(make_world, count()) if any(word.scope == NEW for word in world.words))

    with pytest.raises(KeyError):
        world.readable(world.people[0])
