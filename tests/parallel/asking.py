"""Questions that are sent, passed on, answered and settled many times at once, and one who leaves meanwhile.

By the acts themselves, each on a connection of its own: what a page adds stands before them, and locks nothing.
"""

from collections.abc import Callable
from uuid import uuid4

from django.db import connection

from people.models import Notice, Person
from recommendations.leaving import erasing
from recommendations.models import Answer, Ask, AskLink, Ending, LinkAnswer, Outcome, Recipient
from tests.parallel.presses import Deed, Press, Round
from tests.parallel.scene import browser, newcomers, path_of
from tests.worlds.builders import befriend, make_ask, make_vouch, months_ago

CLICKS = 10
MANY = 40
AT_A_TIME = 8  # as the server that is deployed answers


def asking(*names: str) -> list[Person]:
    """The first of them, and friends of theirs."""
    path_of("asks")  # the first address that is asked for loads every view: not while others wait for a lock
    asker, *friends = newcomers(*names)
    for friend in friends:
        befriend(asker, friend)
    return [asker, *friends]


def fresh(ask: Ask) -> Ask:
    """As another process would have read it."""
    return Ask.objects.select_related("person").get(pk=ask.pk)


def sends(ask: Ask, friends: list[Person]) -> Deed:
    mine = fresh(ask)
    return Deed("send", lambda: mine.send(friends))


def answers(ask: Ask, person: Person, words: str = "My cousin does that") -> Deed:
    mine = fresh(ask)
    return Deed("answer", lambda: Answer.give(mine, person, None, words))


def answers_by_link(ask: Ask, form: dict, writer: Person | None = None) -> Deed:
    link = AskLink.objects.select_related("ask__person", "ask__trade").get(ask=ask)
    return Deed("link", lambda: LinkAnswer.write(link, writer=writer, **form))


def link_form() -> dict:
    said = {"name": "Mia", "provider": "Rosa Lima", "job": "Burst pipe", "outcome": Outcome.YES}
    return said | {"public_id": uuid4(), "hired_on": months_ago(2)}


def left(asker: Person) -> str:
    """All that there is of the asker's questions; SQLite is asked for rows that lead nowhere too."""
    connection.check_constraints()
    mine = Ask.objects.filter(person=asker.pk)
    counts = {
        "draft": mine.drafts().count(),
        "open": mine.open().count(),
        "closed": mine.closed().count(),
        "asked": Recipient.objects.filter(ask__in=mine, passed_by=None).count(),
        "passed on": Recipient.objects.filter(ask__in=mine, passed_by__isnull=False).count(),
        "answer": Answer.objects.filter(ask__in=mine, person__isnull=False).count(),
        "empty answer": Answer.objects.filter(ask__in=mine, person=None, words="").count(),
        "by link": LinkAnswer.objects.filter(ask__in=mine).count(),
        "taken": sum(AskLink.objects.filter(ask__in=mine).values_list("taken", flat=True)),
    }
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"


def told(*people: Person) -> str:
    return f"{Notice.objects.filter(person__in=[each.pk for each in people]).count()} notice"


def ended(asker: Person, *others: Person) -> Callable[[], str]:
    return lambda: f"{left(asker)}; {told(asker, *others)}"


# --- The races ------------------------------------------------------------------------------------


def one_draft_is_sent_many_times() -> Round:
    ana, ben, cleo = asking("Ana Silva", "Ben Okafor", "Cleo Martin")
    draft = make_ask(person=ana)
    return [sends(draft, [ben, cleo]) for _ in range(CLICKS)], ended(ana, ben, cleo)


def one_draft_is_sent_while_what_is_known_is_good_enough() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    draft, known = make_ask(person=ana), make_vouch(author=ben)
    said = {"provider": str(known.provider.public_id)}
    enough = Press("enough", path_of("ask_send", draft.public_id), browser(ana), said)
    return [sends(draft, [ben]), enough], ended(ana, ben)


