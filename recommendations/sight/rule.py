"""Who may read what: the rule of sight, as the one SQL text that everything goes through, and its rows as tuples."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from people.compiled import as_list
from people.models import Person, Tie
from recommendations.sight.statements import (
    among,
    among_first,
    among_ids,
    for_viewer,
    has_spoken,
    like_among,
    on_day,
    rows,
)


class Path(NamedTuple):
    """One way in which one vouch reaches the viewer."""

    vouch: int
    provider: int
    author: int
    trade: int | None  # None: of something else
    distance: int  # 0 one's own, 1 a friend's, 2 a friend's friend's
    through: int | None  # the friend on the way: at distance 1 the author, at 2 the one between
    outcome: int
    hired_on: str  # as text, since there are very many, and a date of each would cost as much as all else
    place: int | None
    is_related: bool  # its author is paid, or has to do with the provider: a word that does not count


# The rule of sight. All that reads vouches goes through this text; there is no second copy of it.
# First who is near and through whom, outward from the viewer; then what they say, if its scope reaches as far as they
# are away. CROSS JOIN keeps SQLite to the order written, each step in a covering index; to PostgreSQL it is an inner
# join like any other. A tie that stands joins two active people, so authors need no look of their own; and it has two
# rows, so a circle needs no OR.
REACHES = "scope >= near.distance"
CIRCLE = "SELECT friend_id FROM people_tie WHERE person_id = %(person)s AND standing = TRUE"
NEAREST = """
    SELECT %(person)s AS author, 0 AS distance, NULL AS through
    UNION ALL
    SELECT c.friend_id, 1, c.friend_id
      FROM people_tie c
     WHERE c.person_id = %(person)s AND c.standing = TRUE{by}
       AND c.friend_id NOT IN ({blocks})"""
NEAR = f"""{NEAREST}
    UNION ALL
    SELECT t.friend_id, 2, c.friend_id
      FROM people_tie c CROSS JOIN people_person b CROSS JOIN people_tie t
     WHERE c.person_id = %(person)s AND c.standing = TRUE{{by}}
       AND b.id = c.friend_id AND b.relays = TRUE
       AND t.person_id = c.friend_id AND t.standing = TRUE
       AND t.friend_id <> %(person)s
       AND t.friend_id NOT IN (
         {CIRCLE}
         UNION ALL SELECT author FROM unseen)"""  # noqa: S608
SAID_NEAR = f"""
SELECT v.id, v.provider_id, v.author_id, v.trade_id, near.distance, near.through, v.outcome,
       CAST(v.hired_on AS text) AS hired_on, v.place_id, v.relation <> 'none' AS is_related
  FROM ({{{{each}}}}{{}}
  {{{{end}}}}) AS near CROSS JOIN recommendations_vouch v
 WHERE v.author_id = near.author AND v.{REACHES} {{{{only}}}}
