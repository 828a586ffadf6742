"""Quarantine (隔离区): rows set aside with their raw text, what to do and who decides, and files; needs no edition."""

from collections.abc import Mapping
from typing import Any

import dash
import pyarrow as pa
import pyarrow.compute as pc
from dash import dcc, html

from dashboards.access import may_read
from dashboards.grids import grid
from dashboards.inbox import Inbox, open_inbox
from dashboards.labels import code_label, label
from dashboards.pages.filters import pickers, register_pickers
from dashboards.pages.frame import address, both, card, file_buttons, grounds, heading, permalink, plain_table, state
from dashboards.pages.quarantine_row import PATH as PATH
from dashboards.pages.quarantine_row import register_waivers, row_card, row_name, state_of, table_text
from dashboards.pages.quarantine_waivers import waivers_card
from dashboards.printing import short_hash
from dashboards.received import FILTERS, STATES, UnknownFilter, narrowed, values_of
from dashboards.refusals import told_of_row
from dashboards.visits import Visit, VisitOf
from interface.tables import PUBLISHED

_PAGE_ROWS = 50
_MOST_SHOWN = 160  # characters of a raw text in the list; the row's own part shows all of it
_FILE_COLUMNS = (
    *("file_name", "table_name", "rows_read", "rows_landed", "rows_duplicate", "rows_quarantined"),
    *("landed_at", "refusal", "warnings", "file_sha256"),
)
_FILE_WIDTHS = {
    "file_name": 220,
    "table_name": 260,
    "landed_at": 210,
    "refusal": 320,
    "warnings": 220,
    "file_sha256": 240,
}


def render(visit: Visit) -> list[Any]:
    """The newest report of what was received, narrowed by the address, fifty rows at a time.

    The address may give ``reason``, ``table``, ``file``, ``contract``, ``state`` (open or closed), ``page`` and
    ``row``, whose part stands above the list.

    Raises:
        NothingReceived: nothing was ingested yet.
        CannotRun: the ledger or the report is damaged.
    """
    inbox = open_inbox(visit.home, visit.reader)
    whole = inbox.table("quarantine")
    if whole.num_rows == 0:
        key = "state.empty_quarantine" if may_read(visit.reader, "ingest_file") else "state.no_own_row"
        return [heading("page.quarantine"), state(key, kind="empty"), *_received(inbox)]
    try:
        rows = narrowed(whole, visit.query)
    except UnknownFilter as unknown:
        choices = [(str(code_label(each, unknown.name)), _link({}, unknown.name, each)) for each in unknown.choices]
        return [heading("page.quarantine"), state("state.unknown_view", kind="unknown", choices=choices[:40])]
    kept = {name: visit.query.get(name) for name in (*FILTERS, "state")}
    row = visit.query.get("row")
    return [
        heading("page.quarantine"),
        _stamp(inbox),
        _summary(whole),
        both(label("quarantine.what_to_do"), tag=html.P),
        *([row_card(visit, whole, row, back=address(PATH, **kept))] if row else []),
        *waivers_card(visit, whole),
        _filters(whole, kept),
        html.Div(_by_reason(rows, kept), className="narrow"),
        _list(rows, kept, visit.query.get("page") or "1"),
        *_received(inbox),
        grounds(
            "settlement.grounds",
            "quarantine.grounds.fates",
            "quarantine.grounds.whose",
            "quarantine.grounds.decisions",
        ),
    ]


def register(app: dash.Dash, visit: VisitOf) -> None:
    """Add the callbacks of the filters and of the waivers."""
    register_waivers(app, visit, render)
    register_pickers(app, "quarantine", PATH, (*FILTERS, "state"))


def _link(kept: Mapping[str, str | None], name: str, value: str) -> str:
    return address(PATH, **{**kept, name: value})


def _stamp(inbox: Inbox) -> html.Dl:
    """The report behind the page; it is of no edition."""
    facts = (
        ("stamp.report", inbox.folder.name),
        ("stamp.checksum", f"SHA-256 {short_hash(inbox.files.get('quarantine.parquet', ''))}…"),
    )
    return html.Dl([html.Div([html.Dt(both(label(key))), html.Dd(value)]) for key, value in facts], className="stamp")


def _summary(whole: pa.Table) -> html.P:
    is_open = int(pc.sum(pc.is_null(whole.column("closed_by"))).as_py() or 0)
    counts = (("quarantine.open", is_open, "open"), ("quarantine.closed", whole.num_rows - is_open, "closed"))
    links = [
        dcc.Link([html.Strong(f"{count:,} "), both(label(key))], href=address(PATH, state=which))
        for key, count, which in counts
    ]
    return html.P(links, className="key")


