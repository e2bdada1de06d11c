"""`suggest` prints what one person would see, and nothing else."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from people.models import Person
from tests.worlds.builders import (
    LEEDS,
    LONDON,
    OTLEY,
    befriend,
    make_person,
    make_place,
    make_trade,
    make_vouch,
    months_ago,
)
from tests.worlds.network_files import lay, take_in

pytestmark = pytest.mark.django_db

ANA, BEN, CLEO, DAN, EVA = (f"{name}@example.org" for name in ("ana", "ben", "cleo", "dan", "eva"))
PEOPLE = [
    {"email": ANA, "name": "Ana Silva"},
    {"email": BEN, "name": "Ben Okafor"},
    {"email": CLEO, "name": "Cleo Martin", "named_beyond": "yes"},
    {"email": DAN, "name": "Dan Novak"},
    {"email": EVA, "name": "Eva Berg"},
    {"email": "fay@example.org", "name": "Fay Moss"},
]
TIES = [(ANA, BEN), (BEN, CLEO), (BEN, DAN), (CLEO, DAN), (DAN, EVA)]
RECENT, BEFORE, OLD = (f"{months_ago(months):%Y-%m}" for months in (0, 16, 48))
ROSA = {"provider": "Rosa Lima", "phone": "0113 496 0123", "website": ""}
VOUCHES = [
    ROSA | {"author": BEN, "hired_on": OLD, "job": "new tap", "words": "On time."},
    ROSA | {"author": DAN, "hired_on": BEFORE, "job": "bath"},
    ROSA | {"author": CLEO, "provider": "Rosa the plumber", "hired_on": RECENT, "job": "leak", "outcome": "but"},
    {"author": ANA, "provider": "Max", "phone": "", "website": "max.example", "job": "sink", "scope": "me"},
    {"author": EVA, "provider": "Nia", "phone": "", "job": "drain", "outcome": "no", "scope": "circle"},
]


def asked(*arguments):
    said = StringIO()
    call_command("suggest", *arguments, stdout=said)
    return said.getvalue()


def shown(email, *arguments):
    return json.loads(asked(email, "--trade", "plumber", "--json", *arguments))


@pytest.fixture
def community(tmp_path):
    make_trade(slug="plumber", name="Plumber")
    ties = [{"person": a, "friend": b} for a, b in TIES]
    take_in(lay(tmp_path, people=PEOPLE, ties=ties, vouches=[{"hired_on": RECENT} | row for row in VOUCHES]))


def word(author, shown_as, distance, through=None, **told):
    """What a vouch says where nothing else is named."""
    said = {"outcome": "yes", "hired_on": RECENT, "words": "", "scope": "beyond"} | told
    return {"author": author, "shown_as": shown_as, "distance": distance, "through": through} | said


def score(yes, no):
    return round((2 + yes) / (3 + yes + 2 * no), 9)


BENS = {"hired_on": OLD, "job": "new tap", "words": "On time."}
CLEOS = {"outcome": "but", "job": "leak"}
DANS = {"hired_on": BEFORE, "job": "bath"}
# w is 1 this month, 3/4 after 16 and 1/2 after 48; a yes is 1, a but is half a yes and half a no.
SEEN = {
    # Ben's 0.5; through Ben alone, Cleo's 0.5 and Dan's 0.375 are cut to 0.5 together, and halved.
    ANA: [
        {
            "provider": "Rosa Lima",
            "phone": "+441134960123",
            "website": None,
            "score": score(0.5 + (0.25 + 0.375) / 1.75 / 2, 0.25 / 1.75 / 2),
            "warned_beyond": False,
            "vouches": [
                word(BEN, "Ben Okafor", 1, **BENS),
                word(CLEO, "Cleo Martin", 2, "Ben Okafor", **CLEOS),
                # Ben has only two friends whom Ana does not know: too few to hide among.
                word(None, "someone beyond your circle", 2, **DANS),
            ],
        },
        {
            "provider": "Max",
            "phone": None,
            "website": "https://max.example",
            "score": None,
            "warned_beyond": False,
            "vouches": [word(ANA, "You", 0, job="sink", scope="me")],
        },
    ],
    BEN: [
        {
            "provider": "Rosa Lima",
            "phone": "+441134960123",
            "website": None,
            "score": score(0.75 + 0.5, 0.5),
            "warned_beyond": False,
            "vouches": [
                word(BEN, "You", 0, **BENS),
                word(CLEO, "Cleo Martin", 1, **CLEOS),
                word(DAN, "Dan Novak", 1, **DANS),
            ],
        }
    ],
    CLEO: [
        {
            "provider": "Rosa the plumber",
            "phone": "+441134960123",
            "website": None,
            "score": score(0.75 + 0.5, 0),
            "warned_beyond": False,
            "vouches": [
                word(CLEO, "You", 0, **CLEOS),
                word(DAN, "Dan Novak", 1, **DANS),
                word(BEN, "Ben Okafor", 1, **BENS),
            ],
        }
    ],
    DAN: [
        {
            "provider": "Rosa Lima",
            "phone": "+441134960123",
            "website": None,
            "score": score(0.5 + 0.5, 0.5),
            "warned_beyond": False,
            "vouches": [
                word(DAN, "You", 0, **DANS),
                word(CLEO, "Cleo Martin", 1, **CLEOS),
                word(BEN, "Ben Okafor", 1, **BENS),
            ],
        },
        {
            "provider": "Nia",
            "phone": None,
            "website": None,
            "score": score(0, 1),
            "warned_beyond": False,
            "vouches": [word(EVA, "Eva Berg", 1, job="drain", outcome="no", scope="circle")],
        },
    ],
    # Dan's 0.75; through Dan alone, Cleo's 0.5 and Ben's 0.25 are cut to 0.5 together, and halved. His two friends are
    # too few as well.
    EVA: [
        {
            "provider": "Rosa Lima",
            "phone": "+441134960123",
            "website": None,
            "score": score(0.75 + (0.25 + 0.25) / 1.5 / 2, 0.25 / 1.5 / 2),
            "warned_beyond": False,
            "vouches": [
                word(DAN, "Dan Novak", 1, **DANS),
                word(CLEO, "Cleo Martin", 2, "Dan Novak", **CLEOS),
                word(None, "someone beyond your circle", 2, **BENS),
            ],
        },
        {
            "provider": "Nia",
            "phone": None,
            "website": None,
            "score": None,
            "warned_beyond": False,
            "vouches": [word(EVA, "You", 0, job="drain", outcome="no", scope="circle")],
        },
    ],
    "fay@example.org": [],
}


@pytest.mark.parametrize("email", SEEN)
def test_each_member_sees_exactly_this(community, email):
    assert shown(email) == SEEN[email]


def test_an_author_may_hide_among_three(community):
    ben = Person.objects.get(email=BEN)
    befriend(ben, make_person())

    dans = shown(ANA)[0]["vouches"][2]

    assert dans == word(None, "a friend of Ben Okafor", 2, "Ben Okafor", **DANS)


def test_a_block_holds_from_the_next_look(community):
    Person.objects.get(email=DAN).block(Person.objects.get(email=ANA))

    assert [word["author"] for word in shown(ANA)[0]["vouches"]] == [BEN, CLEO]
    assert shown(DAN)[0]["provider"] == "Rosa Lima"


def test_near_is_within_thirty_kilometres():
    ana, ben, plumber = make_person(email=ANA), make_person(), make_trade(slug="plumber")
    befriend(ana, ben)
    for name, at in [("Leeds", LEEDS), ("Otley", OTLEY), ("London", LONDON)]:
        make_vouch(author=ben, trade=plumber, name=f"One in {name}", place=make_place(name, at))
    make_vouch(author=ben, trade=plumber, name="One anywhere")

    assert {each["provider"] for each in shown(ANA, "--near", "Leeds, GB")} == {"One in Leeds", "One in Otley"}
    assert len(shown(ANA)) == 4


def test_it_shows_everything_and_not_one_page_alone():
    ana, ben, plumber = make_person(email=ANA), make_person(), make_trade(slug="plumber")
    befriend(ana, ben)
    names = [f"Plumber {number:02}" for number in range(50)]
    for name in reversed(names):
        make_vouch(author=ben, trade=plumber, name=name)

    assert [each["provider"] for each in shown("ANA@example.org")] == names


def test_without_json_it_is_for_reading(community):
    assert asked(ANA, "--trade", "plumber") == (
        "1. Rosa Lima  0113 496 0123\n"
        "   One friend and a friend of a friend would hire them again. "
        "A friend of a friend would hire them again, with a caveat. Last hired this month.\n"
        f"   You → Ben Okafor: new tap, {OLD}, yes\n"
        "      On time.\n"
        f"   You → Ben Okafor → Cleo Martin: leak, {RECENT}, yes, but\n"
        f"   You → someone beyond: bath, {BEFORE}, yes\n"
        "2. Max  https://max.example\n"
        "   Only you have vouched for them. You last hired them this month.\n"
        f"   You: sink, {RECENT}, yes\n"
    )
    assert asked("fay@example.org", "--trade", "plumber") == "Nothing reaches them.\n"


def test_what_people_write_cannot_move_the_cursor():
    ana = make_person(email=ANA)
    make_vouch(author=ana, trade=make_trade(slug="plumber"), words="\x1b[2J\nGone")

    assert r"\x1b[2J\nGone" in asked(ANA, "--trade", "plumber")


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["nobody@example.org", "--trade", "plumber"], "Nobody here has the e-mail address nobody@example.org."),
        ([ANA, "--trade", "alchemist"], "There is no trade “alchemist”."),
        ([ANA, "--trade", "plumber", "--near", "Atlantis"], "There is no place “Atlantis”."),
        ([ANA, "--trade", "plumber", "--near", ""], "There is no place “”."),
        ([DAN, "--trade", "plumber"], "dan@example.org is not active, so nothing reaches them."),
    ],
)
def test_it_says_what_it_does_not_know(community, arguments, answer):
    Person.objects.get(email=DAN).set_active(False)

    with pytest.raises(CommandError) as refused:
        asked(*arguments, "--json")

    assert str(refused.value) == answer


def test_a_no_for_beyond_is_brought_in_as_a_warning_without_words(tmp_path):
    """Three say so, who come by two friends of Ana’s with a crowd each: in the months before, with the first Monday of
    this month or not."""
    make_trade(slug="plumber", name="Plumber")
    warners, crowd = ([f"{kind}{n}@example.org" for n in range(6)] for kind in ("warner", "other"))
    people = [{"email": email, "name": email[:7]} for email in (ANA, BEN, CLEO, *warners, *crowd)]
    ties = [(ANA, BEN), (ANA, CLEO), *((BEN, one) for one in (*warners[:2], crowd[0]))]
    ties += [(CLEO, one) for one in (warners[2], *crowd[1:3])]
    nos = [ROSA | {"author": one, "hired_on": BEFORE, "outcome": "no", "words": "Late."} for one in warners[:3]]
    nos += [{"author": one, "provider": "Max", "hired_on": BEFORE, "outcome": "no"} for one in warners[:2]]
    nos = [row | {"phone": "0113 496 0124"} if row["provider"] == "Max" else row for row in nos]
    praised = [ROSA, {"provider": "Max", "phone": "0113 496 0124"}]
    praise = [row | {"author": BEN, "hired_on": RECENT, "words": "Good."} for row in praised]
    take_in(lay(tmp_path, people=people, ties=[{"person": a, "friend": b} for a, b in ties], vouches=[*praise, *nos]))

    told = {each["provider"]: (each["warned_beyond"], each["score"], len(each["vouches"])) for each in shown(ANA)}

    assert told == {"Rosa Lima": (True, score(1, 0.25), 1), "Max": (False, score(1, 0), 1)}
    assert "People beyond your circle would not hire them again" in asked(ANA, "--trade", "plumber")
    assert {word["scope"] for each in shown(BEN) for word in each["vouches"] if word["outcome"] == "no"} == {"circle"}
