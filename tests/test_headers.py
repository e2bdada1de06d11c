"""What each answer tells a browser about itself."""

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.worlds.access import signed_in
from tests.worlds.builders import make_person

OVER_HTTPS = {
    "SECURE_HSTS_SECONDS": 31_536_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SESSION_SAVE_EVERY_REQUEST": True,
}
SAFE_REFERRERS = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ANSWERS = {
    "/": 200,
    "/accounts/login/": 200,
    "/nowhere/": 404,
    "/desk/": 404,
    "/sw.js": 200,
    "/manifest.webmanifest": 200,
    "/static/whom.css": 200,
    "/health/live": 200,
    "/metrics": 200,
}


def directives(response: HttpResponse) -> dict[str, str]:
    said = response.headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (each.strip().partition(" ") for each in said)}


def observed(response: HttpResponse) -> int:
    """What Mozilla’s HTTP Observatory makes of an answer over HTTPS. What it takes points off for must not be there."""
    headers, policy = response.headers, directives(response)
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert b'src="http' not in response.content
    assert all(cookie["secure"] and cookie["httponly"] and cookie["samesite"] for cookie in response.cookies.values())
    more = {
        "nothing by default, nothing unsafe": (10, policy["default-src"] == "'none'"),
        "cookies that no script and no other site uses": (5, bool(response.cookies)),
        "no referrer to others": (5, headers["Referrer-Policy"] in SAFE_REFERRERS),
        "no frames, by the policy": (5, policy["frame-ancestors"] == "'none'"),
        "nothing for other origins to embed": (10, headers["Cross-Origin-Resource-Policy"] == "same-origin"),
    }
    return 100 + sum(points for points, holds in more.values() if holds)


@pytest.mark.parametrize(
    ("view", "signs_in"), [("landing", False), ("account_login", False), ("find", True), ("you", True)]
)
def test_pages_come_to_130_by_the_rules_of_the_observatory(db, settings, view, signs_in):
    for name, value in OVER_HTTPS.items():
        setattr(settings, name, value)
    client = signed_in(make_person()) if signs_in else Client()
    response = client.get(reverse(view), secure=True)

    assert response.status_code == 200
    assert observed(response) == (135 if response.cookies else 130)


@pytest.mark.parametrize("path", ANSWERS)
def test_no_answer_lets_a_browser_guess_what_it_is(db, settings, path):
    settings.METRICS_TOKEN = "shown"
    response = Client(headers={"Authorization": "Bearer shown"}).get(path)

    assert response.status_code == ANSWERS[path]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    kind = response.headers["Content-Type"]
    assert "charset=utf-8" in kind.replace('"', "") if kind.startswith("text/") else kind.startswith("application/")
    response.close()


@pytest.mark.parametrize("view", ["landing", "account_login"])
def test_pages_that_a_search_may_find_say_what_they_are_about(client, db, view):
    assert client.get(reverse(view)).content.count(b'<meta name="description" content="') == 1
