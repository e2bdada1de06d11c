"""Fills an empty database with a network: python -m tests.bench.fill --people 10000 --database sqlite:////tmp/x.sqlite3

Beside ties, vouches and blocks there are, of each person, so many insights, questions that have ended, notices that
were read and names on a list of their own. The last of these questions was sent to some friends, who have answered.
"""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from itertools import groupby, islice
from operator import itemgetter
from uuid import UUID

import numpy as np

from tests.bench.databases import Database, databases
from tests.bench.network import made, put_rows, trade_ids

OF_EACH, ANSWERS = 20, 5
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WORDS = (
    "Nobody said so when we moved in: the stopcock is under the third stair, and the council takes old radiators away "
    "for nothing if one asks a week before. Whoever has a boiler of that age should have its pressure looked at before "
    "the first frost, since ours gave up on the coldest day, and there was a list of three weeks for the part. "
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--of-each", type=int, default=OF_EACH, help="so many insights, questions, notices, names")
    parser.add_argument("--database", required=True, help="the URL of an empty database")
    options = parser.parse_args()
    with databases([options.database]) as [database]:
        fill(database, options.people, options.seed, options.of_each)


def fill(database: Database, people: int, seed: int, of_each: int = OF_EACH) -> None:
    places, _ = database.ask("prepare")
    database.ask("load", made(people, places, seed))
    database.ask("load things", people, of_each)


def load_things(people: int, of_each: int) -> None:
    """Into the database of this process."""
    from people.models import Notice
    from recommendations.models import Ask, Ending, Entry, Insight, Scope
    from recommendations.models.words_folded import words_of

    whose = np.repeat(np.arange(1, people + 1), of_each)
    trades = np.resize(np.array(trade_ids()), whose.size)
    ended = {"open_since": LONG_AGO, "closed_at": LONG_AGO, "ending": Ending.NOT_NEEDED}
    names = [f"Somebody {number}" for number in range(whose.size)]
    scopes = {"scope": np.resize(list(Scope), whose.size)}
    about = [UUID(int=number) for number in range(whose.size)]
    put_rows(
        [
            (Insight, {"author": whose, "trade": trades, "words": WORDS, "words_folded": words_of(WORDS), **scopes}),
            (Ask, {"person": whose, "trade": trades, "words": WORDS[:200], **ended}),
            (Entry, {"person": whose, "trade": trades, "name": names, "words": WORDS}),
            (Notice, {"person": whose, "kind": "tied", "about": about, "link": "/circle/", "read_at": LONG_AGO}),
        ]
    )
    _load_answers()


def _load_answers() -> None:
    """Each by a vouch, where the friend has one, or in words."""
    from people.models import Tie
    from recommendations.models import Answer, Ask, Recipient, Vouch

    last = dict(Ask.objects.order_by("pk").values_list("person", "pk"))
    vouches = dict(Vouch.objects.order_by("pk").values_list("author", "public_id"))
    ties = Tie.objects.standing().order_by("person", "friend").values_list("person", "friend").iterator()
    friends = [
        (person, friend)
        for person, theirs in groupby(ties, itemgetter(0))
        for _, friend in islice(theirs, ANSWERS)
        if person in last
    ]
    sent = {"ask": [last[person] for person, _ in friends], "person": [friend for _, friend in friends]}
    given = [vouches.get(friend) for _, friend in friends]
    said = {"vouch": given, "words": ["" if vouch else WORDS[:200] for vouch in given]}
    put_rows([(Recipient, sent), (Answer, sent | said)])


if __name__ == "__main__":
    main()
