"""gunicorn's threads, which also know how long a request waited for one: `-k config.serving.CountingWorker`."""

import socket
import sys
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from config.waited import WAITED

# Python lets a busy thread go on for five milliseconds. Whoever takes the calls would wait so long several times for
# each, and calls would pile up where nobody sees how long they wait.
THREADS_TAKE_TURNS_AFTER = 0.0005  # seconds
BODY_ENDS_WITHIN = 2.0  # seconds
READ_AT_ONCE = 65_536


class CountingWorker(ThreadWorker):
    def init_process(self) -> None:
        sys.setswitchinterval(THREADS_TAKE_TURNS_AFTER)
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """As many calls as it has threads, where gunicorn takes one and looks around; more would leave none to the
        other processes."""
        for _ in range(self.cfg.threads):
            before = self.nr_conns
            super().accept(listener)
            if self.nr_conns in (before, self.worker_connections):
                return

    def enqueue_req(self, conn: TConn) -> None:
        conn.waits_since = time.monotonic()
        conn.close = partial(hang_up, conn.sock)
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        WAITED.set(time.monotonic() - conn.waits_since)
        stays = super().handle(conn)
        if stays is False and conn.parser:
            conn.parser.finish_body(deadline=time.monotonic() + BODY_ENDS_WITHIN)
        return stays


def hang_up(line: socket.socket, graceful: bool = False) -> None:
    """Without waiting for the other side to do so, as gunicorn would, taking no calls meanwhile. What has arrived is
    read before, or the other side would lose the end of its answer."""
    try:
        if graceful:
            line.setblocking(False)
            line.shutdown(socket.SHUT_WR)
            line.recv(READ_AT_ONCE)
    except OSError:  # there is nothing, or nobody
        pass
    finally:
        line.close()
