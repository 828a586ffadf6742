"""A made home of any size: months of delivery logs under a catalogue with tiers and versions, the same for a seed."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import duckdb

from ingest.sample.large_frame import CONTRACTS, ITEMS, contract_no, write_masters
from ingest.sample.large_rows import (
    BASE_SHARE,
    acceptance_rows,
    claim_rows,
    delivery_rows,
    open_rows,
    verification_rows,
)
from ingest.sample.writing import write_rows
from interface.errors import CannotRun
from interface.files import make_folder
from interface.periods import Month
from interface.settings import read_settings
from interface.sql import literal

ROWS_PER_ORDER = 500
_ROWS_PER_FILE = 5_000_000
_LEAST_ORDERS = len(ITEMS) * CONTRACTS
_MOST_ROWS = 10**9


@dataclass(frozen=True)
class Large:
    """What to make: about ``rows`` rows of each month's delivery log, and ``orders`` work orders a contract year."""

    rows: int
    months: Sequence[Month]
    seed: int
    orders: int

    @property
    def deliverables(self) -> int:
        """Deliverables that a month begins; late rows, new versions, copies and bad rows come to them."""
        return round(self.rows * BASE_SHARE)


def large(*, rows: int, first: Month, months: int, seed: int, orders: int | None = None) -> Large:
    """A size that can be made.

    Raises:
        CannotRun: it holds fewer rows than work orders, or more than a home can.
    """
    orders = orders or max(_LEAST_ORDERS, rows // ROWS_PER_ORDER)
    if not _LEAST_ORDERS <= orders <= rows <= _MOST_ROWS:
        raise CannotRun(
            f"{rows:,} rows a month of {orders:,} work orders cannot be made: choose {_LEAST_ORDERS} work orders or "
            f"more, as many rows or more, and at most {_MOST_ROWS:,} rows a month."
        )
    if months < 1:
        raise CannotRun(f"{months} months cannot be made: choose 1 or more.")
    return Large(rows, [first.plus(number) for number in range(months)], seed, orders)


def write_large(to: Path, size: Large) -> Iterable[tuple[Month, int]]:
    """Write a folder for each month, in their order, the first with what all of them refer to.

    Of a month's deliverables some are logged a month late, delivered again, corrected two months later under their
    first month, or sent twice, and a five-hundredth is bad: a unit or a comma in a quantity, a negative quantity, a day
    that does not exist, an unknown work order. One contract in six is paid by acceptance and one by verification. The
    same size and seed give the same bytes whatever the number of threads. All names are invented.

    Args:
        to: Folder to write to; a month's folder that exists is written over.
        size: What to make.

    Yields:
        Each month once its folder stands, and the rows of its delivery log.
    """
    for month in size.months:
        folder = to / str(month)
        make_folder(folder / "delivery")
        if month == size.months[0]:
            write_masters(folder, size.months, size.orders)
        yield month, _write_month(folder, month, size)


def _write_month(folder: Path, month: Month, size: Large) -> int:
    """Write what is learned with a month; the rows of its delivery log."""
    months, deliverables = size.months, size.deliverables
    with open_rows(orders=size.orders, seed=size.seed) as engine:
        files = -(-deliverables // _ROWS_PER_FILE)
        bounds = [deliverables * number // files for number in range(files + 1)]
        parts = [delivery_rows(months, month, *part) for part in pairwise(bounds)]
        paths = [folder / "delivery" / f"part-{number:03}.csv" for number in range(1, files + 1)]
        # The engine counts numbers up, and writes rows in their order, by one thread for each query.
        with ThreadPoolExecutor(read_settings().threads) as pool:
            rows = sum(pool.map(partial(_copy, engine), parts, paths))
        _copy(engine, acceptance_rows(months, month), folder / "acceptance.csv")
        _copy(engine, claim_rows(months, month, deliverables), folder / "metering_claim.csv")
        _copy(engine, verification_rows(months, month, deliverables), folder / "metering_verification.csv")
    write_rows(folder, "assessment", _assessments(month, size))
    return rows


def _copy(engine: duckdb.DuckDBPyConnection, rows: str, path: Path) -> int:
    """Write a query's rows as a CSV file; how many there are."""
    with engine.cursor() as cursor:
        written = cursor.execute(f"copy ({rows}) to {literal(str(path))} (header, delimiter ',', quote '')").fetchone()
    assert written is not None
    return int(written[0])


def _assessments(month: Month, size: Large) -> list[dict[str, str]]:
    """A score for each contract, a tenth of them low enough for a deduction."""
    day = month.plus(1).first_day.replace(day=3).isoformat()
    return [
        {
            "contract_no": contract_no(month, size.months, number),
            "period": str(month),
            "score": "87.5" if (number + month.month + size.seed) % 10 == 0 else f"{91 + number % 8}",
            "party_code": "YY-01",
            "assessed_on": day,
        }
        for number in range(CONTRACTS)
    ]
