"""What `import_network` takes, the second time too, and how it stays small."""

import tracemalloc
from datetime import date
from io import BytesIO
from itertools import pairwise
from zipfile import ZipFile

import pytest
from django.db import connection

from people.models import Block, Person, Tie
from recommendations.leaving.export import archive_of
from recommendations.models import LONGEST_OTHER, Outcome, Provider, Relation, Scope, Trade, Vouch
from recommendations.network_import import files
from tests.worlds.builders import LONDON, make_person, make_place, make_trade, make_vouch
from tests.worlds.network_files import ANA, BEN, CLEO, DAN, PEOPLE, dump, faults_of, lay, take_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places_and_trades():
    make_place("Leeds")
    make_trade(slug="plumber", name="Plumber")


# --- What it takes -------------------------------------------------------------------------------


def test_it_takes_people_ties_and_vouches(tmp_path):
    said = take_in(lay(tmp_path, vouches=[{"place": "Leeds, GB", "words": "Came at once.", "relation": "friend"}]))

    assert said == "Added: people 4, blocks 0, ties 2, vouches 1, providers 1, trades 0.\n"
    ana, ben, cleo, _ = Person.objects.order_by("email")
    assert (ana.name, ana.place.name, ana.relays, ana.named_beyond) == ("Ana Silva", "Leeds", True, False)
    assert (ben.place, ben.relays, ben.named_beyond) == (None, True, True)
    assert (cleo.relays, cleo.is_active, cleo.has_usable_password()) == (False, True, False)
    assert set(Tie.objects.values_list("person", "friend", "how", "standing")) == {
        (ana.pk, ben.pk, "we sing together", True),
        (ben.pk, ana.pk, "we sing together", True),
        (ben.pk, cleo.pk, "", True),
        (cleo.pk, ben.pk, "", True),
    }
    vouch = Vouch.objects.get()
    assert (vouch.author, vouch.provider.identity, vouch.trade.slug, vouch.place.name) == (
        *(ben, "+441134960123"),
        *("plumber", "Leeds"),
    )
    assert (vouch.name, vouch.phone, vouch.website, vouch.job) == ("Rosa Lima", "+441134960123", "", "burst pipe")
    assert (vouch.hired_on, vouch.outcome, vouch.scope) == (date(2026, 3, 1), Outcome.YES, Scope.BEYOND)
    assert (vouch.words, vouch.caveat, vouch.relation, vouch.pass_on) == ("Came at once.", "", Relation.FRIEND, True)


@pytest.mark.parametrize("batch", [1000, 1])
def test_of_two_rows_of_one_tie_the_first_counts(tmp_path, monkeypatch, batch):
    monkeypatch.setattr(files, "IMPORT_BATCH", batch)
    rows = [{"person": ANA, "friend": BEN, "how": "choir"}, {"person": ANA, "friend": BEN, "how": "football"}]

    assert "ties 1," in take_in(lay(tmp_path, ties=[*rows, {"person": BEN, "friend": ANA, "how": "work"}]))
    assert list(Tie.objects.values_list("how", flat=True)) == ["choir", "choir"]


def test_the_columns_may_come_in_any_order_after_a_byte_order_mark(tmp_path):
    lay(tmp_path)
    (tmp_path / "people.csv").write_text(
        "\ufeffname,relays,email,named_beyond,place\r\n"
        "Ana Silva,yes,Ana@Example.org,no,\r\nBen,yes,ben@example.org,no,\r\n"
        "\r\nCleo,no,cleo@example.org,no,",
        encoding="utf-8",
        newline="",
    )

    take_in(tmp_path)

    assert list(Person.objects.order_by("email").values_list("email", "name")) == [
        (ANA, "Ana Silva"),
        (BEN, "Ben"),
        (CLEO, "Cleo"),
    ]


def test_words_may_have_several_lines_commas_and_quotation_marks(tmp_path):
    words = 'She said: "done",\nand it was.\r\nTwice.'
    lay(tmp_path, vouches=[{"words": words}, {"provider": "Nobody", "phone": "", "outcome": "perhaps"}])

    assert faults_of(tmp_path) == ["vouches.csv:5: outcome: “perhaps” is not yes, but or no"]

    lay(tmp_path, vouches=[{"words": words}])
    take_in(tmp_path)

    assert Vouch.objects.get().words == words


