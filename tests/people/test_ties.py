import pytest
from django.db import IntegrityError, transaction

from people.models import Block, Person, Tie
from tests.worlds.builders import befriend, make_person


def rows(**only) -> set[tuple[str, str]]:
    return {(tie.person.first_name, tie.friend.first_name) for tie in Tie.objects.filter(**only)}


@pytest.fixture
def eve(db):
    return make_person(name="Eve Adams")


def test_a_tie_is_two_rows_and_each_side_keeps_its_own_words(ana, eve):
    assert Tie.objects.connect(ana, eve, how="from the choir", how_back="sang with her") is True

    assert rows() == {("Ana", "Eve"), ("Eve", "Ana")}
    assert ana.ties.get().how == "from the choir"
    assert eve.ties.get().how == "sang with her"


def test_a_second_yes_changes_nothing(ana, ben):
    assert Tie.objects.connect(ben, ana, how="again") is False

    assert rows() == {("Ana", "Ben"), ("Ben", "Ana")}
    assert ben.ties.get().how == ""


@pytest.mark.parametrize("active", [True, False])
def test_befriend_of_the_tests_writes_what_connect_writes(ana, eve, active):
    """What the tests build their circles with writes the same rows as two who say yes."""
    eve.set_active(active)
    made = []
    for tie in (Tie.objects.connect, befriend):
        tie(ana, eve)
        halves = Tie.objects.order_by("pk")
        assert len({half.since for half in halves}) == 1
        made.append(list(halves.values("person", "friend", "how", "standing", "hears")))
        halves.delete()

    assert made[0] == made[1]
    assert len(made[0]) == 2


def test_a_circle_is_ones_own_ties_by_name(ana, ben, cleo):
    abe = make_person(name="Abe Young")
    befriend(abe, ben)

    assert list(Person.objects.circle_of(ben)) == [abe, ana, cleo]
    assert list(Person.objects.circle_of(cleo)) == [ben]


def test_the_database_refuses_a_tie_with_oneself_and_a_second_row(ana, ben):
    for person, friend in [(ana, ana), (ana, ben)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Tie.objects.create(person=person, friend=friend)


def test_ending_a_tie_removes_both_rows_and_no_other(ana, ben, cleo):
    assert Tie.objects.part(ana, ben) is True
    assert Tie.objects.part(ana, ben) is False

    assert rows() == {("Ben", "Cleo"), ("Cleo", "Ben")}


def test_a_block_ends_the_tie_and_refuses_a_new_one_either_way(ana, ben):
    assert ana.block(ben) is True
    assert ana.block(ben) is False

    assert rows() == set()
    assert Tie.objects.connect(ana, ben) is Tie.objects.connect(ben, ana) is False
    assert rows() == set()


def test_only_the_one_who_blocked_can_undo_it_and_no_tie_comes_back(ana, ben):
    ana.block(ben)

    assert ben.unblock(ana) is False
    assert Block.objects.between(ana, ben).exists()
    assert ana.unblock(ben) is True
    assert rows() == set()
    assert Tie.objects.connect(ana, ben) is True


def test_blocks_of_both_are_undone_one_by_one(ana, ben):
    ana.block(ben)
    ben.block(ana)
    ana.unblock(ben)

    assert Tie.objects.connect(ana, ben) is False


def test_the_database_refuses_a_block_of_oneself_and_a_second_one(ana, ben):
    ana.block(ben)
    for person, blocked in [(ana, ana), (ana, ben)]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.create(person=person, blocked=blocked)


def test_ties_stand_only_while_both_are_active(ana, ben, cleo):
    ben.set_active(False)
    assert rows(standing=True) == set()
    cleo.set_active(False)
    ben.set_active(True)
    assert rows(standing=True) == {("Ana", "Ben"), ("Ben", "Ana")}
    cleo.set_active(True)
    assert rows(standing=False) == set()


def test_a_tie_made_while_one_is_inactive_stands_when_they_come_back(ana, eve):
    eve.set_active(False)
    befriend(ana, eve)
    assert list(Person.objects.circle_of(ana)) == []

    eve.set_active(True)
    assert list(Person.objects.circle_of(ana)) == [eve]


def test_a_tie_with_someone_just_made_inactive_does_not_stand(ana, eve):
    """Whoever makes the tie may hold a row that was read before."""
    read_before = Person.objects.get(pk=eve.pk)
    eve.set_active(False)
    Tie.objects.connect(ana, read_before)

    assert rows(standing=True) == set()


def test_a_person_who_goes_takes_their_ties_and_blocks_along(ana, ben, eve):
    ben.block(eve)
    ben.delete()

    assert rows() == set()
    assert not Block.objects.exists()


@pytest.mark.parametrize("full", ["one", "the other"])
def test_a_circle_holds_so_many_and_no_more(ana, ben, eve, monkeypatch, full):
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 2)
    befriend(ana, make_person())
    pair = (ana, eve) if full == "one" else (eve, ana)

    assert Tie.objects.connect(*pair) is False
    assert Tie.objects.connect(ana, ben) is False, "nor is it new"
    assert Tie.objects.between(ana, ben).count() == 2
    assert not eve.ties.exists()
    Tie.objects.part(ana, ben)
    assert Tie.objects.connect(*pair) is True


def test_who_rests_takes_no_place_in_a_circle_and_has_it_again(ana, ben, eve, monkeypatch):
    """Else a full circle would tell that they have not left."""
    monkeypatch.setattr("people.models.person.CIRCLE_HOLDS", 1)
    ben.set_active(False, rests=True)

    assert Tie.objects.connect(ana, eve) is True
    ben.set_active(True)
    assert set(Person.objects.circle_of(ana)) == {ben, eve}
