"""The environment, as the settings read it: what cannot be meant is refused by the name of its variable, and never
taken for something else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured

YES_OR_NO = dict.fromkeys(("yes", "on", "true", "ok", "y", "1"), True)
YES_OR_NO |= dict.fromkeys(("no", "off", "false", "n", "0"), False)
DATABASES_KNOWN = {"postgresql", "postgres", "psql", "pgsql", "sqlite"}
LIKE_A_DATABASE = "postgresql://user:password@host/name or sqlite:////folder/whom.sqlite3"
LIKE_A_MAIL_SERVER = "smtp+tls://user:password@host:587"
# Each of them ends the password, and what stands behind it would be another host.
IN_A_PASSWORD = "In a password write %25 for %, %23 for #, %2F for / and %3F for ?"  # noqa: S105


class Environment(environ.Env):
    """No value of an address is told: it may hold a password."""

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        """Left empty, it is as if it were not there."""
        said = self._said(var)
        if said and said.lower() not in YES_OR_NO:
            raise ImproperlyConfigured(f"{var} is {said!r}. Write yes or no.")
        return YES_OR_NO[said.lower()] if said else default

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> int:
        """Left empty, it is as if it were not there."""
        said = self._said(var)
        if said and not (said.isascii() and said.isdigit()):
            raise ImproperlyConfigured(f"{var} is {said!r}. Write a whole number, 0 or more.")
        return int(said) if said else default

    def list(self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET) -> Any:
        """Separated by commas, with or without spaces."""
        return [each for part in super().list(var, cast, default) if (each := part.strip())]

    def db_url(self, var: str = "DATABASE_URL", default: Any = environ.Env.NOTSET, engine: Any = None) -> dict:
        with self._address(var, LIKE_A_DATABASE, DATABASES_KNOWN):
            return super().db_url(var, default, engine)

    def email_url(self, var: str = "EMAIL_URL", default: Any = environ.Env.NOTSET, backend: Any = None) -> dict:
        with self._address(var, LIKE_A_MAIL_SERVER, self.EMAIL_SCHEMES):
            return super().email_url(var, default, backend)

    def one_of(self, var: str, choices: Iterable[str], default: str) -> str:
        said = self.get_value(var, default=default)
        if said not in choices:
            raise ImproperlyConfigured(f"{var} is {said!r}. Write one of {', '.join(choices)}.")
        return said

    def time_zone(self, var: str, default: str) -> str:
        said = self.get_value(var, default=default)
        try:
            ZoneInfo(said)
        except (KeyError, ValueError, OSError) as error:
            raise ImproperlyConfigured(f"{var} is {said!r}, which is no zone. Write it like Europe/London.") from error
        return said

    def _said(self, var: str) -> str:
        return self.get_value(var, cast=str, default="").strip()

    @contextmanager
    def _address(self, var: str, like: str, known: Iterable[str]) -> Iterator[None]:
        """Raises ImproperlyConfigured, and hides the fault behind it, which may tell a part of a password."""
        try:
            if var in self:
                said = urlsplit(self.get_value(var, cast=str))
                if said.scheme not in known or said.fragment or (said.scheme[:4] == "smtp" and not said.hostname):
                    raise ValueError
            yield
        except ValueError:
            raise ImproperlyConfigured(f"{var} cannot be read. Write it like {like}. {IN_A_PASSWORD}.") from None
