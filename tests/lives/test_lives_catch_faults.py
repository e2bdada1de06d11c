"""A test of the test: each likely slip in what is between people is noticed while they live."""

import pytest
from django.db.models import Q
from django.utils import timezone

from people.models import Invitation, Person
from people.models.invitations import IntroductionQuerySet, InvitationQuerySet
from people.models.notices import NoticeQuerySet
from people.models.person import PersonQuerySet
from people.models.ties import TieQuerySet
from recommendations.models.thanks import ThanksQuerySet
from tests.lives.test_lives import Lives, live

RUNS = 40


class Watched(Lives):
    # No slip below is about what is learned.
    share = change_who_may_read_it = forget = be_grateful = keep = None
    looks = 4  # everything that is asked of the database, and four pages


def anybody(people, person):
    return people.exclude(pk=person.pk)


def even_who_rests(people, person):
    return people.filter(pk__in=person.ties.values("friend")).order_by("name", "pk")


def unless_blocked(invitations, person):
    mine_or_free = invitations.alive().filter(Q(accepted_by=None) | Q(accepted_by=person))
    return mine_or_free.exclude(inviter__in=person.blocks.others(person))


def unless_i_am_blocked(invitations, person):
    mine_or_free = invitations.alive().filter(Q(accepted_by=None) | Q(accepted_by=person))
    return mine_or_free.exclude(inviter__blocks__blocked=person)


def only_of_nobody(invitations):
    return invitations.alive().known().filter(accepted_by=None)


def whoever_is_blocked(invitations):
    return invitations.alive().filter(accepted_by__is_active=True, confirmed_at=None, refused=False)


def used_by_anybody(invitations, person):
    return invitations.alive()


def expired_too(invitations):
    return invitations.filter(inviter__is_active=True)


def settled_too(invitations):
    return invitations.alive().filter(accepted_by__is_active=True, refused=False, unheard=False)


def refused_too(invitations):
    return invitations.alive().filter(accepted_by__is_active=True, confirmed_at=None, unheard=False)


def by_an_old_link(invitation, person, known=False):
    """As it is, but for the question that comes first once a tie has ended."""
    if invitation.email:
        return invitation.email == person.email
    return invitation.name.split()[0] == person.name.split()[0]


def by_any_name(invitation, person, known=False):
    """As it is, whenever the name was changed."""
    return not invitation.asks_first and by_an_old_link(invitation, person)


def one_yes_is_enough(introductions, person, to):
    return introductions.filter(person=person, friend=to)


def introduced(introductions, person):
    return introductions.filter(person=person, answer=None, expires_at__gt=timezone.now()).select_related(
        "introducer", "person", "friend"
    )


def introduced_by_a_former_friend(introductions, person):
    near = person.ties.standing().values("friend")
    return introduced(introductions, person).exclude(friend__in=near).exclude(friend__in=person.blocks.others(person))


def all_that_was_told(notices, person, kinds=None):
    return notices.filter(person=person).select_related("who", "with_whom")


def told_of_one_friend(notices, person, kinds=None):
    near = person.ties.standing().values("friend")
    about_friends = Q(who=None) | Q(who__in=near) | Q(kind="came", about__in=person.invitations.values("public_id"))
    return all_that_was_told(notices, person).filter(about_friends)


def thanks_of_anybody(thanks, person):
    return thanks.filter(Q(vouch__author=person) | Q(through=person), person__is_active=True)


def thanks_to_a_former_friend(thanks, person):
    return thanks_of_anybody(thanks, person).exclude(person__in=person.blocks.others(person))


def ties_only(ties, a, b):
    ties.between(a, b).delete()


def one_way_only(ties, a, b):
    ties.filter(person=a, friend=b).delete()


def a_flag_alone(person, active, rests=False):
    Person.objects.filter(pk=person.pk).update(is_active=active, rests=rests)


SLIPS = {
    "anybody can be blocked": (PersonQuerySet, "met_by", anybody),
    "a friend who rests is in the circle": (PersonQuerySet, "circle_of", even_who_rests),
    "who rests keeps standing ties": (Person, "set_active", a_flag_alone),
    "a block closes an invitation": (InvitationQuerySet, "shown_to", unless_blocked),
    "the inviter's block closes an invitation": (InvitationQuerySet, "shown_to", unless_i_am_blocked),
    "a yes across a block goes from the inviter's list": (InvitationQuerySet, "unanswered", only_of_nobody),
    "the inviter hears of who is blocked": (InvitationQuerySet, "waiting", whoever_is_blocked),
    "a used invitation opens": (InvitationQuerySet, "shown_to", used_by_anybody),
    "an expired invitation lives": (InvitationQuerySet, "alive", expired_too),
    "a confirmed invitation waits": (InvitationQuerySet, "waiting", settled_too),
    "a refused invitation waits": (InvitationQuerySet, "waiting", refused_too),
    "an old link brings a tie back": (Invitation, "is_meant_for", by_an_old_link),
    "a name may be taken": (Invitation, "is_meant_for", by_any_name),
    "whoever comes is the one who was meant": (Invitation, "is_meant_for", lambda invitation, person, known: True),
    "nobody is the one who was meant": (Invitation, "is_meant_for", lambda invitation, person, known: False),
    "one yes to an introduction is enough": (IntroductionQuerySet, "yes_from", one_yes_is_enough),
    "a former friend introduces": (IntroductionQuerySet, "open_to", introduced_by_a_former_friend),
    "every notice is shown for good": (NoticeQuerySet, "visible_to", all_that_was_told),
    "a notice names who is no friend": (NoticeQuerySet, "visible_to", told_of_one_friend),
    "thanks outlive a block": (ThanksQuerySet, "visible_to", thanks_of_anybody),
    "thanks outlive the tie of the one between": (ThanksQuerySet, "visible_to", thanks_to_a_former_friend),
    "a block leaves invitations and introductions": (TieQuerySet, "sever", ties_only),
    "a tie ends on one side": (TieQuerySet, "sever", one_way_only),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_what_a_slip_stands_for_is_there(slip):
    """Else its campaign would end before anybody has lived."""
    where, name, _ = SLIPS[slip]

    assert hasattr(where, name)


@pytest.mark.campaign
@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_noticed_while_people_live(db, monkeypatch, slip):
    monkeypatch.setattr(*SLIPS[slip])

    with pytest.raises(AssertionError):
        live(Watched, RUNS, derandomize=True, report_multiple_bugs=False)
