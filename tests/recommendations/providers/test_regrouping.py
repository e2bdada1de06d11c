"""Providers as they were by the old rule, regrouped by the migration: separated, met anew, and never lost."""

from importlib import import_module
from pathlib import Path
from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection

from recommendations import migrations
from recommendations.identity import public_id_of
from recommendations.models import Alike, Provider, Question, Saved, Vouch
from tests.worlds.builders import befriend, make_person, make_trade, make_vouch

FOLDER = Path(migrations.__file__).parent
MODULE = next(FOLDER.glob("*_providers_regrouped_by_identity.py")).stem
migration = import_module(f"recommendations.migrations.{MODULE}")
NUMBER, OTHER = "+441134960123", "+447700900123"
PROFILE = "https://facebook.com/profile.php?id="


class Editor:
    connection = connection


def regroup() -> None:
    migration.regroup(apps, Editor)


def provider_of(identity: str | None) -> Provider:
    """As the old rule made it."""
    made = {"public_id": public_id_of(identity)} if identity else {}
    return Provider.objects.create(identity=identity, **made)


def groups() -> dict[frozenset[str], str | None]:
    """The names that stand together, each with their identity."""
    found: dict[int, list[str]] = {}
    for provider, name in Vouch.objects.values_list("provider", "name"):
        found.setdefault(provider, []).append(name)
    identities = dict(Provider.objects.values_list("pk", "identity"))
    assert found.keys() == identities.keys(), "nobody is left without a vouch"
    return {frozenset(names): identities[provider] for provider, names in found.items()}


def together(*names: str) -> frozenset[str]:
    return frozenset(names)


@pytest.fixture(autouse=True)
def _database(db):
    pass


def test_pages_that_were_one_without_their_query_become_two():
    was = provider_of("facebook.com/profile.php")
    for name, page in (("Joe", f"{PROFILE}1"), ("Joe too", f"{PROFILE}1&fbclid=x"), ("Ann", f"{PROFILE}2")):
        make_vouch(provider=was, name=name, website=page)

    regroup()

    assert groups() == {
        together("Joe", "Joe too"): "facebook.com/profile.php?id=1",
        together("Ann"): "facebook.com/profile.php?id=2",
    }
    assert all(each.public_id == public_id_of(each.identity) for each in Provider.objects.all())


def test_hosts_that_were_two_become_one_and_the_one_keeps_its_public_id():
    kept = provider_of("rosa.example")
    make_vouch(provider=kept, name="Rosa", website="https://www.rosa.example")
    make_vouch(provider=provider_of("m.rosa.example"), name="Rosa by phone", website="https://m.rosa.example")
    make_vouch(provider=provider_of("m.lima.example"), name="Lima", website="https://m.lima.example")

    regroup()

    assert groups() == {together("Rosa", "Rosa by phone"): "rosa.example", together("Lima"): "lima.example"}
    assert Provider.objects.get(identity="rosa.example").public_id == kept.public_id


def test_two_of_one_author_and_trade_that_meet_are_both_kept():
    ana, plumber = make_person(), make_trade()
    for host in ("rosa.example", "m.rosa.example"):
        told = {"name": host, "website": f"https://{host}"}
        make_vouch(provider=provider_of(host), author=ana, trade=plumber, **told)

    regroup()

    assert groups() == {together("rosa.example"): "rosa.example", together("m.rosa.example"): None}


def test_regrouping_leaves_a_hidden_number_alone():
    """A number that is not passed on stands alone unless a friend passes it on."""
    was, ben, cleo = provider_of(NUMBER), make_person(), make_person()
    befriend(ben, cleo)
    make_vouch(provider=was, name="Ben", author=ben, phone=NUMBER, pass_on=True)
    make_vouch(provider=was, name="Cleo", author=cleo, phone=NUMBER)
    make_vouch(provider=was, name="Guessed", phone=NUMBER)
    make_vouch(provider=was, name="Began there")
    make_vouch(provider=provider_of(OTHER), name="Silent", phone=OTHER)

    regroup()

    assert groups() == {
        together("Ben", "Cleo", "Began there"): NUMBER,
        together("Guessed"): None,
        together("Silent"): None,
    }
    assert Provider.objects.get(identity=NUMBER).public_id == was.public_id
    assert not Provider.objects.filter(public_id=public_id_of(OTHER)).exists(), "it is whoever brings the number's"


