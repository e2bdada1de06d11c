"""“Ask Ben for the number”: the same whatever Ben has, and a yes for the one who asked alone."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Notice, Person, Tie
from people.tidy import tidy
from recommendations.models import NumberAsk, Scope, Vouch
from recommendations.providers.suggestions import words_of_vouches
from recommendations.providers.word import key_for
from tests.worlds.builders import befriend, make_person, make_vouch
from tests.worlds.looking import answer, as_, as_if, every_row

NUMBER, AS_WRITTEN = "+441134960123", "0113 496 0123"
FIND = "/find/?near=anywhere"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def vouch(ben: Person) -> Vouch:
    """Ben's, with a number that he keeps to himself."""
    return make_vouch(author=ben, name="Rosa Lima", phone=NUMBER)


def url_of_ask(person: Person, vouch: Vouch) -> str:
    return reverse("number_ask", args=[vouch.provider.public_id, key_for(person.pk, vouch.pk)])


def ask(person: Person, vouch: Vouch) -> NumberAsk:
    assert as_(person).post(url_of_ask(person, vouch)).status_code == 302
    return NumberAsk.objects.get(person=person, vouch=vouch)


def say(person: Person, asked: NumberAsk, **said: str) -> int:
    return as_(person).post(reverse("number_asked", args=[asked.public_id]), said).status_code


def who_sees_it(vouch: Vouch, *people: Person) -> set[str]:
    shown = {each.name: words_of_vouches(each, {vouch.pk: vouch.provider_id}).get(vouch.pk) for each in people}
    return {name for name, found in shown.items() if found and found[1].phone and found[0].phone}


def told(person: Person) -> list[str]:
    return [each.message for each in Notice.objects.visible_to(person)]


# --- Asking -------------------------------------------------------------------------------------------


def test_number_is_asked_for_the_same_whatever_the_friend_has(ana, ben, vouch):
    provider = reverse("provider", args=[vouch.provider.public_id])
    looked = []
    for phone in (NUMBER, ""):
        with as_if():
            Vouch.objects.update(phone=phone)
            client = as_(ana)
            pages = [answer(client, "get", page) for page in (FIND, provider)]
            pages.append(answer(client, "post", url_of_ask(ana, vouch)))
            pages += [answer(client, "get", page) for page in (FIND, provider)]
            looked.append((pages, told(ben), told(ana)))
    before, after = (looked[0][0][number][1].decode() for number in (0, 4))

    assert looked[0] == looked[1]
    assert "Ask <bdi>Ben</bdi> for the number" in before
    assert "You asked <bdi>Ben</bdi> for the number" in after
    assert looked[0][1:] == (["Ana Silva asks you for the number of someone you vouch for."], [])


def test_number_is_asked_for_beside_a_friends_words_without_one_and_no_others(ana, ben, cleo):
    """Exactly there: not beside one's own, nor those from beyond, nor where there is a number."""
    kept, passed = make_vouch(author=ben, phone=NUMBER), make_vouch(author=ben, phone="+441134960124", pass_on=True)
    own, beyond = make_vouch(author=ana), make_vouch(author=cleo)
    pages = {each: reverse("provider", args=[each.provider.public_id]) for each in (kept, passed, own, beyond)}
    offered = {each for each, page in pages.items() if "for the number" in as_(ana).get(page).content.decode()}

    pressed = {each for each in pages if as_(ana).post(url_of_ask(ana, each)).status_code == 302}
    assert (offered, pressed - {passed}) == ({kept}, {kept})
    assert set(NumberAsk.objects.values_list("vouch", flat=True)) == {kept.pk}


def test_number_asked_for_with_htmx_is_answered_by_the_piece(ana, ben, vouch):
    piece = as_(ana).post(url_of_ask(ana, vouch), headers={"HX-Request": "true"}).content.decode()

    assert "You asked <bdi>Ben</bdi> for the number" in piece
    assert "<html" not in piece


