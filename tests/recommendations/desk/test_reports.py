"""Whatever one can see one can report; the desk sees that thing alone, and nobody else hears of it."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.export import moment
from people.models import Notice, Person, Suspension
from people.tidy import tidy
from recommendations.leaving.erasing import erase
from recommendations.leaving.export_of_the_desk import report_rows
from recommendations.models import (
    DeskLook,
    Insight,
    InsightScope,
    LinkAnswer,
    Report,
    Reportable,
    Scope,
    Vouch,
)
from recommendations.views.reports import THANK_YOU
from tests.worlds.builders import befriend, make_insight, make_person, make_staff
from tests.worlds.looking import answer
from tests.worlds.private_lives import dump, signed_in
from tests.worlds.reportable import Said, desk_page, reported

THINGS = list(Reportable)
WRONG = {"words": "It is an insult."}


@pytest.fixture
def ana(said) -> Person:
    return said[Reportable.WISH].row.friend


@pytest.fixture
def ben(said) -> Person:
    return said[Reportable.PERSON].row


# --- Reporting ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", THINGS)
def test_report_of_what_one_sees_is_thanked_for_and_told_to_nobody(ana, ben, said, kind):
    client, before = signed_in(ana), Notice.objects.count()
    assert client.get(said[kind].url).status_code == 200
    page = client.post(said[kind].url, WRONG, follow=True)

    assert str(THANK_YOU) in page.content.decode()
    report = Report.objects.get()
    assert (report.reporter, report.kind, report.about) == (ana, kind, said[kind].about)
    assert (report.author, report.words, report.handled_at) == (ben, "It is an insult.", None)
    assert report.due_by - report.made_at < timedelta(hours=48, seconds=1)
    assert Notice.objects.count() == before


@pytest.mark.parametrize("kind", THINGS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_report_of_what_is_hidden_is_the_404_of_what_is_not_there(ana, ben, said, kind, method):
    hidden, unknown = said[kind].url, said[kind].url.replace(str(public_id_in(said[kind])), str(uuid4()))
    for viewer in (make_person(), ben):
        client = signed_in(viewer)
        client.get("/")
        found = answer(client, method, hidden, WRONG)
        assert found == answer(client, method, unknown, WRONG)
        assert found[0] == 404
    assert not Report.objects.exists()


def public_id_in(said: Said) -> object:
    return said.row.provider.public_id if isinstance(said.row, Vouch) else said.about


@pytest.mark.parametrize("kind", [Reportable.VOUCH, Reportable.INSIGHT, Reportable.PHOTO])
def test_report_sent_after_it_is_hidden_is_not_taken(ana, said, kind, monkeypatch):
    """It was there when the page was made, and is not once the people are locked."""
    locked = type(Person.objects.all()).lock

    def hidden_meanwhile(people, *those):
        Vouch.objects.update(scope=Scope.ME)
        Insight.objects.update(scope=InsightScope.ME)
        return locked(people, *those)

    monkeypatch.setattr(type(Person.objects.all()), "lock", hidden_meanwhile)

    assert signed_in(ana).post(said[kind].url, WRONG).status_code == 404
    assert not Report.objects.exists()


def test_report_form_sent_twice_is_one_and_changed_is_changed(ana, said):
    client, url, key = signed_in(ana), said[Reportable.INSIGHT].url, str(uuid4())
    for words in ("It is an insult.", "It is an insult.", "And it is not true."):
        assert client.post(url, {"words": words, "key": key}).status_code == 302
    assert [each.words for each in Report.objects.all()] == ["It is an insult."]

    client.post(url, {"words": "And it is not true."})
    assert [each.words for each in Report.objects.all()] == ["And it is not true."]


def test_report_once_handled_is_not_opened_by_its_form_again(ana, said, staff):
    client, url, key = signed_in(ana), said[Reportable.INSIGHT].url, str(uuid4())
    before = client.get(url).content
    client.post(url, WRONG | {"key": key})
    Report.objects.get().dismiss(staff)

    assert client.post(url, WRONG | {"key": key}, follow=True).redirect_chain[-1][1] == 302
    assert Report.objects.open().count() == 0
    assert len(client.get(url).content) == len(before)
    client.post(url, WRONG)
    assert Report.objects.open().count() == 1


@pytest.mark.parametrize("kind", THINGS)
@pytest.mark.parametrize("handled", [False, True])
def test_what_one_takes_out_does_not_tell_whether_a_report_was_handled(ana, said, staff, kind, handled):
    first, again = reported(said, kind, ana), str(uuid4())
    if handled:
        first.dismiss(staff)
    for words in ("And it is not true.", "Nor is it kind."):
        signed_in(ana).post(said[kind].url, {"words": words, "key": again})

        assert list(report_rows(ana)) == [(kind, words, moment(first.made_at))]
        assert Report.objects.open().get().words == words
    assert set(Report.objects.values_list("made_at", flat=True)) == {first.made_at}


def test_report_without_words_comes_back(ana, said):
    page = signed_in(ana).post(said[Reportable.ASK].url, {"words": " "})

    assert (page.status_code, Report.objects.exists()) == (422, False)
    assert "Say what is wrong with it." in page.content.decode()


def test_one_may_report_ten_things_a_day(ana, ben):
    client = signed_in(ana)
    urls = [reverse("insight_report", args=[make_insight(author=ben).public_id]) for _ in range(11)]

    assert [client.post(url, WRONG).status_code for url in urls] == [302] * 10 + [429]


@pytest.mark.parametrize("kind", THINGS)
def test_pages_lead_to_the_report_of_what_they_show(ana, ben, said, kind):
    """Quietly: no link to it is the main act of a page."""
    client, vouch = signed_in(ana), said[Reportable.VOUCH].row
    pages = {
        Reportable.VOUCH: reverse("provider", args=[vouch.provider.public_id]),
        Reportable.PHOTO: reverse("provider", args=[vouch.provider.public_id]),
        Reportable.INSIGHT: reverse("insight", args=[said[Reportable.INSIGHT].row.public_id]),
        Reportable.OFFER: reverse("offer", args=[said[Reportable.OFFER].row.public_id]),
        Reportable.ASK: reverse("ask", args=[said[Reportable.ASK].row.public_id]),
        Reportable.ANSWER: reverse("ask", args=[said[Reportable.ANSWER].row.ask.public_id]),
        Reportable.HEARD: said[Reportable.HEARD].row.ask.get_absolute_url(),
        Reportable.HELPED: said[Reportable.HELPED].row.ask.get_absolute_url(),
        Reportable.ADDED: reverse("introduction_wanted", args=[said[Reportable.ADDED].row.public_id]),
        Reportable.WORD: reverse("short_word", args=[said[Reportable.WORD].row.public_id]),
        Reportable.REPLY: reverse("short_word", args=[said[Reportable.REPLY].row.public_id]),
        Reportable.QUESTION: said[Reportable.QUESTION].row.get_absolute_url(),
        Reportable.REPLIED: said[Reportable.REPLIED].row.get_absolute_url(),
        Reportable.THANKS: reverse("thanks"),
        Reportable.PASSING: said[Reportable.PASSING].row.ask.get_absolute_url(),
        Reportable.INTRODUCTION: reverse("introduction", args=[said[Reportable.INTRODUCTION].row.public_id]),
        Reportable.LINK: said[Reportable.LINK].row.ask.get_absolute_url(),
        Reportable.PERSON: reverse("friend", args=[ben.public_id]),
        Reportable.WISH: said[Reportable.WISH].row.get_absolute_url(),
    }

    assert f'<a class="quiet" href="{said[kind].url}">' in client.get(pages[kind]).content.decode()


# --- At the desk ----------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", THINGS)
def test_desk_sees_the_thing_alone_and_the_look_is_kept(ana, ben, said, staff, kind):
    report = reported(said, kind, ana)
    client = signed_in(staff)
    assert "It is an insult." in client.get(desk_page(report)).content.decode()
    assert not DeskLook.objects.exists()
    text = client.post(desk_page(report, "look")).content.decode()

    others = {each for other in said for each in said[other].shown if other != kind} - {"data:image/jpeg"}
    assert {word for word in said[kind].shown if word not in text} == set()
    assert {word for word in others | {"Ana Silva", "80 an hour", ben.email} if word in text} == set()
    assert ("Ben" in text) == (kind == Reportable.PERSON)
    looks = DeskLook.objects.values_list("staff", "matter", "about", "kind", "thing", "act")
    assert list(looks) == [(staff.pk, "report", report.public_id, kind, said[kind].row.pk, "look")]
    assert not DeskLook.objects.shown_to(ben).exists()
    assert not Notice.objects.filter(person=ben, kind="looked").exists()


@pytest.mark.parametrize("kind", [Reportable.VOUCH, Reportable.INSIGHT, Reportable.PHOTO])
def test_desk_never_sees_what_is_for_its_author_alone(ana, said, staff, kind):
    report = reported(said, kind, ana)
    Vouch.objects.update(scope=Scope.ME)
    Insight.objects.update(scope=InsightScope.ME)
    text = signed_in(staff).post(desk_page(report, "look")).content.decode()

    assert "It is not there any more" in text
    assert not {word for word in said[kind].shown if word in text}
    assert (report.remove(staff), report.suspend(staff, "Why")) == (False, False)
    assert not DeskLook.objects.exists()
    assert report.dismiss(staff)


def test_dismissed_report_is_gone_and_told_to_nobody(ana, ben, said, staff):
    report = reported(said, Reportable.INSIGHT, ana)
    before = Notice.objects.count()
    signed_in(staff).post(desk_page(report, "dismiss"))

    assert list(Report.objects.at_the_desk_of(staff)) == []
    assert Notice.objects.count() == before
    assert Insight.objects.filter(author=ben).exists()


def test_suspend_takes_a_reason_and_shows_nobody_who_it_is(ana, ben, said, staff):
    report = reported(said, Reportable.VOUCH, ana)
    client = signed_in(staff)
    page = client.post(desk_page(report, "suspend"), {"reason": ""})
    assert (page.status_code, "Came on a Sunday" in page.content.decode()) == (422, True)
    client.post(desk_page(report, "suspend"), {"reason": "You insult people."})

    suspension = Suspension.objects.get()
    assert (suspension.person, suspension.reason) == (ben, "You insult people.")
    queue = client.get("/desk/").content.decode()
    shown = client.get(reverse("desk_suspension", args=[suspension.public_id])).content.decode()
    assert "You insult people." in shown
    assert not {word for word in ("Ben", "Okafor", ben.email, str(ben.public_id)) if word in queue + shown}
    assert list(DeskLook.objects.values_list("act", flat=True)) == ["look", "suspend"]


def test_what_is_done_to_a_thing_ends_all_reports_of_it(ana, ben, said, staff):
    cleo = make_person()
    befriend(cleo, ben)
    one = reported(said, Reportable.INSIGHT, ana)
    signed_in(cleo).post(said[Reportable.INSIGHT].url, WRONG)
    other = reported(said, Reportable.ASK, ana)
    one.remove(staff)

    assert list(Report.objects.at_the_desk_of(staff)) == [other]


# --- Who handles it -------------------------------------------------------------------------------


APART: dict[str, Callable[[Person, Person, Person], object]] = {
    "their own report": lambda staff, reporter, author: Report.objects.update(reporter=staff),
    "about them": lambda staff, reporter, author: Report.objects.update(author=staff),
    "of a friend": lambda staff, reporter, author: befriend(staff, reporter),
    "about a friend": lambda staff, reporter, author: befriend(staff, author),
}


@pytest.mark.parametrize("how", APART)
@pytest.mark.parametrize("away", [False, True])
def test_report_is_not_there_for_whom_it_concerns(ana, ben, said, staff, how, away):
    report, colleague = reported(said, Reportable.INSIGHT, ana), make_staff()
    assert list(Report.objects.at_the_desk_of(staff)) == [report]
    APART[how](staff, ana, ben)
    if away:
        ana.set_active(False, rests=True)
        ben.suspend("Why")
    report.refresh_from_db()
    client = signed_in(staff)
    client.get("/")

    assert list(Report.objects.at_the_desk_of(staff)) == []
    assert "Decide by" not in client.get("/desk/").content.decode()
    unknown = answer(client, "get", "/no/such/page/")
    assert answer(client, "get", desk_page(report)) == unknown
    for act in ("look", "dismiss", "remove", "suspend"):
        pressed = answer(client, "post", desk_page(report, act), {"reason": "Why"})
        assert pressed == answer(client, "post", "/no/such/page/")
    assert (report.look(staff), report.remove(staff), report.dismiss(staff)) == (None, False, False)
    assert not DeskLook.objects.exists()
    if report.author != colleague:
        assert list(Report.objects.at_the_desk_of(colleague)) == [report]


@pytest.mark.parametrize("act", ["block", "be blocked", "mute"])
def test_no_choice_of_ones_own_tells_whose_it_is(ana, ben, said, staff, act):
    """What could be done and undone alone would show by what goes from the queue."""
    report = reported(said, Reportable.INSIGHT, ana)
    if act == "mute":
        friend = make_person()
        befriend(staff, friend)
        befriend(friend, ben)
        staff.ties.update(hears=False)
    else:
        one, other = (staff, ben) if act == "block" else (ben, staff)
        one.block(other)

    assert list(Report.objects.at_the_desk_of(staff)) == [report]


def test_answer_by_a_link_of_somebody_who_has_come_in_since_is_not_there_for_their_circle(ana, said, staff):
    LinkAnswer.objects.update(writer=None)
    report = reported(said, Reportable.LINK, ana)
    assert (report.author, list(Report.objects.at_the_desk_of(staff))) == (None, [report])
    befriend(staff, joined := make_person())
    said[Reportable.LINK].row.claim(joined)

    assert list(Report.objects.at_the_desk_of(staff)) == []
    colleague = make_staff()
    assert list(Report.objects.at_the_desk_of(colleague)) == [report]
    assert reported(said, Reportable.LINK, ana).author == joined
    assert len(list(report_rows(ana))) == Report.objects.count() == 1
    assert report.remove(colleague)
    assert not Report.objects.open().exists()


# --- What is kept ---------------------------------------------------------------------------------


def test_reports_go_90_days_after_they_were_made_once_they_are_handled(ana, said, staff):
    handled, fresh, left_open = (reported(said, kind, ana) for kind in THINGS[:3])
    handled.dismiss(staff)
    fresh.dismiss(staff)
    LinkAnswer.objects.update(writer=None)
    by_nobody_here = reported(said, Reportable.LINK, ana)
    long_ago = timezone.now() - timedelta(days=90, minutes=1)
    Report.objects.exclude(pk=fresh.pk).update(made_at=long_ago)
    tidy()

    assert set(Report.objects.all()) == {fresh, left_open, by_nobody_here}


def test_report_goes_with_who_made_it_and_leads_nowhere_without_its_author(ana, ben, said, staff):
    about_ben, about_his = reported(said, Reportable.PERSON, ana), reported(said, Reportable.INSIGHT, ana)
    erase(ben)
    assert (set(Report.objects.all()), list(Report.objects.open())) == ({about_ben, about_his}, [])
    assert str(ben.public_id) not in dump()
    assert ben.public_id.hex not in dump()
    erase(ana)
    assert not Report.objects.exists()


@pytest.mark.parametrize("is_nobody_here", [False, True])
def test_database_keeps_one_open_report_of_a_thing_and_ends_it_in_some_way(ana, said, is_nobody_here):
    LinkAnswer.objects.filter(pk=said[Reportable.LINK].row.pk).update(writer=None)
    report = reported(said, Reportable.LINK if is_nobody_here else Reportable.INSIGHT, ana)
    assert (report.author is None) == is_nobody_here
    same = {name: getattr(report, name) for name in ("reporter", "kind", "about", "author", "words")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(**same)
    for wrong in ({"handled_at": timezone.now()}, {"ending": "dismiss"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Report.objects.update(**wrong)
