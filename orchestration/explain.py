"""Follows an id through an edition, down to raw rows and up to the payable; tells, and computes nothing."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa

from dashboards.access import SYSTEM
from dashboards.approvals import steps_of
from dashboards.documents.statement_rows import read_rows
from dashboards.editions import Edition, open_edition, open_inbox, select
from dashboards.periods import is_annual
from dashboards.statements import read_statements
from ingest.tracing import RawRow, find_deliveries, find_rows
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.money import print_amount
from interface.paths import Home
from interface.periods import print_moment
from interface.tables import INPUTS
from orchestration.approving import step_line
from orchestration.explain_score import explain_score, leaves_of_row, score_head

Row = Mapping[str, Any]

_STEPS = (
    ("gross_amt", "结算总额 gross"),
    ("assess_deduct_amt", "− 考核扣款 assessment"),
    ("penalty_amt", "− 违约扣款 penalty"),
    ("carried_in_amt", "− 上期结转扣款 carried in"),
    ("carried_deduct_amt", "+ 结转下期扣款 carried on"),
    ("accrued_amt", "− 留待年度结算 accrued"),
    ("prepay_offset_amt", "− 预付款抵扣 prepayment offset"),
    ("retention_amt", "− 质保金 retention (negative: released)"),
    ("above_ceiling_amt", "− 超合同上限 above the ceiling"),
    ("payable_amt", "= 应付金额 payable"),
)


def explain(home: Home, identity: str) -> list[str]:
    """Lines of text about a line, statement, run, work order, delivery, ``SHA-256:row``, score or finding.

    Raises:
        CannotRun: nothing published or received has that id.
    """
    if place := _parse_place(identity):
        return _explain_place(home, place)
    edition = open_edition(home, SYSTEM)
    lines = edition.table("settlement_line")
    if of_line := select(lines, line_id=identity).to_pylist():
        return _explain_line(home, edition, of_line[0])
    if statements := select(edition.table("settlement"), settle_no=identity).to_pylist():
        return _explain_statement(edition, statements[0])
    if runs := select(edition.table("run"), run_id=identity).to_pylist():
        return _explain_run(edition, runs[0])
    if of_order := select(lines, work_order_no=identity).to_pylist():
        return [f"工单 work order {identity}", *(f"  {_line_head(row)}" for row in of_order)]
    if deliveries := find_deliveries(home, identity):
        return [text for row in deliveries for text in _explain_raw(home, row)]
    if of_score := explain_score(home, edition, identity):
        return of_score
    raise CannotRun(
        f"Nothing here has the id {identity!r}: give a line_id, settle_no, run_id, work_order_no, delivery_no, a raw "
        "row as SHA-256:row, a finding_no, or a score as FRAMEWORK, FRAMEWORK:SUBJECT or FRAMEWORK:SUBJECT:INDICATOR; "
        "`hengliang export --what settlement_line` lists lines."
    )


def _explain_line(home: Home, edition: Edition, line: Row) -> list[str]:
    text = [_line_head(line), f"  {_reckoning(line)}"]
    if line["adjustment_reason"]:
        text += [f"  {_difference(row)}" for row in _of_line(edition.table("run_difference"), line)]
    text.append("由下列输入行决定 decided by these input rows:")
    sources = select(edition.table("line_source"), line_id=line["line_id"]).to_pylist()
    fates = _of_line(edition.table("delivery_fate"), line)
    raw = find_rows(home, [_place_of(row) for row in (*sources, *fates)])
    for row in sources:
        text.append(f"  {row['table_name']} {INPUTS[row['table_name']].label}: {_raw_text(raw, row)}")
    if fates:
        text.append(f"交付 deliveries ({len(fates)}):")
    for row in fates:
        text.append(
            f"  {row['delivery_no']} {row['fate']} {_plain(row['quantity'])} {row['unit']} → "
            f"{_plain(row['counted_qty'])} {line['unit_code']} · {_raw_text(raw, row)}"
        )
    return [*text, *_up_to_the_payable(edition, line)]


def _up_to_the_payable(edition: Edition, line: Row) -> list[str]:
    """The statement that the line counts in; where that one only accrues, the annual one that pays, or its absence."""
    text = ["计入 which counts in:"]
    [own] = _of_contract(edition, "settlement", line["run_id"], line["contract_no"])
    text += [f"  {each}" for each in _statement_steps(own)]
    statements = select(edition.table("settlement"), contract_no=line["contract_no"]).to_pylist()
    if is_annual(own["settlement_period"]) or not any(each["accrued_amt"] for each in statements):
        return text
    if paying := _annual_statement_of(edition, line, statements):
        return [
            *text,
            "由年度结算支付 paid by the annual statement:",
            *(f"  {each}" for each in _statement_steps(paying)),
        ]
    return [*text, "等待年度结算 its month only accrued: it waits for the annual run of its contract year."]


def _annual_statement_of(edition: Edition, line: Row, statements: list[Row]) -> Row | None:
    """The statement of the first annual run that takes the line's month after the line was booked."""
    months = select(
        edition.table("annual_month"), contract_no=line["contract_no"], service_period=line["service_period"]
    )
    taking = set(months.column("run_id").to_pylist())
    runs = [manifest.run.run_id for manifest in edition.chain]
    later = [run_id for run_id in runs[runs.index(line["run_id"]) :] if run_id in taking]
    return next((each for each in statements if later and each["run_id"] == later[0]), None)


