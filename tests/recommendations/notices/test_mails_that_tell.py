"""Every mail carries what it is about, as its reader may see it, and is answered by one tap that can be taken back."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due
from people.mail_keys import mail_key
from people.models import Notice, Person, Tie
from people.notices import KINDS
from recommendations.models import (
    Answer,
    Ask,
    Ending,
    Gratitude,
    Insight,
    NumberAsk,
    Offer,
    Relation,
    Scope,
    Thanks,
    Vouch,
    offered_until,
)
from recommendations.notices import reminders
from recommendations.notices.acts import MAIL_ACTS
from recommendations.views import by_mail
from tests.worlds.builders import (
    make_ask,
    make_insight,
    make_link_answer,
    make_offer,
    make_place,
    make_question,
    make_trade,
    make_vouch,
    months_ago,
)
from tests.worlds.looking import answer as looked
from tests.worlds.looking import as_

YEAR_AND_A_DAY = timedelta(days=366)


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def told(person: Person) -> mail.EmailMultiAlternatives:
    """The last mail to them."""
    deliver_due()
    return next(each for each in reversed(mail.outbox) if each.to == [person.email])


def links(letter: mail.EmailMultiAlternatives) -> dict[str, str]:
    return dict(re.findall(r"^([^\n]+?): https?://[^/\s]+(/\S*)$", letter.body, re.MULTILINE))


@pytest.fixture
def tuning(ana: Person, ben: Person) -> Ask:
    """Ana's, to Ben."""
    tuner, leeds = make_trade(name="Piano tuner"), make_place("Leeds")
    return make_ask(person=ana, to=[ben], trade=tuner, place=leeds, words="Ours is an old upright.")


# --- What they carry --------------------------------------------------------------------------------


def test_mail_of_an_answer_in_words_is_the_answer(tuning, ana, ben):
    Answer.give(tuning, ben, None, "Mrs Keys, at the church")
    letter = told(ana)

    assert letter.subject == "An answer for you: a piano tuner in Leeds"
    assert "Ben Okafor answered your question: who knows a good piano tuner?" in letter.body
    assert "“Mrs Keys, at the church”" in letter.body
    assert list(links(letter))[:2] == ["Read the answer", "Say thanks"]


def test_mail_of_an_answer_with_a_vouch_says_what_its_reader_may_read(tuning, ana, ben):
    said = {"name": "Rosa Lima", "job": "Tuned ours", "words": "Patient.", "phone": "+441134960001"}
    vouch = make_vouch(author=ben, trade=tuning.trade, pass_on=True, **said)
    Answer.give(tuning, ben, vouch, "")
    body = told(ana).body

    assert all(each in body for each in ("Rosa Lima · 0113 496 0001", "Tuned ours", "“Patient.”", "again? Yes."))
    Vouch.objects.filter(pk=vouch.pk).update(scope=Scope.ME)
    ana.notices.update(due_at=timezone.now(), sent_at=None)
    mail.outbox.clear()
    assert (deliver_due(), mail.outbox) == (0, [])


@pytest.mark.parametrize(("relation", "is_told"), [(Relation.NONE, False), (Relation.PAID, True)])
def test_mail_of_an_answer_tells_what_is_between_its_author_and_whom_they_name(tuning, ana, ben, relation, is_told):
    Answer.give(tuning, ben, make_vouch(author=ben, trade=tuning.trade, relation=relation), "")

    assert ("Worth knowing: “I was paid or given something for this”" in told(ana).body) == is_told


def test_mail_of_an_answer_from_beyond_names_nobody(tuning, ana, ben, cleo):
    Person.objects.filter(pk=cleo.pk).update(named_beyond=True)
    tuning.pass_on(ben, cleo, "")
    Answer.give(tuning, cleo, None, "Mrs Keys")
    letter = told(ana)

    assert "Someone to whom a friend passed it on answered your question" in letter.body
    assert ("Mrs Keys" in letter.body, "Cleo" in letter.body + letter.subject) == (True, False)


