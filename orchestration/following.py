"""Follows an id through an edition, down to raw rows and up to the payable, as far as its reader may see."""

from collections.abc import Iterable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from dashboards.access import SYSTEM, Principal, may_read, may_read_named, may_read_received
from dashboards.approvals import steps_of
from dashboards.documents.statement_rows import read_rows
from dashboards.editions import Edition, open_edition, select
from dashboards.inbox import open_inbox
from dashboards.manifests import read_chain
from dashboards.periods import is_annual
from dashboards.statements import read_statements
from dashboards.traces import (
    Delivered,
    Fate,
    LineTrace,
    NothingToFollow,
    Origin,
    Row,
    RowTrace,
    RunTrace,
    StatementTrace,
    Trace,
    WorkOrderTrace,
)
from ingest.received import received_files
from ingest.tracing import RawRow, find_deliveries, find_rows
from interface.ledger import read_entries
from interface.parquet import arrow_schema
from interface.paths import Home
from interface.tables import PUBLISHED
from orchestration.following_scores import follow_score

_MOST_DIGITS = 12
_OF_LEAVES = ("indicator_result", "score_sheet")


def follow(home: Home, reader: Principal, identity: str) -> tuple[Trace, ...]:
    """What is known of a line, statement, run, work order, delivery, received row, score or finding.

    A received row is given as ``SHA-256:row`` or as ``FILE NAME:row``.

    Raises:
        NothingToFollow: nothing published or received has that id, or nothing that the reader may see.
        CannotRun: a file is damaged, or nothing is published.
    """
    if place := _parse_place(identity):
        rows = [row for row in _rows_at(home, place) if _is_for(home, reader, row)]
        if not rows:
            raise NothingToFollow(f"No received row stands at {identity}: row numbers are the file's line numbers.")
        return tuple(_follow_row(home, reader, row) for row in rows)
    edition = open_edition(home, reader)
    if of_line := _rows(edition, "settlement_line", line_id=identity):
        return (_follow_line(edition, of_line[0]),)
    if statements := _rows(edition, "settlement", settle_no=identity):
        return (_follow_statement(edition, statements[0]),)
    if runs := select(edition.table("run"), run_id=identity).to_pylist():
        return (_follow_run(edition, runs[0]),)
    of_order = _rows(edition, "settlement_line", work_order_no=identity)
    progress = _rows(edition, "work_order_progress", work_order_no=identity)
    if of_order or progress:
        return (_follow_work_order(edition, identity, progress[0] if progress else None, of_order),)
    if deliveries := [row for row in find_deliveries(home, identity) if _is_for(home, reader, row)]:
        return tuple(_follow_row(home, reader, row) for row in deliveries)
    if of_score := follow_score(edition, identity, lambda named: _origins(edition, named)):
        return of_score
    raise NothingToFollow(
        f"Nothing here has the id {identity!r}: give a line_id, settle_no, run_id, work_order_no, delivery_no, a raw "
        "row as SHA-256:row, a finding_no, or a score as FRAMEWORK, FRAMEWORK:SUBJECT or FRAMEWORK:SUBJECT:INDICATOR; "
        "`hengliang export --what settlement_line` lists lines."
    )


def _table(edition: Edition, name: str) -> pa.Table:
    """The rows of a table that the reader may see: none where the role may not read it."""
    return edition.table(name) if may_read(edition.reader, name) else arrow_schema(PUBLISHED[name]).empty_table()


def _rows(edition: Edition, name: str, *, period: str | None = None, **values: str | int) -> list[Row]:
    """Rows with those values, of those that the reader may see: none where the role may not read the table."""
    if not may_read(edition.reader, name):
        return []
    rows: list[Row] = edition.matching(name, period=period, **values).to_pylist()
    return rows


