"""A photo drawn anew, so that nothing of the file that was sent is kept but what is to be seen."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import AvifImagePlugin, Image, ImageCms, ImageOps, UnidentifiedImageError

from people.words import megabytes
from recommendations.providers.heic import drawn_smaller, is_heic, opened_heic

# HEIC is read beside them.
PHOTO_FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
LARGEST_UPLOAD = 48 * 1024 * 1024
LONGEST_SIDE = 1600
# What can be made smaller while it is read stays so much longer, to be made smaller smoothly.
LONGER = 1.5
LARGEST_RESULT = 600_000
QUALITIES = (82, 70, 58, 46, 34, 22, 10)
MOST_PIXELS = 250_000_000
# The memory there is for reading a photo, in bytes, and what each of its pixels takes meanwhile, as measured.
ROOM = 250_000_000
BYTES_A_PIXEL = {"PNG": 5.5, "WebP": 16.0, "AVIF": 9.0, "HEIC": 5.0}
BYTES_IF_CONVERTED = 10.0
SMOOTH_MODES = ("L", "RGB", "RGBA", "CMYK")

NOT_A_PHOTO = gettext_lazy("This file is not a photo that Whom can read. Choose a JPEG, HEIC, PNG, WebP or AVIF file.")
DAMAGED = gettext_lazy("This photo is damaged, so Whom cannot read it. Choose another one.")
TOO_MUCH = gettext_lazy("This photo takes more work than Whom can do. Choose a smaller one.")

# Pillow's own guard stands at less than phones take, whatever the kind of file.
Image.MAX_IMAGE_PIXELS = None
AvifImagePlugin.DEFAULT_MAX_THREADS = 1


class Redrawn(NamedTuple):
    image: bytes
    width: int
    height: int


class PhotoError(ValueError):
    """Says what to do instead, once it is asked: it may be raised in a process that knows no language."""

    def __init__(self, why: str, **facts: Any) -> None:
        super().__init__(why)
        self.why, self.facts = why, facts

    def __str__(self) -> str:
        return str(REFUSALS[self.why](**self.facts))


def redrawn(sent: BinaryIO) -> Redrawn:
    """As a JPEG file of moderate size, without any metadata. Raises PhotoError, and MemoryError."""
    if sent.seek(0, os.SEEK_END) > LARGEST_UPLOAD:
        raise PhotoError("too_big")
    sent.seek(0)
    try:
        drawn = _drawn(_opened(sent))
    except (PhotoError, MemoryError):
        raise
    except Exception as error:  # broken bytes make a decoder fail in any way there is
        raise PhotoError("damaged") from error
    return Redrawn(_small_enough(drawn), drawn.width, drawn.height)


def too_big() -> str:
    return _("This photo is larger than {size}. Choose a smaller one.").format(size=megabytes(LARGEST_UPLOAD))


def too_many_pixels(kind: str, most: float) -> str:
    said = (
        _("This photo has too many pixels: {count} million at most for JPEG files. Choose a smaller one.")
        if kind == "JPEG"
        else _(
            "This photo has too many pixels: {count} million at most for {kind} files. Save it as a JPEG file, or "
            "choose a smaller one."
        )
    )
    return said.format(count=number_format(int(most // 1_000_000)), kind=kind)


# By why a photo is refused.
REFUSALS: dict[str, Callable[..., Any]] = {
    "too_big": too_big,
    "damaged": lambda: DAMAGED,
    "not_a_photo": lambda: NOT_A_PHOTO,
    "too_much": lambda: TOO_MUCH,
    "too_many_pixels": too_many_pixels,
}


def _opened(sent: BinaryIO) -> Image.Image:
    """What it is goes by its content. How large it is stands in its head, so a bomb does not go off."""
    try:
        picture = Image.open(sent, formats=PHOTO_FORMATS)
    except UnidentifiedImageError as error:
        if not is_heic(sent):
            raise PhotoError("not_a_photo") from error
        heic = opened_heic(sent)
        _refuse_without_room("HEIC", heic.size, BYTES_A_PIXEL["HEIC"])
        return drawn_smaller(heic, int(LONGEST_SIDE * LONGER))
    kind = {"MPO": "JPEG", "WEBP": "WebP"}.get(str(picture.format), str(picture.format))
    _refuse_without_room(kind, picture.size, _bytes_a_pixel(picture, kind))
    return picture


def _refuse_without_room(kind: str, size: tuple[int, int], bytes_a_pixel: float) -> None:
    most = min(MOST_PIXELS, ROOM / bytes_a_pixel)
    if size[0] * size[1] > most:
        raise PhotoError("too_many_pixels", kind=kind, most=most)


def _bytes_a_pixel(picture: Image.Image, kind: str) -> float:
    """A JPEG file is made smaller line by line while it is read. Only a progressive one is kept whole for that: two
    bytes for each of its samples, of which there are fewer for colour than for light."""
    if kind != "JPEG":
        return BYTES_A_PIXEL[kind] if picture.mode in SMOOTH_MODES else BYTES_IF_CONVERTED
    smaller = max(each for each in (1, 2, 4, 8) if each == 1 or max(picture.size) >= each * LONGEST_SIDE * LONGER)
    samples = [across * down for _, across, down, _ in picture.layer]  # type: ignore[attr-defined]
    kept = 2 * sum(samples) / max(samples) if "progressive" in picture.info else 0
    return kept + 4 / smaller**2


def _drawn(picture: Image.Image) -> Image.Image:
    """Upright, on white, in sRGB, on a new sheet: what was written in or beside the old one stays behind."""
    profile = picture.info.get("icc_profile")
    part = LONGEST_SIDE * LONGER / max(picture.size)
    picture.draft(None, (max(1, int(picture.width * part)), max(1, int(picture.height * part))))
    if picture.mode not in SMOOTH_MODES:
        # Palettes and the like cannot be scaled smoothly.
        picture = _without_16_bits(picture).convert("RGBA" if picture.has_transparency_data else "RGB")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = ImageOps.exif_transpose(picture)
    if picture.has_transparency_data:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
        picture = picture.convert("RGB")
    sheet = Image.new("RGB", picture.size)
    sheet.paste(_in_srgb(picture, profile))
    return sheet


def _without_16_bits(picture: Image.Image) -> Image.Image:
    """Grey of 16 bits; converted as it is, all but the darkest of it would be white."""
    return picture.point(lambda value: value / 256).convert("L") if picture.mode.startswith("I") else picture


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
            return converted or picture.convert("RGB")
        except (ImageCms.PyCMSError, OSError):  # made for something else, or broken: the colours as they are
            pass
    return picture.convert("RGB")


def _small_enough(sheet: Image.Image) -> bytes:
    for quality in QUALITIES:
        file = BytesIO()
        sheet.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
        if file.tell() <= LARGEST_RESULT:
            break
    return file.getvalue()
