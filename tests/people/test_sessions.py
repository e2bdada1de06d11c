"""A copy of the database signs in nobody, and the sessions of one person are found among all others."""

import re
from datetime import timedelta

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.http import int_to_base36

from people.models import Beginning, Person, Session
from people.sessions import SessionStore
from people.tidy import tidy
from people.tokens import hash_of
from tests.people.test_account import code_in, sign_in, signed_in
from tests.worlds.builders import make_person

SECRET = "seven old trams at dawn"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def begun_with(**held: object) -> SessionStore:
    store = SessionStore()
    store.update(held)
    store.create()
    return store


def there(store: SessionStore) -> bool:
    return Session.objects.filter(pk=hash_of(store.session_key)).exists()


def cells() -> set[str]:
    """Whatever stands in the database, of any table."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            found |= {str(cell) for row in cursor.fetchall() for cell in row}
    return found


def begin_by_code(person: Person) -> tuple[Client, str]:
    client = Client()
    client.post("/accounts/login/code/", {"email": person.email})
    return client, code_in(mail.outbox.pop())


# --- A copy of the database -----------------------------------------------------------------------


def test_no_session_key_and_no_code_stands_in_the_database(ana):
    signed, (begun, code) = sign_in(ana), begin_by_code(ana)
    keys = {client.session.session_key for client in (signed, begun)}
    assert code in str(dict(begun.session))

    found = "\n".join(cells())

    assert not [word for word in (*keys, code, code.replace("-", "")) if word.lower() in found.lower()]
    assert {hash_of(key) for key in keys} == set(Session.objects.values_list("pk", flat=True))
    # What is stored is no more than signed where Django's own sessions are kept.
    data = list(Session.objects.values_list("session_data", flat=True))
    assert [db.SessionStore().decode(each) for each in data] == [{}, {}]
    assert [SessionStore(key).decode(each) for key in keys for each in data].count({}) == 2


def test_session_data_is_sealed_by_its_key_and_not_by_what_is_stored(ana, monkeypatch):
    """What a session holds is sealed by its key and not by what is stored."""
    key = sign_in(ana).session.session_key
    data = Session.objects.get().session_data

    monkeypatch.setattr("people.sessions.hash_of", lambda key: "0" * 64)

    assert SessionStore(key).decode(data)[SESSION_KEY] == str(ana.pk)
    assert SessionStore(key[::-1]).decode(data) == {}


def test_nothing_in_the_database_is_a_cookie_that_signs_in(ana):
    client = sign_in(ana)
    words = {word for cell in cells() for word in re.findall(r"[\w=-]{8,}", cell)}
    assert hash_of(client.session.session_key) in words

    for word in sorted(words):
        thief = Client()
        thief.cookies["sessionid"] = word
        assert signed_in(thief) is None, word
    assert signed_in(client) == ana


def test_whoever_can_write_to_the_database_still_cannot_sign_in(ana):
    """They know the key of a session of their own, but not the secret key that its data is signed with."""
    mine, theirs = begun_with(invitation="x"), sign_in(ana)
    with override_settings(SECRET_KEY="guessed" * 10):
        store = SessionStore(mine.session_key)
        store.update(dict(theirs.session))
        forged = store.encode(dict(store))

    Session.objects.filter(pk=hash_of(mine.session_key)).update(session_data=forged, person=ana)

    assert SessionStore(mine.session_key).load() == {}


def test_a_new_secret_key_signs_nobody_out_and_loses_no_beginning(ana, settings):
    client, begun = sign_in(ana), begun_with(account_login={"email": ana.email})

    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10

    assert client.get("/you/").status_code == 200
    assert signed_in(client) == ana
    assert set(Session.objects.of(ana, [ana.email]).values_list("pk", flat=True)) == {
        hash_of(client.session.session_key),
        hash_of(begun.session_key),
    }


# --- As any session -------------------------------------------------------------------------------


def test_a_session_holds_what_it_was_given_under_any_key(db):
    store = begun_with(invitation="x")
    first = store.session_key

    store.cycle_key()
    store["more"] = "y"
    store.save()

    assert store.session_key != first
    assert not store.exists(first)
    assert SessionStore(store.session_key).load() == {"invitation": "x", "more": "y"}
    assert SessionStore(first).load() == {}
    store.flush()
    assert not Session.objects.exists()


@pytest.mark.parametrize("key", ["x" * 32, "short", "", None, "\0" * 32, "é" * 32, "y" * 10_000])
def test_a_key_that_is_nobodys_opens_nothing_and_is_not_kept(db, key):
    store = SessionStore(key)

    assert dict(store.items()) == {}
    assert store.session_key is None


def test_an_expired_session_opens_nothing_and_is_tidied_away(db):
    store, other = begun_with(email="ana@example.org"), begun_with(email="ana@example.org")
    Session.objects.filter(pk=hash_of(store.session_key)).update(expire_date=timezone.now() - timedelta(seconds=1))

    assert SessionStore(store.session_key).load() == {}
    tidy()

    assert [there(each) for each in (store, other)] == [False, True]
    assert list(Beginning.objects.values_list("session", flat=True)) == [hash_of(other.session_key)]


def test_the_asynchronous_store_keeps_no_key_either(db):
    store = SessionStore()
    store["invitation"] = "x"
    async_to_sync(store.acreate)()
    async_to_sync(store.asave)()

    assert there(store)
    assert async_to_sync(store.aexists)(store.session_key)
    assert async_to_sync(SessionStore(store.session_key).aload)() == {"invitation": "x"}
    async_to_sync(store.adelete)()
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", [SessionStore.save, SessionStore.cycle_key])
def test_a_session_saved_as_its_person_leaves_is_refused(act):
    """And no key is tried after the other for ever."""
    person, store = make_person(), begun_with(invitation="x")
    store[SESSION_KEY] = str(person.pk)
    person.delete()

    with pytest.raises(SessionInterrupted):
        act(store)

    assert not Session.objects.exclude(person=None).exists()


# --- Whose it is ----------------------------------------------------------------------------------


def naming(person: Person) -> dict[str, dict]:
    """Every shape in which the sign-in library keeps who it is that begins."""
    return {
        "address": {"account_login": {"email": person.email.title()}},
        "address deep down": {"state": [{"stages": {"login_by_code": {"data": {"email": person.email}}}}]},
        "address as a name": {"tried": {person.email: 1}},
        "number": {"account_email_verification_code": {"user_id": str(person.pk)}},
        "number of whoever has typed a password": {"account_authentication_methods_user": str(person.pk)},
        "number in a short form": {"account_login": {"user_pk": int_to_base36(person.pk)}},
    }


@pytest.mark.parametrize("shape", naming(Person(pk=1, email="x@example.org")))
def test_a_session_is_whose_it_names_as_long_as_it_does(ana, ben, shape):
    store = begun_with(**naming(ana)[shape], invitation="x")
    begun_with(**naming(ben)[shape])

    assert [each.pk for each in Session.objects.of(ana, [ana.email])] == [hash_of(store.session_key)]
    store.clear()
    store["invitation"] = "x"
    store.save()
    assert not Session.objects.of(ana, [ana.email]).exists()


@pytest.mark.parametrize(
    "held",
    [
        {"email": "xana@example.org"},
        {"email": "ana@example.org.uk"},
        {"how": "she is ana@example.org"},
        {"user_pk": None, "user_id": "", "pk": "1"},
    ],
)
def test_a_session_that_names_nobody_in_full_is_nobodys(db, held):
    ana = make_person(email="ana@example.org")
    held = {name: str(ana.pk) if each == "1" else each for name, each in held.items()}
    begun_with(**{name: each for name, each in held.items() if each != ""})

    assert not Session.objects.of(ana, [ana.email]).exists()


def test_one_session_may_be_begun_by_several(ana, ben, cleo):
    store = begun_with(account_login={"email": ana.email}, account_email_verification_code={"user_id": str(ben.pk)})

    found = {person: Session.objects.of(person, [person.email]).count() for person in (ana, ben, cleo)}
    Session.objects.of(ben, []).end()

    assert found == {ana: 1, ben: 1, cleo: 0}
    assert not there(store)
    assert not Beginning.objects.exists()


def test_a_session_of_somebody_signed_in_is_theirs_whatever_it_names(ana, ben):
    """Else whoever adds another's address would be signed out when that one leaves."""
    bens = begun_with(**{SESSION_KEY: str(ben.pk)}, account_email_verification_code={"email": ana.email})
    was_anas = begun_with(account_login={"email": ana.email})
    was_anas[SESSION_KEY] = str(ben.pk)
    was_anas.save()

    assert not Session.objects.of(ana, [ana.email]).exists()
    assert {each.pk for each in Session.objects.of(ben, [])} == {
        hash_of(store.session_key) for store in (bens, was_anas)
    }


