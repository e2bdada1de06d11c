import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from people.models import Person, SignInMail
from tests.worlds.builders import make_invitation
from tests.worlds.outbox import deliver_sign_in_mails

LOGIN, CODE, SIGNUP = "/accounts/login/", "/accounts/login/code/", "/accounts/signup/"


@pytest.fixture(autouse=True)
def no_limits_left_over(db):
    cache.clear()


def code_in(message) -> str:
    return re.search(r"^\d{4} \d{4}$", message.body, re.MULTILINE)[0]


def signed_in(client) -> Person | None:
    person = get_user(client)
    return person if person.is_authenticated else None


def test_a_code_by_mail_signs_in_and_leads_home(client, ana):
    sent = client.post(CODE, {"email": ana.email}, follow=True)
    assert (sent.status_code, signed_in(client)) == (200, None)

    client.post(sent.request["PATH_INFO"], {"code": "0000 0000"})
    assert signed_in(client) is None
    answer = client.post(sent.request["PATH_INFO"], {"code": code_in(mail.outbox[0])})

    assert (answer.status_code, answer.url, signed_in(client)) == (302, "/find/", ana)


def test_a_password_signs_in_where_one_is_set(client, ana):
    ana.set_password("seven old trams at dawn")
    ana.save()

    client.post(LOGIN, {"login": ana.email, "password": "not this one at all"})
    assert signed_in(client) is None
    client.post(LOGIN, {"login": ana.email, "password": "seven old trams at dawn"})
    # The address of someone who was imported is not proved yet: a code does that once.
    if signed_in(client) is None:
        client.post(reverse("account_email_verification_sent"), {"code": code_in(mail.outbox[-1])})

    assert signed_in(client) == ana


def test_code_for_a_known_and_an_unknown_address_looks_the_same(client, ana):
    """A known and an unknown address get the same page and one mail each."""
    known = client.post(CODE, {"email": ana.email}, follow=True)
    client.cookies.clear()
    unknown = client.post(CODE, {"email": "nobody@example.org"}, follow=True)

    same = [
        re.sub(r'value="\w{64}"|[\w.]+@example.org|token": "\w+', "", page.content.decode())
        for page in (known, unknown)
    ]
    assert same[0] == same[1]
    assert [message.to for message in mail.outbox] == [[ana.email], ["nobody@example.org"]]


def asked_anew(client, page: str, fields: dict) -> tuple[str, list[list[str]]]:
    """What someone reads who asks for a second code, and for a third and a fourth, and to whom the mails went."""
    sent = client.post(page, fields, follow=True)
    path, shown = sent.request["PATH_INFO"], []
    for _ in range(3):
        cache.clear()  # they wait
        shown.append(client.post(path, {"action": "resend"}, follow=True).content.decode())
    client.cookies.clear()
    to = [message.to for message in mail.outbox]
    mail.outbox.clear()
    return re.sub(r'value="\w{64}"|[\w.]+@example.org|token": "\w+', "", str(shown)), to


@pytest.mark.parametrize(("page", "fields"), [(CODE, {}), (SIGNUP, {"name": "Eve Stone"})])
def test_a_new_code_is_sent_to_the_known_and_the_unknown_alike(client, ana, settings, page, fields):
    settings.OPEN_SIGNUP = True

    known, to_known = asked_anew(client, page, fields | {"email": ana.email})
    unknown, to_unknown = asked_anew(client, page, fields | {"email": "nobody@example.org"})

    assert known == unknown
    assert known.count("A new code is on its way.") == 2
    assert (to_known, to_unknown) == ([[ana.email]] * 3, [["nobody@example.org"]] * 3)


def test_only_the_newest_code_works(client, ana):
    sent = client.post(CODE, {"email": ana.email}, follow=True)
    path = sent.request["PATH_INFO"]
    client.post(path, {"action": "resend"})
    old, new = (code_in(message) for message in mail.outbox)

    assert client.post(path, {"code": old}).status_code == 422
    assert signed_in(client) is None
    client.post(path, {"code": new})
    assert signed_in(client) == ana


@pytest.mark.parametrize("page", [CODE, SIGNUP])
def test_after_three_wrong_codes_a_new_one_is_asked_for(client, ana, settings, page):
    settings.OPEN_SIGNUP = True
    sent = client.post(page, {"email": "eve@example.org", "name": "Eve Stone"}, follow=True)

    tried = [client.post(sent.request["PATH_INFO"], {"code": "0000 0000"}, follow=True) for _ in range(3)]

    assert [(each.status_code, "This code works no longer." in each.content.decode()) for each in tried] == [
        (422, False),
        (422, False),
        (200, True),
    ]
    assert signed_in(client) is None


