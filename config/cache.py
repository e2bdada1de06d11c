import base64
import pickle
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.utils import timezone

AT_NO_TIME = datetime(9999, 12, 31, tzinfo=UTC)
CACHE_WRITES = {
    "set": """
        INSERT INTO {0} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)
        ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires""",
    "add": """
        INSERT INTO {0} (cache_key, value, expires) VALUES (%(key)s, %(value)s, %(expires)s)
        ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value, expires = excluded.expires
         WHERE {0}.expires < %(now)s""",
    "touch": "UPDATE {0} SET expires = %(expires)s WHERE cache_key = %(key)s AND expires >= %(now)s",
}


class CountedCache(DatabaseCache):
    """Django's, but that each write is one statement, which looks at one row: Django counts all rows with each, to
    throw some out when there are too many. Here what has expired is deleted every hour, and nothing else. And that it
    says when the database is away or full: Django's would keep silent, and whoever counts here would take that for too
    often. Raises DatabaseError."""

    def _base_set(self, mode: str, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT) -> bool:
        until = self.get_backend_timeout(timeout)
        expires = AT_NO_TIME if until is None else datetime.fromtimestamp(until, tz=UTC)
        kept = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("ascii")
        as_stored = connection.ops.adapt_datetimefield_value
        moments = {
            "expires": as_stored(expires.replace(microsecond=0)),
            "now": as_stored(timezone.now().replace(microsecond=0)),
        }
        with connection.cursor() as cursor:
            text = CACHE_WRITES[mode].format(connection.ops.quote_name(self._table))  # type: ignore[attr-defined]
            cursor.execute(text, {"key": key, "value": kept, **moments})
            return cursor.rowcount > 0
