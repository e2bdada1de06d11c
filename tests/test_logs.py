"""The log as JSON: every request by a name of its own, and not one private word."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from config.logs import JsonLines, logging_as
from tests.worlds.builders import make_person
from tests.worlds.looking import as_
from tests.worlds.mails import findings

CANARY = "canary"
KEY = "canary-abcdefghijklmnopqrstuvwxyz0123456789"


class Log:
    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict]:
        return [json.loads(line) for line in self.text.splitlines()]


@pytest.fixture
def log(settings) -> Iterator[Log]:
    settings.LOG_FORMAT = "json"
    log = Log()
    handler = logging.StreamHandler(log.stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.handlers.insert(0, handler)  # another takes keys out of what it is given
    root.setLevel("INFO")
    yield log
    root.removeHandler(handler)
    root.setLevel(level)
    findings.clear()  # of the lines that are for people, which these tests let through


def failing(*args, **kwargs):
    raise ValueError("canary in the words of a fault, canary@example.org")


def test_a_request_is_told_by_its_view(log, ana):
    as_(ana).get("/find/?q=canary+of+what+was+searched")

    [line] = log.lines
    assert {name: line[name] for name in ("view", "method", "status", "level", "logger", "message")} == {
        "view": "find",
        "method": "GET",
        "status": 200,
        "level": "INFO",
        "logger": "config.requests",
        "message": "answered",
    }
    assert set(line) == {"view", "method", "status", "level", "logger", "message", "time", "request", "ms"}


def test_no_private_word_comes_into_the_log(log, db, monkeypatch):
    canary = make_person(name="Canary Canary", email="canary@example.org")
    client = as_(canary, referer="http://testserver/?canary", user_agent="canary", cookie2="canary")
    client.raise_request_exception = False
    client.get(f"/canary/{KEY}/?canary=canary")
    client.get(f"/invitations/{KEY}/")
    client.get("/find/?q=canary@example.org")
    client.post("/vouches/new/", {"name": "canary", "words": "canary", "phone": "canary"})
    Client().post("/accounts/login/code/", {"email": "canary@example.org"})
    Client(enforce_csrf_checks=True).post("/accounts/login/code/?next=/canary/", {"email": "canary@example.org"})
    Client(headers={"host": "canary.example.org"}).get("/canary/")
    monkeypatch.setattr("recommendations.views.you.render", failing)
    client.get("/you/?canary=canary")

    assert CANARY not in log.text.lower()
    statuses = [line["status"] for line in log.lines if line["logger"] == "config.requests"]
    assert {404, 200, 422, 403, 400, 500} <= set(statuses)


def test_a_fault_is_told_by_its_type_and_where_it_came_from(log, ana, monkeypatch):
    monkeypatch.setattr("recommendations.views.you.render", failing)
    client = as_(ana)
    client.raise_request_exception = False
    client.get("/you/")

    [fault] = [line for line in log.lines if line["level"] == "ERROR"]
    assert (fault["message"], fault["view"], fault["error"]) == ("Internal Server Error", "you", "ValueError")
    assert fault["where"][-1].startswith("test_logs.py:")
    assert len({line["request"] for line in log.lines}) == 1


@pytest.mark.parametrize(
    ("name", "words", "values", "written"),
    [
        ("people.delivery", "%s not sent: %s", ("notice 5", "SMTPDataError"), "notice 5 not sent: SMTPDataError"),
        ("people.delivery", "to %s", ("canary@example.org",), "to ..."),
        ("people.delivery", "at %s", ("/circle/canary/?q=canary",), "at ..."),
        ("people.delivery", "with ?q=canary", (), "with ..."),
        ("config", "and/or, 3/4, a@ b", (), "and/or, 3/4, a@ b"),
        ("allauth", "for %s", ("canary",), "for %s"),
        ("elsewhere", "for canary@example.org", (), "for ..."),
    ],
)
def test_what_is_put_into_a_line_is_ours_or_left_out(log, name, words, values, written):
    logging.getLogger(name).warning(words, *values)

    assert [line["message"] for line in log.lines] == [written]


# --- The name of a request ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("0a1b2c3d-4e5f-6789", True),
        ("a" * 64, True),
        ("a" * 65, False),
        ("short", False),
        ("canary@example.org", False),
        ('12345678"}', False),
        ("12345678\t9", False),
        ("", False),
    ],
)
def test_a_request_keeps_the_name_that_a_proxy_gave_it_if_it_is_one(log, db, given, taken):
    response = Client(headers={"X-Request-ID": given}).get("/")

    name = response.headers["X-Request-ID"]
    assert (name == given) is taken
    assert taken or (len(name) == 32 and name.isalnum())
    assert {line["request"] for line in log.lines} == {name}


def test_every_request_has_another_name(client, db):
    assert len({client.get("/").headers["X-Request-ID"] for _ in range(3)}) == 3


def test_a_format_that_is_none_is_refused():
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT"):
        logging_as("xml", "INFO")
