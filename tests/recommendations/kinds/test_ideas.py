"""A question for a person or an idea: asked and answered in words alone, and settled without asking whom one hired."""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from recommendations.asks.link import preview_of_ask, words_for
from recommendations.models import Answer, Ending, LinkAnswer, Seeks
from tests.recommendations.asks.test_answered_by_mail import links_of, mail_to, page_of
from tests.worlds.builders import make_ask, make_link_answer, make_vouch
from tests.worlds.looking import as_

SCHOOL = "how do I choose a school?"


def text_of(response) -> str:
    """What stands on the page."""
    main = response.content.decode().partition("<main")[2]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", main)))


@pytest.fixture
def school(ana, ben):
    return make_ask(person=ana, to=[ben], other=SCHOOL, seeks=Seeks.IDEA, words="She is shy.")


def test_ask_form_takes_an_idea_in_its_own_words(ana, db):
    """Also what else would be a trade."""
    call_command("load_trades", verbosity=0)
    as_(ana).post(reverse("ask_new"), {"seeks": "idea", "trade": SCHOOL, "by_when": "week"})
    as_(ana).post(reverse("ask_new"), {"seeks": "idea", "trade": "plumber", "by_when": "week"})
    as_(ana).post(reverse("ask_new"), {"trade": "plumber", "by_when": "week"})

    asked = ana.asks.order_by("pk").values_list("seeks", "trade__slug", "other")
    assert list(asked) == [("idea", None, SCHOOL), ("idea", None, "plumber"), ("hire", "plumber", "")]


def test_what_is_looked_for_is_not_changed_once_it_is_sent(ana, school):
    page = reverse("ask_edit", args=[school.public_id])
    as_(ana).post(page, {"seeks": "hire", "trade": "which school is good?", "by_when": "month"})
    school.refresh_from_db()

    assert 'name="seeks"' not in as_(ana).get(page).content.decode()
    assert (school.seeks, school.other) == (Seeks.IDEA, "which school is good?")


def test_trades_page_offers_no_trade_for_an_idea(ana, db):
    page = as_(ana).get(reverse("trades"), {"trade": "tutor", "seeks": "idea"}, headers={"hx-request": "true"})

    assert "trade_meant" not in page.content.decode()


def test_answering_an_idea_asks_for_words_alone(ana, ben, school):
    make_vouch(author=ben, other=SCHOOL)
    me, page = as_(ben), reverse("ask", args=[school.public_id])
    shown = me.get(page).content.decode()

    assert f"asks: {SCHOOL}" in text_of(me.get(page))
    assert not any(each in shown for each in ("/vouches/new/?ask=", 'name="vouch"', "Whom would you call?"))
    assert me.get(f"{reverse('vouch_new')}?ask={school.public_id}").status_code == 404
    me.post(reverse("answer_new", args=[school.public_id]), {"words": "Go and look. Mrs Ali knows them all."})
    assert school.answers.get().words == "Go and look. Mrs Ali knows them all."


def test_link_of_an_idea_asks_for_words_and_a_name(ana, school):
    path = school.link.path
    fields = re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', as_(None).get(path).content.decode())
    browser = as_(None)
    wrong = browser.post(path, {"key": uuid4(), "name": "Mia", "words": " "})
    browser.post(path, {"key": uuid4(), "name": "Mia", "words": "Ask at the library."}, follow=True)

    assert sorted({*fields} - {"csrfmiddlewaretoken"}) == ["key", "name", "subject", "words"]
    assert wrong.status_code == 422
    told = LinkAnswer.objects.get()
    assert (told.name, told.words, told.other) == ("Mia", "Ask at the library.", SCHOOL)
    assert (told.provider, told.job, told.hired_on, told.outcome) == ("", "", None, None)
    thanks = text_of(browser.get(reverse("link_thanks", args=[told.public_id])))
    assert "Ask at the library." in thanks
    assert "vouch" not in thanks


def test_words_that_came_by_the_link_are_shown_and_are_nobody_on_ones_list(ana, school):
    told = make_link_answer(ask=school, **WORDS_ALONE)
    me = as_(ana)
    kept = me.post(reverse("link_answer_confirm", args=[told.public_id]), {"who": "Mia"}, follow=True)

    assert "Ask at the library." in text_of(kept)
    assert "It stays with your question." in text_of(kept)
    for page in (reverse("vouches"), reverse("numbers"), f"{reverse('find')}?q=library"):
        assert "Ask at the library." not in text_of(me.get(page)), page
    told.claim(ana)
    assert not LinkAnswer.objects.to_vouch_for(ana, []).exists()


WORDS_ALONE = {"provider": "", "job": "", "hired_on": None, "outcome": None, "words": "Ask at the library."}


@pytest.mark.parametrize("missing", [{"words": ""}, {"provider": "Rosa"}, {"outcome": 2}, {"job": "taught"}])
def test_answer_by_link_is_from_experience_or_in_words_alone(db, school, missing):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_link_answer(ask=school, **WORDS_ALONE | missing)


def test_mail_of_an_idea_is_the_question_and_takes_words_alone(ana, ben, school):
    letter = mail_to(ben)
    page = page_of(ben, school)
    fields = re.findall(r'<(?:input|textarea)[^>]* name="(\w+)"', as_(None).get(page).content.decode())
    done = Client().post(page, {"words": "Go and look.", "provider": "Rosa", "phone": "0113 496 0123"})

    assert letter.subject == f"{ana.first_name} asks: {SCHOOL}"
    assert f"{ana.name} asks: {SCHOOL}" in letter.body
    assert {"Answer", "Pass it on", "Sorry, no"} == links_of(letter).keys() & {
        *("Answer", "I know one", "Pass it on", "Sorry, no"),
    }
    assert fields == ["words"]
    assert "hired" not in text_of(done)
    answer = Answer.objects.get()
    assert (answer.words, answer.provider, answer.phone) == ("Go and look.", "", "")
    assert mail_to(ana).subject == f"An answer for you: “{SCHOOL}”"


def test_what_is_sent_with_its_link_reads_as_it_was_written(school):
    assert words_for(school, "URL") == (
        f"{SCHOOL}\nShe is shy.\nDo you know? You can tell me here, without an account: URL"
    )
    assert preview_of_ask(school).title.endswith(f" asks: {SCHOOL}")


@pytest.mark.parametrize(("said", "ending"), [("found", Ending.FOUND), ("nobody", Ending.NOT_NEEDED)])
def test_settling_an_idea_asks_for_nobody_who_was_hired(ana, ben, school, said, ending):
    Answer.give(school, ben, None, "Go and look.")
    answer, page, me = school.answers.get(), reverse("ask_settle", args=[school.public_id]), as_(ana)

    assert "hire" not in text_of(me.get(page)).lower()
    assert me.post(page, {"hired": "else", "other": "Rosa"}).status_code == 422
    me.post(page, {"hired": said, "helped": f"answer-{answer.public_id}", "words": "We went."})

    school.refresh_from_db()
    answer.refresh_from_db()
    assert (school.ending, school.hired, school.ask_at, answer.thanks) == (ending, "", None, "We went.")
