"""Buttons pressed at the same moment."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from threading import Barrier
from time import sleep
from traceback import print_exc
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.http import Http404
from django.urls import resolve

from tests.parallel.server import HOST

MOST = 100
# Any value will do, if the form holds the same one.
CSRF = "a" * 32
# So that now one comes first and now another, and each at every point of the other's way.
APART = 0.015
threads = ThreadPoolExecutor(MOST)


@dataclass(frozen=True)
class Press:
    """Of a button: what it does, where its form goes, in whose browser, and what the form holds."""

    name: str
    path: str
    session: str = ""
    form: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def answer(self, port: int, ready: Barrier) -> str:
        """A connection of its own, so that every round spreads over the workers anew; open before the start."""
        line = HTTPConnection(HOST, port, timeout=60)
        line.connect()
        cookies = f"csrftoken={CSRF}; sessionid={self.session}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies} | self.headers
        ready.wait()
        sleep(random.uniform(0, APART))
        line.request("POST", self.path, urlencode({"csrfmiddlewaretoken": CSRF} | self.form), headers)
        response = line.getresponse()
        response.read()
        line.close()
        return f"{self.name}: {said(response)}"


@dataclass(frozen=True)
class Deed:
    """What no page does: a call of our own code, in this process. What it raises is answered as a page answers it."""

    name: str
    call: Callable[[], object]

    def answer(self, port: int, ready: Barrier) -> str:
        ready.wait()
        sleep(random.uniform(0, APART))
        try:
            self.call()
        except (Http404, ObjectDoesNotExist):
            return f"{self.name}: 404"
        except Exception:  # whatever it is: the race is to say how often
            print_exc()
            return f"{self.name}: 500"
        finally:
            connection.close()
        return f"{self.name}: done"


def slowly(name: str, act: Callable[[], object]) -> Deed:
    """An act that has not ended by the time that all the others begin."""

    def done() -> None:
        with transaction.atomic():
            act()
            sleep(4 * APART)

    return Deed(name, done)


Round = tuple[list[Press | Deed], Callable[[], str]]


def said(response: HTTPResponse) -> str:
    """The status, and to which page it leads."""
    goal = response.headers["Location"]
    return f"{response.status} {resolve(urlsplit(goal).path).url_name}" if goal else str(response.status)


def at_once(presses: list[Press | Deed], port: int) -> list[str]:
    ready = Barrier(len(presses))
    return list(threads.map(lambda press: press.answer(port, ready), presses))
