"""A photo of the work: sent from a phone, and looked at by a friend."""

from django.urls import reverse

from tests.browser.conftest import DESKTOP
from tests.worlds.drawings import file_of, four_corners, taken_at_home

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
