"""Who may read which vouch: the one rule of sight, and the scopes built on it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from people.models import Person
from people.querysets import YEAR
from recommendations.contacts import identity_of, public_id_of

if TYPE_CHECKING:
    from recommendations.models import Case, Provider, Trade

SHARED = 1  # the lowest scope that lets anyone else read


class Path(NamedTuple):
    """One way in which one vouch reaches the viewer."""

    vouch: int
    provider: int
    author: int
    trade: int
    distance: int  # 0 one's own, 1 a friend's, 2 a friend's friend's
    through: int | None  # the friend on the way: at distance 1 the author, at 2 the one between
    outcome: int
    hired_on: date
    place: int | None


# The rule of sight. All that reads vouches goes through this text; there is no second copy of it.
#
# First who is near and through whom, outward from the viewer; then what they say, if its scope reaches as far as they
# are away. CROSS JOIN keeps SQLite to the order written, each step in a covering index; to PostgreSQL it is an inner
# join like any other. A tie that stands joins two active people, so authors need no look of their own; and it has two
# rows, so a circle needs no OR.
NEAR = """
    SELECT %(person)s AS author, 0 AS distance, NULL AS through
    UNION ALL
    SELECT c.friend_id, 1, c.friend_id
      FROM people_tie c
     WHERE c.person_id = %(person)s AND c.standing = TRUE
       AND c.friend_id NOT IN ({blocks})
    UNION ALL
    SELECT t.friend_id, 2, c.friend_id
      FROM people_tie c CROSS JOIN people_person b CROSS JOIN people_tie t
     WHERE c.person_id = %(person)s AND c.standing = TRUE
       AND b.id = c.friend_id AND b.relays = TRUE
       AND t.person_id = c.friend_id AND t.standing = TRUE
       AND t.friend_id <> %(person)s
       AND t.friend_id NOT IN (
         SELECT friend_id FROM people_tie WHERE person_id = %(person)s AND standing = TRUE
         UNION ALL {blocks})"""
PATHS = f"""
SELECT v.id, v.provider_id, v.author_id, v.trade_id, near.distance, near.through, v.outcome, v.hired_on, v.place_id
  FROM ({NEAR}
  ) AS near CROSS JOIN recommendations_vouch v
 WHERE v.author_id = near.author AND v.scope >= near.distance {{only}}
