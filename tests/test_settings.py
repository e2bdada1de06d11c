"""Settings that hold only if they are what the process really starts with."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def started_with(*code: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    program = "; ".join((f"{before}import django; django.setup(); from django.conf import settings", *code))
    variables = {"PATH": "", "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("key", ["", "short", "only-for-development-never-for-people"])
def test_it_refuses_to_start_without_a_secret(key):
    refused = started_with(SECRET_KEY=key)

    assert refused.returncode != 0
    assert "Set SECRET_KEY to at least 50 random characters" in refused.stderr


def test_it_starts_with_a_secret_and_safe_by_default():
    values = "DEBUG SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT DEMO OPEN_SIGNUP SESSION_COOKIE_NAME"
    code = f"print(*(getattr(settings, name) for name in '{values}'.split()))"

    assert started_with(code, SECRET_KEY="k" * 50).stdout.split() == [
        *("False", "True", "True", "True", "False", "False", "__Host-sessionid")
    ]


def test_no_variable_makes_it_a_demo():
    started = started_with("print(settings.DEMO)", SECRET_KEY="k" * 50, DEMO="yes", WHOM_DEMO="yes")

    assert started.stdout.strip() == "False"


def test_database_url_of_postgresql_brings_limited_connections():
    """A postgresql url brings persistent checked and limited connections."""
    code = (
        "d = settings.DATABASES['default']; "
        "print(d['ENGINE'], d['CONN_MAX_AGE'], d['CONN_HEALTH_CHECKS'], d['OPTIONS']['options'])"
    )
    started = started_with(code, SECRET_KEY="k" * 50, DATABASE_URL="postgresql://whom@/whom?host=/tmp")

    assert started.stdout.split(maxsplit=3)[:3] == ["config.postgresql", "60", "True"]
    for limit in ("statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout"):
        assert limit in started.stdout


@pytest.mark.parametrize(("key", "starts"), [("a" * 43, True), ("a" * 42, False), ("a" * 44, False), ("ä" * 43, False)])
def test_it_refuses_to_start_with_what_is_no_push_key(key, starts):
    started = started_with("import config.settings", SECRET_KEY="k" * 50, PUSH_KEY=key)

    assert (started.returncode == 0, "push_keys" in started.stderr) == (starts, not starts)


CLUSTER = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgresql://whom:x@127.0.0.1:6432/whom",
    "READ_DATABASE_URL": "postgresql://whom:x@127.0.0.1:6432/whom_read",
    "STRAIGHT_DATABASE_URL": "postgresql://whom:x@127.0.0.1:5000/whom",
    "POOLED": "yes",
}


@pytest.mark.parametrize(
    ("command", "port"),
    [(["gunicorn"], 6432), (["manage.py", "work"], 6432), (["manage.py", "prepare"], 5000), (["manage.py"], 5000)],
)
def test_commands_go_past_the_pooler_and_pages_and_the_worker_by_it(command, port):
    code = (
        "d = settings.DATABASES; print(d['default']['PORT'], 'options' in d['default']['OPTIONS'])",
        "s = d['standby']; print(s['NAME'], 'options' in s['OPTIONS'], s['DISABLE_SERVER_SIDE_CURSORS'])",
        "print(d['default']['CONN_HEALTH_CHECKS'], s['CONN_HEALTH_CHECKS'])",
        "print(settings.TOLD_TO_ROLE['synchronous_commit'], 'prepare_threshold' in d['default']['OPTIONS'])",
    )
    started = started_with(*code, before=f"import sys; sys.argv = {command}; ", **CLUSTER)

    assert started.stdout.splitlines() == [
        f"{port} {port == 5000}",
        "whom_read False True",
        "True False",
        "remote_apply False",
    ]
