"""Quarantine (隔离区): rows set aside with their raw text, by reason, and the files received; needs no edition."""

from collections import Counter
from typing import Any

from dash import html

from dashboards.editions import open_inbox
from dashboards.grids import grid
from dashboards.labels import label
from dashboards.pages.frame import both, card, heading, plain_table, state
from dashboards.visits import Visit
from interface.tables import PUBLISHED

PATH = "/quarantine"

_ROW_COLUMNS = ("file_name", "row_number", "table_name", "reason", "message", "raw", "closed_by", "file_sha256")
_PINNED = {"file_name": "left"}
_ROW_WIDTHS = {
    "message": 340,
    "raw": 440,
    "file_name": 180,
    "reason": 230,
    "closed_by": 240,
    "file_sha256": 240,
    "row_number": 110,
    "table_name": 260,
}
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
    "closed_by": 240,
    "file_sha256": 240,
}


def render(visit: Visit) -> list[Any]:
    """The newest report of what was received, whole: the grid's own filters narrow it.

    Raises:
        NothingReceived: nothing was ingested yet.
        CannotRun: the ledger or the report is damaged.
    """
    inbox = open_inbox(visit.home, visit.reader)
    set_aside, files = inbox.table("quarantine"), inbox.table("ingest_file")
    received = card(
        "quarantine.files",
        grid(files, PUBLISHED["ingest_file"], columns=_FILE_COLUMNS, name="files", widths=_FILE_WIDTHS, pinned=_PINNED),
        note=f"{files.num_rows:,} {label('settlement.rows')}",
    )
    if set_aside.num_rows == 0:
        return [heading("page.quarantine"), state("state.empty_quarantine", kind="empty"), received]
    reasons = Counter(set_aside.column("reason").to_pylist())
    heads = [(label("quarantine.reason"), "text"), (label("quarantine.count"), "number")]
    counts = [[reason, f"{count:,}"] for reason, count in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))]
    rows = grid(
        set_aside, PUBLISHED["quarantine"], columns=_ROW_COLUMNS, name="quarantine", widths=_ROW_WIDTHS, pinned=_PINNED
    )
    export = html.A(
        [both(label("action.export")), html.Span("XLSX", className="kind")],
        href="/download/quarantine.xlsx",
        className="button",
    )
    return [
        heading("page.quarantine"),
        both(label("quarantine.what_to_do"), tag=html.P),
        html.Div(html.Div(export, className="exports"), className="filters"),
        html.Div(card("quarantine.by_reason", plain_table(heads, counts)), className="narrow"),
        card("quarantine.rows", rows, note=f"{set_aside.num_rows:,} {label('settlement.rows')}"),
        received,
    ]
