"""How a phone number and a web address are written, so that two people's words for one provider meet."""

from functools import lru_cache
from urllib.parse import urlsplit
from uuid import UUID

import phonenumbers
from django.utils.crypto import salted_hmac

# E.164 has a plus and fifteen digits at most; some countries' own plans know longer ones.
LONGEST_PHONE, LONGEST_IDENTITY = 16, 300


def normal_phone(text: str, country: str) -> str:
    """E.164, or "" for nothing. A number without a country code is one of `country`.

    Raises ValueError. Only the length is judged: lists of numbers in use are always a little behind.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{text}” is not a phone number") from error
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not phonenumbers.is_possible_number(number) or len(normal) > LONGEST_PHONE:
        raise ValueError(f"“{text}” is too short or too long for a phone number")
    return normal


@lru_cache(10_000)
def readable_phone(e164: str, country: str) -> str:
    """As people in `country` write it: 0113 496 0123 at home, +44 113 496 0123 abroad."""
    if not e164:
        return ""
    number = phonenumbers.parse(e164)
    home = number.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, style)


def normal_website(text: str) -> str:
    """With its scheme, or "" for nothing. Raises ValueError."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:  # UnicodeError is one
        host = ""
    known = "." in host.strip(".") and parts.scheme.lower() in ("http", "https")
    # With these, its host is not what it seems to be.
    if not known or " " in text or "\\" in text or "@" in parts.netloc:
        raise ValueError(f"“{text}” is not a web address")
    if len(identity_of("", text) or "") > LONGEST_IDENTITY:
        raise ValueError("that web address is too long")
    return text


def public_id_of(identity: str) -> UUID:
    """Made from the identity, so that it does not tell whether somebody else had made the row before."""
    return UUID(bytes=salted_hmac("provider", identity, algorithm="sha256").digest()[:16], version=4)


def identity_of(phone: str, website: str) -> str | None:
    """What makes two vouches speak of one provider: the number, else the web page, else nothing.

    `phone` and `website` are normal already. The path belongs to it: two people on one platform stay two.
    """
    if phone:
        return phone
    if not website:
        return None
    parts = urlsplit(website)
    host = (parts.hostname or "").encode("idna").decode().removeprefix("www.")
    return host + parts.path.rstrip("/")
