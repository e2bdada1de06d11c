"""A second opinion on what the mail of a notice may say beside its reader's own name and their friends': written from
the specification, for the reader of mails in `mails.py`.

A mail says to the one it is meant for what they came for. It never names a third person, and of a discreet question it
says nothing but who asks.
"""

from __future__ import annotations

from collections.abc import Callable

from people.models import Notice, Person, Tie
from recommendations.identity import readable_phone
from recommendations.models import (
    Answer,
    Ask,
    Gratitude,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Offer,
    Outcome,
    Question,
    Recipient,
    Scope,
    ShortWord,
    Thanks,
    Vouch,
)


def words_for(notice: Notice) -> set[str]:
    """Of others' words and of one's own, those that this mail is about."""
    found = {
        "asked": of_a_question,
        "passed_on": of_a_question,
        "still_open": of_ones_question,
        "ask_went": of_ones_question,
        **dict.fromkeys(("answered", "answered_by_mail", "answered_beyond"), of_an_answer),
        "to_hand_on": of_an_answer_to_hand_on,
        "answer_thanked": of_thanks_for_an_answer,
        "answer_replied": of_a_reply_to_an_answer,
        **dict.fromkeys(("number_asked", "number_given"), of_a_number),
        "link_answered": of_an_answer_by_link,
        "thanked": of_thanks,
        "how_did_it_go": of_whom_one_hired,
        "still_true": of_ones_vouch,
        "insight_thanked": of_ones_insight,
        "still_glad": of_ones_offer,
        **dict.fromkeys(("question", "replied"), of_a_short_question),
        **dict.fromkeys(("short_word", "word_answered", "word_taken", "word_thanked"), of_a_short_word),
        "insight_still_holds": of_an_insight_of_ones_own,
        "introduction_asked": of_a_wish,
    }.get(notice.kind)
    return {word for word in found(notice) if word} if found else set()


def names_on_a_screen(notice: Notice) -> set[str]:
    """A push may show the first name of the friend who did it, unless it is about a question that was asked
    discreetly."""
    asked = Ask.objects.filter(public_id=notice.about) | Ask.objects.filter(answers__public_id=notice.about)
    if notice.who not in friends_of(notice.person) or any(asked.values_list("discreet", flat=True)):
        return set()
    return {notice.who.name.split()[0]}


def need_of(ask: Ask) -> list[str]:
    return [] if ask.discreet else [ask.trade.name if ask.trade else ask.other]


def of_a_question(notice: Notice) -> list[str]:
    """With the word of the friend who passed it on first."""
    ask = Ask.objects.get(public_id=notice.about)
    passed = Recipient.objects.filter(ask=ask, person=notice.person, passed_by__isnull=False).order_by("pk").first()
    word = [passed.word] if passed and notice.kind == "passed_on" else []
    return [] if ask.discreet else [*need_of(ask), ask.words, *word]


def of_ones_question(notice: Notice) -> list[str]:
    ask = Ask.objects.get(public_id=notice.about, person=notice.person)
    return [] if ask.discreet else [*need_of(ask), ask.words, ask.hired]


def of_an_answer(notice: Notice) -> list[str]:
    answer = Answer.objects.get(public_id=notice.about, ask__person=notice.person)
    if answer.ask.discreet:
        return []
    return said_in(answer, notice.person, of_a_vouch if answer.ask.quiet == "" else whom_to_hire)


def of_an_answer_to_hand_on(notice: Notice) -> list[str]:
    """To the friend by whom the question was put to whoever answered."""
    put = Recipient.objects.filter(passed_by=notice.person, quietly=True)
    answer = Answer.objects.get(public_id=notice.about, person__in=put.values("person"))
    return [] if answer.ask.discreet else said_in(answer, notice.person, of_a_vouch)


def said_in(answer: Answer, x: Person, of: Callable[[Vouch], list[str]]) -> list[str]:
    said = [*need_of(answer.ask), answer.words, answer.provider, answer.phone]
    vouch = Vouch.objects.filter(public_id=answer.vouch).first()
    return said + (of(vouch) if vouch and may_read(x, vouch) else [])


def whom_to_hire(vouch: Vouch) -> list[str]:
    """Of what was handed on, no words of its author’s."""
    return [vouch.name, vouch.phone]


def of_thanks_for_an_answer(notice: Notice) -> list[str]:
    answer = Answer.objects.get(public_id=notice.about)
    return [] if answer.ask.discreet else [*need_of(answer.ask), answer.thanks]


def of_a_reply_to_an_answer(notice: Notice) -> list[str]:
    answer = Answer.objects.get(public_id=notice.about, person=notice.person)
    return [] if answer.ask.discreet else [answer.reply]


