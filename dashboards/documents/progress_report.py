"""The progress report (进度报告) of a contract: months settled, work that waits, statements and payments, as of now."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from dashboards.documents.forms_grid import Form, FormCell, FormRow, Yuan, row_of
from dashboards.editions import Edition, select
from dashboards.labels import code_label, label
from dashboards.periods import period_label
from dashboards.printing import shanghai_time
from dashboards.statements import NOTHING, read_statements
from interface.errors import CannotRun

TITLE = "进度报告"
_COLUMNS = 6
_WIDTHS = (22, 22, 20, 20, 20, 22)

_row = partial(row_of, _COLUMNS)


def progress_report(edition: Edition, contract: str, file_stem: str) -> Form:
    """How far a contract is after the newest run; amounts are published ones and sums of them.

    Raises:
        CannotRun: the contract has no statement that the reader may see, or a file is damaged.
    """
    statements = [each for each in read_statements(edition) if each.contract_no == contract]
    if not statements:
        raise CannotRun(f"Contract {contract!r} has no statement in this edition: choose one that was settled.")
    newest = edition.newest_settlement.run
    row = statements[-1].row
    rows = [
        _row(TITLE, look="title", across=((0, 5),)),
        _row(f"数据知悉截止：{shanghai_time(newest.as_of)}　运行：{newest.run_id}", look="note", across=((0, 5),)),
        _row("合同编号", contract, None, "数据运营商", row["operator_name"], across=((1, 2), (4, 5))),
        _row(
            "服务采购方",
            row["purchaser_name"],
            None,
            "最近结算期",
            period_label(str(row["settlement_period"])).zh,
            across=((1, 2), (4, 5)),
        ),
        _row("一、各月结算进度", look="group", across=((0, 5),)),
        _row("服务月份", "结算状态", "已入账金额（元）", "未入账金额（元）", "待计量工单数", "最近运行", look="head"),
        *_months(edition, contract),
        _row("二、待计量事项", look="group", across=((0, 5),)),
        _row("等待事项", "服务月份", "工单数", "参考金额（元）", "说明", None, look="head", across=((4, 5),)),
        *_pending(edition, contract),
        _row("三、结算与支付", look="group", across=((0, 5),)),
        _row("结算单号", "结算期", "应付金额（元）", "已付金额（元）", "未付金额（元）", "到期日", look="head"),
        *_payments(edition, contract),
    ]
    return Form(file_stem, TITLE, _WIDTHS, tuple(rows), head_rows=1)


def _months(edition: Edition, contract: str) -> list[FormRow]:
    rows = select(edition.table("month_coverage"), contract_no=contract).to_pylist()
    if not rows:
        return [_row("本版本没有月份覆盖数据", across=((0, 5),))]
    body = [
        _row(
            row["service_period"],
            code_label(row["coverage"]).zh,
            Yuan(row["booked_amt"]),
            "缺少价格" if row["unbooked_amt"] is None else Yuan(row["unbooked_amt"]),
            Decimal(row["pending_count"]),
            row["last_run_id"] or label("statement.never_settled").zh,
        )
        for row in rows
    ]
    return [*body, _row("合计", None, Yuan(_total(rows, "booked_amt")), look="total", across=((0, 1),))]


def _pending(edition: Edition, contract: str) -> list[FormRow]:
    """What waits in the newest run, by what it waits for and the month."""
    run = edition.newest_settlement.run
    rows = select(
        edition.table("pending_metering", period=run.period), run_id=run.run_id, contract_no=contract
    ).to_pylist()
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault((row["waiting_for"], row["service_period"]), []).append(row)
    if not groups:
        return [_row("没有待计量事项", across=((0, 5),))]
    body = []
    for (waits, month), group in sorted(groups.items()):
        priced = [row for row in group if row["indicative_amount"] is not None]
        told = f"{len(group) - len(priced)} 张工单没有价格，不计入" if len(priced) < len(group) else None
        amount = Yuan(_total(priced, "indicative_amount")) if priced else "缺少价格"
        orders = Decimal(len({row["work_order_no"] for row in group}))
        body.append(_row(code_label(waits, "waiting_for").zh, month, orders, amount, told, across=((4, 5),)))
    return body


def _payments(edition: Edition, contract: str) -> list[FormRow]:
    known = edition.table("statement_payment")
    rows = select(known, contract_no=contract).to_pylist()
    if not rows:
        return [_row("还没有应付的结算单", across=((0, 5),))]
    is_known = any(row["paid_amt"] for row in known.to_pylist())
    unknown = "未收到支付数据"
    body = [
        _row(
            row["settle_no"],
            period_label(row["settlement_period"]).zh,
            Yuan(row["payable_amt"]),
            Yuan(row["paid_amt"]) if is_known else unknown,
            Yuan(row["unpaid_amt"]) if is_known else unknown,
            row["due_on"].isoformat() if row["due_on"] else "起算日未知",
        )
        for row in rows
    ]
    sums: list[FormCell] = [Yuan(_total(rows, name)) if is_known else None for name in ("paid_amt", "unpaid_amt")]
    return [*body, _row("合计", None, Yuan(_total(rows, "payable_amt")), *sums, look="total", across=((0, 1),))]


def _total(rows: Sequence[dict[str, Any]], name: str) -> Decimal:
    return sum((row[name] for row in rows), NOTHING)
