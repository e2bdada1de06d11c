"""What the weekly letter says of what nobody asked for, of whom, and how much of it."""

import re
from unittest.mock import patch

import pytest
from django.core import mail

from people.emails import SUBJECT_LETTERS
from people.models import Person
from recommendations.models import Surprise
from tests.recommendations.unasked.test_choosing import crowd, make_insight
from tests.recommendations.unasked.test_letters import MONDAY, SATURDAY, everything_for, lines, send_letters, surprise
from tests.worlds.builders import make_ask, make_trade, make_vouch


@pytest.fixture(autouse=True)
def on_saturday(settings):
    settings.BASE_URL = "https://whom.test/"
    with patch("django.utils.timezone.now", return_value=SATURDAY):
        yield


WAYS = {"a friend’s": "Ben", "by way of one": "Ben", "from beyond": ""}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("kind", ["vouch", "insight", "delicate"])
def test_letter_names_nobody_but_a_friend(ana, ben, cleo, way, kind):
    Person.objects.filter(pk=cleo.pk).update(name="Cleo the Nameless", named_beyond=way == "by way of one")
    if way == "by way of one":
        crowd(ben)
    author = ben if way == "a friend’s" else cleo
    trade = make_trade(slug="counsellor", name="Counsellor") if kind == "delicate" else make_trade(name="Potter")
    if kind == "insight":
        insight = make_insight(author=author, words="Glaze it twice.")
        Surprise.objects.create(person=ana, day=MONDAY, insight=insight.public_id)
    else:
        surprise(ana, make_vouch(author=author, trade=trade, name="Clay & Co", words="Glaze it twice."))
    send_letters()

    [letter] = [each for each in mail.outbox if each.to == [ana.email]]
    text, shown = f"{letter.subject}\n{letter.body}", kind != "delicate"
    assert (re.search("(?i)Cleo|counsel", text), "Glaze it twice." in text) == (None, shown)
    assert ("Clay & Co" in text, "otter" in text) == (kind == "vouch", kind == "vouch")
    assert set(re.findall("Ben|beyond your circle", letter.subject)) == {WAYS[way] or "beyond your circle"}


def test_letters_subject_is_no_longer_than_a_line(ana, ben, cleo):
    Person.objects.filter(pk=ben.pk).update(name=f"{'Benedictissimus' * 4} Okafor")
    everything_for(ana, ben, cleo)
    send_letters()

    [letter] = mail.outbox
    assert (len(letter.subject) <= SUBJECT_LETTERS, len(lines())) == (True, 4)


def test_letter_of_a_discreet_question_says_who_asks_alone(ana, ben):
    counsellor = make_trade(slug="counsellor", name="Counsellor")
    make_vouch(author=ana, trade=counsellor)
    ask = make_ask(person=ben, trade=counsellor, words="After a divorce")
    ask.send([ana], discreet=True)
    send_letters()

    assert lines() == [("Ben asks you something", f"https://whom.test/asks/{ask.public_id}/")]
    assert not re.search("(?i)counsel|divorce|/m/", mail.outbox[0].body + mail.outbox[0].alternatives[0].content)
