"""Where somebody is signed in: what a browser calls itself, in two words, enough to know one's own devices by. And
where they have been before, so that no stranger can keep them out there."""

import secrets
import time
from hashlib import sha256

from allauth.core.internal.httpkit import get_client_ip
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

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

# Of the cookie of a known browser: its own name, and signs of the last addresses that were signed in there. Always as
# long, so that it does not tell of how many; browsers keep no cookie longer than 400 days.
DEVICE_BYTES, SIGN_BYTES, MOST_SIGNS = 8, 16, 4
KNOWN_LASTS = 400 * 24 * 3600


def device_name(user_agent: str) -> str:
    browser = next((name for sign, name in BROWSERS.items() if sign in user_agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in user_agent), "")
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or _("An unknown browser")


def note_device(request: HttpRequest) -> None:
    """Once for a session: when it began, and in what."""
    if "began" not in request.session:
        browser = request.headers.get("User-Agent", "")[:200]
        device = {"began": time.time(), "browser": browser, "internet_address": get_client_ip(request)}
        request.session.update(device)


def elsewhere(request: HttpRequest, person: Person) -> SessionQuerySet:
    """Where they are signed in besides this browser."""
    return person.sessions.exclude(pk=hash_of(request.session.session_key or ""))


# --- Browsers that are known ------------------------------------------------------------------------


def device_known_for(request: HttpRequest, address: str) -> str:
    """The name of the browser, if whoever has this address is signed in there or has been; else nothing. Nobody is
    looked up, so that it takes as long for an address that nobody has."""
    if request.user.is_authenticated and request.user.email.lower() == address.lower():
        return "here"
    device, signs = _known_in(request)
    sign = _sign_of(address)
    return device.hex() if sum(constant_time_compare(each, sign) for each in signs) else ""


def know_device(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """By a cookie that outlives signing out, and tells nobody whose it is: it is locked with the secret key."""
    device, signs = _known_in(request)
    sign = _sign_of(address)
    kept = [sign, *(each for each in signs if each != sign)][:MOST_SIGNS]
    filling = secrets.token_bytes(SIGN_BYTES * (MOST_SIGNS - len(kept)))
    content = device + b"".join(kept) + filling
    response.set_cookie(
        settings.KNOWN_COOKIE,
        _lock(settings.SECRET_KEY).encrypt(content, None).hex(),
        max_age=KNOWN_LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known_in(request: HttpRequest) -> tuple[bytes, list[bytes]]:
    """A new name and no signs where there is no cookie, or one that is not ours."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            content = _lock(key).decrypt(bytes.fromhex(request.COOKIES.get(settings.KNOWN_COOKIE, "")), None)
        except (InvalidTag, ValueError):
            continue
        starts = range(DEVICE_BYTES, len(content), SIGN_BYTES)
        return content[:DEVICE_BYTES], [content[at : at + SIGN_BYTES] for at in starts]
    return secrets.token_bytes(DEVICE_BYTES), []


def _sign_of(address: str) -> bytes:
    return sha256(address.lower().encode()).digest()[:SIGN_BYTES]


def _lock(key: str) -> AESSIV:
    return AESSIV(salted_hmac("people.known_device", "", secret=key, algorithm="sha256").digest())
