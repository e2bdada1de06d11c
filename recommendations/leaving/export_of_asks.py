"""What one person asked, answered and shared though nobody asked, as it can be taken out."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from people.export import ALL_YOURS, ONLY_ADDRESSES, ROW_NUMBERS, Declared, Subject, exported, moment, withheld
from people.models import Person
from recommendations.leaving.export_of_vouches import WHEN_TO_ASK, WORD_OF_OUTCOME, name_of
from recommendations.models import Insight, LinkAnswer, NumberAsk, Outcome, Question, Recipient


def ask_rows(person: Person) -> Iterable[tuple]:
    for ask in person.asks.select_related("trade", "place").order_by("pk"):
        what = (ask.kind_in_files, ask.seeks, ask.place.full_name if ask.place else "", ask.words, ask.by_when)
        when = (moment(ask.made_at), moment(ask.open_since), moment(ask.closed_at))
        yield (*what, ask.discreet, ask.quiet, *when, ask.ending, ask.hired)


def passed_on(person: Person) -> Iterable[tuple]:
    names = dict(person.ties.standing().values_list("friend", "friend__name"))
    for each in Recipient.objects.passed_on_by(person).order_by("pk"):
        yield names.get(each.person_id, ""), each.word, moment(each.at)


def answers(person: Person) -> Iterable[tuple]:
    names = dict(person.vouches.values_list("public_id", "name"))
    for answer in person.answers.order_by("pk"):
        vouch = names.get(answer.vouch, "") if answer.vouch else ""
        yield vouch, answer.words, answer.provider, answer.phone, answer.by_mail, moment(answer.made_at)


def answers_by_link(person: Person) -> Iterable[tuple]:
    for each in LinkAnswer.objects.visible_to(person).select_related("trade").order_by("pk"):
        who = (each.name, each.confirmed_as, each.provider, each.phone, each.website, each.kind_in_files)
        yield (*who, *_work(each), moment(each.made_at), moment(each.thanked_at), each.thanks)


def said_by_link(person: Person) -> Iterable[tuple]:
    for each in LinkAnswer.objects.written_by(person).select_related("trade").order_by("pk"):
        who = (each.name, each.provider, each.phone, each.website, each.kind_in_files)
        yield (*who, *_work(each), moment(each.made_at))


def _work(told: LinkAnswer) -> tuple[str, ...]:
    month = f"{told.hired_on:%Y-%m}" if told.hired_on else ""
    outcome = "" if told.outcome is None else WORD_OF_OUTCOME[Outcome(told.outcome)]
    return told.job, month, outcome, told.caveat, told.words


def question_rows(person: Person) -> Iterable[tuple]:
    for each in person.questions.order_by("pk"):
        yield _asked_about(person, each), each.words, moment(each.made_at)


def replies(person: Person) -> Iterable[tuple]:
    for each in person.questions_asked_of.exclude(answer="").order_by("pk"):
        yield _asked_about(person, each), each.answer, moment(each.answered_at)


def _asked_about(person: Person, question: Question) -> str:
    """Whom; of something that was shared, it is the words, which are another's."""
    return name_of(person, question.provider) if question.provider else ""


def numbers_asked_rows(person: Person) -> Iterable[tuple]:
    mine = NumberAsk.objects.visible_to(person).filter(person=person)
    for each in mine.select_related("vouch__provider").order_by("pk"):
        yield name_of(person, each.vouch.provider.public_id), moment(each.asked_at)


def numbers_given_rows(person: Person) -> Iterable[tuple]:
    given = NumberAsk.objects.visible_to(person).asked_of(person).exclude(given_at=None)
    for each in given.select_related("vouch", "person").order_by("pk"):
        yield each.vouch.name, each.person.name, moment(each.given_at)


def call_rows(person: Person) -> Iterable[tuple]:
    for each in person.calls.order_by("pk"):
        yield name_of(person, each.about), moment(each.called_at)


