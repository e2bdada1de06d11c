from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from people.places import folded
from people.words import AT_MOST, name_on_one_line
from recommendations.models import LONGEST_OTHER, OfAKind, Trade
from recommendations.search.trades import NO_TRADE_MEANT, TradesMeant, trades_meant

LONGEST_TRADE_TEXT = 100
# What is chosen where none of the trades is meant. No slug has a colon.
OWN_WORDS = "something-else:"


class TypedTrade(NamedTuple):
    text: str
    chosen: str  # the slug, where it was asked which one is meant; or OWN_WORDS


class MeantKind(NamedTuple):
    trade: Trade | None = None
    other: str = ""


NO_KIND = MeantKind()


class TradeInput(forms.TextInput):
    def __init__(self) -> None:
        super().__init__({"autocomplete": "off"})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedTrade:
        return TypedTrade(data.get(name) or "", data.get(f"{name}_meant") or "")


class TradeBoundField(forms.BoundField):
    @property
    def typed(self) -> TypedTrade:
        """For the choices beneath."""
        typed: TypedTrade = self.data if self.form.is_bound else typed_as(self.initial)
        return typed

    @property
    def in_question(self) -> str:
        """What was typed, where it may be something else; not a trade that is filled in already."""
        typed, in_own_words = self.typed, cast(TradeField, self.field).in_own_words
        is_open = not in_own_words and (self.form.is_bound or typed.chosen == OWN_WORDS)
        return typed.text if is_open else ""

    @property
    def meant(self) -> TradesMeant:
        """What was typed may stand for; nothing of what is filled in already, but for words of one’s own."""
        field = cast(TradeField, self.field)
        is_own = not self.form.is_bound and self.typed.chosen == OWN_WORDS and not field.in_own_words
        return trades_meant(self.typed.text) if is_own else field.meant


class TradeField(forms.CharField):
    """A trade by any of its words, as one says it to Find; or something else. Cleans to a MeantKind.

    Where the words leave it open it asks which one is meant: of the likeliest, of all, or none of them. What is chosen
    there counts as long as the text is one that leaves it open. It begins with a trade, or with whatever is of a kind.
    """

    default_error_messages = {
        "which": _("Choose which kind of work you mean by “%(text)s”."),
        "unknown": _("We know no kind of work called “%(text)s”. Keep your own words, or choose one below."),
        "max_length": AT_MOST,
        "too_long": ngettext_lazy(
            "Use %(limit_value)d letter at most for words of your own.",
            "Use %(limit_value)d letters at most for words of your own.",
            "limit_value",
        ),
        "nothing": _("Say it in words."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TRADE_TEXT, widget=TradeInput(), **options)
        self.template_name = "forms/trade.html"
        self.meant: TradesMeant = NO_TRADE_MEANT
        self.rest: list[Trade] = []
        self.in_own_words = False  # whatever is typed, where no kind of work is looked for

    def get_bound_field(self, form: Any, field_name: str) -> TradeBoundField:
        return TradeBoundField(form, self, field_name)

    def prepare_value(self, value: Any) -> Any:
        return typed_as(value).text

    def has_changed(self, initial: Any, data: Any) -> bool:
        return typed_as(initial) != data

    def clean(self, value: TypedTrade) -> MeantKind:
        text = super().clean(value.text)
        if not text:
            return NO_KIND
        if self.in_own_words:
            return MeantKind(other=self._own_words(text))
        self.meant = trades_meant(text)
        if self.meant.is_certain:
            return MeantKind(self.meant.trades[0])
        rest = (trade for trade in Trade.objects.all() if trade not in self.meant.trades)
        self.rest = sorted(rest, key=lambda trade: trade.in_order)
        if value.chosen == OWN_WORDS:
            return MeantKind(other=self._own_words(text))
        chosen = next((trade for trade in [*self.meant.trades, *self.rest] if trade.slug == value.chosen), None)
        if chosen is None:
            code = "which" if self.meant.trades else "unknown"
            raise forms.ValidationError(self.error_messages[code], code, {"text": text})
        return MeantKind(chosen)

    def _own_words(self, text: str) -> str:
        other = name_on_one_line(text)
        if not folded(other):
            raise forms.ValidationError(self.error_messages["nothing"], "nothing")
        if len(other) > LONGEST_OTHER:
            raise forms.ValidationError(self.error_messages["too_long"], "too_long", {"limit_value": LONGEST_OTHER})
        return other


def typed_as(value: Any) -> TypedTrade:
    """What would have been typed for this: a trade, its id, whatever is of a kind, words, or what was typed."""
    if isinstance(value, TypedTrade):
        return value
    if isinstance(value, int):
        value = Trade.objects.filter(pk=value).first()
    if isinstance(value, OfAKind):
        return TypedTrade(value.kind, OWN_WORDS if value.other else "")
    return TypedTrade(value.called if isinstance(value, Trade) else value or "", "")


class KindForm(forms.ModelForm):
    """Of something that is of a kind: by its field `trade` it has a trade, or `other` in words."""

    def clean_trade(self) -> Trade | None:
        meant: MeantKind = self.cleaned_data["trade"]
        self.cleaned_data["other"] = self.instance.other = meant.other
        return meant.trade
