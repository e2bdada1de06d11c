"""What a card of a provider draws, and that no text on it is more than text."""

import pytest

from recommendations.models import Outcome, Relation, Scope
from tests.worlds.builders import befriend, make_person, make_photo, make_place, make_trade, make_vouch, months_ago

EVIL = "<i title='\">&"
FIND = "/find/?near=anywhere"


def evil(**fields) -> dict:
    return dict.fromkeys(["name", "job", "words", "caveat", "cost"], EVIL) | fields


@pytest.fixture
def plumber(db):
    return make_trade(slug="plumber", name=EVIL)


@pytest.mark.parametrize("outcome", Outcome)
def test_card_shows_every_text_as_text(client, ana, plumber, outcome):
    ben, cleo = make_person(name=f"{EVIL} Ben"), make_person(name=f"{EVIL} Cleo", named_beyond=True)
    befriend(ana, ben)
    befriend(ben, cleo)
    place, scope = make_place(EVIL), Scope.BEYOND if outcome else Scope.CIRCLE
    told = evil(outcome=outcome, trade=plumber, place=place, relation=Relation.FRIEND, scope=scope)
    make_photo(make_vouch(author=ben, website="https://a.test/?a&b", **told), alt=EVIL)
    make_vouch(author=cleo, **told)
    client.force_login(ana)

    page = client.get(FIND).content.decode()

    assert page.count('<article class="card offered">') == (2 if outcome else 1)
    assert page.count("&lt;i title=&#x27;&quot;&gt;&amp;") > 10
    assert "<i t" not in page


def test_card_tells_whose_the_number_is_and_which_others_there_are(client, ana, ben, plumber):
    dora = make_person(name="Dora Hill")
    befriend(ana, dora)
    nearest = make_vouch(author=ana, trade=plumber, phone="", hired_on=months_ago(9))
    told = {"trade": plumber, "provider": nearest.provider, "pass_on": True}
    make_vouch(author=dora, phone="+441134960001", hired_on=months_ago(3), **told)
    make_vouch(author=ben, phone="+441134960003", hired_on=months_ago(20), **told)
    client.force_login(ana)

    page = client.get(FIND).content.decode()

    assert '<a class="button" href="tel:+441134960001"' in page
    assert '<p class="soft">The number that <bdi>Dora Hill</bdi> has for them.</p>' in page
    assert '<p class="soft">Also <span class="number">0113 496 0003</span>, says <bdi>Ben Okafor</bdi>.</p>' in page


def test_each_button_to_call_says_whom_it_calls_to_whoever_hears_the_buttons_alone(client, ana, ben, plumber):
    make_vouch(author=ben, trade=plumber, name="Rosa", phone="+441134960001", pass_on=True)
    make_vouch(author=ben, trade=plumber, name="Zola", website="https://zola.test")
    client.force_login(ana)

    page = client.get(FIND).content.decode()

    assert 'Call<span class="vh"> Rosa </span><span class="number">0113 496 0001</span></a>' in page
    assert 'Web site<span class="vh"> of Zola</span></a>' in page