@pytest.mark.parametrize("way", ["by code", "with a wrong password and a code", "joining", "joining once more"])
def test_whoever_begins_to_come_in_is_found_by_the_address(settings, ana, ben, way):
    settings.OPEN_SIGNUP = True
    client, address = Client(), ana.email
    if way.startswith("joining"):
        address = ana.email if way == "joining once more" else "new@example.org"
        client.post("/accounts/signup/", {"name": "Ana", "email": address.upper()})
    else:
        if "password" in way:
            client.post("/accounts/login/", {"login": address, "password": "wrong"})
        client.post("/accounts/login/code/", {"email": address})
    begin_by_code(ben)

    [found] = Session.objects.of(make_person(), [address])

    assert found.pk == hash_of(client.session.session_key)


@pytest.mark.parametrize("others", [5, 200])
def test_the_queries_of_ending_do_not_grow_with_the_sessions(ana, others, django_assert_num_queries):
    strangers = [begun_with(account_login={"email": f"{number}@example.org"}) for number in range(others)]
    mine = [begun_with(**{SESSION_KEY: str(ana.pk)}), begun_with(email=ana.email)]

    with django_assert_num_queries(6):
        assert Session.objects.of(ana, [ana.email]).end() == 2

    assert [there(each) for each in mine] == [False, False]
    assert Session.objects.count() == len(strangers)


