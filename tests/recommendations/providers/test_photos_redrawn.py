"""What comes of a file that was sent: a small upright JPEG with nothing in it but the picture, or plain words."""

from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageCms

from recommendations.providers import photos
from recommendations.providers.photos import (
    DAMAGED,
    LARGEST_RESULT,
    LARGEST_UPLOAD,
    NOT_A_PHOTO,
    redrawn,
    too_big,
    too_many_pixels,
)
from tests.worlds.drawings import (
    BLUE,
    GPS,
    GREEN,
    RED,
    YELLOW,
    file_of,
    four_corners,
    motion_photo,
    noise,
    png_bomb,
    taken_at_home,
)

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:li>canary-xmp</rdf:li></x:xmpmeta>'
COMMENT = b"canary-comment"
KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def drawn(sent: bytes) -> Image.Image:
    """The JPEG that is kept; what it says of its size is true."""
    made = redrawn(BytesIO(sent))
    picture = Image.open(BytesIO(made.image))
    assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (made.width, made.height))
    return picture


def refused(sent: bytes) -> str:
    with pytest.raises(ValueError) as refusal:  # noqa: PT011 (the words are what is compared)
        redrawn(BytesIO(sent))
    return str(refusal.value)


def corners(picture: Image.Image) -> list[tuple[int, int, int]]:
    """Clockwise from above left, each as the nearest of the four colours."""
    width, height = picture.size
    places = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
    return [nearest(picture.getpixel((int(x * width), int(y * height)))) for x, y in places]


def nearest(colour: tuple[int, int, int]) -> tuple[int, int, int]:
    return min((RED, GREEN, BLUE, YELLOW), key=lambda one: distance(one, colour))


