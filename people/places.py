"""Towns with coordinates, from GeoNames (CC BY 4.0)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from math import asin, cos, radians, sin, sqrt

from django.db import models
from django.db.models import Case, When
from django.db.models.expressions import RawSQL

EARTH_RADIUS_KM = 6371.0
KM_A_DEGREE = 111.0
NEAR_KM = 30


# Whatever of ASCII stands between words; and letters that are not a plain one with a mark, so that taking marks away
# leaves them as they are.
PLAIN = str.maketrans(
    {letter: " " for letter in map(chr, range(128)) if not re.match(r"\w", letter)}
    | {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "’": None, "'": None}
)


def folded(text: str) -> str:
    """For comparing names: "Saint-Étienne" and "saint etienne" are one."""
    plain = text.casefold().translate(PLAIN)
    if plain.isascii():  # as most are, and it is much quicker
        return " ".join(plain.split())
    marked = unicodedata.normalize("NFKD", plain)
    return " ".join(re.findall(r"\w+", "".join(letter for letter in marked if not unicodedata.combining(letter))))


# Stands between texts that are folded at once: to Python it is no space, and PLAIN would make it one.
TEXT_MARK = "\1"
PLAIN_BUT_MARK = {code: into for code, into in PLAIN.items() if code != ord(TEXT_MARK)}


def folded_each(texts: Sequence[str]) -> list[str]:
    """`folded` of each: where there are thousands, in a fraction of the time."""
    plain = TEXT_MARK.join(text.replace(TEXT_MARK, " ") for text in texts if text.isascii())
    words = " ".join(f" {plain} ".casefold().translate(PLAIN_BUT_MARK).replace(TEXT_MARK, f" {TEXT_MARK} ").split())
    ready = iter(words.split(TEXT_MARK))
    return [next(ready).strip() if text.isascii() else folded(text) for text in texts]


class PlaceQuerySet(models.QuerySet["Place"]):
    def named(self, text: str) -> PlaceQuerySet:
        """Places called just this, largest first: "Leeds", "Leeds, GB" or "Leeds, AL, US"."""
        name, *rest = [part.strip() for part in text.split(",")]
        found = self.filter(search_name=folded(name), search_name__gt="")
        if rest:
            found = found.filter(country=rest[-1].upper())
        if len(rest) > 1:
            found = found.filter(region__iexact=rest[0])
        return found.order_by("-population", "pk")

    def called(self, names: Collection[str] | RawSQL) -> PlaceQuerySet:
        """Those of one of these names, folded, or of what gives them; largest first."""
        return self.filter(search_name__in=names, search_name__gt="").order_by("-population", "pk")

    def meant_by(self, text: str, country: str) -> Place | None:
        """The one of that name in `country`, else the largest anywhere."""
        home = Case(When(country=country, then=0), default=1)
        return self.named(text).order_by(home, "-population", "pk").first()

    def nearest_to(self, spot: Place) -> Place | None:
        """Of those within some 30 km."""
        north, east = NEAR_KM / KM_A_DEGREE, NEAR_KM / KM_A_DEGREE / max(0.1, cos(radians(spot.latitude)))
        box = self.filter(
            latitude__range=(spot.latitude - north, spot.latitude + north),
            longitude__range=(spot.longitude - east, spot.longitude + east),
        )
        return min(box, key=spot.distance_km, default=None)

    def starting_with(self, text: str) -> PlaceQuerySet:
        """For a field that completes names while one types, largest first."""
        name = text.split(",")[0]
        return self.filter(search_name__startswith=folded(name)).order_by("-population", "pk")


class Place(models.Model):
    id = models.PositiveIntegerField("GeoNames id", primary_key=True)
    name = models.CharField(max_length=120)
    search_name = models.CharField(max_length=120, db_index=True)
    # The state, in the United States only: CT.
    region = models.CharField(max_length=3, blank=True)
    country = models.CharField("ISO 3166-1 alpha-2", max_length=2)
    latitude = models.FloatField()
    longitude = models.FloatField()
    population = models.PositiveIntegerField()

    objects = PlaceQuerySet.as_manager()

    class Meta:
        app_label = "people"

    def __str__(self) -> str:
        return f"{self.name}, {self.country}"

    @property
    def full_name(self) -> str:
        return ", ".join(part for part in (self.name, self.region, self.country) if part)

    def distance_km(self, other: Place) -> float:
        """Along the great circle (the haversine formula)."""
        lat1, lat2 = radians(self.latitude), radians(other.latitude)
        half_lat = (lat2 - lat1) / 2
        half_lon = radians(other.longitude - self.longitude) / 2
        square = sin(half_lat) ** 2 + cos(lat1) * cos(lat2) * sin(half_lon) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(min(1.0, square)))

    def is_near(self, other: Place, km: int = NEAR_KM) -> bool:
        return self.distance_km(other) <= km
