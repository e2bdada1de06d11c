"""What a race begins with, and what it leaves. Everyone is new in every round, so that the limits stay as they are."""

import re
import time
from uuid import uuid4

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.core import mail
from django.db.models import Count, Q
from django.test import Client, override_settings
from django.urls import reverse

from people.models import Block, Introduction, Invitation, Notice, Person, Session, Tie
from people.models.person import CIRCLE_HOLDS
from people.sessions import SessionStore
from tests.parallel.server import HOST
from tests.worlds.builders import befriend
from tests.worlds.outbox import deliver_sign_in_mails


def path_of(page: str, *arguments: object) -> str:
    return reverse(page, args=arguments)


def two() -> tuple[Person, Person]:
    ana, ben = newcomers("Ana Silva", "Ben Okafor")
    return ana, ben


def newcomers(*names: str) -> list[Person]:
    new = [Person(name=name, email=f"{uuid4().hex}@example.org", password=make_password(None)) for name in names]
    return Person.objects.bulk_create(new)


def browsers(people: list[Person], **kept: str) -> list[str]:
    """The session keys of these people, signed in; with `kept` in their sessions."""
    now = int(time.time())
    stores, sessions = [SessionStore(uuid4().hex) for _ in people], []
    for store, person in zip(stores, people, strict=True):
        signed_in = {
            SESSION_KEY: str(person.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: person.get_session_auth_hash(),
        }
        proved = {
            AUTHENTICATION_METHODS_SESSION_KEY: [{"method": "code", "at": now}],
            AUTHENTICATION_METHODS_SESSION_KEY + "_user": str(person.pk),
        }
        store.clear()  # rather than looked up
        store.update(signed_in | proved | {"began": now, "seen": now} | kept)
        sessions.append(store.row())
    Session.objects.bulk_create(sessions)
    return [store.session_key for store in stores]


def browser(person: Person, invitation: Invitation | None = None) -> str:
    """Of this person, who has opened the link of the invitation."""
    return browsers([person], **({"invitation": str(invitation.public_id)} if invitation else {}))[0]


def begun(invitation: Invitation, name: str) -> tuple[str, str]:
    """The session of a browser in which somebody has opened the link and typed in a name and an address; and the code
    that they were sent. Each from another network, since the limits are by that."""
    network, email = f"10.{'.'.join(str(part) for part in uuid4().bytes[:3])}", f"{uuid4().hex}@example.org"
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        client = Client(headers={"host": HOST}, REMOTE_ADDR=network)
        client.post(invitation.path)
        client.post(path_of("account_signup"), {"name": name, "email": email, "how": "from the choir"})
        deliver_sign_in_mails()
    found = re.search(r"^\d{4} \d{4}$", mail.outbox[-1].body, re.MULTILINE)
    return client.cookies["sessionid"].value, found[0] if found else ""


def crowded(person: Person, room: int) -> None:
    """With room for so many more in their circle."""
    friends = newcomers(*["A Friend"] * (CIRCLE_HOLDS - room))
    halves = [(person, friend) for friend in friends] + [(friend, person) for friend in friends]
    Tie.objects.bulk_create([Tie(person=one, friend=other) for one, other in halves])


def introduced(one: Person, other: Person) -> tuple[Person, Introduction, Introduction]:
    """The friend of both who introduces them, and each one's half."""
    [friend] = newcomers("Fay Lund")
    befriend(friend, one)
    befriend(friend, other)
    halves = [
        Introduction(introducer=friend, person=person, friend=whom, word="You both sing")
        for person, whom in ((one, other), (other, one))
    ]
    return friend, *Introduction.objects.bulk_create(halves)


def left(a: Person, b: Person) -> str:
    """All that is between the two, and every notice that tells of either, counted: "2 tie, 1 notice tied"."""
    pair = [a.pk, b.pk]
    invitations = Invitation.objects.filter(inviter__in=pair)
    heard = invitations.filter(unheard=False)
    notices = Notice.objects.filter(Q(person__in=pair) | Q(who__in=pair))
    counts = {
        "tie": Tie.objects.between(a, b).count(),
        "block": Block.objects.between(a, b).count(),
        "introduction": Introduction.objects.filter(person__in=pair, friend__in=pair).count(),
        "open invitation": invitations.filter(accepted_by=None).count(),
        "waiting invitation": heard.filter(confirmed_at=None, refused=False).exclude(accepted_by=None).count(),
        "refused invitation": heard.filter(refused=True).count(),
        "unheard invitation": invitations.filter(unheard=True).count(),
        "spent invitation": invitations.exclude(confirmed_at=None).count(),
    }
    kinds = notices.values_list("kind").annotate(Count("pk")).order_by("kind")
    counts |= {f"notice {kind}": count for kind, count in kinds}
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"
