"""Names, jobs and other short texts of tradespeople, wherever they come in: on one line, and all of it to be seen."""

import pytest

from people.models import Person
from recommendations.forms import EntryForm, LinkAnswerForm, SettleForm
from recommendations.models import Ask
from recommendations.my_list.reading import LINES, TABLE, read
from tests.worlds.builders import make_person, make_trade, months_ago

TURNED, SEEN = "\u202eRosa\u200b\r\nLima", "Rosa Lima"
NOTHING = "\u200b\u3164"


@pytest.fixture
def maya(db) -> Person:
    make_trade(slug="plumber", name="Plumber")
    return make_person(name="Maya")


class NobodyHelped:
    answers = known = to_hire = ()


def link_answer(maya, **fields) -> LinkAnswerForm:
    said = {"name": "Ben", "provider": "Rosa", "job": "Tap", "hired_on": months_ago(1).isoformat(), "outcome": "1"}
    key = {"key": "00000000-0000-4000-8000-000000000000", "caveat": "Late"}
    return LinkAnswerForm(said | key | fields, asker=maya)


def test_on_ones_own_list_they_are_cleaned(maya):
    form = EntryForm({"name": TURNED, "job": f"{TURNED} "}, person=maya)

    assert form.is_valid(), form.errors
    assert (form.cleaned_data["name"], form.cleaned_data["job"]) == (SEEN, SEEN)
    assert "name" in EntryForm({"name": NOTHING}, person=maya).errors


def test_in_an_answer_by_link_they_are_cleaned(maya):
    form = link_answer(maya, provider=TURNED, job=TURNED, caveat=TURNED)

    assert form.is_valid(), form.errors
    assert [form.cleaned_data[field] for field in ("provider", "job", "caveat")] == [SEEN] * 3
    assert "provider" in link_answer(maya, provider=NOTHING).errors


def test_whom_one_hired_in_the_end_is_cleaned(db):
    form = SettleForm({"hired": "other", "other": TURNED}, ask=Ask(), helpers=NobodyHelped())

    form.is_valid()

    assert form.cleaned_data["other"] == SEEN


def test_in_a_list_that_is_brought_in_they_are_cleaned(maya):
    lines = read(maya, "\u202eJoe\u200b plumber 0113 496 0123, boi\u2066ler", LINES).readings
    table = read(maya, f"Name,What for\n\u202eJoe\u200b,boi\u2066ler\n{NOTHING},tap\n", TABLE).readings

    assert [(each.name, each.job) for each in (*lines, table[0])] == [("Joe", "boiler")] * 2
    assert table[1].faults == ["Who is it? There is no name."]


def test_a_local_number_is_a_fault_of_the_list(maya):
    table = read(maya, "Name,Phone\nJoe,496 0123\n", TABLE).readings

    assert table[0].faults == ["“496 0123” lacks its area code."]
