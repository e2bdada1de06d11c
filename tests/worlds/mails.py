"""Every message that leaves the house while the suite runs, and every line of its log, is read: what its reader may not
see fails the test."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from html import unescape
from uuid import UUID

from allauth.account.models import EmailAddress
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import Q

from people import door
from people.models import Introduction, Invitation, Notice, Person, Suspension, Tie
from people.pushes import PushMessage, unpacked
from recommendations.models import (
    Answer,
    Ask,
    Case,
    CaseMail,
    DeskLook,
    Experience,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    Offer,
    Question,
    Recipient,
    Report,
    ShortWord,
    Thanks,
    Trade,
    Vouch,
)
from tests.worlds import words_of_letters, words_of_notices

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNTOLD_IN_LOGS = re.compile(rf"{ADDRESS.pattern}|canary[\w-]*|/[ai]/[\w-]{{32}}|/m/[\w:/-]{{60,}}|/stop/[\w:-]{{30,}}")
PRIVATE_WORDS = {
    Vouch: ("name", "job", "words", "caveat", "cost", "phone", "email", "website"),
    Experience: ("job",),
    Insight: ("words", "link"),
    Offer: ("words",),
    Thanks: ("words",),
    Tie: ("how",),
    Invitation: ("how", "accepted_how"),
    Introduction: ("word", "how"),
    LinkAnswer: ("provider", "job", "words", "caveat", "phone", "website", "confirmed_as", "thanks"),
    Case: ("words", "phone", "website", "reason"),
    DeskLook: ("reason",),
    Report: ("words",),
    Suspension: ("reason", "answer"),
    Ask: ("words", "hired"),
    Recipient: ("word",),
    Answer: ("words", "thanks", "reply", "provider", "phone"),
    Question: ("words", "answer"),
    ShortWord: ("words", "answer"),
    IntroductionAsk: ("words", "word"),
}
# How a mail looks, in words that anybody could have used.
LOOK = re.compile(r'<style>.*?</style>|\sclass="[a-z ]*"', re.DOTALL)
# Shorter ones stand in every text.
SHORTEST = 4

findings: list[str] = []
# What left by the door during this test, and what of it can be told from another.
let_out: set[tuple[str, ...]] = set()


@contextmanager
def reading_at_the_door() -> Iterator[None]:
    """In `send_out` itself, whatever the channel and whatever stands for a mail server."""
    send_out = door.send_out

    def read_and_send_out(write: Callable, channel: door.Channel) -> bool:
        return send_out(lambda: read(write()), channel)

    door.send_out = read_and_send_out
    yield
    door.send_out = send_out


def read(message: door.Message | None) -> door.Message | None:
    if message is not None:
        findings.extend(leaks_in(message))
        let_out.add(told_apart(message))
    return message


def told_apart(message: door.Message) -> tuple[str, ...]:
    return (*message.to, text_of(message))


def gone_another_way() -> list[str]:
    """What was mailed, but by no `send_out`: the library's own way, say, which no reading of our source can see."""
    return [f"not by the door: {mail.subject}" for mail in django_mail.outbox if told_apart(mail) not in let_out]


