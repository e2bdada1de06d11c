"""What is read of each tradesperson, and whether they stand on the list already."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from people.models import Person
from people.places import folded
from people.words import in_figures, name_on_one_line, on_one_line
from recommendations.identity import readable_phone
from recommendations.models import Trade
from recommendations.my_list.reading.drafts import Draft, Judge
from recommendations.my_list.reading.trades import is_firm

LONGEST_NAME, LONGEST_JOB, LONGEST_NOTE, LONGEST_PLACE = 120, 200, 2000, 120
LONGEST_RAW = 5000
NAMELESS = gettext_lazy("Who is it? There is no name.")
SAME_AS = gettext_lazy("The same as on line {line}.")
LISTED = gettext_lazy("On your list already, as {name}.")
FAMILY = frozenset(
    """mum mom mummy mam mama dad daddy papa nan nana gran granny grandma grandad grandpa auntie aunt uncle me ich moi
    yo mutti vati oma opa maman papi mamie mamá papá abuela abuelo mamma babbo nonna nonno moeder vader babcia
    dziadek tata
    home zuhause maison casa dom ice voicemail""".split()
)


def too_long() -> str:
    said = ngettext(
        "It is longer than the {count} letter that fits.",
        "It is longer than the {count} letters that fit.",
        LONGEST_NOTE,
    )
    return said.format(count=in_figures(LONGEST_NOTE))


class Reading(NamedTuple):
    """One tradesperson as read; what is no fact stands in `words`."""

    line: int
    last_line: int
    raw: str
    name: str
    phone: str  # E.164, with its extension: the one to call
    country: str  # of whoever reads it
    other_phones: tuple[str, ...]
    email: str
    website: str
    also: tuple[str, ...]  # further addresses and sites
    trade: Trade | None
    job: str
    hired_on: date | None
    words: str
    place: str
    faults: list[str]  # in words, of what was meant for a fact
    known: str  # why they need not be added, in words
    is_likely: bool  # whether they look like somebody to hire, and not like Mum
    too_much: str  # of their words, what does not fit

    @property
    def phone_as_written(self) -> str:
        return readable_phone(self.phone, self.country)

    @property
    def words_to_keep(self) -> str:
        """With all for which an entry has no field of its own."""
        return "\n".join(filter(None, (self.words, self.place, *_also(*self.other_phones, *self.also))))[:LONGEST_NOTE]


class ListReader:
    """Who is on the list already, for every line."""

    def __init__(self, judge: Judge, person: Person | None) -> None:
        self.judge = judge
        self.country = judge.country
        self.phones: dict[str, str] = {}
        self.names: dict[str, str] = {}
        for mine in (person.entries, person.vouches) if person else ():
            for name, phone in mine.values_list("name", "phone"):
                self._remember(name, phone, LISTED.format(name=name))

    def reading(self, draft: Draft) -> Reading:
        facts = _fitting(draft)
        name, phone, faults = facts["name"], next(iter(draft.phones), ""), draft.faults
        known = ""
        if name:
            known = self.phones.get(phone, "") if phone else self.names.get(name.casefold(), "")
        if name and not faults:
            self._remember(name, phone, SAME_AS.format(line=draft.line))
        return Reading(
            line=draft.line,
            last_line=draft.last_line or draft.line,
            raw=draft.raw[:LONGEST_RAW],
            phone=phone,
            country=self.country,
            other_phones=tuple(draft.phones[1:]),
            email=next(iter(draft.emails), ""),
            website=next(iter(draft.websites), ""),
            also=(*draft.emails[1:], *draft.websites[1:]),
            trade=draft.trade,
            hired_on=draft.hired_on,
            faults=faults if name else [str(NAMELESS), *faults],
            known=known,
            is_likely=_is_likely(draft, name),
            **facts,
        )

    def _remember(self, name: str, phone: str, where: str) -> None:
        self.names.setdefault(name.casefold(), where)
        if phone:
            self.phones.setdefault(phone, where)


def _fitting(draft: Draft) -> dict[str, str]:
    """Texts cut to what fits; what is cut off goes on as words, and of these what is too much is told."""
    words = list(draft.words)
    texts = {}
    for fact, text, most in (
        ("name", draft.name, LONGEST_NAME),
        ("job", draft.job, LONGEST_JOB),
        ("place", draft.place, LONGEST_PLACE),
    ):
        shown = name_on_one_line(text) if fact == "name" else on_one_line(text) if text else ""
        texts[fact], more = _cut_at(shown, most)
        words = [more, *words] if more else words
    whole = "\n".join(words).strip()
    beside = (texts["place"], *_also(*draft.phones[1:], *draft.emails[1:], *draft.websites[1:]))
    room = LONGEST_NOTE - sum(len(each) + 1 for each in beside if each)
    texts["words"], texts["too_much"] = _cut_at(whole, max(room, 0))
    return texts


def _also(*facts: str) -> list[str]:
    return [_("Also {what}").format(what=each) for each in facts]


def _cut_at(text: str, most: int) -> tuple[str, str]:
    if len(text) <= most:
        return text, ""
    end = text.rfind(" ", most // 2, most + 1)
    end = end if end > 0 else most
    return text[:end].strip(), text[end:].strip()


def _is_likely(draft: Draft, name: str) -> bool:
    if not name:
        return False
    first = folded(name).split()[:1]
    return bool(draft.trade) or is_firm(name) or (draft.likely and not set(first) & FAMILY)
