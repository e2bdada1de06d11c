"""How a phone number and a web address are written, so that two people's words for one provider meet.

Kept libraries do less of it, or too much: one leaves what only tracks, another drops the number of a pin on a map.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit
from uuid import UUID

import phonenumbers
from django.utils.translation import get_language, get_language_bidi, override

from people.tokens import id_made_of

# Letters that are not seen: what stands between them is read from left to right, whatever stands around it.
FROM_THE_LEFT, AS_BEFORE = "\u2066", "\u2069"
# E.164 has a plus and fifteen digits at most; some countries' own plans know longer ones. An extension follows.
LONGEST_PHONE, LONGEST_IDENTITY = 28, 300
EXTENSION = ";ext="
# Of one page for a small screen, and of the same one for a large.
SAME_HOSTS = ("www.", "m.", "mobile.")
# Whose paths lead to the same page however they are written. (Elsewhere /Joe and /joe may be two people.)
IGNORE_CASE = re.compile(r"(?:^|\.)(?:facebook|instagram|linkedin|pinterest|tiktok|twitter|x)\.com$")
# Parts of a query that tell only by which way one came.
TRACKS = re.compile(
    r"utm_.*|(?:fb|g|d|y|tt|tw)clid|msclkid|[gw]braid|gclsrc|gad_(?:source|campaignid)|mc_[ce]id|igsh(?:id)?|_g[al]"
    r"|mibextid|srsltid|li_fat_id|ref_src|__(?:tn|xts|cft)__.*",
    re.IGNORECASE,
)
LEADS = re.compile(r"!?/.")
ESCAPES = re.compile(r"(?:%[0-9a-fA-F]{2})+")
DEFAULT_PORTS = {"http": 80, "https": 443}
ITALY = 39  # and the Vatican


class LocalNumberError(ValueError):
    """Without its area code it is another's in the next town."""


def normal_phone(text: str, country: str) -> str:
    """E.164, with `;ext=5` for an extension, or "" for nothing. A number without a country code is one of `country`.

    Raises ValueError, and LocalNumberError for a number without its area code. Else only the length is judged: lists of
    numbers in use are always a little behind.
    """
    if not text.strip():
        return ""
    try:
        number = phonenumbers.parse(text, country, keep_raw_input=True)
    except phonenumbers.NumberParseException as error:
        raise ValueError(f"“{text}” is not a phone number") from error
    reason = phonenumbers.is_possible_number_with_reason(number)
    is_possible = reason == phonenumbers.ValidationResult.IS_POSSIBLE
    if reason == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY or (is_possible and _is_local(number)):
        raise LocalNumberError(f"“{text}” lacks its area code")
    normal = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    normal += f"{EXTENSION}{number.extension}" if number.extension else ""
    if not is_possible or len(normal) > LONGEST_PHONE:
        raise ValueError(f"“{text}” is too short or too long for a phone number")
    return normal


def _is_local(number: phonenumbers.PhoneNumber) -> bool:
    """Where numbers begin with a 0 unless they are called from the same town: written without it, and too short to have
    only lost it on the way through a spreadsheet. Free and mobile numbers have no area code to lose.

    In Italy the 0 is dialled from everywhere, so that without it nobody has such a number."""
    if number.country_code_source != phonenumbers.CountryCodeSource.FROM_DEFAULT_COUNTRY:
        return False
    if number.country_code == ITALY:
        is_unknown = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.UNKNOWN
        return is_unknown and not number.italian_leading_zero
    region = phonenumbers.region_code_for_country_code(number.country_code or 0)
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.national_prefix != "0" or metadata.fixed_line is None:
        return False
    if phonenumbers.normalize_digits_only(number.raw_input or "").startswith("0"):
        return False
    fixed = (phonenumbers.PhoneNumberType.FIXED_LINE, phonenumbers.PhoneNumberType.UNKNOWN)
    longest = max(metadata.fixed_line.possible_length)
    return phonenumbers.number_type(number) in fixed and len(phonenumbers.national_significant_number(number)) < longest


