"""Waivers of rows set aside: those that wait with a form to approve, those that hold with one to revoke."""

from typing import Any

import pyarrow as pa
from dash import dcc, html

from dashboards.access import Role, may_do
from dashboards.decisions import Waiver
from dashboards.labels import Label, label
from dashboards.pages.acts import form
from dashboards.pages.frame import address, both, card, plain_table
from dashboards.pages.quarantine_row import PATH, find_own, table_text
from dashboards.printing import shanghai_time
from dashboards.visits import Visit
from interface.people import is_same_person

_MOST = 50


def waivers_card(visit: Visit, rows: pa.Table) -> list[html.Section]:
    """The newest waivers of rows that the reader may see, those that wait first; nothing where there is none.

    Args:
        visit: Whose page.
        rows: The rows set aside that the reader may see.
    """
    waivers = [each for each in visit.desk.waivers(visit.home) if _may_see(visit, rows, each)]
    if not waivers:
        return []
    ended = {each.revokes for each in waivers if each.revokes and each.decided_by}
    asked = {each.revokes for each in waivers if each.revokes}
    waiting = [each for each in reversed(waivers) if not each.decided_by]
    shown = [*waiting, *(each for each in reversed(waivers) if each.decided_by)][:_MOST]
    heads = [
        (label("waiver.number"), "id"),
        (label("quarantine.place"), "text"),
        (label("waiver.act"), "text"),
        (label("act.asked"), "text"),
        (label("stamp.status"), "text"),
    ]
    cells = [
        [
            each.waiver_id,
            _place(each),
            both(label(f"waiver.{each.act}"), tag=html.Div),
            f"{each.asked_by}：{each.because}",
            [both(_state(each, ended), tag=html.P), *_forms(visit, each, asked)],
        ]
        for each in shown
    ]
    return [card("waiver.all", plain_table(heads, cells), note=f"{len(waiting):,} {label('act.waiting')}")]


def _may_see(visit: Visit, rows: pa.Table, waiver: Waiver) -> bool:
    """A waiver quotes its row, so an operator sees only those of its own rows."""
    if visit.reader.role is not Role.OPERATOR:
        return True
    return find_own(rows, f"{waiver.file_sha256}:{waiver.row_number}:{waiver.table_name}") is not None


def _place(waiver: Waiver) -> html.Div:
    name = f"{waiver.file_sha256}:{waiver.row_number}:{waiver.table_name}"
    text = f"{waiver.file_sha256[:12]}…:{waiver.row_number}"
    return html.Div(
        [dcc.Link(text, href=address(PATH, row=name)), html.Span(table_text(waiver.table_name))], className="spot"
    )


def _state(waiver: Waiver, ended: set[str]) -> Label:
    if not waiver.decided_by:
        return label("waiver.waits")
    words = label("waiver.revoked" if waiver.waiver_id in ended else "waiver.approved")
    at = shanghai_time(waiver.decided_at) if waiver.decided_at else ""
    return Label(f"{waiver.decided_by} {words.zh} {at}", f"{words.en} {waiver.decided_by}")


def _forms(visit: Visit, waiver: Waiver, asked: set[str]) -> list[Any]:
    if waiver.decided_by:
        if waiver.act == "revoke" or waiver.waiver_id in asked or not may_do(visit.reader, "ask_revocation"):
            return []
        return [form("ask_revocation", waiver.waiver_id, says=label("waiver.revoke.says"))]
    if not may_do(visit.reader, "approve_waiver"):
        return []
    if is_same_person(waiver.asked_by, visit.reader.person):
        return [both(label("act.another_person"), tag=html.P)]
    return [form("approve_waiver", waiver.waiver_id, says=label(f"waiver.{waiver.act}.approves"), asks_why=False)]
