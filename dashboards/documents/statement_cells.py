"""Pieces of HTML that a statement's sections are made of: bilingual words, headings, tables and their cells."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import Any

from dashboards.labels import basis_label, code_label, label
from dashboards.printing import plain_number, signed_amount, unit_price
from interface.tables import PUBLISHED, Kind

Row = Mapping[str, Any]

_SHORT = ("work_order_no", "line_type", "kind", "service_period")


def both(key: str) -> str:
    """A label in both languages, English smaller."""
    words = label(key)
    return f'{words.zh}<span class="en">{words.en}</span>'


def heading(key: str) -> str:
    """The title of a section."""
    return f"<h2>{both(key)}</h2>"


def words(key: str) -> str:
    """A sentence in place of a table."""
    return f'<p class="nothing">{both(key)}</p>'


def table(
    name: str,
    columns: Sequence[str],
    rows: Sequence[Row],
    *,
    totals: Mapping[str, Decimal] | None = None,
    caption: str = "",
) -> str:
    """Rows of a published table under its headings; sums of the columns named stand in a last row.

    Args:
        name: The published table.
        columns: Which of its columns, in this order; the first is not one that is summed.
        rows: Its rows, in this order.
        totals: Sum in yuan by column.
        caption: What the rows have in common, as HTML.
    """
    shape = PUBLISHED[name]
    heads = "".join(
        f'<th class="{_css_class(name, each)}">{escape(shape.column(each).label)}<span class="en">{each}</span></th>'
        for each in columns
    )
    body = "".join(
        "<tr>" + "".join(f'<td class="{_css_class(name, each)}">{_cell(row, each)}</td>' for each in columns) + "</tr>"
        for row in rows
    )
    above = f"<caption>{caption}</caption>" if caption else ""
    last = _sums(columns, totals) if totals else ""
    return f'<table class="rows">{above}<thead><tr>{heads}</tr></thead><tbody>{body}{last}</tbody></table>'


def _sums(columns: Sequence[str], totals: Mapping[str, Decimal]) -> str:
    first = next(place for place, name in enumerate(columns) if name in totals)
    cells = "".join(
        f'<td class="number">{signed_amount(totals[name]) if name in totals else ""}</td>' for name in columns[first:]
    )
    return f'<tr class="total"><td colspan="{first}">{both("statement.total")}</td>{cells}</tr>'


def _cell(row: Row, name: str) -> str:
    value = row[name]
    if name == "item_name" and value in (None, row["item_code"]):
        return escape(row["item_code"])
    if name == "item_name":
        return _marked(value, row["item_code"])
    if name == "basis":
        return _basis(row)
    if name in ("line_type", "kind", "reason"):
        found = code_label(value, name)
        reason = row.get("adjustment_reason")
        return _marked(found.zh, " · ".join([found.en, *([str(code_label(reason))] if reason else [])]))
    if name == "pinned_run_id" and value is None:
        return both("statement.never_settled")
    if value is None:
        return ""
    if isinstance(value, Decimal):
        is_amount = name.endswith(("amount", "_amt"))
        return signed_amount(value) if is_amount else unit_price(value) if name == "unit_price" else plain_number(value)
    return escape(f"{value:,}" if isinstance(value, int) else str(value))


def _basis(row: Row) -> str:
    """What a deduction rests on; one that gives way to another clause says so, as its zero would not explain itself."""
    text = escape(basis_label(row["basis"]))
    if not row["gives_way_to"]:
        return text
    way = label("statement.gives_way")
    return f'{text}<br><span class="mark">{way.zh} {escape(row["gives_way_to"])} · {way.en}</span>'


def _marked(text: str, mark: str) -> str:
    if not mark:
        return escape(text)
    return f'{escape(text)}<br><span class="mark">{escape(mark)}</span>'


def _css_class(name: str, column: str) -> str:
    kind = PUBLISHED[name].column(column).kind
    if kind.places is not None or kind is Kind.COUNT:
        return "number"
    return "short" if column in _SHORT else "unit" if kind in (Kind.MONTH, Kind.CODE) else "id"