def test_people_are_known_whatever_the_case_of_their_address(tmp_path):
    make_person(email="ana@example.org", name="Ana of old")
    lay(
        tmp_path,
        people=[{"email": "ANA@example.org", "name": "Ana anew"}, {"email": "Ben@Example.ORG", "name": "Ben"}],
        ties=[{"person": "aNA@example.org", "friend": "BEN@example.org"}],
        vouches=[{"author": "bEn@example.org"}],
    )

    take_in(tmp_path)

    assert list(Person.objects.order_by("email").values_list("email", "name")) == [(ANA, "Ana of old"), (BEN, "Ben")]
    assert Tie.objects.count() == 2


def test_vouches_meet_in_one_provider_by_phone_else_by_page(tmp_path):
    lay(
        tmp_path,
        vouches=[
            {"author": ANA, "phone": "0113 496 0123", "website": "https://one.example"},
            {"author": BEN, "phone": "+44 113 4960123"},
            {"author": ANA, "phone": "", "website": "www.two.example/rosa/"},
            {"author": BEN, "phone": "", "website": "https://two.example/rosa"},
            {"author": ANA, "phone": "", "provider": "Only a name"},
            {"author": BEN, "phone": "", "provider": "Only a name"},
        ],
    )

    take_in(tmp_path)

    identities = list(Vouch.objects.order_by("pk").values_list("provider__identity", flat=True))
    assert identities == ["+441134960123", "+441134960123", "two.example/rosa", "two.example/rosa", None, None]
    assert Provider.objects.count() == 4


def test_a_number_that_is_not_passed_on_joins_nobody_and_pages_stay_two(tmp_path):
    number, page = "0113 496 0123", "facebook.com/profile.php?id="
    lay(
        tmp_path,
        vouches=[
            {"author": ANA, "phone": number},
            {"author": BEN, "phone": number, "pass_on": "no"},
            {"author": BEN, "phone": "0113 496 0199", "pass_on": "no"},
            {"author": CLEO, "phone": number, "pass_on": "no", "website": f"{page}1"},
            {"author": ANA, "phone": "", "website": f"m.{page}1&fbclid=x"},
            {"author": ANA, "phone": "", "website": f"{page}2"},
            {"author": DAN, "phone": f"{number} ext. 5"},
        ],
    )

    for _ in range(2):  # and again changes nothing
        take_in(tmp_path)

    identities = list(Vouch.objects.order_by("pk").values_list("provider__identity", flat=True))
    first, second = f"{page}1", f"{page}2"
    assert identities == ["+441134960123", None, None, first, first, second, "+441134960123;ext=5"]
    assert Provider.objects.count() == 6


def test_names_and_jobs_are_taken_in_without_what_nobody_can_see(tmp_path):
    take_in(lay(tmp_path, vouches=[{"provider": "\u202eRosa\u200b\u2028Lima", "job": "burst\u2066 pipe"}]))

    assert list(Vouch.objects.values_list("name", "job")) == [("Rosa Lima", "burst pipe")]


def test_a_number_is_one_of_the_country_of_its_author(tmp_path):
    make_place("Berlin", country="DE")
    people = [*PEOPLE, {"email": "eva@example.org", "name": "Eva", "place": "Berlin, DE"}]
    lay(tmp_path, people=people, vouches=[{"author": "eva@example.org", "phone": "030 901820"}])

    take_in(tmp_path)

    assert Vouch.objects.get().phone == "+4930901820"


def test_a_place_is_the_largest_of_its_name(tmp_path):
    make_place("Leeds", country="US", population=900)
    large = make_place("Leeds", LONDON, country="CA", population=5000)
    people = [{"email": ANA, "name": "Ana", "place": "Leeds"}, {"email": BEN, "name": "Ben", "place": "Leeds, US"}]

    take_in(lay(tmp_path, people=people, ties=[], vouches=[]))

    assert Person.objects.get(email=ANA).place == large
    assert Person.objects.get(email=BEN).place.country == "US"


def test_new_trades_are_taken_where_that_is_wanted(tmp_path):
    lay(tmp_path, vouches=[{"trade": "piano-tuner"}, {"trade": "piano-tuner", "author": ANA}])
    assert faults_of(tmp_path) == [
        "vouches.csv:2: trade: “piano-tuner” is not a known trade",
        "vouches.csv:3: trade: “piano-tuner” is not a known trade",
    ]

    assert "trades 1" in take_in(tmp_path, "--create-trades")

    assert Trade.objects.get(slug="piano-tuner").name == "Piano tuner"
    assert Vouch.objects.count() == 2


