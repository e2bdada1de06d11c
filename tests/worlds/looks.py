"""What the style sheet says, since when phones know it, and the sheet as an older phone reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import tinycss2


class Age(NamedTuple):
    """An iOS and a Chrome; of a feature, the first that know it."""

    ios: float
    chrome: int


# Every page that a stranger may meet looks right from here on, and every page at all from there on.
STRANGERS, MEMBERS = Age(15, 90), Age(16.4, 110)
NEVER = Age(99, 999)

# Known to both of the oldest, by the tables of MDN. The words behind a colon belong to the property before it.
OLD_PROPERTIES = """
    -webkit-appearance -webkit-box-orient: vertical / -webkit-line-clamp -webkit-text-size-adjust -webkit-mask-image
    -webkit-mask: center contain no-repeat / -webkit-print-color-adjust: exact
    align-content: start center / align-items: center start end baseline stretch / align-self: center start end
    background background-color background-image background-position: center left right / background-repeat: no-repeat
    background-size: cover contain / border: solid dashed / border-color border-radius border-width
    border-bottom: solid / border-end-start-radius border-inline-start: solid / border-start-start-radius
    border-style: solid / border-top: solid
    border-collapse: collapse / bottom box-shadow: inset / box-sizing: border-box / break-after: avoid
    break-inside: avoid / clip-path color
    color-scheme: light dark / column-gap content: step / counter-increment: step / counter-reset: step
    cursor: pointer / display: -webkit-box block contents flex grid inline inline-block inline-flex
    direction: ltr / dominant-baseline: central
    fill flex flex-direction: row column / flex-grow flex-shrink flex-wrap: wrap nowrap / float: left right
    font: figtree system-ui sans-serif / font-family: figtree / font-display: swap / font-size
    font-style: normal italic / font-variant-numeric: tabular-nums / font-weight: bold / gap grid-area grid-column
    grid-row grid-template-columns: auto-fit auto-fill / grid-template-rows height inset inset-inline-end
    inset-inline-start
    justify-content: center flex-start flex-end space-around space-between / justify-items: start center
    justify-self: start end center / letter-spacing line-height list-style margin margin-block margin-bottom
    margin-inline margin-inline-end margin-inline-start margin-top max-height max-width min-height min-width
    object-fit: cover contain / opacity order outline: solid / outline-color outline-offset overflow: hidden visible
    overflow-wrap: break-word normal / overflow-x overflow-y padding padding-block padding-bottom padding-inline
    padding-inline-end padding-inline-start padding-left padding-right padding-top
    place-items: center / pointer-events: all
    position: absolute fixed relative static sticky
    quotes row-gap scroll-margin-top scroll-padding src stroke stroke-linecap: round / stroke-linejoin: round
    stroke-width text-align: center end start / text-anchor: start middle / text-decoration: underline
    text-decoration-thickness text-overflow: ellipsis / text-transform: uppercase / text-underline-offset top transform
    transition: background-color border-color color opacity / unicode-bidi: isolate / vertical-align: top middle
    visibility: hidden visible / white-space: normal nowrap pre-line pre-wrap / width: fit-content
    word-break: break-word
    z-index
"""
OLD_ELSEWHERE = """
    calc() clamp() counter() env() format() inset() linear-gradient() max() min() minmax() repeat() rgb() scalex() url()
    var() deg em fr px rem s vh vw
    ::after ::before ::file-selector-button ::first-letter ::placeholder ::-webkit-details-marker
    :active :checked :disabled :empty :first-child :focus :focus-within :hover :is() :last-child :not()
    :placeholder-shown :root :where()
    @font-face @media @supports selector()
    max-height max-width min-height min-width prefers-color-scheme prefers-reduced-motion
