"""A friend is drawn first, and then one thing of theirs: nobody wins more days by bringing more."""

from datetime import timedelta

from django.utils import timezone

from people.models import Person, Tie
from recommendations.models import Outcome, Provider, Relation, Scope, Surprise, Vouch
from recommendations.unasked import choosing
from recommendations.unasked.choosing import choose_surprises
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch, months_ago

DAY = timedelta(days=1)
HONEST, FEW, CARELESS, FLOOD = 11, 8, 150, 2100


def a_day_passes(days: int) -> None:
    for surprise in Surprise.objects.order_by("day"):
        Surprise.objects.filter(pk=surprise.pk).update(day=surprise.day - days * DAY)


def behind(friend: Person, so_many: int, words: int, **fields) -> None:
    """People who are tied to this friend alone, and together say so many words."""
    rows = (Person(email=f"{friend.pk}-{n}@example.org", name=f"P{n}", password="!") for n in range(so_many))
    people = Person.objects.bulk_create(rows)
    both = [(friend, each) for each in people] + [(each, friend) for each in people]
    Tie.objects.bulk_create(Tie(person=one, friend=other) for one, other in both)
    providers = Provider.objects.bulk_create(Provider() for _ in range(words))
    said = {"name": "Rosa", "job": "Tap", "outcome": Outcome.YES, "relation": Relation.NONE, "scope": Scope.BEYOND}
    Vouch.objects.bulk_create(
        Vouch(author=people[n % so_many], provider=provider, **said | fields) for n, provider in enumerate(providers)
    )


def test_a_flood_behind_one_friend_of_twelve_hides_nobody_and_wins_a_friends_share(ana):
    """Day by day for two months; a scan of the freshest found no honest one at all."""
    trade, friends = make_trade(), [make_person() for _ in range(HONEST + 1)]
    for friend in friends:
        befriend(ana, friend)
    for friend in friends[1:]:
        behind(friend, FEW, FEW, trade=trade, hired_on=months_ago(3))
    behind(friends[0], CARELESS, FLOOD, trade=trade, hired_on=months_ago(0))
    for number in range(60):
        choosing._surprise_to([ana], timezone.localdate() + number * DAY)

    through = list(ana.surprises.values_list("through", flat=True))
    assert len(through) == 60
    assert set(through) - {friends[0].pk} == {friend.pk for friend in friends[1:]}
    assert through.count(friends[0].pk) < 15  # 5, if it is even; a quarter, if it is as much as they can


def test_what_one_friend_brings_is_all_that_is_fetched(ana, monkeypatch):
    friends = [make_person() for _ in range(4)]
    for friend in friends:
        befriend(ana, friend)
        make_vouch(author=friend)
    asked: list[set[int]] = []
    whole = choosing.brought_by
    monkeypatch.setattr(choosing, "in_turn", lambda them, *about: [*sorted(them - {None}), None])
    monkeypatch.setattr(choosing, "brought_by", lambda *about: asked.append(set(about[1])) or whole(*about))
    choosing._surprise_to([ana], timezone.localdate())

    assert asked == [{ana.surprises.get().through_id}]


def test_whom_they_have_muted_is_not_drawn_and_what_has_no_name_stays(ana, ben, cleo):
    own, nameless = make_vouch(author=ben), make_vouch(author=cleo)
    ana.ties.get(friend=ben).hear(False)
    found = set()
    for days in (0, 8, 8):
        a_day_passes(days)
        choose_surprises()
        found |= set(ana.surprises.values_list("vouch", flat=True))
    assert found == {nameless.public_id}

    ana.ties.get(friend=ben).hear(True)
    a_day_passes(8)
    choose_surprises()
    assert ana.surprises.latest("day").vouch == own.public_id


def test_a_friend_of_whom_nothing_is_left_gives_way_to_another(ana, ben):
    """Whatever the lots say, as long as anything comes by anybody, there is something."""
    for _ in range(10):
        befriend(ana, make_person())
    vouch = make_vouch(author=ben)
    choose_surprises()

    assert ana.surprises.get().vouch == vouch.public_id
