"""What `import_network` refuses: each fault by file, line and column, and nothing is changed."""

import csv
import tempfile
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Person
from recommendations import network_import
from recommendations.network_import import circles, files
from tests.worlds.builders import make_place, make_trade
from tests.worlds.network_files import (
    ANA,
    BEN,
    CLEO,
    COLUMNS,
    DAN,
    PEOPLE,
    TIES,
    dump,
    faults_of,
    lay,
    take_in,
)

pytestmark = pytest.mark.django_db

NEXT_MONTH = f"{timezone.localdate().replace(day=28) + timedelta(days=7):%Y-%m}"


@pytest.fixture(autouse=True)
def places_and_trades():
    make_place("Leeds")
    make_trade(slug="plumber", name="Plumber")


# --- What it refuses -----------------------------------------------------------------------------

WRONG = [
    ("people", "email", "", "is empty"),
    ("people", "email", "ana at home", "“ana at home” is not an e-mail address"),
    ("people", "email", f"{'a' * 250}@example.org", "262 characters are too long; 254 fit"),
    ("people", "name", "  ", "is empty"),
    ("people", "name", "a" * 81, "81 characters are too long; 80 fit"),
    ("people", "name", "A\0na", "has a NUL byte in it"),
    ("people", "place", "Atlantis, GB", "“Atlantis, GB” is not a known place"),
    ("people", "place", "Leeds, FR", "“Leeds, FR” is not a known place"),
    ("people", "relays", "maybe", "“maybe” is not yes or no"),
    ("people", "relays", "", "“” is not yes or no"),
    ("people", "named_beyond", "YES", "“YES” is not yes or no"),
    ("ties", "person", "eva@example.org", "“eva@example.org” is not a known person"),
    ("ties", "friend", "", "is empty"),
    ("ties", "friend", "\x1b[2J\n", r"“\x1b[2j” is not a known person"),
    ("ties", "friend", DAN.upper(), "a tie is with someone else"),
    ("ties", "how", "a" * 201, "201 characters are too long; 200 fit"),
    ("vouches", "author", "eva@example.org", "“eva@example.org” is not a known person"),
    ("vouches", "provider", "", "is empty"),
    ("vouches", "provider", "a" * 121, "121 characters are too long; 120 fit"),
    ("vouches", "phone", "ask in the pub", "“ask in the pub” is not a phone number"),
    ("vouches", "provider", "\u200b\u3164", "is empty"),
    ("vouches", "job", "\u202e", "is empty"),
    ("people", "name", "\u200b", "is empty"),
    ("vouches", "phone", "496 0123", "“496 0123” lacks its area code"),
    ("vouches", "phone", "12", "“12” is not a phone number"),
    ("vouches", "website", "not a site", "“not a site” is not a web address"),
    ("vouches", "website", "javascript:alert(1)", "“javascript:alert(1)” is not a web address"),
    ("vouches", "website", "ftp://example.org", "“ftp://example.org” is not a web address"),
    ("vouches", "website", f"a.example/{'a' * 300}", f"“a.example/{'a' * 50}…” is not a web address"),
    ("vouches", "place", "Atlantis", "“Atlantis” is not a known place"),
    ("vouches", "trade", "alchemist", "“alchemist” is not a known trade"),
    ("vouches", "job", "", "is empty"),
    ("vouches", "job", "a" * 201, "201 characters are too long; 200 fit"),
    ("vouches", "hired_on", "", "is empty"),
    ("vouches", "hired_on", "2025-13", "“2025-13” is not a month like 2026-03"),
    ("vouches", "hired_on", "2025-03-01", "“2025-03-01” is not a month like 2026-03"),
    ("vouches", "hired_on", "٢٠٢٥-٠٣", "“٢٠٢٥-٠٣” is not a month like 2026-03"),
    ("vouches", "hired_on", "0000-01", "“0000-01” is not a month like 2026-03"),
    ("vouches", "hired_on", NEXT_MONTH, f"“{NEXT_MONTH}” is in the future"),
    ("vouches", "outcome", "great", "“great” is not yes, but or no"),
    ("vouches", "words", "a" * 2001, "2,001 characters are too long; 2,000 fit"),
    ("vouches", "scope", "public", "“public” is not me, circle or beyond"),
    ("vouches", "relation", "cousin", "“cousin” is not none, self, family, friend or paid"),
    ("vouches", "pass_on", "true", "“true” is not yes or no"),
    ("blocks", "person", "eva@example.org", "“eva@example.org” is not a known person"),
    ("blocks", "blocked", DAN, "nobody can block themselves"),
]


@pytest.mark.parametrize(("name", "column", "text", "reason"), WRONG)
def test_it_tells_the_line_the_column_and_the_reason(tmp_path, name, column, text, reason):
    good = {
        "people": {"email": "zoe@example.org", "name": "Zoë"},
        "ties": {"person": DAN, "friend": CLEO},
        "vouches": {"author": ANA},
        "blocks": {"person": DAN, "blocked": CLEO},
    }[name]
    first = {"people": PEOPLE, "ties": TIES, "vouches": [{}], "blocks": []}[name]
    lay(tmp_path, **{name: [*first, good | {column: text}]})

    assert faults_of(tmp_path) == [f"{name}.csv:{len(first) + 2}: {column}: {reason}"]


