"""Adding, showing and removing photos of the work; and who may look at one."""

import re
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from recommendations.forms import photos as photo_forms
from recommendations.models import Photo, Scope, Vouch, vouches
from recommendations.providers.photos import NOT_A_PHOTO, redrawn, too_many_pixels
from recommendations.providers.photos_apart import redrawn_apart
from tests.worlds.builders import befriend, make_person, make_photo, make_vouch
from tests.worlds.drawings import file_of, four_corners, png_bomb, taken_at_home

IMAGE = re.compile(r'<img src="([^"]+)" alt="([^"]*)" width="(\d+)" height="(\d+)" loading="lazy">')


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch):
    """A process of its own for each photo would take the time of the tests."""
    monkeypatch.setattr(photo_forms, "redrawn_apart", redrawn)


@pytest.fixture
def vouch(ana) -> Vouch:
    return make_vouch(author=ana, name="Rosa Lima")


def sent(number: int = 0, alt: str = "The new tap", content: bytes | None = None, name: str = "IMG_1.jpg") -> dict:
    content = file_of(four_corners(80 + number), exif=taken_at_home()) if content is None else content
    return {"photo": SimpleUploadedFile(name, content, "image/jpeg"), "alt": alt}


def page_of(vouch: Vouch) -> str:
    return reverse("vouch_photos", args=[vouch.public_id])


def url_of(photo: Photo) -> str:
    return reverse("photo", args=[photo.public_id])


def images(client, url: str) -> list[tuple[str, ...]]:
    return IMAGE.findall(client.get(url).content.decode())


def looked_at_by(person, photo: Photo) -> int:
    client = Client()
    if person:
        client.force_login(person)
    return client.get(url_of(photo)).status_code


def test_a_photo_is_added_shown_with_the_words_and_removed(client, ana, vouch):
    client.force_login(ana)
    provider = reverse("provider", args=[vouch.provider.public_id])

    response = client.post(page_of(vouch), sent())

    photo = Photo.objects.get()
    assert response.headers["Location"] == page_of(vouch)
    assert (photo.vouch, photo.alt, photo.width, photo.height) == (vouch, "The new tap", 80, 60)
    shown = [(url_of(photo), "The new tap", "80", "60")]
    assert images(client, page_of(vouch)) == images(client, provider) == shown

    response = client.post(reverse("photo_remove", args=[photo.public_id]))

    assert response.headers["Location"] == page_of(vouch)
    assert (images(client, page_of(vouch)), images(client, provider)) == ([], [])
    assert client.get(url_of(photo)).status_code == 404


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "AVIF"])
def test_what_is_served_is_a_clean_jpeg_that_nobody_else_may_keep(client, ana, vouch, monkeypatch, kind):
    """Whatever it was sent as, and called."""
    monkeypatch.setattr(photo_forms, "redrawn_apart", redrawn_apart)
    client.force_login(ana)
    client.post(page_of(vouch), sent(content=file_of(four_corners(), kind, exif=taken_at_home())))

    response = client.get(url_of(Photo.objects.get()))

    picture = Image.open(BytesIO(response.content))
    assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (80, 60), {})
    assert b"canary" not in response.content
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_button_pressed_twice_adds_one(client, ana, vouch):
    client.force_login(ana)

    assert [client.post(page_of(vouch), sent()).status_code for _ in range(2)] == [302, 302]
    assert Photo.objects.count() == 1


def test_four_are_enough(client, ana, vouch):
    client.force_login(ana)
    for number in range(4):
        assert client.post(page_of(vouch), sent(number)).status_code == 302

    response = client.post(page_of(vouch), sent(4, alt="The fifth"))

    assert response.status_code == 422
    assert "You can add 4 photos to a vouch" in response.content.decode()
    assert 'value="The fifth"' in response.content.decode()
    assert Photo.objects.count() == 4
    assert 'type="file"' not in client.get(page_of(vouch)).content.decode()
    assert not vouch.add_photo(b"a fifth at the same moment", 1, 1, "")


