"""A lively neighbourhood to try Whom in: some forty people, what they have hired, and the links to be one of them.

All of it exists only in the process that `manage.py demo` starts.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone, translation

from people.models import Introduction, Invitation, Notice, Person, Place, Tie
from recommendations.demo import drawings
from recommendations.demo.conversations import talk
from recommendations.demo.lands import LANDS, rows_of, said_there
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

DOMAIN = "@neighbourhood.example"
# Its vouches come more and more often: so many times the days ago, as the square of how many came since.
DAYS = 100


def is_here() -> bool:
    return Person.objects.filter(email__endswith=DOMAIN).exists()


def language_here() -> str:
    """Of most of its people, each of whom may have chosen another; "" if nobody is here."""
    spoken = Counter(Person.objects.filter(email__endswith=DOMAIN).values_list("language", flat=True))
    return max(spoken, key=spoken.__getitem__, default="")


def clear() -> None:
    Person.objects.all().delete()
    Provider.objects.all().delete()
    Case.objects.all().delete()
    DeskLook.objects.all().delete()


def build(language: str) -> None:
    with transaction.atomic(), translation.override(language):  # in which they are said to have joined
        words, country = said_there(language), LANDS[language].country
        towns = {row["place"] for row in rows_of(language, "people", "vouches")}
        places = {town: Place.objects.named(town)[0] for town in towns}
        people = {row["email"]: _person(row, places) for row in rows_of(language, "people")}
        for number, row in enumerate(rows_of(language, "ties")):
            since = timezone.now() - timedelta(days=200 + 371 * number % 3000)
            Tie.objects.connect(people[row["person"]], people[row["friend"]], row["how"], row["how"], since)
        trades = {trade.slug: trade for trade in Trade.objects.all()}
        _vouches(rows_of(language, "vouches"), country, people, trades, places)
        for row in sorted(rows_of(language, "insights"), key=lambda row: -int(row["days_ago"])):
            _insight(row, people[f"{row['author']}{DOMAIN}"], trades.get(row["trade"]))
        by_name = {email.removesuffix(DOMAIN): person for email, person in people.items()}
        offer_all(rows_of(language, "offers"), by_name, trades, places)
        _photos(people, words)
        maya, joan, stuart, helen = (people[f"{name}{DOMAIN}"] for name in ("maya", "joan", "stuart", "helen"))
        _asks(people, trades, words)
        _quiet_ask(people, trades, words)
        noted = {"name": words["noted.name"], "job": words["noted.job"], "trade": trades["upholsterer"]}
        maya.entries.create(hired_on=months_ago(2), **noted)
        Introduction.objects.introduce(joan, maya, stuart, words["introduction"])
        _wishes(people, words)
        _time_passes(maya, joan, people[f"tom{DOMAIN}"], words)
        take_some_up(by_name, words)
        talk(by_name, words)
        Notice.objects.update(due_at=None)  # nobody waits for a mail before the demo begins
        Invitation.objects.create(inviter=maya, name=words["invited.name"], how=words["invited.how"])
        Tie.objects.filter(person=maya, friend=helen).update(affirmed_at=timezone.now() - timedelta(days=400))


def _vouches(
    rows: Iterable[dict[str, str]],
    country: str,
    people: dict[str, Person],
    trades: dict[str, Trade],
    places: dict[str, Place],
) -> None:
    """The oldest first."""
    latest = sorted(rows, key=lambda row: int(row["months_ago"]))
    passed_on = {normal_phone(row["phone"], country) for row in latest if row["pass_on"] == "yes"}  # noqa: S105
    for number, row in reversed([*enumerate(latest)]):
        written_at = _days_ago(number * number / DAYS)
        phone = normal_phone(row["phone"], country)
        # Whoever does not pass a number on that a neighbour does has it from them, and began there.
        identity = identity_of(phone if phone in passed_on else "", row["website"])
        known = {"author": people[row["author"]], "phone": phone, "written_at": written_at}
        _vouch(row, identity, trade=trades.get(row["trade"]), place=places[row["place"]], **known)


def _time_passes(maya: Person, joan: Person, tom: Person, words: dict[str, str]) -> None:
    """Thanks that reached Maya, whose own led to a job done; and what she said more than a year ago."""
    brakes, boiler = maya.vouches.get(trade__slug="auto-repair"), joan.vouches.get(trade__slug="heating-engineer")
    Thanks.give(joan, brakes.pk, None, words["thanks.brakes"])
    Thanks.give(tom, boiler.pk, maya.public_id, words["thanks.boiler.tom"])
    Thanks.give(maya, boiler.pk, None, words["thanks.boiler.maya"])
    Gratitude.say(joan, maya.insights.get())
    maya.thanks_given.update(ask_at=timezone.now())
    ask_how_it_went()
    brakes.renew(months_ago(2), words["brakes.again"])
    maya.vouches.update(renewed_at=timezone.now() - timedelta(days=30))
    maya.vouches.filter(outcome=Outcome.YES).update(renewed_at=timezone.now() - timedelta(days=400))
    ask_what_is_still_true()
    ask_who_is_still_glad()


def _asks(people: dict[str, Person], trades: dict[str, Trade], words: dict[str, str]) -> None:
    """Dev’s, which Maya can answer with a vouch she has; Kasia’s; and hers."""
    maya, joan, dev, imran, kasia = (people[f"{name}{DOMAIN}"] for name in ("maya", "joan", "dev", "imran", "kasia"))
    made = {"person": dev, "trade": trades["auto-repair"], "place": dev.place, "by_when": ByWhen.WEEK}
    Ask.objects.create(words=words["clutch.asked"], **made).send([maya, joan, imran])
    idea = {"seeks": Seeks.IDEA, "other": words["school.other"], "by_when": ByWhen.MONTH}
    Ask.objects.create(person=kasia, words=words["school.asked"], **idea).send([maya])
    _hers_that_ended_well(maya, [joan, dev], trades["computer-repairer"], words)
    _hers_with_answers(maya, [joan, dev, imran, kasia], trades["electrician"], words)


def _hers_that_ended_well(maya: Person, friends: list[Person], trade: Trade, words: dict[str, str]) -> None:
    joan, *_ = friends
    laptop = Ask.objects.create(person=maya, trade=trade, place=maya.place, words=words["laptop.asked"])
    laptop.send(friends)
    Answer.give(laptop, joan, joan.vouches.get(trade=trade), words["laptop.answered"])
    laptop.answers.get().thank(words["laptop.thanked"])
    laptop.settle(Ending.HIRED, words["laptop.hired"])
    Ask.objects.filter(pk=laptop.pk).update(open_since=_days_ago(50), closed_at=_days_ago(42), made_at=_days_ago(50))
    laptop.recipients.update(at=_days_ago(50))


def _hers_with_answers(maya: Person, friends: list[Person], trade: Trade, words: dict[str, str]) -> None:
    joan, _, imran, _ = friends
    lights = Ask.objects.create(person=maya, trade=trade, place=maya.place, words=words["lights.asked"])
    lights.send(friends)
    Answer.give(lights, imran, imran.vouches.get(trade=trade), words["lights.answered.imran"])
    Answer.give(lights, joan, None, words["lights.answered.joan"])
    told = {field: words[f"link.{field}"] for field in ("name", "provider", "phone", "job")}
    LinkAnswer.write(lights.link, uuid4(), None, hired_on=months_ago(4), outcome=Outcome.YES, **told)


def _quiet_ask(people: dict[str, Person], trades: dict[str, Trade], words: dict[str, str]) -> None:
    """Helen's, through Maya, who has put it to her circle and can hand on what Becky says."""
    maya, helen, becky = (people[f"{name}{DOMAIN}"] for name in ("maya", "helen", "becky"))
    asked = {"person": helen, "trade": trades["counsellor"], "place": helen.place, "by_when": ByWhen.WHENEVER}
    ask = Ask.objects.create(words=words["quiet.asked"], **asked)
    ask.send([maya], discreet=True, quiet=Quiet.NAMELESS)
    circle = Person.objects.circle_of(maya)
    ask.recipients.get().put(circle, words["quiet.put"])
    Answer.give(ask, becky, None, words["quiet.answered"])


