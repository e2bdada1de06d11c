"""What programs give away as JSON that is neither a chat nor contacts, and places that one saved on a map."""

import json

import pytest
from django.core.management import call_command

from tests.worlds.lists_read import Who, list_in, who

JOE, ROSA = "+441134960123", "+441134960124"
OBJECTS = [
    {"name": "Joe Smith", "phone": "0113 496 0123", "trade": "plumber", "notes": "fixed the boiler", "starred": True},
    {"name": "Rosa Lima", "phone": "0113 496 0124", "trade": "electrician", "notes": None},
]


@pytest.fixture(autouse=True)
def trades(db):
    call_command("load_trades", verbosity=0)


@pytest.mark.parametrize("within", [lambda some: some, lambda some: {"v": 1, "data": {"none": [], "people": some}}])
def test_objects_are_rows_wherever_their_list_stands(within):
    assert who(json.dumps(within(OBJECTS))) == [
        Who("Joe Smith", JOE, "plumber", words="fixed the boiler"),
        Who("Rosa Lima", ROSA, "electrician"),
    ]


def test_keys_are_headings_however_they_are_written_and_within_others():
    one = {"id": 7, "firstName": "Joe", "last_name": "Smith", "reach": {"phoneNumbers": ["0113 496 0123"]}}

    assert who(json.dumps([one | {"category": "Plumber"}])) == [Who("Joe Smith", JOE, "plumber")]


def test_places_saved_on_a_map_are_read():
    place = {"name": "Smith Plumbing Ltd", "address": "1 High St, Leeds"}
    feature = {
        "geometry": {"coordinates": [-1.5, 53.8], "type": "Point"},
        "properties": {"google_maps_url": "http://maps.google.com/?cid=123", "location": place},
        "type": "Feature",
    }
    saved = "Title,Note,URL,Tags,Comment\nSmith Plumbing Ltd,came at once,https://www.google.com/maps/place/x,,\n"

    assert who(json.dumps({"type": "FeatureCollection", "features": [feature]})) == [
        Who("Smith Plumbing Ltd", trade="plumber")
    ]
    assert who(saved, name="Handwerker.csv") == [Who("Smith Plumbing Ltd", trade="plumber", words="came at once")]


@pytest.mark.parametrize("text", ['{"a": 1}', "[]", "[1, 2]", '[{"phone": "0113 496 0123"}]', '[{"a": [[[["b"]]]]}]'])
def test_json_without_a_name_in_it_is_refused_in_words(text):
    with pytest.raises(ValueError, match="no list of names in that file"):
        list_in(text)


def test_json_that_goes_on_for_ever_is_lines():
    for deep in ("[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000, '[{"name": "Joe'):
        assert list_in(deep).kind == "lines"
