import re

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from people.http import needs_sign_in, page_of_form

# What no page may hold.
SECRETS = re.compile("password|code|credential")


def form_again(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Instead of a form whose token is not right: its cookie has gone, or is another since somebody signed in in
    another tab. If it came from a page of ours, which the browser says and no other page can, it is shown again with
    all that was typed, and is sent by one more press. Of what came from elsewhere nothing is shown."""
    from_here = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    page = page_of_form(request)
    if from_here and needs_sign_in(request):
        return redirect_to_login(page or request.get_full_path())
    context = {"page": page, "fields": _typed(request) if from_here else []}
    return render(request, "403_csrf.html", context, status=403)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """By name. Nothing where it would not be all, or should not stand on a page."""
    if request.FILES or any(SECRETS.search(name) for name in request.POST):
        return []
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    return [(name, value) for name, value in sent if name != "csrfmiddlewaretoken"]
