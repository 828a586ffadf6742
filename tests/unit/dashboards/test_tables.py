"""An export holds exactly what is published: every fen, every place, every moment, the same bytes every time."""

import re
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from dashboards.editions import NothingPublished, UnknownPeriod
from interface.errors import CannotRun
from interface.paths import Home
from tests.unit.dashboards.made_accounts import a_covered_month
from tests.unit.dashboards.made_edition import (
    MadeHome,
    a_gate_result,
    a_line,
    a_received_file,
    a_set_aside_row,
    a_settlement,
)
from tests.unit.dashboards.opened_workbook import cells, part, sheet_names


@pytest.fixture
def made(tmp_path):
    made = MadeHome(tmp_path / "home")
    made.report("0001", quarantine=[a_set_aside_row()], ingest_file=[a_received_file()])
    return made


def exported(made, what, *, format="csv", period=None, year=None):
    paths = export(made.home, SYSTEM, what=what, period=period, year=year, format=format, to=made.root.parent / "out")
    return paths[0] if len(paths) == 1 else paths


def test_a_csv_has_fixed_places_blank_cells_and_no_exponent(made):
    lines = [
        a_line(billed_qty=Decimal("0.000001"), amount=Decimal("-0.10"), delivered_qty=Decimal(0)),
        a_line(work_order_no="GD-02", line_id="L2", amount=Decimal("1234567890123456.78"), unit_price=None),
    ]
    made.publish("R1", "2020-05", {"settlement_line": lines})

    text = exported(made, "settlement_line").read_bytes().decode()

    assert text == (
        "line_id,run_id,settlement_period,service_period,line_type,contract_no,order_no,work_order_no,item_code,"
        "item_name,provider,unit_code,delivered_qty,accepted_qty,verified_qty,billed_qty,unit_price,"
        "catalogue_version,amount,adjustment_reason\n"
        "L1,R1,2020-05,2020-05,CURRENT,HT-001,FWD-01,GD-01,DH-01,数据采集与汇聚,P1,万条,"
        "0.000000,,2.000000,0.000001,120.000000,2020A,-0.10,\n"
        "L2,R1,2020-05,2020-05,CURRENT,HT-001,FWD-01,GD-02,DH-01,数据采集与汇聚,P1,万条,"
        "2.000000,,2.000000,2.000000,,2020A,1234567890123456.78,\n"
    )


def test_a_csv_has_shanghai_times_and_plain_truth_values(made):
    fate = {
        "run_id": "R1",
        "delivery_no": "JF-1",
        "work_order_no": "GD-01",
        "deliverable_key": "目录",
        "service_period": "2020-05",
        "delivered_at": datetime(2020, 5, 31, 16, 0, 0, 250_000, tzinfo=UTC),
        "quantity": Decimal(1),
        "unit": "条",
        "counted_qty": Decimal("0.0001"),
        "fate": "COUNTED",
        "is_late": False,
        "file_sha256": "ab",
        "row_number": 12,
    }
    made.publish("R1", "2020-06", {"delivery_fate": [fate, fate | {"row_number": 13, "is_late": True}]})

    rows = exported(made, "delivery_fate").read_text("utf-8").splitlines()[1:]

    start = "R1,JF-1,GD-01,目录,2020-05,2020-06-01T00:00:00.250000+08:00,1.000000,条,0.000100,COUNTED"
    assert rows == [f"{start},false,ab,12", f"{start},true,ab,13"]


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        pytest.param('say "7", please', '"say ""7"", please"', id="quotes-and-comma"),
        pytest.param("two\nlines", '"two\nlines"', id="line-feed"),
        pytest.param("two\rlines", '"two\rlines"', id="lone-carriage-return"),
        pytest.param(" plain; text ", " plain; text ", id="nothing-to-quote"),
    ],
)
def test_a_csv_quotes_what_would_break_a_row(made, raw, printed):
    made.report("0002", quarantine=[a_set_aside_row(raw=raw, message="m")])

    text = exported(made, "quarantine").read_bytes().decode()

    assert text.endswith(f"delivery.csv,{'ab' * 32},7,delivery,TOO_MANY_DECIMALS,{printed},m,,,,\n")


