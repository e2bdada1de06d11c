"""Offers follow the rule of sight and the name rule until their last day, and end quietly."""

import re
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.models import Tie
from recommendations.leaving import erasing
from recommendations.models import LONGEST_OFFER, STILL_GLAD, Offer, Scope, offered_until
from recommendations.notices.reminders import ask_who_is_still_glad
from recommendations.offers.found import OFFERS_A_PAGE, ToldOffer, how_long, offers_for, told_offers
from recommendations.search.results import also_found
from recommendations.search.understanding import understand
from recommendations.sight.names import people_named_to
from recommendations.unasked.letters import _unasked
from recommendations.unasked.rule import surprise_of
from tests.worlds.builders import (
    LONDON,
    befriend,
    crowd_around,
    make_offer,
    make_person,
    make_place,
    make_trade,
)

DAY = timedelta(days=1)


def read_by(person) -> set[Offer]:
    return set(Offer.objects.visible_to(person))


def one(person, offer) -> ToldOffer:
    [found] = told_offers(person, [offer])
    return found


# --- Who reads it, and until when -------------------------------------------------------------------


def test_offer_is_read_as_far_as_its_scope_says(ana, ben, cleo, dan):
    me, circle, beyond = (make_offer(author=cleo, scope=scope) for scope in Scope)

    assert [read_by(person) for person in (cleo, ben, ana)] == [{me, circle, beyond}, {circle, beyond}, {beyond}]
    far = make_offer(author=dan)
    assert (read_by(ben), far in read_by(ana)) == ({circle, beyond, far}, False)


def test_offer_is_over_after_its_last_day_for_all_but_its_author(ana, ben, cleo):
    today = timezone.localdate()
    over, last = (make_offer(author=cleo, until=day) for day in (today - DAY, today))

    assert [read_by(person) for person in (cleo, ben, ana)] == [{over, last}, {last}, {last}]
    # Whoever fetched it.
    assert [len(told_offers(person, [over, last])) for person in (cleo, ben, ana)] == [2, 1, 1]
    assert (one(cleo, over).is_over, one(cleo, last).is_over) == (True, False)


@pytest.mark.parametrize(
    "ending", ["parting", "blocking", "being blocked", "no relay", "narrower", "resting", "leaving"]
)
def test_offer_goes_at_once_with_what_ends(ana, ben, cleo, ending):
    cleo.named_beyond = True
    cleo.save()
    bens, cleos = make_offer(author=ben), make_offer(author=cleo)
    assert (read_by(ana), set(people_named_to(ana))) == ({bens, cleos}, {ben, cleo})

    if ending == "parting":
        Tie.objects.part(ana, ben)
    elif ending == "blocking":
        ana.block(cleo)
    elif ending == "being blocked":
        cleo.block(ana)
    elif ending == "no relay":
        type(ben).objects.filter(pk=ben.pk).update(relays=False)
    elif ending == "narrower":
        cleos.edit({"scope": Scope.CIRCLE})
    elif ending == "resting":
        erasing.rest(cleo)
    else:
        erasing.erase(cleo, write_down=False)

    left = set() if ending == "parting" else {bens}
    assert read_by(ana) == left
    assert {each.public_id for each in told_offers(ana, Offer.objects.all())} == {each.public_id for each in left}


def test_offer_bears_the_name_that_the_name_rule_gives(ana, ben, cleo):
    crowd_around(ben)
    bens, cleos, own = (make_offer(author=each) for each in (ben, cleo, ana))

    found = [(each.name, each.author, each.mine) for each in (one(ana, offer) for offer in (bens, cleos, own))]
    assert found == [("Ben Okafor", None, False), ("a friend of Ben Okafor", None, False), ("You", None, True)]
    assert "Ben lets you find what Ben’s friends offer. One of them offers it" in one(ana, cleos).connection

    type(cleo).objects.filter(pk=cleo.pk).update(named_beyond=True)
    shown = one(ana, Offer.objects.get(pk=cleos.pk))
    assert (shown.name, shown.author) == ("Cleo Martin", cleo.public_id)


