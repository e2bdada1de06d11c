"""What the database's role is told by `prepare`, and that `doctor` sees where it was not."""

import pytest
from django.db import connection

from config.databases import PLANNING, ROLE_LIMITS, SHOWN_EVERYWHERE
from recommendations.running.roles import check_role, tell_role

TOLD = (
    "SELECT unnest(setconfig) FROM pg_db_role_setting JOIN pg_roles role ON role.oid = setrole"
    " JOIN pg_database base ON base.oid = setdatabase WHERE rolname = CURRENT_USER AND datname = current_database()"
)


def test_where_nothing_is_to_be_told_nothing_is_asked(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        tell_role()
        assert list(check_role()) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="there are no roles")
def test_the_role_is_told_its_limits_and_that_every_commit_waits(db, settings):
    """Whatever is taken back, and by whichever act: a block, a tie, a scope, a session, at the desk, by the worker."""
    settings.TOLD_TO_ROLE = ROLE_LIMITS | PLANNING | SHOWN_EVERYWHERE
    tell_role()

    with connection.cursor() as cursor:
        cursor.execute(TOLD)
        told = dict(line.split("=", 1) for [line] in cursor.fetchall())
    assert told == settings.TOLD_TO_ROLE
    assert told["synchronous_commit"] == "remote_apply"


@pytest.mark.skipif(connection.vendor != "postgresql", reason="there are no roles")
def test_doctor_sees_what_the_role_was_not_told(db, settings):
    settings.TOLD_TO_ROLE = ROLE_LIMITS | SHOWN_EVERYWHERE  # of which a test's own connection has the limits

    [found] = [finding.words for finding in check_role()]
    assert found.startswith("The database's role has synchronous_commit = off, and not remote_apply: manage.py prepare")
