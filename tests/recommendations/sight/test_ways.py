"""Who is near to whom, condition by condition: the same in each reading of the rule of sight."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection

from people.models import Block, Person, Tie
from recommendations.models import (
    Insight,
    InsightScope,
    Offer,
    OfferScope,
    Outcome,
    Quiet,
    Recipient,
    Scope,
    Vouch,
)
from recommendations.search.rows_saying import providers_saying
from recommendations.sight.counted import counted_for
from recommendations.sight.rule import (
    NOT_NEAR,
    Way,
    ids_of_those_called,
    insights_in_sight,
    kept_apart,
    offers_in_sight,
    oldest_first,
    paths_to,
    paths_within_circle,
    people_within_two_steps,
    put_by_who_names_them,
    said_in_sight,
    sight,
    ways_to,
)
from recommendations.sight.statements import MOST_SPEAKERS, rows
from tests.worlds.beginnings_of_paths import OLDEST_PATHS
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
    months_ago,
)

TODAY = date(2026, 3, 2)


def friend_of(*people: Person, name: str, **fields: bool) -> Person:
    """Tied to them in this order, some days after the other."""
    someone = make_person(name=name, **fields)
    for number, other in enumerate(people):
        befriend(other, someone, since=day(3 * number))
    return someone


def day(number: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=number)


def near(person: Person) -> dict[str, tuple]:
    """By the names of those who are near: how far, and by way of whom, who names them first. Each of them says
    something of each kind, and every reading agrees."""
    people = {each.pk: each for each in Person.objects.all()}
    for each in people.values():
        if not each.vouches.exists():
            make_vouch(author=each), make_insight(author=each), make_offer(author=each, until=TODAY)
    ways = ways_to(person, people)
    told = sorted((pk, way.distance, friend or 0) for pk, way in ways.items() for friend in way.through)
    assert told == sorted((author, far, friend or 0) for _, _, author, _, far, friend, *_ in paths_to(person))
    for statement in (insights_in_sight(person), offers_in_sight(person, TODAY)):
        assert told == sorted((author, far, friend or 0) for _, author, far, friend in rows(*statement))
    once = [author for (author,) in said_in_sight(person, "v.author_id", "recommendations_vouch v", "", {})]
    assert sorted(once) == sorted(ways)
    assert set(ways) == {each.pk for each in Person.objects.filter(pk__in=people_within_two_steps(person))}
    assert {pk for pk, way in ways.items() if way.distance < 2} == {path.author for path in paths_within_circle(person)}
    named = {pk: each.name for pk, each in people.items()}
    return {named[pk]: (way.distance, *(named[friend] for friend in way.through if friend)) for pk, way in ways.items()}


@pytest.fixture
def ana(db) -> Person:
    return make_person(name="Ana")


@pytest.fixture
def ben(ana) -> Person:
    return friend_of(ana, name="Ben")


@pytest.fixture
def eve(ana, ben) -> Person:
    """Of Ana's circle too, for a shorter time."""
    eve = make_person(name="Eve")
    befriend(ana, eve, since=day(1))
    return eve


def test_ways_lead_over_ties_that_stand_and_friends_who_relay(ana, ben):
    shut, rests = friend_of(ana, name="Shut", relays=False), friend_of(ana, name="Rests")
    both = friend_of(ana, ben, name="Both")
    dan = friend_of(friend_of(ben, both, name="Cleo"), name="Dan")
    friend_of(shut, name="Behind Shut"), friend_of(rests, name="Behind Rests"), friend_of(dan, name="Fay")
    for person in (rests, friend_of(ben, name="Sleeps")):
        person.set_active(False, rests=True)

    assert near(ana) == {"Ana": (0,), "Ben": (1, "Ben"), "Shut": (1, "Shut"), "Both": (1, "Both")} | {
        "Cleo": (2, "Ben", "Both")
    }
    assert near(dan).keys() == {"Dan", "Cleo", "Fay", "Ben", "Both"}
    ana.set_active(False, rests=True)
    assert near(ana).keys() == {"Ana"}


