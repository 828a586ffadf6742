"""The statement's text as HTML for print; its looks are in statement.css, its bytes are made in statement.py."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from dashboards.labels import basis_label, code_label, label
from dashboards.printing import plain_number, shanghai_time, signed_amount, unit_price, yuan
from dashboards.statements import NOTHING, Statement, Step, steps
from interface.errors import CannotRun
from interface.tables import PUBLISHED

_MOST_LINES = 160  # about five pages; beyond that paper shows the service items and the workbook every line

_ITEM_COLUMNS = ("item_name", "unit_code", "billed_qty", "amount")
_LINE_COLUMNS = (
    *("work_order_no", "item_name", "service_period", "line_type", "provider"),
    *("unit_code", "billed_qty", "unit_price", "amount"),
)
_SHORT = ("work_order_no", "line_type", "kind")

Row = Mapping[str, Any]


def statement_html(
    statement: Statement, *, lines: Sequence[Row], deductions: Sequence[Row], providers: Sequence[Row]
) -> str:
    """The whole statement, Chinese first: parties, steps, words, grounds, lines, providers, signatures, provenance.

    Args:
        statement: What is settled.
        lines: Its rows of ``settlement_line``.
        deductions: Its rows of ``deduction``.
        providers: Its rows of ``provider_settlement``.

    Raises:
        CannotRun: the lines do not add up to the statement's gross.
    """
    run = statement.run
    title = label("statement.title")
    heading = f"{title.zh} {statement.row['settle_no']}"
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(heading)}</title>
<meta name="author" content="衡量 Hengliang">
<meta name="dcterms.created" content="{run.finished_at.isoformat()}">
</head><body>
{_provenance(statement)}
<h1>{title.zh}</h1><p class="subtitle">{title.en}</p>
{_indicative(statement)}
{_facts(statement)}
{_heading("statement.reckoning")}{_steps(statement)}
{_heading("statement.deductions")}{_deductions(deductions)}
{_lines(statement, lines)}
{_heading("statement.providers")}{_providers(providers)}
{_signatures()}
</body></html>"""


def _both(key: str) -> str:
    words = label(key)
    return f'{words.zh}<span class="en">{words.en}</span>'


def _heading(key: str) -> str:
    return f"<h2>{_both(key)}</h2>"


def _indicative(statement: Statement) -> str:
    if statement.run.run_type != "INDICATIVE":
        return ""
    return f'<p class="notice">{_both("statement.indicative")}</p>'


def _provenance(statement: Statement) -> str:
    run = statement.run
    parts = (
        f"{label('statement.settle_no')} {statement.row['settle_no']}",
        f"{label('stamp.run')} {run.run_id}",
        f"{label('stamp.as_of')} {shanghai_time(run.as_of)}",
    )
    hashes = f"{label('statement.outputs_hash')} {run.outputs_hash}"
    lines = (" · ".join(parts[:2]), parts[2], hashes)
    return f'<div class="provenance">{"<br>".join(escape(line) for line in lines)}</div>'


def _facts(statement: Statement) -> str:
    run = statement.run
    kind = code_label(run.run_type)
    facts = [
        ("statement.settle_no", statement.row["settle_no"]),
        ("statement.contract", statement.contract_no),
        ("statement.period", run.period),
        ("statement.run_type", f"{kind.zh} {kind.en}"),
        ("statement.purchaser", statement.row["purchaser_name"]),
        ("statement.operator", statement.row["operator_name"]),
    ]
    cells = [f"<th>{_both(key)}</th><td>{escape(str(value))}</td>" for key, value in facts]
    rows = "".join(f"<tr>{left}{right}</tr>" for left, right in zip(cells[::2], cells[1::2], strict=True))
    return f'<table class="facts">{rows}</table>'


def _steps(statement: Statement) -> str:
    rows = "".join(_step(statement, step) for step in steps([statement]))
    words = escape(str(statement.row["payable_amt_cn"]))
    return (
        f'<table class="steps"><thead><tr><th>{_both("statement.step")}</th><th>{_both("statement.basis")}</th>'
        f'<th class="number">{_both("statement.amount")}</th></tr></thead><tbody>{rows}'
        f'<tr class="words"><th>{_both("statement.in_words")}</th><td colspan="2">{words}</td></tr>'
        f"{_tax(statement)}</tbody></table>"
    )


def _step(statement: Statement, step: Step) -> str:
    name = {"gross_amt": "total", "payable_amt": "payable"}.get(step.key, "")
    amount = yuan(step.amount) if step.is_total else signed_amount(step.amount)
    return (
        f'<tr class="{name}"><td>{_both("step." + step.key)}</td><td class="basis">{_basis(statement, step)}</td>'
        f'<td class="number">{amount}</td></tr>'
    )


