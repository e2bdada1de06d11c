"""What one takes out tells no more than one’s pages: of a friend who is out of sight not whether they rest or block."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from people.models import Invitation, Person
from people.models.invitations import Acceptance
from recommendations.leaving.erasing import rest
from recommendations.leaving.export import SUBJECTS
from recommendations.models import Answer, Gratitude, Kept, NumberAsk, Thanks
from tests.worlds.builders import (
    befriend,
    make_ask,
    make_insight,
    make_invitation,
    make_link_answer,
    make_offer,
    make_person,
    make_question,
    make_short_word,
    make_vouch,
)
from tests.worlds.looking import as_if

OF_TWO = {"answers", "circle", "gratitudes", "invitations", "kept", "numbers_asked", "questions", "replies"}
OF_TWO |= {"said_by_link", "short_words_received", "short_words_sent", "thanks_given", "thanks_received"}


def taken_out(person: Person) -> dict[str, list[tuple]]:
    return {name: list(subject.rows(person)) for name, subject in SUBJECTS.items()}


def after(end: Callable[[], object], person: Person) -> dict[str, list[tuple]]:
    with as_if():
        end()
        return taken_out(person)


def all_between(ana: Person, ben: Person) -> None:
    """All that leaves a row with Ben."""
    for one, other in ((ana, ben), (ben, ana)):
        vouch, insight, offer = make_vouch(author=other), make_insight(author=other), make_offer(author=other)
        Thanks.give(one, vouch.pk, None, "")
        NumberAsk.put(one, vouch.pk)
        Gratitude.say(one, insight)
        Kept.keep(one, insight)
        for word in (make_short_word(person=one, insight=insight), make_short_word(person=one, offer=offer)):
            word.reply("Gladly")
        Answer.give(make_ask(person=one, to=[other]), other, None, "Ask Rosa")
        make_question(person=one, friend=other).reply("Yes")


def answers_by_a_link_and_joins(ana: Person, ben: Person) -> None:
    invitation = make_link_answer(ask=make_ask(person=ana, to=[])).invite()
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=ben, confirmed_at=timezone.now())


def test_what_is_taken_out_is_the_same_whether_a_friend_blocks_or_rests(ana, ben):
    fay = make_person(name="Fay")
    make_invitation(inviter=ben, name="Fay").accept(fay, "from work")
    make_invitation(inviter=ben, name="Somebody").accept(waits := make_person(name="Gil"), "from work")
    make_invitation(inviter=ben, name="Ana", email=ana.email)
    befriend(ana, fay)
    all_between(ana, ben)
    answers_by_a_link_and_joins(ana, ben)
    assert {name for name, rows in taken_out(ben).items() if rows} >= OF_TWO

    for friend in (ana, fay, waits):
        assert after(lambda: friend.block(ben), ben) == after(lambda: rest(friend), ben)  # noqa: B023


def test_an_invitation_answered_across_a_block_is_taken_out_as_open_also_when_whoever_came_rests(ana, ben, dan):
    dan.block(ben)
    make_invitation(inviter=ben, name="Dan").accept(dan, "from work")

    assert after(lambda: rest(dan), ben)["invitations"] == taken_out(ben)["invitations"] != []


@pytest.mark.parametrize(("unasked", "called"), [(True, "Ana"), (False, "Ana Silva")])
def test_an_invitation_that_waits_is_taken_out_with_the_name_that_its_page_says(ana, dan, unasked, called):
    invitation = make_invitation(inviter=ana, name="Mia", unasked=unasked)
    assert invitation.accept(dan, "from work") == Acceptance.WAITING

    assert taken_out(dan)["invitations_answered"] == [(called, "from work")]