def test_a_no_for_the_circle_and_one_that_warns_beyond_are_not_the_same(tmp_path):
    lay(tmp_path, vouches=[{"outcome": "no", "scope": "circle"}, {"outcome": "no", "scope": "beyond"}])

    assert faults_of(tmp_path) == [
        "vouches.csv:3: provider: line 2 has another vouch of the same person for them and this trade"
    ]


def test_an_address_that_grows_too_long_as_an_identity_is_refused(tmp_path):
    website = f"{'.'.join(['ü' * 30] * 8)}.example"
    lay(tmp_path, vouches=[{"phone": "", "website": website}])

    assert faults_of(tmp_path) == [f"vouches.csv:2: website: “{website[:60]}…” is not a web address"]


def test_a_person_stands_in_the_file_once(tmp_path):
    lay(tmp_path, people=[*PEOPLE, {"email": "ANA@example.org", "name": "Ana Silva"}])

    assert faults_of(tmp_path) == [f"people.csv:6: email: “{ANA}” is in line 2 already"]


@pytest.mark.parametrize("whom", [{}, {"phone": "", "website": "one.example"}, {"phone": ""}])
def test_two_different_vouches_for_one_provider_and_trade_are_refused(tmp_path, whom):
    make_trade(slug="roofer")
    lay(tmp_path, vouches=[whom, whom | {"trade": "roofer"}, whom | {"author": ANA}, whom | {"job": "another"}])

    assert faults_of(tmp_path) == [
        "vouches.csv:5: provider: line 2 has another vouch of the same person for them and this trade"
    ]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("person,friend,how,since", ["unknown column “since”"]),
        ("person,friend", ["column “how” is missing"]),
        ("person,how,how,friend", ["column “how” stands there twice"]),
        ("person,mate,how", ["unknown column “mate”", "column “friend” is missing"]),
        ("", ["the header is missing"]),
        ("person;friend;how", ["columns are separated by commas, and not by semicolons"]),
        ("person\tfriend\thow", ["columns are separated by commas, and not by tabs"]),
        ('"person', ["not a row of CSV: unexpected end of data"]),
    ],
)  # fmt: skip
def test_the_columns_must_be_those(tmp_path, header, reasons):
    lay(tmp_path)
    (tmp_path / "ties.csv").write_text(header)

    assert faults_of(tmp_path) == [f"ties.csv:1: {reason}" for reason in reasons]


def test_a_row_has_as_many_fields_as_the_header(tmp_path):
    lay(tmp_path)
    (tmp_path / "ties.csv").write_text(f'person,friend,how\n{ANA},{BEN}\n"{ANA}\n",x,y,z\n{ANA},"{BEN}"x,\n  \n')

    assert faults_of(tmp_path) == [
        "ties.csv:2: 2 fields, where the header has 3",
        "ties.csv:3: 4 fields, where the header has 3",
        "ties.csv:5: not a row of CSV: ',' expected after '\"'",
        "ties.csv:6: 1 field, where the header has 3",
    ]


def test_bytes_that_are_not_utf_8_are_told_by_line_and_column(tmp_path):
    lay(tmp_path)
    people = (tmp_path / "people.csv").read_bytes().replace(b"Cleo", b"Cl\xe9o")
    (tmp_path / "people.csv").write_bytes(people)

    assert faults_of(tmp_path) == ["people.csv:4: name: is not UTF-8"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_a_header_in_other_letters_is_told_as_what_it_is(tmp_path, encoding):
    lay(tmp_path)
    (tmp_path / "ties.csv").write_bytes("person,friend,how,größe\n".encode(encoding))

    assert faults_of(tmp_path) == ["ties.csv:1: the header is not UTF-8"]


def test_an_endless_row_is_refused_and_the_next_ones_are_read(tmp_path):
    lay(tmp_path)
    rows = f"person,friend,how\n{ANA},{BEN},{'long ' * 100_000}\n{ANA},eva@example.org,\n"
    (tmp_path / "ties.csv").write_text(rows)

    assert faults_of(tmp_path) == [
        "ties.csv:2: not a row of CSV: longer than 100,000 characters; is a quotation mark missing?",
        "ties.csv:3: friend: “eva@example.org” is not a known person",
    ]


@pytest.mark.parametrize("name", ["people", "ties", "vouches"])
def test_a_file_that_is_missing_is_told(tmp_path, name):
    lay(tmp_path)
    (tmp_path / f"{name}.csv").unlink()

    assert faults_of(tmp_path) == [f"{name}.csv: cannot be read: No such file or directory"]


def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        take_in(tmp_path / "nowhere")


def test_one_run_tells_all_faults(tmp_path):
    lay(
        tmp_path,
        people=[*PEOPLE, {"email": "zoe@example.org", "name": "", "relays": "often"}],
        ties=[{"person": "zoe@example.org", "friend": ANA}, {"person": ANA, "friend": "nobody@example.org"}],
        vouches=[{"author": "zoe@example.org", "hired_on": "March"}, {}, {"outcome": "", "pass_on": ""}],
    )
    (tmp_path / "blocks.csv").write_text("person\n")

    assert faults_of(tmp_path) == [
        "people.csv:6: name: is empty",
        "people.csv:6: relays: “often” is not yes or no",
        "blocks.csv:1: column “blocked” is missing",
        "ties.csv:3: friend: “nobody@example.org” is not a known person",
        "vouches.csv:2: hired_on: “March” is not a month like 2026-03",
        "vouches.csv:4: outcome: “” is not yes, but or no",
        "vouches.csv:4: pass_on: “” is not yes or no",
    ]


def test_faults_in_later_batches_undo_the_earlier_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "IMPORT_BATCH", 2)
    lay(tmp_path, vouches=[{"author": ANA}, {}, {"author": CLEO}, {"author": DAN}, {"author": DAN, "job": ""}])

    assert faults_of(tmp_path) == ["vouches.csv:6: job: is empty"]


