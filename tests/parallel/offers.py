"""Offers that are taken up, answered and thanked for many times at once, and renewed while they are withdrawn."""

from uuid import uuid4

from recommendations.models import Offer, ShortWord
from tests.parallel.asking import asking
from tests.parallel.presses import Deed, Round
from tests.parallel.short_words import CLICKS, left
from tests.worlds.builders import make_offer, make_short_word


def of(offer: Offer) -> Offer:
    """As another process would have read it."""
    return Offer.objects.select_related("author").get(pk=offer.pk)


def taken_up_many_times() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    offer = make_offer(author=author)
    rows = [of(offer) for _ in range(CLICKS)]
    takes = [Deed("take up", lambda row=row: ShortWord.put(uuid4(), reader, row, "Please")) for row in rows]
    return takes, left(author, reader)


def thanked_for_many_times() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    word = make_short_word(person=reader, offer=make_offer(author=author))
    word.reply("Gladly")
    rows = [ShortWord.objects.select_related("person", "author").get(pk=word.pk) for _ in range(CLICKS)]
    thanks = [Deed("thank", lambda row=row, n=n: row.thank(f"Thanks {n}")) for n, row in enumerate(rows)]
    return thanks, left(author, reader)


def withdrawn_while_it_is_taken_up_and_renewed() -> Round:
    author, reader = asking("Ana Silva", "Ben Okafor")
    offer = make_offer(author=author)
    rows = [of(offer) for _ in range(3)]
    take = Deed("take up", lambda: ShortWord.put(uuid4(), reader, rows[0], "Please"))
    return [take, Deed("renew", rows[1].renew), Deed("withdraw", rows[2].withdraw)], left(author, reader)
