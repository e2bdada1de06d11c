"""Small pictures for the demo, drawn while it is built: whoever needs photographs has their own."""

from io import BytesIO

from PIL import Image, ImageDraw

from recommendations.providers.photos import Redrawn, redrawn

DRAWING_SIZE = (960, 720)


def tap() -> Redrawn:
    """A new tap over a row of tiles."""
    sheet, pen = _sheet("#e8efec")
    for x in range(0, 960, 120):
        for y in range(0, 480, 120):
            pen.rectangle((x + 4, y + 4, x + 116, y + 116), fill="#cfe0da" if (x + y) % 240 else "#dbe8e3")
    pen.rectangle((0, 560, 960, 720), fill="#8a939a")
    pen.ellipse((250, 580, 710, 690), fill="#aeb7bd", outline="#6d767c", width=6)
    pen.line((480, 600, 480, 300), fill="#f2f5f7", width=44)
    pen.arc((350, 180, 502, 440), 180, 360, fill="#f2f5f7", width=44)
    pen.rectangle((350, 305, 394, 360), fill="#f2f5f7")
    pen.rounded_rectangle((500, 380, 620, 410), 15, fill="#c9d1d6")
    return _photo(sheet)


def floor() -> Redrawn:
    """Flagstones laid back in their order, with dark joints."""
    sheet, pen = _sheet("#6b6258")
    stones = ("#b8ada0", "#aa9f92", "#c4baae", "#b1a698")
    for row, top in enumerate(range(0, 720, 144)):
        for column, left in enumerate(range(-120 * (row % 2), 960, 240)):
            pen.rounded_rectangle((left + 6, top + 6, left + 232, top + 136), 10, fill=stones[(row + 3 * column) % 4])
    return _photo(sheet)


def valves() -> Redrawn:
    """Copper pipes side by side, each with a valve and a label."""
    sheet, pen = _sheet("#f3ece0")
    for x in range(150, 900, 220):
        pen.line((x, 0, x, 720), fill="#b8723a", width=34)
        pen.line((x - 8, 0, x - 8, 720), fill="#d59a63", width=8)
        pen.rectangle((x - 45, 320, x + 45, 390), fill="#d8c06a", outline="#8f7a2c", width=5)
        pen.rounded_rectangle((x - 70, 290, x + 70, 318), 12, fill="#b3362b")
        pen.rectangle((x - 62, 470, x + 62, 540), fill="#ffffff", outline="#9a9a9a", width=3)
        pen.line((x - 40, 496, x + 40, 496), fill="#44505a", width=6)
        pen.line((x - 40, 516, x + 12, 516), fill="#44505a", width=6)
    return _photo(sheet)


def _sheet(colour: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    sheet = Image.new("RGB", DRAWING_SIZE, colour)
    return sheet, ImageDraw.Draw(sheet)


def _photo(sheet: Image.Image) -> Redrawn:
    file = BytesIO()
    sheet.save(file, "PNG")
    file.seek(0)
    return redrawn(file)