"""  # noqa: S608
PATHS = "\n{unseen}" + SAID_NEAR.format(NEAR)
# Of oneself and one's friends alone: nobody who is near is out of sight.
PATHS_IN_CIRCLE = SAID_NEAR.format(NEAREST)
BLOCKS = """
SELECT blocked_id FROM people_block WHERE person_id = %(person)s
 UNION ALL SELECT person_id FROM people_block WHERE blocked_id = %(person)s"""

# By whom somebody beyond the circle is named: by the friend in the first place, by way of whom they have been near for
# longest, so that no later tie leads to another name. A way is as old as the younger of its two ties. Friends who are
# muted count like all others.
PLACED = """
SELECT t.person_id AS author, c.friend_id AS friend, ROW_NUMBER() OVER (
         PARTITION BY t.person_id
             ORDER BY CASE WHEN c.since > t.since THEN c.since ELSE t.since END, c.friend_id) AS place
  FROM people_tie t CROSS JOIN people_tie c CROSS JOIN people_person b
 WHERE {authors} AND t.standing = TRUE
   AND c.person_id = %(person)s AND c.standing = TRUE AND c.friend_id = t.friend_id
   AND b.id = c.friend_id AND b.relays = TRUE"""
NAMING = f"""
SELECT author, friend
  FROM ({PLACED}) AS placed
 WHERE place = 1"""  # noqa: S608
# A friend is named as the one between only if the author could be any of so many: of those friends of {friend} who are
# neither the viewer nor the viewer's.
CROWD = 3
CROWDED = f"""EXISTS (
         SELECT 1 FROM people_tie t
          WHERE t.person_id = {{friend}} AND t.standing = TRUE AND t.friend_id <> %(person)s
            AND t.friend_id NOT IN ({CIRCLE})
          LIMIT 1 OFFSET {CROWD - 1})"""  # noqa: S608

# Who beyond the circle is out of sight, though there is a way: whoever blocked the viewer; of those whom the viewer
# blocked, and of the friends' friends of whoever they have muted, those whom it would name. What has no name stays:
# else one could learn whose it is, or through whom it came, by blocking or muting and undoing it.
#
# Side by side, since SQLite reads no statement that is nested deep; and materialized, since PostgreSQL would think that
# it is looked up again for each friend, and read all ties instead.
HEARD_BY_MUTED = """
SELECT t.friend_id
  FROM people_tie m CROSS JOIN people_tie t
 WHERE m.person_id = %(person)s AND NOT m.hears AND t.person_id = m.friend_id AND t.standing = TRUE"""
OUT_OF_SIGHT = f"""
  WITH placed AS ({PLACED.format(authors=f"t.person_id IN ({HEARD_BY_MUTED})")}),
       unseen AS MATERIALIZED (
SELECT person_id AS author FROM people_block WHERE blocked_id = %(person)s
 UNION ALL
SELECT k.blocked_id
  FROM people_block k CROSS JOIN people_person a
 WHERE k.person_id = %(person)s AND a.id = k.blocked_id AND a.named_beyond = TRUE
 UNION ALL
SELECT placed.author
  FROM people_tie m CROSS JOIN placed CROSS JOIN people_person a
 WHERE m.person_id = %(person)s AND NOT m.hears AND placed.friend = m.friend_id AND placed.place = 1
   AND a.id = placed.author AND (a.named_beyond = TRUE OR {CROWDED.format(friend="placed.friend")}))"""  # noqa: S608


def sight(
    person: Person,
    trades: Collection[int] | None = None,
    providers: Collection[int] | None = None,
    by: Collection[int] | None = None,
    authors: Collection[int] | None = None,
) -> tuple[str, list[Any]]:
    """The statement whose rows are `Path`s, and its parameters. `trades`, `providers`, `authors` and `by`, which
    friends it comes through, as ids, only narrow it."""
    only, values = _only("v", trade_id=trades, provider_id=providers)
    if providers is not None:
        only += f" AND {has_spoken(among_ids('provider_id', 'provider_id', providers)[0])}"
    by_these, people = _only("near", author=authors)
    ways, friends = _only("c", friend_id=by)
    return for_viewer(person, with_hidden(PATHS, only + by_these, ways), values | people | friends)


# Looked up first, by their index: else the names of all that is in sight would be read. They may be very many, where
# many people are called so: so it is not asked of each whether it may be read.
NAMED_SO = "SELECT named.id FROM recommendations_vouch named WHERE {}"


def ids_of_those_called(person: Person, names: Collection[str]) -> RawSQL:
    """Of the vouches in sight those that name somebody so, whatever the capitals; their ids, to be used with `__in`."""
    only = among_first("v.id", NAMED_SO.format(like_among("named.name", "names")))
    return _ids_of(*for_viewer(person, with_hidden(PATHS, f" AND {only}"), {"names": as_list(names)}))


def sight_within_circle(person: Person) -> tuple[str, list[Any]]:
    """The same of one's own and one's friends' vouches alone."""
    return for_viewer(person, with_hidden(PATHS_IN_CIRCLE))


def _only(table: str, **allowed: Collection[int] | None) -> tuple[str, dict[str, Any]]:
    """What narrows a statement to these ids in these columns, where they are given; and its parameters."""
    given = {name: among_ids(f"{table}.{name}", name, ids) for name, ids in allowed.items() if ids is not None}
    return "".join(f" AND {is_one}" for is_one, _ in given.values()), {name: put for name, (_, put) in given.items()}


# By each way that leads to somebody; or once, and by none, where nobody has to be named: most are near by several.
EACH_WAY, ONCE = ("", ""), ("SELECT DISTINCT author, distance, NULL AS through FROM (", ") AS ways")


def with_hidden(text: str, only: str = "", by: str = "", ways: tuple[str, str] = EACH_WAY) -> str:
    """With who is hidden from whom."""
    return text.format(blocks=BLOCKS, unseen=OUT_OF_SIGHT, only=only, by=by, each=ways[0], end=ways[1])


def paths_to(
    person: Person,
    trades: Collection[int] | None = None,
    providers: Collection[int] | None = None,
    authors: Collection[int] | None = None,
) -> list[Path]:
    return rows(*sight(person, trades, providers, authors=authors))


