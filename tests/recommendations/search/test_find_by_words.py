"""What the database looks for in the words as they stand folded: what the comparison of texts would find."""

from functools import partial

import pytest
from django.urls import reverse

from recommendations.models import Insight, Scope, Vouch
from recommendations.models.insights import Change
from recommendations.models.words_folded import words_of
from recommendations.providers.same import say
from recommendations.providers.suggestions import suggestions_for
from recommendations.search.results import also_found
from recommendations.search.texts import Readable, providers_told_with
from recommendations.search.understanding import understand
from tests.worlds.builders import make_insight, make_provider, make_trade, make_vouch
from tests.worlds.looking import as_

SAID = ["dont", "DONT", "Don't", "DON’T", "dön't", "do-nt", "do nt", "d_nt", "donate", "100%"]
FOUND = {"dont": SAID[:5], "DÖN'T": SAID[:5], "d_nt": ["d_nt"], "donat": ["donate"], "nt": ["do-nt", "do nt"]}


@pytest.mark.parametrize("typed", FOUND)
def test_words_are_found_however_they_are_written(ana, ben, typed):
    for words in SAID:
        make_vouch(author=ben, name=words, words=f"They say {words} here", provider=make_provider())
        make_insight(author=ben, words=f"We say {words} here")
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
    for typed in ("electricien", "electricien ask", "accordeons", "accordeons oil them keys please oil"):
        found = [each.kind for each in also_found(understand(ana, typed, near="anywhere")).groups]
        assert found == ([] if "please" in typed else ["insights"])
    assert [each.kind for each in also_found(understand(ana, "oil them accordeons keys ke", near="anywhere")).groups]


@pytest.mark.parametrize("typed", ["ten two nine seven one", "ten two nine seven two one", "ten 44", "44 20 ten", "20"])
def test_each_of_many_words_and_numbers_has_to_be_said(ana, ben, typed):
    said = {"author": ben, "name": "Rosa", "words": "One ten twenty-two, nine seven 44 20"}
    told = make_vouch(**said, phone="+442079460000", pass_on=True, provider=make_provider())
    make_vouch(author=ben, name="Ada", words="One ten", phone="+442079460001", provider=make_provider())
    make_vouch(author=ben, name="Ida", words="Two nine seven", provider=make_provider())
    assert providers_told_with(ana, typed) == {told.provider_id}


@pytest.mark.parametrize("typed", ["kiln", "kiln oven", "rose", "0960"])
def test_words_beside_a_trade_may_be_said_of_another_or_of_the_same(ana, ben, typed):
    plumber, electrician = make_trade(name="Plumber"), make_trade(name="Electrician")
    one, same, other, apart = (make_provider() for _ in range(4))
    for provider, words in ((one, "A pipe"), (other, "An oven"), (apart, "A pipe")):
        make_vouch(author=ben, trade=plumber, words=words, name="Ada", provider=provider)
    number = {"pass_on": True, "phone": "+440960"}
    make_vouch(author=ben, trade=electrician, words="Kiln, oven", name="Rose", provider=same, **number)
    make_vouch(author=ben, trade=electrician, words="A kiln", name="Ada", provider=other)
    say(ana, one, same, same=True)
    found, _ = suggestions_for(ana, [plumber], told=partial(providers_told_with, ana, typed, None, False))
    assert found == suggestions_for(ana, [plumber], among=providers_told_with(ana, typed))[0]
    expected = {"kiln": {one, other}, "kiln oven": {one}, "rose": {one}, "0960": {one}}
    assert {each.public_id for each in found} == {each.public_id for each in expected[typed]}


def test_a_number_that_is_not_passed_on_finds_nobody(ana, ben, cleo):
    number = "+441134960999"
    mine = make_vouch(author=ana, phone=number, scope=Scope.ME, provider=make_provider())
    told = make_vouch(author=ben, phone=f"{number};ext=53", pass_on=True, provider=make_provider())
    make_vouch(author=ben, phone=f"{number};ext=53", pass_on=False, provider=make_provider())
    make_vouch(author=cleo, phone=number, pass_on=False, provider=make_provider())
    digits = number.lstrip("+")
    assert providers_told_with(ana, digits) == {mine.provider_id, told.provider_id}
    assert providers_told_with(ana, "4411") == {mine.provider_id, told.provider_id}
    assert providers_told_with(ana, "ext") == providers_told_with(ana, "53") == {told.provider_id}
    assert Readable(ana).says(digits)
    assert not Vouch.objects.filter(words_folded__contains="960").exists()


def test_words_stay_what_the_row_says(ana):
    vouch, insight = make_vouch(author=ana, job="Burst pipe"), make_insight(author=ana, words="Old valves")
    vouch.renew(vouch.hired_on.replace(year=vouch.hired_on.year + 1), "New Boiler")
    insight.edit(Change.PUT, {"words": "New valves", "other": "Heating"})
    for row in (Vouch.objects.get(), Insight.objects.get()):
        field = row._meta.get_field("words_folded")
        assert row.words_folded == words_of(*(getattr(row, name) for name in field.of))
        with pytest.raises(TypeError, match="cannot be updated without"):
            type(row).objects.update(words="Something else")


def test_slips_are_forgiven_by_what_may_be_read_alone(ana, ben, cleo, dan):
    make_vouch(author=ben, words="An accordion was mended", provider=make_provider())
    make_insight(author=cleo, words="Ask for the harmonium")
    make_vouch(author=dan, words="The bandoneon", provider=make_provider())
    make_insight(author=ben, words="The dulcimer", scope=Scope.ME)
    readable = Readable(ana)
    meant = [readable.meant_by(word) for word in ("acordion", "harmoniun", "bandoneno", "dulcimre", "accordion")]
    assert meant == ["accordion", "harmonium", "", "", ""]


def test_find_by_words_asks_no_more_the_more_there_is(ana, ben, cleo, django_assert_max_num_queries):
    def said(count: int) -> None:
        for number in range(count):
            make_vouch(author=ben, words=f"Clean work {number}", provider=make_provider())
            make_insight(author=cleo, words=f"Clean the pipe {number}")

    for count in (10, 10):
        said(count)
        for words in ("clean", "claen"):
            with django_assert_max_num_queries(22):
                assert "Clean work" in as_(ana).get(f"{reverse('find')}?q={words}&near=anywhere").content.decode()
