"""The link of a question, for those who have no account, and what came by it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac

from people.http import PersonRequest
from people.joining import KEPT
from people.models import Person
from people.qr import qr_picture
from recommendations.contacts import identity_of
from recommendations.forms import VouchForm
from recommendations.models import Ask, AskLink, LinkAnswer, Vouch
from recommendations.models.locks import lock
from recommendations.notes import note_of

# In the session: the links that were opened here, and the answers that were written here.
LINKS, ANSWERS = "ask_links", "link_answers"
MOST_HELD = 20


# --- In the browser of whoever was sent the link ---------------------------------------------------


def viewer_of(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def gone(request: HttpRequest) -> HttpResponse:
    """Taken back, run out, full, settled, unknown and blocked look the same."""
    return render(request, "recommendations/link_gone.html", status=404)


def hold(request: HttpRequest, what: str, public_id: UUID) -> None:
    before = [each for each in request.session.get(what, []) if each != str(public_id)]
    request.session[what] = [*before, str(public_id)][-MOST_HELD:]


def holds(request: HttpRequest, what: str, public_id: UUID) -> bool:
    return str(public_id) in request.session.get(what, [])


def link_held(request: HttpRequest, public_id: UUID) -> AskLink | None:
    """One that was opened here, if it still opens for whoever looks."""
    if not holds(request, LINKS, public_id):
        return None
    return AskLink.objects.shown_to(viewer_of(request)).filter(public_id=public_id).first()


def id_made_of(key: str) -> UUID:
    """Of an answer, from the key of its form: whoever comes to know an id, which stands in an address, has no key that
    they could send to be shown what is there."""
    return UUID(bytes=salted_hmac("link_answer", key, algorithm="sha256").digest()[:16], version=4)


def sent_before(request: HttpRequest) -> UUID | None:
    """What was made of the form, if the button is pressed for the second time: by then the link may take no more."""
    made = id_made_of(request.POST.get("key", ""))
    return made if holds(request, ANSWERS, made) else None


def answer_held(request: HttpRequest, public_id: UUID) -> LinkAnswer | None:
    """One that was written here, if it is still there for whoever looks."""
    if not holds(request, ANSWERS, public_id):
        return None
    return LinkAnswer.objects.shown_to(viewer_of(request)).filter(public_id=public_id).first()


# --- A vouch of its writer's own -------------------------------------------------------------------


def told_by(request: PersonRequest) -> QuerySet[LinkAnswer]:
    """What the person said by links, and might say as a vouch: also what was written here before they signed in."""
    here = LinkAnswer.objects.shown_to(request.user).filter(public_id__in=request.session.get(ANSWERS, []), vouch=None)
    theirs = LinkAnswer.objects.written_by(request.user)
    both = LinkAnswer.objects.filter(Q(pk__in=here.values("pk")) | Q(pk__in=theirs.values("pk")))
    return both.select_related("ask__person", "ask__place", "trade").order_by("-made_at", "-pk")


def told_or_404(request: PersonRequest) -> LinkAnswer | None:
    """The one that the page is asked for, if any. What was typed is not lost when it has gone meanwhile."""
    if "told" not in request.GET:
        return None
    try:
        told = told_by(request).filter(public_id=UUID(request.GET["told"])).first()
    except ValueError as error:
        raise Http404 from error
    if told is None and request.method != "POST":
        raise Http404
    return told


def ready_to_vouch(request: PersonRequest, asker: Person | None = None) -> list[LinkAnswer]:
    """Those told of whom the person has no vouch yet."""
    found = told_by(request).filter(ask__person=asker) if asker else told_by(request)
    if not found:
        return []
    vouched = set(request.user.vouches.values_list("trade", "provider__identity"))
    return [told for told in found if (told.trade_id, identity_of(told.phone, told.website) or "") not in vouched]


def save_as_told(form: VouchForm, told: LinkAnswer | None) -> Vouch:
    if told is None:
        return form.save()
    with transaction.atomic():
        lock(Person.objects.filter(pk__in=[form.person.pk, told.ask.person_id]))
        vouch = form.save()
        told.became(vouch)
    return vouch


# --- On the asker's own page -----------------------------------------------------------------------


def shared(request: HttpRequest, ask: Ask) -> dict[str, Any]:
    """For `_ask_link.html` and `_link_answers.html`."""
    link = AskLink.objects.filter(ask=ask).first() if ask.is_open else None
    opens = link is not None and AskLink.objects.alive().filter(pk=link.pk).exists()
    told = ask.link_answers.select_related("trade", "ask__place").order_by("-made_at", "-pk")
    url = request.build_absolute_uri(link.path) if link and opens and link.path else ""
    return {
        "link": link,
        "link_url": url,
        "link_words": words_for(ask, url),
        "link_qr": qr_picture(url) if url else "",
        "link_notes": [note_of(told, ask.person.country) for told in told],
    }


def words_for(ask: Ask, url: str) -> str:
    where = f" near {ask.place.name}" if ask.place else ""
    return f"Do you know a good {ask.trade.name.lower()}{where}? You can answer here, without an account: {url}"


# --- Beside the pages ------------------------------------------------------------------------------


def register() -> None:
    KEPT.extend([LINKS, ANSWERS])
