"""`python -m tests.worlds.telling_faults`: faults of every kind, full of canaries, and what would be told of them.

A process of its own, since what tells them takes hold of Django as a whole.
"""

import logging
import sys

import django
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.urls import path

HERE = "tests.worlds.telling_faults"


@login_not_required
def fails(request: HttpRequest, word: str) -> HttpResponse:
    local = f"canary of a local variable, {request.POST.get('words')}"
    try:
        raise ValueError(f"canary in a cause: {local}")
    except ValueError as error:
        raise IntegrityError("Key (email)=(canary@example.org) already exists") from error


urlpatterns = [path("fails/<str:word>/", fails)]


def main() -> None:
    django.setup()
    import sentry_sdk
    from django.test import Client
    from sentry_sdk.transport import Transport

    from config.errors import tell_faults_to

    class Told(Transport):
        def capture_envelope(self, envelope):
            sys.stdout.write(f"{envelope.serialize().decode()}\n")

    assert sentry_sdk.get_client().dsn == settings.SENTRY_DSN
    tell_faults_to(settings.SENTRY_DSN, transport=Told)
    settings.ROOT_URLCONF = HERE
    headers = {
        "user-agent": "canary",
        "referer": "http://localhost/?q=canary",
        "sentry-trace": f"{'a' * 32}-{'b' * 16}-1",
        "baggage": "sentry-transaction=canary,sentry-user=canary,canary=canary",
        "x-request-id": "a-name-of-tests",
        "x-forwarded-for": "canary",
    }
    client = Client(raise_request_exception=False, headers=headers)
    client.cookies["canary"] = "canary"
    client.post("/fails/canary/?q=canary", {"words": "canary"})
    sentry_sdk.set_user({"email": "canary@example.org"})
    logging.getLogger("people.delivery").error("canary for %s", "canary@example.org", extra={"more": "canary"})
    sentry_sdk.capture_message("canary")


if __name__ == "__main__":
    main()