def test_blocked_are_out_of_sight_if_named_and_blockers_in_any_case(ana, ben):
    friend_of(ben, name="Has blocked").block(ana)
    ana.block(friend_of(ben, name="Blocked")), ana.block(friend_of(ben, name="Named", named_beyond=True))
    ben.block(friend_of(ana, name="Of others"))
    for one, other in ((ana, "Tied and blocked"), (ben, "Named by others")):
        Block.objects.create(person=one, blocked=friend_of(ben, name=other, named_beyond=True))
    Block.objects.create(person=ana, blocked=friend_of(ana, name="Blocked friend"))
    Block.objects.create(person=friend_of(ana, name="Blocking friend"), blocked=ana)

    friends, beyond = {"Ben": (1, "Ben"), "Of others": (1, "Of others")}, (2, "Ben")
    assert near(ana) == {"Ana": (0,), "Blocked": beyond, "Named by others": beyond} | friends


def test_muted_friend_hides_whom_they_name_and_nobody_else(ana, ben, eve):
    crowd_around(eve)
    friend_of(ben, name="By Ben"), friend_of(ben, name="Named by Ben", named_beyond=True)
    friend_of(ben, eve, name="By Ben first"), friend_of(eve, name="By Eve"), friend_of(eve, ben, name="By Eve first")
    friend_of(eve, ben, name="Named by Eve", named_beyond=True)
    Tie.objects.filter(person=ana, friend=ben).update(hears=False)
    Tie.objects.filter(person=eve, friend=ana).update(hears=False)
    Tie.objects.filter(friend=eve).exclude(person=ana).update(hears=False)
    seen = near(ana)

    assert {"Ben": (1, "Ben"), "Eve": (1, "Eve"), "By Eve": (2, "Eve")}.items() <= seen.items()
    assert seen["By Eve first"] == seen["Named by Eve"] == (2, "Eve", "Ben")
    assert not {"By Ben", "By Ben first", "Named by Ben"} & seen.keys()


def test_muted_friend_without_a_crowd_hides_those_alone_who_bear_a_name(ana, ben):
    """A crowd is three whom the viewer does not know: who are active, and neither the viewer nor of their circle."""
    friend_of(ben, name="By Ben"), friend_of(ben, name="Named by Ben", named_beyond=True)
    friend_of(ben, ana, name="Of both")
    friend_of(ben, name="Sleeps").set_active(False, rests=True)
    Tie.objects.filter(person=ana, friend=ben).update(hears=False)

    assert near(ana).keys() == {"Ana", "Ben", "Of both", "By Ben"}
    friend_of(ben, name="A third")
    assert near(ana).keys() == {"Ana", "Ben", "Of both"}


@pytest.mark.parametrize(
    ("first", "second", "named"),
    OLDEST_PATHS,
)
def test_friend_on_the_oldest_path_stands_first(ana, first, second, named):
    author = make_person()
    for name, (nearer, farther) in (("First", first), ("Second", second)):
        friend = make_person(name=name)
        befriend(ana, friend, since=day(nearer)), befriend(friend, author, since=day(farther))

    [way] = ways_to(ana, [author.pk]).values()
    assert (way.distance, [Person.objects.get(pk=pk).name for pk in way.through]) == (
        2,
        [named, *{"First", "Second"} - {named}],
    )


def test_friends_who_rest_or_do_not_relay_are_on_no_path(ana, ben, eve):
    """Though theirs is the oldest."""
    author = friend_of(ben, eve, name="By both")
    ways = Way(2, [eve.pk, ben.pk])

    def first(all_ways: bool = True) -> int:
        oldest_first(ana, [(author.pk, way := Way(2, [*ways.through]))], all_ways)
        assert set(way.through) >= {ben.pk, eve.pk}
        return way.through[0]

    assert first() == ben.pk
    Person.objects.filter(pk=ben.pk).update(relays=False)
    assert first() == eve.pk
    Person.objects.filter(pk=ben.pk).update(relays=True)
    ben.set_active(False, rests=True)
    assert first() == eve.pk


