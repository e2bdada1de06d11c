"""What one person said of those they hired, thanks included, as it can be taken out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from uuid import UUID

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.export import ALL_YOURS, ONLY_ADDRESSES, ROW_NUMBERS, Declared, Subject, exported, moment, withheld
from people.models import Person
from people.words import duration
from recommendations.circle.thanks import thanks_to
from recommendations.models import LIST_KEPT, DraftRow, Entry, Experience, Outcome, Photo, Saved, Vouch
from recommendations.providers.suggestions import suggestion_of

# As `import_network` writes them.
WORD_OF_OUTCOME = {Outcome.YES: "yes", Outcome.BUT: "but", Outcome.NO: "no"}


def vouch_rows(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        who = (person.email, vouch.name, vouch.phone, vouch.website, vouch.place.full_name if vouch.place else "")
        work = (vouch.kind_in_files, vouch.job, f"{vouch.hired_on:%Y-%m}", WORD_OF_OUTCOME[Outcome(vouch.outcome)])
        yield (*who, *work, vouch.words, vouch.meaning.in_files, vouch.relation, vouch.pass_on)


def vouches_more(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        about = (vouch.name, vouch.kind_in_files, f"{vouch.hired_on:%Y-%m}")
        yield (*about, vouch.caveat, vouch.cost, vouch.email, moment(vouch.written_at), moment(vouch.renewed_at))


def _mine(person: Person) -> Iterable[Vouch]:
    return person.vouches.select_related("trade", "place").order_by("-hired_on", "name", "pk")


def experiences(person: Person) -> Iterable[tuple]:
    for each in Experience.objects.of(person).select_related("vouch").order_by("vouch", "-hired_on"):
        yield each.vouch.name, each.job, f"{each.hired_on:%Y-%m}"


def photos(person: Person) -> Iterable[tuple]:
    for photo in Photo.objects.of(person).select_related("vouch").order_by("pk"):
        image = b64encode(bytes(photo.image)).decode()
        yield photo.vouch.name, photo.alt, photo.width, photo.height, moment(photo.added_at), image


def entries(person: Person) -> Iterable[tuple]:
    for entry in person.entries.select_related("trade").order_by("name", "pk"):
        yield (*_listed(entry), moment(entry.made_at), moment(entry.changed_at))


def list_draft_rows(person: Person) -> Iterable[tuple]:
    for row in DraftRow.objects.of(person):
        yield (row.line, *_listed(row), row.raw, row.ticked, moment(row.draft.touched_at))


def _listed(each: Entry | DraftRow) -> tuple[str, ...]:
    month = f"{each.hired_on:%Y-%m}" if each.hired_on else ""
    trade = each.kind_in_files if isinstance(each, Entry) else each.trade.slug if each.trade else ""
    return each.name, each.phone, each.email, each.website, trade, each.job, month, each.words


def saved(person: Person) -> Iterable[tuple]:
    for each in Saved.objects.in_sight_of(person).order_by("pk"):
        yield name_of(person, each.provider), moment(each.saved_at)


def left_unsaid_rows(person: Person) -> Iterable[tuple]:
    """The name is their own: of an entry, or of what they say of somebody."""
    mine = (person.entries.all(), person.vouches.all())
    names = (Subquery(some.filter(public_id=OuterRef("about")).values("name")[:1]) for some in mine)
    for each in person.left_unsaid.annotate(name=Coalesce(*names, Value(""))).order_by("pk"):
        yield each.name, moment(each.made_at)


def alike(person: Person) -> Iterable[tuple]:
    for each in person.alike.order_by("pk"):
        yield name_of(person, each.one), name_of(person, each.other), each.same


def thanks_given_rows(person: Person) -> Iterable[tuple]:
    for thanks in person.thanks_given.standing().select_related("vouch__provider").order_by("pk"):
        yield name_of(person, thanks.vouch.provider.public_id), thanks.words, moment(thanks.sent_at)


def thanks_received_rows(person: Person) -> Iterable[tuple]:
    for thanks in reversed(thanks_to(person)):
        yield thanks.provider, thanks.words, f"{thanks.sent_at:%Y-%m}"


def name_of(person: Person, public_id: UUID) -> str:
    """As the person may see it now; "" if they see nothing of them any more."""
    suggestion = suggestion_of(person, public_id, alone=True)
    return suggestion.name if suggestion else ""


SUBJECTS_OF_VOUCHES = {
    "vouches": Subject(
        _("your vouches, in the columns that Whom can read in again"),
        (
            *("author", "provider", "phone", "website", "place", "trade", "job", "hired_on", "outcome"),
            *("words", "scope", "relation", "pass_on"),
        ),
        vouch_rows,
    ),
    "vouches_more": Subject(
        _("what else you said in each vouch, in the same order"),
        ("provider", "trade", "hired_on", "caveat", "cost", "email", "written_at", "renewed_at"),
        vouches_more,
    ),
    "experiences": Subject(
        _("earlier times that you hired those you vouch for"), ("provider", "job", "hired_on"), experiences
    ),
    "photos": Subject(
        _("your photos of their work, each as a JPEG file written in base64"),
        ("provider", "alt", "width", "height", "added_at", "image"),
        photos,
    ),
    "entries": Subject(
        _("who else is on your own list"),
        ("name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at", "changed_at"),
        entries,
    ),
    "list_draft": Subject(
        _("a list that you have brought in and not added yet"),
        (
            *("line", "name", "phone", "email", "website", "trade", "job", "hired_on", "words", "as_written"),
            *("ticked", "last_touched_at"),
        ),
        list_draft_rows,
    ),
    "saved": Subject(_("whom you saved, as long as you may see them"), ("provider", "saved_at"), saved),
    "left_unsaid": Subject(_("of whom you would rather not be asked again"), ("name", "made_at"), left_unsaid_rows),
    "alike": Subject(_("whom you said to be the same, or not"), ("provider", "other", "same"), alike),
    "thanks_given": Subject(_("the thanks you sent"), ("provider", "words", "sent_at"), thanks_given_rows),
    "thanks_received": Subject(
        _("the thanks that reached you"), ("provider", "words", "sent_at"), thanks_received_rows
    ),
}

IDENTITY = _("What makes two people’s vouches meet: it is made from the phone number or web site that your vouch has.")
WHO_BETWEEN = _("Through whom your thanks went: the chain on the provider’s page tells it, as long as you may see it.")
WHEN_TO_ASK = _("When Whom will ask how it went.")
UNTIL_MONDAY = _("Of whom you took a warning back this week: it counts to Monday, and is then forgotten.")
TAKEN_BACK = _("Thanks that you took back: their words are gone, and nobody sees that there were any.")

FILE_OF_A_LIST = _("The table that a list of yours was read from, and what of it was left out: you have the file.")
ADDED_TOGETHER = format_lazy(
    _("Which of your list you added together: for {time} you can take them back together."),
    time=lazy(duration, str)(LIST_KEPT),
)
HOW_IT_WAS_READ = _("What Whom made of each line of a list that you are checking: its page shows it.")

FIELDS_OF_VOUCHES: dict[str, Declared] = {
    "recommendations.Vouch": {
        **exported("vouches", "author", "phone", "website", "place", "trade", "job", "hired_on", "outcome", "words"),
        **exported("vouches", "scope", "relation", "pass_on", name="provider", warns_from="scope"),
        **exported("vouches", other="trade", other_folded="trade", words_folded="words"),
        **exported("vouches_more", "caveat", "cost", "email", "written_at", "renewed_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(IDENTITY, "provider"),
    },
    "recommendations.TakenBack": {
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "author"),
        **withheld(UNTIL_MONDAY, "provider", "counts_until"),
    },
    "recommendations.Experience": {
        **exported("experiences", "job", "hired_on", vouch="provider"),
        **withheld(ROW_NUMBERS, "id"),
    },
    "recommendations.Photo": {
        **exported("photos", "image", "width", "height", "alt", "added_at", vouch="provider"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
    },
    "recommendations.Entry": {
        **exported("entries", "name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at"),
        **exported("entries", "changed_at", other="trade"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(ADDED_TOGETHER, "adding"),
    },
    "recommendations.Adding": {
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(ADDED_TOGETHER, "count", "made_at", "taken_back_at"),
    },
    "recommendations.ListDraft": {
        **exported("list_draft", touched_at="last_touched_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "key"),
        **withheld(FILE_OF_A_LIST, "kind", "text", "headings", "columns", "header"),
        **withheld(FILE_OF_A_LIST, "left_out", "left_out_count", "columns_unread"),
    },
    "recommendations.DraftRow": {
        **exported("list_draft", "line", "name", "phone", "email", "website", "trade", "job", "hired_on", "words"),
        **exported("list_draft", "ticked", raw="as_written"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "draft"),
        **withheld(HOW_IT_WAS_READ, "number", "group", "faults", "known", "said"),
    },
    "recommendations.Saved": {
        **exported("saved", "provider", "saved_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "recommendations.LeftUnsaid": {
        **exported("left_unsaid", "made_at", about="name"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "recommendations.Alike": {
        **exported("alike", "other", "same", one="provider"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "recommendations.Thanks": {
        **exported("thanks_given", "words", "sent_at", vouch="provider"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(WHO_BETWEEN, "through"),
        **withheld(TAKEN_BACK, "taken_back"),
        **withheld(WHEN_TO_ASK, "ask_at"),
    },
    "recommendations.Provider": {
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(IDENTITY, "identity"),
    },
}
