from uuid import UUID

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed, limited_search
from recommendations.forms import CheckForm, EntryForm, ImportForm
from recommendations.models import Entry
from recommendations.my_list.items import FEW_ITEMS, MOST_ENTRIES, add_to_list, as_table, has_room, list_of
from recommendations.my_list.reading import ListRead
from recommendations.my_list.vcards import card_of, cards_of
from recommendations.views.access import suggestion_or_404
from recommendations.views.browser import ready_to_vouch

ON_YOUR_LIST = "{name} is on your list. Only you can see it."
ALREADY_LISTED = "Someone of this name with this number is on your list already."
FULL = f"Your list has {MOST_ENTRIES:,} people on it, which is all it can hold. Remove some first."
CHANGED = "You have changed something since you looked. Look once more, then add them."


@require_safe
@limited_search
def vouches(request: PersonRequest) -> HttpResponse:
    q = request.GET.get("q", "")[:100].replace("\0", "")
    items = list_of(request.user, q)
    context = {"items": items, "q": q, "many": q or len(items) > FEW_ITEMS, "ready": ready_to_vouch(request)}
    return render(request, "recommendations/vouches.html", context)


@page_with_form
def entry_new(request: PersonRequest) -> HttpResponse:
    form = EntryForm(posted(request), person=request.user)
    if form.is_valid() and _may_add(request, form) and _is_on_the_list(form):
        messages.success(request, ON_YOUR_LIST.format(name=form.cleaned_data["name"]))
        return redirect("vouches")
    return render(request, "recommendations/entry_form.html", {"form": form}, status=status_of(form))


@page_with_form
def entry_edit(request: PersonRequest, public_id: UUID) -> HttpResponse:
    entry = _mine(request, public_id)
    form = EntryForm(posted(request), instance=entry, person=request.user)
    if form.is_valid() and _is_on_the_list(form):
        messages.success(request, "Saved. Only you can see it.")
        return redirect("vouches")
    context = {"form": form, "entry": entry}
    return render(request, "recommendations/entry_form.html", context, status=status_of(form))


@page_with_form
def entry_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    entry = _mine(request, public_id)
    if request.method == "POST":
        entry.delete()
        messages.success(request, f"{entry.name} is off your list.")
        return redirect("vouches")
    return render(request, "recommendations/entry_remove.html", {"entry": entry})


@page_with_form
def list_import(request: PersonRequest) -> HttpResponse:
    form_of_this_step = CheckForm if "kind" in request.POST else ImportForm
    return list_looked_at(request, form_of_this_step(posted(request), request.FILES or None))


def list_looked_at(request: PersonRequest, form: ImportForm | CheckForm) -> HttpResponse:
    """Wherever it comes from."""
    if not form.is_valid() or not allowed(request, "list_import", form):
        return _import_page(request, form, None)
    found = form.list_read(request.user)
    if found.fault:
        form.blame(found)
        return _import_page(request, form, None)
    if isinstance(form, CheckForm) and form.adds:
        if form.cleaned_data["seen"] == found.mark:
            return _added(request, form, found)
        messages.warning(request, CHANGED)
    return _import_page(request, CheckForm.of(found), found)


@require_safe
def list_vcf(request: PersonRequest) -> HttpResponse:
    return _download("my-tradespeople.vcf", "text/vcard", cards_of(list_of(request.user)))


@require_safe
def list_csv(request: PersonRequest) -> HttpResponse:
    return _download("my-tradespeople.csv", "text/csv", as_table(list_of(request.user)))


@require_safe
def provider_card(request: PersonRequest, public_id: UUID) -> HttpResponse:
    suggestion = suggestion_or_404(request.user, public_id)
    name = slugify(suggestion.name, allow_unicode=True) or "contact"
    return _download(f"{name}.vcf", "text/vcard", card_of(suggestion))


def _mine(request: PersonRequest, public_id: UUID) -> Entry:
    return get_object_or_404(request.user.entries.select_related("trade"), public_id=public_id)


def _may_add(request: PersonRequest, form: EntryForm) -> bool:
    if not has_room(request.user):
        form.add_error(None, FULL)
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


def _import_page(request: PersonRequest, form: ImportForm | CheckForm, found: ListRead | None) -> HttpResponse:
    page = "list_import" if isinstance(form, ImportForm) else "list_check"
    context = {"form": form, "found": found}
    return render(request, f"recommendations/{page}.html", context, status=status_of(form))


def _added(request: PersonRequest, form: CheckForm, found: ListRead) -> HttpResponse:
    """What could be read is on the list; what could not stays, to be mended."""
    if not has_room(request.user, len(found.new)):
        form.add_error(None, FULL)
        return _import_page(request, form, found)
    count = add_to_list(request.user, found.new)
    messages.success(request, f"Added {count}. Only you can see them.")
    if not found.faulty:
        return redirect("vouches")
    rest = found.to_mend(request.user)
    return _import_page(request, CheckForm.of(rest), rest)


def _download(name: str, content_type: str, content: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{content_type}; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
