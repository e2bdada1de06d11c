"""`manage.py doctor`: each check finds what is wrong, and says nothing of what is well."""

import os
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone

from people import door
from people.models import Job
from people.models.outgoing import Outgoing
from recommendations.running import checks, of_database, of_following, of_machine, of_settings, roles
from recommendations.running.queues import KINDS_OF_ROWS
from tests.worlds.builders import make_person, make_place, make_staff, make_trade
from tests.worlds.outbox import Inbox, serving, tell, unused_port

WELL = {
    "SECRET_KEY": "0123456789abcdefghij" * 3,
    "ALLOWED_HOSTS": ["whom.example.org", "localhost"],
    "BASE_URL": "https://whom.example.org",
    "HTTPS": True,
    "PROXY_COUNT": 1,
    "DEFAULT_FROM_EMAIL": "Whom <whom@example.org>",
}
# Of the settings: the check, what is set, and what it says (`mind` for what is only worth knowing).
FOUND = [
    ("check_secret_key", {"SECRET_KEY": "a" * 60}, ["SECRET_KEY is no secret"]),
    ("check_secret_key", {"SECRET_KEY": "only-for-development-never-for-people"}, ["SECRET_KEY is no secret"]),
    ("check_debug", {"DEBUG": True}, ["DEBUG is on"]),
    ("check_hosts", {"ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"]}, ["ALLOWED_HOSTS names this machine alone"]),
    ("check_hosts", {"ALLOWED_HOSTS": ["*"]}, ["ALLOWED_HOSTS allows every name"]),
    (
        "check_hosts",
        {"ALLOWED_HOSTS": ["https://whom.example.org"]},
        ["ALLOWED_HOSTS names 'https://whom.example.org'."],
    ),
    ("check_hosts", {"ALLOWED_HOSTS": ["whom.example.org:443"]}, ["ALLOWED_HOSTS names 'whom.example.org:443'."]),
    ("check_hosts", {"ALLOWED_HOSTS": [".example.org", "192.0.2.1", "[2001:db8::1]", "localhost"]}, []),
    ("check_base_url", {"BASE_URL": "whom.example.org"}, ["BASE_URL is 'whom.example.org'."]),
    ("check_base_url", {"BASE_URL": "http://whom.example.org"}, ["BASE_URL begins with http://"]),
    ("check_base_url", {"HTTPS": False}, ["BASE_URL begins with https://"]),
    ("check_base_url", {"BASE_URL": "https://localhost"}, ["BASE_URL is this machine"]),
    ("check_base_url", {"BASE_URL": "https://[::1]"}, ["BASE_URL is this machine"]),
    ("check_base_url", {"BASE_URL": "https://who.example.org"}, ["BASE_URL leads to who.example.org"]),
    ("check_base_url", {"BASE_URL": "https://who.example.org", "ALLOWED_HOSTS": [".example.org"]}, []),
    ("check_base_url", {"BASE_URL": "https://whomexample.org", "ALLOWED_HOSTS": [".example.org"]}, ["BASE_URL leads"]),
    ("check_base_url", {"BASE_URL": "https://whom.example.org/whom/"}, ["BASE_URL goes on after the host"]),
    ("check_https", {"HTTPS": False}, ["mind HTTPS is off"]),
    ("check_https", {"PROXY_COUNT": 0}, ["mind PROXY_COUNT is 0"]),
    ("check_country", {"DEFAULT_COUNTRY": "UK"}, ["DEFAULT_COUNTRY is 'UK'"]),
    ("check_country", {"DEFAULT_COUNTRY": "DE"}, ["mind TIME_ZONE is Europe/London, which is not in DE"]),
    ("check_country", {"DEFAULT_COUNTRY": "DE", "TIME_ZONE": "UTC"}, []),
    ("check_time_zone", {"TIME_ZONE": "Europe/Londn"}, ["TIME_ZONE is 'Europe/Londn'"]),
    ("check_sender", {"DEFAULT_FROM_EMAIL": "Whom <whom@localhost>"}, ["DEFAULT_FROM_EMAIL sends from whom@localhost"]),
    ("check_sender", {"DEFAULT_FROM_EMAIL": "Whom"}, ["DEFAULT_FROM_EMAIL is 'Whom'"]),
    ("check_erased_list", {"ERASED_LIST": ""}, ["mind ERASED_LIST is off"]),
    ("check_erased_list", {"ERASED_LIST": "erased.txt"}, []),
    ("check_static_files", {"HASHED_STATIC": False}, ["mind HASHED_STATIC is off"]),
    ("check_mail_server", {}, ["No mail leaves this machine"]),
]


def said_by(check) -> list[str]:
    return [("mind " if finding.is_warning else "") + finding.words for finding in check()]


def matches(said: list[str], expected: list[str]) -> bool:
    return len(said) == len(expected) and all(map(str.startswith, said, expected))


@pytest.fixture
def well(settings):
    for name, value in WELL.items():
        setattr(settings, name, value)
    return settings


