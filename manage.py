#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, OperationalError, ProgrammingError

# A table, or a column, that is not there.
NOT_READY = ("42P01", "42703")


def is_of_the_database(error: DatabaseError) -> bool:
    """It cannot be reached or used, or `prepare` is still to come; what else it refuses is a fault of ours."""
    return isinstance(error, OperationalError) or getattr(error.__cause__, "sqlstate", "") in NOT_READY


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"The settings cannot be used. {error}")
    except (OperationalError, ProgrammingError) as error:
        if "--traceback" in sys.argv or not is_of_the_database(error):
            raise
        sys.exit(f"The database cannot be used, and `manage.py doctor` says what it lacks. It says: {error}")
