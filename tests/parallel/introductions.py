"""A wish to be introduced that is sent, passed on and answered many times at once, while ties end and people leave."""

from collections.abc import Callable

from django.db import connection
from django.db.models import Q

from people.models import Introduction, Notice, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import IntroductionAsk, ReachedBy
from tests.parallel.asking import CLICKS, asking
from tests.parallel.presses import Deed, Round
from tests.worlds.builders import make_insight


def three() -> tuple[Person, Person, Person]:
    """Who asks, the friend, and the other."""
    ben, ana, cleo = asking("Ben Okafor", "Ana Silva", "Cleo Martin")
    return ana, ben, cleo


def wishes(ana: Person, ben: Person, cleo: Person) -> Callable[[], IntroductionAsk | None]:
    """Always about the same."""
    thing = make_insight(author=cleo).public_id
    return lambda: IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.INSIGHT, thing, "My cellar is damp, too")


def asked(ana: Person, ben: Person, cleo: Person) -> IntroductionAsk:
    made = wishes(ana, ben, cleo)()
    assert made
    return made


def passed_on(ana: Person, ben: Person, cleo: Person) -> IntroductionAsk:
    made = asked(ana, ben, cleo)
    assert of(made).pass_on("")
    return made


def of(ask: IntroductionAsk) -> IntroductionAsk:
    """As another process would have read it."""
    return IntroductionAsk.objects.select_related("person", "friend", "other").get(pk=ask.pk)


def says_yes(ask: IntroductionAsk) -> Deed:
    mine = of(ask)
    return Deed("yes", lambda: mine.say(yes=True))


def ended(*people: Person) -> Callable[[], str]:
    """All that there is between these, and what they are told."""
    whose = [each.pk for each in people]

    def left() -> str:
        connection.check_constraints()
        kinds = Notice.objects.filter(person__in=whose).order_by("kind").values_list("kind", flat=True)
        counts = {
            "wish": IntroductionAsk.objects.filter(Q(person__in=whose) | Q(friend__in=whose)).count(),
            "introduction": Introduction.objects.filter(person__in=whose).count(),
            "tie": Tie.objects.filter(person__in=whose, friend__in=whose).count(),
        }
        return ", ".join([*(f"{count} {what}" for what, count in counts.items() if count), *kinds]) or "nothing"

    return left


# --- The races ------------------------------------------------------------------------------------


def one_asks_many_times() -> Round:
    ana, ben, cleo = three()
    asks = Deed("ask", wishes(ana, ben, cleo))
    return [asks] * CLICKS, ended(ana, ben, cleo)


def the_friend_passes_it_on_many_times() -> Round:
    ana, ben, cleo = three()
    ask = asked(ana, ben, cleo)
    rows = [of(ask) for _ in range(CLICKS)]
    return [Deed("pass", lambda row=row: row.pass_on("She sings")) for row in rows], ended(ana, ben, cleo)


def the_other_says_yes_many_times() -> Round:
    ana, ben, cleo = three()
    ask = passed_on(ana, ben, cleo)
    return [says_yes(ask) for _ in range(CLICKS)], ended(ana, ben, cleo)


def yes_while_the_friend_introduces_them() -> Round:
    ana, ben, cleo = three()
    introduces = Deed("introduce", lambda: Introduction.objects.introduce(ben, ana, cleo, "You both sing"))
    return [says_yes(passed_on(ana, ben, cleo)), introduces, introduces], ended(ana, ben, cleo)


def yes_from_both_at_once() -> Round:
    """The one who asked was introduced before, and says yes to that."""
    ana, ben, cleo = three()
    ask = passed_on(ana, ben, cleo)
    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    half = Introduction.objects.select_related("introducer", "person", "friend").get(person=ana)
    return [says_yes(ask), Deed("agree", lambda: half.say(yes=True))], ended(ana, ben, cleo)


def yes_while_the_asker_parts_from_the_friend() -> Round:
    ana, ben, cleo = three()
    ask = passed_on(ana, ben, cleo)
    return [says_yes(ask), Deed("part", lambda: Tie.objects.part(ana, ben))], ended(ana, ben, cleo)


def yes_while_the_asker_blocks_the_other() -> Round:
    ana, ben, cleo = three()
    ask = passed_on(ana, ben, cleo)
    return [says_yes(ask), Deed("block", lambda: ana.block(cleo))], ended(ana, ben, cleo)


def yes_while_the_asker_leaves() -> Round:
    ana, ben, cleo = three()
    ask = passed_on(ana, ben, cleo)
    return [says_yes(ask), Deed("leave", lambda: erasing.erase(ana))], ended(ana, ben, cleo)


def passed_on_while_the_other_leaves() -> Round:
    ana, ben, cleo = three()
    row = of(asked(ana, ben, cleo))
    passes, leaves = Deed("pass", lambda: row.pass_on("")), Deed("leave", lambda: erasing.erase(cleo))
    return [passes, leaves], ended(ana, ben, cleo)


def asked_while_the_other_leaves() -> Round:
    ana, ben, cleo = three()
    asks = Deed("ask", wishes(ana, ben, cleo))
    return [asks, Deed("leave", lambda: erasing.erase(cleo))], ended(ana, ben, cleo)
