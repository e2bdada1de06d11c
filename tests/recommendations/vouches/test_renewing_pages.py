"""Hiring them again, withdrawing, and the list of one's own."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from recommendations.models import Provider, Scope, Vouch
from tests.recommendations.vouches.test_vouch_pages import NEW, written
from tests.worlds.builders import make_place, make_trade, make_vouch, months_ago
from tests.worlds.looking import shapes


@pytest.fixture
def plumber(db):
    make_place("Leeds")
    return make_trade(slug="plumber", name="Plumber")


def test_hired_them_again_renews_month_and_job(client, ana, plumber):
    vouch = make_vouch(author=ana, hired_on=months_ago(14), words="Still the best")
    client.force_login(ana)
    url = reverse("vouch_renew", args=[vouch.public_id])

    assert client.post(url, {"job": ""}).status_code == 422
    client.post(url, {"job": "New boiler", "hired_on": months_ago(0).isoformat()})

    vouch.refresh_from_db()
    assert (vouch.job, vouch.hired_on, vouch.words) == ("New boiler", months_ago(0), "Still the best")


def test_vouch_renew_begins_with_this_month_and_the_last_job(client, ana):
    """Renewing begins with this month and the last job so that one tap is enough."""
    vouch = make_vouch(author=ana, hired_on=months_ago(14), job="Boiler service")
    client.force_login(ana)
    url = reverse("vouch_renew", args=[vouch.public_id])

    form = client.get(url).context["form"]
    offered = {name: str(form[name].value()) for name in form.fields}
    for _ in range(2):
        client.post(url, offered)

    assert offered == {"hired_on": months_ago(0).isoformat(), "job": "Boiler service"}
    assert list(vouch.earlier.values_list("job", "hired_on")) == [("Boiler service", months_ago(14))]


def test_provider_page_tells_earlier_times_latest_first(client, ana, ben, cleo):
    """Earlier times stand under the word for whoever may read it the latest first."""
    vouch = make_vouch(author=ben, hired_on=months_ago(50), job="Boiler service", scope=Scope.CIRCLE)
    vouch.renew(months_ago(30), "Leaking tap")
    vouch.renew(months_ago(2), "New radiator")
    other = make_vouch(author=ana, provider=vouch.provider)
    url = reverse("provider", args=[vouch.provider.public_id])

    def said(person) -> list[str]:
        client.force_login(person)
        return re.findall(r"Before that: ([^<]*)<", client.get(url).content.decode())

    told = f"Leaking tap, {months_ago(30):%B %Y}; Boiler service, {months_ago(50):%B %Y}"
    assert [said(person) for person in (ana, ben, cleo)] == [[told], [told], [told]]
    Vouch.objects.filter(pk=vouch.pk).update(scope=Scope.ME)
    assert [said(person) for person in (ana, ben)] == [[], [told]]
    assert other.earlier.count() == 0


def test_provider_page_asks_no_more_for_more_earlier_times(client, ana, ben):
    """Earlier times cost a provider’s page no more queries the more they are."""
    client.force_login(ana)

    def queries(times: int) -> int:
        vouch = make_vouch(author=ben)
        for n in range(times):
            make_vouch(author=ben, provider=vouch.provider).renew(months_ago(0), f"Tap {n}")
        return len(shapes(client, "get", reverse("provider", args=[vouch.provider.public_id])))

    queries(0)  # the first visit of a browser costs more
    assert queries(0) == queries(10)


def test_withdrawing_asks_first_and_then_nothing_is_left(client, ana, ben):
    vouch = make_vouch(author=ana)
    client.force_login(ana)
    url = reverse("vouch_withdraw", args=[vouch.public_id])

    assert client.get(url).status_code == 200
    assert Vouch.objects.exists()
    client.post(url)

    assert (Vouch.objects.count(), Provider.objects.count()) == (0, 0)
    assert client.post(url).status_code == 404


def test_no_field_can_be_set_that_the_form_does_not_offer(client, ana, ben, plumber):
    client.force_login(ana)
    sneaky = {"author": ben.pk, "id": 7, "pk": 7, "provider": 7, "written_at": "2000-01-01", "public_id": str(uuid4())}

    client.post(NEW, written(**sneaky))

    vouch = Vouch.objects.get()
    assert (vouch.author, vouch.pk == 7, vouch.written_at.year == 2000) == (ana, False, False)
    assert str(vouch.public_id) != sneaky["public_id"]


def test_my_list_shows_mine_and_nobody_elses(client, ana, ben):
    make_vouch(author=ana, name="Mine")
    make_vouch(author=ben, name="Bens")
    client.force_login(ana)

    page = client.get("/vouches/").content.decode()

    assert ("Mine" in page, "Bens" in page) == (True, False)
