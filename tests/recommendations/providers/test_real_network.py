"""Real data sets of who trusts whom: `suggest` says what one reads in the files with the rule of sight in mind.

The files are read here in the plainest way, without a line of the application.
"""

import csv
import json
import subprocess
import sys
from collections import defaultdict
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.worlds.network_files import dump, take_in
from tests.worlds.oracle import plain_part, plain_score

SHARED = Path(__file__).resolve().parents[4] / "shared"
OUTCOMES = {"yes": 1, "but": 0.5, "no": 0}
# Of whom only the viewer has spoken.
LAST = (9, 0)
# How many people, those with the most ties, and after how many trades each looks at the next one.
NETWORKS = [
    pytest.param("filmtrust", 60, 1, id="60 of FilmTrust"),
    pytest.param("filmtrust", None, 1, id="all of FilmTrust", marks=pytest.mark.campaign),
    pytest.param("ciao", 300, 7, id="300 of Ciao", marks=pytest.mark.campaign),
]
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (SHARED / "data" / "filmtrust").is_dir(), reason="the data sets are not here"),
]


def rows(folder, name):
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Reader:
    """What every member may see, from the files alone."""

    def __init__(self, folder):
        self.people = {row["email"]: row for row in rows(folder, "people")}
        self.circles = {email: set() for email in self.people}
        for row in rows(folder, "ties"):
            self.circles[row["person"]].add(row["friend"])
            self.circles[row["friend"]].add(row["person"])
        self.vouches = defaultdict(lambda: defaultdict(list))
        for row in rows(folder, "vouches"):
            self.vouches[row["author"]][row["trade"]].append(row)

    def trades(self):
        return sorted({trade for by_trade in self.vouches.values() for trade in by_trade})

    def between(self, viewer, author):
        if author == viewer or author in self.circles[viewer]:
            return set()
        return {b for b in self.circles[viewer] & self.circles[author] if self.people[b]["relays"] == "yes"}

    @cache  # noqa: B019 (the reader is gone with its test)
    def authors(self, viewer):
        """Everyone who may reach the viewer, and through whom."""
        circle = self.circles[viewer]
        beyond = {a for b in circle if self.people[b]["relays"] == "yes" for a in self.circles[b]}
        return {author: self.between(viewer, author) for author in {viewer} | circle | beyond}

    def readable(self, viewer, trade):
        """By web page: every vouch, and how far it is."""
        found = defaultdict(list)
        for author, between in self.authors(viewer).items():
            for row in self.vouches[author].get(trade, []):
                if author == viewer or row["scope"] == "beyond" or (row["scope"] == "circle" and not between):
                    found[row["website"]].append((row, 2 if between else int(author != viewer), between))
        return found

    def suggestions(self, viewer, trade):
        """By web page: the place in the order, the score, and the vouches as a set."""
        answer = {}
        for website, told in self.readable(viewer, trade).items():
            others = [(OUTCOMES[row["outcome"]], age(row), between) for row, distance, between in told if distance]
            score = round(plain_score(others), 9) if others else None
            place = (plain_part(score, others), -score) if others else LAST
            answer[website] = place, score, {self.word(viewer, *each) for each in told}
        return answer

    def word(self, viewer, row, distance, between):
        """Without the one between, of whom several may be named."""
        author = self.people[row["author"]]
        named = distance < 2 or author["named_beyond"] == "yes"
        known = {"author": row["author"] if named else None, "distance": distance, "outcome": row["outcome"]}
        return tuple(known.values()), row["hired_on"], row["job"], row["words"], row["scope"]

    def ways_to_name(self, viewer, email):
        """What stands for an author beyond: (shown_as, through). All ties are of one day, so it is by the first."""
        first = min(self.between(viewer, email), key=list(self.people).index)
        name = self.people[first]["name"]
        if self.people[email]["named_beyond"] == "yes":
            return {(self.people[email]["name"], name)}
        known = self.circles[viewer] | {viewer}
        is_crowded = len(self.circles[first] - known) >= 3
        return {(f"a friend of {name}", name) if is_crowded else ("someone beyond your circle", None)}


def age(row):
    today, (year, month) = timezone.localdate(), map(int, row["hired_on"].split("-"))
    return (today.year - year) * 12 + today.month - month


def told_to(viewer, trade):
    said = StringIO()
    call_command("suggest", viewer, "--trade", trade, "--json", stdout=said)
    return json.loads(said.getvalue())


def as_word(word):
    return (word["author"], word["distance"], word["outcome"]), *(
        word[told] for told in ("hired_on", "job", "words", "scope")
    )


def check(reader, viewer, trade, authors):
    told, expected = told_to(viewer, trade), reader.suggestions(viewer, trade)
    said = {website: (score, words) for website, (_, score, words) in expected.items()}
    assert {each["website"]: (each["score"], set(map(as_word, each["vouches"]))) for each in told} == said
    assert sum(len(each["vouches"]) for each in told) == sum(len(words) for _, words in said.values())
    worst_last = [expected[each["website"]][0] for each in told]
    assert worst_last == sorted(worst_last)
    shown = defaultdict(set)
    for each in told:
        far = [(word["distance"], -int(word["hired_on"].replace("-", ""))) for word in each["vouches"]]
        assert far == sorted(far)
        for word in each["vouches"]:
            shown[authors[word["words"]]].add((word["distance"], word["shown_as"], word["through"]))
    for email, ways in shown.items():
        assert len(ways) == 1, "one author is shown in two ways"
        distance, *way = ways.pop()
        legal = {
            0: {("You", None)},
            1: {(reader.people[email]["name"], None)},
            2: reader.ways_to_name(viewer, email) if distance == 2 else set(),
        }
        assert tuple(way) in legal[distance]


@pytest.mark.parametrize(("network", "people", "step"), NETWORKS)
def test_every_member_is_told_what_the_files_say(tmp_path, network, people, step):
    some = [] if people is None else ["--people", str(people)]
    tool = SHARED / "tools" / "dataset_to_network.py"
    subprocess.run([sys.executable, tool, SHARED / "data" / network, tmp_path, *some], check=True, capture_output=True)
    take_in(tmp_path, "--create-trades", "--large-circles")
    before, reader = dump(), Reader(tmp_path)
    # The words of these files are all different.
    authors = {row["words"]: row["author"] for row in rows(tmp_path, "vouches")}

    for number, viewer in enumerate(reader.people):
        for trade in reader.trades()[number % step :: step]:
            check(reader, viewer, trade, authors)

    take_in(tmp_path, "--create-trades", "--large-circles")
    assert dump() == before
