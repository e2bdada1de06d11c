"""What the database holds a vouch to, and what its author can do with it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from recommendations.models import Outcome, Provider, Scope, Vouch, months_since
from tests.worlds.builders import make_provider, make_trade, make_vouch, months_ago


@pytest.mark.parametrize(
    "impossible",
    [
        {"outcome": Outcome.NO, "scope": Scope.BEYOND},
        {"outcome": Outcome.NO, "scope": Scope.BEYOND, "warns_from": date(2026, 1, 5)},
        {"outcome": Outcome.NO, "scope": Scope.ME, "warns_from": date(2026, 1, 5)},
        {"outcome": Outcome.YES, "scope": Scope.CIRCLE, "warns_from": date(2026, 1, 5)},
        {"outcome": 3},
        {"scope": -1},
        {"scope": 3},
        {"name": ""},
        {"job": ""},
    ],
    ids=str,
)
def test_the_database_refuses(ana, impossible):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_vouch(author=ana, **impossible)


@pytest.mark.parametrize("scope", [Scope.ME, Scope.CIRCLE])
def test_not_again_may_stay_with_me_or_my_circle(ana, scope):
    assert make_vouch(author=ana, outcome=Outcome.NO, scope=scope).pk


def test_one_vouch_an_author_provider_and_trade(ana, ben):
    provider, plumbing, heating = make_provider(), make_trade(), make_trade()
    make_vouch(author=ana, provider=provider, trade=plumbing)
    make_vouch(author=ana, provider=provider, trade=heating)
    make_vouch(author=ben, provider=provider, trade=plumbing)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_vouch(author=ana, provider=provider, trade=plumbing)


def test_hiring_them_again_renews_the_vouch_and_keeps_its_words(ana):
    vouch = make_vouch(author=ana, hired_on=months_ago(30), words="Careful and kind.")
    before = vouch.renewed_at
    vouch.renew(months_ago(0), "New radiator")

    kept = Vouch.objects.get()
    assert (kept.hired_on, kept.job, kept.words) == (months_ago(0), "New radiator", "Careful and kind.")
    assert kept.renewed_at > before == kept.written_at or kept.renewed_at > kept.written_at


def test_with_the_last_vouch_the_bare_identity_goes_too(ana, ben):
    one, other = make_vouch(author=ana, phone="+441134960123"), make_vouch(author=ben, phone="+441134960123")
    elsewhere = make_vouch(author=ana)

    one.withdraw()
    assert set(Provider.objects.all()) == {other.provider, elsewhere.provider}
    other.withdraw()
    assert set(Provider.objects.all()) == {elsewhere.provider}
    assert set(Vouch.objects.all()) == {elsewhere}


def test_a_provider_cannot_go_while_someone_vouches(ana):
    vouch = make_vouch(author=ana)

    with pytest.raises(ProtectedError):
        vouch.provider.delete()


def test_no_row_tells_its_words_where_it_is_written_out(ana):
    """As in a log or an error page."""
    vouch = make_vouch(author=ana, name="Rosa", words="secret")

    assert [str(vouch), str(vouch.provider)] == [f"vouch {vouch.pk}", f"provider {vouch.provider_id}"]


@pytest.mark.parametrize(
    ("then", "months"),
    [
        (date(2026, 11, 1), 0),
        (date(2026, 10, 31), 1),
        (date(2025, 12, 1), 11),
        (date(2024, 11, 1), 24),
        (date(2027, 1, 1), 0),
    ],
)
def test_age_is_counted_in_whole_months(then, months):
    assert months_since(then, date(2026, 11, 23)) == months
