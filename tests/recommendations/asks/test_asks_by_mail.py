"""What is asked and answered reaches people by mail: whatever the mail server does, and only as long as it may."""

import pytest
from django.core import mail

from people.delivery import deliver_due, waiting
from people.models import Notice, Person, Tie
from recommendations.leaving import erasing
from recommendations.models import Answer, Ask, LinkAnswer, Outcome, Sent
from tests.people.test_mail_server import TROUBLE, nobody_turns_to_the_mail_server, port  # noqa: F401 (a fixture)
from tests.worlds.builders import befriend, make_ask, make_person, make_question, months_ago
from tests.worlds.outbox import MINUTE, Inbox, serving, time_passes

# --- A mail server in trouble ---------------------------------------------------------------------


@pytest.mark.enable_socket
@pytest.mark.parametrize("trouble", TROUBLE)
def test_a_question_is_kept_and_reaches_everyone_once(ana, port, trouble):  # noqa: F811
    friends = [make_person(email=f"friend{number}@example.org") for number in range(5)]
    for friend in friends:
        befriend(ana, friend)
    make_ask(person=ana, to=[])  # so that what is slow the first time is not taken for waiting
    ask = make_ask(person=ana)

    with TROUBLE[trouble](port):
        with nobody_turns_to_the_mail_server():
            assert [ask.send(friends), ask.send(friends)] == [Sent.SENT, Sent.SENT]
        for _ in range(2):
            assert (deliver_due(), waiting()) == (0, 5)
            time_passes(2 * MINUTE)
    assert (Ask.objects.open().count(), ask.recipients.count()) == (2, 5)
    with serving(port, Inbox()) as inbox:
        time_passes(2 * MINUTE)
        assert (deliver_due(), deliver_due(), waiting()) == (5, 0, 0)

    assert inbox.receivers == [friend.email for friend in friends]
    assert len(inbox.ids) == 5
    assert {message["Subject"] for message in inbox.mails} == {f"Ana asks: a {ask.trade.name.lower()}?"}


@pytest.mark.enable_socket
def test_a_mail_that_may_have_arrived_goes_again_as_the_same(ana, ben, port):  # noqa: F811
    """The server dies after the last byte: whoever has it already is shown it once."""

    class DiesAfterTaking(Inbox):
        async def handle_DATA(self, server, session, envelope):  # noqa: N802
            await super().handle_DATA(server, session, envelope)
            server.transport.abort()

    make_ask(person=ana, to=[ben])
    with serving(port, DiesAfterTaking()) as lost:
        deliver_due()
    time_passes(2 * MINUTE)
    with serving(port, Inbox()) as inbox:
        deliver_due()

    assert (len(lost.mails), len(inbox.mails)) == (1, 1)
    assert lost.ids == inbox.ids


# --- What ends it ---------------------------------------------------------------------------------


@pytest.fixture
def told(ana, ben, cleo) -> dict[str, Person]:
    """Whom each kind of notice reached: Ana asked Ben, who passed it on to Cleo; both answered and were thanked."""
    ask, other = make_ask(person=ana, to=[ben]), make_ask(person=ana, to=[ben])
    other.pass_on(ben, cleo, "")
    ask.pass_on(ben, cleo, "")
    for person in (ben, cleo):
        Answer.give(ask, person, None, "My cousin does that")
    Answer.give_by_mail(ask, ben, words="Ask Joe", provider="", phone="")
    for answer in ask.answers.select_related("ask__person", "person"):
        answer.thank("Thank you")
    for friend, asker in ((ben, ana), (ana, ben)):
        make_question(person=asker, friend=friend)
    make_question(person=ana, friend=ben).reply("She does")
    said = {"name": "Mia", "provider": "Rosa", "job": "Boiler", "hired_on": months_ago(2), "outcome": Outcome.YES}
    LinkAnswer.write(ask.link, ask.public_id, None, **said)
    return {"ana": ana, "ben": ben, "cleo": cleo}


def readable() -> set[tuple[str, str]]:
    """Each notice that somebody may read."""
    people = Person.objects.filter(is_active=True)
    return {(each.first_name.lower(), notice.kind) for each in people for notice in Notice.objects.visible_to(each)}


def mailed() -> set[tuple[str, str]]:
    before = len(mail.outbox)
    deliver_due()
    names = dict(Person.objects.values_list("email", "name"))
    subjects = {(names[each.to[0]].split()[0].lower(), each.subject) for each in mail.outbox[before:]}
    kinds = Notice.objects.exclude(sent_at=None).values_list("person__name", "kind")
    assert len(subjects) <= len(kinds)
    return {(name.split()[0].lower(), kind) for name, kind in kinds}


OF_ANA_AND_BEN = {("ana", "answered"), ("ana", "question"), ("ana", "replied"), ("ben", "asked"), ("ben", "question")}
OF_ANA_AND_BEN |= {("ana", "answered_by_mail")}
BY_WAY_OF_BEN = {("ana", "answered_beyond"), ("cleo", "passed_on"), ("cleo", "answer_thanked")}
OWN = {("ana", "link_answered")}
ALL = OF_ANA_AND_BEN | BY_WAY_OF_BEN | OWN | {("ben", "answer_thanked")}
# What ends, once something ends between two of them.
ENDS = {
    ("ana", "ben"): OF_ANA_AND_BEN | BY_WAY_OF_BEN | {("ben", "answer_thanked")},
    ("ben", "cleo"): BY_WAY_OF_BEN,
    ("ana", "cleo"): BY_WAY_OF_BEN,
}


def test_without_an_end_everything_is_told(told):
    assert readable() == mailed() == ALL


@pytest.mark.parametrize("pair", [("ana", "ben"), ("ben", "cleo"), ("ana", "cleo")])
@pytest.mark.parametrize("turned", [False, True])
def test_a_block_ends_it_at_once_both_ways(told, pair, turned):
    one, other = reversed(pair) if turned else pair
    Person.objects.update(named_beyond=True)  # of what bears no name, it takes nothing from whoever blocks

    told[one].block(told[other])

    assert readable() == mailed() == ALL - ENDS[pair]


@pytest.mark.parametrize("pair", [("ana", "ben"), ("ben", "cleo")])
@pytest.mark.parametrize("turned", [False, True])
def test_parting_ends_it_at_once(told, pair, turned):
    one, other = reversed(pair) if turned else pair

    assert Tie.objects.part(told[one], told[other])

    assert readable() == mailed() == ALL - ENDS[pair]


@pytest.mark.parametrize("how", ["rests", "leaves"])
@pytest.mark.parametrize(
    ("gone", "left"),
    [("ana", set()), ("ben", OWN), ("cleo", ALL - BY_WAY_OF_BEN)],
)
def test_so_does_resting_and_leaving(told, gone, left, how):
    {"rests": erasing.rest, "leaves": erasing.erase}[how](told[gone])

    assert readable() == mailed() == left