def of_a_number(notice: Notice) -> list[str]:
    """Whose it is; and the number itself to whoever was given it, as long as the two are friends."""
    asked = NumberAsk.objects.get(public_id=notice.about)
    vouch, friends = asked.vouch, friends_of(notice.person)
    if notice.person == vouch.author and asked.person in friends:
        return [vouch.name]
    given = notice.person == asked.person and asked.given_at and vouch.author in friends
    return [vouch.name, readable_phone(vouch.phone, notice.person.country)] if given else []


def of_an_answer_by_link(notice: Notice) -> list[str]:
    told = LinkAnswer.objects.get(public_id=notice.about, ask__person=notice.person)
    said = [told.provider, told.job, told.words, told.caveat, told.phone]
    return [] if told.ask.discreet else [*need_of(told.ask), *said]


def of_thanks(notice: Notice) -> list[str]:
    thanks = Thanks.objects.get(public_id=notice.about)
    return [thanks.words, *([thanks.vouch.name] if may_read(notice.person, thanks.vouch) else [])]


def of_whom_one_hired(notice: Notice) -> list[str]:
    thanks = Thanks.objects.get(public_id=notice.about, person=notice.person)
    return [thanks.vouch.name] if may_read(notice.person, thanks.vouch) else []


def of_ones_vouch(notice: Notice) -> list[str]:
    return of_a_vouch(Vouch.objects.get(public_id=notice.about, author=notice.person))


def of_ones_insight(notice: Notice) -> list[str]:
    return [Gratitude.objects.get(public_id=notice.about, insight__author=notice.person).insight.words]


def of_ones_offer(notice: Notice) -> list[str]:
    offer = Offer.objects.get(public_id=notice.about, author=notice.person)
    return [] if offer.is_delicate else [offer.words]


def of_a_short_question(notice: Notice) -> list[str]:
    question = Question.objects.get(public_id=notice.about)
    return [question.words, question.answer] if notice.person in (question.person, question.friend) else []


def of_a_short_word(notice: Notice) -> list[str]:
    """To the author, with the words it is about, which are their own."""
    word = ShortWord.objects.get(public_id=notice.about)
    if notice.person == word.author and not word.unseen:
        return [word.words, (word.insight or word.offer).words, word.thanks]
    return [word.words, word.answer] if notice.person == word.person else []


def of_an_insight_of_ones_own(notice: Notice) -> list[str]:
    insight = Insight.objects.get(public_id=notice.about, author=notice.person)
    return [] if insight.is_delicate else [insight.words]


def of_a_wish(notice: Notice) -> list[str]:
    """Why somebody would like to be introduced, to the friend whom they ask; not if that friend may not read what it is
    about, or if this is delicate or was asked discreetly."""
    wished = IntroductionAsk.objects.get(public_id=notice.about, friend=notice.person)
    if wished.kind == "ask":
        asked = Ask.objects.filter(public_id=wished.thing, discreet=False, closed_at=None)
        return [wished.words] if asked.filter(recipients__person=notice.person).exists() else []
    of_kind = {"vouch": Vouch, "insight": Insight, "offer": Offer}[wished.kind]
    said = of_kind.objects.filter(public_id=wished.thing).first()
    if said is None or said.is_delicate or not may_read_words_of(notice.person, said):
        return []
    return [wished.words]


def of_a_vouch(vouch: Vouch) -> list[str]:
    return [
        vouch.trade.name if vouch.trade else vouch.other,
        vouch.name,
        vouch.job,
        vouch.words,
        vouch.caveat,
        vouch.cost,
        vouch.phone,
    ]


def may_read(x: Person, vouch: Vouch) -> bool:
    return may_read_words_of(x, vouch, warns=vouch.outcome == Outcome.NO)


def may_read_words_of(x: Person, said: Vouch | Insight | Offer, warns: bool = False) -> bool:
    """The rule of sight, but for mutes, which the mails of notices do not meet. Of whom x has blocked, what has no name
    stays."""
    author = said.author
    if author == x:
        return True
    if not author.is_active or author.blocks.filter(blocked=x).exists():
        return False
    if author.named_beyond and x.blocks.filter(blocked=author).exists():
        return False
    near = friends_of(x)
    if author in near:
        return said.scope != Scope.ME
    beyond = said.scope == Scope.BEYOND and not warns
    return beyond and any(friend.relays and author in friends_of(friend) for friend in near)


def friends_of(x: Person) -> set[Person]:
    return {tie.friend for tie in Tie.objects.filter(person=x, friend__is_active=True).select_related("friend")}
