"""British postcodes: which stand in a text, and where they lead."""

import pytest
from django.core.exceptions import ValidationError

from people.forms import PlaceField
from people.postcodes import outcodes, postcode_in, town_of
from tests.worlds.builders import LEEDS, LONDON, OTLEY, make_place


@pytest.mark.parametrize(
    ("text", "country", "written"),
    [
        ("LS6 3BR", "GB", "LS6 3BR"),
        ("boiler ls63br", "GB", "LS6 3BR"),
        ("plumber, ls6", "GB", "LS6"),
        ("sw1a 1aa", "FR", "SW1A 1AA"),
        ("ls6", "FR", None),
        ("zz9 plumber", "GB", None),
        ("zz9 9zz", "GB", "ZZ9 9ZZ"),
        ("als6 3bra", "GB", None),
        ("0113 496 0123", "GB", None),
    ],
)
def test_a_postcode_is_found_in_a_text(text, country, written):
    found = postcode_in(text, country)

    assert (found and found.written) == written


def test_every_district_is_in_britain():
    assert len(outcodes()) > 2_800
    assert all(49 < north < 61.1 and -8 < east < 2 for north, east in outcodes().values())


def test_a_district_lies_where_its_town_does(db):
    leeds, otley = make_place("Leeds", LEEDS), make_place("Otley", OTLEY)
    make_place("London", LONDON)

    assert postcode_in("LS1", "GB").spot.distance_km(leeds) < 2
    assert [town_of(text, "GB") for text in ("LS1 4AP", " ls21 ", "near LS1", "ZE1", "Leeds")] == [
        *(leeds, otley),
        *(None, None, None),
    ]


def test_a_field_for_a_town_takes_a_postcode(db):
    leeds, field = make_place("Leeds", LEEDS), PlaceField(country="GB")

    assert field.clean("LS1 4AP") == leeds
    with pytest.raises(ValidationError):
        field.clean("ZZ9 9ZZ")
