"""A list that is added by two presses at once, added while another takes its place, or while its person leaves."""

from django.db import connection

from people.models import Person
from recommendations.models import Adding, DraftRow, Entry, ListDraft
from tests.parallel.acts import leaves
from tests.parallel.presses import Press, Round
from tests.parallel.scene import browser, newcomers, path_of
from tests.worlds.builders import make_list_draft

TWO = "Joe Ltd 0113 496 0123\nKim Ltd 0113 496 0124"
OTHER = "Bea Ltd 0113 496 0199"


def adds(draft: ListDraft) -> Press:
    form = {"list": draft.prefix, "act": "add"}
    form |= {f"{row.prefix}-{field}": value for row in draft.rows.all() for field, value in _as_shown(row).items()}
    return Press("add", path_of("list_check"), browser(draft.person), form)


def _as_shown(row: DraftRow) -> dict[str, str]:
    return {"name": row.name, "phone": row.phone, "trade": "", "hired_on": "", "ticked": "on"}


def brings_in(person: Person) -> Press:
    return Press("bring", path_of("list_import"), browser(person), {"text": OTHER})


def left(person: Person) -> str:
    connection.check_constraints()
    counts = {
        "entry": Entry.objects.filter(person=person).count(),
        "adding": Adding.objects.filter(person=person).count(),
        "list": ListDraft.objects.filter(person=person).count(),
        "row": DraftRow.objects.filter(draft__person=person).count(),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"


def added_by_ten_presses() -> Round:
    [ana] = newcomers("Ana Silva")
    press = adds(make_list_draft(ana, TWO))
    return [press] * 10, lambda: left(ana)


def added_while_another_takes_its_place() -> Round:
    [ana] = newcomers("Ana Silva")
    return [adds(make_list_draft(ana, TWO)), brings_in(ana)], lambda: left(ana)


def added_while_its_person_leaves() -> Round:
    [ana] = newcomers("Ana Silva")
    return [adds(make_list_draft(ana, TWO)), brings_in(ana), leaves(ana)], lambda: left(ana)


def taken_back_by_ten_presses() -> Round:
    [ana] = newcomers("Ana Silva")
    adding = ana.addings.create(count=2)
    for name in ("Joe", "Kim"):
        ana.entries.create(name=name, adding=adding)
    press = Press("back", path_of("list_take_back", adding.public_id), browser(ana))
    return [press] * 10, lambda: left(ana)
