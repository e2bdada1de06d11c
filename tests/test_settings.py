"""Settings that hold only if they are what the process really starts with."""

import runpy
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[1]


def started_with(*code: str, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    program = "; ".join((f"{before}import django; django.setup(); from django.conf import settings", *code))
    variables = {"PATH": "", "DJANGO_SETTINGS_MODULE": "config.settings", **environment}
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)


BY_OPENID = {
    "OIDC_ID": "town",
    "OIDC_SECRET": "hush",
    "OIDC_NAME": "Town",
    "OIDC_SERVER": "https://accounts.example.org",
}


def settings_with(monkeypatch, **environment: str) -> dict[str, Any]:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


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


@pytest.mark.parametrize(
    ("database", "said"),
    [
        ("sqlite:////nowhere/whom.sqlite3", "unable to open database file"),
        ("postgresql://whom@/whom?host=/nowhere", "connection is bad"),
        ("sqlite:///{folder}/new.sqlite3", "no such table"),
    ],
)
def test_a_command_says_in_words_that_the_database_cannot_be_used(tmp_path, database, said):
    variables = {"PATH": "", "SECRET_KEY": "k" * 50, "DATABASE_URL": database.format(folder=tmp_path)}
    command = [sys.executable, "manage.py", "trades"]
    ended = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("The database cannot be used, and `manage.py doctor` says what it lacks. It says: ")
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


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


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        *[(name, "ture") for name in ("DEBUG", "HTTPS", "HSTS_PRELOAD", "OPEN_SIGNUP", "HASHED_STATIC")],
        *[("HTTPS", value) for value in ("2", "yes, please", "ja")],
        *[(name, "one") for name in ("PROXY_COUNT", "HSTS_SECONDS", "CONN_MAX_AGE")],
        *[("PROXY_COUNT", value) for value in ("-1", "1.5", "²")],
        *[
            ("DATABASE_URL", value)
            for value in ("", "/var/lib/whom.sqlite3", "mysql://whom@db/whom", "postgre://db/whom")
        ],
        *[("DATABASE_URL", f"postgresql://whom:hush{sign}hush@db/whom") for sign in "#/?"],
        *[
            ("EMAIL_URL", value)
            for value in ("", "mail.example.org", "smpt://mail.example.org", "smtp:mail.example.org")
        ],
        *[("EMAIL_URL", f"smtp+tls://whom:hush{sign}hush@mail.example.org:587") for sign in "#/?"],
        ("EMAIL_URL", "smtp://mail.example.org:smtp"),
        *[("TIME_ZONE", value) for value in ("", "Europe/Londn", "/etc/localtime")],
        *[("LANGUAGE_CODE", value) for value in ("", "it", "de_DE", "english")],
        *[("LOG_LEVEL", value) for value in ("", "LOUD")],
        ("LOG_FORMAT", "xml"),
        ("PUSH_KEY", "short"),
        *[("SENTRY_DSN", value) for value in ("errors.example.org", "https://errors.example.org/1")],
        *[("OIDC_SERVER", value) for value in ("accounts.example.org", "ftp://accounts.example.org", "https://")],
        *[(name, None) for name in ("OIDC_SERVER", "OIDC_SECRET", "OIDC_NAME")],
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name_and_tells_no_password(monkeypatch, variable, value):
    monkeypatch.delenv("HTTPS")
    if variable.startswith("OIDC"):
        for name, said in BY_OPENID.items():
            monkeypatch.setenv(name, said)
    if value is None:
        monkeypatch.delenv(variable)

    with pytest.raises(ImproperlyConfigured) as refused:
        settings_with(monkeypatch, **({variable: value} if value is not None else {}))

    assert variable in str(refused.value)
    assert "hush" not in "".join(traceback.format_exception(refused.value)).replace(repr(value), "")


@pytest.mark.parametrize(
    ("variable", "value", "setting", "read"),
    [
        *[("HTTPS", value, "HTTPS", True) for value in ("yes", "Yes", "on", "true", "1", "")],
        *[("HTTPS", value, "HTTPS", False) for value in ("no", "NO", "off", "false", "0")],
        ("PROXY_COUNT", "", "PROXY_COUNT", 0),
        ("PROXY_COUNT", " 2 ", "PROXY_COUNT", 2),
        (
            "ALLOWED_HOSTS",
            "whom.example.org, www.example.org,",
            "ALLOWED_HOSTS",
            ["whom.example.org", "www.example.org"],
        ),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]),
        ("EMAIL_URL", "smtp+tls://whom:p%23%2Fs@s+%25@host:587", "EMAIL_HOST_PASSWORD", "p#/s@s+%"),
        ("EMAIL_URL", "smtp+ssl://whom:x@host:465", "EMAIL_USE_SSL", True),
        ("LANGUAGE_CODE", "de", "LANGUAGE_CODE", "de"),
        ("TIME_ZONE", "Asia/Tokyo", "TIME_ZONE", "Asia/Tokyo"),
        ("PUSH_SERVICES", "a.example.org, b.example.org", "PUSH_SERVICES", ["a.example.org", "b.example.org"]),
    ],
)
def test_what_can_be_meant_is_read_so(monkeypatch, variable, value, setting, read):
    monkeypatch.delenv("HTTPS")

    assert settings_with(monkeypatch, **{variable: value})[setting] == read


@pytest.mark.parametrize("level", ["warning", "WARNING"])
def test_level_of_the_log_may_be_written_in_small_letters(monkeypatch, level):
    assert settings_with(monkeypatch, LOG_LEVEL=level)["LOGGING"]["root"]["level"] == "WARNING"
