"""A vouch is withdrawn, edited, saved, renewed or thanked for, while somebody leaves or the desk removes it."""

from functools import partial
from uuid import uuid4

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q

from people.models import Notice, Person
from recommendations.leaving import erasing
from recommendations.models import Answer, Case, Ending, LinkAnswer, Photo, Provider, Thanks, Vouch
from tests.parallel.acts import leaves, vouches
from tests.parallel.asking import asking, fresh
from tests.parallel.forms import numbers, vouch_form
from tests.parallel.presses import Deed, Press, Round
from tests.parallel.scene import browser, newcomers, path_of, two
from tests.worlds.builders import befriend, make_ask, make_case, make_link_answer, make_photo, make_trade, make_vouch

MONTH = "2026-01-01"


def number() -> str:
    return f"+4411349{next(numbers):05}"


def left(*people: Person) -> str:
    """All that there is of them, counted; and the providers without a vouch, of which there is to be none."""
    connection.check_constraints()
    theirs = [each.pk for each in people]
    counts = {
        "person": Person.objects.filter(pk__in=theirs).count(),
        "vouch": Vouch.objects.filter(author__in=theirs).count(),
        "bare provider": Provider.objects.filter(vouches=None).count(),
        "thanks": Thanks.objects.filter(Q(person__in=theirs) | Q(vouch__author__in=theirs)).count(),
        "photo": Photo.objects.filter(vouch__author__in=theirs).count(),
        "told": LinkAnswer.objects.filter(Q(writer__in=theirs) | Q(ask__person__in=theirs)).count(),
        "notice": Notice.objects.filter(person__in=theirs).count(),
    }
    Provider.objects.filter(vouches=None).delete()  # so that the next round begins without
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing"


# --- The presses ----------------------------------------------------------------------------------


def withdraws(vouch: Vouch) -> Press:
    return Press("withdraw", path_of("vouch_withdraw", vouch.public_id), browser(vouch.author))


def renews(vouch: Vouch) -> Press:
    form = {"hired_on": MONTH, "job": "The bath as well"}
    return Press("renew", path_of("vouch_renew", vouch.public_id), browser(vouch.author), form)


def still(vouch: Vouch, answer: str) -> Press:
    return Press("still", path_of("vouch_still", vouch.public_id), browser(vouch.author), {"answer": answer})


def edits(vouch: Vouch, phone: str) -> Press:
    form = vouch_form() | {"phone": phone, "trade": vouch.trade.slug}
    return Press("edit", path_of("vouch_edit", vouch.public_id), browser(vouch.author), form)


