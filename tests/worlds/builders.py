"""One of each thing, every field filled in: a test names only what its story needs."""

from datetime import datetime
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from people.compiled import CompiledOnce
from people.models import Block, Invitation, Person, Place, Tie
from recommendations.demo.neighbourhood import months_ago
from recommendations.identity import identity_of, public_id_of
from recommendations.models import (
    Ask,
    Case,
    Entry,
    Insight,
    LinkAnswer,
    ListDraft,
    Offer,
    Outcome,
    Photo,
    Provider,
    Question,
    Relation,
    Scope,
    ShortWord,
    Trade,
    Vouch,
    Wish,
    offered_until,
)
from recommendations.my_list.checking import keep_list
from recommendations.my_list.reading import LINES, read
from recommendations.sight.rule import CROWD

LEEDS, OTLEY, LONDON = (53.797, -1.548), (53.906, -1.694), (51.509, -0.126)
number = count(1)


def make_person(**fields) -> Person:
    n = next(number)
    defaults = {"email": f"person{n}@example.org", "name": f"Person Number{n}"}
    return Person.objects.create_user(**(defaults | fields))


def make_place(name: str = "Leeds", at: tuple[float, float] = LEEDS, **fields) -> Place:
    latitude, longitude = at
    defaults = {"id": next(number), "name": name, "search_name": name.lower(), "country": "GB", "population": 1000}
    return Place.objects.create(**(defaults | {"latitude": latitude, "longitude": longitude} | fields))


def make_trade(**fields) -> Trade:
    n = next(number)
    defaults = {"slug": f"trade-{n}", "name": f"Trade {n}", "group": "Home", "synonyms": ""}
    return Trade.objects.create(**(defaults | fields))


def make_provider(**fields) -> Provider:
    return Provider.objects.create(**fields)


def make_vouch(**fields) -> Vouch:
    """Readable by the circle and theirs; about a provider of its own, or the one with this number, where that is passed
    on, or page."""
    identity = identity_of(fields.get("phone", "") if fields.get("pass_on") else "", fields.get("website", ""))
    if "provider" not in fields and identity:
        fields["provider"], _ = Provider.objects.get_or_create(
            identity=identity, defaults={"public_id": public_id_of(identity)}
        )
    made = {"author": make_person, "provider": make_provider} | ({} if "other" in fields else {"trade": make_trade})
    defaults = {
        "name": f"Provider {next(number)}",
        "job": "Mended the kitchen tap",
        "hired_on": months_ago(3),
        "outcome": Outcome.YES,
        "relation": Relation.NONE,
        "scope": Scope.BEYOND,
    }
    missing = {name: make() for name, make in made.items() if name not in fields}
    return Vouch.objects.create(**(defaults | missing | fields))


def make_photo(vouch: Vouch, **fields) -> Photo:
    """Not a picture that could be looked at; `tests/worlds/drawings.py` draws those."""
    n = next(number)
    defaults = {"image": f"JPEG {n}".encode(), "width": 40, "height": 30, "alt": f"Their work {n}"}
    return Photo.objects.create(vouch=vouch, **(defaults | fields))


def befriend(a: Person, b: Person, since: datetime | None = None) -> None:
    """A tie as two people make it, both having said yes: the rows that `Tie.objects.connect` writes, in a third of its
    time. Raises IntegrityError if they are tied already."""
    apart, away = _between(a=a, b=b)[0]
    assert not apart, "one has blocked the other"
    made = {"standing": not away, "since": since or timezone.now()}
    Tie.objects.bulk_create(Tie(person=one, friend=other, **made) for one, other in ((a, b), (b, a)))


@CompiledOnce
def _between(a: Person, b: Person) -> QuerySet[Any, Any]:
    """Whether one has blocked the other, and whether one is away."""
    blocks = Block.objects.filter(Q(person=a, blocked=b) | Q(person=b, blocked=a))
    away = Person.objects.filter(pk__in=(a.pk, b.pk), is_active=False)
    return Person.objects.filter(pk=a.pk).values_list(Exists(blocks), Exists(away))


