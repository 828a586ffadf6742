"""The payment application (支付申请): what is asked for by a statement, what it rests on, and what is attached."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import partial

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.approvals import state_of, steps_of
from dashboards.documents.forms_grid import Form, FormCell, FormRow, Yuan, row_of
from dashboards.documents.statement_rows import Row, read_rows
from dashboards.editions import Edition, select
from dashboards.labels import label
from dashboards.periods import period_label
from dashboards.printing import shanghai_time
from dashboards.statements import NOTHING, Statement, read_statements, steps
from interface.ledger import read_entries
from interface.tables import INPUTS

TITLE = "支付申请表"
_COLUMNS = 6
_WIDTHS = (24, 26, 22, 24, 26, 14)
_MAY_BE_PAID = ("APPROVED", "ISSUED", "DELIVERED", "ACCEPTED")
_EVIDENCE = (
    *("contract", "service_item", "work_order", "delivery", "acceptance"),
    *("metering_claim", "metering_verification", "fee_verification"),
)
_BOX = "□"

_row = partial(row_of, _COLUMNS)


def payment_application(edition: Edition, statement: Statement, file_stem: str) -> Form:
    """The application for what a statement makes payable, with its check-list of attachments.

    A statement that nobody approved yet says so on top: nothing is paid upon it.

    Raises:
        CannotRun: the statement's lines do not add up to its gross, or a file is damaged.
    """
    row = statement.row
    rows = [_row(TITLE, look="title", across=((0, 5),))]
    state = _state(edition, statement)
    if state not in _MAY_BE_PAID:
        rows.append(
            _row(f"本结算单{label(f'approval.{state}').zh}，尚未批准，不得据以支付。", look="note", across=((0, 5),))
        )
    facts: tuple[tuple[str, FormCell, str, FormCell], ...] = (
        ("申请单位（数据运营商）", row["operator_name"], "付款单位（采购方）", row["purchaser_name"]),
        ("合同编号", statement.contract_no, "结算单号", str(row["settle_no"])),
        ("结算期", period_label(statement.run.period).zh, "审批状态", label(f"approval.{state}").zh),
        ("运行编号", statement.run.run_id, "数据知悉截止", shanghai_time(statement.run.as_of)),
    )
    rows += [_row(a, b, None, c, d, across=((1, 2), (4, 5))) for a, b, c, d in facts]
    rows.append(_row("一、申请金额", look="group", across=((0, 5),)))
    rows.append(_row("项目", None, None, "金额（元）", "依据", look="head", across=((0, 2), (4, 5))))
    found = steps([statement])
    for step in found:
        basis = label(f"step.{step.key}.basis").zh if not step.key.startswith("assess") else "见扣减依据"
        look = "total" if step.is_total else "body"
        rows.append(
            _row(label(f"step.{step.key}").zh, None, None, Yuan(step.amount), basis, look=look, across=((0, 2), (4, 5)))
        )
    rows.append(_row("应付金额大写", str(row["payable_amt_cn"]), look="total", across=((1, 5),)))
    rows += _account(edition, statement)
    rows.append(_row("三、附件清单", look="group", across=((0, 5),)))
    rows.append(_row("附件", "编号或内容", None, "数量", "说明", "已附", look="head", across=((1, 2),)))
    rows += [_row(*each, _BOX, across=((1, 2),)) for each in _attachments(edition, statement)]
    rows.append(_row("四、审批", look="group", across=((0, 5),)))
    rows += _signatures(edition, statement)
    return Form(file_stem, TITLE, _WIDTHS, tuple(rows), head_rows=1)


def _account(edition: Edition, statement: Statement) -> list[FormRow]:
    """What the contract pays in all, what its statements made payable up to this one, and what of this one is paid."""
    place = edition.chain.index(statement.manifest)
    payable: Decimal = sum(
        (
            each.row["payable_amt"]
            for each in read_statements(edition)
            if each.contract_no == statement.contract_no
            and each.run.run_type != "INDICATIVE"
            and edition.chain.index(each.manifest) <= place
        ),
        NOTHING,
    )
    payments = edition.table("statement_payment")
    paid = select(payments, settle_no=str(statement.row["settle_no"])).to_pylist()
    is_known = any(payments.column("paid_amt").to_pylist())
    due: date | None = paid[0]["due_on"] if paid else None
    ceiling = statement.row["ceiling_amt"]
    told = "未收到支付数据" if paid else "未列入支付台账"
    amounts = [Yuan(paid[0][name]) if paid and is_known else told for name in ("paid_amt", "unpaid_amt")]
    due_on = due.isoformat() if due else "起算日未知"
    cells: tuple[tuple[str, FormCell, str, FormCell], ...] = (
        ("合同上限（元）", "未发布" if ceiling is None else Yuan(ceiling), "累计应付（元，含本次）", Yuan(payable)),
        ("预付款余额（元）", Yuan(statement.row["prepay_balance_amt"]), "最迟付款日", due_on),
        ("本单已付（元）", amounts[0], "本单未付（元）", amounts[1]),
    )
    return [
        _row("二、合同与支付情况", look="group", across=((0, 5),)),
        *(_row(a, b, None, c, d, across=((1, 2), (4, 5))) for a, b, c, d in cells),
    ]


def _attachments(
    edition: Edition, statement: Statement
) -> list[tuple[FormCell, FormCell, FormCell, FormCell, FormCell]]:
    """Every document that belongs to the application: what of it the lines rest on, counted from what is published."""
    rows = read_rows(edition, statement)
    number = str(statement.row["settle_no"])
    listed: list[tuple[FormCell, FormCell, FormCell, FormCell, FormCell]] = [
        ("结算单（PDF）", number, None, "1 份", f"结果摘要 {(statement.run.outputs_hash or '')[:12]}"),
        ("结算工作簿（XLSX）", "结算汇总、工单明细、扣减依据、质量门、来源", None, "1 份", "批准前与结算单逐项核对"),
        (
            "结算明细",
            f"{len({line['work_order_no'] for line in rows.lines})} 张工单",
            None,
            f"{len(rows.lines)} 行",
            "见工作簿",
        ),
    ]
    sources = _sources(edition, rows.lines)
    for table in _EVIDENCE:
        lines, count = sources.get(table, (0, 0))
        told = f"{lines} / {len(rows.lines)} 行明细以此为据" if count else "没有明细以此为据"
        listed.append(
            (INPUTS[table].label, told, None, f"{count} 行" if count else "无", "" if count else "不适用或未收到")
        )
    grounds = [row for row in rows.deductions if row["applied_amt"]]
    listed.append(
        ("扣减依据", "、".join(row["clause_no"] for row in grounds) or "无扣减", None, f"{len(grounds)} 项", "")
    )
    listed.append(("发票", "由申请单位提供", None, None, ""))
    return listed


def _sources(edition: Edition, lines: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """For each input table: how many lines rest on a row of it, and how many rows they are."""
    ids = pa.array(sorted({line["line_id"] for line in lines}), pa.string())
    table = edition.table("line_source")
    rows = table.filter(pc.is_in(table.column("line_id"), ids)).to_pylist()
    found: dict[str, tuple[set[str], set[tuple[str, int]]]] = {}
    for row in rows:
        decided, received = found.setdefault(row["table_name"], (set(), set()))
        decided.add(row["line_id"])
        received.add((row["file_sha256"], row["row_number"]))
    counts = {name: (len(decided), len(received)) for name, (decided, received) in found.items()}
    return counts | {"delivery": _deliveries(edition, lines)}


def _deliveries(edition: Edition, lines: Sequence[Row]) -> tuple[int, int]:
    """How many lines rest on deliveries that counted, and how many those are; they are kept apart from other rows."""
    fates = edition.table("delivery_fate")
    runs = pa.array(sorted({line["run_id"] for line in lines}), pa.string())
    counted = select(fates.filter(pc.is_in(fates.column("run_id"), runs)), fate="COUNTED").to_pylist()
    works = [(row["run_id"], row["work_order_no"], row["service_period"]) for row in counted]
    keys = [(line["run_id"], line["work_order_no"], line["service_period"]) for line in lines]
    worked, settled = set(works), set(keys)
    return sum(key in worked for key in keys), sum(work in settled for work in works)


def _state(edition: Edition, statement: Statement) -> str:
    return state_of(steps_of(read_entries(edition.home), str(statement.row["settle_no"])))


def _signatures(edition: Edition, statement: Statement) -> list[FormRow]:
    taken = steps_of(read_entries(edition.home), str(statement.row["settle_no"]))
    head = _row("步骤", "办理人", "时间", "说明", None, None, look="head", across=((3, 5),))
    done = [
        _row(
            label(f"approval.act.{step.act}").zh,
            step.by,
            shanghai_time(step.at),
            step.because or None,
            across=((3, 5),),
        )
        for step in taken
    ]
    none = [] if done else [_row("尚未办理任何步骤", across=((0, 5),))]
    blank = "签字（盖章）：　　　　　　　　日期：　　　年　　月　　日"
    return [
        head,
        *done,
        *none,
        *(_row(who, blank, across=((1, 5),)) for who in ("申请单位", "采购方", "监理单位", "财务复核")),
    ]
