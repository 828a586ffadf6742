"""The statement's text as HTML for print; its looks are in statement.css, its bytes are made in statement.py."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from dashboards.documents import statement_accounts as accounts
from dashboards.documents.statement_cells import Row, both, heading, table, words
from dashboards.documents.statement_rows import StatementRows
from dashboards.labels import code_label, label
from dashboards.periods import period_text
from dashboards.printing import shanghai_time, signed_amount, yuan
from dashboards.statements import NOTHING, Statement, Step, steps
from dashboards.step_bases import basis_of
from interface.tables import PUBLISHED

_MOST_LINES = 160  # about five pages; beyond that paper shows the service items and the workbook every line

_ITEM_COLUMNS = ("item_name", "unit_code", "billed_qty", "amount")
_LINE_COLUMNS = (
    *("work_order_no", "item_name", "service_period", "line_type", "provider"),
    *("unit_code", "billed_qty", "unit_price", "amount"),
)


def statement_html(statement: Statement, rows: StatementRows) -> str:
    """The whole statement, Chinese first: parties, steps, words, grounds, lines, accounts, signatures, provenance."""
    run = statement.run
    title = label("statement.title_annual" if statement.is_annual else "statement.title")
    name = f"{title.zh} {statement.row['settle_no']}"
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(name)}</title>
<meta name="author" content="衡量 Hengliang">
<meta name="dcterms.created" content="{run.finished_at.isoformat()}">
</head><body>
{_provenance(statement)}
<h1>{title.zh}</h1><p class="subtitle">{title.en}</p>
{_indicative(statement)}
{accounts.overrides(rows)}
{_facts(statement)}
{heading("statement.reckoning")}{_steps(statement)}
{heading("statement.deductions")}{_deductions(rows.deductions)}
{accounts.months(rows)}
{_lines(rows.lines)}
{_providers(rows.providers)}
{accounts.differences(rows)}
{accounts.ledgers(rows)}
{_signatures()}
</body></html>"""


def _indicative(statement: Statement) -> str:
    if statement.run.run_type != "INDICATIVE":
        return ""
    return f'<p class="notice">{both("statement.indicative")}</p>'


def _provenance(statement: Statement) -> str:
    run = statement.run
    parts = (
        f"{label('statement.settle_no')} {statement.row['settle_no']}",
        f"{label('stamp.run')} {run.run_id}",
        f"{label('stamp.as_of')} {shanghai_time(run.as_of)}",
        f"{label('statement.prepared_by')} {run.prepared_by or label('statement.no_amount')}",
    )
    hashes = f"{label('statement.outputs_hash')} {run.outputs_hash}"
    lines = (" · ".join(parts[:2]), " · ".join(parts[2:]), hashes)
    return f'<div class="provenance">{"<br>".join(escape(line) for line in lines)}</div>'


def _facts(statement: Statement) -> str:
    run = statement.run
    kind = code_label(run.run_type)
    facts = [
        ("statement.settle_no", statement.row["settle_no"]),
        ("statement.contract", statement.contract_no),
        ("statement.period", period_text(run.period)),
        ("statement.run_type", f"{kind.zh} {kind.en}"),
        ("statement.purchaser", statement.row["purchaser_name"]),
        ("statement.operator", statement.row["operator_name"]),
    ]
    cells = [f"<th>{both(key)}</th><td>{escape(str(value))}</td>" for key, value in facts]
    rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return f'<table class="facts">{rows}</table>'


def _steps(statement: Statement) -> str:
    rows = "".join(_step(statement, step) for step in steps([statement]))
    in_words = escape(str(statement.row["payable_amt_cn"]))
    return (
        f'<table class="steps"><thead><tr><th>{both("statement.step")}</th><th>{both("statement.basis")}</th>'
        f'<th class="number">{both("statement.amount")}</th></tr></thead><tbody>{rows}'
        f'<tr class="words"><th>{both("statement.in_words")}</th><td colspan="2">{in_words}</td></tr>'
        f"{_tax(statement)}</tbody></table>"
    )


def _step(statement: Statement, step: Step) -> str:
    name = {"gross_amt": "total", "payable_amt": "payable"}.get(step.key, "")
    amount = yuan(step.amount) if step.is_total else signed_amount(step.amount)
    key, figure = basis_of(statement, step)
    basis = f"{both(key)} {figure}".strip()
    return (
        f'<tr class="{name}"><td>{both("step." + step.key)}</td><td class="basis">{basis}</td>'
        f'<td class="number">{amount}</td></tr>'
    )


def _tax(statement: Statement) -> str:
    """Ex-tax amount and tax where the contract gives a rate; a contract without one has no such row."""
    row = statement.row
    if row["tax_amt"] is None or row["amt_ex_tax"] is None:
        return ""
    shape = PUBLISHED["settlement"]
    texts = [f"{shape.column(name).label} {signed_amount(row[name])}" for name in ("amt_ex_tax", "tax_amt")]
    return f'<tr><th>{both("statement.tax")}</th><td colspan="2">{"　".join(texts)}</td></tr>'


def _deductions(rows: Sequence[Row]) -> str:
    if not rows:
        return words("statement.no_deductions")
    names = ("clause_no", "kind", "basis", "computed_amt", "capped_amt", "applied_amt")
    return table("deduction", names, rows)


def _lines(rows: Sequence[Row]) -> str:
    if not rows:
        return heading("statement.lines") + words("state.empty_lines")
    ordered = sorted(rows, key=lambda row: (row["service_period"], row["work_order_no"], row["item_code"]))
    sums = {"amount": sum((row["amount"] for row in ordered), NOTHING)}
    if len(ordered) > _MOST_LINES:
        count = f"{label('statement.line_count').zh} {len(ordered):,}，{both('statement.items_note')}"
        items = table("settlement_line", _ITEM_COLUMNS, _by_item(ordered), totals=sums)
        return f'{heading("statement.items")}<p class="nothing">{count}</p>{items}'
    return heading("statement.lines") + table("settlement_line", _LINE_COLUMNS, ordered, totals=sums)


def _by_item(rows: Iterable[Row]) -> list[Row]:
    items: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        item = items.setdefault(
            (row["item_code"], row["unit_code"]), {**row, "billed_qty": Decimal(0), "amount": NOTHING}
        )
        item["billed_qty"] += row["billed_qty"]
        item["amount"] += row["amount"]
    return [items[key] for key in sorted(items)]


def _providers(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    sums = {"amount": sum((row["amount"] for row in rows), NOTHING)}
    section = table("provider_settlement", ("provider_name", "amount"), rows, totals=sums)
    return heading("statement.providers") + section


def _signatures() -> str:
    cells = "".join(
        f'<td><span class="who">{label(key).zh}</span><br><span class="en" style="margin:0">{label(key).en}</span>'
        f'<div class="line">{label("statement.seal").zh}：<br>'
        f"{label('statement.signed_on').zh}：　　　年　　月　　日</div></td>"
        for key in ("statement.purchaser", "statement.operator", "statement.supervisor", "statement.finance")
    )
    return f'<table class="signatures"><tr>{cells}</tr></table>'
