"""Fills Sichuan's self-evaluation form (510000_0013zp): how far the budget was carried out, then each indicator."""

from decimal import Decimal, InvalidOperation
from functools import partial

from dashboards.documents.forms_cards import (
    Card,
    Row,
    actual_of,
    deviation_of,
    sign_of,
    ten_thousands,
    three_levels,
)
from dashboards.documents.forms_grid import Form, FormCell, FormRow, Rate, merged_levels, row_of
from dashboards.documents.forms_layout import LEVEL_HEADS, noted, said, titled

TITLE = "项目支出绩效自评表（510000_0013zp）"

_COLUMNS = 11
_WIDTHS = (12, 14, 18, 26, 12, 13, 12, 13, 9, 9, 34)
_MUST_EXPLAIN = Decimal("0.9")
_NOT_CARRIED = "主管部门、实施单位不在已发布数据中，留空。"
_UNEXPLAINED = "执行率低于90%，须说明原因，尚未提供。"

_row = partial(row_of, _COLUMNS)


def sichuan_self_evaluation(card: Card, file_stem: str) -> Form | None:
    """The form with its columns in their order; None where the framework is no self-evaluation.

    Amounts in 万元. The execution rate is the one that was scored, and where none was, that of the budget; below 90 %
    it must be explained, and where it is not, the note says so.
    """
    if card.summary["stage"] != "SELF":
        return None
    leaves = [leaf for leaf in card.leaves if leaf is not card.execution]
    note = _NOT_CARRIED + (_UNEXPLAINED if _is_unexplained(card) else "")
    top = [
        titled(TITLE, _COLUMNS),
        noted(said(card, note), _COLUMNS),
        _row("项目名称", card.subject_code, across=((1, 10),)),
        _row("主管部门", None, None, None, "实施单位", across=((1, 3), (4, 5), (6, 10))),
        _row(
            *("预算执行（万元）", None, None, None, "年初预算", "调整后预算数", "预算执行数", "执行率"),
            *("权重", "得分", "原因"),
            look="head",
            across=((1, 3),),
        ),
        _execution(card),
        _row("绩效指标", *LEVEL_HEADS[:3], *_INDICATOR_HEADS, look="head"),
    ]
    body = [(None, *three_levels(leaf), *_indicator(leaf)) for leaf in leaves]
    first = len(top)
    levels = [three_levels(leaf) for leaf in leaves]
    down = [
        (0, 4, 5),
        *([(0, first - 1, first + len(body) - 1)] if body else []),
        *merged_levels(levels, first_row=first, first_column=1),
    ]
    total = (card.summary["total_weight"], card.summary["total_score"])
    rows = (
        *top,
        *(FormRow(cells) for cells in body),
        _row("总分", *[None] * 7, *total, look="total", across=((0, 7),)),
    )
    return Form(file_stem, TITLE, _WIDTHS, rows, head_rows=2, down=tuple(down))


_INDICATOR_HEADS = ("指标性质", "指标值", "度量单位", "完成值", "权重", "得分", "未完成原因分析")


def _execution(card: Card) -> FormRow:
    budget, leaf = card.budget or {}, card.execution
    amounts = [ten_thousands(budget.get(name)) for name in ("reply_amt", "current_amt", "exe_amt")]
    rate: FormCell = actual_of(leaf) if leaf else None
    if rate is None and budget.get("exe_rate") is not None:
        rate = Rate(budget["exe_rate"])
    scored = (leaf["weight"], leaf["score"], deviation_of(leaf)) if leaf else (None, None, None)
    return _row(None, "年度资金总额", None, None, *amounts, rate, *scored, across=((1, 3),))


def _is_unexplained(card: Card) -> bool:
    leaf, budget = card.execution, card.budget or {}
    rate = _per_cent(leaf) if leaf and leaf["actual_value"] else budget.get("exe_rate")
    return rate is not None and rate < _MUST_EXPLAIN and not (leaf and leaf["deviation_reason"])


def _per_cent(leaf: Row) -> Decimal | None:
    """The actual value as a ratio; None where it is no percentage."""
    try:
        return Decimal(leaf["actual_value"]).scaleb(-2) if leaf["unit"] == "%" else None
    except InvalidOperation:
        return None


def _indicator(leaf: Row) -> tuple[FormCell, ...]:
    return (
        sign_of(leaf) or leaf["direction"],
        leaf["target_value"] or leaf["target_text"],
        leaf["unit"],
        leaf["actual_value"],
        leaf["weight"],
        leaf["score"],
        deviation_of(leaf),
    )
