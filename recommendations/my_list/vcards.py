"""Tradespeople as contacts (vCard), to be saved in a phone."""

from __future__ import annotations

from collections.abc import Iterable

import vobject
from django.utils.translation import gettext as _

from people.spoken import month_in_words
from recommendations.identity import EXTENSION
from recommendations.my_list.items import Item
from recommendations.providers.suggestion import Suggestion


def card_of(suggestion: Suggestion) -> str:
    """How to reach them and what they do, as the viewer may see it. What friends say stays in Whom."""
    reach = (suggestion.phone, suggestion.email, suggestion.website)
    return _card(suggestion.name, *reach, suggestion.lead.trade, suggestion.place)


def number_of(suggestion: Suggestion) -> str:
    """No more than fits into a picture for a camera."""
    return _card(suggestion.name, suggestion.phone, "", "", "", "")


def cards_of(items: Iterable[Item]) -> str:
    return "".join(
        _card(item.name, item.phone, item.email, item.website, item.trade, item.place, _note(item)) for item in items
    )


def _note(item: Item) -> str:
    month = month_in_words(item.hired_on) if item.hired_on else ""
    deed = _("{month}: {job}").format(month=month, job=item.job) if month and item.job else month or item.job
    told = _("Told by {name}").format(name=item.told_by) if item.told_by else ""
    return "\n".join(filter(None, (told, deed, item.words, item.caveat)))


def _card(name: str, phone: str, email: str, website: str, trade: str, place: str, note: str = "") -> str:
    card = vobject.vCard()
    card.add("n").value = vobject.vcard.Name(given=name)
    for field, value in (("fn", name), ("email", email), ("url", website), ("role", trade), ("note", note)):
        if value:
            card.add(field).value = value
    if phone:
        card.add("tel").value = phone.replace(EXTENSION, " ext. ")  # a semicolon would part it in two
        card.tel.type_param = "WORK"
    if place:
        card.add("adr").value = vobject.vcard.Address(city=place)
    return card.serialize()
