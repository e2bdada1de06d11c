"""The presses that races are made of, each in a browser of its own."""

from people.models import Introduction, Invitation, Person
from tests.parallel.presses import Press
from tests.parallel.scene import browser, path_of

HOW = {"how": "from the choir"}


def accepts(person: Person, invitation: Invitation) -> Press:
    return Press("accept", path_of("invited"), browser(person, invitation), HOW)


def confirms(invitation: Invitation) -> Press:
    return _answers("confirm", invitation, "yes")


def refuses(invitation: Invitation) -> Press:
    return _answers("refuse", invitation, "no")


def _answers(name: str, invitation: Invitation, answer: str) -> Press:
    path = path_of("invitation_confirm", invitation.public_id)
    return Press(name, path, browser(invitation.inviter), {"answer": answer})


def revokes(invitation: Invitation) -> Press:
    return Press("revoke", path_of("invitation_revoke", invitation.public_id), browser(invitation.inviter))


def agrees(half: Introduction) -> Press:
    return Press("agree", path_of("introduction", half.public_id), browser(half.person), HOW | {"answer": "yes"})


def blocks(person: Person, other: Person) -> Press:
    return Press("block", path_of("block", other.public_id), browser(person))


def parts(person: Person, friend: Person) -> Press:
    return Press("part", path_of("part", friend.public_id), browser(person))


def vouches(person: Person, form: dict[str, str]) -> Press:
    return Press("vouch", path_of("vouch_new"), browser(person), form)


def invites(person: Person, keys: list[str]) -> list[Press]:
    """In one browser: an invitation for each key."""
    session, form = browser(person), HOW | {"name": "Ben"}
    return [Press("invite", path_of("invitation_new"), session, form | {"key": key}) for key in keys]


def introduces(person: Person, one: Person, other: Person) -> Press:
    form = {"one": str(one.public_id), "other": str(other.public_id), "word": "You both sing"}
    return Press("introduce", path_of("introduction_new"), browser(person), form)


def leaves(person: Person) -> Press:
    return Press("leave", path_of("leave"), browser(person), {"what": "all", "sure": "on"})


def rests(person: Person) -> Press:
    return Press("rest", path_of("leave"), browser(person), {"what": "rest"})
