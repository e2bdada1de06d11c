"""Taking up an offer: a short, signed word straight to its author, an answer that bears their name, and thanks."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due
from people.models import Tie
from recommendations.leaving import erasing
from recommendations.models import WORD, WORD_ANSWERED, WORD_THANKED, Offer, Scope, ShortWord
from recommendations.notices.kinds import SAID
from recommendations.short_words.told import told_words
from recommendations.sight.names import people_named_to
from recommendations.unasked.choosing import _Known
from tests.worlds.builders import crowd_around, make_insight, make_offer, make_short_word
from tests.worlds.looking import as_

DAY = timedelta(days=1)


@pytest.fixture
def ladder(cleo) -> Offer:
    """Of Cleo's, which reaches Ana by way of Ben, without a name."""
    return make_offer(author=cleo, words="a ladder")


def name(person, word) -> str:
    word = ShortWord.objects.with_all().get(pk=word.pk)
    [told] = told_words(person, [word])
    return told.other.shown_as


def kinds(person) -> list[str]:
    return sorted(notice.kind for notice in person.notices.visible_to(person))


def said(person) -> list[str]:
    notices = list(person.notices.visible_to(person))
    return [SAID[each.kind].say(person, [each])[each.pk] for each in notices]


def test_offer_taken_up_reads_the_name_at_one_end_and_the_answer_at_the_other(ana, ben, cleo, ladder):
    crowd_around(ben)
    word = make_short_word(person=ana, offer=ladder, words="May I have it on Sunday?")

    assert [name(ana, word), name(cleo, word)] == ["a friend of Ben Okafor", "Ana Silva"]
    assert (kinds(cleo), kinds(ben), kinds(ana)) == ([WORD], [], [])
    assert said(cleo) == ["Ana Silva would like to take up what you offer: “May I have it on Sunday?”"]
    assert not set(people_named_to(ana)) & {cleo}
    assert ShortWord.objects.visible_to(ben).count() == 0

    assert word.reply("Gladly. I am at 4 Beck Row.") is True
    assert (name(ana, word), kinds(ana), kinds(cleo)) == ("Cleo Martin", [WORD_ANSWERED], [])
    assert said(ana) == ["Cleo Martin answered you: “Gladly. I am at 4 Beck Row.”"]
    assert {cleo} <= set(people_named_to(ana))
    # What else she offers still bears no name.
    page = as_(ana).get(reverse("offers")).content.decode()
    assert ("A friend of Ben Okafor" in page, "Cleo" in page) == (True, False)


def test_answer_to_what_is_no_offer_tells_no_name(ana, ben, cleo):
    word = make_short_word(person=ana, insight=make_insight(author=cleo))
    word.reply("It does")

    assert name(ana, word) == "someone beyond your circle"


def test_no_friend_on_the_way_is_named_by_an_answer(ana, ben, cleo, ladder):
    word = make_short_word(person=ana, offer=ladder)
    word.reply("Gladly")

    [told] = told_words(ana, [ShortWord.objects.with_all().get()])
    assert [link.name for link in told.other.chain] == ["someone beyond", "Cleo Martin"]


