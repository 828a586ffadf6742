"""A score table goes in as it is printed: merged names, merged weights, its row of totals; the leaves decide."""

import csv
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pytest
import xlsxwriter

from expectations.judge_process import JudgeProcess
from interface.paths import PROJECT
from orchestration.evaluation import evaluate
from tests.integration.conftest import Desk

CASES = PROJECT.parent / "shared" / "cases"
LEVELS = ("level1", "level2", "level3", "level4")
HEADER = ("指标体系编号", "评价对象", "一级指标", "二级指标", "三级指标", "四级指标", "权重", "得分", "得分率")

needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the published score tables are not on this machine")


def printed(case: str, *, scheme_no: str, subject_code: str) -> bytes:
    """The case as an evaluator's workbook has it: each name once beside its rows, a blank fourth level merged away."""
    with (CASES / f"{case}.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet("表3-1")
    sheet.write_row(0, 0, HEADER)
    merge(sheet, 0, 1, len(rows), scheme_no)
    merge(sheet, 1, 1, len(rows), subject_code)
    for depth in range(4):
        path = LEVELS[: depth + 1]
        for _, block in groupby(enumerate(rows, start=1), key=lambda each: tuple(each[1][name] for name in path)):
            numbered = list(block)
            name = numbered[0][1][LEVELS[depth]]
            if name:
                merge(sheet, 2 + depth, numbered[0][0], len(numbered), name)
    for row, each in weighed_together(rows):
        for column, name in ((6, "weight"), (7, "score")):
            merge(sheet, column, row, each, Decimal(rows[row - 1][name]))
    last = len(rows) + 1
    sheet.merge_range(last, 2, last, 5, "合计")
    sheet.write_row(last, 6, [100, 0])
    book.close()
    return buffer.getvalue()


def weighed_together(rows: list[dict[str, str]]) -> Iterable[tuple[int, int]]:
    """Row of each printed weight, and how many rows its cell covers."""
    starts = [row for row, each in enumerate(rows, start=1) if each["weight"]]
    return ((row, end - row) for row, end in zip(starts, [*starts[1:], len(rows) + 1], strict=True))


def merge(sheet: xlsxwriter.worksheet.Worksheet, column: int, row: int, count: int, value: str | Decimal) -> None:
    if count > 1:
        sheet.merge_range(row, column, row + count - 1, column, value)
    else:
        sheet.write(row, column, value)


@needs_cases
@pytest.mark.parametrize(
    ("case", "leaves", "total", "grade", "met", "unmet", "merged"),
    [
        pytest.param("shanghai_2020_post", 48, "89.000", "良", 41, 7, 0, id="four-levels"),
        pytest.param("minhang_2022_pre", 20, "98.000", "优", 15, 2, 3, id="merged-weights"),
        pytest.param("henan_2024_post", 28, "65.000", "中", 9, 19, 0, id="two-decimals"),
    ],
)
def test_a_printed_table_scores_as_its_report_says(
    case: str,
    leaves: int,
    total: str,
    grade: str,
    met: int,
    unmet: int,
    merged: int,
    desk: Desk,
    judge_process: JudgeProcess,
    tmp_path: Path,
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "指标得分表.xlsx").write_bytes(printed(case, scheme_no="S", subject_code="X"))
    (landed,) = desk.receive_folder(tmp_path / "in")

    outcome = evaluate(desk.home, settings=desk.settings, judge_process=judge_process)

    assert (landed.rows_landed, landed.rows_quarantined, landed.refusal) == (leaves, 1, None)
    assert [(each.total_score, each.grade) for each in outcome.scores] == [(Decimal(total), grade)]
    (summary,) = desk.table("score_summary")
    assert (summary["met_count"], summary["unmet_count"]) == (met, unmet)
    rows = desk.table("score_indicator")
    assert len(rows) == leaves
    assert sum(row["framework_weight"] is None for row in rows) == merged
