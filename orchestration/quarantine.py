"""What was set aside: listed, and shown with what to do; nothing is decided here."""

import string
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ingest.known import open_engine, open_known
from ingest.waivers import Waiver, revoked_by, waivers_among
from interface.errors import CannotRun
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import INPUTS

_LEAST_DIGITS = 8
_SENT_AGAIN = "补正后重新报送该行 send the row again, mended"

_WHAT_TO_DO = {
    "Q200": "按表头补齐或删去单元格后重新报送 give the row as many cells as the header has, and send it again",
    "Q204": "先报送所引用的行，本行自动入库；或改正编号后重新报送 "
    "send what it refers to, and it lands by itself; or send it again with the right number",
    "Q205": "报送换算关系，或改用服务项的计量单位重新报送 send the conversion, or the row again in the item's unit",
    "Q208": "补报交付，本行自动入库；或改正验收数量后重新报送 "
    "send the deliveries, and it lands by itself; or send it again with the quantity that was accepted",
    "Q210": "改正时间后重新报送；时间属实的，由两人决定接受 (--do accept) "
    "send it again with the right time; where the time is true, two people may accept it",
    "Q211": "先报送该参与方，本行自动入库 send the party, and the row lands by itself",
    "Q214": "改由数据运营商承担后重新报送；确需由服务商承担的，由两人决定接受 (--do accept) "
    "send it again with the operator as its provider; where it has to be a provider, two people may accept it",
    "Q220": "同一文件中重复的行，只计一行；确认无误的由两人撤回 (--do withdraw) "
    "the file holds it twice and one counts: two people may withdraw this one",
    "Q221": "查清哪一行属实，另一行由两人撤回 (--do withdraw) "
    "find out which row is true, and have two people withdraw the other",
}


@dataclass(frozen=True)
class SetAside:
    """One row of the quarantine; ``rule`` is blank where it cannot be waived, ``closed_by`` where the row is open."""

    table_name: str
    file_name: str
    file_sha256: str
    row_number: int
    reason: str
    raw: str
    message: str
    closed_by: str
    rule: str

    @property
    def address(self) -> str:
        """How commands name the row."""
        return f"{self.file_sha256}:{self.row_number}"

    @property
    def state(self) -> str:
        """Open, mended by a later row, or withdrawn by a waiver."""
        if not self.closed_by:
            return "open"
        return "mended" if ":" in self.closed_by else "withdrawn"


def list_quarantine(home: Home, *, table: str | None, reason: str | None) -> list[str]:
    """Counts by table, reason and file, then the waivers asked for and decided.

    Raises:
        CannotRun: there is no home, or no such table.
    """
    rows = [row for row in set_aside_rows(home, table=table) if reason in (None, row.reason)]
    counts = Counter((row.table_name, row.reason, row.file_name, row.file_sha256) for row in rows)
    states = Counter((row.table_name, row.reason, row.file_name, row.file_sha256, row.state) for row in rows)
    lines = []
    for group in sorted(counts):
        name, code, file_name, file_sha256 = group
        told = " · ".join(
            f"{count:,} {state}" for state in ("open", "mended", "withdrawn") if (count := states[(*group, state)])
        )
        first = next(row for row in rows if (row.table_name, row.reason, row.file_sha256) == (name, code, file_sha256))
        lines.append(f"{name} {code} {file_name}: {told}; first {first.address}")
    waivers = waivers_among(read_entries(home))
    lines += [
        _waiver_line(each, revoked_by(waivers))
        for each in waivers
        if table in (None, each.table_name) and reason in (None, each.reason)
    ]
    return lines or ["Nothing is in quarantine."]


