"""Traces of lines, statements, runs, work orders and received rows, as the page draws them."""

from collections.abc import Sequence
from typing import Any

from dash import html

from dashboards.labels import basis_label, code_label, label
from dashboards.pages.frame import both, card, column_label, plain_table, trace_link
from dashboards.pages.trace_parts import (
    MOST_ROWS,
    Row,
    facts,
    origins_table,
    place,
    raw_text,
    rows_table,
    table_words,
)
from dashboards.pages.trace_scores import LEAF_COLUMNS, draw_scores
from dashboards.printing import plain_number, shanghai_time, signed_amount, unit_price, yuan
from dashboards.traces import (
    STATEMENT_STEPS,
    Delivered,
    LineTrace,
    Origin,
    RowTrace,
    RunTrace,
    StatementTrace,
    WorkOrderTrace,
)

_LINE = ("line_id", "service_period", "work_order_no", "item_name", "amount", "line_type", "run_id")
_OF_LINE = (
    *("contract_no", "order_no", "work_order_no", "item_code", "item_name", "provider", "service_period"),
    *("settlement_period", "line_type", "adjustment_reason", "catalogue_version", "run_id", "line_id"),
)
_OF_STATEMENT = ("settle_no", "contract_no", "settlement_period", "purchaser_name", "operator_name", "run_id")
_DEDUCTIONS = ("clause_no", "kind", "basis", "computed_amt", "capped_amt", "applied_amt", "gives_way_to")
_LEDGER = ("ledger", "kind", "ref", "opening_amt", "entry_amt", "closing_amt")
_MONTHS = ("service_period", "booked_amt", "pinned_run_id")
_DIFFERENCES = ("reason", "before_amount", "after_amount", "delta_amount", "prior_run_id")
_PENDING = ("service_period", "waiting_for", "quantity", "unit_code", "indicative_amount")
_RUN = ("run_id", "run_type", "period", "status", "as_of", "prior_run_id", "inputs_hash", "manifest_hash")
_OF_RUN = ("settle_no", "contract_no", "gross_amt", "payable_amt")
_SET_ASIDE = ("reason", "message", "closed_by")
_FATE = ("run_id", "fate", "service_period", "counted_qty", "delivered_at", "quantity", "unit", "is_late")
_PROGRESS = (
    *("contract_no", "order_no", "item_name", "provider", "start_time", "end_time", "first_delivered_at"),
    *("last_delivered_at", "delivery_count", "replaced_count", "accepted_at", "verified_on", "settlement_period"),
    *("booked_amt", "settle_no", "paid_on", "is_late", "waiting_for", "waiting_since"),
)


def draw_line(trace: LineTrace) -> list[Any]:
    """The line, its reckoning, the rows below it and the statements above it."""
    parts = [
        card(
            "trace.line",
            _amount(trace.line["amount"]),
            _reckoning(trace.line),
            facts("settlement_line", trace.line, _OF_LINE),
        )
    ]
    if trace.differences:
        parts.append(card("trace.difference", rows_table("run_difference", trace.differences, _DIFFERENCES)))
    parts.append(card("trace.origins", origins_table(trace.origins)))
    parts.append(_deliveries(trace.deliveries))
    if trace.statement is None:
        return [*parts, card("trace.counts_in", both(label("trace.statement_withheld"), tag=html.P))]
    waits = [both(label("trace.waits_for_year"), tag=html.P)] if trace.waits_for_year else []
    parts.append(card("trace.counts_in", _counts_in(trace.statement), *waits))
    if trace.paid_by:
        parts.append(card("trace.paid_by", _counts_in(trace.paid_by)))
    return parts


def draw_statement(trace: StatementTrace) -> list[Any]:
    """The statement's steps, what people did with it, its deductions, ledgers, months and lines."""
    parts = [card("trace.statement", facts("settlement", trace.statement, _OF_STATEMENT), _steps(trace.statement))]
    taken = [
        html.Li(f"{each.act} → {each.state} · {each.by} · {shanghai_time(each.at)} {each.because}")
        for each in trace.approvals
    ]
    approvals = html.Ul(taken, className="steps") if taken else both(label("trace.no_approvals"), tag=html.P)
    parts.append(card("trace.approvals", approvals))
    if trace.deductions:
        deductions = [{**row, "basis": basis_label(row["basis"])} for row in trace.deductions]
        parts.append(card("statement.deductions", rows_table("deduction", deductions, _DEDUCTIONS)))
    if trace.ledger:
        parts.append(card("statement.ledgers", rows_table("ledger_entry", trace.ledger, _LEDGER)))
    if trace.months:
        before = []
        if trace.settled_before:
            before = [html.P([both(label("statement.settled_before")), f" {yuan(trace.settled_before)}"])]
        parts.append(card("statement.months", rows_table("annual_month", trace.months, _MONTHS), *before))
    return [*parts, _lines("trace.lines", trace.lines)]


