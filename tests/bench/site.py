"""A Django site that is asked within its process, as a server asks it: what a page takes of CPU, and of statements."""

from __future__ import annotations

import io
import os
import random
import re
import sys
from collections.abc import Callable
from http.cookies import SimpleCookie
from time import perf_counter, process_time
from typing import Any, NamedTuple

from tests.bench.databases import answer

CIRCLES = (20, 60)
# So many ways lead to friends of friends, in a country as in a town: what is looked through for them is as much.
BEYOND = range(500, 1500)
CARDS = 20  # so many providers at least stand on the pages of Find
UUID = r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}"
NOBODY = "00000000-0000-0000-0000-000000000000"
Cookies = dict[str, str]


class Page(NamedTuple):
    cpu: float  # milliseconds, as is `wall`
    wall: float
    body: str


class Site:
    def __init__(self) -> None:
        from django.core.handlers.wsgi import WSGIHandler

        self.handler = WSGIHandler()

    def get(self, path: str, cookies: Cookies) -> Page:
        answered: list[Any] = []
        environ = _environ(*path.partition("?")[::2], cookies)
        cpu, wall = process_time(), perf_counter()
        response = self.handler(environ, lambda *head: answered.extend(head))
        body = b"".join(response)
        response.close()
        took = (process_time() - cpu) * 1000, (perf_counter() - wall) * 1000
        status, headers = answered
        if not status.startswith("200"):
            raise RuntimeError(f"{path}: {status}")
        cookies |= cookies_of(value for name, value in headers if name == "Set-Cookie")
        return Page(*took, body.decode())

    def timed(self, path: str, cookies: Cookies) -> tuple[float, float, Cookies]:
        page = self.get(path, cookies)
        return page.cpu, page.wall, cookies

    def statements(self, path: str, cookies: Cookies) -> int:
        from django.db import connection

        asked: list[str] = []

        def noted(execute: Callable[..., Any], text: str, *more: Any) -> Any:
            asked.append(text)
            return execute(text, *more)

        with connection.execute_wrapper(noted):
            self.get(path, cookies)
        return len(asked)

    @property
    def acts(self) -> dict[str, Callable[..., Any]]:
        return {"get": self.timed, "statements": self.statements}


def serve_app(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import config.wsgi  # noqa: F401  # as people run it

    site = Site()
    answer({**site.acts, "viewers": lambda count, seed: _viewers(site, count, seed), "people": _people}, pipe)


def serve_yardstick(settings: dict[str, str], pipe: Any) -> None:
    os.environ |= settings
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    user, _ = User.objects.get_or_create(username="anybody")
    answer({**Site().acts, "sign in": lambda: _signed_in(user)}, pipe)


def cookies_of(lines: Any) -> Cookies:
    return {name: morsel.value for line in lines for name, morsel in SimpleCookie(line).items()}


def _environ(path: str, query: str, cookies: Cookies) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _signed_in(user: Any) -> Cookies:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return {name: morsel.value for name, morsel in client.cookies.items()}


def _people() -> int:
    from people.models import Person

    return Person.objects.count()


def _viewers(site: Site, count: int, seed: int) -> list[tuple[Cookies, dict[str, str]]]:
    """At random, with circles of the usual size, for whom the pages are full; each with the addresses of theirs."""
    from django.db.models import Count, Q

    from people.models import Person
    from recommendations.models import Vouch

    lots = random.Random(seed)
    people = range(1, Person.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1)
    some = lots.sample(people, min(len(people), 100 * count))
    circle = Count("ties", filter=Q(ties__standing=True))
    able = Person.objects.filter(pk__in=some, is_active=True).annotate(circle=circle).filter(circle__range=CIRCLES)
    by_trade = Vouch.objects.filter(author__in=some).order_by("trade").values_list("trade__slug")
    hired = dict(by_trade.annotate(Count("pk")))
    viewers = []
    for person in lots.sample(list(able.order_by("pk")), min(len(able), 10 * count)):
        if _beyond(person.pk) not in BEYOND:
            continue
        cookies = _signed_in(person)
        trades = lots.choices(list(hired), list(hired.values()), k=5)
        if pages := _pages_of(site, person, cookies, trades, lots):
            viewers.append((cookies, pages))
        if len(viewers) == count:
            return viewers
    raise RuntimeError(f"only {len(viewers)} viewers have full pages")


def _beyond(person: int) -> int:
    from people.models import Tie

    friends = Tie.objects.standing().filter(person=person).values("friend")
    return Tie.objects.standing().filter(person__in=friends).count()


def _pages_of(site: Site, person: Any, cookies: Cookies, trades: list[str], lots: random.Random) -> dict[str, str]:
    """The addresses of theirs, if Find has enough for them, and somebody has asked them something."""
    from django.urls import reverse

    find = reverse("find")
    every = f"{find}?near=anywhere"
    mine, theirs = _last_question(person=person), _last_question(answers__person=person)
    if len(_led_to("provider", site, every, cookies)) < CARDS or theirs is None:
        return {}
    for trade in trades:
        one = f"{find}?trade={trade}&near=anywhere"
        if len(shown := _led_to("provider", site, one, cookies)) >= CARDS:
            break
    else:
        return {}
    words = trade.replace("-", "+")
    return {
        "Find, one trade": one,
        "Find, every trade": every,
        "Find, by words": f"{find}?q={words}+clean",
        "Find, words with a slip": f"{find}?q={words}+claen",
        "home": find,
        "provider": reverse("provider", args=[lots.choice(shown)]),
        "circle": reverse("circle"),
        "friend": reverse("friend", args=[_led_to("friend", site, reverse("circle"), cookies)[0]]),
        "vouch form": reverse("vouch_new"),
        "ask form": reverse("ask_new"),
        "a question": reverse("ask", args=[mine.public_id]),
        "a friend’s question": reverse("ask", args=[theirs.public_id]),
        "own list": reverse("vouches"),
        "numbers": reverse("numbers"),
        "notices": reverse("notices"),
        "you": reverse("you"),
    }


def _last_question(**of: Any) -> Any:
    """Which is the one that was answered."""
    from recommendations.models import Ask

    return Ask.objects.filter(**of).order_by("pk").last()


def _led_to(name: str, site: Site, path: str, cookies: Cookies) -> list[str]:
    """Whose pages of this name the page leads to."""
    from django.urls import reverse

    page = re.escape(reverse(name, args=[NOBODY])).replace(re.escape(NOBODY), f"({UUID})")
    return sorted(set(re.findall(page, site.get(path, cookies).body)))
