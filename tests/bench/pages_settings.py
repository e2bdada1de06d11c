"""The app's own settings, with static files where the benchmark has collected them, hashed as an installation's are."""

import os

from config.settings import *  # noqa: F403

STATIC_ROOT = os.environ["BENCH_STATIC"]
