"""What an act on a vouch holds, and in which order it has taken it."""

import re
import threading
from collections.abc import Callable
from time import sleep

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from people.models import Notice, Person
from recommendations.forms import VouchForm
from recommendations.identity import public_id_of
from recommendations.leaving.erasing import erase
from recommendations.models import Ending, Photo, Provider, Thanks, Vouch
from recommendations.models.locks import Locked, lock
from recommendations.views.access import suggestion_or_404
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_case,
    make_link_answer,
    make_person,
    make_place,
    make_provider,
    make_staff,
    make_trade,
    make_vouch,
    months_ago,
)

ROSA = "+441134960001"
EDITS = ({"phone": "0113 496 0002"}, {"words": "Came at once."})
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks no rows")


@pytest.fixture
def thanked(ana, ben, cleo) -> Vouch:
    """Cleo's, for which Ana has thanked her, and Ben in between."""
    vouch = make_vouch(author=cleo, phone=ROSA)
    assert Thanks.give(ana, vouch.pk, ben.public_id, "")
    return vouch


def test_lock_holds_author_thankful_and_between_and_nobody_else(thanked, ana, ben, cleo, dan):
    with transaction.atomic():
        held = lock(Person.objects.filter(pk=dan.pk), Vouch.objects.filter(pk=thanked.pk))
        alone = lock(vouches=Vouch.objects.filter(pk=make_vouch(author=dan).pk))

    assert held.people == [ana, ben, cleo, dan]
    assert (held.providers, held.vouches) == ([thanked.provider], [thanked])
    assert alone.people == [dan]


def test_lock_finds_nothing_of_what_is_gone(ana):
    with transaction.atomic():
        assert lock(Person.objects.filter(pk=0), Vouch.objects.filter(pk=0)) == ([], [], [])
        assert lock() == ([], [], [])
        assert lock(Person.objects.filter(pk__in=[0, ana.pk])) == ([ana], [], [])


def test_lock_makes_the_provider_of_an_identity_once(db):
    make_provider()  # of no identity
    with transaction.atomic():
        first, again = (lock(identity=lambda: ROSA).providers for _ in range(2))
        assert lock(identity=lambda: None).providers == []

    assert first == again == [Provider.objects.get(identity=ROSA)]
    assert first[0].public_id == public_id_of(ROSA)
    assert Provider.objects.count() == 2


# --- What an act does that comes too late ---------------------------------------------------------


def sent(**fields) -> dict[str, str]:
    """A form about Rosa, all filled in."""
    work = {"name": "Rosa", "job": "Burst pipe", "hired_on": months_ago(2).isoformat(), "words": "Came on a Sunday."}
    return (
        work
        | {"place": "Leeds, GB", "phone": ROSA, "pass_on": "yes"}
        | {"relation": "none", "outcome": "2", "scope": "2"}
        | fields
    )


@pytest.fixture
def trade(db) -> str:
    make_place("Leeds")
    return make_trade().slug


def saved(form: VouchForm) -> Vouch:
    assert form.is_valid(), form.errors
    return form.save()


def test_vouch_form_writes_nothing_once_its_author_is_gone(ana, ben, trade):
    """It is of somebody new where the provider has gone whom its author could see."""
    bens = make_vouch(author=ben, name="Rosa", phone=ROSA, pass_on=True)
    seen = suggestion_or_404(ana, bens.provider.public_id, alone=True)
    forms = [VouchForm(sent(trade=trade), person=ana, starting_from=start) for start in (seen, None)]
    assert all(form.is_valid() for form in forms)

    bens.withdraw()
    assert forms[0].save().provider == Provider.objects.get()
    erase(ana)
    with pytest.raises(Http404):
        forms[1].save()

    assert not Vouch.objects.exists()
    assert not Provider.objects.exists()


def test_vouch_form_opened_before_another_edit_is_saved_as_it_says(ana, trade):
    vouch = saved(VouchForm(sent(trade=trade), person=ana))
    one, other = (VouchForm(sent(trade=trade, **said), instance=Vouch.objects.get(), person=ana) for said in EDITS)

    assert saved(one).provider.identity == "+441134960002"
    assert saved(other).provider.identity == ROSA
    assert Vouch.objects.get().provider == Provider.objects.get()
    assert Vouch.objects.get().pk == vouch.pk


