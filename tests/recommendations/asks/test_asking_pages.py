"""Asking: from the question to whom it goes, and all that only the asker may do with it."""

import re
from html import unescape
from uuid import uuid4

import pytest
from allauth.core import ratelimit
from django.urls import reverse

from people.models import Notice, Tie
from recommendations.models import Answer, Ask, Ending, Sent
from tests.worlds.builders import befriend, crowd_around, make_ask, make_person, make_place, make_trade, make_vouch
from tests.worlds.looking import as_, shapes

NEW = "/asks/new/"


@pytest.fixture
def plumber(db):
    make_place("Leeds")
    return make_trade(slug="plumber", name="Plumber")


def typed(**fields) -> dict[str, str]:
    said = {"key": str(uuid4()), "trade": "plumber", "place": "Leeds", "by_when": "now", "words": "It drips"}
    return said | fields


def url(name: str, ask: Ask) -> str:
    return reverse(name, args=[ask.public_id])


def text_of(response) -> str:
    return " ".join(unescape(re.sub("<[^>]*>", " ", response.content.decode())).split())


def who_has(ask: Ask) -> set[str]:
    return set(ask.recipients.values_list("person__name", flat=True))


# --- Writing it -----------------------------------------------------------------------------------


def test_a_question_is_a_draft_until_it_is_sent(ana, ben, plumber):
    said = typed()
    first, second = (as_(ana).post(NEW, said) for _ in range(2))
    ask = ana.asks.get()

    assert first.url == second.url == url("ask_send", ask)
    assert (ask.words, ask.by_when, ask.place.name, ask.is_draft) == ("It drips", "now", "Leeds", True)
    assert not Notice.objects.exists()


def test_the_same_form_with_another_question_is_another_one(ana, ben, plumber):
    said = typed()
    for other in ({}, {"words": "It pours"}, {"by_when": "month"}, {"place": ""}):
        as_(ana).post(NEW, said | other)
    as_(ben).post(NEW, said)

    asked = ana.asks.order_by("pk").values_list("words", "by_when", "place__name")
    drips = ("It drips", "now", "Leeds")
    assert list(asked) == [drips, ("It pours", *drips[1:]), ("It drips", "month", "Leeds"), ("It drips", "now", None)]
    assert ben.asks.count() == 1


def test_what_was_typed_comes_back_with_what_was_wrong(ana, plumber):
    response = as_(ana).post(NEW, typed(trade="", words="x" * 501, place="Nowhere"))

    assert response.status_code == 422
    assert "x" * 501 in response.content.decode()
    for said in ("Enter whom or what you need.", "Use 500 letters at most.", "We do not know a town called “Nowhere”"):
        assert said in text_of(response)
    assert not ana.asks.exists()


@pytest.mark.parametrize(
    ("query", "trade", "place", "words"),
    [
        ("?trade=plumber&near=Leeds", "Plumber", "Leeds, GB", ""),
        ("?q=plumber+near+Leeds", "Plumber", "Leeds, GB", ""),
        ("?q=plumber+noisy&near=anywhere", "Plumber", "", "plumber noisy"),
        ("?trade=nonsense", "", "", ""),
        ("", "", "", ""),
    ],
)
def test_what_was_searched_for_is_filled_in(ana, plumber, query, trade, place, words):
    page = as_(ana).get(NEW + query).content.decode()

    assert re.findall(r'name="trade" value="([^"]*)"', page) == ([trade] if trade else [])
    assert re.findall(r'name="place" value="([^"]*)"', page) == ([place] if place else [])
    assert re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)[1] == words


def test_find_leads_to_asking_whether_it_found_someone_or_not(ana, ben, plumber):
    def links(query):
        page = unescape(as_(ana).get(f"/find/?{query}").content.decode())
        return set(re.findall(r'href="(/asks/new/[^"]*)"', page))

    nobody = links("q=plumber+near+Leeds")
    make_vouch(author=ben, trade=plumber)

    assert nobody == {"/asks/new/?q=plumber&near=Leeds%2C+GB"}
    assert links("q=plumber") == {"/asks/new/?q=plumber&near=anywhere"}


