"""The link of a question: whoever holds it answers with no account, and only the asker ever reads that."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.models import Person
from recommendations.asks.link import ANSWERS, words_for
from recommendations.models import Ask, AskLink, Ending, LinkAnswer, Outcome, Recipient
from recommendations.views.browser import MOST_HELD
from tests.worlds.builders import LEEDS, make_ask, make_link_answer, make_person, make_place, make_trade, months_ago
from tests.worlds.looking import answer, as_, as_if, every_row
from tests.worlds.pseudo import OPEN, pseudo_language

pytestmark = pytest.mark.django_db
DEAD = f"/a/{'A' * 32}/"
SAID = {
    "name": "Mia",
    "provider": "Joe Plumbing",
    "phone": "0113 496 0001",
    "job": "boiler serviced",
    "outcome": Outcome.BUT.value,
    "caveat": "He is booked for weeks",
    "words": "Kind to the dog.",
    "website": "joe.example",
}


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def ask(ana) -> Ask:
    return make_ask(person=ana, to=[], trade=make_trade(name="Plumber"), words="It drips")


def said(**fields) -> dict:
    return SAID | {"key": str(uuid4()), "hired_on": months_ago(2).isoformat()} | fields


def answered(link: AskLink, person: Person | None = None, **fields) -> tuple[Client, str]:
    """And the page that says thank you."""
    client = as_(person)
    response = client.post(link.path, said(**fields))
    assert response.status_code == 302, response.context["form"].errors
    return client, response.url


# --- Looking --------------------------------------------------------------------------------------

AGENTS = ["Mozilla/5.0 (Windows NT 10.0)", "WhatsApp/2.24", "facebookexternalhit/1.1"]


@pytest.mark.parametrize("who", ["ben", "cleo", None])
def test_ask_link_is_read_without_a_press_and_writes_nothing(ask, ben, cleo, who):
    """Neither a row nor a session, whoever looks or previews it: a friend does not have the question by looking."""
    client = as_({"ben": ben, "cleo": cleo}.get(who))
    client.get("/find/")
    before = every_row()
    seen = {answer(client, "get", ask.link.path)[:2] for _ in AGENTS}
    assert client.head(ask.link.path).status_code == 200

    assert every_row() == before
    assert {status for status, _ in seen} == {200}
    assert all(b"It drips" in page and b"Ana" in page for _, page in seen)


def test_ask_link_is_not_kept_indexed_or_told_to_other_sites(ask, client):
    page = client.get(ask.link.path)

    assert '<meta name="robots" content="noindex">' in page.content.decode()
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "private, no-store"


def preview_in(page: bytes) -> dict[str, str]:
    """By name; and what stands in the tab."""
    text = page.decode()
    found = re.findall(r'<meta (?:property|name)="(og:\w+|description)" content="([^"]*)">', text)
    return {name: unescape(said) for name, said in found} | {"tab": re.search("<title>(.*)</title>", text)[1]}


def test_ask_link_preview_speaks_the_language_of_whoever_asks(ana, ask, client):
    """The page itself that of whoever opens it."""
    with pseudo_language() as language:
        Person.objects.filter(pk=ana.pk).update(language=language)
        page = client.get(ask.link.path, headers={"accept-language": "en-gb"}).content

    told = preview_in(page)
    assert {told[name][0] for name in ("og:title", "og:description")} == {OPEN}
    assert (OPEN in told["tab"], "you need no account." in page.decode()) == (False, True)


def test_ask_link_preview_says_who_asks_and_what_unless_discreet(ana, client):
    ask = make_ask(
        person=ana, to=[], place=make_place("Leeds", LEEDS), trade=make_trade(name="Piano tuner"), words="Old"
    )
    told = preview_in(client.get(ask.link.path).content)
    Ask.objects.update(discreet=True)
    discreet = client.get(ask.link.path).content

    assert (told["og:title"], told["og:image"]) == (
        "Ana asks: a piano tuner in Leeds?",
        "http://testserver/static/icons/whom-512.png",
    )
    assert told["og:description"] == told["description"] == "“Old” You can answer here, without an account."
    assert told["tab"] == "Ana asks you something – Whom"
    assert preview_in(discreet) == told | {
        "og:title": "Ana asks you something",
        "og:description": "You can answer here, without an account.",
        "description": "You can answer here, without an account.",
    }
    assert b"piano tuner" in discreet, "whoever holds the link reads it on the page"


def test_words_to_send_name_no_need_of_a_discreet_question(ana):
    ask = make_ask(
        person=ana, to=[], place=make_place("Leeds", LEEDS), trade=make_trade(name="Piano tuner"), words="Old"
    )
    told = words_for(ask, "URL")
    ask.discreet = True
    discreet = words_for(ask, "URL")

    assert all(said in told for said in ("a piano tuner in Leeds", "Old", "URL"))
    assert not [said for said in ("piano", "Leeds", "Old") if said in discreet]
    assert discreet.endswith("URL")


def revoked(link):
    link.delete()


def expired(link):
    AskLink.objects.update(expires_at=timezone.now())


def full(link):
    AskLink.objects.update(taken=30)


def settled(link):
    assert link.ask.settle(Ending.NOT_NEEDED)


def asker_rests(link):
    link.ask.person.set_active(False, rests=True)


ENDS = [revoked, expired, full, settled, asker_rests]


@pytest.mark.parametrize("who", ["ben", "cleo", None])
@pytest.mark.parametrize("ends", ENDS)
def test_ask_link_that_opens_nothing_says_the_same_whatever_the_reason(ask, ben, cleo, ends, who):
    client, path = as_({"ben": ben, "cleo": cleo}.get(who)), ask.link.path
    client.get("/find/")
    ways = [("get", {}), ("post", {}), ("post", said())]
    unknown = [answer(client, method, DEAD, typed) for method, typed in ways]
    ends(ask.link)

    assert [answer(client, method, path, typed) for method, typed in ways] == unknown
    assert {each[0] for each in unknown} == {404}
    assert set(preview_in(unknown[0][1])) == {"tab"}
    assert not LinkAnswer.objects.exists()
    assert not Recipient.objects.exists()


# --- Who is here already ------------------------------------------------------------------------


def test_ask_link_gives_a_friend_the_question_and_others_the_form(ask, ana, ben, cleo):
    """A friend who answers by it has the question as if it was sent; others answer by the form."""
    looked = {person: as_(person).get(ask.link.path) for person in (ana, ben, cleo)}
    assert looked[ana].url == ask.get_absolute_url()
    assert [b"Send it to Ana" in looked[person].content for person in (ben, cleo)] == [False, True]
    assert not Recipient.objects.exists()

    pressed = {person: as_(person).post(ask.link.path) for person in (ana, ben, cleo)}
    assert {pressed[person].url for person in (ana, ben)} == {ask.get_absolute_url()}
    assert pressed[cleo].status_code == 422
    assert [(each.person, each.passed_by) for each in Recipient.objects.all()] == [(ben, None)]
    assert set(Ask.objects.visible_to(ben)) == {ask}
    assert not Ask.objects.visible_to(cleo).exists()
    assert as_(ben).get(ask.link.path).url == ask.get_absolute_url(), "which is there without a press from now on"


def test_ask_link_loses_nothing_that_a_friend_wrote_before_signing_in(ask, ana, ben):
    _, thanks = answered(ask.link, ben)
    answered_by_ana = as_(ana).post(ask.link.path, said())

    assert thanks == reverse("link_thanks", args=[LinkAnswer.objects.get(writer=ben).public_id])
    assert answered_by_ana.url == ask.get_absolute_url()
    assert LinkAnswer.objects.count() == 1


# --- Answering ----------------------------------------------------------------------------------


def test_the_page_shows_the_question_and_the_first_name_and_nothing_more(ana, ben):
    ask = make_ask(person=ana, to=[ben], place=make_place("Leeds", LEEDS), words="It drips")
    make_link_answer(ask=ask, provider="Rosa Lima", words="Told before")
    page = as_(None).get(ask.link.path).content.decode()

    assert all(word in page for word in ("<bdi>Ana</bdi> asks", ask.trade.name, "Leeds", "Within a week", "It drips"))
    assert not [word for word in ("Silva", "Ben", "Rosa", "Told before") if word in page]


def test_an_answer_is_the_askers_with_the_number_as_they_would_dial_it(ask, ana):
    make_place("Lille", country="FR")
    ana.place = make_place("Paris", country="FR")
    ana.save()
    answered(ask.link, phone="01 99 00 12 34")
    told = LinkAnswer.objects.get()

    assert set(LinkAnswer.objects.visible_to(ana)) == {told}
    assert (told.phone, told.website, told.provider) == ("+33199001234", "https://joe.example", "Joe Plumbing")
    assert (told.outcome, told.caveat, told.hired_on) == (Outcome.BUT, SAID["caveat"], months_ago(2))
    assert (told.writer, told.vouch, told.confirmed_as, told.trade) == (None, None, "", ask.trade)
    assert [notice.kind for notice in ana.notices.all()] == ["link_answered"]


def test_what_is_wrong_is_said_and_what_was_typed_stays(ask):
    client = as_(None)
    page = client.post(ask.link.path, said(caveat="", phone="12", name=" ", provider="Joe & sons"))
    text = page.content.decode()

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"caveat", "phone", "name"}
    assert all(f'value="{typed}"' in text for typed in ("Joe &amp; sons", "12", "boiler serviced", "joe.example"))
    assert "Kind to the dog." in text
    assert not LinkAnswer.objects.exists()
    assert ask.link.taken == 0


def test_sent_twice_it_is_there_once(ask):
    client, form = as_(None), said()
    AskLink.objects.update(taken=29)
    pages = {client.post(ask.link.path, form).url for _ in range(2)}

    assert pages == {reverse("link_thanks", args=[LinkAnswer.objects.get().public_id])}
    assert AskLink.objects.get().taken == 30


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(ask):
    client, thanks = answered(ask.link, subject="Cheap watches")

    assert client.get(thanks).status_code == 200
    assert not LinkAnswer.objects.exists()


@pytest.mark.parametrize(("elsewhere", "subject"), [(False, ""), (True, ""), (True, "Cheap watches")])
def test_link_answer_is_not_shown_to_whoever_sends_its_id(ask, dan, elsewhere, subject):
    """Whoever knows the address of an answer cannot send its id to be shown it."""
    answered(ask.link, words="Kind to the dog.")
    theirs = LinkAnswer.objects.get()
    link = make_ask(to=[]).link if elsewhere else ask.link
    client, page = answered(link, dan, key=str(theirs.public_id), subject=subject, words="Mine")

    assert "Kind to the dog." not in client.get(page).content.decode()
    assert client.post(reverse("link_join", args=[theirs.public_id])).status_code == 404
    assert not LinkAnswer.objects.filter(pk=theirs.pk, writer=dan).exists()


def test_thirty_answers_are_all_and_discarded_ones_count(ask):
    AskLink.objects.update(taken=29)
    answered(ask.link)
    LinkAnswer.objects.get().discard()

    assert as_(None).get(ask.link.path).status_code == 404
    assert not LinkAnswer.objects.exists()


def test_ten_in_an_hour_are_enough_from_one_place_and_what_was_typed_stays(ask):
    for _ in range(10):
        answered(ask.link)
    page = as_(None).post(ask.link.path, said(words="The eleventh"))

    assert page.status_code == 429
    assert "The eleventh" in page.content.decode()
    assert LinkAnswer.objects.count() == 10


def test_the_session_holds_the_last_few_and_no_more(ask):
    client = as_(None)
    session = client.session
    session[ANSWERS] = [str(uuid4()) for _ in range(MOST_HELD)]
    session.save()
    client.post(ask.link.path, said())

    assert len(client.session[ANSWERS]) == MOST_HELD
    assert client.session[ANSWERS][-1] == str(LinkAnswer.objects.get().public_id)


# --- Afterwards ---------------------------------------------------------------------------------


def test_ones_own_answer_is_shown_where_it_was_written_and_nowhere_else(ask, ana, ben):
    client, thanks = answered(ask.link)
    assert all(word in client.get(thanks).content.decode() for word in ("Joe Plumbing", "booked for weeks", "Ana"))

    join = thanks.replace("/thanks/", "/join/")
    for other in (as_(None), as_(ana), as_(ben)):
        assert other.post(join).status_code == 404
        assert answer(other, "get", thanks)[:2] == answer(other, "post", DEAD)[:2]
        assert thanks not in other.get(ask.link.path, follow=True).content.decode()
    answered(ask.link)
    assert thanks in client.get(ask.link.path).content.decode(), "by the link, it is found again"


def test_the_askers_thanks_are_read_where_it_was_written(ask):
    client, thanks = answered(ask.link)
    assert "says thank you" not in client.get(thanks).content.decode()
    LinkAnswer.objects.get().thank("It drips no more")

    assert "“It drips no more”" in client.get(thanks).content.decode()


def test_that_it_was_discarded_is_told_to_nobody(ask):
    client, thanks = answered(ask.link)
    program, thanked = answered(ask.link, subject="Cheap watches")
    LinkAnswer.objects.get().discard()

    assert answer(client, "get", thanks)[:2] == answer(program, "get", thanked)[:2]


# --- The asker’s side ---------------------------------------------------------------------------


def test_who_it_was_is_for_the_asker_to_say_and_nobody_else(ask, ana, ben):
    told = make_link_answer(ask=ask, name="Mia")
    url = reverse("link_answer_confirm", args=[told.public_id])

    assert [as_(person).post(url, {"who": "nobody"}).status_code for person in (ben, make_person())] == [404, 404]
    assert 'value="Mia"' in as_(ana).get(url).content.decode()
    assert as_(ana).post(url, {"who": " "}).status_code == 422
    assert set(LinkAnswer.objects.notes_of(ana)) == set()
    assert as_(ana).post(url, {"who": "my sister Mia"}).url == ask.get_absolute_url()
    assert {each.confirmed_as for each in LinkAnswer.objects.notes_of(ana)} == {"my sister Mia"}


def test_the_asker_alone_discards_it_and_it_is_gone_at_once(ask, ana, ben):
    told = make_link_answer(ask=ask)
    invitation = told.invite()
    url = reverse("link_answer_discard", args=[told.public_id])

    as_(ben).post(url)
    assert LinkAnswer.objects.get() == told
    for _ in range(2):
        assert as_(ana).post(url).status_code == 302
    assert not LinkAnswer.objects.exists()
    assert not ana.invitations.filter(pk=invitation.pk).exists()


def test_the_link_is_taken_back_and_made_anew_by_the_asker_alone(ask, ana, ben):
    first = ask.link.path
    make, revoke = (reverse(name, args=[ask.public_id]) for name in ("link_make", "link_revoke"))
    assert [as_(ben).post(url).status_code for url in (make, revoke)] == [404, 404]

    as_(ana).post(make)
    assert AskLink.objects.get().path == first, "as long as it opens, it stays"
    as_(ana).post(revoke)
    as_(ana).post(revoke)
    assert not AskLink.objects.exists()
    as_(ana).post(make)
    as_(ana).post(make)
    second = AskLink.objects.get().path
    assert second != first
    assert [as_(None).get(path).status_code for path in (first, second)] == [404, 200]


def test_one_that_has_run_out_is_made_anew_unless_the_question_is_settled(ask):
    for ends in (expired, full):
        old = AskLink.objects.get()
        ends(old)
        assert AskLink.make(ask).pk != old.pk
    with as_if():
        AskLink.objects.update(token_hash="x")  # the key that it was made with is gone
        assert AskLink.make(ask).path
    AskLink.objects.update(expires_at=timezone.now() - timedelta(days=1))
    settled(AskLink.objects.get())
    assert AskLink.make(Ask.objects.get()) is None
