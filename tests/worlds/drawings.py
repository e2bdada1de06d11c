"""Files as people send them: drawn here, so that no test needs one that lies beside it."""

from __future__ import annotations

import zlib
from io import BytesIO
from random import Random
from struct import pack

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()  # so that Pillow writes such files; Whom reads them otherwise

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 160, 60), (40, 60, 200), (240, 200, 40)
ORIENTATION, GPS, DESCRIPTION = 0x0112, 0x8825, 0x010E


def four_corners(width: int = 80, height: int = 60, mode: str = "RGB") -> Image.Image:
    """Red, green, blue and yellow, clockwise from above left."""
    picture = Image.new("RGB", (width, height), RED)
    picture.paste(GREEN, (width // 2, 0, width, height // 2))
    picture.paste(BLUE, (width // 2, height // 2, width, height))
    picture.paste(YELLOW, (0, height // 2, width // 2, height))
    return picture.convert(mode)


def file_of(picture: Image.Image, kind: str = "JPEG", **options) -> bytes:
    file = BytesIO()
    if kind == "HEIF" and "exif" in options:  # it takes no other form
        options["exif"] = options["exif"].tobytes()
    picture.save(file, kind, **options)
    return file.getvalue()


def motion_photo(picture: Image.Image) -> bytes:
    """As phones write them: a second, smaller picture behind the first, and then a film."""
    film = b"\x00\x00\x00\x18ftypmp42" + Random(2).randbytes(50_000)
    return file_of(picture, "MPO", save_all=True, append_images=[picture.resize((20, 15))]) + film


def noise(width: int, height: int) -> Image.Image:
    return Image.frombytes("RGB", (width, height), Random(1).randbytes(width * height * 3))


def taken_at_home(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[DESCRIPTION], exif[ORIENTATION] = "canary-description", orientation
    exif.get_ifd(GPS).update({1: "N", 2: (53.0, 47.0, 49.2), 3: "W", 4: (1.0, 32.0, 52.8), 29: "canary-gps"})
    return exif


def png_bomb(width: int, height: int) -> bytes:
    """A head that promises more than any memory holds, and a few kB of the zeros it would be made of."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return pack(">I", len(content)) + kind + content + pack(">I", zlib.crc32(kind + content))

    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(3_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
