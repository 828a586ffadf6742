"""A sheet reads as the table that it shows, cell by cell; one that hides, merges or strays is refused."""

import pytest

from ingest.formats.xlsx import open_xlsx
from ingest.headers import match_header
from ingest.verdicts import Refusal
from tests.unit.ingest.made_workbook import (
    PARTIES,
    PARTY,
    a_row,
    a_sheet,
    cells_of,
    packed,
    refusal_of,
    rows_of,
    the_parts,
)


def test_every_kind_of_text_is_read_whole() -> None:
    strings = (
        "<si><t>甲</t></si>"
        '<si><r><t xml:space="preserve">乙 </t></r><r><t>丙</t></r><rPh sb="0" eb="1"><t>yi</t></rPh></si>'
    )
    row = cells_of(
        '<c t="s"><v>0</v></c>',
        '<c t="s"><v>1</v></c>',
        '<c t="inlineStr"><is><r><t>丁</t></r><r><t>戊</t></r><rPh sb="0" eb="1"><t>ding</t></rPh></is></c>',
        '<c t="b"><v>1</v></c>',
        '<c t="b"><v>0</v></c>',
        '<c t="d"><v>2020-05-15T00:00:00</v></c>',
        strings=strings,
    )

    assert row.cells == ["甲", "乙 丙", "丁戊", "TRUE", "FALSE", "2020-05-15"]
    assert row.raw == "甲\t乙 丙\t丁戊\tTRUE\tFALSE\t2020-05-15"


def test_rows_keep_their_numbers_short_rows_are_blank_to_the_right_and_blank_rows_are_counted() -> None:
    sheet = a_sheet(
        a_row(1, "party_code", "party_name", "", "x"),
        a_row(3, "P1"),
        a_row(4, " "),
        a_row(6, "", "乙"),
        a_row(9, '<c s="1"/>'),
    )
    ((_, text),) = open_xlsx(packed(the_parts({"S": sheet})), PARTY)
    rows = list(text.rows())

    assert text.header == ["party_code", "party_name", "", "x"]
    assert [(row.number, row.cells, row.fault) for row in rows] == [
        (3, ["P1", "", "", ""], ""),
        (6, ["", "乙", "", ""], ""),
    ]
    assert text.blank_lines == 3


def test_a_cell_right_of_the_header_breaks_its_row() -> None:
    row, blank = rows_of(
        packed(
            the_parts({"S": a_sheet(PARTIES, a_row(2, "P1", "甲", "", "12"), a_row(3, "P2", "乙", " ", '<c s="0"/>'))})
        )
    )

    assert row.fault == "the row has 4 cells and the header 2"
    assert blank.fault == ""


def test_rows_and_cells_without_references_stand_where_they_follow_and_a_false_dimension_is_passed_over() -> None:
    cell = '<c t="inlineStr"><is><t>{}</t></is></c>'
    rows = [
        f"<row>{cell.format(one)}{cell.format(two)}</row>" for one, two in [("party_code", "party_name"), ("P1", "甲")]
    ]
    sheet = a_sheet(*rows, a_row(3, "P2", "乙"), before='<dimension ref="A1:A1"/>')

    assert [(row.number, row.cells) for row in rows_of(packed(the_parts({"S": sheet})))] == [
        (2, ["P1", "甲"]),
        (3, ["P2", "乙"]),
    ]


def test_prefixed_and_strict_markup_reads_the_same() -> None:
    plain = a_sheet(PARTIES, a_row(2, "P1", "甲"))
    strict = plain.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    prefixed = plain.replace("xmlns=", "xmlns:x=").replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")

    assert (
        rows_of(packed(the_parts({"S": prefixed})))
        == rows_of(packed(the_parts({"S": strict})))
        == rows_of(packed(the_parts({"S": plain})))
    )


def test_a_title_above_the_header_or_an_offset_gives_no_header() -> None:
    title = a_sheet(a_row(1, "交付日志"), a_row(2, "party_code", "party_name"), a_row(3, "P1", "甲"))
    offset = a_sheet(a_row(2, "party_code", "party_name"), a_row(3, "P1", "甲"))

    for sheet in (title, offset):
        ((_, text),) = open_xlsx(packed(the_parts({"S": sheet})), PARTY)
        with pytest.raises(Refusal, match="E111"):
            match_header(text.header, PARTY)