def test_a_parquet_export_keeps_columns_types_and_rows(made):
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})

    table = pq.read_table(exported(made, "settlement", format="parquet"))

    assert table.column("payable_amt").to_pylist() == [Decimal("240.00")]
    assert str(table.schema.field("payable_amt").type) == "decimal128(18, 2)"


def test_a_workbook_has_both_headings_numbers_as_numbers_and_long_ones_as_text(made):
    rows = [a_settlement(gross_amt="1234567890123.45", payable_amt="12345678901234.56")]
    made.publish("R1", "2020-05", {"settlement": rows})

    path = exported(made, "settlement", format="xlsx")

    found = cells(path)
    assert sheet_names(path) == ["结算单"]
    assert (found["A1"], found["A2"], found["A3"]) == (("text", "结算单号"), ("text", "settle_no"), ("text", "JS-1"))
    assert (found["G1"], found["G3"]) == (("text", "结算总额(元)"), ("number", "1234567890123.45"))
    assert (found["S2"], found["S3"]) == (("text", "payable_amt"), ("text", "12345678901234.56"))
    assert "I3" not in found  # no assessment score is a blank cell, not a zero


def test_a_workbook_takes_no_text_for_a_formula_a_link_or_a_number(made):
    row = a_set_aside_row(raw="=1+1", message="http://example.org", file_name="007")
    made.report("0002", quarantine=[row])

    found = cells(exported(made, "quarantine", format="xlsx"))

    assert (found["A3"], found["F3"], found["G3"]) == (
        ("text", "007"),
        ("text", "=1+1"),
        ("text", "http://example.org"),
    )


def test_a_text_too_long_for_a_workbook_cell_says_that_it_was_cut(made):
    made.report("0002", quarantine=[a_set_aside_row(raw="长" * 40_000)])

    _, text = cells(exported(made, "quarantine", format="xlsx"))["F3"]

    assert text == "长" * 32_000 + " …（已截断，全文见 CSV 导出 / cut here, whole in the CSV export）"


def test_a_workbook_keeps_its_headings_in_view_and_on_every_a4_page(made):
    path = exported(made, "quarantine", format="xlsx")

    sheet, book = part(path, "xl/worksheets/sheet1.xml"), part(path, "xl/workbook.xml")
    assert '<pane xSplit="1" ySplit="2"' in sheet
    assert re.search(r'<pageSetup paperSize="9" [^>]*orientation="landscape"', sheet)
    assert "隔离区!$1:$2" in book


@pytest.mark.parametrize("format", ["csv", "parquet", "xlsx"])
def test_the_same_rows_give_the_same_bytes(made, format):
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})
    first = exported(made, "settlement", format=format).read_bytes()

    second = exported(made, "settlement", format=format).read_bytes()

    assert first == second


def test_all_writes_every_published_table(made):
    made.publish("R1", "2020-05", {"gate_result": [a_gate_result()]})

    paths = exported(made, "all")

    assert [path.name for path in paths] == [
        "run.csv",
        "settlement_line.csv",
        "settlement.csv",
        "deduction.csv",
        "pending_metering.csv",
        "work_order_progress.csv",
        "claim_review.csv",
        "claim_reduction.csv",
        "provider_settlement.csv",
        "run_difference.csv",
        "delivery_fate.csv",
        "line_source.csv",
        "ledger_entry.csv",
        "annual_month.csv",
        "month_coverage.csv",
        "statement_payment.csv",
        "budget_execution.csv",
        "difference_summary.csv",
        "delivery_profile.csv",
        "delivery_sum.csv",
        "score_indicator.csv",
        "score_node.csv",
        "score_summary.csv",
        "score_finding.csv",
        "indicator_measure.csv",
        "score_comparison.csv",
        "monitor_light.csv",
        "score_consequence.csv",
        "gate_result.csv",
        "quarantine.csv",
        "ingest_file.csv",
    ]
    assert all(path.exists() for path in paths)


