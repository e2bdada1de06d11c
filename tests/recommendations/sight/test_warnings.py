"""People beyond the circle would not hire them again: when it is told, and that it tells nothing else."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import Tie
from recommendations.leaving.erasing import erase
from recommendations.models import Outcome, Relation, Scope, TakenBack, Vouch, forget_taken_back, monday_after
from recommendations.my_list.numbers import numbers_of
from recommendations.providers.suggestions import suggestion_of, suggestions_for
from recommendations.sight.warnings import warned_of
from tests.worlds.builders import (
    befriend,
    crowd_around,
    make_person,
    make_place,
    make_provider,
    make_trade,
    make_vouch,
    months_ago,
)

MONDAY = date(2026, 3, 2)
SAID = "People beyond your circle would not hire them again"


@pytest.fixture
def on(monkeypatch):
    """Makes it this day, at noon."""

    def set_to(day: date) -> None:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: noon)

    set_to(MONDAY)
    return set_to


@pytest.fixture
def leeds(db):
    return make_place("Leeds")


def warning(author, provider, **fields) -> Vouch:
    told = {"outcome": Outcome.NO, "scope": Scope.CIRCLE, "warns_from": MONDAY} | fields
    return make_vouch(author=author, provider=provider, **told)


@pytest.fixture
def scene(on, ana, ben):
    """Ana's friends Ben and Zoe have a crowd each; two of Ben's friends and one of Zoe's warn of whom Ben praises."""
    zoe = make_person(name="Zoe Reed")
    befriend(ana, zoe)
    crowd_around(ben), crowd_around(zoe)
    provider = make_provider()
    make_vouch(author=ben, provider=provider, name="Rosa", hired_on=months_ago(0), pass_on=True)
    warners = [make_person(name=f"Warner{n}") for n in range(3)]
    for friend, warner in zip((ben, ben, zoe), warners, strict=True):
        befriend(friend, warner)
        warning(warner, provider)
    return ana, ben, zoe, provider, warners


def told(person, provider) -> bool:
    return suggestion_of(person, provider.public_id).warned_beyond


def test_warning_of_three_by_two_crowded_friends_is_told_unread(client, scene):
    """Three by two friends with a crowd are told of and nobody reads them."""
    ana, ben, _, provider, warners = scene
    shown = suggestion_of(ana, provider.public_id)

    assert (shown.warned_beyond, len(shown.words), shown.more) == (True, 1, 0)
    assert shown.score == pytest.approx(3 / 4.5)
    assert (shown.evidence, shown.last_hired) == ("One friend would hire them again.", "Last hired this month.")
    assert set(Vouch.objects.visible_to(ana)) == set(ben.vouches.all())
    client.force_login(ana)
    page = client.get(reverse("provider", args=[provider.public_id])).content.decode()
    assert (SAID in page, any(warner.name in page for warner in warners)) == (True, False)
    client.post(reverse("provider_save", args=[provider.public_id]), {"saved": "yes"})
    assert [number.note for _, some in numbers_of(ana) for number in some] == [SAID]
    assert SAID in client.get("/find/?q=rosa").content.decode()


def test_a_friend_of_those_who_warn_reads_their_words_instead(scene):
    _, ben, _, provider, _ = scene

    assert not told(ben, provider)
    assert len(suggestion_of(ben, provider.public_id).words) == 3


def one_less(scene):
    scene[4][0].vouches.get().withdraw()


def related(scene):
    scene[4][0].vouches.update(relation=Relation.FRIEND)


def mine_alone(scene):
    scene[4][0].vouches.update(warns_from=None)


def of_long_ago(scene):
    scene[4][0].vouches.update(warns_from=date(2024, 2, 26))


def a_friend(scene):
    befriend(scene[0], scene[4][0])


def no_crowd(scene):
    zoe = scene[2]
    for tie in zoe.ties.exclude(friend__in=[scene[0], scene[4][2]])[:2]:
        Tie.objects.part(zoe, tie.friend)
    befriend(scene[0], zoe.ties.exclude(friend__in=[scene[0], scene[4][2]])[0].friend)


def relays_no_more(scene):
    scene[2].relays = False
    scene[2].save()


def by_one_friend(scene):
    Tie.objects.part(scene[2], scene[4][2])
    befriend(scene[1], scene[4][2])


def resting(scene):
    scene[4][0].set_active(False, rests=True)


def has_blocked_me(scene):
    scene[4][0].block(scene[0])


