"""The mail about a question is the question: whoever holds it may answer or say no, and do nothing else."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people import mail_keys
from people.delivery import deliver_due
from people.mail_keys import mail_key
from people.models import Notice, Person, Tie
from recommendations.asks.answered import answers_to
from recommendations.asks.by_mail import TO_ANSWER, answering_key
from recommendations.asks.settling import helpers_of
from recommendations.leaving import erasing
from recommendations.leaving.export_of_asks import SUBJECTS_OF_ASKS
from recommendations.models import Answer, Ask, Ending, Recipient
from recommendations.models.recipients import MOST_BY_MAIL
from tests.worlds.builders import befriend, make_ask, make_person, make_place, make_trade, make_vouch
from tests.worlds.looking import answer as looked
from tests.worlds.looking import as_

SAID = {"words": "She tuned ours", "provider": "Rosa Lima", "phone": "0113 496 0001"}
# What is kept of it.
KEPT = SAID | {"phone": "+441134960001"}


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


@pytest.fixture
def maya(ana: Person) -> Person:
    return make_person(name="Maya Lind")


@pytest.fixture
def tuning(maya: Person, ben: Person) -> Ask:
    """Maya's, to Ben."""
    befriend(maya, ben)
    tuner, leeds = make_trade(name="Piano tuner"), make_place("Leeds")
    return make_ask(person=maya, to=[ben], trade=tuner, place=leeds, words="Ours is an old upright.")


def mail_to(person: Person) -> mail.EmailMultiAlternatives:
    deliver_due()
    return next(each for each in reversed(mail.outbox) if each.to == [person.email])


def links_of(letter: mail.EmailMultiAlternatives) -> dict[str, str]:
    """By what their buttons say."""
    return dict(re.findall(r"^([^:\n]+): https?://[^/\s]+(/\S*)$", letter.body, re.MULTILINE))


def page_of(person: Person, ask: Ask) -> str:
    return reverse("mail_ask", args=[answering_key(person, ask)])


def by_anybody(method: str, url: str, **said: str) -> HttpResponse:
    return getattr(Client(enforce_csrf_checks=True), method)(url, said)


# --- The mail --------------------------------------------------------------------------------------


def test_mail_of_a_question_is_the_question(tuning, ben):
    letter = mail_to(ben)
    links, html = links_of(letter), letter.alternatives[0].content

    assert letter.subject == "Maya asks: a piano tuner in Leeds?"
    for told in ("Maya Lind asks: who knows a good piano tuner?", "Ours is an old upright.", "Leeds · Within a week"):
        assert (told in letter.body, told in html) == (True, True)
    assert list(links)[:3] == ["I know one", "Pass it on", "Sorry, no"]
    assert all(f'href="http://testserver{links[label]}"' in html or links[label] in html for label in links)
    assert links["Pass it on"] == reverse("ask_pass", args=[tuning.public_id])
    assert "Nobody reads a reply to this mail" in letter.body


def test_mail_of_a_question_passed_on_names_the_friend_alone(tuning, ben, cleo):
    tuning.pass_on(ben, cleo, "You know about pianos")
    letter = mail_to(cleo)

    assert letter.subject == "Ben passes on: a piano tuner in Leeds?"
    assert ("You know about pianos" in letter.body, "Maya" in letter.body) == (True, False)
    assert list(links_of(letter))[:2] == ["I know one", "Sorry, no"]


def test_mail_of_a_discreet_question_names_no_need(maya, ben, cleo):
    befriend(maya, ben)
    ask = make_ask(person=maya, trade=make_trade(name="Counsellor"), place=make_place("Leeds"), words="After the flood")
    ask.send([ben], discreet=True)
    ask.pass_on(ben, cleo, "You went through that too")
    for person, subject in ((ben, "Maya asks you something"), (cleo, "Ben passes a question on to you")):
        letter = mail_to(person)
        assert (letter.subject, next(iter(links_of(letter)))) == (subject, "Read the question")
        assert not re.search("(?i)counsel|Leeds|flood|through that|/m/", letter.body + letter.alternatives[0].content)
        assert by_anybody("get", page_of(person, ask)).status_code == 404

    Answer.give(ask, ben, None, "Mine was kind")
    assert mail_to(maya).subject == "An answer for you"
    assert not re.search("(?i)counsel|kind", mail_to(maya).body)
    ask.refresh_from_db()
    ask.settle(Ending.HIRED, "Dr Kind", ask_how_it_went=True)
    ask.ask_how_it_went()
    assert not re.search("(?i)counsel|kind", mail_to(maya).body + mail_to(maya).subject)


