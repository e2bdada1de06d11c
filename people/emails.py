"""The mails that Whom writes of itself, one function a mail. They name nobody but a friend of who gets them, or the
inviter; a subject names nobody at all."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from people.middleware import zone_of
from people.models import Invitation, Notice, Person
from people.models.outgoing import Outgoing

STOP = Signer(salt="people.mails_stop")


def notice_mail(notice: Notice) -> EmailMultiAlternatives:
    stop_url = url_of(stop_path(notice.person))
    context = {"notice": notice, "url": url_of(notice.link), "stop_url": stop_url}
    # One click in a mail program: RFC 8058.
    headers = {"List-Unsubscribe": f"<{stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return _mail("notice", notice, notice.person, notice.person.email, context, headers)


def invitation_mail(invitation: Invitation) -> EmailMultiAlternatives:
    """Its reader may be no member, so it is written in the language of who invites."""
    context = {"invitation": invitation, "url": url_of(invitation.path or "")}
    return _mail("invitation", invitation, invitation.inviter, invitation.email, context, {})


def stop_path(person: Person) -> str:
    return reverse("mails_stop", args=[STOP.sign(str(person.public_id))])


def stop_mails(token: str) -> None:
    """Nothing tells whether there is such a person."""
    try:
        public_id = STOP.unsign(token)
    except BadSignature:
        return
    Person.objects.filter(public_id=public_id).update(mails=False)


def url_of(path: str) -> str:
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def _mail(
    name: str, row: Outgoing, speaker: Person, to: str, context: dict[str, Any], headers: dict[str, str]
) -> EmailMultiAlternatives:
    with translation.override(speaker.language), timezone.override(zone_of(speaker.time_zone)):
        subject = render_to_string(f"people/emails/{name}_subject.txt", context).strip()
        text = render_to_string(f"people/emails/{name}.txt", context)
        html = render_to_string(f"people/emails/{name}.html", {**context, "subject": subject})
    headers["Auto-Submitted"] = "auto-generated"
    # The same however often it is sent, so that mail programs show it once.
    headers["Message-ID"] = f"<{name}-{row.public_id}@{urlsplit(settings.BASE_URL).hostname}>"
    mail = EmailMultiAlternatives(subject, text, to=[to], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail
