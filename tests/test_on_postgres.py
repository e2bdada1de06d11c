import pytest
from django.db import connection


@pytest.mark.skipif(connection.vendor == "postgresql", reason="this is the run on PostgreSQL")
def test_everything_holds_on_postgresql_too(run_on_postgres):
    running, said = run_on_postgres
    failed = running.wait()

    said.seek(0)
    tail = "".join(said.readlines()[-40:])
    print(tail)  # noqa: T201 (shown with -rA, and whenever it fails)
    assert not failed, tail
