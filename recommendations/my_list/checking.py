"""A list between being sent and being added: as it was read it is kept, looked at page by page, mended, and added."""

from __future__ import annotations

import re
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from people.models import Person
from people.places import folded
from recommendations.identity import readable_phone
from recommendations.models import Adding, DraftRow, Entry, ListDraft
from recommendations.models.lists import Listed
from recommendations.my_list.reading import LINES, MOST_READINGS, ListRead, not_read
from recommendations.my_list.reading.decoding import UNSEEN
from recommendations.my_list.reading.readings import Reading

# Of what was left out so much is shown, and the rest is counted.
MOST_LEFT_OUT, LONGEST_TOLD_LINE = 300, 200
LONGEST_SHOWN = 1000
A_BATCH = 1000
LISTED_FACTS = [field.attname for field in Listed._meta.fields]
NOT_DIGITS = re.compile(r"\D")


def keep_list(person: Person, found: ListRead) -> None:
    """In place of whatever they were checking. Nothing is kept of it but what was read, and what a table is read anew
    from. Nothing at all of somebody who has left meanwhile."""
    with transaction.atomic():
        if not Person.objects.lock(person):
            return
        person.list_drafts.all().delete()
        draft = person.list_drafts.create(**_facts_of(found))
        numbered = enumerate(sorted(found.readings, key=_group), 1)
        while some := [_as_row(draft, number, reading) for number, reading in islice(numbered, A_BATCH)]:
            DraftRow.objects.bulk_create(some)


def keep_beside(person: Person, found: ListRead) -> None:
    """With whatever they were checking, ticked and mended as it is: a phone hands over one contact after another. Of a
    table that waited the columns are no longer asked."""
    with transaction.atomic():
        waiting = person.list_drafts.kept().first() if Person.objects.lock(person) else None
        if waiting is None:
            keep_list(person, found)
            return
        rows = list(waiting.rows.order_by("number"))
        there = {(row.name, row.phone) for row in rows}
        new = [_as_row(waiting, 0, reading) for reading in found.readings]
        rows += [row for row in new if (row.name, row.phone) not in there]
        rows, too_many = rows[:MOST_READINGS], rows[MOST_READINGS:]
        facts = _facts_of_both(waiting, _facts_of(found), too_many)
        waiting.delete()
        draft = person.list_drafts.create(**facts)
        for number, row in enumerate(sorted(rows, key=lambda row: row.group), 1):
            row.pk, row.draft, row.number = None, draft, number
        DraftRow.objects.bulk_create(rows, batch_size=A_BATCH)


def _facts_of_both(waiting: ListDraft, new: dict[str, Any], too_many: list[DraftRow]) -> dict[str, object]:
    told = [*waiting.left_out, *new["left_out"], *([row.line, row.name, not_read()] for row in too_many)]
    return {
        "kind": LINES,
        "left_out": told[:MOST_LEFT_OUT],
        "left_out_count": waiting.left_out_count + new["left_out_count"] + len(too_many),
        "columns_unread": list(dict.fromkeys([*waiting.columns_unread, *new["columns_unread"]])),
    }


def _facts_of(found: ListRead) -> dict[str, Any]:
    told = [[each.line, _storable(each.text[:LONGEST_TOLD_LINE]), each.why] for each in found.left_out[:MOST_LEFT_OUT]]
    facts = {
        "kind": found.kind,
        "left_out": told,
        "left_out_count": len(found.left_out),
        "columns_unread": [_storable(column) for column in found.columns_unread],
    }
    if found.table is None:
        return facts
    columns = {"columns": found.table.columns, "header": found.table.header}
    headings = [_storable(heading) for heading in found.table.headings]
    return facts | columns | {"text": found.text, "headings": headings}


def _group(reading: Reading) -> DraftRow.Group:
    """By which they stand on the page; within it as they were written."""
    if reading.faults:
        return DraftRow.Group.TO_MEND
    if reading.known:
        return DraftRow.Group.KNOWN
    return DraftRow.Group.LIKELY if reading.is_likely else DraftRow.Group.OTHER


def _as_row(draft: ListDraft, number: int, reading: Reading) -> DraftRow:
    group = _group(reading)
    row = DraftRow(
        draft=draft,
        number=number,
        group=group,
        ticked=group == DraftRow.Group.LIKELY,
        line=reading.line,
        raw=_storable(reading.raw[:LONGEST_SHOWN]) if reading.faults else "",
        faults=_storable("\n".join(reading.faults)),
        known=_storable(reading.known)[:200],
        name=_storable(reading.name),
        phone=reading.phone,
        email=_storable(reading.email),
        website=_storable(reading.website),
        trade=reading.trade,
        job=_storable(reading.job),
        hired_on=reading.hired_on,
        words=_storable(reading.words_to_keep),
    )
    row.said = said_of(row, reading.country)
    return row


def _storable(text: str) -> str:
    """Files of programs can name letters that no database takes."""
    return UNSEEN.sub("", text)


def said_of(row: DraftRow, country: str) -> str:
    """All that it can be found by."""
    digits = NOT_DIGITS.sub("", row.phone), NOT_DIGITS.sub("", readable_phone(row.phone, country))
    trade = row.trade.called if row.trade else ""
    return folded(" ".join((row.name, trade, row.job, row.words, row.email, row.website, *digits)))


def held_list(person: Person, key: UUID) -> ListDraft | None:
    """Locked, after its person; None if it is another one by now, or none. In a transaction."""
    if not Person.objects.lock(person):
        return None
    return person.list_drafts.kept().filter(key=key).select_for_update().first()


def add_ticked(draft: ListDraft) -> Adding | None:
    """In the transaction that holds it. What is to be mended stays, and nothing else of the list; None if all of them
    came onto the list meanwhile."""
    ticked = draft.rows.filter(ticked=True).order_by("number")
    adding = Adding.objects.create(person=draft.person, count=len(ticked))
    Entry.objects.bulk_create(
        [Entry(person=draft.person, adding=adding, **_facts(row)) for row in ticked],
        ignore_conflicts=True,
        batch_size=A_BATCH,
    )
    _keep_to_mend(draft)
    adding.count = adding.entries.count()
    if not adding.count:
        adding.delete()
        return None
    adding.save(update_fields=["count"])
    return adding


def _facts(row: DraftRow) -> dict[str, object]:
    return {fact: getattr(row, fact) for fact in LISTED_FACTS}


def _keep_to_mend(draft: ListDraft) -> None:
    rest = draft.rows.filter(group=DraftRow.Group.TO_MEND, ticked=False)
    if not rest.exists():
        draft.delete()
        return
    draft.rows.exclude(pk__in=rest.values("pk")).delete()
    bare = {"text": "", "headings": [], "columns": {}, "left_out": [], "left_out_count": 0, "columns_unread": []}
    for field, value in (bare | {"key": uuid4(), "touched_at": timezone.now()}).items():
        setattr(draft, field, value)
    draft.save()
