"""Signing in by Google, Apple or another provider: it proves an address, as a code does, and nothing of it is kept.

So whoever has no account there any more signs in as ever, and a second step is asked for in any case.
"""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.words import name_on_one_line

logger = logging.getLogger(__name__)

# In the session of whoever is about to join: what the provider says of them, to be filled in.
JOINS_AS = "joins_as"
FAILED = _("That did not work. Try again, or get a code by e-mail.")
UNPROVED = _("{provider} cannot tell us that this e-mail address is yours now. Get a code by e-mail instead.")
CANCELLED, LONGEST_SAID = "cancelled", 80


class ProviderAdapter(DefaultSocialAccountAdapter):
    def populate_user(self, request, sociallogin, data):
        """Of whom nothing is saved: the name is only filled in for who joins."""
        said = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        sociallogin.user.name = name_on_one_line(str(said))[:LONGEST_SAID]
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        """Always the end of the library's own way, which would keep an account."""
        raise ImmediateHttpResponse(_come_in(request, sociallogin))

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        if error != CANCELLED:
            messages.error(request, FAILED)
        raise ImmediateHttpResponse(_back(extra_context or {}))


def or_back(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Where the provider has first to be asked something, and cannot be."""

    @wraps(view)
    def asked(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OSError as error:  # as all is that the library's own way out raises
            logger.warning("A provider cannot be reached: %s", type(error).__name__)
            messages.error(request, FAILED)
            return _back({"state": {"next": request.POST.get("next")}})

    return asked


def _come_in(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(settings.YOU_URL)
    address, provider = _proved_by(sociallogin), sociallogin.provider.app
    if not address:
        messages.warning(request, UNPROVED.format(provider=provider.name))
        return _back({"state": sociallogin.state})
    if person := _member_with(address):
        record_authentication(request, person, "socialaccount", provider=sociallogin.account.provider, email=address)
        return perform_login(
            request, person, email_verification=None, redirect_url=sociallogin.state.get("next"), signal_kwargs={}
        )
    if not get_adapter(request).is_open_for_signup(request):
        return render(request, "account/signup_closed.html")
    request.session[JOINS_AS] = {"email": address, "name": sociallogin.user.name, "at": time.time()}
    return redirect("account_signup")


def said_elsewhere(request: HttpRequest) -> dict[str, str]:
    """E-mail address and name of whoever is about to join, for as long as a code would work."""
    said = request.session.get(JOINS_AS)
    if not said or time.time() - said["at"] > app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT:
        return {}
    return {"email": said["email"], "name": said["name"]}


def joins_by(request: HttpRequest, address: str) -> None:
    """Who joins by the address that the provider proved needs no code; by another, they have proved nothing."""
    said = said_elsewhere(request)
    request.session.pop(JOINS_AS, None)
    if said.get("email") == address.lower():
        get_adapter(request).stash_verified_email(request, address)


def _proved_by(sociallogin: Any) -> str:
    """The address, if the provider says that it is proved, and may say so."""
    said = sociallogin.account.extra_data
    domains = list(settings.ADDRESSES_SPOKEN_FOR[sociallogin.account.provider])
    if sociallogin.account.provider == "google" and said.get("hd"):
        domains.append(said["hd"])  # an organisation's own, which Google runs for it
    for each in sociallogin.email_addresses:
        domain = each.email.rpartition("@")[2].lower()
        if each.verified is True and ("*" in domains or domain in domains):
            return each.email.lower()
    return ""


def _member_with(address: str) -> Person | None:
    """Who has proved this address; or was imported with it, and proves it now."""
    person = Person.objects.filter(email__iexact=address, joining=False).first()
    if person is None or not person.may_come_in:
        return None
    proved = EmailAddress.objects.filter(user=person)
    if not proved.exists():
        EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        return person
    return person if proved.filter(email__iexact=address, verified=True).exists() else None


def _back(context: dict[str, Any]) -> HttpResponse:
    """To the page for signing in, which leads on to where they wanted to go."""
    leads_on = (context.get("state") or {}).get("next")
    query = f"?{urlencode({'next': leads_on})}" if leads_on else ""
    return redirect(reverse("account_login") + query)
