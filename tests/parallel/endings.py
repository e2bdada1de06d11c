"""A tie that begins, while one of the two ends it or makes sure that there is none."""

from people.models import Tie
from tests.parallel.acts import accepts, agrees, blocks, confirms, parts, refuses, revokes
from tests.parallel.presses import Deed, Round, slowly
from tests.parallel.scene import introduced, left, two
from tests.worlds.builders import befriend, make_invitation


def block_against_accept() -> Round:
    ana, ben = two()
    introduced(ana, ben)  # so that there is somebody to block
    return [accepts(ben, make_invitation(inviter=ana, name="Ben")), blocks(ana, ben)], lambda: left(ana, ben)


def block_by_the_invited_against_accept() -> Round:
    ana, ben = two()
    introduced(ana, ben)
    return [accepts(ben, make_invitation(inviter=ana, name="Ben")), blocks(ben, ana)], lambda: left(ana, ben)


def block_against_confirm() -> Round:
    ana, ben = two()
    came = make_invitation(inviter=ana, name="Zoe", accepted_by=ben, accepted_how="from the choir")
    return [confirms(came), blocks(ana, ben)], lambda: left(ana, ben)


def block_against_the_second_yes() -> Round:
    ana, ben = two()
    _, anas, bens = introduced(ana, ben)
    bens.say(yes=True, how="from the choir")
    return [agrees(anas), blocks(ana, ben)], lambda: left(ana, ben)


def block_against_connect() -> Round:
    """Which every way to a tie ends in. The block takes its time, so that they always meet."""
    ana, ben = two()
    connects = Deed("connect", lambda: Tie.objects.connect(ben, ana))
    return [connects, slowly("block", lambda: ana.block(ben))], lambda: left(ana, ben)


def both_block() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [blocks(ana, ben), blocks(ben, ana)], lambda: left(ana, ben)


def both_part() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [parts(ana, ben), parts(ben, ana)], lambda: left(ana, ben)


def part_against_accept() -> Round:
    """They are tied already, and an invitation from before is still open."""
    ana, ben = two()
    befriend(ana, ben)
    return [accepts(ben, make_invitation(inviter=ana, name="Ben")), parts(ana, ben)], lambda: left(ana, ben)


def revoke_against_accept() -> Round:
    ana, ben = two()
    invitation = make_invitation(inviter=ana, name="Ben")
    return [accepts(ben, invitation), revokes(invitation)], lambda: left(ana, ben)


def revoke_against_someone_who_comes() -> Round:
    ana, ben = two()
    invitation = make_invitation(inviter=ana, name="Zoe")
    return [accepts(ben, invitation), revokes(invitation)], lambda: left(ana, ben)


def confirm_against_refuse() -> Round:
    ana, ben = two()
    came = make_invitation(inviter=ana, name="Zoe", accepted_by=ben, accepted_how="from the choir")
    return [confirms(came), refuses(came)], lambda: left(ana, ben)