ROW = a_row(2, "P1", "甲")
UNFIT = [
    ("merged", a_sheet(PARTIES, ROW, after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>'), "E128"),
    ("hidden-row", a_sheet(PARTIES, a_row(2, "P1", "甲", attributes='hidden="1"')), "E129"),
    ("row-of-no-height", a_sheet(PARTIES, a_row(2, "P1", "甲", attributes='ht="0" customHeight="1"')), "E129"),
    ("hidden-column", a_sheet(PARTIES, ROW, before='<cols><col min="2" max="2" hidden="1"/></cols>'), "E129"),
    ("column-of-no-width", a_sheet(PARTIES, ROW, before='<cols><col min="1" max="1" width="0"/></cols>'), "E129"),
    ("last-cell", a_sheet(PARTIES, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "E127"),
    ("column-1001", a_sheet(PARTIES, '<row r="2"><c r="ALM2"><v>1</v></c></row>'), "E127"),
    ("beyond-the-columns", a_sheet(PARTIES, '<row r="2"><c r="XFE2"/></row>'), "E127"),
    ("beyond-the-rows", a_sheet(PARTIES, '<row r="1048577"/>'), "E127"),
    ("rows-out-of-order", a_sheet(PARTIES, a_row(3, "P2"), ROW), "E120"),
    ("row-twice", a_sheet(PARTIES, ROW, ROW), "E120"),
    ("cell-of-another-row", a_sheet(PARTIES, '<row r="2"><c r="A3"><v>1</v></c></row>'), "E120"),
    ("cell-twice", a_sheet(PARTIES, '<row r="2"><c r="A2"/><c r="A2"/></row>'), "E120"),
    ("no-cell-name", a_sheet(PARTIES, '<row r="2"><c r="$A$2"/></row>'), "E120"),
    ("row-in-a-row", a_sheet(PARTIES, f'<row r="2">{a_row(3, "P2")}</row>'), "E120"),
    ("cell-outside-a-row", a_sheet(PARTIES, ROW, '<x><c r="C2"><v>1</v></c></x>'), "E120"),
    ("two-values", a_sheet(PARTIES, '<row r="2"><c r="A2"><v>1</v><v>2</v></c></row>'), "E120"),
    ("no-such-string", a_sheet(PARTIES, '<row r="2"><c r="A2" t="s"><v>0</v></c></row>'), "E120"),
    ("negative-string", a_sheet(PARTIES, '<row r="2"><c r="A2" t="s"><v>-1</v></c></row>'), "E120"),
    ("cut-off", a_sheet(PARTIES, ROW)[:-20], "E120"),
    ("no-worksheet", "<html/>", "E120"),
    ("endless-row", a_sheet(PARTIES, a_row(2, "x" * 1_000_001)), "E103"),
    ("empty", a_sheet(a_row(1, " ")), "E104"),
]


@pytest.mark.parametrize(("sheet", "code"), [case[1:] for case in UNFIT], ids=[case[0] for case in UNFIT])
def test_an_unfit_sheet_is_refused(sheet: str, code: str) -> None:
    assert refusal_of(packed(the_parts({"S": sheet}))) == code


def test_what_is_hidden_beside_the_data_hides_nothing() -> None:
    sheet = a_sheet(
        PARTIES,
        ROW,
        a_row(3, '<c s="0"/>', attributes='hidden="1"'),
        before='<cols><col min="3" max="16384" hidden="1" width="0"/></cols>',
    )

    assert len(rows_of(packed(the_parts({"S": sheet})))) == 1


def test_the_last_column_and_the_last_row_of_a_table_are_read() -> None:
    header = '<row r="1"><c r="ALL1"><v>1</v></c></row>'
    rows = rows_of(packed(the_parts({"S": a_sheet(PARTIES, '<row r="1048576"><c r="A1048576"><v>1</v></c></row>')})))

    assert [row.number for row in rows] == [1_048_576]
    ((_, text),) = open_xlsx(packed(the_parts({"S": a_sheet(header)})), PARTY)
    assert len(text.header) == 1000
