"""A photo of the work: sent from a phone, and looked at by a friend."""

import pytest
from django.urls import reverse
from PIL import Image

from recommendations.forms import photos as photo_forms
from recommendations.models import Photo
from recommendations.providers.photos import redrawn
from tests.browser.conftest import DESKTOP
from tests.worlds.drawings import file_of, four_corners, noise, taken_at_home

LOADED = "document.querySelector('.photos img, .shown img').naturalWidth"


def test_one_adds_a_photo_and_a_friend_looks_at_it(visit, street):
    vouch = street["ben"].vouches.get(name="Rosa Lima")
    provider = reverse("provider", args=[vouch.provider.public_id])
    page = visit(provider, street["ben"])
    page.get_by_role("link", name="Add photos").click()
    sent = {
        "name": "IMG_1.jpg",
        "mimeType": "image/jpeg",
        "buffer": file_of(four_corners(800, 600), exif=taken_at_home(6)),
    }
    page.get_by_label("A photo of the work").set_input_files(sent)
    page.get_by_role("button", name="Add this photo").click()
    said = page.get_by_role("alert").get_by_role("link").all_inner_texts()
    assert said == ["Choose the photo again.", "Say in a few words what the photo shows."]
    page.get_by_label("What does it show?").fill("The new tap")
    page.get_by_label("A photo of the work").set_input_files(sent)
    page.get_by_role("button", name="Add this photo").click()
    page.get_by_role("img", name="The new tap").wait_for()

    friend = visit(provider, street["ana"], DESKTOP)
    shown = friend.get_by_role("img", name="The new tap")
    shown.scroll_into_view_if_needed()
    friend.wait_for_function(f"{LOADED} === 600")

    page.get_by_role("button", name="Remove the photo “The new tap”").click()
    page.get_by_role("status").get_by_text("Removed.").wait_for()
    friend.reload()
    assert shown.count() == 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_large_photo_is_made_smaller_before_it_is_sent(visit, street, monkeypatch, javascript):
    """Lying on its side as phones write it; what is sent of it, and what is kept, stands upright and tells no place."""
    sent = []
    monkeypatch.setattr(photo_forms, "redrawn_apart", lambda upload: [sent.append(upload.read()), redrawn(upload)][1])
    vouch = street["ana"].vouches.get()
    page = visit(reverse("vouch_photos", args=[vouch.public_id]), street["ana"], java_script_enabled=javascript)
    taken = Image.blend(four_corners(2400, 1800), noise(600, 450).resize((2400, 1800)), 0.3)
    photo = file_of(taken, quality=95, exif=taken_at_home(6))
    assert len(photo) > 1_000_000
    page.get_by_label("A photo of the work").set_input_files(
        {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": photo}
    )
    page.get_by_label("What does it show?").fill("The new tap")
    page.get_by_role("button", name="Add this photo").click()
    page.get_by_role("img", name="The new tap").wait_for()

    kept = Photo.objects.get()
    assert (kept.width, kept.height) == (1200, 1600)
    assert [(b"canary-gps" in each, len(each) > 1_000_000) for each in sent] == [(not javascript, not javascript)]
