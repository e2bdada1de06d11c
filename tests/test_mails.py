"""The reading of every mail and log line finds what it is there to find."""

import logging
from email.utils import make_msgid
from uuid import UUID

import pytest
from django.core import mail
from django.utils import timezone

from config.logs import WithoutKeys
from people.models import Introduction, Invitation, Person
from recommendations.models import Answer, Ask, CaseMail, Ending, Scope, Surprise, Vouch
from tests.worlds import mails
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_case,
    make_link_answer,
    make_person,
    make_question,
    make_trade,
    make_vouch,
)

VOUCHED = {
    "name": "Rosa Lima",
    "job": "Rewired the attic",
    "words": "Came on a Sunday",
    "caveat": "Never on Mondays",
    "cost": "£80 an hour",
    "phone": "+441134960001",
    "website": "https://rosa.example",
    "email": "rosa@example.net",
}


@pytest.fixture
def world(ana, ben, cleo) -> dict[str, Person]:
    """Everything that no mail may tell, once."""
    befriend(ben, make_person(name="Eve Stone", email="eve@example.org"))
    ana.ties.update(how="We rowed together")
    make_vouch(author=ana, trade=make_trade(name="Piano tuner"), **VOUCHED)
    Invitation.objects.create(inviter=cleo, name="Fay", how="She taught me", email="fay@example.org")
    Introduction.objects.introduce(ben, ana, cleo, "You both sail")
    ask_around(ana, ben, cleo)
    return {"ana": ana, "ben": ben, "cleo": cleo}


ASKED = ["Who tunes a grand?", "You know about pianos", "Ask at the choir", "It sounds again", "Mrs Fonseca"]
ASKED += ["My sister Ines", "Olga Tuner", "Restrung the grand", "Does she do uprights?", "Only on Fridays"]


def ask_around(ana: Person, ben: Person, cleo: Person) -> None:
    """A question that was answered, answered by a link, and settled; and a short one."""
    ask = make_ask(person=ana, to=[ben], words="Who tunes a grand?")
    ask.pass_on(ben, cleo, "You know about pianos")
    Answer.give(ask, cleo, None, "Ask at the choir")
    ask.answers.get().thank("It sounds again")
    by_link = make_link_answer(ask=ask, provider="Olga Tuner", job="Restrung the grand")
    by_link.confirm("My sister Ines")
    ask.settle(Ending.HIRED, "Mrs Fonseca")
    make_question(person=ana, friend=ben, words="Does she do uprights?").reply("Only on Fridays")


def told(to: str, subject: str = "Someone said yes", body: str = "Hello", html: str = "", **headers) -> list[str]:
    letter = mail.EmailMultiAlternatives(subject, body, to=[to], headers=headers)
    if html:
        letter.attach_alternative(html, "text/html")
    return [leak.rsplit(": ", 1)[1].strip("'") for leak in mails.leaks_in(letter)]


def test_what_one_may_read_passes(world):
    ana = world["ana"]

    assert told(ana.email, body=f"Ana Silva, {ana.email}: Ben Okafor said yes.") == []
    assert told("nobody@example.org", body="Your code: nobody@example.org") == []


@pytest.mark.parametrize(
    "secret",
    [
        *("Cleo Martin", "Eve Stone", "eve@example.org", "fay@example.org", "unknown@example.org"),
        *VOUCHED.values(),
        *("We rowed together", "She taught me", "You both sail"),
        *ASKED,
    ],
)
def test_every_secret_is_found_wherever_it_stands(world, secret):
    to = world["ana"].email
    escaped = "".join(f"&#{ord(letter)};" for letter in secret)

    assert secret in told(to, body=f"Hello: {secret}.")
    assert secret in told(to, html=f"<p>Hello: <b>{escaped}</b></p>")
    assert secret in told(to, **{"List-Unsubscribe": f"<{secret}>"})


@pytest.mark.parametrize("name", ["Ana Silva", "Ana", "Ben Okafor", "Ben", "Cleo Martin", "piano tuner"])
def test_a_subject_names_nobody_and_no_need(world, name):
    assert told(world["ana"].email, subject=f"About {name}!") != []


LETTER = {"Message-ID": "<letter-1@whom.test>"}


def test_weekly_letter_tells_of_nothing_that_was_not_brought(world):
    body = "Your piano tuner"

    assert told(world["ana"].email, body=body, **LETTER) == ["piano tuner"]
    assert told(world["ana"].email, body=body) == []


def test_weekly_letter_tells_the_words_that_were_brought_as_far_as_they_may_be_read(world):
    vouch = Vouch.objects.get(name="Rosa Lima")
    Surprise.objects.create(person=world["ben"], day=timezone.localdate(), vouch=vouch.public_id)
    body, secret = "Piano tuner: Rosa Lima. Came on a Sunday.", "Never on Mondays, £80 an hour, +441134960001"
    to, subject = world["ben"].email, "Ana knows a good piano tuner"

    assert told(to, subject, body=body, **LETTER) == []
    assert told(to, body=secret, **LETTER) == ["+441134960001", "Never on Mondays", "£80 an hour"]
    assert told(to, subject="Rosa Lima: Came on a Sunday", **LETTER) != []
    Vouch.objects.update(scope=Scope.ME)
    assert told(to, body=body, **LETTER) == ["Came on a Sunday", "Rosa Lima", "piano tuner"]


