"""What a mail server that hangs costs the first page: python -m tests.bench.sign_ins [--seconds 30]

By gunicorn as it is run, over an empty database, with a worker beside it. Each second two people ask for a code, and in
between the first page is asked for, on a connection of its own. The mail server takes calls, and says nothing.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlencode

import numpy as np

SIGN_INS_A_SECOND, LANDINGS_A_SECOND = 2, 10
CODE = "/accounts/login/code/"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=30)
    seconds = parser.parse_args().seconds
    from tests.bench.databases import SECRET_KEY
    from tests.parallel.server import fresh_database, serving

    with socket.create_server(("127.0.0.1", 0)) as hanging, fresh_database("") as url:
        settings = {"DATABASE_URL": url, "SECRET_KEY": SECRET_KEY, "HTTPS": "no", "HASHED_STATIC": "no"}
        os.environ |= settings | {"EMAIL_URL": f"smtp://127.0.0.1:{hanging.getsockname()[1]}", "LOG_LEVEL": "ERROR"}
        command = [sys.executable, "manage.py", "work", "--skip-checks"]
        subprocess.run([sys.executable, "manage.py", "prepare"], check=True, stdout=subprocess.DEVNULL)
        with serving() as server, subprocess.Popen(command) as worker:
            try:
                _measured(server.port, seconds)
            finally:
                worker.terminate()


def _measured(port: int, seconds: int) -> None:
    for _ in range(20):
        _landing(port)
    with ThreadPoolExecutor(100) as pool:
        signing_in = [pool.submit(_later, at / SIGN_INS_A_SECOND, _sign_in, port) for at in range(seconds * 2)]
        landing = [pool.submit(_later, at / LANDINGS_A_SECOND, _landing, port) for at in range(seconds * 10)]
        for name, asked in (("asking for a code", signing_in), ("the first page", landing)):
            took = np.array([each.result() for each in asked]) * 1000
            said = " / ".join(f"{each:.0f}" for each in np.percentile(took, [50, 95, 100]))
            print(f"{name}, {len(took)} times: {said} ms (p50 / p95 / most)", flush=True)


def _later(after: float, act, port: int) -> float:
    time.sleep(after)
    return act(port)


def _landing(port: int) -> float:
    return _asked(port, "GET", "/")[0]


def _sign_in(port: int) -> float:
    """The press of the button alone."""
    _, page, cookies = _asked(port, "GET", CODE)
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    fields = {"email": f"{time.monotonic_ns()}@example.org", "csrfmiddlewaretoken": token}
    return _asked(port, "POST", CODE, urlencode(fields), cookies)[0]


def _asked(port: int, method: str, path: str, body: str = "", cookies: str = "") -> tuple[float, str, str]:
    """In seconds, with what came and its cookies."""
    headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    began = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    page = answer.read().decode()
    took = time.perf_counter() - began
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status}")
    set_ = [each.split(";")[0] for each in answer.headers.get_all("Set-Cookie") or []]
    connection.close()
    return took, page, "; ".join(set_)


if __name__ == "__main__":
    main()
