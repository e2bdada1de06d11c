"""“From your circle”: what reaches one, newest first, by the names one may know, once each, and then it ends."""

from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Person, Tie
from recommendations.home.feed import FEW_GROUPS, LOOKED_UP, MOST_GROUPS, MOST_OF_ONE, NOWHERE, Page, feed_of
from recommendations.home.said import insights_said, vouches_said
from recommendations.models import Insight, Outcome, Relation, Scope, Thanks, Vouch
from tests.worlds.builders import (
    befriend,
    crowd_around,
    make_ask,
    make_insight,
    make_offer,
    make_person,
    make_provider,
    make_trade,
    make_vouch,
)
from tests.worlds.oracle import Offered, Seen
from tests.worlds.random_worlds import Lived, Scenery, make_world

DAY = timedelta(days=1)
ALWAYS = date(2000, 1, 1)
SEEDS = st.integers(0, 100_000)
in_worlds = settings(max_examples=15, suppress_health_check=list(HealthCheck))


def pages_of(person: Person, since: date = ALWAYS) -> list[Page]:
    pages = [feed_of(person, since)]
    while pages[-1].more:
        pages.append(feed_of(person, since, pages[-1].more))
    return pages


def lines(person: Person, since: date = ALWAYS) -> list:
    return [line for page in pages_of(person, since) for group in page.groups for line in group.lines]


def told(person: Person) -> list[str]:
    return [line.text for line in lines(person)]


def written(thing: Vouch | Insight, days_ago: int) -> None:
    type(thing).objects.filter(pk=thing.pk).update(written_at=timezone.now() - days_ago * DAY)


@pytest.fixture
def crowd(ben):
    """So many friends of Ben's that a friend of his could be anybody."""
    crowd_around(ben)


# --- What is in it --------------------------------------------------------------------------------


def test_feed_has_everything_that_reaches_me_newest_first(ana, ben, cleo, dan, crowd):
    """Everything that reaches me stands there newest first and nothing else."""
    plumber = make_trade(name="Plumber")
    for author in (ana, ben, cleo, dan):
        make_vouch(author=author, name=f"{author.first_name}’s Rosa")
        make_insight(author=author, scope=Scope.CIRCLE)
    mine = ana.vouches.get()
    Thanks.give(ben, mine.pk, None, "")
    make_ask(person=ben, to=[ana], trade=plumber)
    make_ask(person=cleo, to=[ben], trade=plumber)
    written(cleo.vouches.get(), 1), written(ben.vouches.get(), 2), written(ben.insights.get(), 3)

    assert told(ana) == [
        "Ben Okafor asks for a plumber",
        "Ben Okafor hired Ana’s Rosa on your word",
        "A friend of Ben Okafor vouched for Cleo’s Rosa",
        "Ben Okafor vouched for Ben’s Rosa",
        "Ben Okafor shared something they learned",
    ]


def test_my_own_words_take_nobodys_place(ana, ben):
    bens = make_vouch(author=ben), make_insight(author=ben)
    make_vouch(author=ana), make_insight(author=ana)

    assert [each.pk for said in (vouches_said, insights_said) for each in said(ana, NOWHERE, 1)] == [
        each.pk for each in bens
    ]


def test_who_would_not_hire_them_again_does_not_vouch(ana, ben):
    make_vouch(author=ben, name="Zippadrain", outcome=Outcome.NO, scope=Scope.CIRCLE)

    assert told(ana) == ["Ben Okafor would not hire Zippadrain again"]


def test_what_is_between_an_author_and_whom_they_vouch_for_stands_on_the_line(ana, ben):
    """It is shown wherever the vouch is, and not on its own page alone."""
    for day, relation in enumerate(Relation):
        written(make_vouch(author=ben, name=str(relation.label), relation=relation), day)

    facts = {line.name: line.facts for line in lines(ana)}

    assert facts.keys() == {str(relation.label) for relation in Relation}
    for relation in Relation:
        said = f"Worth knowing: “{relation.label}”"
        assert (said in facts[relation.label]) == (relation != Relation.NONE)


def test_a_question_passed_on_is_by_a_friend_of_whoever_passed_it_on(ana, ben, cleo):
    ask = make_ask(person=ana, to=[ben], trade=make_trade(name="Electrician"))
    ask.pass_on(ben, cleo, "")
    assert told(cleo) == ["Someone beyond your circle asks for an electrician"]
    crowd_around(ben)
    assert told(cleo) == ["A friend of Ben Okafor asks for an electrician"]

    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    assert told(cleo) == ["Ana Silva asks for an electrician"]
    ask.decline(cleo)
    assert told(cleo) == []


def test_feed_thanks_through_me_name_whom_i_know_alone(ana, ben, cleo):
    """Thanks that came through me name whom i know and nothing i cannot see."""
    vouch = make_vouch(author=cleo, name="Rosa Lima")
    Thanks.give(ana, vouch.pk, ben.public_id, "She came on a Sunday")
    hired = "on Cleo Martin’s word, which reached them through you"
    assert f"Ana Silva hired Rosa Lima {hired}" in told(ben)

    vouch.scope = Scope.ME
    vouch.save()
    assert told(ben) == [f"Ana Silva hired someone {hired}"]