def test_ask_of_a_delicate_kind_is_discreet_unless_one_says_otherwise(ana, ben, client):
    client.force_login(ana)
    for slug, checked in (("counsellor", True), ("plumber", False)):
        page = reverse("ask_send", args=[make_ask(person=ana, trade=make_trade(slug=slug)).public_id])
        [box] = re.findall(r'<input[^>]* name="discreet"[^>]*>', client.get(page).content.decode())
        assert (" checked" in box) is checked
        client.post(page, {"whom": "all", **({"discreet": "on"} if checked else {})})

    assert sorted(ana.asks.values_list("trade__slug", "discreet")) == [("counsellor", True), ("plumber", False)]


def test_ask_by_link_alone_may_be_discreet_too(ana, client):
    """Whoever has no friend here yet sends the link, which a messenger shows before it is opened."""
    client.force_login(ana)
    page = reverse("ask_send", args=[make_ask(person=ana, trade=make_trade(slug="counsellor")).public_id])
    assert re.search(r'<input[^>]* name="discreet"[^>]* checked', client.get(page).content.decode())

    client.post(page, {"whom": "link", "discreet": "on"})
    assert ana.asks.get().discreet


def test_ask_becomes_discreet_and_no_longer_after_it_was_sent(ana, ben, client):
    """From the next mail and the next preview on; what its page says of it, and what else is edited, stays."""
    ask = make_ask(person=ana, to=[ben], trade=make_trade(slug="plumber"), words="It drips")
    client.force_login(ana)
    edit, said = reverse("ask_edit", args=[ask.public_id]), {"trade": "plumber", "by_when": "now", "words": "It pours"}

    seen = []
    for more in ({"discreet": "on"}, {"discreet": "on"}, {}):
        assert client.post(edit, said | more).url == ask.get_absolute_url()
        box = re.search(r'<input[^>]* name="discreet"[^>]*>', client.get(edit).content.decode())[0]
        told = b"It pours" in Client().get(ask.link.path).content.partition(b"<body")[0]
        by_mail = by_anybody("get", page_of(ben, ask)).status_code
        seen.append((ana.asks.get().discreet, " checked" in box, told, by_mail, ana.asks.get().words))

    assert seen == [(True, True, False, 404, "It pours")] * 2 + [(False, False, True, 200, "It pours")]
    draft = make_ask(person=ana)
    assert "discreet" not in client.get(reverse("ask_edit", args=[draft.public_id])).context["form"].fields


# --- Answering --------------------------------------------------------------------------------------


def test_mail_answer_needs_no_sign_in_and_is_shown_as_from_the_mail(tuning, maya, ben):
    page = links_of(mail_to(ben))["I know one"]
    assert by_anybody("post", page, **SAID).status_code == 200

    answer = Answer.objects.get()
    assert {name: getattr(answer, name) for name in KEPT} == KEPT
    assert (answer.person, answer.by_mail, answer.vouch) == (ben, True, None)
    [seen] = answers_to(maya, tuning)
    assert (seen.said_by, seen.phone_as_written) == ("From Ben’s mail", "0113 496 0001")
    shown = as_(maya).get(tuning.get_absolute_url()).content.decode()
    assert all(told in shown for told in ("From Ben’s mail", "Rosa Lima", "She tuned ours", 'href="tel:+441134960001"'))
    letter = mail_to(maya)
    assert letter.subject == "An answer for you: a piano tuner in Leeds"
    assert "From Ben’s mail comes an answer to your question" in letter.body
    assert "Ben Okafor" not in letter.body
    [notice] = Notice.objects.visible_to(maya)
    assert notice.message == "Your question was answered, from Ben Okafor’s mail."


def test_mail_answer_of_a_question_passed_on_names_whom_it_may(tuning, maya, ben, cleo):
    tuning.pass_on(ben, cleo, "")
    by_anybody("post", page_of(cleo, tuning), words="Ask Joe")
    assert [each.said_by for each in answers_to(maya, tuning)] == ["From the mail of someone beyond your circle"]
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    assert [each.said_by for each in answers_to(maya, tuning)] == ["From Cleo’s mail"]
    assert not re.search("Cleo", mail_to(maya).body)


def test_mail_looked_at_changes_nothing(tuning, ben):
    def everything():
        return [list(model.objects.order_by("pk").values()) for model in (Answer, Recipient, Notice, Ask)]

    before, page = everything(), page_of(ben, tuning)
    for url in (page, f"{page}no/"):
        assert [by_anybody(method, url).status_code for method in ("get", "head")] == [200, 200]

    assert everything() == before