def test_it_is_edited_while_it_is_open_and_not_after(ana, ben, plumber):
    ask = make_ask(person=ana, to=[ben])
    as_(ana).post(url("ask_edit", ask), typed(words="It pours"))
    ask.refresh_from_db()
    assert (ask.words, ask.is_open) == ("It pours", True)

    ask.settle(Ending.NOT_NEEDED)
    assert as_(ana).post(url("ask_edit", ask), typed(words="Too late")).url == url("ask", ask)
    ask.refresh_from_db()
    assert (ask.words, ask.ending) == ("It pours", "not_needed")


def test_an_edit_undoes_nothing_that_happened_meanwhile(ana, ben, plumber):
    ask = make_ask(person=ana, to=[ben])
    stale = Ask.objects.get(pk=ask.pk)
    ask.settle(Ending.NOT_NEEDED)

    assert not stale.edit(words="It pours")
    ask.refresh_from_db()
    assert ask.ending == "not_needed"


# --- Sending it -----------------------------------------------------------------------------------


def test_it_goes_to_the_whole_circle_unless_some_are_chosen(ana, ben, cleo, plumber):
    eve = make_person(name="Eve")
    befriend(ana, eve)
    to_all, to_some, to_nobody = (make_ask(person=ana) for _ in range(3))
    chosen = {"whom": "some", "friends": [str(eve.public_id)]}
    as_(ana).post(url("ask_send", to_all), {"whom": "all", "friends": [str(eve.public_id)]})
    as_(ana).post(url("ask_send", to_some), chosen)
    as_(ana).post(url("ask_send", to_nobody), {"whom": "link"})

    assert (who_has(to_all), who_has(to_some), who_has(to_nobody)) == ({ben.name, "Eve"}, {"Eve"}, set())
    assert ana.asks.open().count() == 3
    assert ben.notices.filter(kind="asked").count() == 1


@pytest.mark.parametrize("whom", ["", "some", "everyone"])
def test_it_says_what_is_missing(ana, ben, whom):
    ask = make_ask(person=ana)
    response = as_(ana).post(url("ask_send", ask), {"whom": whom})

    assert response.status_code == 422
    assert ana.asks.drafts().count() == 1


def test_it_never_goes_to_whoever_is_not_in_the_circle(ana, ben, cleo):
    ask = make_ask(person=ana)
    unknown, beyond = (
        as_(ana).post(url("ask_send", ask), {"whom": "some", "friends": [str(public_id)]})
        for public_id in (uuid4(), cleo.public_id)
    )

    assert (unknown.status_code, beyond.status_code) == (422, 422)
    assert "Choose among your friends." in text_of(beyond)
    assert who_has(ask) == set()


def test_pressing_twice_sends_it_once(ana, ben):
    ask = make_ask(person=ana)
    for said in ({"whom": "all"}, {"whom": "all"}, {"whom": "some", "friends": [str(ben.public_id)]}):
        assert as_(ana).post(url("ask_send", ask), said).url == url("ask", ask)

    assert (ask.recipients.count(), Notice.objects.count()) == (1, 1)


def test_later_it_goes_to_those_who_do_not_have_it_yet(ana, ben):
    ask = make_ask(person=ana, to=[ben])
    nobody_left = text_of(as_(ana).get(url("ask_send", ask)))
    eve = make_person(name="Eve Long")
    befriend(ana, eve)
    page = as_(ana).get(url("ask_send", ask)).content.decode()
    as_(ana).post(url("ask_send", ask), {"whom": "all"})

    assert "Everyone in your circle has it already." in nobody_left
    assert ("Eve Long" in page, "Ben Okafor" in page) == (True, False)
    assert who_has(ask) == {ben.name, "Eve Long"}