def test_another_number_that_was_joined_by_beginning_there_is_separated():
    """As the attacker's was."""
    was, known = provider_of(None), provider_of(NUMBER)
    make_vouch(provider=was, name="Friend")
    make_vouch(provider=was, name="First", phone=NUMBER, pass_on=True)
    make_vouch(provider=was, name="Evil", phone=OTHER, pass_on=True)
    make_vouch(provider=known, name="Rosa", phone=NUMBER, pass_on=True)
    make_vouch(provider=known, name="Evil too", phone=OTHER, pass_on=True)

    regroup()

    assert groups() == {
        together("Friend", "First"): None,
        together("Rosa"): NUMBER,
        together("Evil", "Evil too"): OTHER,
    }


def test_regrouping_is_the_same_in_whatever_order_they_come():
    """Whom a vouch comes to later in the same thousand is as if it had come before."""
    silent, was = provider_of(NUMBER), provider_of("rosa.example")
    make_vouch(provider=was, name="Rosa", website="https://rosa.example")
    make_vouch(provider=was, name="By number", website="https://rosa.example", phone=OTHER, pass_on=True)
    later = provider_of(OTHER)
    make_vouch(provider=later, name="Silent", phone=OTHER)
    make_vouch(provider=later, name="Silent too", phone=OTHER)
    make_vouch(provider=silent, name="Alone", phone=NUMBER)

    regroup()

    assert groups() == {
        together("Rosa"): "rosa.example",
        together("By number"): OTHER,
        together("Silent"): None,
        together("Silent too"): None,
        together("Alone"): None,
    }


def test_what_is_kept_under_a_public_id_follows():
    ana, ben = make_person(), make_person()
    was, other, silent = provider_of("facebook.com/profile.php"), provider_of(OTHER), provider_of(NUMBER)
    for name, number in (("Joe", 1), ("Ann", 2)):
        make_vouch(provider=was, name=name, website=f"{PROFILE}{number}")
    make_vouch(provider=other, name="Other", phone=OTHER, pass_on=True)
    make_vouch(provider=silent, name="Silent", phone=NUMBER)
    for each in (was, other, silent):
        Saved.objects.create(person=ana, provider=each.public_id)
    one, two = sorted((was.public_id, silent.public_id))
    Alike.objects.create(person=ana, one=one, other=two, same=True)
    Question.objects.create(person=ana, friend=ben, provider=silent.public_id, words="Is he dear?")

    regroup()

    now = dict(Vouch.objects.values_list("name", "provider__public_id"))
    assert set(Saved.objects.values_list("provider", flat=True)) == set(now.values())
    assert Question.objects.get().provider == now["Silent"]
    alike = Alike.objects.get()
    assert ({alike.one, alike.other}, alike.same) == ({now["Joe"], now["Silent"]}, True)
    assert now["Other"] == other.public_id


def test_regrouping_again_changes_nothing_and_neither_does_being_killed(monkeypatch):
    for number in range(3):
        was = provider_of(f"+44113496000{number}")
        for name in ("open", "silent"):
            make_vouch(provider=was, name=f"{name} {number}", phone=was.identity, pass_on=name == "open")
    monkeypatch.setattr(migration, "REGROUPED_AT_ONCE", 1)
    follow, left = migration._follow, [0, 1]

    def killed(apps, became):
        follow(apps, became)
        if not left:
            raise KeyboardInterrupt
        left.pop()

    monkeypatch.setattr(migration, "_follow", killed)
    with pytest.raises(KeyboardInterrupt):
        regroup()
    monkeypatch.setattr(migration, "_follow", follow)
    regroup()
    once = (groups(), ids())
    regroup()

    assert (groups(), ids()) == once
    assert len(once[0]) == 6


def ids() -> set[tuple[int, UUID]]:
    return set(Provider.objects.values_list("pk", "public_id"))


def test_queries_of_the_usual_are_as_many_for_ten_as_for_twenty(django_assert_max_num_queries):
    """Nobody to part, and numbers that are not passed on."""
    for number in range(40):
        was = provider_of(f"+4411349600{number:02}")
        make_vouch(provider=was, phone=was.identity, pass_on=number % 2 == 0)

    with django_assert_max_num_queries(14):
        regroup()
