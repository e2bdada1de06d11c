"""“From your circle” tells a few things a day of one friend, and of what comes through one."""

from people.models.person import CIRCLE_HOLDS
from recommendations.home.feed import LOOKED_UP, MOST_OF_ONE, FeedMark, _opened, _sealed
from recommendations.models import Thanks, Vouch
from tests.recommendations.home.test_feed import lines, pages_of, written
from tests.worlds.builders import befriend, crowd_around, make_ask, make_person, make_trade, make_vouch
from tests.worlds.looking import as_


def test_feed_tells_three_things_a_day_of_what_comes_through_one(ana, ben, cleo):
    """Of the friend and of theirs together; what asks me, and thanks me, is beside that."""
    crowd_around(ben)
    eve = make_person(name="Eve Stone")
    befriend(ana, eve)
    mine = make_vouch(author=ana, name="Mine")
    for number in range(3):
        make_vouch(author=cleo, name=f"Cleo {number}"), make_vouch(author=ben, name=f"Ben {number}")
    make_vouch(author=eve, name="Eve 0")
    make_ask(person=ben, to=[ana], trade=make_trade(name="Plumber"))
    Thanks.give(ben, mine.pk, None, "")
    written(Vouch.objects.get(name="Ben 0"), 1)

    assert sorted(line.name for line in lines(ana)) == [
        "Ben 0",
        "Ben 1",
        "Ben 2",
        "Cleo 2",
        "Eve 0",
        "Mine",
        "a plumber",
    ]


def test_feed_counts_all_that_bears_no_name_as_of_one_friend_more(ana, ben):
    other = make_person()
    befriend(ana, other)
    for between in (ben, other):
        beyond = make_person()
        befriend(between, beyond)
        make_vouch(author=beyond), make_vouch(author=beyond)

    assert [line.who.name for line in lines(ana)] == ["Someone beyond your circle"] * 3


def test_feed_tells_no_more_of_a_day_on_the_next_page(ana, ben):
    """However much there is, nothing is told twice, no page is empty, and what others said is not lost in it."""
    eve = make_person(name="Eve Stone")
    befriend(ana, eve)
    make_vouch(author=eve, name="Before them all")
    for number in range(3 * LOOKED_UP):
        make_vouch(author=ben, name=f"Flood {number}")

    pages = pages_of(ana)

    assert [[line.name for group in page.groups for line in group.lines] for page in pages] == [
        [f"Flood {number}" for number in range(3 * LOOKED_UP - 1, 3 * LOOKED_UP - 4, -1)],
        ["Before them all"],
    ]
    assert [page.up_to_date for page in pages] == ["", "after"]


def test_feed_mark_of_a_whole_circle_fits_into_an_address(ana):
    """A server takes some 4,000 letters."""
    mark = FeedMark(shares=tuple(range(CIRCLE_HOLDS + 1)) * MOST_OF_ONE)

    assert len(_sealed(ana, mark)) < 2000
    assert sorted(_opened(ana, _sealed(ana, mark)).shares) == sorted(mark.shares)


def test_feed_says_where_the_rest_of_a_friend_stands(ana, ben):
    for number in range(4):
        make_vouch(author=ben, name=f"Provider {number}")

    page = as_(ana).get("/find/").content.decode()

    assert f'And more on <a href="/circle/{ben.public_id}/"><bdi>Ben Okafor</bdi>’s page</a>.' in page
    assert "Provider 0" not in page
