"""What somebody new could do first. Each step is known to be done by what is there, so nothing is kept about it."""

from typing import Any, NamedTuple

from django.db.models import Count, Exists, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from people.compiled import CompiledOnce
from people.models import Person
from people.words import number

ENOUGH_LISTED = 3


class Step(NamedTuple):
    url_name: str
    words: str
    why: str
    is_done: bool
    begins: bool = False  # nobody is on the list yet, and that is where to begin


class Done(NamedTuple):
    """What somebody has, as far as their first page asks."""

    vouched: int
    noted: int
    is_tied: bool
    has_asked: bool
    has_shared: bool
    has_called: bool
    asks_now: bool
    was_brought: bool  # something that they did not ask for
    is_asked: bool  # a question that is open, and to which they have not said no; it may not reach them any more


def done_by(person: Person) -> Done:
    return Done(*_done_by(person=person)[0])


def first_steps_of(person: Person, done: Done) -> list[Step]:
    """None, once all are done but to share something, which nobody owes."""
    listed = min(ENOUGH_LISTED, done.vouched + done.noted)
    own_list, invite, ask = (
        Step(
            "entry_new",
            _("Add {number} people you hire").format(number=number(ENOUGH_LISTED)),
            _("Your own list, at hand when the boiler fails, and for you alone until you share it."),
            listed == ENOUGH_LISTED,
            begins=not listed,
        ),
        Step(
            "invitation_new",
            _("Invite one person you would trust with your keys"),
            _("One is enough: you find whom they hired, and whom their friends hired."),
            done.is_tied or person.invitations.unanswered().exists(),
        ),
        Step(
            "ask_new",
            _("Ask one thing"),
            _("Of your circle, or by a link to anybody who is not here."),
            done.has_asked,
        ),
    )
    if own_list.is_done and invite.is_done and ask.is_done:
        return []
    return [own_list, _share(done), invite, ask]


def _share(done: Done) -> Step:
    return Step(
        "insight_new",
        _("Share one thing you learned"),
        _("Which fuse to check first, or who takes old paint. Share it, though nobody asked."),
        done.has_shared,
    )


@CompiledOnce
def _done_by(person: Person) -> QuerySet[Any, Any]:
    """All at once, so that what is not there is not looked up one by one."""
    return Person.objects.oneself(person).values_list(
        _how_many(person.vouches.values("author")),
        _how_many(person.entries.values("person")),
        Exists(person.ties.standing()),
        Exists(person.asks.filter(open_since__isnull=False)),
        Exists(person.insights.shared()),
        Exists(person.calls.all()),
        Exists(person.asks.open()),
        Exists(person.surprises.all()),
        Exists(person.asked.filter(declined=False, ask__closed_at=None)),
    )


def _how_many(of_one: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(of_one.order_by().annotate(many=Count("pk")).values("many")), 0)
