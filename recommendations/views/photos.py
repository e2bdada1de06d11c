from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.http import PersonRequest, page_with_form, posted, status_of
from people.limits import allowed
from recommendations.forms import PhotoForm
from recommendations.models import MOST_PHOTOS, Photo


@page_with_form
def vouch_photos(request: PersonRequest, public_id: UUID) -> HttpResponse:
    vouch = get_object_or_404(request.user.vouches.select_related("provider"), public_id=public_id)
    form = PhotoForm(posted(request), request.FILES or None)
    if form.is_valid() and allowed(request, "photo", form) and form.add_to(vouch):
        messages.success(request, _("Added. Whoever may read your vouch can see it."))
        return redirect("vouch_photos", public_id)
    photos = list(vouch.photos.defer("image"))
    context = {"form": form, "vouch": vouch, "photos": photos, "full": len(photos) >= MOST_PHOTOS}
    return render(request, "recommendations/vouch_photos.html", context, status=status_of(form))


@require_safe
def photo(request: PersonRequest, public_id: UUID) -> HttpResponse:
    found = get_object_or_404(Photo.objects.visible_to(request.user), public_id=public_id)
    headers = {"Content-Disposition": 'inline; filename="photo.jpg"'}
    return HttpResponse(bytes(found.image), content_type="image/jpeg", headers=headers)


@require_POST
def photo_remove(request: PersonRequest, public_id: UUID) -> HttpResponse:
    """One that is gone already, or was never theirs, ends where there is nothing to see of it."""
    mine = Photo.objects.visible_to(request.user).filter(vouch__author=request.user)
    found = mine.filter(public_id=public_id).select_related("vouch").defer("image").first()
    if found is None:
        return redirect("vouches")
    found.delete()
    messages.success(request, _("Removed. Nobody sees it any more."))
    return redirect("vouch_photos", found.vouch.public_id)
