import hashlib
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
LINES = [line for line in (STATIC / "VENDORED.txt").read_text().splitlines() if line and not line.startswith("#")]
VENDORED = {file: sha256 for _, _, _, sha256, file in (line.split(" | ") for line in LINES)}


@pytest.mark.parametrize("file", VENDORED)
def test_a_file_of_others_is_what_the_list_says(file):
    assert hashlib.sha256((STATIC / file).read_bytes()).hexdigest() == VENDORED[file]


def test_every_font_and_script_of_others_is_on_the_list():
    there = {str(path.relative_to(STATIC)) for path in (STATIC / "fonts").iterdir()}
    assert there <= set(VENDORED)
