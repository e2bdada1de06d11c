from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from people import door


class Command(BaseCommand):
    help = "Sends one mail to an address, as every mail is sent, and says what the mail server answered."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="to whom; to your own, for one")

    def handle(self, **options) -> None:
        address = options["address"].strip()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no e-mail address. Write one like name@example.org.") from error
        try:
            door.send_out(lambda: mail_to_test(address), door.MailServer())
        except door.NotCarriedError as fault:
            raise CommandError(f"The mail server did not take it. {door.answer_of(fault)}") from fault
        if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
            where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT},"
            self.stdout.write(f"The mail server at {where} took it. If it does not arrive, look at what that one logs.")
        else:
            self.stdout.write("It was handed over, but EMAIL_URL names no mail server: nothing has left this machine.")


def mail_to_test(address: str) -> EmailMessage:
    written = f"Somebody who runs {settings.BASE_URL} had this sent at {timezone.localtime():%H:%M}. Mails work."
    return EmailMessage("Mails from Whom work", written, to=[address], headers={"Auto-Submitted": "auto-generated"})
