from datetime import date

import pytest
from django.utils.translation import gettext_lazy, ngettext_lazy, override

from people.spoken import Spoken, month_in_words, spoken
from tests.worlds.pseudo import pseudo_language

TAKEN = gettext_lazy("Your thanks are taken back. Nobody is told.")
HIRED = ngettext_lazy("Hired a month ago", "Hired {months} months ago", "months")


@pytest.fixture
def language():
    with pseudo_language() as language:
        yield language


def test_sentence_is_said_in_the_language_that_is_spoken(language):
    with override("en-gb"):
        assert spoken()(TAKEN) == "Your thanks are taken back. Nobody is told."
    with override(language):
        assert spoken()(TAKEN).startswith("⟦")


def test_what_is_spoken_stays_what_it_is_in_another_language(language):
    said = Spoken(language)

    with override("en-gb"):
        assert said(TAKEN).startswith("⟦")
        assert said.with_count(HIRED, 2, months=2).startswith("⟦")


@pytest.mark.parametrize(("months", "told"), [(1, "Hired a month ago"), (5, "Hired 5 months ago")])
def test_each_count_has_its_own_sentence(months, told):
    said = Spoken("en-gb")

    assert [said.with_count(HIRED, months, months=months) for _ in range(2)] == [told, told]


def test_months_are_those_of_the_language():
    with override("de"):
        assert month_in_words(date(2024, 3, 1)) == "März 2024"
    assert month_in_words(date(2024, 3, 1)) == "March 2024"
