"""What a phone hands over: the list begins with it. Its address is in the manifest, so the phone offers Whom for it."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from people.http import PersonRequest, post_or_back_to
from recommendations.forms import SharedForm
from recommendations.my_list.checking import keep_beside
from recommendations.views.browser import viewer_of
from recommendations.views.lists import list_looked_at

SIGN_IN_FIRST = _("Sign in, then share it once more. Nothing of what you shared was kept.")
# What a browser says of a page that is not ours; of what it sends by itself it says "none", or our own address.
OF_OTHERS = ("cross-site", "same-site")


@csrf_exempt  # no page of ours sends it, so there is no token; it shows what was sent, and adds nothing
@login_not_required  # to say what became of it
@post_or_back_to("list_import")
def list_share(request: HttpRequest) -> HttpResponse:
    """Of another site's page nothing is shown. A browser that does not say where it comes from sends no session with it
    either, since the cookie is Lax."""
    if request.headers.get("Sec-Fetch-Site") in OF_OTHERS:
        raise PermissionDenied
    if viewer_of(request) is None:
        messages.warning(request, SIGN_IN_FIRST)
        return redirect_to_login(reverse("list_import"))
    return list_looked_at(cast(PersonRequest, request), SharedForm(request), keep_beside)
