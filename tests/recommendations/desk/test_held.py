"""Whoever is not here may ask what is held of them; and no answer, no mail and no query tells whether anything is."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone, translation
from django.utils.formats import date_format

from people.delivery import deliver_due, waiting
from people.tidy import tidy
from recommendations.desk.cases import MOST_TRIES
from recommendations.models import Case, CaseMail, Scope, Vouch
from tests.worlds.builders import make_case, make_staff, make_vouch
from tests.worlds.looking import UNLIKE, answer, as_if, shapes
from tests.worlds.outbox import sent
from tests.worlds.private_lives import dump

ROSA = "+441134960001"
KEY = UUID(int=7, version=4)
ASKED = {"kind": "tell", "phone": "0113 496 0001", "email": "rosa@example.net", "words": "Please.", "key": str(KEY)}
NOTED = "rosa@home.example"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def nothing(ana) -> None:
    make_vouch(author=ana, phone="+441134960999", email="other@home.example")


def without_address(ana) -> None:
    make_vouch(author=ana, phone=ROSA)


def with_address(ana) -> None:
    make_vouch(author=ana, phone=ROSA, email=NOTED)


def many(ana) -> None:
    for number in range(20):
        make_vouch(phone=ROSA, email=NOTED if number % 2 else "Rosa@Work.example", scope=number % 3)
    make_vouch(phone=ROSA, email="only@me.example", scope=Scope.ME)


HELD = {"nothing": nothing, "without an address": without_address, "with an address": with_address, "many": many}


def in_each_world(ana, what: Callable) -> list:
    found = []
    for begin in HELD.values():
        with as_if():
            begin(ana)
            mail.outbox.clear()
            found.append(what())
    return found


def code_in(message) -> str:
    return re.search(r"\b\d{4} \d{4}\b", message.body)[0]


def proved(case: Case) -> bool:
    case.refresh_from_db()
    return case.proved_at is not None


def type_in(case: Case | UUID, code: str):
    public_id = case.public_id if isinstance(case, Case) else case
    return Client().post(f"/held/{public_id}/", {"code": code})


@pytest.fixture
def coded(ana) -> tuple[Case, str]:
    """A case, and the code that went to the address on Ana's vouch."""
    make_vouch(author=ana, phone=ROSA, email=NOTED)
    case = make_case()
    deliver_due()
    return case, code_in(next(each for each in mail.outbox if each.to == [NOTED]))


# --- The same whatever is held --------------------------------------------------------------------


def test_the_answer_is_byte_for_byte_the_same_whatever_is_held(ana):
    one, *others = in_each_world(ana, lambda: answer(Client(), "post", "/held/", ASKED))

    assert one[0] == 200
    assert b"We have your request" in one[1]
    assert KEY.hex[:8].upper().encode() in one[1]
    assert others == [one] * len(others)


def test_so_is_the_work(ana):
    one, *others = in_each_world(ana, lambda: shapes(Client(), "post", "/held/", ASKED))

    assert len(one) > 3
    assert not [each for each in one if re.search("recommendations_(vouch|provider)", each)]
    assert others == [one] * len(others)


def test_so_is_the_one_mail_that_the_asker_gets(ana):
    def receipts() -> list:
        Client().post("/held/", ASKED)
        deliver_due()
        mine = [each for each in mail.outbox if each.to == ["rosa@example.net"]]
        return [(each.subject, each.body, each.alternatives[0].content) for each in mine]

    one, *others = in_each_world(ana, receipts)

    assert len(one) == 1
    assert f"/held/{KEY}/" in one[0][1]
    assert others == [one] * len(others)


def test_mails_of_a_case_are_in_the_language_in_which_it_was_asked(ana):
    make_vouch(author=ana, phone=ROSA, email=NOTED)
    Client(headers={"accept-language": "de"}).post("/held/", ASKED)
    deliver_due()

    case = Case.objects.get()
    with translation.override("de"):
        by = date_format(timezone.localtime(case.due_by), "WEEKDAY_FORMAT")
    [receipt] = [each for each in mail.outbox if each.to == ["rosa@example.net"]]
    assert (case.language, by in receipt.body) == ("de", True)


@pytest.mark.parametrize("public_id", [KEY, uuid4()])
def test_the_page_of_a_case_looks_nothing_up(ana, public_id, django_assert_num_queries):
    make_case()
    with django_assert_num_queries(0):
        page = Client().get(f"/held/{public_id}/")

    assert page.status_code == 200
    assert b"noindex" in page.content


# --- The code goes to the address on the vouch, and to no other -----------------------------------