def test_mail_of_an_answer_by_link_says_what_and_not_who(tuning, ana):
    answer = make_link_answer(ask=tuning, name="Mia", provider="Rosa Lima", job="Tuned ours", words="Patient.")
    ana.tell("link_answered", answer.public_id, "/")
    letter = told(ana)

    assert all(each in letter.body for each in ("Rosa Lima", "Tuned ours", "Patient."))
    assert "Mia" not in letter.body


def test_mails_of_thanks_say_for_what_and_from_whom(ana, ben, cleo):
    vouch = make_vouch(author=ben, name="Rosa Lima")
    Thanks.give(ana, vouch.pk, None, "It sings")
    letter = told(ben)
    assert letter.subject == "Ana says thank you"
    assert "Ana Silva hired Rosa Lima on your word, and says thank you." in letter.body
    assert "“It sings”" in letter.body
    # Beyond, no name; through a friend, whose word it was.
    far = make_vouch(author=cleo, name="Joe Mason")
    Thanks.give(ana, far.pk, ben.public_id, "")
    assert told(cleo).subject == "Someone says thank you"
    assert "Ana Silva hired Joe Mason on Cleo Martin’s word, which reached them through you" in told(ben).body
    assert "Ana" not in told(cleo).body


def test_mails_of_thanks_for_an_answer_say_which(tuning, ana, ben, cleo):
    tuning.pass_on(ben, cleo, "")
    Answer.give(tuning, cleo, None, "Mrs Keys")
    Answer.objects.get().thank("It sings")

    assert "Whoever asked says thank you: your answer about a piano tuner helped." in told(cleo).body
    assert "Ana Silva says thank you: it helped that you passed a question about a piano tuner on." in told(ben).body
    assert all("“It sings”" in told(each).body for each in (ben, cleo))


def test_mail_of_thanks_for_an_insight_quotes_ones_own_words(ana, ben):
    Gratitude.say(ana, make_insight(author=ben, words="Bleed the radiators first."))
    assert "“Bleed the radiators first.”" in told(ben).body


def test_mails_of_short_questions_hold_question_and_reply(ana, ben):
    question = make_question(person=ana, friend=ben, words="Does she do uprights?")
    assert (told(ben).subject, "“Does she do uprights?”" in told(ben).body) == ("Ana has a short question", True)
    question.reply("Only on Fridays")
    assert (told(ana).subject, "“Only on Fridays”" in told(ana).body) == ("Ben replied to your question", True)


def test_mail_of_a_tie_says_who_said_yes(ana, ben):
    ana.tell("introduced", uuid4(), "/circle/", who=ben)
    assert told(ana).subject == "Ben said yes too: you are in each other’s circle"


# --- One tap ----------------------------------------------------------------------------------------


def old_vouch(ana: Person, ben: Person, **fields) -> Vouch:
    vouch = make_vouch(author=ana, name="Rosa Lima", words="Patient.", hired_on=months_ago(20), **fields)
    Vouch.objects.filter(pk=vouch.pk).update(renewed_at=timezone.now() - YEAR_AND_A_DAY)
    reminders.ask_what_is_still_true()
    return vouch


def hired(ana: Person, ben: Person) -> Ask:
    ask = make_ask(person=ana, to=[ben], trade=make_trade(name="Piano tuner"))
    ask.settle(Ending.HIRED, "Rosa Lima", ask_how_it_went=True)
    Ask.objects.filter(pk=ask.pk).update(ask_at=timezone.now())
    reminders.ask_how_asking_went()
    return ask


def thanked(ana: Person, ben: Person) -> Thanks:
    Thanks.give(ana, make_vouch(author=ben, name="Rosa Lima").pk, None, "")
    Thanks.objects.update(ask_at=timezone.now())
    reminders.ask_how_it_went()
    return Thanks.objects.get()


def grown_old(ana: Person, ben: Person) -> Ask:
    ask = make_ask(person=ana, to=[ben], trade=make_trade(name="Piano tuner"))
    Ask.objects.filter(pk=ask.pk).update(open_since=timezone.now() - timedelta(days=20))
    reminders.ask_who_still_looks()
    return ask


