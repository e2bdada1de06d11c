"""Whoever leaves is gone: from every page, from every table, from the file, and from a backup restored later."""

import os
import re
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from random import Random
from time import sleep

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from people.models import Block, Invitation, Notice, Person, Session, Tie
from people.tokens import hash_of
from recommendations.leaving.erasing import erase
from recommendations.models import Provider, Vouch
from recommendations.models.locks import lock
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch
from tests.worlds.migrated import begin_with_it
from tests.worlds.private_lives import SESSION_KEYS, PrivateLives, dump, hits, seeds, signed_in, traces_of

ROOT = Path(__file__).resolve().parents[3]
LEAVE = "/you/leave/"
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")


@pytest.fixture
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def erased_list(settings, tmp_path) -> Path:
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    return tmp_path / "erased.txt"


# --- Nothing is left ------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", seeds(3, 50))
def test_a_dump_of_the_database_holds_nothing_of_them(db, no_limits_left_over, seed):
    lives = PrivateLives(seed)
    number = Random(seed).randrange(len(lives.people))
    person = lives.people[number]
    begun = Client()
    begun.post("/accounts/login/", {"login": person.email, "password": "wrong"})
    begun.post("/accounts/login/code/", {"email": person.email})
    SESSION_KEYS.add(begun.session.session_key)
    assert person.email in str(dict(begun.session))
    traces = traces_of(person, number)
    others = {other: told_by(other) for other in lives.people if other != person}
    assert {f"canary{number}name", f"canary{number}session", f"canary{number}secret", person.email} <= traces
    assert {trace for trace in traces if len(trace) == 64} != set()

    assert erase(person)

    assert hits(traces) == set()
    assert {other: told_by(other) for other in others} == others
    assert not Provider.objects.filter(vouches=None).exists()
    assert not erase(person), "a second press of the button finds nothing"


def told_by(person: Person) -> tuple:
    """What must not go with somebody else."""
    person.refresh_from_db()
    return (
        person.name,
        sorted(person.vouches.values_list("name", "phone", "provider")),
        sorted(Session.objects.of(person, [person.email]).values_list("browser", "internet_address")),
        sorted(EmailAddress.objects.filter(user=person).values_list("email")),
    )


def test_erase_keeps_a_provider_with_the_words_of_others(ana, ben):
    """A provider that another vouches for stays with the others words only."""
    told = {"phone": "+442079460123", "pass_on": True}
    mine, theirs = (make_vouch(author=author, name=author.name, **told) for author in (ana, ben))
    alone = make_vouch(author=ana, phone="+442079460999")

    erase(ana)

    assert set(Provider.objects.all()) == {theirs.provider}
    assert set(Vouch.objects.all()) == {theirs}
    assert mine.provider == theirs.provider != alone.provider
    assert "460999" not in dump()


def test_what_others_hold_of_them_goes_too(ana, ben, cleo):
    EmailAddress.objects.create(user=ana, email="ana@work.example", verified=True)
    EmailAddress.objects.create(user=ben, email="ana@work.example", verified=False)
    blank = Invitation.objects.create(inviter=cleo, name="Ana", how="x", email="ANA@work.example")
    kept = Invitation.objects.create(inviter=cleo, name="Eve", how="x", email="eve@example.org")
    Person.objects.filter(pk=ben.pk).update(invited_by=ana)
    cleo.block(ana)

    erase(ana)

    ben.refresh_from_db()
    assert ben.invited_by is None
    # It stays in the list of the inviter, who would else learn that the address was a member's.
    assert set(Invitation.objects.values_list("pk", "email")) == {(blank.pk, ""), (kept.pk, "eve@example.org")}
    assert not Block.objects.exists()
    assert "ana@work" not in dump()


def test_an_address_that_was_only_claimed_takes_nothing_with_it(ana, ben):
    """Else one could add another's address, leave, and so delete what was meant for them."""
    EmailAddress.objects.create(user=ana, email=ben.email, verified=False)
    EmailAddress.objects.create(user=ben, email=ben.email, verified=False, primary=True)
    meant = Invitation.objects.create(inviter=make_person(), name="Ben", how="x", email=ben.email)
    signed_in(ben)

    erase(ana)

    assert list(Invitation.objects.all()) == [meant]
    assert list(EmailAddress.objects.values_list("user", "email")) == [(ben.pk, ben.email)]
    assert Session.objects.count() == 1