def draw_run(trace: RunTrace) -> list[Any]:
    """The run with the statements or scores that it made."""
    parts = [card("trace.run", facts("run", trace.run, _RUN))]
    if trace.statements:
        parts.append(card("trace.statement", rows_table("settlement", trace.statements, _OF_RUN)))
    return [*parts, *draw_scores(trace.scores)]


def draw_order(trace: WorkOrderTrace) -> list[Any]:
    """How far the order is, what waits, its lines and its deliveries."""
    told = facts("work_order_progress", trace.progress, _PROGRESS) if trace.progress else html.Div()
    parts = [card("trace.order", told, note=trace.work_order_no)]
    if trace.pending:
        parts.append(card("trace.pending", rows_table("pending_metering", trace.pending, _PENDING)))
    return [*parts, _lines("trace.lines", trace.lines), _deliveries(trace.deliveries)]


def draw_row(trace: RowTrace) -> list[Any]:
    """The row's text and place, and where it went."""
    origin = trace.origin
    words = table_words(origin.table_name)
    parts = [card("trace.row", _raw(origin), note=f"{words.zh} {words.en}")]
    if trace.set_aside:
        return [*parts, card("trace.set_aside", facts("quarantine", trace.set_aside, _SET_ASIDE))]
    for each in trace.fates:
        below = [_lines_table(each.lines)] if each.lines else []
        parts.append(card("trace.fates", facts("delivery_fate", each.fate, _FATE), *below))
    if trace.decides:
        parts.append(_lines("trace.decides", trace.decides))
    if trace.leaves:
        parts.append(card("trace.scores", rows_table("score_indicator", trace.leaves, LEAF_COLUMNS)))
    if trace.pending:
        parts.append(card("trace.pending", rows_table("pending_metering", trace.pending, _PENDING)))
    if not (trace.fates or trace.decides or trace.leaves):
        parts.append(card("trace.fates", both(label("trace.unused"), tag=html.P)))
    return parts


def _amount(amount: Any) -> html.P:
    return html.P(yuan(amount), className="trace-amount")


def _reckoning(line: Row) -> html.P:
    price = str(label("trace.tiers")) if line["unit_price"] is None else f"× {unit_price(line['unit_price'])}"
    told = f"{plain_number(line['billed_qty'])} {line['unit_code']} {price} → {yuan(line['amount'])}"
    return html.P([both(label("trace.reckoning")), html.Span(told, className="value")], className="reckoning")


def _steps(statement: Row) -> html.Div:
    """From gross to payable, a row each; what is zero is said too."""
    heads = [(label("statement.step"), "text"), (label("statement.amount"), "number")]
    rows = [
        [html.Span([f"{sign} ", both(column_label("settlement", name))]), signed_amount(statement[name])]
        for name, sign in STATEMENT_STEPS
    ]
    words = html.P(statement["payable_amt_cn"], className="words", lang="zh-CN")
    return html.Div([plain_table(heads, rows[:-1], total=rows[-1]), words], className="narrow")


def _counts_in(statement: Row) -> html.Div:
    told = f" · {statement['contract_no']} · {statement['settlement_period']}"
    return html.Div([html.P([trace_link(statement["settle_no"]), told]), _steps(statement)])


def _lines(title: str, lines: Sequence[Row]) -> html.Section:
    if not lines:
        return card(title, both(label("trace.no_lines"), tag=html.P))
    return card(title, _lines_table(lines), note=f"{len(lines):,} {label('settlement.rows')}")


def _lines_table(lines: Sequence[Row]) -> html.Div:
    return rows_table("settlement_line", lines, _LINE)


def _deliveries(deliveries: Sequence[Delivered]) -> html.Section:
    if not deliveries:
        return card("trace.deliveries", both(label("trace.no_deliveries"), tag=html.P))
    heads = [
        (column_label("delivery_fate", "delivery_no"), "id"),
        (column_label("delivery_fate", "fate"), "text"),
        (column_label("delivery_fate", "quantity"), "number"),
        (column_label("delivery_fate", "counted_qty"), "number"),
        (label("trace.file"), "text"),
        (label("trace.raw"), "text raw"),
    ]
    rows = [
        [
            each.fate["delivery_no"],
            both(code_label(each.fate["fate"], "fate")),
            f"{plain_number(each.fate['quantity'])} {each.fate['unit']}",
            f"{plain_number(each.fate['counted_qty'])} {each.unit_code}",
            place(each.origin),
            raw_text(each.origin),
        ]
        for each in deliveries[:MOST_ROWS]
    ]
    note = f"{len(deliveries):,} {label('settlement.rows')}"
    if len(deliveries) > MOST_ROWS:
        note += f" · {label('trace.cut')}"
    return card("trace.deliveries", html.Div(plain_table(heads, rows), className="tall"), note=note)


def _raw(origin: Origin) -> html.Div:
    where = f"{origin.file_name} : {origin.row_number}"
    return html.Div([html.Span(where), html.Span(f"SHA-256 {origin.place}", className="hash"), raw_text(origin)])
