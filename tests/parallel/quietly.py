"""Questions through one friend, put and handed on by many presses at once, while that friend leaves."""

from people.models import Person
from recommendations.leaving import erasing
from recommendations.models import Answer, Ask, Quiet, Recipient
from tests.parallel.asking import CLICKS, answers, asking, ended
from tests.parallel.presses import Deed, Round
from tests.parallel.scene import newcomers
from tests.worlds.builders import befriend, make_ask


def through() -> tuple[Ask, list[Person]]:
    """Ana's, through Ben, who knows two more."""
    ana, ben = asking("Ana Silva", "Ben Okafor")
    others = newcomers("Cleo Martin", "Dan Levy")
    for other in others:
        befriend(ben, other)
    ask = make_ask(person=ana)
    ask.send([ben], quiet=Quiet.NAMELESS)
    return ask, [ana, ben, *others]


def puts(ask: Ask, friends: list[Person]) -> Deed:
    mine = Recipient.objects.select_related("ask__person", "person").get(ask=ask, passed_by=None)
    return Deed("put", lambda: mine.put(friends, ""))


def hands_on(ask: Ask, by: Person) -> Deed:
    answer = Answer.objects.select_related("ask__person").get(ask=ask)
    return Deed("hand on", lambda: answer.hand_on(by))


def put_many_times() -> Round:
    ask, (ana, ben, *others) = through()
    return [puts(ask, others) for _ in range(CLICKS)], ended(ana, ben, *others)


def handed_on_many_times() -> Round:
    ask, (ana, ben, cleo, dan) = through()
    ask.recipients.get().put([cleo, dan], "")
    Answer.give(ask, cleo, None, "Ask at the pool")
    return [hands_on(ask, ben) for _ in range(CLICKS)], ended(ana)


def put_while_the_friend_leaves() -> Round:
    ask, (ana, ben, *others) = through()
    return [puts(ask, others), Deed("leave", lambda: erasing.erase(ben))], ended(ana, *others)


def answered_while_the_friend_leaves() -> Round:
    ask, (ana, ben, cleo, dan) = through()
    ask.recipients.get().put([cleo, dan], "")
    return [answers(ask, cleo), Deed("leave", lambda: erasing.erase(ben))], ended(ana, ben)