@pytest.mark.parametrize(
    ("world", "codes"),
    [("nothing", []), ("without an address", []), ("with an address", [NOTED]), ("many", [NOTED, "rosa@work.example"])],
)
def test_a_code_goes_to_each_address_on_a_vouch_about_them(ana, world, codes):
    HELD[world](ana)
    make_case()
    deliver_due()

    assert sorted(sent()) == sorted(["rosa@example.net", *codes])
    different = {code_in(each) for each in mail.outbox if each.to != ["rosa@example.net"]}
    assert len(different) == len(codes)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"phone": "", "website": "http://WWW.Rosa.example/"}, {"by page", "number and page"}),
        ({"phone": ROSA, "website": ""}, {"by number", "number and page"}),
        ({"phone": ROSA, "website": "https://rosa.example"}, {"by number", "by page", "number and page"}),
        ({"phone": "", "website": "https://rosa.example/other"}, {"another page"}),
        ({"phone": "", "website": "https://bücher.example"}, {"in umlauts"}),
        ({"phone": "", "website": "https://xn--bcher-kva.example"}, {"in umlauts"}),
        ({"phone": "", "website": "https://xn--99zzz99.example"}, {"in nothing"}),
        ({"phone": "+441134960009", "website": ""}, set()),
    ],
)
def test_which_vouches_are_about_them(ana, asked, found):
    facts = {
        "by number": {"phone": ROSA},
        "by page": {"website": "https://www.rosa.example"},
        "number and page": {"phone": ROSA, "website": "https://rosa.example/", "scope": Scope.CIRCLE},
        "only me": {"phone": ROSA, "website": "https://rosa.example/", "scope": Scope.ME},
        "another page": {"website": "https://rosa.example/other"},
        "in nothing": {"website": "https://XN--99zzz99.example/"},
        "in umlauts": {"website": "https://bücher.example/"},
        "another": {"phone": "+441134960002", "website": "https://primrosa.example"},
    }
    for name, each in facts.items():
        make_vouch(name=name, **each)

    assert {vouch.name for vouch in make_case(**asked).vouches()} == found


def test_whoever_types_the_code_has_proved_what_bears_the_address(coded):
    case, code = coded
    page = type_in(case, code)

    assert (page.status_code, proved(case), case.proved_addresses()) == (302, True, {NOTED})
    assert type_in(case, code.replace(" ", "-")).status_code == 302, "once more is no harm"


def test_held_case_address_on_one_vouch_proves_no_other(ana, ben):
    """Else one could learn what all others say of a tradesperson, and have it removed."""
    make_vouch(author=ana, phone=ROSA, email=NOTED)
    make_vouch(author=ben, phone=ROSA, email="ben@schemes.example")
    case = make_case(email="ben@schemes.example")
    deliver_due()
    to_ben = next(each for each in mail.outbox if each.to == ["ben@schemes.example"] and "code:" in each.body)
    type_in(case, code_in(to_ben))

    assert case.proved_addresses() == {"ben@schemes.example"}


def test_nothing_that_is_wrong_is_told_from_another(coded):
    case, code = coded
    wrong = [type_in(case, "0000 0000"), type_in(uuid4(), code)]
    late, other = make_case(), make_case(phone="+441134960999")
    deliver_due()
    CaseMail.objects.filter(case=late).update(sent_at=timezone.now() - timedelta(hours=24, minutes=1))
    to_late = next(each for each in mail.outbox if str(late.public_id) in each.body and "code:" in each.body)
    wrong += [type_in(late, code_in(to_late)), type_in(other, code)]
    own = rf"{code}|0000 0000|{code_in(to_late)}|[0-9a-f]{{8}}-[0-9a-f-]{{27}}".encode()
    pages = {re.sub(own, b"", UNLIKE.sub(b"", each.content)) for each in wrong}

    assert ({each.status_code for each in wrong}, len(pages)) == ({422}, 1)
    assert not proved(case)
    assert not proved(late)


def test_after_five_wrong_codes_the_right_one_is_wrong_too(coded):
    case, code = coded
    for _ in range(MOST_TRIES):
        assert type_in(case, "0000 0000").status_code == 422

    assert (type_in(case, code).status_code, proved(case)) == (422, False)


def test_the_fifth_may_be_right(coded):
    case, code = coded
    for _ in range(MOST_TRIES - 1):
        type_in(case, "0000 0000")

    assert (type_in(case, code).status_code, proved(case)) == (302, True)


def test_neither_wrong_nor_unknown_is_other_work(coded):
    case, _ = coded

    _, known, unknown = (
        shapes(Client(), "post", f"/held/{public_id}/", {"code": "0000 0000"})
        for public_id in (case.public_id, case.public_id, uuid4())
    )

    assert known == unknown


def test_a_closed_case_takes_no_code(coded):
    case, code = coded
    case.close(make_staff(), "It is done.")

    assert (type_in(case, code).status_code, proved(case)) == (422, False)


def test_no_code_stands_in_the_database(coded):
    _, code = coded

    assert code not in dump()
    assert code.replace(" ", "") not in dump()


def test_it_still_works_when_the_key_was_changed(coded, settings):
    case, code = coded
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "n" * 50

    assert (type_in(case, code).status_code, proved(case)) == (302, True)


