"""In whose language something is said that one person begins, and another reads."""

import re

import pytest
from allauth.core import context
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from people.framed import in_our_frame
from people.previews import preview_of
from tests.worlds.builders import make_insight, make_invitation
from tests.worlds.pseudo import CLOSE, OPEN, pseudo_language

ENGLISH = {"accept-language": "en-gb"}


@pytest.fixture
def ana_speaks(ana):
    """A language that nobody else here speaks."""
    cache.clear()
    with pseudo_language() as language:
        ana.language = language
        ana.save()
        yield language


def test_code_to_sign_in_comes_in_the_language_of_its_reader(ana, ana_speaks):
    pages = []
    for address in (ana.email, "nobody@example.org"):
        asked = Client(headers=ENGLISH).post(reverse("account_request_login_code"), {"email": address}, follow=True)
        pages.append(re.sub(r"<b>\S+@example.org</b>|csrfmiddlewaretoken.*?>", "", asked.content.decode()))

    assert [(CLOSE in letter.subject, CLOSE in letter.body) for letter in mail.outbox] == [(True, True), (False, False)]
    assert pages[0] == pages[1]
    assert ("Type in the code" in pages[0], CLOSE in pages[0]) == (True, False)


def test_preview_of_an_invitation_is_in_the_language_of_who_invites(client, ana, ana_speaks):
    with translation.override("en-gb"):
        preview = preview_of(make_invitation(inviter=ana))

    assert [text[0] + text[-1] for text in preview] == [OPEN + CLOSE] * 2


def test_details_say_that_they_are_saved_in_the_language_just_chosen(client, ana, ana_speaks):
    client.force_login(ana)
    kept = {"name": ana.name, "time_zone": ana.time_zone, "language": "en-gb"}

    page = client.post(reverse("details"), kept, follow=True).content.decode()
    assert '<li class="success">Saved.</li>' in page


def test_messages_of_the_next_page_are_in_the_language_of_their_reader(ana, ana_speaks):
    """Those too that are put into words as late as can be."""
    client = Client(headers=ENGLISH)
    client.force_login(ana)
    insight = make_insight(author=ana)

    page = client.post(reverse("insight_outdate", args=[insight.public_id]), follow=True).content.decode()
    [said] = re.findall(r'<li class="success">(.*?)</li>', page)
    assert said[0] + said[-1] == OPEN + CLOSE


def test_button_of_a_mail_may_have_a_space_before_its_colon(monkeypatch, db):
    url = "https://whom.test/accounts/password/reset/key/1-abc/"
    request = RequestFactory().get("/")
    monkeypatch.setattr(
        "people.framed.render_to_string", lambda name, given, *_: given.get("parts", f"Choisir\u00a0: {url}")
    )

    with context.request_context(request):
        [button] = in_our_frame("a.txt", "A subject", {"password_reset_url": url}, request)
    assert (button.text, button.url) == ("Choisir", url)
