"""The facts of a workbook land as those of the same text file would; what was never calculated is set aside."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter

from ingest.formats import TextTable
from ingest.formats.csv import CsvText
from ingest.formats.xlsx import open_xlsx
from ingest.headers import match_header
from ingest.landing import ingest_folder
from ingest.rows import BadRow, Candidate, RowJudge
from interface.tables import INPUTS, Table
from tests.unit.ingest.conftest import Trial
from tests.unit.ingest.made_workbook import DATES, PARTIES, PARTY, a_row, a_sheet, cells_of, packed, rows_of, the_parts

DELIVERY = INPUTS["delivery"]
HEADER = ["delivery_no", "work_order_no", "deliverable_key", "delivered_at", "quantity", "unit", "version"]


def judged(text: TextTable, table: Table) -> tuple[list[Candidate | BadRow], dict[str, int]]:
    judge = RowJudge(table, match_header(text.header, table))
    return list(judge.judge_rows(text.rows())), dict(judge.warnings)


def judged_delivery(
    write: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None], **options: object
) -> tuple[list[Candidate | BadRow], dict[str, int]]:
    buffer = BytesIO()
    workbook = xlsxwriter.Workbook(buffer, options)
    sheet = workbook.add_worksheet("交付日志")
    sheet.write_row(0, 0, HEADER)
    write(workbook, sheet)
    workbook.close()
    ((_, text),) = open_xlsx(buffer.getvalue(), DELIVERY)
    return judged(text, DELIVERY)


@pytest.mark.parametrize("is_1904", [False, True], ids=["1900", "1904"])
def test_a_workbook_lands_the_same_facts_as_the_text_file(is_1904: bool) -> None:
    def write(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        shown = workbook.add_format({"num_format": "yyyy/m/d hh:mm"})
        for line, (quantity, second) in enumerate([(12.5, 0), (1.1, 1), (0.000001, 59)], start=1):
            sheet.write_row(line, 0, [f"D{line}", "W1", f"K{line}"])
            sheet.write_datetime(line, 3, dt.datetime(2020, 5, 15, 17, 30, second), shown)  # noqa: DTZ001 - no zones here
            sheet.write_number(line, 4, quantity)
            sheet.write_row(line, 5, ["万条", 1])

    found, warnings = judged_delivery(write, default_date_format="yyyy-mm-dd", date_1904=is_1904)

    text = ",".join(HEADER) + (
        "\nD1,W1,K1,2020-05-15T17:30:00+08:00,12.5,万条,1"
        "\nD2,W1,K2,2020-05-15T17:30:01+08:00,1.1,万条,1"
        "\nD3,W1,K3,2020-05-15T17:30:59+08:00,0.000001,万条,1\n"
    )
    wanted, _ = judged(CsvText(text.encode()), DELIVERY)
    assert [row.digest for row in found if isinstance(row, Candidate)] == [
        row.digest for row in wanted if isinstance(row, Candidate)
    ]
    assert (len(wanted), warnings) == (3, {})


def test_numbers_as_text_land_and_a_long_number_in_an_id_is_set_aside() -> None:
    def write(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, ["D1", "W1", "K1", "2020-05-15", "12.5", "万条", "1"])
        sheet.write_row(2, 0, [202608000000000000001, "W1", "K2", "2020-05-15", 12.5, "万条", 1])
        sheet.write_row(3, 0, [202608000000001, "W1", "K3", "2020-05-15", 12.5, "万条", 1])

    (text, long, short), _ = judged_delivery(write)

    assert isinstance(text, Candidate)
    assert Decimal("12.5") in text.values
    assert isinstance(long, BadRow)
    assert (long.code, long.number) == ("Q203", 3)
    assert isinstance(short, Candidate)
    assert short.key.startswith("202608000000001")


def test_the_stored_value_counts_and_not_what_its_format_shows() -> None:
    def write(workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_row(1, 0, ["D1", "W1", "K1", "2020-05-15"])
        sheet.write_number(1, 4, 12.345678, workbook.add_format({"num_format": "0.0"}))
        sheet.write_row(1, 5, ["万条", 1])

    ((row,), _) = judged_delivery(write)

    assert isinstance(row, Candidate)
    assert Decimal("12.345678") in row.values


def test_a_time_under_a_date_is_dropped_with_a_warning_in_a_date_column_and_a_bare_number_is_no_date() -> None:
    header = a_row(1, "contract_no", "purchaser", "operator", "service_from", "service_to", "catalogue_code")
    rows = [
        a_row(2, "H1", "P", "O", '<c s="1"><v>43966.999995370374</v></c>', "2020-12-31", "C"),
        a_row(3, "H2", "P", "O", "<c><v>43966</v></c>", "2020-12-31", "C"),
    ]
    content = packed(the_parts({"S": a_sheet(header, *rows)}, styles=DATES))
    ((_, text),) = open_xlsx(content, INPUTS["contract"])

    (timed, bare), warnings = judged(text, INPUTS["contract"])

    assert isinstance(timed, Candidate)
    assert dt.date(2020, 5, 15) in timed.values
    assert warnings == {"W304": 1}
    assert isinstance(bare, BadRow)
    assert bare.code == "Q209"


def test_a_month_that_the_spreadsheet_made_a_date_is_the_month_in_a_month_column_alone() -> None:
    header = a_row(1, "period", "contract_no", "score", "assessed_on")
    month, day, mid_month = '<c s="2"><v>43952</v></c>', '<c s="1"><v>43952</v></c>', '<c s="2"><v>43953</v></c>'
    rows = [a_row(line, cell, "H1", "90", cell) for line, cell in enumerate((month, day, mid_month), start=2)]

    found = rows_of(packed(the_parts({"S": a_sheet(header, *rows)}, styles=DATES)), INPUTS["assessment"])

    assert [(row.cells[0], row.cells[3]) for row in found] == [
        ("2020-05", "2020-05-01"),
        ("2020-05-01", "2020-05-01"),
        ("2020-05-02", "2020-05-02"),
    ]
    assert found[0].raw == "2020-05-01\tH1\t90\t2020-05-01"


BROKEN = [
    ("error", '<c t="e"><v>#REF!</v></c>', "#REF!"),
    ("division", '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>', "#DIV/0!"),
    ("no-result", "<c><f>A1*2</f></c>", "=A1*2"),
    ("blank-result", "<c><f>A1*2</f><v></v></c>", "=A1*2"),
    ("shared-formula", '<c><f t="shared" si="0"/></c>', "="),
    ("no-number", "<c><v>x</v></c>", "x"),
    ("unknown-type", '<c t="q"><v>1</v></c>', "1"),
    ("text-in-a-number", "<c><is><t>1</t></is></c>", "="),
    ("date-beyond-the-calendar", '<c s="1"><v>2958466</v></c>', "2958466"),
]


@pytest.mark.parametrize(("cell", "shown"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_a_cell_without_a_value_sets_its_row_aside_where_the_table_needs_it(cell: str, shown: str) -> None:
    header = match_header(["party_code", "party_name", "x0"], PARTY)
    judge = RowJudge(PARTY, header)

    known, unknown = judge.judge_rows([cells_of("P1", cell, ""), cells_of("P1", "甲", cell)])

    assert isinstance(known, BadRow)
    assert (known.code, known.raw, known.key) == ("Q212", f"P1\t{shown}\t", "P1")
    assert isinstance(unknown, Candidate)


def test_a_row_with_a_broken_key_has_no_key() -> None:
    header = match_header(["party_code", "party_name"], PARTY)
    judge = RowJudge(PARTY, header)

    (row,) = judge.judge_rows([cells_of('<c t="e"><v>#N/A</v></c>', "甲")])

    assert isinstance(row, BadRow)
    assert (row.code, row.key) == ("Q212", None)


def test_formulas_give_their_results_unless_the_file_says_that_they_wait() -> None:
    cells = (
        '<c t="str"><f>A1&amp;"x"</f><v>P1</v></c>',
        "<c><f>2*3</f><v>6</v></c>",
        '<c t="str"><f>""</f><v></v></c>',
    )

    row = cells_of(*cells)
    waiting = cells_of(*cells, settings='<calcPr fullCalcOnLoad="1"/>')

    assert (row.cells, row.broken) == (["P1", "6", ""], None)
    assert waiting.broken
    assert set(waiting.broken) == {0, 1, 2}


def test_a_folder_may_hold_workbooks_of_any_name_and_each_of_their_tables_is_accounted_for(trial: Trial) -> None:
    parties = a_sheet(PARTIES, a_row(2, "P1", "甲"), a_row(3, '<c t="e"><v>#REF!</v></c>', "乙"))
    workbook = packed(the_parts({"说明": a_sheet(), "参与方": parties, "contract": a_sheet(a_row(1, "交付"))}))

    outcomes = ingest_folder(trial.home, trial.folder({"五月.xlsx": workbook, "party.xlsx": b"PK"}))

    assert sorted(
        (each.file_name, each.rows_landed, each.rows_quarantined, (each.refusal or "")[:4]) for each in outcomes
    ) == [
        ("party.xlsx", 0, 0, "E120"),
        ("五月.xlsx", 0, 0, "E111"),
        ("五月.xlsx", 1, 1, ""),
    ]
    assert trial.query("select row_number, reason from landing.quarantine") == [(3, "Q212")]