def test_a_fourth_one_waits_as_a_draft_and_leads_to_those_that_are_open(ana, ben):
    others = [make_ask(person=ana, to=[ben]) for _ in range(3)]
    ask = make_ask(person=ana)
    response = as_(ana).post(url("ask_send", ask), {"whom": "all"})
    page = response.content.decode()

    assert response.status_code == 422
    assert "Three of your questions are open already." in page
    assert all(url("ask_settle", each) in page for each in others)
    assert (ana.asks.drafts().get(), who_has(ask)) == (ask, set())


def test_whoever_asks_too_often_waits_until_tomorrow(ana, ben, monkeypatch):
    ask = make_ask(person=ana)
    monkeypatch.setattr(ratelimit, "consume", lambda *_, action, **__: action != "ask")
    response = as_(ana).post(url("ask_send", ask), {"whom": "all"})

    assert response.status_code == 429
    assert "send it tomorrow" in text_of(response)
    assert ana.asks.drafts().exists()


def test_without_anyone_in_the_circle_the_link_is_offered(dan, ana):
    loner = make_person()
    ask = make_ask(person=loner)
    page = text_of(as_(loner).get(url("ask_send", ask)))
    as_(loner).post(url("ask_send", ask), {"whom": "link"})
    ask.refresh_from_db()

    assert "Nobody is in your circle yet." in page
    assert (ask.is_open, ask.link.path is None) == (True, False)


def test_it_says_who_will_see_the_name(ana, ben):
    ask = make_ask(person=ana)
    hidden = text_of(as_(ana).get(url("ask_send", ask)))
    ana.named_beyond = True
    ana.save()

    assert "who does not see your name." in hidden
    assert "who sees your name too" in text_of(as_(ana).get(url("ask_send", ask)))


# --- What the circle knows already ----------------------------------------------------------------


def test_before_it_goes_out_it_shows_what_is_known_of_exactly_this(ana, ben, cleo, dan, plumber):
    make_vouch(author=ben, trade=plumber, name="Bens plumber")
    make_vouch(author=cleo, trade=plumber, name="Cleos plumber")
    make_vouch(author=dan, trade=plumber, name="Dans plumber")
    make_vouch(author=ben, name="Bens roofer")
    ask = make_ask(person=ana, trade=plumber)
    found = set(re.findall(r"\w+ (?:plumber|roofer)", text_of(as_(ana).get(url("ask_send", ask)))))

    assert found == {"Bens plumber", "Cleos plumber"}


def test_good_enough_and_nobody_is_asked(ana, ben, dan, plumber):
    rosa = make_vouch(author=ben, trade=plumber).provider
    hidden = make_vouch(author=dan, trade=plumber).provider
    ask, sent_already = make_ask(person=ana, trade=plumber), make_ask(person=ana, to=[ben])
    for provider in (hidden.public_id, uuid4(), "x"):
        assert as_(ana).post(url("ask_send", ask), {"provider": provider}).status_code == 404
    assert ana.asks.drafts().count() == 1
    for _ in range(2):
        there = as_(ana).post(url("ask_send", ask), {"provider": rosa.public_id})
        assert there.url == reverse("provider", args=[rosa.public_id])

    as_(ana).post(url("ask_send", sent_already), {"provider": rosa.public_id})
    assert set(ana.asks.all()) == {sent_already}
    assert Notice.objects.filter(about=ask.public_id).count() == 0


def test_nobody_calls_off_anothers_draft(ana, ben, plumber):
    rosa = make_vouch(author=ben, trade=plumber).provider
    ask = make_ask(person=ana, trade=plumber)
    as_(ben).post(url("ask_send", ask), {"provider": rosa.public_id})

    assert ana.asks.drafts().get() == ask


# --- The list -------------------------------------------------------------------------------------


