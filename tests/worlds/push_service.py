"""A service where messages to browsers are left, and browsers that read them: by RFC 8291 and RFC 8292 as they are
written, and by nothing that the app itself uses for it."""

import hmac
import json
import ssl
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID
from django.conf import settings

from people.models import Person, PushBrowser
from people.tokens import hash_of
from tests.worlds.looking import session_of

GOOGLES, MOZILLAS = "fcm.googleapis.com", "updates.push.services.mozilla.com"
PUSH_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
number = count(1)


def packed(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def unpacked(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def point_of(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def private_key_of(raw: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(unpacked(raw), "big"), ec.SECP256R1())


@dataclass
class Reading:
    """What a browser knows of itself."""

    service: str = GOOGLES
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = b"sixteen letters."
    path: str = field(default_factory=lambda: f"/send/{next(number)}?token=a%2Bb")

    @property
    def said(self) -> dict[str, str]:
        key = packed(point_of(self.private.public_key()))
        return {"endpoint": f"https://{self.service}{self.path}", "key": key, "secret": packed(self.secret)}

    def read(self, body: bytes) -> bytes:
        """RFC 8291, section 3.4, and RFC 8188 for a single record."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        shared = self.private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        info = b"WebPush: info\0" + point_of(self.private.public_key()) + sender
        key = expanded(extracted(self.secret, shared), info, 32)
        content_key = expanded(extracted(salt, key), b"Content-Encoding: aes128gcm\0", 16)
        nonce = expanded(extracted(salt, key), b"Content-Encoding: nonce\0", 12)
        padded = AESGCM(content_key).decrypt(nonce, sealed, None)
        text, end = padded.rstrip(b"\0")[:-1], padded.rstrip(b"\0")[-1:]
        assert end == b"\x02"
        return text


def extracted(salt: bytes, secret: bytes) -> bytes:
    return hmac.digest(salt, secret, "sha256")


def expanded(key: bytes, info: bytes, length: int) -> bytes:
    """One block of HKDF, which is enough here."""
    return hmac.digest(key, info + b"\1", "sha256")[:length]


def signed_by(authorization: str) -> tuple[str, dict[str, Any]]:
    """By which public key, and what was claimed. Raises InvalidSignature."""
    scheme, _, rest = authorization.partition(" ")
    said = dict(part.split("=", 1) for part in rest.split(","))
    head, claims, signature = said["t"].split(".")
    assert (scheme, set(said)) == ("vapid", {"t", "k"})
    assert json.loads(unpacked(head)) == {"typ": "JWT", "alg": "ES256"}
    raw = unpacked(signature)
    assert len(raw) == 64
    numbers = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unpacked(said["k"]))
    key.verify(numbers, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return said["k"], json.loads(unpacked(claims))


def turned_on(person: Person, service: str = GOOGLES) -> tuple[Reading, PushBrowser]:
    """In a browser where they are signed in."""
    reading, session = Reading(service), hash_of(session_of(person))
    assert PushBrowser.objects.turn_on(person, session, **reading.said)
    return reading, PushBrowser.objects.get(session=session)


@dataclass
class Left:
    host: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class PushService:
    """For all hosts at once; answers each as it is told to."""

    left: list[Left] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)  # by path
    headers: dict[str, str] = field(default_factory=dict)
    port: int = 0

    def told(self, reading: Reading) -> list[dict[str, Any]]:
        """What this browser shows of what was left for it."""
        mine = [each for each in self.left if (each.host, each.path) == (reading.service, reading.path)]
        return [json.loads(reading.read(each.body)) for each in mine]

    def titles(self, reading: Reading) -> list[str]:
        return [each["notification"]["title"] for each in self.told(reading)]


@contextmanager
def serving_pushes() -> Iterator[PushService]:
    service = PushService()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            service.left.append(Left(self.headers["Host"], self.path, dict(self.headers), body))
            self.send_response(service.statuses.get(self.path, 201))
            for name, value in (service.headers | {"Content-Length": "0"}).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.socket = certificate()[0].wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        service.port = server.server_port
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield service
        finally:
            server.shutdown()
            thread.join()


@cache
def certificate() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """For who serves, and for who trusts it alone."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push services")])
    hosts = x509.SubjectAlternativeName([x509.DNSName(host) for host in (GOOGLES, MOZILLAS)])
    begun = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    begun = begun.serial_number(x509.random_serial_number()).add_extension(hosts, critical=False)
    begun = begun.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = begun.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    serves, trusts = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ssl.create_default_context(cadata=made.decode())
    with TemporaryDirectory() as folder:
        (Path(folder) / "both.pem").write_bytes(made + secret)
        serves.load_cert_chain(Path(folder) / "both.pem")
    return serves, trusts


def push_key_for_browsers() -> str:
    return packed(point_of(private_key_of(settings.PUSH_KEY).public_key()))
