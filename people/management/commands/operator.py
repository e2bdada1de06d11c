from allauth.account import app_settings
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from people.emails import url_of
from people.models import Person
from people.second_step import has_second_step
from people.words import counted, name_on_one_line


class Command(BaseCommand):
    help = (
        "Makes somebody one of those who run the place, who read the desk; and makes a member of them first, if nobody "
        "has this address. Safe to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that they sign in with")
        parser.add_argument("--name", default="", help="as others see it; for somebody new (what stands before the @)")

    def handle(self, **options) -> None:
        email = options["email"].strip()
        person, new = person_who_runs_it(email, options["name"])
        self.stdout.write(f"{person.email} {'is a member now, and ' if new else ''}runs the place.")
        if person.last_login is None:
            days = counted(settings.PASSWORD_RESET_TIMEOUT // (24 * 3600), "day")
            self.stdout.write(f"To sign in for the first time, open this within {days}. It works once:")
            self.stdout.write(f"  {way_in_once(person)}")
            self.stdout.write("Once mails go out, a code that is sent to this address does the same.")
        if not has_second_step(person):
            self.stdout.write("The desk opens once they have added a passkey or an authenticator app, under You.")


def person_who_runs_it(email: str, name: str) -> tuple[Person, bool]:
    """And whether they are new. Raises CommandError."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"{email!r} is no e-mail address. Write one like name@example.org.") from error
    name = name_on_one_line(name or email.partition("@")[0])
    longest = Person._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise CommandError(f"A name has at least one letter, and at most {longest}. Say it with --name.")
    with transaction.atomic():
        person = Person.objects.select_for_update().filter(email__iexact=email).first()
        if person is None:
            return Person.objects.create_user(email, name=name, is_staff=True), True
        if not person.is_active:
            raise CommandError("They are resting or suspended: let them come back first.")
        person.is_staff, person.joining = True, False
        person.save(update_fields=["is_staff", "joining"])
    return person, False


def way_in_once(person: Person) -> str:
    """The link by which whoever has forgotten their password chooses another: it is spent by being used."""
    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    parts = {"uidb36": user_pk_to_url_str(person), "key": key}
    return url_of(reverse("account_reset_password_from_key", kwargs=parts))
