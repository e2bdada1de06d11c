"""Small random worlds in which every private word names whose it is: Canary3how is the third person's."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterable
from hashlib import sha256
from itertools import combinations, pairwise
from random import Random
from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from people.models import Introduction, Invitation, Person, Session, Tie
from people.notices import KINDS
from people.sessions import SessionStore
from people.tokens import hash_of
from recommendations.models import (
    Answer,
    Ask,
    Call,
    Ending,
    Gratitude,
    Insight,
    IntroductionAsk,
    NumberAsk,
    Offer,
    Outcome,
    Provider,
    ReachedBy,
    Report,
    Reportable,
    ShortWord,
    Thanks,
    Vouch,
)
from recommendations.sight.names import people_named_to
from tests.worlds.builders import (
    make_ask,
    make_insight,
    make_link_answer,
    make_offer,
    make_person,
    make_question,
    make_trade,
    make_vouch,
    months_ago,
)
from tests.worlds.drawn import drawn, values_of
from tests.worlds.looking import session_of
from tests.worlds.random_worlds import outcomes_for

# Of every session that was begun here, so that what it holds can be read: in the database it is sealed.
SESSION_KEYS: set[str] = set()
CANARY = re.compile(r"canary(\d+)[a-z]+\d*|\+44207940(\d)\d+", re.IGNORECASE)


def canaries_in(text: str) -> set[str]:
    return {found[0].lower() for found in CANARY.finditer(text)}


def owner_of(canary: str) -> int:
    found = CANARY.match(canary)
    return int(found[1] or found[2])


def signed_in(person: Person, **kept: str) -> Client:
    """In a browser where they have just shown that it is they; with `kept` in its session."""
    shown = {
        "account_authentication_methods": [{"method": "code", "at": time.time()}],
        "account_authentication_methods_user": str(person.pk),
    }
    client, key = Client(), session_of(person, **shown | kept)
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    SESSION_KEYS.add(key)
    return client


def dump() -> str:
    """Every cell of every table; and what sessions and the cache hold, which is packed."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            cells += [str(cell) for row in cursor.fetchall() for cell in row]
        cursor.execute("SELECT value FROM cache")
        cells += [str(base64.b64decode(value)) for (value,) in cursor.fetchall()]
    there = set(Session.objects.values_list("pk", flat=True))
    cells += [str(SessionStore(key).load()) for key in SESSION_KEYS if hash_of(key) in there]
    return "\n".join(cells).lower()


def traces_of(person: Person, number: int) -> set[str]:
    """What must not be found any more, as far as it can be now: what others say of the same number is theirs."""
    others = Vouch.objects.exclude(author=person).values_list("phone", flat=True)
    found = dump()
    named = {canary for canary in canaries_in(found) if owner_of(canary) == number} - set(others)
    emails = {person.email, *EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)}
    hashes = {sha256(f"{before}{email}".encode()).hexdigest() for email in emails for before in ("", "testserver:")}
    ids = {str(person.public_id), person.public_id.hex}
    return {trace for trace in named | emails | hashes | ids if trace in found}


def hits(traces: set[str]) -> set[str]:
    found = dump()
    return {trace for trace in traces if trace in found}


def seeds(few: int, many: int) -> list:
    """A few in every run; the others in a campaign."""
    return [*range(few), *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(few, many))]