def test_oldest_path_is_asked_for_only_where_there_are_several(ana, ben, eve, django_assert_num_queries):
    author = friend_of(ben, eve, name="By both")
    with django_assert_num_queries(0):
        oldest_first(ana, [(author.pk, Way(2, [eve.pk])), (ben.pk, Way(1, [ben.pk, eve.pk])), (ana.pk, Way(0, []))])
    one, other = Way(2, [eve.pk]), Way(2, [eve.pk])
    with django_assert_num_queries(1):
        oldest_first(ana, [(author.pk, one), (author.pk, other)], all_ways=False)
    assert one.through == other.through == [ben.pk, eve.pk]
    with django_assert_num_queries(2):
        ways_to(ana, [author.pk])
    with django_assert_num_queries(1):
        ways_to(ana, [ben.pk])


def test_way_reaches_as_far_as_the_scope():
    assert [[way.reaches(scope) for scope in Scope] for way in (Way(0, []), Way(1, []), Way(2, []), NOT_NEAR)] == [
        [True, True, True],
        [False, True, True],
        [False, False, True],
        [False, False, False],
    ]


def test_each_scope_is_read_as_far_as_it_reaches(ana, ben):
    cleo = friend_of(ben, name="Cleo")
    for author in (ana, ben, cleo):
        for scope in Scope:
            make_vouch(author=author, scope=scope), make_insight(author=author, scope=scope)
            make_offer(author=author, scope=scope, until=TODAY)
    expected = sorted([*[(ana.pk, scope) for scope in Scope], (ben.pk, 1), (ben.pk, 2), (cleo.pk, 2)])
    for table, statement in (
        ("vouch", sight(ana)),
        ("insight", insights_in_sight(ana)),
        ("offer", offers_in_sight(ana, TODAY)),
    ):
        told = said_in_sight(ana, "v.author_id, v.scope, v.id", f"recommendations_{table} v", "", {})
        assert sorted((author, scope) for author, scope, _ in told) == expected
        assert {pk for *_, pk in told} == {pk for pk, *_ in rows(*statement)}
    assert len(rows(*offers_in_sight(ana, TODAY + timedelta(days=1)))) == 3


# --- What only narrows it -----------------------------------------------------------------------------


def test_path_tells_of_one_vouch_all_that_ranking_needs(ana, ben):
    trade = make_trade()
    vouch = make_vouch(author=ben, trade=trade, outcome=Outcome.BUT, relation="family")
    other = make_vouch(author=ben, other="a chimney sweep")

    about = (vouch.pk, vouch.provider_id, ben.pk, trade.pk, 1, ben.pk, Outcome.BUT, str(months_ago(3)), None, True)
    of_other = (other.pk, other.provider_id, ben.pk, None, 1, ben.pk, Outcome.YES, str(months_ago(3)), None, False)
    assert sorted(map(tuple, paths_to(ana))) == sorted([about, of_other])
    assert sorted(map(tuple, paths_within_circle(ana))) == sorted([about, of_other])


def test_paths_are_narrowed_by_what_is_given(ana, ben, eve):
    cleo = friend_of(ben, eve, name="Cleo")
    trades, providers = [make_trade() for _ in range(3)], [make_provider() for _ in range(3)]
    made = {
        make_vouch(author=author, trade=trade, provider=provider).pk: (author.pk, trade.pk, provider.pk)
        for author, trade, provider in zip((ben, eve, cleo), trades, providers, strict=True)
    }

    def told(**given: list[int]) -> set[tuple[int, int]]:
        """The place among the three, and the friend it comes through."""
        return {([*made].index(path[0]), path[5]) for path in rows(*sight(ana, **given))}

    by_ben, by_eve, by_both = (0, ben.pk), (1, eve.pk), {(2, ben.pk), (2, eve.pk)}
    everything = {by_ben, by_eve} | by_both
    for name, ids in zip(("authors", "trades", "providers"), zip(*made.values(), strict=True), strict=True):
        assert [told(**{name: given}) for given in ([], ids[:1], ids[1:], ids)] == [
            set(),
            {by_ben},
            {by_eve} | by_both,
            everything,
        ]
    assert told(by=[ben.pk]) == {by_ben, (2, ben.pk)}
    assert told(by=[ben.pk, eve.pk]) == told() == everything
    assert told(by=[ben.pk], authors=[cleo.pk]) == {(2, ben.pk)}
    assert [path[0] for path in paths_to(ana, [trades[0].pk], [providers[0].pk], [ben.pk])] == [next(iter(made))]
    assert paths_to(ana, [trades[0].pk], [providers[1].pk]) == []


