"""Prices a file of quantities against a catalogue in a throw-away home; books nothing, computes nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from dashboards.printing import bare_number
from ingest.known import open_known
from ingest.landing import ingest_folder
from ingest.quantities import Quantities, QuantityRow, read_quantities
from interface.errors import CannotRun
from interface.files import write_whole
from interface.paths import Home
from interface.periods import SHANGHAI
from interface.settings import Settings
from orchestration.outsized import ROOM, is_too_large
from orchestration.transform import QUOTE, TransformFailed, build
from orchestration.workbench_rules import lay_out_units

_CATALOGUE = ("service_item", "catalogue_version", "price_tier", "unit_conversion")
_ADDED = ("amount_exact", "amount")
_NEEDS_QUOTES = re.compile(r'[",\r\n]')

_PROBLEMS = {
    "NO_ITEM": "the catalogue has no such item",
    "NO_PRICE": "the catalogue gives it no price",
    "NO_PACKAGE_SIZE": "it is priced by packages and the catalogue gives no package_size above 0",
    "NO_TIERS": "tiers price it and price_tier has none for it",
    "TIER_GAP": "its tiers leave a gap or overlap",
    "FREE_QTY_UNDEFINED": "it has a free quantity, which only FLAT and PACKAGE define: write a first tier at price 0",
    "NO_CONVERSION": "its unit does not convert to the item's: add the pair to unit_conversion",
    "BEYOND_TIERS": "the quantity lies beyond its highest tier: add the tier that holds it",
}


@dataclass(frozen=True)
class Quoted:
    """What was priced: how many rows, by which catalogue versions (``catalogue version``)."""

    row_count: int
    versions: tuple[str, ...]


@dataclass(frozen=True)
class _Question:
    """Which catalogue version prices: ``version``, or the one in force on ``day``, which may have been given."""

    version: str | None
    day: date
    is_day_given: bool

    def problem(self, code: str) -> str:
        """A clause that says why a row has no price, and what to do."""
        if code == "NO_VERSION" and self.version is not None:
            return f"version {self.version} of the catalogue does not have it: give another --version"
        if code == "NO_VERSION":
            return (
                f"no catalogue version that has it is in force on {self.day}: give --version, or another day with --on"
            )
        if code == "SEVERAL_VERSIONS" and self.version is not None:
            return f"several catalogues have it in their version {self.version}: leave one catalogue in the folder"
        if code == "SEVERAL_VERSIONS":
            return f"several catalogue versions that have it are in force on {self.day}: give --version"
        return _PROBLEMS[code]


def quote(
    inputs: Path, quantities: Path, out: Path, *, settings: Settings, version: str | None = None, on: str | None = None
) -> Quoted:
    """Write the rows of ``quantities`` with their amounts to ``out``, in yuan: exact, and rounded to the fen.

    Each row is a scope of its own, priced by the models that price settlements.

    Args:
        inputs: Folder with the catalogue; tables of other kinds in it are left alone.
        quantities: CSV with item_code, quantity and perhaps unit.
        out: CSV to be written, whole or not at all.
        settings: Threads and memory of the engine.
        version: Catalogue version that prices.
        on: Day on which the version is in force, such as 2020-05-01; by default the only version there is, or
            else the one in force today in Shanghai.

    Raises:
        CannotRun: a file cannot be used, or a row has no single price; nothing was written.
    """
    question = _question(version, on)
    given = read_quantities(quantities)
    _refuse_out(out, quantities, given)
    with TemporaryDirectory(prefix="hengliang-quote-") as folder:
        database = Path(folder) / "run.duckdb"
        _lay_out(database, Home(Path(folder) / "home"), inputs, given, question, threads=settings.threads)
        try:
            build(database, threads=settings.threads, memory=settings.memory, models=QUOTE)
        except TransformFailed as failure:
            raise _too_large(failure, quantities) from None
        priced, problems, versions = _read_result(database)
    _refuse_rows(
        quantities,
        [
            (row, row.problem or question.problem(problems[row.line]))
            for row in given.rows
            if row.problem or row.line in problems
        ],
    )
    write_whole(out, _csv([*given.header, *_ADDED], ([*row.cells, *priced[row.line]] for row in given.rows)))
    return Quoted(len(given.rows), versions)


def _question(version: str | None, on: str | None) -> _Question:
    if version is not None and on is not None:
        raise CannotRun("Give --version or --on, not both: a version that is named prices whatever its dates.")
    if on is None:
        return _Question(version, datetime.now(SHANGHAI).date(), is_day_given=False)
    try:
        return _Question(None, date.fromisoformat(on), is_day_given=True)
    except ValueError:
        raise CannotRun(f"Day {on!r} is not a date: write it as YYYY-MM-DD, for example 2020-05-01.") from None


def _refuse_out(out: Path, quantities: Path, given: Quantities) -> None:
    if out.is_dir():
        raise CannotRun(f"--out {out} is a folder: name the file to be written.")
    if out.resolve() == quantities.resolve():
        raise CannotRun(f"--out {out} is the file of quantities itself: name another file.")
    for name in _ADDED:
        if name in (cell.strip() for cell in given.header):
            raise CannotRun(f"{quantities} has a column {name} already, and the result adds it: remove or rename it.")


def _lay_out(database: Path, home: Home, inputs: Path, given: Quantities, question: _Question, *, threads: int) -> None:
    for outcome in ingest_folder(home, inputs, tables=_CATALOGUE):
        if outcome.refusal:
            raise CannotRun(f"{inputs / outcome.file_name}: {outcome.refusal}")
    with duckdb.connect(str(database), config={"threads": threads}) as connection:
        known = open_known(connection, home, as_of=None)
        _refuse_catalogue(connection, inputs, known.tables_given)
        connection.execute("create schema this_run")
        lay_out_units(connection)
        connection.execute("create schema quote")
        connection.execute("create table quote.request (version_no varchar, is_day_given boolean, priced_on date)")
        connection.execute(
            "insert into quote.request values (?, ?, ?)", [question.version, question.is_day_given, question.day]
        )
        connection.execute(
            'create table quote."row" (row_number bigint, item_code varchar, quantity decimal(18, 6), unit varchar)'
        )
        rows = [row for row in given.rows if not row.problem]
        # Lists in one statement: the engine takes a millisecond for each row that comes alone.
        connection.execute(
            """
            insert into quote."row"
            select unnest(?::bigint[]), unnest(?::varchar[]), unnest(?::varchar[])::decimal(18, 6), unnest(?::varchar[])
            """,
            [
                [row.line for row in rows],
                [row.item_code for row in rows],
                [f"{row.quantity:f}" for row in rows],
                [row.unit for row in rows],
            ],
        )


def _refuse_catalogue(connection: duckdb.DuckDBPyConnection, inputs: Path, given: frozenset[str]) -> None:
    """A row of the catalogue that was set aside could have changed any price."""
    if "service_item" not in given:
        raise CannotRun(f"Folder {inputs} holds no rows of table service_item (服务项): put service_item.csv there.")
    aside = connection.execute(
        "select file_name, row_number, message, reason from landing.quarantine order by file_name, row_number"
    ).fetchall()
    if aside:
        file_name, line, message, reason = aside[0]
        more = f" In all, {len(aside)} rows were set aside." if len(aside) > 1 else ""
        raise CannotRun(f"{inputs / file_name}, line {line}, cannot be used ({reason}): {message}{more}")


def _too_large(failure: TransformFailed, quantities: Path) -> Exception:
    if not is_too_large(failure):
        return failure
    return CannotRun(
        f"{quantities} holds a quantity that is too large to price: {ROOM}, and packages hold less than "
        "10,000,000,000 units."
    )


def _read_result(database: Path) -> tuple[dict[int, tuple[str, str]], dict[int, str], tuple[str, ...]]:
    """Amounts as text by line, problems by line, and the versions that priced."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            """
            select row_number, price_problem, catalogue_code, catalogue_version, amount_exact, amount
            from intermediate.int_quotes_worth
            """
        ).fetchall()
    problems = {row[0]: row[1] for row in rows if row[1] is not None}
    priced = [row for row in rows if row[1] is None]
    amounts = {line: (bare_number(exact), f"{amount:f}") for line, _, _, _, exact, amount in priced}
    return amounts, problems, tuple(sorted({f"{row[2]} {row[3]}" for row in priced}))


def _refuse_rows(quantities: Path, refused: list[tuple[QuantityRow, str]]) -> None:
    if not refused:
        return
    row, clause = refused[0]
    item = f", item {row.item_code}" if row.item_code else ""
    more = f" In all, {len(refused)} rows cannot be priced." if len(refused) > 1 else ""
    raise CannotRun(f"{quantities}, line {row.line}{item}: {clause}.{more}")


def _csv(header: list[str], rows: Iterable[list[str]]) -> bytes:
    lines = [",".join(_quoted(cell) for cell in cells) + "\n" for cells in (header, *rows)]
    return "".join(lines).encode()


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _NEEDS_QUOTES.search(cell) else cell