def staff() -> Person:
    """One of the desk, with the second step without which it is not there."""
    [sara] = newcomers("Sara Staff")
    Person.objects.filter(pk=sara.pk).update(is_staff=True)
    Authenticator.objects.create(user=sara, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return sara


def removes(vouch: Vouch, by: Person, act: str = "remove") -> Press:
    case: Case = make_case(phone=vouch.phone)
    assert case.prove_by_hand(by, "I called the number.")
    path = path_of(f"desk_{act}", case.public_id)
    return Press(act, path, browser(by), {"vouch": str(vouch.public_id)})


def saves_as_told(told: LinkAnswer, phone: str) -> Press:
    path = f"{path_of('vouch_new')}?told={told.public_id}"
    return Press("save", path, browser(told.writer), vouch_form() | {"phone": phone})


def told_by(writer: Person, asker: Person, **said) -> LinkAnswer:
    return make_link_answer(ask=make_ask(person=asker, to=[]), writer=writer, **said)


# --- Withdrawn ------------------------------------------------------------------------------------


def withdrawn_while_its_author_leaves() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    return [withdraws(vouch), leaves(ana)], lambda: left(ana)


def withdrawn_while_the_desk_removes_it() -> Round:
    [ana], sara = newcomers("Ana Silva"), staff()
    vouch = make_vouch(author=ana, phone=number())
    return [withdraws(vouch), removes(vouch, sara)], lambda: left(ana)


def withdrawn_ten_times() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    return [withdraws(vouch) for _ in range(10)], lambda: left(ana)


def withdrawn_while_two_more_save_the_same_number() -> Round:
    ana, ben, cleo = newcomers("Ana Silva", "Ben Okafor", "Cleo Martin")
    phone = number()
    vouch = make_vouch(author=ana, phone=phone)
    saves = [vouches(each, vouch_form() | {"phone": phone}) for each in (ben, cleo)]
    return [withdraws(vouch), *saves], lambda: left(ana, ben, cleo)


def withdrawn_by_two_who_are_the_last() -> Round:
    ana, ben = two()
    phone = number()
    both = [make_vouch(author=each, phone=phone) for each in (ana, ben)]
    return [withdraws(vouch) for vouch in both], lambda: left(ana, ben)


# --- Edited ---------------------------------------------------------------------------------------


def edited_onto_anothers_number_while_its_author_leaves() -> Round:
    ana, ben = two()
    mine, theirs = make_vouch(author=ana, phone=number()), make_vouch(author=ben, phone=number())
    return [edits(mine, theirs.phone), leaves(ana)], lambda: left(ana, ben)


def edited_onto_anothers_number_while_the_desk_removes_it() -> Round:
    [ana, ben], sara = two(), staff()
    mine, theirs = make_vouch(author=ana, phone=number()), make_vouch(author=ben, phone=number())
    return [edits(mine, theirs.phone), removes(mine, sara)], lambda: left(ana, ben)


def edited_onto_anothers_number_while_they_withdraw() -> Round:
    ana, ben = two()
    mine, theirs = make_vouch(author=ana, phone=number()), make_vouch(author=ben, phone=number())
    return [edits(mine, theirs.phone), withdraws(theirs)], lambda: left(ana, ben)


def edited_onto_each_others_numbers() -> Round:
    ana, ben = two()
    mine, theirs = make_vouch(author=ana, phone=number()), make_vouch(author=ben, phone=number())
    return [edits(mine, theirs.phone), edits(theirs, mine.phone)], lambda: left(ana, ben)


def edited_onto_two_new_numbers_in_two_tabs() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    return [edits(vouch, number()), edits(vouch, number()), edits(vouch, vouch.phone)], lambda: left(ana)


def edited_while_the_desk_asks_to_correct_it() -> Round:
    [ana], sara = newcomers("Ana Silva"), staff()
    vouch = make_vouch(author=ana, phone=number())
    return [edits(vouch, number()), removes(vouch, sara, "correct")], lambda: left(ana)


# --- Saved from what was told by a link -----------------------------------------------------------


def saved_as_told_while_its_author_leaves() -> Round:
    """And has another vouch for the same number."""
    ana, ben = asking("Ana Silva", "Ben Okafor")
    mine = make_vouch(author=ana, phone=number(), pass_on=True)
    return [saves_as_told(told_by(ana, ben), mine.phone), leaves(ana)], lambda: left(ana, ben)


def saved_as_told_while_the_asker_leaves() -> Round:
    """Who has a vouch for the same number."""
    ana, ben = asking("Ana Silva", "Ben Okafor")
    theirs = make_vouch(author=ben, phone=number())
    return [saves_as_told(told_by(ana, ben), theirs.phone), leaves(ben)], lambda: left(ana, ben)


def saved_as_told_while_the_desk_removes_the_askers() -> Round:
    [ana, ben], sara = asking("Ana Silva", "Ben Okafor"), staff()
    theirs = make_vouch(author=ben, phone=number())
    return [saves_as_told(told_by(ana, ben), theirs.phone), removes(theirs, sara)], lambda: left(ana, ben)


def saved_as_told_while_the_asker_thanks_for_it() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    told = told_by(ana, ben)
    thanks = Deed("thank", partial(again(told).thank, "Thank you"))
    return [saves_as_told(told, number()), thanks], lambda: left(ana, ben)


def told_confirmed_while_its_writer_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    told = told_by(ana, ben)
    ben.tell("link_answered", told.public_id, "/asks/")
    path = path_of("link_answer_confirm", told.public_id)
    return [Press("confirm", path, browser(ben), {"who": "Ana"}), leaves(ana)], lambda: left(ana, ben)


def again(told: LinkAnswer) -> LinkAnswer:
    return LinkAnswer.objects.select_related("ask__person", "trade").get(pk=told.pk)


# --- Hired again, still true, photos --------------------------------------------------------------


def renewed_while_its_author_leaves() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    ana.tell("still_true", vouch.public_id, "/")
    return [renews(vouch), still(vouch, "yes"), still(vouch, "no"), leaves(ana)], lambda: left(ana)


def renewed_while_it_is_withdrawn() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    ana.tell("still_true", vouch.public_id, "/")
    return [renews(vouch), still(vouch, "yes"), still(vouch, "no"), withdraws(vouch)], lambda: left(ana)


def photos_added_and_removed_while_it_is_withdrawn() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    photo = make_photo(vouch)
    return [*adds_photos(vouch), removes_photo(photo, ana), withdraws(vouch)], lambda: left(ana)


def photos_added_and_removed_while_its_author_leaves() -> Round:
    [ana] = newcomers("Ana Silva")
    vouch = make_vouch(author=ana, phone=number())
    photo = make_photo(vouch)
    return [*adds_photos(vouch), removes_photo(photo, ana), leaves(ana)], lambda: left(ana)


def adds_photos(vouch: Vouch) -> list[Deed]:
    mine = Vouch.objects.get(pk=vouch.pk)
    return [Deed("photo", partial(mine.add_photo, uuid4().bytes, 4, 3, "Their work")) for _ in range(2)]


def removes_photo(photo: Photo, person: Person) -> Press:
    return Press("unphoto", path_of("photo_remove", photo.public_id), browser(person))


# --- Thanks ---------------------------------------------------------------------------------------


def thanked() -> tuple[Person, Person, Person, Vouch, Thanks]:
    """The author, the friend in between, and whoever has thanked both and was asked how it went."""
    ana, ben, cleo = asking("Ana Silva", "Ben Okafor", "Cleo Martin")
    vouch = make_vouch(author=ben, phone=number())
    Thanks.give(cleo, vouch.pk, ana.public_id, "")
    thanks = Thanks.objects.get(vouch=vouch)
    cleo.tell("how_did_it_go", thanks.public_id, "/")
    return ben, ana, cleo, vouch, thanks


def went(thanks: Thanks, answer: str) -> Press:
    return Press("went", path_of("thanks_went", thanks.public_id), browser(thanks.person), {"answer": answer})


def thanked_for_while_it_is_withdrawn() -> Round:
    author, between, cleo, vouch, thanks = thanked()
    give = Deed("thank", lambda: Thanks.give(between, vouch.pk, None, ""))
    again = Deed("thank", lambda: Thanks.give(cleo, vouch.pk, between.public_id, ""))
    presses = [give, again, went(thanks, "yes"), went(thanks, "no"), withdraws(vouch)]
    return presses, lambda: left(author, between, cleo)


def thanked_for_while_its_author_leaves() -> Round:
    author, between, _, vouch, thanks = thanked()
    give = Deed("thank", lambda: Thanks.give(between, vouch.pk, None, ""))
    return [give, went(thanks, "yes"), went(thanks, "no"), leaves(author)], lambda: left(author)


def thanked_for_while_the_thankful_leaves() -> Round:
    author, _, cleo, vouch, thanks = thanked()
    return [went(thanks, "not yet"), withdraws(vouch), leaves(cleo)], lambda: left(author, cleo)


def all_three_leave() -> Round:
    """The author, the friend in between, and whoever thanked both."""
    author, between, cleo, _, _ = thanked()
    return [leaves(author), leaves(between), leaves(cleo)], lambda: left(author, between, cleo)


# --- The desk -------------------------------------------------------------------------------------


def removed_by_one_of_the_desk_who_leaves() -> Round:
    """And has a vouch for the same number."""
    [ana], sara = newcomers("Ana Silva"), staff()
    vouch = make_vouch(author=ana, phone=number())
    make_vouch(author=sara, phone=vouch.phone)
    return [removes(vouch, sara), leaves(sara)], lambda: left(sara)


def removed_twice_and_its_author_leaves() -> Round:
    [ana], sara = newcomers("Ana Silva"), staff()
    vouch = make_vouch(author=ana, phone=number())
    return [removes(vouch, sara), removes(vouch, sara, "correct"), leaves(ana)], lambda: left(ana)


# --- Several leave --------------------------------------------------------------------------------


def two_friends_leave_who_know_the_same_people() -> Round:
    ana, ben = two()
    befriend(ana, ben)
    phones, trade = [number(), number()], make_trade()
    for person, some in ((ana, phones), (ben, phones[::-1])):
        for phone in some:
            make_vouch(author=person, phone=phone, trade=trade)
    return [leaves(ana), leaves(ben)], lambda: left(ana, ben)


def a_question_is_removed_while_one_who_answered_leaves() -> Round:
    ana, ben = asking("Ana Silva", "Ben Okafor")
    ask = make_ask(person=ana, to=[ben])
    Answer.give(ask, ben, None, "My cousin does that")
    ask.settle(Ending.NOT_NEEDED)
    ben.tell("asked", ask.public_id, "/")
    mine = fresh(ask)
    return [Deed("remove", mine.remove), Deed("leave", partial(erasing.erase, ben))], lambda: left(ben)
