"""A workbook is taken only whole and harmless, and each of its sheets only as the table that it is named as."""

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from ingest.formats import xlsx_package
from ingest.formats.xlsx import open_xlsx
from ingest.verdicts import Refusal
from interface.tables import INPUTS, Table
from tests.unit.ingest.made_workbook import (
    MAIN_TYPE,
    PARTIES,
    PARTY,
    Parts,
    a_row,
    a_sheet,
    packed,
    refusal_of,
    rows_of,
    the_parts,
)

SHEET = a_sheet(PARTIES, a_row(2, "P1", "甲"))
CONTRACT = INPUTS["contract"]


def plain() -> Parts:
    return the_parts({"party": SHEET})


def changed(name: str, old: str, new: str) -> bytes:
    parts = plain()
    text = parts[name]
    assert isinstance(text, str)
    assert old in text
    return packed(parts | {name: text.replace(old, new)})


def with_flag(content: bytes, *, flag: int) -> bytes:
    """Every member's entry in the directory with this general flag."""
    pieces = content.split(b"PK\x01\x02")
    return b"PK\x01\x02".join([pieces[0], *(piece[:4] + bytes([flag, 0]) + piece[6:] for piece in pieces[1:])])


def doubled() -> bytes:
    buffer = BytesIO(packed(plain()))
    with zipfile.ZipFile(buffer, "a") as container:
        container.writestr("XL/workbook.xml", "<x/>")
    return buffer.getvalue()