def test_vouch_withdraw_takes_along_the_provider_that_it_has_by_now(ana, trade):
    before = saved(VouchForm(sent(trade=trade), person=ana))
    stale = Vouch.objects.get()
    saved(VouchForm(sent(trade=trade, phone="0113 496 0002"), instance=before, person=ana))

    stale.withdraw()
    stale.withdraw()

    assert not Vouch.objects.exists()
    assert not Provider.objects.exists()


def test_vouch_acts_after_it_is_withdrawn_change_nothing(thanked, ana):
    thanks, now = Thanks.objects.get(), Vouch.objects.get()
    thanked.withdraw()

    now.renew(months_ago(0), "again")
    now.affirm()
    now.keep_to_myself()
    assert now.add_photo(b"JPEG", 4, 3, "Their work") is False
    thanks.answer(ask_again=True)
    thanks.take_back()
    assert thanks.ask() is Thanks.give(ana, now.pk, None, "") is False

    assert not [model for model in (Vouch, Provider, Thanks, Photo, Notice) if model.objects.exists()]


# --- In which order, and after waiting ------------------------------------------------------------


@on_postgresql
def test_lock_takes_people_then_providers_then_vouches(thanked):
    """Each in the order of ids; and the one who leaves once more, against rows that only refer to them."""
    other = make_vouch(author=thanked.author)
    both = Vouch.objects.filter(pk__in=[thanked.pk, other.pk])

    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        lock(vouches=both, identity=lambda: "+441134960002", leaves=thanked.author)

    taken = [each["sql"] for each in queries if re.search("FOR (NO KEY )?UPDATE|^INSERT|advisory", each["sql"])]
    assert [re.sub(r'.*?(advisory|INTO "\w+"|ORDER BY .*|FOR UPDATE).*', r"\1", sql) for sql in taken] == [
        "advisory",
        'ORDER BY "people_person"."id" ASC FOR NO KEY UPDATE',
        "FOR UPDATE",
        'INTO "recommendations_provider"',
        'ORDER BY "recommendations_provider"."id" ASC FOR UPDATE',
        'ORDER BY "recommendations_vouch"."id" ASC FOR UPDATE OF "recommendations_vouch"',
    ]


# Of an act: what it does, and whom it holds.
ACTS = {
    "withdraw": (lambda its: its.vouch.withdraw(), "ana ben cleo"),
    "renew": (lambda its: its.vouch.renew(months_ago(0), "again"), "ana ben cleo"),
    "affirm": (lambda its: its.vouch.affirm(), "ana ben cleo"),
    "keep to myself": (lambda its: its.vouch.keep_to_myself(), "ana ben cleo"),
    "add a photo": (lambda its: its.vouch.add_photo(b"JPEG", 4, 3, "Their work"), "ana ben cleo"),
    "edit": (lambda its: saved(VouchForm(sent(trade=its.trade), instance=its.vouch, person=its.cleo)), "ana ben cleo"),
    "write": (lambda its: saved(VouchForm(sent(trade=its.trade), person=its.dan)), "dan"),
    "write as told": (lambda its: its.told_form().save_as_told(), "eve dan"),
    "thank": (lambda its: Thanks.give(its.dan, its.vouch.pk, its.eve.public_id, ""), "ana ben cleo dan eve"),
    "answer how it went": (lambda its: its.thanks.answer(ask_again=True), "ana ben cleo"),
    "ask how it went": (lambda its: its.thanks.ask(), "ana ben cleo"),
    "take thanks back": (lambda its: its.thanks.take_back(), "ana ben cleo"),
    "remove at the desk": (lambda its: its.case.remove(its.staff, its.vouch.public_id), "ana ben cleo staff"),
    "correct at the desk": (lambda its: its.case.ask_to_correct(its.staff, its.vouch.public_id), "ana ben cleo staff"),
    "confirm what was told": (lambda its: its.told.confirm("Dan"), "dan eve"),
    "thank for what was told": (lambda its: its.told.thank("Thank you"), "dan eve"),
    "discard what was told": (lambda its: its.told.discard(), "dan eve"),
    "remove a question": (lambda its: its.ask.remove(), "eve dan"),
    "leave": (lambda its: erase(its.cleo), "ana ben cleo dan"),
}


