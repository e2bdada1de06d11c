"""What of lists that were brought in has had its time."""

from datetime import datetime

from recommendations.models import LIST_KEPT, Adding, ListDraft


def forget_old_lists(now: datetime) -> None:
    ListDraft.objects.filter(touched_at__lt=now - LIST_KEPT).delete()
    Adding.objects.filter(made_at__lt=now - LIST_KEPT).delete()