def _follow_line(edition: Edition, line: Row) -> LineTrace:
    period = line["settlement_period"]
    sources = _rows(edition, "line_source", period=period, line_id=line["line_id"])
    fates = _of_line(edition, "delivery_fate", line, period=period)
    differences = _of_line(edition, "run_difference", line, period=period)
    origins = _origins(edition, [(row["table_name"], row["file_sha256"], row["row_number"]) for row in sources])
    statements = _rows(edition, "settlement", contract_no=line["contract_no"])
    own = next((each for each in statements if each["run_id"] == line["run_id"]), None)
    paying, waits = None, False
    if own and not is_annual(own["settlement_period"]) and any(each["accrued_amt"] for each in statements):
        paying = _annual_statement_of(edition, line, statements)
        waits = paying is None
    return LineTrace(
        line=line,
        differences=tuple(differences) if line["adjustment_reason"] else (),
        origins=origins,
        deliveries=_delivered(edition, fates, line["unit_code"]),
        statement=own,
        paid_by=paying,
        waits_for_year=waits,
    )


def _annual_statement_of(edition: Edition, line: Row, statements: list[Row]) -> Row | None:
    """The statement of the first annual run that takes the line's month after the line was booked."""
    months = select(
        _table(edition, "annual_month"), contract_no=line["contract_no"], service_period=line["service_period"]
    )
    taking = set(months.column("run_id").to_pylist())
    runs = [manifest.run.run_id for manifest in edition.chain]
    later = [run_id for run_id in runs[runs.index(line["run_id"]) :] if run_id in taking]
    return next((each for each in statements if later and each["run_id"] == later[0]), None)


def _follow_statement(edition: Edition, statement: Row) -> StatementTrace:
    run_id, contract_no = statement["run_id"], statement["contract_no"]
    [found] = [each for each in read_statements(edition) if each.row["settle_no"] == statement["settle_no"]]
    # The statement is the reader's own, so everything that it is made of is, be it of a table closed to the role.
    rows = read_rows(open_edition(edition.home, SYSTEM), found)
    return StatementTrace(
        statement=statement,
        approvals=tuple(steps_of(read_entries(edition.home), statement["settle_no"])),
        deductions=tuple(select(edition.table("deduction"), settle_no=statement["settle_no"]).to_pylist()),
        ledger=tuple(select(edition.table("ledger_entry"), run_id=run_id, contract_no=contract_no).to_pylist()),
        months=tuple(rows.months),
        settled_before=rows.settled_before,
        lines=tuple(rows.lines),
    )


def _follow_run(edition: Edition, run: Row) -> RunTrace:
    of_run = [tuple(_rows(edition, name, run_id=run["run_id"])) for name in ("settlement", "score_summary")]
    return RunTrace(run, statements=of_run[0], scores=of_run[1])


def _follow_work_order(
    edition: Edition, work_order_no: str, progress: Row | None, lines: Iterable[Row]
) -> WorkOrderTrace:
    """Of each delivery, what the newest run made of it that had to do with it."""
    order = [manifest.run.run_id for manifest in edition.chain]
    fates = _rows(edition, "delivery_fate", work_order_no=work_order_no)
    newest = {_place_of(row): row for row in sorted(fates, key=lambda row: order.index(row["run_id"]))}
    pending = _rows(edition, "pending_metering", work_order_no=work_order_no)
    units = {row["unit_code"] for row in (*lines, *pending)}
    return WorkOrderTrace(
        work_order_no=work_order_no,
        progress=progress,
        pending=tuple(pending),
        lines=tuple(lines),
        deliveries=_delivered(
            edition,
            sorted(newest.values(), key=lambda row: (row["delivered_at"], row["delivery_no"])),
            units.pop() if len(units) == 1 else "",
        ),
    )


def _delivered(edition: Edition, fates: Iterable[Row], unit_code: str) -> tuple[Delivered, ...]:
    rows = list(fates)
    origins = _origins(edition, [("delivery", *_place_of(row)) for row in rows])
    return tuple(Delivered(row, unit_code, origin) for row, origin in zip(rows, origins, strict=True))