def _explain_statement(edition: Edition, statement: Row) -> list[str]:
    text = _statement_steps(statement)
    text += [f"  审批 {step_line(each)}" for each in steps_of(read_entries(edition.home), statement["settle_no"])]
    for row in select(edition.table("deduction"), settle_no=statement["settle_no"]).to_pylist():
        way = f", gives way to {row['gives_way_to']} 让位" if row["gives_way_to"] else ""
        source = f", 得分来自评价 scored by {row['evaluation_run_id']}" if row["evaluation_run_id"] else ""
        text.append(
            f"  扣减 deduction {row['clause_no']} {row['kind']} {row['basis']}: computed {_yuan(row['computed_amt'])}, "
            f"capped {_yuan(row['capped_amt'])}, applied {_yuan(row['applied_amt'])}{way}{source}"
        )
    for row in _of_contract(edition, "ledger_entry", statement["run_id"], statement["contract_no"]):
        text.append(
            f"  台账 ledger {row['ledger']} {row['kind']} {row['ref']}: {_yuan(row['opening_amt'])} "
            f"{row['entry_amt']:+,} → {_yuan(row['closing_amt'])}"
        )
    [found] = [each for each in read_statements(edition) if each.row["settle_no"] == statement["settle_no"]]
    rows = read_rows(edition, found)
    if rows.months:
        text.append("所含服务月份 service months of the contract year:")
    for row in rows.months:
        reckoned = f"last reckoned by {row['pinned_run_id']}" if row["pinned_run_id"] else "从未结算 never settled"
        text.append(f"  {row['service_period']}: booked {_yuan(row['booked_amt'])}, {reckoned}")
    if rows.settled_before:
        text.append(f"  以前的年度结算单已结 settled by earlier annual statements: {_yuan(rows.settled_before)}")
    text.append("明细 lines (explain a line_id for its rows):")
    return [*text, *(f"  {_line_head(row)}" for row in rows.lines)]


def _explain_run(edition: Edition, run: Row) -> list[str]:
    text = [f"运行 run {run['run_id']}: {run['run_type']} {run['period']} {run['status']}"]
    text.append(f"  manifest {run['manifest_hash']}, inputs {run['inputs_hash']}, as of {print_moment(run['as_of'])}")
    for statement in select(edition.table("settlement"), run_id=run["run_id"]).to_pylist():
        text += _statement_steps(statement)
    for summary in select(edition.table("score_summary"), run_id=run["run_id"]).to_pylist():
        text.append(f"  {score_head(summary)}")
    return text


def _explain_place(home: Home, place: tuple[str, int]) -> list[str]:
    row = find_rows(home, [place]).get(place)
    if row is None:
        raise CannotRun(f"No received row stands at {place[0]}:{place[1]}: row numbers are the file's line numbers.")
    return _explain_raw(home, row)


