"""Fills the forms about goals: 绩效目标明细表, their targets in detail, and 目标审核表, the review of them."""

from functools import partial

from dashboards.documents.forms_cards import Card, Row, figure_of, levels_of
from dashboards.documents.forms_grid import Form, FormCell, FormRow, merged_levels, row_of
from dashboards.documents.forms_layout import noted, one_table, said, titled

GOAL_SCALE = "GOAL"
"""The grade scale of frameworks that review goals."""

_DETAILS = ("一级目标", "目标类型", "目标名称", "目标值", "目标值备注")
_OPINIONS = ("优", "良", "中", "差")
_REVIEW = ("审核内容", "分值", "审核要点", "分值", *_OPINIONS, "得分")
_COLUMNS = len(_REVIEW)
_TITLE = "目标审核表"
_NOT_CARRIED = "审核意见只勾选已填报的等级；总体意见不在已发布数据中，留空。"

_row = partial(row_of, _COLUMNS)


def goal_details(card: Card, file_stem: str) -> Form | None:
    """绩效目标明细表: every target with its first two levels, its name and remarks; None where no leaf has a target."""
    targeted = [leaf for leaf in card.leaves if leaf["target_value"] or leaf["target_text"]]
    if not targeted:
        return None
    body: list[tuple[FormCell, ...]] = [(*_named(leaf), *_valued(leaf)) for leaf in targeted]
    return one_table(card, file_stem, "绩效目标明细表", _DETAILS, body, depth=2, widths=(34, 20, 44))


def goal_review(card: Card, file_stem: str) -> Form | None:
    """目标审核表: what was reviewed, its points, the opinion that was given, the score and the grade of the whole.

    None where the framework does not grade goals. An opinion is ticked where it was given as one, and never derived
    from a score.
    """
    if card.summary["grade_scale"] != GOAL_SCALE:
        return None
    heads: list[FormCell] = [*_REVIEW]
    heads[4:8] = ["审核意见", None, None, None]
    top = [
        titled(_TITLE, _COLUMNS),
        noted(said(card, _NOT_CARRIED), _COLUMNS),
        FormRow(tuple(heads), "group", ((4, 7),)),
        FormRow(_REVIEW, "head"),
    ]
    weights = {node["node"]: node["weight"] for node in card.nodes if node["level"] == 1}
    body: list[tuple[FormCell, ...]] = [
        (leaf["level1"], weights.get(leaf["level1"]), _point(leaf), leaf["weight"], *_ticked(leaf), leaf["score"])
        for leaf in card.leaves
    ]
    first = len(top)
    contents: list[tuple[str | None, ...]] = [(leaf["level1"],) for leaf in card.leaves]
    merged = [
        (column, start, end)
        for _, start, end in merged_levels(contents, first_row=first, first_column=0)
        for column in (0, 1)
    ]
    summary = card.summary
    whole = ((0, 2), (4, 7))
    rows = (
        *top,
        *(FormRow(cells) for cells in body),
        _row(
            "合计", None, None, summary["total_weight"], *[None] * 4, summary["total_score"], look="total", across=whole
        ),
        _row("综合评定等级", None, None, summary["grade"], across=((0, 2), (3, 8))),
        _row("总体意见", across=((0, 2), (3, 8))),
    )
    down = [*((column, 2, 3) for column in (0, 1, 2, 3, 8)), *merged]
    widths = (20, 9, 52, 9, 7, 7, 7, 7, 10)
    return Form(file_stem, _TITLE, widths, rows, head_rows=first, down=tuple(down))


def _named(leaf: Row) -> tuple[FormCell, FormCell, FormCell]:
    """The first two levels, and the deepest name: that of the second where there are but two."""
    first, second, *deeper = levels_of(leaf)
    names = [name for name in deeper if name]
    return first, second, " / ".join(names) or second or first


def _valued(leaf: Row) -> tuple[FormCell, FormCell]:
    """The target, and what is remarked on it: its text beside a number, and where it comes from."""
    figure = figure_of(leaf)
    remarks = (leaf["target_text"] if figure else None, leaf["target_source"])
    return figure or leaf["target_text"], "；".join(each for each in remarks if each) or None


def _point(leaf: Row) -> str:
    names = [name for name in levels_of(leaf)[1:] if name] or [leaf["level1"]]
    return "：".join([" / ".join(names), *([leaf["explain"]] if leaf["explain"] else [])])


def _ticked(leaf: Row) -> tuple[FormCell, ...]:
    return tuple("√" if leaf["actual_value"] == opinion else None for opinion in _OPINIONS)