def test_no_notice_is_left_that_leads_nowhere(ana, ben, cleo):
    from people.models import Introduction

    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    assert set(Notice.objects.values_list("person", flat=True)) == {ana.pk, cleo.pk}

    erase(ana)

    assert not Notice.objects.exists()
    assert not Introduction.objects.exists()


@pytest.mark.parametrize("vouches", [0, 1000])
def test_the_queries_of_leaving_do_not_grow_with_what_is_there(ana, vouches, django_assert_max_num_queries):
    trade = make_trade()
    providers = Provider.objects.bulk_create(Provider(identity=f"+4420794{n:06}") for n in range(vouches))
    told = {"author": ana, "trade": trade, "name": "x", "job": "x", "hired_on": date(2026, 1, 1)}
    Vouch.objects.bulk_create(Vouch(provider=each, outcome=2, relation="none", scope=2, **told) for each in providers)

    with django_assert_max_num_queries(121):
        erase(ana)

    assert not Provider.objects.exists()


@pytest.mark.django_db(transaction=True)
@on_postgresql
def test_the_text_of_pg_dump_holds_nothing_of_them(no_limits_left_over):
    from tests.on_postgres import binaries

    lives = PrivateLives(3)
    traces = traces_of(lives.people[0], 0)
    at = connection.get_connection_params()
    where = ["-h", at["host"], "-U", at["user"], at["dbname"]]

    def text() -> str:
        return subprocess.run(
            [binaries() / "pg_dump", *where], capture_output=True, text=True, check=True
        ).stdout.lower()

    before = text()
    assert {"canary0name", "canary0passkey"} <= {trace for trace in traces if trace in before}
    erase(lives.people[0])
    after = text()
    assert {trace for trace in traces if trace in after} == set()