def test_mail_answer_that_cannot_be_taken_loses_nothing(tuning, ben):
    for said, wrong in (
        ({"words": " ", "provider": "Rosa Lima"}, "Write what you would tell them."),
        (SAID | {"provider": ""}, "Enter the name of whose number it is."),
        (SAID | {"phone": "496 0001"}, "Enter the number with its area code"),
    ):
        page = by_anybody("post", page_of(ben, tuning), **said)
        assert (page.status_code, wrong in page.content.decode()) == (422, True)
        assert all(each.strip() in page.content.decode() for each in said.values())
    assert not Answer.objects.exists()


def test_mail_answer_replaces_nothing_that_its_person_says(tuning, maya, ben):
    Answer.give(tuning, ben, None, "Mine")
    for words in ("One", "Two", "Two"):
        assert by_anybody("post", page_of(ben, tuning), words=words).status_code == 200
    Answer.give(tuning, ben, None, "Mine again")

    assert [each.answer.words for each in answers_to(maya, tuning)] == ["Mine again", "One", "Two"]


def test_mail_that_got_about_does_not_flood(tuning, maya, ben):
    url = page_of(ben, tuning)
    found = [by_anybody("post", url, words=f"Number {number}").status_code for number in range(MOST_BY_MAIL + 2)]

    assert found == [200] * MOST_BY_MAIL + [404] * 2
    assert (len(answers_to(maya, tuning)), by_anybody("get", url).status_code) == (MOST_BY_MAIL, 404)
    # What it said already it may say again, as by a second press.
    assert by_anybody("post", url, words="Number 0").status_code == 404