@pytest.mark.parametrize(
    ("page", "fields", "said"),
    [
        (CODE, {"email": ""}, "Enter your e-mail address."),
        (CODE, {"email": "ana@"}, "Enter an e-mail address like name@example.com."),
        (LOGIN, {"login": "ana@example.org", "password": ""}, "Enter your password."),
    ],
)
def test_mistakes_are_said_in_our_words(client, db, page, fields, said):
    assert said in client.post(page, fields).content.decode()


def test_joining_is_closed(client, db):
    page = client.get(SIGNUP)
    client.post(SIGNUP, {"email": "eve@example.org", "name": "Eve Stone"})

    assert "by invitation" in page.content.decode()
    assert not Person.objects.exists()


def test_joining_where_it_is_open_asks_for_a_name_and_proves_the_address(client, db, settings):
    settings.OPEN_SIGNUP = True

    assert (
        not client.post(SIGNUP, {"email": "eve@example.org"}).url
        if client.post(SIGNUP, {"email": "eve@example.org"}).status_code == 302
        else True
    )
    sent = client.post(SIGNUP, {"email": "Eve@example.org", "name": "Eve Stone"}, follow=True)
    assert signed_in(client) is None
    client.post(sent.request["PATH_INFO"], {"code": code_in(mail.outbox[-1])})

    eve = Person.objects.get()
    assert (eve.name, eve.email, signed_in(client)) == ("Eve Stone", "eve@example.org", eve)


@pytest.fixture
def joining(client, ana):
    """Whoever has typed in all that joining asks for, and is asked for the code."""
    client.post(make_invitation(inviter=ana, name="Eve").path)
    typed = {"email": "eve@example.org", "name": "Eve Stone", "how": "from the choir"}
    return client.post(SIGNUP, typed, follow=True)


def test_whoever_mistyped_their_address_while_joining_types_another(client, joining):
    assert f'name="next" value="{SIGNUP}"' in joining.content.decode()

    again = client.post("/accounts/logout/", {"next": SIGNUP}, follow=True)

    assert "<bdi>Ana Silva</bdi> would act on your word" in again.content.decode()


def test_whoever_is_joining_goes_on_after_three_wrong_codes(client, ana, joining):
    for _ in range(3):
        last = client.post(joining.request["PATH_INFO"], {"code": "0000 0000"}, follow=True)
    assert "This code works no longer. Ask for a new one." in last.content.decode()
    assert "<bdi>Ana Silva</bdi> would act on your word" in last.content.decode()
    assert 'value="from the choir"' in last.content.decode()
    Person.objects.filter(joining=True).update(joined_at=timezone.now() - timedelta(minutes=1))
    cache.clear()

    typed = {"email": "eve@example.org", "name": "Eve Stone", "how": "from the choir"}
    again = client.post(SIGNUP, typed, follow=True)
    there = client.post(again.request["PATH_INFO"], {"code": code_in(mail.outbox[-1])})
    assert there.url == "/welcome/"


def test_signing_out_takes_a_press_of_a_button(client, ana):
    client.force_login(ana)

    client.get("/accounts/logout/")
    assert signed_in(client) == ana
    answer = client.post("/accounts/logout/")
    assert signed_in(client) is None
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_session_ends_180_days_after_it_began_and_is_saved_once_a_day(client, ana, django_assert_num_queries):
    client.force_login(ana)
    client.get("/you/")
    with django_assert_num_queries(3):
        client.get("/you/")

    session = client.session
    session["began"] -= 181 * 24 * 3600
    session.save()

    assert client.get("/you/").status_code == 302


def test_an_inactive_person_cannot_sign_in_or_stay(client, ana):
    client.force_login(ana)
    ana.set_active(False)

    assert client.get("/find/").status_code == 302
    client.post(CODE, {"email": ana.email}, follow=True)
    assert not [message for message in mail.outbox if re.search(r"^\d{4} \d{4}$", message.body, re.MULTILINE)]


@pytest.mark.parametrize("page", [LOGIN, CODE, SIGNUP, "/accounts/password/reset/", "/accounts/login/code/confirm/"])
def test_every_sign_in_page_answers(client, db, page):
    assert client.get(page).status_code in (200, 302)


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_set_password", "account_logout"],
)
def test_every_page_about_ones_own_sign_in_answers(client, ana, name):
    client.force_login(ana)

    assert client.get(reverse(name)).status_code in (200, 302)


