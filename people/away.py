"""Whether a fault is the database's, and passes by itself."""

from sqlite3 import (
    SQLITE_BUSY,
    SQLITE_CANTOPEN,
    SQLITE_FULL,
    SQLITE_IOERR,
    SQLITE_LOCKED,
    SQLITE_NOMEM,
    SQLITE_PROTOCOL,
    SQLITE_READONLY,
)

from django.db import DatabaseError, InterfaceError, OperationalError

SQLITE_PASSES = {
    *(SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOERR),
    *(SQLITE_LOCKED, SQLITE_NOMEM, SQLITE_PROTOCOL, SQLITE_READONLY),
}
# Of PostgreSQL, beside whatever its driver calls operational: a server that only reads, since another one has taken
# over, and one that has hung up on a transaction that took too long.
POSTGRES_PASSES = {"25006", "25P03", "25P04"}


def database_is_away(fault: BaseException | None) -> BaseException | None:
    """The fault of the database behind this one, if it passes without a change of the code: the database is away, full,
    handed over to another server, or has given up this statement for its length or for another one's sake."""
    while fault:
        if _passes(fault):
            return fault
        fault = fault.__cause__ or fault.__context__
    return None


def code_of(fault: BaseException) -> str:
    """By which the database calls it, as 57014 or SQLITE_FULL; "" where it could say nothing."""
    told = fault.__cause__
    return getattr(told, "sqlstate", None) or getattr(told, "sqlite_errorname", None) or ""


def _passes(fault: BaseException) -> bool:
    told = fault.__cause__
    if (number := getattr(told, "sqlite_errorcode", None)) is not None:
        return number & 0xFF in SQLITE_PASSES  # the rest tells more of the same
    if isinstance(fault, OperationalError | InterfaceError):
        return True
    return isinstance(fault, DatabaseError) and getattr(told, "sqlstate", None) in POSTGRES_PASSES
