"""Writing, editing, renewing and withdrawing one's own word."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from recommendations.models import Outcome, Provider, Relation, Scope, Vouch, Warns
from tests.worlds.builders import make_place, make_trade, make_vouch, months_ago

NEW = "/vouches/new/"
NO_WIZARD = "We know no kind of work called “wizard”. Keep your own words, or choose one below."


@pytest.fixture
def plumber(db):
    make_place("Leeds")
    return make_trade(slug="plumber", name="Plumber")


def written(**fields) -> dict[str, str]:
    return {
        "key": str(uuid4()),
        "name": "Rosa Lima Plumbing",
        "trade": "plumber",
        "job": "Burst pipe",
        "hired_on": months_ago(2).isoformat(),
        "outcome": "2",
        "words": "Came on a Sunday.",
        "place": "Leeds, GB",
        "phone": "0113 496 0123",
        "relation": "none",
        "scope": "2",
        "pass_on": "yes",
    } | fields


def said(response) -> list[str]:
    """The error summary, line by line."""
    summary = re.search(r'class="summary".*?</div>', response.content.decode(), re.DOTALL)
    assert summary, "no error summary"
    return re.findall(r"<a[^>]*>([^<]+)</a>", summary[0])


def test_a_vouch_is_saved_as_written_and_shown(client, ana, plumber):
    client.force_login(ana)

    response = client.post(NEW, written(), follow=True)

    vouch = Vouch.objects.get()
    assert response.redirect_chain == [(reverse("provider", args=[vouch.provider.public_id]), 302)]
    assert (vouch.author, vouch.phone, vouch.provider.identity) == (ana, "+441134960123", "+441134960123")
    assert (vouch.outcome, vouch.scope, vouch.relation) == (Outcome.YES, Scope.BEYOND, Relation.NONE)
    assert "Your circle and theirs can find it." in response.content.decode()


def test_an_empty_form_says_everything_that_is_missing_once(client, ana, plumber):
    client.force_login(ana)

    response = client.post(NEW, {})

    assert response.status_code == 422
    assert said(response) == [
        "Enter the name of the person or firm you hired.",
        "Enter the kind of work they did.",
        "Say what they did for you.",
        "Choose the month you last hired them.",
        "Say if you would hire them again.",
        "Write a sentence a friend could use.",
        "Enter the nearest town.",
        "Say if there is anything between you and them.",
        "Choose who may read this.",
    ]
    assert not Vouch.objects.exists()


@pytest.mark.parametrize(
    ("warns", "scope", "begins", "said"),
    [
        (Warns.NOBODY, Scope.ME, False, "Only you can see it."),
        (Warns.CIRCLE, Scope.CIRCLE, False, "Your circle can find it."),
        (Warns.BEYOND, Scope.CIRCLE, True, "Beyond it, it may count without your name and your words"),
    ],
)
def test_not_again_asks_whom_it_may_warn_and_saves_what_was_chosen(client, ana, plumber, warns, scope, begins, said):
    """Whatever stands at the other question, of who may read a yes."""
    client.force_login(ana)

    response = client.post(NEW, written(outcome="0", scope="2", warns=str(warns.value)), follow=True)

    vouch = ana.vouches.get()
    assert (vouch.scope, vouch.warns, vouch.warns_from is not None) == (scope, warns, begins)
    assert said in response.content.decode()


def test_the_form_asks_both_questions_and_shows_what_it_would_save(client, ana, plumber):
    client.force_login(ana)
    make_vouch(author=ana, name="To edit", outcome=Outcome.NO, scope=Scope.CIRCLE, warns_from=date(2026, 1, 5))

    new = client.get(NEW).context["form"]
    edit = client.get(reverse("vouch_edit", args=[ana.vouches.get().public_id]))

    assert (new["scope"].value(), new["warns"].value()) == (Scope.BEYOND, Warns.NOBODY)
    assert (edit.context["form"]["scope"].value(), edit.context["form"]["warns"].value()) == (1, Warns.BEYOND)
    for question in ("If you would hire them again: who may read this?", "If not: whom may it warn?", *Warns.labels):
        assert str(question) in edit.content.decode()


@pytest.mark.parametrize("again", ["1", "2"])
def test_whom_it_may_warn_changes_nothing_where_they_would_hire_again(client, ana, plumber, again):
    client.force_login(ana)

    client.post(NEW, written(outcome=again, caveat="Late", scope="0", warns="2"))

    assert (ana.vouches.get().scope, ana.vouches.get().warns_from) == (Scope.ME, None)


def test_without_an_answer_whom_it_may_warn_is_asked_and_nothing_is_lost(client, ana, plumber):
    client.force_login(ana)

    response = client.post(NEW, written(outcome="0", warns=""))

    assert (response.status_code, said(response)) == (422, ["Choose whom it may warn."])
    assert "Came on a Sunday." in response.content.decode()
    assert not Vouch.objects.exists()


@pytest.mark.parametrize("relation", [Relation.SELF, Relation.FAMILY, Relation.FRIEND, Relation.PAID])
def test_a_related_word_is_saved_shown_and_said_not_to_count(client, ana, ben, plumber, relation):
    client.force_login(ana)

    response = client.post(NEW, written(relation=relation.value), follow=True)
    client.force_login(ben)
    shown = client.get(reverse("provider", args=[Provider.objects.get().public_id]))

    assert Vouch.objects.get().relation == relation
    assert "does not count in the order" in response.content.decode()
    assert f"“{relation.label}”: shown, and not counted" in shown.content.decode()


def test_my_own_address_is_told_not_to_count_until_i_say_what_it_is(client, ana, plumber):
    ana.emailaddress_set.create(email="Work@Silva.example", verified=True)
    client.force_login(ana)

    for address in (ana.email.upper(), "work@silva.example"):
        response = client.post(NEW, written(email=address))
        assert (response.status_code, len(said(response))) == (422, 1)
        assert "does not count as a customer’s" in said(response)[0]
        assert not Vouch.objects.exists()
    assert client.post(NEW, written(email=ana.email, relation="self")).status_code == 302
    assert Vouch.objects.get().relation == Relation.SELF


def test_an_address_of_somebody_else_is_no_matter(client, ana, ben, plumber):
    client.force_login(ana)

    assert client.post(NEW, written(email=ben.email)).status_code == 302


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"phone": "12"}, "Enter a phone number like 0113 496 0123, or leave it empty."),
        ({"website": "not a page"}, "Enter a web address like example.com, or leave it empty."),
        ({"email": "rosa@"}, "Enter an e-mail address like name@example.com, or leave it empty."),
        ({"hired_on": "2999-01-01"}, "Choose a month that has begun, and a year from the list."),
        ({"outcome": "1"}, "Say what a friend should know first."),
        ({"place": "Xyzzy"}, "We do not know a town called “Xyzzy”. Enter the nearest larger one, like “Leeds, GB”."),
        ({"trade": "wizard"}, NO_WIZARD),
    ],
)
def test_bad_input_gets_a_clear_error_and_loses_nothing(client, ana, plumber, fields, error):
    client.force_login(ana)

    response = client.post(NEW, written(**fields))

    assert (response.status_code, said(response)) == (422, [error])
    assert "Came on a Sunday." in response.content.decode()
    assert not Vouch.objects.exists()


@pytest.mark.parametrize(("outcome", "kept"), [("0", ""), ("1", "Book early."), ("2", "")])
def test_vouch_edit_keeps_the_caveat_with_yes_but_alone(client, ana, plumber, outcome, kept):
    """Also where it still stands in the field, which the other outcomes hide."""
    vouch = make_vouch(author=ana, trade=plumber, outcome=Outcome.BUT, caveat="Book early.")
    client.force_login(ana)

    client.post(
        reverse("vouch_edit", args=[vouch.public_id]),
        written(outcome=outcome, scope="1", warns="0", caveat="Book early."),
    )

    vouch.refresh_from_db()
    assert (str(vouch.outcome), vouch.caveat) == (outcome, kept)


def test_a_double_click_makes_one_row_and_two_equal_answers(client, ana, plumber):
    client.force_login(ana)
    form = written(phone="")

    first, second = client.post(NEW, form), client.post(NEW, form)

    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert (Vouch.objects.count(), Provider.objects.count()) == (1, 1)


def test_a_second_vouch_for_the_same_work_is_refused_in_words(client, ana, plumber):
    client.force_login(ana)
    client.post(NEW, written())

    response = client.post(NEW, written(words="Again!"))

    assert response.status_code == 422
    assert "Edit that vouch instead" in response.content.decode()
    assert [vouch.words for vouch in Vouch.objects.all()] == ["Came on a Sunday."]


def test_not_again_may_stay_with_me_or_my_circle_only(client, ana, plumber):
    client.force_login(ana)

    assert client.post(NEW, written(outcome="0", warns="1")).status_code == 302
    assert Vouch.objects.get().scope == Scope.CIRCLE


def test_a_number_without_its_country_is_one_of_the_persons_country(client, ana, plumber):
    ana.place = make_place("Lisboa", (38.7, -9.1), country="PT")
    ana.save()
    client.force_login(ana)

    client.post(NEW, written(phone="21 346 1000", place="Lisboa"))

    assert Vouch.objects.get().phone == "+351213461000"


def test_starting_from_someone_i_see_keeps_who_they_are(client, ana, ben, plumber):
    bens = make_vouch(author=ben, phone="+441134960555", name="Rosa", pass_on=True)
    client.force_login(ana)
    url = f"{NEW}?provider={bens.provider.public_id}"

    page = client.get(url).content.decode()
    client.post(url, written(phone="0113 496 0555"))

    assert 'value="Rosa"' in page
    assert "0113 496 0555" in page
    assert {vouch.provider for vouch in Vouch.objects.all()} == {bens.provider}


@pytest.mark.parametrize("reach", [{"phone": "0113 496 0123"}, {"phone": "", "email": "rosa@example.net"}])
def test_who_may_call_is_asked_where_there_is_a_number_and_never_answered_beforehand(client, ana, plumber, reach):
    client.force_login(ana)
    asked = client.get(NEW).context["form"]["pass_on"]
    assert (asked.value(), list(asked.field.choices)) == (
        None,
        [("yes", "Yes, they may call"), ("no", "No, it is for me alone")],
    )

    refused = client.post(NEW, written(pass_on="", **reach))
    assert (refused.status_code, said(refused)) == (422, ["Say if those who read this may call the number."])
    assert not ana.vouches.exists()
    client.post(NEW, written(pass_on="", phone=""))
    assert not ana.vouches.get().pass_on


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"pass_on": "yes"}, "Saved. Your circle and theirs can find it. Whoever reads it sees the number."),
        ({"pass_on": "no"}, "Saved. Your circle and theirs can find it. Nobody but you sees the number."),
        ({"phone": "", "email": "rosa@example.net", "pass_on": "no"}, "Nobody but you sees the e-mail address."),
        ({"email": "rosa@example.net"}, "Whoever reads it sees the number and the e-mail address."),
        ({"phone": "", "pass_on": ""}, "Saved. Your circle and theirs can find it.</"),
        ({"scope": "0", "pass_on": "yes"}, "Saved. Only you can see it.</"),
    ],
)
def test_saved_says_who_sees_the_number(client, ana, plumber, fields, told):
    client.force_login(ana)

    assert told in client.post(NEW, written(**fields), follow=True).content.decode()


def test_vouch_edit_begins_with_what_was_said_of_calling(client, ana, plumber):
    client.force_login(ana)
    began = []
    for phone, pass_on in (("+441134960123", True), ("+441134960124", False), ("", False)):
        vouch = make_vouch(author=ana, phone=phone, pass_on=pass_on)
        began.append(client.get(reverse("vouch_edit", args=[vouch.public_id])).context["form"]["pass_on"].value())

    assert began == ["yes", "no", ""]


def test_a_number_that_is_not_passed_on_is_not_filled_in(client, ana, ben, plumber):
    bens = make_vouch(author=ben, phone="+441134960555", pass_on=False)
    client.force_login(ana)

    assert "0555" not in client.get(f"{NEW}?provider={bens.provider.public_id}").content.decode()


def test_an_edit_changes_only_what_was_changed(client, ana, plumber):
    make_place("Otley", (53.9, -1.7))
    client.force_login(ana)
    client.post(NEW, written())
    vouch = Vouch.objects.get()
    url = reverse("vouch_edit", args=[vouch.public_id])

    page = client.get(url).content.decode()
    client.post(url, written(place="Otley", outcome="1", caveat="Text her", scope="0"))

    assert "Came on a Sunday." in page
    edited = Vouch.objects.get()
    assert (edited.pk, edited.provider, edited.public_id) == (vouch.pk, vouch.provider, vouch.public_id)
    assert (edited.place.name, edited.caveat, edited.scope) == ("Otley", "Text her", Scope.ME)


UNSEEN = {
    "name": "\u202eRosa\u200b\r\nLima",
    "job": "Tap\u2028mended\u2066",
    "caveat": "La\u00adte",
    "cost": "£\u200e80",
}


def test_vouch_form_saves_short_texts_without_what_is_unseen(client, ana, plumber):
    """Names jobs and other short texts are saved without what nobody can see."""
    client.force_login(ana)

    client.post(NEW, written(outcome="1", **UNSEEN))
    vouch = Vouch.objects.get()
    client.post(reverse("vouch_renew", args=[vouch.public_id]), {"job": "\u202eAgain", "hired_on": months_ago(0)})

    renewed = Vouch.objects.get()
    assert (vouch.name, vouch.job, vouch.caveat, vouch.cost) == ("Rosa Lima", "Tap mended", "Late", "£80")
    assert renewed.job == "Again"


@pytest.mark.parametrize("name", ["\u200b", "\u3164\u2800", "\u202e\u202c"])
def test_a_name_that_nobody_can_see_is_none(client, ana, plumber, name):
    client.force_login(ana)

    answer = client.post(NEW, written(name=name))

    assert said(answer) == ["Enter the name of the person or firm you hired."]


def test_a_corrected_number_is_another_identity_and_the_bare_one_goes(client, ana, plumber):
    client.force_login(ana)
    client.post(NEW, written())
    url = reverse("vouch_edit", args=[Vouch.objects.get().public_id])

    client.post(url, written(phone="0113 496 0999"))

    assert [provider.identity for provider in Provider.objects.all()] == ["+441134960999"]


def test_a_new_number_of_the_same_keeps_the_provider_one_started_from(client, ana, ben, plumber):
    bens = make_vouch(author=ben, phone="+441134960555", pass_on=True)
    client.force_login(ana)
    same = {"same": str(bens.provider.public_id)}
    client.post(f"{NEW}?provider={bens.provider.public_id}", written(phone="07700 900123") | same)
    mine = ana.vouches.get()

    client.post(reverse("vouch_edit", args=[mine.public_id]), written(phone="07700 900456") | same)

    assert ana.vouches.get().provider == bens.provider