def insight_rows(person: Person) -> Iterable[tuple]:
    for each in person.insights.select_related("trade").order_by("pk"):
        about = (each.words, each.link, each.kind_in_files, each.meaning.in_files)
        when = (each.written_at, each.edited_at, each.grown_at, each.corrected_at, each.outdated_at)
        yield *about, *(moment(at) for at in when)


def kept(person: Person) -> Iterable[tuple]:
    """The words are another's: as long as they may be read, they are told."""
    shown = person.kept.filter(insight__in=Insight.objects.few_visible_to(person))
    for each in shown.select_related("insight").order_by("pk"):
        yield each.insight.words, moment(each.kept_at)


def gratitude_rows(person: Person) -> Iterable[tuple]:
    for each in person.gratitudes.order_by("pk"):
        yield (moment(each.said_at),)


def surprises(person: Person) -> Iterable[tuple]:
    for each in person.surprises.select_related("trade").order_by("pk"):
        yield each.day.isoformat(), each.trade.slug if each.trade else "", each.encounter, each.dismissed


SUBJECTS_OF_ASKS = {
    "asks": Subject(
        _("what you asked your circle"),
        (
            *("trade", "seeks", "place", "words", "by_when", "discreet", "quiet", "made_at", "open_since", "closed_at"),
            *("ending", "hired"),
        ),
        ask_rows,
    ),
    "passed_on": Subject(
        _("to whom you passed questions on, and your word with it"), ("friend", "word", "at"), passed_on
    ),
    "answers": Subject(
        _("your answers to the questions of others, and those that came from your mails"),
        ("vouch", "words", "provider", "phone", "by_mail", "made_at"),
        answers,
    ),
    "answers_by_link": Subject(
        _("what was answered to you by a link"),
        (
            *("name", "confirmed_as", "provider", "phone", "website", "trade", "job", "hired_on", "outcome"),
            *("caveat", "words", "made_at", "thanked_at", "thanks"),
        ),
        answers_by_link,
    ),
    "said_by_link": Subject(
        _("what you answered by a link and have made no vouch of"),
        ("name", "provider", "phone", "website", "trade", "job", "hired_on", "outcome", "caveat", "words", "made_at"),
        said_by_link,
    ),
    "questions": Subject(_("your short questions to friends"), ("provider", "words", "made_at"), question_rows),
    "numbers_asked": Subject(
        _("whose numbers you asked friends for, as long as you may see them"),
        ("provider", "asked_at"),
        numbers_asked_rows,
    ),
    "numbers_given": Subject(
        _("the numbers that you gave a friend alone"), ("provider", "friend", "given_at"), numbers_given_rows
    ),
    "calls": Subject(_("whom you tapped Call for, until you are asked about it"), ("provider", "called_at"), call_rows),
    "insights": Subject(
        _("what you shared though nobody asked"),
        (
            *("words", "link", "trade", "scope", "written_at", "edited_at"),
            *("grown_at", "corrected_at", "outdated_at"),
        ),
        insight_rows,
    ),
    "kept": Subject(_("what others shared and you kept, as long as you may read it"), ("words", "kept_at"), kept),
    "gratitudes": Subject(_("when you said thanks for something shared"), ("said_at",), gratitude_rows),
    "surprises": Subject(
        _("what you were shown though you had not asked"), ("day", "trade", "encounter", "dismissed"), surprises
    ),
    "replies": Subject(_("your replies to the short questions of friends"), ("provider", "answer", "at"), replies),
}

