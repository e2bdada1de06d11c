"""How gunicorn serves: `gunicorn -c config/gunicorn.py config.wsgi`. What is said to it there, `--bind` for one, holds
instead. It keeps no access log: paths of links hold keys."""

import os
from pathlib import Path

# A page is mostly work of one core, and the threads of a process use the rest of the time, which is the database's.
# One more process than there are cores only takes memory; a second one serves on while the first begins anew.
FEWEST_WORKERS = 2
IN_MEMORY = Path("/dev/shm")  # noqa: S108 (a file without a name, which only its own process opens)

workers = int(os.environ.get("WEB_CONCURRENCY") or max(FEWEST_WORKERS, len(os.sched_getaffinity(0))))
# gunicorn's threads, which also know how long a request waited: what has waited too long is told so at once.
worker_class = "config.serving.CountingWorker"
threads = 4
# The application is loaded once, before it is said that the server is ready, and the processes share what was loaded.
preload_app = True
timeout = graceful_timeout = 30
max_requests, max_requests_jitter = 5000, 500
control_socket_disable = True
# Where a disk that is busy holds up no sign of life.
worker_tmp_dir = str(IN_MEMORY) if IN_MEMORY.is_dir() else None
