from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import forms

from people.words import AT_MOST
from recommendations.models import Trade
from recommendations.search.trades import NO_TRADE_MEANT, TradesMeant, trades_meant

LONGEST_TRADE_TEXT = 100


class TypedTrade(NamedTuple):
    text: str
    chosen: str  # the slug, where it was asked which one is meant


class TradeInput(forms.TextInput):
    def __init__(self) -> None:
        super().__init__({"autocomplete": "off"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedTrade:
        return TypedTrade(data.get(name) or "", data.get(f"{name}_meant") or "")


class TradeField(forms.CharField):
    """A trade by any of its words, as one says it to Find. Cleans to a Trade, or None.

    Where they leave it open it asks which one is meant: of the likeliest, or of all. What is chosen there counts as
    long as the text is one that leaves it open.
    """

    default_error_messages = {
        "which": "Choose which kind of work you mean by “%(text)s”.",
        "unknown": "We know no kind of work called “%(text)s”. Say it in another way, or choose one below.",
        "max_length": AT_MOST,
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TRADE_TEXT, widget=TradeInput(), **options)
        self.template_name = "forms/trade.html"
        self.meant: TradesMeant = NO_TRADE_MEANT
        self.rest: list[Trade] = []

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Trade.objects.filter(pk=value).first()
        return value.text if isinstance(value, TypedTrade) else value.name if isinstance(value, Trade) else value

    def clean(self, value: TypedTrade) -> Trade | None:
        text = super().clean(value.text)
        if not text:
            return None
        self.meant = trades_meant(text)
        if self.meant.is_certain:
            return self.meant.trades[0]
        self.rest = [trade for trade in Trade.objects.all() if trade not in self.meant.trades]
        chosen = next((trade for trade in [*self.meant.trades, *self.rest] if trade.slug == value.chosen), None)
        if chosen is None:
            code = "which" if self.meant.trades else "unknown"
            raise forms.ValidationError(self.error_messages[code], code, {"text": text})
        return chosen
