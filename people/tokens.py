"""Tokens in links: made from a secret key and a public id, so that the database need hold no more than their hash. And
ids, made from it and a text."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

TOKEN_BYTES = 24


def token_of(purpose: str, public_id: UUID) -> str:
    """192 bits, as 32 letters and digits for a URL."""
    return next(_tokens(purpose, public_id))


def token_with(purpose: str, public_id: UUID, token_hash: str) -> str | None:
    """The token that has this hash; None if it was made with a key that is no longer known."""
    return next((token for token in _tokens(purpose, public_id) if hash_of(token) == token_hash), None)


def hash_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def id_made_of(purpose: str, text: str) -> UUID:
    """The same for the same text. Whoever knows the id does not know the text, nor the other way round."""
    return UUID(bytes=salted_hmac(purpose, text, algorithm="sha256").digest()[:16], version=4)


def _tokens(purpose: str, public_id: UUID) -> Iterator[str]:
    for key in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        digest = salted_hmac(f"whom.{purpose}", str(public_id), secret=key, algorithm="sha256").digest()
        yield urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
