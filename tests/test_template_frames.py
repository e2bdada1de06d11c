"""Frames of pages: what Django makes of `{% extends %}`, by fewer looks; and what many pages say alike, drawn once."""

import pytest
from django.template import Context, Engine, Template
from django.template.base import NodeList
from django.utils import translation

PAGES = {
    "frame": "<{% block head %}whom{% endblock %}|{% if of %}{% block content %}{% endblock %}{% endif %}>",
    "middle": '{% extends "frame" %}{% block content %}[{% block inner %}{% endblock %}]{% endblock %}',
    "one": '{% extends "middle" %}{% block inner %}{{ of }}{% endblock %}',
    "two": '{% extends "frame" %}{% block head %}{{ block.super }}, b{% endblock %}{% block content %}b{% endblock %}',
    "three": "{% extends from %}{% block inner %}{{ of }}{% endblock %}",
}
LOADERS = [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", PAGES)])]
OURS = Engine(loaders=LOADERS, builtins=["config.template_frames"])
DJANGOS = Engine(loaders=LOADERS)
HOW_FAR = '{% load kept %}{% kept "recommendations/_how_far.html" '
CHOSEN = '<option value="friends" selected>'


@pytest.mark.parametrize("page", ["one", "two", "three"])
def test_page_in_a_frame_is_what_django_makes_of_it(page):
    for of in ("Ana", "", "Ben"):
        context = {"of": of, "from": "middle"}
        ours, djangos = (engine.get_template(page).render(Context(context)) for engine in (OURS, DJANGOS))
        assert ours == djangos != ""


def test_blocks_of_a_frame_are_looked_for_once(monkeypatch):
    looked, look = [], NodeList.get_nodes_by_type
    monkeypatch.setattr(NodeList, "get_nodes_by_type", lambda nodes, kind: looked.append(nodes) or look(nodes, kind))
    engine = Engine(loaders=LOADERS, builtins=["config.template_frames"])

    pages = [engine.get_template(page).render(Context({"of": page})) for page in ("one", "two", "one")]
    before = len(looked)

    assert pages == ["<whom|[one]>", "<whom, b|b>", "<whom|[one]>"]
    assert [engine.get_template(page).render(Context({"of": "x"})) for page in ("one", "two")] == [
        "<whom|[x]>",
        "<whom, b|b>",
    ]
    assert len(looked) == before


def test_what_is_kept_knows_nothing_of_the_page_but_what_it_is_given():
    page = Context({"by_friends": True, "how_far": [("10", "ten")]})

    assert CHOSEN not in Template(f"{HOW_FAR}%}}").render(page)
    assert CHOSEN in Template(f"{HOW_FAR}by_friends=by_friends %}}").render(page)
    assert CHOSEN not in Template(f"{HOW_FAR}%}}").render(page)


def test_what_is_kept_is_said_in_the_language_of_each_page():
    said = []
    for language in ("en-gb", "de", "en-gb"):
        with translation.override(language):
            said.append("How far away" in Template(f"{HOW_FAR}%}}").render(Context()))
    assert said == [True, False, True]
