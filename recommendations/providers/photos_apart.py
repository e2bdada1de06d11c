"""Draws a photo anew in a process of its own, which has so much memory and time and no more: whatever a file does to
the libraries that read it ends there, and the secrets of the site are not there."""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
from io import BytesIO, UnsupportedOperation
from pathlib import Path
from threading import Lock
from typing import Any, BinaryIO

from recommendations.providers.photos import PhotoError, Redrawn, redrawn

MOST_MEMORY, MOST_SECONDS = 280 * 2**20, 20
REFUSED = 3
# One heap, whatever the threads: each of them would take memory of its own.
ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}
HOME = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "recommendations.providers.photos_apart"]

one_at_a_time = Lock()
log = logging.getLogger(__name__)


def redrawn_apart(upload: BinaryIO) -> Redrawn:
    """As `redrawn` makes it. Raises PhotoError. Takes a second for the largest photos, one after the other."""
    with one_at_a_time:
        try:
            status, said = _drawn_by_another(upload)
        except subprocess.TimeoutExpired:
            status, said = -1, b""
    if status == REFUSED:
        why, facts = json.loads(said)
        raise PhotoError(why, **facts)
    if status != 0:
        log.warning("a photo could not be drawn: the process ended with %s", status)
        raise PhotoError("too_much")
    head, _, image = said.partition(b"\n")
    width, height = map(int, head.split())
    return Redrawn(image, width, height)


def _drawn_by_another(upload: BinaryIO) -> tuple[int, bytes]:
    """Its status and what it wrote. A large upload is a file, which is handed over as it is."""
    upload.seek(0)
    try:
        given: dict[str, Any] = {"stdin": upload.fileno()}
    except UnsupportedOperation:
        given = {"input": upload.read()}
    ended = subprocess.run(  # noqa: S603 (nothing of what was sent is a part of the command)
        COMMAND, **given, stdout=subprocess.PIPE, cwd=HOME, env=ENVIRONMENT, timeout=MOST_SECONDS, check=False
    )
    return ended.returncode, ended.stdout


def main() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    sent = sys.stdin.buffer if sys.stdin.seekable() else BytesIO(sys.stdin.buffer.read())
    try:
        made = redrawn(sent)
    except PhotoError as refusal:
        sys.stdout.write(json.dumps([refusal.why, refusal.facts]))
        sys.exit(REFUSED)
    sys.stdout.buffer.write(f"{made.width} {made.height}\n".encode() + made.image)


if __name__ == "__main__":
    main()
