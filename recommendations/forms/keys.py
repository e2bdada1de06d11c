import uuid
from typing import Any

from django.db.models import Model


def public_id_for(key: uuid.UUID | None, model: type[Model], **same: Any) -> uuid.UUID:
    """The key of the form, so that a second press of its button is the same row; a new one if that row stands for
    something else than `same` by now."""
    key = key or uuid.uuid4()
    return uuid.uuid4() if model._default_manager.filter(public_id=key).exclude(**same).exists() else key