@pytest.mark.parametrize(
    "change",
    [related, mine_alone, of_long_ago, a_friend, no_crowd, relays_no_more, by_one_friend, resting, has_blocked_me],
)
def test_it_takes_three_unrelated_and_two_friends_with_a_crowd(scene, change):
    change(scene)

    assert not told(scene[0], scene[3])


def test_whom_i_block_counts_on_whoever_else_blocks_whom(scene):
    ana, *_, provider, warners = scene
    for warner in warners:
        ana.block(warner)
    make_person().block(ana), warners[0].block(make_person())

    assert told(ana, provider)


def test_one_author_with_two_words_is_one(scene):
    ana, *_, provider, warners = scene
    warners[0].vouches.get().withdraw()
    TakenBack.objects.all().delete()
    warning(warners[1], provider, trade=make_trade())

    assert not told(ana, provider)


def test_it_is_told_from_the_month_24_months_ago_on(scene, on):
    on(date(2026, 4, 30))
    for monday, is_told in ((date(2024, 4, 1), True), (date(2024, 3, 25), False)):
        scene[4][0].vouches.update(warns_from=monday)
        assert told(scene[0], scene[3]) is is_told


def test_it_is_told_to_whoever_is_tied_to_those_friends_alone(scene):
    """Not to a stranger, to a friend of one of them, by one friend of all three, nor by friends of nobody who warns."""
    ana, ben, _, provider, warners = scene
    stranger, by_ben, by_one, by_others = (make_person() for _ in range(4))
    one, *others = (make_person() for _ in range(3))
    for friend in (one, *others):
        crowd_around(friend)
    for person, friend in ((by_ben, ben), (by_one, one), *((by_others, other) for other in others)):
        befriend(person, friend)
    for warner in warners:
        befriend(one, warner)

    everybody = (ana, stranger, by_ben, by_one, by_others)
    assert [each for each in everybody if warned_of(each, [provider.pk])] == [ana]


def test_it_changes_no_row_and_no_other_provider(scene):
    ana, ben, *_ = scene
    other, hidden = make_vouch(author=ben), make_provider()
    for warner in scene[4]:
        warning(warner, hidden)
    found = {each.public_id: each.warned_beyond for each in suggestions_for(ana)[0]}

    assert found == {scene[3].public_id: True, other.provider.public_id: False}
    assert suggestion_of(ana, hidden.public_id) is None


def test_of_two_that_are_the_same_their_warnings_are_not_added_up(scene):
    ana, ben, _, provider, warners = scene
    warners[0].vouches.get().withdraw()
    TakenBack.objects.all().delete()
    twin = make_vouch(author=ben).provider
    warning(warners[0], twin)
    one, other = sorted((provider.public_id, twin.public_id))
    ana.alike.create(one=one, other=other, same=True)

    assert [each.warned_beyond for each in suggestions_for(ana)[0]] == [False]
    warning(warners[0], provider)
    assert [each.warned_beyond for each in suggestions_for(ana)[0]] == [True]


def test_who_is_warned_of_is_one_query_and_none_for_nobody(scene, django_assert_num_queries):
    ana, ben, _, provider, _ = scene
    other = make_vouch(author=ben).provider_id

    with django_assert_num_queries(1):
        assert warned_of(ana, {provider.pk, other}) == {provider.pk}
    with django_assert_num_queries(0):
        assert warned_of(ana, set()) == set()


# --- From Monday to Monday ------------------------------------------------------------------------


def typed(vouch, **fields) -> dict[str, object]:
    said = {
        "name": "Rosa",
        "job": "Tap",
        "words": "Late, twice.",
        "trade": vouch.trade.slug,
        "hired_on": months_ago(3).isoformat(),
        "outcome": 0,
        "warns": 2,
        "scope": 2,
        "relation": "none",
        "place": "Leeds",
    }
    return said | fields


def ends(client, scene, act) -> None:
    """One of the three takes it back, in this way."""
    author, vouch = scene[4][0], scene[4][0].vouches.get()
    client.force_login(author)
    if act == "withdrawn":
        client.post(reverse("vouch_withdraw", args=[vouch.public_id]))
    elif act == "true no longer":
        client.post(reverse("vouch_still", args=[vouch.public_id]), {"answer": "no"})
    else:
        changed = {"yes": {"outcome": 2}, "circle": {"warns": 1}, "me": {"warns": 0}, "family": {"relation": "family"}}
        changed["another number"] = {"phone": "0113 496 0999", "pass_on": "no", "same": "other"}
        assert (
            client.post(reverse("vouch_edit", args=[vouch.public_id]), typed(vouch, **changed[act])).status_code == 302
        )


