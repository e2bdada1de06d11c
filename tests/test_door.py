"""One door out: nothing but `people.door` sends, it asks for the right to see, and what passes it is read."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from allauth.account.adapter import DefaultAccountAdapter
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage

from people import delivery, door
from people.adapter import AccountAdapter
from people.emails import notice_mail
from people.models import Invitation, Notice, Push, SignInMail, Suspension
from people.models.outgoing import Outgoing
from recommendations.models import CaseMail, Letter
from tests.test_architecture import APPS, modules, named
from tests.worlds import mails
from tests.worlds.outbox import sent, tell

# --- What passes it -------------------------------------------------------------------------------


@dataclass
class Shout:
    """What a channel might carry that nobody has built."""

    to: list[str]
    words: str


@dataclass
class Roof:
    heard: list[Shout] = field(default_factory=list)

    def carry(self, message: Shout) -> None:
        self.heard.append(message)


def test_send_out_carries_nothing_where_there_is_no_right():
    roof = Roof()

    assert (door.send_out(lambda: None, roof), roof.heard) == (False, [])


def test_send_out_is_read_whatever_the_channel(ana, ben, cleo):
    roof, told = Roof(), ["Ben Okafor said yes.", "Cleo Martin said yes.", f"Ask {cleo.email}."]
    for words in told:
        assert door.send_out(lambda words=words: Shout([ana.email], words), roof)

    assert [shout.words for shout in roof.heard] == told
    assert mails.findings == [f"to {[ana.email]}: 'Cleo Martin'", f"to {[ana.email]}: {cleo.email!r}"]
    mails.findings.clear()


def test_send_out_reads_a_mail_whatever_its_server(ana, cleo, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    for field_of in ("to", "cc", "bcc"):
        letter = EmailMessage("Hello", "Hello", to=[ana.email])
        setattr(letter, field_of, [ana.email] if field_of == "to" else [cleo.email])
        assert door.send_out(lambda letter=letter: letter, door.MailServer())

    assert mails.findings == [f"to {[ana.email]}: {cleo.email!r}"] * 2
    mails.findings.clear()


def test_deliver_due_without_its_right_asked_is_noticed(ana, ben, cleo, monkeypatch):
    """Cleo is no friend of Ana's. Asked, the right keeps her name back; were it not, the reader would say so."""
    tell(ana, cleo)
    tell(ana, ben)
    assert (delivery.deliver_due(), sent(), mails.findings) == (1, [ana.email], [])

    tell(ana, cleo)
    monkeypatch.setitem(delivery.MAIL_OF, Notice, notice_mail)
    assert (delivery.deliver_due(), sent()) == (1, [ana.email] * 2)

    named = {f"to {[ana.email]}: 'Cleo Martin'", f"to {[ana.email]}, in the subject: 'Cleo'"}
    assert set(mails.findings) == named
    mails.findings.clear()


def test_a_mail_that_went_past_the_door_is_noticed(ana):
    door.send_out(lambda: EmailMessage("By it", "Hello", to=[ana.email]), door.MailServer())
    EmailMessage("Past it", "Hello", to=[ana.email]).send()

    assert mails.gone_another_way() == ["not by the door: Past it"]
    mail.outbox.clear()


def test_the_sign_in_librarys_mails_pass_the_door(client, ana, monkeypatch):
    passed = []
    monkeypatch.setattr(door, "send_out", lambda write, channel: passed.append((write(), channel)))

    client.post("/accounts/login/code/", {"email": ana.email})

    [(letter, channel)] = passed
    assert (settings.ACCOUNT_ADAPTER, AccountAdapter.__module__) == ("people.adapter.AccountAdapter", "people.adapter")
    assert AccountAdapter.send_mail is not DefaultAccountAdapter.send_mail
    assert (letter.to, type(channel), mail.outbox) == ([ana.email], door.MailServer, [])


def test_django_itself_mails_nobody():
    """Its reports of faults would go another way: they hold whatever the page held."""
    assert (settings.ADMINS, settings.MANAGERS) == ([], [])


# --- What is registered ---------------------------------------------------------------------------

REGISTRIES = {"MAIL_OF", "KINDS", "TIDY_TOO", "TIMED", "KEPT_OVER_JOINING"}


def test_mail_of_knows_every_row_that_is_its_own_outbox():
    outgoing = {model for model in apps.get_models() if issubclass(model, Outgoing)}

    assert set(delivery.MAIL_OF) == {SignInMail, Notice, Invitation, Suspension, CaseMail, Letter}
    assert outgoing == {*delivery.MAIL_OF, Push}


def test_registries_of_people_are_added_to_in_apps_alone():
    adding = {
        (named(path), name.name)
        for path in modules("recommendations", "config")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module.startswith("people")
        for name in node.names
        if name.name in REGISTRIES
    }

    assert adding == {("recommendations/apps.py", name) for name in REGISTRIES}


