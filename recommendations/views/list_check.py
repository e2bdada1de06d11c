from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import replace_url

from people.http import PersonRequest, page_with_form, post_or_back_to, status_of, wants_piece
from people.limits import allowed
from people.words import in_figures
from recommendations.forms import CheckForm, ColumnsForm
from recommendations.models import Adding, ListDraft
from recommendations.my_list.checking import add_ticked, held_list, keep_list
from recommendations.my_list.items import has_room, list_full

OTHER_LIST = gettext_lazy("This list has changed since that page was shown. Look at it as it is now.")
NOBODY_TICKED = gettext_lazy("Tick at least one of them.")
ALL_THERE = gettext_lazy("All of them are on your list already.")


@page_with_form
def list_check(request: PersonRequest) -> HttpResponse:
    draft = _draft_of(request)
    if request.method != "POST":
        if draft is None:
            return redirect("list_import")
        return _check_page(request, CheckForm(draft, request.user, None, *_asked(request)))
    if draft is None or request.POST.get("list") != draft.prefix:
        return _other_list(request)
    form = CheckForm(draft, request.user, request.POST)
    if form.is_valid() and (answer := _acted(request, form)):
        return answer
    return _check_page(request, form)


@post_or_back_to("list_check")
def list_columns(request: PersonRequest) -> HttpResponse:
    """Read anew by the columns that were chosen."""
    draft = _draft_of(request)
    if draft is None or request.POST.get("list") != draft.prefix or not draft.text:
        return _other_list(request)
    form = ColumnsForm(draft, request.POST)
    if form.is_valid() and allowed(request, "list_import", form):
        found = form.list_read(request.user)
        if not found.fault:
            keep_list(request.user, found)
            return redirect("list_check")
        form.blame(found)
    return _check_page(request, CheckForm(draft, request.user), form)


@require_POST
def list_discard(request: PersonRequest) -> HttpResponse:
    request.user.list_drafts.all().delete()
    messages.success(request, _("Thrown away. Nothing of it was added."))
    return redirect("vouches")


@require_POST
def list_take_back(request: PersonRequest, public_id: UUID) -> HttpResponse:
    adding = get_object_or_404(request.user.addings.kept(), public_id=public_id)
    messages.success(request, _taken_back(adding))
    return redirect("vouches")


def _draft_of(request: PersonRequest) -> ListDraft | None:
    return request.user.list_drafts.kept().first()


def _other_list(request: PersonRequest) -> HttpResponse:
    """What was sent is of one that was added, thrown away or replaced, and changes nothing."""
    if _draft_of(request) is None:
        return redirect("vouches")
    messages.warning(request, OTHER_LIST)
    return redirect("list_check")


def _asked(request: PersonRequest) -> tuple[str, str]:
    return request.GET.get("q", ""), request.GET.get("page", "")


def _check_page(request: PersonRequest, form: CheckForm, columns: ColumnsForm | None = None) -> HttpResponse:
    if columns is None and form.draft.headings:
        columns = ColumnsForm(form.draft)
    context = {"form": form, "draft": form.draft, "columns": columns, "added": request.user.addings.standing()}
    piece = "#list" if wants_piece(request) else ""
    status = status_of(columns) if columns and columns.is_bound else status_of(form)
    return render(request, f"recommendations/list_check.html{piece}", context, status=status)


def _acted(request: PersonRequest, form: CheckForm) -> HttpResponse | None:
    """All that was ticked and mended on the page is saved, whichever button was pressed. None if the page has to say
    what is wrong."""
    act = request.POST.get("act", "")
    with transaction.atomic():
        draft = held_list(request.user, form.draft.key)
        if draft is None:
            return _other_list(request)
        form.save()
        if act == "tick":
            draft.rows.saying(form.q).tick()
        elif act == "untick":
            draft.rows.saying(form.q).untick()
        elif act == "add":
            return _added(request, form, draft)
    return _turned(request, form, act)


def _turned(request: PersonRequest, form: CheckForm, act: str) -> HttpResponse:
    """To the page that was asked for."""
    if act == "later":
        return redirect("vouches")
    q, page = form.q, request.POST.get("page") or request.POST.get("shown_page", "")
    wanted = request.POST.get("q", "") if act == "filter" else "" if act == "all" else q
    if wanted != q:
        q, page = wanted, ""
    asked = {name: value for name, value in (("q", q), ("page", page)) if value}
    url = reverse("list_check") + (f"?{urlencode(asked)}" if asked else "")
    if wants_piece(request):
        return replace_url(_check_page(request, CheckForm(form.draft, request.user, None, q, page)), url)
    return redirect(f"{url}#list" if asked else url)


def _added(request: PersonRequest, form: CheckForm, draft: ListDraft) -> HttpResponse | None:
    ticked = draft.rows.filter(ticked=True).count()
    if not ticked or not has_room(request.user, ticked):
        form.add_error(None, list_full() if ticked else NOBODY_TICKED)
        return None
    adding = add_ticked(draft)
    messages.success(request, _said_added(adding.count) if adding else ALL_THERE)
    return redirect("list_check" if draft.pk else "vouches")


def _taken_back(adding: Adding) -> str:
    backed = adding.take_back()
    if backed is None:
        return _("They are off your list.")
    off = ngettext("{count} is off your list again.", "{count} are off your list again.", backed.removed)
    stay = ngettext(
        "{count} stays, because you changed it since.",
        "{count} stay, because you changed them since.",
        backed.changed,
    )
    gone = ngettext(
        "{count} had left it before: removed by you, or vouched for.",
        "{count} had left it before: removed by you, or vouched for.",
        backed.gone,
    )
    said = [_with_count(off, backed.removed)]
    said += [_with_count(each, count) for each, count in ((stay, backed.changed), (gone, backed.gone)) if count]
    return " ".join(said)


def _said_added(count: int) -> str:
    said = ngettext("Added {count}. Only you can see them.", "Added {count}. Only you can see them.", count)
    return _with_count(said, count)


def _with_count(said: str, count: int) -> str:
    return said.format(count=in_figures(count))
