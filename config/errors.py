"""Faults, told to Sentry or GlitchTip where SENTRY_DSN says so: which, and where in the code; nothing that somebody
wrote, asked for or is called by. What is told is taken from a list of what may be, whatever the library comes to add.
"""

from typing import Any

import sentry_sdk
from django.core.exceptions import ImproperlyConfigured
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.transport import Transport
from sentry_sdk.utils import BadDsn, Dsn

from config.logs import REQUEST_NAME

TOLD_OF_A_FAULT = ("event_id", "timestamp", "platform", "level", "logger", "environment")
TOLD_OF_A_FRAME = ("filename", "function", "module", "lineno", "in_app", "pre_context", "context_line", "post_context")


def tell_faults_to(dsn: str, transport: type[Transport] | None = None) -> None:
    """Raises ImproperlyConfigured."""
    try:
        Dsn(dsn)
    except BadDsn as error:
        raise ImproperlyConfigured("SENTRY_DSN is no DSN. Copy it from the settings of the project there.") from error
    sentry_sdk.init(
        dsn=dsn,
        transport=transport,
        before_send=_without_private_words,
        max_breadcrumbs=0,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        auto_session_tracking=False,
        send_client_reports=False,
        server_name="",
        auto_enabling_integrations=False,
        integrations=[DjangoIntegration(middleware_spans=False, signals_spans=False)],
    )


def _without_private_words(event: Any, hint: Any) -> Any:
    """A fault's own words are left out: a database puts into them what was typed. So is a line of the log, but for its
    logger. The name of the request leads to its line there."""
    faults = event.get("exception", {}).get("values", [])
    told = {name: event[name] for name in TOLD_OF_A_FAULT if name in event}
    told["exception"] = {"values": [_of_type_and_place(fault) for fault in faults]}
    told["tags"] = {"request": REQUEST_NAME.get()}
    if not faults:
        told["message"] = f"An error in the log of {event.get('logger', 'Whom')}"
    return told


def _of_type_and_place(fault: dict[str, Any]) -> dict[str, Any]:
    frames = (fault.get("stacktrace") or {}).get("frames", [])
    places = [{name: frame[name] for name in TOLD_OF_A_FRAME if name in frame} for frame in frames]
    return {"type": fault.get("type"), "module": fault.get("module"), "stacktrace": {"frames": places}}
