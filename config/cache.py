from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connection


class CountedCache(DatabaseCache):
    """Django's, but that it says when the database is away or full: it would keep silent, and whoever counts here would
    take that for too often. Raises OperationalError."""

    def _base_set(self, *arguments: Any, **named: Any) -> bool:
        before, connection.errors_occurred = connection.errors_occurred, False
        try:
            is_kept = super()._base_set(*arguments, **named)  # type: ignore[misc]
            if connection.errors_occurred:
                raise OperationalError
        finally:
            connection.errors_occurred |= before
        return is_kept
