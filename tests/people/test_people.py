import pytest
from django.db import IntegrityError, transaction

from people.models import Person
from tests.worlds.builders import make_person


@pytest.fixture
def ana(db):
    return make_person(email="ana@example.org", name="Ana Silva")


def test_an_e_mail_address_belongs_to_one_person_whatever_its_case(ana):
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(email="Ana@Example.ORG", name="Another Ana")

    assert Person.objects.get_by_natural_key("ANA@example.org") == ana


def test_a_new_person_relays_but_is_not_named_beyond(ana):
    assert (ana.relays, ana.named_beyond, ana.is_active, ana.is_staff) == (True, False, True, False)


def test_a_person_has_a_name(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_person(name="")


def test_the_first_name_is_the_first_of_their_names(ana):
    assert ana.first_name == "Ana"


def test_nobody_is_named_where_a_row_is_written_out(ana):
    """As in a log or an error page."""
    assert str(ana) == f"person {ana.pk}"


def test_a_password_is_kept_as_a_hash_only(ana):
    ana.set_password("correct horse battery staple")

    assert "horse" not in ana.password
    assert ana.check_password("correct horse battery staple")