@pytest.mark.parametrize(("name", "values", "expected"), FOUND)
def test_what_is_wrong_with_a_setting_is_said(well, name, values, expected):
    check = getattr(of_settings, name, None) or getattr(of_machine, name)
    for setting, value in values.items():
        setattr(well, setting, value)

    said = said_by(check)

    assert matches(said, expected), said


def test_settings_that_are_well_say_nothing(well):
    names = [name for name in dir(of_settings) if name.startswith("check_") and name != "check_django"]

    assert [said for name in names for said in said_by(getattr(of_settings, name))] == []
    assert len(names) == 8


def test_a_country_that_was_never_set_is_minded(well, monkeypatch):
    monkeypatch.delenv("DEFAULT_COUNTRY")

    assert matches(said_by(of_settings.check_country), ["mind DEFAULT_COUNTRY is not set"])


def test_every_check_stands_in_the_table_once():
    defined = {
        getattr(module, name)
        for module in (of_settings, of_machine, of_database, of_following, roles)
        for name in dir(module)
        if name.startswith("check_")
    }
    table = [*checks.CHECKS.values(), *checks.OF_THE_DATABASE.values()]

    assert (set(table), len(table)) == (defined, len(defined))


# --- The machine ----------------------------------------------------------------------------------


@pytest.mark.enable_socket
def test_a_mail_server_is_well_or_does_not_let_us_in(settings):
    settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = of_machine.SMTP, 0.5
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", unused_port()

    assert matches(said_by(of_machine.check_mail_server), ["The mail server at 127.0.0.1, port"])
    with serving(settings.EMAIL_PORT, Inbox()):
        assert said_by(of_machine.check_mail_server) == []


@pytest.mark.parametrize(
    ("free", "expected"),
    [(100, ["There are 100 MB left on the disk of"]), (500, ["mind There are 500 MB left"]), (5000, [])],
)
def test_a_full_disk_is_said(settings, monkeypatch, tmp_path, free, expected):
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    monkeypatch.setattr(of_machine.shutil, "disk_usage", lambda path: SimpleNamespace(free=free * 2**20))

    assert matches(said_by(of_machine.check_disk), expected)


@pytest.mark.parametrize(("mode", "well"), [(0o600, True), (0o640, True), (0o644, False), (0o660, False)])
def test_files_that_others_can_read_are_said(settings, tmp_path, mode, well):
    path = tmp_path / "erased.txt"
    path.touch()
    path.chmod(mode)
    settings.ERASED_LIST = str(path)

    assert matches(said_by(of_machine.check_permissions), [] if well else [f"{path} can be read or changed by others"])


def test_folders_that_are_not_there_are_said(settings, tmp_path):
    settings.ERASED_LIST = str(tmp_path / "no" / "erased.txt")

    assert matches(said_by(of_machine.check_permissions), [f"{tmp_path / 'no'} cannot be written to"])