def test_a_wrong_new_trade_is_refused(tmp_path):
    lay(tmp_path, vouches=[{"trade": "piano tuner"}, {"trade": ""}, {"trade": "x" * 61}])

    assert faults_of(tmp_path, "--create-trades") == [
        "vouches.csv:2: trade: “piano tuner” cannot be a trade; write it like “tree-surgeon”",
        "vouches.csv:3: trade: is empty",
        f"vouches.csv:4: trade: “{'x' * 60}…” cannot be a trade; write it like “tree-surgeon”",
    ]


def test_something_else_is_taken_in_its_authors_words(tmp_path):
    """Also where new trades are taken; another time it is there already."""
    other = "something-else: mends accordions"
    tunes = {"trade": "Something-Else:tunes pianos, and organs"}
    lay(tmp_path, vouches=[{"trade": other}, tunes, {"trade": other, "author": ANA}])

    assert "vouches 3, providers 1, trades 0" in take_in(tmp_path)
    assert "vouches 0, providers 0, trades 0" in take_in(tmp_path, "--create-trades")
    told = Vouch.objects.order_by("pk").values_list("author__email", "trade", "other", "other_folded")
    assert list(told) == [
        (BEN, None, "mends accordions", "mends accordions"),
        (BEN, None, "tunes pianos, and organs", "tunes pianos and organs"),
        (ANA, None, "mends accordions", "mends accordions"),
    ]


def test_something_else_that_stands_alone_is_known_by_its_words(tmp_path):
    alone = {"phone": "", "pass_on": "no"}
    lay(tmp_path, vouches=[alone | {"trade": f"something-else: {words}"} for words in ("mends harps", "mends lutes")])

    assert "vouches 2, providers 2" in take_in(tmp_path)
    assert "vouches 0, providers 0" in take_in(tmp_path)


def test_something_else_says_what_it_is_in_few_words(tmp_path):
    long = "o" * (LONGEST_OTHER + 1)
    said = [f"something-else: {words}" for words in ("", "\u200b", long)]
    lay(tmp_path, vouches=[*({"trade": each} for each in said), {"trade": "something-else mends harps"}])

    assert faults_of(tmp_path) == [
        "vouches.csv:2: trade: is empty",
        "vouches.csv:3: trade: is empty",
        f"vouches.csv:4: trade: {len(long)} characters are too long; {LONGEST_OTHER} fit",
        "vouches.csv:5: trade: “something-else mends harps” is not a known trade",
    ]


def test_ties_of_someone_inactive_do_not_stand(tmp_path):
    make_person(email=BEN).set_active(False)

    take_in(lay(tmp_path))

    assert set(Tie.objects.values_list("standing", flat=True)) == {False}


def test_a_provider_of_the_files_is_the_one_known_in_whom(tmp_path):
    make_vouch(phone="+441134960123", name="Rosa", pass_on=True)

    take_in(lay(tmp_path))

    assert Provider.objects.count() == 1


# --- Again ---------------------------------------------------------------------------------------


def test_the_same_folder_again_changes_nothing(tmp_path):
    vouches = [{}, {"phone": "", "website": "two.example"}, {"phone": "", "provider": "Only a name"}, {"author": ANA}]
    lay(tmp_path, vouches=vouches, blocks=[{"person": DAN, "blocked": ANA}])
    take_in(tmp_path)
    before = dump()

    assert take_in(tmp_path) == "Added: people 0, blocks 0, ties 0, vouches 0, providers 0, trades 0.\n"

    assert dump() == before


def test_what_is_here_stays_as_it_is_and_what_is_missing_is_added(tmp_path):
    take_in(lay(tmp_path))
    before = dump()
    changed = [row | {"name": "Someone Else", "place": "", "relays": "no"} for row in PEOPLE]
    new = {"email": "eva@example.org", "name": "Eva"}
    vouches = [{"job": "another job", "words": "other words"}, {"author": "eva@example.org"}]
    ties = [{"person": BEN, "friend": ANA, "how": "otherwise"}, {"person": "eva@example.org", "friend": ANA}]

    said = take_in(lay(tmp_path, people=[*changed, new], ties=ties, vouches=vouches))

    assert said == "Added: people 1, blocks 0, ties 1, vouches 1, providers 0, trades 0.\n"
    after = dump()
    assert {name: [row for row in after[name] if row in before[name]] for name in after} == before


