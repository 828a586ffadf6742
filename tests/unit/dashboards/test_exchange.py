"""Exchange tables have exactly the columns of the integrated budget system; what is not published stays blank."""

import io
from decimal import Decimal
from zipfile import ZipFile

import pytest

from dashboards.documents.exchange import COLUMNS, SOURCES
from interface.errors import CannotRun
from tests.unit.dashboards.made_scores import a_home, a_leaf, a_summary, exported, rows_of
from tests.unit.dashboards.made_visit import app_of
from tests.unit.dashboards.opened_workbook import cells, part, sheet_names
from tests.unit.dashboards.test_forms_official import MONITORED, SELF, a_budget

NAMES = (
    *("PM_PERF_SELF_EVAL", "PM_PERF_SELF_EVAL_GOAL", "PM_PERF_SELF_EVAL_INDICATOR", "PM_PERF_SELF_EVAL_BGT"),
    *("PAY_PERF_MONITOR_INFO", "PM_PERF_INDICATOR"),
)


@pytest.fixture
def home(tmp_path):
    summary = a_summary(stage="SELF", total_score="49.2", assessed_period="2020")
    budget = a_budget("2020") | {"adj_amt": None, "exe_rate": None}
    return a_home(tmp_path, SELF, summary, monitor_light=MONITORED, budget_execution=[budget])


def tables(home, folder):
    """Rows of each exchange table, and of the note, by the table's name."""
    paths = exported(home, "form:exchange", folder)
    return {path.name.removeprefix("form_exchange_").removesuffix("_S_X.csv"): rows_of(path) for path in paths}


def test_each_table_has_its_columns_and_nothing_above_them(home, tmp_path):
    found = tables(home, tmp_path)

    assert tuple(found) == (*NAMES, "note")
    assert found["PM_PERF_SELF_EVAL"][0] == [
        *("eval_id", "fiscal_year", "mof_div_code", "mof_div_name", "dept_code", "dept_name", "agency_code"),
        *("agency_name", "pro_code", "pro_name", "devi_analy", "application_advise", "total_eval_value", "dept_score"),
        *("dept_suggest", "dep_aud_opinion", "mof_aud_opinion", "is_last_inst", "update_time", "is_deleted"),
        "create_time",
    ]
    assert found["PM_PERF_SELF_EVAL_BGT"][0] == [
        *("found_type_code", "found_type_name", "reply_amt", "year_adj_amt", "cur_amt", "year_exe_amt"),
        *("exe_amt_rate", "exe_score"),
    ]
    assert found["PAY_PERF_MONITOR_INFO"][0] == [
        *("pro_bgt_comp", "est_pro_bgt_annual", "perf_comp", "est_perf_annual", "ana_dev_reasons", "complete_rate"),
        *("is_perf_rectify", "rectify_advise", "rectify_epilog"),
    ]


def test_only_what_is_published_is_filled(home, tmp_path):
    found = tables(home, tmp_path)

    assert found["PM_PERF_SELF_EVAL"][1:] == [
        ["S:X", "2020", *[""] * 6, "X", "", "", "", "49.2", *[""] * 8],
    ]
    assert found["PM_PERF_SELF_EVAL_GOAL"] == [["kpi_target", "goal_comp"]]
    assert found["PM_PERF_SELF_EVAL_INDICATOR"][1] == [
        *(
            "B1",
            "",
            "产出指标",
            "",
            "数量指标",
            "",
            "归集完成数 / 其中接口",
            "≥100个",
            "80个",
            "",
            "50",
            "40",
            "接口延期",
        ),
    ]
    # Not assessed: the weight is there and the score is blank, not 0.
    assert found["PM_PERF_SELF_EVAL_INDICATOR"][3] == ["C1", "", "效益指标", "", "社会效益", *[""] * 5, "40", "", ""]
    # Yuan; nobody gave the adjustment, and the rate is of an edition before it was published.
    assert found["PM_PERF_SELF_EVAL_BGT"][1:] == [["", "", "26000000", "", "25500000.05", "23460000", "", "9.2"]]
    assert found["PAY_PERF_MONITOR_INFO"][1:] == [
        [
            *("", "", "产出 / 质量 0；产出 / 数量 / 归集完成数 40.5个", "产出 / 数量 / 归集完成数 100个"),
            "产出 / 数量 / 归集完成数：人员保障 两人离岗；产出 / 数量 / 归集完成数：原因说明 九月补齐",
            *("", "", "", ""),
        ],
    ]
    assert found["PM_PERF_INDICATOR"][2] == [
        *("产出指标", "数量指标", "归集完成数 / 其中接口", "", "", "100", "", "≥", "个", "50", "1"),
    ]