"""  # noqa: S608
BLOCKS = """
SELECT blocked_id FROM people_block WHERE person_id = %(person)s
 UNION ALL SELECT person_id FROM people_block WHERE blocked_id = %(person)s"""


def sight(
    person: Person, trades: Sequence[Trade] | None = None, providers: Collection[int] | None = None
) -> tuple[str, list[int]]:
    """The statement whose rows are `Path`s, and its parameters. `trades` and `providers` only narrow it."""
    values, only = {"person": person.pk}, ""
    narrowed = {"trade": None if trades is None else [trade.pk for trade in trades], "provider": providers}
    for column, allowed in narrowed.items():
        if allowed is not None:
            names = {f"{column}{number}": pk for number, pk in enumerate(allowed)}
            values |= names
            only += f" AND v.{column}_id IN ({', '.join(f'%({name})s' for name in names) or 'NULL'})"
    return _with_parameters(PATHS.format(only=only, blocks=BLOCKS), values)


def _with_parameters(text: str, values: dict[str, int]) -> tuple[str, list[int]]:
    parameters = [values[name] for name in re.findall(r"%\((\w+)\)s", text)]
    return re.sub(r"%\(\w+\)s", "%s", text), parameters


def paths_to(
    person: Person, trades: Sequence[Trade] | None = None, providers: Collection[int] | None = None
) -> list[Path]:
    return rows(*sight(person, trades, providers))


# The same ways in, each with whether its author is named beyond their circle, and with the name of the trade.
TOLD = """
SELECT paths.*, a.named_beyond, t.name
  FROM ({paths}) AS paths CROSS JOIN people_person a CROSS JOIN recommendations_trade t
 WHERE a.id = paths.author_id AND t.id = paths.trade_id"""


def told_paths_to(person: Person) -> list[tuple[Path, bool, str]]:
    text, parameters = sight(person)
    found = rows(TOLD.format(paths=text), parameters)
    return [(Path(*path), bool(named_beyond), trade) for *path, named_beyond, trade in found]


class Way(NamedTuple):
    """How somebody is near to the viewer: 1 in their circle, 2 through these friends. Through nobody, they are not."""

    distance: int
    through: list[int]


def ways_to(person: Person, others: Iterable[int]) -> dict[int, Way]:
    """By the same rule, of people instead of their vouches: whoever would be read, if they said something."""
    names = {f"other{number}": other for number, other in enumerate(others)}
    some = ", ".join(f"%({name})s" for name in names) or "NULL"
    text = f"SELECT author, distance, through FROM ({NEAR}) AS near WHERE author IN ({some})"  # noqa: S608
    ways: dict[int, Way] = {}
    for author, distance, through in rows(*_with_parameters(text.format(blocks=BLOCKS), names | {"person": person.pk})):
        ways.setdefault(author, Way(distance, [])).through.append(through)
    return ways


def rows(text: str, parameters: Sequence[int]) -> list[Any]:
    """Plain tuples: on the pages people wait for, building the same SQL through the ORM took longer than running it."""
    with connection.cursor() as cursor:
        cursor.execute(text, parameters)
        return cursor.fetchall()


def seen(column: str, person: Person) -> RawSQL:
    """One column of the statement, to be used with `__in`."""
    text, parameters = sight(person)
    # Both are constants of this module; people's input reaches the database as parameters only.
    return RawSQL(f"SELECT {column} FROM ({text}) AS paths", parameters)  # noqa: S608, S611


def people_named_to(person: Person) -> models.QuerySet[Person]:
    """The circle, whoever else is named on a vouch or an insight that this person may read, on thanks or an answer
    that reached them or on a question that was passed on to them, and whom they blocked already."""
    from recommendations.models import Answer, Ask, Insight, Thanks  # which stand on this module

    text, parameters = _with_parameters(NEAR.format(blocks=BLOCKS), {"person": person.pk})
    within_two_steps = RawSQL(f"SELECT author FROM ({text}) AS near", parameters)  # noqa: S608, S611  # constants
    said = Q(pk__in=Thanks.objects.visible_to(person).values("person"))
    said |= Q(pk__in=Answer.objects.visible_to(person).values("person"))
    shown = Q(pk__in=seen("author_id", person)) | Q(said, pk__in=within_two_steps)
    shown |= Q(pk__in=Insight.objects.visible_to(person).values("author"))
    shown |= Q(pk__in=Ask.objects.visible_to(person).values("person"))
    near = Q(pk__in=person.ties.standing().values("friend"))
    blocked = Q(pk__in=person.blocks.values("blocked"))
    return Person.objects.filter(near | Q(shown, named_beyond=True) | blocked).exclude(pk=person.pk)


# The same rule, of insights.
INSIGHTS = f"""
SELECT i.id
  FROM ({NEAR}
  ) AS near CROSS JOIN recommendations_insight i
 WHERE i.author_id = near.author AND i.scope >= near.distance
