"""Reads cells back out of workbooks that we made, as they lie in the file: numbers exact, formulas by their value."""

from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from interface.errors import CannotRun

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def first_sheet(content: bytes) -> dict[str, Decimal | str]:
    """Cells of the first sheet by their place, such as ``D4``; blank cells are not there.

    Raises:
        CannotRun: the bytes are no workbook.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))
            sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    except (BadZipFile, KeyError, ET.ParseError):
        raise CannotRun("A document cannot be read back as a workbook that was made here: make it again.") from None
    texts = ["".join(item.itertext()) for item in strings.iter(f"{_MAIN}si")]
    found: dict[str, Decimal | str] = {}
    for cell in sheet.iter(f"{_MAIN}c"):
        value = cell.findtext(f"{_MAIN}v")
        if value is None:
            continue
        kind = cell.attrib.get("t")
        found[cell.attrib["r"]] = texts[int(value)] if kind == "s" else value if kind == "str" else Decimal(value)
    return found
