"""Each language has a neighbourhood of its own, as lively as the English one, and nothing English in it."""

import csv
import gzip
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation

from people.management.commands import load_places
from people.models import Person, Place, Tie
from recommendations.demo import neighbourhood
from recommendations.demo.lands import LANDS, rows_of, said_there
from recommendations.identity import normal_phone
from recommendations.models import Insight, Offer, Vouch
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.texts import providers_told_with
from recommendations.search.understanding import understand

ENGLISH = "en-gb"
OTHERS = [language for language in LANDS if language != ENGLISH]
# What each row has to share with its row in English, by which the code finds it and on which its liveliness stands.
SHARED = {
    "people": ("email", "relays", "named_beyond"),
    "ties": ("person", "friend"),
    "vouches": ("author", "months_ago", "outcome", "scope", "relation", "pass_on"),
    "insights": ("author", "trade", "scope", "days_ago"),
    "offers": ("author", "gladly", "trade", "scope", "days_ago", "days_left"),
    "said": ("key",),
}
# Numbers that regulators keep for films and books; of Spain, where none are, those that begin with a digit never given.
FICTIONAL = {
    "DE": r"\+49(2214710\d{3}|4066969\d{3}|176040690\d{2})",
    "ES": r"\+34555\d{6}",
    "FR": r"\+33(26191\d{4}|46571\d{4}|63998\d{4})",
    "GB": r"\+44(113496\d{4}|117496\d{4}|1632960\d{3}|7700900\d{3})",
}
ENGLISH_WORDS = set("the and with would they have which because there about before after when from our your".split())


def texts(language: str) -> Iterator[str]:
    for name in SHARED:
        for row in rows_of(language, name):
            yield from (text for column, text in row.items() if column not in (*SHARED[name], "trade") and text)
            yield row.get("trade", "").partition("something-else: ")[2]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", SHARED)
def test_each_language_has_the_same_roles_and_keys(language, name):
    def shared(language: str) -> list[list[str]]:
        return [[row[column] for column in SHARED[name]] for row in rows_of(language, name)]

    assert shared(language) == shared(ENGLISH)
    assert [set(row) for row in rows_of(language, name)] == [set(row) for row in rows_of(ENGLISH, name)]


@pytest.mark.parametrize("language", OTHERS)
def test_each_language_hires_for_the_same_trades(language):
    def hired(language: str) -> list[str]:
        return [row["trade"].partition(":")[0] for row in rows_of(language, "vouches")]

    assert hired(language) == hired(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_whatever_english_says_the_others_say(language):
    for name in SHARED:
        for row, english in zip(rows_of(language, name), rows_of(ENGLISH, name), strict=True):
            said_here, said_there = ({column for column, text in each.items() if text} for each in (row, english))
            assert said_here == said_there, row


def test_its_towns_are_towns_of_its_country():
    with gzip.open(load_places.PLACES_FILE, "rt", encoding="utf-8", newline="") as lines:
        known = {f"{row['name']}, {row['country']}" for row in csv.DictReader(lines)}
    for language in OTHERS:
        towns = {row["place"] for row in rows_of(language, "people", "vouches", "offers") if row["place"]}
        assert towns <= known
        assert {town[-2:] for town in towns} == {LANDS[language].country}
        assert len(towns) == len({row["place"] for row in rows_of(ENGLISH, "people", "vouches")})


@pytest.mark.parametrize("language", [ENGLISH, *OTHERS])
def test_nobody_has_its_numbers(language):
    country = LANDS[language].country
    numbers = [row["phone"] for row in rows_of(language, "vouches") if row["phone"]] + [
        said_there(language)["link.phone"]
    ]

    assert [number for number in numbers if not re.fullmatch(FICTIONAL[country], normal_phone(number, country))] == []


@pytest.mark.parametrize("language", OTHERS)
def test_as_many_firms_are_told_of_as_in_english(language):
    def firms(language: str) -> list[int]:
        told = [
            normal_phone(row["phone"], LANDS[language].country) or row["website"]
            for row in rows_of(language, "vouches")
        ]
        return [told.index(each) for each in told]

    assert firms(language) == firms(ENGLISH)


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_spoken_in_it(language):
    english = {text for text in texts(ENGLISH) if len(text.split()) > 2}

    assert [text for text in texts(language) if text in english] == []
    assert [text for text in texts(language) if ENGLISH_WORDS & set(re.findall(r"\w+", text.lower()))] == []
    assert [text for text in texts(language) if "£" in text] == []


@pytest.mark.django_db
@pytest.mark.parametrize("language", [pytest.param(each, marks=pytest.mark.campaign) for each in OTHERS])
def test_each_builds_and_works(language, settings):
    _, *others = rows_of(ENGLISH, "people")
    towns = {row["place"].partition(",")[0] for row in rows_of(language, "people", "vouches", "offers")}
    with gzip.open(load_places.PLACES_FILE, "rt", encoding="utf-8", newline="") as lines:
        here = [row for row in csv.DictReader(lines) if row["name"] in towns]
    Place.objects.bulk_create(load_places.place_of_row(row) for row in here)
    call_command("load_trades", verbosity=0)
    settings.TIME_ZONE = LANDS[language].time_zone
    neighbourhood.build(language)

    assert set(Person.objects.values_list("language", flat=True)) == {language} == {neighbourhood.language_here()}
    assert set(Person.objects.values_list("time_zone", flat=True)) == {LANDS[language].time_zone}
    counted = (Person, Tie, Vouch, Offer, Insight)
    assert [each.objects.count() for each in counted] == [1 + len(others), 2 * 116, 241, 10, 14]
    with translation.override(language):
        plumbers = {name: found(name, "plumber") for name in ("maya", "tom", "priya")}
        assert len(plumbers["maya"]) >= 6
        assert len(plumbers["tom"]) >= 3
        assert len(plumbers["priya"]) >= 2
        assert set(plumbers["maya"]) & set(plumbers["tom"])
        assert not set(plumbers["maya"]) & set(plumbers["priya"])
        assert found("maya", "piano tuner") == found("tom", "piano tuner") == []


def found(role: str, q: str) -> list[str]:
    person = Person.objects.get(email=f"{role}{neighbourhood.DOMAIN}")
    search = understand(person, q)
    told = providers_told_with(person, search.words)
    return [each.name for each in suggestions_for(person, search.trades, search.near, told)[0]]


def test_each_land_has_a_language_and_a_time_zone():
    assert set(LANDS) == set(dict(settings.LANGUAGES)) - {"en"}
    assert all(ZoneInfo(land.time_zone) for land in LANDS.values())


@pytest.mark.parametrize("language", LANDS)
def test_a_name_stands_in_every_sentence_as_it_is(language):
    """With an article before it, a sentence that names them would have to bend it."""
    names = [row["provider"] for row in rows_of(language, "vouches")]

    assert len(names) > 100
    assert [name for name in names if re.match(r"(the|der|die|das|el|la|los|las|le|les) ", name)] == []
