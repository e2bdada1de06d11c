"""Whoever changes a limit changes what is said of it: each test changes one, and reads the sentence."""

import re
from datetime import timedelta
from importlib import util
from types import ModuleType

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse

from people import adapter, mail_keys
from people.limits import LIMITS, TOO_MANY, too_many
from people.models import person, ties
from people.words import AT_MOST
from recommendations.circle import picture, year
from recommendations.desk import cases
from recommendations.forms import photos as photo_forms
from recommendations.models import asks, introduction_asks, lists, looks, thanks
from recommendations.models import cases as case_models
from recommendations.models import insights as insight_models
from recommendations.models import vouches as vouch_models
from recommendations.notices import acts, mails_of_thanks, mails_of_words
from recommendations.providers import photos
from recommendations.unasked import rule as unasked
from recommendations.views import asks as ask_views
from recommendations.views import insights as insight_views
from recommendations.views import vouches as vouch_views
from tests.test_architecture import templates
from tests.worlds.builders import make_ask, make_insight, make_trade, make_vouch

WEEKS, DAYS = timedelta(weeks=3), timedelta(days=5)
# Of each limit that pages and mails tell: its constant or setting, another value of it, and what is said then.
CHANGED = {
    "circle": (person, "CIRCLE_HOLDS", 90, "ninety"),
    "look_again": (ties, "YEAR", WEEKS, "three weeks"),
    "last_look": (ties, "YEAR", WEEKS, "three weeks"),
    "code": ("settings", "ACCOUNT_LOGIN_BY_CODE_TIMEOUT", 300, "five minutes"),
    "address_code": ("settings", "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT", 3600, "an hour"),
    "mail_key": (mail_keys, "MAIL_KEY_LASTS", WEEKS, "three weeks"),
    "codes_a_day": ("settings", "RATIONS", {"codes": "7/d/key"}, "seven"),
    "links_a_day": ("settings", "RATIONS", {"links": "7/d/key"}, "seven"),
    "ask_rests": (asks, "GROWN_OLD", WEEKS, "three weeks"),
    "ask_went": (asks, "ASKED_HOW_IT_WENT_AFTER", WEEKS, "three weeks"),
    "thanks_went": (thanks, "ASKED_AFTER", WEEKS, "three weeks"),
    "still_true": (ties, "YEAR", WEEKS, "three weeks"),
    "still_holds": (insight_models, "HOLDS_FOR", WEEKS, "three weeks"),
    "session": ("settings", "SESSION_COOKIE_AGE", 7 * 24 * 3600, "a week"),
    "dots": (picture, "MOST_DOTS", 8, "eight"),
    "giving": (year, "MONTHS", 6, "six months"),
    "case_answer": (case_models, "ANSWERED_WITHIN", DAYS, "five days"),
    "case_code": (cases, "CODE_LASTS", timedelta(hours=12), "twelve hours"),
    "case_tries": (cases, "MOST_TRIES", 3, "three"),
    "case_kept": (cases, "CLOSED_CASES_LAST", timedelta(days=60), "60 days"),
    "looks_kept": (looks, "LOOKS_LAST", timedelta(days=365), "a year"),
    "fresh_vouch": (unasked, "FRESH_MONTHS", 6, "six months"),
    "fresh_insight": (unasked, "FRESH_INSIGHT", timedelta(days=365), "a year"),
    "bridges": (unasked, "SO_MANY_BRIDGES", 5, "five"),
    "bridge_rests": (unasked, "BRIDGE_RESTS", WEEKS, "three weeks"),
    "friend_rests": (unasked, "FRIEND_RESTS", timedelta(days=20), "twenty"),
    "trade_rests": (unasked, "REST", timedelta(days=90), "90 days"),
    "encounter_rests": (unasked, "ENCOUNTER_RESTS", timedelta(days=20), "twenty"),
    "asked_lately": (unasked, "ASKED_LATELY", timedelta(days=90), "90 days"),
    "introduction_ask_rests": (introduction_asks, "INTRODUCTION_ASKS_LAST", WEEKS, "three weeks"),
    "introduction_ask_ends": (introduction_asks, "INTRODUCTION_ASKS_LAST", WEEKS, "three weeks"),
    "list_kept": (lists, "LIST_KEPT", DAYS, "five days"),
    "long_ago": (vouch_models, "LONG_AGO_MONTHS", 36, "three years"),
}
BY_THE_DAY = [action for action in TOO_MANY if re.search("today|tomorrow", too_many(action))]


def again(module: ModuleType) -> ModuleType:
    """Read once more beside itself, for what it says from the beginning."""
    spec = util.spec_from_file_location(f"{module.__name__}_again", module.__file__, submodule_search_locations=None)
    copy = util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    return copy


# --- How often ------------------------------------------------------------------------------------


@pytest.mark.parametrize("action", [action for action in TOO_MANY if re.search(r"\d", too_many(action))])
def test_too_many_tells_the_number_of_the_setting(settings, action):
    assert len(re.findall(r"\d+", too_many(action))) == 1
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {action: "7/d/user"}

    assert re.findall(r"\d+", too_many(action)) == ["7"]


@pytest.mark.parametrize("action", [action for action in TOO_MANY if "hour" in too_many(action)])
def test_too_many_tells_the_time_of_the_setting(settings, action):
    assert "an hour" in too_many(action)
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {action: "7/2h/ip"}

    assert "two hours" in too_many(action)


