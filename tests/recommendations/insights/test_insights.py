"""Insights follow the rule of sight and the name rule, whatever happens between people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from people.models import Tie
from recommendations.insights.found import INSIGHTS_A_PAGE, ToldInsight, about_when, insights_for, told_insights
from recommendations.leaving import erasing
from recommendations.models import INSIGHT_THANKED, Gratitude, Insight, Scope
from recommendations.sight.names import people_named_to
from tests.worlds.builders import befriend, make_insight, make_person, make_trade


def read_by(person) -> set[Insight]:
    return set(Insight.objects.visible_to(person))


def one(person, insight) -> ToldInsight:
    [found] = told_insights(person, [insight])
    return found


def chain(shown: ToldInsight) -> list[str]:
    return [link.name for link in shown.chain]


@pytest.fixture
def crowd(ben):
    """So many friends of Ben's that a friend of his could be anybody."""
    for _ in range(3):
        befriend(ben, make_person())


# --- Who reads it ---------------------------------------------------------------------------------


def test_each_scope_reaches_as_far_as_it_says(ana, ben, cleo, dan):
    me, circle, beyond = (make_insight(author=cleo, scope=scope) for scope in Scope)

    assert [read_by(person) for person in (cleo, ben, ana)] == [{me, circle, beyond}, {circle, beyond}, {beyond}]
    far = make_insight(author=dan)
    assert (read_by(ben), far in read_by(ana)) == ({circle, beyond, far}, False)


def test_what_is_fetched_by_somebody_else_is_told_only_if_it_may_be_read(ana, ben, cleo, dan):
    some = [make_insight(author=author, scope=scope) for author in (ana, ben, cleo, dan) for scope in Scope]

    assert {each.public_id for each in told_insights(ana, some)} == {each.public_id for each in read_by(ana)}
    assert len(read_by(ana)) == 3 + 2 + 1


@pytest.mark.parametrize(
    "ending", ["parting", "blocking", "being blocked", "no relay", "narrower", "resting", "leaving"]
)
def test_what_ends_holds_at_once(ana, ben, cleo, ending):
    cleo.named_beyond = True
    cleo.save()
    bens, cleos = make_insight(author=ben), make_insight(author=cleo)
    assert read_by(ana) == {bens, cleos}

    if ending == "parting":
        Tie.objects.part(ana, ben)
    elif ending == "blocking":
        ana.block(cleo)
    elif ending == "being blocked":
        cleo.block(ana)
    elif ending == "no relay":
        type(ben).objects.filter(pk=ben.pk).update(relays=False)
    elif ending == "narrower":
        Insight.objects.filter(pk=cleos.pk).update(scope=Scope.CIRCLE)
    elif ending == "resting":
        erasing.rest(cleo)
    else:
        erasing.erase(cleo, write_down=False)

    left = set() if ending == "parting" else {bens}
    assert read_by(ana) == left
    assert {each.public_id for each in told_insights(ana, Insight.objects.all())} == {each.public_id for each in left}


def test_a_block_takes_nothing_that_has_no_name_from_the_one_who_blocked(ana, ben, cleo):
    cleos = make_insight(author=cleo)

    ana.block(cleo)

    assert (read_by(ana), one(ana, cleos).name) == ({cleos}, "someone beyond your circle")
    assert read_by(cleo) == {cleos}


# --- By which name --------------------------------------------------------------------------------


def test_a_friend_is_named_and_whoever_is_beyond_only_if_they_allow_it(ana, ben, cleo, crowd):
    bens, cleos, own = make_insight(author=ben), make_insight(author=cleo), make_insight(author=ana)

    assert (one(ana, bens).name, chain(one(ana, bens)), one(ana, bens).author) == ("Ben Okafor", ["Ben Okafor"], None)
    assert (one(ana, own).name, chain(one(ana, own)), one(ana, own).mine) == ("You", [], True)
    hidden = one(ana, cleos)
    assert (hidden.name, chain(hidden), hidden.author) == ("a friend of Ben Okafor", ["Ben Okafor", "a friend"], None)

    type(cleo).objects.filter(pk=cleo.pk).update(named_beyond=True)
    shown = one(ana, Insight.objects.get(pk=cleos.pk))
    assert (shown.name, chain(shown), shown.author) == ("Cleo Martin", ["Ben Okafor", "Cleo Martin"], cleo.public_id)