def _explain_raw(home: Home, row: RawRow) -> list[str]:
    text = [f"{row.table_name} {INPUTS[row.table_name].label} · {row.file_name} · {row.file_sha256}:{row.row_number}"]
    text.append(f"  原文 raw: {row.raw}")
    quarantine = select(
        open_inbox(home, SYSTEM).table("quarantine"), file_sha256=row.file_sha256, table_name=row.table_name
    )
    apart = [each for each in quarantine.to_pylist() if each["row_number"] == row.row_number]
    if apart:
        return [*text, f"  隔离 quarantined {apart[0]['reason']}: {apart[0]['message']}"]
    edition = open_edition(home, SYSTEM)
    at_place = {"file_sha256": row.file_sha256}
    fates = [
        each
        for each in select(edition.table("delivery_fate"), **at_place).to_pylist()
        if each["row_number"] == row.row_number
    ]
    line_ids = [
        each["line_id"]
        for each in select(edition.table("line_source"), table_name=row.table_name, **at_place).to_pylist()
        if each["row_number"] == row.row_number
    ]
    lines = edition.table("settlement_line")
    for fate in fates:
        text.append(
            f"  去向 fate in {fate['run_id']}: {fate['fate']}, service period {fate['service_period']}, counted "
            f"{_plain(fate['counted_qty'])}"
        )
        text += [f"    {_line_head(line)}" for line in _lines_of_fate(lines, fate)]
    decided = [line for line in lines.to_pylist() if line["line_id"] in set(line_ids)]
    text += [f"  决定 decides {_line_head(line)}" for line in decided]
    scored = leaves_of_row(edition, row)
    text += scored
    if not (fates or decided or scored):
        text.append("  入库，尚未进入任何已发布的结算或评价 landed; no published settlement or score has used it yet.")
    return text


def _lines_of_fate(lines: pa.Table, fate: Row) -> list[Row]:
    return select(
        lines, run_id=fate["run_id"], work_order_no=fate["work_order_no"], service_period=fate["service_period"]
    ).to_pylist()


def _of_contract(edition: Edition, name: str, run_id: str, contract_no: str) -> list[Row]:
    rows: list[Row] = select(edition.table(name), run_id=run_id, contract_no=contract_no).to_pylist()
    return rows


def _of_line(table: pa.Table, line: Row) -> list[Row]:
    return select(
        table, run_id=line["run_id"], work_order_no=line["work_order_no"], service_period=line["service_period"]
    ).to_pylist()


def _line_head(line: Row) -> str:
    return (
        f"{line['line_id']} {line['line_type']} {line['work_order_no']} {line['item_code']} {line['service_period']}: "
        f"{_yuan(line['amount'])} (booked by {line['run_id']})"
    )


def _reckoning(line: Row) -> str:
    quantity = f"{_plain(line['billed_qty'])} {line['unit_code']}"
    price = f"× {_plain(line['unit_price'])}" if line["unit_price"] is not None else "by tiers"
    return f"{quantity} {price} → {_yuan(line['amount'])}, catalogue version {line['catalogue_version']}"


def _difference(row: Row) -> str:
    return (
        f"调整 adjusted for {row['reason']}: {_yuan(row['before_amount'])} → {_yuan(row['after_amount'])}, "
        f"difference {_yuan(row['delta_amount'])}, last reckoned by {row['prior_run_id']}"
    )


def _statement_steps(statement: Row) -> list[str]:
    head = f"结算单 statement {statement['settle_no']} {statement['contract_no']} {statement['settlement_period']}"
    steps = [f"  {label}: {_yuan(statement[name])}" for name, label in _STEPS]
    return [head, *steps, f"  {statement['payable_amt_cn']}"]


def _parse_place(identity: str) -> tuple[str, int] | None:
    file_sha256, colon, number = identity.rpartition(":")
    if colon and len(file_sha256) == 64 and number.isascii() and number.isdigit():
        return file_sha256, int(number)
    return None


def _place_of(row: Row) -> tuple[str, int]:
    return row["file_sha256"], row["row_number"]


def _raw_text(raw: dict[tuple[str, int], RawRow], row: Row) -> str:
    found = raw.get(_place_of(row))
    name = found.file_name if found else "(row not found: run `hengliang verify`)"
    text = f" · {found.raw}" if found else ""
    return f"{name} · {row['file_sha256']}:{row['row_number']}{text}"


def _yuan(amount: Decimal) -> str:
    return f"{print_amount(amount)} 元"


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