def test_one_person_adds_so_many_in_all(ana, vouch, monkeypatch):
    monkeypatch.setattr(vouches, "MOST_PHOTOS_EACH", 2)
    another = make_vouch(author=ana)

    assert vouch.add_photo(b"one", 1, 1, "")
    assert another.add_photo(b"two", 1, 1, "")
    assert not another.add_photo(b"three", 1, 1, "")


def test_none_is_added_to_a_vouch_that_is_withdrawn_meanwhile(ana, vouch):
    same = Vouch.objects.get()
    same.withdraw()

    assert not vouch.add_photo(b"too late", 1, 1, "")
    assert not Photo.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"alt": ""}, "Say in a few words what the photo shows."),
        ({"alt": " "}, "Say in a few words what the photo shows."),
        ({"alt": "a" * 151}, "Use 150 letters at most."),
        ({"content": b""}, "This file is empty. Choose another one."),
        ({"content": b"<!doctype html><script>alert(1)</script>", "name": "tap.jpg"}, NOT_A_PHOTO),
        ({"content": file_of(four_corners(), "GIF"), "name": "tap.jpg"}, NOT_A_PHOTO),
        ({"content": png_bomb(30_000, 30_000)}, too_many_pixels("PNG", 45_000_000)),
    ],
    ids=["no alt", "blank alt", "long alt", "empty", "html", "gif", "bomb"],
)
def test_what_cannot_be_added_says_why_and_keeps_what_was_typed(client, ana, vouch, fields, said):
    client.force_login(ana)

    response = client.post(page_of(vouch), sent(**fields))

    page = response.content.decode()
    assert (response.status_code, Photo.objects.count()) == (422, 0)
    assert page.count(str(said)) == 2  # in the summary, and at its field
    assert f'value="{fields.get("alt", "The new tap").strip()}"' in page or not fields.get("alt", "x").strip()


def test_with_something_else_amiss_it_asks_for_the_photo_again(client, ana, vouch):
    client.force_login(ana)

    assert "Choose the photo again." in client.post(page_of(vouch), sent(alt="")).content.decode()
    assert "Choose the photo again." not in client.post(page_of(vouch), sent(content=b"")).content.decode()


def test_without_a_file_it_asks_for_one(client, ana, vouch):
    client.force_login(ana)

    response = client.post(page_of(vouch), {"alt": "The new tap"})

    assert response.status_code == 422
    assert "Choose a photo." in response.content.decode()
    assert 'value="The new tap"' in response.content.decode()


def test_no_more_than_so_many_a_day(client, ana, vouch, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"photo": "1/d/user"}
    client.force_login(ana)

    # What cannot be read takes work too.
    statuses = [client.post(page_of(vouch), sent(content=b"not a photo")).status_code, 0]
    response = client.post(page_of(vouch), sent(alt="The second"))
    statuses[1] = response.status_code

    assert (statuses, Photo.objects.count()) == ([422, 429], 0)
    assert 'value="The second"' in response.content.decode()


# --- Who may look at one ----------------------------------------------------------------------------


def test_whoever_may_read_the_vouch_may_look_at_its_photo(ana, ben, cleo, dan):
    zoe = make_person()
    befriend(ana, zoe)
    viewers = [ben, ana, cleo, zoe, dan, None]
    expected = {
        Scope.ME: [200, 404, 404, 404, 404, 302],
        Scope.CIRCLE: [200, 200, 200, 404, 404, 302],
        Scope.BEYOND: [200, 200, 200, 200, 200, 302],
    }
    photos = {scope: make_photo(make_vouch(author=ben, scope=scope)) for scope in Scope}

    assert {scope: [looked_at_by(viewer, photos[scope]) for viewer in viewers] for scope in Scope} == expected
    far = make_person()
    befriend(dan, far)
    assert {looked_at_by(far, photo) for photo in photos.values()} == {404}