def test_database_refuses_an_offer_that_is_none(ana):
    for wrong in ({"words": ""}, {"scope": 3}, {"gladly": "sell"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_offer(author=ana, **wrong)


@pytest.mark.parametrize(
    ("gladly", "in_words"),
    [
        ("lend", "I would gladly lend a ladder"),
        ("do", "I would gladly a ladder"),
        ("explain", "I would gladly explain a ladder"),
    ],
)
def test_offer_says_in_one_sentence_what_its_author_would_do(ana, gladly, in_words):
    assert make_offer(author=ana, gladly=gladly, words="a ladder").in_words == in_words


def test_until_is_told_by_the_month(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: date(2026, 11, 29))

    assert [how_long(day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == ["Until December", "Until January 2027"]


# --- Which of them --------------------------------------------------------------------------------


def test_newest_offers_come_first_page_by_page(ana, ben):
    written = [make_offer(author=ben) for _ in range(OFFERS_A_PAGE + 1)]
    mine = make_offer(author=ana, scope=Scope.ME)

    first, last = offers_for(ana)
    rest, end = offers_for(ana, after=last)

    assert [each.public_id for each in first + rest] == [each.public_id for each in reversed(written)]
    assert (len(rest), end) == (1, "")
    assert [each.public_id for each in offers_for(ana, own=True).offers] == [mine.public_id]
    assert offers_for(ana, after="nonsense").offers == first


def test_queries_for_offers_do_not_grow(ana, ben, cleo, django_assert_max_num_queries):
    def asked() -> int:
        with django_assert_max_num_queries(4) as queries:
            assert len(offers_for(ana).offers) in (10, 20)
        return len(queries)

    def ten_more() -> None:
        for _ in range(5):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend), befriend(friend, beyond)
            for author in (friend, beyond):
                make_offer(author=author, trade=make_trade())

    ten_more()
    before = asked()
    ten_more()
    assert asked() == before


# --- Found in Find ----------------------------------------------------------------------------------


def found(person, q: str, **chosen: str) -> list[str]:
    groups = also_found(understand(person, q, **chosen)).groups
    return [row.name for group in groups if group.kind == "offers" for row in group.rows]


@pytest.fixture
def offered(ben, dan):
    """Of Ben's: a ladder in Leeds, and a school explained, of a trade; one that is over, and one of a stranger's."""
    leeds, tutor = make_place("Leeds"), make_trade(name="Tutor", slug="tutor", synonyms="lessons")
    make_offer(author=ben, words="a ladder", place=leeds)
    make_offer(author=ben, gladly="explain", words="school places", trade=tutor)
    make_offer(author=ben, words="a ladder of old", until=timezone.localdate() - DAY)
    make_offer(author=dan, words="a ladder of a stranger")
    make_place("London", LONDON)
    return ben


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("ladder", ["I would gladly lend a ladder"]),
        ("LADDER leeds", ["I would gladly lend a ladder"]),
        ("ladder near London", []),
        ("lend", ["I would gladly lend a ladder"]),
        ("lessons", ["I would gladly explain school places"]),
        ("tutor near Leeds", ["I would gladly explain school places"]),
        ("school", ["I would gladly explain school places"]),
        ("zebra", []),
    ],
)
def test_find_finds_offers_by_words_kind_of_work_and_place(ana, offered, q, expected):
    assert found(ana, q) == expected


# --- Renewed, and asked after -----------------------------------------------------------------------


def test_author_is_asked_once_before_an_offer_ends(ana, ben):
    """And not of one that nobody else reads, nor whoever rests."""
    today = timezone.localdate()
    soon = make_offer(author=ana, until=today + 7 * DAY)
    make_offer(author=ana, until=today + 8 * DAY)
    make_offer(author=ana, until=today, scope=Scope.ME)
    make_offer(author=ben, until=today)
    ben.set_active(False)

    assert [ask_who_is_still_glad() for _ in range(2)] == [1, 0]
    [notice] = ana.notices.visible_to(ana)
    assert (notice.kind, notice.about, notice.link) == (STILL_GLAD, soon.public_id, soon.get_absolute_url())


@pytest.mark.parametrize("how", ["renewed", "edited", "withdrawn", "kept to oneself"])
def test_nobody_is_asked_any_more_of_an_offer_that_is_renewed(ana, how):
    offer = make_offer(author=ana, until=timezone.localdate())
    assert ask_who_is_still_glad() == 1

    if how == "renewed":
        assert offer.renew() is True
    elif how == "edited":
        assert offer.edit({"until": timezone.localdate() + 30 * DAY}) is True
    elif how == "withdrawn":
        offer.withdraw()
    else:
        assert offer.edit({"scope": Scope.ME}) is True

    assert (list(ana.notices.visible_to(ana)), ana.notices.exists()) == ([], False)
    assert set(Offer.objects.values_list("asked_at", flat=True)) == (set() if how == "withdrawn" else {None})


def test_renewed_offer_lasts_as_long_as_a_new_one_and_is_asked_of_again(ana):
    over, long = (make_offer(author=ana, until=timezone.localdate() + day) for day in (-DAY, LONGEST_OFFER))
    assert ask_who_is_still_glad() == 1

    assert (over.renew(), long.renew()) == (True, True)

    assert {each.until for each in Offer.objects.all()} == {offered_until(), timezone.localdate() + LONGEST_OFFER}
    Offer.objects.filter(pk=over.pk).update(until=timezone.localdate())
    assert ask_who_is_still_glad() == 1


def test_what_is_withdrawn_is_neither_renewed_nor_edited(ana):
    offer = make_offer(author=ana)
    Offer.objects.all().delete()

    assert (offer.renew(), offer.edit({"scope": Scope.ME}), offer.ask_whether_still_glad()) == (False, False, False)
    assert not Offer.objects.exists()


# --- Unasked ----------------------------------------------------------------------------------------


def test_offer_is_brought_unasked_as_long_as_it_lasts(ana, ben):
    offer = make_offer(author=ben, words="a damp meter")
    ana.surprises.create(day=timezone.localdate(), offer=offer.public_id, through=ben)

    surprise = surprise_of(ana)
    told = (surprise.why, surprise.words, surprise.offer, surprise.said_by)
    assert told == (
        "Something offered, from Ben Okafor",
        "I would gladly lend a damp meter",
        offer.public_id,
        "Ben Okafor",
    )

    Offer.objects.update(until=timezone.localdate() - DAY)
    assert surprise_of(ana) is None


def test_letter_brings_an_offer_in_the_words_of_its_author(ana, ben):
    monday = date(2026, 11, 23)
    for trade, delicate in ((make_trade(), False), (make_trade(slug="counsellor"), True)):
        offer = make_offer(author=ben, words="a damp meter", trade=trade, until=date(2999, 1, 1))
        ana.surprises.all().delete()
        ana.surprises.create(day=monday, offer=offer.public_id, through=ben)
        told = _unasked(ana, monday)

        subject = "Something you did not ask for, from Ben" if delicate else "Ben offers something"
        parts = ["You did not ask, but Ben Okafor offers something:", "I would gladly lend a damp meter"]
        assert told.subject == subject
        assert ([part.text for part in told.parts] == parts) is not delicate


def test_offers_have_their_page_and_the_friend_theirs(client, ana, ben):
    offer = make_offer(author=ben, words="a damp meter")
    client.force_login(ana)

    for page in (reverse("offer", args=[offer.public_id]), reverse("friend", args=[ben.public_id]), reverse("offers")):
        assert "I would gladly lend a damp meter" in client.get(page).content.decode()


def test_feed_tells_an_offer_in_its_authors_own_words(client, ana, ben):
    make_offer(author=ben, words="my ladder")
    client.force_login(ana)

    page = " ".join(client.get(reverse("find")).content.decode().split())

    assert re.search(r"Ben Okafor</a> would gladly lend <a [^>]*>“my ladder”</a>", page)