def answered(ana: Person, ben: Person) -> Answer:
    Answer.give(make_ask(person=ana, to=[ben], trade=make_trade(name="Piano tuner")), ben, None, "Mrs Keys")
    return Answer.objects.get()


def asked_for_a_number(ana: Person, ben: Person) -> NumberAsk:
    NumberAsk.put(ben, make_vouch(author=ana, name="Rosa Lima", phone="+441134960123").pk)
    return NumberAsk.objects.get()


def old_insight(ana: Person, ben: Person) -> Insight:
    insight = make_insight(author=ana, words="Bleed the radiators first.")
    Insight.objects.filter(pk=insight.pk).update(affirmed_at=timezone.now() - 2 * YEAR_AND_A_DAY)
    reminders.ask_what_still_holds()
    return insight


def offer_that_ends(ana: Person, ben: Person) -> Offer:
    offer = make_offer(author=ana, words="a ladder", until=timezone.localdate())
    reminders.ask_who_is_still_glad()
    return offer


def now(thing):
    return type(thing).objects.get(pk=thing.pk)


# Of each act: what stands before it, the subject of the mail, the button, and what is so once it is pressed.
ACTS: dict[str, tuple[Callable, str, str, Callable]] = {
    "true": (
        old_vouch,
        "Is it still true of Rosa Lima?",
        "Yes, still true",
        lambda vouch: now(vouch).renewed_at > timezone.now() - timedelta(hours=1) and now(vouch).scope == Scope.BEYOND,
    ),
    "untrue": (old_vouch, "Is it still true of Rosa Lima?", "No longer", lambda vouch: now(vouch).scope == Scope.ME),
    "holds": (
        old_insight,
        "Is what you shared still true?",
        "Yes, still true",
        lambda insight: now(insight).affirmed_at > timezone.now() - timedelta(hours=1) and not now(insight).outdated_at,
    ),
    "outdated": (
        old_insight,
        "Is what you shared still true?",
        "Out of date",
        lambda insight: now(insight).outdated_at is not None,
    ),
    "glad": (
        offer_that_ends,
        "Would you still be glad to?",
        "Yes, still glad to",
        lambda offer: now(offer).until == offered_until(),
    ),
    "later": (hired, "How did it go with Rosa Lima?", "Not yet", lambda ask: now(ask).ask_at is not None),
    "no": (hired, "How did it go with Rosa Lima?", "No", lambda ask: now(ask).ask_at is None),
    "thanks-later": (
        thanked,
        "How did it go with Rosa Lima?",
        "Not yet",
        lambda thanks: now(thanks).ask_at is not None,
    ),
    "thanks-back": (thanked, "How did it go with Rosa Lima?", "No", lambda thanks: now(thanks).taken_back),
    "looking": (
        grown_old,
        "Are you still looking for a piano tuner?",
        "Yes, still looking",
        lambda ask: now(ask).open_since > timezone.now() - timedelta(hours=1) and now(ask).still_asked_at is None,
    ),
    "number": (
        asked_for_a_number,
        "Ben asks you for the number of Rosa Lima",
        "Yes, they may have it",
        lambda asked: now(asked).given_at is not None,
    ),
    "thanks": (answered, "An answer for you: a piano tuner", "Say thanks", lambda answer: bool(now(answer).helped_at)),
}


def test_mail_acts_are_all_tried():
    assert set(ACTS) == set(MAIL_ACTS)


@pytest.mark.parametrize("act", ACTS)
def test_mail_act_is_one_tap_and_a_button_without_signing_in(ana, ben, act):
    before, subject, label, done = ACTS[act]
    thing = before(ana, ben)
    letter = told(ana)
    page = links(letter)[label]
    browser = Client(enforce_csrf_checks=True)

    assert (letter.subject, page.startswith(f"/m/{act}/")) == (subject, True)
    shown = browser.get(page).content.decode()
    assert (shown.count('<button class="primary"'), done(thing)) == (1, act == "no")
    assert not re.search("Rosa|Keys|piano|Ana|Ben", shown)
    assert (browser.post(page).status_code, done(thing), "sessionid" in browser.cookies) == (200, True, False)


