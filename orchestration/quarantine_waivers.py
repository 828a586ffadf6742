"""Decisions of two people on rows set aside: asked, approved, revoked; figures change with the next run."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.decided import REPORT
from ingest.known import open_engine, open_known
from ingest.reports import write_report
from ingest.tracing import find_identity
from ingest.waivers import (
    ACCEPT,
    REVOKE,
    WITHDRAW,
    Waiver,
    approve_waiver,
    ask_waiver,
    revoked_by,
    waivers_among,
)
from interface.errors import CannotRun
from interface.ledger import Entry, Writer, read_entries, writing
from interface.paths import Home
from interface.people import given_text
from orchestration.quarantine import SetAside, find_row, is_about, refuse_no_home, set_aside_rows


def ask(home: Home, address: str, *, act: str, because: str, by: str, table: str | None) -> Waiver:
    """Ask for a waiver of one row; it holds once another person approves it.

    Raises:
        CannotRun: no such row is open, the act does not fit it, it is asked already, or a text is missing.
    """
    refuse_no_home(home)
    because, by = given_text(because, "--reason"), given_text(by, "--by")
    with writing(home) as ledger:
        row = find_row(set_aside_rows(home, table=table), address)
        _refuse_unfit(row, act)
        for each in waivers_among(read_entries(home)):
            if is_about(each, row) and not each.decided_by and each.act == act:
                raise CannotRun(f"Waiver {each.waiver_id} of {each.asked_by} asks this already: have it approved.")
        key, digest = _identity(home, row)
        return ask_waiver(
            ledger,
            Waiver(
                waiver_id="",
                act=act,
                table_name=row.table_name,
                file_name=row.file_name,
                file_sha256=row.file_sha256,
                row_number=row.row_number,
                reason=row.reason,
                rule=row.rule if act == ACCEPT else "",
                message=row.message,
                raw=row.raw,
                row_key=key,
                row_hash=digest,
                because=because,
                asked_by=by,
                asked_at="",
            ),
        )


def ask_revocation(home: Home, waiver_id: str, *, because: str, by: str) -> Waiver:
    """Ask that a waiver hold no more; it still does until another person approves.

    Raises:
        CannotRun: no such waiver holds, it is asked already, or a text is missing.
    """
    refuse_no_home(home)
    because, by = given_text(because, "--reason"), given_text(by, "--by")
    with writing(home) as ledger:
        waivers = waivers_among(read_entries(home))
        waiver = _waiver(waivers, waiver_id)
        _refuse_not_holding(waivers, waiver)
        for each in waivers:
            if each.revokes == waiver_id and not each.decided_by:
                raise CannotRun(f"Waiver {each.waiver_id} of {each.asked_by} asks this already: have it approved.")
        asked = replace(
            waiver, act=REVOKE, revokes=waiver_id, because=because, asked_by=by, decided_by="", decided_at=None
        )
        return ask_waiver(ledger, asked)


def approve(home: Home, waiver_id: str, *, by: str) -> Waiver:
    """Approve a waiver as a second person; the quarantine's report is written anew.

    Raises:
        CannotRun: no such waiver waits, the same person asked, or the row is not set aside any more as it was.
    """
    refuse_no_home(home)
    by = given_text(by, "--by")
    with writing(home) as ledger:
        entries = read_entries(home)
        waivers = waivers_among(entries)
        waiver = _waiver(waivers, waiver_id)
        if waiver.decided_by and not _is_reported(entries, waiver):
            _report(home, ledger)  # whoever approved it was stopped before
        if waiver.revokes:
            _refuse_not_holding(waivers, _waiver(waivers, waiver.revokes))
        elif not waiver.decided_by:
            _refuse_changed(set_aside_rows(home, table=waiver.table_name), waiver)
        waiver = approve_waiver(ledger, waiver, by=by)
        _report(home, ledger)
        return waiver


def _waiver(waivers: Sequence[Waiver], waiver_id: str) -> Waiver:
    for each in waivers:
        if each.waiver_id == waiver_id:
            return each
    raise CannotRun(f"There is no waiver {waiver_id}: see `hengliang quarantine list`.")


def _refuse_not_holding(waivers: Sequence[Waiver], waiver: Waiver) -> None:
    if waiver.act == REVOKE or not waiver.decided_by:
        raise CannotRun(f"Waiver {waiver.waiver_id} is not one that holds: there is nothing to revoke.")
    if waiver.waiver_id in (revoked := revoked_by(waivers)):
        raise CannotRun(f"Waiver {waiver.waiver_id} was revoked already, by {revoked[waiver.waiver_id]}.")


def _refuse_unfit(row: SetAside, act: str) -> None:
    if row.closed_by:
        raise CannotRun(f"Row {row.address} is closed already, by {row.closed_by}: nothing is left to decide.")
    if act == WITHDRAW or row.rule:
        return
    if row.reason in ("Q210", "Q214") and row.table_name != "contract":
        raise CannotRun(f"Another row with the key of {row.address} counts: accepting this one would contradict it.")
    raise CannotRun(
        "Only a row that lies before its order's start or outside the contract's service (Q210), or reserved work of a "
        f"provider (Q214), can be accepted, and this one is {row.reason}: send it again, mended, or withdraw it."
    )


def _refuse_changed(rows: Sequence[SetAside], waiver: Waiver) -> None:
    for row in rows:
        is_as_asked = row.reason == waiver.reason and (waiver.act == WITHDRAW or row.rule == waiver.rule)
        if is_about(waiver, row) and is_as_asked and not row.closed_by:
            return
    raise CannotRun(
        f"Row {waiver.file_sha256}:{waiver.row_number} is no longer set aside as it was when waiver {waiver.waiver_id} "
        "was asked: look at it again with `hengliang quarantine show`."
    )


def _identity(home: Home, row: SetAside) -> tuple[str | None, str | None]:
    """Key and digest of the row's content; nothing where its cells cannot be read."""
    found = find_identity(home, table_name=row.table_name, file_sha256=row.file_sha256, row_number=row.row_number)
    return found or (None, None)


def _is_reported(entries: Sequence[Entry], waiver: Waiver) -> bool:
    """Whether a report was written since the waiver was decided on."""
    return any(entry.kind == REPORT and entry.at > (waiver.decided_at or entry.at) for entry in entries)


def _report(home: Home, ledger: Writer) -> None:
    with open_engine(home) as connection:
        write_report(connection, home, ledger, open_known(connection, home, as_of=None, reads_rows=False))
