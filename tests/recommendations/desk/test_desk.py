"""The staff desk: who finds it, what is seen there, and what is done."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Notice, Person
from recommendations.leaving.erasing import erase
from recommendations.models import Case, CaseMail, DeskLook, Provider, Vouch
from tests.worlds.builders import make_case, make_person, make_staff, make_vouch
from tests.worlds.cases import NOTED, ROSA, at, prove
from tests.worlds.looking import answer
from tests.worlds.outbox import sent
from tests.worlds.private_lives import dump, signed_in

ACTS = ("held", "prove", "correct", "remove")


# --- Who finds it ---------------------------------------------------------------------------------


def without_a_second_step() -> Client:
    return signed_in(make_person(is_staff=True))


def with_recovery_codes_alone() -> Client:
    person = make_person(is_staff=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.RECOVERY_CODES, data={})
    return signed_in(person)


def staff_no_more() -> Client:
    person = make_staff()
    client = signed_in(person)
    Person.objects.filter(pk=person.pk).update(is_staff=False)
    return client


REFUSED = {
    "anonymous": Client,
    "member": lambda: signed_in(make_person()),
    "member with a second step": lambda: signed_in(_with_app(make_person())),
    "superuser who is no staff": lambda: signed_in(_with_app(make_person(is_superuser=True))),
    "staff without a second step": without_a_second_step,
    "staff with recovery codes alone": with_recovery_codes_alone,
    "staff no more": staff_no_more,
}


def _with_app(person: Person) -> Person:
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


@pytest.mark.parametrize("who", REFUSED)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_to_all_others_it_is_an_address_like_any_that_is_not_there(case, vouch, who, method):
    client = REFUSED[who]()
    client.get("/")  # whoever has a session keeps it
    unknown = answer(client, method, "/no/such/page/")
    paths = ["/desk/", "/desk/running/", at(case), *(at(case, act) for act in ACTS), f"/desk/{uuid4()}/"]

    for path in paths:
        assert answer(client, method, path, {"vouch": str(vouch.public_id), "answer": "x"}) == unknown
    assert unknown[0] == 404
    assert not DeskLook.objects.exists()
    assert list(Case.objects.open()) == [case]
    assert Vouch.objects.filter(pk=vouch.pk).exists()


def test_the_staff_show_that_it_is_they_before_they_see_anything(staff, case):
    client = signed_in(staff)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time.time() - 301}]
    session.save()

    for path in ("/desk/", "/desk/running/", at(case)):
        page = client.get(path)
        assert (page.status_code, page.url.partition("?")[0]) == (302, "/accounts/2fa/reauthenticate/")
    assert client.post(at(case, "held")).status_code == 302
    assert not DeskLook.objects.exists()
    assert signed_in(staff).get("/desk/").status_code == 200


def test_a_case_that_is_not_there_is_no_page_for_the_staff_either(staff):
    client = signed_in(staff)
    client.get("/")  # the session is kept
    unknown = answer(client, "post", "/no/such/page/")

    for act in ("", *(f"{act}/" for act in ACTS)):
        assert answer(client, "post", f"/desk/{uuid4()}/{act}") == unknown


def test_whoever_lacks_the_second_step_is_told_where_they_look(staff, ana):
    told = {
        person: signed_in(person).get("/you/").content.decode() for person in (ana, staff, make_person(is_staff=True))
    }
    no_member, with_step, without = told.values()

    assert ("desk" in no_member, "/desk/" in with_step) == (False, True)
    assert "The desk is closed to you" in without
    assert "/desk/" not in without


# --- What is seen ---------------------------------------------------------------------------------


def test_open_cases_stand_by_when_they_are_due_and_the_late_are_marked(staff):
    soon, late, done = make_case(), make_case(kind="complain", words="x"), make_case()
    Case.objects.filter(pk=late.pk).update(due_by=timezone.now() - timedelta(minutes=1))
    done.close(staff, "Done.")
    page = signed_in(staff).get("/desk/")

    assert list(page.context["cases"]) == [late, soon]
    assert page.content.decode().count("Overdue") == 1
    assert done.reference not in page.content.decode()


def test_a_case_shows_nothing_that_is_held_until_somebody_looks(staff, case, vouch):
    text = signed_in(staff).get(at(case)).content.decode()

    assert [word for word in told(vouch) if word in text] == []
    assert all(word in text for word in ("I never met them.", "rosa@example.net", "Not proved: tell nothing"))
    assert not DeskLook.objects.exists()


def told(vouch: Vouch) -> set[str]:
    facts = {vouch.name, vouch.email, vouch.website, vouch.caveat, vouch.words, "Rewired the attic", "My circle"}
    return facts | {vouch.trade.name, vouch.hired_on.strftime("%B %Y")}


def untold(vouch: Vouch) -> set[str]:
    author = vouch.author
    ids = {str(author.public_id), str(vouch.provider.public_id)}
    return {author.name, author.first_name, author.email, "Eve Stone", vouch.cost, *ids}


def test_whoever_looks_sees_what_is_said_and_nothing_of_who_said_it(staff, case, vouch):
    prove(case)
    other = make_vouch(author=vouch.author, name="Somebody Else", phone="+441134960002")
    page = signed_in(staff).post(at(case, "held"))
    text = page.content.decode()

    assert page.status_code == 200
    assert {word for word in told(vouch) if word not in text} == set()
    assert {word for word in untold(vouch) | {other.name} if word in text} == set()
    assert not hasattr(page.context["held"][0], "author")


def test_each_look_is_written_down_before_it_is_shown(staff, case, vouch):
    prove(case)
    make_vouch(phone="+441134960002", email=NOTED)
    client = signed_in(staff)
    for _ in range(2):
        client.post(at(case, "held"))

    looks = DeskLook.objects.values_list("staff", "matter", "about", "kind", "thing", "act", "reason")
    assert list(looks) == [(staff.pk, "case", case.public_id, "vouch", vouch.pk, "look", "")] * 2
    assert client.get(at(case)).content.decode().count("Sara Staff looked") == 2


def test_what_cannot_be_written_down_is_not_shown(staff, case, vouch, monkeypatch):
    prove(case)
    monkeypatch.setattr(DeskLook.objects.__class__, "bulk_create", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        signed_in(staff).post(at(case, "held"))


def test_once_it_is_closed_nobody_looks(staff, case, vouch):
    case.close(staff, "It is done.")
    client = signed_in(staff)

    assert {client.post(at(case, act), {"vouch": vouch.public_id}).status_code for act in ACTS} == {404}
    text = client.get(at(case)).content.decode()
    assert ("It is done." in text, "Look at what is held" in text) == (True, False)
    assert (DeskLook.objects.exists(), Vouch.objects.count()) == (False, 1)


# --- What is done ---------------------------------------------------------------------------------


def test_remove_removes_it_and_tells_its_author_only(staff, case, vouch, ben):
    prove(case)
    theirs = make_vouch(author=ben, phone=ROSA, email=NOTED)
    client = signed_in(staff)
    for _ in range(2):
        assert client.post(at(case, "remove"), {"vouch": vouch.public_id}).status_code == 302

    assert list(Vouch.objects.all()) == [theirs]
    notice = Notice.objects.get()
    assert (notice.person, notice.kind, notice.who, notice.link) == (vouch.author, "removed", None, "/vouches/")
    assert list(DeskLook.objects.values_list("staff", "thing", "act")) == [(staff.pk, vouch.pk, "remove")]
    deliver_due()
    assert sorted(sent()) == sorted([vouch.author.email, "rosa@example.net"])
    assert list(Notice.objects.visible_to(vouch.author)) == [notice]


def test_with_the_last_vouch_the_number_goes_too(staff, case, vouch):
    prove(case)
    signed_in(staff).post(at(case, "remove"), {"vouch": vouch.public_id})

    assert not Provider.objects.exists()


def test_what_is_not_about_them_cannot_be_removed_or_asked_about(staff, case, ana):
    prove(case)
    other = make_vouch(author=ana, phone="+441134960002")
    client = signed_in(staff)
    for act in ("remove", "correct"):
        for vouch in (other.public_id, uuid4()):
            client.post(at(case, act), {"vouch": vouch})
        assert client.post(at(case, act), {"vouch": "x"}).status_code == 404

    assert (Vouch.objects.count(), Notice.objects.exists(), DeskLook.objects.exists()) == (1, False, False)


def test_its_author_is_asked_to_correct_it_and_led_there(staff, case, vouch):
    prove(case)
    client, ana = signed_in(staff), vouch.author
    for _ in range(2):
        client.post(at(case, "correct"), {"vouch": vouch.public_id})
    notice = Notice.objects.get()

    assert (notice.person, notice.kind, notice.who) == (ana, "correction", None)
    assert signed_in(ana).get(notice.link).status_code == 200
    assert Vouch.objects.filter(pk=vouch.pk).exists()
    deliver_due()
    assert sent().count(ana.email) == 1


def test_they_are_asked_again_once_they_have_read_it(staff, case, vouch):
    prove(case)
    case.ask_to_correct(staff, vouch.public_id)
    Notice.objects.get().read()
    case.ask_to_correct(staff, vouch.public_id)

    assert Notice.objects.get().read_at is None


def test_nothing_asks_to_correct_what_is_withdrawn(staff, case, vouch):
    prove(case)
    case.ask_to_correct(staff, vouch.public_id)
    vouch.withdraw()

    assert not Notice.objects.exists()


def test_the_answer_is_mailed_as_it_was_written_and_once(staff, case):
    client = signed_in(staff)
    for words in ("We have seen to it.\n\nGoodbye <b>", "Something else"):
        assert client.post(at(case), {"answer": words}).status_code == 302
    deliver_due()
    case.refresh_from_db()
    letter = next(each for each in mail.outbox if "answer" in each.subject)

    assert (case.answer, case.handled_by) == ("We have seen to it.\n\nGoodbye <b>", staff)
    assert letter.to == ["rosa@example.net"]
    assert "We have seen to it.\n\nGoodbye <b>" in letter.body
    assert "Goodbye &lt;b&gt;" in letter.alternatives[0].content
    assert case.reference in letter.body
    assert len(mail.outbox) == 2
    assert deliver_due() == 0


def test_an_empty_answer_closes_nothing(staff, case):
    page = signed_in(staff).post(at(case), {"answer": " "})

    assert (page.status_code, list(Case.objects.open())) == (422, [case])


@pytest.mark.parametrize("held", [True, False])
def test_the_words_that_are_offered_tell_nothing(staff, case, ana, held):
    if held:
        make_vouch(author=ana, phone=ROSA)
    page = signed_in(staff).get(at(case))

    assert page.context["form"]["answer"].value() == (
        "Thank you for writing to us. We have looked into it, and have done what there was to do.\n\nWe tell nobody "
        "whether anything is held about a number or a web site until they have shown that it is theirs.\n"
    )


# --- Whoever leaves -------------------------------------------------------------------------------


def test_a_case_stays_when_who_handled_it_leaves(staff, case, vouch):
    prove(case)
    case.look(staff)
    case.close(staff, "It is done.")
    erase(staff)
    case.refresh_from_db()

    assert (case.answer, case.handled_by) == ("It is done.", None)
    assert list(DeskLook.objects.values_list("staff", "thing")) == [(None, vouch.pk)]
    assert "someone who has left" in signed_in(make_staff()).get(at(case)).content.decode()


def test_a_member_who_asked_takes_the_case_with_them(ana, staff, case):
    mine = make_case(email=ana.email.title(), phone="+441134960005")
    make_vouch(phone=ROSA, email=ana.email)
    deliver_due()
    assert CaseMail.objects.filter(address=ana.email).exists()
    Vouch.objects.all().delete()
    erase(ana)

    assert list(Case.objects.all()) == [case]
    assert not Case.objects.filter(pk=mine.pk).exists()
    assert ana.email not in dump()


def test_the_author_of_a_vouch_may_have_left_when_it_is_removed(staff, case, vouch):
    prove(case)
    public_id = vouch.public_id
    erase(vouch.author)

    assert (case.remove(staff, public_id), case.ask_to_correct(staff, public_id)) == (False, False)
    assert not Notice.objects.exists()


def test_remove_does_nothing_for_a_case_closed_or_staff_gone_meanwhile(staff, case, vouch):
    prove(case)
    other, closed = make_staff(), make_case()
    erase(other)
    closed.close(staff, "It is done.")

    for made, by in ((case, other), (closed, staff)):
        assert (made.remove(by, vouch.public_id), made.ask_to_correct(by, vouch.public_id)) == (False, False)
    assert not Notice.objects.exists()
    assert case.remove(staff, vouch.public_id) is True
