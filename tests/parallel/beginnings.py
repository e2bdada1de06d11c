"""Ties that begin from several sides at once.

Each race sets up one round: what is pressed, and how to tell afterwards what it came to.
"""

from people.models import Person
from tests.parallel.acts import HOW, accepts, agrees
from tests.parallel.presses import Press, Round
from tests.parallel.scene import begun, browsers, crowded, introduced, left, newcomers, path_of, two
from tests.worlds.builders import make_invitation

CROWD, CLICKS = 20, 10


def one_person_accepts() -> Round:
    ana, ben = two()
    return [accepts(ben, make_invitation(inviter=ana, name="Ben"))] * CROWD, lambda: left(ana, ben)


def a_crowd_accepts() -> Round:
    """All go by the name that it is for."""
    [ana] = newcomers("Ana Silva")

    def end() -> str:
        return " and ".join(left(ana, friend) for friend in Person.objects.circle_of(ana)) or "nobody"

    return _a_crowd("Ben", ana), end


def a_crowd_comes() -> Round:
    """None goes by the name that it is for."""
    [ana] = newcomers("Ana Silva")
    return _a_crowd("Zoe", ana), lambda: left(ana, ana)


def _a_crowd(name: str, ana: Person) -> list[Press]:
    """All hold the same link."""
    held = str(make_invitation(inviter=ana, name=name).public_id)
    crowd = browsers(newcomers(*["Ben Okafor"] * CROWD), invitation=held)
    return [Press("accept", path_of("invited"), session, HOW) for session in crowd]


def two_join_by_one_link() -> Round:
    """Both go by the name that it is for."""
    [ana] = newcomers("Ana Silva")
    invitation = make_invitation(inviter=ana, name="Eve")
    ready = [begun(invitation, "Eve Adams") for _ in range(2)]
    path = path_of("account_email_verification_sent")

    def end() -> str:
        return f"{Person.objects.filter(invited_by=ana).count()} member, {ana.ties.count()} tie, {told(ana)}"

    return [Press("join", path, session, {"code": code}) for session, code in ready], end


def the_last_place_in_a_circle() -> Round:
    """Of two who are each invited, and say yes at once."""
    [ana] = newcomers("Ana Silva")
    crowded(ana, room=1)
    two_more = newcomers("Ben Okafor", "Ben Novak")
    presses = [accepts(each, make_invitation(inviter=ana, name="Ben")) for each in two_more]
    return presses, lambda: f"{ana.ties.count()} friends, {told(ana)}"


def crossed_invitations() -> Round:
    ana, ben = two()
    by_ana, by_ben = make_invitation(inviter=ana, name="Ben"), make_invitation(inviter=ben, name="Ana")
    return [accepts(ben, by_ana), accepts(ana, by_ben)], lambda: left(ana, ben)


def both_agree() -> Round:
    ana, ben = two()
    fay, anas, bens = introduced(ana, ben)
    return [agrees(anas), agrees(bens)], lambda: f"{left(ana, ben)}; to the introducer {told(fay)}"


def one_agrees_many_times() -> Round:
    """And is the second of the two to do so."""
    ana, ben = two()
    fay, anas, bens = introduced(ana, ben)
    bens.say(yes=True, how="from the choir")
    return [agrees(anas)] * CLICKS, lambda: f"{left(ana, ben)}; to the introducer {told(fay)}"


def both_agree_and_one_invites_the_other() -> Round:
    """Two ways to the same tie."""
    ana, ben = two()
    _, anas, bens = introduced(ana, ben)
    invitation = make_invitation(inviter=ana, name="Ben")
    return [agrees(anas), agrees(bens), accepts(ben, invitation)], lambda: ties(ana, ben)


def told(person: Person) -> str:
    return ", ".join(sorted(notice.kind for notice in person.notices.all()))


def ties(a: Person, b: Person) -> str:
    return left(a, b).partition(",")[0]
