"""Each vouch to whom it speaks of by the rule of `recommendations.identity` as it is now.

What was one by the old rule (any number, and a page without its query) becomes two where their identities differ.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.db import migrations, models, transaction

from recommendations.identity import identity_of, public_id_of

# Providers in one transaction: what is done stays done if it is killed, and it may be run again.
REGROUPED_AT_ONCE = 1000


class Said(NamedTuple):
    """Of a vouch, what may identify its provider."""

    pk: int
    provider: int
    author: int
    trade: int
    phone: str
    website: str
    pass_on: bool
    scope: int

    @property
    def identity(self) -> str | None:
        with suppress(ValueError):  # an address from before wrong ports were refused
            return identity_of(self.phone if self.pass_on else "", self.website)
        return None

    @property
    def identity_before(self) -> str:
        if self.phone or not self.website:
            return self.phone
        with suppress(ValueError):
            parts = urlsplit(self.website)
            return (parts.hostname or "").encode("idna").decode().removeprefix("www.") + parts.path.rstrip("/")
        return ""


def regroup(apps: Any, schema_editor: Any) -> None:
    provider_model = apps.get_model("recommendations", "Provider")
    last = 0
    while some := list(provider_model.objects.filter(pk__gt=last).order_by("pk")[:REGROUPED_AT_ONCE]):
        last = some[-1].pk
        with transaction.atomic(schema_editor.connection.alias):
            _regroup_some(apps, some)


def _regroup_some(apps: Any, providers: list[Any]) -> None:
    vouches = apps.get_model("recommendations", "Vouch").objects
    by_provider: dict[int, list[Said]] = defaultdict(list)
    of_these = vouches.filter(provider__in=[each.pk for each in providers]).order_by("pk")
    for row in of_these.values_list(*Said._fields):
        by_provider[row[1]].append(Said(*row))
    alone = [each for each in providers if _is_alone(each.identity, by_provider[each.pk])]
    became = _made_nobodys(apps, alone)
    for provider in providers:
        before, said = provider.public_id, by_provider[provider.pk]
        if groups := _groups(provider.identity, said, _who_began_there(apps, provider.identity, said)):
            became[before] = _part(apps, provider, groups, by_provider)
    _follow(apps, became)


def _is_alone(identity: str | None, said: list[Said]) -> bool:
    """Mostly: one vouch, with a number that is not passed on."""
    return len(said) == 1 and bool(identity) and said[0].identity is None and said[0].identity_before == identity


def _made_nobodys(apps: Any, alone: list[Any]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Without an identity the public id must not be made from it: it is whoever comes with the number later."""
    became = {}
    for each in alone:
        before, each.public_id, each.identity = each.public_id, uuid.uuid4(), None
        became[before] = [each.public_id]
    apps.get_model("recommendations", "Provider").objects.bulk_update(alone, ["identity", "public_id"], batch_size=200)
    return became


Key = str | int
"""An identity, or the row of a vouch that stands alone."""


def _who_began_there(apps: Any, identity: str | None, said: list[Said]) -> set[int]:
    """Vouches that do not pass the number on, of authors to whom a friend passes it on: they have it from there."""
    silent = [each for each in said if each.identity is None and identity and each.identity_before == identity]
    told = {each.author for each in said if each.identity == identity and each.scope}
    if not silent or not told:
        return set()
    ties = apps.get_model("people", "Tie").objects.filter(person__in={each.author for each in silent}, friend__in=told)
    near = set(ties.values_list("person", flat=True)) | told
    return {each.pk for each in silent if each.author in near}


def _groups(identity: str | None, said: list[Said], began_there: set[int]) -> dict[Key, list[Said]]:
    """First those who stay. Nothing, if all do, under the identity that there is.

    A number that is not passed on has made nobody the same; whoever began at the provider, with nothing that identifies
    anybody, stays with those who stay.
    """
    groups: dict[Key, list[Said]] = defaultdict(list)
    with_them = []
    for each in said:
        if each.identity is not None:
            groups[each.identity].append(each)
        elif identity and each.identity_before == identity and each.pk not in began_there:
            groups[each.pk].append(each)
        else:
            with_them.append(each)
    staying = identity if identity in groups else next(iter(groups), None)
    if staying is None or (len(groups) == 1 and identity in (None, staying)):
        return {}
    stay = groups.pop(staying) + with_them
    return {staying: stay} | groups


