"""Fills the official forms, each with the columns and rows of its source, from what is published of a subject."""

from dashboards.documents.forms_cards import Card, Row, actual_of, levels_of, target_of, ten_thousands, three_levels
from dashboards.documents.forms_grid import Form, FormCell, FormRow, Rate, merged_levels

_LEVEL_HEADS = ("一级指标", "二级指标", "三级指标", "四级指标")
_EXECUTION = "预算执行率"
_NO_CELL = "—"


def scores(card: Card, file_stem: str) -> Form | None:
    """指标得分表: levels, weight, score and rate of every leaf, and the whole."""
    depth = _depth(card)
    head = (*_LEVEL_HEADS[:depth], "权重", "得分", "得分率")
    body = [(*levels_of(leaf)[:depth], *_scored(leaf, "weight", "score")) for leaf in card.leaves]
    total = _scored(card.summary, "total_weight", "total_score")
    return _table(card, file_stem, "指标得分表", head, body, depth=depth, widths=(12, 12, 12), total=total)


def goals(card: Card, file_stem: str) -> Form | None:
    """绩效目标表: levels, target and where the target comes from; None where no leaf has a target."""
    targeted = [leaf for leaf in card.leaves if target_of(leaf)]
    if not targeted:
        return None
    depth = _depth(card)
    head = (*_LEVEL_HEADS[:depth], "目标值", "目标值来源")
    body = [(*levels_of(leaf)[:depth], target_of(leaf), leaf["target_source"]) for leaf in targeted]
    return _table(card, file_stem, "绩效目标表", head, body, depth=depth, widths=(24, 40))


def self_evaluation(card: Card, file_stem: str) -> Form | None:
    """项目支出绩效自评表 (财预〔2020〕10号附件1); None where the framework is no self-evaluation.

    The execution rate stands in the block of funds and not among the indicators. What no table gives is left blank.
    """
    if card.summary["stage"] != "SELF":
        return None
    execution = next((leaf for leaf in card.leaves if leaf["level1"] == _EXECUTION and not leaf["level2"]), None)
    leaves = [leaf for leaf in card.leaves if leaf is not execution]
    title = "项目支出绩效自评表"
    top = [
        _row(title, look="title", across=((0, 8),)),
        _row(_said(card), look="note", across=((0, 8),)),
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
            *("绩效指标", *_LEVEL_HEADS[:3], "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"),
            look="head",
        ),
    ]
    body = [
        (None, *three_levels(leaf), target_of(leaf), actual_of(leaf), leaf["weight"], leaf["score"], _deviation(leaf))
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
    return Form(file_stem, title, widths, rows, head_rows=2, down=_blocks(down))


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


def _table(
    card: Card,
    file_stem: str,
    title: str,
    head: tuple[str, ...],
    body: list[tuple[FormCell, ...]],
    *,
    depth: int,
    widths: tuple[int, ...],
    total: tuple[FormCell, ...] = (),
) -> Form:
    """A form that is one table below its title: names merged down, and the whole at the foot where it has one."""
    whole = ((0, len(head) - 1),)
    top = [FormRow(_wide(title, head), "title", whole), FormRow(_wide(_said(card), head), "note", whole)]
    top.append(FormRow(head, "head"))
    levels = [tuple(str(name) if name else None for name in cells[:depth]) for cells in body]
    down = merged_levels(levels, first_row=len(top), first_column=0)
    rows = [*top, *(FormRow(cells) for cells in body)]
    if total:
        cells: tuple[FormCell, ...] = ("合计", *[None] * (depth - 1), *total)
        rows.append(FormRow(cells, "total", ((0, depth - 1),) if depth > 1 else ()))
    return Form(file_stem, title, (*[24] * depth, *widths), tuple(rows), head_rows=len(top), down=_blocks(down))


def _row(*cells: FormCell, look: str = "body", across: tuple[tuple[int, int], ...] = ()) -> FormRow:
    return FormRow((*cells, *[None] * (9 - len(cells))), look, across)


def _wide(text: str, head: tuple[str, ...]) -> tuple[FormCell, ...]:
    return (text, *[None] * (len(head) - 1))


def _blocks(down: list[tuple[int, ...]]) -> tuple[tuple[int, int, int], ...]:
    return tuple((column, first, last) for column, first, last in down)


def _depth(card: Card) -> int:
    """Levels that the form has a column for: three, and the fourth where any leaf has one."""
    return 4 if any(leaf["level4"] for leaf in card.leaves) else 3


def _said(card: Card) -> str:
    version = card.summary["scheme_version"]
    scheme = card.scheme_no if version is None else f"{card.scheme_no}（版本 {version}）"
    return f"评价对象：{card.subject_code}　指标体系：{scheme}"


def _scored(row: Row, weight: str, score: str) -> tuple[FormCell, ...]:
    ratio = row["score_rate"]
    return row[weight], row[score], None if ratio is None else Rate(ratio)


def _deviation(leaf: Row) -> str | None:
    told = {"NOT_APPLICABLE": "不适用", "NOT_ASSESSED": "未评"}.get(leaf["status"])
    parts = (told, leaf["deviation_reason"], leaf["improvement"])
    return "；".join(part for part in parts if part) or None