def _basis(statement: Statement, step: Step) -> str:
    row = statement.row
    if step.key == "assess_deduct_amt" and row["assessment_score"] is None:
        return _both("step.assess_deduct_amt.no_basis")
    if step.key == "penalty_amt" and not step.amount:
        return _both("step.penalty_amt.no_basis")
    if step.key == "assess_deduct_amt":
        return f"{_both('step.assess_deduct_amt.basis')} {plain_number(row['assessment_score'])}"
    if step.key == "prepay_offset_amt":
        return f"{_both('step.prepay_offset_amt.basis')} {yuan(row['prepay_balance_amt'])}"
    return _both(f"step.{step.key}.basis")


def _tax(statement: Statement) -> str:
    """Ex-tax amount and tax where the contract gives a rate; a contract without one has no such row."""
    row = statement.row
    if row["tax_amt"] is None or row["amt_ex_tax"] is None:
        return ""
    shape = PUBLISHED["settlement"]
    texts = [f"{shape.column(name).label} {signed_amount(row[name])}" for name in ("amt_ex_tax", "tax_amt")]
    return f'<tr><th>{_both("statement.tax")}</th><td colspan="2">{"　".join(texts)}</td></tr>'


def _deductions(rows: Sequence[Row]) -> str:
    if not rows:
        return f'<p class="nothing">{_both("statement.no_deductions")}</p>'
    names = ("clause_no", "kind", "basis", "computed_amt", "capped_amt", "applied_amt")
    return _table("deduction", names, rows)


def _lines(statement: Statement, rows: Sequence[Row]) -> str:
    ordered = sorted(rows, key=lambda row: (row["service_period"], row["work_order_no"], row["item_code"]))
    gross = sum((row["amount"] for row in ordered), NOTHING)
    if gross != statement.row["gross_amt"]:
        raise CannotRun(
            f"The lines of statement {statement.row['settle_no']} add up to {gross}, not to its gross of "
            f"{statement.row['gross_amt']}: no statement is made of them; run `hengliang verify`."
        )
    if len(ordered) > _MOST_LINES:
        count = f"{label('statement.line_count').zh} {len(ordered)}，{_both('statement.items_note')}"
        table = _table("settlement_line", _ITEM_COLUMNS, _by_item(ordered), total=gross)
        return f'{_heading("statement.items")}<p class="nothing">{count}</p>{table}'
    return _heading("statement.lines") + _table("settlement_line", _LINE_COLUMNS, ordered, total=gross)


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
    return _table("provider_settlement", ("provider_name", "amount"), rows)


def _table(name: str, columns: Sequence[str], rows: Sequence[Row], *, total: Decimal | None = None) -> str:
    shape = PUBLISHED[name]
    heads = "".join(
        f'<th class="{_css_class(name, each)}">{escape(shape.column(each).label)}<span class="en">{each}</span></th>'
        for each in columns
    )
    body = "".join(
        "<tr>" + "".join(f'<td class="{_css_class(name, each)}">{_cell(row, each)}</td>' for each in columns) + "</tr>"
        for row in rows
    )
    if total is not None:
        body += (
            f'<tr class="total"><td colspan="{len(columns) - 1}">{_both("statement.total")}</td>'
            f'<td class="number">{signed_amount(total)}</td></tr>'
        )
    return f'<table class="rows"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'


def _cell(row: Row, name: str) -> str:
    value = row[name]
    if name == "item_name" and value in (None, row["item_code"]):
        return escape(row["item_code"])
    if name == "item_name":
        return f'{escape(value)}<br><span class="mark">{escape(row["item_code"])}</span>'
    if name == "basis":
        return escape(basis_label(value))
    if name in ("line_type", "kind"):
        reason = row.get("adjustment_reason")
        words = code_label(value)
        marks = " · ".join([words.en, *([str(code_label(reason))] if reason else [])])
        return f'{escape(words.zh)}<br><span class="mark">{escape(marks)}</span>'
    if value is None:
        return ""
    if isinstance(value, Decimal):
        is_amount = name == "amount" or name.endswith("_amt")
        return signed_amount(value) if is_amount else unit_price(value) if name == "unit_price" else plain_number(value)
    return escape(str(value))


def _css_class(name: str, column: str) -> str:
    kind = PUBLISHED[name].column(column).kind
    if kind.places is not None:
        return "number"
    return "short" if column in _SHORT else "unit" if kind.value[0] in ("month", "code") else "id"


def _signatures() -> str:
    cells = "".join(
        f'<td><span class="who">{label(key).zh}</span><br><span class="en" style="margin:0">{label(key).en}</span>'
        f'<div class="line">{label("statement.seal").zh}：<br>'
        f"{label('statement.signed_on').zh}：　　　年　　月　　日</div></td>"
        for key in ("statement.purchaser", "statement.operator", "statement.supervisor", "statement.finance")
    )
    return f'<table class="signatures"><tr>{cells}</tr></table>'
