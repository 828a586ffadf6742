"""What was set aside: listed, shown with what to do, and decided on by two people; figures change with the next run."""

import string
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import duckdb

from ingest.batches import rows_file
from ingest.fates import as_pattern
from ingest.known import open_engine, open_known
from ingest.reports import write_report
from ingest.waivers import ACCEPT, WITHDRAW, Waiver, approve_waiver, ask_waiver, waivers_among
from interface.errors import CannotRun
from interface.ledger import Writer, read_entries, writing
from interface.paths import Home
from interface.tables import INPUTS

_LEAST_DIGITS = 8
_MOST_CHARACTERS = 500
_SENT_AGAIN = "补正后重新报送该行 send the row again, mended"

_WHAT_TO_DO = {
    "Q200": "按表头补齐或删去单元格后重新报送 give the row as many cells as the header has, and send it again",
    "Q204": "先报送所引用的行，本行自动入库；或改正编号后重新报送 "
    "send what it refers to, and it lands by itself; or send it again with the right number",
    "Q205": "报送换算关系，或改用服务项的计量单位重新报送 send the conversion, or the row again in the item's unit",
    "Q210": "改正时间后重新报送；时间属实的，由两人决定接受 (--do accept) "
    "send it again with the right time; where the time is true, two people may accept it",
    "Q211": "先报送该参与方，本行自动入库 send the party, and the row lands by itself",
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
    lines += [
        _waiver_line(each)
        for each in waivers_among(read_entries(home))
        if table in (None, each.table_name) and reason in (None, each.reason)
    ]
    return lines or ["Nothing is in quarantine."]


def show_row(home: Home, address: str, *, table: str | None) -> list[str]:
    """One row as received, why it was set aside and what to do.

    Raises:
        CannotRun: no such row is in quarantine, or the address names several.
    """
    row = _find(set_aside_rows(home, table=table), address)
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
    asked = [each for each in waivers_among(read_entries(home)) if _is_about(each, row)]
    return lines + [f"  {_waiver_line(each)}" for each in asked]


def ask(home: Home, address: str, *, act: str, because: str, by: str, table: str | None) -> Waiver:
    """Ask for a waiver of one row; it holds once another person approves it.

    Raises:
        CannotRun: no such row is open, the act does not fit it, it is asked already, or a text is missing.
    """
    _refuse_no_home(home)
    because, by = _given(because, "--reason"), _given(by, "--by")
    with writing(home) as ledger:
        row = _find(set_aside_rows(home, table=table), address)
        _refuse_unfit(row, act)
        for each in waivers_among(read_entries(home)):
            if _is_about(each, row) and not each.decided_by and each.act == act:
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


def approve(home: Home, waiver_id: str, *, by: str) -> Waiver:
    """Approve a waiver as a second person; the quarantine's report is written anew.

    Raises:
        CannotRun: no such waiver waits, the same person asked, or the row is not set aside any more as it was.
    """
    _refuse_no_home(home)
    by = _given(by, "--by")
    with writing(home) as ledger:
        waivers = {each.waiver_id: each for each in waivers_among(read_entries(home))}
        waiver = waivers.get(waiver_id)
        if waiver is None:
            raise CannotRun(f"There is no waiver {waiver_id}: see `hengliang quarantine list`.")
        if not waiver.decided_by:
            _refuse_changed(set_aside_rows(home, table=waiver.table_name), waiver)
        waiver = approve_waiver(ledger, waiver, by=by)
        _report(home, ledger)
        return waiver


def set_aside_rows(home: Home, *, table: str | None) -> list[SetAside]:
    """Every row of the quarantine as it stands now, in the order of table, file and line."""
    _refuse_no_home(home)
    if table is not None and table not in INPUTS:
        raise CannotRun(f"There is no input table {table!r}: choose one of {', '.join(INPUTS)}.")
    with _opened(home) as connection:
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


def _refuse_unfit(row: SetAside, act: str) -> None:
    if row.closed_by:
        raise CannotRun(f"Row {row.address} is closed already, by {row.closed_by}: nothing is left to decide.")
    if act == WITHDRAW or row.rule:
        return
    if row.reason == "Q210" and row.table_name != "contract":
        raise CannotRun(f"Another row with the key of {row.address} counts: accepting this one would contradict it.")
    raise CannotRun(
        "Only a row that lies before its order's start or outside the contract's service (Q210) can be accepted, and "
        f"this one is {row.reason}: send it again, mended, or withdraw it."
    )


def _refuse_changed(rows: Sequence[SetAside], waiver: Waiver) -> None:
    for row in rows:
        is_as_asked = row.reason == waiver.reason and (waiver.act == WITHDRAW or row.rule == waiver.rule)
        if _is_about(waiver, row) and is_as_asked and not row.closed_by:
            return
    raise CannotRun(
        f"Row {waiver.file_sha256}:{waiver.row_number} is no longer set aside as it was when waiver {waiver.waiver_id} "
        "was asked: look at it again with `hengliang quarantine show`."
    )


def _find(rows: Sequence[SetAside], address: str) -> SetAside:
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


def _identity(home: Home, row: SetAside) -> tuple[str | None, str | None]:
    """Key and digest of the row's content; nothing where its cells cannot be read."""
    path = rows_file(home, row.file_sha256, row.table_name)
    if not path.exists():
        return None, None
    with duckdb.connect() as connection:
        found = connection.execute(
            "select row_key, row_hash from read_parquet(?, hive_partitioning = false) where row_number = ?",
            [as_pattern(path), row.row_number],
        ).fetchall()
    return found[0] if found else (None, None)


def _is_about(waiver: Waiver, row: SetAside) -> bool:
    return (waiver.table_name, waiver.file_sha256, waiver.row_number) == (
        row.table_name,
        row.file_sha256,
        row.row_number,
    )


def _waiver_line(waiver: Waiver) -> str:
    state = f"approved by {waiver.decided_by}" if waiver.decided_by else "waits for another person's approval"
    return (
        f"{waiver.waiver_id} {waiver.act} {waiver.table_name} {waiver.reason} "
        f"{waiver.file_sha256}:{waiver.row_number}, asked by {waiver.asked_by} ({waiver.because}): {state}"
    )


def _given(text: str, option: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > _MOST_CHARACTERS or not text.isprintable():
        raise CannotRun(f"Give {option} as a text of 1 to {_MOST_CHARACTERS} printable characters.")
    return text


def _refuse_no_home(home: Home) -> None:
    if not home.ledger.exists():
        raise CannotRun(f"{home.root} is no home: nothing was ever received there; check --home.")


@contextmanager
def _opened(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    with open_engine(home) as connection:
        open_known(connection, home, as_of=None)
        yield connection


def _report(home: Home, ledger: Writer) -> None:
    with _opened(home) as connection:
        write_report(connection, home, ledger)