def test_a_refusal_of_the_database_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(network_import, "_analyze", lambda: Person.objects.create(email=ANA, name="Twice"))
    before = dump()

    with pytest.raises(CommandError, match=r"^Nothing was changed, because the database refused"):
        take_in(lay(tmp_path))

    assert dump() == before


# --- Whatever the files hold ---------------------------------------------------------------------

WORDS = ["yes", "no", "but", "me", "circle", "beyond", "none", "2026-03", ANA, BEN, CLEO, "plumber", "Leeds"]
ODD = [
    "",
    "2026-13",
    "0113 496 0123",
    "one.example",
    "http://[",
    "a" * 3000,
    "\0",
    '"',
    "\n",
    "\r",
    "\ud800",
    "ß@e.org",
]
CELLS = st.sampled_from([*WORDS, *ODD]) | st.text(max_size=8)
GARBAGE = st.binary(max_size=200)


@st.composite
def tables(draw, name):
    columns = draw(st.permutations(COLUMNS[name].split(",")))
    rows = draw(st.lists(st.lists(CELLS, min_size=len(columns), max_size=len(columns)), max_size=4))
    text = StringIO()
    csv.writer(text).writerows([columns, *rows])
    written = text.getvalue().encode("utf-8", "surrogatepass")
    hole = draw(st.integers(0, len(written)))
    return written[:hole] + draw(st.binary(max_size=2)) + written[hole:]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    people=tables("people") | GARBAGE,
    ties=tables("ties") | GARBAGE,
    vouches=tables("vouches") | GARBAGE,
    blocks=tables("blocks") | GARBAGE,
    good=st.sets(st.sampled_from(["people", "ties", "vouches", "blocks"])),
)
def test_no_file_makes_it_stumble(people, ties, vouches, blocks, good):
    with tempfile.TemporaryDirectory() as name, transaction.atomic():
        folder = lay(Path(name), blocks=[])
        told = {"people": people, "ties": ties, "vouches": vouches, "blocks": blocks}
        for file in told.keys() - good:
            (folder / f"{file}.csv").write_bytes(told[file])
        before = dump()
        try:
            call_command("import_network", name, "--create-trades", stdout=StringIO(), stderr=StringIO())
        except CommandError as refused:
            assert "nothing was changed" in str(refused)  # noqa: PT017
            assert dump() == before
        transaction.set_rollback(True)


# --- A circle that is too large -------------------------------------------------------------------


def a_star(friends: int) -> dict:
    others = [f"friend{number}@example.org" for number in range(friends)]
    people = [*PEOPLE, *({"email": each, "name": "A Friend"} for each in others)]
    pairs = [(ANA, each) if number % 2 else (each, ANA) for number, each in enumerate(others)]
    ties = [dict(zip(("person", "friend"), pair, strict=True)) for pair in pairs]
    return {"people": people, "ties": ties, "vouches": []}


@pytest.mark.parametrize("batch", [1000, 2])
def test_more_friends_than_a_circle_holds_are_a_fault_unless_asked_for(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(circles, "CIRCLE_HOLDS", 3)
    monkeypatch.setattr(files, "IMPORT_BATCH", batch)
    star = a_star(5)
    twice = star | {"ties": [*star["ties"][:3], *star["ties"][:3]]}

    assert take_in(lay(tmp_path, **twice)).startswith("Added: people 9, blocks 0, ties 3,")
    assert faults_of(lay(tmp_path, **star)) == [
        "ties.csv:5: person: has more than 3 friends; --large-circles takes them",
        "ties.csv:6: friend: has more than 3 friends; --large-circles takes them",
    ]
    take_in(lay(tmp_path, **star), "--large-circles")
    assert Person.objects.get(email=ANA).ties.count() == 5
