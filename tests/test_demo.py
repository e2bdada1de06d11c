"""The first of the two commands of the README, as a newcomer runs it."""

import gzip
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone, translation

from people.management.commands import load_places
from people.models import Person, Tie
from recommendations.asks.answered import answers_through
from recommendations.asks.mine import asked_by
from recommendations.asks.received import questions_to
from recommendations.asks.settling import helpers_of
from recommendations.demo import neighbourhood
from recommendations.management.commands import demo as demo_command
from recommendations.models import Outcome, Scope, Vouch
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.texts import providers_told_with
from recommendations.search.understanding import understand
from tests.worlds.builders import make_person

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 60


@pytest.fixture(scope="module")
def british_towns(tmp_path_factory) -> Path:
    """Of the towns that ship with Whom, which all go into the database of the command below."""
    few = tmp_path_factory.mktemp("towns") / "few.csv.gz"
    with (
        gzip.open(load_places.PLACES_FILE, "rt", encoding="utf-8") as towns,
        gzip.open(few, "wt", encoding="utf-8") as british,
    ):
        british.writelines(line for line in towns if line.startswith("id,") or ",GB," in line)
    return few


@pytest.fixture(scope="module")
def built(once, british_towns):
    """The neighbourhood."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(load_places, "PLACES_FILE", british_towns)
        call_command("load_places", verbosity=0)
    call_command("load_trades", verbosity=0)
    neighbourhood.build("en-gb")


def named(first_name: str) -> Person:
    return Person.objects.get(email=f"{first_name}{neighbourhood.DOMAIN}")


def found(first_name: str, q: str) -> list[str]:
    person = named(first_name)
    search = understand(person, q)
    told = providers_told_with(person, search.words)
    return [each.name for each in suggestions_for(person, search.trades, search.near, told)[0]]


@pytest.mark.usefixtures("built", "db")
def test_the_neighbourhood_is_lively():
    assert 35 <= Person.objects.count() <= 50
    assert 180 <= Vouch.objects.count() <= 260
    assert set(Vouch.objects.values_list("outcome", flat=True)) == set(Outcome)
    assert set(Vouch.objects.values_list("scope", flat=True)) == set(Scope)
    assert Tie.objects.count() == 2 * 116


@pytest.mark.usefixtures("built", "db")
def test_what_there_is_to_try_works():
    maya, tom, priya = (found(name, "plumber") for name in ("maya", "tom", "priya"))

    assert (len(maya) >= 6, len(tom) >= 3, len(priya) >= 2) == (True, True, True)
    assert set(maya) & set(tom)
    assert not set(maya) & set(priya)
    assert found("maya", "piano tuner") == found("maya", "piano tuner anywhere") == []


@pytest.mark.usefixtures("built", "db")
def test_there_are_questions_to_answer_to_read_and_to_end():
    maya = named("maya")
    to_answer = [each for each in questions_to(maya) if not each.answered]
    mine = asked_by(maya)
    by = {each.asked_by: each.ask for each in to_answer}
    idea, wanted = by["Kasia Nowak"], by["Dev Chauhan"].trade

    assert set(by) == {"Kasia Nowak", "Dev Chauhan", "Helen Oldroyd"}
    assert (idea.question, idea.is_for_hire) == ("how do I choose a school?", False)
    [through] = [each.ask for each in to_answer if each.ask.quiet]
    assert [(each.said_by, each.answer.waits) for each in answers_through(maya, through)] == [("Becky Sutcliffe", True)]
    assert maya.vouches.filter(trade=wanted).exists()
    assert [len(asks) for asks in (mine.drafts, mine.open, mine.before)] == [0, 1, 1]
    assert mine.answered == {mine.open[0].pk}
    helpers = helpers_of(maya, mine.open[0]).answers
    assert [(each.said_by, bool(each.provider)) for each in helpers] == [
        ("Imran Hussain", True),
        ("Joan Whitaker", False),
        ("Jo from the allotment", True),
    ]


@contextmanager
def demo(database: Path, port: int, *arguments: str) -> Iterator[str]:
    """What it prints, up to when it serves."""
    environment = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("PYTHON")}
    environment |= {"DATABASE_URL": f"sqlite:///{database}", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-W", "error", "manage.py", "demo", f"--port={port}", *arguments]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = ""
        while "\n  3. " not in said:
            line = running.stdout.readline()
            assert line, said
            said += line
        yield said
    finally:
        running.terminate()
        running.communicate(timeout=SECONDS)


@pytest.fixture
def taken_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield taken.getsockname()[1]


@pytest.mark.enable_socket
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it brings its own database")
def test_one_command_builds_serves_and_signs_in(tmp_path, taken_port):
    database = tmp_path / "demo.sqlite3"

    with demo(database, taken_port) as said:
        links = re.findall(r"http://localhost:\d+/demo/\S+", said)
        assert f"Port {taken_port} is taken, trying {taken_port + 1}." in said
        assert (len(links), len(re.findall(r"^  \d\. ", said, re.MULTILINE))) == (3, 3)

        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        home = browser.open(links[0], timeout=SECONDS)
        page = browser.open(home.url + "?q=plumber", timeout=SECONDS).read().decode()
        assert "Rosa Lima" in page
        with pytest.raises(HTTPError, match="404"):
            build_opener().open(links[0][:-2] + "/", timeout=SECONDS)

    with demo(database, taken_port) as again:
        assert len(re.findall(r"/demo/\S+", again)) == 3


@pytest.mark.campaign
@pytest.mark.enable_socket
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it brings its own database")
def test_it_speaks_the_language_asked_for(tmp_path, taken_port):
    database = tmp_path / "demo.sqlite3"

    with demo(database, taken_port, "--language=de") as said:
        link = re.findall(r"http://localhost:\d+/demo/\S+", said)[0]
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        page = browser.open(browser.open(link, timeout=SECONDS).url + "?q=plumber", timeout=SECONDS).read().decode()
        assert "Maja in Köln" in said
        assert '<html lang="de"' in page
        assert "Eckertz" in page
    with demo(database, taken_port) as said:
        assert "Maya, in Leeds" in said


@pytest.mark.django_db
def test_it_begins_again_in_another_language(settings, monkeypatch):
    neighbourhood.clear()
    built = []
    monkeypatch.setattr(neighbourhood, "build", lambda language: built.append((language, Person.objects.count())))
    for name in ("call_command", "choose_surprises", "settle_in"):
        monkeypatch.setattr(demo_command, name, lambda *_, **__: None)
    for number, language in enumerate(("de", "de", "en-gb")):
        Person.objects.create_user(f"{number}{neighbourhood.DOMAIN}", name="Ana", language=language)

    demo_command.Command().prepare("de", reset=False)
    assert (built, Person.objects.count()) == ([], 3)

    demo_command.Command().prepare("fr", reset=False)
    assert built == [("fr", 0)]


def test_its_process_is_at_home_where_the_language_is_spoken(settings):
    settings.TIME_ZONE = "Europe/London"  # so that all of it is put back afterwards

    with translation.override("en-gb"):
        demo_command.settle_in("es")
        assert (settings.LANGUAGE_CODE, translation.get_language(), settings.DEFAULT_COUNTRY) == ("es", "es", "ES")
        assert timezone.get_default_timezone_name() == settings.TIME_ZONE == "Europe/Madrid"


@pytest.mark.django_db
def test_it_runs_in_no_other_process():
    with pytest.raises(CommandError, match="exist in no other process"):
        call_command("demo")


@pytest.mark.django_db
def test_a_database_with_real_people_is_no_place_for_it(settings):
    neighbourhood.clear()
    ana = make_person()
    settings.DEMO = True

    with pytest.raises(CommandError, match="holds real people"):
        call_command("demo", "--reset")
    assert Person.objects.filter(pk=ana.pk).exists()
