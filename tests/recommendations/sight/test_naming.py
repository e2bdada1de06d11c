"""By which name somebody is shown, piece by piece; the random worlds hold the whole."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

from people.models import Person, Tie
from recommendations.models import Answer, Quiet, Thanks
from recommendations.sight.names import (
    A_FRIEND,
    AS_AUTHOR,
    SOMEONE,
    Bridges,
    Link,
    Naming,
    ToldShared,
    at_beginning,
    here,
    introducer_in,
    is_named,
    lets_name_be_seen,
    named_to,
    nobody_named,
    people_named_to,
    signed,
)
from recommendations.sight.rule import NOT_NEAR, Way
from tests.worlds.builders import (
    befriend,
    crowd_around,
    make_ask,
    make_insight,
    make_offer,
    make_person,
    make_short_word,
    make_vouch,
)

HERE, FAR = uuid4(), uuid4()
FRIEND, NAMED, UNKNOWN = Link("Ben Okafor", HERE), Link("Cleo Martin"), Link("a friend", known=False)
OF_A_FRIEND = Naming("Ben Okafor", None, (FRIEND,), True)
OF_THEIR_FRIEND = Naming("Cleo Martin", "Ben Okafor", (FRIEND, NAMED), True)
OF_NOBODY = Naming("someone beyond your circle", None, (Link("someone beyond", known=False),), False)
OF_ONESELF = Naming("You", None, (), True)
A_FRIEND_OF_BEN = Naming("a friend of Ben Okafor", "Ben Okafor", (FRIEND, UNKNOWN), False)


@pytest.mark.parametrize(
    ("link", "told"),
    [
        (FRIEND, ("friend", True, "Ben", "B")),
        (NAMED, ("beyond", False, "Cleo", "C")),
        (UNKNOWN, ("unknown", False, "a friend", "")),
        (Link("Mary Ann Lee"), ("beyond", False, "Mary", "M")),
    ],
)
def test_link_is_told_by_its_kind(link, told):
    assert (link.kind, link.is_friend, link.first_name, link.initial) == told
    assert (link["kind"], link.how, link.since) == (told[0], "", None)


def test_naming_leads_to_friends_alone():
    assert [each.friend for each in (OF_ONESELF, OF_A_FRIEND, OF_THEIR_FRIEND, OF_NOBODY)] == [None, HERE, None, None]
    led = [each.introducer for each in (OF_ONESELF, OF_A_FRIEND, OF_THEIR_FRIEND, A_FRIEND_OF_BEN, OF_NOBODY)]
    assert led == [None, None, FRIEND, FRIEND, None]
    assert introducer_in((NAMED, NAMED)) is None


def test_a_stranger_is_whoever_is_named_beyond_the_circle():
    some = (OF_ONESELF, OF_A_FRIEND, OF_THEIR_FRIEND, A_FRIEND_OF_BEN, OF_NOBODY)

    assert [each.stranger(str(FAR)) for each in some] == [None, None, FAR, None, None]


class Shared(ToldShared):
    def __init__(self, naming: Naming) -> None:
        self.name, self.chain = naming.shown_as, naming.chain


@pytest.mark.parametrize(
    ("naming", "said"),
    [
        (OF_ONESELF, ("You", False, None)),
        (OF_A_FRIEND, ("Ben Okafor", False, None)),
        (OF_THEIR_FRIEND, ("Cleo Martin", True, FRIEND)),
        (A_FRIEND_OF_BEN, ("A friend of Ben Okafor", True, FRIEND)),
        (OF_NOBODY, ("Someone beyond your circle", True, None)),
    ],
)
def test_what_is_shared_is_told_by_its_chain(naming, said):
    shared = Shared(naming)

    assert (shared.said_by, shared.is_beyond, shared.between) == said


def test_names_begin_large_and_go_on_as_they_are():
    assert [at_beginning(name) for name in ("", "a", "someone Ben", "ÄB")] == ["", "A", "Someone Ben", "ÄB"]


def test_nobody_is_named():
    assert nobody_named() == OF_NOBODY


@pytest.mark.parametrize("language", ["de", "es", "fr"])
def test_chains_are_told_in_each_language(language):
    """Each by its own translation: the same words stand elsewhere too."""
    with override(language):
        said = [str(each) for each in (A_FRIEND, SOMEONE, AS_AUTHOR)]

    assert not set(said) & {"a friend", "someone beyond", "You"}


def test_name_is_shown_near_or_if_it_may_be():
    assert [is_named(distance, told) for distance in (0, 1, 2) for told in (True, False)] == [True] * 5 + [False]
    for told in (True, False):
        someone = Person(named_beyond=told)
        assert [lets_name_be_seen(someone, friend) for friend in (True, False)] == [True, told]


def test_signing_tells_a_name_and_no_friend_beside_it():
    someone = Person(name="Cleo Martin")

    assert signed(A_FRIEND_OF_BEN, someone) == OF_THEIR_FRIEND
    assert signed(OF_NOBODY, someone) == Naming("Cleo Martin", None, (OF_NOBODY.chain[0], NAMED), True)
    for naming in (OF_A_FRIEND, OF_THEIR_FRIEND, OF_ONESELF):
        assert signed(naming, Person(name="Another")) is naming


def test_whoever_is_named_is_a_friend_or_lets_it_be_seen(ana, ben, cleo, dan):
    Person.objects.filter(pk=dan.pk).update(named_beyond=True)
    authors = [make_vouch(author=each) for each in (ben, cleo, dan)]
    found = authors[0].__class__.objects.filter(named_to(ana, "author"))

    assert {vouch.author for vouch in found} == {ben, dan}
    ben.set_active(False, rests=True)
    assert {vouch.author for vouch in found.all()} == {dan}


# --- The friends on the way ---------------------------------------------------------------------------


@pytest.fixture
def crowded(ben):
    crowd_around(ben)
    return ben


def ways(ben: Person, *others: Person) -> list[Way]:
    return [Way(1, [ben.pk]), *(Way(2, [other.pk]) for other in others)]


def link_of(viewer: Person, friend: Person) -> Link:
    tie = Tie.objects.get(person=viewer, friend=friend)
    return Link(friend.name, friend.public_id, since=timezone.localtime(tie.since), how=tie.how)


def test_bridges_name_by_the_name_rule(ana, crowded, cleo):
    ana.ties.update(how="from the choir")
    bridges, far, ben = Bridges(ana, ways(crowded, crowded)), Way(2, [crowded.pk]), link_of(ana, crowded)

    assert ben.how == "from the choir"
    assert bridges.naming_of(ana, Way(0, [])) == OF_ONESELF
    assert bridges.naming_of(crowded, Way(1, [crowded.pk])) == Naming("Ben Okafor", None, (ben,), True)
    assert bridges.naming_of(cleo, far) == Naming("a friend of Ben Okafor", "Ben Okafor", (ben, UNKNOWN), False)
    cleo.named_beyond = True
    assert bridges.naming_of(cleo, far) == Naming("Cleo Martin", "Ben Okafor", (ben, NAMED), True)
    assert bridges.naming(cleo.pk, "Cleo", False, Way(2, [])) == OF_NOBODY


def test_bridges_without_a_crowd_lead_to_nobody_who_is_not_named(ana, ben, cleo):
    bridges, far = Bridges(ana, ways(ben, ben)), Way(2, [ben.pk])

    assert bridges.naming_of(cleo, far) == OF_NOBODY
    assert (bridges.to(far, named=False), bridges.to(far, named=True)) == (None, link_of(ana, ben))
    assert (bridges.between(far, named=False), bridges.between(far, named=True)) == (None, ben.pk)
    assert [bridges.friend_to(7, named, way) for way in (Way(1, [7]), far) for named in (True, False)] == [
        7,
        7,
        ben.pk,
        None,
    ]
    assert (bridges.friends, bridges.crowded) == ({ben.pk}, set())


def test_bridges_choose_the_first_friend_or_none(ana, ben, crowded):
    eve = make_person()
    befriend(ana, eve)
    bridges = Bridges(ana, [Way(2, [eve.pk, ben.pk])])

    assert bridges.between(Way(2, [eve.pk, ben.pk]), named=False) is None
    assert bridges.between(Way(2, [ben.pk, eve.pk]), named=False) == ben.pk
    assert bridges.crowded == {ben.pk}


def test_bridges_know_a_friend_until_the_tie_has_ended(ana, ben, cleo):
    bridges = Bridges(ana, ways(ben))

    assert bridges.knows(ben.pk, Way(1, [ben.pk]))
    assert not bridges.knows(cleo.pk, Way(1, [cleo.pk]))
    assert bridges.knows(cleo.pk, Way(2, [ben.pk]))
    assert bridges.knows(ana.pk, Way(0, []))


def test_bridges_without_voices_are_the_circle(ana, ben, cleo, django_assert_num_queries):
    resting, gone = make_person(), make_person()
    befriend(ana, resting), befriend(ana, gone)
    resting.set_active(False, rests=True)
    Tie.objects.part(ana, gone)

    with django_assert_num_queries(1):
        all_of_them = Bridges(ana)
    assert (set(all_of_them.links), all_of_them.friends) == ({ben.pk}, {ben.pk})
    with django_assert_num_queries(0):
        none = Bridges(ana, [])
    assert (none.links, none.friends, none.crowded) == ({}, set(), set())


def test_bridges_of_chosen_friends_are_these(ana, ben, cleo):
    eve, resting = make_person(), make_person()
    befriend(ana, eve), befriend(ana, resting)
    resting.set_active(False, rests=True)
    bridges = Bridges(ana, iter([Way(2, [ben.pk]), Way(2, [cleo.pk, resting.pk])]))

    assert set(bridges.links) == {ben.pk, cleo.pk, resting.pk}
    assert bridges.friends == {ben.pk}
    assert bridges.links[cleo.pk] == Link("Cleo Martin", cleo.public_id)


def test_nobody_is_on_the_way_to_whoever_is_not_near(ana, ben, dan):
    bridges = Bridges(ana, [NOT_NEAR, Way(1, [ben.pk])])

    assert (set(bridges.links), bridges.naming_of(dan, NOT_NEAR)) == ({ben.pk}, OF_NOBODY)


def test_whoever_asks_quietly_is_told_by_the_friend_between(ana, ben, cleo):
    bridges, friend = Bridges(ana, ways(ben)), link_of(ana, ben)
    chain = (friend, UNKNOWN)

    assert bridges.trusted(ben.pk, "") == Naming("someone Ben Okafor trusts", "Ben Okafor", chain, False)
    assert bridges.trusted(ben.pk, "Eve") == Naming("Ben Okafor’s friend Eve", "Ben Okafor", chain, False)
    assert bridges.trusted(cleo.pk, "Eve") == OF_NOBODY


def test_moments_are_told_in_the_time_of_the_reader():
    moment = datetime(2026, 7, 1, 12, tzinfo=UTC)

    elsewhere = moment.astimezone(timezone.get_fixed_timezone(timedelta(hours=5)))
    told = [here(each).isoformat() for each in (moment, moment.replace(tzinfo=None), elsewhere)]
    assert told == ["2026-07-01T13:00:00+01:00"] * 3
    with timezone.override("Asia/Tokyo"):
        assert here(moment).isoformat() == "2026-07-01T21:00:00+09:00"
        in_london = here(moment, ZoneInfo("Europe/London"))
    assert in_london.isoformat() == told[0]


# --- Everybody whom one's pages name ------------------------------------------------------------------


def by_way_of(ben: Person, **consent: bool) -> Person:
    someone = make_person(**({"named_beyond": True} | consent))
    befriend(ben, someone)
    return someone


def test_people_named_to_somebody_are_those_whom_pages_name(ana, ben):
    """Each way of being named once; and of whoever is not named, or out of reach, nobody. Never oneself."""
    Person.objects.filter(pk=ana.pk).update(named_beyond=True)
    vouched, shared, offered, thanked, asked, answered, signed_word, wishes, quiet = (by_way_of(ben) for _ in range(9))
    silent, unnamed, parted = by_way_of(ben), by_way_of(ben, named_beyond=False), by_way_of(ben)
    for author in (vouched, unnamed, parted):
        make_vouch(author=author)
    make_insight(author=shared), make_insight(author=unnamed)
    make_offer(author=offered), make_offer(author=unnamed)
    for giver in (thanked, parted):
        Thanks.give(giver, make_vouch(author=ana).pk, ben.public_id, "")
    make_ask(person=asked, to=[ben]).pass_on(ben, ana, "")
    mine = make_ask(person=ana, to=[ben])
    mine.pass_on(ben, answered, "")
    Answer.give(mine, answered, None, "words")
    through = make_ask(person=quiet)
    through.send([ben], quiet=Quiet.NAMELESS)
    through.recipients.get().put([ana], "")
    make_short_word(person=signed_word, insight=make_insight(author=ana))
    Tie.objects.part(ben, parted)
    blocked = make_person()
    ana.block(blocked)
    resting = make_person()
    befriend(ana, resting)
    resting.set_active(False, rests=True)

    named = set(people_named_to(ana))
    assert named == {ben, vouched, shared, offered, thanked, asked, answered, signed_word, blocked}
    assert not named & {ana, wishes, quiet, silent, unnamed, parted, resting}