def test_offer_is_taken_up_once_until_it_is_answered(ana, ben, cleo, ladder):
    first, again = (ShortWord.put(uuid4(), ana, ladder, words) for words in ("Please", "Please, please"))
    assert (first == again, ShortWord.objects.count()) == (True, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShortWord.objects.create(person=ana, author=cleo, offer=ladder, words="And again")

    first.reply("Gladly")
    assert ShortWord.put(uuid4(), ana, ladder, "Once more?") != first


def test_nobody_takes_up_what_is_over_hidden_or_their_own(ana, ben, cleo, dan, ladder):
    over, hidden = make_offer(author=ben, until=timezone.localdate() - DAY), make_offer(author=cleo, scope=Scope.CIRCLE)

    assert [ShortWord.put(uuid4(), ana, each, "Please") for each in (over, hidden)] == [None, None]
    assert (ShortWord.put(uuid4(), cleo, ladder, "Please"), ShortWord.put(uuid4(), dan, over, "x")) == (None, None)


def test_what_was_said_between_the_two_stays_when_the_offer_is_over(ana, ben, cleo, ladder):
    word = make_short_word(person=ana, offer=ladder)
    word.reply("Gladly")
    Offer.objects.update(until=timezone.localdate() - DAY)

    assert [set(ShortWord.objects.visible_to(each)) for each in (ana, cleo)] == [{word}, {word}]
    page = as_(ana).get(word.get_absolute_url()).content.decode()
    assert ("what they offered" in page, ladder.get_absolute_url() in page) == (True, False)


def test_thanks_for_an_offer_are_said_once_and_told_to_its_author(ana, ben, cleo, ladder):
    word = make_short_word(person=ana, offer=ladder)
    assert word.thank("Too early") is False
    word.reply("Gladly")

    assert [word.thank(words) for words in ("It reached.", "It reached.", "Twice")] == [True, True, False]
    assert (kinds(cleo), said(cleo)) == (
        [WORD_THANKED],
        ["Ana Silva says thank you for what you offered: “It reached.”"],
    )


def test_thanks_stand_for_an_answered_offer_alone(ana, ben):
    answered = make_short_word(person=ana, insight=make_insight(author=ben))
    answered.reply("It does")

    with pytest.raises(IntegrityError), transaction.atomic():
        ShortWord.objects.update(thanks="Thank you", thanked_at=timezone.now())
    assert answered.thank("Thank you") is False


@pytest.mark.parametrize("ending", ["withdrawal", "parting", "blocking", "being blocked", "leaving"])
@pytest.mark.parametrize("answered", [True, False])
def test_what_ends_between_two_ends_what_was_taken_up(ana, ben, cleo, ladder, ending, answered):
    """An answer has told a name, which goes from the pages of whoever blocks."""
    word = make_short_word(person=ana, offer=ladder)
    if answered:
        word.reply("Gladly")
        word.thank("It reached.")

    if ending == "withdrawal":
        ladder.withdraw()
    elif ending == "parting":
        Tie.objects.part(ana, ben)
    elif ending == "blocking":
        ana.block(cleo)
    elif ending == "being blocked":
        cleo.block(ana)
    else:
        erasing.erase(ana, write_down=False)

    left = {word} if ending == "blocking" and not answered else set()
    seen = [set(ShortWord.objects.visible_to(each)) for each in (ana, cleo)] if ending != "leaving" else [set(), set()]
    assert seen == [left, set()]
    assert (kinds(ana) if ending != "leaving" else [], kinds(cleo)) == ([], [])
    if ending != "being blocked" or answered:
        assert ShortWord.objects.exists() is bool(left)


def test_mails_about_an_offer_taken_up_say_what_its_reader_came_for(ana, ben, cleo, ladder):
    word = make_short_word(person=ana, offer=ladder, words="May I have it on Sunday?")
    deliver_due()
    word.reply("Gladly")
    deliver_due()
    word.thank("It reached.")
    deliver_due()

    assert [(each.to, each.subject) for each in mail.outbox] == [
        ([cleo.email], "Someone would like to take up what you offer"),
        ([ana.email], "Someone answered you"),
        ([cleo.email], "Someone says thank you"),
    ]
    said = ["“May I have it on Sunday?”", "“I would gladly lend a ladder”", "they read your name and your words"]
    assert all(each in mail.outbox[0].body for each in said)
    assert not any("Ana Silva" in each.body for each in mail.outbox if each.to == [cleo.email])


def test_offer_taken_up_is_no_surprise_any_more(ana, ben, cleo, ladder):
    assert _Known([ana], timezone.localdate()).reader(ana).known == set()
    make_short_word(person=ana, offer=ladder)

    assert _Known([ana], timezone.localdate()).reader(ana).known == {ladder.public_id}


def test_pages_lead_from_an_offer_to_thanks(ana, ben, cleo, ladder):
    anas, cleos, take = as_(ana), as_(cleo), reverse("offer_take", args=[ladder.public_id])
    form = anas.get(take).content.decode()
    assert "They read your name, <b><bdi>Ana Silva</bdi></b>, your words, and which friend you have in common" in form
    assert anas.post(take, {"words": " "}).status_code == 422

    answer = anas.post(take, {"words": "May I have it on Sunday?"})
    word = ShortWord.objects.get()
    assert (answer.url, anas.get(take).url) == (word.get_absolute_url(), word.get_absolute_url())

    asked = cleos.get(answer.url).content.decode()
    assert "reads your name, <b><bdi>Cleo Martin</bdi></b>, with your answer" in asked
    assert "Answer Ana" in cleos.get(ladder.get_absolute_url()).content.decode()
    cleos.post(answer.url, {"answer": "Gladly"})

    page = anas.get(answer.url).content.decode()
    assert ("Cleo Martin" in page, "Say thanks" in page) == (True, True)
    assert "Read the answer" in anas.get(f"{reverse('offers')}?whose=yours").content.decode()
    anas.post(answer.url, {"thanks": "It reached."})
    assert "You said thank you" in anas.get(answer.url).content.decode()
    assert "<bdi>Ana Silva</bdi> says thank you" in cleos.get(answer.url).content.decode()
