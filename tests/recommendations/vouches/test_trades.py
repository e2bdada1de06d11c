from io import StringIO

import pytest
from django.core.management import call_command
from django.core.validators import validate_slug

from recommendations.models import Trade
from tests.worlds.builders import make_vouch


@pytest.fixture
def trades(db) -> list[Trade]:
    call_command("load_trades", stdout=StringIO())
    return list(Trade.objects.all())


def test_there_are_enough_trades_for_a_house_and_a_life(trades):
    assert len(trades) >= 75
    assert len({trade.group for trade in trades}) > 1


def test_every_trade_has_a_slug_a_name_a_group_and_everyday_words(trades):
    for trade in trades:
        validate_slug(trade.slug)
        assert trade.slug == trade.slug.lower()
        assert trade.name
        assert trade.group
        assert trade.synonyms


def test_each_name_stands_once(trades):
    assert len({trade.name.lower() for trade in trades}) == len(trades)


def test_no_trade_says_the_same_word_twice_or_an_empty_one(trades):
    for trade in trades:
        words = trade.synonyms.split("\n")
        assert all(word == word.strip() and word for word in words)
        assert len(set(words)) == len(words)


def test_a_boiler_is_for_plumbers_and_for_heating_engineers(trades):
    assert {trade.slug for trade in trades if "boiler" in trade.synonyms.split("\n")} >= {"plumber", "heating-engineer"}


def test_loading_again_corrects_and_doubles_nothing(trades):
    plumber = Trade.objects.get(slug="plumber")
    vouch = make_vouch(trade=plumber)
    Trade.objects.filter(pk=plumber.pk).update(name="Plumer", synonyms="")
    call_command("load_trades", stdout=StringIO())

    assert list(Trade.objects.all()) == trades
    vouch.refresh_from_db()
    assert (vouch.trade, vouch.trade.name) == (plumber, "Plumber")


def test_trades_of_ones_own_are_left_alone(trades):
    Trade.objects.create(slug="luthier", name="Luthier", group="Music")
    call_command("load_trades", stdout=StringIO())

    assert Trade.objects.filter(slug="luthier").exists()
