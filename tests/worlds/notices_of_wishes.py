"""Notices about a wish to be introduced: each is made, and what it says is handed back."""

from people.models import Person
from recommendations.models import IntroductionAsk, ReachedBy
from tests.worlds.builders import befriend, make_insight, make_person


def wish(by: Person, friend: Person, to: Person) -> IntroductionAsk:
    thing = make_insight(author=to).public_id
    return IntroductionAsk.put(by, friend, to.pk, ReachedBy.INSIGHT, thing, "You both sail.")


def introduction_asked(ana: Person, friend: Person) -> str:
    befriend(ana, far := make_person())
    wish(friend, ana, far)
    return f"{friend.name} asks you to introduce them to {far.name}."


def introduction_wanted(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    wish(far, friend, ana).pass_on("")
    return f"{friend.name} passes on that {far.name} would like to know you."


def introduction_yes(ana: Person, friend: Person) -> str:
    befriend(friend, far := make_person())
    wished = wish(ana, friend, far)
    wished.pass_on("")
    IntroductionAsk.objects.select_related("person", "friend", "other").get(pk=wished.pk).say(yes=True)
    return f"You asked {friend.name} to introduce you, and {far.name} would like to know you."