ON_A_FILE = """
import sys; from pathlib import Path
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0); call_command("createcachetable", verbosity=0)
from tests.worlds.private_lives import PrivateLives, traces_of
from recommendations.leaving.erasing import erase
lives = PrivateLives(3)
traces = {trace.encode() for trace in traces_of(lives.people[0], 0)}
def found():
    files = b"".join(path.read_bytes() for path in Path(sys.argv[1]).iterdir()).lower()
    return {trace.decode() for trace in traces if trace in files}
print(*found())
erase(lives.people[0])
print(*found())
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it brings a file of its own, the same on any database")
def test_nor_does_the_file_that_sqlite_keeps(tmp_path):
    """Neither in the pages that are free again, nor in the log beside it; the bytes are read while it is open."""
    begin_with_it(tmp_path / "whom.sqlite3")
    database = {"DATABASE_URL": f"sqlite:///{tmp_path}/whom.sqlite3", "DJANGO_SETTINGS_MODULE": "config.settings"}
    run = subprocess.run(
        [sys.executable, "-c", ON_A_FILE, tmp_path],
        cwd=ROOT, env=os.environ | database, capture_output=True, text=True, check=True,
    )  # fmt: skip

    before, after = run.stdout.splitlines()
    assert {"canary0name", "canary0passkey"} <= set(before.split())
    assert after == ""


# --- The pages ------------------------------------------------------------------------------------


def test_leaving_asks_what_should_happen_and_whether_one_knows(ana):
    client = signed_in(ana)

    assert chosen(client.get(LEAVE)) == set()
    refused = [({}, set()), ({"what": "all"}, {"all"}), ({"sure": "on"}, {"on"}), ({"what": "x", "sure": "on"}, {"on"})]
    for typed, kept in refused:
        answer = client.post(LEAVE, typed)
        assert (answer.status_code, chosen(answer)) == (422, kept)
    assert Person.objects.filter(pk=ana.pk, is_active=True).exists()


def chosen(page) -> set[str]:
    """The choices that are ticked; a box without a value of its own says "on"."""
    inputs = [field for field in re.findall(r"<input[^>]*>", page.content.decode()) if "checked" in field]
    return {value[1] if (value := re.search(r'value="(\w+)"', field)) else "on" for field in inputs}


def test_everything_goes_and_every_device_is_out(ana, ben, erased_list, django_capture_on_commit_callbacks):
    vouch = make_vouch(author=ana)
    here, there, bens = signed_in(ana), signed_in(ana), signed_in(ben)
    pages = [ana.get_absolute_url(), f"/providers/{vouch.provider.public_id}/"]
    assert [bens.get(page).status_code for page in pages] == [200, 200]

    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(LEAVE, {"what": "all", "sure": "on"})

    assert (answer.status_code, answer.url) == (302, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "Everything of yours is gone." in here.get("/").content.decode()
    assert [there.get("/find/").status_code, here.get("/find/").status_code] == [302, 302]
    assert [bens.get(page).status_code for page in pages] == [404, 404]
    unknown = bens.get("/circle/00000000-0000-4000-8000-000000000000/")
    assert strip(bens.get(pages[0])) == strip(unknown)
    assert erased_list.read_text() == f"{timezone.localdate().isoformat()} {ana.public_id}\n"


def strip(response) -> bytes:
    from tests.worlds.access import UNLIKE

    return UNLIKE.sub(b"", response.content)


def test_resting_hides_all_and_keeps_all(ana, ben, erased_list, django_capture_on_commit_callbacks):
    vouch = make_vouch(author=ana)
    here, there = signed_in(ana), signed_in(ana)
    key = there.session.session_key
    assert Session.objects.filter(pk=hash_of(key)).exists()

    with django_capture_on_commit_callbacks(execute=True):
        answer = here.post(LEAVE, {"what": "rest"})

    ana.refresh_from_db()
    assert (answer.status_code, ana.is_active, ana.rests) == (302, False, True)
    assert [there.get("/find/").status_code, here.get("/find/").status_code] == [302, 302]
    assert not Vouch.objects.visible_to(ben).exists()
    assert list(ana.vouches.all()) == [vouch]
    assert not Session.objects.exclude(session_data="").filter(pk=hash_of(key)).exists()
    assert not erased_list.exists()


def test_it_asks_again_who_one_is(client, ana):
    client.force_login(ana)

    assert client.get(LEAVE).status_code == 302
    assert client.post(LEAVE, {"what": "all", "sure": "on"}).status_code == 302
    assert Person.objects.filter(pk=ana.pk).exists()


def test_all_or_nothing(ana, monkeypatch, erased_list, django_capture_on_commit_callbacks):
    make_vouch(author=ana)
    before = dump()
    monkeypatch.setattr("recommendations.leaving.erasing._end", lambda sessions: 1 / 0)

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        erase(ana)

    assert dump() == before
    assert erased_list.read_text() == ""


# --- At the same time -----------------------------------------------------------------------------


def at_once(*acts) -> list[Exception | None]:
    """What each ended with, every one on a connection of its own."""
    ends: list[Exception | None] = [None] * len(acts)

    def run(number: int) -> None:
        try:
            acts[number]()
        except Exception as error:
            ends[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pause", [0, 0.01, 0.05])
@pytest.mark.parametrize("again", [True, False])
def test_a_vouch_saved_while_its_author_leaves_is_no_orphan(pause, again):
    """Whoever leaves waits until it is saved, and then it goes with them."""
    for number in range(10):
        ana, trade = make_person(), make_trade()
        phone = f"+44207946{number:04}"
        if again:
            make_vouch(author=ana, phone=phone)
        ready = threading.Barrier(2)

        def vouch(ana=ana, trade=trade, phone=phone, ready=ready):
            with transaction.atomic():
                lock(Person.objects.filter(pk=ana.pk), identity=lambda: phone)
                make_vouch(author=ana, trade=trade, provider=Provider.objects.get(identity=phone), phone=phone)
                ready.wait()
                sleep(pause)

        def leave(ana=ana, ready=ready):
            ready.wait()
            erase(ana)

        saved, left = at_once(vouch, leave)

        assert (saved, left) == (None, None)
        assert (Person.objects.count(), Vouch.objects.count(), Provider.objects.count()) == (0, 0, 0)


@on_postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phones", [[], ["+442079460001", "+442079460002"]])
def test_two_friends_who_leave_at_once_both_leave(phones):
    for _ in range(10):
        ana, ben = make_person(), make_person()
        befriend(ana, ben)
        for person, other in ((ana, ben), (ben, ana)):
            Person.objects.filter(pk=person.pk).update(invited_by=other)
            for phone in phones:
                make_vouch(author=person, phone=phone)

        assert at_once(lambda: erase(ana), lambda: erase(ben)) == [None, None]  # noqa: B023
        assert (Person.objects.count(), Tie.objects.count(), Provider.objects.count()) == (0, 0, 0)