# --- What may name what sends ---------------------------------------------------------------------

DOOR = "people/door.py"
SENDERS = {"django.core.mail", "smtplib", "socket", "socketserver", "ssl", "ftplib", "telnetlib", "asyncio"}
SENDERS |= {
    "sentry_sdk",
    "subprocess",
    "http.client",
    "urllib",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "websockets",
}
# Looked up in the door at each call, so that the tests can stand in for it.
SENDERS |= {"people.door.send_out"}
# To write a mail is no way out yet.
HARMLESS = {"urllib.parse", "django.core.mail.EmailMessage", "django.core.mail.EmailMultiAlternatives"}
SENDING = {"send_messages", "sendmail", "send_message", "sendall", "urlopen", "email_user", "get_connection", "carry"}
SENDING |= {"send_mass_mail", "mail_admins", "mail_managers", "system", "popen"}
# The library's own, which ends in our adapter.
ENDS_IN_THE_ADAPTER = {"adapter.send_mail", "process.send"}
# One hangs up on whoever called.
# One looks for a port that is free; one starts Whom's own program, which is given a photo and nothing else; one starts
# PostgreSQL's own, on the server that Whom itself stands on; one tells of faults, without a word of anybody's.
ALLOWED = {
    "config/serving.py": ["socket"],
    "config/errors.py": [
        *("sentry_sdk", "sentry_sdk.integrations.django.DjangoIntegration", "sentry_sdk.transport.Transport"),
        *("sentry_sdk.utils.BadDsn", "sentry_sdk.utils.Dsn"),
    ],
    "recommendations/management/commands/demo.py": ["socket"],
    "recommendations/providers/photos_apart.py": ["subprocess"],
    "recommendations/running/databases.py": ["subprocess"],
}


def ways_out(tree: ast.AST) -> Iterator[str]:
    called = {id(node.func): node for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            module = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
            names = [module + each.name for each in node.names]
            yield from (name for name in names if within(name, SENDERS) and not within(name, HARMLESS))
        elif isinstance(node, ast.Attribute) and sends(node, called.get(id(node))):
            yield ast.unparse(node)


def within(name: str, modules: set[str]) -> bool:
    return any(f"{name}.".startswith(f"{module}.") for module in modules)


def sends(node: ast.Attribute, call: ast.Call | None) -> bool:
    """A mail's own `send` takes nothing, or whether to be silent; that of a question takes whom it goes to."""
    if node.attr in SENDING:
        return True
    if node.attr == "send_mail":
        return ast.unparse(node) not in ENDS_IN_THE_ADAPTER
    if node.attr != "send" or ast.unparse(node) in ENDS_IN_THE_ADAPTER:
        return False
    return call is None or not call.args or isinstance(call.args[0], ast.Constant)


def test_nothing_but_the_door_names_what_sends():
    found = {named(path): list(ways_out(ast.parse(path.read_text()))) for path in modules(*APPS)}

    assert {path.split("/")[0] for path in found} == set(APPS)
    assert found.pop(DOOR), "the check sees nothing"
    assert {path: ways for path, ways in found.items() if ways} == ALLOWED


@pytest.mark.parametrize(
    ("line", "way_out"),
    [
        ("from django.core.mail import send_mail", True),
        ("from django.core.mail import EmailMessage, get_connection", True),
        ("from django.core.mail import *", True),
        ("from django.core import mail", True),
        ("import django.core.mail as letters", True),
        ("from django.core.mail.backends.smtp import EmailBackend", True),
        ("from django.core.mail import EmailMessage, EmailMultiAlternatives", False),
        ("import smtplib", True),
        ("from smtplib import SMTP", True),
        ("import urllib.request", True),
        ("from urllib import request", True),
        ("import urllib", True),
        ("from urllib.parse import urlsplit", False),
        ("from http import client", True),
        ("import http.client", True),
        ("from http import HTTPStatus", False),
        ("import socket as plug", True),
        ("from requests.sessions import Session", True),
        ("from people.door import send_out", True),
        ("from people import door", False),
        ("door.send_out(write, door.MailServer())", False),
        ("door.MailServer().carry(letter)", True),
        ("letter.send()", True),
        ("letter.send(fail_silently=True)", True),
        ("letter.send(True)", True),
        ("transaction.on_commit(letter.send)", True),
        ("ask.send(friends)", False),
        ("server.send_messages([letter])", True),
        ("super().send_mail(prefix, email, context)", True),
        ("DefaultAccountAdapter.send_mail(self, prefix, email, context)", True),
        ("adapter.send_mail(prefix, email, context)", False),
        ("super().send_notification_mail(*args)", False),
        ("process.send()", False),
        ("person.email_user('Hello', 'Hello')", True),
    ],
)
def test_the_check_for_ways_out_finds_them(line, way_out):
    assert bool(list(ways_out(ast.parse(line)))) is way_out
