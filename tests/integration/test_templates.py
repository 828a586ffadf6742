"""Templates carry every table as the product reads it: labels alone in the header, all else in notes and lists."""

import csv
import io
import zipfile
from xml.etree import ElementTree as ET

import pytest

from ingest.formats.xlsx import open_xlsx
from interface.tables import INPUTS
from orchestration.templates import FRAMEWORKS, NOTES_SHEET, WORKBOOK, note, workbook_bytes, write_templates
from tests.integration.conftest import Desk

SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture(scope="module")
def book() -> bytes:
    return workbook_bytes()


def sheets(book: bytes) -> dict[str, str]:
    """XML of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        names = [
            each.attrib["name"] for each in ET.fromstring(packed.read("xl/workbook.xml")).iter(f"{SPREADSHEET}sheet")
        ]
        return {name: packed.read(f"xl/worksheets/sheet{n}.xml").decode() for n, name in enumerate(names, start=1)}


def test_the_workbook_has_a_sheet_per_table_that_the_reader_takes_for_it(book: bytes) -> None:
    opened = open_xlsx(book, None)

    assert [table.name for table, _ in opened] == list(INPUTS)
    for table, text in opened:
        assert text.header == [column.label for column in table.columns]
        assert list(text.rows()) == []


def test_sheets_are_named_by_labels_and_notes_come_first(book: bytes) -> None:
    assert list(sheets(book)) == [NOTES_SHEET, *(table.label for table in INPUTS.values())]


def test_code_columns_have_lists_headers_are_frozen_and_ids_are_text(book: bytes) -> None:
    xml = sheets(book)["验收"]

    assert '<pane ySplit="1"' in xml
    assert '<formula1>"PASS,REWORK,REJECT"</formula1>' in xml
    assert 'sqref="B2:B1048576"' in xml


def test_notes_say_what_a_cell_holds() -> None:
    assert note(INPUTS["service_item"].column("tier_scope")) == (
        "【选填】代码\nPERIOD 本期\nCONTRACT_YEAR 合同年\n空即为 PERIOD\ntier_scope: optional; code; blank: PERIOD."
    )
    assert note(INPUTS["contract"].column("service_to")) == (
        "【必填】日期，如 2020-05-31\n服务的最后一天。\n"
        "service_to: required; date, such as 2020-05-31.\nLast day of service."
    )


def test_every_meaning_and_code_has_its_chinese() -> None:
    for table in INPUTS.values():
        for column in table.columns:
            first, *rest = note(column).splitlines()
            assert first.startswith("【必填】" if column.required else "【选填】")
            for line, code in zip(rest, column.codes, strict=False):
                assert line.startswith(f"{code} "), (table.name, column.name, code)
            if column.meaning:
                assert rest[-3].isascii() is False, (table.name, column.name)


def test_templates_made_again_are_the_same_bytes(desk: Desk, tmp_path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    first = {path.relative_to(one).as_posix(): path.read_bytes() for path in write_templates(one)}
    second = {path.relative_to(two).as_posix(): path.read_bytes() for path in write_templates(two)}

    assert first == second
    assert {name for name in first if not name.startswith(FRAMEWORKS)} == {
        WORKBOOK,
        *(f"csv/{name}.csv" for name in INPUTS),
    }


def test_csv_templates_hold_the_labels_behind_a_byte_order_mark(tmp_path) -> None:
    write_templates(tmp_path)

    content = (tmp_path / "csv" / "payment.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert next(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        column.label for column in INPUTS["payment"].columns
    ]


def test_an_empty_template_left_in_a_folder_is_refused(desk: Desk, tmp_path) -> None:
    write_templates(tmp_path / "templates")

    outcomes = desk.receive_folder(tmp_path / "templates" / "csv")

    assert {(outcome.refusal or "")[:4] for outcome in outcomes} == {"E108"}