"""
ANYWHERE = "none auto inherit initial currentcolor transparent canvastext safe-area-inset-left".split()
ANYWHERE += ["safe-area-inset-right", "safe-area-inset-bottom"]
# Said after something older that says nearly the same, in the same rule.
SAID_OLDER_FIRST = {
    "appearance": Age(15.4, 84),
    "content: /": Age(17.4, 77),
    "dvh": Age(15.4, 108),
    "mask": Age(15.4, 120),
    "mask-image": Age(15.4, 120),
    "print-color-adjust": Age(15.4, 136),
    "text-size-adjust": NEVER,
}
# Without it a page looks right too: a little plainer, or it shows a field that is needed only sometimes.
CAN_BE_MISSED = {
    ":focus-visible": Age(15.4, 86),  # before, the browser draws a ring of its own
    ":has()": Age(15.4, 105),
    "@view-transition": NEVER,
    "accent-color": Age(15.4, 93),
    "field-sizing": NEVER,
    "forced-color-adjust": NEVER,
    "forced-colors": Age(16, 89),
    "overflow-wrap: anywhere": Age(15.4, 80),  # before, long words break as everywhere on the page
    "prefers-contrast": Age(14.5, 96),
    "resize": NEVER,
    "scroll-behavior": Age(15.4, 61),
    "text-wrap": NEVER,
    "view-transition-name": NEVER,
}


def old_features() -> set[str]:
    """Named `gap`, `position: fixed`, `calc()`, `rem`, `:hover`, `@media`; a feature of a medium by its bare name."""
    known = set(OLD_ELSEWHERE.split())
    for part in re.split(r" / |\n", OLD_PROPERTIES):
        names, _, words = part.partition(":")
        known |= {*names.split()} | {f"{names.split()[-1]}: {word}" for word in words.split()}
    return known


NEWER = SAID_OLDER_FIRST | CAN_BE_MISSED
SINCE = dict.fromkeys(old_features(), Age(0, 0)) | NEWER


def rules_of(css: str) -> list[Any]:
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def inner_rules(rule: Any) -> list[Any]:
    """Of a block of rules; none of any other."""
    if rule.type != "at-rule" or rule.content is None or rule.lower_at_keyword not in ("media", "supports", "layer"):
        return []
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def declarations_of(rule: Any) -> list[Any]:
    """What stands in a block; not all of it need be declarations."""
    return tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True)


def blocks_of(rules: Iterable[Any]) -> Iterator[Any]:
    """The rules that hold declarations, wherever they stand."""
    for rule in rules:
        if rule.type == "qualified-rule" or getattr(rule, "lower_at_keyword", "") == "font-face":
            yield rule
        yield from blocks_of(inner_rules(rule))


def features_of_head(rule: Any, head: str) -> set[str]:
    """Of what stands before the brace."""
    pseudo = {name + ("()" if bracket else "") for name, bracket in re.findall(r"(::?[a-z-]+)(\()?", head)}
    if rule.type == "qualified-rule":
        return pseudo
    media = re.findall(r"\(([a-z-]+)", head) if rule.lower_at_keyword == "media" else []
    asked = re.findall(r"(?<![:a-z-])[a-z-]+\(", head)
    return {f"@{rule.lower_at_keyword}", *media, *pseudo, *(f"{name})" for name in asked)}


def features_of(said: Any) -> set[str]:
    """Of one declaration; what is no declaration is a rule within a rule."""
    if said.type != "declaration":
        return {"nesting"}
    if said.lower_name in NEWER:
        return {said.lower_name}
    own = said.name.startswith("--")
    return {*words_in(said.value, "" if own else said.lower_name)} | (set() if own else {said.lower_name})


def words_in(value: Iterable[Any], name: str) -> Iterator[str]:
    """The words, functions and units in a value of the property so named, or of a token."""
    for each in value:
        if each.type == "ident" and name and not each.value.startswith("--") and each.lower_value not in ANYWHERE:
            yield f"{name}: {each.lower_value}"
        elif each.type == "dimension":
            yield each.lower_unit
        elif each == "/" and name == "content":
            yield "content: /"
        elif each.type == "function":
            yield f"{each.lower_name}()"
            yield from words_in(each.arguments, name)


def knows(age: Age, features: Iterable[str]) -> bool:
    since = [SINCE.get(feature, NEVER) for feature in features]
    return all(age.ios >= each.ios and age.chrome >= each.chrome for each in since)


def as_read_by(age: Age, css: str) -> str:
    """The sheet without all that a browser of this age passes over, which is as it would look there."""
    return "\n".join(_read(age, rule) for rule in rules_of(css))


def _read(age: Age, rule: Any) -> str:
    head = _forgiven(age, tinycss2.serialize(rule.prelude))
    if not knows(age, features_of_head(rule, head)):
        return ""
    if rule.type == "at-rule":
        inner = [_read(age, each) for each in inner_rules(rule)]
        return f"@{rule.at_keyword}{head}{{{''.join(inner)}}}" if inner else rule.serialize()
    kept = [each.serialize() for each in declarations_of(rule) if knows(age, features_of(each))]
    return f"{head}{{{'; '.join(kept)}}}"


def _forgiven(age: Age, head: str) -> str:
    """In `:is()` and `:where()` only what is not known falls out, not the whole rule."""

    def known_only(found: re.Match[str]) -> str:
        parts = [each for each in found[2].split(",") if knows(age, re.findall(r"::?[a-z-]+", each))]
        return f":{found[1]}({','.join(parts)})"

    return re.sub(r":(is|where)\(([^()]*)\)", known_only, head)
