"""What a case sends: a receipt, a code to whoever may be meant, an answer."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from people.codes import CODE_DIGITS, in_groups
from people.emails import letter, url_of
from people.middleware import zone_of
from recommendations.models import Case, CaseMail, DeskLook, Report
from recommendations.models.looks import LOOKS_LAST

CODE_LASTS = timedelta(hours=24)
MOST_TRIES = 5
CLOSED_CASES_LAST = REPORTS_LAST = timedelta(days=90)


def forget_closed_cases(now: datetime) -> None:
    Case.objects.filter(closed_at__lt=now - CLOSED_CASES_LAST).delete()


def forget_old_reports(now: datetime) -> None:
    """Counted from when it was made: who made it could else tell when it was handled, from what they can take out; and,
    of an answer by a link, whether its writer is somebody here."""
    there_still = Report.objects.open().values("pk")
    Report.objects.filter(made_at__lt=now - REPORTS_LAST).exclude(pk__in=there_still).delete()


def forget_old_looks(now: datetime) -> None:
    DeskLook.objects.filter(at__lt=now - LOOKS_LAST).delete()


# --- Mails ----------------------------------------------------------------------------------------


def case_mail(row: CaseMail) -> EmailMultiAlternatives | None:
    case = row.case
    if row.kind == CaseMail.Kind.SEARCH:
        _codes_are_due(case)
        return None
    if row.kind != CaseMail.Kind.CODE:
        return _written(f"case_{row.kind}", row, case.email)
    if case.closed_at or row.address.lower() not in _addresses_on_vouches(case):
        return None
    code = code_for(row)
    CaseMail.objects.filter(pk=row.pk).update(code_hash=hash_of_code(case.public_id, code))
    return _written("case_code", row, row.address, code=in_groups(code))


def _codes_are_due(case: Case) -> None:
    """To each address that stands on a vouch about them, a code of its own."""
    for address in sorted(_addresses_on_vouches(case)):
        due = {"due_at": timezone.now()}
        CaseMail.objects.get_or_create(case=case, kind=CaseMail.Kind.CODE, address=address, defaults=due)


def _addresses_on_vouches(case: Case) -> set[str]:
    return {address.lower() for address in case.vouches().values_list("email", flat=True) if address}


def _written(name: str, row: CaseMail, to: str, **more: str) -> EmailMultiAlternatives:
    url = url_of(reverse("held_case", args=[row.case.public_id]))
    context = {"case": row.case, "url": url, **more}
    with translation.override(row.case.language), timezone.override(zone_of(settings.TIME_ZONE)):
        return letter(f"recommendations/emails/{name}", row, to, context, {})


# --- Codes ----------------------------------------------------------------------------------------


def code_for(row: CaseMail) -> str:
    """The same each time that the mail is sent, since mail programs show it once."""
    digest = salted_hmac("whom.case_code", str(row.public_id), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def hash_of_code(public_id: UUID, code: str, key: str | None = None) -> str:
    """With the secret key, so that whoever reads the database cannot try all codes against it."""
    return salted_hmac("whom.case_proof", f"{public_id}:{code}", secret=key, algorithm="sha256").hexdigest()


def prove(public_id: UUID, typed: str) -> bool:
    """Whether these digits are a code of that case. The same work and the same no, whatever is wrong with either."""
    now = timezone.now()
    hashes = [hash_of_code(public_id, typed, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    with transaction.atomic():
        # Counted first: whoever types at the same moment waits here.
        case = Case.objects.open().filter(public_id=public_id)
        case.filter(tries__lte=MOST_TRIES).update(tries=F("tries") + 1)
        codes = CaseMail.objects.filter(case__in=case.filter(tries__lte=MOST_TRIES), kind=CaseMail.Kind.CODE)
        right = codes.filter(code_hash__in=hashes, sent_at__gt=now - CODE_LASTS).update(proved_at=now)
        case.filter(proved_at=None, mails__in=codes.filter(proved_at=now)).update(proved_at=now)
    return bool(right)
