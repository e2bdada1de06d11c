"""What is told of faults: which and where, and not one private word. Without SENTRY_DSN nothing is."""

import json
import subprocess
import sys

import pytest

from tests.test_settings import ROOT, started_with

DSN = "https://0123456789abcdef@errors.invalid/1"


@pytest.fixture(scope="module")
def told() -> str:
    variables = {"PATH": "", "DJANGO_SETTINGS_MODULE": "config.settings", "SECRET_KEY": "k" * 50, "SENTRY_DSN": DSN}
    variables |= {"HTTPS": "no", "HASHED_STATIC": "no", "DATABASE_URL": "sqlite://:memory:", "LOG_LEVEL": "ERROR"}
    variables["ALLOWED_HOSTS"] = "testserver"
    command = [sys.executable, "-m", "tests.worlds.telling_faults"]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True).stdout


def events(told: str) -> list[dict]:
    lines = [json.loads(line) for line in told.splitlines() if line.startswith("{")]
    return [line for line in lines if "exception" in line]


def test_a_fault_is_told_by_its_types_and_where_it_came_from(told):
    fault, *_ = events(told)

    frames = [each["stacktrace"]["frames"][-1] for each in fault["exception"]["values"]]
    assert [each["type"] for each in fault["exception"]["values"]] == ["ValueError", "IntegrityError"]
    assert [(each["module"], each["function"]) for each in frames] == [("tests.worlds.telling_faults", "fails")] * 2
    assert fault["tags"] == {"request": "a-name-of-tests"}


def test_an_error_in_the_log_is_told_by_its_logger(told):
    assert [each.get("message") for each in events(told)] == [
        None,
        "An error in the log of people.delivery",
        "An error in the log of Whom",
    ]


def test_no_private_word_is_told(told):
    """But for the lines of code around a fault, which here hold canaries themselves."""
    without_code = []
    for line in told.splitlines():
        said = json.loads(line) if line.startswith("{") else {}
        for fault in said.get("exception", {}).get("values", []):
            for frame in fault["stacktrace"]["frames"]:
                for name in ("pre_context", "context_line", "post_context"):
                    frame.pop(name, None)
        without_code.append(json.dumps(said))

    assert "canary" not in " ".join(without_code).lower()
    assert len(events(told)) == 3


def test_each_event_holds_what_is_on_the_list_alone(told):
    allowed = {"event_id", "timestamp", "platform", "level", "logger", "environment", "exception", "tags", "message"}

    assert {name for event in events(told) for name in event} == allowed


def test_without_the_setting_what_tells_is_not_even_loaded():
    started = started_with("import sys; print('sentry_sdk' in sys.modules)", SECRET_KEY="k" * 50)

    assert started.stdout.split() == ["False"]
