"""What is due is sent: once, to whoever may still see it, whatever happens in between."""

import re
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from people.delivery import deliver_due, waiting
from people.emails import address_hash, stop_mails, stop_path
from people.models import Introduction, Invitation, MailStop, Notice, Person, Tie
from tests.worlds.builders import befriend, make_person
from tests.worlds.outbox import MINUTE, invite, sent, tell, time_passes, until_due_again


@pytest.fixture(autouse=True)
def at_whom(settings):
    settings.BASE_URL = "https://whom.test/"


def ids() -> list[str]:
    return [each.extra_headers["Message-ID"] for each in mail.outbox]


def about(wait: timedelta) -> object:
    return pytest.approx(wait.total_seconds(), abs=5)


# --- The mails ------------------------------------------------------------------------------------


def test_a_notice_by_mail(ana, ben):
    notice = tell(ana, ben)

    assert deliver_due() == 1

    [letter] = mail.outbox
    stop = f"https://whom.test{stop_path(ana.public_id)}"
    assert (letter.to, letter.subject) == ([ana.email], "Ben said yes: you are in each other’s circle")
    assert letter.body.splitlines()[:5] == [
        "Hello Ana,",
        "",
        "Ben Okafor said yes. You are in each other’s circle now.",
        "",
        "See it on Whom: https://whom.test/circle/",
    ]
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<notice-{notice.public_id}@whom.test>",
    }
    html = letter.alternatives[0].content
    assert (letter.alternatives[0].mimetype, "Ben Okafor said yes." in html) == ("text/html", True)
    assert re.findall(r'(?:href|src)="(.*?)"', html) == ["https://whom.test/circle/", stop]


def test_an_invitation_by_mail(ana):
    ana.time_zone = "Pacific/Auckland"
    ana.save()
    # Past midnight where Ana is.
    invitation = invite(ana, expires_at=datetime(2099, 12, 6, 14, tzinfo=UTC))

    assert deliver_due() == 1

    [letter] = mail.outbox
    link = f"https://whom.test{invitation.path}"
    assert (letter.to, letter.subject) == (["eve@example.org"], "Ana invites you to Whom")
    for text in (letter.body, letter.alternatives[0].content):
        assert "Ana Silva invites you to Whom" in text
        assert "works until 7 December 2099" in text
        assert "ignore this mail" in text
        assert link in text
        assert "rowed" not in text
    stop = f"https://whom.test{stop_path(address_hash('eve@example.org'))}"
    assert stop in letter.body
    assert letter.extra_headers == {
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<invitation-{invitation.public_id}@whom.test>",
    }


@pytest.mark.parametrize("key", ["the same", "a new one"])
def test_an_address_that_wants_no_invitations_gets_none_from_anybody(ana, ben, settings, key):
    deliver_due()
    stop_mails(stop_path(address_hash("eve@example.org")).split("/")[-2])
    if key == "a new one":
        settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    invite(ben, email="Eve@Example.org")
    invite(ben, email="fay@example.org")

    deliver_due()

    assert sent() == ["fay@example.org"]
    assert "eve" not in str(MailStop.objects.values_list().get())


def test_dates_are_written_in_the_language_of_who_speaks(ana):
    ana.language = "en"
    ana.save()
    invite(ana, expires_at=datetime(2099, 12, 6, tzinfo=UTC))

    deliver_due()

    assert "until December 6, 2099" in mail.outbox[0].body


def test_a_name_can_do_nothing_in_a_mail(ana):
    friend = make_person(name="<b>Bobby</b> & Sons")
    befriend(ana, friend)
    tell(ana, friend)

    deliver_due()

    assert "<b>Bobby</b> & Sons said yes." in mail.outbox[0].body
    assert "&lt;b&gt;Bobby&lt;/b&gt; &amp; Sons said yes." in mail.outbox[0].alternatives[0].content


# --- Once -----------------------------------------------------------------------------------------


def test_what_was_sent_is_not_sent_again(ana, ben):
    notice, invitation = tell(ana, ben), invite(ana)

    assert (deliver_due(), deliver_due(), waiting()) == (2, 0, 0)

    assert sorted(sent()) == sorted([ana.email, "eve@example.org"])
    for row in (notice, invitation):
        row.refresh_from_db()
        assert row.sent_at is not None


def test_of_two_who_read_it_at_once_one_may_send(ana, ben):
    tell(ana, ben)
    tell(ana, ben)
    first, second = Notice.objects.due()

    claimed = [Notice.objects.claim(1) for _ in range(3)]

    assert claimed == [[first], [second], []]
    Notice.objects.give_back(claimed[1])
    assert [(row.pk, row.tries) for row in Notice.objects.due()] == [(second.pk, 0)]


class AnotherWorkerMeanwhile(EmailBackend):
    """While the first mail is on its way, another worker does all that it can."""

    at_work = False

    def send_messages(self, messages):
        if not AnotherWorkerMeanwhile.at_work:
            AnotherWorkerMeanwhile.at_work = True
            deliver_due()
        return super().send_messages(messages)


def test_two_workers_send_each_mail_once(ana, ben, settings):
    settings.EMAIL_BACKEND = f"{__name__}.AnotherWorkerMeanwhile"
    for _ in range(3):
        tell(ana, ben)
        invite(ana)

    assert deliver_due() == 3  # the invitations, which it had taken

    assert (len(ids()), len(set(ids())), waiting()) == (6, 6, 0)


