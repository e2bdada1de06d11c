import csv
import gzip
from io import StringIO

import pytest
from django.core.management import call_command

from people.management.commands import load_places
from people.models import Place
from people.places import folded, folded_each
from tests.worlds.builders import LEEDS, LONDON, OTLEY, make_place


@pytest.fixture
def leeds(db):
    return make_place("Leeds", LEEDS, population=500_000)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("  KØBENHAVN ", "kobenhavn"),
        ("Łódź", "lodz"),
        ("Großenhain", "grossenhain"),
        ("King's Lynn", "kings lynn"),
        ("King’s Lynn", "kings lynn"),
        ("Stoke-on-Trent", "stoke on trent"),
        ("北京", "北京"),
        ("!?", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_marks(text, plain):
    assert folded(text) == folded(plain) == plain


def test_texts_folded_at_once_are_as_each_by_itself():
    texts = ["", "Saint-Étienne", "King's\nLynn", "a\1b", " \1", "!?", "北京", "Stoke-on-Trent", "", "x\t Y  z "]
    assert folded_each(texts) == [folded(text) for text in texts]
    assert folded_each([]) == []


def test_a_name_means_the_largest_first_and_can_be_narrowed(leeds):
    alabama = make_place("Leeds", (33.5, -86.5), country="US", region="AL", population=12_000)
    maine = make_place("Leeds", (44.3, -70.1), country="US", region="ME", population=2_000)
    make_place("Leeds Bridge", LEEDS)

    assert list(Place.objects.named(" leeds ")) == [leeds, alabama, maine]
    assert list(Place.objects.named("Leeds, gb")) == [leeds]
    assert list(Place.objects.named("Leeds, ME, US")) == [maine]
    assert list(Place.objects.named("Leeds, DE")) == []


@pytest.mark.parametrize("nothing", ["", "   ", ",", "?!", ", GB"])
def test_nothing_names_no_place(leeds, nothing):
    make_place("??", search_name="")

    assert list(Place.objects.named(nothing)) == []


def test_a_field_is_completed_by_how_names_begin(leeds):
    bridge = make_place("Leedsbridge", LEEDS, population=10)
    make_place("Otley", OTLEY)

    assert list(Place.objects.starting_with("LEE")) == [leeds, bridge]


def test_a_name_means_the_one_at_home_before_a_larger_one(leeds):
    small = make_place("Leeds", (33.5, -86.5), country="US", population=12)

    assert Place.objects.meant_by("leeds", "US") == small
    assert Place.objects.meant_by("leeds", "FR") == leeds
    assert Place.objects.meant_by("nowhere", "GB") is None


def test_near_is_within_thirty_kilometres(leeds):
    otley, london = make_place("Otley", OTLEY), make_place("London", LONDON)

    assert leeds.distance_km(otley) == pytest.approx(15, abs=1)
    assert leeds.distance_km(london) == pytest.approx(273, abs=3)
    assert leeds.distance_km(leeds) == 0
    assert leeds.is_near(otley)
    assert otley.is_near(leeds)
    assert not leeds.is_near(london)


def test_the_other_side_of_the_world_is_half_way_round(leeds):
    opposite = make_place("Nowhere", (-LEEDS[0], 180 + LEEDS[1]))

    assert leeds.distance_km(opposite) == pytest.approx(20_015, abs=1)


def test_a_place_is_written_with_what_tells_it_from_others(leeds):
    alabama = make_place("Leeds", (33.5, -86.5), country="US", region="AL")

    assert [place.full_name for place in (leeds, alabama)] == ["Leeds, GB", "Leeds, AL, US"]


@pytest.fixture(scope="module")
def shipped() -> list[dict[str, str]]:
    with gzip.open(load_places.PLACES_FILE, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_towns_that_ship_with_whom_are_whole(shipped):
    assert len(shipped) > 100_000
    assert len({row["id"] for row in shipped}) == len(shipped)
    assert all(row["name"] and len(row["country"]) == 2 and folded(row["name"]) for row in shipped)
    assert all(abs(float(row["latitude"])) <= 90 and abs(float(row["longitude"])) <= 180 for row in shipped)


def test_towns_load_twice_without_doubling(db, shipped, tmp_path, monkeypatch):
    with gzip.open(tmp_path / "some.csv.gz", "wt", encoding="utf-8", newline="") as lines:
        some = csv.DictWriter(lines, fieldnames=shipped[0])
        some.writeheader()
        some.writerows(row for row in shipped if row["name"] in ("Leeds", "Otley", "Łódź"))
    monkeypatch.setattr(load_places, "PLACES_FILE", tmp_path / "some.csv.gz")
    said = [StringIO(), StringIO()]
    for out in said:
        call_command("load_places", stdout=out)

    assert said[0].getvalue() == said[1].getvalue() == f"Places: {Place.objects.count()} known.\n"
    leeds, otley = (Place.objects.meant_by(name, "GB") for name in ("Leeds", "Otley"))
    assert leeds.distance_km(otley) == pytest.approx(15, abs=1)
    assert Place.objects.meant_by("lodz", "GB").country == "PL"
