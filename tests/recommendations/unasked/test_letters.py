"""The weekly letter: whose turn it is, what it tells, and that it stops with one tap."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape
from unittest.mock import patch
from zoneinfo import available_timezones

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.delivery import deliver_due, waiting
from people.models import Notice, Person
from people.tidy import tidy
from recommendations.asks.by_mail import answering_key
from recommendations.leaving import erasing
from recommendations.models import Answer, Ask, Gratitude, Letter, Scope, Surprise, Thanks, Vouch
from recommendations.notices import reminders
from recommendations.unasked.letters import LETTERS_BATCH, letters_stop_path, told_in, write_letters
from tests.recommendations.unasked.test_choosing import crowd, make_insight
from tests.worlds.builders import befriend, make_ask, make_person, make_trade, make_vouch, months_ago
from tests.worlds.outbox import sent

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
NOW = datetime.now(UTC)
# The next one, at ten or eleven o'clock in London: what happens now has happened in its week.
SATURDAY = NOW.replace(hour=10, minute=0, second=0, microsecond=0) + (5 - NOW.weekday()) % 7 * DAY
SATURDAY += WEEK if SATURDAY < NOW else 0 * DAY
MONDAY = SATURDAY.date() - 5 * DAY
# In winter, when London keeps UTC.
IN_WINTER = datetime(2026, 11, 28, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_whom(settings):
    settings.BASE_URL = "https://whom.test/"


@pytest.fixture
def clock():
    """What `timezone.now` says; it stands still."""
    with patch("django.utils.timezone.now", return_value=SATURDAY) as now:
        yield now


@pytest.fixture
def at(clock):
    def go(moment: datetime) -> None:
        clock.return_value = moment

    return go


def send_letters() -> list[str]:
    """To whom; other mails are not looked at."""
    Notice.objects.update(due_at=None)
    mail.outbox.clear()
    write_letters(timezone.now())
    deliver_due()
    return sent()


def surprise(person: Person, vouch: Vouch, day: date = MONDAY, **fields) -> Surprise:
    return Surprise.objects.create(person=person, day=day, vouch=vouch.public_id, **fields)


def lines(letter: mail.EmailMultiAlternatives | None = None) -> list[tuple[str, str]]:
    """Of the one letter that was sent, or of this: the heading of each thing, and where its first button leads."""
    body = letter.body if letter else mail.outbox[-1].body
    assert letter or len(mail.outbox) == 1
    return re.findall(r"^([^\n]+)\n--\n.*?^[^\n]+: (https://\S+)$", body, re.MULTILINE | re.DOTALL)


def thank(giver: Person, vouch: Vouch) -> None:
    Thanks.give(giver, vouch.pk, None, "You saved my week")


# --- Whose turn it is -----------------------------------------------------------------------------


def in_zones(**zones: str) -> dict[str, Person]:
    return {name: make_person(name=name, time_zone=zone) for name, zone in zones.items()}


def written(moment: datetime) -> set[str]:
    Letter.objects.all().delete()
    write_letters(moment)
    return set(Letter.objects.values_list("person__name", flat=True))


def test_it_is_written_on_saturday_from_nine_to_twelve_where_one_lives(db):
    people = in_zones(
        London="Europe/London",
        Kathmandu="Asia/Kathmandu",
        Tongatapu="Pacific/Tongatapu",
        Honolulu="Pacific/Honolulu",
        Nowhere="Mars/Olympus",
    )
    london = {"London", "Nowhere"}  # an unknown zone is the server's own

    hours = {hour: written(IN_WINTER.replace(hour=hour, minute=59)) for hour in (8, 9, 11, 12)}
    assert hours == {8: set(), 9: london, 11: london, 12: set()}
    assert written(IN_WINTER - DAY) == written(IN_WINTER + DAY) == set()
    assert written(datetime(2026, 11, 28, 3, 15, tzinfo=UTC)) == {"Kathmandu"}  # 9:00 there, 5:45 ahead
    assert written(datetime(2026, 11, 28, 3, 14, tzinfo=UTC)) == set()
    assert written(datetime(2026, 11, 27, 20, tzinfo=UTC)) == {"Tongatapu"}  # 9:00 on Saturday
    assert written(datetime(2026, 11, 28, 21, tzinfo=UTC)) == {"Honolulu"}  # 11:00, still
    assert set(Letter.objects.values_list("week", flat=True)) == {date(2026, 11, 23)}
    assert len(people) == 5


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("Europe/London", datetime(2026, 3, 28, 9, 30, tzinfo=UTC)),  # the day before the clocks go forward
        ("Europe/London", datetime(2026, 10, 24, 8, 30, tzinfo=UTC)),  # and before they go back
        ("Africa/Cairo", datetime(2026, 10, 31, 7, 30, tzinfo=UTC)),  # two days after they went back, on a Friday
        ("Asia/Gaza", datetime(2026, 10, 24, 7, 30, tzinfo=UTC)),  # that very Saturday
        ("Australia/Lord_Howe", datetime(2026, 10, 2, 22, 30, tzinfo=UTC)),  # half an hour, next day
    ],
)
def test_the_clocks_may_change(db, zone, moment):
    in_zones(Here=zone)

    assert (written(moment), written(moment - 2 * HOUR), written(moment + 3 * HOUR)) == ({"Here"}, set(), set())


def test_in_every_zone_an_hourly_run_writes_one_a_week_all_year(db):
    zones = {zone: zone for zone in sorted(available_timezones()) if "/" in zone}
    Person.objects.bulk_create(
        Person(name=zone, email=f"{number}@example.org", time_zone=zone) for number, zone in enumerate(zones)
    )
    for start in (datetime(2026, 3, 27, 18, tzinfo=UTC), datetime(2026, 10, 23, 18, 29, tzinfo=UTC)):
        Letter.objects.all().delete()
        for hour in range(32):
            write_letters(start + hour * HOUR)
        assert Letter.objects.count() == len(zones)
        assert Letter.objects.values("week").distinct().count() == 1


def test_it_goes_to_nobody_who_does_not_want_it_who_rests_or_has_left(db):
    people = in_zones(**dict.fromkeys(("Wants", "No_mails", "No_letters", "Rests", "Left"), "Europe/London"))
    Person.objects.filter(name="No_mails").update(mails=False)
    Person.objects.filter(name="No_letters").update(letters=False)
    erasing.rest(people["Rests"])
    erasing.erase(people["Left"])

    assert written(SATURDAY) == {"Wants"}


def test_one_a_week_however_often_it_runs_and_in_batches(ana, monkeypatch):
    monkeypatch.setattr("recommendations.unasked.letters.LETTERS_BATCH", 2)
    for _ in range(4):
        make_person()

    assert [write_letters(IN_WINTER + minutes * HOUR / 60) for minutes in (0, 0, 59)] == [5, 0, 0]
    Person.objects.update(time_zone="America/New_York")  # where it is Saturday morning later
    assert write_letters(IN_WINTER + 5 * HOUR) == 0
    assert write_letters(IN_WINTER + WEEK + 5 * HOUR) == 5
    assert LETTERS_BATCH > 2


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_while_they_are_written_stops_nobody_else_s(monkeypatch):
    class WrittenAsTheyLeave:
        objects = Letter.objects

        def __new__(cls, person: Person, **said) -> Letter:
            Person.objects.filter(pk=person.pk, name="Leaves").delete()
            return Letter(person=person, **said)

    make_person(), make_person(name="Leaves")
    with monkeypatch.context() as while_written:
        while_written.setattr("recommendations.unasked.letters.Letter", WrittenAsTheyLeave)
        assert write_letters(IN_WINTER) == 0

    assert write_letters(IN_WINTER + HOUR) == 1


# --- What it tells --------------------------------------------------------------------------------


def everything_for(ana: Person, ben: Person, cleo: Person) -> dict[str, str]:
    """The pages that the four things have."""
    crowd(ben)
    potter = make_trade(name="Potter")
    unasked = surprise(ana, make_vouch(author=cleo, trade=potter, name="Clay & Co", words="Her hands are steady."))
    fitting = make_vouch(author=ana)
    ask = make_ask(person=ben, to=[ana], trade=fitting.trade)
    thank(ben, fitting)
    old = make_vouch(author=ana, hired_on=months_ago(14), renewed_at=SATURDAY - 370 * DAY)
    Vouch.objects.exclude(pk=old.pk).filter(author=ana).update(renewed_at=SATURDAY - 30 * DAY)
    reminders.ask_what_is_still_true()
    return {
        "unasked": f"/you/serendipity/?surprise={unasked.public_id}",
        "ask": f"/asks/{ask.public_id}/",
        "thanks": "/thanks/",
        "true": f"/vouches/{old.public_id}/still/",
    }


def test_letter_tells_four_things_at_most_each_with_its_words(ana, ben, cleo, clock):
    paths = everything_for(ana, ben, cleo)

    assert send_letters() == [ana.email]
    [letter] = mail.outbox
    old = Vouch.objects.get(public_id=paths["true"].split("/")[2])
    need = Ask.objects.get().need
    key = reverse("mail_ask", args=[answering_key(ana, Ask.objects.get())])
    assert letter.subject == f"By way of Ben: a good potter · Ben asks: {need}? · Ben says thank you"
    assert [text for text, _ in lines()] == [
        "By way of Ben: a good potter",
        f"Ben asks: {need}?",
        "Ben says thank you",
        f"Is it still true of {old.name}?",
    ]
    urls = [url.removeprefix("https://whom.test") for _, url in lines()]
    assert (urls[0], urls[1][:8], urls[2]) == (paths["unasked"], key[:8], paths["thanks"])
    for text in (letter.body, unescape(letter.alternatives[0].content)):
        assert "by way of Ben Okafor comes somebody’s word: they would hire Clay & Co again." in text
        assert ("Her hands are steady." in text, "You saved my week" in text, "Cleo" in text) == (True, True, False)
    stop = f"https://whom.test{letters_stop_path(ana)}"
    row = Letter.objects.get(sent_at__isnull=False)
    assert letter.extra_headers == {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<letter-{row.public_id}@whom.test>",
    }
    html = letter.alternatives[0].content
    leads_to = re.findall(r'(?:href|src)="(.*?)"', html)
    assert (leads_to[0], leads_to[-1]) == (f"https://whom.test{paths['unasked']}", stop)
    assert stop in letter.body


def test_it_is_not_sent_when_there_is_nothing(ana, ben, clock):
    assert send_letters() == []

    assert (Letter.objects.count(), waiting(), Letter.objects.filter(sent_at__isnull=False).count()) == (2, 0, 0)


def test_nothing_is_told_twice(ana, ben, cleo, at):
    everything_for(ana, ben, cleo)
    assert send_letters() == [ana.email]

    at(SATURDAY + HOUR)
    assert send_letters() == []
    at(SATURDAY + WEEK)
    assert send_letters() == []
    giver = make_friend(ana)
    thank(giver, Vouch.objects.filter(author=ana).first())
    Notice.objects.filter(kind="thanked", person=ana).update(made_at=SATURDAY + DAY)
    at(SATURDAY + 2 * WEEK)
    assert (send_letters(), [text for text, _ in lines()]) == ([ana.email], [f"{giver.first_name} says thank you"])


def make_friend(person: Person) -> Person:
    friend = make_person()
    befriend(person, friend)
    return friend


def test_of_what_was_chosen_this_week_the_latest_that_can_still_be_read(ana, ben, cleo, clock):
    days = {ago: make_vouch(author=cleo) for ago in (0, 1, 2, 6, 7)}
    rows = {ago: surprise(ana, vouch, SATURDAY.date() - ago * DAY) for ago, vouch in days.items()}
    Surprise.objects.filter(pk=rows[0].pk).update(dismissed=True)
    Vouch.objects.filter(pk=days[1].pk).update(scope=Scope.CIRCLE)

    def told() -> str | None:
        Letter.objects.all().delete()
        return send_letters() and lines()[0][1].partition("=")[2]

    assert told() == str(rows[2].public_id)
    rows[2].delete()
    assert told() == str(rows[6].public_id)
    rows[6].delete()
    assert told() == []


def test_letter_asks_the_one_question_that_a_vouch_answers(ana, ben, clock):
    """Of questions only one that a vouch answers and none that is answered or declined."""
    known = make_trade()
    make_vouch(author=ana, trade=known)
    make_ask(person=ben, to=[ana], trade=known, words="first")
    for words in ("declined", "answered"):
        make_ask(person=ben, to=[ana], trade=known, words=words)
    make_ask(person=make_friend(ana), to=[ana])  # of a trade in which she has hired nobody
    asks = {ask.words: ask for ask in ben.asks.all()}
    asks["declined"].decline(ana)
    Answer.give(asks["answered"], ana, None, "Try the other one")

    def told() -> list[str]:
        Letter.objects.all().delete()
        return send_letters() and re.findall("“(.+)”", mail.outbox[0].body)

    assert told() == ["first"]
    asks["first"].decline(ana)
    assert told() == []


def test_a_question_passed_on_names_the_friend_who_did(ana, ben, cleo, clock):
    ask = make_ask(person=cleo, to=[ben], trade=make_vouch(author=ana, scope=Scope.BEYOND).trade)
    ask.pass_on(ben, ana, "She knows")
    send_letters()

    letter = next(each for each in mail.outbox if each.to == [ana.email])
    assert letter.subject.startswith("Ben passes on: a ")
    assert ("Ben Okafor passes on a question" in letter.body, "Cleo" in letter.body) == (True, False)


def test_letter_tells_the_latest_thanks_alone(ana, ben, clock):
    thank(ben, make_vouch(author=ana))
    Gratitude.say(ben, make_insight(ana))
    send_letters()

    assert [text for text, _ in lines()] == ["Someone says thank you"]


@pytest.mark.parametrize("change", ["part", "block", "rest", "leave"])
def test_whether_they_may_see_it_is_looked_up_when_it_is_sent(ana, ben, cleo, clock, change):
    everything_for(ana, ben, cleo)
    Notice.objects.update(due_at=None)
    Notice.objects.filter(kind="still_true").delete()
    write_letters(SATURDAY)
    acts = {
        "part": lambda: ana.ties.model.objects.part(ana, ben),
        "block": lambda: ben.block(ana),
        "rest": lambda: erasing.rest(ana),
        "leave": lambda: erasing.erase(ana),
    }
    acts[change]()
    deliver_due()

    told = [each for each in mail.outbox if each.to == [ana.email]]
    # Whoever parts keeps the thanks they had: those of one who has blocked them go.
    assert [[text for text, _ in lines(each)] for each in told] == (
        [["Someone says thank you"]] if change == "part" else []
    )
    assert not any("Ben" in each.body for each in told)


def test_a_letter_that_would_come_too_late_is_not_sent(ana, ben, cleo, at):
    everything_for(ana, ben, cleo)
    for late in (11 * HOUR, DAY, WEEK):
        Letter.objects.all().delete()
        write_letters(SATURDAY)
        at(SATURDAY + late)
        Notice.objects.update(due_at=None)
        deliver_due()
        assert (sent(), waiting()) == ([], 0)
        at(SATURDAY)
    Letter.objects.all().delete()
    write_letters(SATURDAY)
    at(SATURDAY + 9 * HOUR)
    deliver_due()
    assert sent() == [ana.email]


def test_looking_for_its_words_costs_the_same_however_much_there_is(ana, ben, cleo, clock):
    """Whoever reads every mail in these tests asks more, so that it is not sent."""

    def cost(so_many: int) -> int:
        for _ in range(so_many):
            thank(make_friend(ana), make_vouch(author=ana))
            make_ask(person=make_friend(ana), to=[ana])
        with CaptureQueriesContext(connection) as queries:
            assert len(told_in(ana, row)) == 4
        return len(queries)

    everything_for(ana, ben, cleo)
    row = Letter.objects.create(person=ana, week=MONDAY, made_at=SATURDAY)
    assert cost(5) == cost(10)


def test_letters_are_forgotten_after_three_months(ana, clock):
    for ago in (89, 91):
        Letter.objects.create(person=ana, week=MONDAY - ago * DAY, made_at=SATURDAY - ago * DAY)
    tidy()

    assert [letter.week for letter in Letter.objects.all()] == [MONDAY - 89 * DAY]