ONCE_MORE = _("Whether you opened a question of yours once more: its page tells it.")
WHEN_ALL_HAD_IT = _("When a question of yours had gone to everyone in your circle: its page tells it.")
NOT_SAID = _("That you would rather not give a number looks as if you had said nothing, also in files.")
WHOM_IT_REACHES = _("Whom a question was sent to, and which you said no to: that is between you and whoever asked.")
THEIR_QUESTION = _(
    "The questions you answered, and the thanks and replies, are theirs who asked: your pages show them to you."
)
THROUGH_ONE = _("That somebody asked through you, or you through a friend: the page of the question tells it.")
HANDED_ON = _("Whether an answer was handed on to whoever asked: that is for the friend to tell through whom they did.")
LINK_OF_YOURS = _("The link of a question of yours, which its page shows you as long as it opens.")
WHO_WROTE_IT = _(
    "Whether a member wrote an answer that came by a link, and what they made of it: that is theirs to tell."
)
THE_TWO = _("Whom you asked, or who asked you: the page of the question tells it, as long as you are friends.")
FOR_WHAT = _("Which words of another’s it was, and by whom they came: your pages show it, as long as you may read it.")
ONLY_THAT_IT_WAS_SENT = _("That a weekly letter was sent to you: you have it.")

FIELDS_OF_ASKS: dict[str, Declared] = {
    "recommendations.Ask": {
        **exported(
            *("asks", "trade", "place", "words", "by_when", "discreet", "quiet", "made_at", "open_since", "closed_at"),
            *("seeks", "ending", "hired"),
            other="trade",
        ),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(WHEN_TO_ASK, "still_asked_at", "ask_at"),
        **withheld(ONCE_MORE, "reopened"),
        **withheld(WHEN_ALL_HAD_IT, "whole_circle_at"),
    },
    "recommendations.NumberAsk": {
        **exported("numbers_asked", "asked_at", vouch="provider"),
        **exported("numbers_given", "given_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(NOT_SAID, "declined"),
    },
    "recommendations.Call": {
        **exported("calls", "called_at", about="provider"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
    },
    "recommendations.Recipient": {
        **exported("passed_on", "word", "at", person="friend"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "passed_by"),
        **withheld(WHOM_IT_REACHES, "ask", "declined", "declined_by_mail", "said_by_mail"),
        **withheld(THROUGH_ONE, "quietly"),
    },
    "recommendations.Answer": {
        **exported("answers", "vouch", "words", "provider", "phone", "by_mail", "made_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(THEIR_QUESTION, "ask", "helped_at", "thanks", "reply"),
        **withheld(HANDED_ON, "waits"),
    },
    "recommendations.AskLink": {
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(LINK_OF_YOURS, "ask", "token_hash", "made_at", "expires_at", "taken"),
    },
    "recommendations.LinkAnswer": {
        **exported("answers_by_link", "name", "confirmed_as", "provider", "phone", "website", "trade", "job"),
        **exported("answers_by_link", "hired_on", "outcome", "caveat", "words", "made_at", "thanked_at", "thanks"),
        **exported("answers_by_link", other="trade"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "ask"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(WHO_WROTE_IT, "writer", "vouch", "unseen"),
    },
    "recommendations.Question": {
        **exported("questions", "provider", "words", "made_at"),
        **exported("replies", "answer", answered_at="at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(THE_TWO, "person", "friend"),
        **withheld(FOR_WHAT, "insight"),
    },
    "recommendations.Insight": {
        **exported("insights", "words", "link", "trade", "scope", "written_at", "edited_at", other="trade"),
        **exported("insights", "grown_at", "corrected_at", "outdated_at", words_folded="words"),
        **withheld(WHEN_TO_ASK, "affirmed_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "author"),
        **withheld(ONLY_ADDRESSES, "public_id"),
    },
    "recommendations.Kept": {
        **exported("kept", "kept_at", insight="words"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
    },
    "recommendations.Gratitude": {
        **exported("gratitudes", "said_at"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(FOR_WHAT, "insight"),
    },
    "recommendations.Surprise": {
        **exported("surprises", "day", "trade", "encounter", "dismissed"),
        **withheld(ROW_NUMBERS, "id"),
        **withheld(ALL_YOURS, "person"),
        **withheld(ONLY_ADDRESSES, "public_id"),
        **withheld(FOR_WHAT, "vouch", "insight", "offer", "through", "made_at"),
    },
    "recommendations.Letter": {
        **withheld(ONLY_THAT_IT_WAS_SENT, "id", "public_id", "person", "week", "made_at", "due_at", "tries", "sent_at"),
    },
}
