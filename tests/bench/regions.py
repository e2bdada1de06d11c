"""How often a country cut into regions would have to look into another one: python -m tests.bench.regions

Counted in a made-up network, where no database is: people live along a line in towns of 2,000, and of their ties 70 %
are among neighbours and 17 % in town. Of the rest either each leads anywhere, which is the worst that can be, or it
leads as far as friendships are known to: half as likely for twice the number of people who live nearer. A region is so
many people who live side by side. Whoever looks asks for all that friends and their friends say, three ways:

rows at home        each tie and each word lies in the region of its person, and nowhere else: other regions are asked
                    twice, one after the other, for the ties of friends and then for the words
ties doubled        the ties of a person also lie in the regions of their friends: asked once, for the words
words doubled too   and their words in those of their friends and friends' friends: nobody is asked
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

import numpy as np

TOWN, NEIGHBOURS, NEAR, IN_TOWN = 2_000, 24, 0.70, 0.17
MIDDLE, SPREAD, MOST = 11.5, 0.95, 125  # ties that a person began, as in `tests.bench.network`
COUNTED = ("other regions asked by one page, mean / p95", "friends there", "authors there")
COUNTED += ("rows of ties, if doubled", "rows of words, if doubled too")
FAR = {"as far as they are known to": True, "anywhere": False}
Ints = np.ndarray


class Country:
    def __init__(self, people: int, by_rank: bool, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        self.people = people
        began = self.random.lognormal(np.log(MIDDLE), SPREAD, people).astype(int).clip(1, MOST)
        source = np.repeat(np.arange(people), began)
        friend = self._friends(source, by_rank)
        both = np.unique(np.concatenate([source * people + friend, friend * people + source]))
        self.tie = np.stack(np.divmod(both, people), axis=1)
        self.tie = self.tie[self.tie[:, 0] != self.tie[:, 1]]
        self.start = np.searchsorted(self.tie[:, 0], np.arange(people + 1))

    def _friends(self, source: Ints, by_rank: bool) -> Ints:
        lots, sign = self.random.random(len(source)), self.random.choice([-1, 1], len(source))
        near = source + sign * self.random.integers(1, NEIGHBOURS + 1, len(source))
        in_town = source // TOWN * TOWN + self.random.integers(TOWN, size=len(source))
        reach = np.exp(self.random.uniform(np.log(TOWN), np.log(self.people / 2), len(source))).astype(int)
        far = source + sign * reach if by_rank else self.random.integers(self.people, size=len(source))
        return np.select([lots < NEAR, lots < NEAR + IN_TOWN], [near, in_town], far) % self.people

    def circle(self, person: int) -> Ints:
        return self.tie[self.start[person] : self.start[person + 1], 1]

    def looked_at(self, sample: int) -> Iterator[tuple[int, Ints, Ints]]:
        """Somebody who looks, their friends, and whoever is read by way of them."""
        for person in self.random.choice(self.people, sample, replace=False):
            friends = self.circle(person)
            beyond = np.concatenate([self.circle(friend) for friend in friends]) if len(friends) else friends
            yield person, friends, np.unique(np.concatenate([friends, beyond]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=500_000)
    parser.add_argument("--regions", type=int, nargs="+", default=[4, 16, 64])
    parser.add_argument("--sample", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(" | ".join(("", "ties out of town lead", "regions", *COUNTED, "")).strip())
    print("| --- " * (len(COUNTED) + 2) + "|")
    for name, by_rank in FAR.items():
        country = Country(options.people, by_rank, options.seed)
        for regions in options.regions:
            print(f"| {name} | {regions} | {_told(country, regions, options.sample)} |", flush=True)


def _told(country: Country, regions: int, sample: int) -> str:
    region = np.arange(country.people) * regions // country.people
    asked, ties, words, copies = [], [], [], []
    for person, friends, read in country.looked_at(sample):
        home = region[person]
        others = set(region[read].tolist()) - {home}
        asked.append(len(others))
        ties.append(np.mean(region[friends] != home) if len(friends) else 0)
        words.append(np.mean(region[read] != home) if len(read) else 0)
        # Whoever may read this person's words is whom this person may read: ties go both ways.
        copies.append(1 + len(others))
    # Somebody's ties lie once more in each region in which a friend of theirs lives.
    person, there = np.divmod(np.unique(country.tie[:, 0] * regions + region[country.tie[:, 1]]), regions)
    again = np.diff(country.start)[person][region[person] != there].sum()
    return " | ".join(
        [
            f"{np.mean(asked):.1f} / {np.quantile(asked, 0.95):.0f}",
            f"{np.mean(ties):.1%}",
            f"{np.mean(words):.1%}",
            f"{1 + again / len(country.tie):.2f}x",
            f"{np.mean(copies):.1f}x",
        ]
    )


if __name__ == "__main__":
    main()
