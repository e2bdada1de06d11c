"""Trades are shown in the language of whoever reads, and found in every one."""

import csv

import pytest
from django.core.management import call_command
from django.utils.translation import override

from people.places import folded
from recommendations.models import Trade, trade_called, trades_in_sight
from recommendations.models.trade_words import TRADE_FILES
from recommendations.search.trades import trades_meant
from recommendations.search.understanding import understand
from tests.worlds.builders import LEEDS, OTLEY, make_person, make_place, make_trade, make_vouch

LANGUAGES = ("de", "es", "fr")


@pytest.fixture
def maya(db):
    call_command("load_trades", verbosity=0)
    leeds = make_place("Leeds", LEEDS, population=500_000)
    make_place("Otley", OTLEY)
    make_place("Bath", (51.38, -2.36), population=94_000)
    return make_person(name="Maya Hartley", place=leeds)


def rows_of(language: str) -> list[dict[str, str]]:
    with TRADE_FILES[language].open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def begun_by(text: str) -> set[str]:
    return {trade.slug for trade in trades_meant(text).trades}


def meant(person, q):
    search = understand(person, q)
    return {trade.slug for trade in search.trades or ()}, search.near and search.near.name, search.words


def test_every_trade_has_words_in_every_language(maya):
    assert tuple(TRADE_FILES) == LANGUAGES
    for language in LANGUAGES:
        assert {row["slug"] for row in rows_of(language)} == set(Trade.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_trade_has_a_name_of_its_own(language):
    rows = rows_of(language)
    assert len({folded(row["name"]) for row in rows}) == len(rows)
    for row in rows:
        words = [folded(word) for word in (row["name"], *row["synonyms"].split(";"))]
        assert all(words), row["slug"]
        assert len(set(words)) == len(words), row["slug"]
        assert len(row["name"]) <= Trade._meta.get_field("name").max_length


def test_words_of_other_languages_mean_no_other_trade(maya):
    """A word that is English too means there what it means in English."""
    english = {}
    for trade in Trade.objects.all():
        for term in (trade.name, *trade.synonyms.splitlines()):
            english.setdefault(folded(term), set()).add(trade.slug)
    for language in LANGUAGES:
        for row in rows_of(language):
            for word in (row["name"], *row["synonyms"].split(";")):
                assert row["slug"] in english.get(folded(word), {row["slug"]}), word


@pytest.mark.parametrize("reads", ["en-gb", *LANGUAGES])
def test_a_trade_goes_by_its_words_of_every_language(maya, reads):
    with override(reads):
        for language in LANGUAGES:
            for row in rows_of(language)[::6]:
                for word in (row["name"], *row["synonyms"].split(";")[:2]):
                    assert row["slug"] in {trade.slug for trade in trades_meant(word).trades}, word
                    assert row["slug"] in meant(maya, word)[0], word


@pytest.mark.parametrize(
    ("language", "called"), [("en-gb", "Plumber"), ("de", "Klempner"), ("fr", "Plombier"), ("es", "Fontanero")]
)
def test_a_trade_is_called_as_its_reader_says(language, called):
    with override(language):
        assert trade_called("plumber", "Plumber") == called
        assert trade_called("luthier", "Luthier") == "Luthier"
        assert Trade(slug="plumber", name="Plumber").called == called


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Klempner in der Nähe von Otley", ({"plumber"}, "Otley", "")),
        ("Klempner bei Otley", ({"plumber"}, "Otley", "")),
        ("Ich suche einen guten Elektriker in Otley", ({"electrician"}, "Otley", "")),
        ("Klempner in meiner Nähe", ({"plumber"}, "Leeds", "")),
        ("Dachdecker in der Nähe", ({"roofing-contractor"}, "Leeds", "")),
        ("Klempner oder Elektriker", ({"plumber", "electrician"}, "Leeds", "")),
        ("plombier près de Otley", ({"plumber"}, "Otley", "")),
        ("un bon plombier à Otley", ({"plumber"}, "Otley", "")),
        ("plombier près de chez moi", ({"plumber"}, "Leeds", "")),
        ("plombier et électricien", ({"plumber", "electrician"}, "Leeds", "")),
        ("fontanero cerca de Otley", ({"plumber"}, "Otley", "")),
        ("busco un buen cerrajero en Otley", ({"locksmith"}, "Otley", "")),
        ("fontanero cerca de mí", ({"plumber"}, "Leeds", "")),
        ("fontanero partout", ({"plumber"}, None, "")),
        # With slips.
        ("Klemptner", ({"plumber"}, "Leeds", "")),
        ("plombierr", ({"plumber"}, "Leeds", "")),
        ("fontanreo", ({"plumber"}, "Leeds", "")),
        # English says what it said.
        ("plumber near Otley", ({"plumber"}, "Otley", "")),
        ("plumber for a bath quickly", ({"plumber"}, "Leeds", "bath quickly")),
    ],
)
@pytest.mark.parametrize("reads", ["en-gb", "de"])
def test_small_words_are_known_in_every_language(maya, reads, q, expected):
    with override(reads):
        assert meant(maya, q) == expected


def test_a_place_nobody_knows_is_said_in_any_language(maya):
    search = understand(maya, "Klempner in der Nähe von Xyzzy")

    assert ([trade.slug for trade in search.trades], search.near, "Xyzzy" in search.note) == (["plumber"], None, True)


def test_trades_stand_in_the_order_of_their_reader(maya):
    for slug in ("plumber", "electrician", "moving-company", "photographer"):
        make_vouch(author=maya, trade=Trade.objects.get(slug=slug))
    with override("de"):
        assert [trade.called for trade in trades_in_sight(maya)] == [
            "Elektriker",
            "Fotograf",
            "Klempner",
            "Umzugsfirma",
        ]
    with override("fr"):
        assert [trade.called for trade in trades_in_sight(maya)] == [
            "Déménageur",
            "Électricien",
            "Photographe",
            "Plombier",
        ]


def test_a_beginning_is_first_one_of_ones_own_language(maya):
    """“garde” begins “garden” to one reader, and “garde d’enfants” to another."""
    with override("en-gb"):
        assert "gardener" in begun_by("garde")
        assert "nanny" not in begun_by("garde")
        assert begun_by("klemp") == {"plumber"}
    with override("fr"):
        assert "nanny" in begun_by("garde")
        assert "gardener" not in begun_by("garde")


def test_a_trade_of_ones_own_is_found_by_what_it_has(maya):
    make_trade(slug="luthier", name="Luthier", synonyms="violin maker")
    with override("de"):
        assert [trade.slug for trade in trades_meant("violin maker").trades] == ["luthier"]
