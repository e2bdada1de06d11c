"""Keys in the buttons of mails: signed, each for one act, one person and one thing, and for two weeks.

Whoever holds one need not be that person, since mails are forwarded: a key opens what the mail told already, and lets
its holder do what can be taken back.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from uuid import UUID

from django.core.signing import BadSignature, TimestampSigner

from people.models import Person

MAIL_KEY_LASTS = timedelta(weeks=2)
ID_BYTES = 16


def mail_key(act: str, person: Person, about: UUID) -> str:
    ids = urlsafe_b64encode(person.public_id.bytes + about.bytes).decode().rstrip("=")
    return _signer(act).sign(ids)


def opened_by_mail_key(act: str, key: str) -> tuple[Person, UUID] | None:
    """Whose mail it was, and the public id of what it was about; None if the key was made for another act, too long ago
    or by somebody else, or if the person is not here. The right to see is still to be asked."""
    try:
        ids = urlsafe_b64decode(_signer(act).unsign(key, max_age=MAIL_KEY_LASTS) + "==")
    except BadSignature:
        return None
    person = Person.objects.filter(public_id=UUID(bytes=ids[:ID_BYTES]), is_active=True).first()
    return (person, UUID(bytes=ids[ID_BYTES:])) if person else None


def _signer(act: str) -> TimestampSigner:
    return TimestampSigner(salt=f"people.mail_keys.{act}")