class ReadLogs(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        findings.extend(f"in the log of {record.name}: {told}" for told in UNTOLD_IN_LOGS.findall(self.format(record)))


def leaks_in_push(push: PushMessage) -> list[str]:
    """What stands on a screen, for whoever looks at it: the first name of a friend, and of a discreet question none."""
    notice = Notice.objects.select_related("person", "who").get(public_id=UUID(bytes=unpacked(push.topic)))
    everyone = set(Person.objects.values_list("name", flat=True))
    firsts = {name.split()[0] for name in everyone if name.strip()}
    trades = {name.lower() for name in Trade.objects.values_list("name", flat=True)}
    text = f"{push.title} {push.navigate} {push.language} {push.urgency}"
    told = said(everyone | firsts | private_words(), text) | said(trades, text.lower()) | set(ADDRESS.findall(text))
    may_show = words_of_notices.names_on_a_screen(notice)
    whose = [] if push.to == [notice.person.email] else [f"a push about {notice} to {push.to}"]
    return whose + [f"on a screen of {push.to}: {word!r}" for word in sorted(told - may_show)]


def leaks_in(mail: door.Message) -> list[str]:
    if isinstance(mail, PushMessage):
        return leaks_in_push(mail)
    text, notice, invitation = text_of(mail), notice_of(mail), invitation_of(mail)
    about = words_it_is_about(mail, notice)
    may_read = words_for(mail, invitation) | about
    everyone = set(Person.objects.values_list("name", flat=True))
    told = said(everyone | private_words(), text) | set(ADDRESS.findall(text))
    firsts = {name.split()[0] for name in everyone | may_read if name.strip()}
    trades = {name.lower() for name in Trade.objects.values_list("name", flat=True)}
    own_trade = said(trades, " ".join(about).lower())
    if is_letter(mail) or notice:
        told |= said(trades - own_trade, text.lower())
    subject = getattr(mail, "subject", "")
    own_first = of_its_subject(mail, notice, invitation, about)
    in_subject = said((everyone | may_read | firsts) - own_first, subject) | said(trades - own_trade, subject.lower())
    return [f"to {mail.to}: {word!r}" for word in sorted(told - may_read)] + [
        f"to {mail.to}, in the subject: {word!r}" for word in sorted(in_subject)
    ]


def notice_of(mail: door.Message) -> Notice | None:
    found = re.match(r"<notice-([\w-]+)@", id_of(mail))
    return Notice.objects.select_related("person").get(public_id=found[1]) if found else None


def is_letter(mail: door.Message) -> bool:
    """The weekly one."""
    return id_of(mail).startswith("<letter-")


def invitation_of(mail: door.Message) -> Invitation | None:
    found = re.match(r"<invitation-([\w-]+)@", id_of(mail))
    return Invitation.objects.select_related("inviter").get(public_id=found[1]) if found else None


def words_it_is_about(mail: door.Message, notice: Notice | None) -> set[str]:
    if notice:
        return words_of_notices.words_for(notice)
    return words_of_letters.words_for(Person.objects.get(email__in=mail.to)) if is_letter(mail) else set()


def id_of(mail: door.Message) -> str:
    return mail.extra_headers.get("Message-ID", "") if isinstance(mail, EmailMessage) else ""


def text_of(mail: door.Message) -> str:
    """Of what is no mail, all that it holds."""
    if not isinstance(mail, EmailMessage):
        return "\n".join(str(value) for value in vars(mail).values())
    parts = [
        mail.subject,
        mail.body,
        *(unescape(LOOK.sub("", part.content)) for part in getattr(mail, "alternatives", [])),
    ]
    headers = [str(value) for name, value in mail.extra_headers.items() if name != "Message-ID"]
    return "\n".join([*parts, *headers, *mail.cc, *mail.bcc, *mail.reply_to])


def words_for(mail: door.Message, invitation: Invitation | None) -> set[str]:
    """One's own name and addresses, one's friends' names; in an invitation, who it is from and for."""
    may_read = set(mail.to)
    mine = EmailAddress.objects.filter(email__in=mail.to).values("user")
    for person in Person.objects.filter(Q(email__in=mail.to) | Q(pk__in=mine)):
        may_read |= {person.name, person.email, *person.emailaddress_set.values_list("email", flat=True)}
        may_read |= {friend.name for friend in Person.objects.circle_of(person)}
    if invitation:
        may_read |= {invitation.inviter.name, invitation.name}
    if found := re.match(r"<case_answer-([\w-]+)@", id_of(mail)):
        may_read |= words_of_the_proved(CaseMail.objects.get(public_id=found[1]).case)
    return may_read


def of_its_subject(
    mail: door.Message, notice: Notice | None, invitation: Invitation | None, about: set[str]
) -> set[str]:
    """What the mail of a notice may name in its subject too: the need of a question that is not discreet, a friend by
    their first name, and the tradesperson whom it is about; an invitation, who invites by their first name."""
    if invitation:
        return {invitation.inviter.name.split()[0]}
    if is_letter(mail):
        return words_of_letters.words_of_its_subject(Person.objects.get(email__in=mail.to))
    if not notice:
        return set()
    may_read = about | {word.split()[0] for word in about if word.strip()}
    friends = Person.objects.circle_of(notice.person)
    return may_read | {friend.name.split()[0] for friend in friends}


def words_of_the_proved(case: Case) -> set[str]:
    """What they asked, and what stands on a vouch that is open to the desk, since they have shown who they are."""
    said = {getattr(vouch, field) for vouch in case.opened() for field in PRIVATE_WORDS[Vouch]}
    return said | {case.words, case.phone, case.website}


def private_words() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(every_private_field())
        return {word for (word,) in cursor if len(word) >= SHORTEST}


@cache
def every_private_field() -> str:
    """One statement for all of them, since it is asked of each message."""
    columns = [(field, model._meta.db_table) for model, fields in PRIVATE_WORDS.items() for field in fields]
    return " UNION ALL ".join(f'SELECT "{column}" FROM "{table}"' for column, table in columns)  # noqa: S608


def said(words: Iterable[str], text: str) -> set[str]:
    """Most are nowhere in it, which is seen without looking for where a word begins and ends."""
    return {word for word in words if word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
