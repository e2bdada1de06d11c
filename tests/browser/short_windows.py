"""A phone on its side, and a page at four times its size: the parts of the app stay apart, and leave room to read."""

from playwright.sync_api import Page

SIDEWAYS, FOUR_TIMES = {"width": 844, "height": 390}, {"width": 320, "height": 256}
# Of the height, what may stay in place while the page is scrolled.
MOST_THAT_STAYS = 0.3
# The words of each link to a part of the app, of the name and of the bell, as they are drawn; and what stays in place.
LOOK = """() => {
  const drawn = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const box = element.querySelector(".vh") ? element.getBoundingClientRect() : range.getBoundingClientRect();
    return [box.left, box.top, box.right, box.bottom];
  };
  const links = [...document.querySelectorAll(".top a")].filter((link) => link.checkVisibility());
  const stays = [...document.querySelectorAll("body *")].filter(
    (each) => ["fixed", "sticky"].includes(getComputedStyle(each).position) && each.checkVisibility());
  return {
    labels: links.map((link) => [link.textContent.trim(), drawn(link)]),
    stays: stays.reduce((sum, each) => sum + each.getBoundingClientRect().height, 0),
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
  };
}"""


def faults_in_short_windows(page: Page) -> list[str]:
    before, faults = page.viewport_size, []
    for size in (SIDEWAYS, FOUR_TIMES):
        page.set_viewport_size(size)
        faults += [f"at {size['width']}x{size['height']}: {fault}" for fault in faults_at(page, size)]
    page.set_viewport_size(before)
    return faults


def faults_at(page: Page, size: dict[str, int]) -> list[str]:
    seen = page.evaluate(LOOK)
    labels = seen["labels"]
    faults = [
        f"“{one}” lies upon “{other}”"
        for at, (one, box) in enumerate(labels)
        for other, beside in labels[:at]
        if box[0] < beside[2] and beside[0] < box[2] and box[1] < beside[3] and beside[1] < box[3]
    ]
    faults += [f"“{one}” leaves the window" for one, box in labels if box[0] < 0 or box[2] > size["width"]]
    faults += ["what stays in place leaves no room"] if seen["stays"] > size["height"] * MOST_THAT_STAYS else []
    return faults + (["scrolls sideways"] if seen["wide"] else [])
