from __future__ import annotations

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from people.models.person import Person
from people.models.sessions import Session

# Of one person; the one that was added first makes room.
MOST_BROWSERS = 10


class PushBrowserQuerySet(models.QuerySet["PushBrowser"]):
    def turn_on(self, person: Person, session: str, endpoint: str, key: str, secret: str) -> bool:
        """Whether this browser is told from now on, and nobody else in it: not if they have signed out there, or gone
        out of sight, meanwhile. `session` is the hash of its key."""
        try:
            with transaction.atomic():
                # Locked first, as by whoever leaves, so that neither waits for the other.
                here = Session.objects.filter(pk=session, person=person, person__is_active=True)
                if not here.select_for_update(of=("self",)):
                    return False
                self.filter(Q(session=session) | Q(endpoint=endpoint)).delete()
                self.create(person=person, session_id=session, endpoint=endpoint, key=key, secret=secret)
                Person.objects.filter(pk=person.pk).update(push_offered=True)
                newest = list(self.filter(person=person).order_by("-since", "-pk").values_list("pk", flat=True))
                self.filter(pk__in=newest[MOST_BROWSERS:]).delete()
        except IntegrityError:  # the same browser has done so in another session, at the same moment
            return False
        return True


class PushBrowser(models.Model):
    """A browser that shows what concerns whoever is signed in there, also while Whom is closed: it goes with that
    session, however that ends. The rest is what the browser said of where a message to it is left, and how it is
    sealed (RFC 8030, RFC 8291)."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="push_browsers")
    session = models.OneToOneField(Session, models.CASCADE, related_name="push_browser")
    endpoint = models.CharField(max_length=1000, unique=True)
    key = models.CharField(max_length=87)
    secret = models.CharField(max_length=22)
    since = models.DateTimeField(default=timezone.now)

    objects = PushBrowserQuerySet.as_manager()

    def __str__(self) -> str:
        return f"push browser {self.pk}"
