"""An invitation says the same to somebody blocked as to a stranger, and their yes reaches nobody."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.delivery import deliver_due
from people.models import Invitation, Person
from people.models.invitations import Acceptance
from recommendations.leaving import erasing
from tests.people.test_invitations import YOURS, as_, opened, ties
from tests.worlds.builders import make_invitation, make_person
from tests.worlds.looking import answer


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def eve(db):
    return make_person(name="Eve Adams")


# --- Blocked --------------------------------------------------------------------------------------


BLOCKS = 10


def step_by_step(invitation: Invitation, person: Person) -> list:
    """All that somebody sees who opens a link and says yes, as who they are and then as nobody."""
    client, unseen = as_(person), as_(None)
    client.get("/find/")
    unseen.get("/")
    steps = [("get", invitation.path, {}), ("post", invitation.path, {}), ("get", YOURS, {}), ("post", YOURS, {})]
    steps += [("post", YOURS, {"how": "choir"}), ("get", YOURS, {}), ("post", invitation.path, {}), ("get", YOURS, {})]
    seen = [answer(client, method, url, typed) for method, url, typed in steps]
    seen += [answer(client, "get", url) for url in ("/circle/", "/notices/", "/blocks/")]
    with CaptureQueriesContext(connection) as asked:
        client.post(YOURS, {"how": "again"})
    return [*seen, answer(unseen, "post", invitation.path), len(asked)]


@pytest.mark.parametrize("blocker", ["ana", "eve"])
@pytest.mark.parametrize("called", ["Zoe", "Eve"])
def test_a_link_across_a_block_is_the_same_at_every_step(ana, blocker, called):
    """As for a stranger whom the inviter is asked about, which the link does not tell."""
    eve, stranger = make_person(name="Eve Adams"), make_person(name="Eve Adams")
    ana.block(eve) if blocker == "ana" else eve.block(ana)
    theirs, hers = make_invitation(inviter=ana, name="Zoe"), make_invitation(inviter=ana, name=called)

    seen = step_by_step(hers, eve)
    expected = step_by_step(theirs, stranger)
    if blocker == "eve":  # she finds there whom she has blocked
        seen[BLOCKS] = expected[BLOCKS]
    gone = [re.sub(rb"/i/[\w-]+/", b"", str(each).encode()) for each in (seen, expected)]
    assert gone[0] == gone[1]


@pytest.mark.parametrize("blocker", ["ana", "eve"])
def test_a_yes_across_a_block_reaches_nobody_now_or_later(ana, eve, blocker):
    invitation = make_invitation(inviter=ana, name="Eve", email="", due_at=None)
    client, inviter = opened(invitation, eve), as_(ana)
    ana.block(eve) if blocker == "ana" else eve.block(ana)
    pages = ["/invitations/", "/circle/", "/notices/", f"/invitations/{invitation.public_id}/", "/find/"]
    inviter.get("/find/")
    before = [answer(inviter, "get", page) for page in pages]

    assert client.post(YOURS, {"how": "choir"}).url == "/circle/"
    assert [answer(inviter, "get", page) for page in pages] == before
    assert inviter.get(f"/invitations/{invitation.public_id}/confirm/").status_code == 404
    assert (ana.has_news(), deliver_due()) == (False, 0)
    ana.unblock(eve)
    eve.unblock(ana)
    assert [answer(inviter, "get", page) for page in pages] == before
    inviter.post(f"/invitations/{invitation.public_id}/confirm/", {"answer": "yes"})
    assert ties() == set()

    # Taken back, it is gone to the inviter, and to the one who came it still waits.
    inviter.post(f"/invitations/{invitation.public_id}/revoke/")
    assert "Eve" not in inviter.get("/invitations/").content.decode()
    assert not ana.invitations.known().exists()
    assert client.get(YOURS).url == "/circle/"


@pytest.mark.parametrize("goes", [erasing.rest, erasing.erase])
def test_invitations_list_is_as_it_was_when_one_across_a_block_goes(ana, eve, goes):
    """Who came across a block and goes leaves the inviters list as it was."""
    invitation, inviter = make_invitation(inviter=ana, name="Eve"), as_(ana)
    ana.block(eve)
    inviter.get("/find/")
    before = answer(inviter, "get", "/invitations/")
    assert invitation.accept(eve, "choir") == Acceptance.WAITING

    goes(eve)
    assert answer(inviter, "get", "/invitations/") == before


def test_a_block_while_a_yes_waits_is_not_told_to_who_waits(ana, eve):
    invitation = make_invitation(inviter=ana, name="Mum")
    client = opened(invitation, eve)
    client.post(YOURS, {"how": "choir"})
    before = answer(client, "get", YOURS), client.post(invitation.path).status_code

    ana.block(eve)

    assert (answer(client, "get", YOURS), client.post(invitation.path).status_code) == before
    assert not ana.invitations.known().exists()
    assert "Eve" not in as_(ana).get("/invitations/").content.decode()