class PrivateLives:
    def __init__(self, seed: int) -> None:
        self.random, self.word, self.seed = Random(seed), 0, seed
        self.trades = [make_trade(), make_trade()]
        self.people = [self.someone(number) for number in range(self.random.randint(4, 7))]
        self.tie()
        self.vouch()
        self.invite()
        self.introduce()
        self.thank()
        self.ask()
        self.learn()
        self.wish()
        self.part_and_block()
        self.report()
        for person in self.random.sample(self.people, self.random.randint(0, 1)):
            person.set_active(False)
        self.keep()
        self.tell()

    def of(self, person: Person, what: str) -> str:
        self.word += 1
        return f"Canary{self.people.index(person)}{what}{self.word}"

    def drawn(self, model: type[Model], field: str, among: Iterable | None = None) -> object:
        """A stream for every word that is said: what is new in the app's tables moves nothing else."""
        return drawn(f"{self.seed} {self.word} {field}", among or values_of(model, field))

    def chance(self, likely: float) -> bool:
        return self.random.random() < likely

    def someone(self, number: int) -> Person:
        address, agent = f"canary{number}mail@example.org", f"Canary{number}browser"
        person = make_person(name=f"Canary{number}name", email=address, password=f"Canary{number}password")
        for name, verified in (("mail", True), ("other", self.chance(0.5))):
            EmailAddress.objects.create(
                user=person, email=f"canary{number}{name}@example.org", verified=verified, primary=name == "mail"
            )
        data = {"name": f"Canary{number}passkey", "credential": {"id": f"Canary{number}secret"}}
        Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=data)
        signed_in(person, browser=agent, internet_address=f"10.0.0.{number}")
        for begun in ({"account_login": {"email": address.title()}}, {"state": {"user_id": str(person.pk)}}):
            session = SessionStore()
            session.update(begun | {"words": f"Canary{number}session"})
            session.create()
            SESSION_KEYS.add(session.session_key)
        return person

    def pairs(self, likely: float) -> list[tuple[Person, Person]]:
        chosen = [pair for pair in combinations(self.people, 2) if self.chance(likely)]
        return [tuple(self.random.sample(pair, 2)) for pair in chosen]

    def tie(self) -> None:
        for a, b in self.pairs(0.5):
            Tie.objects.connect(a, b, self.of(a, "how"), self.of(b, "how"))

    def vouch(self) -> None:
        phones: list[str] = []
        for number, person in enumerate(self.people):
            for trade in self.trades[: self.random.randint(0, 2)]:
                new = f"+44207940{number}{trade.pk % 1000:03}"
                # At times about somebody that others vouch for too.
                phone = self.random.choice([new, *phones])
                phones.append(new)
                said = ("name", "job", "words", "caveat", "cost")
                scope = self.drawn(Vouch, "scope")
                make_vouch(
                    author=person,
                    trade=trade,
                    phone=phone if self.chance(0.7) else "",
                    website=f"https://{self.of(person, 'site').lower()}.example" if self.chance(0.5) else "",
                    email=f"{self.of(person, 'contact')}@example.org",
                    outcome=self.drawn(Vouch, "outcome", outcomes_for(scope)),
                    relation=self.drawn(Vouch, "relation"),
                    scope=scope,
                    **{field: self.of(person, field) for field in said},
                )

    def keep(self) -> None:
        """What is on one's own list, and what hangs on one's vouches."""
        for person in self.people:
            facts = {field: self.of(person, f"entry{field}") for field in ("name", "job", "words")}
            adding = person.addings.create(count=1)
            person.entries.create(email=f"{self.of(person, 'entry')}@example.org", adding=adding, **facts)
            self.check_a_list(person)
            for vouch in person.vouches.all():
                vouch.renew(months_ago(self.random.randint(0, 9)), self.of(person, "again"))
                if self.chance(0.5):
                    image = self.of(person, "image").encode()
                    vouch.photos.create(image=image, width=1, height=1, alt=self.of(person, "alt"))
            providers = list(Provider.objects.visible_to(person).order_by("pk"))
            for provider in self.random.sample(providers, min(len(providers), 2)):
                person.saved.create(provider=provider.public_id)
            for one, other in map(sorted, pairwise(provider.public_id for provider in providers)):
                person.alike.create(one=one, other=other, same=self.chance(0.5))

    def check_a_list(self, person: Person) -> None:
        """One that was brought in and is not added yet; what is withheld of it is in no archive."""
        facts = {field: self.of(person, f"row{field}") for field in ("name", "job", "words", "raw")}
        draft = person.list_drafts.create(kind="lines")
        draft.rows.create(number=1, group=1, ticked=False, line=1, said="", **facts)

    def invite(self) -> None:
        for inviter, other in self.pairs(0.6):
            to = other.email if self.chance(0.5) else f"{self.of(inviter, 'guest')}@example.org"
            made = Invitation.objects.create(
                inviter=inviter, name=self.of(inviter, "guest"), how=self.of(inviter, "how"), email=to
            )
            if self.chance(0.5):
                came = self.random.choice([other, *self.people])
                made.accept(came, self.of(came, "how"))
            if self.chance(0.5) and Invitation.objects.waiting().filter(pk=made.pk).exists():
                made.confirm()
            elif self.chance(0.2):
                Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now())

    def introduce(self) -> None:
        for one, other in self.pairs(0.6):
            friends = [each for each in self.people if each not in (one, other)]
            by = self.random.choice(friends)
            Introduction.objects.introduce(by, one, other, self.of(by, "why"))
        for half in Introduction.objects.select_related("introducer", "person", "friend"):
            if self.chance(0.3):
                half.say(self.chance(0.6), self.of(half.person, "how"))

    def thank(self) -> None:
        for vouch in Vouch.objects.select_related("author"):
            vouch.renew(months_ago(1), self.of(vouch.author, "again"))
            giver, between = self.random.sample([each for each in self.people if each != vouch.author], 2)
            Thanks.give(giver, vouch.pk, self.random.choice([between.public_id, None]), self.of(giver, "thanks"))
        for thanks in Thanks.objects.select_related("person"):
            if self.chance(0.5):
                thanks.ask()

    def ask(self) -> None:
        """Each asks their circle; whoever is asked passes it on, answers, and is thanked; some answer by a link."""
        rest_of_the_world = self.random.getstate()  # which stays as it was before there were questions
        for person in self.people:
            circle = list(Person.objects.circle_of(person))
            ask = make_ask(person=person, trade=self.trades[0], to=circle, words=self.of(person, "question"))
            make_ask(person=person, trade=self.trades[1], words=self.of(person, "draft"))
            for friend in circle:
                self.answer(ask, friend)
                make_question(person=person, friend=friend, words=self.of(person, "short"))
            for short in person.questions_asked_of.all():
                short.reply(self.of(person, "reply"))
            self.answer_by_link(ask, self.random.choice(self.people))
            for answer in ask.answers.select_related("ask", "person"):
                answer.thank(self.of(person, "gratitude"))
                answer.reply_once(self.of(person, "backword"))
            self.call(person)
            if self.chance(0.3):
                ending = self.drawn(Ask, "ending")
                ask.settle(ending, self.of(person, "hired") if ending == Ending.HIRED else "")
        self.random.setstate(rest_of_the_world)

    def call(self, person: Person) -> None:
        """And ask friends for numbers: some are given."""
        for vouch in Vouch.objects.visible_to(person).exclude(author=person).select_related("provider"):
            Call.note(person, vouch.provider.public_id)
            if NumberAsk.put(person, vouch.pk) and self.chance(0.5):
                NumberAsk.objects.get(person=person, vouch=vouch).give()

    def answer(self, ask: Ask, friend: Person) -> None:
        for other in Person.objects.circle_of(friend).exclude(pk=ask.person_id)[:1]:
            ask.pass_on(friend, other, self.of(friend, "passed"))
            Answer.give(ask, other, None, self.of(other, "beyond"))
        Answer.give(ask, friend, friend.vouches.first() if self.chance(0.5) else None, self.of(friend, "answer"))
        if self.chance(0.3):
            said = {"words": self.of(friend, "mailed"), "provider": self.of(friend, "mailedprovider"), "phone": ""}
            Answer.give_by_mail(ask, friend, **said)

    def answer_by_link(self, ask: Ask, writer: Person) -> None:
        """Signed in, or without an account, and joined since by the invitation that came of it."""
        said = {field: self.of(writer, f"link{field}") for field in ("name", "provider", "job", "words", "caveat")}
        told = make_link_answer(ask=ask, writer=writer if self.chance(0.5) else None, outcome=Outcome.BUT, **said)
        ask.person.tell("link_answered", told.public_id, ask.get_absolute_url())
        if told.writer is None and writer != ask.person:
            Invitation.objects.filter(pk=told.invite().pk).update(
                accepted_by=writer, confirmed_at=timezone.now(), name="You"
            )
        elif told.writer is None:
            told.discard()
        elif self.chance(0.5):
            told.confirm(self.of(ask.person, "note"))

    def learn(self) -> None:
        for person in self.people:
            link, scope = f"https://{self.of(person, 'link').lower()}.example", self.drawn(Insight, "scope")
            make_insight(author=person, words=self.of(person, "insight"), link=link, scope=scope)
        for person in self.people:
            for insight in Insight.objects.visible_to(person).exclude(author=person):
                Gratitude.say(person, insight)
                person.kept.create(insight=insight)
                word = ShortWord.put(uuid4(), person, insight, self.of(person, "spoken"))
                word.reply(self.of(insight.author, "answered"))
        for person in self.people:
            make_offer(author=person, words=self.of(person, "offer"), scope=self.drawn(Offer, "scope"))
        for person in self.people:
            for offer in Offer.objects.visible_to(person).exclude(author=person):
                word = ShortWord.put(uuid4(), person, offer, self.of(person, "takes"))
                word.reply(self.of(offer.author, "gladly"))
                word.thank(self.of(person, "glad"))

    def wish(self) -> None:
        """Some ask a friend to introduce them to one of theirs, whatever the two are to each other: half of it is
        passed on, and half of that is answered."""
        rest_of_the_world = self.random.getstate()
        for friend in self.people:
            for asker, other in combinations(list(Person.objects.circle_of(friend))[:3], 2):
                about = (ReachedBy.INSIGHT, other.insights.get().public_id)
                asked = IntroductionAsk.put(asker, friend, other.pk, *about, self.of(asker, "wish"))
                if asked and self.chance(0.5):
                    asked.pass_on(self.of(friend, "praise"))
                    asked.refresh_from_db()
                    if self.chance(0.5):
                        asked.say(self.chance(0.5), self.of(other, "how"))
        self.random.setstate(rest_of_the_world)

    def tell(self) -> None:
        """A notice of each kind, of another; about nothing that is there any more."""
        for number, kind in enumerate(sorted(KINDS)):
            person, who, with_whom = (self.people[(number + n) % len(self.people)] for n in range(3))
            person.tell(kind, uuid4(), "/", who=who, with_whom=with_whom)

    def report(self) -> None:
        """Each reports each whom they may see by name, and what those say; one is suspended, and answers."""
        rest_of_the_world = self.random.getstate()
        for person in self.people:
            for other in people_named_to(person):
                seen = Person.objects.filter(pk=other.pk)
                assert Report.make(uuid4(), person, Reportable.PERSON, seen, self.of(person, "wrong"))
            for insight in Insight.objects.visible_to(person).exclude(author=person):
                seen = Insight.objects.filter(pk=insight.pk)
                Report.make(uuid4(), person, Reportable.INSIGHT, seen, self.of(person, "worse"))
        suspended = self.random.choice(self.people)
        suspended.suspend("For a reason")
        suspended.suspensions.get().reply(self.of(suspended, "pleads"))
        if self.chance(0.5):
            suspended.lift()
        self.random.setstate(rest_of_the_world)

    def part_and_block(self) -> None:
        for a, b in self.pairs(0.15):
            Tie.objects.part(a, b)
        for a, b in self.pairs(0.1):
            a.block(b)
