"""A mark that goes out with a page and comes back with the next: it tells its bearer nothing, and is good for no one
else."""

import base64
from binascii import Error

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac

from people.models import Person


def sealed(person: Person, purpose: str, content: bytes) -> str:
    """The same content is always written in the same way, as a page is."""
    return base64.urlsafe_b64encode(_cipher(person, purpose).encrypt(content, None)).decode()


def opened(person: Person, purpose: str, mark: str) -> bytes | None:
    """None of nothing, of what is not theirs, and of nonsense."""
    if not mark:
        return None
    try:
        return _cipher(person, purpose).decrypt(base64.urlsafe_b64decode(mark.encode()), None)
    except (InvalidTag, Error, UnicodeError, ValueError):
        return None


def _cipher(person: Person, purpose: str) -> AESSIV:
    """Of each person and purpose another one."""
    return AESSIV(salted_hmac(purpose, str(person.pk), algorithm="sha256").digest())