def test_who_is_no_member_may_read_no_name_at_all(world):
    assert told("nobody@example.org", body="Ana Silva and Ben Okafor") == ["Ana Silva", "Ben Okafor"]


def test_an_invitation_names_who_it_is_from_and_nobody_else(world):
    invitation = Invitation.objects.get(inviter=world["cleo"])
    own = {"Message-ID": f"<invitation-{invitation.public_id}@localhost>"}

    assert told("fay@example.org", body="Cleo Martin invites you, Fay", **own) == []
    assert told("fay@example.org", body="Ben Okafor, She taught me", **own) == ["Ben Okafor", "She taught me"]
    assert told("fay@example.org", body="Cleo Martin", **{"Message-ID": make_msgid()}) == ["Cleo Martin"]


def test_an_answer_tells_what_bears_the_proved_address_and_nothing_else(world):
    case = make_case(phone=VOUCHED["phone"], email="rosa@example.net")
    answer = case.mails.create(kind=CaseMail.Kind.ANSWER)
    own = {"Message-ID": f"<case_answer-{answer.public_id}@localhost>"}
    body = f"{VOUCHED['words']}, {VOUCHED['job']}"

    assert set(told(case.email, body=body, **own)) == {VOUCHED["words"], VOUCHED["job"]}
    case.mails.create(kind=CaseMail.Kind.CODE, address=VOUCHED["email"], proved_at=timezone.now())
    assert told(case.email, body=body, **own) == []
    assert told(case.email, body="Ana Silva", **own) == ["Ana Silva"]


def test_a_friend_of_before_may_not_be_named_any_more(world):
    ana, ben = world["ana"], world["ben"]
    ana.block(ben)

    assert told(ana.email, body="Ben Okafor said yes.") == ["Ben Okafor"]


TOKEN = "AYZVlmPQkOxkfRMJElr-GNShdx7lNMX0"


def test_whatever_is_logged_is_read_and_so_is_a_fault(ana):
    log = logging.getLogger("whom.anything")
    log.warning("It says %s here", "canary-words")
    try:
        raise ValueError(ana.email)
    except ValueError:
        log.exception("A fault")

    assert mails.findings == [f"in the log of whom.anything: {told}" for told in ("canary-words", ana.email)]
    mails.findings.clear()


@pytest.mark.parametrize(
    "secret", ["ana@example.org", "canary-words", f"/i/{TOKEN}", f"/a/{TOKEN}", f"/stop/{UUID(int=7)}:{TOKEN}"]
)
def test_addresses_canaries_and_keys_are_found_in_a_log(secret):
    assert mails.UNTOLD_IN_LOGS.findall(f"Not Found: {secret}/") == [secret]


@pytest.mark.parametrize(
    ("path", "written"),
    [
        (f"/i/{TOKEN}/", "/i/.../"),
        (f"/a/{TOKEN}/", "/a/.../"),
        (f"/notices/stop/{UUID(int=7)}:{TOKEN}/", "/notices/stop/.../"),
        (f"/demo/MQ:1xVPUe:{TOKEN}/", "/demo/.../"),
        (f"/notices/{UUID(int=7)}/", f"/notices/{UUID(int=7)}/"),
        ("/accounts/login/code/confirm/", "/accounts/login/code/confirm/"),
    ],
)
def test_no_key_of_a_link_is_logged(path, written):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", (path,), None)

    assert WithoutKeys().filter(record)
    assert record.getMessage() == f"Not Found: {written}"


# --- The mail of a notice ---------------------------------------------------------------------------


def told_of(world, kind: str, **said: str) -> list[str]:
    """As a mail to Ben about Ana's question to him."""
    ben, ask = world["ben"], Ask.objects.get()
    ben.tell(kind, ask.public_id, "/", who=world["ana"])
    row = ben.notices.get(kind=kind, about=ask.public_id)
    return told(ben.email, **said, **{"Message-ID": f"<notice-{row.public_id}@whom.test>"})


def test_mail_of_a_question_tells_that_question_and_nobody_but_friends(world):
    need = Ask.objects.get().trade.name
    own = {"subject": f"Ana asks: {need}?", "body": f"Ana Silva: {need}. Who tunes a grand?"}
    assert told_of(world, "asked", **own) == []
    assert told_of(world, "asked", subject="Eve asks", body="Eve Stone") == []
    wrong = ["Fay", "Ask at the choir", "It sounds again", "Only on Fridays", "piano tuner", "You know about pianos"]
    for each in [*wrong, "Dan Novak", *VOUCHED.values()]:
        make_person(name="Dan Novak") if each == "Dan Novak" else None
        assert (each in told_of(world, "asked", body=f"Hello: {each}.")) is (each != "Fay"), each
    assert told_of(world, "asked", subject="A piano tuner for Ana Silva") != []


def test_mail_of_a_discreet_question_tells_no_need(world):
    Ask.objects.update(discreet=True)
    need = Ask.objects.get().trade.name.lower()
    for each in (need, "Who tunes a grand?"):
        assert each in told_of(world, "asked", body=f"Hello: {each}.")
    assert need in told_of(world, "asked", subject=f"Ana asks: {need}")
    assert told_of(world, "asked", subject="Ana asks you something", body="Ana Silva asks you something.") == []
