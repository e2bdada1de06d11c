import re
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.emails import stop_path
from people.models import Introduction, Invitation, Person, Tie
from tests.worlds.builders import befriend, make_person
from tests.worlds.looking import as_
from tests.worlds.outbox import tell

TOKEN = re.compile(rb'x-csrftoken": "\w+')
NEW = '<strong class="tag">New</strong>'


@pytest.fixture
def signed_in(client, ana):
    client.force_login(ana)
    return client


def said(client) -> list[str]:
    page = client.get("/notices/").content.decode()
    return re.findall(r"<button type=\"submit\"[^>]*>\s*<span>(?:<strong.*?</strong> )?(.*?)<small>", page)


def hours_ago(hours: int):
    return timezone.now() - timedelta(hours=hours)


# --- The page -------------------------------------------------------------------------------------


def test_the_newest_stands_first_and_what_was_read_stays(signed_in, ana, ben):
    eve = make_person(name="Eve Stone")
    befriend(ana, eve)
    tell(ana, ben, made_at=hours_ago(2))
    tell(ana, eve, "introduced", made_at=hours_ago(1), read_at=hours_ago(1))

    assert said(signed_in) == [
        "Eve Stone said yes too: you are in each other’s circle.",
        "Ben Okafor said yes: you are in each other’s circle.",
    ]
    page = signed_in.get("/notices/").content.decode()
    assert (page.count(NEW), page.count('class="new"')) == (1, 1)


@pytest.mark.parametrize(
    ("days", "when"), [(0, "Today"), (1, "Yesterday"), (2, "2 days ago"), (6, "6 days ago"), (7, "20 November 2026")]
)
def test_notice_says_when_in_days_of_where_its_reader_is(signed_in, ana, ben, days, when):
    """At one o’clock at night in Auckland, when it is still the day before in London."""
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    Person.objects.filter(pk=ana.pk).update(time_zone="Pacific/Auckland")
    with patch("django.utils.timezone.now", return_value=now):
        tell(ana, ben, made_at=now - timedelta(days=days, hours=1))
        page = as_(ana).get("/notices/").content.decode()

    assert re.findall(r"<small><time[^>]*>(.*?)</time></small>", page) == [when]


def test_with_none_it_says_what_would_stand_there(signed_in):
    page = signed_in.get("/notices/").content.decode()

    assert "Nothing yet." in page
    assert "Mark all as read" not in page


def test_a_press_reads_it_and_goes_where_it_leads(signed_in, ana, ben):
    notice = tell(ana, ben)
    url = reverse("notice", args=[notice.public_id])

    assert (signed_in.get(url).status_code, ana.has_news()) == (405, True)
    answer = signed_in.post(url)

    assert (answer.status_code, answer.url, ana.has_news()) == (302, "/circle/", False)
    assert (signed_in.post(url).status_code, len(said(signed_in))) == (302, 1)


def test_all_can_be_read_at_once(signed_in, ana, ben):
    bens = tell(ben, ana)
    for _ in range(3):
        tell(ana, ben)
    assert "Mark all as read" in signed_in.get("/notices/").content.decode()

    assert signed_in.get("/notices/read/").status_code == 405
    page = signed_in.post("/notices/read/", follow=True).content.decode()

    assert (NEW in page, "Mark all as read" in page, ana.has_news()) == (False, False, False)
    assert "All are marked as read." in page
    bens.refresh_from_db()
    assert bens.read_at is None


def test_notice_of_another_unknown_or_of_a_lost_friend_is_the_same_404(signed_in, ana, ben):
    """A notice of another an unknown one and one about a lost friend are the same."""
    lost, bens = tell(ana, ben), tell(ben, ana)
    Tie.objects.between(ana, ben).update(standing=False)

    answers = {
        (answer.status_code, TOKEN.sub(b"", answer.content))
        for public_id in (lost.public_id, bens.public_id, uuid4())
        for answer in [signed_in.post(reverse("notice", args=[public_id]))]
    }

    assert len(answers) == 1
    assert answers.pop()[0] == 404
    assert (said(signed_in), ana.has_news()) == ([], False)


