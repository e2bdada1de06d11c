"""What one friend passes on can be left out: exactly what names them as the one between, and told to nobody."""

import pytest
from django.urls import reverse

from people.models import Notice, Person, Tie
from recommendations.circle.picture import reach_of
from recommendations.home.feed import feed_of
from recommendations.models import Insight, Vouch
from recommendations.providers.suggestions import suggestions_for
from recommendations.sight.names import people_named_to
from tests.worlds.builders import befriend, crowd_around, make_ask, make_insight, make_person, make_vouch


class Street:
    """Ana with Ben, Fay and Gus; and beyond them one of each kind that a mute of Ben could touch."""

    def __init__(self, ana: Person, ben: Person) -> None:
        self.ana, self.ben = ana, ben
        self.fay, self.gus = make_person(name="Fay Lund"), make_person(name="Gus Berg")
        crowd_around(ben), crowd_around(self.fay)
        befriend(ana, self.fay), befriend(ana, self.gus)
        self.by: dict[str, Person] = {"a friend's own": ben}
        self.author("through Ben alone", ben)
        self.author("through Ben first", ben, self.fay)
        self.author("through Fay first", self.fay, ben)
        self.author("through Fay alone", self.fay)
        self.author("named, through Ben", ben, named_beyond=True)
        self.author("named, through Gus first", self.gus, ben, named_beyond=True)
        self.author("through Gus, who has no crowd, first", self.gus, ben)

    def author(self, what: str, *friends: Person, **consent: bool) -> None:
        self.by[what] = make_person(**consent)
        for friend in friends:
            befriend(friend, self.by[what])

    def write(self) -> None:
        for author in self.by.values():
            make_vouch(author=author), make_insight(author=author)

    def mute(self, hears: bool = False) -> None:
        Tie.objects.get(person=self.ana, friend=self.ben).hear(hears)

    def seen(self) -> list[set[str]]:
        """Whose vouches, whose insights, and whose words on the page of suggestions reach Ana."""
        vouches, insights = Vouch.objects.visible_to(self.ana), Insight.objects.visible_to(self.ana)
        shown = {word.vouch for each in suggestions_for(self.ana)[0] for word in each.words}
        authors = [vouches, insights, Vouch.objects.filter(pk__in=shown)]
        return [{what for what, author in self.by.items() if rows.filter(author=author).exists()} for rows in authors]


@pytest.fixture
def street(ana, ben) -> Street:
    street = Street(ana, ben)
    street.write()
    return street


OF_BEN = {"through Ben alone", "through Ben first", "named, through Ben"}


def test_muting_takes_away_exactly_what_names_that_friend(street):
    assert street.seen() == [set(street.by)] * 3

    street.mute()
    assert street.seen() == [set(street.by) - OF_BEN] * 3
    assert people_named_to(street.ana).filter(named_beyond=True).get() == street.by["named, through Gus first"]

    street.mute(hears=True)
    assert street.seen() == [set(street.by)] * 3


def test_muting_leaves_every_other_word_as_it_was_shown(street):
    def shown() -> dict[int, tuple]:
        found, _ = suggestions_for(street.ana)
        return {word.vouch: (word.shown_as, word.chain, each.score) for each in found for word in each.words}

    before = shown()
    street.mute()

    assert shown().items() <= before.items()
    assert len(before) - len(shown()) == len(OF_BEN)


def test_muting_reaches_the_feed_and_the_picture(street, monkeypatch):
    monkeypatch.setattr("recommendations.home.feed.MOST_OF_ONE", 10)  # of one friend a day

    def of_ben() -> tuple[int, int]:
        [reach] = [reach for reach in reach_of(street.ana) if reach.friend.name == street.ben.name]
        feed = [line for group in feed_of(street.ana, since=street.ana.joined_at.date()).groups for line in group.lines]
        return reach.beyond, sum("friend of Ben" in line.who.name for line in feed)

    assert of_ben() == (3, 4)
    street.mute()
    assert of_ben() == (0, 0)


def test_muting_changes_what_nobody_else_sees_and_is_told_to_nobody(street):
    others = [street.ben, street.fay, *street.by.values()]
    before = [suggestions_for(other) for other in others]
    street.mute()

    assert [suggestions_for(other) for other in others] == before
    assert not Notice.objects.exists()


def test_the_switch_stands_on_a_friends_page(client, street):
    client.force_login(street.ana)
    page, switch = street.ben.get_absolute_url(), reverse("hear", args=[street.ben.public_id])

    for hears, button, said in (("no", "Show it again", "left out"), ("yes", "Leave it out", "shown again")):
        answer = client.post(switch, {"hears": hears}, follow=True)
        assert answer.redirect_chain == [(page, 302)]
        assert button in answer.content.decode()
        assert [str(each) for each in answer.context["messages"]] == [f"What comes through Ben is {said}."]
        assert street.ana.ties.get(friend=street.ben).hears is (hears == "yes")
    assert set(Tie.objects.exclude(person=street.ana).values_list("hears", flat=True)) == {True}


def test_a_muted_friend_may_still_pass_a_question_on_as_their_page_says(client, street):
    """It is asked of the reader alone, by that friend."""
    asker = street.by["through Ben alone"]
    ask = make_ask(person=asker, to=[street.ben])
    client.force_login(street.ana)
    page = client.get(street.ben.get_absolute_url()).content.decode()
    ask.pass_on(street.ben, street.ana, "")

    street.mute()

    assert "so does a question that <bdi>Ben</bdi> passes on to you" in page
    assert "A friend of Ben Okafor" in client.get(ask.get_absolute_url()).content.decode()


def test_only_a_friend_can_be_muted(client, street):
    client.force_login(street.ana)
    for someone in (street.by["named, through Ben"], make_person(), street.ana):
        assert client.post(reverse("hear", args=[someone.public_id]), {"hears": "no"}).status_code == 404
    assert client.get(reverse("hear", args=[street.ben.public_id])).status_code == 405
    assert not Tie.objects.filter(hears=False).exists()


def test_a_new_tie_begins_unmuted(street):
    street.mute()
    Tie.objects.part(street.ana, street.ben)
    befriend(street.ana, street.ben)

    assert street.ana.ties.get(friend=street.ben).hears
