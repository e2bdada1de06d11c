"""Pages with the style sheet as an old phone reads it: whatever is on them looks as it does in a new one."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_ask_link import ask  # noqa: F401 (a fixture)
from tests.worlds.builders import make_invitation
from tests.worlds.looks import MEMBERS, STRANGERS, Age, as_read_by

SHEET = (Path(settings.BASE_DIR) / "static/whom.css").read_text()
# Of each element that is seen: where it stands, but for how far down; how it is drawn; what is drawn before and after.
LOOK = """() => {
  const PARTS = ["color", "backgroundColor", "backgroundImage", "borderTopColor", "borderTopWidth", "borderTopStyle",
    "borderTopLeftRadius", "borderLeftWidth", "boxShadow", "fontFamily", "fontSize", "fontWeight", "lineHeight",
    "letterSpacing", "textAlign", "textDecorationLine", "display", "position", "paddingTop", "paddingLeft",
    "listStyleType", "fill", "stroke", "appearance"];
  const DRAWN = ["content", "backgroundColor", "width", "height", "maskImage", "borderTopLeftRadius", "position"];
  const boxOf = (e) => e.getBoundingClientRect();
  window.elements ||= [...document.querySelectorAll("body, body *")];
  return window.elements.map((e) => {
    if (!e.checkVisibility()) return null;
    const style = getComputedStyle(e), box = boxOf(e), seen = { is: e.outerHTML.slice(0, 90) };
    for (const part of PARTS) seen[part] = style[part];
    if (style.display !== "inline") Object.assign(seen, { x: box.x, wide: box.width, high: box.height });
    for (const pseudo of ["::before", "::after"])
      for (const part of DRAWN) seen[pseudo + part] = getComputedStyle(e, pseudo)[part].replace(' / ""', "");
    return seen;
  });
}"""
READ_AS_OLD = """() => new Promise((done) => {
  const [sheet] = document.querySelectorAll("link[rel=stylesheet]");
  const old = sheet.cloneNode();
  old.href += "?old";
  old.onload = () => {
    sheet.remove();
    document.fonts.load("16px Figtree").then(() => requestAnimationFrame(done));
  };
  sheet.after(old);
})"""
# What may be higher: what holds something that is shown only where the newer way of hiding it is not known, or a text
# that is as high as its rows, not as what is in it. And what only the newer way marks as chosen.
MARKED = """(before) => window.elements.map((e, i) => ({
  holds: window.elements.some((one, at) =>
    one.checkVisibility() && (!before[at] || one.matches("textarea")) && e.contains(one)),
  chosen: e.matches(".row") && !!e.querySelector(":checked"),
}))"""


def old_look(page: Page, age: Age, picture: Path) -> list[str]:
    """What of the page looks otherwise once its sheet is read as by a browser of this age; and then a picture of it."""
    page.wait_for_load_state()
    page.evaluate("document.fonts.ready")
    new = page.evaluate(LOOK)
    page.route("**/whom.css?old", lambda route: route.fulfill(body=as_read_by(age, SHEET), content_type="text/css"))
    page.evaluate(READ_AS_OLD)
    old, marked = page.evaluate(LOOK), page.evaluate(MARKED, [bool(each) for each in new])
    faults = []
    for before, after, mark in zip(new, old, marked, strict=True):
        if before and not mark["chosen"]:
            apart = {part for part in before if differ(before[part], (after or {}).get(part))}
            apart -= {"high"} if mark["holds"] else set()
            faults += [f"{page.url} {before['is']} {part}: {before[part]} {(after or {}).get(part)}" for part in apart]
    assert len([each for each in new if each]) > 15
    if faults:
        page.screenshot(path=picture, full_page=True)
    return faults


def differ(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) > 1
    return one != other


@pytest.mark.parametrize(("device", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], ids=["phone", "desktop"])
def test_old_phones_show_strangers_every_page_right(visit, ask, street, device, scheme, tmp_path):  # noqa: F811
    page, faults = visit("/", None, device, color_scheme=scheme), []
    for name, path in [
        ("landing", "/"),
        ("login", "/accounts/login/"),
        ("login_code", "/accounts/login/code/"),
        ("held", "/held/"),
        ("asked", ask.link.path),
        ("invitation", make_invitation(inviter=street["ben"], name="Zoe").path),
        ("gone", "/a/unknown/"),
    ]:
        page.goto(path)
        faults += old_look(page, STRANGERS, tmp_path / f"{name}.png")

    assert faults == []


def test_old_phones_say_what_is_wrong_with_an_answer(visit, ask, tmp_path):  # noqa: F811
    page = visit(ask.link.path, None, PHONE)
    page.get_by_role("button", name="Send it to Ana").click()
    page.get_by_text("There is a problem").wait_for()

    assert old_look(page, STRANGERS, tmp_path / "faults.png") == []


def test_phones_of_2023_show_members_every_page_right(visit, street, tmp_path):
    rosa, faults = street["ben"].vouches.get(name="Rosa Lima").provider, []
    page = visit("/find/", street["ana"], PHONE, color_scheme="dark")
    for name, path in [
        ("find", "/find/?q=plumber"),
        ("provider", reverse("provider", args=[rosa.public_id])),
        ("vouch", "/vouches/new/"),
        ("circle", "/circle/"),
        ("list", "/vouches/"),
    ]:
        page.goto(path)
        faults += old_look(page, MEMBERS, tmp_path / f"{name}.png")

    assert faults == []