def show_row(home: Home, address: str, *, table: str | None) -> list[str]:
    """One row as received, why it was set aside and what to do.

    Raises:
        CannotRun: no such row is in quarantine, or the address names several.
    """
    row = find_row(set_aside_rows(home, table=table), address)
    shape = INPUTS[row.table_name]
    lines = [
        f"{row.table_name} {shape.label} {row.file_name} line {row.row_number}",
        f"  {row.address}",
        f"  原文 raw: {row.raw}",
        f"  原因 reason: {row.reason} {row.message}",
    ]
    if row.closed_by:
        lines.append(f"  了结于 closed by: {row.closed_by}")
    else:
        lines.append(f"  处理 what to do: {what_to_do(row.reason)}")
    asked = [each for each in waivers_among(read_entries(home)) if is_about(each, row)]
    return lines + [f"  {_waiver_line(each, revoked_by(asked))}" for each in asked]


def set_aside_rows(home: Home, *, table: str | None) -> list[SetAside]:
    """Every row of the quarantine as it stands now, in the order of table, file and line."""
    refuse_no_home(home)
    if table is not None and table not in INPUTS:
        raise CannotRun(f"There is no input table {table!r}: choose one of {', '.join(INPUTS)}.")
    with opened(home) as connection:
        rows = connection.execute(
            """
            select
                quarantined.table_name,
                quarantined.file_name,
                quarantined.file_sha256,
                quarantined.row_number,
                quarantined.reason,
                quarantined.raw,
                quarantined.message,
                coalesce(quarantined.closed_by, ''),
                coalesce(set_aside.rule, '')
            from landing.quarantine as quarantined
            left join landing.set_aside as set_aside using (table_name, file_sha256, row_number)
            where quarantined.table_name = coalesce(?, quarantined.table_name)
            order by quarantined.table_name, quarantined.file_name, quarantined.file_sha256, quarantined.row_number
            """,
            [table],
        ).fetchall()
    return [SetAside(*row) for row in rows]


def what_to_do(reason: str) -> str:
    """One sentence for whoever mends a row set aside for this reason."""
    return _WHAT_TO_DO.get(reason, _SENT_AGAIN)


def find_row(rows: Sequence[SetAside], address: str) -> SetAside:
    """The one row that an address names; CannotRun where it names none or several."""
    sha256, _, number = address.partition(":")
    sha256 = sha256.lower()
    if len(sha256) < _LEAST_DIGITS or not set(sha256) <= set(string.hexdigits) or not number.isdecimal():
        raise CannotRun(f"{address!r} names no row: give FILE_SHA256:LINE, the SHA-256 cut to 8 digits or more.")
    found = [row for row in rows if row.file_sha256.startswith(sha256) and row.row_number == int(number)]
    if not found:
        raise CannotRun(f"Row {address} is not in quarantine: see `hengliang quarantine list`.")
    if len(found) > 1:
        raise CannotRun(f"{address} names {len(found)} rows: give the whole SHA-256, and --table for a workbook.")
    return found[0]


def is_about(waiver: Waiver, row: SetAside) -> bool:
    """Whether a waiver was asked for this row."""
    return (waiver.table_name, waiver.file_sha256, waiver.row_number) == (
        row.table_name,
        row.file_sha256,
        row.row_number,
    )


def _waiver_line(waiver: Waiver, revoked: Mapping[str, str]) -> str:
    state = f"approved by {waiver.decided_by}" if waiver.decided_by else "waits for another person's approval"
    if waiver.waiver_id in revoked:
        state += f", revoked by {revoked[waiver.waiver_id]}"
    act = f"{waiver.act} {waiver.revokes}" if waiver.revokes else waiver.act
    return (
        f"{waiver.waiver_id} {act} {waiver.table_name} {waiver.reason} "
        f"{waiver.file_sha256}:{waiver.row_number}, asked by {waiver.asked_by} ({waiver.because}): {state}"
    )


def refuse_no_home(home: Home) -> None:
    """Refuse a place where nothing was ever received."""
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")


@contextmanager
def opened(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """All that is known now, to be asked."""
    with open_engine(home) as connection:
        open_known(connection, home, as_of=None)
        yield connection