def test_only_the_rows_of_the_period_are_exported(made):
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})
    made.publish("R2", "2020-06", {"settlement": [a_settlement(run_id="R2", settlement_period="2020-06")]})

    text = exported(made, "settlement", period="2020-06").read_text("utf-8")

    assert [row.split(",")[1] for row in text.splitlines()] == ["run_id", "R2"]


def test_a_year_is_its_months_and_its_annual_run_and_a_period_of_that_name_the_annual_run_alone(made):
    for run_id, period in (("R1", "2020-12"), ("R2", "2021-01"), ("R3", "2020")):
        row = a_settlement(run_id=run_id, settlement_period=period)
        made.publish(run_id, period, {"settlement": [row]}, run_type="ANNUAL" if period == "2020" else "INITIAL")

    of_year = exported(made, "settlement", year="2020").read_text("utf-8").splitlines()[1:]
    annual = exported(made, "settlement", period="2020").read_text("utf-8").splitlines()[1:]

    assert [row.split(",")[1] for row in of_year] == ["R1", "R3"]
    assert [row.split(",")[1] for row in annual] == ["R3"]


def test_what_was_received_is_exported_before_any_run(made):
    assert exported(made, "ingest_file").read_text("utf-8").splitlines()[1] == (
        f"delivery.csv,{'ab' * 32},delivery,10,9,0,1,2020-06-01T08:30:00+08:00,,"
    )


@pytest.mark.parametrize(
    ("asked", "error", "sentence"),
    [
        ({"what": "lines"}, CannotRun, r"There is no table 'lines' to export: choose all, run, settlement_line,"),
        ({"what": "run", "format": "xls"}, CannotRun, "Format 'xls' is not known: choose csv, parquet, xlsx or pdf"),
        ({"what": "run", "format": "pdf"}, CannotRun, "A PDF is made of settlement and score_report, not of run"),
        ({"what": "run", "period": "2020-05", "year": "2020"}, CannotRun, "Give --period or --year, not both"),
        ({"what": "run", "period": "2020-06"}, UnknownPeriod, r"period 2020-06: choose one of 2020-05\."),
        ({"what": "quarantine", "period": "2020-05"}, CannotRun, "has no periods: leave 2020-05 out"),
    ],
    ids=["table", "format", "pdf", "period-and-year", "period", "period-of-a-report"],
)
def test_what_cannot_be_exported_is_refused_with_the_way_out(made, asked, error, sentence):
    made.publish("R1", "2020-05", {})
    arguments = {"period": None, "year": None, "format": "csv", "to": made.root / "out"} | asked

    with pytest.raises(error, match=sentence):
        export(made.home, SYSTEM, **arguments)

    assert not (made.root / "out").exists()


@pytest.mark.parametrize("what", ["all", "run", "settlement"])
def test_before_the_first_run_there_is_nothing_to_export(tmp_path, what):
    with pytest.raises(NothingPublished):
        export(Home(tmp_path), SYSTEM, what=what, period=None, year=None, format="csv", to=tmp_path / "out")


def test_a_wide_table_is_printed_on_pages_side_by_side_and_a_narrow_one_on_one(made):
    made.publish("R1", "2020-05", {"settlement_line": [a_line()], "month_coverage": [a_covered_month()]})

    wide = exported(made, "settlement_line", format="xlsx")
    narrow = exported(made, "month_coverage", format="xlsx")

    assert 'fitToWidth="2" fitToHeight="0"' in part(wide, "xl/worksheets/sheet1.xml")
    assert 'pageOrder="overThenDown"' in part(wide, "xl/worksheets/sheet1.xml")
    assert "结算明细!$A:$A,结算明细!$1:$2<" in part(wide, "xl/workbook.xml")
    assert "fitToWidth" not in part(narrow, "xl/worksheets/sheet1.xml")  # one is what a sheet has unless it says so
