"""Ana asks Ben to introduce her to Cleo, of whom she read a vouch, a question or a short word."""

import pytest
from django.urls import reverse

from people.models import Person, Tie
from recommendations.models import IntroductionAsk, ReachedBy, Scope, ShortWord
from recommendations.providers.word import key_for
from tests.recommendations.introductions.test_introduction_asks import WHY, page, text
from tests.worlds.builders import crowd_around, make_ask, make_insight, make_short_word, make_vouch
from tests.worlds.looking import as_

ABOUT = "“Mine was a blocked gutter.”"


def test_introduction_is_asked_for_from_a_vouch(ana, ben, cleo):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    vouch = make_vouch(author=cleo, name="Rosa Lima")
    new = reverse("word_introduce", args=[vouch.provider.public_id, key_for(ana.pk, vouch.pk)])
    assert new in text(ana, page("provider", vouch.provider))
    assert "<bdi>Ben</bdi> knows <bdi>Cleo Martin</bdi>" in text(ana, new)

    as_(ana).post(new, WHY)

    asked = ana.introductions_asked.get()
    assert (asked.kind, asked.thing, asked.other) == (ReachedBy.VOUCH, vouch.public_id, cleo)
    assert "It is about what Cleo Martin says of Rosa Lima." in text(ben, page("introduction_ask", asked))
    vouch.withdraw()
    assert "It is about somebody whom Cleo Martin vouches for." in text(ben, page("introduction_ask", asked))


def test_introduction_is_asked_for_from_a_question(ana, ben, cleo):
    crowd_around(ben)
    ask = make_ask(person=cleo, to=[ben])
    ask.pass_on(ben, ana, "")
    new = reverse("ask_introduce", args=[ask.public_id])
    assert new in text(ana, page("ask", ask))

    as_(ana).post(new, WHY)

    asked = ana.introductions_asked.get()
    assert (asked.kind, asked.thing, asked.friend, asked.other) == (ReachedBy.ASK, ask.public_id, ben, cleo)
    need = ask.trade.name.lower()
    assert f"It is about what Cleo Martin asked for: a {need}." in text(ben, page("introduction_ask", asked))


@pytest.fixture
def word(ana, ben, cleo) -> ShortWord:
    """Ben has no crowd: to Cleo the insight is of someone beyond, and Ana reads her name."""
    return make_short_word(person=cleo, insight=make_insight(author=ana), words="Mine was a blocked gutter.")


def may_ask(person: Person, word: ShortWord) -> bool:
    """The page on which it stands says what the form does."""
    new = page("short_word_introduce", word)
    shown = as_(person).get(word.get_absolute_url())
    found = new in shown.content.decode()
    assert as_(person).get(new).status_code == (200 if found else 404)
    return found


def test_introduction_is_asked_for_from_a_short_word(ana, ben, cleo, dan, word):
    new = page("short_word_introduce", word)
    assert [may_ask(each, word) for each in (ana, ben, cleo, dan)] == [True, False, False, False]
    assert 'Ask Ben to introduce you<span class="vh"> to Cleo Martin</span>' in text(ana, word.get_absolute_url())
    form = text(ana, new)
    assert "<bdi>Ben</bdi> knows <bdi>Cleo Martin</bdi>" in form
    assert "they learn that you shared what their short word is about" in form

    as_(ana).post(new, WHY)

    asked = ana.introductions_asked.get()
    assert (asked.kind, asked.thing, asked.friend, asked.other) == (ReachedBy.WORD, word.public_id, ben, cleo)
    about = f"It is about a short word that Cleo Martin wrote to you: {ABOUT}"
    assert about in text(ana, page("introduction_ask", asked))
    assert "Ana" not in text(cleo, word.get_absolute_url())
    at_bens = text(ben, page("introduction_ask", asked))
    assert "It is about a short word that Cleo Martin wrote." in at_bens
    assert "gutter" not in at_bens
    asked.pass_on("")
    assert f"It is about a short word that you wrote: {ABOUT}" in text(cleo, page("introduction_wanted", asked))


def test_introduction_goes_on_when_the_short_word_is_gone(ana, ben, cleo, word):
    new = page("short_word_introduce", word)
    as_(ana).post(new, WHY)
    asked = ana.introductions_asked.get()
    word.withdraw()

    assert "It is about" not in text(ana, page("introduction_ask", asked))
    assert "It is about a short word that Cleo Martin wrote." in text(ben, page("introduction_ask", asked))
    assert as_(ana).get(new).status_code == 404
    assert IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.WORD, word.public_id, "Damp, too") is None


def test_nobody_introduces_one_to_a_friend_who_wrote(ana, ben):
    assert not may_ask(ana, make_short_word(person=ben, insight=make_insight(author=ana)))


def test_whoever_wrote_it_asks_nobody_by_their_own_word(cleo, word):
    """Nor may they name the author as whom they would like to know by it, answered or not."""
    word.reply("Mine, too.")

    assert not may_ask(cleo, word)


def test_nobody_is_asked_about_a_word_where_no_friend_is_named_on_the_way(ana, ben, word):
    """It is read as long as the thing is shared so far, whomever Ana mutes."""
    ana.ties.filter(friend=ben).update(hears=False)
    Person.objects.filter(pk=word.person_id).update(named_beyond=True)

    assert "gutter" in text(ana, word.get_absolute_url())
    assert not may_ask(ana, word)


@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_introduction_to_whoever_wrote_ends_with_the_way(ana, ben, cleo, word, who):
    Tie.objects.part(ben, ana if who == "ana" else cleo)

    assert not may_ask(ana, word)


@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_a_block_takes_the_word_away_with_all_that_stands_by_it(ana, cleo, word, who):
    one, other = (ana, cleo) if who == "ana" else (cleo, ana)
    one.block(other)

    assert not may_ask(ana, word)


def test_a_mute_of_whoever_wrote_changes_nothing(ana, ben, cleo, word):
    before = text(ana, word.get_absolute_url()), text(ana, page("short_word_introduce", word))
    cleo.ties.filter(friend=ben).update(hears=False)

    assert (text(ana, word.get_absolute_url()), text(ana, page("short_word_introduce", word))) == before


def test_introduction_is_asked_for_about_no_word_on_what_is_shared_no_more(ana, word):
    word.insight.scope = Scope.CIRCLE
    word.insight.save()

    assert not may_ask(ana, word)