@pytest.mark.parametrize("most", [1, 3, 4, 5])
def test_of_a_provider_the_same_is_read_however_many_have_spoken_of_them(ana, ben, monkeypatch, most):
    monkeypatch.setitem(MOST_SPEAKERS, connection.vendor, most)
    one, other = make_provider(), make_provider()
    authors = [ana, ben, friend_of(ben, name="Cleo"), make_person()]
    read = [make_vouch(author=author, provider=one, words="Kiln") for author in authors][:3]
    also_read = make_vouch(author=ben, provider=other, words="Kiln")

    assert {path[0] for path in paths_to(ana, providers=[one.pk])} == {each.pk for each in read}
    both = {each.pk for each in [*read, also_read]}
    assert {path[0] for path in paths_to(ana, providers=[one.pk, other.pk])} == both
    assert paths_to(ana, providers=[]) == []
    assert providers_saying(ana, ["kiln"], [one.pk]) == {one.pk}
    assert providers_saying(ana, ["kiln"], [one.pk, other.pk]) == {one.pk, other.pk}
    assert providers_saying(ana, ["kiln"], []) == set()


def test_insights_and_offers_are_narrowed_to_what_some_friends_bring(ana, ben, eve):
    for author in (ben, eve, friend_of(ben, eve, name="Cleo")):
        make_insight(author=author, scope=InsightScope.BEYOND)
        make_offer(author=author, scope=OfferScope.BEYOND, until=TODAY)
    for statement in (insights_in_sight(ana, by=[eve.pk]), offers_in_sight(ana, TODAY, by=[eve.pk])):
        assert {through for *_, through in rows(*statement)} == {eve.pk}
    insights, offers = Insight.objects.visible_to, partial(Offer.objects.visible_to, today=TODAY)
    for told in (insights, offers):
        seen = [{each.author.name for each in told(ana, by=by)} for by in ([eve.pk], [ben.pk, eve.pk], None)]
        assert seen == [{"Eve", "Cleo"}, {"Ben", "Eve", "Cleo"}, {"Ben", "Eve", "Cleo"}]


def test_vouches_of_those_who_are_called_so_are_found_within_sight(ana, ben):
    for author in (ben, friend_of(ben, name="Cleo"), make_person()):
        for name in ("Rosa Lima", "ROSA LIMA", "Joe", "Rosa"):
            make_vouch(author=author, name=name)

    def found(*names: str) -> list[str]:
        return sorted(Vouch.objects.filter(pk__in=ids_of_those_called(ana, names)).values_list("name", flat=True))

    assert found("rosa lima") == ["ROSA LIMA"] * 2 + ["Rosa Lima"] * 2
    assert found("JOE", "Nobody") == ["Joe"] * 2
    assert found() == []


# --- How much comes along each way --------------------------------------------------------------------


