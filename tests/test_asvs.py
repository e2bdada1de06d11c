"""docs/asvs.md has a line for every requirement, and what its lines name is there."""

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = (ROOT / "docs" / "asvs.md").read_text()
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| [^|]+ \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w.-]+/[\w./-]*|[\w-]+\.(?:md|toml))(?:::(\w+))?`")
# Of levels 1 and 2, by chapter.
REQUIREMENTS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]


def test_every_requirement_has_its_line():
    numbers = LINE.findall(TABLE)
    chapters = Counter(int(number.split(".")[0]) for number in numbers)

    assert len(numbers) == len(set(numbers))
    assert [chapters[chapter] for chapter in range(1, 18)] == REQUIREMENTS


def test_whatever_the_table_names_is_there():
    named = NAMED.findall(TABLE)
    lost = {path for path, _ in named if not (ROOT / path).exists()}
    lost |= {test for path, test in named if test and f"def {test}(" not in (ROOT / path).read_text()}

    assert (lost, len(named) > 200) == (set(), True)


def test_the_table_says_how_many_are_kept():
    lines = [line for line in TABLE.splitlines() if LINE.match(line)]
    about_nothing = sum("does not apply" in line for line in lines)
    not_kept, in_part = sum("| not kept" in line for line in lines), sum("Not kept" in line for line in lines)
    kept = len(lines) - about_nothing - not_kept - in_part

    assert f"Of them {kept} are kept, {in_part} in part, {not_kept} are not" in " ".join(TABLE.split())
    assert f"and {about_nothing} are about what Whom does not have" in " ".join(TABLE.split())
