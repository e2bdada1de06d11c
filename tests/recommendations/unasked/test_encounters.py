"""The thing of a day that leads to somebody: Cleo, a friend of Ben's, knows about what Ana asked."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Person, Tie
from recommendations.models import Ask, Insight, IntroductionAsk, Letter, ReachedBy
from recommendations.models.providers import DELICATE
from recommendations.providers.word import key_for
from recommendations.unasked.choosing import choose_surprises
from recommendations.unasked.letters import told_in
from recommendations.unasked.rule import surprise_of
from tests.worlds.builders import make_ask, make_insight, make_offer, make_trade, make_vouch
from tests.worlds.looking import as_


@pytest.fixture
def ask(ana, ben) -> Ask:
    return make_ask(person=ana, to=[ben])


@pytest.fixture
def insight(cleo, ask) -> Insight:
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    return make_insight(author=cleo, trade=ask.trade)


def chosen_for(person: Person):
    person.surprises.all().delete()
    choose_surprises()
    return surprise_of(person)


def month(ask: Ask) -> str:
    return f"{timezone.localtime(ask.open_since):%B}"


def this_weeks_letter(person: Person) -> Letter:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return person.letters_sent.create(week=tomorrow - timedelta(days=tomorrow.weekday()))  # a week begins on Sunday


def test_encounter_names_whom_one_might_know_and_leads_to_being_introduced(ana, ben, cleo, ask, insight):
    surprise = chosen_for(ana)
    assert ana.surprises.get().encounter
    why = f"Cleo Martin, a friend of Ben Okafor’s, learned something about what you asked for in {month(ask)}"
    assert surprise.why == why

    for page in (reverse("find"), reverse("serendipity")):
        shown = as_(ana).get(page).content.decode()
        assert reverse("insight_introduce", args=[insight.public_id]) in shown
        assert "Somebody you might like to know" in shown


def test_encounter_by_a_vouch_leads_to_being_introduced(ana, cleo, ask):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    vouch = make_vouch(author=cleo, trade=ask.trade)
    surprise = chosen_for(ana)

    assert "Cleo Martin, a friend of Ben Okafor’s, hired somebody of the kind" in surprise.why
    new = reverse("word_introduce", args=[vouch.provider.public_id, key_for(ana.pk, vouch.pk)])
    assert new in as_(ana).get(reverse("serendipity")).content.decode()
    assert as_(ana).get(new).status_code == 200


def test_encounter_by_an_offer_leads_to_being_introduced(ana, cleo, ask):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    offer = make_offer(author=cleo, trade=ask.trade)
    surprise, new = chosen_for(ana), reverse("offer_introduce", args=[offer.public_id])

    why = f"Cleo Martin, a friend of Ben Okafor’s, offers something of the kind that you asked for in {month(ask)}"
    assert surprise.why == why
    assert new in as_(ana).get(reverse("serendipity")).content.decode()
    told = told_in(ana, this_weeks_letter(ana))[0]
    assert told.subject == "By way of Ben: somebody you might like to know"
    said = f"By way of Ben Okafor comes what somebody offers of the kind that you asked for in {month(ask)}:"
    assert told.parts[0].text == said
    assert not any("Cleo" in part.text for part in told.parts)


def test_encounter_by_words_of_ones_own_is_of_the_same_words(ana, ben, cleo):
    make_ask(person=ana, to=[ben], trade=None, other="Someone who mends accordions")
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    make_vouch(author=cleo, trade=None, other="someone who mends accordions")

    assert chosen_for(ana).introducer
    Ask.objects.update(other="someone who mends drums")
    assert surprise_of(ana) is None
    assert not chosen_for(ana).introducer


NOBODY = {
    "not named": lambda ana, cleo, ask: Person.objects.filter(pk=cleo.pk).update(named_beyond=False),
    "discreetly": lambda ana, cleo, ask: Ask.objects.update(discreet=True),
    "a draft": lambda ana, cleo, ask: Ask.objects.update(open_since=None),
    "long ago": lambda ana, cleo, ask: Ask.objects.update(open_since=timezone.now() - timedelta(days=190)),
    "another trade": lambda ana, cleo, ask: Ask.objects.update(trade=make_trade()),
    "delicate": lambda ana, cleo, ask: type(ask.trade).objects.filter(pk=ask.trade.pk).update(slug=min(DELICATE)),
    "of another": lambda ana, cleo, ask: Ask.objects.update(person=cleo),
}


@pytest.mark.parametrize("why", NOBODY)
def test_encounter_is_chosen_only_by_its_rule(ana, cleo, ask, insight, why):
    """Cleo lives in what is usual to Ana, by a vouch of hers, so that nothing else could bring it."""
    make_vouch(author=ana, trade=ask.trade)
    assert chosen_for(ana)
    NOBODY[why](ana, cleo, ask)
    if why == "another trade":
        Insight.objects.update(trade=insight.trade)

    assert chosen_for(ana) is None
    assert not ana.surprises.exists()


def test_encounter_is_not_with_whom_one_has_asked_to_be_introduced_to(ana, ben, cleo, insight):
    other = make_insight(author=cleo)
    IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.INSIGHT, other.public_id, "Damp, too")
    other.delete()

    assert chosen_for(ana) is None


GONE = {
    "name": lambda ana, ben, cleo, ask: Person.objects.filter(pk=cleo.pk).update(named_beyond=False),
    "tie": lambda ana, ben, cleo, ask: Tie.objects.part(ben, cleo),
    "question": lambda ana, ben, cleo, ask: ask.delete(),
    "discreet": lambda ana, ben, cleo, ask: Ask.objects.update(discreet=True),
    "block": lambda ana, ben, cleo, ask: cleo.block(ana),
}


@pytest.mark.parametrize("what", GONE)
def test_encounter_is_shown_only_as_long_as_its_reasons_stand(ana, ben, cleo, ask, insight, what):
    assert chosen_for(ana)
    GONE[what](ana, ben, cleo, ask)

    assert surprise_of(ana) is None
    assert "Cleo" not in as_(ana).get(reverse("serendipity")).content.decode()


def test_encounter_in_the_letter_names_no_third_person(ana, ask, insight):
    chosen_for(ana)
    told = told_in(ana, this_weeks_letter(ana))[0]

    assert told.subject == "By way of Ben: somebody you might like to know"
    said = f"By way of Ben Okafor comes what somebody learned about what you asked for in {month(ask)}:"
    assert told.parts[0].text == said
    assert not any("Cleo" in part.text for part in told.parts)


def test_encounter_tells_nobody(ana, ben, cleo, insight):
    chosen_for(ana)

    assert not ben.notices.exclude(kind="asked").exists()
    assert not cleo.notices.exists()
