"""`manage.py operator`: the first of those who run the place."""

import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from people.models import Person, Session
from tests.worlds.builders import make_person, make_staff

LINK = re.compile(r"https?://[^/]+(/\S+)")


def said_to(capsys, *arguments: str) -> str:
    call_command("operator", *arguments)
    return capsys.readouterr().out


def test_it_makes_a_member_whose_link_signs_in_once(db, capsys):
    said = said_to(capsys, "Olga@example.org", "--name", "Olga Orr")

    person = Person.objects.get()
    assert (person.email, person.name, person.is_staff, person.is_superuser) == (
        *("olga@example.org", "Olga Orr"),
        *(True, False),
    )
    assert "olga@example.org is a member now, and runs the place." in said
    link = LINK.search(said)[1]
    client = Client()
    page = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(page, {"password1": "rain on a tin roof", "password2": "rain on a tin roof"})
    assert [session.person for session in Session.objects.exclude(person=None)] == [person]
    assert client.get("/you/").status_code == 200
    # Spent by being used.
    assert Client().get(link, follow=True).redirect_chain == []
    assert "To sign in for the first time" not in said_to(capsys, "olga@example.org")


@pytest.mark.parametrize("joining", [True, False])
def test_it_makes_it_of_a_member_and_changes_nothing_else(db, capsys, joining):
    ana = make_person(email="ana@example.org", name="Ana Silva", joining=joining)
    others = make_person()

    for _ in range(2):
        assert "ana@example.org runs the place." in said_to(capsys, "ANA@example.org", "--name", "Another")

    ana.refresh_from_db()
    assert (ana.name, ana.is_staff, ana.joining) == ("Ana Silva", True, False)
    assert Person.objects.filter(is_staff=True).count() == 1
    others.refresh_from_db()
    assert not others.is_staff


def test_it_says_what_is_still_to_do(db, capsys):
    make_staff(email="sara@example.org")

    assert "The desk opens once" not in said_to(capsys, "sara@example.org")
    assert "The desk opens once" in said_to(capsys, "olga@example.org")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["olga"], "'olga' is no e-mail address"),
        (["olga@"], "is no e-mail address"),
        (["_@example.org"], "A name has at least one letter"),
        (["olga@example.org", "--name", "x" * 81], "at most 80"),
        (["away@example.org"], "let them come back first"),
    ],
)
def test_it_refuses(db, arguments, said):
    make_person(email="away@example.org").set_active(False, rests=True)

    with pytest.raises(CommandError, match=said):
        call_command("operator", *arguments)

    assert Person.objects.filter(is_staff=True).count() == 0
    assert Person.objects.count() == 1