def test_counted_is_what_friends_say_by_trade_and_what_comes_through_them(ana, ben, eve):
    cleo, silent = friend_of(ben, eve, name="Cleo", named_beyond=True), friend_of(ben, name="Silent")
    plumber, roofer = make_trade(name="Plumber", slug="plumber"), make_trade(name="Roofer", slug="roofer")
    for author, trade, outcome, scope in (
        (ben, plumber, Outcome.YES, Scope.BEYOND),
        (ben, plumber, Outcome.BUT, Scope.CIRCLE),
        (ben, plumber, Outcome.BUT, Scope.CIRCLE),
        (ben, plumber, Outcome.NO, Scope.CIRCLE),
        (ben, roofer, Outcome.YES, Scope.CIRCLE),
        (ben, roofer, Outcome.YES, Scope.ME),
        (ana, roofer, Outcome.YES, Scope.BEYOND),
        (cleo, roofer, Outcome.YES, Scope.BEYOND),
        (cleo, plumber, Outcome.YES, Scope.BEYOND),
        (cleo, plumber, Outcome.YES, Scope.CIRCLE),
    ):
        make_vouch(author=author, trade=trade, outcome=outcome, scope=scope)
    make_vouch(author=ben, other="a chimney sweep")
    ana.block(friend_of(ben, name="Blocked", named_beyond=True))

    plumbing, roofing = ("Plumber", "plumber"), ("Roofer", "roofer")
    told = [(*row[:2], row[2] and bool(row[2]), *row[3:5], bool(row[5]), row[6]) for row in counted_for(ana)]
    assert len(told) == 7
    assert set(told) == {
        (ben.pk, ben.pk, None, *plumbing, False, 3),
        (ben.pk, ben.pk, None, *plumbing, True, 1),
        (ben.pk, ben.pk, None, *roofing, False, 1),
        (ben.pk, ben.pk, None, None, None, False, 1),
        (cleo.pk, ben.pk, True, None, None, False, 2),
        (cleo.pk, eve.pk, True, None, None, False, 2),
        (silent.pk, ben.pk, False, None, None, False, 0),
    }


# --- Who is kept apart, and by whom something was put -------------------------------------------------


def test_whoever_blocked_the_viewer_or_is_blocked_and_named_is_kept_apart(ana, ben):
    """Not those who have no name: else one would learn who they are by blocking."""
    has_blocked = make_person()
    has_blocked.block(ana)
    named, rests = (friend_of(ben, name=name, named_beyond=True) for name in ("Named", "Rests"))
    for someone in (named, rests, friend_of(ben, name="Nameless"), make_person(named_beyond=True)):
        ana.block(someone)
    rests.set_active(False, rests=True)
    ben.block(make_person(named_beyond=True)), make_person(named_beyond=True).block(ben)
    friend_of(ben, name="Not blocked", named_beyond=True)

    assert set(Person.objects.filter(pk__in=kept_apart(ana))) == {has_blocked, named}
    assert set(Person.objects.filter(pk__in=kept_apart(named))) == {ana}
    ana.set_active(False, rests=True)
    assert set(Person.objects.filter(pk__in=kept_apart(ana))) == {has_blocked}


def test_put_by_who_names_them_is_what_their_pages_name_by_that_friend(ana, ben, eve):
    """Or by their own name."""
    by_ben, by_eve = friend_of(ben, eve, name="By Ben first"), friend_of(eve, ben, name="By Eve first")
    named = friend_of(eve, ben, name="Named", named_beyond=True)
    ask, of_another = make_ask(person=ana), make_ask(person=friend_of(ben, name="Another"))
    for one, chosen in ((ask, [by_ben, by_eve, named]), (of_another, [friend_of(ben, name="Of another")])):
        one.send([ben], quiet=Quiet.NAMELESS)
        one.recipients.get().put(chosen, "")
    found = Recipient.objects.filter(pk__in=put_by_who_names_them(ana))

    assert {(row.ask, row.person) for row in found} == {(ask, by_ben), (ask, named)}
    third = make_ask(person=of_another.person)
    third.send([ben], quiet=Quiet.NAMELESS)
    third.recipients.get().put([by_ben, named], "")
    make_ask(person=ana, to=[ben]).pass_on(ben, by_ben, "")
    assert {(row.ask, row.person) for row in found.all()} == {(ask, by_ben), (ask, named)}