def crowd_around(someone: Person) -> None:
    """So many friends that one of theirs could be anybody, and they may be named as the one between."""
    for _ in range(CROWD):
        befriend(someone, make_person())


def make_invitation(**fields) -> Invitation:
    defaults = {"name": "Eve", "how": "from the choir"}
    missing = {} if "inviter" in fields else {"inviter": make_person()}
    return Invitation.objects.create(**(defaults | missing | fields))


def make_case(**fields) -> Case:
    """As the public page makes one, with its receipt and the search for codes due."""
    asked = {"kind": Wish.TELL, "phone": "+441134960001", "email": "rosa@example.net"} | fields
    return Case.objects.ask(uuid4(), **asked)


def make_staff(**fields) -> Person:
    """With an authenticator app, without which the desk is not there."""
    staff = make_person(is_staff=True, **fields)
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return staff


def make_entry(**fields) -> Entry:
    missing = {} if "person" in fields else {"person": make_person()}
    return Entry.objects.create(**({"name": f"Noted {next(number)}"} | missing | fields))


def make_list_draft(person: Person, text: str = "Joe plumber 0113 496 0123", kind: str = LINES) -> ListDraft:
    """As if they had brought it in just now."""
    keep_list(person, read(person, text, kind))
    return person.list_drafts.get()


def make_ask(to: list[Person] | None = None, **fields) -> Ask:
    """Sent to these; a draft if nobody is named."""
    missing = {} if "person" in fields else {"person": make_person()}
    missing |= {} if {"trade", "other"} & fields.keys() else {"trade": make_trade()}
    ask = Ask.objects.create(**({"words": f"Who can do job {next(number)}?"} | missing | fields))
    if to is not None:
        ask.send(to)
    return ask


def make_link_answer(**fields) -> LinkAnswer:
    missing = {} if "ask" in fields else {"ask": make_ask(to=[])}
    ask = fields.get("ask", missing.get("ask"))
    missing |= {} if "trade" in fields else {"trade": ask.trade, "other": ask.other}
    said = {"name": "Mia", "provider": f"Told {next(number)}", "job": "boiler serviced", "hired_on": months_ago(2)}
    return LinkAnswer.objects.create(**({"outcome": Outcome.YES} | said | missing | fields))


def make_question(**fields) -> Question:
    missing = {} if "provider" in fields else {"provider": uuid4()}
    question = Question(**({"words": "Does she do Sundays?"} | missing | fields))
    Question.put(question.public_id, question.person, question.friend, question.words, question.provider)
    return Question.objects.get(public_id=question.public_id)


def make_insight(**fields) -> Insight:
    """Readable by the circle and theirs."""
    missing = {} if "author" in fields else {"author": make_person()}
    return Insight.objects.create(**({"words": f"Learned {next(number)}", "scope": Scope.BEYOND} | missing | fields))


def make_short_word(**fields) -> ShortWord:
    """As the form puts it, if nothing of it is given but people, thing and words."""
    said = {"words": f"It helped me {next(number)}"} | fields
    thing = said.pop("insight", None) or said.pop("offer", None) or make_insight()
    word = ShortWord.put(uuid4(), said.pop("person"), thing, said.pop("words"))
    assert word
    if said:
        ShortWord.objects.filter(pk=word.pk).update(**said)
        word.refresh_from_db()
    return word


def make_offer(**fields) -> Offer:
    """Readable by the circle and theirs, for half a year."""
    missing = {} if "author" in fields else {"author": make_person()}
    said = {"gladly": "lend", "words": f"a ladder of {next(number)} steps", "until": offered_until()}
    return Offer.objects.create(**(said | {"scope": Scope.BEYOND} | missing | fields))
