"""A case, its pages, and its proof by a code."""

from django.utils import timezone

from recommendations.models import Case, CaseMail

ROSA, NOTED = "+441134960001", "rosa@home.example"


def at(case: Case, act: str = "") -> str:
    return f"/desk/{case.public_id}/{act and f'{act}/'}"


def prove(case: Case, address: str = NOTED) -> None:
    now = timezone.now()
    case.mails.create(kind=CaseMail.Kind.CODE, address=address, proved_at=now, sent_at=now)
    Case.objects.filter(pk=case.pk).update(proved_at=now)
