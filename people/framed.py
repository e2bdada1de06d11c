"""The mails of the sign-in library, which are written once, as text, in the frame of all our mails."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string

BARE = "people/emails/bare.txt"


class Framed(NamedTuple):
    """A paragraph; with an address, a button."""

    text: str
    is_code: bool = False
    url: str = ""


def in_our_frame(template: str, subject: str, context: Mapping[str, Any], request: HttpRequest | None) -> str:
    """The HTML of what stands in that text. A paragraph of the kind `What it does: address` is a button, if the address
    is one that the library made: who asks can write into such a mail what they like, by the name of their browser."""
    text = render_to_string(template, {**context, "frame": BARE}, request)
    urls = {str(value) for name, value in context.items() if name.endswith("_url")}
    parts = [_framed(each, str(context.get("code", "")), urls) for each in re.split(r"\n{2,}", text.strip())]
    return render_to_string("account/email/frame.html", {"subject": subject, "parts": parts})


def _framed(paragraph: str, code: str, urls: set[str]) -> Framed:
    does, _, address = paragraph.partition(": ")
    if address in urls:
        return Framed(does.strip(), url=address)  # some languages put a space before the colon
    return Framed(paragraph, is_code=paragraph == code)
