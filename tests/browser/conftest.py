"""Real pages in a real Chromium, on a phone and on a desktop. Any error on the console fails the test."""

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from people.models import Person
from recommendations.models import Outcome, Scope, Trade
from tests.conftest import CHROMIUM
from tests.worlds.builders import befriend, make_person, make_place, make_vouch, months_ago

QUIET = "disable-gpu in-process-gpu disable-quic no-first-run disable-background-networking disable-component-update"
QUIET += " disable-sync"
# To draw each change from one page to the next takes a quarter of the time of a journey, so one journey alone does.
ANY, MOVING = {"service_workers": "block", "reduced_motion": "reduce"}, {"reduced_motion": "no-preference"}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, **ANY}
# The machine may be busy with the other runs.
expect.set_options(timeout=30_000)
DESKTOP = {"viewport": {"width": 1280, "height": 900}, **ANY}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = [f"--{flag}" for flag in QUIET.split()] + (["--no-sandbox"] if os.getuid() == 0 else [])
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": flags}


@pytest.fixture
def street(live_server) -> dict[str, Person]:
    """Ana; Ben in her circle; Cleo in Ben's. Between them two dozen plumbers, one of them to beware of."""
    cache.clear()
    call_command("load_trades", verbosity=0)
    leeds, plumber = make_place("Leeds"), Trade.objects.get(slug="plumber")
    ana, ben, cleo = (make_person(name=name, place=leeds) for name in ("Ana Silva", "Ben Okafor", "Cleo Martin"))
    befriend(ana, ben)
    befriend(ben, cleo)
    told = {"trade": plumber, "place": leeds, "pass_on": True}
    make_vouch(author=ben, name="Rosa Lima", phone="+441134960001", words="Came on a Sunday.", cost="£80", **told)
    make_vouch(
        author=cleo, name="Rosa the plumber", phone="+441134960001", words="Kind.", hired_on=months_ago(30), **told
    )
    beware = {"outcome": Outcome.NO, "scope": Scope.CIRCLE, "words": "Left a flood."}
    make_vouch(author=ben, name="Zippadrain", phone="+441134960002", **beware, **told)
    for number in range(22):
        make_vouch(author=cleo, name=f"Plumber {number:02}", phone=f"+4411349601{number:02}", **told)
    make_vouch(author=ana, name="My own Joe", phone="+441134960003", job="Radiators", words="Steady.", **told)
    return {"ana": ana, "ben": ben, "cleo": cleo}


@pytest.fixture
def visit(browser: Browser, live_server, street) -> Iterator[Callable[..., Page]]:
    """Opens a page as somebody, or as nobody; the address of the site comes before what is asked for."""
    opened, faults = [], []

    def open_page(path: str = "/find/", person: Person | None = None, device: dict = PHONE, **options) -> Page:
        context = browser.new_context(base_url=live_server.url, **{"locale": "en-GB", **device, **options})
        opened.append(context)
        if person:
            context.add_cookies([session_cookie(person, live_server.url)])
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text) if is_fault(message) else None)
        page.on("pageerror", lambda error: faults.append(str(error)) if "Transition was" not in str(error) else None)
        page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert not faults


def is_fault(message: ConsoleMessage) -> bool:
    """Two things are noted that are as they should be: a form refused (403, 422) or a page that is not there (404), and
    a search given up because another letter was typed."""
    given_up = message.text.startswith(("htmx:sendAbort", "htmx:afterRequest"))
    of_a_page = not message.location["url"].endswith((".js", ".css"))
    refused = re.search(r"status of (403|404|422)", message.text) and of_a_page
    return message.type == "error" and not refused and not given_up


def session_cookie(person: Person, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": time.time()}]  # as whoever signed in just now
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}
