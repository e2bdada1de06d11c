import pytest
from django.core.management import call_command

from people.places import folded
from recommendations.models import Trade
from recommendations.search.understanding import understand
from tests.worlds.builders import LEEDS, LONDON, OTLEY, make_person, make_place, make_vouch


@pytest.fixture
def maya(db):
    call_command("load_trades", verbosity=0)
    leeds = make_place("Leeds", LEEDS, population=500_000)
    make_place("Otley", OTLEY)
    make_place("London", LONDON, population=9_000_000)
    make_place("Boston", (42.36, -71.06), country="US", population=600_000)
    make_place("Boston", (52.97, -0.02), population=45_000)
    make_place("Rosa", (30.0, -90.0), country="US")
    return make_person(name="Maya Hartley", place=leeds)


def meant(person, q, **more):
    search = understand(person, q, **more)
    slugs = {trade.slug for trade in search.trades} if search.trades is not None else None
    return slugs, search.near and search.near.full_name, search.words


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("", (None, "Leeds, GB", "")),
        ("plumber", ({"plumber"}, "Leeds, GB", "")),
        ("Plumbers", ({"plumber"}, "Leeds, GB", "")),
        ("PLUMBER, near Otley", ({"plumber"}, "Otley, GB", "")),
        ("plumber near otley, gb", ({"plumber"}, "Otley, GB", "")),
        ("plumber otley", ({"plumber"}, "Otley, GB", "")),
        ("otley plumber", ({"plumber"}, "Otley, GB", "")),
        ("plumber anywhere", ({"plumber"}, None, "")),
        ("plumber near anywhere", ({"plumber"}, None, "")),
        ("someone for the boiler near me", ({"plumber", "heating-engineer"}, "Leeds, GB", "")),
        ("boiler", ({"plumber", "heating-engineer"}, "Leeds, GB", "")),
        ("a leak in the kitchen", ({"plumber"}, "Leeds, GB", "kitchen")),
        ("plumb", ({"plumber"}, "Leeds, GB", "")),
        ("rosa", (None, "Leeds, GB", "rosa")),
        ("rosa lima plumber", ({"plumber"}, "Leeds, GB", "rosa lima")),
        ("otley", (None, "Otley, GB", "")),
        ("near Boston", (None, "Boston, GB", "")),
        ("near Boston, US", (None, "Boston, US", "")),
        ("piano tuner", ({"piano-tuner"}, "Leeds, GB", "")),
    ],
)
def test_it_understands(maya, q, expected):
    assert meant(maya, q) == expected


def test_half_a_word_is_a_trade_unless_somebody_is_called_so(maya):
    assert "plumber" in meant(maya, "drip")[0]
    make_vouch(author=maya, name="Drip & Sons")

    assert meant(maya, "drip") == (None, "Leeds, GB", "drip")


def test_what_is_typed_goes_before_what_was_chosen(maya):
    assert meant(maya, "plumber", near="anywhere") == ({"plumber"}, None, "")
    assert meant(maya, "plumber near otley", near="anywhere") == ({"plumber"}, "Otley, GB", "")
    assert meant(maya, "", trade="plumber", near="london") == ({"plumber"}, "London, GB", "")


def test_an_unknown_place_or_trade_is_said_and_hides_nothing(maya):
    unknown_place = understand(maya, "plumber near Xyzzy")
    unknown_trade = understand(maya, "", trade="wizard")

    assert (unknown_place.near, "Xyzzy" in unknown_place.note) == (None, True)
    assert (unknown_trade.trades, "wizard" in unknown_trade.note) == (None, True)


def test_understand_without_a_home_searches_anywhere(maya):
    """Someone without a home searches anywhere and is told why only if they asked."""
    homeless = make_person()

    assert (understand(homeless, "plumber").near, understand(homeless, "plumber").note) == (None, "")
    assert "where you live" in understand(homeless, "plumber near me").note


def test_every_trade_is_found_by_its_name_and_each_of_its_words(maya):
    for trade in Trade.objects.all():
        for term in (trade.name, *trade.synonyms.splitlines()):
            found = understand(maya, term, near="anywhere").trades
            assert trade in (found or []), term


def test_headings_read_like_speech(maya):
    assert understand(maya, "boiler near Otley").heading == "Heating engineer or plumber near Otley"
    assert understand(maya, "electrician").nobody.startswith(
        "Nobody in your circle, or in theirs, has vouched for an electrician near Leeds"
    )
    assert understand(maya, "rosa", near="anywhere").heading == "“rosa” anywhere"
    assert folded("Saint-Étienne’s") == "saint etiennes"
