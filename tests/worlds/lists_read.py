"""What is read of a file or of a pasted text, in a few words."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import NamedTuple

from recommendations.my_list.reading import ListRead, read
from recommendations.my_list.reading.files import file_text
from recommendations.my_list.reading.readings import Reading


class Who(NamedTuple):
    name: str
    phone: str = ""
    trade: str = ""
    job: str = ""
    month: str = ""
    words: str = ""
    others: tuple[str, ...] = ()


def list_in(content: str | bytes, country: str = "GB", name: str = "") -> ListRead:
    kind, text = file_text(content.encode() if isinstance(content, str) else content, name)
    return read(None, text, kind, country=country)


def who(content: str | bytes, country: str = "GB", name: str = "") -> list[Who]:
    return [
        Who(
            each.name,
            each.phone,
            each.trade.slug if each.trade else "",
            each.job,
            f"{each.hired_on:%Y-%m}" if each.hired_on else "",
            each.words,
            each.other_phones,
        )
        for each in list_in(content, country, name).readings
    ]


def new_in(found: ListRead) -> list[Reading]:
    return [each for each in found.readings if not each.known and not each.faults]


def known_in(found: ListRead) -> list[Reading]:
    return [each for each in found.readings if each.known and not each.faults]


def faulty_in(found: ListRead) -> list[Reading]:
    return [each for each in found.readings if each.faults]


def archive(**files: str | bytes) -> bytes:
    """A .zip; a name that is no name in Python is handed as `**{"xl/workbook.xml": …}`."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return packed.getvalue()


def xlsx(rows: str, strings: tuple[str, ...] = (), styles: str = "") -> bytes:
    """`rows` is what stands in sheetData."""
    shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
    return archive(
        **{
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<workbook><workbookPr/></workbook>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
            "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
        }
    )


def ods(rows: str) -> bytes:
    return archive(
        mimetype="application/vnd.oasis.opendocument.spreadsheet",
        **{
            "content.xml": '<o:document xmlns:o="o" xmlns:table="t" xmlns:text="x" xmlns:office="f">'
            f'<table:table table:name="Handwerker">{rows}</table:table></o:document>'
        },
    )