def test_static_files_are_collected_or_it_is_said(settings, tmp_path):
    hashed = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.HASHED_STATIC, settings.STATIC_ROOT = True, str(tmp_path / "collected")
    settings.STATICFILES_DIRS = [tmp_path / "own"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": hashed}
    (tmp_path / "own").mkdir()
    style = tmp_path / "own" / "whom.css"
    style.write_text("p { color: red }")

    assert matches(said_by(of_machine.check_static_files), ["Static files are not collected"])
    call_command("collectstatic", "--no-input", verbosity=0)
    settings.STORAGES = dict(settings.STORAGES)  # as in the next process
    assert said_by(of_machine.check_static_files) == []
    os.utime(style, (time.time() + 60,) * 2)
    assert matches(said_by(of_machine.check_static_files), ["mind Static files have changed"])
    (tmp_path / "own" / "new.css").write_text("p { color: blue }")
    assert matches(said_by(of_machine.check_static_files), ["Static files are not collected"])


# --- The database ---------------------------------------------------------------------------------


def test_an_empty_database_is_said_and_a_filled_one_is_well(db):
    call_command("createcachetable", verbosity=0)
    of_empty = {name: said_by(getattr(of_database, f"check_{name}")) for name in ("places", "trades", "operator")}
    assert matches(of_empty["places"], ["There are no towns"])
    assert matches(of_empty["trades"], ["There are no kinds of work"])
    assert matches(of_empty["operator"], ["Nobody runs the place"])

    make_place(), make_trade(), make_person(is_staff=True)
    assert matches(said_by(of_database.check_operator), ["mind Nobody can open the desk"])
    make_staff()

    assert [said for name in of_empty for said in said_by(getattr(of_database, f"check_{name}"))] == []
    assert said_by(of_database.check_schema) == []


def test_what_the_schema_lacks_is_said(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE recommendations_trade DROP COLUMN synonyms")

    [said] = said_by(of_database.check_schema)

    assert "column recommendations_trade.synonyms" in said


def test_mails_that_wait_too_long_are_said(ana, ben):
    tell(ana, ben)
    tell(ana, ben, due_at=timezone.now() + timedelta(hours=1))
    assert said_by(of_database.check_mail_waiting) == []

    tell(ana, ben, due_at=timezone.now() - timedelta(minutes=20))

    assert said_by(of_database.check_mail_waiting) == [
        "Of mails that tell of something, 3 wait to be sent, the first for 20 minutes."
    ]


def test_a_worker_that_is_not_there_is_said(db):
    assert matches(said_by(of_database.check_worker), ["No worker has ever been seen here"])

    Job.objects.create(name="pushes", ended_at=timezone.now() - timedelta(hours=1))
    assert matches(said_by(of_database.check_worker), ["No worker has been seen since"])

    job = Job.objects.create(name="mails", began_at=timezone.now())
    assert said_by(of_database.check_worker) == []

    Job.objects.filter(pk=job.pk).update(began_at=None, ended_at=timezone.now())
    assert said_by(of_database.check_worker) == []


def test_jobs_that_go_wrong_are_said(db):
    now = timezone.now()
    Job.objects.create(name="tidy", ended_at=now, failed_at=now - timedelta(hours=1), error="long ago")
    Job.objects.create(name="mails", ended_at=now - timedelta(hours=1), failed_at=now, error="SMTPDataError")

    [said] = said_by(of_database.check_jobs)

    assert said.startswith("The job mails went wrong at ")
    assert said.endswith(": SMTPDataError")


def test_jobs_that_nobody_does_are_said(db):
    Job.objects.create(name="tidy", due_at=timezone.now() - timedelta(minutes=50))
    Job.objects.create(name="letters", due_at=timezone.now() - timedelta(minutes=70))

    assert matches(said_by(of_database.check_jobs), ["The job letters should have begun at"])


def test_every_kind_of_row_that_is_sent_has_a_name():
    """Else nothing could be said of it."""
    assert {model._meta.model_name for model in apps.get_models() if issubclass(model, Outgoing)} <= set(KINDS_OF_ROWS)


def test_a_backup_that_is_old_or_never_was_is_said(db):
    assert matches(said_by(of_database.check_backup), ["No backup was ever made"])

    job = Job.objects.create(name="backup", ended_at=timezone.now() - timedelta(days=3))
    assert matches(said_by(of_database.check_backup), ["The last backup is of"])

    Job.objects.filter(pk=job.pk).update(ended_at=timezone.now())
    assert said_by(of_database.check_backup) == []


# --- The command ----------------------------------------------------------------------------------


def said_with(monkeypatch, capsys, findings, *arguments: str) -> tuple[int, list[str]]:
    monkeypatch.setattr(checks, "CHECKS", {name: lambda found=found: found for name, found in findings.items()})
    monkeypatch.setattr(checks, "OF_THE_DATABASE", {})
    status = 0
    try:
        call_command("doctor", *arguments)
    except SystemExit as ended:
        status = ended.code
    return status, capsys.readouterr().out.splitlines()


MIND = of_settings.worth_knowing("It is off.")
WRONG = checks.Finding("It is broken.")


@pytest.mark.parametrize(
    ("findings", "arguments", "status", "lines"),
    [
        ({"a": []}, [], 0, ["good  a", "Wrong: 0. To be minded: 0."]),
        ({"a": [MIND]}, [], 0, ["mind  a: It is off.", "Wrong: 0. To be minded: 1."]),
        ({"a": [MIND, WRONG]}, [], 1, ["mind  a: It is off.", "WRONG a: It is broken.", "Wrong: 1. To be minded: 1."]),
        ({"a": [MIND]}, ["--quiet"], 0, []),
        ({"a": [MIND, WRONG]}, ["--quiet"], 1, ["WRONG a: It is broken."]),
    ],
)
def test_it_tells_by_its_exit_code(db, monkeypatch, capsys, findings, arguments, status, lines):
    assert said_with(monkeypatch, capsys, findings, *arguments) == (status, lines)


def test_a_check_that_fails_keeps_back_no_other(db, monkeypatch):
    def failing():
        raise ValueError("no\nidea")

    monkeypatch.setattr(checks, "CHECKS", {"a": failing, "b": list})
    monkeypatch.setattr(checks, "OF_THE_DATABASE", {})

    assert list(checks.all_findings()) == [("a", checks.Finding("This could not be checked: no idea")), ("b", None)]


def test_a_database_that_cannot_be_reached_is_one_finding(db, monkeypatch):
    def unreachable():
        raise OperationalError("no route")

    with monkeypatch.context() as patched:
        patched.setattr(checks, "CHECKS", {})
        patched.setattr(connection, "ensure_connection", unreachable)
        found = list(checks.all_findings())

    assert found == [("the database", checks.Finding("The database cannot be reached, see DATABASE_URL: no route"))]


def test_the_mail_server_is_asked_by_the_door(settings, monkeypatch):
    settings.EMAIL_BACKEND = of_machine.SMTP
    asked = []
    monkeypatch.setattr(door.MailServer, "open", lambda server: asked.append(server))

    assert said_by(of_machine.check_mail_server) == []
    assert len(asked) == 1
