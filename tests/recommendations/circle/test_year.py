"""Giving and taking: a year in sentences, for one person alone."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import capfirst

from people.models import Person, Tie
from recommendations.circle.year import (
    KINDS_OF_DEED,
    YOU_ASKED,
    YOU_GAVE,
    YOU_WERE_GIVEN,
    YOUR_WORDS_HELPED,
    last_months,
    year_of,
    year_picture_of,
)
from recommendations.leaving import erasing
from recommendations.models import (
    Answer,
    Ask,
    Ending,
    Gratitude,
    Insight,
    IntroductionAsk,
    ReachedBy,
    Recipient,
    Scope,
    ShortWord,
    Thanks,
    Vouch,
)
from tests.worlds.builders import befriend, crowd_around, make_ask, make_offer, make_person, make_trade, make_vouch

LONG_AGO = timezone.now() - timedelta(days=500)


def told(person: Person) -> set[str]:
    return {deed.words for month in year_of(person) for deed in month.deeds}


def insight_of(author: Person, **fields) -> Insight:
    said = {"words": "Bleed the radiators first.", "scope": Scope.BEYOND} | fields
    return Insight.objects.create(author=author, **said)


@pytest.fixture
def plumber(db):
    return make_trade(slug="plumber", name="Plumber")


@pytest.fixture
def crowd(ben, cleo):
    """Enough friends of Ben's whom Ana does not know, so that he can be named as the one between."""
    crowd_around(ben)


def test_what_i_asked_who_answered_and_whom_i_hired(ana, ben, cleo, crowd, plumber):
    ask = make_ask(to=[ben], person=ana, trade=plumber)
    ask.pass_on(ben, cleo, "")
    Answer.give(ask, ben, None, "Rosa")
    Answer.give(ask, cleo, None, "Rosa, or Amjad")
    ask.settle(Ending.HIRED, "Rosa Lima")
    make_ask(person=ana, trade=make_trade(name="Electrician"))  # never sent

    assert told(ana) == {
        "You asked for a plumber; Ben Okafor and a friend of Ben Okafor answered, and you hired Rosa Lima."
    }


def test_an_unanswered_question_says_just_that(ana, ben, plumber):
    make_ask(to=[ben], person=ana, trade=plumber)

    assert told(ana) == {"You asked for a plumber."}
    assert told(ben) == set()


def test_short_words_about_what_was_learned(ana, ben):
    word = ShortWord.put(uuid4(), ana, insight_of(ben), "Upstairs too?")
    assert told(ana) == {"You wrote to Ben Okafor about what they had learned."}
    assert "Ana Silva wrote to you about what you had learned." in told(ben)

    word.reply("Upstairs first.")

    assert "Ana Silva wrote to you about what you had learned, and you answered." in told(ben)


def test_offers_made_taken_up_and_thanked_for(ana, ben):
    offer = make_offer(author=ben, words="a damp meter", gladly="lend")
    make_offer(author=ben, words="kept", scope=Scope.ME)
    over = make_offer(author=ben, words="a saw", written_at=LONG_AGO)
    assert told(ben) == {"You offered: “I would gladly lend a damp meter”"}
    word = ShortWord.put(uuid4(), ana, offer, "On Saturday?")
    wrote, was_written_to = told(ana), told(ben)
    word.reply("Gladly.")
    answered, was_answered = told(ana), told(ben)
    word.thank("It was dry.")

    assert [wrote, answered, told(ana)] == [
        {"You wrote to Ben Okafor to take up what they offer."},
        {"You wrote to Ben Okafor to take up what they offer, and they answered."},
        {"You took up what Ben Okafor offered, and said thanks."},
    ]
    assert [each - {"You offered: “I would gladly lend a damp meter”"} for each in (was_written_to, was_answered)] == [
        {"Ana Silva wrote to you to take up what you offer."},
        {"Ana Silva wrote to you to take up what you offer, and you answered."},
    ]
    assert "Ana Silva took up what you offered, and said thanks." in told(ben)
    assert over.words not in "".join(told(ben))


def test_offer_taken_up_from_beyond_names_its_author_once_they_have_answered(ana, ben, cleo, crowd):
    word = ShortWord.put(uuid4(), ana, make_offer(author=cleo), "On Saturday?")
    assert told(ana) == {"You wrote to a friend of Ben Okafor to take up what they offer."}

    word.reply("Gladly.")

    assert told(ana) == {"You wrote to Cleo Martin to take up what they offer, and they answered."}


