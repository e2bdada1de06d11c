"""Known to the server, which loads nothing else of Whom before its processes begin, and to the pages."""

from contextvars import ContextVar

# Seconds that the request which is being answered had waited for a thread; 0 where the server does not say.
WAITED: ContextVar[float] = ContextVar("WAITED", default=0.0)
