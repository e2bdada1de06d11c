"""The one door: whatever leaves the house, by mail or by whatever comes beside it, leaves by `send_out`.

No other module may name what sends. A channel is a class here with a `carry`; as the tests read every message in
`send_out` itself, they read what a new channel carries too.
"""

import ssl
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused, SMTPResponseException
from socket import SOCK_STREAM, create_connection, getaddrinfo, socket
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

from django.core.mail import EmailMessage, get_connection


class Message(Protocol):
    # Whose eyes it is for, by their e-mail addresses, whatever the channel.
    to: list[str]


M = TypeVar("M", bound=Message)
Carried = TypeVar("Carried", bound=Message, contravariant=True)


class Channel(Protocol[Carried]):
    def carry(self, message: Carried) -> None:
        """Raises NotCarriedError."""


class NotCarriedError(Exception):
    """With the channel's own error as its cause, or `why` in words that hold nothing of the message. `its_own`: the
    trouble lies in this one message, and others may go. `after`: how many seconds the other side asks to wait."""

    def __init__(self, its_own: bool, why: str = "", after: int = 0) -> None:
        super().__init__()
        self.its_own, self.why, self.after = its_own, why, after


class GoneError(NotCarriedError):
    """There is nobody any more to carry it to."""

    def __init__(self) -> None:
        super().__init__(its_own=True, why="gone")


def send_out(write: Callable[[], M | None], channel: Channel[M]) -> bool:
    """Whether anything went. `write` asks for the right to see, here and now, and gives None where there is none.

    Raises NotCarriedError, and whatever `write` raises. To be called as `door.send_out`, where the tests read along.
    """
    message = write()
    if message is None:
        return False
    channel.carry(message)
    return True


class MailServer:
    """Each mail has a connection of its own, unless `open` was called: then all have that one, until `close`."""

    def __init__(self) -> None:
        self._connection = get_connection()

    def open(self) -> None:
        """Nothing, if it is open. Raises OSError."""
        self._connection.open()

    def close(self) -> None:
        with suppress(OSError):
            self._connection.close()

    def carry(self, message: EmailMessage) -> None:
        try:
            self._connection.send_messages([message])
        except (OSError, ValueError) as error:  # of what smtplib raises, all is an OSError
            raise NotCarriedError(_lies_in_the_mail(error)) from error


def answer_of(fault: NotCarriedError) -> str:
    """The mail server's own words, for nobody but an operator who asked: they hold addresses."""
    error = fault.__cause__ or fault
    if isinstance(error, SMTPRecipientsRefused):
        error = SMTPResponseException(*next(iter(error.recipients.values())))
    if isinstance(error, SMTPResponseException):
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"It answered {error.smtp_code}: {' '.join(words.split())}"
    return f"It could not be asked: {error or type(error).__name__}"


class Used(Protocol):
    def rollback(self) -> None: ...


class Rationed:
    """A mail server for addresses that somebody typed in: `use_up` takes one of the ration of an address, or raises a
    NotCarriedError. What was not carried is not counted."""

    def __init__(self, server: MailServer, use_up: Callable[[str], Used]) -> None:
        self._server, self._use_up = server, use_up

    def carry(self, message: EmailMessage) -> None:
        used = self._use_up(message.to[0])
        try:
            self._server.carry(message)
        except NotCarriedError:
            used.rollback()
            raise


def _lies_in_the_mail(error: Exception) -> bool:
    if isinstance(error, SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, SMTPRecipientsRefused | SMTPNotSupportedError | ValueError)


# --- Browsers -------------------------------------------------------------------------------------

HTTPS_PORT, TIMEOUT, MOST_READ, LONGEST_ASKED_FOR = 443, 5, 65_536, 3600
NOBODY_THERE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
IN_TROUBLE = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class Sealed(Message, Protocol):
    # Where it is left: an https address.
    endpoint: str

    def sealed(self) -> tuple[dict[str, str], bytes]:
        """Headers and body."""


class PushServices:
    """Where messages to browsers are left: one connection for each, until `close`. One that is in trouble is left alone
    until then. No answer leads on to another address."""

    def __init__(self) -> None:
        self._connections: dict[str, HTTPSConnection] = {}
        self._in_trouble: set[str] = set()

    def close(self) -> None:
        for connection in self._connections.values():
            connection.close()

    def carry(self, message: Sealed) -> None:
        host = urlsplit(message.endpoint).netloc
        if host in self._in_trouble:
            raise NotCarriedError(its_own=False, why="the service is in trouble")
        try:
            status, after = self._post(host, message)
        except (OSError, HTTPException) as error:
            if broken := self._connections.pop(host, None):
                broken.close()
            self._in_trouble.add(host)
            raise NotCarriedError(its_own=False) from error
        if status in NOBODY_THERE:
            raise GoneError
        if status in IN_TROUBLE or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            self._in_trouble.add(host)
            raise NotCarriedError(its_own=False, why=f"status {status}", after=after)
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise NotCarriedError(its_own=True, why=f"status {status}")

    def _post(self, host: str, message: Sealed) -> tuple[int, int]:
        """The status, and how many seconds to wait. Raises OSError, HTTPException."""
        connection = self._connections.get(host) or HTTPSConnection(host)
        if connection.sock is None:
            connection.sock = TLS.wrap_socket(plugged_in(host), server_hostname=host)
            self._connections[host] = connection
        headers, body = message.sealed()
        connection.request("POST", message.endpoint.removeprefix(f"https://{host}"), body, headers)
        answer = connection.getresponse()
        answer.read(MOST_READ)
        if not answer.isclosed():
            connection.close()
        after = answer.headers.get("Retry-After", "")
        return answer.status, min(int(after), LONGEST_ASKED_FOR) if after.isdecimal() else 0


TLS = ssl.create_default_context()


def plugged_in(host: str) -> socket:
    """A connection to an address of this name, and to none inside our own network, whatever the name stands for.
    Raises OSError."""
    trouble = OSError("it has no address that is open to everybody")
    for *_, address in getaddrinfo(host, HTTPS_PORT, type=SOCK_STREAM):
        if ip_address(address[0]).is_global:
            try:
                return create_connection((str(address[0]), HTTPS_PORT), TIMEOUT)
            except OSError as error:
                trouble = error
    raise trouble
