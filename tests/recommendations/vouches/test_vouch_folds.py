"""What of the form of a vouch is folded away, and when it is not."""

import re

import pytest
from django.urls import reverse

from recommendations.models import Scope
from tests.recommendations.vouches.test_vouch_pages import NEW, plumber, written  # noqa: F401
from tests.worlds.builders import make_vouch


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({}, [False, False]),
        ({"cost": "£80"}, [True, False]),
        ({"website": "https://rosa.example"}, [True, False]),
        ({"email": "rosa@example.net"}, [True, False]),
        ({"scope": Scope.ME}, [False, True]),
    ],
)
def test_vouch_edit_unfolds_what_is_not_as_usual(client, ana, plumber, fields, is_open):  # noqa: F811
    vouch = make_vouch(author=ana, **({"scope": Scope.BEYOND} | fields))
    client.force_login(ana)

    page = client.get(reverse("vouch_edit", args=[vouch.public_id])).content.decode()

    assert [bool(each) for each in re.findall(r"<details class=\"field[^>]*?( open)?>", page)] == is_open


@pytest.mark.parametrize(
    ("fields", "is_open"),
    [
        ({"name": ""}, [False, False]),
        ({"website": "not a page"}, [True, False]),
        ({"cost": "x" * 101}, [True, False]),
        ({"scope": ""}, [False, True]),
        ({"name": "", "scope": "1"}, [False, True]),
    ],
)
def test_vouch_new_unfolds_what_was_wrong_or_chosen(client, ana, plumber, fields, is_open):  # noqa: F811
    client.force_login(ana)

    page = client.post(NEW, written(**fields)).content.decode()

    assert [bool(each) for each in re.findall(r"<details class=\"field[^>]*?( open)?>", page)] == is_open
