"""A list is looked at page by page, mended where it stands, and added when one says so."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.tidy import tidy
from recommendations.leaving.erasing import erase
from recommendations.leaving.export import SUBJECTS
from recommendations.models import LIST_KEPT, Adding, DraftRow, ListDraft
from recommendations.my_list.reading import LINES, read
from tests.worlds.builders import make_entry, make_list_draft, make_trade
from tests.worlds.checked import CHECK, IMPORT, brought_in, check_page

FOUR = """Joe plumber 0113 496 0123, boiler March 24
Mum 07400 123456
Ann plumber O113 496 0124
Kim 0113 496 0125 plumber"""
TOO_OLD = LIST_KEPT + timedelta(minutes=1)


@pytest.fixture
def ana(ana, client):
    cache.clear()
    make_trade(slug="plumber", name="Plumber", synonyms="plumbing")
    make_trade(slug="roofer", name="Roofer", synonyms="roofing")
    client.force_login(ana)
    return ana


def names_on(person) -> list[str]:
    return sorted(person.entries.values_list("name", flat=True))


def many(count: int) -> str:
    return "\n".join(f"Person{number:03} plumber 0113 496 {number:04}" for number in range(count))


def test_what_the_phone_hands_over_is_put_with_the_list_that_waits(client, ana):
    brought_in(client, FOUR)
    row = ana.list_drafts.get().rows.get(name="Joe")
    row.ticked, row.job = False, "Boiler, mended"
    row.save()

    for text in ("Bea roofer 0113 496 0199", "Bea roofer 0113 496 0199\nAnn plumber O113 496 0124"):
        assert client.post(f"{IMPORT}?phone", {"text": text}).url == CHECK

    page = check_page(client)
    assert (page.names, page.ticked) == (["Ann", "Joe", "Kim", "Bea", "Mum"], ["Kim", "Bea"])
    assert ana.list_drafts.get().rows.get(name="Joe").job == "Boiler, mended"


def test_what_is_pasted_takes_the_place_of_the_list_that_waits(client, ana):
    brought_in(client, FOUR)

    assert brought_in(client, "Bea roofer 0113 496 0199").names == ["Bea"]


# --- As it is read ----------------------------------------------------------------------------------


def test_rows_that_look_like_tradespeople_are_ticked_and_mum_is_not(client, ana):
    make_entry(person=ana, name="Kimberley", phone="+441134960125")

    page = brought_in(client, FOUR)

    assert (page.names, page.ticked) == (["Ann", "Joe", "Mum", "Kim"], ["Joe"])
    assert "“O113 496 0124” has a letter where a digit should be." in page.text
    assert "On your list already, as Kimberley." in page.text
    assert names_on(ana) == ["Kimberley"]


def test_rows_that_nobody_touched_are_added_exactly_as_they_were_read(client, ana):
    text = (
        "Joe plumber 0113 496 0123 ext 5, boiler March 24\nKim plumber 0113 496 0124, 0113 496 0125 kim@example.org ok"
    )
    readings = read(ana, text, LINES).readings

    brought_in(client, text).press(act="tick").press(act="add")

    facts = ("name", "phone", "email", "website", "trade", "job", "hired_on", "words")
    added = [tuple(getattr(entry, fact) for fact in facts) for entry in ana.entries.order_by("name")]
    assert added == [tuple(getattr(each, fact) for fact in (*facts[:-1], "words_to_keep")) for each in readings]
    assert len(added) == 2


def test_row_is_mended_where_it_stands(client, ana):
    page = brought_in(client, FOUR)
    page.mend("Ann", name="Anna Lee", phone="0113 496 0199", trade="roofing", hired_on="2024-05", tick="on")

    page.press(act="add")

    anna = ana.entries.get(name="Anna Lee")
    assert (anna.phone, anna.trade.slug, anna.hired_on) == ("+441134960199", "roofer", date(2024, 5, 1))
    joe = ana.entries.get(name="Joe")
    assert (joe.phone, joe.hired_on) == ("+441134960123", date(2024, 3, 1))
    assert "Mum" not in names_on(ana)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"phone": "12"}, "Joe: Enter a phone number like 0113 496 0123, or leave it empty."),
        ({"phone": "496 0123"}, "Joe: Enter the number with its area code, like 0113 496 0123."),
        (
            {"trade": "wizard"},
            "Joe: We do not know a trade called “wizard”. Choose one from the list, or leave it empty.",
        ),
        ({"hired_on": "2999-01"}, "Joe: Enter a month that has begun, like March 2024, or leave it empty."),
        ({"hired_on": "last spring"}, "Joe: Enter a month that has begun, like March 2024, or leave it empty."),
        ({"name": ""}, "Joe: Enter the name of the person or firm."),
        ({"name": "x" * 121}, "Joe: Use a shorter name."),
    ],
)
def test_row_that_is_mended_wrongly_is_named_and_nothing_typed_is_lost(client, ana, facts, error):
    page = brought_in(client, FOUR)
    joe, mum = page.prefixes["Joe"], page.prefixes["Mum"]
    page.mend("Mum", name="Mother").mend("Joe", **facts)

    again = page.press(act="add")

    assert (again.status, error in again.text, names_on(ana)) == (422, True, [])
    assert again.fields[f"{mum}-name"] == "Mother"
    assert all(again.fields[f"{joe}-{fact}"] == value for fact, value in facts.items())
    assert DraftRow.objects.filter(name="Mother").count() == 0


@pytest.mark.parametrize(("typed", "month"), [("March 2024", 3), ("05/2024", 5), ("2024-07", 7), ("", None)])
def test_month_may_be_typed_where_the_browser_has_no_way_to_choose_one(client, ana, typed, month):
    brought_in(client, "Joe plumber 0113 496 0123, boiler March 24").mend("Joe", hired_on=typed).press(act="add")

    assert ana.entries.get().hired_on == (date(2024, month, 1) if month else None)


def test_what_was_left_out_is_told_and_so_are_columns_that_were_not_read(client, ana, monkeypatch):
    monkeypatch.setattr("recommendations.my_list.checking.MOST_LEFT_OUT", 1)
    table = "Handwerker 2024\nnur gute\nName,Phone,Gender\nJoe,0113 496 0123,x\n"

    client.post(IMPORT, {"file": SimpleUploadedFile("list.csv", table.encode())})

    text = check_page(client).text
    assert ("It stands above the headings." in text, "And 1 more" in text, "Not read: Gender." in text) == (True,) * 3


# --- Page by page -----------------------------------------------------------------------------------


def test_pages_keep_what_was_ticked_and_mended_on_the_others(client, ana):
    first = brought_in(client, many(120))
    second = first.mend("Person001", tick="").mend("Person002", name="Petra").press(page="2")
    third = second.mend("Person060", tick="").press(page="3")

    assert [len(each.names) for each in (first, second, third)] == [50, 50, 20]
    assert "120 people, page 3 of 3" in third.text
    third.press(act="add")
    assert len(names_on(ana)) == 118
    assert {"Person001", "Person002", "Person060"} & set(names_on(ana)) == set()
    assert "Petra" in names_on(ana)


def test_page_of_rows_fits_into_one_form(client, ana):
    page = brought_in(client, many(50)).press(act="tick")

    assert len(page.ticked) == 50
    assert len(page.fields) + len(("csrfmiddlewaretoken", "act", "draft")) <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("zoe", ["Zoë"]),
        ("ROOFER", ["Max"]),
        ("0113 496 0199", ["Max"]),
        ("+44 113 4960199", ["Max"]),
        ("sink", ["Zoë"]),
    ],
)
def test_filter_finds_by_any_word_or_number(client, ana, q, found):
    page = brought_in(client, f"{many(8)}\nZoë plumber 0113 496 0198 sink\nMax roofer 0113 496 0199")

    assert page.press(act="filter", q=q).names == found
    assert check_page(client, f"?q={q.replace('+', '%2B')}").names == found


def test_filter_keeps_what_was_typed_and_ticks_only_what_it_shows(client, ana):
    page = brought_in(client, f"{many(9)}\nMax roofer 0113 496 0199").mend("Person003", name="Petra")

    shown = page.press(act="filter", q="roofer").press(act="untick")

    assert (shown.names, shown.ticked) == (["Max"], [])
    everyone = shown.press(act="all")
    assert set(everyone.ticked) == set(everyone.names) - {"Max"}
    assert "Petra" in everyone.names
    nobody = everyone.press(act="filter", q="wombat\0")
    assert (nobody.names, "Nobody in this list has “wombat” in it." in nobody.text) == ([], True)
    assert nobody.press(act="add").response.redirect_chain
    assert len(names_on(ana)) == 9


def test_tick_leaves_out_what_is_to_be_mended_and_who_is_there_already(client, ana):
    make_entry(person=ana, name="Kim", phone="+441134960125")

    page = brought_in(client, FOUR).press(act="tick")

    assert page.ticked == ["Joe", "Mum"]
    assert page.press(act="untick").ticked == []


def test_filter_while_typing_answers_with_the_rows_alone(client, ana):
    page = brought_in(client, many(60)).mend("Person005", name="Petra")
    htmx = {"HX-Request": "true"}

    piece = client.post(CHECK, page.fields | {"act": "filter", "q": "petra"}, headers=htmx)
    wrong = client.post(CHECK, page.mend("Person006", phone="12").fields | {"act": "filter", "q": "x"}, headers=htmx)

    told = piece.content.decode()
    assert ("<h1>" in told, "1 with “petra”" in told, piece.status_code) == (False, True, 200)
    assert piece.headers["HX-Replace-Url"] == f"{CHECK}?q=petra"
    assert (wrong.status_code, "<h1>" in wrong.content.decode()) == (422, False)


def test_looking_writes_nothing_and_asks_as_often_for_fifty_as_for_ten(client, ana):
    counts = []
    for count in (10, 50):
        brought_in(client, many(count))
        before = ListDraft.objects.get().touched_at
        with CaptureQueriesContext(connection) as asked:
            check_page(client)
        counts.append(len(asked))
        assert ListDraft.objects.get().touched_at == before

    assert counts[0] == counts[1] < 15


# --- Whose it is, and how long ----------------------------------------------------------------------


def test_list_is_nobody_elses(client, ana, ben):
    page = brought_in(client, FOUR)
    bens = Client()
    bens.force_login(ben)

    assert (bens.get(CHECK).url, bens.post(CHECK, page.fields | {"act": "add"}).url) == (IMPORT, "/vouches/")
    make_list_draft(ben, "Bea plumber 0113 496 0999")
    assert "This list has changed" in bens.post(CHECK, page.fields | {"act": "add"}, follow=True).content.decode()
    bens.post("/vouches/import/discard/")
    assert (names_on(ben), names_on(ana), DraftRow.objects.count()) == ([], [], 4)
    assert check_page(client).names == page.names


def test_list_waits_until_another_one_takes_its_place(client, ana):
    brought_in(client, FOUR)
    waiting = [client.get(url).content.decode() for url in (IMPORT, "/vouches/")]
    other = brought_in(client, "Bea plumber 0113 496 0999")

    assert all("Go on checking it" in page for page in waiting)
    assert (other.names, ListDraft.objects.count(), DraftRow.objects.count()) == (["Bea"], 1, 1)


def test_list_that_is_thrown_away_is_gone(client, ana):
    brought_in(client, FOUR)

    told = client.post("/vouches/import/discard/", follow=True).content.decode()

    assert "Thrown away. Nothing of it was added." in told
    assert (ListDraft.objects.count(), DraftRow.objects.count(), names_on(ana)) == (0, 0, [])
    assert client.get(CHECK).url == IMPORT


def test_list_is_gone_a_day_after_it_was_last_touched(client, ana):
    page = brought_in(client, FOUR)
    ListDraft.objects.update(touched_at=timezone.now() - LIST_KEPT + timedelta(minutes=1))
    tidy()
    assert page.press(act="later").status == 200
    assert ListDraft.objects.get().touched_at > timezone.now() - timedelta(minutes=1)

    ListDraft.objects.update(touched_at=timezone.now() - TOO_OLD)
    assert client.get(CHECK).url == IMPORT
    tidy()
    assert (ListDraft.objects.count(), DraftRow.objects.count()) == (0, 0)


def test_text_is_kept_of_a_table_alone(client, ana):
    for text in (FOUR, "[12/03/2024, 18:52:07] Kim: Joe plumber 07400 123456\n[12/03/2024, 18:53:07] Al: secret"):
        brought_in(client, text)
        assert ListDraft.objects.get().text == ""
    brought_in(client, "Name\tPhone\nJoe\t0113 496 0123\n")
    assert "Joe" in ListDraft.objects.get().text


def test_list_that_is_checked_can_be_taken_out_and_goes_with_its_person(client, ana, ben):
    page = brought_in(client, FOUR)
    page.mend("Mum", name="Mother").press(act="later")
    make_list_draft(ben, "Bea plumber 0113 496 0999")

    rows = list(SUBJECTS["list_draft"].rows(ana))
    erase(ana, write_down=False)

    assert [(row[0], row[1], row[9], row[10]) for row in rows] == [
        (3, "Ann", "Ann plumber O113 496 0124", False),
        (1, "Joe", "", True),
        (4, "Kim", "", True),
        (2, "Mother", "", False),
    ]
    assert list(DraftRow.objects.values_list("name", flat=True)) == ["Bea"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda draft: ListDraft.objects.create(person=draft.person, kind="lines"),
        lambda draft: ListDraft.objects.filter(pk=draft.pk).update(text="A chat"),
        lambda draft: draft.rows.update(name="", ticked=True),
        lambda draft: draft.rows.update(number=1),
        lambda draft: Adding.objects.create(person=draft.person, count=0),
    ],
    ids=["a second one", "text of lines", "ticked without a name", "two rows of one number", "nobody added"],
)
def test_database_refuses_what_must_not_be(ana, wrong):
    draft = make_list_draft(ana, FOUR)

    with pytest.raises(IntegrityError), transaction.atomic():
        wrong(draft)


# --- The columns of a table -------------------------------------------------------------------------

TABLE = "Name,Number,Remark\nJoe,0113 496 0123,boiler\n"


def upload(client, table: str):
    client.post(IMPORT, {"file": SimpleUploadedFile("list.csv", table.encode())})
    draft = ListDraft.objects.get()
    return {"list": draft.prefix} | {name: str(at) for name, at in draft.columns.items()} | {"header": "on"}


def test_columns_are_guessed_and_can_be_chosen(client, ana):
    columns = upload(client, TABLE)
    assert {name: columns[name] for name in ("name", "phone", "header")} == {"name": "0", "phone": "1", "header": "on"}

    client.post("/vouches/import/columns/", columns | {"words": "", "job": "2"})
    check_page(client).press(act="tick").press(act="add")

    assert list(ana.entries.values_list("name", "job", "words")) == [("Joe", "boiler", "")]


def test_columns_without_one_for_names_ask_for_it(client, ana):
    columns = upload(client, TABLE)

    response = client.post("/vouches/import/columns/", columns | {"name": ""})

    assert (response.status_code, "Choose the column that holds their names." in response.content.decode()) == (
        422,
        True,
    )
    assert check_page(client).names == ["Joe"]
    stale = client.post("/vouches/import/columns/", columns | {"list": "x"}, follow=True)
    assert "This list has changed" in stale.content.decode()


def test_table_without_a_column_for_names_waits_for_its_choice(client, ana):
    columns = upload(client, "Phone,Trade,Wer\n0113 496 0123,plumber,Joe\n")
    columns.pop("name", None)

    page = check_page(client)
    if not page.names:
        assert "Choose the column that holds their names." in page.text
        assert client.post(CHECK, {"list": columns["list"], "act": "add"}).status_code == 422
    client.post("/vouches/import/columns/", columns | {"name": "2"})
    assert check_page(client).names == ["Joe"]