# --- Ending ---------------------------------------------------------------------------------------


def test_a_new_password_leaves_no_session_elsewhere_on_the_list(ana, ben):
    here, there, bens = sign_in(ana), sign_in(ana), sign_in(ben)
    begin_by_code(ana)

    here.post("/accounts/password/set/", {"password1": SECRET, "password2": SECRET})

    assert list(ana.sessions.values_list("pk", flat=True)) == [hash_of(here.session.session_key)]
    assert [signed_in(each) for each in (here, there, bens)] == [ana, None, ben]


def test_a_password_reset_by_its_link_ends_every_session_of_theirs(ana, ben):
    ana.set_password(SECRET)
    ana.save()
    clients, bens = [sign_in(ana), sign_in(ana)], sign_in(ben)
    anywhere = Client()
    anywhere.post("/accounts/password/reset/", {"email": ana.email})
    link = re.search(r"http://[^/]+(\S+)", mail.outbox.pop().body)[1]

    form = anywhere.get(link, follow=True).request["PATH_INFO"]
    anywhere.post(form, {"password1": SECRET[::-1], "password2": SECRET[::-1]})

    assert list(ana.sessions.values_list("pk", flat=True)) == [hash_of(anywhere.session.session_key)]
    assert [signed_in(each) for each in (anywhere, *clients, bens)] == [ana, None, None, ben]


@pytest.mark.parametrize("at_once", [1, 5000])
def test_the_command_ends_every_session(ana, ben, capsys, monkeypatch, at_once):
    monkeypatch.setattr("people.management.commands.end_sessions.AT_ONCE", at_once)
    clients = [sign_in(ana), sign_in(ana), sign_in(ben)]
    begun, code = begin_by_code(ana)

    call_command("end_sessions")

    assert capsys.readouterr().out == "Sessions ended: 4.\n"
    assert [signed_in(each) for each in clients] == [None] * 3
    begun.post("/accounts/login/code/confirm/", {"code": code})
    assert signed_in(begun) is None
    assert not Session.objects.exists()
    call_command("end_sessions")
    assert capsys.readouterr().out == "Sessions ended: 0.\n"
