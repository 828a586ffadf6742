"""Fills the official forms, each with the columns and rows of its source, from what is published of a subject."""

from functools import partial

from dashboards.documents.forms_cards import (
    Card,
    Row,
    actual_of,
    deviation_of,
    levels_of,
    target_of,
    ten_thousands,
    three_levels,
)
from dashboards.documents.forms_grid import Form, FormCell, FormRow, Rate, merged_levels, row_of
from dashboards.documents.forms_layout import LEVEL_HEADS, depth_of, noted, one_table, said, titled

_COLUMNS = 9
_NO_CELL = "—"

_row = partial(row_of, _COLUMNS)


def scores(card: Card, file_stem: str) -> Form | None:
    """指标得分表: levels, weight, score and rate of every leaf, and the whole."""
    depth = depth_of(card)
    head = (*LEVEL_HEADS[:depth], "权重", "得分", "得分率")
    body = [(*levels_of(leaf)[:depth], *_scored(leaf, "weight", "score")) for leaf in card.leaves]
    total = _scored(card.summary, "total_weight", "total_score")
    return one_table(card, file_stem, "指标得分表", head, body, depth=depth, widths=(12, 12, 12), total=total)


def goals(card: Card, file_stem: str) -> Form | None:
    """绩效目标指标表: levels, target and where the target comes from; None where no leaf has a target."""
    targeted = [leaf for leaf in card.leaves if target_of(leaf)]
    if not targeted:
        return None
    depth = depth_of(card)
    head = (*LEVEL_HEADS[:depth], "目标值", "目标值来源")
    body = [(*levels_of(leaf)[:depth], target_of(leaf), leaf["target_source"]) for leaf in targeted]
    return one_table(card, file_stem, "绩效目标指标表", head, body, depth=depth, widths=(24, 40))


def self_evaluation(card: Card, file_stem: str) -> Form | None:
    """项目支出绩效自评表 (财预〔2020〕10号附件1); None where the framework is no self-evaluation.

    The execution rate stands in the block of funds and not among the indicators. What no table gives is left blank.
    """
    if card.summary["stage"] != "SELF":
        return None
    execution = card.execution
    leaves = [leaf for leaf in card.leaves if leaf is not execution]
    title = "项目支出绩效自评表"
    top = [
        titled(title, _COLUMNS),
        noted(said(card), _COLUMNS),
        _row("项目名称", card.subject_code, across=((1, 8),)),
        _row("主管部门", None, None, None, "实施单位", across=((1, 3), (5, 8))),
        _row(
            *("项目资金（万元）", None, None, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"),
            look="head",
            across=((1, 2),),
        ),
        *_funds(card, execution),
        _row("年度总体目标", "预期目标", None, None, None, "实际完成情况", look="head", across=((1, 4), (5, 8))),
        _row(None, across=((1, 4), (5, 8))),
        _row(
            *("绩效指标", *LEVEL_HEADS[:3], "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
            look="head",
        ),
    ]
    body = [
        (None, *three_levels(leaf), target_of(leaf), actual_of(leaf), leaf["weight"], leaf["score"], deviation_of(leaf))
        for leaf in leaves
    ]
    first = len(top)
    levels = [three_levels(leaf) for leaf in leaves]
    down = [
        (0, 4, 8),
        (0, 9, 10),
        *([(0, first - 1, first + len(body) - 1)] if body else []),
        *merged_levels(levels, first_row=first, first_column=1),
    ]
    total = _row("总分", None, None, None, None, None, card.summary["total_weight"], card.summary["total_score"])
    rows = (*top, *(FormRow(cells) for cells in body), FormRow(total.cells, "total", ((0, 5),)))
    widths = (12, 16, 20, 26, 16, 16, 9, 9, 34)
    return Form(file_stem, title, widths, rows, head_rows=2, down=tuple(down))


def _funds(card: Card, execution: Row | None) -> list[FormRow]:
    budget = card.budget or {}
    amounts = [ten_thousands(budget.get(name)) for name in ("reply_amt", "current_amt", "exe_amt")]
    scored: tuple[FormCell, ...] = (None, None, None)
    if execution is not None:
        scored = (execution["weight"], actual_of(execution), execution["score"])
    parts = ("其中：当年财政拨款", "上年结转资金", "其他资金")
    return [
        _row(None, "年度资金总额", None, *amounts, *scored, across=((1, 2),)),
        *(_row(None, part, None, None, None, None, _NO_CELL, None, _NO_CELL, across=((1, 2),)) for part in parts),
    ]


def _scored(row: Row, weight: str, score: str) -> tuple[FormCell, ...]:
    ratio = row["score_rate"]
    return row[weight], row[score], None if ratio is None else Rate(ratio)
