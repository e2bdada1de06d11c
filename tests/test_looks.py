"""What sheet, scripts and pages use, old phones know, or can do without."""

import re
from pathlib import Path

import pytest
import tinycss2
from django.conf import settings

from tests.worlds.looks import (
    MEMBERS,
    SAID_OLDER_FIRST,
    SINCE,
    STRANGERS,
    as_read_by,
    blocks_of,
    declarations_of,
    features_of,
    features_of_head,
    inner_rules,
    knows,
    rules_of,
)

BASE = Path(settings.BASE_DIR)
SHEET = (BASE / "static/whom.css").read_text()
SCRIPTS = [*sorted((BASE / "static").glob("*.js")), BASE / "templates/recommendations/sw.js"]
PAGES = sorted((BASE / "templates").rglob("*.html"))
# What browsers learned after the oldest of those that strangers have.
LATE_IN_SCRIPTS = re.compile(
    r"structuredClone|\.at\(|hasOwn\(|\.findLast|\.to(Sorted|Reversed|Spliced)\(|\.groupBy\(|withResolvers|fromAsync"
    r"|randomUUID|isWellFormed|AbortSignal\.|OffscreenCanvas|requestIdleCallback|checkVisibility|(show|hide|toggle)Popover"
    r"|showModal|scheduler\.|canParse|\(\?<[=!]|static \{|\bcause:|\.with\(|showPicker|^await |resizeWidth"
)
LATE_IN_PAGES = re.compile(r"<dialog|<search|<selectedcontent|popover|\binert\b|commandfor|closedby|until-found")


def heads_of(rules):
    for rule in rules:
        yield rule
        yield from heads_of(inner_rules(rule))


def test_css_features_are_known_to_phones_or_can_be_missed():
    """What is new here goes into the table, with the browsers that were the first to know it."""
    rules = rules_of(SHEET)
    used = set().union(*(features_of_head(rule, tinycss2.serialize(rule.prelude)) for rule in heads_of(rules)))
    used |= set().union(*(features_of(each) for block in blocks_of(rules) for each in declarations_of(block)))

    assert len(used) > 100
    assert used - set(SINCE) == set()


def test_css_names_no_side_that_a_language_turns():
    """But where it says both, and of the notch of a phone, which no language turns."""
    named = re.compile(r"(?:margin|padding|border)-(?:left|right)\b|(?<![\w-])(?:left|right)\b")
    uneven = re.compile(r"(?:margin|padding): [^\s;]+ ([^\s;]+) [^\s;]+ (?!\1;)[^\s;]+;")
    lines = [line for line in SHEET.splitlines() if named.search(line) or uneven.search(line)]
    sided = [line.split(" {")[0] for line in lines if not re.match(r"/\*|.*safe-area", line)]
    turned = [line.removeprefix('[dir="rtl"] ') for line in sided if line.startswith('[dir="rtl"]')]

    assert turned == [".offered .seen-work", ":is(.field select, .how-far select)"]
    assert [line for line in sided if not line.startswith("[dir")] == [
        ".offered .seen-work",
        ".field select, .how-far select",
    ]


def test_css_that_is_newer_stands_after_what_is_older():
    alone = []
    for block in blocks_of(rules_of(SHEET)):
        older = set()
        for each in declarations_of(block):
            if features_of(each) & set(SAID_OLDER_FIRST) and each.lower_name not in older:
                alone.append(f"line {each.source_line}: {each.serialize()}")
            elif knows(STRANGERS, features_of(each)):
                older.add(each.lower_name.removeprefix("-webkit-"))

    assert alone == []


@pytest.mark.parametrize(
    ("said", "stranger", "member"),
    [
        ("a{top:0}", "a{top:0}", "a{top:0}"),
        ("@layer base{a{top:0}}", "", ""),
        ("a{color:light-dark(#fff, #000);top:0}", "a{top:0}", "a{top:0}"),
        ("a{top:0;&:hover{top:1px}}", "a{top:0}", "a{top:0}"),
        ("a, b:has(c){top:0}", "", "a, b:has(c){top:0}"),
        (":where(:focus-visible,a){top:0}", ":where(a){top:0}", ":where(:focus-visible,a){top:0}"),
        ("@supports selector(:has(*)){a{top:0}}", "", "@supports selector(:has(*)){a{top:0}}"),
        ("@media print{a{height:1dvh;top:0}}", "@media print{a{top:0}}", "@media print{a{height:1dvh; top:0}}"),
        ("a{mask:url(x)}", "a{}", "a{}"),
    ],
    ids=["plain", "layer", "light-dark", "nested", "has", "where", "supports", "unit", "mask"],
)
def test_an_old_browser_reads_what_it_knows(said, stranger, member):
    assert (as_read_by(STRANGERS, said), as_read_by(MEMBERS, said)) == (stranger, member)


def test_scripts_and_pages_are_of_their_time():
    late = [(path, LATE_IN_SCRIPTS) for path in SCRIPTS] + [(path, LATE_IN_PAGES) for path in PAGES]

    assert len(late) > 100
    assert [f"{path.name}: {found[0]}" for path, words in late if (found := words.search(path.read_text()))] == []
