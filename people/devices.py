"""Where somebody is signed in: what a browser calls itself, in two words, enough to know one's own devices by."""

import time

from allauth.core.internal.httpkit import get_client_ip
from django.http import HttpRequest

from people.models import Person
from people.models.sessions import SessionQuerySet
from people.tokens import hash_of

# Each says also the names of those after it.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "Chromebook",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def device_name(user_agent: str) -> str:
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return f"{browser} on {system}"
    return browser or system or "An unknown browser"


def note_device(request: HttpRequest) -> None:
    """Once for a session: when it began, and in what."""
    if "began" not in request.session:
        browser = request.headers.get("User-Agent", "")[:200]
        device = {"began": time.time(), "browser": browser, "internet_address": get_client_ip(request)}
        request.session.update(device)


def elsewhere(request: HttpRequest, person: Person) -> SessionQuerySet:
    """Where they are signed in besides this browser."""
    return person.sessions.exclude(pk=hash_of(request.session.session_key or ""))