def test_the_rate_is_per_cent_with_two_places(tmp_path):
    budget = a_budget("2020") | {"exe_rate": Decimal("0.987654")}
    home = a_home(tmp_path, SELF, a_summary(stage="SELF"), budget_execution=[budget])

    assert tables(home, tmp_path)["PM_PERF_SELF_EVAL_BGT"][1][6] == "98.77"


def test_the_note_says_of_every_column_where_it_comes_from_or_that_it_is_blank(home, tmp_path):
    note = {(table, column): told for table, column, told in tables(home, tmp_path)["note"][1:]}

    assert [*note] == [(name, column) for name in NAMES for column in COLUMNS[name]]
    assert note["PM_PERF_SELF_EVAL", "dept_code"] == "留空：已发布数据中没有 blank: not published"
    assert note["PM_PERF_SELF_EVAL", "total_eval_value"] == "score_summary.total_score"
    assert note["PM_PERF_SELF_EVAL_GOAL", "kpi_target"].startswith("无行")


def test_no_source_is_told_of_a_column_that_is_not_there():
    assert [(name, column) for name, told in SOURCES.items() for column in told if column not in COLUMNS[name]] == []


def test_the_workbook_has_a_sheet_per_table_and_the_note_last(home, tmp_path):
    (path,) = exported(home, "form:exchange", tmp_path, format="xlsx")

    assert path.name == "form_exchange_S_X.xlsx"
    assert sheet_names(path) == [*NAMES, "说明"]
    assert (cells(path)["A1"], cells(path)["M2"]) == (("text", "eval_id"), ("number", "49.200"))
    assert path.read_bytes() == exported(home, "form:exchange", tmp_path, format="xlsx")[0].read_bytes()


def test_a_framework_that_is_no_self_evaluation_fills_its_indicators_alone(tmp_path):
    assert [*tables(a_home(tmp_path, [a_leaf("A", "甲")]), tmp_path)] == ["PM_PERF_INDICATOR", "note"]


def test_a_printed_sheet_has_nothing_to_exchange(tmp_path):
    with pytest.raises(CannotRun, match="it needs a framework with indicators"):
        exported(a_home(tmp_path, [a_leaf("A", "甲", origin="SHEET")]), "form:exchange", tmp_path)


def test_from_a_page_the_tables_come_packed_and_what_looks_like_a_formula_is_text(tmp_path):
    home = a_home(tmp_path, [a_leaf("A", "=1+1", explain="@x")])
    browser = app_of(home).server.test_client()

    first, second = (browser.get("/download/form/exchange.zip?scheme=S&subject=X") for _ in range(2))

    assert first.data == second.data
    with ZipFile(io.BytesIO(first.data)) as packed:
        assert packed.namelist() == ["form_exchange_PM_PERF_INDICATOR_S_X.csv", "form_exchange_note_S_X.csv"]
        assert packed.read(packed.namelist()[0]).decode().split("\n")[1] == "'=1+1,,,'@x,,,,,,10,1"
    book = browser.get("/download/form/exchange.xlsx?scheme=S&subject=X").data
    (tmp_path / "book.xlsx").write_bytes(book)
    assert ("text", "=1+1") in cells(tmp_path / "book.xlsx").values()
    assert "<f>" not in part(tmp_path / "book.xlsx", "xl/worksheets/sheet1.xml")
