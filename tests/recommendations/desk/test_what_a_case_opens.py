"""What the desk may read for a case, and what is kept of each look."""

from datetime import timedelta

import pytest
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Notice
from people.tidy import tidy
from recommendations.leaving.erasing import erase
from recommendations.models import Case, DeskLook, Scope, Vouch
from tests.worlds.builders import make_case, make_person, make_vouch
from tests.worlds.cases import NOTED, ROSA, at, prove
from tests.worlds.outbox import sent
from tests.worlds.private_lives import dump, signed_in

OPENS = ("held", "correct", "remove")


@pytest.fixture
def said(vouch) -> dict[str, Vouch]:
    """All that there is about Rosa: by Ana, by two who noted another address or none, and for one's eyes alone."""
    return {
        "noted": vouch,
        "by another": make_vouch(phone=ROSA, email="schemer@example.org"),
        "without an address": make_vouch(phone=ROSA),
        "only me": make_vouch(phone=ROSA, email=NOTED, scope=Scope.ME),
    }


def opened(case: Case, said: dict[str, Vouch]) -> set[str]:
    case.refresh_from_db()
    return {name for name, vouch in said.items() if vouch in case.opened()}


def test_case_opens_nothing_before_it_is_proved(staff, case, said):
    client = signed_in(staff)

    assert opened(case, said) == set()
    assert {client.post(at(case, act), {"vouch": said["noted"].public_id}).status_code for act in OPENS} == {302, 404}
    assert "Look at what is held" not in client.get(at(case)).content.decode()
    assert (Vouch.objects.count(), Notice.objects.exists(), DeskLook.objects.exists()) == (4, False, False)


def test_code_opens_what_bears_its_address_and_no_more(staff, case, said):
    prove(case)
    page = signed_in(staff).post(at(case, "held"))

    assert opened(case, said) == {"noted"}
    assert [each.public_id for each in page.context["held"]] == [said["noted"].public_id]
    assert not case.remove(staff, said["by another"].public_id)


def test_proof_by_hand_opens_all_but_only_me_and_its_reason_is_kept(staff, case, said):
    client = signed_in(staff)
    assert client.post(at(case, "prove"), {"reason": "I called the number."}).status_code == 302
    client.post(at(case, "held"))

    assert opened(case, said) == set(said) - {"only me"}
    kept = DeskLook.objects.values_list("staff", "thing", "act", "reason")
    looked = {(staff.pk, said[name].pk, "look", "I called the number.") for name in set(said) - {"only me"}}
    assert set(kept) == looked | {(staff.pk, None, "prove", "I called the number.")}
    assert not case.remove(staff, said["only me"].public_id)
    assert not case.prove_by_hand(staff, "Another reason.")


def test_proof_by_hand_needs_a_reason(staff, case, said):
    page = signed_in(staff).post(at(case, "prove"), {"reason": " "})

    assert (page.status_code, opened(case, said)) == (422, set())
    assert "Write how you made sure." in page.content.decode()


@pytest.mark.parametrize("by_hand", [True, False])
def test_look_tells_each_author_once_and_shows_them_why(staff, case, vouch, by_hand):
    case.prove_by_hand(staff, "I called the number.") if by_hand else prove(case)
    other = make_vouch(phone=ROSA)
    case.refresh_from_db()
    for _ in range(2):
        case.look(staff)

    heard = [vouch.author, other.author] if by_hand else [vouch.author]
    assert set(Notice.objects.values_list("person", "kind", "who")) == {(each.pk, "looked", None) for each in heard}
    page = signed_in(vouch.author).get(Notice.objects.get(person=vouch.author).link).content.decode()
    assert ("I called the number." in page, "typed in a code" in page) == (by_hand, not by_hand)
    assert staff.name not in page
    assert "Rosa Lima" in page
    assert "Nothing of yours was read" in signed_in(make_person()).get("/you/looks/").content.decode()
    deliver_due()
    assert sent().count(vouch.author.email) == 1


# --- What is kept of it ----------------------------------------------------------------------------


def test_looks_outlive_case_vouch_and_staff_for_two_years(staff, case, vouch):
    case.prove_by_hand(staff, "I called the number.")
    case.refresh_from_db()
    case.look(staff)
    looks = set(DeskLook.objects.values_list("pk", flat=True))
    case.delete()
    erase(vouch.author)
    erase(staff)
    tidy()
    assert set(DeskLook.objects.filter(staff=None).values_list("pk", flat=True)) == looks

    DeskLook.objects.filter(act="look").update(at=timezone.now() - timedelta(days=730, minutes=1))
    DeskLook.objects.filter(act="prove").update(at=timezone.now() - timedelta(days=729))
    tidy()
    assert [look.act for look in DeskLook.objects.all()] == ["prove"]


def test_reason_of_a_proof_goes_with_the_member_who_asked(ana, staff, vouch):
    mine = make_case(email="ben@example.org", phone=ROSA)
    ben = make_person(email="ben@example.org")
    mine.prove_by_hand(staff, "Ben called me himself.")
    mine.refresh_from_db()
    mine.look(staff)
    erase(ben)

    assert set(DeskLook.objects.values_list("act", "reason")) == {("prove", ""), ("look", "")}
    assert "ben called me" not in dump()
