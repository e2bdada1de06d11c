"""What may be wrong with the machine: its disk, its files, its clock, and the way to the mail server."""

import os
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from people import door
from recommendations.running import metrics
from recommendations.running.findings import Finding, worth_knowing

MB = 2**20
FREE_AT_LEAST, FREE_BETTER = 200 * MB, 1000 * MB
OFF_BY, FAR_OFF_BY = 2, 30  # seconds; codes of an authenticator app bear half a minute
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def check_mail_server() -> Iterator[Finding]:
    """Waits for it as long as a page would (EMAIL_TIMEOUT)."""
    if settings.EMAIL_BACKEND != SMTP:
        yield Finding("No mail leaves this machine: EMAIL_URL names no mail server. Set it to smtp://…")
        return
    try:
        with closing(door.MailServer()) as server:
            server.open()
    except OSError as error:
        where = f"{settings.EMAIL_HOST}, port {settings.EMAIL_PORT}"
        yield Finding(f"The mail server at {where} does not let us in: {error or type(error).__name__}. See EMAIL_URL.")


def check_clock() -> Iterator[Finding]:
    """Against the database's, where that is another machine's."""
    if connection.vendor == "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        off = abs(time.time() - float(cursor.fetchone()[0]))
    if off > OFF_BY:
        words = f"This machine's clock and the database's are {off:.0f} seconds apart. Have both set by NTP."
        yield Finding(words, is_warning=off < FAR_OFF_BY)


def check_disk() -> Iterator[Finding]:
    for folder in sorted({path.parent for path in _own_files()}):
        free = shutil.disk_usage(folder).free if folder.is_dir() else FREE_BETTER
        if free < FREE_BETTER:
            words = f"There are {free // MB} MB left on the disk of {folder}. What cannot be written is refused."
            yield Finding(words, is_warning=free >= FREE_AT_LEAST)


def check_permissions() -> Iterator[Finding]:
    for path in _own_files():
        if not os.access(path.parent, os.W_OK | os.X_OK):
            yield Finding(f"{path.parent} cannot be written to by whoever runs this. Give them the folder.")
        elif path.exists() and not os.access(path, os.R_OK | os.W_OK):
            yield Finding(f"{path} cannot be read and written by whoever runs this. Give them the file.")
        elif path.exists() and path.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
            yield Finding(f"{path} can be read or changed by others on this machine: chmod 600 {path}")


def check_erased_list() -> Iterator[Finding]:
    if not settings.ERASED_LIST:
        yield worth_knowing("ERASED_LIST is off, so a backup that is restored brings back whoever has left since.")


def check_counting() -> Iterator[Finding]:
    try:
        if settings.METRICS_TOKEN:
            metrics.check_folder()
    except ImproperlyConfigured as error:
        yield Finding(f"The server does not start. {error}")


def check_static_files() -> Iterator[Finding]:
    if not settings.HASHED_STATIC:
        yield worth_knowing("HASHED_STATIC is off, so browsers load every style sheet and script again and again.")
        return
    known = staticfiles_storage.hashed_files  # type: ignore[attr-defined]
    collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
    own = [(name, Path(storage.path(name))) for finder in get_finders() for name, storage in finder.list([])]
    if not collected.exists() or any(name not in known for name, _ in own):
        yield Finding("Static files are not collected, so no page can be shown: manage.py collectstatic --no-input")
    elif any(path.stat().st_mtime > collected.stat().st_mtime for _, path in own):
        yield worth_knowing("Static files have changed since they were collected: manage.py collectstatic --no-input")


def _own_files() -> list[Path]:
    """What is written on this machine, whether it is there yet or not."""
    database = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""
    in_memory = ":memory:" in database or "mode=memory" in database
    names = ["" if in_memory else database, settings.ERASED_LIST]
    return [Path(name).absolute() for name in names if name]