def test_the_list_shows_what_is_mine_and_what_reaches_me_and_nothing_else(ana, ben, cleo, dan):
    befriend(ana, dan)
    make_ask(person=ana, words="My draft")
    make_ask(person=ana, words="My open one", to=[ben])
    make_ask(person=ana, words="My old one", to=[ben]).settle(Ending.HIRED, "Rosa")
    make_ask(person=ben, words="Bens question", to=[ana])
    make_ask(person=ben, words="Bens draft")
    make_ask(person=ben, words="Not for Ana", to=[cleo])
    make_ask(person=cleo, words="Cleos question", to=[ben]).pass_on(ben, ana, "")
    no, done = (make_ask(person=dan, words=f"Dans {word}", to=[ana]) for word in ("declined", "answered"))
    no.decline(ana)
    Answer.give(done, ana, None, "My cousin")
    crowd_around(ben)
    page = text_of(as_(ana).get("/asks/"))
    found = re.findall(r"(You asked|Not sent yet|You are asked|You answered|Before|You hired Rosa)", page)
    words = r"My draft|My open one|Bens \w+|Not for Ana|Cleos question|Dans \w+"

    assert found == ["You asked", "Not sent yet", "You are asked", "You answered", "Before", "You hired Rosa"]
    assert re.findall(words, page) == ["My open one", "My draft", "Cleos question", "Bens question", "Dans answered"]
    assert "A friend of Ben Okafor :" in page
    assert "Cleo" not in page.replace("Cleos", "")


def test_what_reaches_me_goes_with_the_tie(ana, ben, cleo):
    ask = make_ask(person=cleo, words="Cleos question", to=[ben])
    ask.pass_on(ben, ana, "")
    before = text_of(as_(ana).get("/asks/"))
    Tie.objects.part(ben, cleo)

    assert "Cleos question" in before
    assert "Cleos question" not in text_of(as_(ana).get("/asks/"))


def test_an_answer_shows_beside_the_question_as_long_as_it_is_in_sight(ana, ben):
    ask = make_ask(person=ana, to=[ben])
    Answer.give(ask, ben, None, "My cousin")
    answered = text_of(as_(ana).get("/asks/"))
    ben.block(ana)

    assert "Answered" in answered
    assert "Answered" not in text_of(as_(ana).get("/asks/"))


def test_a_longer_list_asks_no_more_of_the_database(ana, ben):
    counts = []
    for _ in range(2):
        for _ in range(10):
            ask = make_ask(person=ben)
            Ask.objects.filter(pk=ask.pk).update(open_since=ask.made_at)
            ask.recipients.create(person=ana)
            make_ask(person=ana)
        counts.append(len(shapes(as_(ana), "get", "/asks/")))

    assert counts[0] == counts[1]


# --- Removing, opening again ----------------------------------------------------------------------


def test_ask_remove_takes_drafts_and_old_ones_and_no_open_one(ana, ben):
    """A draft and an old one can be removed and an open one is ended first."""
    draft, asked = make_ask(person=ana), make_ask(person=ana, to=[ben])
    over = make_ask(person=ana, to=[ben])
    Answer.give(over, ben, None, "My cousin")
    over.settle(Ending.NOT_NEEDED)
    for ask in (draft, asked, over):
        as_(ana).get(url("ask_remove", ask))
    assert ana.asks.count() == 3
    assert as_(ana).post(url("ask_remove", asked)).url == url("ask_settle", asked)
    for ask in (draft, over):
        assert as_(ana).post(url("ask_remove", ask)).url == "/asks/"

    assert ana.asks.get() == asked
    assert not Answer.objects.exists()
    assert not Notice.objects.filter(about=over.public_id).exists()


def test_it_opens_again_once(ana, ben):
    ask = make_ask(person=ana, to=[ben])
    said = []
    for _ in range(2):
        ask.settle(Ending.HIRED, "Rosa")
        response = as_(ana).post(url("ask_reopen", ask), follow=False)
        said.append((response.status_code, ana.asks.open().count()))

    assert said == [(302, 1), (302, 0)]


def test_it_does_not_open_as_a_fourth(ana, ben):
    ask = make_ask(person=ana, to=[ben])
    ask.settle(Ending.HIRED, "Rosa")
    for _ in range(3):
        assert make_ask(person=ana).send([ben]) == Sent.SENT
    client = as_(ana)
    client.post(url("ask_reopen", ask))

    assert "Three of your questions are open already." in text_of(client.get("/asks/"))
    assert ana.asks.closed().get() == ask
