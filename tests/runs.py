"""What `uv run pytest` runs when no test is named: the runs below, each a process of its own, the longest first,
as many beside each other as there are processors and one more.

Every line that a run says stands under the run's name; at the end it is said how each ended. Name a file, `-m` or `-k`,
and it is one ordinary run of those, on SQLite. Loaded with `-p`, so that it can choose before anything is collected.
"""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.environment import GIVEN_DATABASE_URL

ROOT = Path(__file__).resolve().parents[1]


def files(names: str) -> list[str]:
    """The test files so called, wherever they are, but for those of the browser. Raises KeyError if there is none."""
    paths = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("test_*.py")]
    found = {path.stem: str(path) for path in paths if path.parent.name != "browser"}
    return [found[name] for name in names.split()]


# What asks no database, or only ever SQLite, or nothing of it but what the sign-in library asks; and what stands
# on the rule that the random worlds and the lives prove on both: the table of who sees which page, the lives of
# questions, pages that have to look alike, and what pages and forms say.
WHO_SEES_WHAT = files("""
    test_access test_access_people test_access_by_mail test_access_rights test_differences test_lives_of_asks
    test_lives_of_short_words test_lives_of_wishes
    test_invisible test_invisible_blocks test_the_oracle_catches_faults
""")
SQLITE_ALONE = files("""
    test_architecture test_rooms test_tabs test_demo test_neighbourhoods test_mails test_settings test_vendored
    test_account test_account_second_step test_signing_in
    test_identity test_list_import test_list_reading test_matching test_photos_redrawn test_ranking_axioms
    test_evidence test_serendipity_rule test_limits
    test_drawn test_export test_results test_whereabouts test_postcodes
    test_understanding test_import_network_faults test_circle_picture
    test_looks test_list_cards test_list_chats test_list_files test_list_numbers test_list_tables test_photos_apart
    test_list_objects
    test_codes test_drafts test_limits_in_words test_literal_numbers test_words test_addresses test_short_texts
    test_attacks test_you_page test_circle_pages test_home_pages test_find_pages test_vouch_pages test_photo_pages
    test_insight_pages test_asking_pages test_renewing_pages test_fields_of_a_vouch test_ask_links_across_blocks
    test_invitations_across_blocks test_asks_by_mail test_mails_that_tell test_sharing test_door
    test_limits_of_views test_rations test_mail_server test_named_friend test_waiting test_calls
    test_providers test_pushes test_pushes_that_tell
    test_months test_typed_trades test_vouch_folds test_framed test_form_inputs test_could_give test_template_words
    test_template_frames test_notices_that_say test_trades_in_languages
    test_outages test_continuous test_log_of_sqlite
    test_offer_pages test_insight_conversations test_shown test_own_words test_ideas test_mails_of_introductions
    test_words_of_letters test_list_languages test_suggest_command test_running test_invitations_to_be_asked_about
    test_year test_seen_as test_list_check test_list_pages
    test_deploy test_operator_command test_doctor test_mailtest test_logs test_metrics test_health test_errors
    test_every_word test_translations test_languages test_spoken test_html_drawn test_cards test_standbys test_cluster
""")
# What pages of one subject say and do. On SQLite the table of who sees what and the browser open the same pages, and
# what only one database might refuse is asked of the models, on both; named by hand, these run on SQLite as ever.
POSTGRESQL_ALONE = files("""
    test_desk test_reports test_removed test_held test_suspended test_asks test_answered test_answered_by_mail
    test_answering test_notes test_settling test_ask_links test_short_questions test_leaving_asks test_thanks
    test_own_first test_import_network test_letters test_joining test_introductions
    test_parting test_meeting test_quiet_asks test_introduction_asks test_plans test_odd_requests
    test_joining_by_link test_what_a_case_opens
""")
# For the hand, `-m quick`: the rules, and the pages that everything else stands on; of what takes long, these alone.
QUICK = files("""
    test_architecture test_rooms test_vendored test_access_rights test_drawn test_ranking_axioms test_suggestions
    test_side_channels test_identity test_matching test_evidence test_trades test_list_reading
    test_people test_ties test_parting test_introductions test_invitations test_notices
    test_vouches test_vouch_pages test_find_pages test_numbers test_insights test_insight_pages
    test_asks test_short_questions
""")
# Of these files, these tests alone.
A_FEW = {
    "test_rule_of_sight": ["test_every_viewer_is_shown_exactly_what_the_rule_of_sight_allows[0]"],
    "test_access": [
        "test_every_page_has_its_line_in_the_table",
        "test_pages_about_a_vouch[provider]",
        "test_pages_about_a_vouch[vouch_edit]",
        "test_nobody_reads_a_word_that_is_not_for_them[stranger-get-headers3]",
    ],
    "test_access_people": ["test_buttons_of_those_whom_a_question_reaches[answer_new]"],
}


