"""The desk acts upon a report while others press what concerns the same people."""

from functools import partial
from uuid import uuid4

from people.models import Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Answer, Insight, Report, Reportable, Thanks
from tests.parallel.acts import leaves
from tests.parallel.leaving import standing
from tests.parallel.presses import Deed, Round, slowly
from tests.parallel.scene import browser, newcomers, path_of, two
from tests.parallel.vouches import Press, left, staff
from tests.worlds.builders import befriend, make_ask, make_insight, make_question, make_vouch


def reported(kind: Reportable, thing: object, by: Person) -> Report:
    seen = type(thing).objects.filter(pk=thing.pk)
    assert Report.make(uuid4(), by, kind, seen, "It is an insult.")
    return Report.objects.latest("pk")


def does(act: str, report: Report, by: Person) -> Press:
    return Press(act, path_of(f"desk_report_{act}", report.public_id), browser(by), {"reason": "You insult people."})


def state(person: Person) -> str:
    here = Person.objects.filter(pk=person.pk).first()
    return f"active {here.is_active}, suspended {here.suspended}" if here else "gone"


def removed_while_its_author_leaves() -> Round:
    ana, ben = two()
    report = reported(Reportable.VOUCH, make_vouch(author=ana), ben)
    return [does("remove", report, staff()), leaves(ana)], lambda: left(ana)


def suspended_while_they_leave() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    report = reported(Reportable.INSIGHT, make_insight(author=ana), ben)
    return [does("suspend", report, staff()), leaves(ana)], lambda: state(ana)


def suspended_by_two_at_the_desk() -> Round:
    ana, ben = two()
    insight = make_insight(author=ana)
    report = reported(Reportable.INSIGHT, insight, ben)
    others = [does("suspend", report, staff()), does("remove", report, staff()), does("dismiss", report, staff())]
    return others, lambda: f"{Report.objects.filter(pk=report.pk, handled_at=None).count()} open"


def suspended_while_they_come_back() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    ana.set_active(False, rests=True)
    back = Person.objects.get(pk=ana.pk)
    both = [Deed("back", lambda: back.set_active(True)), Deed("suspend", lambda: ana.suspend("You insult people."))]
    return both, lambda: f"{state(ana)}, {standing(ana, ben)}"


def suspended_while_a_tie_begins() -> Round:
    ana, ben = two()
    connects = Deed("connect", lambda: Tie.objects.connect(ben, ana))
    suspends = slowly("suspend", lambda: ana.suspend("You insult people."))
    return [connects, suspends], lambda: f"{state(ana)}, {standing(ana, ben)}"


def a_question_is_removed_while_one_answers_and_one_leaves() -> Round:
    ana, ben = two()
    [cleo] = newcomers("Cleo Martin")
    for friend in (ben, cleo):
        befriend(ana, friend)
    ask = make_ask(person=ana, to=[ben, cleo])
    report = reported(Reportable.ASK, ask, ben)
    answers = Deed("answer", lambda: Answer.give(ask, ben, None, "My cousin does that"))
    goes = Deed("leave", partial(erasing.erase, cleo))
    return [does("remove", report, staff()), answers, goes], lambda: f"{ana.asks.count()} asks, {left(cleo)}"


def a_short_question_is_removed_while_it_is_answered_and_one_leaves() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    question = make_question(person=ana, friend=ben)
    report = reported(Reportable.QUESTION, question, ben)
    answers = Deed("answer", lambda: question.reply("That is an insult"))
    return [does("remove", report, staff()), answers, leaves(ana)], lambda: f"{ben.questions_asked_of.count()} asked"


def words_of_thanks_are_removed_while_the_vouch_is_withdrawn_and_one_leaves() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    vouch = make_vouch(author=ben)
    Thanks.give(ana, vouch.pk, None, "Thank you for nothing")
    report = reported(Reportable.THANKS, ana.thanks_given.get(), ben)
    withdraws = Deed("withdraw", lambda: vouch.withdraw())
    return [does("remove", report, staff()), withdraws, leaves(ana)], lambda: f"{Thanks.objects.count()} thanks"


def reported_while_its_author_leaves() -> Round:
    ana, ben = two()
    insight = make_insight(author=ana)
    seen = Insight.objects.filter(pk=insight.pk)
    reports = Deed("report", lambda: Report.make(uuid4(), ben, Reportable.INSIGHT, seen, "It is an insult."))
    return [reports, leaves(ana)], lambda: f"{state(ana)}, {ben.reports.open().count()} open"
