"""Whoever has left stays gone: a backup that is restored forgets them again. And an operator can be asked to erase."""

from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db import transaction

from people.models import Person
from recommendations.leaving.erasing import erase, replay
from tests.worlds.private_lives import PrivateLives, hits, traces_of


@pytest.fixture
def erased_list(settings, tmp_path) -> Path:
    settings.ERASED_LIST = str(tmp_path / "erased.txt")
    return tmp_path / "erased.txt"


def test_when_it_cannot_be_written_down_nothing_goes(ana, settings, tmp_path):
    settings.ERASED_LIST = str(tmp_path / "no" / "such" / "folder.txt")

    with pytest.raises(FileNotFoundError):
        erase(ana)

    assert Person.objects.filter(pk=ana.pk).exists()


# --- A backup that is restored --------------------------------------------------------------------


def backup() -> str:
    rows = [row for model in apps.get_models() for row in model.objects.all()]
    return serializers.serialize("json", rows)


def restore(saved: str) -> None:
    """As it was then, whatever is there now."""
    with transaction.atomic():
        for model in apps.get_models():
            if model._meta.app_label not in ("contenttypes", "auth"):
                model.objects.all()._raw_delete(model.objects.db)
        for row in serializers.deserialize("json", saved):
            row.save()


@pytest.mark.parametrize("seed", [2])
def test_after_a_backup_was_restored_they_are_erased_again(db, erased_list, django_capture_on_commit_callbacks, seed):
    lives = PrivateLives(seed)
    leaving = dict(enumerate(lives.people[:2]))
    traces = set().union(*(traces_of(person, number) for number, person in leaving.items()))
    saved = backup()
    with django_capture_on_commit_callbacks(execute=True):
        for person in leaving.values():
            erase(person)
    gone = hits(traces)
    restore(saved)
    assert hits(traces) == traces
    assert Person.objects.count() == len(lives.people)

    assert replay(erased_list) == 2

    assert hits(traces) == gone == set()
    assert replay(erased_list) == 0
    assert len(erased_list.read_text().splitlines()) == 2


# --- The command ----------------------------------------------------------------------------------


def test_an_operator_erases_whom_they_were_asked_to(ana, ben, erased_list, capsys, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("erase", ana.email.upper(), "--no-input")

    assert list(Person.objects.all()) == [ben]
    assert str(ana.public_id) in erased_list.read_text()


def test_an_operator_is_asked_once_more(ana, monkeypatch):
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="nothing was erased"):
        call_command("erase", ana.email)
    assert Person.objects.filter(pk=ana.pk).exists()

    monkeypatch.setattr("builtins.input", lambda question: ana.email)
    call_command("erase", ana.email)
    assert not Person.objects.filter(pk=ana.pk).exists()


def test_where_nobody_can_be_asked_once_more_nobody_goes(ana, monkeypatch):
    monkeypatch.setattr("sys.stdin", StringIO())

    with pytest.raises(CommandError, match="nothing was erased"):
        call_command("erase", ana.email)

    assert Person.objects.filter(pk=ana.pk).exists()


def test_where_the_list_cannot_be_written_the_command_says_so(ana, settings, tmp_path):
    settings.ERASED_LIST = str(tmp_path / "no" / "such" / "folder.txt")

    with pytest.raises(CommandError, match=r"Nothing was erased: .*folder\.txt"):
        call_command("erase", ana.email, "--no-input")

    assert Person.objects.filter(pk=ana.pk).exists()


def test_the_command_says_how_many_it_erased_again(ana, ben, tmp_path, capsys):
    list_of_mine = tmp_path / "erased.txt"
    list_of_mine.write_text(f"2026-03-01 {ana.public_id}\n2026-03-02 00000000-0000-4000-8000-000000000000\n")

    call_command("erase", "--replay", str(list_of_mine))
    call_command("erase", "--replay", str(list_of_mine))

    assert capsys.readouterr().out == "Erased again: 1.\nErased again: 0.\n"
    assert list(Person.objects.all()) == [ben]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Say whom to erase"),
        (["a@example.org", "--replay", "list.txt"], "Say whom to erase"),
        (["nobody@example.org"], "Nobody has this e-mail address."),
        (["--replay"], "ERASED_LIST is off"),
        (["--replay", "/no/such/list.txt"], "No such file"),
        (["--replay", str(Path(__file__))], "line 1: not a day and an id"),
    ],
)
def test_the_command_refuses(ana, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("erase", *arguments)

    assert Person.objects.filter(pk=ana.pk).exists()
