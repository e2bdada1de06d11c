"""What every test run is given, whatever a shell or `.env` says: loaded with `-p` before Django reads its settings."""

import os
import tempfile

import pytest

# For `-p tests.on_postgres` alone: tests never touch a database that happens to be configured.
GIVEN_DATABASE_URL = os.environ.get("DATABASE_URL", "")

os.environ |= {
    "SECRET_KEY": "for-tests-only-" * 5,
    "DEBUG": "no",
    "HTTPS": "no",
    "HASHED_STATIC": "no",
    "OPEN_SIGNUP": "no",
    "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
    "PROXY_COUNT": "0",
    "TIME_ZONE": "Europe/London",
    "DEFAULT_COUNTRY": "GB",
    "LOG_LEVEL": "WARNING",
    **dict.fromkeys(("METRICS_TOKEN", "METRICS_DIR", "SENTRY_DSN"), ""),
    "LOG_FORMAT": "line",
    "EMAIL_URL": "memorymail://",
    "DATABASE_URL": "sqlite://:memory:",
    **dict.fromkeys(("READ_DATABASE_URL", "STRAIGHT_DATABASE_URL", "POOLED"), ""),
    "ERASED_LIST": "",
    "PUSH_KEY": "",
    **dict.fromkeys(("GOOGLE_ID", "APPLE_ID", "OIDC_ID"), ""),
    # Playwright's plain functions keep an event loop running.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", os.path.join(tempfile.gettempdir(), "whom-hypothesis"))


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config):
    """No test reaches the network; those that drive a browser are let through, in `conftest.py`."""
    config.option.disable_socket = config.option.allow_unix_socket = True
