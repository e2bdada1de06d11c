"""What the database leaves out before words are compared: nothing that the comparison would find."""

import pytest

from recommendations.models import Scope
from recommendations.search.results import also_found
from recommendations.search.texts import Readable, providers_told_with
from recommendations.search.understanding import understand
from tests.worlds.builders import make_insight, make_provider, make_trade, make_vouch

SAID = ["dont", "DONT", "Don't", "DON’T", "dön't", "do-nt", "do nt", "d_nt", "donate"]
FOUND = {"dont": SAID[:5], "DÖN'T": SAID[:5], "d_nt": ["d_nt"], "donat": ["donate"]}


@pytest.mark.parametrize("typed", FOUND)
def test_words_are_found_however_they_are_written(ana, ben, typed):
    for words in SAID:
        make_vouch(author=ben, name=words, words=f"They say {words} here", provider=make_provider())
        make_insight(author=ben, words=f"We say {words} here")
    told = Readable(ana).vouches_with("nothing that is said")
    assert {each.named for each in told} <= {"dont", "don t"}  # those that are not plain are compared in any case
    ids = providers_told_with(ana, typed)
    assert ids is not None
    assert len(ids) == len(FOUND[typed])
    search = understand(ana, typed, near="anywhere")
    rows = [row.name for group in also_found(search).groups for row in group.rows]
    assert set(rows) <= {f"We say {words} here" for words in FOUND[typed]}
    assert rows


def test_trades_and_other_words_of_insights_are_found(ana, ben):
    make_insight(author=ben, words="Ask first", trade=make_trade(name="Électricien", slug="electrician"))
    make_insight(author=ben, words="Oil them", other="Accordeon's keys")
    for typed in ("electricien", "accordeons"):
        assert len(Readable(ana).insights_with(typed)) >= 1
        assert [each.kind for each in also_found(understand(ana, typed, near="anywhere")).groups] == ["insights"]


def test_a_number_that_is_not_passed_on_finds_nobody(ana, ben, cleo):
    number = "+441134960999"
    mine = make_vouch(author=ana, phone=number, scope=Scope.ME, provider=make_provider())
    told = make_vouch(author=ben, phone=number, pass_on=True, provider=make_provider())
    make_vouch(author=ben, phone=number, pass_on=False, provider=make_provider())
    make_vouch(author=cleo, phone=number, pass_on=False, provider=make_provider())
    digits = number.lstrip("+")
    assert providers_told_with(ana, digits) == {mine.provider_id, told.provider_id}
    assert {each.provider for each in Readable(ana).vouches_with(digits)} == {mine.provider_id, told.provider_id}
