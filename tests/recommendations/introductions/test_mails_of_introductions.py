"""What the mails of a wish to be introduced say: who of one's friends it is, and never a third person's name."""

import pytest
from django.core import mail

from people.delivery import deliver_due
from people.models import Notice, Person
from recommendations.models import IntroductionAsk, ReachedBy, Scope, Trade
from recommendations.models.providers import DELICATE
from tests.worlds.builders import make_insight

WHY = "My cellar is damp, too"


def told(person: Person) -> mail.EmailMultiAlternatives:
    """The last mail to them."""
    deliver_due()
    return next(each for each in reversed(mail.outbox) if each.to == [person.email])


@pytest.fixture
def asked(ana, ben, cleo) -> IntroductionAsk:
    insight = make_insight(author=cleo, trade=Trade.objects.create(slug="damp", name="Damp expert", group="Home"))
    return IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.INSIGHT, insight.public_id, WHY)


def test_mail_of_a_wish_names_who_asks_and_why_and_nobody_else(ben, asked):
    letter = told(ben)

    assert letter.subject == "Ana asks you to introduce them to somebody"
    assert "Ana Silva asks you to introduce them to a friend of yours." in letter.body
    assert WHY in letter.body
    assert "Cleo" not in letter.body


@pytest.mark.parametrize("what", ["delicate", "hidden"])
def test_mail_of_a_wish_says_no_why_of_what_is_delicate_or_hidden(ben, cleo, asked, what):
    Trade.objects.filter(slug="damp").update(slug=min(DELICATE) if what == "delicate" else "damp")
    cleo.insights.update(scope=Scope.ME if what == "hidden" else Scope.BEYOND)

    assert WHY not in told(ben).body


def test_mail_to_whoever_is_wished_for_names_the_friend_alone(ana, ben, cleo, asked):
    asked.pass_on("She sings alto")
    letter = told(cleo)

    assert letter.subject == "Ben knows somebody who would like to know you"
    assert not any(word in letter.body for word in ("Ana", WHY, "alto"))
    asked.refresh_from_db()
    asked.say(yes=True)
    assert told(ana).subject == "Ben asked for you, and the answer is yes"
    assert "Cleo" not in told(ana).body


def test_pushes_of_a_wish_name_no_third_person(ana, ben, cleo, asked):
    asked.pass_on("")
    asked.say(yes=True)
    another = make_insight(author=cleo)
    IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.INSIGHT, another.public_id, WHY).pass_on("")

    shown = {notice.kind: notice.on_a_screen() for notice in Notice.objects.select_related("who")}
    assert shown == {
        "introduction_yes": "Ben asked for you, and the answer is yes",
        "introduction_wanted": "Ben would like you to know somebody",
    }
