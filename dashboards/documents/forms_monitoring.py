"""Fills 绩效监控情况表: how each indicator of a subject stands in the newest month that was monitored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboards.documents.forms_cards import in_natural_order, target_of, three_levels
from dashboards.documents.forms_grid import Form, FormCell, FormRow, merged_levels
from dashboards.editions import Edition
from dashboards.printing import bare_number

Row = Mapping[str, Any]

TITLE = "绩效监控情况表"

_WHOLE = "*"
CAUSES = {
    "cause_funds": "经费保障",
    "cause_rules": "制度保障",
    "cause_staff": "人员保障",
    "cause_hardware": "硬件条件保障",
    "cause_other": "其他",
    "explanation": "原因说明",
}
_LIKELIHOODS = {"CERTAIN": "确定能", "POSSIBLE": "有可能", "IMPOSSIBLE": "完全不可能"}
_LEVELS = ("一级指标", "二级指标", "三级指标")
_WIDTHS = (14, 14, 20, 16, 14, 14, 10, 10, 10, 10, 10, 18, 7, 7, 7, 14)


@dataclass(frozen=True)
class MonitorCard:
    """One subject of one framework in the newest month that was monitored, its indicators in order of their codes."""

    scheme_no: str
    subject_code: str
    month: str
    rows: tuple[Row, ...]


def read_monitor_cards(edition: Edition, *, period: str | None, year: str | None) -> list[MonitorCard]:
    """Every framework and subject that was monitored."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in edition.table("monitor_light", period=period, year=year).to_pylist():
        if row["ind_code"] != _WHOLE:
            found.setdefault((row["scheme_no"], row["subject_code"]), []).append(row)
    cards = []
    for (scheme_no, subject_code), rows in sorted(found.items()):
        month = max(row["month"] for row in rows)
        newest = sorted(
            (row for row in rows if row["month"] == month), key=lambda row: in_natural_order(row["ind_code"])
        )
        cards.append(MonitorCard(scheme_no, subject_code, month, tuple(newest)))
    return cards


def monitoring(card: MonitorCard, file_stem: str) -> Form | None:
    """The form with its sixteen columns; causes and likelihood stand below a head of their own."""
    up_to = f"1—{int(card.month[-2:])}月执行情况"
    names = (*_LEVELS, "年度指标值", up_to, "全年预计完成情况", *CAUSES.values(), *_LIKELIHOODS.values(), "备注")
    groups: list[FormCell] = [*names]
    groups[6:12] = ["偏差原因分析", *[None] * 5]
    groups[12:15] = ["完成目标可能性", None, None]
    said = f"评价对象：{card.subject_code}　指标体系：{card.scheme_no}　截至 {card.month}"
    blanks = [None] * (len(names) - 1)
    top = [
        FormRow((TITLE, *blanks), "title", ((0, 15),)),
        FormRow((said, *blanks), "note", ((0, 15),)),
        FormRow(tuple(groups), "group", ((6, 11), (12, 14))),
        FormRow(names, "head"),
    ]
    body = [_cells(row) for row in card.rows]
    levels = [tuple(str(name) if name else None for name in cells[:3]) for cells in body]
    down = [(column, 2, 3) for column in (*range(6), 15)]
    down += merged_levels(levels, first_row=4, first_column=0)
    return Form(file_stem, TITLE, _WIDTHS, (*top, *map(FormRow, body)), head_rows=len(top), down=tuple(down))


def _cells(row: Row) -> tuple[FormCell, ...]:
    first, second, third = three_levels(row)
    ticked = ["√" if row["likelihood"] == code else None for code in _LIKELIHOODS]
    causes = [row[cause] for cause in CAUSES]
    # An indicator that the framework does not know has a code and no name.
    known = (first or row["ind_code"], second, third)
    return (*known, target_of(row), _figure(row, "value"), _figure(row, "forecast"), *causes, *ticked, row["note"])


def _figure(row: Row, name: str) -> str | None:
    return None if row[name] is None else f"{bare_number(row[name])}{row['unit'] or ''}"
