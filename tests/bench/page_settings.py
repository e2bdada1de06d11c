"""The app with its own settings and middleware, and one page more: see `page_urls`."""

import os

from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "tests.bench.page_urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "bench" / "templates")
# Where the benchmark has collected the hashed files, as an installation has them.
STATIC_ROOT = os.environ["BENCH_STATIC"]
