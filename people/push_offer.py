"""Whether this browser shows pushes, and the one time that it is offered."""

from django.conf import settings
from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from people.http import PersonRequest

# By which `static/push.js` says that this browser could be asked.
OFFER_COOKIE = "push_offer"
OFFER = _("Shall this browser tell you when friends answer you, or ask you something?")


def offer_pushes(request: PersonRequest) -> None:
    """On the next page, and once in a lifetime: after the first question or answer in a browser that can show them."""
    person = request.user
    if settings.PUSH_KEY and not person.push_offered and OFFER_COOKIE in request.COOKIES:
        messages.info(request, OFFER, extra_tags="push")
        person.push_offered = True
        person.save(update_fields=["push_offered"])


def is_told_here(request: PersonRequest) -> bool:
    return request.user.push_browsers.filter(session=request.session.row_key).exists()