def test_a_vouch_that_goes_before_takes_its_code_with_it(ana):
    with_address(ana)
    make_case()
    CaseMail.objects.exclude(kind=CaseMail.Kind.SEARCH).delete()
    deliver_due_until_codes_wait()
    Vouch.objects.get().withdraw()
    deliver_due()

    assert (sent(), waiting()) == ([], 0)


def deliver_due_until_codes_wait() -> None:
    from recommendations.desk.cases import case_mail

    row = CaseMail.objects.get()
    assert case_mail(row) is None
    CaseMail.objects.filter(pk=row.pk).update(due_at=None)
    assert CaseMail.objects.filter(kind=CaseMail.Kind.CODE, due_at__isnull=False).exists()


# --- Once -----------------------------------------------------------------------------------------


def test_every_mail_goes_once_and_again_only_as_the_same(ana):
    with_address(ana)
    case = make_case()

    assert (deliver_due(), deliver_due(), waiting()) == (2, 0, 0)
    before = {each.extra_headers["Message-ID"]: each.body for each in mail.outbox}
    CaseMail.objects.filter(case=case).update(due_at=timezone.now())
    assert deliver_due() == 2
    assert {each.extra_headers["Message-ID"]: each.body for each in mail.outbox} == before
    assert sorted(name.partition("-")[0] for name in before) == ["<case_code", "<case_receipt"]


def test_a_form_that_is_sent_twice_is_one_case(ana):
    first, second = (Client().post("/held/", ASKED) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 200)
    case = Case.objects.get()
    assert (case.public_id, case.phone, case.words) == (KEY, ROSA, "Please.")
    assert sorted(case.mails.values_list("kind", flat=True)) == ["receipt", "search"]


def test_looking_asks_for_nothing(client, db):
    client.get("/held/")
    client.head("/held/")

    assert not Case.objects.exists()


# --- What is typed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"kind": ""}, "Say what you would like."),
        ({"phone": ""}, "Enter your phone number, or your web site."),
        ({"phone": "hello"}, "Enter a phone number like"),
        ({"website": "no site"}, "Enter a web address like"),
        ({"website": f"rosa.example/{'x' * 285}"}, "Use 300 letters at most."),
        ({"email": ""}, "Enter the e-mail address to answer to."),
        ({"email": "rosa"}, "Enter an e-mail address like"),
        ({"words": "x" * 2001}, "Use 2,000 letters at most."),
        ({"kind": "complain", "words": ""}, "Say in your words what is wrong."),
        ({"key": ""}, "Send it once more."),
    ],
)
def test_what_is_wrong_comes_back_with_what_was_typed(client, db, typed, said):
    page = client.post("/held/", {"website": "" if "phone" in typed else "rosa.example", **ASKED, **typed})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert "Please." in page.content.decode() or "words" in typed
    assert "onstraint" not in page.content.decode()
    assert not Case.objects.exists()


def test_a_web_site_alone_will_do(client, db):
    assert client.post("/held/", {**ASKED, "phone": "", "website": "rosa.example"}).status_code == 200
    assert Case.objects.get().website == "https://rosa.example"


# --- Limits ---------------------------------------------------------------------------------------


def asking(number: int, **fields: str):
    said = {"key": str(uuid4()), "email": f"rosa{number}@example.net", "phone": f"0113 496 {number:04}"}
    return Client().post("/held/", {**ASKED, **said, **fields})


@pytest.mark.parametrize(
    ("same", "most"),
    [({"email": "rosa@example.net"}, 3), ({"phone": "0113 496 0001"}, 10), ({}, 10)],
    ids=["address", "number", "internet address"],
)
def test_one_may_ask_so_often_and_no_more(db, same, most):
    answers = [asking(number, **same).status_code for number in range(most + 1)]

    assert answers == [200] * most + [429]
    assert Case.objects.count() == most


def test_so_many_codes_and_no_more(coded):
    case, code = coded
    assert [type_in(uuid4(), "0000 0000").status_code for _ in range(31)] == [422] * 30 + [429]
    assert (type_in(case, code).status_code, proved(case)) == (429, False)


# --- What is kept ---------------------------------------------------------------------------------


def test_held_case_is_forgotten_90_days_after_its_end(ana):
    with_address(ana)
    staff = make_staff()
    over, fresh, still_open = make_case(), make_case(), make_case(made_at=timezone.now() - timedelta(days=900))
    over.close(staff, "It is done.")
    fresh.close(staff, "It is done.")
    Case.objects.filter(pk=over.pk).update(closed_at=timezone.now() - timedelta(days=90, minutes=1))
    Case.objects.filter(pk=fresh.pk).update(closed_at=timezone.now() - timedelta(days=89))
    tidy()

    assert set(Case.objects.all()) == {fresh, still_open}
    assert set(CaseMail.objects.values_list("case", flat=True)) == {fresh.pk, still_open.pk}
