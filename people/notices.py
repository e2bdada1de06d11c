"""What each kind of notice says: on the page, and in a mail, which names nobody but its receiver's friends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.words import beginning, isolated

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST_WORDS = 280  # letters


class MailPart(NamedTuple):
    text: str
    quoted: bool = False  # somebody's own words


def beside(*facts: str) -> MailPart:
    """Those that there are, on one line."""
    return MailPart(" · ".join(isolated(each) for each in facts if each))


def first_words(words: str) -> MailPart:
    return MailPart(beginning(words, FIRST_WORDS), quoted=True)


class Button(NamedTuple):
    label: str
    path: str


class MailText(NamedTuple):
    """What a mail says of a notice; of its buttons the first is the one to press."""

    subject: str
    parts: list[MailPart]
    buttons: list[Button]
    shown_as_from_mail: bool = False  # what is said by the buttons


class PushWords(NamedTuple):
    """What a browser shows of a notice to whoever looks at its screen: the first name of a friend, at most, and nothing
    of what it is about."""

    switch: str  # the field of its person that says whether they want it
    nameless: StrOrPromise
    named: StrOrPromise = ""
    is_discreet: Callable[[Any], bool] | None = None  # of a notice: whether not even the friend is named


# Of some notices that a person may see, the sentence of each on their page, by its id, and by a number of statements
# that does not grow with them. It may leave out what is not there any more.
Say = Callable[[Any, Sequence[Any]], dict[int, str]]


class Kind(NamedTuple):
    message: StrOrPromise  # what can be said without looking at the thing
    subject: StrOrPromise = ""
    mail: StrOrPromise = ""
    # Of whoever reads it, a query of the things it may still be about, by their public ids; None: anything.
    still_about: Callable[[Any], Any] | None = None
    button: StrOrPromise = gettext_lazy("See it on Whom")
    from_anybody: bool = False  # who is told of need not be a friend yet
    # What its mail says of the thing, as its reader may see it now; None where there is nothing to say any more.
    # Without it, the mail has the subject, words and button that stand here.
    tell: Callable[[Any], MailText | None] | None = None
    # None: no browser shows it. What time brings, and what the desk does, is nothing to disturb anybody with.
    push: PushWords | None = None
    # What the page says, with the thing that it is about; None: the message.
    say: Say | None = None


def _say_came(person: Any, notices: Sequence[Any]) -> dict[int, str]:
    meant = dict(about_in(person.invitations.waiting(), notices).values_list("public_id", "name"))
    return say_each(
        notices,
        meant,
        lambda notice, name: _("{who} came with your invitation for {name}. Is this who you meant?").format(
            who=notice.who.name, name=name
        ),
    )


def _say_introduction(person: Any, notices: Sequence[Any]) -> dict[int, str]:
    halves = about_in(person.introductions.open_to(person), notices)
    known = dict(halves.values_list("public_id", "friend__name"))
    return say_each(
        notices,
        known,
        lambda notice, name: _("{who} would like you to know {name}.").format(who=notice.who.name, name=name),
    )


def _say_introduction_yes(person: Any, notices: Sequence[Any]) -> dict[int, str]:
    halves = about_in(person.introductions.open_to(person), notices)
    known = dict(halves.values_list("public_id", "friend__name"))
    return say_each(
        notices,
        known,
        lambda notice, name: _("You asked {who} to introduce you, and {name} would like to know you.").format(
            who=notice.who.name, name=name
        ),
    )


def about_in(things: Any, notices: Sequence[Any]) -> Any:
    """Of a query of things, those that these notices are about."""
    return things.filter(public_id__in=[each.about for each in notices])


def say_each(notices: Sequence[Any], things: Mapping[UUID, Any], sentence: Callable[[Any, Any], str]) -> dict[int, str]:
    """The sentence of each notice whose thing, by its public id, is there; "" leaves it out."""
    said = ((each.pk, sentence(each, things[each.about])) for each in notices if each.about in things)
    return {pk: words for pk, words in said if words}


# What one may want or not, by the field of Person that says so.
PUSH_SWITCHES = {
    "push_asks": gettext_lazy("A friend asks me something, or passes a question on"),
    "push_answers": gettext_lazy("A question of mine is answered, or something I shared"),
    "push_ties": gettext_lazy("An invitation or introduction concerns me"),
    "push_thanks": gettext_lazy("Somebody says thank you"),
}
TIED_PUSH = PushWords(
    "push_ties", gettext_lazy("You have a new friend in your circle"), gettext_lazy("{first} is in your circle now")
)

KINDS = {
    "tied": Kind(
        gettext_lazy("{who} said yes: you are in each other’s circle."),
        gettext_lazy("{first} said yes: you are in each other’s circle"),
        gettext_lazy("{who} said yes. You are in each other’s circle now."),
        push=TIED_PUSH,
    ),
    "came": Kind(
        gettext_lazy("Someone came with an invitation of yours. Is this who you meant?"),
        gettext_lazy("Is this who you meant?"),
        gettext_lazy("Someone came with an invitation of yours. Please say whether it is who you meant."),
        lambda person: person.invitations.waiting(),
        from_anybody=True,
        say=_say_came,
        push=PushWords("push_ties", gettext_lazy("Someone came with an invitation of yours")),
    ),
    "introduction": Kind(
        gettext_lazy("{who} would like you to know somebody."),
        gettext_lazy("{first} would like you to know somebody"),
        gettext_lazy("{who} would like you to know somebody whose word you might act on."),
        lambda person: person.introductions.open_to(person),
        say=_say_introduction,
        push=PushWords(
            "push_ties",
            gettext_lazy("A friend would like you to know somebody"),
            gettext_lazy("{first} would like you to know somebody"),
        ),
    ),
    "introduction_yes": Kind(
        gettext_lazy("You asked {who} to introduce you, and somebody would like to know you."),
        gettext_lazy("{first} asked for you, and the answer is yes"),
        gettext_lazy("You asked {who} to introduce you, and whoever it is would like to know you."),
        lambda person: person.introductions.open_to(person),
        say=_say_introduction_yes,
        push=PushWords(
            "push_ties",
            gettext_lazy("Somebody would like to know you"),
            gettext_lazy("{first} asked for you, and the answer is yes"),
        ),
    ),
    "introduced": Kind(
        gettext_lazy("{who} said yes too: you are in each other’s circle."),
        gettext_lazy("{first} said yes too: you are in each other’s circle"),
        gettext_lazy("{who} said yes too. You are in each other’s circle now."),
        push=TIED_PUSH,
    ),
    "came_about": Kind(
        gettext_lazy("{who} and {with_whom} both said yes to your introduction."),
        gettext_lazy("An introduction of yours came about"),
        gettext_lazy("{who} and {with_whom} both said yes to your introduction."),
        push=PushWords("push_ties", gettext_lazy("An introduction of yours came about")),
    ),
    "lifted": Kind(
        gettext_lazy("Your suspension is lifted: all that is yours is here again."),
        gettext_lazy("Your suspension is lifted"),
        gettext_lazy("Your suspension is lifted. All that is yours is there again, for those who saw it before."),
    ),
}
