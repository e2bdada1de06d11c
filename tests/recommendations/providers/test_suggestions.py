"""What a person is shown, as stories; `test_rule_of_sight.py` holds the same for worlds of every kind."""

from random import Random

import pytest

from people.models import Person, Tie
from recommendations.models import Outcome, Provider, Scope, Vouch
from recommendations.providers.same import say
from recommendations.providers.suggestions import suggestion_of, suggestions_for
from tests.worlds.builders import (
    LEEDS,
    LONDON,
    OTLEY,
    befriend,
    make_person,
    make_place,
    make_provider,
    make_trade,
    make_vouch,
    months_ago,
)


def shown(person, **asked) -> list[str]:
    return [suggestion.name for suggestion in suggestions_for(person, **asked)[0]]


def only_word(person, vouch):
    (word,) = suggestion_of(person, vouch.provider.public_id).words
    return word


def give_a_crowd(person, size=3):
    """Friends who make it impossible to say which one is meant."""
    for _ in range(size):
        befriend(person, make_person())


def test_it_shows_two_steps_and_hides_three(ana, ben, cleo, dan):
    mine, near, second = (make_vouch(author=author) for author in (ana, ben, cleo))
    make_vouch(author=dan)

    assert set(Vouch.objects.visible_to(ana)) == {mine, near, second}
    assert set(Provider.objects.visible_to(ana)) == {mine.provider, near.provider, second.provider}


@pytest.mark.parametrize(("scope", "readers"), [(0, "Ben"), (1, "Ana Ben Cleo"), (2, "Ana Ben Cleo Dan")])
def test_each_scope_reaches_just_as_far_as_it_says(ana, ben, cleo, dan, scope, readers):
    vouch = make_vouch(author=ben, scope=scope)
    reached = [person for person in (ana, ben, cleo, dan) if Vouch.objects.visible_to(person).contains(vouch)]

    assert " ".join(person.first_name for person in reached) == readers


def test_a_friend_who_does_not_relay_still_speaks_but_hands_nothing_on(ana, ben, cleo):
    near = make_vouch(author=ben)
    make_vouch(author=cleo)
    ben.relays = False
    ben.save()

    assert set(Vouch.objects.visible_to(ana)) == {near}


@pytest.mark.parametrize("blocker", ["ana", "cleo"])
def test_a_block_hides_who_is_named_at_once_and_both_ways(ana, ben, cleo, blocker):
    Person.objects.update(named_beyond=True)
    make_vouch(author=cleo), make_vouch(author=ana)
    (ana if blocker == "ana" else cleo).block(cleo if blocker == "ana" else ana)

    assert not Vouch.objects.visible_to(ana).filter(author=cleo).exists()
    assert not Vouch.objects.visible_to(cleo).filter(author=ana).exists()


@pytest.mark.parametrize("blocker", ["ana", "cleo"])
def test_a_block_hides_what_has_no_name_from_the_blocked_alone(ana, ben, cleo, blocker):
    words = {ana: make_vouch(author=ana), cleo: make_vouch(author=cleo)}
    one, other = (ana, cleo) if blocker == "ana" else (cleo, ana)
    before = [suggestions_for(one), suggestions_for(ben)]
    one.block(other)

    assert [suggestions_for(one), suggestions_for(ben)] == before
    assert set(Vouch.objects.visible_to(one)) == set(words.values())
    assert set(Vouch.objects.visible_to(other)) == {words[other]}


@pytest.mark.parametrize("blocker", ["ana", "ben"])
def test_a_block_hides_even_where_a_tie_was_left_behind(ana, ben, blocker):
    make_vouch(author=ben)
    (ana if blocker == "ana" else ben).block(ben if blocker == "ana" else ana)
    Tie.objects.bulk_create([Tie(person=ana, friend=ben), Tie(person=ben, friend=ana)])

    assert not Vouch.objects.visible_to(ana).exists()


