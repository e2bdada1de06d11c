"""A question as it stands on the page that its mail leads to, for whoever holds that mail: nobody has signed in, so
that nothing of its reader's is shown or opened."""

from typing import NamedTuple

from people.mail_keys import mail_key, opened_by_mail_key
from people.models import Person
from recommendations.models import Ask
from recommendations.sight.asks import Asked, asked_of, reaching

TO_ANSWER = "answer"  # of its keys


class AskedByMail(NamedTuple):
    to: Person  # whom the mail went to
    asked: Asked

    @property
    def asker(self) -> str:
        """At the beginning of a line: by their first name, if it may be known."""
        return self.asked.them if self.asked.is_named else self.asked.asked_by

    @property
    def reader(self) -> str:
        """Who has what is answered."""
        return self.asked.passer_first_name if self.asked.is_put else self.asker


def answering_key(person: Person, ask: Ask) -> str:
    return mail_key(TO_ANSWER, person, ask.public_id)


def asked_by_mail(key: str) -> AskedByMail | None:
    """None in the same way, whatever ended it."""
    opened = opened_by_mail_key(TO_ANSWER, key)
    if opened is None:
        return None
    person, about = opened
    rows = list(reaching(person).open_by_mail().filter(ask__public_id=about))
    return AskedByMail(person, asked_of(person, [rows])[0]) if rows else None