class Scene:
    """Cleo has vouched, Ana thanked her by way of Ben; Cleo invited Dan, who has answered Eve by a link."""

    def __init__(self, vouch: Vouch, trade: str, **people: Person) -> None:
        vars(self).update(people, vouch=vouch, trade=trade, staff=make_staff(), eve=make_person())
        Person.objects.filter(pk=self.dan.pk).update(invited_by=self.cleo)
        befriend(self.dan, self.eve)
        self.ask = make_ask(person=self.eve, to=[self.dan])
        self.ask.settle(Ending.NOT_NEEDED)
        self.told = make_link_answer(ask=self.ask, writer=self.dan)
        self.thanks = Thanks.objects.get()
        self.case = make_case(phone=ROSA)
        assert self.case.prove_by_hand(self.staff, "They rang back from it.")
        self.case.refresh_from_db()

    def told_form(self) -> VouchForm:
        return VouchForm(sent(trade=self.trade), person=self.dan, told=self.told)


@on_postgresql
@pytest.mark.parametrize("act", ACTS)
def test_lock_of_each_act_holds_all_whom_its_rows_are_of(thanked, trade, ana, ben, cleo, dan, act):
    does, whom = ACTS[act]
    its = Scene(thanked, trade, ana=ana, ben=ben, cleo=cleo, dan=dan)
    expected = {getattr(its, name).pk for name in whom.split()}

    with CaptureQueriesContext(connection) as queries:
        does(its)

    taken = [each["sql"] for each in queries if re.search('"people_person".*FOR NO KEY UPDATE', each["sql"])]
    held = {int(pk) for sql in taken for some in re.findall(r"'{([\d,]+)}'", sql) for pk in some.split(",")}
    assert held == expected


def while_held(person: Person, change: Callable[[], object], act: Callable[[], Locked]) -> Locked:
    """What the act holds, after another who holds this person has made the change, and takes a while to commit it."""
    changed = threading.Event()

    def changes() -> None:
        with transaction.atomic():
            Person.objects.lock(person)
            change()
            changed.set()
            sleep(0.2)
        connection.close()

    other = threading.Thread(target=changes)
    other.start()
    assert changed.wait(60)
    with transaction.atomic():
        held = act()
    other.join()
    return held


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_lock_looks_again_once_it_has_waited():
    """For the provider of a vouch that was edited meanwhile, and for whoever has thanked for it."""
    ana, ben = make_person(), make_person()
    befriend(ana, ben)
    vouch, found = make_vouch(author=ana), make_provider()
    mine = Vouch.objects.filter(pk=vouch.pk)

    def change():
        Vouch.objects.filter(pk=vouch.pk).update(provider=found)
        Thanks.objects.create(person=ben, vouch=vouch)

    held = while_held(ana, change, lambda: lock(vouches=mine))

    assert held == ([ana, ben], [found], [vouch])
    assert held.vouches[0].provider == found


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_lock_finds_a_vouch_withdrawn_while_it_waited_no_more():
    ana = make_person()
    vouch = make_vouch(author=ana)

    held = while_held(ana, vouch.withdraw, lambda: lock(vouches=Vouch.objects.filter(public_id=vouch.public_id)))

    assert held == ([], [], [])
    assert not Provider.objects.exists()


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_lock_makes_the_provider_again_that_went_while_it_waited():
    """It was bare as soon as the last vouch for it was withdrawn."""
    ana, ben = make_person(), make_person()
    vouch = make_vouch(author=ana, phone=ROSA)

    mine = Person.objects.filter(pk=ben.pk)
    held = while_held(ana, vouch.withdraw, lambda: lock(mine, identity=lambda: ROSA))

    assert held.people == [ben]
    assert [each.identity for each in held.providers] == [ROSA]
    assert held.providers[0].pk != vouch.provider_id


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_lock_lets_go_of_whom_the_act_no_longer_is_about():
    ana, ben = make_person(), make_person()
    befriend(ana, ben)
    vouch = make_vouch(author=ben)
    Thanks.give(ana, vouch.pk, None, "")
    free: list[Person] = []

    def tries() -> None:
        with transaction.atomic():
            free.extend(Person.objects.filter(pk=ana.pk).select_for_update(skip_locked=True))
        connection.close()

    def act() -> Locked:
        held = lock(vouches=Vouch.objects.filter(pk=vouch.pk))
        trying = threading.Thread(target=tries)
        trying.start()
        trying.join()
        return held

    held = while_held(ben, Thanks.objects.all().delete, act)

    assert (held.people, free) == ([ben], [ana])
