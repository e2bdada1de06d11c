"""Texts of templates that are looked up once a language are those that Django would look up each time."""

from datetime import date

import pytest
from django.template import Context, Engine
from django.utils import translation

from tests.worlds.pseudo import CLOSE, pseudo_language

OURS = Engine(libraries={"i18n": "config.template_words"})
DJANGOS = Engine(libraries={"i18n": "django.templatetags.i18n"})
TEXTS = [
    '{% translate "About you" %}',
    '{% translate "100 % & more" %}',
    '{% translate "Find" context "tab" %}',
    '{% translate "Find" context name %}',
    '{% translate "About you" as said %}{{ said }}, {{ said|upper }}',
    "{% translate name %}",
    '{% translate "About you"|upper %}',
    '{% translate "About you" noop %}',
    "{% blocktranslate %}<b>Tell</b> Whom{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n  Tell\n  Whom\n{% endblocktranslate %}",
    "{% blocktranslate %}Block {{ name }}{% endblocktranslate %}",
    "{% blocktranslate with who=name %}Block {{ who }}{% endblocktranslate %}",
    "{% blocktranslate asvar said %}Tell Whom{% endblocktranslate %}{{ said }}",
    "{% blocktranslate count left=left %}One left{% plural %}Some left{% endblocktranslate %}",
    "{% blocktranslate context name %}Tell Whom{% endblocktranslate %}",
]


@pytest.mark.parametrize("text", TEXTS)
def test_text_of_a_template_is_what_django_makes_of_it(text):
    """In one language, in another, and in the first again, with other values each time."""
    ours, djangos = (engine.from_string("{% load i18n %}" + text) for engine in (OURS, DJANGOS))
    with pseudo_language() as pseudo:
        said = []
        for language, name, left in (("en-gb", "Ana", 1), (pseudo, "Ben & Co", 2), ("en-gb", "Cleo", 3)):
            with translation.override(language):
                context = {"name": name, "left": left}
                assert ours.render(Context(context)) == djangos.render(Context(context))
                said.append(ours.render(Context(context)))
    assert [CLOSE in each for each in said] == [False, "noop" not in text, False]


def test_date_of_a_template_calls_the_first_as_the_language_does():
    page = OURS.from_string('{% load i18n %}{{ day|date:"MONTH_DAY_FORMAT" }}, {{ day|date:"Y-m-d" }}, {{ none|date }}')
    with translation.override("fr"):
        assert page.render(Context({"day": date(2026, 3, 1), "none": None})) == "1er mars, 2026-03-01, "
