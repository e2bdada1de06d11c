"""A lively neighbourhood to try Whom in: some forty people, what they have hired, and the links to be one of them.

All of it exists only in the process that `manage.py demo` starts.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from people.models import Introduction, Invitation, Notice, Person, Place, Tie
from recommendations.demo import drawings
from recommendations.demo.conversations import talk
from recommendations.demo.offers import offer_all, take_some_up
from recommendations.identity import identity_of, normal_phone
from recommendations.models import (
    Answer,
    Ask,
    ByWhen,
    Case,
    DeskLook,
    Ending,
    Gratitude,
    Insight,
    IntroductionAsk,
    LinkAnswer,
    Outcome,
    Provider,
    Quiet,
    ReachedBy,
    Scope,
    Seeks,
    Thanks,
    Trade,
    Vouch,
    other_in_files,
)
from recommendations.notices.reminders import ask_how_it_went, ask_what_is_still_true, ask_who_is_still_glad

FOLDER = Path(__file__).resolve().parents[1] / "data" / "neighbourhood"
DOMAIN = "@neighbourhood.example"
# Its vouches come more and more often: so many times the days ago, as the square of how many came since.
DAYS = 100


def is_here() -> bool:
    return Person.objects.filter(email__endswith=DOMAIN).exists()


def clear() -> None:
    Person.objects.all().delete()
    Provider.objects.all().delete()
    Case.objects.all().delete()
    DeskLook.objects.all().delete()


def build() -> None:
    with transaction.atomic():
        towns = {row["place"] for row in _rows("people", "vouches")}
        places = {town: Place.objects.named(town)[0] for town in towns}
        people = {row["email"]: _person(row, places) for row in _rows("people")}
        for number, row in enumerate(_rows("ties")):
            since = timezone.now() - timedelta(days=200 + 371 * number % 3000)
            Tie.objects.connect(people[row["person"]], people[row["friend"]], row["how"], row["how"], since)
        trades = {trade.slug: trade for trade in Trade.objects.all()}
        latest = sorted(_rows("vouches"), key=lambda row: int(row["months_ago"]))
        passed_on = {normal_phone(row["phone"], "GB") for row in latest if row["pass_on"] == "yes"}  # noqa: S105
        for number, row in reversed([*enumerate(latest)]):
            written_at = _days_ago(number * number / DAYS)
            _vouch(row, people[row["author"]], trades.get(row["trade"]), places[row["place"]], written_at, passed_on)
        for row in sorted(_rows("insights"), key=lambda row: -int(row["days_ago"])):
            _insight(row, people[f"{row['author']}{DOMAIN}"], trades.get(row["trade"]))
        by_name = {email.removesuffix(DOMAIN): person for email, person in people.items()}
        offer_all(_rows("offers"), by_name, trades, places)
        _photos(people)
        maya, joan, stuart, helen = (people[f"{name}{DOMAIN}"] for name in ("maya", "joan", "stuart", "helen"))
        _asks(people, trades)
        _quiet_ask(people, trades)
        maya.entries.create(name="Wilf Dean", trade=trades["upholsterer"], job="two chairs", hired_on=months_ago(2))
        Introduction.objects.introduce(joan, maya, stuart, "He lives across the road, and has every tool there is")
        _wishes(people)
        _time_passes(maya, joan, people[f"tom{DOMAIN}"])
        take_some_up(by_name)
        talk(by_name)
        Notice.objects.update(due_at=None)  # nobody waits for a mail before the demo begins
        Invitation.objects.create(inviter=maya, name="Ruth", how="we share an allotment")
        Tie.objects.filter(person=maya, friend=helen).update(affirmed_at=timezone.now() - timedelta(days=400))


def _time_passes(maya: Person, joan: Person, tom: Person) -> None:
    """Thanks that reached Maya, whose own led to a job done; and what she said more than a year ago."""
    brakes, boiler = maya.vouches.get(job="MOT and front brakes"), joan.vouches.get(job="no hot water")
    Thanks.give(joan, brakes.pk, None, "They let me wait in the warm, and it was what they said it would be.")
    Thanks.give(tom, boiler.pk, maya.public_id, "Warm again by tea time. Thank you both.")
    Thanks.give(maya, boiler.pk, None, "Here within two hours.")
    Gratitude.say(joan, maya.insights.get())
    maya.thanks_given.update(ask_at=timezone.now())
    ask_how_it_went()
    brakes.renew(months_ago(2), "back brakes, after all")
    maya.vouches.update(renewed_at=timezone.now() - timedelta(days=30))
    maya.vouches.filter(outcome=Outcome.YES).update(renewed_at=timezone.now() - timedelta(days=400))
    ask_what_is_still_true()
    ask_who_is_still_glad()


def _asks(people: dict[str, Person], trades: dict[str, Trade]) -> None:
    """Dev’s, which Maya can answer with a vouch she has; hers, with answers; and one of hers that ended well."""
    maya, joan, dev, imran, kasia = (people[f"{name}{DOMAIN}"] for name in ("maya", "joan", "dev", "imran", "kasia"))
    made = {"person": dev, "trade": trades["auto-repair"], "place": dev.place, "by_when": ByWhen.WEEK}
    Ask.objects.create(words="The clutch slips on hills. Who is honest about prices?", **made).send([maya, joan, imran])
    school = Ask.objects.create(
        person=kasia,
        seeks=Seeks.IDEA,
        other="how do I choose a school?",
        words="He is ten, quick, and quiet in a crowd. All three look nice on paper.",
        by_when=ByWhen.MONTH,
    )
    school.send([maya])
    laptop = Ask.objects.create(
        person=maya, trade=trades["computer-repairer"], place=maya.place, words="It will not start since the tea."
    )
    laptop.send([joan, dev])
    Answer.give(laptop, joan, joan.vouches.get(trade=laptop.trade), "He never sighs at you.")
    laptop.answers.get().thank("He saved every photo. Thank you, Joan.")
    laptop.settle(Ending.HIRED, "Young Tariq")
    Ask.objects.filter(pk=laptop.pk).update(open_since=_days_ago(50), closed_at=_days_ago(42), made_at=_days_ago(50))
    lights = Ask.objects.create(
        person=maya,
        trade=trades["electrician"],
        place=maya.place,
        words="The hall light trips the fuse, and I would like it looked at before the family comes.",
    )
    lights.send([joan, dev, imran, kasia])
    Answer.give(lights, imran, imran.vouches.get(trade=lights.trade), "Tell him I sent you.")
    Answer.give(lights, joan, None, "Stuart across the road looks at such things for me first. Shall I ask him?")
    told = {"provider": "Sparks of Armley", "phone": "+441134960777", "job": "garden lights", "outcome": Outcome.YES}
    LinkAnswer.write(lights.link, uuid4(), None, name="Jo from the allotment", hired_on=months_ago(4), **told)


def _quiet_ask(people: dict[str, Person], trades: dict[str, Trade]) -> None:
    """Helen's, through Maya, who has put it to her circle and can hand on what Becky says."""
    maya, helen, becky = (people[f"{name}{DOMAIN}"] for name in ("maya", "helen", "becky"))
    asked = {"person": helen, "trade": trades["counsellor"], "place": helen.place, "by_when": ByWhen.WHENEVER}
    ask = Ask.objects.create(words="Since we lost Dad I do not sleep. Somebody patient, and not too far.", **asked)
    ask.send([maya], discreet=True, quiet=Quiet.NAMELESS)
    circle = Person.objects.circle_of(maya)
    ask.recipients.get().put(circle, "Somebody dear to me. Only if you have really been there.")
    Answer.give(ask, becky, None, "Ann Firth, behind the library. She let me say nothing until I could.")


