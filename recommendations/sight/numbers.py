"""Who may see the number that stands on words which they may read: its author, everyone if it is passed on, and whoever
was given it. As a condition in SQL, and as one of a query."""

from django.db.models import Exists, OuterRef, Q

from people.models import Person
from recommendations.models import NumberAsk

# What the viewer asked about the vouch `v`, beside it.
ASKED_ABOUT = "LEFT JOIN recommendations_numberask asked ON asked.vouch_id = v.id AND asked.person_id = %(person)s"
NUMBER_OPEN = "(v.author_id = %(person)s OR v.pass_on OR asked.given_at IS NOT NULL)"


def number_open_to(person: Person) -> Q:
    """Of vouches that the person may read."""
    given = NumberAsk.objects.filter(vouch=OuterRef("pk"), person=person, given_at__isnull=False)
    return Q(author=person) | Q(pass_on=True) | Q(Exists(given))