def test_number_asked_for_twice_is_asked_once_also_after_a_no(ana, ben, vouch):
    asked = ask(ana, vouch)
    assert say(ben, asked, answer="no") == 302
    before = as_(ana).get(FIND).content
    assert ask(ana, vouch) == asked

    assert told(ben) == told(ana) == []
    assert b"You asked <bdi>Ben</bdi>" in before


@pytest.mark.parametrize("said", ["no", None])
def test_number_not_given_may_be_asked_for_again_after_a_while_whatever_was_said(ana, ben, vouch, said):
    asked = ask(ana, vouch)
    if said:
        say(ben, asked, answer=said)
    for days, left in ((89, 1), (91, 0)):
        NumberAsk.objects.update(asked_at=timezone.now() - timedelta(days=days))
        tidy()
        assert NumberAsk.objects.count() == left

    assert told(ben) == []
    assert ask(ana, vouch) != asked
    assert len(told(ben)) == 1


# --- The answer ---------------------------------------------------------------------------------------


def test_number_given_is_seen_by_whoever_asked_alone_until_it_is_taken_back(ana, ben, cleo, vouch):
    dan = make_person(name="Dan Reed")
    befriend(ben, dan), befriend(ana, dan)
    asked, people = ask(ana, vouch), (ana, cleo, dan)
    ask(dan, vouch)
    assert who_sees_it(vouch, *people) == set()
    assert (say(ana, asked, answer="yes"), say(dan, asked, answer="yes"), say(ben, asked)) == (302, 404, 422)
    assert who_sees_it(vouch, *people) == set()
    for _ in range(2):
        assert say(ben, asked, answer="yes") == 302

    assert who_sees_it(vouch, *people) == {"Ana Silva"}
    assert (told(ana), told(cleo), told(dan)) == (["Ben Okafor gave you the number that you asked for."], [], [])
    provider = as_(ana).get(reverse("number_asked", args=[asked.public_id]), follow=True).content.decode()
    assert AS_WRITTEN in provider
    mine = as_(ben).get(reverse("provider", args=[vouch.provider.public_id])).content.decode()
    assert "Ana</bdi> has this number from you" in mine
    assert say(ben, asked, answer="no") == 302
    assert (who_sees_it(vouch, *people), told(ana)) == (set(), [])


def test_number_given_shows_neither_the_address_nor_joins_anybody(ana, ben, vouch):
    Vouch.objects.update(email="rosa@example.org")
    say(ben, ask(ana, vouch), answer="yes")
    theirs = make_vouch(author=make_person(), phone=NUMBER, pass_on=True)

    _, word = words_of_vouches(ana, {vouch.pk: vouch.provider_id})[vouch.pk]
    assert (word.phone, word.email) == (NUMBER, "")
    assert Vouch.objects.get(pk=vouch.pk).provider != theirs.provider


def test_number_given_is_found_by_and_taken_along_by_whoever_has_it(ana, ben, cleo, vouch):
    befriend(ben, dan := make_person())
    say(ben, ask(ana, vouch), answer="yes")
    card = reverse("provider_card", args=[vouch.provider.public_id])

    found = [b"Rosa Lima</a>" in as_(each).get("/find/?q=4960123").content for each in (ana, dan)]
    assert found == [True, False]
    assert [NUMBER.encode() in as_(each).get(card).content for each in (ana, dan)] == [True, False]


@pytest.mark.parametrize(
    ("typed", "status", "kept"),
    [("", 422, ""), ("496 0123", 422, ""), ("nonsense", 422, ""), (AS_WRITTEN, 302, NUMBER)],
)
def test_number_that_the_friend_has_not_noted_is_typed_in_with_the_yes(ana, ben, vouch, typed, status, kept):
    Vouch.objects.update(phone="")
    befriend(ben, dan := make_person(name="Dan Reed"))
    before = vouch.provider_id
    assert say(ben, ask(ana, vouch), answer="yes", phone=typed) == status

    vouch.refresh_from_db()
    assert (vouch.phone, vouch.pass_on, vouch.provider_id) == (kept, False, before)
    assert who_sees_it(vouch, ana, dan) == ({"Ana Silva"} if kept else set())


