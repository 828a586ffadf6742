"""A trace as rows of a table: every step of what following an id found, with file, row, raw text and amount."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from dashboards.labels import basis_label, code_label, label
from dashboards.printing import plain_number, shanghai_time
from dashboards.traces import (
    STATEMENT_STEPS,
    Delivered,
    FindingTrace,
    LeafTrace,
    LineTrace,
    Origin,
    Row,
    RowTrace,
    RunTrace,
    StatementTrace,
    SubjectTrace,
    Trace,
    WorkOrderTrace,
)
from interface.tables import INPUTS, PUBLISHED, Column, Kind, Table

TRACE = Table(
    name="trace",
    label="逐元追溯",
    grain="step of a trace, in the order in which the page shows them",
    key=("step_no",),
    columns=(
        Column("step_no", "序号", Kind.COUNT, required=True),
        Column("step", "环节", Kind.TEXT, required=True),
        Column("identity", "编号", Kind.TEXT, meaning="What the step is followed by in turn."),
        Column("contract_no", "合同编号", Kind.ID),
        Column("work_order_no", "工单编号", Kind.ID),
        Column("period", "期间", Kind.PERIOD, meaning="The service month, or the settlement period of a statement."),
        Column("quantity", "数量", Kind.QUANTITY, signed=True),
        Column("unit_code", "计量单位", Kind.CODE),
        Column("unit_price", "单价(元)", Kind.PRICE),
        Column(
            "amount", "金额(元)", Kind.AMOUNT, signed=True, meaning="Blank: the step has no amount, which is not 0."
        ),
        Column("score", "得分", Kind.SCORE),
        Column("detail", "说明", Kind.TEXT),
        Column("run_id", "运行编号", Kind.ID),
        Column("table_name", "输入表", Kind.TEXT),
        Column("file_name", "文件", Kind.TEXT),
        Column("row_number", "行号", Kind.COUNT, meaning="The line of the file."),
        Column("file_sha256", "文件摘要", Kind.TEXT),
        Column("raw", "原文", Kind.TEXT, meaning="As received; blank where it is not for the reader."),
    ),
)

_Step = dict[str, Any]


def trace_rows(traces: Sequence[Trace]) -> list[_Step]:
    """A row of ``TRACE`` for every step; a received row that is not for the reader has neither place nor text."""
    steps = [step for trace in traces for step in _STEPS_OF[type(trace)](trace)]
    return [dict.fromkeys(TRACE.names) | {"step_no": number} | step for number, step in enumerate(steps, start=1)]


def _of_line(trace: LineTrace) -> Iterator[_Step]:
    yield _line("trace.line", trace.line)
    for row in trace.differences:
        yield _step(
            "trace.difference",
            row,
            amount=row["delta_amount"],
            detail=f"{code_label(row['reason'], 'reason')}：{row['before_amount']} → {row['after_amount']}",
        )
    yield from (_origin("trace.origins", each) for each in trace.origins)
    yield from _deliveries(trace.deliveries)
    if trace.statement is None:
        yield {"step": str(label("trace.counts_in")), "detail": str(label("trace.statement_withheld"))}
        return
    yield from _statement("trace.counts_in", trace.statement)
    if trace.waits_for_year:
        yield {"step": str(label("trace.counts_in")), "detail": str(label("trace.waits_for_year"))}
    if trace.paid_by:
        yield from _statement("trace.paid_by", trace.paid_by)


def _of_statement(trace: StatementTrace) -> Iterator[_Step]:
    yield from _statement("trace.statement", trace.statement)
    for each in trace.approvals:
        told = _told(f"{each.act} → {each.state}", each.by, shanghai_time(each.at), each.because)
        yield {"step": str(label("trace.approvals")), "detail": told}
    for row in trace.deductions:
        told = _told(row["clause_no"], code_label(row["kind"], "kind"), basis_label(row["basis"]))
        yield _step("statement.deductions", row, amount=row["applied_amt"], detail=told)
    for row in trace.ledger:
        told = _told(code_label(row["ledger"]), code_label(row["kind"]), row["ref"])
        yield _step("statement.ledgers", row, amount=row["entry_amt"], detail=told)
    for row in trace.months:
        yield _step("statement.months", row, amount=row["booked_amt"], run_id=row["pinned_run_id"])
    if trace.settled_before:
        yield {"step": str(label("statement.settled_before")), "amount": trace.settled_before}
    yield from (_line("trace.lines", row) for row in trace.lines)


def _of_run(trace: RunTrace) -> Iterator[_Step]:
    run = trace.run
    yield _step("trace.run", run, identity=run["run_id"], detail=_told(code_label(run["run_type"]), run["status"]))
    for row in trace.statements:
        yield _step("trace.statement", row, identity=row["settle_no"], amount=row["payable_amt"])
    yield from (_summary(row) for row in trace.scores)


def _of_order(trace: WorkOrderTrace) -> Iterator[_Step]:
    progress = trace.progress or {"work_order_no": trace.work_order_no}
    waits = progress.get("waiting_for")
    yield _step(
        "trace.order",
        progress,
        identity=trace.work_order_no,
        amount=progress.get("booked_amt"),
        detail=str(code_label(waits, "waiting_for")) if waits else None,
    )
    yield from _pending(trace.pending)
    yield from (_line("trace.lines", row) for row in trace.lines)
    yield from _deliveries(trace.deliveries)


def _of_row(trace: RowTrace) -> Iterator[_Step]:
    yield _origin("trace.row", trace.origin)
    if trace.set_aside:
        told = _told(*(trace.set_aside[name] for name in ("reason", "message", "closed_by")))
        yield {"step": str(label("trace.set_aside")), "detail": told}
        return
    for each in trace.fates:
        yield _fate(each.fate)
        yield from (_line("trace.lines", row) for row in each.lines)
    yield from (_line("trace.decides", row) for row in trace.decides)
    yield from (_leaf(row) for row in trace.leaves)
    yield from _pending(trace.pending)
    if not (trace.fates or trace.decides or trace.leaves):
        yield {"step": str(label("trace.fates")), "detail": str(label("trace.unused"))}


def _of_subject(trace: SubjectTrace) -> Iterator[_Step]:
    yield _summary(trace.summary)
    for row in trace.nodes:
        yield _step("trace.score", row, identity=row["path"], score=row["score"])
    yield from (_leaf(row) for row in trace.leaves)
    yield from (_finding(row) for row in trace.findings)


def _of_leaf(trace: LeafTrace) -> Iterator[_Step]:
    yield _leaf(trace.leaf)
    for row in trace.measures:
        yield _step("trace.measured", row, quantity=row["value"], unit_code=row["unit"], detail=row["trace"])
    if trace.origin:
        yield _origin("trace.origins", trace.origin)


def _of_finding(trace: FindingTrace) -> Iterator[_Step]:
    yield _finding(trace.finding)


_STEPS_OF: Mapping[type, Callable[[Any], Iterable[_Step]]] = {
    LineTrace: _of_line,
    StatementTrace: _of_statement,
    RunTrace: _of_run,
    WorkOrderTrace: _of_order,
    RowTrace: _of_row,
    SubjectTrace: _of_subject,
    LeafTrace: _of_leaf,
    FindingTrace: _of_finding,
}


def _told(*parts: object) -> str:
    return " · ".join(str(part) for part in parts if part)


def _step(key: str, row: Row, **given: Any) -> _Step:
    """A step with what the row says of contract, work order, period and run, and what is given."""
    period = row.get("service_period") or row.get("settlement_period") or row.get("period")
    named = {name: row.get(name) for name in ("contract_no", "work_order_no", "run_id")}
    return {"step": str(label(key)), **named, "period": period} | given


def _line(key: str, row: Row) -> _Step:
    tiers = label("trace.tiers") if row["unit_price"] is None else None
    return _step(
        key,
        row,
        identity=row["line_id"],
        quantity=row["billed_qty"],
        unit_code=row["unit_code"],
        unit_price=row["unit_price"],
        amount=row["amount"],
        detail=_told(code_label(row["line_type"]), row["item_code"], row["item_name"], tiers),
    )


def _statement(key: str, row: Row) -> Iterator[_Step]:
    """From gross to payable, a step each."""
    for name, sign in STATEMENT_STEPS:
        told = " ".join(filter(None, (PUBLISHED["settlement"].column(name).label, name, sign)))
        amount: Decimal = row[name]
        yield _step(key, row, identity=row["settle_no"], amount=amount, detail=told)


def _deliveries(deliveries: Sequence[Delivered]) -> Iterator[_Step]:
    for each in deliveries:
        counted = f"{plain_number(each.fate['counted_qty'])} {each.unit_code}"
        yield _place(each.origin) | _fate(each.fate, counted)


def _fate(fate: Row, counted: str = "") -> _Step:
    told = [str(code_label(fate["fate"], "fate")), *([f"→ {counted}"] if counted else [])]
    return _step(
        "trace.deliveries",
        fate,
        identity=fate["delivery_no"],
        quantity=fate["quantity"],
        unit_code=fate["unit"],
        detail=" ".join(told),
    )


def _pending(rows: Sequence[Row]) -> Iterator[_Step]:
    for row in rows:
        yield _step(
            "trace.pending",
            row,
            quantity=row["quantity"],
            unit_code=row["unit_code"],
            amount=row["indicative_amount"],
            detail=str(code_label(row["waiting_for"], "waiting_for")),
        )


def _summary(row: Row) -> _Step:
    identity = f"{row['scheme_no']}:{row['subject_code']}"
    return _step("trace.score", row, identity=identity, score=row["total_score"], detail=row["grade"])


def _leaf(row: Row) -> _Step:
    identity = ":".join((row["scheme_no"], row["subject_code"], row["ind_code"]))
    return _step("trace.scores", row, identity=identity, score=row["score"], detail=row["basis"])


def _finding(row: Row) -> _Step:
    told = f"{row['stated'] or '—'} / {row['computed'] or '—'}：{row['message']}"
    return _step("trace.findings", row, identity=row["finding_no"], detail=told)


def _origin(key: str, origin: Origin) -> _Step:
    return {"step": str(label(key))} | _place(origin)


def _place(origin: Origin) -> _Step:
    """Where a received row stands and its text; of one that is not for the reader only the table, as on the page."""
    table = f"{INPUTS[origin.table_name].label} {origin.table_name}"
    if origin.is_withheld:
        return {"table_name": table, "raw": str(label("trace.withheld"))}
    return {
        "identity": origin.place,
        "table_name": table,
        "file_name": origin.file_name or str(label("trace.not_found")),
        "row_number": origin.row_number,
        "file_sha256": origin.file_sha256,
        "raw": origin.raw,
    }
