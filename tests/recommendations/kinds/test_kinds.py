"""A trade, or something else in a few words: never both, guarded by the database, and put into whole sentences."""

import pytest
from django.db import IntegrityError, transaction

from people.models import Place
from recommendations.models import Ask, Seeks, Trade, Vouch
from tests.worlds.builders import make_ask, make_entry, make_insight, make_link_answer, make_trade, make_vouch

ACCORDIONS = "someone who mends accordions"


@pytest.mark.parametrize("make", [make_vouch, make_ask, make_link_answer])
def test_what_must_be_of_a_kind_is_of_one(make, db):
    trade = make_trade()
    make(trade=trade, other="")
    make(trade=None, other=ACCORDIONS)

    for neither_or_both in ({"trade": None, "other": ""}, {"trade": trade, "other": ACCORDIONS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make(**neither_or_both)


@pytest.mark.parametrize("make", [make_entry, make_insight])
def test_what_may_be_of_a_kind_is_of_one_at_most(make, db):
    trade = make_trade()
    for one_or_none in ({"trade": trade}, {"other": ACCORDIONS}, {}):
        make(**one_or_none)

    with pytest.raises(IntegrityError), transaction.atomic():
        make(trade=trade, other=ACCORDIONS)


def test_vouch_of_something_else_is_unique_by_its_folded_words(db, ana, ben):
    first = make_vouch(author=ana, other="Mends Accordións")
    make_vouch(author=ana, provider=first.provider)
    make_vouch(author=ana, provider=first.provider, other="tunes accordions")
    make_vouch(author=ben, provider=first.provider, other="mends accordions")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_vouch(author=ana, provider=first.provider, other="mends  accordions!")
    with pytest.raises(IntegrityError), transaction.atomic():
        Vouch.objects.bulk_create([Vouch(author=ana, other="MENDS accordions", **same_as(first))])


def test_vouch_of_something_else_says_something(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_vouch(other="?!")


def test_an_ask_for_an_idea_has_no_trade(db):
    make_ask(seeks=Seeks.IDEA, other="how do I choose a school?")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_ask(seeks=Seeks.IDEA, trade=make_trade())


def same_as(vouch: Vouch) -> dict:
    copied = ("provider", "name", "job", "hired_on", "outcome", "relation", "scope")
    return {name: getattr(vouch, name) for name in copied}


PLUMBER, ARTIST = Trade(name="Plumber"), Trade(name="Artist")
HIRE, IDEA = Seeks.HIRE, Seeks.IDEA


@pytest.mark.parametrize(
    ("of", "question", "within", "need", "short", "deed"),
    [
        (
            {"trade": PLUMBER},
            *("Who knows a good plumber?", "who knows a good plumber?", "a plumber in Leeds", "a plumber in Leeds?"),
            "asks for",
        ),
        (
            {"trade": ARTIST},
            *("Who knows a good artist?", "who knows a good artist?", "an artist in Leeds", "an artist in Leeds?"),
            "asks for",
        ),
        (
            {"other": ACCORDIONS},
            *(f"Who knows {ACCORDIONS}?", f"who knows {ACCORDIONS}?", f"{ACCORDIONS} in Leeds"),
            *(f"{ACCORDIONS} in Leeds?", "asks for"),
        ),
        (
            {"other": "accordion repairs"},
            *("Who knows somebody for “accordion repairs”?", "who knows somebody for “accordion repairs”?"),
            *("“accordion repairs” in Leeds", "“accordion repairs” in Leeds?", "asks for"),
        ),
        (
            {"other": "someone who speaks Welsh", "seeks": IDEA},
            *("Who knows someone who speaks Welsh?", "who knows someone who speaks Welsh?"),
            *("someone who speaks Welsh in Leeds", "someone who speaks Welsh in Leeds?", "asks for"),
        ),
        (
            {"other": "choosing a school", "seeks": IDEA},
            *("Who knows about “choosing a school”?", "who knows about “choosing a school”?"),
            *("“choosing a school” in Leeds", "“choosing a school” in Leeds?", "asks about"),
        ),
        (
            {"other": "how do I choose a school?", "seeks": IDEA},
            *("how do I choose a school?", "how do I choose a school?"),
            *("“how do I choose a school?”", "how do I choose a school?", "asks"),
        ),
        (
            {"other": "a school for a shy child?", "seeks": IDEA},
            *("a school for a shy child?", "a school for a shy child?"),
            *("“a school for a shy child?”", "a school for a shy child?", "asks"),
        ),
    ],
)
def test_sentences_of_an_ask(of, question, within, need, short, deed):
    ask = Ask(place=Place(name="Leeds"), **of)

    assert (ask.question, ask.question_within, ask.need_near, ask.in_short) == (question, within, need, short)
    assert ask.deeds[0] == deed


@pytest.mark.parametrize(
    ("other", "question"),
    [
        ("Wie finde ich eine Schule", "Wie finde ich eine Schule"),
        ("Où trouver une école", "Où trouver une école"),
        ("¿Dónde hay un colegio", "¿Dónde hay un colegio"),
        ("jemand, der Akkordeons repariert", "Who knows jemand, der Akkordeons repariert?"),
        ("quelqu’un qui répare les accordéons", "Who knows quelqu’un qui répare les accordéons?"),
        ("alguien que arregle acordeones", "Who knows alguien que arregle acordeones?"),
        ("Akkordeons", "Who knows somebody for “Akkordeons”?"),
    ],
)
def test_ask_in_another_language_is_told_as_one(other, question):
    assert Ask(other=other).question == question


@pytest.mark.parametrize(
    ("other", "is_delicate"),
    [
        (ACCORDIONS, False),
        ("a lawyer for a start-up", True),
        ("Couples therapist", True),
        ("help with debts", True),
        ("care for my mother", True),
        ("careers advice", False),
        ("someone to translate a letter", False),
        ("Scheidungsanwalt", True),
    ],
)
def test_delicate_words_are_asked_about_discreetly(other, is_delicate):
    assert Ask(other=other).is_delicate is is_delicate


@pytest.mark.parametrize("slug", ["counsellor", "legal-service"])
def test_delicate_trades_stay_so(slug):
    assert Ask(trade=Trade(slug=slug, name=slug)).is_delicate
    assert not Ask(trade=Trade(slug="plumber", name="Plumber")).is_delicate
