"""Someone leaves, or rests, while others press what concerns them."""

from uuid import uuid4

from django.db import connection

from people.models import Person, Tie
from tests.parallel.acts import accepts, agrees, blocks, introduces, invites, leaves, rests, vouches
from tests.parallel.forms import vouch_form, vouched_by
from tests.parallel.presses import Deed, Round, slowly
from tests.parallel.scene import introduced, left, newcomers, two
from tests.worlds.builders import befriend, make_invitation


def gone(person: Person, other: Person) -> str:
    """What is left of them. SQLite is asked for rows that lead nowhere; PostgreSQL keeps none."""
    connection.check_constraints()
    here = "still here, " if Person.objects.filter(pk=person.pk).exists() else ""
    return here + left(person, other)


def the_inviter_leaves() -> Round:
    ana, ben = two()
    return [accepts(ben, make_invitation(inviter=ana, name="Ben")), leaves(ana)], lambda: gone(ana, ben)


def the_invited_leaves() -> Round:
    """In one tab, and says yes in the other."""
    ana, ben = two()
    return [accepts(ben, make_invitation(inviter=ana, name="Ben")), leaves(ben)], lambda: gone(ben, ana)


def someone_leaves_who_is_blocked() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [blocks(ana, ben), leaves(ben)], lambda: gone(ben, ana)


def someone_leaves_who_blocks() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [blocks(ana, ben), leaves(ana)], lambda: gone(ana, ben)


def someone_leaves_who_is_introduced() -> Round:
    ana, ben = two()
    _, anas, bens = introduced(ana, ben)
    bens.say(yes=True, how="from the choir")
    return [agrees(anas), leaves(ben)], lambda: gone(ben, ana)


def the_introducer_leaves() -> Round:
    [ana], (ben, cleo) = newcomers("Ana Silva"), newcomers("Ben Okafor", "Cleo Martin")
    befriend(ana, ben)
    befriend(ana, cleo)
    return [introduces(ana, ben, cleo), leaves(ana)], lambda: gone(ana, ben)


def someone_leaves_who_vouches() -> Round:
    [ana] = newcomers("Ana Silva")
    return [vouches(ana, vouch_form()), leaves(ana)], lambda: f"{gone(ana, ana)}, {vouched_by(ana)}"


def someone_leaves_who_invites() -> Round:
    [ana] = newcomers("Ana Silva")
    return [*invites(ana, [str(uuid4())]), leaves(ana)], lambda: gone(ana, ana)


def the_invited_rests() -> Round:
    ana, ben = two()
    presses = [accepts(ben, make_invitation(inviter=ana, name="Ben")), rests(ben)]
    return presses, lambda: standing(ana, ben)


def one_rests_and_the_other_is_back() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    ben.set_active(False, rests=True)
    rest = Deed("rest", lambda: ana.set_active(False, rests=True))
    return [rest, Deed("back", lambda: ben.set_active(True))], lambda: standing(ana, ben)


def one_rests_while_a_tie_begins() -> Round:
    ana, ben = two()
    connects = Deed("connect", lambda: Tie.objects.connect(ben, ana))
    return [connects, slowly("rest", lambda: ana.set_active(False, rests=True))], lambda: standing(ana, ben)


def standing(a: Person, b: Person) -> str:
    return f"{Tie.objects.between(a, b).standing().count()} standing"
