"""Parts of which a trace is drawn: facts by their columns, received rows with their text, and tables of ids."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html

from dashboards.grids import cell_text
from dashboards.labels import Label, label
from dashboards.pages.frame import address, both, column_label, plain_table, trace_link
from dashboards.printing import short_hash
from dashboards.traces import Origin
from interface.tables import INPUTS, PUBLISHED, Kind

Row = Mapping[str, Any]

MOST_ROWS = 200
_NUMBERS = (Kind.AMOUNT, Kind.PRICE, Kind.QUANTITY, Kind.SCORE, Kind.RATIO, Kind.COUNT)
_TRACED = ("line_id", "settle_no", "run_id", "work_order_no", "pinned_run_id", "prior_run_id", "finding_no")


def facts(table: str, row: Row, columns: Sequence[str]) -> html.Dl:
    """Cells of one published row, each under its column's label; a blank cell is left out."""
    told = [(column_label(table, name), _cell(table, row, name)) for name in columns if row[name] is not None]
    return html.Dl([html.Div([html.Dt(both(words)), html.Dd(cell)]) for words, cell in told], className="facts")


def rows_table(table: str, rows: Sequence[Row], columns: Sequence[str]) -> html.Div:
    """Published rows as a small table, ids leading to their trace."""
    shape = PUBLISHED[table]
    heads: list[tuple[Label, str]] = [
        (column_label(table, name), "number" if shape.column(name).kind in _NUMBERS else "text") for name in columns
    ]
    shown = [[_cell(table, row, name) for name in columns] for row in rows[:MOST_ROWS]]
    return _cut(plain_table(heads, shown), len(rows))


def origins_table(origins: Sequence[Origin]) -> html.Div:
    """Received rows with their file, place and raw text."""
    heads = [(label("trace.table"), "text"), (label("trace.file"), "text"), (label("trace.raw"), "text raw")]
    rows = [[both(table_words(each.table_name)), place(each), raw_text(each)] for each in origins[:MOST_ROWS]]
    return _cut(plain_table(heads, rows), len(origins))


def place(origin: Origin) -> Any:
    """File, row and SHA-256 of a received row, leading to its own trace, which has the SHA-256 in full."""
    if origin.is_withheld:
        return both(label("trace.withheld"))
    name = origin.file_name or str(label("trace.not_found"))
    link = dcc.Link(f"{name} : {origin.row_number}", href=address("/trace", id=origin.place), title=origin.place)
    return html.Div([link, html.Span(f"SHA-256 {short_hash(origin.file_sha256)}…", className="hash")])


def raw_text(origin: Origin) -> Any:
    """The row as it was received, set as text."""
    return html.Code("" if origin.raw is None else origin.raw, className="raw-text")


def table_words(table_name: str) -> Label:
    """An input table's Chinese label and its name."""
    return Label(INPUTS[table_name].label, table_name)


def _cell(table: str, row: Row, name: str) -> Any:
    text = cell_text(row[name], PUBLISHED[table].column(name))
    return trace_link(row[name]) if name in _TRACED and row[name] is not None else text


def _cut(table: html.Div, count: int) -> html.Div:
    return html.Div([table, both(label("trace.cut"), tag=html.P)]) if count > MOST_ROWS else table
