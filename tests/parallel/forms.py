"""Forms that are sent many times at once, and the limits on how often."""

from itertools import count
from uuid import uuid4

from django.db.models import Q

from people.models import Person, Place
from recommendations.models import Provider, Trade, Vouch
from tests.parallel.acts import blocks, introduces, invites, parts, vouches
from tests.parallel.presses import Press, Round
from tests.parallel.scene import left, newcomers, path_of, two
from tests.worlds.builders import befriend, make_invitation, make_place, make_trade, months_ago

CLICKS = 10
MANY = 50
OPENINGS = 80
numbers = count(1)


def invitation_sent_many_times() -> Round:
    [ana] = newcomers("Ana Silva")
    return invites(ana, [str(uuid4())] * CLICKS), lambda: left(ana, ana)


def introduction_sent_many_times() -> Round:
    [ana], (ben, cleo) = newcomers("Ana Silva"), newcomers("Ben Okafor", "Cleo Martin")
    befriend(ana, ben)
    befriend(ana, cleo)
    return [introduces(ana, ben, cleo)] * CLICKS, lambda: left(ben, cleo)


def vouch_sent_many_times() -> Round:
    [ana] = newcomers("Ana Silva")
    return [vouches(ana, vouch_form())] * CLICKS, lambda: vouched_by(ana)


def vouches_for_one_number() -> Round:
    """By ten people, who are the first to know it."""
    ten, form = newcomers(*["Ana Silva"] * CLICKS), vouch_form()
    return [vouches(person, form | {"key": str(uuid4())}) for person in ten], lambda: vouched_by(*ten)


def part_sent_many_times() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [parts(ana, ben)] * CLICKS, lambda: left(ana, ben)


def block_sent_many_times() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    return [blocks(ana, ben)] * CLICKS, lambda: left(ana, ben)


def many_invitations() -> Round:
    [ana] = newcomers("Ana Silva")
    return invites(ana, [str(uuid4()) for _ in range(MANY)]), lambda: left(ana, ana)


def many_openings() -> Round:
    """Of a link, from one address that claims to be many."""
    token = make_invitation(name="Ben").token
    addresses = [f"203.0.113.{number}" for number in range(OPENINGS)]
    claims = [{"X-Forwarded-For": address, "X-Real-IP": address} for address in addresses]
    return [
        Press("open", path_of("invitation_link", token), form={"here": "yes"}, headers=claim) for claim in claims
    ], lambda: "done"


def vouch_form() -> dict[str, str]:
    """About somebody nobody knows yet."""
    trade = Trade.objects.filter(slug="plumber").first() or make_trade(slug="plumber", name="Plumber")
    if not Place.objects.filter(name="Leeds").exists():
        make_place("Leeds")
    return {
        "key": str(uuid4()),
        "name": "Rosa Lima Plumbing",
        "trade": trade.slug,
        "job": "Burst pipe",
        "hired_on": months_ago(2).isoformat(),
        "outcome": "2",
        "words": "Came on a Sunday.",
        "place": "Leeds, GB",
        "phone": f"0113 49{next(numbers):05}",
        "relation": "none",
        "scope": "2",
        "pass_on": "yes",
    }


def vouched_by(*people: Person) -> str:
    """And providers; also those without a vouch, of which there is to be none."""
    mine = Vouch.objects.filter(author__in=people)
    about = Provider.objects.filter(Q(vouches=None) | Q(vouches__in=mine)).distinct()
    return f"{mine.count()} vouch, {about.count()} provider"
