import pytest

from people.models import Person
from tests.worlds.builders import make_place

YOU, SEEN = "/you/details/", "/you/seen/"


def filled_in(**fields) -> dict[str, str]:
    return {"name": "Ana Silva", "place": "", "language": "en-gb", "time_zone": "Europe/London"} | fields


def test_it_saves_who_i_am_and_how_i_am_seen(client, ana):
    make_place("Leeds")
    client.force_login(ana)

    client.post(YOU, filled_in(name="Ana S.", place="leeds", time_zone="Asia/Tokyo", language="en"))
    client.post(SEEN, {"named_beyond": "on"})

    ana.refresh_from_db()
    assert (ana.name, ana.place.name, ana.relays, ana.named_beyond) == ("Ana S.", "Leeds", False, True)
    assert (ana.time_zone, ana.language) == ("Asia/Tokyo", "en")
    assert '<html lang="en"' in client.get(YOU).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("name", "", "Enter your name."),
        ("place", "Xyzzy", "We do not know a town called"),
        ("time_zone", "Mars/Olympus", "Choose one of the time zones."),
        ("language", "tlh", "Choose one of the languages."),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(client, ana, field, value, error):
    client.force_login(ana)

    response = client.post(YOU, filled_in(**{field: value}))

    assert response.status_code == 422
    assert error in response.content.decode()
    ana.refresh_from_db()
    assert ana.name == "Ana Silva"


def test_no_field_can_be_set_that_the_form_does_not_offer(client, ana, ben):
    client.force_login(ana)

    client.post(YOU, filled_in(email="x@example.org", is_staff="on", is_superuser="on", is_active="", id=ben.pk))

    changed = Person.objects.get(pk=ana.pk)
    assert (changed.email, changed.is_staff, changed.is_superuser, changed.is_active) == (ana.email, False, False, True)


def test_towns_complete_largest_first(client, ana):
    make_place("Leeds", population=500_000)
    make_place("Leeds", country="US", region="AL", population=12_000)
    make_place("London")
    client.force_login(ana)

    page = client.get("/places/?place=lee").content.decode()

    assert page.index("Leeds, GB") < page.index("Leeds, AL, US")
    assert "London" not in page
