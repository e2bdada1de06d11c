"""Proves the cluster, one proof a line of JSON: `python -m tests.cluster [proof…]`, by whoever may be `nobody`."""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.management import call_command

import tests.environment  # noqa: F401 (what every test is given)
from tests.cluster.programs import FRONT, NODES, PASSWORD, running

POOLED = {
    "DATABASE_URL": f"postgresql://whom:{PASSWORD}@{FRONT}:6432/whom",
    "READ_DATABASE_URL": f"postgresql://whom:{PASSWORD}@{FRONT}:6432/whom_read",
    "STRAIGHT_DATABASE_URL": f"postgresql://whom:{PASSWORD}@{FRONT}:5000/whom",
    "POOLED": "yes",
}


def main(wanted: list[str]) -> None:
    with running() as cluster:
        os.environ |= POOLED | {"DJANGO_SETTINGS_MODULE": "config.settings"}
        os.environ["DATABASE_URL"] = (
            f"postgresql://whom:{PASSWORD}@{FRONT}:5000/whom"  # for what is done once, straight
        )
        django.setup()
        call_command("prepare", verbosity=0)
        from django.db import connections

        from tests.cluster import proofs
        from tests.cluster.scene import made

        # Each node by a name of its own, for whoever looks at all of them.
        for name, address in NODES.items():
            connections.settings[name] = {**connections.settings["default"], "HOST": address, "PORT": "5432"}
        place = proofs.Place(cluster, *made())
        os.environ |= POOLED
        for name in wanted or proofs.PROOFS:
            began = time.monotonic()
            proof: Callable[[Any], dict[str, Any]] = proofs.PROOFS[name]
            found = proof(place)
            print(json.dumps({"proof": name, **found, "took": round(time.monotonic() - began, 1)}), flush=True)
        connections.close_all()


if __name__ == "__main__":
    # So that a run that is told to end takes its cluster with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    main(sys.argv[1:])
