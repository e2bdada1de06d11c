"""Who may open what in the world of the access table, by the oracle: its rows are read as bare facts, and no rule of
the app is asked."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from people.models import Block, Introduction, Invitation, Person, Tie
from recommendations.models import (
    Answer,
    Ask,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    NumberAsk,
    Offer,
    Question,
    Recipient,
    ShortWord,
    Thanks,
    Vouch,
)
from tests.worlds.oracle import Learned, Offered, Someone, Word
from tests.worlds.oracle_of_asks import Answered, Asked, ByLink, Short, Wanted
from tests.worlds.oracle_of_lives import Half, Invite, Life, Thanked
from tests.worlds.oracle_of_short_words import Spoken
from tests.worlds.oracle_of_wishes import Wished


class Read:
    """A life as its rows tell it. `of` leads from a row to what the oracle calls it."""

    def __init__(self) -> None:
        self.life, self.of = Life(), {}
        self.read_people()
        self.read_words()
        self.read_what_waits()
        self.read_asks()
        self.read_wishes()

    def someone(self, row: Person | None) -> Someone | None:
        return self.of[row] if row else None

    def read_people(self) -> None:
        for row in Person.objects.order_by("pk"):
            self.of[row] = Someone(row.name, row.relays, row.named_beyond, row.is_active)
            self.life.people.append(self.of[row])
        ties = Tie.objects.select_related("person", "friend")
        self.life.ties = {frozenset((self.of[row.person], self.of[row.friend])) for row in ties}
        blocks = Block.objects.select_related("person", "blocked")
        self.life.blocks = {(self.of[row.person], self.of[row.blocked]) for row in blocks}

    def read_words(self) -> None:
        same = ("scope", "outcome", "name", "phone", "email", "job", "pass_on", "relation")
        for row in Vouch.objects.select_related("author"):
            about = {"provider": row.provider_id, "trade": row.trade_id, "place": None, "months": 0}
            said = {name: getattr(row, name) for name in same}
            self.of[row] = Word(number=row.pk, author=self.of[row.author], **about, **said)
            self.life.words.append(self.of[row])
        for row in Insight.objects.select_related("author"):
            self.of[row] = Learned(row.pk, self.of[row.author], row.scope)
            self.life.insights.append(self.of[row])
        for row in Offer.objects.select_related("author"):
            over = row.until < timezone.localdate()
            self.of[row] = Offered(row.pk, self.of[row.author], row.scope, over)
            self.life.offers.append(self.of[row])
        for row in ShortWord.objects.select_related("person", "insight", "offer"):
            said = (self.of[row.person], self.of[row.thing], row.answer, row.taken_at is not None, row.unseen)
            self.of[row] = Spoken(row.pk, *said)
            self.life.short_words.append(self.of[row])
        for row in Thanks.objects.select_related("person", "through", "vouch"):
            self.of[row] = Thanked(row.pk, self.of[row.person], self.of[row.vouch], self.someone(row.through))
            self.life.thanks.append(self.of[row])

    def read_what_waits(self) -> None:
        now = timezone.now()
        for row in Invitation.objects.select_related("inviter", "accepted_by"):
            self.of[row] = Invite(row.pk, self.of[row.inviter], row.name, row.email, self.someone(row.accepted_by))
            self.of[row].settled, self.of[row].refused = row.confirmed_at is not None, row.refused
            self.of[row].expired = row.expires_at <= now
            self.life.invites.append(self.of[row])
        for row in Introduction.objects.select_related("introducer", "person", "friend"):
            three = (self.of[each] for each in (row.introducer, row.person, row.friend))
            self.of[row] = Half(*three, row.answer, row.expires_at <= now)
            self.life.halves.append(self.of[row])

    def read_asks(self) -> None:
        words = {row.public_id: self.of[row] for row in Vouch.objects.all()}
        for row in Ask.objects.select_related("person"):
            is_sent = row.open_since is not None
            quiet = {"quiet": row.quiet != "", "nameless": row.quiet == "nameless"}
            self.of[row] = Asked(row.pk, self.of[row.person], is_sent, is_sent and row.closed_at is None, **quiet)
            self.life.asks.append(self.of[row])
        for row in Recipient.objects.select_related("ask", "person", "passed_by"):
            if row.passed_by and row.quietly:
                self.of[row.ask].put.add(self.of[row.person])
            elif row.passed_by:
                self.of[row.ask].passed[self.of[row.passed_by]] = self.of[row.person]
            else:
                self.of[row.ask].to.add(self.of[row.person])
        for row in Answer.objects.select_related("ask", "person"):
            said = (words.get(row.vouch), row.words)
            marks = {"helped": bool(row.helped_at), "by_mail": row.by_mail, "reply": row.reply, "waits": row.waits}
            self.of[row] = Answered(self.of[row.ask], self.of[row.person], *said, **marks)
            self.life.answers.append(self.of[row])
        for row in LinkAnswer.objects.select_related("ask", "writer"):
            self.of[row] = ByLink(row.pk, self.of[row.ask], self.someone(row.writer), bool(row.confirmed_as))
            self.life.by_link.append(self.of[row])
        for row in Question.objects.select_related("person", "friend"):
            self.of[row] = Short(row.pk, self.of[row.person], self.of[row.friend], row.answer)
            self.life.shorts.append(self.of[row])

        for row in NumberAsk.objects.select_related("person", "vouch"):
            given = row.given_at is not None
            self.of[row] = Wanted(self.of[row.person], self.of[row.vouch], given, row.declined)
            self.life.wanted.append(self.of[row])

    def read_wishes(self) -> None:
        for row in IntroductionAsk.objects.select_related("person", "friend", "other"):
            three = (self.of[row.person], self.of[row.friend], self.someone(row.other))
            self.of[row] = Wished(*three, None, row.passed_on, row.answer, row.unheard)
            self.life.wishes.append(self.of[row])

    def may(self, page: str, viewer: Person, row: Model) -> bool:
        """A page about what the oracle does not know is for whoever it belongs to."""
        if page in OF_ITS_OWNER:
            return row.person == viewer
        return RIGHTS[page](self.life, self.of[viewer], self.of[row])


def may_ask_about(life: Life, x: Someone, word: Word) -> bool:
    """A friend of theirs, or the author's: somebody must be there to be asked by name."""
    return life.distance(x, word) == 1 or (life.distance(x, word) == 2 and life.between(x, word) is not None)


