"""Words what following an id found, for the terminal: down to raw rows and up to the payable."""

from decimal import Decimal

from dashboards.access import SYSTEM
from dashboards.printing import bare_number
from dashboards.traces import (
    Delivered,
    FindingTrace,
    LeafTrace,
    LineTrace,
    Row,
    RowTrace,
    RunTrace,
    StatementTrace,
    SubjectTrace,
    Trace,
    WorkOrderTrace,
)
from interface.money import print_amount
from interface.paths import Home
from interface.periods import print_moment
from interface.tables import INPUTS
from orchestration.approving import step_line
from orchestration.explain_score import (
    tell_finding,
    tell_leaf,
    tell_leaf_head,
    tell_origin,
    tell_score_head,
    tell_subject,
)
from orchestration.following import follow

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
    """Lines of text about a line, statement, run, work order, delivery, received row, score or finding.

    Raises:
        CannotRun: nothing published or received has that id.
    """
    return [text for trace in follow(home, SYSTEM, identity) for text in tell(trace)]


def tell(trace: Trace) -> list[str]:
    """Lines of text about what was found."""
    match trace:
        case LineTrace():
            return _tell_line(trace)
        case StatementTrace():
            return _tell_statement(trace)
        case RunTrace():
            return _tell_run(trace)
        case WorkOrderTrace():
            return _tell_work_order(trace)
        case RowTrace():
            return _tell_row(trace)
        case SubjectTrace():
            return tell_subject(trace)
        case LeafTrace():
            return tell_leaf(trace)
        case FindingTrace():
            return tell_finding(trace.finding)


def _tell_line(trace: LineTrace) -> list[str]:
    line = trace.line
    text = [_line_head(line), f"  {_reckoning(line)}"]
    text += [f"  {_difference(row)}" for row in trace.differences]
    text.append("由下列输入行决定 decided by these input rows:")
    text += [f"  {row.table_name} {INPUTS[row.table_name].label}: {tell_origin(row)}" for row in trace.origins]
    if trace.deliveries:
        text.append(f"交付 deliveries ({len(trace.deliveries)}):")
    text += [f"  {_delivered(each)}" for each in trace.deliveries]
    text.append("计入 which counts in:")
    if trace.statement:
        text += [f"  {each}" for each in _statement_steps(trace.statement)]
    if trace.paid_by:
        text.append("由年度结算支付 paid by the annual statement:")
        text += [f"  {each}" for each in _statement_steps(trace.paid_by)]
    if trace.waits_for_year:
        text.append("等待年度结算 its month only accrued: it waits for the annual run of its contract year.")
    return text


def _tell_statement(trace: StatementTrace) -> list[str]:
    text = _statement_steps(trace.statement)
    text += [f"  审批 {step_line(each)}" for each in trace.approvals]
    for row in trace.deductions:
        way = f", gives way to {row['gives_way_to']} 让位" if row["gives_way_to"] else ""
        source = f", 得分来自评价 scored by {row['evaluation_run_id']}" if row["evaluation_run_id"] else ""
        text.append(
            f"  扣减 deduction {row['clause_no']} {row['kind']} {row['basis']}: computed {_yuan(row['computed_amt'])}, "
            f"capped {_yuan(row['capped_amt'])}, applied {_yuan(row['applied_amt'])}{way}{source}"
        )
    for row in trace.ledger:
        text.append(
            f"  台账 ledger {row['ledger']} {row['kind']} {row['ref']}: {_yuan(row['opening_amt'])} "
            f"{row['entry_amt']:+,} → {_yuan(row['closing_amt'])}"
        )
    if trace.months:
        text.append("所含服务月份 service months of the contract year:")
    for row in trace.months:
        reckoned = f"last reckoned by {row['pinned_run_id']}" if row["pinned_run_id"] else "从未结算 never settled"
        text.append(f"  {row['service_period']}: booked {_yuan(row['booked_amt'])}, {reckoned}")
    if trace.settled_before:
        text.append(f"  以前的年度结算单已结 settled by earlier annual statements: {_yuan(trace.settled_before)}")
    text.append("明细 lines (explain a line_id for its rows):")
    return [*text, *(f"  {_line_head(row)}" for row in trace.lines)]


def _tell_run(trace: RunTrace) -> list[str]:
    run = trace.run
    text = [f"运行 run {run['run_id']}: {run['run_type']} {run['period']} {run['status']}"]
    text.append(f"  manifest {run['manifest_hash']}, inputs {run['inputs_hash']}, as of {print_moment(run['as_of'])}")
    text += [each for statement in trace.statements for each in _statement_steps(statement)]
    return [*text, *(f"  {tell_score_head(summary)}" for summary in trace.scores)]


def _tell_work_order(trace: WorkOrderTrace) -> list[str]:
    """Of an order without a line, what it waits for: its lines say more."""
    text = [f"工单 work order {trace.work_order_no}", *(f"  {_line_head(row)}" for row in trace.lines)]
    if trace.progress and not trace.lines:
        waits = f"waits for {trace.progress['waiting_for']}" if trace.progress["waiting_for"] else "not begun"
        text.append(f"  尚无结算明细 no line is booked of it: {waits}")
    return text


def _tell_row(trace: RowTrace) -> list[str]:
    origin = trace.origin
    text = [f"{origin.table_name} {INPUTS[origin.table_name].label} · {origin.file_name} · {origin.place}"]
    text.append(f"  原文 raw: {origin.raw}")
    if trace.set_aside:
        return [*text, f"  隔离 quarantined {trace.set_aside['reason']}: {trace.set_aside['message']}"]
    for each in trace.fates:
        fate = each.fate
        text.append(
            f"  去向 fate in {fate['run_id']}: {fate['fate']}, service period {fate['service_period']}, counted "
            f"{bare_number(fate['counted_qty'])}"
        )
        text += [f"    {_line_head(line)}" for line in each.lines]
    text += [f"  决定 decides {_line_head(line)}" for line in trace.decides]
    text += [f"  得分 scores {tell_leaf_head(leaf)}" for leaf in trace.leaves]
    if not (trace.fates or trace.decides or trace.leaves):
        text.append("  入库，尚未进入任何已发布的结算或评价 landed; no published settlement or score has used it yet.")
    return text


def _delivered(delivered: Delivered) -> str:
    row = delivered.fate
    return (
        f"{row['delivery_no']} {row['fate']} {bare_number(row['quantity'])} {row['unit']} → "
        f"{bare_number(row['counted_qty'])} {delivered.unit_code} · {tell_origin(delivered.origin)}"
    )


def _line_head(line: Row) -> str:
    return (
        f"{line['line_id']} {line['line_type']} {line['work_order_no']} {line['item_code']} {line['service_period']}: "
        f"{_yuan(line['amount'])} (booked by {line['run_id']})"
    )


def _reckoning(line: Row) -> str:
    quantity = f"{bare_number(line['billed_qty'])} {line['unit_code']}"
    price = f"× {bare_number(line['unit_price'])}" if line["unit_price"] is not None else "by tiers"
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


def _yuan(amount: Decimal) -> str:
    return f"{print_amount(amount)} 元"