def test_without_a_crowd_not_even_the_friend_between_is_named(ana, ben, cleo):
    shown = one(ana, make_insight(author=cleo))

    assert (shown.name, chain(shown)) == ("someone beyond your circle", ["someone beyond"])
    assert "Ben" not in shown.connection
    assert "Cleo" not in shown.connection


def test_it_says_how_one_is_connected(ana, ben, cleo, crowd):
    near, far = (one(ana, make_insight(author=author)).connection for author in (ben, cleo))

    assert near.endswith(". Ben shared it this week.")
    assert "Ben lets you find what Ben’s friends share. One of them shared it this week, and has not let" in far


def test_whoever_is_named_on_an_insight_can_be_blocked_and_nobody_else(ana, ben, cleo, dan):
    dan.named_beyond = cleo.named_beyond = True
    dan.save(), cleo.save()
    make_insight(author=dan)
    assert set(people_named_to(ana)) == {ben}

    insight = make_insight(author=cleo)
    assert set(people_named_to(ana)) == {ben, cleo}

    Insight.objects.filter(pk=insight.pk).update(scope=Scope.CIRCLE)
    assert set(people_named_to(ana)) == {ben}


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-03-18T12:00", "this week"),
        ("2026-03-16T00:00", "this week"),
        ("2026-03-15T23:59", "in March"),
        ("2026-01-01T00:00", "in January"),
        ("2025-12-31T23:59", "in December 2025"),
    ],
)
def test_the_time_is_never_closer_than_a_week(monkeypatch, written, said):
    wednesday = datetime(2026, 3, 18, 15, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: wednesday)

    assert about_when(datetime.fromisoformat(written).replace(tzinfo=UTC)) == said


# --- Thanks and keeping ---------------------------------------------------------------------------


def test_thanks_are_said_once_and_told_to_the_author_without_a_name(ana, ben):
    insight = make_insight(author=ben)

    assert [Gratitude.say(ana, insight) for _ in range(2)] == [True, True]

    [notice] = ben.notices.visible_to(ben)
    assert (notice.kind, notice.message) == (
        INSIGHT_THANKED,
        "Something you shared helped someone, who says thank you.",
    )
    assert (one(ana, insight).thanked, one(ben, insight).thanked) == (True, True)
    assert one(ben, make_insight(author=ben)).thanked is False


def test_nobody_but_the_author_sees_that_somebody_thanked(ana, ben, cleo):
    insight = make_insight(author=ben)
    Gratitude.say(ana, insight)

    assert (one(cleo, insight).thanked, one(ben, insight).thanked) == (False, True)


def test_one_cannot_thank_oneself_or_for_what_one_cannot_read(ana, ben, cleo):
    own, hidden = make_insight(author=ana), make_insight(author=cleo, scope=Scope.CIRCLE)

    assert [Gratitude.say(ana, each) for each in (own, hidden)] == [False, False]
    assert not Gratitude.objects.exists()


@pytest.mark.parametrize("ending", ["withdrawal", "leaving", "resting", "block"])
def test_thanks_vanish_with_what_they_are_for_and_with_whoever_said_them(ana, ben, ending):
    insight = make_insight(author=ben)
    Gratitude.say(ana, insight)
    ana.kept.create(insight=insight)
    assert len(ben.notices.visible_to(ben)) == 1

    if ending == "withdrawal":
        insight.withdraw()
        assert not ana.kept.exists()
    elif ending == "leaving":
        erasing.erase(ana, write_down=False)
    elif ending == "resting":
        erasing.rest(ana)
    else:
        ana.block(ben)

    assert list(ben.notices.visible_to(ben)) == []
    assert ben.notices.exists() is (ending in ("resting", "block"))
    assert [each.thanked for each in told_insights(ben, Insight.objects.all())] == (
        [] if ending == "withdrawal" else [False]
    )


def test_thanks_without_a_name_stay_as_they_were_if_their_author_blocks(ana, ben):
    insight = make_insight(author=ben)
    Gratitude.say(ana, insight)

    ben.block(ana)

    assert (len(ben.notices.visible_to(ben)), one(ben, insight).thanked) == (1, True)


