"""The mails of the sign-in library on their way from a page to the worker, so that no page waits for a mail server.

A mail to an address that nobody has is written as any other, and as fast.
"""

import json
from collections.abc import Iterable
from dataclasses import astuple
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.core.internal.ratelimit import RateLimitUsage, SingleRateLimitUsage
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone

from people.emails import address_hash
from people.models import SignInMail
from people.models.outgoing import SpentError
from people.sealed import opened, sealed

SIGN_IN_MAIL = "people.sign_in_mail"
SIGN_IN_MAIL_LASTS = timedelta(days=1)


def write_sign_in_mail(mail: EmailMultiAlternatives, lasts: timedelta, used: RateLimitUsage) -> None:
    """`used` of the rations it is given back if the mail is never carried."""
    now = timezone.now()
    [html] = (content for content, kind in mail.alternatives)
    said: dict[str, Any] = {"to": mail.to[0], "subject": mail.subject, "text": mail.body, "html": html}
    said["used"] = [astuple(each) for each in used.usage]
    row = SignInMail(whom=address_hash(mail.to[0]), made_at=now, due_at=now, expires_at=now + lasts)
    row.sealed = sealed(row.public_id, SIGN_IN_MAIL, json.dumps(said).encode())
    row.save()


def sign_in_mail(row: SignInMail) -> EmailMultiAlternatives | None:
    """None if it has been erased meanwhile. Raises SpentError."""
    if not SignInMail.objects.filter(pk=row.pk).exists():
        return None
    content = opened(row.public_id, SIGN_IN_MAIL, row.sealed)
    if content is None:
        raise SpentError("it was sealed with another SECRET_KEY")
    said = json.loads(content)
    if row.expires_at <= timezone.now():
        _used(said).rollback()
        raise SpentError("its time was over")
    # The same however often it is sent, so that mail programs show it once.
    headers = {"Message-ID": f"<sign-in-{row.public_id}@{urlsplit(settings.BASE_URL).hostname}>"}
    mail = EmailMultiAlternatives(said["subject"], said["text"], to=[said["to"]], headers=headers)
    mail.attach_alternative(said["html"], "text/html")
    return mail


def forget_sign_in_mails(addresses: Iterable[str]) -> None:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    SignInMail.objects.filter(whom__in=[address_hash(each, key) for each in addresses for key in keys]).delete()


def _used(said: dict[str, Any]) -> RateLimitUsage:
    return RateLimitUsage(usage=[SingleRateLimitUsage(*each) for each in said["used"]])