@pytest.mark.parametrize("action", BY_THE_DAY)
def test_too_many_speaks_of_today_where_the_limit_is_by_the_day(settings, action):
    assert "/d/" in settings.ACCOUNT_RATE_LIMITS[action]


def test_too_many_is_said_on_the_page(client, ana, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"insight": "0/d/user"}
    client.force_login(ana)

    page = client.post(reverse("insight_new"), {"words": "Ask for the old parts.", "scope": "2"})
    assert (page.status_code, "You have shared 0 insights today." in page.content.decode()) == (429, True)


# --- What pages and mails tell ----------------------------------------------------------------------


def test_limits_that_are_told_are_those_that_are_changed_here():
    assert set(CHANGED) == set(LIMITS)


@pytest.mark.parametrize("name", CHANGED)
def test_limit_in_a_template_follows_its_constant(monkeypatch, settings, name):
    where, constant, value, said = CHANGED[name]
    template = Template("{% load limits %}{% limit name %}")
    assert template.render(Context({"name": name})) != said
    if where == "settings":
        setattr(settings, constant, value)
    else:
        monkeypatch.setattr(where, constant, value)

    assert template.render(Context({"name": name})) == said


def test_limits_in_templates_are_the_ones_there_are():
    told = {name for path in templates() for name in re.findall(r'{% limit "(\w+)"', path.read_text())}

    assert told == set(LIMITS)


# --- What views and forms say -----------------------------------------------------------------------


def test_ask_send_says_how_many_may_be_open(client, ana, ben, monkeypatch):
    monkeypatch.setattr(asks, "MOST_OPEN", 2)
    monkeypatch.setattr(ask_views, "MOST_OPEN", 2)
    for _ in range(2):
        make_ask(person=ana, to=[ben])
    draft = make_ask(person=ana, trade=make_trade())
    client.force_login(ana)

    page = client.post(reverse("ask_send", args=[draft.public_id]), {"whom": "all"})
    assert "Two of your questions are open already." in page.content.decode()


def test_vouch_still_says_when_it_is_asked_again(client, ana, monkeypatch):
    monkeypatch.setattr(vouch_views, "YEAR", WEEKS)
    vouch = make_vouch(author=ana)
    client.force_login(ana)

    page = client.post(reverse("vouch_still", args=[vouch.public_id]), {"answer": "yes"}, follow=True)
    assert "You are asked again in three weeks." in page.content.decode()


def test_insight_still_says_when_it_is_asked_again(client, ana, monkeypatch):
    monkeypatch.setattr(insight_views, "HOLDS_FOR", WEEKS)
    insight = make_insight(author=ana)
    client.force_login(ana)

    page = client.post(reverse("insight_still", args=[insight.public_id]), {"answer": "yes"}, follow=True)
    assert "You are asked again in three weeks." in page.content.decode()


def test_at_most_tells_what_the_field_takes():
    field = forms.CharField(max_length=7, error_messages={"max_length": AT_MOST})

    with pytest.raises(forms.ValidationError, match=r"^..Use 7 letters at most\."):
        field.clean("eight eight")


def test_new_password_says_how_long_it_has_to_be(settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "people.passwords.LongEnough", "OPTIONS": {"min_length": 15}},
    ]

    class NewPassword(forms.Form):
        password1 = forms.CharField()

    form = NewPassword()
    adapter.in_our_words(form, adapter.WORDS)
    assert form.fields["password1"].help_text.startswith("At least 15 letters or signs,")


# --- What is said from the beginning ----------------------------------------------------------------


def test_mail_of_an_old_vouch_says_how_old(ana, monkeypatch):
    monkeypatch.setattr(mails_of_thanks, "YEAR", WEEKS)
    ana.tell("still_true", make_vouch(author=ana).public_id, "/")

    assert ana.notices.get().telling().parts[0].text.startswith("It is three weeks since you last spoke of Provider")


def test_mail_of_an_old_insight_says_how_old(ana, monkeypatch):
    monkeypatch.setattr(mails_of_words, "HOLDS_FOR", WEEKS)
    ana.tell("insight_still_holds", make_insight(author=ana).public_id, "/")

    assert ana.notices.get().telling().parts[0].text.startswith("It is three weeks since you last spoke of something")


def test_acts_of_mails_say_when_one_is_asked_again(monkeypatch):
    monkeypatch.setattr(asks, "GROWN_OLD", WEEKS)
    monkeypatch.setattr(asks, "ASKED_HOW_IT_WENT_AFTER", WEEKS)
    monkeypatch.setattr(thanks, "ASKED_AFTER", WEEKS)
    monkeypatch.setattr(insight_models, "HOLDS_FOR", WEEKS)
    said = [again(acts).MAIL_ACTS[act].consequences for act in ("looking", "later", "thanks-later", "holds")]

    assert all(each.endswith("ou are asked again in three weeks.") for each in said)


def test_photo_form_says_how_large_a_file_may_be(monkeypatch):
    monkeypatch.setattr(photos, "LARGEST_UPLOAD", 3 * 2**20)

    assert "of up to 3\N{NO-BREAK SPACE}MB." in again(photo_forms).PhotoForm.base_fields["photo"].help_text
