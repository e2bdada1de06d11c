"""A trade is typed in the words that Find understands, and asked back where they leave it open."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse

from people.models import Person
from recommendations.models import Trade
from recommendations.search.trades import SHORTEST_PREFIX, trades_meant
from recommendations.search.understanding import understand
from tests.recommendations.vouches.test_vouch_pages import NEW, said, written
from tests.worlds.builders import make_entry, make_place, make_trade, make_vouch
from tests.worlds.looking import as_


@pytest.fixture
def trades(db) -> None:
    call_command("load_trades", verbosity=0)
    make_place("Leeds")


def offered(response) -> list[str]:
    """The likeliest kinds of work, of those that the page gives to choose from, by their slugs."""
    return slugs_in(response.content.decode().split("<summary>All")[0])


def slugs_in(page: str) -> list[str]:
    return re.findall(r'name="trade_meant" value="([^":]+)"', page)


@pytest.mark.parametrize(
    ("text", "slugs", "is_certain"),
    [
        ("Plumber", ["plumber"], True),
        ("plumbers", ["plumber"], True),
        ("general-contractor", ["general-contractor"], True),
        ("a plumber for the leak", ["plumber"], True),
        ("plumb", ["plumber"], True),
        ("central heating and a heating engineer", ["heating-engineer"], True),
        # Several, or not all of what was typed.
        ("damp", ["damp-specialist", "general-contractor"], False),
        ("boiler", ["heating-engineer", "plumber"], False),
        ("plumber who sings", ["plumber"], False),
        # With slips; and its words in another order.
        ("plumer", ["plumber"], False),
        ("the tuner of an upright", ["piano-tuner"], False),
        ("", [], False),
        ("pl", [], False),
        ("wizard", [], False),
    ],
)
def test_typed_trade_means(trades, text, slugs, is_certain):
    meant = trades_meant(text)

    assert ([trade.slug for trade in meant.trades], meant.is_certain) == (slugs, is_certain)


def test_typed_trade_is_understood_by_find_as_well(trades, ana):
    """Each word by which a trade goes means the same to both, where it means one at all."""
    differ = []
    for trade in Trade.objects.all()[::9]:
        for word in (trade.name, *trade.synonyms.splitlines()):
            found, meant = understand(ana, word).trades or [], trades_meant(word)
            if trade not in found or (meant.is_certain and meant.trades[0] not in found):
                differ.append(word)

    assert differ == []


def test_vouch_new_takes_a_trade_in_any_words(trades, client, ana):
    client.force_login(ana)

    client.post(NEW, written(trade="Someone for our Céntral HEATING"))

    assert ana.vouches.get().trade.slug == "heating-engineer"


def test_vouch_new_asks_which_trade_and_takes_the_answer(trades, client, ana):
    client.force_login(ana)
    form = written(trade="damp")

    asked = client.post(NEW, form)
    wrong = client.post(NEW, form | {"trade_meant": "nonsense"})
    client.post(NEW, form | {"trade_meant": "damp-specialist"})

    assert (asked.status_code, said(asked)) == (422, ["Choose which kind of work you mean by “damp”."])
    assert offered(asked) == ["damp-specialist", "general-contractor"]
    for kept in ('value="damp"', "Came on a Sunday.", 'value="Burst pipe"'):
        assert kept in asked.content.decode()
    assert (wrong.status_code, offered(wrong)) == (422, offered(asked))
    assert ana.vouches.get().trade.slug == "damp-specialist"


def test_vouch_new_takes_another_trade_than_the_likeliest(trades, client, ana):
    client.force_login(ana)

    client.post(NEW, written(trade="damp", trade_meant="handyman"))

    assert ana.vouches.get().trade.slug == "handyman"


def test_vouch_new_offers_every_trade_for_words_that_mean_none(trades, client, ana):
    client.force_login(ana)
    form = written(trade="wizard")

    asked = client.post(NEW, form)
    client.post(NEW, form | {"trade_meant": "piano-tuner"})

    assert slugs_in(asked.content.decode()) == list(Trade.objects.values_list("slug", flat=True))
    assert ana.vouches.get().trade.slug == "piano-tuner"


def test_vouch_new_forgets_a_chosen_trade_once_other_words_are_typed(trades, client, ana):
    client.force_login(ana)

    client.post(NEW, written(trade="Plumber", trade_meant="damp-specialist"))

    assert ana.vouches.get().trade.slug == "plumber"


def test_vouch_new_keeps_the_chosen_trade_beside_another_fault(trades, client, ana):
    client.force_login(ana)

    page = client.post(NEW, written(trade="damp", trade_meant="damp-specialist", name="")).content.decode()

    assert re.findall(r'name="trade_meant" value="([^"]+)"[^>]* checked', page) == ["damp-specialist"]


def test_two_trades_of_one_name_can_be_told_apart(client, ana, db):
    make_place("Leeds")
    one, other = (make_trade(slug=slug, name="Builder") for slug in ("builder-1", "builder-2"))
    client.force_login(ana)

    assert offered(client.post(NEW, written(trade="Builder"))) == [one.slug, other.slug]
    client.post(NEW, written(trade="Builder", trade_meant=other.slug))
    assert ana.vouches.get().trade == other


def test_forms_begin_with_the_trade_by_its_name(trades, client, ana):
    """Also where its slug is another word."""
    builder = Trade.objects.get(slug="general-contractor")
    vouch, entry = make_vouch(author=ana, trade=builder), make_entry(person=ana, trade=builder)
    client.force_login(ana)
    pages = [
        reverse("vouch_edit", args=[vouch.public_id]),
        reverse("entry_edit", args=[entry.public_id]),
        f"{NEW}?entry={entry.public_id}",
        f"{NEW}?trade={builder.slug}",
        f"{NEW}?provider={vouch.provider.public_id}",
        f"{reverse('ask_new')}?trade={builder.slug}",
    ]

    began = [re.findall(r'name="trade" value="([^"]*)"', client.get(page).content.decode()) for page in pages]
    assert began == [["Builder"]] * len(pages)


def test_trade_of_an_entry_may_be_left_out_or_typed(trades, client, ana):
    client.force_login(ana)
    for name, typed in (("Joe", ""), ("Kim", "plumber")):
        client.post(reverse("entry_new"), {"name": name, "trade": typed})

    assert {entry.name: entry.trade and entry.trade.slug for entry in ana.entries.all()} == {
        "Joe": None,
        "Kim": "plumber",
    }


@pytest.mark.parametrize(
    ("text", "slugs", "filed"),
    [
        ("p" * (SHORTEST_PREFIX - 1), [], ""),
        ("plumb", [], "Plumber"),
        ("damp", ["damp-specialist", "general-contractor"], ""),
        ("wizard", [], ""),
        ("x" * 5_000, [], ""),
    ],
)
def test_trades_page_tells_what_half_a_word_means(trades, ana, text, slugs, filed):
    page = as_(ana).get(reverse("trades"), {"trade": text}, headers={"hx-request": "true"})

    assert (page.status_code, offered(page)) == (200, slugs)
    assert re.findall(r'class="help">Filed under “([^”]+)”', page.content.decode()) == ([filed] if filed else [])


def test_trade_that_is_meant_is_called_as_its_reader_calls_it(trades, ana):
    Person.objects.filter(pk=ana.pk).update(language="de")

    for path, data in ((reverse("trades"), {"trade": "klemp"}), (reverse("vouch_new"), None)):
        client = as_(ana)
        page = (
            client.get(path, data, headers={"hx-request": "true"}) if data else client.post(path, {"trade": "klempner"})
        )
        assert re.findall(r'class="help">[^<]*„([^“]+)“', page.content.decode())[-1:] == ["Klempner"]


def test_trades_page_tells_everyone_the_same(trades, ana, ben):
    """Whatever they may read: it is the list of trades, and no more."""
    make_vouch(author=ben, trade=Trade.objects.get(slug="piano-tuner"), name="Plumbing by Piano")

    def shown(person):
        return as_(person).get(reverse("trades"), {"trade": "piano"}).content

    assert shown(ana) == shown(ben)
