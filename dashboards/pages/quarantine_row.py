"""One row set aside: its text, why, what to do, and what two people may decide on it, asked for from here."""

from collections.abc import Mapping
from typing import Any

import dash
import pyarrow as pa
from dash import dcc, html

from dashboards.access import Role, may_do, may_open
from dashboards.decisions import Waiver
from dashboards.editions import select
from dashboards.inbox import open_inbox
from dashboards.labels import Label, code_label, label
from dashboards.pages.acts import Render, form, register_act
from dashboards.pages.frame import address, both, card, state
from dashboards.refusals import told_of_row
from dashboards.visits import Visit, VisitOf
from interface.errors import CannotRun
from interface.tables import INPUTS

PATH = "/quarantine"

Row = Mapping[str, Any]


def row_name(row: Row) -> str:
    """How an address names a row: the file's SHA-256, its line and the table."""
    return f"{row['file_sha256']}:{row['row_number']}:{row['table_name']}"


def find_own(rows: pa.Table, name: str) -> Row | None:
    """The row of that name among those that the reader may see; None where there is none."""
    sha256, number, table = [*name.split(":"), "", ""][:3]
    if not (number.isascii() and number.isdigit()):
        return None
    found = select(rows, file_sha256=sha256, table_name=table).to_pylist()
    return next((row for row in found if str(row["row_number"]) == number), None)


def is_about(waiver: Waiver, row: Row) -> bool:
    """Whether a waiver was asked for the row."""
    place = (waiver.table_name, waiver.file_sha256, waiver.row_number)
    return place == (row["table_name"], row["file_sha256"], row["row_number"])


def table_text(name: str) -> str:
    """A table by its Chinese label and its name."""
    return f"{INPUTS[name].label} {name}" if name in INPUTS else name


def state_of(row: Row) -> html.Span:
    """Whether the row is open, with a sign; by what it was closed."""
    key, sign, look = ("open", "!", "warn") if row["closed_by"] is None else ("closed", "✓", "pass")
    words = label(f"quarantine.{key}")
    return html.Span(
        [html.Span(sign, className="sign"), both(words)], className=f"outcome {look}", title=row["closed_by"] or ""
    )


def row_card(visit: Visit, rows: pa.Table, name: str, *, back: str) -> html.Section:
    """The row's part of the page; where the reader has no such row, that there is none."""
    row = find_own(rows, name)
    if row is None:
        return state("state.unknown_row", kind="unknown", choices=[(str(label("quarantine.back")), back)])
    facts = (
        ("quarantine.place", f"{row['file_name']}:{row['row_number']}"),
        ("quarantine.filter.table", table_text(row["table_name"])),
        ("quarantine.filter.contract", row["contract_no"] or str(label("quarantine.nobody_knows"))),
        ("quarantine.filter.work_order", row["work_order_no"] or "–"),
        ("stamp.checksum", f"SHA-256 {row['file_sha256']}"),
        ("quarantine.closed_by", row["closed_by"] or "–"),
    )
    told = html.Dl([html.Div([html.Dt(both(label(key))), html.Dd(value)]) for key, value in facts], className="facts")
    reason = html.P([html.Strong(f"{row['reason']} "), both(code_label(row["reason"], "reason"))])
    trace = []
    if may_open(visit.reader, "/trace"):
        link = address("/trace", id=f"{row['file_sha256']}:{row['row_number']}")
        trace = [dcc.Link(both(label("quarantine.trace")), href=link, className="more")]
    return card(
        "quarantine.row",
        html.Div([state_of(row), told]),
        html.Pre(row["raw"], className="raw-text", tabIndex=0),
        reason,
        html.P(both(told_of_row(row["message"])), className="detail"),
        html.P([both(label("quarantine.to_do")), html.Span(visit.desk.what_to_do(row["reason"]), className="value")]),
        *_decisions(visit, row),
        html.P([*trace, dcc.Link(both(label("quarantine.back")), href=back, className="more")]),
        note=row_name(row).split(":")[0][:12],
    )


def _decisions(visit: Visit, row: Row) -> list[Any]:
    """The forms of what may be asked for; one that is asked already waits among the waivers."""
    if row["closed_by"] is not None or not may_do(visit.reader, "ask_waiver"):
        return []
    asked = {each.act for each in visit.desk.waivers(visit.home) if is_about(each, row) and not each.decided_by}
    parts: list[Any] = [both(label(f"waiver.{act}.waits"), tag=html.P) for act in sorted(asked - {"revoke"})]
    acts = [act for act in (("accept", "withdraw") if row["rule"] else ("withdraw",)) if act not in asked]
    parts += [
        form("ask_waiver", f"{act}|{row_name(row)}", named=f"act.ask_waiver.{act}", says=label(f"waiver.{act}.says"))
        for act in acts
    ]
    return parts if row["rule"] else [*parts, both(label("waiver.accept.cannot"), tag=html.P)]


def register_waivers(app: dash.Dash, visit: VisitOf, render: Render) -> None:
    """Add what asks for waivers, approves and revokes them."""
    register_act(app, visit, render, act="ask_waiver", do=_ask)
    register_act(app, visit, render, act="ask_revocation", do=_ask_revocation)
    register_act(app, visit, render, act="approve_waiver", do=_approve, asks_why=False)


def _ask(visit: Visit, about: str, because: str) -> Label:
    """Only of a row that the reader may see: what a form hands on could name any."""
    act, _, name = about.partition("|")
    if act not in ("accept", "withdraw"):
        raise CannotRun(f"A row is accepted or withdrawn, not {act!r}.")
    row = _own(visit, name)
    place = f"{row['file_sha256']}:{row['row_number']}"
    asked = visit.desk.ask_waiver(visit.home, place, row["table_name"], act, because, visit.reader.person)
    return _said(asked, "waiver.was_asked")


def _ask_revocation(visit: Visit, about: str, because: str) -> Label:
    _of_own_row(visit, about)
    return _said(visit.desk.ask_revocation(visit.home, about, because, visit.reader.person), "waiver.was_asked")


def _approve(visit: Visit, about: str, _because: str) -> Label:
    _of_own_row(visit, about)
    return _said(visit.desk.approve_waiver(visit.home, about, visit.reader.person), "waiver.was_approved")


def _own(visit: Visit, name: str) -> Row:
    row = find_own(open_inbox(visit.home, visit.reader).table("quarantine"), name)
    if row is None:
        raise CannotRun(f"Row {name} is not among those set aside that are yours: look at the quarantine again.")
    return row


def _of_own_row(visit: Visit, waiver_id: str) -> None:
    for each in visit.desk.waivers(visit.home):
        if each.waiver_id == waiver_id:
            # An accepted row landed and is not set aside any more; only somebody who sees every row can tell of it.
            if visit.reader.role is Role.OPERATOR:
                _own(visit, f"{each.file_sha256}:{each.row_number}:{each.table_name}")
            return
    raise CannotRun(f"There is no waiver {waiver_id}: look at the quarantine again.")


def _said(waiver: Waiver, key: str) -> Label:
    words = label(key)
    return Label(f"{waiver.waiver_id} {words.zh}", f"{waiver.waiver_id} {words.en}")
