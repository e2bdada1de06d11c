"""What each choice of readers is called, means and says: a second writing of it, word for word."""

import pytest
from django.utils.translation import override

from recommendations.sight.scopes import (
    MEANING_OF_INSIGHT_SCOPE,
    MEANING_OF_OFFER_SCOPE,
    MEANING_OF_SCOPE,
    SCOPE_IN_FILES,
    SHARED_INSIGHT_SCOPES,
    SHARED_OFFER_SCOPES,
    SHARED_SCOPES,
    WARNS_BEYOND,
    InsightScope,
    OfferScope,
    Scope,
    Warns,
)

LABELS = ["Only me", "My circle", "My circle and theirs"]
IN_FILES = ["me", "circle", "beyond"]
READERS = ["only you", "your circle", "your circle and theirs"]
AS_A_NUMBER = "my circle, and beyond it only as a number without a name"


def said(meanings: dict) -> list[tuple[str, ...]]:
    assert [int(scope) for scope in meanings] == [0, 1, 2]
    return [tuple(str(each) for each in meaning) for meaning in meanings.values()]


@pytest.mark.parametrize("kind", [Scope, InsightScope, OfferScope])
def test_scopes_are_as_far_as_they_reach(kind):
    assert [(each.name, each.value, str(each.label)) for each in kind] == [
        (name, value, label) for value, (name, label) in enumerate(zip(("ME", "CIRCLE", "BEYOND"), LABELS, strict=True))
    ]


def test_scopes_within_a_sentence():
    assert [each.within for each in Scope] == ["only me", "my circle", "my circle and theirs"]
    for kind in (InsightScope, OfferScope):
        read_by = ["only me may read it", "my circle may read it", "my circle and theirs may read it"]
        assert [each.read_by for each in kind] == read_by


def test_warnings_are_notes_or_for_the_circle():
    assert [(each.name, each.value, str(each.label), each.within, each.scope) for each in Warns] == [
        ("NOBODY", 0, "Nobody, it is a note for me", "nobody, it is a note for me", Scope.ME),
        ("CIRCLE", 1, "My circle, with my words", "my circle, with my words", Scope.CIRCLE),
        ("BEYOND", 2, AS_A_NUMBER.capitalize(), AS_A_NUMBER, Scope.CIRCLE),
    ]


def test_scope_of_a_vouch_is_told_by_what_it_means():
    told = ["only me", "my circle", "my circle and theirs"]
    saved = ["Only you can see it.", "Your circle can find it.", "Your circle and theirs can find it."]
    change = [f"Only {who} can see this one: change who may read it" for who in ("you", *READERS[1:])]

    assert said(MEANING_OF_SCOPE) == [
        (IN_FILES[n], READERS[n], f"Saved. {saved[n]}", f"Who may read this: {told[n]}", change[n]) for n in range(3)
    ]
    assert dict(zip(IN_FILES, Scope, strict=True)) == SCOPE_IN_FILES


def test_scope_of_an_insight_or_offer_is_told_by_what_it_means():
    for meanings, begins in ((MEANING_OF_INSIGHT_SCOPE, "Shared with"), (MEANING_OF_OFFER_SCOPE, "Offered to")):
        saved = ["Saved. Only you can see it.", f"{begins} your circle.", f"{begins} your circle and theirs."]
        assert said(meanings) == [(IN_FILES[n], READERS[n], saved[n], "", "") for n in range(3)]


def test_warning_that_goes_beyond_is_told_as_a_number():
    assert tuple(str(each) for each in WARNS_BEYOND) == (
        "beyond",
        "your circle, and beyond it only as a number without a name",
        "Saved. Your circle can find it. Beyond it, it may count without your name and your words, from Monday on.",
        "Who may read this: my circle",
        "Only your circle, and beyond it only as a number without a name can see this one: change who may read it",
    )


def test_shared_scopes_are_all_but_oneself():
    assert SHARED_SCOPES == [Scope.CIRCLE, Scope.BEYOND]
    assert SHARED_INSIGHT_SCOPES == [InsightScope.CIRCLE, InsightScope.BEYOND]
    assert SHARED_OFFER_SCOPES == [OfferScope.CIRCLE, OfferScope.BEYOND]


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_scopes_are_told_in_each_language(language):
    """Each by its own translation: the same words stand elsewhere too."""
    meanings = [*MEANING_OF_SCOPE.values(), *MEANING_OF_INSIGHT_SCOPE.values(), *MEANING_OF_OFFER_SCOPE.values()]
    told = [each for meaning in [*meanings, WARNS_BEYOND] for each in meaning[1:] if each]
    told += [scope.label for kind in (Scope, InsightScope, OfferScope, Warns) for scope in kind]
    english = {str(each) for each in told} | {each.within for kind in (Scope, Warns) for each in kind}
    with override(language):
        said = {str(each) for each in told} | {each.within for kind in (Scope, Warns) for each in kind}
        said |= {each.read_by for kind in (InsightScope, OfferScope) for each in kind}

    assert not said & english