def test_database_keeps_what_came_by_mail_apart(tuning, ben):
    rows = [
        {"by_mail": True, "words": ""},
        {"by_mail": True, "words": "Joe", "vouch": make_vouch(author=ben).public_id},
        {"words": "Joe", "provider": "Joe"},
        {"by_mail": True, "words": "Joe", "phone": "+441134960001"},
    ]
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(ask=tuning, person=ben, **row)
    for fields in ({"declined_by_mail": True}, {"said_by_mail": MOST_BY_MAIL + 1}, {"said_by_mail": -1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Recipient.objects.update(**fields)


# --- Sorry, no --------------------------------------------------------------------------------------


def test_mail_says_no_and_its_person_takes_it_back(tuning, maya, ben):
    no = links_of(mail_to(ben))["Sorry, no"]
    assert [by_anybody("post", no).status_code for _ in range(2)] == [200, 200]
    assert not Notice.objects.filter(person=maya).exists()

    client, question = as_(ben), tuning.get_absolute_url()
    assert "“Sorry, no”, said from your mail" in client.get(reverse("asks")).content.decode()
    assert "came from your mail" in client.get(question).content.decode()
    client.post(reverse("no_take_back", args=[tuning.public_id]))

    [row] = tuning.recipients.all()
    assert (row.declined, row.declined_by_mail) == (False, False)
    assert "You are asked" in client.get(reverse("asks")).content.decode()
    # And by that mail nothing more is said.
    assert by_anybody("post", no).status_code == by_anybody("get", page_of(ben, tuning)).status_code == 404


def test_no_of_ones_own_is_taken_back_and_leaves_the_mail_open(tuning, ben):
    tuning.decline(ben)
    assert by_anybody("get", page_of(ben, tuning)).status_code == 200
    as_(ben).post(reverse("no_take_back", args=[tuning.public_id]))

    assert (tuning.recipients.get().declined, by_anybody("get", page_of(ben, tuning)).status_code) == (False, 200)


# --- What its person may do about it ------------------------------------------------------------------


def test_mail_answer_withdrawn_by_its_person_closes_the_mail(tuning, maya, ben):
    by_anybody("post", page_of(ben, tuning), **SAID)
    client = as_(ben)
    assert "This came from your mail" in client.get(tuning.get_absolute_url()).content.decode()
    client.post(reverse("answer_withdraw", args=[Answer.objects.get().public_id]))

    kept = Answer.objects.values("person", "words", "provider", "phone", "by_mail").get()
    assert kept == {"person": None, "words": "", "provider": "", "phone": "", "by_mail": False}
    assert answers_to(maya, tuning) == []
    assert by_anybody("post", page_of(ben, tuning), **SAID).status_code == 404


def test_mail_answer_can_be_hired_from_thanked_and_reported(tuning, maya, ben):
    by_anybody("post", page_of(ben, tuning), **SAID)
    [helper] = helpers_of(maya, tuning).answers
    assert (helper.to_hire, helper.that_helped) == ("Rosa Lima (told by Ben’s mail)", "Ben’s mail: Rosa Lima")

    answer = Answer.objects.get()
    assert as_(maya).get(reverse("answer_report", args=[answer.public_id])).status_code == 200
    answer.thank("It sings")
    assert "It sings" in mail_to(ben).body


def test_mail_answers_are_in_the_export_as_such(tuning, ben):
    Answer.give(tuning, ben, None, "Mine")
    by_anybody("post", page_of(ben, tuning), **SAID)

    subject = SUBJECTS_OF_ASKS["answers"]
    rows = {row["words"]: row for row in (dict(zip(subject.columns, each, strict=True)) for each in subject.rows(ben))}
    assert {words: row["by_mail"] for words, row in rows.items()} == {"Mine": False, "She tuned ours": True}
    assert {name: rows["She tuned ours"][name] for name in KEPT} == KEPT


# --- The key ----------------------------------------------------------------------------------------


def leaves(tuning: Ask, maya: Person, ben: Person) -> None:
    erasing.erase(maya)


ENDINGS: dict[str, Callable[[Ask, Person, Person], object]] = {
    "settled": lambda tuning, maya, ben: tuning.settle(Ending.NOT_NEEDED),
    "settled and removed": lambda tuning, maya, ben: (tuning.settle(Ending.NOT_NEEDED), tuning.remove()),
    "removed by the desk": lambda tuning, maya, ben: tuning.take_away(),
    "parted": lambda tuning, maya, ben: Tie.objects.part(ben, maya),
    "blocked by the asker": lambda tuning, maya, ben: maya.block(ben),
    "blocked by its person": lambda tuning, maya, ben: ben.block(maya),
    "the asker rests": lambda tuning, maya, ben: erasing.rest(maya),
    "the asker has left": leaves,
    "the asker is suspended": lambda tuning, maya, ben: maya.suspend("Why"),
    "its person rests": lambda tuning, maya, ben: erasing.rest(ben),
    "its person has left": lambda tuning, maya, ben: erasing.erase(ben),
    "its person is suspended": lambda tuning, maya, ben: ben.suspend("Why"),
    "used up": lambda tuning, maya, ben: tuning.recipients.update(said_by_mail=MOST_BY_MAIL),
    "discreet by now": lambda tuning, maya, ben: Ask.objects.update(discreet=True),
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_mail_opens_the_same_page_byte_for_byte_once_it_is_over(tuning, maya, ben, ending):
    """And as a key that was never made."""
    page = page_of(ben, tuning)
    urls = [page, f"{page}no/"]
    assert [by_anybody("get", url).status_code for url in urls] == [200, 200]

    ENDINGS[ending](tuning, maya, ben)

    rows = Answer.objects.count()
    unknown = looked(Client(), "get", reverse("mail_ask", args=["A" * 94]))
    assert unknown[0] == 404
    for url in urls:
        for method in ("get", "post"):
            assert looked(Client(), method, url, SAID) == unknown, (url, method)
    assert Answer.objects.count() == rows


def test_mail_key_opens_for_so_long(tuning, ben, monkeypatch):
    page = page_of(ben, tuning)
    assert by_anybody("get", page).status_code == 200
    monkeypatch.setattr(mail_keys, "MAIL_KEY_LASTS", timedelta(seconds=-1))

    assert looked(Client(), "get", page) == looked(Client(), "get", reverse("mail_ask", args=["none"]))


def test_mail_key_is_for_one_act_one_person_and_one_question(tuning, maya, ben, settings):
    other = make_ask(person=maya, to=[])
    key = answering_key(ben, tuning)
    ids, when, mark = key.split(":")
    wrong = {
        "tampered ids": ":".join([ids[:-2] + ("A" if ids[-2] != "A" else "B") + ids[-1], when, mark]),
        "tampered time": ":".join([ids, f"{when[:-1]}z", mark]),
        "tampered mark": ":".join([ids, when, mark[:-2] + ("A" if mark[-2] != "A" else "B") + mark[-1]]),
        "of another act": mail_key("thanks", ben, tuning.public_id),
        "of another person": answering_key(maya, tuning),
        "of another question": answering_key(ben, other),
        "nothing": "x",
    }
    found = {what: by_anybody("get", reverse("mail_ask", args=[each])).status_code for what, each in wrong.items()}
    assert found == dict.fromkeys(wrong, 404)
    assert {by_anybody("get", reverse("mail_act", args=["thanks", key])).status_code} == {404}

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50
    assert by_anybody("get", reverse("mail_ask", args=[key])).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert by_anybody("get", reverse("mail_ask", args=[key])).status_code == 404
    assert len(TO_ANSWER) > 0
