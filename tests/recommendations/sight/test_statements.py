"""How statements about one viewer are put together and asked."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection

from people.compiled import as_list
from people.models import Person
from recommendations.sight.statements import among, as_uuid, for_viewer, like_among, on_day, rows, says
from tests.worlds.builders import make_person


def test_parameters_stand_in_the_order_in_which_they_are_named(ana):
    text = "SELECT %(b)s, %(person)s, %(a)s, %(b)s"

    assert for_viewer(ana, text, {"a": 1, "b": 2}) == ("SELECT %s, %s, %s, %s", [2, ana.pk, 1, 2])
    assert for_viewer(ana, "SELECT %(person)s") == ("SELECT %s", [ana.pk])
    with pytest.raises(KeyError):
        for_viewer(ana, text)


@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_among_is_any_of_the_ids(db, wanted):
    people = [make_person() for _ in range(3)]
    text = f"SELECT id FROM people_person WHERE {among('id', 'these')} ORDER BY id"  # noqa: S608
    ids = [person.pk for person in people[:wanted]]

    found = rows(*for_viewer(people[0], text, {"these": as_list(ids)}))
    assert [row[0] for row in found] == ids


def test_like_among_is_any_of_the_names_whatever_their_capitals(db):
    people = [make_person(name=name) for name in ("Ana", "aNA", "Änne", "Ben")]
    text = f"SELECT name FROM people_person WHERE {like_among('name', 'called')} ORDER BY id"  # noqa: S608

    found = rows(*for_viewer(people[0], text, {"called": as_list(["ana", "ÄNNE"])}))
    assert [row[0] for row in found] == ["Ana", "aNA", "Änne"]


SAID_AND_STANDS = {
    (" rosa b", " b"): True,
    (" rosa b", "osa"): True,
    ("rosa b", "ro"): True,
    (" zoë", "ë"): True,
    (" a_b", "a_b"): True,
    (" axb", "a_b"): False,
    (" rosa", "rosa "): False,
    (" Rosa", "rosa"): False,
}


@pytest.mark.parametrize(("said", "word"), SAID_AND_STANDS)
def test_says_is_a_text_that_stands_there_as_it_is(ana, said, word):
    text = f"SELECT id FROM people_person WHERE {says('name', 'word')}"  # noqa: S608
    Person.objects.update(name=said)

    assert rows(*for_viewer(ana, text, {"word": word})) == [(ana.pk,)] * SAID_AND_STANDS[said, word]


def test_rows_are_tuples_and_know_days(ana):
    text = "SELECT id, name FROM people_person WHERE %(today)s > '2026-02-28' AND %(today)s < '2026-03-02'"
    if connection.vendor == "postgresql":
        text = text.replace("%(today)s", "CAST(%(today)s AS date)")

    assert rows(*for_viewer(ana, text, on_day(date(2026, 3, 1)))) == [(ana.pk, "Ana Silva")]
    assert rows(*for_viewer(ana, text, on_day(date(2026, 3, 2)))) == []


def test_a_statement_that_fails_says_so(db):
    with pytest.raises(Exception, match="nowhere"):
        rows("SELECT 1 FROM nowhere", [])


class Router:
    """Leads nobody astray who says what is read."""

    def db_for_read(self, model: type, **hints: object) -> str:
        return {Person: "default"}[model]


def test_rows_are_read_where_people_are_read(ana, settings):
    settings.DATABASE_ROUTERS = [f"{__name__}.Router"]

    assert rows("SELECT 1", []) == [(1,)]


def test_percent_sign_stands_twice_in_a_statement(db):
    assert rows("SELECT '5 %%' WHERE 1 = %s", [1]) == [("5 %",)]


def test_rows_are_told_to_whoever_logs_statements(ana, django_assert_num_queries):
    with django_assert_num_queries(1) as told:
        rows("SELECT name FROM people_person WHERE id = %s", [ana.pk])
    assert str(ana.pk) in told[0]["sql"]


def test_an_id_is_the_same_as_text_or_as_itself():
    known = UUID(int=7)

    assert as_uuid(known) is known
    assert as_uuid(str(known)) == as_uuid(known.hex) == known
    assert as_uuid(known.hex) is as_uuid(known.hex)