def _wishes(people: dict[str, Person]) -> None:
    """Tom asks Maya to introduce him to Helen; and she has asked Arun, who has passed it on to Priya."""
    maya, tom, arun = (people[f"{name}{DOMAIN}"] for name in ("maya", "tom", "arun"))
    floors, plasterboard = (people[f"{name}{DOMAIN}"].insights.get() for name in ("helen", "priya"))
    why = "Our kitchen floor is the same stone, and I would love to hear how hers came level without sealing it."
    IntroductionAsk.put(tom, maya, floors.author_id, ReachedBy.INSIGHT, floors.public_id, why)
    why = "We are to clear my aunt’s house in Bristol, and she knows who takes what."
    asked = IntroductionAsk.put(maya, arun, plasterboard.author_id, ReachedBy.INSIGHT, plasterboard.public_id, why)
    if asked:
        IntroductionAsk.objects.filter(pk=asked.pk).update(made_at=_days_ago(6))
        asked.pass_on("Our girls are best friends, and you would like her.")


def _days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def _rows(*names: str) -> Iterator[dict[str, str]]:
    for name in names:
        with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)


def _person(row: dict[str, str], places: dict[str, Place]) -> Person:
    person = Person.objects.create_user(
        row["email"],
        name=row["name"],
        place=places[row["place"]],
        relays=row["relays"] == "yes",
        named_beyond=row["named_beyond"] == "yes",
    )
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def _vouch(
    row: dict[str, str], author: Person, trade: Trade | None, place: Place, written_at: datetime, passed_on: set[str]
) -> None:
    """Whoever does not pass a number on that a neighbour does has it from them, and began there."""
    phone = normal_phone(row["phone"], "GB")
    as_written = ("website", "email", "job", "words", "caveat", "cost", "relation")
    Vouch.objects.create(
        author=author,
        provider=Provider.objects.identified(identity_of(phone if phone in passed_on else "", row["website"])),
        trade=trade,
        other=other_in_files(row["trade"]) or "",
        place=place,
        name=row["provider"],
        phone=phone,
        hired_on=months_ago(int(row["months_ago"])),
        outcome=Outcome[row["outcome"].upper()],
        scope=Scope[row["scope"].upper()],
        pass_on=row["pass_on"] == "yes",  # noqa: S105
        written_at=written_at,
        **{field: row[field] for field in as_written},
    )


def _insight(row: dict[str, str], author: Person, trade: Trade | None) -> None:
    Insight.objects.create(
        author=author,
        words=row["words"],
        link=row["link"],
        trade=trade,
        scope=Scope[row["scope"].upper()],
        written_at=_days_ago(int(row["days_ago"])),
    )


def _photos(people: dict[str, Person]) -> None:
    """On vouches that Maya can read."""
    for author, provider, alt, photo in (
        ("joan", "Rosa Lima", "The new kitchen tap over the steel sink, and the tiles as they were", drawings.tap()),
        (
            "graham",
            "Ackersby's",
            "Four copper pipes side by side, each with a valve and a label",
            drawings.valves(),
        ),
        ("helen", "Trevor Ibbotson", "The flagstones back in their places, with clean joints", drawings.floor()),
    ):
        people[f"{author}{DOMAIN}"].vouches.get(name=provider).add_photo(*photo, alt)


def months_ago(months: int) -> date:
    """The first day of the month so many months before this one."""
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