def damaged() -> bytes:
    """One bit of the sheet, which is stored without packing, turned."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        for name, part in plain().items():
            container.writestr(name, part)
    return buffer.getvalue().replace("甲".encode(), "乙".encode())


def an_lzma_zip() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as container:
        for name, part in plain().items():
            container.writestr(name, part)
    return buffer.getvalue()


BOMB = "<worksheet>" + " " * (11 << 20)
DTD = '<!DOCTYPE worksheet [<!ENTITY a "b">]>'
MACRO_TYPE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"

UNFIT = [
    ("empty", b"", "E120"),
    ("text", b"party_code,party_name\nP1,x\n", "E120"),
    ("html", b"<html><table></table></html>", "E120"),
    ("old-or-encrypted", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "E120"),
    ("cut-off", packed(plain())[:-30], "E120"),
    ("half", packed(plain())[:700], "E120"),
    ("turned-bit", damaged(), "E120"),
    ("encrypted-member", with_flag(packed(plain()), flag=1), "E120"),
    ("foreign-packing", an_lzma_zip(), "E120"),
    ("only-a-zip", packed({"a.txt": "a"}), "E120"),
    ("no-sheet-part", packed({name: part for name, part in plain().items() if "sheet1" not in name}), "E120"),
    ("word", changed("[Content_Types].xml", "spreadsheetml.sheet", "wordprocessingml.document"), "E120"),
    ("leads-out", packed(plain() | {"../evil.xml": "<x/>"}), "E121"),
    ("leads-out-backwards", packed(plain() | {"xl\\..\\..\\evil.xml": "<x/>"}), "E121"),
    ("absolute", packed(plain() | {"/etc/evil": ""}), "E121"),
    ("drive", packed(plain() | {"c:/evil": ""}), "E121"),
    ("member-twice", doubled(), "E121"),
    ("bomb", packed(plain() | {"xl/worksheets/sheet1.xml": BOMB}), "E122"),
    ("bomb-beside", packed(plain() | {"xl/media/image1.png": BOMB}), "E122"),
    ("many-members", packed(plain() | {f"m{number}": "" for number in range(10_001)}), "E122"),
    ("dtd", packed(plain() | {"xl/worksheets/sheet1.xml": DTD + SHEET}), "E123"),
    ("dtd-in-wide-characters", packed(plain() | {"xl/styles.xml": (DTD + "<x/>").encode("utf-16")}), "E123"),
    ("dtd-in-a-part-not-read", packed(plain() | {"docProps/app.xml": "<!DOCTYPE x><x/>"}), "E123"),
    ("macro-type", changed("[Content_Types].xml", MAIN_TYPE, MACRO_TYPE), "E124"),
    ("macro-part", packed(plain() | {"xl/vbaProject.bin": b"x"}), "E124"),
    ("macro-sheet", packed(plain() | {"xl/macrosheets/sheet1.xml": "<x/>"}), "E124"),
]


@pytest.mark.parametrize(("content", "code"), [case[1:] for case in UNFIT], ids=[case[0] for case in UNFIT])
def test_an_unfit_container_is_refused(content: bytes, code: str) -> None:
    assert refusal_of(content) == code


def test_a_document_type_is_refused_also_by_the_reader_of_the_part() -> None:
    late = packed(plain() | {"xl/worksheets/sheet1.xml": " " + DTD + SHEET})

    assert refusal_of(late) == "E123"


def test_size_is_counted_while_a_part_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    package = xlsx_package.Package(packed(plain()))
    monkeypatch.setattr(xlsx_package, "MOST_PART_BYTES", len(SHEET.encode()))
    assert b"".join(package.chunks("xl/worksheets/sheet1.xml")) == SHEET.encode()

    monkeypatch.setattr(xlsx_package, "MOST_PART_BYTES", len(SHEET.encode()) - 1)
    with pytest.raises(Refusal, match="E122"):
        list(package.chunks("XL/worksheets/Sheet1.xml"))


def test_ten_mebibytes_may_be_packed_as_tightly_as_they_can() -> None:
    content = packed(plain() | {"xl/worksheets/sheet1.xml": SHEET + " " * (9 << 20)})

    assert len(rows_of(content)) == 1


NAMES = [
    ("one-of-any-name", ["Sheet1"], PARTY, ["party"]),
    ("one-beside-notes", ["说明", "Sheet1"], PARTY, ["party"]),
    ("by-english-name", ["party"], None, ["party"]),
    ("by-label", ["合同", "参与方"], None, ["contract", "party"]),
    ("file-and-sheets-named", ["contract", "party"], PARTY, ["contract", "party"]),
    ("no-table", ["Sheet1"], None, "E126"),
    ("second-of-no-table", ["party", "Sheet2"], PARTY, "E126"),
    ("same-table-twice", ["party", "参与方"], None, "E126"),
    ("only-notes", ["说明"], PARTY, "E126"),
    ("named-as-none-of-its-sheets", ["contract", "party"], INPUTS["delivery"], "E126"),
]


@pytest.mark.parametrize(
    ("titles", "named", "found"), [case[1:] for case in NAMES], ids=[str(case[0]) for case in NAMES]
)
def test_a_sheet_is_the_table_that_it_or_its_file_is_named_as(
    titles: list[str], named: Table | None, found: list[str] | str
) -> None:
    content = packed(the_parts(dict.fromkeys(titles, SHEET)))

    if isinstance(found, str):
        assert refusal_of(content, named) == found
    else:
        assert [table.name for table, _ in open_xlsx(content, named)] == found


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
@pytest.mark.parametrize("titles", [["party"], ["party", "Sheet2"], ["party", "说明"]])
def test_a_hidden_sheet_is_refused(state: str, titles: list[str]) -> None:
    assert refusal_of(packed(the_parts(dict.fromkeys(titles, SHEET), state=state))) == "E125"


def test_sheets_of_one_workbook_are_read_side_by_side() -> None:
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer)
    for title, cells in (("party", PARTY.required), ("合同", CONTRACT.required)):
        sheet = workbook.add_worksheet(title)
        sheet.write_row(0, 0, cells)
        sheet.write_row(1, 0, [f"{cell}!" for cell in cells])
    workbook.close()

    (_, first), (table, second) = open_xlsx(buffer.getvalue(), None)

    assert table is CONTRACT
    assert [[row.cells for row in text.rows()] for text in (second, first)] == [
        [[f"{name}!" for name in CONTRACT.required]],
        [[f"{name}!" for name in PARTY.required]],
    ]
