"""The photos beside the words, for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from people.compiled import CompiledOnce
from recommendations.models import Photo


class Picture(NamedTuple):
    public_id: UUID
    alt: str
    width: int
    height: int


@CompiledOnce
def _photos(vouches: tuple[int, ...]) -> QuerySet[Any, Any]:
    return Photo.objects.beside(vouches).values_list("vouch", "public_id", "alt", "width", "height")


def pictures_of(vouches: Iterable[int]) -> dict[int, tuple[Picture, ...]]:
    """Of vouches that the rule of sight has let through; by one query, which leaves the images where they are; none
    for none."""
    some = tuple(vouches)
    found: dict[int, tuple[Picture, ...]] = {}
    for vouch, *picture in _photos(vouches=some) if some else ():
        found[vouch] = (*found.get(vouch, ()), Picture(*picture))
    return found