def _part(
    apps: Any, provider: Any, groups: dict[Key, list[Said]], by_provider: dict[int, list[Said]]
) -> list[uuid.UUID]:
    """The public ids of what it has become, last that of those who stay."""
    (staying, stay), *leaving = groups.items()
    became = [_move(apps, said, _known_as(apps, key), by_provider) for key, said in leaving]
    if provider.identity in (None, staying):
        return [*became, provider.public_id]
    if isinstance(staying, str) and _others(apps, provider).filter(identity=staying).exists():
        became.append(_move(apps, stay, _known_as(apps, staying), by_provider))
        provider.delete()
        return became
    provider.identity = staying if isinstance(staying, str) else None
    provider.public_id = public_id_of(staying) if isinstance(staying, str) else uuid.uuid4()
    provider.save()
    return [*became, provider.public_id]


def _others(apps: Any, provider: Any) -> Any:
    return apps.get_model("recommendations", "Provider").objects.exclude(pk=provider.pk)


def _known_as(apps: Any, key: Key) -> Any:
    """A number or page leads to one provider; each that has none is new."""
    providers = apps.get_model("recommendations", "Provider").objects
    if isinstance(key, int):
        return providers.create(public_id=uuid.uuid4())
    return providers.get_or_create(identity=key, defaults={"public_id": public_id_of(key)})[0]


def _move(apps: Any, said: list[Said], to: Any, by_provider: dict[int, list[Said]]) -> uuid.UUID:
    """Where one author has two of a trade by now, the later one stands alone: both are kept."""
    vouches = apps.get_model("recommendations", "Vouch").objects
    there = set(vouches.filter(provider=to).values_list("author", "trade"))
    for each in said:
        where = _known_as(apps, each.pk) if (each.author, each.trade) in there else to
        vouches.filter(pk=each.pk).update(provider=where)
        by_provider[where.pk].append(each._replace(provider=where.pk))  # whose turn may come yet
        there.add((each.author, each.trade))
    return to.public_id


def _follow(apps: Any, became: dict[uuid.UUID, list[uuid.UUID]]) -> None:
    """What people keep under the public id: saved are all whom it was, since each of them sees only some; the rest goes
    with those who stayed, who are the last."""
    saved = apps.get_model("recommendations", "Saved").objects
    rows = list(saved.filter(provider__in=became))
    told = [
        saved.model(person_id=row.person_id, provider=new, saved_at=row.saved_at)
        for row in rows
        for new in became[row.provider]
    ]
    saved.bulk_create(told, ignore_conflicts=True)
    stayed = {before: after[-1] for before, after in became.items() if after[-1] != before}
    saved.filter(provider__in=stayed).delete()
    for question in apps.get_model("recommendations", "Question").objects.filter(provider__in=stayed):
        question.provider = stayed[question.provider]
        question.save(update_fields=["provider"])
    alike = apps.get_model("recommendations", "Alike").objects
    for row in list(alike.filter(models.Q(one__in=stayed) | models.Q(other__in=stayed))):
        row.delete()
        one, other = sorted(stayed.get(each, each) for each in (row.one, row.other))
        if one != other:
            alike.get_or_create(person_id=row.person_id, one=one, other=other, defaults={"same": row.same})


def phone_fields() -> Iterator[migrations.AlterField]:
    """Room for an extension."""
    for model in ("case", "entry", "linkanswer", "vouch"):
        field = models.CharField("phone, E.164", max_length=28, blank=True)
        yield migrations.AlterField(model, "phone", field)


class Migration(migrations.Migration):
    atomic = False  # so that each thousand is done for itself
    dependencies = [("recommendations", "0006_not_again_may_warn_beyond")]
    operations = [*phone_fields(), migrations.RunPython(regroup, elidable=True)]
