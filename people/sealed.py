"""What is kept by somebody, or somewhere, to whom it must tell nothing: a mark that goes out with a page and comes back
with the next, good for no one else; a mail that waits in the database."""

import base64
from binascii import Error
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.utils.crypto import salted_hmac

from people.models import Person


def sealed(whose: Person | UUID, purpose: str, content: bytes) -> str:
    """The same content is always written in the same way, as a page is."""
    return base64.urlsafe_b64encode(_cipher(whose, purpose, settings.SECRET_KEY).encrypt(content, None)).decode()


def opened(whose: Person | UUID, purpose: str, mark: str) -> bytes | None:
    """None of nothing, of what is not theirs, and of nonsense."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS) if mark else ():
        try:
            return _cipher(whose, purpose, key).decrypt(base64.urlsafe_b64decode(mark.encode()), None)
        except (InvalidTag, Error, UnicodeError, ValueError):
            continue
    return None


def _cipher(whose: Person | UUID, purpose: str, key: str) -> AESSIV:
    """Of each person, or row, and purpose another one."""
    of = whose.pk if isinstance(whose, Person) else whose
    return AESSIV(salted_hmac(purpose, str(of), secret=key, algorithm="sha256").digest())
