"""Whatever is asked, and however it is written, is answered, and never by a fault."""

import sys
import traceback

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.test_access import every_url
from tests.worlds.access import client_of, signed_in
from tests.worlds.builders import make_staff
from tests.worlds.odd_requests import Addresses, addresses_of, odd_request, patterns

EVERY_RUN, CAMPAIGN = 250, 10_000
PATTERNS = patterns()


@pytest.fixture
def readers(world, client) -> dict[str, Client]:
    staff = make_staff()
    staff.signed_in_by = signed_in(staff).cookies[settings.SESSION_COOKIE_NAME].value
    people = {
        "self": world.ben,
        "circle": world.viewers["circle"],
        "stranger": world.viewers["stranger"],
        "staff": staff,
    }
    return {name: client_of(person) for name, person in people.items()} | {"anonymous": client}


@pytest.fixture
def site(world, readers) -> Addresses:
    return addresses_of(list(every_url(world)), PATTERNS, [readers["self"], readers["circle"], readers["staff"]])


def faults_in(numbers: range, site: Addresses, readers: dict[str, Client]) -> list[str]:
    """Each request is taken back before the next. A fault is told by its type and by where in our code it arose."""
    told: list[str] = []

    def tell(sender, request, **more) -> None:
        fault = sys.exc_info()[1]
        places = [each for each in traceback.extract_tb(fault.__traceback__) if "site-packages" not in each.filename]
        told.append(f"{fault!r:.200} at {' '.join(f'{each.filename}:{each.lineno}' for each in places[-3:])}")

    found: list[str] = []
    got_request_exception.connect(tell)
    for number in numbers:
        odd, sids = odd_request(number, site, PATTERNS, [*readers]), transaction.savepoint()
        cookies = readers[odd.who].cookies.copy()
        try:
            status = sent(odd, readers[odd.who])
        except Exception as fault:
            told.append(f"{fault!r:.200} beyond Django")
            status = 599
        transaction.savepoint_rollback(sids)
        readers[odd.who].cookies = cookies
        if status >= 500 or told:
            found.append(f"{number}: {status} {odd.method} {odd.path!r:.120} by {odd.who}: {told}")
        told.clear()
    got_request_exception.disconnect(tell)
    return found


def sent(odd, client: Client) -> int:
    client.raise_request_exception = False
    response: HttpResponse = odd.sent_by(client)
    response.getvalue()  # which closes a file
    return response.status_code


def test_no_odd_request_is_answered_by_a_fault(site, readers):
    assert not (found := faults_in(range(EVERY_RUN), site, readers)), "\n".join(found)


@pytest.mark.campaign
def test_ten_thousand_odd_requests_are_answered_by_no_fault(site, readers):
    assert not (found := faults_in(range(CAMPAIGN), site, readers)), "\n".join(found)