def test_a_change_of_scope_holds_from_the_next_request(ana, ben, cleo, dan):
    vouch = make_vouch(author=ben)
    photo = make_photo(vouch)
    seen = []
    for scope in (Scope.BEYOND, Scope.CIRCLE, Scope.ME):
        Vouch.objects.filter(pk=vouch.pk).update(scope=scope)
        seen.append([looked_at_by(viewer, photo) for viewer in (ben, ana, dan)])

    assert seen == [[200, 200, 200], [200, 200, 404], [200, 404, 404]]


@pytest.mark.parametrize("by_the_author", [True, False])
def test_a_block_holds_from_the_next_request(ana, ben, cleo, dan, by_the_author):
    photo = make_photo(make_vouch(author=ben))
    assert [looked_at_by(viewer, photo) for viewer in (ana, dan)] == [200, 200]

    for other in (ana, dan):
        (ben.block(other) if by_the_author else other.block(ben))

    assert [looked_at_by(viewer, photo) for viewer in (ben, cleo, ana)] == [200, 200, 404]
    # What comes without the name of whom Dan has blocked, he still sees.
    assert looked_at_by(dan, photo) == (404 if by_the_author else 200)


def test_it_is_gone_with_the_vouch(ana, ben):
    vouch = make_vouch(author=ben)
    photo = make_photo(vouch)

    vouch.withdraw()

    assert [looked_at_by(viewer, photo) for viewer in (ben, ana)] == [404, 404]
    assert not Photo.objects.exists()


def test_nobody_but_its_author_removes_one_or_adds_to_it(client, ana, ben):
    vouch = make_vouch(author=ben)
    photo = make_photo(vouch)
    client.force_login(ana)

    foreign, unknown = (client.post(reverse("photo_remove", args=[each])) for each in (photo.public_id, uuid4()))

    assert foreign.headers["Location"] == unknown.headers["Location"] == reverse("vouches")
    assert client.post(page_of(vouch), sent()).status_code == 404
    assert list(Photo.objects.all()) == [photo]


def test_looking_changes_nothing(client, ana, vouch):
    photo = make_photo(vouch)
    client.force_login(ana)

    assert client.get(reverse("photo_remove", args=[photo.public_id])).status_code == 405
    assert client.head(page_of(vouch)).status_code == 200
    assert list(Photo.objects.all()) == [photo]


# --- Where they are shown ---------------------------------------------------------------------------


def test_each_vouch_shows_its_own_and_only_those_in_sight(client, ana, ben, cleo, dan):
    about = {"phone": "+441134960001", "pass_on": True}
    bens, cleos = make_vouch(author=ben, **about), make_vouch(author=cleo, **about)
    hidden, far = make_vouch(author=cleo, scope=Scope.CIRCLE, **about), make_vouch(author=dan, **about)
    for name, vouch in (("Ben's", bens), ("Ben's second", bens), ("Cleo's", cleos), ("hidden", hidden), ("far", far)):
        make_photo(vouch, alt=name)
    client.force_login(ana)

    shown = images(client, reverse("provider", args=[bens.provider.public_id]))

    assert [alt for _, alt, *_ in shown] == ["Ben&#x27;s", "Ben&#x27;s second", "Cleo&#x27;s"]


def test_words_in_the_alt_text_stay_words(client, ana, vouch):
    make_photo(vouch, alt='"><script>alert(1)</script>')
    client.force_login(ana)

    for url in (page_of(vouch), reverse("provider", args=[vouch.provider.public_id])):
        assert "<script>alert" not in client.get(url).content.decode()


def test_photos_cost_a_query_on_their_page_and_none_anywhere_else(client, ana, ben):
    vouch = make_vouch(author=ben)
    client.force_login(ana)

    def asked(url: str) -> list[str]:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            client.get(url)
        return [query["sql"] for query in queries if "recommendations_photo" in query["sql"]]

    for _ in range(3):
        make_photo(vouch)
        first_of_each, all_of_them = asked(reverse("provider", args=[vouch.provider.public_id]))
        assert "image" not in first_of_each + all_of_them
    assert asked("/find/") == []
