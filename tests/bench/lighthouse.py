"""What Lighthouse makes of five pages of the demo: `python -m tests.bench.lighthouse`.

Wanted are 100 for accessibility, best practices and SEO, on a phone; a member's pages, which no search engine may show,
are asked for the first two. Performance is told, and wanted with `--fast` alone: on a machine that does something else
meanwhile it says more about that. Needs Chromium, and `npx` of Node, which fetches Lighthouse; without them it says so,
and ends well.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

LIGHTHOUSE = "lighthouse@12"
PAGES = {"/": True, "/accounts/login/": True, "/find/": False, "/find/?q=plumber": False, "/vouches/": False}
WANTED = ["accessibility", "best-practices", "seo"]
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "google-chrome", "chromium-headless-shell"))), None)


@contextmanager
def demo(port: int) -> Iterator[str]:
    """The address of a link by which the first of its neighbours signs in."""
    command = [sys.executable, "manage.py", "demo", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as said, subprocess.Popen(command, stdout=said, stderr=said) as process:
        try:
            for _ in range(120):
                time.sleep(1)
                said.seek(0)
                if link := re.search(r"http://\S+/demo/\S+", said.read()):
                    break
            else:
                raise SystemExit("The demo has not started.")
            yield link[0]
        finally:
            process.terminate()


def is_there() -> bool:
    if not shutil.which("npx"):
        return False
    command = ["npx", "--yes", LIGHTHOUSE, "--version"]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=300).returncode == 0


def cookies_of(link: str) -> str:
    jar = HTTPCookieProcessor()
    build_opener(jar).open(link)
    return "; ".join(f"{each.name}={each.value}" for each in jar.cookiejar)


def scores_of(url: str, cookies: str) -> dict[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        headers, told = Path(folder) / "headers.json", Path(folder) / "told.json"
        headers.write_text(json.dumps({"Cookie": cookies} if cookies else {}))
        flags = "--headless=new --no-sandbox --disable-dev-shm-usage"
        command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", f"--chrome-flags={flags}", f"--chrome-path={CHROMIUM}"]
        options = [f"--extra-headers={headers}", "--output=json", f"--output-path={told}"]
        # Chromium sometimes loses the beginning of a trace, and Lighthouse asks to be run again.
        if subprocess.run([*command, *options], timeout=300).returncode:
            subprocess.run([*command, *options], check=True, timeout=300)
        report = json.loads(told.read_text())
    lost = [f"{name}: {each['title']}" for name, each in report["audits"].items() if each["score"] == 0]
    print(*lost, sep="\n    ") if lost else None
    return {name: round(100 * (each["score"] or 0)) for name, each in report["categories"].items()}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.lighthouse", description=__doc__)
    parser.add_argument("--fast", action="store_true", help="100 for performance too")
    parser.add_argument("--port", type=int, default=8155)
    given = parser.parse_args()
    if not (CHROMIUM and is_there()):
        print("Not measured: it needs Chromium, and npx (of Node) that reaches a registry.")
        return 0
    below = []
    with demo(given.port) as link:
        site = link.partition("/demo/")[0]
        cookies = cookies_of(link)
        for path, is_open in PAGES.items():
            scores = scores_of(site + path, "" if is_open else cookies)
            print(path, scores, flush=True)
            wanted = [*WANTED[: 3 if is_open else 2], *(["performance"] if given.fast else [])]
            below += [f"{path}: {name} {scores[name]}" for name in wanted if scores[name] < 100]
    print(*below, sep="\n")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
