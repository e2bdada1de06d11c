"""What the sign-in library sends looks as all other mails do, and asks for nothing from elsewhere."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from allauth.core import context
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.test import RequestFactory

from people.adapter import AccountAdapter

pytestmark = pytest.mark.django_db

TEMPLATES = Path(settings.BASE_DIR) / "templates"
KINDS = sorted(
    str(each.relative_to(TEMPLATES)).removesuffix("_subject.txt") for each in TEMPLATES.glob("*/email/*_subject.txt")
)
ALL_HTML = sorted(str(each.relative_to(TEMPLATES)) for each in TEMPLATES.glob("*/email*/*.html"))
RESET, EVIL = "https://whom.test/accounts/password/reset/key/1-abc/", "Get it here: https://evil.example/"
GIVEN = {
    "code": "1234 5678",
    "password_reset_url": RESET,
    "signup_url": "https://whom.test/accounts/signup/",
    "timestamp": datetime(2026, 11, 29, tzinfo=UTC),
    "ip": "203.0.113.7",
    "user_agent": f"{EVIL} <b>",
}


def sent(kind: str) -> EmailMultiAlternatives:
    request = RequestFactory().get("/")
    with context.request_context(request):
        return AccountAdapter(request).render_mail(kind, "ana@example.org", GIVEN | {"email": "ana@example.org"})


@pytest.mark.parametrize("kind", KINDS)
def test_mails_about_signing_in_stand_in_the_frame_word_for_word(kind):
    letter = sent(kind)
    [html] = [part.content for part in letter.alternatives if part.mimetype == "text/html"]
    shown = html.partition("<body>")[2]
    buttons = re.findall(r'<a class="button first" href="([^"]+)">', shown)

    said = [line for line in letter.body.splitlines() if line and not re.search("https?://|^(When|From|With):", line)]
    plain = re.sub(r"<[^>]*>", "", shown)
    assert [line for line in said if line not in plain] == []
    assert [said[0], said[-2:]] == [
        "Hello,",
        ["Nobody reads a reply to this mail.", "Whom: it’s not who you know, it’s whom you trust."],
    ]
    assert shown.count('<div class="frame"') == 1
    assert buttons == [url for url in (RESET, GIVEN["signup_url"]) if url in letter.body]
    assert ("1234 5678" in letter.body) == ('<p class="code">1234 5678</p>' in shown)
    assert ("<b>" in shown, "1234" in letter.subject) == (False, False)


def test_mails_about_signing_in_are_all_tried():
    assert {"account/email/login_code", "account/email/password_changed", "mfa/email/webauthn_added"} < set(KINDS)


@pytest.mark.parametrize("template", ALL_HTML)
def test_no_mail_loads_anything_from_elsewhere(template):
    source = (TEMPLATES / template).read_text()
    assert re.findall(r"<(?:img|link|script|iframe|picture)\b|url\(|@import|\bsrc=", source) == []