def four_drafts_are_sent() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    return [sends(make_ask(person=ana), [ben]) for _ in range(4)], ended(ana, ben)


def one_answers_many_times() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    return [answers(ask, ben) for _ in range(CLICKS)], ended(ana, ben)


def answers_by_mail(ask: Ask, person: Person, words: str) -> Deed:
    mine = fresh(ask)
    return Deed("mail", lambda: Answer.give_by_mail(mine, person, words=words, provider="", phone=""))


def one_mail_answers_many_times() -> Round:
    """In as many words, and two of them twice."""
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    return [answers_by_mail(ask, ben, f"Number {number // 2}") for number in range(CLICKS)], ended(ana)


def whoever_got_the_mail_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    mine = fresh(ask)
    noes = [Deed("no", lambda: mine.decline_by_mail(ben)), Deed("yes", lambda: mine.take_back_no(ben))]
    return [Deed("leave", lambda: erasing.erase(ben)), answers_by_mail(ask, ben, "Ask Joe"), *noes], ended(ana)


def passed_on_to_two() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    cleo, dan = newcomers("Cleo Martin", "Dan Novak")
    for friend in (cleo, dan):
        befriend(ben, friend)
    ask = make_ask(person=ana, to=[ben])
    friends = [cleo, dan] * (CLICKS // 2)
    deeds = [Deed("pass", lambda friend=friend: fresh(ask).pass_on(ben, friend, "")) for friend in friends]
    return deeds, ended(ana, cleo, dan)


def one_form_of_a_link_many_times() -> Round:
    [ana] = asking("Ana Silva")
    ask, form = make_ask(person=ana, to=[]), link_form()
    return [answers_by_link(ask, form) for _ in range(CLICKS)], ended(ana)


def many_forms_of_a_link() -> Round:
    [ana] = asking("Ana Silva")
    ask = make_ask(person=ana, to=[])
    each = MANY // AT_A_TIME
    threads = [[answers_by_link(ask, link_form()) for _ in range(each)] for _ in range(AT_A_TIME)]
    return [Deed("link", lambda some=some: [deed.call() for deed in some]) for some in threads], ended(ana)


def settled_against_an_answer() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    mine = fresh(ask)
    return [Deed("settle", lambda: mine.settle(Ending.NOT_NEEDED)), answers(ask, ben)], ended(ana)


def settled_and_opened_again() -> Round:
    [ana] = asking("Ana Silva")
    ask = make_ask(person=ana, to=[])
    ask.settle(Ending.NOT_NEEDED)
    return [Deed("reopen", fresh(ask).reopen) for _ in range(CLICKS)], ended(ana)


def the_asker_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    [cleo] = newcomers("Cleo Martin")
    befriend(ben, cleo)
    mine = fresh(ask)
    passes = Deed("pass", lambda: mine.pass_on(ben, cleo, ""))
    return [Deed("leave", lambda: erasing.erase(ana)), answers(ask, ben), passes], ended(ana, ben, cleo)


def the_asker_of_a_link_leaves() -> Round:
    ana, ben = *asking("Ana Silva"), *newcomers("Ben Okafor")
    ask = make_ask(person=ana, to=[])
    deeds = [answers_by_link(ask, link_form()), answers_by_link(ask, link_form(), ben)]
    return [Deed("leave", lambda: erasing.erase(ana)), *deeds], ended(ana)


def whoever_answers_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    form = link_form()
    deeds = [answers(ask, ben), answers_by_link(ask, form, ben)]
    return [Deed("leave", lambda: erasing.erase(ben)), *deeds], ended(ana)


def withdrawn_while_the_asker_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    Answer.give(ask, ben, None, "My cousin does that")
    answer = Answer.objects.select_related("ask__person").get(ask=ask)
    thanked = Answer.objects.select_related("ask__person").get(ask=ask)
    thanks = Deed("thank", lambda: thanked.thank("Thank you"))
    return [Deed("leave", lambda: erasing.erase(ana)), Deed("withdraw", answer.withdraw), thanks], ended(ana, ben)
