"""A database that refuses whatever would be written."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

READS_ONLY = {"sqlite": "PRAGMA query_only = ON", "postgresql": "SET TRANSACTION READ ONLY"}


@contextmanager
def only_reading() -> Iterator[None]:
    """In a transaction: whatever would be written is refused."""
    with transaction.atomic():
        connection.connection.execute(READS_ONLY[connection.vendor])
        try:
            yield
        finally:
            if connection.vendor == "sqlite":
                connection.connection.execute("PRAGMA query_only = OFF")
            transaction.set_rollback(True)  # which ends it on PostgreSQL
