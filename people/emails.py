"""The mails that Whom writes of itself, one function a mail. They name nobody but a friend of who gets them, or the
inviter; a subject either by their first name, at most."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from people.middleware import zone_of
from people.models import Invitation, MailStop, Notice, Person, Suspension
from people.models.outgoing import Outgoing
from people.notices import Button, MailText
from people.words import beginning, on_one_line

STOP = Signer(salt="people.mails_stop")
HASH_LETTERS = 64
# As many as stand on one line of a mail, by RFC 5322.
SUBJECT_LETTERS = 78


def notice_mail(notice: Notice) -> EmailMultiAlternatives | None:
    """None if there is nothing to tell any more."""
    with translation.override(notice.person.language), timezone.override(zone_of(notice.person.time_zone)):
        telling = notice.telling()
    if telling is None:
        return None
    stop_url = url_of(stop_path(notice.person.public_id))
    context = {"telling": with_whole_addresses(telling), "stop_url": stop_url, "hello": notice.person.first_name}
    return _mail("notice", notice, notice.person, notice.person.email, context, one_click(stop_url))


def with_whole_addresses(telling: MailText) -> MailText:
    """Its buttons with whole addresses."""
    return telling._replace(buttons=[Button(button.label, url_of(button.path)) for button in telling.buttons])


def invitation_mail(invitation: Invitation) -> EmailMultiAlternatives:
    """Its reader may be no member, so it is written in the language of who invites."""
    stop_url = url_of(stop_path(address_hash(invitation.email)))
    context = {"invitation": invitation, "url": url_of(invitation.path or ""), "stop_url": stop_url}
    return _mail("invitation", invitation, invitation.inviter, invitation.email, context, one_click(stop_url))


def suspension_mail(suspension: Suspension) -> EmailMultiAlternatives:
    """Also to whoever wants no mails: it is the only way to learn of it."""
    context = {"url": url_of(reverse(settings.SUSPENDED_URL)), "hello": suspension.person.first_name}
    return _mail("suspension", suspension, suspension.person, suspension.person.email, context, {})


def one_click(stop_url: str) -> dict[str, str]:
    """For the button of a mail program: RFC 8058."""
    return {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def stop_path(whom: UUID | str) -> str:
    """Of a member, by the public id; of an address that got an invitation, by its hash."""
    return reverse("mails_stop", args=[STOP.sign(str(whom))])


def stop_mails(token: str) -> None:
    """Nothing tells whether there is such a person."""
    try:
        whom = STOP.unsign(token)
    except BadSignature:
        return
    if len(whom) == HASH_LETTERS:
        MailStop.objects.get_or_create(address_hash=whom)
    else:
        Person.objects.filter(public_id=whom).update(mails=False)


def is_stopped(address: str) -> bool:
    hashes = [address_hash(address, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MailStop.objects.filter(address_hash__in=hashes).exists()


def address_hash(address: str, key: str | None = None) -> str:
    """With the secret key, so that a copy of the database does not tell whose addresses these are."""
    return salted_hmac("people.mail_stop", address.lower(), secret=key, algorithm="sha256").hexdigest()


def language_at(address: str) -> str | None:
    """Of whoever has this address; else that of the page. Only a mail may speak it: a page would tell who is here."""
    languages = Person.objects.filter(email__iexact=address).values_list("language", flat=True)
    return languages.first() or translation.get_language()


def url_of(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def _mail(
    name: str, row: Outgoing, speaker: Person, to: str, context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    with translation.override(speaker.language), timezone.override(zone_of(speaker.time_zone)):
        return letter(f"people/emails/{name}", row, to, context, headers)


def letter(
    template: str, row: Outgoing, to: str, context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    subject = beginning(on_one_line(render_to_string(f"{template}_subject.txt", context)), SUBJECT_LETTERS)
    text = render_to_string(f"{template}.txt", context)
    html = render_to_string(f"{template}.html", {**context, "subject": subject})
    headers["Auto-Submitted"] = "auto-generated"
    # The same however often it is sent, so that mail programs show it once.
    name = template.rpartition("/")[2]
    headers["Message-ID"] = f"<{name}-{row.public_id}@{urlsplit(settings.BASE_URL).hostname}>"
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail
