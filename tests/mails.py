"""Every mail of the suite and every line of its log is read: what its reader may not see fails the test."""

import logging
import re
from collections.abc import Iterable
from html import unescape

from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.core.mail.backends import locmem, smtp
from django.db.models import Q

from people.models import Introduction, Invitation, Parting, Person, Tie
from recommendations.models import (
    Answer,
    Ask,
    Case,
    CaseMail,
    Experience,
    Insight,
    LinkAnswer,
    Question,
    Recipient,
    Thanks,
    Trade,
    Vouch,
)

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
UNTOLD_IN_LOGS = re.compile(rf"{ADDRESS.pattern}|canary[\w-]*|/[ai]/[\w-]{{32}}|/stop/[\w:-]{{30,}}")
PRIVATE_WORDS = {
    Vouch: ("name", "job", "words", "caveat", "cost", "phone", "email", "website"),
    Experience: ("job",),
    Insight: ("words", "link"),
    Thanks: ("words",),
    Tie: ("how",),
    Parting: ("how", "how_back"),
    Invitation: ("how", "accepted_how"),
    Introduction: ("word", "how"),
    LinkAnswer: ("provider", "job", "words", "caveat", "phone", "website", "confirmed_as", "thanks"),
    Case: ("words", "phone", "website"),
    Ask: ("words", "hired"),
    Recipient: ("word",),
    Answer: ("words", "thanks"),
    Question: ("words", "answer"),
}
# Shorter ones stand in every text.
SHORTEST = 4

findings: list[str] = []


class ReadMails(locmem.EmailBackend):
    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            findings.extend(leaks_in(message))
        return super().send_messages(messages)


class ReadMailsBySmtp(smtp.EmailBackend):
    def send_messages(self, messages: list[EmailMessage]) -> int:
        for message in messages:
            findings.extend(leaks_in(message))
        return super().send_messages(messages)


class ReadLogs(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        findings.extend(f"in the log of {record.name}: {told}" for told in UNTOLD_IN_LOGS.findall(self.format(record)))


def leaks_in(mail: EmailMessage) -> list[str]:
    text = text_of(mail)
    may_read = words_for(mail)
    everyone = set(Person.objects.values_list("name", flat=True))
    told = said(everyone | private_words(), text) | set(ADDRESS.findall(text))
    firsts = {name.split()[0] for name in everyone | may_read if name.strip()}
    trades = {name.lower() for name in Trade.objects.values_list("name", flat=True)}
    if is_letter(mail):
        told |= said(trades, text.lower())
    in_subject = said(everyone | may_read | firsts, mail.subject) | said(trades, mail.subject.lower())
    return [f"to {mail.to}: {word!r}" for word in sorted(told - may_read)] + [
        f"to {mail.to}, in the subject: {word!r}" for word in sorted(in_subject)
    ]


def is_letter(mail: EmailMessage) -> bool:
    """The weekly one: of what kind of work it is about, it says nothing in its body either."""
    return mail.extra_headers.get("Message-ID", "").startswith("<letter-")


def text_of(mail: EmailMessage) -> str:
    parts = [mail.subject, mail.body, *(unescape(part.content) for part in getattr(mail, "alternatives", []))]
    headers = [str(value) for name, value in mail.extra_headers.items() if name != "Message-ID"]
    return "\n".join([*parts, *headers, *mail.cc, *mail.reply_to])


def words_for(mail: EmailMessage) -> set[str]:
    """One's own name and addresses, one's friends' names; in an invitation, who it is from and for."""
    may_read = set(mail.to)
    mine = EmailAddress.objects.filter(email__in=mail.to).values("user")
    for person in Person.objects.filter(Q(email__in=mail.to) | Q(pk__in=mine)):
        may_read |= {person.name, person.email, *person.emailaddress_set.values_list("email", flat=True)}
        may_read |= {friend.name for friend in Person.objects.circle_of(person)}
    if found := re.match(r"<invitation-([\w-]+)@", mail.extra_headers.get("Message-ID", "")):
        invitation = Invitation.objects.get(public_id=found[1])
        may_read |= {invitation.inviter.name, invitation.name}
    if found := re.match(r"<case_answer-([\w-]+)@", mail.extra_headers.get("Message-ID", "")):
        may_read |= words_of_the_proved(CaseMail.objects.get(public_id=found[1]).case)
    return may_read


def words_of_the_proved(case: Case) -> set[str]:
    """What they asked, and what stands on a vouch whose e-mail they have shown to be theirs."""
    theirs = [vouch for vouch in case.vouches() if vouch.email.lower() in case.proved_addresses()]
    said = {getattr(vouch, field) for vouch in theirs for field in PRIVATE_WORDS[Vouch]}
    return said | {case.words, case.phone, case.website}


def private_words() -> set[str]:
    return {
        word
        for model, fields in PRIVATE_WORDS.items()
        for row in model.objects.values_list(*fields)
        for word in row
        if len(word) >= SHORTEST
    }


def said(words: Iterable[str], text: str) -> set[str]:
    return {word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text)}
