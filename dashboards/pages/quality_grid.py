"""The grid of the gate: rules by suite and the newest judgement of each period, with a way to older periods."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboards.labels import Label, label
from dashboards.pages.frame import address, both
from dashboards.pages.judgements import Judged, Row, cell, outcome, refused_head, run_text, when_failed
from interface.tables import INPUTS, PUBLISHED

PATH = "/quality"

Query = Mapping[str, str | None]

_FAILED = ("block", "override", "warn")
_WORST = (*_FAILED, "pass", "absent")


def rules_grid(
    newest: Sequence[Judged], every: Sequence[Judged], *, shows_all: bool, suite: str | None, query: Query
) -> html.Div:
    """The grid: rules that failed under their suites; or every suite with its worst result, one of them open.

    All rules of all periods at once would be some thousand cells, which take a browser many seconds.

    Args:
        newest: What the columns show, in their order.
        every: Every judgement of the periods shown: a rule that failed in any of them has a row.
        shows_all: Suites whose rules never failed have a row too, and only the rules of ``suite`` are shown.
        suite: The suite that is open.
        query: The address's filters, which links keep.
    """
    failed = {row["expectation"] for each in every for row in each.failed}
    rules = {name: row for each in every for name, row in each.rows.items()}
    by_suite: dict[str, list[Row]] = defaultdict(list)
    for name, row in sorted(rules.items()):
        if shows_all or name in failed:
            by_suite[row["suite"]].append(row)
    if not by_suite:
        return html.Div(both(label("quality.never_failed"), tag=html.P))
    heads = [when_failed(), *(html.Th(_head(each, query), scope="col") for each in newest)]
    bodies = []
    for name, rows in sorted(by_suite.items()):
        head = _suite_row(name, rows, newest, query) if shows_all else _suite_head(name, len(newest))
        shown = rows if name == suite or not shows_all else []
        bodies.append(html.Tbody([head, *(_row(row, newest, query) for row in shown)]))
    table = html.Table([html.Thead(html.Tr(heads)), *bodies], className="plain gate gate-grid")
    return html.Div(table, className="scroll sticky", tabIndex=0)


def _head(judged: Judged, query: Query) -> list[Any]:
    link = address(PATH, **{**query, "period": judged.period})
    head: list[Any] = [dcc.Link(run_text(judged.manifest), href=link, className="zh")]
    if judged.is_refused:
        head.append(refused_head(str(label("quality.refused"))))
    return head


def _row(row: Row, newest: Sequence[Judged], query: Query) -> html.Tr:
    name = row["expectation"]
    more = dcc.Link(f"{name} →", href=address(PATH, **{**query, "rule": name}), className="code")
    head = [html.B(row["message_zh"], lang="zh-CN"), html.Small(row["message_en"], lang="en"), more]
    cells: list[Any] = [html.Th(head, scope="row", className="text")]
    if not any(outcome(judged.rows.get(name)) in _FAILED for judged in newest):
        return html.Tr([*cells, _never_failed(len(newest))])
    for judged in newest:
        result = judged.rows.get(name)
        count = result["unexpected_count"] if result and not result["success"] else None
        cells.append(cell(outcome(result), count))
    return html.Tr(cells)


def _never_failed(columns: int) -> html.Td:
    """One cell for all periods: most rules hold in most, and each cell costs the browser time."""
    return html.Td(f"✓ {label('quality.held')}", colSpan=columns, className="cell pass held")


def _suite_head(name: str, columns: int) -> html.Tr:
    return html.Tr(html.Th(both(_suite(name)), colSpan=columns + 1, scope="rowgroup", className="suite"))


def _suite_row(name: str, rows: Sequence[Row], newest: Sequence[Judged], query: Query) -> html.Tr:
    """A suite with the worst result of its rules in each period and how many of them failed."""
    link = dcc.Link(both(_suite(name)), href=address(PATH, **{**query, "suite": name}))
    cells: list[Any] = [html.Th([link, html.Span(f"{len(rows)}", className="code")], scope="row", className="text")]
    names = [row["expectation"] for row in rows]
    if not any(outcome(judged.rows.get(each)) in _FAILED for judged in newest for each in names):
        return html.Tr([*cells, _never_failed(len(newest))], className="suite-row")
    for judged in newest:
        found = [outcome(judged.rows.get(each)) for each in names]
        failed = sum(each in _FAILED for each in found)
        cells.append(cell(min(found, key=_WORST.index), failed or None))
    return html.Tr(cells, className="suite-row")


def _suite(name: str) -> Label:
    shape = PUBLISHED.get(name) or INPUTS.get(name)
    return Label(shape.label, name) if shape else Label(label("quality.suite").zh, name)
