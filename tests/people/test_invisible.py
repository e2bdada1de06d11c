"""What must not be told even by a difference: dead links, whose address it is, a no.

That a block cannot be told has its stories in `test_invisible_blocks.py`.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from people.models import Introduction, Invitation, Notice, Person, Tie
from recommendations.leaving import erasing
from tests.worlds.builders import befriend, make_invitation, make_person
from tests.worlds.looking import OWN_PAGES, answer, as_, as_if, every_row, shapes

AGENTS = ["Mozilla/5.0 (Windows NT 10.0)", "WhatsApp/2.24", "facebookexternalhit/1.1", "Slackbot-LinkExpanding 1.0"]


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


# --- Links of invitations -------------------------------------------------------------------------


def expire(invitation: Invitation) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))


def use(invitation: Invitation) -> None:
    invitation.accept(make_person(name="Eve Adams"), "from the choir")


def come_with_another_name(invitation: Invitation) -> None:
    invitation.accept(make_person(name="Zoe Lund"), "from the choir")


def refuse(invitation: Invitation) -> None:
    come_with_another_name(invitation)
    invitation.refuse()


DEATHS: dict[str, Callable[[Invitation], object]] = {
    "used": use,
    "somebody waits for the inviter": come_with_another_name,
    "refused": refuse,
    "expired": expire,
    "taken back": lambda invitation: invitation.delete(),
    "the inviter rests": lambda invitation: erasing.rest(invitation.inviter),
    "the inviter has left": lambda invitation: erasing.erase(invitation.inviter),
}


def path_of_a_dead_link(death: str) -> str:
    invitation = make_invitation(inviter=make_person(name="Canary Inviter"))
    path = invitation.path
    DEATHS[death](invitation)
    return path


TYPED = {"name": "Eve", "how": "choir", "email": "eve@example.org"}
UNKNOWN = ["/i/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/", "/i/a/", "/i/no token at all/"]


@pytest.mark.parametrize("method", ["get", "head"])
def test_invitation_link_says_who_invites_to_every_visitor_alike(ana, method):
    """And to whatever previews it: the first name alone."""
    path = make_invitation(inviter=ana, name="Eve").path

    seen = {answer(as_(None, user_agent=agent), method, path)[:3] for agent in AGENTS}

    assert len(seen) == 1
    status, page, _ = seen.pop()
    assert status == 200
    if method == "get":
        titles = re.findall(r'<title>(.*)</title>|<meta property="og:title" content="(.*)">', page.decode())
        assert titles == [("Ana invites you – Whom", ""), ("", "Ana invites you to Whom")]
        assert b'<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", ["a member", "nobody"])
def test_opening_a_dead_link_says_the_same_whatever_it_died_of(dan, who, method):
    dead = {death: path_of_a_dead_link(death) for death in DEATHS} | {path: path for path in UNKNOWN}
    client = as_(dan if who == "a member" else None)
    client.get("/")

    said = {death: answer(client, method, path, TYPED) for death, path in dead.items()}

    gone = said["taken back"]
    assert gone[0] == 404
    assert {death for death, each in said.items() if each != gone} == set()
    assert b"Canary" not in gone[1]
    assert b"og:" not in gone[1]
    assert "invitation" not in client.session


def test_invitation_link_dead_of_anything_asks_the_same_queries(dan):
    """Opening a dead link asks the same of the database whatever it died of."""
    dead = {death: path_of_a_dead_link(death) for death in DEATHS} | {"unknown": UNKNOWN[0]}
    client = as_(dan)
    client.post(UNKNOWN[1])  # what counts how often one asks is there from now on
    for method in ("get", "post"):
        asked = {death: shapes(client, method, path) for death, path in dead.items()}
        assert {death for death, each in asked.items() if each != asked["unknown"]} == set()


def test_an_invitation_that_was_opened_dies_in_that_browser_too(ana, dan):
    """Whatever it dies of meanwhile, the browser is told what it is told of a link that never was."""
    stranger = as_(dan)
    stranger.get("/find/")
    unknown = answer(stranger, "get", reverse("invited"))
    assert unknown[0] == 404
    for death, kill in DEATHS.items():
        invitation = make_invitation(inviter=make_person())
        member, visitor = as_(dan), as_(None)
        for client in (member, visitor):
            assert client.post(invitation.path).status_code == 422
        path = invitation.path
        kill(invitation)
        assert member.get(path).status_code == visitor.get(path).status_code == 404, death
        assert answer(member, "get", reverse("invited")) == unknown, death
        assert answer(member, "post", reverse("invited"), {"how": "x"})[:2] == unknown[:2], death
        assert visitor.get(reverse("invited")).status_code == 404, death
        assert (
            visitor.get(reverse("account_signup")).status_code == as_(None).get(reverse("account_signup")).status_code
        )


@pytest.mark.parametrize("who", ["ana", "ben", "dan", "nobody"])
def test_looking_changes_nothing(ana, ben, cleo, dan, who):
    """Neither a row nor a session: whatever scans or previews links may open all of them."""
    invitation = make_invitation(inviter=ana, name="Dan")
    waiting = make_invitation(inviter=ana, name="Somebody")
    waiting.accept(dan, "from work")
    Introduction.objects.introduce(ben, ana, cleo, "You both sing")
    Tie.objects.connect(ana, dan)
    Tie.objects.part(ana, dan)
    for half in Introduction.objects.all():
        half.person.tell("introduction", half.public_id, reverse("introduction", args=[half.public_id]), who=ben)
    client = as_({"ana": ana, "ben": ben, "dan": dan, "nobody": None}[who])
    client.post(invitation.path)
    client.get("/find/")
    Notice.objects.update(read_at=None)
    urls = [invitation.path, *UNKNOWN, *(reverse(name) for name in [*OWN_PAGES, "invited", "account_signup", "you"])]
    urls += [reverse(name, args=[each.public_id]) for each in (ana, ben, cleo, dan) for name in ("friend", "block")]
    urls += [reverse(name, args=[each.public_id]) for each in (ana, ben, cleo, dan) for name in ("part", "unblock")]
    urls += [reverse("introduction", args=[half.public_id]) for half in Introduction.objects.all()]
    urls += [reverse("notice", args=[each.public_id]) for each in Notice.objects.all()]
    urls += [
        reverse(name, args=[each.public_id])
        for each in (invitation, waiting)
        for name in ("invitation", "invitation_confirm", "invitation_revoke")
    ]
    before = every_row()
    for url in urls:
        client.head(url)
        client.get(url)
        now = every_row()
        assert {table for table in now if now[table] != before[table]} == set(), url


# --- Whose address it is --------------------------------------------------------------------------


def test_an_invitation_never_tells_whether_its_address_is_a_members(ana, ben):
    addresses = [f"{number}@example.org" for number in ("none", "zero", "five", "nine")]  # as long as each other
    nobody, stranger, blocker, resting = addresses
    make_person(email=stranger)
    make_person(email=blocker).block(ana)
    erasing.rest(make_person(email=resting))
    told = {}
    for address in addresses:
        with as_if():
            client, data = as_(ana), {"name": "Dan", "how": "from work", "email": address, "key": UUID(int=7)}
            client.get("/find/")
            seen = [answer(client, "post", reverse("invitation_new"), data)]
            seen += [answer(client, "get", reverse(name)) for name in OWN_PAGES]
            invitation = ana.invitations.get()
            seen.append(answer(client, "get", reverse("invitation", args=[invitation.public_id])))
            seen.append(tuple(shapes(client, "get", reverse("invitations"))))
            text = re.sub(r"<svg.*?</svg>", "", str(seen))  # with the link, as a picture
            for own in (address, str(invitation.public_id), str(invitation.token)):
                text = text.replace(own, "")
            told[address] = re.sub(r"'Content-Length..: ..\d+", "", text)

    assert {address for address in addresses if told[address] != told[nobody]} == set()


def test_invitation_stays_in_the_list_when_its_address_blocks_me(ana, ben):
    """Else it would tell me of the block, and whose address it is."""
    Tie.objects.part(ana, ben)
    make_invitation(inviter=ben, name="Somebody", email=ana.email)
    before = answer(as_(ben), "get", reverse("invitations"))
    assert b"Somebody" in before[1]

    ana.block(ben)

    assert answer(as_(ben), "get", reverse("invitations")) == before


# --- Introductions --------------------------------------------------------------------------------


@pytest.fixture
def pair(ana):
    pia, quin = make_person(name="Pia Roy"), make_person(name="Quin Roy")
    befriend(ana, pia)
    befriend(ana, quin)
    return pia, quin


def pages_of(person: Person, *more: str) -> list[tuple]:
    client = as_(person)
    client.get("/find/")
    return [answer(client, "get", url) for url in [*(reverse(name) for name in OWN_PAGES), *more]]


BETWEEN_THEM = {
    "nothing": lambda pia, quin: None,
    "a tie": befriend,
    "a block by one": lambda pia, quin: pia.block(quin),
    "a block by the other": lambda pia, quin: quin.block(pia),
}


def test_introduction_looks_the_same_whatever_is_between_the_two(ana, pair):
    """An introduction looks to who makes it the same whatever is between the two."""
    pia, quin = pair
    data, looks = {"one": pia.public_id, "other": quin.public_id, "word": "You both sing"}, {}
    for between, make_it in BETWEEN_THEM.items():
        with as_if():
            make_it(pia, quin)
            client = as_(ana)
            client.get("/find/")
            said = [answer(client, "post", reverse("introduction_new"), data), answer(client, "get", reverse("circle"))]
            before = pages_of(ana)
            for half in Introduction.objects.filter(introducer=ana):
                assert half.say(yes=True, how="from the choir") is (between == "nothing")
                looks[between] = (said, before, pages_of(ana))
                break

    assert {between for between, look in looks.items() if look != looks["nothing"]} == set()
    assert len(looks) == len(BETWEEN_THEM)


def test_a_no_a_yes_and_no_answer_look_alike_to_everyone_else(ana, pair):
    pia, quin = pair
    Introduction.objects.introduce(ana, pia, quin, "You both sing")
    mine, theirs = Introduction.objects.get(person=pia), Introduction.objects.get(person=quin)
    link = reverse("introduction", args=[theirs.public_id])
    looks = {}
    for said in ("nothing", "no", "yes"):
        with as_if():
            if said != "nothing":
                mine.say(yes=said == "yes", how="from the choir")
            looks[said] = (pages_of(ana), pages_of(quin, link))

    assert looks["no"] == looks["nothing"]
    assert looks["yes"] == looks["nothing"]


def test_a_yes_after_a_no_looks_like_a_yes_before_any_answer(ana, pair):
    pia, quin = pair
    Introduction.objects.introduce(ana, pia, quin, "You both sing")
    mine, theirs = Introduction.objects.get(person=pia), Introduction.objects.get(person=quin)
    link = reverse("introduction", args=[theirs.public_id])
    looks = {}
    for said in ("nothing", "no"):
        with as_if():
            if said == "no":
                mine.say(yes=False)
            client = as_(quin)
            looks[said] = (answer(client, "post", link, {"how": "from work"}), pages_of(quin, link), pages_of(ana))

    assert looks["no"] == looks["nothing"]
