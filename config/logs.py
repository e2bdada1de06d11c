"""What stands in the log. Lines name no key; and as JSON nothing that somebody wrote, asked for or is called by."""

import json
import logging
import re
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# A part of a path that is too long to be a word and is no plain id: whoever reads it could open what it opens.
KEY = re.compile(rf"(?<=/)(?!{UUID}(?:/|\s|$))[\w:%.=-]{{32,}}")
# An address, a path with what follows it, and the start of a query.
PRIVATE_WORDS = re.compile(r"[^\s<>\"'(]+(?:@|%40)[^\s<>\"',)]+|(?<![\w.])/[\w%~.:@/-]+(?:\?\S*)?|\?\S*=\S*")
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
PHRASES = {each.value: each.phrase for each in HTTPStatus}
# Loggers whose lines are ours, and so written without a private word; of others, what is put into a line is left out.
OURS = ("people", "recommendations", "config")

# Of the request that is being answered; "" otherwise, as in a command.
REQUEST_NAME: ContextVar[str] = ContextVar("REQUEST_NAME", default="")


class WithoutKeys(logging.Filter):
    """A line about a request names its path, and the path of a link holds a key."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = KEY.sub("...", record.getMessage()), ()
        return True


class JsonLines(logging.Formatter):
    """One object a line: of a request the name of its view, and no path; of a fault its type and where it came from,
    and none of its words."""

    def format(self, record: logging.LogRecord) -> str:
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": moment, "level": record.levelname, "logger": record.name, "message": _message_of(record)}
        if name := REQUEST_NAME.get():
            line["request"] = name
        line |= _of_request(record) | getattr(record, "told", {})
        if record.exc_info and record.exc_info[1]:
            line |= _of_fault(record.exc_info[1])
        return json.dumps(line, default=type)


def logging_as(style: str, level: str) -> dict[str, Any]:
    """The setting LOGGING. Raises ImproperlyConfigured."""
    if style not in ("line", "json"):
        raise ImproperlyConfigured("LOG_FORMAT is neither `line` nor `json`.")
    if level.upper() not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL is {level!r}. Write one of {', '.join(LEVELS)}.")
    filters = ["without_keys"] if style == "line" else []
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
            "json": {"()": "config.logs.JsonLines"},
        },
        "filters": {"without_keys": {"()": "config.logs.WithoutKeys"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": style, "filters": filters}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
    }


def view_of(request: HttpRequest) -> str:
    """Its name; "" of what is no address of ours."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _message_of(record: logging.LogRecord) -> str:
    status = getattr(record, "status_code", None)
    if isinstance(status, int):  # Django names the path
        return PHRASES.get(status, str(status))
    is_ours = record.name.split(".")[0] in OURS
    return PRIVATE_WORDS.sub("...", record.getMessage() if is_ours else str(record.msg))


def _of_request(record: logging.LogRecord) -> dict[str, Any]:
    request = getattr(record, "request", None)
    told = {"status": record.status_code} if hasattr(record, "status_code") else {}
    return told | ({"view": view_of(request), "method": request.method} if isinstance(request, HttpRequest) else {})


def _of_fault(fault: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(fault.__traceback__)
    where = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    return {"error": type(fault).__name__, "where": where}