def _filters(whole: pa.Table, kept: Mapping[str, str | None]) -> html.Div:
    texts = {"table": table_text, "reason": _reason_text}
    picks = [
        html.Label(
            [
                both(label(f"quarantine.filter.{name}")),
                dcc.Dropdown(
                    [{"label": texts.get(name, str)(each), "value": each} for each in values_of(whole, name)],
                    kept[name],
                    id=f"quarantine-{name}",
                    placeholder=str(label("filter.all")),
                    className="pick pick-wide",
                ),
            ]
        )
        for name in FILTERS
    ]
    states = [{"label": str(label(f"quarantine.{each}")), "value": each} for each in STATES]
    chosen = dcc.Dropdown(
        states, kept["state"], id="quarantine-state", placeholder=str(label("filter.all")), className="pick"
    )
    exports = file_buttons("quarantine", both(label("action.export")), **kept)[::-1]  # the workbook first
    return pickers(
        "quarantine",
        kept,
        *picks,
        html.Label([both(label("stamp.status")), chosen]),
        html.Div(exports, className="exports"),
        permalink(address(PATH, **kept)),
    )


def _reason_text(code: str) -> str:
    words = code_label(code, "reason")
    return code if words.zh == code else f"{code} {words.zh}"


def _by_reason(rows: pa.Table, kept: Mapping[str, str | None]) -> html.Section:
    heads = [
        (label("quarantine.reason"), "id"),
        (label("quarantine.meaning"), "text"),
        (label("quarantine.count"), "number"),
    ]
    counts = [(each["values"], each["counts"]) for each in rows.column("reason").value_counts().to_pylist()]
    cells = [
        [dcc.Link(code, href=_link(kept, "reason", code)), both(code_label(code, "reason"), tag=html.Div), f"{count:,}"]
        for code, count in sorted(counts, key=lambda each: (-each[1], each[0]))
    ]
    return card("quarantine.by_reason", plain_table(heads, cells))


def _list(rows: pa.Table, kept: Mapping[str, str | None], page: str) -> html.Section:
    """One page of rows: a hundred thousand of them would be too much for a browser and for whoever reads."""
    if rows.num_rows == 0:
        return card("quarantine.rows", both(label("quarantine.none_left"), tag=html.P))
    pages = -(-rows.num_rows // _PAGE_ROWS)
    number = min(int(page), pages) if page.isascii() and page.isdigit() and int(page) else 1
    first = (number - 1) * _PAGE_ROWS
    shown = rows.slice(first, _PAGE_ROWS).to_pylist()
    heads = [
        (label("quarantine.place"), "text"),
        (label("quarantine.filter.contract"), "text"),
        (label("quarantine.reason"), "text"),
        (label("quarantine.raw"), "text raw"),
        (label("stamp.status"), "text"),
    ]
    ways = [("quarantine.before", number - 1)] if number > 1 else []
    ways += [("quarantine.after", number + 1)] if number < pages else []
    links = [
        dcc.Link(both(label(key)), href=address(PATH, **kept, page=str(to)), className="button") for key, to in ways
    ]
    told = html.Span(f"{first + 1:,}–{first + len(shown):,} / {rows.num_rows:,} {label('settlement.rows')}")
    return card(
        "quarantine.rows",
        plain_table(heads, [_row(each, kept, number) for each in shown]),
        html.Div([told, *links], className="switch pages"),
        note=f"{rows.num_rows:,} {label('settlement.rows')}",
    )


def _row(row: Mapping[str, Any], kept: Mapping[str, str | None], number: int) -> list[Any]:
    raw = row["raw"] if len(row["raw"]) <= _MOST_SHOWN else f"{row['raw'][:_MOST_SHOWN]}…"
    link = address(PATH, **kept, page=str(number), row=row_name(row))
    return [
        html.Div(
            [dcc.Link(f"{row['file_name']}:{row['row_number']}", href=link), html.Span(table_text(row["table_name"]))],
            className="spot",
        ),
        html.Div(
            [
                html.Div(row["contract_no"] or "–", className="id"),
                html.Div(row["work_order_no"] or "", className="code"),
            ]
        ),
        html.Div(
            [
                html.Strong(f"{row['reason']} "),
                both(code_label(row["reason"], "reason")),
                html.Span(both(told_of_row(row["message"])), className="code"),
            ]
        ),
        html.Code(raw),
        state_of(row),
    ]


def _received(inbox: Inbox) -> list[html.Section]:
    """The files, which nobody can tell whose they are: not for an operator."""
    if not may_read(inbox.reader, "ingest_file"):
        return []
    files = inbox.table("ingest_file")
    shape = PUBLISHED["ingest_file"]
    shown = grid(files, shape, columns=_FILE_COLUMNS, name="files", widths=_FILE_WIDTHS, pinned={"file_name": "left"})
    return [card("quarantine.files", shown, note=f"{files.num_rows:,} {label('settlement.rows')}")]
