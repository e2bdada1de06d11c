"""Photos are drawn in a process of its own: what is in it, what it is given, and what is said when it ends badly."""

import json
import subprocess
import sys
from io import BytesIO
from tempfile import TemporaryFile

import pytest
from PIL import Image

from recommendations.providers import photos_apart
from recommendations.providers.photos import NOT_A_PHOTO, TOO_MUCH, PhotoError, redrawn, too_many_pixels
from recommendations.providers.photos_apart import COMMAND, ENVIRONMENT, HOME, redrawn_apart
from tests.worlds.drawings import file_of, four_corners, noise, png_bomb

# In a small process, since what it starts is counted with what it holds itself.
MEASURE = f"""
import json, resource, subprocess, sys
done = subprocess.run({COMMAND!r}, stdin=sys.stdin, capture_output=True, cwd={str(HOME)!r}, env={ENVIRONMENT!r})
said = done.stdout.decode() if done.returncode == 3 else ""
print(json.dumps([done.returncode, said, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]))
"""


def refused(upload) -> str:
    with pytest.raises(PhotoError) as refusal:
        redrawn_apart(upload)
    return str(refusal.value)


def does(monkeypatch, what: str) -> None:
    monkeypatch.setattr(photos_apart, "COMMAND", [sys.executable, "-c", what])


def test_a_photo_drawn_apart_is_the_same_photo():
    sent = file_of(four_corners(), "HEIF")

    with TemporaryFile() as large:
        large.write(sent)
        assert redrawn_apart(large) == redrawn_apart(BytesIO(sent)) == redrawn(BytesIO(sent))


def test_what_is_refused_apart_is_refused_in_the_same_words():
    assert refused(BytesIO(b"just words")) == NOT_A_PHOTO
    assert refused(BytesIO(png_bomb(30_000, 30_000))) == too_many_pixels("PNG", 45_000_000)


@pytest.mark.parametrize("what", ["raise MemoryError", "import os; os.kill(os.getpid(), 9)"])
def test_a_process_that_ends_badly_refuses_the_photo(monkeypatch, what):
    does(monkeypatch, what)

    assert refused(BytesIO(b"a photo")) == TOO_MUCH


def test_a_process_that_takes_too_long_refuses_the_photo(monkeypatch):
    monkeypatch.setattr(photos_apart, "MOST_SECONDS", 0.2)
    does(monkeypatch, "import time; time.sleep(9)")

    assert refused(BytesIO(b"a photo")) == TOO_MUCH


def test_the_process_knows_no_secret(monkeypatch):
    does(monkeypatch, "import json, os, sys; print(json.dumps([' '.join(os.environ), {}])); sys.exit(3)")

    with pytest.raises(PhotoError) as refusal:
        redrawn_apart(BytesIO(b"a photo"))
    assert set(refusal.value.why.split()) - {"LC_CTYPE"} == {"MALLOC_ARENA_MAX"}


def test_the_process_takes_no_more_memory_than_it_may(monkeypatch):
    does(
        monkeypatch,
        f"""
from recommendations.providers import photos_apart
def takes_all(sent):
    bytearray({photos_apart.MOST_MEMORY})
    raise photos_apart.PhotoError("damaged")
photos_apart.redrawn = takes_all
photos_apart.main()
""",
    )

    assert refused(BytesIO(b"a photo")) == TOO_MUCH


def textured(width: int, height: int) -> Image.Image:
    piece, picture = noise(512, 512).reduce(4).resize((512, 512)), Image.new("RGB", (width, height))
    for x in range(0, width, 512):
        for y in range(0, height, 512):
            picture.paste(piece, (x, y))
    return picture


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("size", "kind", "options"),
    [
        ((16_320, 12_240), "JPEG", {"quality": 60}),
        ((4799, 4799), "JPEG", {}),
        ((8064, 6048), "JPEG", {"progressive": True}),
        ((4799, 4799), "JPEG", {"progressive": True, "subsampling": "4:4:4"}),
        ((8064, 6048), "HEIF", {"tile_size": 512, "quality": 30, "enc_params": {"preset": "ultrafast"}}),
        ((4799, 4799), "HEIF", {"quality": 30, "enc_params": {"preset": "ultrafast"}}),
        ((7700, 5900), "PNG", {"compress_level": 1}),
        ((4500, 3400), "WEBP", {"method": 0, "quality": 50}),
        ((6000, 4500), "AVIF", {"speed": 10, "quality": 40}),
    ],
)
def test_the_largest_photos_are_drawn_in_300_megabytes(tmp_path, size, kind, options):
    path = tmp_path / "photo"
    path.write_bytes(file_of(textured(*size), kind, **options))

    with path.open("rb") as sent:
        measured = subprocess.run([sys.executable, "-c", MEASURE], stdin=sent, capture_output=True, check=True)

    status, said, megabytes = json.loads(measured.stdout)
    assert (status, said) == (0, "")
    assert megabytes <= 300
