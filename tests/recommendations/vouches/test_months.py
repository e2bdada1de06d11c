"""The month of a vouch: this one, the last one, or earlier, which asks for month and year."""

import re
from datetime import date

import pytest
from django import forms
from django.urls import reverse

from recommendations.forms import MonthField
from tests.recommendations.vouches.test_vouch_pages import said, written
from tests.worlds.builders import make_entry, make_place, make_trade, make_vouch

INCOMPLETE = "Choose the month and the year."
NOT_ONE = "Choose a month that has begun, and a year from the list."
MISSING = "Choose the month you last hired them."


@pytest.fixture(params=[date(2026, 1, 31), date(2026, 3, 1)], ids=["the-last-of-a-year", "the-first"])
def today(request, monkeypatch) -> date:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: request.param)
    return request.param


class OneMonth(forms.Form):
    on = MonthField(label="When?")

    def __init__(self, *sent, required: bool = True, oldest: date | None = None, **options) -> None:
        super().__init__(*sent, **options)
        self.fields["on"].required = required
        self.fields["on"].offer(oldest)


def earlier(month: str, year: str) -> dict[str, str]:
    return {"on": "earlier", "on_month": month, "on_year": year}


def chosen(form: OneMonth) -> list[str]:
    """What is ticked or selected on the page."""
    return re.findall(r'value="([^"]+)"[^>]* (?:checked|selected)', form["on"].as_field_group())


def test_month_field_offers_three_choices_and_ten_years(today):
    field = OneMonth()["on"]
    last = date(2025, 12, 1) if today.month == 1 else date(2026, 2, 1)

    assert [str(option.choice_label) for option in field] == [
        f"This month ({today:%B})",
        f"Last month ({last:%B})",
        "Earlier …",
    ]
    assert (values(field.years), len(values(field.months))) == ([str(2026 - ago) for ago in range(11)], 12)
    assert values(OneMonth(oldest=date(2009, 5, 1))["on"].years)[-1] == "2009"


def values(options: str) -> list[str]:
    return re.findall(r'<option value="([^"]+)"', options)


@pytest.mark.parametrize(
    ("sent", "month"),
    [
        ({"on": "2026-01-01"}, date(2026, 1, 1)),
        ({"on": "2025-12-01"}, date(2025, 12, 1)),
        (earlier("07", "2020"), date(2020, 7, 1)),
        (earlier("01", "2016"), date(2016, 1, 1)),
        # What an old browser shows from the beginning needs no tap on "earlier"; what was closed counts no more.
        ({"on_month": "07", "on_year": "2020"}, date(2020, 7, 1)),
        ({"on": "2026-01-01", "on_month": "07", "on_year": "2020"}, date(2026, 1, 1)),
        # A page that was opened before midnight, or before this form was.
        ({"on": "2019-05-01"}, date(2019, 5, 1)),
    ],
)
def test_month_field_cleans_to_the_first_day(today, sent, month):
    form = OneMonth(sent)
    if month < date(today.year - 10, today.month, 1):
        assert form.errors == {"on": [NOT_ONE]}
    else:
        assert (form.errors, form.cleaned_data["on"]) == ({}, month)


@pytest.mark.parametrize(
    ("sent", "fault", "kept"),
    [
        ({}, MISSING, []),
        ({"on": ""}, MISSING, []),
        ({"on": "earlier"}, INCOMPLETE, ["earlier"]),
        (earlier("07", ""), INCOMPLETE, ["earlier", "07"]),
        (earlier("", "2020"), INCOMPLETE, ["earlier", "2020"]),
        (earlier("12", "2026"), NOT_ONE, ["earlier", "12", "2026"]),
        (earlier("01", "2015"), NOT_ONE, ["earlier", "01"]),
        (earlier("13", "2020"), NOT_ONE, ["earlier", "2020"]),
        (earlier("x-y", "20-20"), NOT_ONE, ["earlier"]),
        ({"on": "yesterday"}, INCOMPLETE, ["earlier"]),
        ({"on": f"{'9' * 40}-01"}, NOT_ONE, ["earlier", "01"]),
        (earlier("01", "9" * 40), NOT_ONE, ["earlier", "01"]),
    ],
)
def test_month_field_says_what_is_missing_and_keeps_what_was_chosen(today, sent, fault, kept):
    form = OneMonth(sent)

    assert (form.errors, chosen(form)) == ({"on": [fault]}, kept)


def test_month_field_that_is_optional_takes_none(today):
    form = OneMonth({"on": ""}, required=False)

    assert (form.errors, form.cleaned_data["on"]) == ({}, None)
    assert [str(option.choice_label) for option in OneMonth(required=False)["on"]][-1] == "I do not know"


@pytest.mark.parametrize(
    ("there", "shown"),
    [
        (date(2026, 1, 1), {1: ["2026-01-01"], 3: ["earlier", "01", "2026"]}),
        (date(2012, 11, 1), {1: ["earlier", "11", "2012"], 3: ["earlier", "11", "2012"]}),
        (None, {1: [], 3: []}),
    ],
)
def test_month_field_shows_what_is_there_already(today, there, shown):
    form = OneMonth(initial={"on": there}, oldest=there)

    assert chosen(form) == shown[today.month]


@pytest.mark.parametrize("where", ["vouch_new", "vouch_edit", "vouch_renew", "entry_new", "entry_edit"])
def test_month_is_chosen_in_the_same_way_on_every_form(client, ana, db, where):
    make_place("Leeds")
    trade = make_trade(slug="plumber", name="Plumber")
    about = {"vouch": make_vouch, "entry": make_entry}[where.split("_")[0]](
        trade=trade, **{"author" if where.startswith("v") else "person": ana}
    )
    client.force_login(ana)
    url = reverse(where, args=[] if where.endswith("_new") else [about.public_id])
    sent = {"hired_on": "earlier", "hired_on_month": "02", "hired_on_year": "2024", "job": "Boiler", "name": "Joe"}
    form = written(**sent) if where != "vouch_renew" else sent

    assert [
        re.findall(rf'name="hired_on{part}"', client.get(url).content.decode()) != [] for part in ("_month", "_year")
    ]
    refused = client.post(url, form | {"hired_on_year": ""})
    taken = client.post(url, form)

    assert (refused.status_code, said(refused), taken.status_code) == (422, [INCOMPLETE], 302)
    if where != "vouch_renew":  # the later one stands first
        latest = (ana.vouches if where.startswith("v") else ana.entries).order_by("pk").last()
        assert latest.hired_on == date(2024, 2, 1)