def asks_for_an_introduction(ana, ben, cleo) -> IntroductionAsk:
    insight = insight_of(cleo)
    return IntroductionAsk.put(ana, ben, cleo.pk, ReachedBy.INSIGHT, insight.public_id, "My cellar is damp, too")


A_FRIEND_WAS_ASKED = {"You asked Ben Okafor to introduce you to somebody."}
SHARED = {"You shared what you had learned: “Bleed the radiators first.”"}
PASSED_ON = {"Ana Silva asked you to introduce them to Cleo Martin, and you passed it on."}


def test_introduction_is_told_to_each_of_three_for_what_they_did(ana, ben, cleo):
    asked = asks_for_an_introduction(ana, ben, cleo)
    assert [told(each) for each in (ana, ben, cleo)] == [A_FRIEND_WAS_ASKED, set(), SHARED]
    asked.pass_on("")
    assert [told(each) for each in (ana, ben, cleo)] == [A_FRIEND_WAS_ASKED, PASSED_ON, SHARED]
    asked.refresh_from_db()
    asked.say(yes=True)
    assert [told(each) for each in (ana, ben, cleo)] == [A_FRIEND_WAS_ASKED, PASSED_ON, SHARED]
    ana.introductions.get().say(yes=True)
    now = "and now you and Cleo Martin are in each other’s circle."

    assert told(ana) == {f"You asked Ben Okafor to introduce you, {now}"}
    assert told(ben) == PASSED_ON
    was_met = (
        "Ana Silva asked Ben Okafor for an introduction to you, and now the two of you are in each other’s circle."
    )
    assert told(cleo) == SHARED | {was_met}
    ana.surprises.create(day=timezone.localdate(), insight=asked.thing, encounter=True)
    assert told(ana) == {f"You had not asked, and it led to somebody: Ben Okafor introduced you, {now}"}
    Tie.objects.part(ana, cleo)
    assert [told(each) for each in (ana, ben, cleo)] == [A_FRIEND_WAS_ASKED, PASSED_ON, SHARED]


def test_whoever_was_introduced_does_not_read_that_the_two_others_have_parted(ana, ben, cleo):
    asked = asks_for_an_introduction(ana, ben, cleo)
    asked.pass_on("")
    asked.refresh_from_db()
    asked.say(yes=True)
    ana.introductions.get().say(yes=True)
    before = told(ana)
    Tie.objects.part(cleo, ben)

    assert "Cleo Martin" in "".join(before)
    assert told(ana) == before
    assert [told(each) for each in (ben, cleo)] == [set(), SHARED]


@pytest.mark.parametrize("after", ["left by Ben", "no", "blocked", "parted from Ben", "left"])
def test_introduction_that_came_to_nothing_looks_the_same_to_whoever_asked(ana, ben, cleo, after):
    asked = asks_for_an_introduction(ana, ben, cleo)
    if after == "left by Ben":
        asked.leave()
    else:
        asked.pass_on("")
        asked.refresh_from_db()
        {
            "no": lambda: asked.say(yes=False),
            "blocked": lambda: cleo.block(ana),
            "parted from Ben": lambda: Tie.objects.part(ben, cleo),
            "left": lambda: erasing.erase(cleo),
        }[after]()

    assert told(ana) == A_FRIEND_WAS_ASKED
    assert told(ben) == (PASSED_ON if after in ("no", "blocked") else set())


def test_what_i_gave(ana, ben, cleo, plumber):
    for name, scope in (("Rosa Lima", Scope.CIRCLE), ("Amjad", Scope.BEYOND), ("Kept to myself", Scope.ME)):
        make_vouch(author=ana, name=name, scope=scope)
    renewed = make_vouch(author=ana, name="Old Faithful")
    Vouch.objects.filter(pk=renewed.pk).update(written_at=LONG_AGO)
    insight_of(ana)
    insight_of(ana, words="Kept", scope=Scope.ME)
    dora = make_person(name="Dora Bell")
    befriend(ana, dora)
    ask = make_ask(to=[ana], person=ben, trade=plumber)
    Answer.give(ask, ana, None, "Rosa")
    ask.pass_on(ana, dora, "")

    assert told(ana) == {
        "You vouched for Rosa Lima and Amjad.",
        "You said that your word still holds about Old Faithful.",
        "You shared what you had learned: “Bleed the radiators first.”",
        "Ben Okafor asked for a plumber, and you answered.",
        "Ben Okafor asked for a plumber, and you passed it on to Dora Bell.",
    }


