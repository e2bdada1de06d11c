"""What is shown by browsers that a person has turned it on in (RFC 8030), sealed for that browser alone (RFC 8291) and
signed as coming from here (RFC 8292)."""

import json
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import translation
from py_vapid import Vapid

from people.emails import url_of
from people.models import Notice, PushBrowser

# For how long a phone that is switched off may still be told, and it is tried at all.
PUSH_LASTS = timedelta(days=1)
SIGNATURE_LASTS = timedelta(hours=12)
# What can wait until a phone is in use anyhow.
UNHURRIED = {"push_ties", "push_thanks"}
ENDPOINT = re.compile(r"https://([a-z0-9.-]+)/[!-\"$-~]+")
KEY_BYTES, SECRET_BYTES = 65, 16


@dataclass
class PushMessage:
    to: list[str]
    title: str
    navigate: str
    language: str
    topic: str
    urgency: str
    endpoint: str
    key: str
    secret: str

    def shown(self) -> dict[str, Any]:
        """As Safari reads it by itself, from 18.4 on, and `sw.js` does elsewhere. What comes twice is shown once, by
        its tag."""
        said = {"title": self.title, "lang": self.language, "tag": self.topic, "navigate": self.navigate}
        return {"web_push": 8030, "notification": said}

    def sealed(self) -> tuple[dict[str, str], bytes]:
        body = http_ece.encrypt(
            json.dumps(self.shown()).encode(),
            private_key=ec.generate_private_key(ec.SECP256R1()),
            dh=unpacked(self.key),
            auth_secret=unpacked(self.secret),
        )
        headers = {
            **_signature(self.endpoint),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(int(PUSH_LASTS.total_seconds())),
            "Urgency": self.urgency,
            "Topic": self.topic,
        }
        return headers, body


def push_message(notice: Notice, browser: PushBrowser, switch: str) -> PushMessage:
    person = browser.person
    with translation.override(person.language):
        title = notice.on_a_screen()
    return PushMessage(
        to=[person.email],
        title=title,
        navigate=url_of(notice.link),
        language=person.language,
        topic=packed(notice.public_id.bytes),
        urgency="low" if switch in UNHURRIED else "normal",
        endpoint=browser.endpoint,
        key=browser.key,
        secret=browser.secret,
    )


def is_of_a_browser(endpoint: str) -> bool:
    """Whether it is where browsers let messages be left, so that nobody can have us call anything else."""
    found = ENDPOINT.fullmatch(endpoint)
    return found is not None and any(f".{found[1]}".endswith(f".{service}") for service in settings.PUSH_SERVICES)


def is_key_of_a_browser(key: str) -> bool:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(key))
    except ValueError:
        return False
    return len(unpacked(key)) == KEY_BYTES


def is_secret_of_a_browser(secret: str) -> bool:
    try:
        return len(unpacked(secret)) == SECRET_BYTES
    except ValueError:
        return False


def new_push_key() -> str:
    private = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return packed(private.to_bytes(32, "big"))


def public_push_key() -> str:
    """For browsers, to know us by; "" where push is off."""
    if not settings.PUSH_KEY:
        return ""
    return packed(_signer(settings.PUSH_KEY).public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    """Raises ValueError."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@cache
def _signer(key: str) -> Vapid:
    return Vapid.from_raw(key.encode())


def _signature(endpoint: str) -> dict[str, str]:
    """With our own address to turn to, which has to be one: Apple's service refuses all else."""
    service, ourselves = urlsplit(endpoint), urlsplit(settings.BASE_URL).hostname
    return _signer(settings.PUSH_KEY).sign(
        {
            "aud": f"{service.scheme}://{service.netloc}",
            "exp": int(time.time() + SIGNATURE_LASTS.total_seconds()),
            "sub": f"https://{ourselves}",
        }
    )