def test_identical_vouches_are_one(tmp_path):
    alone = {"phone": "", "provider": "Only a name"}
    take_in(lay(tmp_path, vouches=[{}, {"phone": "+441134960123"}, alone, {}, alone]))

    assert Vouch.objects.count() == 2


# --- Blocks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("turned", [False, True])
def test_a_blocked_pair_never_has_a_tie(tmp_path, turned):
    pair = [BEN, ANA] if turned else [ANA, BEN]
    lay(tmp_path, blocks=[{"person": pair[0], "blocked": pair[1]}])

    for _ in range(2):
        take_in(tmp_path)
        assert not Tie.objects.filter(person__email=ANA).exists()
        assert Tie.objects.filter(person__email=BEN).count() == 1
        assert Block.objects.get().person.email == pair[0]


def test_a_new_block_ends_the_tie_that_was_there(tmp_path):
    take_in(lay(tmp_path))

    take_in(lay(tmp_path, blocks=[{"person": BEN, "blocked": ANA}]))

    assert not Tie.objects.filter(person__email=ANA).exists()
    assert Tie.objects.count() == 2


def test_a_block_made_in_whom_keeps_the_tie_away(tmp_path):
    ana, ben = make_person(email=ANA), make_person(email=BEN)
    ben.block(ana)

    take_in(lay(tmp_path))

    assert not Tie.objects.filter(person=ana).exists()


def test_what_was_taken_out_comes_in_as_it_was_written(tmp_path):
    words = "- came at once\n+ cheap"
    take_in(lay(tmp_path, vouches=[{"words": words, "provider": "=Rosa", "job": "'a tap'"}]))
    vouch = Vouch.objects.get()
    with ZipFile(BytesIO(archive_of(vouch.author))) as taken_out:
        (tmp_path / "vouches.csv").write_bytes(taken_out.read("vouches.csv"))
    vouch.delete()

    take_in(tmp_path)

    again = Vouch.objects.get()
    assert (again.words, again.name, again.job, again.phone) == (words, "=Rosa", "'a tap'", "+441134960123")


# --- However many --------------------------------------------------------------------------------


def test_batches_meet_each_other(tmp_path, monkeypatch):
    """One row at a time gives what all at once gives."""
    vouches = [
        {},
        {"author": ANA},
        {"phone": "", "provider": "Name"},
        {"author": CLEO, "phone": "", "provider": "Name"},
    ]
    lay(tmp_path, vouches=[*vouches, *vouches], blocks=[{"person": DAN, "blocked": CLEO}])
    monkeypatch.setattr(files, "IMPORT_BATCH", 1)

    assert take_in(tmp_path) == "Added: people 4, blocks 1, ties 2, vouches 4, providers 3, trades 0.\n"
    assert take_in(tmp_path) == "Added: people 0, blocks 0, ties 0, vouches 0, providers 0, trades 0.\n"


def test_memory_does_not_grow_with_the_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "IMPORT_BATCH", 50)

    def peak(people: int) -> int:
        emails = [f"p{number}@{people}.example" for number in range(people)]
        lay(
            tmp_path,
            people=({"email": email, "name": "Someone"} for email in emails),
            ties=({"person": a, "friend": b} for a, b in pairwise(emails)),
            vouches=({"author": email, "phone": "", "provider": email} for email in emails),
        )
        emails.clear()
        tracemalloc.start()
        try:
            take_in(tmp_path)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(500)  # what is made once and kept
    assert peak(500) < 2 * peak(100)


def test_the_statistics_are_fresh_afterwards(tmp_path, django_assert_num_queries):
    with connection.execute_wrapper(statements := Statements()):
        take_in(lay(tmp_path))

    analyzed = [sql for sql in statements.seen if sql.startswith("ANALYZE")]
    assert len(analyzed) == 6
    assert ("SET LOCAL statement_timeout = 0" in statements.seen) == (connection.vendor == "postgresql")


class Statements:
    def __init__(self):
        self.seen = []

    def __call__(self, execute, sql, params, many, context):
        self.seen.append(sql)
        return execute(sql, params, many, context)