def paths_within_circle(person: Person) -> list[Path]:
    """Those of one's own and one's friends' vouches alone."""
    return [Path(*row) for row in rows(*sight_within_circle(person))]


class Way(NamedTuple):
    """How somebody is near to the viewer: 0 it is they, 1 in their circle, 2 through these friends."""

    distance: int
    through: list[int]

    def reaches(self, scope: int) -> bool:
        """Whether what is shared so far is read along this way: the rule of sight, of a row that is here already."""
        return scope >= self.distance


NOT_NEAR = Way(3, [])


def ways_to(person: Person, others: Iterable[int]) -> dict[int, Way]:
    """By the same rule, of people instead of their vouches: whoever would be read, if they said something. By two
    queries; one, if none of them is beyond the circle."""
    text = f"{{unseen}} SELECT author, distance, through FROM ({NEAR}) AS near WHERE {among('author', 'asked')}"  # noqa: S608
    ways: dict[int, Way] = {}
    for author, distance, through in rows(*for_viewer(person, with_hidden(text), {"asked": as_list(others)})):
        ways.setdefault(author, Way(distance, [])).through.append(through)
    oldest_first(person, ways.items())
    return ways


class Reached(Protocol):
    """Whatever says how somebody is near: a `Way`, or a voice that a ranking heard."""

    @property
    def distance(self) -> int: ...

    @property
    def through(self) -> list[int]: ...


def oldest_first(person: Person, reached: Iterable[tuple[int, Reached]], all_ways: bool = True) -> None:
    """Of each of these authors, puts the friend by whom they are named first of those they come through. By one query,
    if any of them is beyond the circle and comes through several. `all_ways` is wrong where only some were asked for.
    """
    if beyond := through_several(reached, all_ways):
        text = NAMING.format(authors=among("t.person_id", "authors"))
        for author, friend in rows(*for_viewer(person, text, {"authors": as_list(beyond)})):
            put_first(friend, beyond[author])


def through_several(reached: Iterable[tuple[int, Reached]], all_ways: bool = True) -> dict[int, list[Reached]]:
    """Of those beyond the circle, by author, of whom it has to be asked which friend names them."""
    beyond: dict[int, list[Reached]] = {}
    for author, way in reached:
        if way.distance == 2 and not (all_ways and len(way.through) == 1):
            beyond.setdefault(author, []).append(way)
    return beyond


def put_first(friend: int, ways: Iterable[Reached]) -> None:
    """Also one who was not among them: it may have become another since the ways were found."""
    for way in ways:
        way.through[:] = [friend, *(each for each in way.through if each != friend)]


def seen_column(column: str, person: Person) -> RawSQL:
    """One column of the statement, to be used with `__in`."""
    text, parameters = for_viewer(person, with_hidden(PATHS, ways=ONCE))
    # Both are constants of this module; people's input reaches the database as parameters only.
    return RawSQL(f"SELECT {column} FROM ({text}) AS paths", parameters)  # noqa: S608, S611


# The same rule, of what is shared though nobody asked, whatever it is.
def _shared(table: str, only: str = "") -> str:
    return f"""
{{unseen}}
SELECT i.id, i.author_id, near.distance, near.through
  FROM ({{each}}{NEAR}
  {{end}}) AS near CROSS JOIN {table} i
 WHERE i.author_id = near.author AND i.{REACHES}{only}
"""  # noqa: S608


# The same rule, of the rows of any table, each once: where it matters what they say, and not by which way they come.
# From whoever is near to their words, so that PostgreSQL does not look through the words of everybody first.
SAID_ONCE = f"""
{{unseen}}
SELECT {{columns}}
  FROM (SELECT DISTINCT author, distance FROM ({NEAR}) AS ways) AS near CROSS JOIN {{table}}
 WHERE v.author_id = near.author AND v.{REACHES}{{only}}
"""  # noqa: S608


def said_in_sight(person: Person, columns: str, table: str, only: str, values: Mapping[str, Any]) -> list[Any]:
    """These columns of what the person may read of a table, called `v`. `only` narrows it, by `values`."""
    text = SAID_ONCE.format(unseen=OUT_OF_SIGHT, blocks=BLOCKS, by="", columns=columns, table=table, only=only)
    return rows(*for_viewer(person, text, values))


INSIGHTS = _shared("recommendations_insight")
# After its day an offer is over for everybody but its author.
STILL_OFFERED = " AND (near.distance = 0 OR {}.until >= %(today)s)"
OFFERS = _shared("recommendations_offer", STILL_OFFERED.format("i"))


