"""All that `manage.py doctor` asks, each by one function that yields what is wrong."""

from collections.abc import Callable, Iterable, Iterator

from django.db import Error, connection

from recommendations.running import of_database, of_following, of_machine, of_settings, roles
from recommendations.running.findings import Finding

CHECKS: dict[str, Callable[[], Iterable[Finding]]] = {
    "the secret key": of_settings.check_secret_key,
    "debugging": of_settings.check_debug,
    "the names it answers to": of_settings.check_hosts,
    "the address of its pages": of_settings.check_base_url,
    "HTTPS": of_settings.check_https,
    "the country": of_settings.check_country,
    "the time zone": of_settings.check_time_zone,
    "the sender of mails": of_settings.check_sender,
    "what Django checks": of_settings.check_django,
    "the mail server": of_machine.check_mail_server,
    "the disk": of_machine.check_disk,
    "who may read its files": of_machine.check_permissions,
    "the list of whoever left": of_machine.check_erased_list,
    "where requests are counted": of_machine.check_counting,
    "static files": of_machine.check_static_files,
}
OF_THE_DATABASE: dict[str, Callable[[], Iterable[Finding]]] = {
    "the clock": of_machine.check_clock,
    "the schema": of_database.check_schema,
    "what the database's role is told": roles.check_role,
    "the towns": of_database.check_places,
    "the kinds of work": of_database.check_trades,
    "mails that wait": of_database.check_mail_waiting,
    "the worker": of_database.check_worker,
    "what the worker does": of_database.check_jobs,
    "who runs the place": of_database.check_operator,
    "the last backup": of_database.check_backup,
    "what follows the database": of_following.check_following,
}


def all_findings() -> Iterator[tuple[str, Finding | None]]:
    """By the name of each check; None where there is nothing to say."""
    for name, check in CHECKS.items():
        yield from _findings_of(name, check)
    try:
        connection.ensure_connection()
    except Error as error:
        yield "the database", Finding(f"The database cannot be reached, see DATABASE_URL: {_in_a_line(error)}")
        return
    for name, check in OF_THE_DATABASE.items():
        yield from _findings_of(name, check)


def _findings_of(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[tuple[str, Finding | None]]:
    """One that fails is itself a finding, and keeps back no other."""
    try:
        found: list[Finding | None] = [*check()]
    except Exception as error:  # whatever it stands on may be what is wrong
        found = [Finding(f"This could not be checked: {_in_a_line(error)}")]
    for each in found or [None]:
        yield name, each


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
