"""The link of a question, for those who have no account, and what came by it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from recommendations.models import Ask


def shared(request: HttpRequest, ask: Ask) -> dict[str, Any]:
    """For the asker's own page."""
    return {}
