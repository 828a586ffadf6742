"""Workbooks written by hand, part by part, so that a test can make exactly the one that it is about."""

import zipfile
from io import BytesIO

import pytest

from ingest.formats import TextRow
from ingest.formats.xlsx import open_xlsx
from ingest.verdicts import Refusal
from interface.tables import INPUTS, Table

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"

Parts = dict[str, str | bytes]

PARTY = INPUTS["party"]
DATES = (
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="17"/></cellXfs>'
)
"""Cell style 1 is a date, style 2 the month of a date; style 0 is a number."""
PARTIES = '<row r="1"><c r="A1" t="str"><v>party_code</v></c><c r="B1" t="str"><v>party_name</v></c></row>'
"""A header row of the table of parties."""


def a_row(number: int, *cells: str, attributes: str = "") -> str:
    """A row of cells: what stands between the tags of a cell, or its whole element if it begins with ``<c``."""
    made = []
    for place, cell in enumerate(cells):
        reference = f'r="{chr(ord("A") + place)}{number}"'
        if cell.startswith("<c"):
            made.append(cell.replace("<c", f"<c {reference}", 1))
        elif cell:
            made.append(f'<c {reference} t="inlineStr"><is><t>{cell}</t></is></c>')
    return f'<row r="{number}" {attributes}>{"".join(made)}</row>'


def a_sheet(*rows: str, before: str = "", after: str = "") -> str:
    """A worksheet with these rows, and what stands before and after its data."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{"".join(rows)}</sheetData>{after}</worksheet>'


def the_parts(
    sheets: dict[str, str],
    *,
    state: str = "visible",
    settings: str = "",
    strings: str = "",
    styles: str = "",
) -> Parts:
    """Parts of a workbook by name; ``state`` is that of its last sheet."""
    numbers = range(1, len(sheets) + 1)
    states = ["visible"] * (len(sheets) - 1) + [state]
    listed = "".join(
        f'<sheet name="{title}" sheetId="{number}" state="{state}" r:id="rId{number}"/>'
        for number, title, state in zip(numbers, sheets, states, strict=True)
    )
    targets = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    targets += f'<Relationship Id="s1" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    targets += f'<Relationship Id="s2" Type="{OFFICE}/styles" Target="/xl/styles.xml"/>'
    parts: Parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{MAIN_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{settings}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{targets}</Relationships>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    for number, sheet in zip(numbers, sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet
    return parts


def packed(parts: Parts) -> bytes:
    """The parts as one zip."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
    return buffer.getvalue()


def rows_of(content: bytes, table: Table = PARTY) -> list[TextRow]:
    """The rows of a workbook with one sheet."""
    ((_, text),) = open_xlsx(content, table)
    return list(text.rows())


def cells_of(*cells: str, strings: str = "", settings: str = "") -> TextRow:
    """The one row of a sheet with such cells, below a header that is wide enough."""
    header = a_row(1, "party_code", "party_name", *(f"x{place}" for place in range(len(cells) - 2)))
    sheet = a_sheet(header, a_row(2, *cells))
    (row,) = rows_of(packed(the_parts({"S": sheet}, styles=DATES, strings=strings, settings=settings)))
    return row


def refusal_of(content: bytes, named: Table | None = PARTY) -> str:
    """The code with which a workbook is refused, at once or while its rows are read."""
    with pytest.raises(Refusal) as caught:
        [list(text.rows()) for _, text in open_xlsx(content, named)]
    return str(caught.value)[:4]
