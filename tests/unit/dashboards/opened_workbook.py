"""Reads a workbook's XML as it lies in the file: sheet names, and cells as (type, text)."""

from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_names(path: Path) -> list[str]:
    with ZipFile(path) as archive:
        book = ET.fromstring(archive.read("xl/workbook.xml"))
    return [sheet.attrib["name"] for sheet in book.iter(f"{MAIN}sheet")]


def part(path: Path, name: str) -> str:
    with ZipFile(path) as archive:
        return archive.read(name).decode()


def cells(path: Path) -> dict[str, tuple[str, str]]:
    """Cells of the first sheet: ``{"A1": ("text", "结算单号"), "C3": ("number", "240")}``."""
    with ZipFile(path) as archive:
        strings = ET.fromstring(archive.read("xl/sharedStrings.xml"))
        sheet = ET.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    texts = ["".join(item.itertext()) for item in strings.iter(f"{MAIN}si")]
    found = {}
    for cell in sheet.iter(f"{MAIN}c"):
        value = cell.find(f"{MAIN}v")
        if value is None or value.text is None:
            continue
        is_text = cell.attrib.get("t") == "s"
        found[cell.attrib["r"]] = ("text", texts[int(value.text)]) if is_text else ("number", value.text)
    return found