def test_every_change_of_mind_holds_from_the_next_look(ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    assert suggestions_for(ana)[0]
    Tie.objects.part(ben, cleo)
    assert not suggestions_for(ana)[0]
    befriend(ben, cleo)
    assert suggestions_for(ana)[0]
    Vouch.objects.filter(pk=vouch.pk).update(scope=Scope.CIRCLE)
    assert not suggestions_for(ana)[0]
    assert suggestion_of(ana, vouch.provider.public_id) is None


def test_an_author_beyond_is_a_friend_of_one_friend_who_has_a_crowd(ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    give_a_crowd(ben, 1)
    assert only_word(ana, vouch).shown_as == "someone beyond your circle"
    give_a_crowd(ben, 1)

    word = only_word(ana, vouch)
    assert (word.shown_as, word.through, word.author_email) == ("a friend of Ben Okafor", "Ben Okafor", None)
    assert [link.name for link in word.chain] == ["Ben Okafor", "a friend"]


def test_an_author_beyond_who_allows_it_is_named_with_the_one_between(ana, ben, cleo):
    vouch = make_vouch(author=cleo)
    cleo.named_beyond = True
    cleo.save()

    word = only_word(ana, vouch)
    assert (word.shown_as, word.author_email) == ("Cleo Martin", cleo.email)
    assert [(link.name, link.person) for link in word.chain] == [("Ben Okafor", ben.public_id), ("Cleo Martin", None)]


def test_a_number_is_shown_only_where_the_author_may_pass_it_on(ana, ben):
    kept = make_vouch(author=ben, phone="+441134960101", email="kept@example.com")
    passed = make_vouch(author=ben, phone="+441134960102", email="passed@example.com", pass_on=True)

    assert [suggestion_of(ana, each.provider.public_id).phone for each in (kept, passed)] == ["", "+441134960102"]
    assert [suggestion_of(ana, each.provider.public_id).email for each in (kept, passed)] == ["", "passed@example.com"]
    assert suggestion_of(ben, kept.provider.public_id).phone == "+441134960101"


def test_the_card_shows_the_nearest_and_freshest_ones_facts(ana, ben, cleo):
    provider = make_provider()
    zoe = make_person()
    befriend(ana, zoe)
    for author, name, age in [(ben, "R. Lee", 9), (zoe, "Rosa Lee", 2), (cleo, "Rosa", 0)]:
        make_vouch(author=author, provider=provider, name=name, hired_on=months_ago(age))

    assert suggestion_of(ana, provider.public_id).name == "Rosa Lee"
    assert [word.name for word in suggestion_of(ana, provider.public_id).words] == ["Rosa Lee", "R. Lee", "Rosa"]


def test_each_of_two_words_by_one_author_has_its_own_age(ana, ben):
    provider = make_provider()
    make_vouch(author=ben, provider=provider, hired_on=months_ago(60), name="Old name")
    make_vouch(author=ben, provider=provider, hired_on=months_ago(3), name="New name")
    suggestion = suggestion_of(ana, provider.public_id)

    assert [(word.name, word.months) for word in suggestion.words] == [("New name", 3), ("Old name", 60)]
    assert [word.long_ago for word in suggestion.words] == [False, True]


def test_equal_suggestions_go_by_the_name_that_is_shown(ana, ben):
    zoe = make_person()
    befriend(ana, zoe)
    for names in [("Bea", "Cy"), ("Zed", "Abe"), ("Abe", "Zed"), ("Cy", "Bea")]:
        provider = make_provider()
        for author, name in zip((ben, zoe), names, strict=True):
            make_vouch(author=author, provider=provider, name=name)

    assert shown(ana) == sorted(shown(ana))


def test_equal_words_by_one_author_are_led_by_the_one_that_counts(ana, ben):
    """The latest written, where two are equally fresh: it gives the outcome, so it gives the name and its place too."""
    for names in [("Abe", "Zed"), ("Mia", "Mia"), ("Zoe", "Bea")]:
        provider = make_provider()
        for name in names:
            make_vouch(author=ben, provider=provider, name=name)

    assert shown(ana) == ["Bea", "Mia", "Zed"]


def test_a_card_of_whom_friends_of_friends_speak_has_the_word_that_counts(ana, cleo):
    provider = make_provider()
    for _ in range(4):
        make_vouch(author=cleo, provider=provider)
    ((card,), _), whole = suggestions_for(ana, beyond=1), suggestion_of(ana, provider.public_id)

    assert (card.words, card.more) == (whole.words[:1], 3)


@pytest.mark.parametrize("other", ["ben", "cleo"])
def test_a_card_beside_many_own_words_is_led_by_another(ana, ben, cleo, other):
    provider, author = make_provider(), {"ben": ben, "cleo": cleo}[other]
    mine = [make_vouch(author=ana, provider=provider).pk for _ in range(4)]
    theirs = make_vouch(author=author, provider=provider, hired_on=months_ago(60)).pk
    ((card,), _) = suggestions_for(ana, beyond=1, beside_own=True)

    assert (card.lead.vouch, {word.vouch for word in card.words}) == (theirs, {theirs, *mine})


def test_fifty_accounts_behind_one_friend_weigh_as_one(ana, ben, cleo):
    """And so does the rank of what they praise."""
    praised, honest = make_provider(), make_vouch(author=ben, hired_on=months_ago(0)).provider
    make_vouch(author=cleo, provider=praised, hired_on=months_ago(0))
    alone = suggestion_of(ana, praised.public_id).score
    for _ in range(50):
        fake = make_person()
        befriend(ben, fake)
        make_vouch(author=fake, provider=praised, hired_on=months_ago(0))

    assert suggestion_of(ana, praised.public_id).score == alone
    assert [each.public_id for each in suggestions_for(ana)[0]] == [honest.public_id, praised.public_id]


def test_what_only_i_know_stands_last_without_a_score(ana, ben):
    make_vouch(author=ana, name="Mine")
    make_vouch(author=ben, name="Warned of", outcome=Outcome.NO, scope=Scope.CIRCLE, hired_on=months_ago(0))
    worse, mine = suggestions_for(ana)[0]

    assert (worse.name, worse.score, bool(worse.warning)) == ("Warned of", 0.4, True)
    assert (mine.name, mine.score, bool(mine.warning)) == ("Mine", None, False)
    assert mine.own is mine.lead


def test_near_chooses_the_provider_and_hides_nothing_said_of_them(ana, ben):
    leeds, otley, london = (make_place(at=at) for at in (LEEDS, OTLEY, LONDON))
    zoe, provider = make_person(), make_provider()
    befriend(ana, zoe)
    make_vouch(author=ben, provider=provider, place=otley)
    make_vouch(author=zoe, provider=provider, place=london)
    make_vouch(author=ben, place=london), make_vouch(author=ben, place=None)
    (found,) = suggestions_for(ana, near=leeds)[0]

    assert (found.public_id, len(found.words)) == (provider.public_id, 2)


def test_a_trade_narrows_to_what_was_said_of_it(ana, ben):
    plumbing, heating, provider = make_trade(), make_trade(), make_provider()
    make_vouch(author=ben, provider=provider, trade=plumbing, name="Rosa")
    make_vouch(author=ben, provider=provider, trade=heating, name="Rosa", outcome=Outcome.BUT)
    make_vouch(author=ben, trade=heating, name="Sam")

    assert shown(ana, trades=[plumbing]) == ["Rosa"]
    assert [word.outcome for word in suggestions_for(ana, [plumbing])[0][0].words] == [Outcome.YES]
    assert shown(ana, trades=[plumbing, heating]) == ["Sam", "Rosa"]
    assert shown(ana, trades=[]) == []


def test_pages_follow_one_another_whatever_goes_in_between(ana, ben):
    for name in "ABCDEF":
        make_vouch(author=ben, name=name)
    first, mark = suggestions_for(ana, size=2)
    Vouch.objects.get(name="B").withdraw()
    Vouch.objects.get(name="A").withdraw()
    rest, last = suggestions_for(ana, after=mark, size=10)

    assert [each.name for each in first] == ["A", "B"]
    assert [each.name for each in rest] == ["C", "D", "E", "F"]
    assert last == ""


def speak_at_random(people, providers, places):
    rng, trade = Random(9), make_trade()
    for author in people:
        for provider in rng.sample(providers, 6):
            outcome = rng.choice([0, 0, 2, 2])
            told = {"place": rng.choice(places), "outcome": outcome, "scope": rng.choice([1, 2]) if outcome else 1}
            told |= {"relation": rng.choice(["none", "none", "paid"]), "hired_on": months_ago(rng.choice([3, 9, 40]))}
            make_vouch(author=author, provider=provider, trade=trade, **told)


def walked(person, size: int, **asked) -> list:
    found, mark = suggestions_for(person, size=size, **asked)
    while mark and len(found) < 100:
        more, mark = suggestions_for(person, size=size, after=mark, **asked)
        found += more
    return found


def test_pages_of_any_size_make_the_whole(ana, ben, cleo, dan):
    """Though the first of them are found without reading what friends' friends say of all others."""
    dora, eve = make_person(), make_person()
    befriend(ana, dora), befriend(ana, eve), befriend(dora, dan), befriend(eve, cleo)
    providers, places = [make_provider() for _ in range(24)], [make_place(), make_place("London", LONDON)]
    speak_at_random((ana, ben, cleo, dan, dora, eve), providers, places)
    for one, other in zip(providers[:4], providers[4:8], strict=True):
        say(ana, one, other, same=True)

    for asked in ({}, {"near": places[0]}, {"near": places[0], "by_friends": True}, {"by_friends": True}):
        whole = suggestions_for(ana, size=100, **asked)[0]
        assert len(whole) > 6
        for size in (1, 2, 4, 6, 8):
            assert walked(ana, size, **asked) == whole


def test_whom_one_friend_praises_and_another_refuses_does_not_fill_the_first_page(ana, ben, cleo):
    zoe = make_person()
    befriend(ana, zoe)
    for months, name in enumerate("ABC"):
        praised = make_vouch(author=ben, name=name, hired_on=months_ago(months))
        told = {"outcome": Outcome.NO, "scope": Scope.CIRCLE, "hired_on": months_ago(0)}
        make_vouch(author=zoe, provider=praised.provider, name=name, **told)
    make_vouch(author=cleo, name="D")

    assert shown(ana, size=2) == ["D", "A"]


@pytest.mark.parametrize(
    "mark", ["nonsense", "1_2_3", "nan_" + "0" * 32, "inf_" + "0" * 32, "-1_\x00", "_", "1e999_" + "f" * 32]
)
def test_a_mark_that_nobody_gave_is_no_harm(ana, ben, mark):
    make_vouch(author=ben)

    assert suggestions_for(ana, after=mark)[1] == ""
