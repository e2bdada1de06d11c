"""The rule of sight once more, over arrays in memory: the oracle, and the floor under every database.

It shares nothing with the app. Whatever it returns is as fast as this machine can make Python rows from such a
network, so the time of a database is told as a multiple of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from tests.bench.network import MONTHS, Network, months_before

try:
    from numba import njit
except ImportError:
    njit = None

EVERY_TRADE = -1
Ints = np.ndarray


class Floor:
    def __init__(self, network: Network, trade_ids: Sequence[int], compiled: bool = njit is not None) -> None:
        self.walk = _walk_compiled if compiled else _walk
        standing = network.tie[network.standing]
        # Whoever blocked the viewer; and of those whom the viewer blocked, whoever would be named.
        named = network.named_beyond[network.block[:, 1]]
        blocks = np.concatenate([network.block[named], network.block[:, ::-1]])
        order = np.lexsort((network.trade, network.author))
        ids = np.array(trade_ids)
        self.tie_start, self.friend = _rows_of(standing, network.people)
        self.block_start, self.blocked = _rows_of(blocks, network.people)
        self.vouch_start = np.searchsorted(network.author[order], np.arange(network.people + 1))
        self.relays = network.relays
        self.trade, self.scope = ids[network.trade[order]], network.scope[order]
        self.columns = [order + 1, network.provider[order] + 1, network.author[order] + 1, self.trade]
        self.outcome, self.month, self.place = network.outcome[order], network.months[order], network.vouch_place[order]
        self.dates: list[date] = [months_before(number) for number in range(MONTHS + 1)]
        self.mark = np.zeros(network.people, dtype=np.int64)
        self.turn = 0
        self.room = 4096

    def paths(self, person: int) -> int:
        """The work to be done for this viewer: how many people their friends' circles hold."""
        friends = self.friend[self.tie_start[person] : self.tie_start[person + 1]]
        return int((self.tie_start[friends + 1] - self.tie_start[friends]).sum())

    def paths_to(self, person: int, trade: int = EVERY_TRADE) -> list[tuple[Any, ...]]:
        """As `recommendations.sight.rule.paths_to`; `person` counts from 0."""
        vouch, distance, through = self._walked(person, trade)
        columns = [column[vouch].tolist() for column in self.columns]
        columns += [distance.tolist(), [friend or None for friend in through.tolist()], self.outcome[vouch].tolist()]
        columns += [[self.dates[month] for month in self.month[vouch].tolist()]]
        columns += [[place or None for place in self.place[vouch].tolist()]]
        return list(zip(*columns, strict=True))

    def newest(self, person: int, most: int) -> list[int]:
        """The ids of the newest vouches of others that `person` may read."""
        vouch, distance, _ = self._walked(person, EVERY_TRADE)
        return np.unique(self.columns[0][vouch[distance > 0]])[::-1][:most].tolist()

    def _walked(self, person: int, trade: int) -> Ints:
        while True:
            self.turn += 1
            found = np.empty((3, self.room), dtype=np.int64)
            count = self.walk(
                person, trade, self.tie_start, self.friend, self.relays, self.block_start, self.blocked,
                self.vouch_start, self.trade, self.scope, self.mark, self.turn, found,
            )  # fmt: skip
            if count <= self.room:
                return found[:, :count]
            self.room = 2 * count


def _rows_of(pairs: Ints, people: int) -> tuple[Ints, Ints]:
    """Where each person's row begins, and the rows: compressed sparse rows."""
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    return np.searchsorted(pairs[:, 0], np.arange(people + 1)), np.ascontiguousarray(pairs[:, 1])


def _step(  # noqa: C901 (compiled as one)
    person, trade, tie_start, friend, relays, block_start, blocked, vouch_start, vouch_trade, scope, mark, turn, found
):
    """Writes (vouch, distance, friend between) into `found` as far as there is room, and returns their number."""
    room = found.shape[1]
    count = 0
    for v in range(vouch_start[person], vouch_start[person + 1]):
        if trade in (EVERY_TRADE, vouch_trade[v]):
            if count < room:
                found[0, count], found[1, count], found[2, count] = v, 0, 0
            count += 1
    for i in range(block_start[person], block_start[person + 1]):
        mark[blocked[i]] = turn
    for i in range(tie_start[person], tie_start[person + 1]):
        author = friend[i]
        if mark[author] == turn:
            continue
        for v in range(vouch_start[author], vouch_start[author + 1]):
            if scope[v] >= 1 and trade in (EVERY_TRADE, vouch_trade[v]):
                if count < room:
                    found[0, count], found[1, count], found[2, count] = v, 1, author + 1
                count += 1
    mark[person] = turn
    for i in range(tie_start[person], tie_start[person + 1]):
        mark[friend[i]] = turn
    for i in range(tie_start[person], tie_start[person + 1]):
        between = friend[i]
        if not relays[between]:
            continue
        for j in range(tie_start[between], tie_start[between + 1]):
            author = friend[j]
            if mark[author] == turn:
                continue
            for v in range(vouch_start[author], vouch_start[author + 1]):
                if scope[v] == 2 and trade in (EVERY_TRADE, vouch_trade[v]):
                    if count < room:
                        found[0, count], found[1, count], found[2, count] = v, 2, between + 1
                    count += 1
    return count


_walk_compiled = njit(_step, cache=False) if njit else None


def _walk(
    person, trade, tie_start, friend, relays, block_start, blocked, vouch_start, vouch_trade, scope, mark, turn, found
):
    """The same with numpy alone."""
    circle = friend[tie_start[person] : tie_start[person + 1]]
    hidden = blocked[block_start[person] : block_start[person + 1]]
    between, beyond = _joined(tie_start, circle[relays[circle]])
    beyond = friend[beyond]
    mark[circle] = mark[hidden] = mark[person] = turn
    fresh = mark[beyond] != turn
    parts = []
    steps = [
        (0, 0, np.array([person]), np.array([-1])),
        (1, 1, circle[~np.isin(circle, hidden)], circle[~np.isin(circle, hidden)]),
        (2, 2, beyond[fresh], between[fresh]),
    ]
    for distance, lowest, authors, friends in steps:
        which, vouch = _joined(vouch_start, authors, friends)
        keep = scope[vouch] >= lowest
        if trade != EVERY_TRADE:
            keep &= vouch_trade[vouch] == trade
        parts.append((vouch[keep], np.full(keep.sum(), distance), which[keep] + 1))
    count = sum(len(part[0]) for part in parts)
    if count <= found.shape[1]:
        found[:, :count] = np.concatenate([np.stack(part) for part in parts], axis=1)
    return count


def _joined(start: Ints, keys: Ints, labels: Ints | None = None) -> tuple[Ints, Ints]:
    """For every element of the keys' rows: the key's label, and where the element is."""
    lengths = start[keys + 1] - start[keys]
    where = np.arange(lengths.sum()) + np.repeat(start[keys] - np.cumsum(lengths) + lengths, lengths)
    return np.repeat(keys if labels is None else labels, lengths), where
