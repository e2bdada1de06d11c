"""HEIC files, as iPhones and others write them. Their decoder gives the whole picture at once, and upright."""

from __future__ import annotations

from typing import BinaryIO

import pillow_heif
from PIL import Image

ROWS_AT_ONCE = 128

pillow_heif.options.DECODE_THREADS = 1
pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False


def is_heic(sent: BinaryIO) -> bool:
    """By its content, of which the head alone is read."""
    sent.seek(0)
    return pillow_heif.is_supported(sent)


def opened_heic(sent: BinaryIO) -> pillow_heif.HeifFile:
    """Its size is known then, and nothing decoded yet."""
    return pillow_heif.open_heif(sent, remove_stride=False)


def drawn_smaller(heic: pillow_heif.HeifFile, longest: int) -> Image.Image:
    """At least as long as `longest`, if it was so long. It is copied strip by strip: Pillow would take four bytes
    more for each pixel of the whole."""
    pixels = heic.data  # decodes, and may correct the size
    (width, height), mode, stride = heic.size, heic.mode, heic.stride
    factor = max(1, max(width, height) // longest)
    sheet = Image.new(mode, (-(-width // factor), -(-height // factor)))
    for top in range(0, height, factor * ROWS_AT_ONCE):
        rows = min(factor * ROWS_AT_ONCE, height - top)
        strip = bytes(pixels[top * stride : (top + rows) * stride])
        sheet.paste(Image.frombytes(mode, (width, rows), strip, "raw", mode, stride).reduce(factor), (0, top // factor))
    sheet.info["icc_profile"] = heic.info.get("icc_profile")
    return sheet
