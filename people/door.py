"""The one door: whatever leaves the house, by mail or by whatever comes beside it, leaves by `send_out`.

No other module may name what sends. A channel is a class here with a `carry`; as the tests read every message in
`send_out` itself, they read what a new channel carries too.
"""

from collections.abc import Callable
from contextlib import suppress
from smtplib import SMTPDataError, SMTPNotSupportedError, SMTPRecipientsRefused
from typing import Protocol, TypeVar

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
    """With the channel's own error as its cause. `its_own`: the trouble lies in this one message, and others may go."""

    def __init__(self, its_own: bool) -> None:
        super().__init__()
        self.its_own = its_own


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
