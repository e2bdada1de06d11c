"""The cluster of deploy/cluster/: that its files agree; and for real, with `-m campaign`, where its programs are."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster.programs import FILES, missing

ROOT = Path(__file__).resolve().parents[1]
# Of each proof, what is found, and the least or the most that it may be.
MUST = {
    "blocks_hold_everywhere": {"blocks": 1000, "nodes": 3, "seen": 0, "own_read_at_once": 1000, "failed_beside": 0},
    "switchover": {"failed": [], "lost": 0},
    "rolling_restart": {"failed": [], "lost": 0},
    "primary_is_killed": {"kills": 10, "lost": {"node1": 0, "node2": 0, "node3": 0}},
}


def said(file: str) -> str:
    lines = (FILES / file).read_text().splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith(("#", ";")))


def test_what_a_standby_knows_it_knows_before_the_primary_stops_to_wait():
    seconds = {name: int(n) for name, n in re.findall(r"(wal_\w+_timeout): (\d+)s", said("patroni.yml"))}

    assert seconds["wal_receiver_timeout"] * 2 < seconds["wal_sender_timeout"]


def test_the_lease_of_the_primary_is_renewed_in_time():
    """As Patroni asks for, and so that writes are back within half a minute."""
    told = {name: int(n) for name, n in re.findall(r"(ttl|loop_wait|retry_timeout): (\d+)", said("patroni.yml"))}

    assert told["loop_wait"] + 2 * told["retry_timeout"] <= told["ttl"] <= 20
    assert "synchronous_mode: true" in said("patroni.yml")
    assert "synchronous_node_count: 2" in said("patroni.yml")


def test_reads_go_to_synchronous_standbys_and_writes_to_the_primary():
    _, primary, reads, _ = re.split(r"^listen ", said("haproxy.cfg"), flags=re.MULTILINE)

    assert (re.findall(r"OPTIONS (\S+)", primary), re.findall(r"OPTIONS (\S+)", reads)) == (["/primary"], ["/sync"])
    assert re.findall(r"server (\S+) \S+ backup track (\S+)", reads) == [
        (f"primary{n}", f"primary/node{n}") for n in (1, 2, 3)
    ]
    assert {f"bind 127.0.0.1:{port}" for port in (5000, 5001)} <= {
        line.strip() for line in said("haproxy.cfg").splitlines()
    }
    assert re.findall(r"^(\w+) = host=127.0.0.1 port=(\d+)", said("pgbouncer.ini"), re.MULTILINE) == [
        ("whom", "5000"),
        ("whom_read", "5001"),
    ]


def test_the_app_is_told_of_both_and_of_the_pooler():
    lines = dict(line.split("=", 1) for line in said("whom.env").splitlines())

    assert lines == {
        "DATABASE_URL": "postgresql://whom:PASSWORD@127.0.0.1:6432/whom",
        "READ_DATABASE_URL": "postgresql://whom:PASSWORD@127.0.0.1:6432/whom_read",
        "STRAIGHT_DATABASE_URL": "postgresql://whom:PASSWORD@127.0.0.1:5000/whom",
        "POOLED": "yes",
    }
    assert ("listen_port = 6432" in said("pgbouncer.ini"), "pool_mode = transaction" in said("pgbouncer.ini")) == (
        True,
        True,
    )


@pytest.mark.campaign
@pytest.mark.skipif(bool(missing()), reason="not here: " + ", ".join(missing()))
def test_cluster_keeps_what_it_promises():
    """Prints what it finds, one proof a line."""
    program = [sys.executable, "-m", "tests.cluster"]
    with subprocess.Popen(program, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        lines = []
        for line in process.stdout:
            print(line, end="", flush=True)  # noqa: T201
            lines.append(line)
    found = {proof.pop("proof"): proof for proof in (json.loads(line) for line in lines if line.startswith("{"))}

    assert {name: {key: found[name][key] for key in must} for name, must in MUST.items()} == MUST
    assert found["without_waiting_it_would_be_seen"]["seen"] > 0
    assert found["primary_is_killed"]["longest_writes_back"] <= 30
    assert found["primary_is_killed"]["longest_no_page_for"] <= 2
    assert found["reads_scale"]["times"] >= 1.8
