"""What every connection to PostgreSQL is told, straight or through PgBouncer."""

from typing import Any

# As PostgreSQL writes them itself, so that what it says can be compared.
ROLE_LIMITS = {"statement_timeout": "5s", "lock_timeout": "2s", "idle_in_transaction_session_timeout": "10s"}
# Of prepared statements alone: of what is read most, one plan for each connection. And no disk has to seek, so that
# rows are reached by an index where a table is small enough to be read from end to end.
PLANNING = {"plan_cache_mode": "force_generic_plan", "random_page_cost": "1.1"}
# A machine that is gone without a word is noticed: when it is called, while it is asked, and while it thinks; one whose
# server alone is silent, by `config.postgresql`.
WHERE_NOBODY_ANSWERS = {
    "connect_timeout": 2,
    "tcp_user_timeout": 6000,
    "keepalives_idle": 4,
    "keepalives_interval": 1,
    "keepalives_count": 3,
}
# Nobody hears that something is done before every synchronous standby shows it: whatever is taken back, a block or a
# session, is gone for whoever reads there. Which act takes something back nobody has to know.
SHOWN_EVERYWHERE = {"synchronous_commit": "remote_apply"}


def on_postgresql(database: dict[str, Any], *, pooled: bool, prepared: bool) -> dict[str, Any]:
    """PgBouncer knows nothing of what a connection is told as it begins: the role is told it then, by
    `manage.py prepare`. And a cursor of the server's would be left behind on another connection."""
    told = WHERE_NOBODY_ANSWERS | database.get("OPTIONS", {})
    if not pooled:
        told["options"] = " ".join(f"-c {name}={value}" for name, value in (ROLE_LIMITS | PLANNING).items())
    if prepared:
        told["prepare_threshold"] = 0
    how = {"ENGINE": "config.postgresql", "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": pooled}
    return {**database, **how, "OPTIONS": told}
