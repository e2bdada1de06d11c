import uuid
from typing import Any

from django.db.models import Model

from people.models import Person
from people.tokens import id_made_of


def id_of_sent(key: uuid.UUID | None, person: Person) -> uuid.UUID:
    """Of what this person makes by a form with this key, so that a second press of its button is the same row. Not the
    key itself: whoever sent the id of another's thing as one could else tell whether that thing is still there."""
    return id_made_of("recommendations.form_key", f"{person.pk} {key}") if key else uuid.uuid4()


def public_id_for(key: uuid.UUID | None, person: Person, model: type[Model], **same: Any) -> uuid.UUID:
    """As `id_of_sent`; a new one if that row stands for something else than `same` by now."""
    sent = id_of_sent(key, person)
    return uuid.uuid4() if model._default_manager.filter(public_id=sent).exclude(**same).exists() else sent
