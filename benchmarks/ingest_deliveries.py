"""Times `hengliang ingest` of many clean deliveries against the engine's own bare read of the same files."""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from ingest.known import open_engine, open_known
from interface.paths import Home

HENGLIANG = Path(sys.executable).with_name("hengliang")
HEADER = "delivery_no,work_order_no,deliverable_key,delivered_at,quantity,unit,version,content_hash"
WORK_ORDERS = 500
FRAME = {
    "catalogue_version": "catalogue_code,version_no,effective_from\nC,1,2020-01-01\n",
    "service_item": "catalogue_code,version_no,item_code,item_name,unit_code,unit_price\nC,1,I1,数据采集,万条,120\n",
    "party": "party_code,party_name\nP1,甲服务商\n",
    "contract": (
        "contract_no,purchaser,operator,service_from,service_to,catalogue_code\nH1,PUR,OPR,2020-05-01,2020-12-31,C\n"
    ),
    "work_order": "work_order_no,order_no,contract_no,item_code,provider\n"
    + "".join(f"W{number:04},F1,H1,I1,P1\n" for number in range(WORK_ORDERS)),
}


def write_deliveries(folder: Path, *, rows: int, files: int) -> None:
    """Write clean deliveries of one month, each row of some 110 bytes, and the tables that they refer to."""
    (folder / "delivery").mkdir(parents=True)
    for name, text in FRAME.items():
        (folder / f"{name}.csv").write_text(text)
    with _engine() as connection:
        for number in range(files):
            first, last = rows * number // files, rows * (number + 1) // files
            path = folder / "delivery" / f"part-{number:03}.csv"
            connection.execute(
                f"""
                copy (
                    select
                        'GD-' || lpad(i::varchar, 10, '0') as delivery_no,
                        'W' || lpad((i % {WORK_ORDERS})::varchar, 4, '0') as work_order_no,
                        '交付物-' || i as deliverable_key,
                        strftime(timestamp '2020-05-01' + to_seconds(i % 2600000), '%Y-%m-%dT%H:%M:%S+08:00')
                            as delivered_at,
                        (hash(i) % 900 + 1) || '.' || (hash(i + 7) % 90 + 10) as quantity,
                        '万条' as unit,
                        '1' as version,
                        md5(i::varchar) as content_hash
                    from range({first}, {last}) as numbers (i)
                ) to '{path}' (header, delimiter ',', quote '')
                """
            )


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and seconds of the processors, which other work on the machine hardly changes."""

    wall: float
    cpu: float


@contextmanager
def _taking() -> Iterator[list[Taken]]:
    """Put what the block took into the list, its processes included."""
    began, cpu_began = time.perf_counter(), _cpu_seconds()
    taken: list[Taken] = []
    yield taken
    taken.append(Taken(time.perf_counter() - began, _cpu_seconds() - cpu_began))


def _cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def read_bare(inputs: Path, outputs: Path) -> None:
    """Read with the engine alone: every column text, nothing judged, one Parquet file per CSV file."""
    outputs.mkdir()
    columns = ", ".join(f"'{name}': 'varchar'" for name in HEADER.split(","))
    with _engine() as connection:
        for path in sorted(inputs.glob("*.csv")):
            connection.execute(
                f"""
                copy (
                    from read_csv(
                        '{path}', columns = {{{columns}}}, auto_detect = false, header = true, delim = ',', quote = '',
                        escape = '', strict_mode = true
                    )
                ) to '{outputs / path.stem}.parquet' (format parquet, compression zstd)
                """
            )


def receive(inputs: Path, home: Path) -> float:
    """Run `hengliang ingest` in a process of its own; the peak of its memory in MiB."""
    command = [HENGLIANG, "ingest", "--home", str(home), "--inputs", str(inputs)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def reckon(home: Path) -> None:
    """Reckon the fate of every row known, which is a part of every ingest."""
    with open_engine(Home(home)) as connection:
        open_known(connection, Home(home), as_of=None)


def _engine() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:", config={"threads": 2, "memory_limit": "4GB"})


def main() -> None:
    """Print seconds, rows per second, ratios and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000_000)
    parser.add_argument("--files", type=int, default=20)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_deliveries(folder / "inputs", rows=given.rows, files=given.files)
        size_mib = sum(path.stat().st_size for path in (folder / "inputs" / "delivery").iterdir()) / 2**20
        with _taking() as bare:
            read_bare(folder / "inputs" / "delivery", folder / "bare")
        with _taking() as whole:
            peak_mib = receive(folder / "inputs", folder / "home")
        with _taking() as fates:
            reckon(folder / "home")
        sizes = [
            sum(path.stat().st_size for path in place.glob("*.parquet")) / 2**20
            for place in (folder / "bare", folder / "home" / "landing" / "delivery")
        ]
    print(f"{given.rows:,} rows, {given.files} files, {size_mib:,.0f} MiB of CSV")
    print(f"{'':<28}{'seconds':>9}{'of bare':>9}{'rows/s':>11}{'cpu s':>9}{'of bare':>9}{'Parquet MiB':>13}")
    rest = Taken(whole[0].wall - fates[0].wall, whole[0].cpu - fates[0].cpu)
    for label, taken, written in (
        ("bare read to Parquet", bare[0], f"{sizes[0]:,.0f}"),
        ("hengliang ingest", whole[0], f"{sizes[1]:,.0f}"),
        ("  fates, timed again", fates[0], ""),
        ("  the rest", rest, ""),
    ):
        print(
            f"{label:<28}{taken.wall:>9.1f}{taken.wall / bare[0].wall:>9.2f}{given.rows / taken.wall:>11,.0f}"
            f"{taken.cpu:>9.1f}{taken.cpu / bare[0].cpu:>9.2f}{written:>13}"
        )
    print(f"peak memory of ingest: {peak_mib:,.0f} MiB")


if __name__ == "__main__":
    main()