def may_ask_the_friend_between(life: Life, x: Someone, insight: Learned) -> bool:
    return life.distance(x, insight) == 2 and life.between(x, insight) is not None


def may_ask_its_number(life: Life, x: Someone, word: Word) -> bool:
    return life.may_want(x, word)


def answers_me(life: Life, x: Someone, answered: Answered) -> bool:
    return answered in life.answers_seen(x) and answered.by is not x


def answers_mine(life: Life, x: Someone, answered: Answered) -> bool:
    return answers_me(life, x, answered) and answered.asked.asker is x


def is_a_word_of(life: Life, x: Someone, word: Word | Learned) -> bool:
    return word.author is x


def may_read(life: Life, x: Someone, word: Word | Learned) -> bool:
    return life.distance(x, word) is not None


def may_read_anothers(life: Life, x: Someone, insight: Learned) -> bool:
    return life.distance(x, insight) in (1, 2)


def asks(life: Life, x: Someone, asked: Asked) -> bool:
    return asked.asker is x


def is_asked(life: Life, x: Someone, asked: Asked) -> bool:
    return asked.asker is not x and life.reaches(asked, x)


def may_pass_on(life: Life, x: Someone, asked: Asked) -> bool:
    return asked.open and None in life.ways(asked, x) and not asked.quiet


def may_put(life: Life, x: Someone, asked: Asked) -> bool:
    return asked.open and asked.quiet and None in life.ways(asked, x)


def may_be_introduced(life: Life, x: Someone, about: Word | Learned) -> bool:
    return life.introducer(x, about) is not None


def may_be_introduced_to_the_asker(life: Life, x: Someone, asked: Asked) -> bool:
    """If whoever passed it on may be named as the one between."""
    between = life.ways(asked, x) - {None} if asked.asker is not x and asked.asker not in life.circle(x) else set()
    return any(asked.asker.named_beyond or life.has_a_crowd(x, by) for by in between if by)