def each_once(word: str) -> str:
    """What is in sight of vouches (`v`), insights (`i`) or offers (`o`), each row once; its WHERE is still open."""
    return with_hidden({"v": PATHS, "i": INSIGHTS, "o": OFFERS}[word], ways=ONCE)


def readable_insights(person: Person, by: Collection[int] | None = None) -> RawSQL:
    """The ids of the insights that the person may read, to be used with `__in`; `by` as above."""
    return _ids_of(*insights_in_sight(person, by))


def readable_offers(person: Person, today: date, by: Collection[int] | None = None) -> RawSQL:
    """The ids of the offers that the person may read on this day, to be used with `__in`."""
    return _ids_of(*offers_in_sight(person, today, by))


def _ids_of(text: str, parameters: list[Any]) -> RawSQL:
    return RawSQL(f"SELECT id FROM ({text}) AS readable", parameters)  # noqa: S608, S611  # a constant of this module


def insights_in_sight(person: Person, by: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """The statement whose rows are the id of an insight, its author, the distance and the friend it comes through, and
    its parameters. `by`, which friends, only narrows it."""
    ways, friends = _only("c", friend_id=by)
    return for_viewer(person, with_hidden(INSIGHTS, by=ways), friends)


def offers_in_sight(person: Person, today: date, by: Collection[int] | None = None) -> tuple[str, list[Any]]:
    """The same of offers, on this day."""
    ways, friends = _only("c", friend_id=by)
    return for_viewer(person, with_hidden(OFFERS, by=ways), friends | on_day(today))


def people_within_two_steps(person: Person) -> RawSQL:
    """The ids of whoever would be read if they said something, to be used with `__in`."""
    text = f"{{unseen}} SELECT author FROM ({NEAR}) AS near"  # noqa: S608
    return RawSQL(*for_viewer(person, with_hidden(text)))  # noqa: S611  # a constant of this module


# Who is kept apart from the viewer where something was meant for them alone: whoever blocked them, and of those whom
# they blocked, whoever it would name.
APART = f"""
SELECT person_id FROM people_block WHERE blocked_id = %(person)s
 UNION ALL
SELECT a.id
  FROM ({NAMING.format(authors="t.person_id IN (SELECT blocked_id FROM people_block WHERE person_id = %(person)s)")}
  ) AS named CROSS JOIN people_person a
 WHERE a.id = named.author AND a.named_beyond = TRUE"""  # noqa: S608


def kept_apart(person: Person) -> RawSQL:
    """Their ids, to be used with `__in`."""
    return RawSQL(*for_viewer(person, APART))  # noqa: S611  # a constant of this module


# Of those to whom friends have put what the viewer asks quietly: whoever is named to the viewer, wherever else they are
# read, by way of the same friend, or by their own name.
PUT_TO = """
SELECT p.person_id
  FROM recommendations_ask a CROSS JOIN recommendations_recipient p
 WHERE a.person_id = %(person)s AND p.ask_id = a.id AND p.quietly = TRUE"""
PUT_BY_WHO_NAMES_THEM = f"""
SELECT r.id
  FROM recommendations_ask q CROSS JOIN recommendations_recipient r CROSS JOIN people_person a
       LEFT JOIN ({NAMING.format(authors=f"t.person_id IN ({PUT_TO})")}
       ) AS named ON named.author = r.person_id AND named.friend = r.passed_by_id
 WHERE q.person_id = %(person)s AND r.ask_id = q.id AND r.quietly = TRUE
   AND a.id = r.person_id AND (a.named_beyond = TRUE OR named.friend IS NOT NULL)"""  # noqa: S608


def put_by_who_names_them(person: Person) -> RawSQL:
    """The ids of the rows by which the question was put to them, to be used with `__in`."""
    return RawSQL(*for_viewer(person, PUT_BY_WHO_NAMES_THEM))  # noqa: S611  # a constant of this module


def reaches_reader(author: str, reader: str, scope: str) -> Q:
    """The same rule from the author's side: of rows between an author and a reader, by the fields that lead to the two
    and to the scope, those for which a way still leads from the one to the other. No mute is looked at, which the
    author must not learn of, nor any block."""
    ways = Tie.objects.standing().filter(person=OuterRef(author))
    tied = ways.filter(friend=OuterRef(reader))
    beyond = {"friend__ties__friend": OuterRef(reader), "friend__ties__standing": True}
    by_a_friend = ways.filter(friend__relays=True, **beyond)
    return Q(Exists(tied), **{f"{scope}__gte": 1}) | Q(Exists(by_a_friend), **{f"{scope}__gte": 2})