def test_what_i_was_given_and_said_thanks_for(ana, ben, cleo, crowd):
    known, hidden = make_vouch(author=cleo, name="Rosa Lima"), make_vouch(author=cleo, name="Hidden")
    Thanks.give(ana, known.pk, ben.public_id, "")
    Thanks.give(ana, hidden.pk, ben.public_id, "")
    Vouch.objects.filter(pk=hidden.pk).update(scope=Scope.ME)
    Gratitude.say(ana, insight_of(ben))

    assert told(ana) == {
        "You hired Rosa Lima on the word of a friend of Ben Okafor, and said thanks.",
        "You said thanks for a word you had read.",
        "You said thanks for what Ben Okafor had learned.",
    }


def test_whom_my_words_helped_by_the_name_rule(ana, ben, cleo, plumber):
    vouch = make_vouch(author=ana, name="Rosa Lima")
    Thanks.give(ben, vouch.pk, None, "")
    Thanks.give(cleo, vouch.pk, ben.public_id, "")
    insight = insight_of(ana)
    Gratitude.say(ben, insight)
    Gratitude.say(cleo, insight)
    ask = make_ask(to=[ana], person=ben, trade=plumber)
    Answer.give(ask, ana, None, "Rosa")
    Answer.objects.get().thank("")

    assert {words for words in told(ana) if not words.startswith("You")} == {
        "Ben Okafor hired Rosa Lima on your word.",
        "Someone beyond your circle hired Rosa Lima on your word.",
        "Someone said thanks for what you had learned.",
        "Ben Okafor asked for a plumber, and you answered.",
        "Ben Okafor asked for a plumber, and your answer helped.",
    }
    assert "Rosa" not in "".join(
        told(cleo) - {"You hired Rosa Lima on the word of someone beyond your circle, and said thanks."}
    )


def test_thanks_for_insights_are_one_sentence_that_names_nobody(ana, ben, cleo):
    for insight in (insight_of(ana), insight_of(ana, words="Sweep the chimney in May.")):
        for someone in (ben, cleo):
            Gratitude.say(someone, insight)

    thanked = [deed.words for month in year_of(ana) for deed in month.deeds if YOUR_WORDS_HELPED in deed.kinds]
    assert thanked == ["Someone said thanks for what you had learned."]


def test_several_who_are_not_named_are_one_sentence(ana, ben, cleo):
    eve, vouch = make_person(), make_vouch(author=ana, name="Rosa Lima")
    befriend(ben, eve)
    for someone in (cleo, eve):
        Thanks.give(someone, vouch.pk, ben.public_id, "")

    thanked = [deed.words for month in year_of(ana) for deed in month.deeds if YOUR_WORDS_HELPED in deed.kinds]
    assert thanked == ["Someone beyond your circle hired Rosa Lima on your word."]


def test_the_friend_who_passed_a_question_on_is_the_only_one_named_between(ana, ben, cleo, crowd, plumber):
    """Another would lead to the one who asks, whom both know."""
    eve = make_person(name="Eve Hall")
    for friend in (ana, cleo):
        befriend(eve, friend)
    crowd_around(eve)
    ask = make_ask(to=[eve], person=ana, trade=plumber)
    ask.pass_on(eve, cleo, "")
    Answer.give(ask, cleo, None, "Rosa")

    assert told(cleo) == {"A friend of Eve Hall asked for a plumber, and you answered."}


def test_that_somebody_blocked_somebody_else_does_not_show(ana, ben, plumber):
    dora = make_person(name="Dora Bell")
    befriend(ana, dora)
    ask = make_ask(to=[ana], person=ben, trade=plumber)
    ask.pass_on(ana, dora, "")
    before = told(ana)

    dora.block(ben)

    assert told(ana) == before == {"Ben Okafor asked for a plumber, and you passed it on to Dora Bell."}


@pytest.mark.parametrize("end", ["part", "block"])
def test_what_was_between_us_goes_with_the_tie(ana, ben, plumber, end):
    Gratitude.say(ana, insight_of(ben))
    Answer.give(make_ask(to=[ana], person=ben, trade=plumber), ana, None, "Rosa")
    Thanks.give(ana, make_vouch(author=ben, name="Rosa Lima").pk, None, "")
    assert "Ben" in "".join(told(ana))

    if end == "part":
        ana.ties.model.objects.part(ana, ben)
    else:
        ben.block(ana)

    assert told(ana) == {"You said thanks for a word you had read."}


