"""The circle as a picture: you in the middle, your friends around you, and at each a dot for every vouch that reaches
you through them.

What is drawn is counted by the same two rules that show the vouches themselves: the rule of sight, and the one friend
who is named as the one between. A vouch by someone beyond the circle whom no friend is named for stands at no friend.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from math import asin, ceil, cos, pi, sin, tau
from typing import NamedTuple

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.spoken import spoken
from recommendations.models import Outcome, Vouch, in_a_sentence, trade_called
from recommendations.providers.evidence import listed
from recommendations.sight.counted import counted_for
from recommendations.sight.names import Bridges, Link
from recommendations.sight.rule import Way, oldest_first

VOUCHES, WARNS_YOU, PASSES_ON = (
    _("vouches for {kinds}"),
    _("warns you of {kinds}"),
    _("passes on what friends vouch for"),
)
VOUCHES_AND_PASSES_ON = _("vouches for {kinds}, and passes on what friends vouch for")
WARNS_AND_PASSES_ON = _("warns you of {kinds}, and passes on what friends vouch for")
NOTHING_YET = _("nothing shared with you yet")


@dataclass(slots=True)
class Reach:
    """What reaches the viewer through one friend."""

    friend: Link
    own: int = 0
    beyond: int = 0
    # Kinds, each by itself and as it stands in a sentence.
    vouched: set[tuple[str, str]] = field(default_factory=set)
    warned: set[tuple[str, str]] = field(default_factory=set)

    @property
    def in_words(self) -> str:
        """No number in it, so that nobody is measured by one."""
        if not (self.vouched or self.warned):
            return spoken()(PASSES_ON if self.beyond else NOTHING_YET)
        alone, both = (VOUCHES, VOUCHES_AND_PASSES_ON) if self.vouched else (WARNS_YOU, WARNS_AND_PASSES_ON)
        return spoken()(both if self.beyond else alone).format(kinds=_kinds(self.vouched or self.warned))


def _kinds(told: set[tuple[str, str]]) -> str:
    return listed([said for _, said in sorted(told)])


def reach_of(person: Person) -> list[Reach]:
    """Of everyone in the circle, by name; by three queries, and one if a friend vouches for something else."""
    bridges, counted = Bridges(person), counted_for(person)
    reaches = {friend: Reach(link) for friend, link in bridges.links.items()}
    beyond: dict[int, tuple[bool, int, Way]] = {}
    kind_of, has_something_else = cache(_kind_of), False
    for author, through, named_beyond, trade, slug, warns, vouches in counted:
        if through not in reaches:  # a tie may have begun or ended between the two queries
            continue
        if author != through:
            if author not in beyond:
                beyond[author] = (named_beyond, vouches, Way(2, []))
            beyond[author][2].through.append(through)
            continue
        reaches[author].own += vouches
        if trade:
            _kinds_of(reaches[author], warns).add(kind_of(slug, trade))
        else:
            has_something_else = True
    if has_something_else:
        _add_something_else(person, reaches)
    oldest_first(person, ((author, way) for author, (_, _, way) in beyond.items()))
    for named_beyond, vouches, way in beyond.values():
        if between := bridges.between(way, named_beyond):
            reaches[between].beyond += vouches
    return sorted(reaches.values(), key=lambda reach: (reach.friend.name.casefold(), str(reach.friend.person)))


def _kind_of(slug: str, name: str) -> tuple[str, str]:
    """Of many friends the same, so it is put into words once a page."""
    trade = trade_called(slug, name)
    return trade, in_a_sentence(trade)


def _add_something_else(person: Person, reaches: dict[int, Reach]) -> None:
    told = Vouch.objects.visible_to(person).filter(trade=None, author__in=list(reaches))
    for author, other, outcome in told.values_list("author", "other", "outcome"):
        _kinds_of(reaches[author], outcome == Outcome.NO).add((other, in_a_sentence(None, other)))


def _kinds_of(reach: Reach, warns: bool) -> set[tuple[str, str]]:
    return reach.warned if warns else reach.vouched


# --- Where each is drawn --------------------------------------------------------------------------

# In tenths of a pixel of a narrow phone, and whole: a template would write fractions as the language does.
CIRCLE_WIDTH = 3580
# Each friend has a round cell for their disc and the dots around it; no two cells overlap.
LARGEST_CELL, STEP = 900, 5
# As parts of a cell: the radius of the disc, that of the ring of dots, and how wide a dot is.
DISC, DOTS, DOT_SIZE = 0.36, 0.44, 0.09
MOST_DOTS, DOT_PLACES = 10, 18
# Cells with room for a first name, and for initials. The letters of a name are about so wide, as parts of their height.
NAMED, INITIALS, LETTER_WIDTH = 700, 330, 0.58
SMALLEST_LETTERS, LARGEST_LETTERS = 105, 150


class Spot(NamedTuple):
    """From the middle, where "you" are; the angle goes round from the top like the hand of a clock, or against it in a
    language that is read from right to left."""

    angle: float
    radius: float
    side: int = 1  # or -1, against the hand of a clock

    @property
    def x(self) -> int:
        return self.side * round(self.radius * sin(self.angle))

    @property
    def y(self) -> int:
        return round(-self.radius * cos(self.angle))


@dataclass(frozen=True, slots=True)
class Layout:
    cell: int
    you: int  # radius of the disc in the middle
    rings: list[int]
    spots: list[Spot]

    @property
    def half(self) -> int:
        return self.cell // 2

    @property
    def disc(self) -> int:
        return round(self.cell * DISC)

    @property
    def dot(self) -> int:
        return round(self.cell * DOT_SIZE)

    @property
    def view_box(self) -> str:
        """As wide as the page, as high as need be."""
        across, down = [0, *(spot.x for spot in self.spots)], [0, *(spot.y for spot in self.spots)]
        left = (min(across) + max(across) - CIRCLE_WIDTH) // 2
        return f"{left} {min(down) - self.half} {CIRCLE_WIDTH} {max(down) - min(down) + 2 * self.half}"


@dataclass(frozen=True, slots=True)
class Drawn:
    friend: Link
    x: int
    y: int
    text: str
    letters: int  # how large they are
    own: str  # the dots, as a path
    beyond: str


def layout_of(friends: int) -> Layout:
    """The largest cells for which there is room; the rings are filled alike, and names go round from the top."""
    cell = _largest_cell(friends)
    rings = _rings(cell)
    if len(rings) == 1:  # then no wider than need be
        rings = [max(_innermost(cell), ceil(cell / 2 / sin(pi / max(friends, 2))))]
    spots = _spots(friends, rings, cell)
    return Layout(cell, _you(cell), rings, sorted(spots, key=lambda spot: (spot.angle, spot.radius)))


def _largest_cell(friends: int) -> int:
    cells = range(LARGEST_CELL, 0, -STEP)
    return next(cell for cell in cells if sum(_room(ring, cell) for ring in _rings(cell)) >= friends)


def _spots(friends: int, rings: list[int], cell: int) -> list[Spot]:
    """Evenly round each ring, and on every other ring between those of the one before; one or two stand beside you."""
    start = tau / 4 if friends < 3 else 0
    side = -1 if get_language_bidi() else 1
    spots = []
    for number, (ring, on_it) in enumerate(zip(rings, _shares(friends, rings, cell), strict=True)):
        between = number % 2 / 2
        spots += [Spot((start + (place + between) * tau / on_it) % tau, ring, side) for place in range(on_it)]
    return spots


def _you(cell: int) -> int:
    return max(round(cell * DISC), 180)


def _innermost(cell: int) -> int:
    return _you(cell) + round(cell * 0.6)


def _rings(cell: int) -> list[int]:
    """As many as fit between the middle and the edge, at equal distances."""
    first, last = _innermost(cell), (CIRCLE_WIDTH - cell) // 2
    gaps = (last - first) // cell
    return [last - round(number * (last - first) / gaps) for number in range(gaps + 1)] if gaps else [last]


def _room(ring: int, cell: int) -> int:
    return int(pi / asin(cell / 2 / ring))


def _shares(friends: int, rings: list[int], cell: int) -> list[int]:
    """How many stand on each ring, in proportion to its room."""
    rooms = [_room(ring, cell) for ring in rings]
    upto = [round(friends * sum(rooms[: number + 1]) / sum(rooms)) for number in range(len(rings))]
    return [one - before for before, one in zip([0, *upto], upto, strict=False)]


# --- What is drawn --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CirclePicture:
    layout: Layout
    friends: list[Drawn]


def circle_picture_of(reaches: Sequence[Reach]) -> CirclePicture:
    layout = layout_of(len(reaches))
    return CirclePicture(layout, [_drawn(*each, layout) for each in zip(reaches, layout.spots, strict=True)])


def _drawn(reach: Reach, spot: Spot, layout: Layout) -> Drawn:
    text, letters = _written(reach.friend, layout)
    own = min(reach.own, max(MOST_DOTS // 2, MOST_DOTS - reach.beyond))
    both = own + min(reach.beyond, MOST_DOTS - own)
    at = spot.x, spot.y
    dots = [_dot(at, spot, layout, number - (both - 1) / 2) for number in range(both)]
    return Drawn(reach.friend, *at, text, letters, "".join(dots[:own]), "".join(dots[own:]))


def _dot(at: tuple[int, int], spot: Spot, layout: Layout, place: float) -> str:
    """A line of no length, which its round ends make a dot. They fan out on the far side from the middle."""
    around = Spot(spot.angle + place * tau / DOT_PLACES, layout.cell * DOTS, spot.side)
    return f"M{at[0] + around.x} {at[1] + around.y}h1"


def _written(friend: Link, layout: Layout) -> tuple[str, int]:
    if layout.cell < INITIALS:
        return "", 0
    if layout.cell < NAMED:
        words = friend.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper(), round(layout.disc * 0.8)
    name, width = friend.first_name, layout.disc * 1.8
    most = int(width / SMALLEST_LETTERS / LETTER_WIDTH)
    if len(name) > most:
        name = f"{name[: most - 1]}…"
    return name, min(LARGEST_LETTERS, int(width / LETTER_WIDTH / len(name)))