@pytest.mark.parametrize("act", ["withdrawn", "true no longer", "yes", "circle", "me", "family", "another number"])
def test_what_is_taken_back_counts_to_the_monday_after(client, scene, on, leeds, act):
    ana, *_, provider, _ = scene
    on(MONDAY + timedelta(days=9))
    ends(client, scene, act)

    for day, still in ((9, True), (13, True), (14, False)):
        on(MONDAY + timedelta(days=day))
        assert told(ana, provider) is still
    forget_taken_back(timezone.now())
    assert not TakenBack.objects.exists()


def test_a_warning_counts_from_the_monday_after_it_was_said(client, scene, on, leeds):
    ana, *_, provider, warners = scene
    warners[0].vouches.get().withdraw()
    TakenBack.objects.all().delete()
    on(MONDAY + timedelta(days=1))
    client.force_login(warners[0])
    told_of = warners[1].vouches.get()
    page = f"{reverse('vouch_new')}?provider={provider.public_id}"
    make_vouch(author=make_friend_of(warners[0]), provider=provider, trade=told_of.trade)
    assert client.post(page, typed(told_of)).status_code == 302

    for day, begun in ((1, False), (6, False), (7, True)):
        on(MONDAY + timedelta(days=day))
        assert told(ana, provider) is begun


def make_friend_of(person):
    friend = make_person()
    befriend(person, friend)
    return friend


def test_taken_back_and_said_again_within_a_week_makes_no_gap(client, scene, on, leeds):
    ana, *_, provider, warners = scene
    vouch = warners[0].vouches.get()
    client.force_login(warners[0])
    for day, warns in ((8, 1), (9, 2), (10, 1), (11, 2)):
        on(MONDAY + timedelta(days=day))
        client.post(reverse("vouch_edit", args=[vouch.public_id]), typed(vouch, warns=warns))
        assert told(ana, provider)
    for day in (13, 14, 20, 21):
        on(MONDAY + timedelta(days=day))
        assert told(ana, provider)


def test_what_had_not_begun_is_not_remembered(client, scene, on, leeds):
    warners = scene[4]
    vouch = warners[0].vouches.get()
    Vouch.objects.filter(pk=vouch.pk).update(warns_from=MONDAY + timedelta(days=7))
    on(MONDAY + timedelta(days=2))
    vouch.withdraw()

    assert not TakenBack.objects.exists()


def test_an_edit_of_the_words_alone_begins_nothing_anew(client, scene, on, leeds):
    vouch = scene[4][0].vouches.get()
    on(MONDAY + timedelta(days=9))
    client.force_login(scene[4][0])
    client.post(reverse("vouch_edit", args=[vouch.public_id]), typed(vouch, words="Other words."))
    vouch.refresh_from_db()

    assert (vouch.words, vouch.warns_from, TakenBack.objects.count()) == ("Other words.", MONDAY, 0)


@pytest.mark.parametrize("act", ["affirm", "renew"])
def test_said_once_more_it_counts_for_two_more_years_without_a_gap(scene, on, act):
    ana, *_, provider, warners = scene
    for day in (700, 1000):
        on(MONDAY + timedelta(days=day))
        for warner in warners:
            vouch = warner.vouches.get()
            vouch.affirm() if act == "affirm" else vouch.renew(months_ago(0), "Once more")
        assert told(ana, provider)


def test_taken_back_goes_with_its_author_and_with_a_bare_provider(scene, on):
    """The memory of a warning goes with its author and with a bare provider."""
    ana, *_, provider, warners = scene
    for warner in warners[:2]:
        warner.vouches.get().withdraw()
    assert TakenBack.objects.count() == 2

    erase(warners[0])
    assert {each.author for each in TakenBack.objects.all()} == {warners[1]}
    assert not told(ana, provider)
    for vouch in provider.vouches.all():
        vouch.withdraw()
    assert not TakenBack.objects.exists()


@pytest.mark.parametrize(
    ("day", "monday"),
    [(date(2026, 3, 1), date(2026, 3, 2)), (MONDAY, date(2026, 3, 9)), (date(2026, 3, 8), date(2026, 3, 9))],
)
def test_the_monday_after_a_day_is_never_that_day(day, monday):
    assert monday_after(day) == monday