@pytest.mark.parametrize("act", ACTS)
def test_mail_act_opens_for_its_own_key_and_its_own_thing(ana, ben, cleo, act):
    before, _, label, done = ACTS[act]
    thing = before(ana, ben)
    unknown = looked(Client(), "get", reverse("mail_ask", args=["A" * 94]))
    other = next(
        each for each in MAIL_ACTS if each != act and not set(MAIL_ACTS[each].kinds) & set(MAIL_ACTS[act].kinds)
    )
    wrong = {
        "of another act": (act, mail_key(other, ana, thing.public_id)),
        "of another person": (act, mail_key(act, ben, thing.public_id)),
        "of another thing": (act, mail_key(act, ana, uuid4())),
        "for another act": (other, mail_key(act, ana, thing.public_id)),
        "of no act": ("nothing", mail_key("nothing", ana, thing.public_id)),
    }
    for what, args in wrong.items():
        for method in ("get", "post"):
            assert looked(Client(), method, reverse("mail_act", args=args)) == unknown, (what, method)
    assert done(thing) is (act == "no")
    page = links(told(ana))[label]
    ana.suspend("Why")
    assert looked(Client(), "post", page) == unknown


@pytest.mark.parametrize("act", [act for act in ACTS if act != "thanks"])
def test_mail_act_once_done_opens_nothing_any_more(ana, ben, act):
    """Whichever of the buttons of the same mail it was."""
    thing = ACTS[act][0](ana, ben)
    keys = [each for each in MAIL_ACTS if set(MAIL_ACTS[each].kinds) == set(MAIL_ACTS[act].kinds)]
    pages = [reverse("mail_act", args=[each, mail_key(each, ana, thing.public_id)]) for each in keys]
    assert {Client().get(page).status_code for page in pages} == {200}

    Client().post(reverse("mail_act", args=[act, mail_key(act, ana, thing.public_id)]))

    assert {Client().post(page).status_code for page in pages} == {404}


@pytest.mark.parametrize("act", ACTS)
def test_mail_act_on_what_is_withdrawn_at_that_moment_opens_nothing(ana, ben, act, monkeypatch):
    thing = ACTS[act][0](ana, ben)
    page = reverse("mail_act", args=[act, mail_key(act, ana, thing.public_id)])
    monkeypatch.setattr(by_mail, "act_opened", lambda act, key: (ana, thing.public_id))
    type(thing).objects.filter(pk=thing.pk).delete()

    assert Client().post(page).status_code == 404


def test_thanks_by_mail_are_taken_back_for_good(ana, ben):
    answer = answered(ana, ben)
    page = links(told(ana))["Say thanks"]
    Client().post(page)
    assert Notice.objects.filter(person=ben, kind="answer_thanked").exists()
    assert "You said thanks" in as_(ana).get(answer.ask.get_absolute_url()).content.decode()

    as_(ana).post(reverse("answer_unthank", args=[answer.public_id]))

    assert (now(answer).helped_at, Notice.objects.filter(kind="answer_thanked").exists()) == (None, False)
    assert Client().post(page).status_code == 404
    answer.thank("Once more")
    assert Notice.objects.filter(person=ben, kind="answer_thanked").exists()


def test_mails_of_delicate_kinds_name_nobody_and_nothing(ana, ben):
    old_vouch(ana, ben, trade=make_trade(slug="counsellor", name="Counsellor"))
    assert told(ana).subject == "Is it still true?"
    assert not re.search("(?i)Rosa|Patient|counsel", told(ana).body)


def test_every_kind_says_something_or_is_told_by_its_own_words():
    assert {kind for kind, each in KINDS.items() if not each.tell and not (each.subject and each.mail)} == set()


# --- What ends between writing and sending ----------------------------------------------------------


@pytest.mark.parametrize("act", ["thanks", "thanks-back"])
def test_mails_say_nothing_that_parting_has_ended(ana, ben, act):
    ACTS[act][0](ana, ben)
    Tie.objects.part(ana, ben)
    mail.outbox.clear()
    deliver_due()

    body = "".join(each.body for each in mail.outbox if each.to == [ana.email])
    assert not re.search("Ben|Keys|Rosa", body)
