"""Looking at questions and pressing their buttons, as one person does."""

import re
from html import unescape

from django.http import HttpResponse
from django.urls import reverse

from recommendations.asks.answered import answers_to
from tests.worlds.looking import as_

GONE = "An answer was withdrawn."


def page(person, thing, status=200) -> str:
    """Of a question, of a short one, or of what else has a page of its own: what it says."""
    own = getattr(thing, "get_absolute_url", None)
    response = as_(person).get(own() if own else reverse(type(thing).__name__.lower(), args=[thing.public_id]))
    assert response.status_code == status
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main[0])).split())


def press(person, name, thing, **said) -> HttpResponse:
    return as_(person).post(reverse(name, args=[thing.public_id]), said)


def said_to(person, ask) -> list[tuple[str, str]]:
    """Who answered, as the asker knows them, and what."""
    return [(each.by.shown_as, each.word.name if each.word else each.answer.words) for each in answers_to(person, ask)]