def test_of_what_was_answered_or_has_expired_nothing_is_said(signed_in, ana, ben):
    eve = make_person(name="Eve Stone")
    befriend(ben, eve)
    Introduction.objects.introduce(ben, ana, eve, "You both sail.")
    assert said(signed_in) == ["Ben Okafor would like you to know Eve Stone."]

    Introduction.objects.update(expires_at=hours_ago(1))

    assert (said(signed_in), ana.has_news()) == ([], False)


# --- The bell on every page -----------------------------------------------------------------------


def bell(client, page: str = "/you/") -> str:
    found = re.search(r'<a class="bell.*?</a>', client.get(page).content.decode(), re.DOTALL)
    return re.sub(r"<[^>]*>", "", found[0]) if found else ""


def test_the_bell_says_in_words_whether_there_is_something_new(signed_in, ana, ben):
    assert bell(signed_in) == "Notices"
    notice = tell(ana, ben)
    assert bell(signed_in) == bell(signed_in, "/no/such/page/") == "Notices, some of them new"

    notice.read()
    assert bell(signed_in) == "Notices"


def test_the_bell_counts_nothing_and_costs_one_query_or_two(signed_in, ana, ben, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert not ana.has_news()
    for _ in range(3):
        tell(ana, ben)

    assert bell(signed_in) == "Notices, some of them new"
    with django_assert_num_queries(2):
        assert ana.has_news()


def test_without_sign_in_there_is_no_bell(client, db):
    assert bell(client, "/") == ""


# --- Stopping the mails ---------------------------------------------------------------------------


def test_looking_at_the_page_stops_nothing_and_one_press_does(ana, ben):
    mail_program = Client(enforce_csrf_checks=True)
    for method in (mail_program.get, mail_program.head):
        assert method(stop_path(ana.public_id)).status_code == 200
    ana.refresh_from_db()
    assert ana.mails

    answers = [mail_program.post(stop_path(ana.public_id), {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert dict(Person.objects.values_list("name", "mails")) == {"Ana Silva": False, "Ben Okafor": True}


def test_the_page_says_the_same_whatever_the_token(client, ana):
    ghost = make_person()
    gone = stop_path(ghost.public_id)
    ghost.delete()
    paths = [stop_path(ana.public_id), gone, stop_path(ana.public_id)[:-2] + "/", "/notices/stop/nonsense/"]

    for method in (client.get, client.post):
        answers = [method(path) for path in paths]
        for each in answers:
            del each.headers["X-Request-ID"]
        assert {(each.status_code, each.content, str(each.headers)) for each in answers} == {
            (200, answers[0].content, str(answers[0].headers))
        }
        assert b"noindex" in answers[0].content


def test_a_token_of_another_purpose_stops_nothing(client, ana):
    from django.core.signing import Signer

    client.post(reverse("mails_stop", args=[Signer(salt="another").sign(str(ana.public_id))]))

    ana.refresh_from_db()
    assert ana.mails


def test_the_mails_can_be_switched_on_again(signed_in, ana):
    signed_in.post(stop_path(ana.public_id))
    page = signed_in.get("/you/details/").content.decode()
    assert re.search(r'name="mails"(?![^>]*checked)', page)

    signed_in.post(
        "/you/details/", {"name": ana.name, "language": "en-gb", "time_zone": "Europe/London", "mails": "on"}
    )

    ana.refresh_from_db()
    assert ana.mails


# --- What is made ---------------------------------------------------------------------------------


def test_a_notice_is_due_at_once_or_never_where_no_mail_is_wanted(ana, ben):
    ben.mails = False
    ben.save()

    assert tell(ana, ben).due_at <= timezone.now()
    assert tell(ben, ana).due_at is None


def test_the_same_is_told_once(ana, ben):
    about = uuid4()
    for _ in range(2):
        ana.tell("tied", about, "/circle/", who=ben)

    assert ana.notices.count() == 1


def test_an_invitation_is_mailed_only_where_an_address_is_given(signed_in, ana):
    for email in ("", "eve@example.org"):
        fields = {"name": "Eve", "how": "School", "email": email, "key": str(uuid4())}
        signed_in.post("/invitations/new/", fields)

    assert [(each.email, each.due_at is not None) for each in Invitation.objects.order_by("pk")] == [
        ("", False),
        ("eve@example.org", True),
    ]