RIGHTS: dict[str, Callable[[Life, Someone, Any], bool]] = {
    **dict.fromkeys("vouch_edit vouch_renew vouch_still vouch_withdraw vouch_photos".split(), is_a_word_of),
    **dict.fromkeys(
        "photo provider provider_same provider_card vouch_new provider_save insight offer".split(), may_read
    ),
    **dict.fromkeys("insight_edit insight_withdraw insight_still insight_outdate".split(), is_a_word_of),
    **dict.fromkeys("offer_edit offer_withdraw offer_renew".split(), is_a_word_of),
    **dict.fromkeys("insight_thank insight_keep insight_report insight_word".split(), may_read_anothers),
    "insight_question": may_ask_the_friend_between,
    "short_word": lambda life, x, spoken: spoken in life.spoken_by(x) | life.spoken_to(x),
    "short_word_report": lambda life, x, spoken: spoken in life.spoken_to(x),
    "word_answer_report": lambda life, x, spoken: spoken in life.spoken_by(x) and spoken.answer != "",
    **dict.fromkeys(("word_report", "photo_report", "offer_report", "offer_take"), may_read_anothers),
    "ask_report": is_asked,
    "passing_report": lambda life, x, asked: is_asked(life, x, asked) and life.ways(asked, x) - {None} != set(),
    "answer_report": answers_me,
    "answer_reply_report": lambda life, x, told: told.by is x and told.reply != "" and told in life.answers_seen(x),
    "answer_thanks_report": lambda life, x, answered: answered in life.helped(x),
    **dict.fromkeys(("answer_thank", "answer_reply"), answers_mine),
    "number_ask": may_ask_its_number,
    "number_asked": lambda life, x, wanted: wanted in life.wanted_seen(x),
    "thanks_new": lambda life, x, word: life.may_thank(x, word),
    "question_new": may_ask_about,
    **dict.fromkeys(("friend", "hear"), lambda life, x, someone: someone in life.circle(x)),
    "block": lambda life, x, someone: someone in life.met(x),
    **dict.fromkeys(("author_block", "person_report"), lambda life, x, who: who in life.named(x) | life.blocked_by(x)),
    "invitation": lambda life, x, invite: invite in life.unspent(x),
    "invitation_confirm": lambda life, x, invite: invite in life.waiting(x),
    **dict.fromkeys(("introduction", "introduction_report"), lambda life, x, half: life.may_answer(x, half)),
    "thanks_went": lambda life, x, thanked: thanked.giver is x,
    "ask": lambda life, x, asked: asked in life.asks_seen(x),
    "ask_pass": may_pass_on,
    "ask_put": may_put,
    "answer_hand_on": lambda life, x, answered: answered in life.through(x),
    **dict.fromkeys(("answer_new", "ask_decline", "no_take_back"), is_asked),
    **dict.fromkeys("ask_send ask_edit ask_remove ask_settle ask_still ask_went ask_reopen".split(), asks),
    **dict.fromkeys(("link_make", "link_revoke"), asks),
    **dict.fromkeys(("link_answer_confirm", "link_answer_report"), lambda life, x, told: told in life.told_by_link(x)),
    "question": lambda life, x, short: short in life.shorts_seen(x),
    "thanks_report": lambda life, x, thanked: thanked in life.thanks_to(x),
    "question_report": lambda life, x, short: short.friend is x and short in life.shorts_seen(x),
    "reply_report": lambda life, x, short: short.asker is x and short.reply != "" and short in life.shorts_seen(x),
    **dict.fromkeys(("word_introduce", "insight_introduce", "offer_introduce"), may_be_introduced),
    "answer_introduce": lambda life, x, answered: life.introducer_to_whoever_answered(x, answered) is not None,
    "short_word_introduce": lambda life, x, spoken: life.introducer_to_whoever_wrote(x, spoken) is not None,
    "ask_introduce": may_be_introduced_to_the_asker,
    "introduction_ask": lambda life, x, wished: wished in life.wishes_seen(x),
    "wish_report": lambda life, x, wished: wished.asker is not x and wished in life.wishes_seen(x),
    **dict.fromkeys(("introduction_wanted", "wish_word_report"), lambda life, x, one: one in life.wishes_to_answer(x)),
}
OF_ITS_OWNER = {"entry_edit", "entry_remove", "leave_unsaid", "list_take_back", "notice", "surprise_dismiss"}
