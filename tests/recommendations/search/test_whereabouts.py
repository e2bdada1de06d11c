"""Where, how far and whose: what is typed into Find, and what is chosen beside it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recommendations.search.understanding import understand
from recommendations.templatetags.addresses import address_of
from tests.worlds.builders import LEEDS, LONDON, OTLEY, befriend, make_person, make_place, make_vouch

PARIS, HOUSTON = (48.85, 2.35), (33.66, -95.55)


@pytest.fixture
def maya(db):
    call_command("load_trades", verbosity=0)
    leeds = make_place("Leeds", LEEDS, population=500_000)
    make_place("Otley", OTLEY, population=14_000)
    make_place("London", LONDON, population=9_000_000)
    make_place("Paris", PARIS, country="FR", population=2_100_000)
    make_place("Paris", HOUSTON, country="US", region="TX", population=25_000)
    make_place("Rosa", (30.0, -90.0), country="US", population=900)
    make_place("Milton", (52.24, 0.16), population=5_000)
    make_place("Milton Keynes", (52.04, -0.76), population=230_000)
    make_place("Newcastle upon Tyne", (54.97, -1.61), population=300_000)
    make_place("Bath", (51.38, -2.36), population=94_000)
    make_place("Deal", (51.22, 1.4), population=30_000)
    return make_person(name="Maya Hartley", place=leeds)


def meant(person, q, **chosen):
    search = understand(person, q, **chosen)
    slugs = [trade.slug for trade in search.trades] if search.trades is not None else None
    return slugs, search.near and search.near.full_name, search.words


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("plumber paris", (["plumber"], "Paris, FR", "")),
        ("paris plumber", (["plumber"], "Paris, FR", "")),
        ("paris", (None, "Paris, FR", "")),
        ("plumber near paris, us", (["plumber"], "Paris, TX, US", "")),
        ("plumber in Paris, TX, US", (["plumber"], "Paris, TX, US", "")),
        ("plumber near otley please", (["plumber"], "Otley, GB", "please")),
        ("near otley a plumber", (["plumber"], "Otley, GB", "")),
        ("milton keynes plumber", (["plumber"], "Milton Keynes, GB", "")),
        ("plumber, milton keynes", (["plumber"], "Milton Keynes, GB", "")),
        ("plumber newcastle upon tyne", (["plumber"], "Newcastle upon Tyne, GB", "")),
        ("plumber around newcastle upon tyne", (["plumber"], "Newcastle upon Tyne, GB", "")),
        ("plumber rosa", (["plumber"], "Leeds, GB", "rosa")),
        ("good deal for a plumber today", (["plumber"], "Leeds, GB", "deal today")),
        ("mould in bath room", (["damp-specialist"], "Leeds, GB", "bath room")),
        ("mould in bath", (["damp-specialist"], "Bath, GB", "")),
        ("plumber in leeds urgent", (["plumber"], "Leeds, GB", "urgent")),
        ('plumber "otley"', (["plumber"], "Leeds, GB", "otley")),
        ("plumber ls21 3aa", (["plumber"], "LS21", "")),
        ("LS21 plumber", (["plumber"], "LS21", "")),
        ("plumber near sw1a", (["plumber"], "SW1A", "")),
        ("ls21", (None, "LS21", "")),
    ],
)
def test_a_place_is_understood_wherever_it_stands(maya, q, expected):
    assert meant(maya, q) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("plumber, electrician", ["plumber", "electrician"]),
        ("plumber and electrician", ["plumber", "electrician"]),
        ("electrician & plumber", ["electrician", "plumber"]),
        ("a plumber or an electrician, and a roofer", ["plumber", "electrician", "roofing-contractor"]),
        ("painter and decorator", ["house-painter"]),
        ("painter and decorator, plumber", ["house-painter", "plumber"]),
        ("plumber, plumber", ["plumber"]),
    ],
)
def test_several_trades_are_all_meant(maya, q, expected):
    assert meant(maya, q) == (expected, "Leeds, GB", "")


def test_several_trades_may_have_a_place_and_words(maya):
    assert meant(maya, "plumber and electrician in otley") == (["plumber", "electrician"], "Otley, GB", "")
    assert meant(maya, "sunday plumber, electrician otley") == (["plumber", "electrician"], "Otley, GB", "sunday")
    assert understand(maya, "plumber, electrician").heading == "Plumber or electrician near Leeds"


@pytest.mark.parametrize(
    ("q", "place", "words"),
    [
        ("plumber lodnon", "London, GB", ""),
        ("plumber milton keyns", "Milton Keynes, GB", ""),
        ("plumber near otlley", "Otley, GB", ""),
        ("plumber near xyzzy", None, ""),
        ("plumber jacuzzi", "Leeds, GB", "jacuzzi"),
    ],
)
def test_a_slip_in_a_place_is_forgiven_and_said(maya, q, place, words):
    search = understand(maya, q)

    assert (search.near and search.near.full_name, search.words) == (place, words)
    assert ("we know no place called" in search.note) is (place not in (None, "Leeds, GB"))


def test_somebodys_name_goes_before_a_city_abroad_and_after_a_town_here(maya):
    ben = make_person()
    befriend(maya, ben)
    for name in ("Paris Plumbing", "Otley Glass"):
        make_vouch(author=ben, name=name)

    abroad, here = understand(maya, "plumber paris"), understand(maya, "plumber otley")

    assert (abroad.near.name, abroad.words, here.near.name, here.words) == ("Leeds", "paris", "Otley", "")
    said, page = abroad.instead
    assert (said, page.asked["q"]) == ("Look near Paris instead", "plumber paris near Paris, FR")
    said, page = here.instead
    assert (said, page.asked["q"]) == ("Look for the word “otley” instead", 'plumber "otley"')
    assert meant(maya, page.asked["q"]) == (["plumber"], "Leeds, GB", "otley")


def test_nobody_elses_name_makes_a_word_of_a_place(maya):
    """Else what is understood would tell of whom somebody out of sight speaks."""
    make_vouch(author=make_person(), name="Paris Plumbing")
    make_vouch(author=make_person(), name="Otley Glass")

    assert meant(maya, "plumber paris") == (["plumber"], "Paris, FR", "")
    assert understand(maya, "plumber otley").instead is None


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({}, ("Leeds", 30, "30")),
        ({"within": "here"}, ("Leeds", 5, "here")),
        ({"within": "10"}, ("Leeds", 10, "10")),
        ({"within": "100", "near": "London"}, ("London", 100, "100")),
        ({"within": "anywhere"}, (None, 30, "anywhere")),
        ({"near": "anywhere"}, (None, 30, "anywhere")),
        ({"near": "anywhere", "within": "10"}, ("Leeds", 10, "10")),
        ({"near": "ls21", "within": "10"}, ("LS21", 10, "10")),
        ({"within": "7"}, ("Leeds", 30, "30")),
        ({"within": "-1"}, ("Leeds", 30, "30")),
    ],
)
def test_how_far_is_as_chosen(maya, chosen, expected):
    search = understand(maya, "plumber", **chosen)

    assert (search.near and search.near.name, search.km, search.within) == expected


def test_who_lives_nowhere_searches_anywhere_until_they_say_where(maya):
    homeless = make_person()

    assert (understand(homeless, "plumber").within, understand(homeless, "plumber").note) == ("", "")
    assert "where you live" in understand(homeless, "plumber", within="10").note
    assert understand(homeless, "plumber otley", near="anywhere").near.name == "Otley"


def test_what_is_chosen_stays_in_every_address(maya):
    search = understand(maya, "plumber otley", within="10", whose="friends")

    assert address_of(search.more_page("mark")) == (
        "/find/?q=plumber&near=Otley%2C+GB&within=10&whose=friends&after=mark"
    )
    assert address_of(search.anywhere_page) == "/find/?q=plumber&near=Otley%2C+GB&within=anywhere&whose=friends"
    assert address_of(search.theirs_page) == "/find/?q=plumber&near=Otley%2C+GB&within=10"
    assert address_of(understand(maya, "plumber", trade="roofing-contractor").near_me_page) == (
        "/find/?q=plumber&trade=roofing-contractor&near=me&within=30"
    )


@pytest.mark.parametrize(
    ("q", "chosen", "said"),
    [
        ("plumber", {}, "Plumber near Leeds"),
        ("plumber", {"within": "10"}, "Plumber within 10 km of Leeds"),
        ("plumber", {"within": "anywhere"}, "Plumber anywhere"),
        ("", {"near": "me", "within": "here"}, "From your circle, within 5 km of Leeds"),
    ],
)
def test_the_heading_says_where(maya, q, chosen, said):
    assert understand(maya, q, **chosen).heading == said


def test_nobody_is_said_of_those_who_were_asked_for(maya):
    assert understand(maya, "electrician", whose="friends", within="10").nobody == (
        "No friend of yours has vouched for an electrician within 10 km of Leeds yet."
    )
    assert (
        understand(maya, "zebra", whose="friends").nobody
        == "No vouch of a friend of yours near Leeds mentions “zebra”."
    )


def test_an_unknown_postcode_is_said(maya):
    search = understand(maya, "plumber zz9 9zz")

    assert (search.near, search.words) == (None, "")
    assert search.note == "We do not know the postcode “ZZ9 9ZZ”, so this is from anywhere. Try the nearest town."


@pytest.mark.parametrize(
    "q", ["in " * 33, "near " * 20, "a," * 50, "plumber and " * 8, '"' * 99, "ls6 " * 25, "otley " * 16]
)
def test_whatever_is_typed_costs_the_same_few_statements(maya, q):
    with CaptureQueriesContext(connection) as captured:
        understand(maya, q)

    assert len(captured) <= 15