@pytest.mark.parametrize("change", ["part", "block", "blocked", "relay", "scope", "inactive"])
def test_a_change_holds_from_the_very_next_page(ana, ben, cleo, change):
    cleo.named_beyond = True
    cleo.save()
    make_vouch(author=cleo), make_insight(author=cleo)
    assert len(lines(ana)) == 2

    if change == "part":
        Tie.objects.part(ana, ben)
    elif change == "block":
        ana.block(cleo)
    elif change == "blocked":
        cleo.block(ana)
    elif change == "relay":
        Person.objects.filter(pk=ben.pk).update(relays=False)
    elif change == "scope":
        cleo.vouches.update(scope=Scope.CIRCLE), cleo.insights.update(scope=Scope.CIRCLE)
    else:
        cleo.set_active(False)

    assert lines(ana) == []


# --- Together, and one after the other ------------------------------------------------------------


def test_one_busy_friend_is_one_group(ana, ben):
    eve = make_person(name="Eve Stone")
    befriend(ana, eve)
    make_vouch(author=eve, name="Before them all")
    for name in ("Amjad", "Joe Park", "Rosa Lima", "Zeta"):
        make_vouch(author=ben, name=name)

    [page] = pages_of(ana)

    assert [(group.summary, group.has_more) for group in page.groups] == [
        ("Ben Okafor vouched for Zeta, Rosa Lima and Joe Park", True),
        ("Eve Stone vouched for Before them all", False),
    ]


def test_feed_groups_nameless_words_by_what_they_are_called(ana, ben, cleo, crowd):
    """Words of those who are not named are together by what they are called never by whose."""
    other, named = make_person(), make_person(name="Fay Adams", named_beyond=True)
    befriend(ben, other), befriend(ben, named)
    for number, author in enumerate([cleo, other, cleo, named, named]):
        written(make_vouch(author=author, name=f"Provider {number}"), 5 - number)

    def summaries() -> list[str]:
        return [group.summary for group in feed_of(ana, ALWAYS).groups]

    assert summaries() == [
        "Fay Adams vouched for Provider 4 and Provider 3",
        "Friends of Ben Okafor vouched for Provider 2, Provider 1 and Provider 0",
    ]
    two_people = summaries()[1]
    Vouch.objects.filter(author=other).update(author=cleo)
    assert summaries()[1] == two_people


def test_first_what_is_new_then_that_it_ends_then_what_was_before(ana, ben):
    for number in range(3):
        written(make_vouch(author=ben, name=f"Old {number}"), 30)
    for number in range(2):
        make_vouch(author=ben, name=f"New {number}")
    since = timezone.localdate() - DAY

    new, old = pages_of(ana, since)

    assert [line.name for line in new.groups[0].lines] == ["New 1", "New 0"]
    assert [line.name for line in old.groups[0].lines] == ["Old 2", "Old 1", "Old 0"]
    assert (new.up_to_date, old.up_to_date, old.more) == ("after", "", "")


def test_where_nothing_is_new_a_few_of_before_stand_under_that(ana):
    for number in range(FEW_GROUPS + 2):
        friend = make_person(name=f"Friend {number}")
        befriend(ana, friend)
        written(make_vouch(author=friend), 30)

    few, rest = pages_of(ana, timezone.localdate() - DAY)

    assert (few.up_to_date, len(few.groups), rest.up_to_date, len(rest.groups)) == ("before", FEW_GROUPS, "", 2)
    assert feed_of(make_person(), timezone.localdate()) == Page([], "before", "")