"""  # noqa: S608


# The newest that others say, by id, since ids are in the order of time. From whoever is near to their words, and never
# from the newest words to whoever wrote them: so it costs what a circle says, and not what everybody says.
NEWEST = """
SELECT DISTINCT id
  FROM ({readable} AND near.distance > 0 AND {word}.id < %(before)s
  ) AS readable
 ORDER BY id DESC LIMIT %(most)s"""


def newest_vouches(person: Person, before: int, most: int) -> list[int]:
    return _newest(PATHS.format(only="", blocks=BLOCKS), "v", person, before, most)


def newest_insights(person: Person, before: int, most: int) -> list[int]:
    return _newest(INSIGHTS.format(blocks=BLOCKS), "i", person, before, most)


def _newest(readable: str, word: str, person: Person, before: int, most: int) -> list[int]:
    text = NEWEST.format(readable=readable, word=word)
    found = rows(*_with_parameters(text, {"person": person.pk, "before": before, "most": most}))
    return [pk for (pk,) in found]


class InsightQuerySet(models.QuerySet["Insight"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> InsightQuerySet:
        text, parameters = _with_parameters(INSIGHTS.format(blocks=BLOCKS), {"person": person.pk})
        return self.filter(pk__in=RawSQL(text, parameters))  # noqa: S611  # a constant of this module


class VouchQuerySet(models.QuerySet["Vouch"]):  # type: ignore[name-defined]  # the checker stumbles over the cycle
    def visible_to(self, person: Person) -> VouchQuerySet:
        return self.filter(pk__in=seen("id", person))

    def to_affirm(self) -> VouchQuerySet:
        """Those that others may act on, and of which the author has said nothing for a year."""
        year_ago = timezone.now() - YEAR
        return self.filter(scope__gte=SHARED, renewed_at__lt=year_ago, hired_on__lt=timezone.localdate(year_ago))

    def about(self, phone: str, website: str) -> VouchQuerySet:
        """Those that speak of whoever has this number or this web page, whoever wrote them and for whomever. For the
        case that somebody has made of it, and nothing else."""
        page = identity_of("", website)
        named = Q(provider__identity__in=[each for each in (phone, page) if each])
        by_phone = Q(phone=phone) if phone else Q(pk=None)
        return self.filter(named | by_phone | Q(pk__in=self._with_page(page) if page else []))

    def _with_page(self, page: str) -> list[int]:
        """A web site stands as its author wrote it, also beside a number: found by its host, then read as a page."""
        host = page.partition("/")[0]
        written = Q(website__icontains=host)
        with suppress(UnicodeError):  # what begins with xn-- need not stand for anything
            written |= Q(website__icontains=host.encode().decode("idna"))
        near = self.filter(written).values_list("pk", "website")
        return [pk for pk, website in near if identity_of("", website) == page]


class CaseQuerySet(models.QuerySet["Case"]):
    def at_the_desk_of(self, person: Person) -> CaseQuerySet:
        return self if person.is_staff and person.is_active else self.none()

    def open(self) -> CaseQuerySet:
        return self.filter(closed_at=None)

    def ask(self, public_id: UUID, **said: str) -> Case:
        """Once, however often the form is sent. The same work for every number."""
        with transaction.atomic():
            case, new = self.get_or_create(public_id=public_id, defaults=said)
            for kind in ("receipt", "search") if new else ():
                case.mails.create(kind=kind, due_at=timezone.now())
        return case


class PhotoQuerySet(models.QuerySet["Photo"]):  # type: ignore[name-defined]
    def visible_to(self, person: Person) -> PhotoQuerySet:
        return self.filter(vouch__in=seen("id", person))


def _providers(person: Person) -> ProviderQuerySet:
    from recommendations.models import Provider  # which stands on this module

    return Provider.objects.visible_to(person)


class SavedQuerySet(models.QuerySet["Saved"]):  # type: ignore[name-defined]
    def in_sight_of(self, person: Person) -> SavedQuerySet:
        """Those saved whom the person can still see."""
        return self.filter(person=person, provider__in=_providers(person).values("public_id"))


class ThanksQuerySet(models.QuerySet["Thanks"]):  # type: ignore[name-defined]
    def standing(self) -> ThanksQuerySet:
        return self.filter(taken_back=False)

    def visible_to(self, person: Person) -> ThanksQuerySet:
        """Those sent to this person, as the author or the friend in between; a block hides them both ways.

        From the one in between also the end of either tie: they would name whom they no longer know.
        """
        near = person.ties.standing().values("friend")
        passed_on = self.model.objects.filter(through=person, person__in=near, vouch__author__in=near)
        # Not by an OR, for which no index could be used.
        mine = self.model.objects.filter(vouch__author=person).values("pk").union(passed_on.values("pk"))
        apart = person.blocks.others(person)
        return self.standing().filter(pk__in=mine, person__is_active=True).exclude(person__in=apart)


class ProviderQuerySet(models.QuerySet["Provider"]):
    def visible_to(self, person: Person) -> ProviderQuerySet:
        """Those who stand on a vouch that the person may read."""
        return self.filter(pk__in=seen("provider_id", person))

    def identified(self, phone: str, website: str) -> Provider:
        """The one provider with this number or, without one, this web page; a new one where there is neither.

        To be called by whoever has locked that identity, so that a withdrawal cannot remove its provider meanwhile.
        """
        identity = identity_of(phone, website)
        if identity is None:
            return self.create()
        made = {"public_id": public_id_of(identity)}
        return self.get_or_create(identity=identity, defaults=made)[0]


class TradeQuerySet(models.QuerySet["Trade"]):
    def visible_to(self, person: Person) -> TradeQuerySet:
        """Those of which the person could read a vouch."""
        return self.filter(pk__in=seen("trade_id", person))