def _follow_row(home: Home, reader: Principal, row: RawRow) -> RowTrace:
    """Where a received row went; of what was made of it, what the reader may see."""
    origin = Origin(row.table_name, row.file_sha256, row.row_number, row.file_name, row.raw)
    if set_aside := _set_aside(home, row):
        return RowTrace(origin, set_aside, (), (), (), ())
    edition = open_edition(home, reader)
    fates = _at(edition, "delivery_fate", row) if row.table_name == "delivery" else []
    sources = _at(edition, "line_source", row, table_name=row.table_name)
    decided = pa.array(sorted({each["line_id"] for each in sources}), pa.string())
    told = tuple(Fate(fate, tuple(_of_line(edition, "settlement_line", fate))) for fate in fates)
    lines = _table(edition, "settlement_line")
    decides = tuple(lines.filter(pc.is_in(lines.column("line_id"), decided)).to_pylist())
    leaves = tuple(_at(edition, "score_indicator", row)) if row.table_name in _OF_LEAVES else ()
    pending: list[Row] = []
    if row.work_order_no and not (told or decides):
        pending = _rows(edition, "pending_metering", work_order_no=row.work_order_no)
    return RowTrace(origin, None, told, decides, leaves, tuple(pending))


def _set_aside(home: Home, row: RawRow) -> Row | None:
    """What the newest report says of a row that stands in quarantine; whose row it is was asked before."""
    found = _in_quarantine(home, SYSTEM, row)
    return found[0] if found else None


def _in_quarantine(home: Home, reader: Principal, row: RawRow) -> list[Row]:
    """The row of quarantine that is this one: in a workbook, sheets share their places."""
    quarantine = open_inbox(home, reader).table("quarantine")
    found: list[Row] = select(
        quarantine, file_sha256=row.file_sha256, row_number=row.row_number, table_name=row.table_name
    ).to_pylist()
    return found


def _parse_place(identity: str) -> tuple[str, int] | None:
    """A file, by its SHA-256 or by its name, and a row of it."""
    file, colon, number = identity.rpartition(":")
    is_place = colon and number.isascii() and number.isdigit() and len(number) <= _MOST_DIGITS
    return (file, int(number)) if is_place and (len(file) == 64 or "." in file) else None


def _rows_at(home: Home, place: tuple[str, int]) -> list[RawRow]:
    file, number = place
    named = {each.file_sha256 for each in received_files(home) if each.file_name == file and each.is_batch}
    found = find_rows(home, [(file_sha256, number) for file_sha256 in sorted(named or {file})])
    return list(found.values())


def _is_for(home: Home, reader: Principal, row: RawRow) -> bool:
    """Whether the reader may see a received row: by the role, or as a row that decided what is their own."""
    if may_read_received(reader, row.table_name):
        return True
    if may_read(reader, "quarantine") and _in_quarantine(home, reader, row):
        return True
    if not may_read_named(reader, row.table_name) or not read_chain(home):
        return False
    edition = open_edition(home, reader)
    if row.work_order_no and _rows(edition, "work_order_progress", work_order_no=row.work_order_no):
        return True
    if row.table_name == "delivery" and _at(edition, "delivery_fate", row):
        return True
    return bool(_at(edition, "line_source", row, table_name=row.table_name))


def _origins(edition: Edition, named: Sequence[tuple[str, str, int]]) -> tuple[Origin, ...]:
    """Rows that published rows of the reader name, by table, SHA-256 and row number, each with its text."""
    reader = edition.reader
    shown = {each for each in named if may_read_received(reader, each[0]) or may_read_named(reader, each[0])}
    found = find_rows(edition.home, [each[1:] for each in shown])
    origins = []
    for each in named:
        # Of a row that is withheld, another sheet of the same workbook may have been found at the place.
        raw = found.get(each) if each in shown else None
        name, text = (raw.file_name, raw.raw) if raw else (None, None)
        origins.append(Origin(*each, file_name=name, raw=text, is_withheld=each not in shown))
    return tuple(origins)


def _at(edition: Edition, name: str, row: RawRow, **values: str) -> list[Row]:
    """Rows of a published table that name the place of a received row; in a workbook, sheets share their places."""
    return _rows(edition, name, file_sha256=row.file_sha256, row_number=row.row_number, **values)


def _of_line(edition: Edition, name: str, line: Row, *, period: str | None = None) -> list[Row]:
    """Rows of a published table about the work order's month that a line or a fate is about."""
    own = {each: line[each] for each in ("run_id", "work_order_no", "service_period")}
    return _rows(edition, name, period=period, **own)


def _place_of(row: Row) -> tuple[str, int]:
    return row["file_sha256"], row["row_number"]
