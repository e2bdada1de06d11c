"""What the server adds to what a browser keeps of a form; `tests/browser/test_drafts.py` does the rest."""

import re
from http.cookies import Morsel
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from people.models import Session
from recommendations.models import Insight, InsightScope
from tests.test_architecture import ROOT, named
from tests.worlds.builders import make_ask, make_person

SITE, NEW = "http://testserver", "/insights/new/"
HERE, ELSEWHERE = {"Origin": SITE}, {"Origin": "https://evil.example"}
TYPED = {"words": "Bleed the radiators first.", "scope": InsightScope.CIRCLE, "draft": "abc1"}
FORM = re.compile(r'<form class="stack" method="post"[^>]*>')
# Forms in which nothing is typed, or what no browser should keep.
NOT_KEPT = {
    "people/details.html": "what it asks is known, and shown as it is",
    "recommendations/_held_code.html": "a code",
    "recommendations/ask_send.html": "choices alone",
    "recommendations/leave.html": "choices alone",
    "recommendations/list_check.html": "choices alone, of the columns: they are of this list and no other",
    "recommendations/provider_same.html": "choices alone",
}


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def browser(ana) -> Client:
    """Ana's, which checks where a form comes from as a real one is checked."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    return client


def cookie(response) -> Morsel | None:
    return response.cookies.get("draft_taken")


def test_draft_marks_every_form_in_which_something_is_typed():
    found = {}
    for path in [each for app in ("people", "recommendations") for each in (ROOT / "templates" / app).glob("*.html")]:
        for form in FORM.findall(path.read_text()):
            found.setdefault(named(path).removeprefix("templates/"), []).append("data-draft" in form)

    assert {name for name, marked in found.items() if not all(marked)} == set(NOT_KEPT)
    assert len(found) > 20


def test_draft_is_called_taken_once_it_is_and_never_before(client, ana):
    client.force_login(ana)

    assert cookie(client.post(NEW, TYPED | {"words": ""})) is None
    assert cookie(client.get(NEW, {"draft": "abc1"})) is None
    assert cookie(client.post(NEW, TYPED | {"draft": "a b;c"})) is None
    taken = cookie(client.post(NEW, TYPED))
    assert taken is not None
    assert (taken.value, taken["samesite"], taken["httponly"]) == ("abc1", "Lax", "")
    assert cookie(Client().post(NEW, TYPED)) is None


@pytest.mark.parametrize(
    ("referer", "back"),
    [
        (f"{SITE}/asks/1/?told=yes", "/asks/1/?told=yes"),
        (f"{SITE}/asks/1/", "/asks/1/"),
        ("https://evil.example/asks/1/", None),
        ("https://testserver/asks/1/", None),
        ("//", None),
        ("", None),
    ],
)
def test_draft_after_the_session_leads_back_to_the_page_of_its_form(client, referer, back):
    """Which may be another than it is sent to, and that one may not be there to look at."""
    sent_to = reverse("answer_new", args=[make_ask(to=[]).public_id])
    answer = client.post(sent_to, {"words": "x"}, headers={"Referer": referer})

    assert answer.status_code == 302
    assert answer.url == f"/accounts/login/?next={quote(back or sent_to)}"


@pytest.mark.parametrize("way", ["account_logout", "leave"])
def test_draft_goes_with_whoever_signs_out(client, ana, way):
    client.force_login(ana)
    client.post("/accounts/login/code/", {"email": ana.email})
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": 1e12}]
    session["account_authentication_methods_user"] = str(ana.pk)
    session.save()

    answer = client.post(reverse(way), {"what": "rest"})

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert cookie(answer).value == "all"


def test_draft_stays_with_whoever_signs_in_by_another_address(client, ana):
    client.post("/accounts/login/code/", {"email": ana.email})
    answer = client.post(reverse("account_logout"), {"next": "/accounts/login/"})

    assert ("Clear-Site-Data" in answer.headers, cookie(answer)) == (False, None)


def test_draft_of_a_session_that_ended_stays(client, ana):
    client.force_login(ana)
    Session.objects.all().delete()
    answer = client.post(NEW, TYPED)

    assert ("Clear-Site-Data" in answer.headers, cookie(answer)) == (False, None)


def test_draft_mark_in_the_browser_is_of_one_person_and_on_no_page(client, ana):
    ben = make_person()
    client.force_login(ana)
    first, second = client.get("/you/"), client.get("/you/")
    client.force_login(ben)
    bens = client.get("/you/")

    assert first.cookies["drafts_of"].value == type(ana).objects.get(pk=ana.pk).drafts_mark
    assert bens.cookies["drafts_of"].value == ben.drafts_mark != ana.drafts_mark
    assert "drafts_of" not in second.cookies
    assert ana.drafts_mark not in first.content.decode()
    assert "drafts_of" not in Client().get("/").cookies


def test_form_with_a_wrong_token_is_shown_again_and_does_nothing(browser):
    again = browser.post(NEW, TYPED | {"words": 'Say "so" first.\n<b>'}, headers=HERE)

    assert again.status_code == 403
    assert not Insight.objects.exists()
    page = again.content.decode()
    assert '<input type="hidden" name="words" value="Say &quot;so&quot; first.\n&lt;b&gt;">' in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    assert browser.post(NEW, TYPED | {"csrfmiddlewaretoken": token}, headers=HERE).status_code == 302
    assert Insight.objects.get().words == TYPED["words"]


@pytest.mark.parametrize("headers", [ELSEWHERE, {}, {"Origin": "null"}, {"Origin": "https://testserver"}])
def test_form_from_elsewhere_is_not_shown_again(browser, headers):
    answer = browser.post(NEW, TYPED, headers=headers)

    assert answer.status_code == 403
    assert TYPED["words"] not in answer.content.decode()
    assert not Insight.objects.exists()


def test_form_with_a_secret_is_not_shown_again():
    for secret in ({"password": "hunter22"}, {"oldpassword": "hunter22"}, {"code": "hunter22"}):
        answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.c"} | secret, headers=HERE)

        assert answer.status_code == 403
        assert "hunter22" not in answer.content.decode()


def test_form_without_session_and_token_leads_by_signing_in_to_its_page(ana):
    stranger = Client(enforce_csrf_checks=True)
    here = HERE | {"Referer": f"{SITE}{NEW}?x=1"}

    assert stranger.post(NEW, TYPED, headers=here).url == f"/accounts/login/?next={NEW}%3Fx%3D1"
    assert stranger.post(NEW, TYPED, headers=ELSEWHERE).status_code == 403
