"""One statement (结算单): its steps, its three-way check, its approval, its grounds and its lines."""

from collections.abc import Sequence
from typing import Any

import dash
import pyarrow as pa
from dash import Input, Output, dcc, html

from dashboards.documents.forms_of_settlement import is_payable
from dashboards.documents.statement_rows import Row, StatementRows, read_rows
from dashboards.documents.three_ways import compare_three_ways
from dashboards.drawn import Drawn
from dashboards.editions import Edition, open_settlements
from dashboards.labels import Label, code_label, label
from dashboards.pages import statement_acts
from dashboards.pages.alerts import alerts
from dashboards.pages.frame import (
    address,
    both,
    card,
    column_label,
    file_button,
    heading,
    notice,
    permalink,
    plain_table,
    stamp,
    state,
)
from dashboards.pages.made_of import deductions_table, lines_card, settlement_grounds
from dashboards.periods import period_text
from dashboards.printing import signed_amount, yuan
from dashboards.refusals import told
from dashboards.statements import Statement, read_statements, steps
from dashboards.step_bases import basis_of
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun
from interface.parquet import arrow_schema
from interface.tables import PUBLISHED

PATH = "/settlement/statement"
_KEPT = Drawn()
_OVERRIDES = ("message_zh", "unexpected_count", "sample", "overridden_by", "override_reason")


def render(visit: Visit) -> list[Any]:
    """The page for the statement ``settle_no``; without one, or with an unknown one, the choice of those there are.

    Raises:
        NothingPublished: there is no edition.
        CannotRun: a file of it is damaged, or the lines do not add up to the statement's gross.
    """
    edition = open_settlements(visit.home, visit.reader)
    statements = read_statements(edition)
    wanted = visit.query.get("settle_no")
    statement = next((each for each in statements if each.row["settle_no"] == wanted), None)
    if statement is None:
        choices = [(_name(each), address(PATH, settle_no=str(each.row["settle_no"]))) for each in reversed(statements)]
        key = "state.unknown_statement" if wanted else "state.which_statement"
        return [heading("page.statement"), stamp(edition, ()), state(key, kind="unknown", choices=choices)]
    above, facts, below = _KEPT.draw(visit, PATH, lambda _: _parts_as_published(edition, statement))
    standing = html.Div(statement_acts.standing(visit, statement), id="statement-standing")
    return [*above, *_notices(visit, edition, statement), *facts, standing, *below]


