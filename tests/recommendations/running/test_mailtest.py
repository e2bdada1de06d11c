"""`manage.py mailtest`: one mail by the real way, and what the server said."""

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from tests.worlds.outbox import Inbox, serving, unused_port

pytestmark = [pytest.mark.enable_socket, pytest.mark.django_db]


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = "django.core.mail.backends.smtp.EmailBackend", 0.5
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port()
    return settings.EMAIL_PORT


def test_a_mail_is_sent_and_the_server_has_taken_it(port, capsys):
    with serving(port, Inbox()) as inbox:
        call_command("mailtest", "olga@example.org")

    assert inbox.receivers == ["olga@example.org"]
    assert f"The mail server at 127.0.0.1, port {port}, took it." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("inbox", "said"),
    [
        (Inbox(at_address="550 nobody here"), "It answered 550: nobody here"),
        (Inbox(at_end="554 looks like spam"), "It answered 554: looks like spam"),
    ],
)
def test_what_the_server_answered_is_said(port, inbox, said):
    with serving(port, inbox), pytest.raises(CommandError, match=said):
        call_command("mailtest", "olga@example.org")

    assert inbox.mails == []


def test_a_server_that_is_not_there_is_said(port):
    with pytest.raises(CommandError, match=r"It could not be asked: .*refused"):
        call_command("mailtest", "olga@example.org")


def test_without_a_mail_server_nothing_has_left(capsys):
    call_command("mailtest", "olga@example.org")

    assert "nothing has left this machine" in capsys.readouterr().out
    assert [each.to for each in mail.outbox] == [["olga@example.org"]]
    mail.outbox.clear()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(CommandError, match=r"'olga' is no e-mail address"):
        call_command("mailtest", "olga")
