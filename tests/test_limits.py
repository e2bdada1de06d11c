"""Every limit of ACCOUNT_RATE_LIMITS: so often an act is answered as ever, and the next time with 429."""

from uuid import uuid4

import pytest
from django.conf import settings as given
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people.limits import TOO_MANY
from recommendations.asks.by_mail import answering_key
from recommendations.models import Outcome, Recipient, offered_until
from tests.worlds.access import thanking_url
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_insight,
    make_person,
    make_place,
    make_trade,
    make_vouch,
    months_ago,
)
from tests.worlds.looking import as_
from tests.worlds.private_lives import signed_in

SAID = {"job": "Burst pipe", "hired_on": months_ago(2).isoformat(), "outcome": Outcome.YES.value, "words": "Good."}
# Of pages of the sign-in library, in place of limits of its own: tests/people/test_rations.py.
LIBRARYS = {"request_login_code", "reset_password"}
OURS = {action: rates for action, rates in given.ACCOUNT_RATE_LIMITS.items() if action not in LIBRARYS}
# Each rate by itself: of some acts there are two.
RATES = [(action, rate) for action, rates in OURS.items() for rate in rates.split(",")]


class Acts:
    """One act for each limit, by Ana, or by somebody whom nobody knows: done twice, it is the same to the limit."""

    def __init__(self, ana, ben, cleo) -> None:
        make_place("Leeds")
        self.ana, self.cleo = ana, cleo
        self.mine, self.bens = make_vouch(author=ana), make_vouch(author=ben)
        self.draft, self.bens_ask = make_ask(person=ana), make_ask(person=ben, to=[ana])
        self.client, self.nobody = as_(ana), Client()

    def _post(self, page: str, *args, by: Client | None = None, **said) -> HttpResponse:
        return (by or self.client).post(reverse(page, args=args), said)

    def invite(self, **more) -> HttpResponse:
        return self._post("invitation_new", name="Eve", how="choir", key=uuid4(), **more)

    def mail_invitation(self) -> HttpResponse:
        self.ana.invitations.all().delete()  # while one is open, no other is made for the same address
        return self.invite(email="eve@example.org")

    def open_invitation(self) -> HttpResponse:
        return self._post("invitation_link", "A" * 32, by=self.nobody)

    def link_answer(self) -> HttpResponse:
        link = make_ask(person=self.ana, to=[]).link
        said = SAID | {"name": "Mia", "provider": "Joe Plumbing", "key": uuid4()}
        return self.nobody.post(link.path, said)

    def introduce(self) -> HttpResponse:
        one, other = (str(each.public_id) for each in (self.bens.author, self.cleo))
        return self._post("introduction_new", one=one, other=other, word="You both sing")

    def introduce_me(self) -> HttpResponse:
        befriend(self.bens.author, dan := make_person(named_beyond=True))
        return self._post("insight_introduce", make_insight(author=dan).public_id, words="We both sing")

    def part(self) -> HttpResponse:
        return self._post("part", uuid4())

    def block(self) -> HttpResponse:
        return self._post("block", uuid4())

    def vouch(self) -> HttpResponse:
        said = SAID | {"name": "Rosa", "trade": make_trade().slug, "place": "Leeds, GB", "relation": "none", "scope": 2}
        return self._post("vouch_new", key=uuid4(), **said)

    def edit(self) -> HttpResponse:
        said = {"hired_on": months_ago(0).isoformat(), "job": "Once more"}
        return self._post("vouch_renew", self.mine.public_id, **said)

    def photo(self) -> HttpResponse:
        return self._post(
            "vouch_photos", self.mine.public_id, photo=SimpleUploadedFile("tap.jpg", b"no photo"), alt="A"
        )

    def save(self) -> HttpResponse:
        return self._post("provider_save", self.bens.provider.public_id)

    def thank(self) -> HttpResponse:
        return self.client.post(thanking_url(self.bens, self.ana), {"words": "Thank you"})

    def answer(self) -> HttpResponse:
        return self._post("answer_new", self.bens_ask.public_id, words="Ask Joe")

    def mail_answer(self) -> HttpResponse:
        return self._post("mail_ask", answering_key(self.ana, self.bens_ask), by=self.nobody, words="Ask Joe")

    def by_mail(self) -> HttpResponse:
        return self._post("mail_no", answering_key(self.ana, self.bens_ask), by=self.nobody)

    def pass_on(self) -> HttpResponse:
        Recipient.objects.exclude(passed_by=None).delete()  # it can be passed on once
        return self._post("ask_pass", self.bens_ask.public_id, friend=self.cleo.public_id)

    def question(self) -> HttpResponse:
        page = thanking_url(self.bens, self.ana, name="question_new")
        return self.client.post(page, {"words": "Does she do Sundays?", "key": uuid4()})

    def report(self) -> HttpResponse:
        return self._post("ask_report", self.bens_ask.public_id, words="It is not true")

    def ask(self) -> HttpResponse:
        return self._post("ask_send", self.draft.public_id, whom="all")

    def ask_number(self) -> HttpResponse:
        return self.client.post(thanking_url(self.bens, self.ana, name="number_ask"))

    def insight(self) -> HttpResponse:
        return self._post("insight_new", words="Bleed the radiators first.", scope=2)

    def short_word(self) -> HttpResponse:
        return self._post("insight_word", make_insight(author=self.bens.author).public_id, words="It helped")

    def offer(self) -> HttpResponse:
        return self._post("offer_new", gladly="lend", words="a ladder", until=offered_until().isoformat(), scope=2)

    def held(self) -> HttpResponse:
        said = {"kind": "tell", "phone": "0113 496 0001", "email": "rosa@example.net", "words": "Please."}
        return self._post("held", by=self.nobody, key=uuid4(), **said)

    held_about = held

    def held_code(self) -> HttpResponse:
        return self._post("held_case", uuid4(), by=self.nobody, code="0000 0000")

    def entry(self) -> HttpResponse:
        return self._post("entry_new", name="Joe")

    def list_import(self) -> HttpResponse:
        return self._post("list_import", text="Joe")

    def change(self) -> HttpResponse:
        return self._post("letters", off="off")

    def export(self) -> HttpResponse:
        return self._post("export", by=signed_in(self.ana))

    def reauthentication_code(self) -> HttpResponse:
        return self._post("account_reauthenticate_by_code", send="yes")


@pytest.fixture
def acts(ana, ben, cleo):
    befriend(ana, cleo)
    cache.clear()
    yield Acts(ana, ben, cleo)
    cache.clear()


def test_every_limit_has_its_act_and_every_act_its_limit():
    assert {name for name in vars(Acts) if not name.startswith("_")} == set(OURS)
    assert set(TOO_MANY) <= set(given.ACCOUNT_RATE_LIMITS)


@pytest.mark.parametrize(("action", "rate"), RATES)
def test_past_its_number_a_limit_answers_429(acts, settings, action, rate):
    """In the time and by the count that the settings say, but two in place of their number, so that it is quick."""
    _, _, how = rate.partition("/")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {action: f"2/{how}"}

    answers = [getattr(acts, action)().status_code for _ in range(3)]

    assert [answer == 429 for answer in answers] == [False, False, True]