def distance(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_becomes_a_jpeg_with_the_same_picture(kind):
    picture = drawn(file_of(four_corners(), kind))

    assert picture.size == (80, 60)
    assert corners(picture) == [RED, GREEN, BLUE, YELLOW]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("with_profile", [True, False])
def test_where_and_when_it_was_taken_is_gone(kind, with_profile):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() if with_profile else None
    beside = {"exif": taken_at_home(), "icc_profile": profile, "xmp": XMP, "comment": COMMENT}
    sent = file_of(four_corners(), kind, **beside)
    if kind == "JPEG":
        assert all(word in sent for word in (b"canary-gps", b"canary-description", b"canary-xmp", COMMENT))
    assert Image.open(BytesIO(sent)).getexif().get_ifd(GPS)

    picture = drawn(sent)

    assert not picture.getexif()
    assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    kept = redrawn(BytesIO(sent)).image
    assert not [word for word in (b"canary", b"Exif", b"GPS", b"xmp", b"ICC_PROFILE") if word in kept]


@pytest.mark.parametrize(
    ("orientation", "size", "expected"),
    [
        (1, (80, 60), [RED, GREEN, BLUE, YELLOW]),
        (3, (80, 60), [BLUE, YELLOW, RED, GREEN]),
        (6, (60, 80), [YELLOW, RED, GREEN, BLUE]),
        (8, (60, 80), [GREEN, BLUE, YELLOW, RED]),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_upright(kind, orientation, size, expected):
    picture = drawn(file_of(four_corners(), kind, exif=taken_at_home(orientation)))

    assert (picture.size, corners(picture)) == (size, expected)


@pytest.mark.parametrize(
    ("size", "expected"), [((4000, 3000), (1600, 1200)), ((1000, 4000), (400, 1600)), ((1600, 90), (1600, 90))]
)
def test_it_is_made_to_fit(size, expected):
    assert drawn(file_of(four_corners(*size))).size == expected


def test_even_the_busiest_picture_is_small_enough():
    sent = file_of(noise(1600, 1600), quality=60)
    assert len(sent) > LARGEST_RESULT

    assert len(redrawn(BytesIO(sent)).image) <= LARGEST_RESULT


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_becomes_white(mode):
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((*BLUE, 255), (0, 0, 20, 40))
    options = {"transparency": clear.convert("P").getpixel((30, 20))} if mode == "P" else {}

    picture = drawn(file_of(clear.convert(mode), "PNG", **options))

    assert distance(picture.getpixel((30, 20)), (255, 255, 255)) < 30
    assert distance(picture.getpixel((8, 20)), (255, 255, 255)) > 200


@pytest.mark.parametrize(("mode", "kind"), [("L", "JPEG"), ("1", "PNG"), ("CMYK", "JPEG"), ("P", "PNG")])
def test_every_way_of_writing_colours_can_be_read(mode, kind):
    picture = drawn(file_of(four_corners(mode=mode), kind))

    if mode in ("CMYK", "P"):
        assert corners(picture) == [RED, GREEN, BLUE, YELLOW]


def test_grey_of_sixteen_bits_keeps_its_shades():
    deep = Image.new("I;16", (40, 40), 0x8000)

    assert distance(drawn(file_of(deep, "PNG")).getpixel((20, 20)), (128, 128, 128)) < 12


@pytest.mark.parametrize("kind", ["JPEG", "AVIF", "HEIF"])
def test_colours_of_another_space_are_made_into_those_of_screens(kind):
    """A space in which what is written as red means green, and the other way round."""
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = screen.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)
    red = Image.new("RGB", (20, 20), RED)

    plain, other = (drawn(file_of(red, kind, icc_profile=profile)).getpixel((9, 9)) for profile in (screen, swapped))

    assert (nearest(plain), nearest(other)) == (RED, GREEN)


@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_profile_that_makes_no_sense_is_passed_over(mode):
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    for profile in (b"no profile", lab):
        assert drawn(file_of(four_corners(mode=mode), icc_profile=profile)).size == (80, 60)


def test_of_a_moving_picture_the_first_is_kept():
    first, second = Image.new("RGB", (30, 30), RED), Image.new("RGB", (30, 30), BLUE)

    for kind in ("WEBP", "PNG"):
        picture = drawn(file_of(first, kind, save_all=True, append_images=[second], duration=50))
        assert nearest(picture.getpixel((15, 15))) == RED


@pytest.mark.parametrize(
    "sent",
    [motion_photo(four_corners()), file_of(four_corners(), "HEIF") + b"\0\0\0\x10mpvd" + b"film" * 2],
    ids=["jpeg", "heic"],
)
def test_a_photo_with_a_film_behind_it_is_a_photo(sent):
    assert corners(drawn(sent)) == [RED, GREEN, BLUE, YELLOW]


def test_a_wide_heic_photo_is_put_together_from_strips():
    sent = file_of(four_corners(4901, 701), "HEIF", quality=40, enc_params={"preset": "ultrafast"})

    picture = drawn(sent)

    assert picture.size == (1600, 229)
    assert corners(picture) == [RED, GREEN, BLUE, YELLOW]
    assert nearest(picture.getpixel((1590, 220))) == BLUE


@pytest.mark.parametrize(("mode", "transparent"), [("L", False), ("RGBA", True)])
def test_heic_of_every_mode_is_read(mode, transparent):
    picture = four_corners(mode=mode)
    if transparent:
        picture.putalpha(Image.new("L", picture.size, 0))

    seen = drawn(file_of(picture, "HEIF")).getpixel((20, 15))

    assert (distance(seen, (255, 255, 255)) < 30) == transparent


@pytest.mark.parametrize(
    ("kind", "name", "options", "pixels"),
    [
        ("JPEG", "JPEG", {}, 1000 / 4),
        ("JPEG", "JPEG", {"progressive": True, "subsampling": "4:4:4"}, 1000 / (4 + 6)),
        ("JPEG", "JPEG", {"progressive": True, "subsampling": "4:2:0"}, 1000 / (4 + 3)),
        ("PNG", "PNG", {}, 1000 / 5.5),
        ("WEBP", "WebP", {}, 1000 / 16),
        ("AVIF", "AVIF", {}, 1000 / 9),
        ("HEIF", "HEIC", {}, 1000 / 5),
    ],
)
def test_there_is_room_for_so_many_pixels(monkeypatch, kind, name, options, pixels):
    sent, fits = (file_of(four_corners(wide, 10), kind, **options) for wide in (int(pixels / 10) + 3, int(pixels / 10)))
    monkeypatch.setattr(photos, "ROOM", 1000)

    assert refused(sent) == too_many_pixels(name, pixels)
    assert drawn(fits).height == 10


def test_a_huge_jpeg_is_made_smaller_while_it_is_read():
    """As a phone with 200 million pixels writes it, but for its height."""
    sent = file_of(four_corners(16_320, 240))

    assert drawn(sent).size == (1600, 24)


def test_too_many_pixels_say_what_to_do():
    assert too_many_pixels("JPEG", 250_000_000) == (
        "This photo has too many pixels: 250 million at most for JPEG files. Choose a smaller one."
    )
    assert too_many_pixels("HEIC", 50_000_000) == (
        "This photo has too many pixels: 50 million at most for HEIC files. "
        "Save it as a JPEG file, or choose a smaller one."
    )


@pytest.mark.parametrize("size", [(30_000, 30_000), (10_000, 9_500), (8_000, 6_000)])
def test_a_bomb_is_refused_before_it_goes_off(size):
    bomb = png_bomb(*size)
    assert len(bomb) < 4000

    assert refused(bomb) == too_many_pixels("PNG", 45_000_000)


def test_as_many_pixels_as_are_allowed_are_looked_at():
    """Of which this one has too few rows for its height."""
    assert refused(png_bomb(6700, 6700)) == DAMAGED


@pytest.mark.parametrize(
    "sent",
    [
        file_of(four_corners(), "GIF"),
        file_of(four_corners(), "TIFF"),
        file_of(four_corners(), "BMP"),
        file_of(four_corners(), "ICO"),
        SVG,
        HTML,
        b"",
        b"just words",
        b"%PDF-1.7\n",
        b"\xff\xd8\xff",
    ],
    ids=["gif", "tiff", "bmp", "ico", "svg", "html", "empty", "text", "pdf", "three bytes"],
)
def test_anything_else_is_refused(sent):
    assert refused(sent) == NOT_A_PHOTO


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_of_a_photo_is_refused(kind):
    whole = file_of(noise(200, 200), kind)

    assert refused(whole[: len(whole) // 2]) in (DAMAGED, NOT_A_PHOTO)


def test_a_file_that_is_too_large_is_refused():
    assert refused(file_of(four_corners()) + bytes(LARGEST_UPLOAD)) == too_big()


def test_whatever_is_sent_there_is_a_picture_or_an_answer():
    rng, answers = Random(4), set()
    whole = [file_of(four_corners(mode=mode), kind) for kind in KINDS for mode in ("RGB",)]
    whole += [file_of(four_corners(mode="P"), "PNG"), file_of(four_corners(), exif=taken_at_home(6))]
    for _ in range(400):
        sent = bytearray(rng.choice(whole))
        for _ in range(rng.randint(1, 12)):
            sent[rng.randrange(len(sent))] = rng.randrange(256)
        try:
            redrawn(BytesIO(bytes(sent[: rng.choice([None, rng.randrange(len(sent))])])))
            answers.add("a picture")
        except ValueError as error:
            answers.add(str(error))

    assert {"a picture", NOT_A_PHOTO, DAMAGED} <= answers
    assert {each for each in answers if "too many pixels" not in each} == {"a picture", NOT_A_PHOTO, DAMAGED}
