"""Everything of one person's, in one archive: as JSON, and as a CSV file for each subject."""

from __future__ import annotations

import csv
import json
from base64 import b64encode
from collections.abc import Iterable
from io import BytesIO, StringIO
from textwrap import fill
from typing import Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils import timezone

from people import export as of_people
from people.export import ADDRESS, NUMBER, YOURS, Declared, Subject, Withheld, exported, moment, withheld
from people.models import Person
from recommendations.models import (
    Experience,
    Insight,
    LinkAnswer,
    Outcome,
    Photo,
    Provider,
    Recipient,
    Saved,
    Scope,
    Vouch,
)
from recommendations.suggestions import suggestion_of
from recommendations.thanked import thanks_to

# As `import_network` writes them.
OUTCOMES = {Outcome.YES: "yes", Outcome.BUT: "but", Outcome.NO: "no"}
SCOPES = {Scope.ME: "me", Scope.CIRCLE: "circle", Scope.BEYOND: "beyond"}
# A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# --- What is yours ------------------------------------------------------------------------------


def vouches(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        who = (person.email, vouch.name, vouch.phone, vouch.website, vouch.place.full_name if vouch.place else "")
        work = (vouch.trade.slug, vouch.job, f"{vouch.hired_on:%Y-%m}", OUTCOMES[Outcome(vouch.outcome)])
        yield (*who, *work, vouch.words, SCOPES[Scope(vouch.scope)], vouch.relation, vouch.pass_on)


def vouches_more(person: Person) -> Iterable[tuple]:
    for vouch in _mine(person):
        about = (vouch.name, vouch.trade.slug, f"{vouch.hired_on:%Y-%m}")
        yield (*about, vouch.caveat, vouch.cost, vouch.email, moment(vouch.written_at), moment(vouch.renewed_at))


def _mine(person: Person) -> Iterable[Vouch]:
    return person.vouches.select_related("trade", "place").order_by("-hired_on", "name", "pk")


def experiences(person: Person) -> Iterable[tuple]:
    for each in Experience.objects.filter(vouch__author=person).select_related("vouch").order_by("vouch", "-hired_on"):
        yield each.vouch.name, each.job, f"{each.hired_on:%Y-%m}"


def photos(person: Person) -> Iterable[tuple]:
    for photo in Photo.objects.filter(vouch__author=person).select_related("vouch").order_by("pk"):
        image = b64encode(bytes(photo.image)).decode()
        yield photo.vouch.name, photo.alt, photo.width, photo.height, moment(photo.added_at), image


def entries(person: Person) -> Iterable[tuple]:
    for entry in person.entries.select_related("trade").order_by("name", "pk"):
        month = f"{entry.hired_on:%Y-%m}" if entry.hired_on else ""
        facts = (entry.name, entry.phone, entry.email, entry.website, entry.trade.slug if entry.trade else "")
        yield (*facts, entry.job, month, entry.words, moment(entry.made_at))


def saved(person: Person) -> Iterable[tuple]:
    for each in Saved.objects.in_sight_of(person).order_by("pk"):
        yield _name_of(person, each.provider), moment(each.saved_at)


def alike(person: Person) -> Iterable[tuple]:
    for each in person.alike.order_by("pk"):
        yield _name_of(person, each.one), _name_of(person, each.other), each.same


def thanks_given(person: Person) -> Iterable[tuple]:
    for thanks in person.thanks_given.standing().select_related("vouch__provider").order_by("pk"):
        yield _name_of(person, thanks.vouch.provider.public_id), thanks.words, moment(thanks.sent_at)


def thanks_received(person: Person) -> Iterable[tuple]:
    for thanks in reversed(thanks_to(person)):
        yield thanks.provider, thanks.words, f"{thanks.sent_at:%Y-%m}"


def asks(person: Person) -> Iterable[tuple]:
    for ask in person.asks.select_related("trade", "place").order_by("pk"):
        what = (ask.trade.slug, ask.place.full_name if ask.place else "", ask.words, ask.by_when)
        yield (*what, moment(ask.made_at), moment(ask.open_since), moment(ask.closed_at), ask.ending, ask.hired)


def passed_on(person: Person) -> Iterable[tuple]:
    names = dict(person.ties.standing().values_list("friend", "friend__name"))
    for each in Recipient.objects.filter(passed_by=person).order_by("pk"):
        yield names.get(each.person_id, ""), each.word, moment(each.at)


def answers(person: Person) -> Iterable[tuple]:
    names = dict(person.vouches.values_list("public_id", "name"))
    for answer in person.answers.order_by("pk"):
        yield names.get(answer.vouch, "") if answer.vouch else "", answer.words, moment(answer.made_at)


def answers_by_link(person: Person) -> Iterable[tuple]:
    for each in LinkAnswer.objects.visible_to(person).order_by("pk"):
        who = (each.name, each.confirmed_as, each.provider, each.phone, each.website, each.trade.slug)
        work = (each.job, f"{each.hired_on:%Y-%m}", OUTCOMES[Outcome(each.outcome)], each.caveat, each.words)
        yield (*who, *work, moment(each.made_at), moment(each.thanked_at), each.thanks)


def questions(person: Person) -> Iterable[tuple]:
    for each in person.questions.order_by("pk"):
        yield _name_of(person, each.provider), each.words, moment(each.made_at)


def replies(person: Person) -> Iterable[tuple]:
    for each in person.questions_asked_of.exclude(answered_at=None).order_by("pk"):
        yield _name_of(person, each.provider), each.answer, moment(each.answered_at)


def insights(person: Person) -> Iterable[tuple]:
    for each in person.insights.select_related("trade").order_by("pk"):
        about = (each.words, each.link, each.trade.slug if each.trade else "", SCOPES[Scope(each.scope)])
        yield (*about, moment(each.written_at), moment(each.edited_at))


def kept(person: Person) -> Iterable[tuple]:
    """The words are another's: as long as they may be read, they are told."""
    shown = dict(
        Insight.objects.visible_to(person).filter(pk__in=person.kept.values("insight")).values_list("pk", "words")
    )
    for each in person.kept.order_by("pk"):
        yield shown.get(each.insight_id, ""), moment(each.kept_at)


def gratitudes(person: Person) -> Iterable[tuple]:
    for each in person.gratitudes.order_by("pk"):
        yield (moment(each.said_at),)


def offers(person: Person) -> Iterable[tuple]:
    for each in person.offers.select_related("trade").order_by("pk"):
        yield each.day.isoformat(), each.trade.slug if each.trade else "", each.dismissed


def _name_of(person: Person, public_id: UUID) -> str:
    """As the person may see it now; "" if they see nothing of them any more."""
    provider = Provider.objects.filter(public_id=public_id).first()
    suggestion = suggestion_of(person, provider, alone=True) if provider else None
    return suggestion.name if suggestion else ""


SUBJECTS = of_people.SUBJECTS | {
    "vouches": Subject(
        "your vouches, in the columns that Whom can read in again",
        (
            *("author", "provider", "phone", "website", "place", "trade", "job", "hired_on", "outcome"),
            *("words", "scope", "relation", "pass_on"),
        ),
        vouches,
    ),
    "vouches_more": Subject(
        "what else you said in each vouch, in the same order",
        ("provider", "trade", "hired_on", "caveat", "cost", "email", "written_at", "renewed_at"),
        vouches_more,
    ),
    "experiences": Subject(
        "earlier times that you hired those you vouch for", ("provider", "job", "hired_on"), experiences
    ),
    "photos": Subject(
        "your photos of their work, each as a JPEG file written in base64",
        ("provider", "alt", "width", "height", "added_at", "image"),
        photos,
    ),
    "entries": Subject(
        "who else is on your own list",
        ("name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at"),
        entries,
    ),
    "saved": Subject("whom you saved, as long as you may see them", ("provider", "saved_at"), saved),
    "alike": Subject("whom you said to be the same, or not", ("provider", "other", "same"), alike),
    "thanks_given": Subject("the thanks you sent", ("provider", "words", "sent_at"), thanks_given),
    "thanks_received": Subject("the thanks that reached you", ("provider", "words", "sent_at"), thanks_received),
    "asks": Subject(
        "what you asked your circle",
        ("trade", "place", "words", "by_when", "made_at", "open_since", "closed_at", "ending", "hired"),
        asks,
    ),
    "passed_on": Subject("to whom you passed questions on, and your word with it", ("friend", "word", "at"), passed_on),
    "answers": Subject("your answers to the questions of others", ("vouch", "words", "made_at"), answers),
    "answers_by_link": Subject(
        "what was answered to you by a link",
        (
            *("name", "confirmed_as", "provider", "phone", "website", "trade", "job", "hired_on", "outcome"),
            *("caveat", "words", "made_at", "thanked_at", "thanks"),
        ),
        answers_by_link,
    ),
    "questions": Subject("your short questions to friends", ("provider", "words", "made_at"), questions),
    "insights": Subject(
        "what you shared though nobody asked",
        ("words", "link", "trade", "scope", "written_at", "edited_at"),
        insights,
    ),
    "kept": Subject("what others shared and you kept, as long as you may read it", ("words", "kept_at"), kept),
    "gratitudes": Subject("when you said thanks for something shared", ("said_at",), gratitudes),
    "offers": Subject("what you were shown though you had not asked", ("day", "trade", "dismissed"), offers),
    "replies": Subject("your replies to the short questions of friends", ("provider", "answer", "at"), replies),
}

# --- Every field, declared ----------------------------------------------------------------------

IDENTITY = "What makes two people’s vouches meet: it is made from the phone number or web site that your vouch has."
WHO_BETWEEN = "Through whom your thanks went: the chain on the provider’s page tells it, as long as you may see it."
WHEN_TO_ASK = "When Whom will ask how it went."
ONCE_MORE = "Whether you opened a question of yours once more: its page tells it."
WHOM_IT_REACHES = "Whom a question was sent to, and which you said no to: that is between you and whoever asked."
THEIR_QUESTION = "The questions you answered, and the thanks for it, are theirs who asked: your pages show them to you."
LINK = "The link of a question of yours, which its page shows you as long as it opens."
WHO_WROTE_IT = "Whether a member wrote an answer that came by a link, and what they made of it: that is theirs to tell."
THE_TWO = "Whom you asked, or who asked you: the page of the question tells it, as long as you are friends."
TAKEN_BACK = "Thanks that you took back: their words are gone, and nobody sees that there were any."
FOR_WHAT = "Which words of another’s it was, and by whom they came: your pages show it, as long as you may read it."
LETTER = "That a weekly letter was sent to you: you have it."
CASES = (
    "What people ask who are not here, about a number or a web site of theirs: whoever asked, a member or not, has the "
    "answer by e-mail."
)
LOOKS_AT_VOUCHES = "What the staff of this Whom did to answer them: it is kept to hold the staff to account."

FIELDS: dict[str, Declared] = of_people.FIELDS | {
    "recommendations.Vouch": {
        **exported("vouches", "author", "phone", "website", "place", "trade", "job", "hired_on", "outcome", "words"),
        **exported("vouches", "scope", "relation", "pass_on", name="provider"),
        **exported("vouches_more", "caveat", "cost", "email", "written_at", "renewed_at"),
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(IDENTITY, "provider"),
    },
    "recommendations.Experience": {
        **exported("experiences", "job", "hired_on", vouch="provider"),
        **withheld(NUMBER, "id"),
    },
    "recommendations.Photo": {
        **exported("photos", "image", "width", "height", "alt", "added_at", vouch="provider"),
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
    },
    "recommendations.Entry": {
        **exported("entries", "name", "phone", "email", "website", "trade", "job", "hired_on", "words", "made_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
    },
    "recommendations.Saved": {
        **exported("saved", "provider", "saved_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
    },
    "recommendations.Alike": {
        **exported("alike", "other", "same", one="provider"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
    },
    "recommendations.Thanks": {
        **exported("thanks_given", "words", "sent_at", vouch="provider"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(WHO_BETWEEN, "through"),
        **withheld(TAKEN_BACK, "taken_back"),
        **withheld(WHEN_TO_ASK, "ask_at"),
    },
    "recommendations.Ask": {
        **exported(
            "asks", "trade", "place", "words", "by_when", "made_at", "open_since", "closed_at", "ending", "hired"
        ),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(WHEN_TO_ASK, "still_asked_at", "ask_at"),
        **withheld(ONCE_MORE, "reopened"),
    },
    "recommendations.Recipient": {
        **exported("passed_on", "word", "at", person="friend"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "passed_by"),
        **withheld(WHOM_IT_REACHES, "ask", "declined"),
    },
    "recommendations.Answer": {
        **exported("answers", "vouch", "words", "made_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(THEIR_QUESTION, "ask", "helped_at", "thanks"),
    },
    "recommendations.AskLink": {
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(LINK, "ask", "token_hash", "made_at", "expires_at", "taken"),
    },
    "recommendations.LinkAnswer": {
        **exported("answers_by_link", "name", "confirmed_as", "provider", "phone", "website", "trade", "job"),
        **exported("answers_by_link", "hired_on", "outcome", "caveat", "words", "made_at", "thanked_at", "thanks"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "ask"),
        **withheld(ADDRESS, "public_id"),
        **withheld(WHO_WROTE_IT, "writer", "vouch"),
    },
    "recommendations.Question": {
        **exported("questions", "provider", "words", "made_at"),
        **exported("replies", "answer", answered_at="at"),
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(THE_TWO, "person", "friend"),
    },
    "recommendations.Insight": {
        **exported("insights", "words", "link", "trade", "scope", "written_at", "edited_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "author"),
        **withheld(ADDRESS, "public_id"),
    },
    "recommendations.Kept": {
        **exported("kept", "kept_at", insight="words"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
    },
    "recommendations.Gratitude": {
        **exported("gratitudes", "said_at"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(FOR_WHAT, "insight"),
    },
    "recommendations.Offer": {
        **exported("offers", "day", "trade", "dismissed"),
        **withheld(NUMBER, "id"),
        **withheld(YOURS, "person"),
        **withheld(ADDRESS, "public_id"),
        **withheld(FOR_WHAT, "vouch", "insight", "through", "made_at"),
    },
    "recommendations.Letter": {
        **withheld(LETTER, "id", "public_id", "person", "week", "made_at", "due_at", "tries", "sent_at"),
    },
    "recommendations.Case": {
        **withheld(CASES, "id", "public_id", "kind", "phone", "website", "email", "words", "made_at", "due_by"),
        **withheld(CASES, "tries", "proved_at", "closed_at", "answer", "handled_by"),
    },
    "recommendations.CaseMail": {
        **withheld(CASES, "id", "public_id", "case", "kind", "address", "code_hash", "made_at", "proved_at"),
        **withheld(CASES, "due_at", "tries", "sent_at"),
    },
    "recommendations.CaseLook": withheld(LOOKS_AT_VOUCHES, "id", "case", "staff", "vouch", "act", "at"),
    "recommendations.Provider": {
        **withheld(NUMBER, "id"),
        **withheld(ADDRESS, "public_id"),
        **withheld(IDENTITY, "identity"),
    },
}
SHARED = of_people.SHARED | {"recommendations.Trade": "kinds of work"}

# --- The archive --------------------------------------------------------------------------------

README = """\
Everything that Whom holds of {name}, taken out on {day}.

whom.json holds all of it. The CSV files hold the same, one subject each, as tables for a spreadsheet or any other
program. All are text in UTF-8; times bear their distance from UTC.

{files}

In the vouches, "outcome" is whether you would hire them again (yes, but, no), "scope" who may read it (me, circle,
beyond: my circle and theirs), "relation" what is between you (none, family, friend, paid), and "pass_on" whether they
are happy for you to pass on their number.

A cell of a CSV file that begins with = + - or @ has a ' in front of it, which you did not write: a spreadsheet would
otherwise take it for a formula. In whom.json it stands as you wrote it.

What others wrote or shared is theirs, and not in here. Of friends, you find what their pages show you. Also not in
here:

{withheld}
"""
WIDTH = 120


def archive_of(person: Person) -> bytes:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in _files(person):
            archive.writestr(name, content)
    return packed.getvalue()


def _files(person: Person) -> Iterable[tuple[str, str]]:
    told = {name: list(subject.rows(person)) for name, subject in SUBJECTS.items()}
    as_json = {name: [dict(zip(SUBJECTS[name].columns, row, strict=True)) for row in told[name]] for name in told}
    yield "README.txt", _readme(person)
    yield "whom.json", json.dumps(as_json, ensure_ascii=False, indent=1)
    for name, rows in told.items():
        yield f"{name}.csv", as_csv(SUBJECTS[name].columns, rows)


def _readme(person: Person) -> str:
    files = [f"{name}.csv: {subject.about}" for name, subject in SUBJECTS.items()]
    return README.format(
        name=person.name,
        day=timezone.localdate().isoformat(),
        files="\n".join(fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ") for line in files),
        withheld="\n".join(fill(f"- {reason}", WIDTH, subsequent_indent="  ") for reason in reasons()),
    )


def reasons() -> list[str]:
    """Each once, in the order of the declarations."""
    declared = [how for fields in FIELDS.values() for how in fields.values()]
    return list(dict.fromkeys(how.reason for how in declared if isinstance(how, Withheld)))


def as_csv(columns: tuple[str, ...], rows: Iterable[tuple]) -> str:
    """With the mark by which a spreadsheet knows UTF-8."""
    text = StringIO("\ufeff")
    text.seek(0, 2)
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
