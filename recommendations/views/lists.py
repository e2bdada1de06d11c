from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed, limited, limited_search
from people.models import Person
from recommendations.forms import EntryForm, ImportForm
from recommendations.models import Entry, LeftUnsaid
from recommendations.my_list.checking import keep_beside, keep_list
from recommendations.my_list.could_give import could_give
from recommendations.my_list.items import FEW_ITEMS, as_table, has_room, list_full, list_of
from recommendations.my_list.noted import noted_from
from recommendations.my_list.reading import NO_NAME, ListRead
from recommendations.my_list.vcards import card_of, cards_of
from recommendations.views.access import suggestion_or_404
from recommendations.views.browser import ready_to_vouch

ITEMS_A_PAGE = 50
# In the address of what the browser hands over of the phone's contacts.
FROM_PHONE = "phone"
ON_YOUR_LIST = gettext_lazy("{name} is on your list. Only you can see it.")
ALREADY_LISTED = gettext_lazy("Someone of this name with this number is on your list already.")


@require_safe
@limited_search
def vouches(request: PersonRequest) -> HttpResponse:
    q = request.GET.get("q", "")[:100].replace("\0", "")
    items = list_of(request.user, q)
    context = {
        "items": items,
        "page": Paginator(items, ITEMS_A_PAGE).get_page(request.GET.get("page")),
        "q": q,
        "many": q or len(items) > FEW_ITEMS,
        "ready": ready_to_vouch(request),
        "added": request.user.addings.standing(),
        "could_give": None if q else could_give(request.user),
        "waiting": request.user.list_drafts.kept().exists(),
    }
    return render(request, "recommendations/vouches.html", context)


@require_POST
@limited("change")
def leave_unsaid(request: PersonRequest, public_id: UUID) -> HttpResponse:
    if not LeftUnsaid.leave(request.user, public_id):
        raise Http404
    messages.success(request, _("You are not asked about them again. Nobody is told."))
    return redirect("vouches")


@page_with_form
def entry_new(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = EntryForm(posted(request), initial=noted_from(person, request.GET.get("answer")), person=person)
    if form.is_valid() and _may_add(request, form) and _is_on_the_list(form):
        messages.success(request, ON_YOUR_LIST.format(name=form.cleaned_data["name"]))
        return redirect("vouches")
    return render(request, "recommendations/entry_form.html", {"form": form}, status=status_of(form))


@page_with_form
def entry_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    entry = _mine(request, public_id)
    form = EntryForm(posted(request), instance=entry, person=request.user)
    if form.is_valid() and _is_on_the_list(form):
        messages.success(request, _("Saved. Only you can see it."))
        return redirect("vouches")
    context = {"form": form, "entry": entry}
    return render(request, "recommendations/entry_form.html", context, status=status_of(form))


@page_with_form
def entry_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    entry = _mine(request, public_id)
    if request.method == "POST":
        entry.delete()
        messages.success(request, _("{name} is off your list.").format(name=entry.name))
        return redirect("vouches")
    return render(request, "recommendations/entry_remove.html", {"entry": entry})


@page_with_form
def list_import(request: PersonRequest) -> HttpResponse:
    keep = keep_beside if FROM_PHONE in request.GET else keep_list
    return list_looked_at(request, ImportForm(posted(request), request.FILES or None), keep)


def list_looked_at(request: PersonRequest, form: ImportForm, keep: Callable[[Person, ListRead], None]) -> HttpResponse:
    """Lines or a file, from wherever they come; what is read of it is looked at on the next page."""
    if form.is_valid() and allowed(request, "list_import", form):
        found = form.list_read(request.user)
        if not found.fault or found.fault == NO_NAME:
            keep(request.user, found)
            return redirect("list_check")
        form.blame(found)
    context = {"form": form, "waiting": request.user.list_drafts.kept().first()}
    return render(request, "recommendations/list_import.html", context, status=status_of(form))


@require_safe
def list_vcf(request: PersonRequest) -> HttpResponse:
    return _download(f"{_file_name()}.vcf", "text/vcard", cards_of(list_of(request.user)))


@require_safe
def list_csv(request: PersonRequest) -> HttpResponse:
    return _download(f"{_file_name()}.csv", "text/csv", as_table(list_of(request.user)))


@require_safe
def provider_card(request: PersonRequest, public_id: UUID) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, public_id)
    name = slugify(suggestion.name, allow_unicode=True) or slugify(_("contact"))
    return _download(f"{name}.vcf", "text/vcard", card_of(suggestion))


def _file_name() -> str:
    return slugify(_("my-tradespeople"), allow_unicode=True) or "whom"


def _mine(request: PersonRequest, public_id: UUID) -> Entry:
    return get_object_or_404(request.user.entries.select_related("trade"), public_id=public_id)


def _may_add(request: PersonRequest, form: EntryForm) -> bool:
    if not has_room(request.user):
        form.add_error(None, list_full())
        return False
    return allowed(request, "entry", form)


def _is_on_the_list(form: EntryForm) -> bool:
    """Saves it. A second press of the button finds it there, and that is as good."""
    try:
        form.save()
    except IntegrityError:
        if not form.saved_before():
            form.add_error(None, ALREADY_LISTED)
    return not form.errors


def _download(name: str, content_type: str, content: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