def test_what_was_kept_is_there_as_long_as_it_may_be_read(ana, ben):
    insight = make_insight(author=ben)
    ana.kept.create(insight=insight)

    def kept() -> list:
        return [each.public_id for each in insights_for(ana, "kept").insights]

    assert kept() == [insight.public_id]
    for scope, expected in ((Scope.ME, []), (Scope.CIRCLE, [insight.public_id])):
        Insight.objects.filter(pk=insight.pk).update(scope=scope)
        assert kept() == expected


# --- Which of them --------------------------------------------------------------------------------


def test_the_newest_come_first_page_by_page(ana, ben):
    now = timezone.now()
    moments = [now - timedelta(days=day // 2) for day in range(2 * INSIGHTS_A_PAGE + 1)]
    written = [make_insight(author=ben, written_at=at) for at in moments]
    make_insight(author=ana)
    newest = sorted(written, key=lambda each: (each.written_at, each.pk), reverse=True)

    pages, after = [], ""
    while not pages or after:
        page, after, _ = insights_for(ana, after=after)
        pages.append([each.public_id for each in page])

    assert [len(page) for page in pages] == [INSIGHTS_A_PAGE, INSIGHTS_A_PAGE, 1]
    assert [public_id for page in pages for public_id in page] == [each.public_id for each in newest]


@pytest.mark.parametrize("after", ["nonsense", "9f1a8a70-98c5-4f0c-8c9e-3a1c8d0b7a11"])
def test_a_mark_that_leads_nowhere_begins_again(ana, ben, after):
    insight = make_insight(author=ben)

    assert [each.public_id for each in insights_for(ana, after=after).insights] == [insight.public_id]


def test_a_mark_of_what_is_hidden_leads_as_little_as_one_of_nothing(ana, ben, dan):
    old = make_insight(author=ben, written_at=timezone.now() - timedelta(days=9))
    hidden = make_insight(author=dan, written_at=timezone.now() - timedelta(days=20))

    assert [each.public_id for each in insights_for(ana, after=str(hidden.public_id)).insights] == [old.public_id]


@pytest.mark.parametrize("q", ["CAFE", "café", "cafe scale", "descaling", "kettles", "kettle.example"])
@pytest.mark.parametrize("author", ["ana", "ben"])
def test_insights_search_forgives_accents_and_capitals(request, ana, ben, author, q):
    """Words are found in all that one may read whatever their accents and capitals."""
    words = {"words": "Café scale comes off with vinegar", "trade": make_trade(name="Descaling Kettles")}
    found = make_insight(author=request.getfixturevalue(author), link="https://kettle.example/scale", **words)
    make_insight(author=ben)
    make_insight(author=make_person(), **words)

    insights, _, looked_for = insights_for(ana, q=q)
    assert ([each.public_id for each in insights], looked_for) == ([found.public_id], q)


def test_insights_search_forgives_slips_by_what_one_may_read(ana, ben, dan):
    """A slip is forgiven where what one may read has the word that was meant."""
    found = make_insight(author=ben, words="Vinegar takes the scale off")
    make_insight(author=dan, words="Vinegra, as I said")  # which she may not read

    insights, _, looked_for = insights_for(ana, q="Vinegra scale")
    assert ([each.public_id for each in insights], looked_for) == ([found.public_id], "vinegar scale")


@pytest.mark.parametrize("q", ["zebra", "cafe zebra", "?!"])
def test_what_is_in_nothing_finds_nothing(ana, ben, q):
    make_insight(author=ben, words="Café scale comes off with vinegar")

    assert insights_for(ana, q=q) == ([], "", q)


def test_yours_are_yours_whoever_may_read_them(ana, ben):
    mine = {make_insight(author=ana, scope=scope).public_id for scope in Scope}
    make_insight(author=ben)

    assert {each.public_id for each in insights_for(ana, "yours").insights} == mine


def test_its_queries_do_not_grow(ana, ben, cleo, django_assert_num_queries, django_assert_max_num_queries):
    def asked() -> int:
        with django_assert_max_num_queries(7) as queries:
            assert len(insights_for(ana).insights) in (10, 20)
        return len(queries)

    def ten_more() -> None:
        for _ in range(5):
            friend, beyond = make_person(), make_person()
            befriend(ana, friend), befriend(friend, beyond)
            for author in (friend, beyond):
                make_insight(author=author, trade=make_trade())

    ten_more()
    before = asked()
    ten_more()
    assert asked() == before