def _wishes(people: dict[str, Person], words: dict[str, str]) -> None:
    """Tom asks Maya to introduce him to Helen; and she has asked Arun, who has passed it on to Priya."""
    maya, tom, arun = (people[f"{name}{DOMAIN}"] for name in ("maya", "tom", "arun"))
    floors, plasterboard = (people[f"{name}{DOMAIN}"].insights.get() for name in ("helen", "priya"))
    why = words["wish.floor"]
    IntroductionAsk.put(tom, maya, floors.author_id, ReachedBy.INSIGHT, floors.public_id, why)
    why = words["wish.house"]
    asked = IntroductionAsk.put(maya, arun, plasterboard.author_id, ReachedBy.INSIGHT, plasterboard.public_id, why)
    if asked:
        IntroductionAsk.objects.filter(pk=asked.pk).update(made_at=_days_ago(6))
        asked.pass_on(words["wish.passed_on"])


def _days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


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


def _vouch(row: dict[str, str], identity: str | None, **known) -> None:
    as_written = ("website", "email", "job", "words", "caveat", "cost", "relation")
    Vouch.objects.create(
        provider=Provider.objects.identified(identity),
        other=other_in_files(row["trade"]) or "",
        name=row["provider"],
        hired_on=months_ago(int(row["months_ago"])),
        outcome=Outcome[row["outcome"].upper()],
        scope=Scope[row["scope"].upper()],
        pass_on=row["pass_on"] == "yes",  # noqa: S105
        **known,
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


def _photos(people: dict[str, Person], words: dict[str, str]) -> None:
    """On vouches that Maya can read."""
    for author, photo in {"joan": drawings.tap(), "graham": drawings.valves(), "helen": drawings.floor()}.items():
        vouch = people[f"{author}{DOMAIN}"].vouches.get(trade__slug="plumber")
        vouch.add_photo(*photo, words[f"photo.{author}"])


def months_ago(months: int) -> date:
    """The first day of the month so many months before this one."""
    today = timezone.localdate()
    number = today.year * 12 + today.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)
