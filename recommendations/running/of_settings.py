"""What may be wrong with the settings, each by itself."""

import os
from collections.abc import Iterator
from email.utils import parseaddr
from importlib.resources import files
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core import checks as django_checks
from phonenumbers import SUPPORTED_REGIONS

from recommendations.running.findings import Finding, worth_knowing

FEWEST_CHARACTERS = 5  # different ones, as Django counts a key as random
# Said below, in our words.
SAID_OF_OURS = {f"security.W0{number}" for number in ("04", "08", "09", "10", "11", "12", "16", "18", "20")}


def check_secret_key() -> Iterator[Finding]:
    if settings.SECRET_KEY == settings.INSECURE_KEY or len(set(settings.SECRET_KEY)) < FEWEST_CHARACTERS:
        yield Finding(
            "SECRET_KEY is no secret: anybody could make sign-in links. Set it to at least 50 random characters."
        )


def check_debug() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("DEBUG is on: pages of faults show strangers what is inside. Unset it.")


def check_hosts() -> Iterator[Finding]:
    for name in set(settings.ALLOWED_HOSTS) - set(settings.LOCAL_HOSTS):
        if "/" in name or ":" in name.rpartition("]")[2]:
            yield Finding(f"ALLOWED_HOSTS names {name!r}. Write the name alone, without https:// and without a port.")
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("ALLOWED_HOSTS allows every name, so links in mails could be forged. Name the real ones.")
    elif set(settings.ALLOWED_HOSTS) <= set(settings.LOCAL_HOSTS):
        yield Finding("ALLOWED_HOSTS names this machine alone, so nobody else can open a page. Set it to your domain.")


def check_base_url() -> Iterator[Finding]:
    url = urlsplit(settings.BASE_URL)
    host = url.hostname or ""
    if url.scheme not in ("http", "https") or not host:
        yield Finding(f"BASE_URL is {settings.BASE_URL!r}. Write it like https://whom.example.org.")
        return
    if settings.HTTPS and url.scheme != "https":
        yield Finding("BASE_URL begins with http://, though pages are served by HTTPS. Write https://.")
    if not settings.HTTPS and url.scheme == "https":
        yield Finding("BASE_URL begins with https://, though HTTPS is off. Turn HTTPS on, or write http://.")
    if host in [name.strip("[]") for name in settings.LOCAL_HOSTS]:
        yield Finding("BASE_URL is this machine, so the links in mails lead nowhere. Set it to your domain.")
    elif not _is_named(host):
        yield Finding(f"BASE_URL leads to {host}, which ALLOWED_HOSTS does not name: each link in a mail is refused.")
    if url.path.strip("/") or url.query or url.fragment:
        yield Finding("BASE_URL goes on after the host, where pages of Whom do not stand. End it there.")


def check_https() -> Iterator[Finding]:
    if not settings.HTTPS:
        yield worth_knowing("HTTPS is off. Passwords and codes can be read on the way, unless nobody else is there.")
    elif not settings.PROXY_COUNT:
        yield worth_knowing(
            "PROXY_COUNT is 0. Behind a proxy each page would lead to itself without end, and all visitors share one "
            "limit: set it to the number of proxies."
        )


def check_country() -> Iterator[Finding]:
    country = settings.DEFAULT_COUNTRY
    if country not in SUPPORTED_REGIONS:
        yield Finding(f"DEFAULT_COUNTRY is {country!r}. Write the capital letters of a country, like GB.")
        return
    if "DEFAULT_COUNTRY" not in os.environ:
        yield worth_knowing(f"DEFAULT_COUNTRY is not set, so numbers without a country are taken for {country}.")
    if _country_of_zone(settings.TIME_ZONE) not in ("", country):
        elsewhere = f"TIME_ZONE is {settings.TIME_ZONE}, which is not in {country}"
        yield worth_knowing(f"{elsewhere}, as DEFAULT_COUNTRY says. Make sure that both are meant.")


def check_time_zone() -> Iterator[Finding]:
    try:
        ZoneInfo(settings.TIME_ZONE)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Finding(f"TIME_ZONE is {settings.TIME_ZONE!r}, which is no zone. Write it like Europe/London.")


def check_sender() -> Iterator[Finding]:
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    domain = address.rpartition("@")[2]
    if "@" not in address:
        yield Finding(f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL!r}, which holds no address.")
    elif "." not in domain or domain.endswith((".localdomain", ".local", ".invalid")):
        yield Finding(f"DEFAULT_FROM_EMAIL sends from {address}, which no mail server takes. Use your own domain.")


def check_django() -> Iterator[Finding]:
    """What Django itself finds, but for what is said here."""
    for message in django_checks.run_checks(include_deployment_checks=True):
        if message.id not in SAID_OF_OURS and not message.is_silenced():
            yield Finding(f"Django says: {message.msg}", is_warning=not message.is_serious())


def _is_named(host: str) -> bool:
    """As Django asks: a name, one that begins with a dot for all below it, or every name."""
    names = settings.ALLOWED_HOSTS
    return "*" in names or host in names or any(name[:1] == "." and f".{host}".endswith(name) for name in names)


def _country_of_zone(zone: str) -> str:
    """By the table of the time zones; "" where it does not name the zone, as of UTC."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return next((country for country, _, name, *_ in rows if name == zone), "")