def test_nobody_can_leave_a_password_with_an_address_that_is_not_proved(client, db, settings):
    settings.OPEN_SIGNUP = True
    secret = "seven old trams at dawn"
    client.post(SIGNUP, {"email": "eve@example.org", "name": "Eve Stone", "password1": secret})
    client.cookies.clear()

    Person.objects.update(joined_at=timezone.now() - timedelta(minutes=1))
    cache.clear()
    client.post(SIGNUP, {"email": "eve@example.org", "name": "Eve Adams"})
    client.post("/accounts/confirm-email/", {"code": code_in(mail.outbox[-1])})
    assert signed_in(client).name == "Eve Adams"

    client.cookies.clear()
    client.post(LOGIN, {"login": "eve@example.org", "password": secret})
    assert signed_in(client) is None


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../x"])
def test_a_time_zone_that_is_gone_locks_nobody_out(client, ana, name):
    Person.objects.filter(pk=ana.pk).update(time_zone=name)
    client.force_login(ana)

    assert client.get("/you/").status_code == 200


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "latin-1"])
def test_what_no_browser_sends_is_refused(client, db, charset):
    answer = client.get("/?q=+2AA-x", headers={"Content-Type": f"text/plain; charset={charset}"})

    assert answer.status_code == 400


def test_a_name_is_one_line_of_visible_letters(client, ana):
    client.force_login(ana)
    typed = "Ana\r\n\u202eSilva \u200d\u0007"

    client.post("/you/details/", {"name": typed, "language": "en-gb", "time_zone": "Europe/London"})

    ana.refresh_from_db()
    assert ana.name == "Ana Silva \u200d"


class MailServerDown:
    def __init__(self, *args, **options) -> None:
        pass

    def send_messages(self, messages) -> None:
        raise ConnectionRefusedError

    def close(self) -> None:
        pass


@pytest.fixture
def mail_server_down(settings):
    settings.EMAIL_BACKEND = f"{__name__}.MailServerDown"


def test_without_mail_the_known_and_the_unknown_hear_the_same(client, ana, settings, mail_server_down):
    settings.OPEN_SIGNUP = True
    answers = [
        client.post(page, fields | {"email": email}, follow=True)
        for page, fields in ((CODE, {}), (SIGNUP, {"name": "Eve Stone"}), ("/accounts/password/reset/", {}))
        for email in (ana.email, "eve@example.org")
    ]

    said = [re.sub(r'value="\w{64}"|[\w.]+@example.org|token": "\w+', "", page.content.decode()) for page in answers]
    assert [page.status_code for page in answers] == [200] * 6
    assert (said[0::2], ["We are sending" in each for each in said]) == (said[1::2], [True] * 6)


def test_without_mail_whoever_joins_does_so_once_it_is_there(client, db, settings, mail_server_down):
    settings.OPEN_SIGNUP = True
    sent = client.post(SIGNUP, {"email": "eve@example.org", "name": "Eve Stone"}, follow=True)
    assert (mail.outbox, Person.objects.get().joining) == ([], True)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    SignInMail.objects.update(due_at=timezone.now())
    deliver_sign_in_mails()
    client.post(sent.request["PATH_INFO"], {"code": code_in(mail.outbox[-1])})

    assert (signed_in(client), Person.objects.get().joining) == (Person.objects.get(), False)


def test_without_mail_a_change_is_made_though_nobody_can_be_told(client, ana, mail_server_down):
    ana.set_password("seven old trams at dawn")
    ana.save()
    client.force_login(ana)
    typed = {"oldpassword": "seven old trams at dawn", "password1": "eight new trams", "password2": "eight new trams"}

    assert client.post("/accounts/password/change/", typed).status_code == 302

    ana.refresh_from_db()
    assert ana.check_password("eight new trams")


def test_whoever_typed_no_address_still_finds_the_other_ways_in_and_where_they_were_going(client):
    page = client.post(CODE, {"next": "/find/?q=tiler"}).content.decode()

    assert "Enter your e-mail address." in page
    assert f'href="{LOGIN}?next=%2Ffind%2F%3Fq%3Dtiler">Other ways to sign in</a>' in page


# By the page: what is refused there, and what is not.
REFUSED = {
    "account_login": ({"login": "ana@example.org", "password": "seven"}, {}),
    "account_request_login_code": ({"email": "no address"}, {"email": "ana@example.org"}),
    "account_reset_password": ({"email": ""}, {"email": "ana@example.org"}),
    "account_signup": ({"email": "eve@example.org"}, {"email": "eve@example.org", "name": "Eve Stone"}),
    "account_change_password": ({"oldpassword": "seven"}, {}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_form_of_the_library_that_is_refused_says_so_by_its_status(client, ana, settings, name):
    settings.OPEN_SIGNUP = True
    ana.set_password("seven old trams at dawn")
    ana.save()
    if name == "account_change_password":
        client.force_login(ana)
    refused, taken = REFUSED[name]

    assert client.get(reverse(name)).status_code == 200
    assert client.post(reverse(name), refused).status_code == 422
    if taken:
        assert client.post(reverse(name), taken).status_code == 302