class Killed(BaseException):
    pass


class KilledBefore(EmailBackend):
    def send_messages(self, messages):
        raise Killed


class KilledAfter(EmailBackend):
    def send_messages(self, messages):
        super().send_messages(messages)
        raise Killed


@pytest.mark.parametrize(("backend", "copies"), [("KilledBefore", 1), ("KilledAfter", 2)])
@pytest.mark.parametrize("make", [tell, lambda ana, ben: invite(ana)], ids=["notice", "invitation"])
def test_killed_while_sending_it_goes_five_minutes_later_as_the_same_mail(ana, ben, settings, backend, copies, make):
    make(ana, ben)
    works, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.{backend}"
    with pytest.raises(Killed):
        deliver_due()
    settings.EMAIL_BACKEND = works

    assert deliver_due() == 0
    assert [each.total_seconds() for each in until_due_again()] == [about(5 * MINUTE)]
    time_passes()

    assert (deliver_due(), deliver_due()) == (1, 0)
    assert (len(ids()), len(set(ids()))) == (copies, 1)


def test_asked_to_stop_it_begins_no_other(ana, ben):
    tell(ana, ben)
    stopped = Event()
    stopped.set()

    assert (deliver_due(stopped), sent(), waiting()) == (0, [], 1)


# --- Only what may still be seen ------------------------------------------------------------------


def stop_by_one_click(ana, ben):
    stop_mails(stop_path(ana.public_id).split("/")[-2])


MEANWHILE = {
    "nothing": lambda ana, ben: None,
    "she blocks him": lambda ana, ben: ana.block(ben),
    "he blocks her": lambda ana, ben: ben.block(ana),
    "she parts": lambda ana, ben: Tie.objects.part(ana, ben),
    "he parts": lambda ana, ben: Tie.objects.part(ben, ana),
    "she rests": lambda ana, ben: ana.set_active(False, rests=True),
    "he rests": lambda ana, ben: ben.set_active(False, rests=True),
    "she leaves": lambda ana, ben: ana.delete(),
    "he leaves": lambda ana, ben: ben.delete(),
    "she reads it": lambda ana, ben: ana.notices.get().read(),
    "she wants no mails": lambda ana, ben: Person.objects.filter(pk=ana.pk).update(mails=False),
    "one click": stop_by_one_click,
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_happens_before_it_is_sent_holds(ana, ben, what):
    tell(ana, ben)
    MEANWHILE[what](ana, ben)

    deliver_due()

    assert sent() == ([ana.email] if what == "nothing" else [])
    assert waiting() == 0


def test_who_rests_gets_no_mail_about_no_friend_either(ana):
    tell(ana, None)
    ana.set_active(False, rests=True)

    assert (deliver_due(), waiting()) == (0, 0)


def friends_no_more(ana, ben, eve):
    Tie.objects.part(ben, eve)


@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [(lambda *_: None, ["ana", "eve"]), (friends_no_more, []), (lambda ana, ben, eve: befriend(ana, eve), [])],
    ids=["nothing", "ben and eve part", "ana and eve find each other"],
)
def test_an_introduction_is_mailed_while_it_can_be_answered(ana, ben, meanwhile, told):
    eve = make_person(name="Eve Stone")
    befriend(ben, eve)
    Introduction.objects.introduce(ben, ana, eve, "You both sail.")
    meanwhile(ana, ben, eve)

    deliver_due()

    assert sorted(sent()) == sorted({"ana": ana, "eve": eve}[name].email for name in told)


INVITED_MEANWHILE = {
    "nothing": lambda ana, eve, invitation: None,
    "a stranger blocks": lambda ana, eve, invitation: make_person().block(eve),
    "taken back": lambda ana, eve, invitation: invitation.delete(),
    "accepted": lambda ana, eve, invitation: invitation.accept(eve, "The same boat"),
    "expired": lambda ana, eve, invitation: Invitation.objects.update(expires_at=timezone.now()),
    "ana rests": lambda ana, eve, invitation: ana.set_active(False),
    "ana leaves": lambda ana, eve, invitation: ana.delete(),
    "ana blocks": lambda ana, eve, invitation: ana.block(eve),
    "eve blocks": lambda ana, eve, invitation: eve.block(ana),
}


@pytest.mark.parametrize("what", INVITED_MEANWHILE)
def test_an_invitation_is_mailed_while_it_can_be_accepted(ana, what):
    eve = make_person(name="Eve Stone", email="eve@example.org", mails=False)
    INVITED_MEANWHILE[what](ana, eve, invite(ana, email="Eve@example.org"))

    deliver_due()

    went = what in ("nothing", "a stranger blocks")
    assert [to for to in sent() if to != ana.email] == (["Eve@example.org"] if went else [])
    assert waiting() == 0


def test_one_who_blocked_before_gets_no_invitation_and_nobody_is_told(ana):
    eve = make_person(email="eve@example.org")
    eve.block(ana)
    invitation = invite(ana, email="Eve@Example.org")

    assert (deliver_due(), waiting()) == (0, 0)
    assert list(ana.invitations.unspent()) == [invitation]
    assert not ana.has_news()