def test_a_year_is_twelve_months_and_what_is_older_is_left_out(ana, ben, plumber):
    ask = make_ask(to=[ben], person=ana, trade=plumber)
    Ask.objects.filter(pk=ask.pk).update(made_at=LONG_AGO)
    make_vouch(author=ana)
    Vouch.objects.update(written_at=LONG_AGO, renewed_at=LONG_AGO)

    assert told(ana) == set()
    assert [month.first for month in year_of(ana)] == last_months(timezone.localdate())
    assert last_months(date(2026, 2, 3))[0::11] == [date(2025, 3, 1), date(2026, 2, 1)]


def test_the_drawing_marks_months_and_measures_nothing(ana, ben, plumber):
    def dots() -> dict[str, int]:
        threads = zip(KINDS_OF_DEED, year_picture_of(year_of(ana)).threads, strict=True)
        return {kind: len(thread.dots) for kind, thread in threads}

    assert dots() == dict.fromkeys(KINDS_OF_DEED, 0)
    Answer.give(make_ask(to=[ben], person=ana, trade=plumber), ben, None, "Rosa")
    once = dots()
    for _ in range(3):
        make_vouch(author=ana)

    assert once == {YOU_ASKED: 1, YOU_WERE_GIVEN: 1, YOU_GAVE: 0, YOUR_WORDS_HELPED: 0}
    assert dots() == {YOU_ASKED: 1, YOU_WERE_GIVEN: 1, YOU_GAVE: 1, YOUR_WORDS_HELPED: 0}


def test_the_page_is_mine_alone_and_without_a_score(client, ana, ben, plumber):
    make_ask(to=[ben], person=ana, trade=plumber)
    pages = {}
    for person in (ana, ben):
        client.force_login(person)
        pages[person] = client.get(reverse("giving")).content.decode()

    assert ("You asked for a plumber." in pages[ana], "asked for a plumber" in pages[ben]) == (True, False)
    assert "style=" not in pages[ana]
    assert "Vouch for someone you hired" in pages[ben]
    assert reverse("giving") in client.get(reverse("you")).content.decode()


def test_the_same_queries_for_ten_and_for_twenty(client, ana, plumber):
    def ten_more() -> None:
        for _ in range(10):
            friend = make_person()
            befriend(ana, friend)
            Thanks.give(friend, make_vouch(author=ana).pk, None, "")
            Thanks.give(ana, make_vouch(author=friend).pk, None, "")
            Gratitude.say(friend, insight_of(ana))
            Gratitude.say(ana, insight_of(friend))
            ask = make_ask(to=[ana], person=friend, trade=plumber)
            Answer.give(ask, ana, None, "Rosa")
            ask.answers.get().thank("")
            ShortWord.put(uuid4(), friend, make_offer(author=ana), "On Saturday?").reply("Gladly")
            ShortWord.put(uuid4(), ana, offer := make_offer(author=friend), "On Saturday?").reply("Gladly")
            befriend(friend, other := make_person())
            for one, to in ((ana, other), (other, ana)):
                IntroductionAsk.put(one, friend, to.pk, ReachedBy.OFFER, offer.public_id, "Damp, too").pass_on("")
            mine = make_ask(to=[friend], person=ana, trade=plumber)
            Answer.give(mine, friend, None, "Rosa")
            mine.settle(Ending.NOT_NEEDED)
        other = ana.ties.first().friend
        Recipient.objects.get_or_create(ask=ask, passed_by=ana, person=other)

    def queries() -> int:
        ten_more()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("giving")).status_code == 200
        return len(captured)

    client.force_login(ana)
    client.get(reverse("giving"))
    assert queries() == queries() <= 32


def test_a_month_begins_its_heading_with_a_capital_where_the_language_writes_it_small(client, ana):
    make_vouch(author=ana)
    ana.language = "fr"
    ana.save()
    client.force_login(ana)
    page = client.get(reverse("giving")).content.decode()
    with translation.override("fr"):
        month = date_format(timezone.localdate(), "YEAR_MONTH_FORMAT")

    assert month[0].islower()
    assert f'">{capfirst(month)}</h2>' in page
    assert f'<th scope="row">{capfirst(month)}</th>' in page