def _parts_as_published(edition: Edition, statement: Statement) -> list[list[Any]]:
    """What nobody's act changes: what stands above the notices, and above and below the approval."""
    rows = read_rows(edition, statement)
    lines = pa.Table.from_pylist([dict(row) for row in rows.lines], schema=arrow_schema(PUBLISHED["settlement_line"]))
    above = [heading("page.statement"), stamp(edition, [statement.manifest]), _exports(statement)]
    checks = html.Div([_steps(statement), _three_ways(statement)], className="row row-even")
    deductions = card("statement.deductions", deductions_table(rows.deductions))
    below = [deductions, *_overrides(rows), lines_card(lines), settlement_grounds(lines)]
    return [above, [_facts(statement), checks], below]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Make the three-way check when a statement is on the screen, as documents take seconds; and what people do."""
    statement_acts.register(app, visit)

    @app.callback(Output("statement-three-ways", "children"), Input("statement-shown", "data"))
    def check(settle_no: str) -> Any:
        here = visit({"settle_no": settle_no})
        try:
            edition, statement = statement_acts.find(here, settle_no)
            return three_ways_table(edition, statement)
        except CannotRun as reason:
            words, why = label("three.impossible"), told(reason)
            return notice("error", "✕", Label(f"{words.zh}：{why.zh}", f"{words.en}: {why.en}"))


def three_ways_table(edition: Edition, statement: Statement) -> html.Div:
    """Every step as published, in the workbook and in the PDF, and whether the three are the same.

    Raises:
        CannotRun: a document cannot be made or read back.
    """
    found = compare_three_ways(edition, statement)
    heads = [
        (label("statement.step"), "text"),
        (label("three.published"), "number"),
        (label("three.workbook"), "number"),
        (label("three.pdf"), "number"),
        (label("three.agrees"), "text"),
    ]
    missing = str(label("three.missing"))
    rows = []
    for each in found:
        told = [missing if amount is None else signed_amount(amount) for amount in (each.workbook, each.pdf)]
        outcome = ("✓", "agree", "pass") if each.agrees else ("✕", "differ", "block")
        sign = html.Span([html.Span(outcome[0], className="sign"), label(f"book.{outcome[1]}").zh])
        compared = [html.Span(cell, className=f"outcome {outcome[2]}") for cell in (*told, sign)]
        rows.append([both(label(f"step.{each.key}")), signed_amount(each.published), *compared])
    differing = [each for each in found if not each.agrees]
    said = notice("error", "✕", label("three.differ")) if differing else both(label("three.same"), tag=html.P)
    return html.Div([plain_table(heads, rows), said])


def _name(statement: Statement) -> str:
    return f"{period_text(statement.run.period)} · {statement.contract_no} · {statement.row['settle_no']}"


def _exports(statement: Statement) -> html.Div:
    number = str(statement.row["settle_no"])
    files = (
        ("action.statement_pdf", "PDF", "/download/statement.pdf"),
        ("action.statement_pdf", "XLSX", "/download/statement.xlsx"),
        ("action.application", "XLSX", "/download/application.xlsx"),
    )
    buttons = [
        file_button(address(path, settle_no=number), kind, both(label(key)))
        for key, kind, path in files
        if path != "/download/application.xlsx" or is_payable(statement)
    ]
    overview = address("/settlement", period=statement.run.period, contract=statement.contract_no)
    parts = [
        html.Div([both(label("action.export")), *buttons], className="exports"),
        permalink(overview, words="page.settlement"),
        permalink(address(PATH, settle_no=number)),
    ]
    return html.Div(parts, className="filters")


def _notices(visit: Visit, edition: Edition, statement: Statement) -> list[Any]:
    found = alerts(visit.home, edition)
    if statement.run.run_type == "INDICATIVE":
        found.insert(0, notice("error", "!", label("statement.indicative")))
    if statement.status == "SUPERSEDED":
        found.insert(0, notice("stale", "!", label("statement.superseded")))
    return found


def _facts(statement: Statement) -> html.Section:
    row = statement.row
    facts = (
        (label("statement.settle_no"), row["settle_no"]),
        (label("statement.contract"), statement.contract_no),
        (label("statement.period"), period_text(statement.run.period)),
        (label("statement.run_type"), str(code_label(statement.run.run_type))),
        (label("statement.purchaser"), row["purchaser_name"]),
        (label("statement.operator"), row["operator_name"]),
        (label("statement.prepared_by"), statement.run.prepared_by or str(label("statement.no_amount"))),
        (label("statement.outputs_hash"), html.Span(statement.run.outputs_hash, className="hash")),
    )
    items = [html.Div([html.Dt(both(words)), html.Dd(value)]) for words, value in facts]
    return html.Section(html.Dl(items, className="facts"), className="card")


def _steps(statement: Statement) -> html.Section:
    heads = [
        (label("statement.step"), "text"),
        (label("statement.basis"), "text"),
        (label("statement.amount"), "number"),
    ]
    found = steps([statement])
    rows = []
    for step in found[:-1]:
        key, figure = basis_of(statement, step)
        amount = yuan(step.amount) if step.is_total else signed_amount(step.amount)
        rows.append([both(label(f"step.{step.key}")), html.Span([both(label(key)), f" {figure}"]), amount])
    sums = [both(label("step.payable_amt")), both(label("step.payable_amt.basis")), yuan(found[-1].amount)]
    words = [
        html.P(
            [both(label("statement.in_words")), html.Strong(str(statement.row["payable_amt_cn"]), lang="zh-CN")],
            id="statement-in-words",
            className="in-words",
        )
    ]
    return card("statement.reckoning", plain_table(heads, rows, total=sums), *words, *_tax(statement))


def _tax(statement: Statement) -> list[html.P]:
    row = statement.row
    if row["tax_amt"] is None or row["amt_ex_tax"] is None:
        return []
    told = [
        html.Span([both(column_label("settlement", name)), html.Strong(yuan(row[name]))], className="tax")
        for name in ("amt_ex_tax", "tax_amt")
    ]
    return [html.P(told, className="in-words")]


def _three_ways(statement: Statement) -> html.Section:
    waiting = html.P(both(label("three.making")), className="loading-part")
    return card(
        "three.title",
        dcc.Store(id="statement-shown", data=str(statement.row["settle_no"])),
        html.Div(waiting, id="statement-three-ways"),
        note=str(label("three.note")),
    )


def _overrides(rows: StatementRows) -> list[html.Section]:
    """What the gate found and two people let pass, as it is printed on the statement."""
    if not rows.overrides:
        return []
    heads = [(column_label("gate_result", name), "text") for name in _OVERRIDES]
    return [card("statement.overrides", plain_table(heads, _cells(rows.overrides)))]


def _cells(rows: Sequence[Row]) -> list[list[str]]:
    return [["" if row[name] is None else str(row[name]) for name in _OVERRIDES] for row in rows]
