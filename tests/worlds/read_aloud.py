"""All that is said to somebody: on pages, by a form that was sent empty, in mails, notices, letters and files."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.contrib.messages import get_messages
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, get_resolver, resolve, reverse
from django.utils import timezone, translation

from people.emails import invitation_mail, notice_mail, suspension_mail
from people.framed import in_our_frame
from people.models import Invitation, Notice, Suspension
from people.notices import KINDS
from people.told_notices import told_to
from recommendations.desk.cases import case_mail
from recommendations.leaving import export
from recommendations.models import Case, CaseMail, Letter, Surprise, Vouch
from recommendations.unasked.letters import SATURDAY, letter_mail
from tests.recommendations.notices.test_notices_that_say import MAKERS, make
from tests.worlds.access import AN_ID, World, named_patterns
from tests.worlds.builders import befriend, make_insight, make_offer, make_person, make_staff, make_vouch
from tests.worlds.private_lives import signed_in
from tests.worlds.pseudo import texts_of

# By where it is said.
Said = dict[str, list[str]]
OF_THE_LIBRARY = ("account", "mfa", "usersessions")
# What the library puts into its mails, each a code or an address.
OF_A_SIGN_IN_MAIL = dict.fromkeys(("activate_url", "password_reset_url", "signup_url"), "https://whom.test/accounts/")
OF_A_SIGN_IN_MAIL |= dict.fromkeys(("email", "deleted_email", "from_email", "to_email"), "ana@example.org")
OF_A_SIGN_IN_MAIL |= {"code": "1234 5678", "ip": "127.0.0.1", "user_agent": "", "timestamp": timezone.now()}


# --- Pages --------------------------------------------------------------------------------------------


def texts_in(response: HttpResponse) -> list[str]:
    """Of a page; and what the next page is to say."""
    texts = [str(message) for message in get_messages(response.wsgi_request)]
    if response.headers.get("Content-Type", "").startswith("text/html"):
        texts += texts_of(response.content.decode())
    return texts


def on_pages(client: Client, urls: Iterable[str]) -> Said:
    return {url: texts_in(client.get(url)) for url in urls}


def on_one_page_of_each(client: Client, urls: Iterable[str]) -> Said:
    """Of each name, and of what is asked there, the first that is found by whoever looks."""
    said: Said = {}
    for url in urls:
        parts = urlsplit(url)
        where = f"{resolve(parts.path).view_name}?{AN_ID.sub('', parts.query)}"
        if where not in said and (answer := client.get(url)).status_code == 200:
            said[where] = texts_in(answer)
    return said


def on_forms_sent_empty(client: Client, urls: Iterable[str]) -> Said:
    """Of each name the first that answers whoever is meant. Whatever that does is undone."""
    said: Said = {}
    for url in urls:
        where = f"POST {resolve(urlsplit(url).path).view_name}"
        if where not in said:
            cache.clear()
            with transaction.atomic():
                answer = client.post(url)
                transaction.set_rollback(True)
            if answer.status_code not in (404, 405):
                said[where] = texts_in(answer)
    return said


def urls_of_the_library() -> Iterator[str]:
    for name in named_patterns(get_resolver()):
        if name.split("_")[0] in OF_THE_LIBRARY:
            try:
                yield reverse(name)
            except NoReverseMatch:  # it takes a key
                continue


def on_pages_of_the_library(language: str) -> Said:
    """To whoever signs in, and to whoever looks at how they do: without a second step, and with one."""
    urls = [url for url in urls_of_the_library() if "logout" not in url and "sessions/end" not in url]
    newcomer = Client(headers={"accept-language": language})
    newcomer.post(reverse("account_request_login_code"), {"email": "nobody@example.org"})
    member, staff = make_person(language=language), make_staff(language=language)
    member.emailaddress_set.create(email="second@example.org")
    said = {}
    for who, client in {"newcomer": newcomer, "member": signed_in(member), "staff": signed_in(staff)}.items():
        with override_settings(OPEN_SIGNUP=True):
            pages = on_pages(client, urls) | on_forms_sent_empty(client, urls)
        said |= {f"{who} {url}": texts for url, texts in pages.items()}
    return said | on_pages(newcomer, [reverse("account_signup")])


def on_the_desk(world: World, language: str) -> Said:
    staff = signed_in(make_staff(language=language))
    names = [name for name in world.things if name.startswith("desk_")]
    urls = [reverse(name, args=[thing.public_id]) for name in names for thing in world.things[name]]
    return on_pages(staff, ["/desk/", "/desk/running/", *urls]) | on_forms_sent_empty(staff, urls)


def on_pages_of_faults(language: str) -> Said:
    names = [path.name for path in settings.BASE_DIR.glob("templates/4*.html")] + ["500.html"]
    with translation.override(language):
        return {name: texts_of(render_to_string(name, request=RequestFactory().get("/"))) for name in names}


# --- What is sent -------------------------------------------------------------------------------------


def in_mail(mail: EmailMultiAlternatives) -> list[str]:
    [html] = (content for content, _ in mail.alternatives)
    return [mail.subject, *str(mail.body).splitlines(), *texts_of(html)]


def in_notices(language: str) -> Said:
    """Each kind, on the page, in a mail and on a screen."""
    ana = make_person(language=language)
    for maker in MAKERS:
        make(ana, maker, 1)
    befriend(ana, friend := make_person(name="Ben Okafor"))
    for kind in KINDS.keys() - set(ana.notices.values_list("kind", flat=True)):
        ana.tell(kind, uuid4(), "/circle/", who=friend)
    notices, said = list(Notice.objects.filter(person=ana).order_by("pk")), {}
    with translation.override(language):
        for each, told in zip(notices, told_to(ana, notices), strict=True):
            said[each.kind] = [told.says, each.message, *([each.on_a_screen()] if KINDS[each.kind].push else [])]
    for each in notices:
        if mail := notice_mail(each):
            said[f"mail {each.kind}"] = in_mail(mail)
    return said


def in_letters(language: str) -> Said:
    """One about a vouch, one about an insight, one about an offer, each written on its Saturday."""
    saturday = timezone.localtime().replace(hour=10)
    saturday += timedelta(days=(SATURDAY - saturday.weekday()) % 7)
    said = {}
    for name, makes in (("vouch", make_vouch), ("insight", make_insight), ("offer", make_offer)):
        befriend(person := make_person(language=language), author := make_person(name="Ben Okafor"))
        week = saturday.date() - timedelta(days=SATURDAY)
        Surprise.objects.create(person=person, day=week, **{name: makes(author=author).public_id})
        with patch("django.utils.timezone.now", return_value=saturday):
            said[f"letter about {name}"] = in_mail(letter_mail(Letter.objects.create(person=person, week=week)))
    return said


def in_mails_of_the_house(world: World, language: str) -> Said:
    """To who is invited, to who is suspended, and to a tradesperson who asks what is held."""
    invitation = Invitation.objects.unspent().exclude(email="").first()
    mails = {"invitation": invitation_mail(invitation), "suspension": suspension_mail(Suspension.objects.first())}
    (case,) = world.things["held_case"]
    Case.objects.update(language=language)
    Vouch.objects.filter(author=world.ben).update(email="canary-contact@example.org")
    for kind in ("receipt", "code", "answer"):
        row = CaseMail(case=Case.objects.get(pk=case.pk), kind=kind, address="canary-contact@example.org")
        with patch("recommendations.desk.cases._addresses_on_vouches", return_value={row.address}):
            mails[f"case {kind}"] = case_mail(row)
    return {name: in_mail(mail) for name, mail in mails.items()}


def in_sign_in_mails(language: str) -> Said:
    said, templates = {}, settings.BASE_DIR / "templates"
    with translation.override(language):
        for path in sorted(templates.glob("*/email/*.txt")):
            name = str(path.relative_to(templates))
            if not path.stem.startswith("base_"):
                said[name] = render_to_string(name, OF_A_SIGN_IN_MAIL).splitlines()
            if path.stem.endswith("_message"):
                said[f"{name} framed"] = texts_of(in_our_frame(name, "", OF_A_SIGN_IN_MAIL, None))
    return said


def in_an_export(language: str) -> Said:
    """What its first file says of each of the others, and of what is in none."""
    with translation.override(language):
        told = [str(subject.about) for subject in export.SUBJECTS.values()]
        readme = str(export.README).replace("{name}", "Ben Okafor").replace("{day}", "2026")
        return {"export": [*told, *export.reasons(), re.sub(r"\{\w+\}|[\w.]+\.csv", "", readme)]}