def test_number_typed_in_is_for_whoever_asked_alone_also_where_an_email_address_is_passed_on(ana, ben, cleo, vouch):
    befriend(ben, dan := make_person(name="Dan Reed"))
    Vouch.objects.update(phone="", email="rosa@example.net", pass_on=True)
    asked = ask(ana, vouch)
    assert "A yes keeps it to you" in as_(ben).get(asked.get_absolute_url()).content.decode()

    assert say(ben, asked, answer="yes", phone=AS_WRITTEN) == 302

    assert who_sees_it(vouch, ana, dan, cleo) == {"Ana Silva"}


ENDS = {
    "parted": lambda ana, ben, vouch: Tie.objects.part(ana, ben),
    "blocked": lambda ana, ben, vouch: ben.block(ana),
    "the vouch is withdrawn": lambda ana, ben, vouch: vouch.withdraw(),
    "who asks has left": lambda ana, ben, vouch: ana.delete(),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("given", [True, False])
def test_number_asked_for_ends_with_what_is_between_them(ana, ben, vouch, end, given):
    """For good: whoever is tied again has to ask again."""
    asked = ask(ana, vouch)
    if given:
        say(ben, asked, answer="yes")
    ENDS[end](ana, ben, vouch)

    assert NumberAsk.objects.count() == 0
    assert not Notice.objects.filter(kind__startswith="number").exists()
    if end == "parted":
        befriend(ana, ben)
        assert who_sees_it(vouch, ana) == set()


def test_number_asked_for_is_no_question_any_more_once_everyone_may_call_it(ana, ben, vouch):
    asked = ask(ana, vouch)
    Vouch.objects.update(pass_on=True)
    assert told(ben) == []
    Vouch.objects.update(pass_on=False, scope=Scope.ME)

    assert told(ben) == []
    assert as_(ben).get(reverse("number_asked", args=[asked.public_id])).status_code == 404


def test_number_given_is_not_seen_while_one_of_them_rests(ana, ben, vouch):
    say(ben, ask(ana, vouch), answer="yes")
    ben.set_active(False, rests=True)
    assert who_sees_it(vouch, ana) == set()
    ben.set_active(True)

    assert who_sees_it(vouch, ana) == {"Ana Silva"}


# --- By mail ------------------------------------------------------------------------------------------


def last_mail_to(person: Person) -> mail.EmailMultiAlternatives:
    deliver_due()
    return next(each for each in reversed(mail.outbox) if each.to == [person.email])


def test_number_is_given_by_one_tap_in_the_mail_without_signing_in(ana, ben, vouch):
    asked = ask(ana, vouch)
    letter = last_mail_to(ben)
    assert letter.subject == "Ana asks you for the number of Rosa Lima"
    assert AS_WRITTEN not in letter.body
    [url] = re.findall(r"(/m/number/\S+)", letter.body)
    before = every_row()
    assert Client().get(url).status_code == 200
    assert every_row() == before
    assert b"Rosa" not in Client().post(url).content

    assert who_sees_it(vouch, ana) == {"Ana Silva"}
    assert Client().post(url).status_code == 404
    answered = last_mail_to(ana)
    assert answered.subject == "Ben gave you the number of Rosa Lima"
    assert AS_WRITTEN in answered.body
    say(ben, asked, answer="no")
    assert who_sees_it(vouch, ana) == set()


def test_mail_that_asks_for_a_number_gives_none_that_is_not_there(ana, ben, vouch):
    ask(ana, vouch)
    [url] = re.findall(r"(/m/number/\S+)", last_mail_to(ben).body)
    Vouch.objects.update(phone="")

    assert Client().post(url).status_code == 404
    assert NumberAsk.objects.get().given_at is None
    NumberAsk.objects.all().delete(), Notice.objects.all().delete()
    ask(ana, vouch)
    assert "/m/number/" not in last_mail_to(ben).body