def readable_phone(e164: str, country: str, language: str | None = None) -> str:
    """As people in `country` write it: 0113 496 0123 at home, +44 113 496 0123 abroad. Its groups stay in their order
    where one reads from right to left. The language is looked up unless it is given."""
    return _phone_as_written(e164, country, language or get_language()) if e164 else ""


@lru_cache(10_000)
def _phone_as_written(e164: str, country: str, language: str | None) -> str:
    number = phonenumbers.parse(e164)
    home = number.country_code == phonenumbers.country_code_for_region(country)
    style = phonenumbers.PhoneNumberFormat.NATIONAL if home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    written = phonenumbers.format_number(number, style)
    with override(language):
        return f"{FROM_THE_LEFT}{written}{AS_BEFORE}" if get_language_bidi() else written


def normal_website(text: str) -> str:
    """With its scheme, or "" for nothing. Raises ValueError."""
    text = text.strip()
    if not text:
        return ""
    if "://" not in text:
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = (parts.hostname or "").encode("idna").decode() if parts.port != 0 else ""  # a wrong port raises too
    except ValueError:  # UnicodeError is one
        host = ""
    known = "." in host.strip(".") and parts.scheme.lower() in ("http", "https")
    # With these, its host is not what it seems to be.
    if not known or " " in text or "\\" in text or "@" in parts.netloc:
        raise ValueError(f"“{text}” is not a web address")
    if len(page_of(text)) > LONGEST_IDENTITY:
        raise ValueError("that web address is too long")
    return text


def public_id_of(identity: str) -> UUID:
    """Made from the identity, so that it does not tell whether somebody else had made the row before."""
    return id_made_of("provider", identity)


def identity_of(phone: str, website: str) -> str | None:
    """What makes two vouches speak of one provider: the number, else the web page, else nothing.

    `phone` and `website` are normal already. A number that is not passed on is none here: else whoever guesses it would
    see that it was right.
    """
    return phone or page_of(website) or None


@lru_cache(10_000)
def page_of(website: str) -> str:
    """The one page, however its address is written; "" without one. Up to the first slash stands the host."""
    if not website:
        return ""
    parts = urlsplit(website)
    host, path = _host_of(parts), _plain(parts.path).rstrip("/")
    path = path.lower() if IGNORE_CASE.search(host) else path
    query = "&".join(sorted(_plain(part) for part in parts.query.split("&") if part and not _tracks(part)))
    fragment = _plain(parts.fragment) if LEADS.match(parts.fragment) else ""
    beyond = (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
    return host + (path or ("/" if beyond else "")) + beyond


def host_of(page: str) -> str:
    return page.partition("/")[0]


def _host_of(parts: SplitResult) -> str:
    host = (parts.hostname or "").encode("idna").decode().lower().rstrip(".")
    while prefix := next((each for each in SAME_HOSTS if host.startswith(each)), ""):
        if "." not in host.removeprefix(prefix):
            break  # m.example is the whole of it
        host = host.removeprefix(prefix)
    return host if parts.port in (None, DEFAULT_PORTS.get(parts.scheme.lower())) else f"{host}:{parts.port}"


def _tracks(part: str) -> bool:
    return bool(TRACKS.fullmatch(unquote(part.partition("=")[0])))


def _plain(text: str) -> str:
    """Without escapes for what needs none: caf%C3%A9 is café. What would mean something else stays escaped."""
    return ESCAPES.sub(lambda match: _unescaped(match[0]), text)


def _unescaped(escapes: str) -> str:
    try:
        letters = unquote(escapes, errors="strict")
    except UnicodeDecodeError:
        return escapes.upper()
    return "".join(each if each.isalnum() or each in "-._~" else quote(each, safe="") for each in letters)