ELSEWHERE = ["tests/browser", *WHO_SEES_WHAT]


def without(paths: list[str]) -> list[str]:
    return ["-m", "not campaign", *(f"--ignore={path}" for path in [*ELSEWHERE, *paths])]


# Few, since each has to start and to compile what it uses; and in such an order that the last end at about one time.
RUNS = {
    "PostgreSQL": ["-p", "tests.on_postgres", *without(SQLITE_ALONE)],
    "SQLite": without(POSTGRESQL_ALONE),
    "browser": ["-m", "not campaign", "tests/browser"],
    "who sees what": ["-m", "not campaign", *WHO_SEES_WHAT],
    "providers": ["-p", "tests.with_providers", *files("test_providers")],
}
# Each finds the database that the shell named, and not the one that this process has been given.
GIVEN = {"DATABASE_URL": GIVEN_DATABASE_URL}
# What one of them has compiled the others need not, nor the next time, whatever the shell says: it is a quarter of a
# minute for each process, and some tests start several.
COMPILED = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(ROOT / ".pytest_cache" / "bytecode")}
# Options that choose no test, and are handed on.
HOW = re.compile(r"-[qvx]+|-r\w+|--tb=\w+|--durations(-min)?=[\d.]+|--maxfail=\d+")


def pytest_cmdline_main(config):
    given = config.invocation_params.args
    if all(HOW.fullmatch(each) for each in given):
        return run_all(given)
    return None  # pytest goes on as ever


def run_all(options: tuple[str, ...]) -> int:
    with ThreadPoolExecutor((os.cpu_count() or 1) + 1) as threads:
        ended = dict(zip(RUNS, threads.map(lambda name: run(name, options), RUNS), strict=True))
    for name, (status, last) in ended.items():
        say(name, "failed: " + last if status else "passed: " + last)
    return 1 if any(status for status, _ in ended.values()) else 0


def run(name: str, options: tuple[str, ...]) -> tuple[int, str]:
    """Its exit status, and the last line that it said."""
    arguments = ["-q", "-p", "no:cacheprovider", *options, *RUNS[name]]
    command, last = [sys.executable, "-um", "pytest", *arguments], ""
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | GIVEN | COMPILED, **pipe) as process:
        for line in process.stdout:
            last = line.strip() or last
            say(name, line.rstrip())
    return process.returncode, last


def say(name: str, line: str) -> None:
    sys.stdout.write(f"{name:<18}{line}\n")
    sys.stdout.flush()


# --- The quick run --------------------------------------------------------------------------------


def pytest_ignore_collect(collection_path, config):
    """To collect the others would take longer than to run some of these."""
    if config.option.markexpr == "quick" and collection_path.match("test_*.py"):
        return str(collection_path.relative_to(ROOT)) not in QUICK and collection_path.stem not in A_FEW
    return None


def pytest_collection_modifyitems(config, items):
    found: dict[str, list[str]] = {}
    for item in items:
        found.setdefault(item.path.stem, []).append(item.name)
        if item.name in A_FEW.get(item.path.stem, []) or str(item.path.relative_to(ROOT)) in QUICK:
            item.add_marker("quick")
    if not any("::" in each for each in config.args):
        lost = [name for file in A_FEW.keys() & found for name in A_FEW[file] if name not in found[file]]
        if lost:
            raise pytest.UsageError(f"tests/runs.py names {lost}, which are nowhere")
