"""A photo drawn anew, so that nothing of the file that was sent is kept but what is to be seen."""

from __future__ import annotations

from io import BytesIO
from threading import Lock
from typing import BinaryIO, NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from people.words import megabytes

PHOTO_FORMATS = ("JPEG", "PNG", "WEBP")
LARGEST_UPLOAD = 12 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 1600
LARGEST_RESULT = 600_000
QUALITIES = (82, 70, 58, 46, 34, 22, 10)
# The largest that are allowed take some hundred MB of memory for a second: not several at once in one process.
one_at_a_time = Lock()

TOO_BIG = f"This photo is larger than {megabytes(LARGEST_UPLOAD)}. Choose a smaller one."
TOO_MANY_PIXELS = f"This photo has too many pixels: {MOST_PIXELS // 1_000_000} million at most. Choose a smaller one."
NOT_A_PHOTO = "This file is not a photo that Whom can read. Choose a JPEG, PNG or WebP file."
DAMAGED = "This photo is damaged, so Whom cannot read it. Choose another one."


class Redrawn(NamedTuple):
    image: bytes
    width: int
    height: int


def redrawn(upload: BinaryIO) -> Redrawn:
    """As a JPEG file of moderate size, without any metadata. Raises ValueError with what to do instead."""
    sent = upload.read(LARGEST_UPLOAD + 1)
    if len(sent) > LARGEST_UPLOAD:
        raise ValueError(TOO_BIG)
    picture = _opened(sent)
    try:
        with one_at_a_time:
            drawn = _drawn(picture)
    except Exception as error:  # broken bytes make a decoder fail in any way there is
        raise ValueError(DAMAGED) from error
    return Redrawn(_small_enough(drawn), drawn.width, drawn.height)


def _opened(sent: bytes) -> Image.Image:
    """What it is goes by its content. Only its head is read here, so a bomb does not go off."""
    try:
        picture = Image.open(BytesIO(sent), formats=PHOTO_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValueError(TOO_MANY_PIXELS) from error
    except UnidentifiedImageError as error:
        raise ValueError(NOT_A_PHOTO) from error
    except Exception as error:  # as above
        raise ValueError(DAMAGED) from error
    if picture.width * picture.height > MOST_PIXELS:
        raise ValueError(TOO_MANY_PIXELS)
    return picture


def _drawn(picture: Image.Image) -> Image.Image:
    """Upright, on white, in sRGB, on a new sheet: what was written in or beside the old one stays behind."""
    profile = picture.info.get("icc_profile")
    if picture.mode not in ("L", "RGB", "RGBA", "CMYK"):
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