def test_more_that_is_new_than_fits_is_still_told_before_it_ends(ana, ben):
    for number in range(2 * LOOKED_UP + 5):
        written(make_vouch(author=ben, name=f"New {number}"), 30 - number // MOST_OF_ONE)

    pages = pages_of(ana)

    assert [page.up_to_date for page in pages] == ["", "", "after"]
    assert [len(page.groups) for page in pages] == [1, 1, 1]


@pytest.mark.parametrize(
    ("new", "old", "said"),
    [
        (LOOKED_UP - 1, 0, ["after"]),
        (LOOKED_UP, 0, ["after"]),
        (LOOKED_UP + 1, 0, ["", "after"]),
        (LOOKED_UP - 1, 1, ["after", ""]),
        (LOOKED_UP - 1, 2, ["after", ""]),
        (LOOKED_UP, 1, ["", "before"]),
    ],
)
def test_feed_says_up_to_date_once_around_a_full_page(ana, ben, new, old, said):
    for number in range(old):
        written(make_vouch(author=ben, name=f"Old {number}"), 30)
    for number in range(new):
        written(make_vouch(author=ben, name=f"New {number}"), 15 - number // MOST_OF_ONE)

    pages = pages_of(ana, timezone.localdate() - 20 * DAY)

    assert [page.up_to_date for page in pages] == said
    assert sum(len(group.lines) for page in pages for group in page.groups) == new + old


def test_what_comes_or_goes_moves_nothing_that_follows(ana):
    friends = [make_person(name=f"Friend {number}") for number in range(MOST_GROUPS + 5)]
    for friend in friends:
        befriend(ana, friend)
        make_vouch(author=friend, name=f"Told by {friend.first_name} {friend.pk}")
    first = feed_of(ana, ALWAYS)
    last = first.groups[-1].first.name
    following = [group.first.name for group in feed_of(ana, ALWAYS, first.more).groups]

    Vouch.objects.get(name=last).withdraw()
    Vouch.objects.get(name=following[0]).withdraw()
    make_vouch(author=friends[0])

    assert [group.first.name for group in feed_of(ana, ALWAYS, first.more).groups] == following[1:]


@pytest.mark.parametrize("nonsense", ["x", "%00", "é", "AAAA", "A" * 66, "0_0"])
def test_a_mark_that_is_not_mine_is_the_beginning(ana, ben, nonsense):
    make_vouch(author=ben)

    assert feed_of(ana, ALWAYS, nonsense) == feed_of(ana, ALWAYS)


def test_a_mark_tells_nothing_and_is_of_one_person(ana, ben):
    friends = [make_person() for _ in range(MOST_GROUPS + 1)]
    for friend in friends:
        befriend(ana, friend), befriend(ben, friend)
        make_vouch(author=friend)
    anas, bens = feed_of(ana, ALWAYS), feed_of(ben, ALWAYS)

    assert len({anas.more, bens.more, ""}) == 3
    assert feed_of(ana, ALWAYS).more == anas.more, "a page is the same at every load"
    assert feed_of(ben, ALWAYS, anas.more) == bens


# --- In any world ---------------------------------------------------------------------------------


@in_worlds
@given(SEEDS)
def test_feed_in_any_world_tells_what_the_oracle_allows_once(db, seed):
    """In any world it tells what the oracle allows once by a name that may be told."""
    with transaction.atomic():
        world, rng = make_world(seed), Random(seed)
        lived = Lived(world, Scenery())
        lists = (lived.vouches, lived.insights, lived.offers)
        for things in (each.values() for each in lists):
            days = sorted((rng.randrange(40) for _ in things), reverse=True)
            for thing, days_ago in zip(sorted(things, key=lambda each: each.pk), days, strict=True):
                written(thing, days_ago)
        at = {word: written_at(row) for some in lists for word, row in some.items()}
        vouches = {row.public_id: word for word, row in lived.vouches.items()}
        assert len(vouches) == len(world.words)
        for one, row in lived.people.items():
            row.refresh_from_db()
            found = lines(row, timezone.localdate() - 20 * DAY) if one.active else []
            allowed = [word for word, far in world.readable(one).items() if far] if one.active else []
            learned = [each for each in world.learned(one) if each.author is not one] if one.active else []
            offered = [each for each in world.offered(one) if each.author is not one] if one.active else []
            by = sorted((line.who.name.lower(), line.name) for line in found)
            told = few_of_each(world, one, sorted([*allowed, *learned, *offered], key=at.get, reverse=True), at)
            assert by == sorted((called(world, one, each.author, by), name_of(each)) for each in told)
        transaction.set_rollback(True)


def written_at(row: Vouch | Insight) -> datetime:
    return type(row).objects.get(pk=row.pk).written_at


def name_of(thing) -> str:
    if isinstance(thing, Offered):
        return f"“ladder {thing.number}”"
    return getattr(thing, "name", "something they learned")


def few_of_each(world, one, newest_first: list, at: dict) -> list:
    """Three a day of each friend and of what comes by way of them; and three of what comes by way of nobody."""
    told: Counter = Counter()
    few = []
    for each in newest_first:
        friend = each.author if each.author in world.circle(one) else world.named_by(one, each.author)
        day = timezone.localdate(at[each])
        told[day, friend] += 1
        few += [each] if told[day, friend] <= 3 else []
    return few


def called(world, one, author, by: list[tuple[str, str]]) -> str:
    """Of the names that may be told the one that is."""
    names = {seen.shown_as.lower() for seen in world.called(one, author) if isinstance(seen, Seen)}
    return next(iter(sorted(names & {name for name, _ in by})), "nobody")


# --- What it costs --------------------------------------------------------------------------------


def test_the_same_queries_for_three_friends_and_for_sixty(ana):
    def more(friends: int) -> None:
        for _ in range(friends):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend), befriend(friend, beyond)
            for author in (friend, beyond):
                make_vouch(author=author, provider=make_provider()), make_insight(author=author)
                make_offer(author=author)
            make_ask(person=friend, to=[ana])
            Thanks.give(friend, make_vouch(author=ana).pk, None, "")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert feed_of(ana, ALWAYS).groups
        return len(captured)

    more(3)
    with_three = queries()
    more(57)

    assert queries() == with_three <= 13
