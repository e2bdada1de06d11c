"""Which page something leads to. Templates make its address: `{{ line.leads_to|address }}`."""

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID


class PageOf(NamedTuple):
    name: str  # as in `urls.py`
    public_id: UUID | None = None  # of what it is about, if there are many of this name
    asked: Mapping[str, str] | None = None  # in its query
