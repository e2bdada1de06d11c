"""One of each thing that may be reported."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from people.models import Introduction, Person
from recommendations.models import Answer, IntroductionAsk, ReachedBy, Recipient, Report, Reportable, Scope, Thanks
from recommendations.providers.word import key_for
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_insight,
    make_link_answer,
    make_offer,
    make_person,
    make_photo,
    make_question,
    make_short_word,
    make_vouch,
)
from tests.worlds.private_lives import signed_in


@dataclass
class Said:
    """One thing of Ben's that Ana sees, and where she reports it."""

    row: Any
    url: str
    shown: set[str]  # all that the desk sees of it

    @property
    def about(self) -> UUID:
        """Of a word with which a question was passed on, the question."""
        return self.row.ask.public_id if isinstance(self.row, Recipient) else self.row.public_id


def things_of(ben: Person, ana: Person) -> dict[Reportable, Said]:
    vouch = make_vouch(author=ben, name="Rosa Lima", words="Came on a Sunday", cost="80 an hour", scope=Scope.CIRCLE)
    photo = make_photo(vouch, alt="A new tap", image=b"JPEG of a tap")
    insight = make_insight(author=ben, words="Keep the old parts", scope=Scope.CIRCLE)
    ask = make_ask(person=ben, words="Who mends clocks?", to=[ana])
    Answer.give(ask, ana, None, "My aunt does")
    heard = ask.answers.get()
    heard.reply_once("Your aunt of all people")
    heard.thank("Thank your aunt, too")
    asked = make_ask(person=ana, to=[ben])
    Answer.give(asked, ben, None, "Ask my uncle")
    given = asked.answers.get()
    word = make_short_word(person=ben, insight=make_insight(author=ana), words="You should know better")
    replied = make_short_word(person=ana, insight=insight)
    replied.reply("Look it up yourself")
    offer = make_offer(author=ben, words="A ladder, if you are nice", scope=Scope.CIRCLE)
    question = make_question(person=ben, friend=ana, words="Do you call that a plumber?")
    asked_by_ana = make_question(person=ana, friend=ben)
    asked_by_ana.reply("None of your business")
    asked_by_ana.refresh_from_db()
    Thanks.give(ben, make_vouch(author=ana).pk, None, "Thank you for nothing")
    thanks = ben.thanks_given.get()
    befriend(ben, hal := make_person(name="Hal Reed"))
    Introduction.objects.introduce(ben, ana, hal, "You deserve each other")
    introduced = ana.introductions.get()
    told = make_link_answer(
        ask=make_ask(person=ana, to=[]), writer=ben, words="Only fools need a plumber", name="Benny"
    )
    befriend(ben, gil := make_person(name="Gil Evans"))
    passed = make_ask(person=gil, to=[ben])
    assert passed.pass_on(ben, ana, "You always know better")
    passing = passed.recipients.get(passed_by=ben)
    to_be_met = make_insight(author=ana).public_id
    adding = IntroductionAsk.put(gil, ben, ana.pk, ReachedBy.INSIGHT, to_be_met, "I sing, too")
    assert adding.pass_on("She never stops talking")
    befriend(ana, fay := make_person(name="Fay Young"))
    wish = IntroductionAsk.put(ben, ana, fay.pk, ReachedBy.INSIGHT, make_insight(author=fay).public_id, "We both sing")
    of_the_word = reverse("word_report", args=[vouch.provider.public_id, key_for(ana.pk, vouch.pk)])
    of_the_reply = reverse("word_answer_report", args=[replied.public_id])
    of_the_question = reverse("question_report", args=[question.public_id])
    of_its_reply = reverse("reply_report", args=[asked_by_ana.public_id])
    of_the_photo = reverse("photo_report", args=[photo.public_id])
    return {
        Reportable.VOUCH: Said(vouch, of_the_word, {"Came on a Sunday"}),
        Reportable.INSIGHT: Said(insight, reverse("insight_report", args=[insight.public_id]), {"Keep the old parts"}),
        Reportable.OFFER: Said(offer, reverse("offer_report", args=[offer.public_id]), {"A ladder, if you are nice"}),
        Reportable.ASK: Said(ask, reverse("ask_report", args=[ask.public_id]), {"Who mends clocks?"}),
        Reportable.ANSWER: Said(given, reverse("answer_report", args=[given.public_id]), {"Ask my uncle"}),
        Reportable.HEARD: Said(
            heard, reverse("answer_reply_report", args=[heard.public_id]), {"Your aunt of all people"}
        ),
        Reportable.HELPED: Said(
            heard, reverse("answer_thanks_report", args=[heard.public_id]), {"Thank your aunt, too"}
        ),
        Reportable.ADDED: Said(
            adding, reverse("wish_word_report", args=[adding.public_id]), {"She never stops talking"}
        ),
        Reportable.PHOTO: Said(photo, of_the_photo, {"A new tap", "data:image/jpeg"}),
        Reportable.WORD: Said(word, reverse("short_word_report", args=[word.public_id]), {"You should know better"}),
        Reportable.REPLY: Said(replied, of_the_reply, {"Look it up yourself"}),
        Reportable.QUESTION: Said(question, of_the_question, {"Do you call that a plumber?"}),
        Reportable.REPLIED: Said(asked_by_ana, of_its_reply, {"None of your business"}),
        Reportable.THANKS: Said(thanks, reverse("thanks_report", args=[thanks.public_id]), {"Thank you for nothing"}),
        Reportable.PASSING: Said(
            passing, reverse("passing_report", args=[passed.public_id]), {"You always know better"}
        ),
        Reportable.INTRODUCTION: Said(
            introduced, reverse("introduction_report", args=[introduced.public_id]), {"You deserve each other"}
        ),
        Reportable.LINK: Said(
            told, reverse("link_answer_report", args=[told.public_id]), {"Only fools need a plumber"}
        ),
        Reportable.WISH: Said(wish, reverse("wish_report", args=[wish.public_id]), {"We both sing"}),
        Reportable.PERSON: Said(ben, reverse("person_report", args=[ben.public_id]), {"Ben Okafor"}),
    }


def reported(said: dict[Reportable, Said], kind: Reportable, by: Person) -> Report:
    assert signed_in(by).post(said[kind].url, {"words": "It is an insult."}).status_code == 302
    return Report.objects.latest("pk")


def desk_page(report: Report, act: str = "") -> str:
    return reverse(f"desk_report{act and f'_{act}'}", args=[report.public_id])
