"""Times a month of many deliveries from CSV to edition against what an engine and a script need at the least."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.settle_month import HENGLIANG, STEP
from interface.sql import literal
from orchestration.transform import prepare_project

PERIOD = "2020-05"
_SECONDS_BETWEEN_LOOKS = 0.2


@dataclass(frozen=True)
class Taken:
    """What a command took: by the clock, of the processors, and the most memory of its processes together."""

    wall: float
    cpu: float
    peak_mib: float
    printed: str
    failed: bool = False
    steps: dict[str, float] = field(default_factory=dict)


def run(command: Sequence[str | Path], *, memory_mib: int | None = None) -> Taken:
    """Run a command to its end; with ``memory_mib``, it may not have more than that as its address space."""
    began = time.perf_counter()
    limited: list[str | Path] = ["prlimit", f"--as={memory_mib << 20}", *command] if memory_mib else [*command]
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(limited, stdout=out, stderr=subprocess.STDOUT)
        peak = 0.0
        while True:
            pid, status, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            peak = max(peak, _mib_of_tree(process.pid))
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        out.seek(0)
        printed = out.read()
    steps = {name: float(seconds) for name, seconds in STEP.findall(printed)}
    return Taken(wall, used.ru_utime + used.ru_stime, peak, printed, bool(process.returncode), steps)


def _mib_of_tree(root: int) -> float:
    """Memory of a process and all that it started, shared pages counted once."""
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").iterdir():
        if each.name.isdigit():
            try:
                parent = int((each / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(each.name))
    found, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        waiting += parents.get(pid, [])
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        found += int(re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)[0]) / 1024
    return found


def floor(inputs: Path, folder: Path) -> None:
    """Read, deduplicate, join, price and add up with the engine alone: nothing is judged, kept or published."""
    import duckdb

    text = "delivery_no,work_order_no,deliverable_key,delivered_at,quantity,unit,version,content_hash"
    columns = ", ".join(f"'{name}': 'varchar'" for name in text.split(","))
    csv = f"read_csv({literal(f'{inputs}/delivery/*.csv')}, columns = {{{columns}}}, header = true, quote = '')"

    def small(name: str) -> str:
        return f"read_csv({literal(f'{inputs}/{name}.csv')}, all_varchar = true)"

    config = {"threads": 2, "memory_limit": "5GB", "temp_directory": str(folder / "spill")}
    with duckdb.connect(str(folder / "floor.duckdb"), config=config) as connection:
        connection.execute("set TimeZone = 'Asia/Shanghai'; set preserve_insertion_order = false")
        rows = connection.execute(
            f"""
            with deliveries as (
                select
                    work_order_no,
                    deliverable_key,
                    delivery_no,
                    try_cast(delivered_at as timestamptz) as delivered_at,
                    try_cast(quantity as decimal(18, 6)) as quantity,
                    unit,
                    try_cast(version as integer) as version
                from {csv}
            ),

            latest as (
                select *
                from deliveries
                where delivered_at is not null and quantity is not null
                qualify row_number() over (
                    partition by work_order_no, deliverable_key
                    order by delivered_at desc, version desc, delivery_no desc
                ) = 1
            ),

            months as (
                select
                    work_order_no,
                    year(delivered_at) * 100 + month(delivered_at) as month,
                    unit,
                    sum(quantity) as quantity
                from latest
                group by all
            ),

            converted as (
                select
                    orders.contract_no,
                    orders.item_code,
                    months.work_order_no,
                    months.month,
                    sum(months.quantity * case when months.unit = '条' then 0.0001 else 1 end) as quantity
                from months
                inner join {small("work_order")} as orders using (work_order_no)
                inner join {small("contract")} as contracts on orders.contract_no = contracts.contract_no
                group by all
            ),

            tiers as (
                select item_code, from_qty::decimal(18, 6) as from_qty, to_qty::decimal(18, 6) as to_qty, unit_price
                from {small("price_tier")}
                where version_no = '2020'
                union all
                select item_code, 0, null, unit_price
                from {small("service_item")}
                where version_no = '2020' and unit_price is not null
            )

            select contract_no, count(*), round(sum(worth), 2)
            from (
                select
                    contract_no,
                    round(
                        (least(quantity, coalesce(to_qty, quantity)) - from_qty) * unit_price::decimal(18, 6), 2
                    ) as worth
                from converted
                inner join tiers on converted.item_code = tiers.item_code and converted.quantity > tiers.from_qty
            )
            group by contract_no
            """
        ).fetchall()
    print(len(rows), "contracts")


def script(inputs: Path) -> None:
    """What a user would write in pandas: the same steps, all rows in memory."""
    import pandas as pd

    parts = [pd.read_csv(path, dtype=str) for path in sorted((inputs / "delivery").glob("*.csv"))]
    rows = pd.concat(parts, ignore_index=True)
    rows["delivered_at"] = pd.to_datetime(rows["delivered_at"], errors="coerce", utc=True)
    rows["quantity"] = pd.to_numeric(rows["quantity"], errors="coerce")
    rows["version"] = pd.to_numeric(rows["version"], errors="coerce")
    rows = rows.dropna(subset=["delivered_at", "quantity"])
    rows = rows.sort_values(["delivered_at", "version", "delivery_no"])
    latest = rows.drop_duplicates(["work_order_no", "deliverable_key"], keep="last")
    month = latest["delivered_at"].dt.tz_convert("Asia/Shanghai").dt.strftime("%Y-%m")
    latest = latest.assign(
        month=month, quantity=latest["quantity"].where(latest["unit"] != "条", latest["quantity"] / 1e4)
    )
    orders = pd.read_csv(inputs / "work_order.csv", dtype=str)
    items = pd.read_csv(inputs / "service_item.csv", dtype=str).query("version_no == '2020'")
    joined = latest.merge(orders, on="work_order_no").merge(items, on="item_code")
    months = joined.groupby(["contract_no", "item_code", "work_order_no", "month"], as_index=False).agg(
        quantity=("quantity", "sum"), unit_price=("unit_price", "first")
    )
    worth = (months["quantity"] * pd.to_numeric(months["unit_price"])).groupby(months["contract_no"]).sum().round(2)
    print(len(worth), "contracts")


def main() -> None:
    """Print seconds, ratios to the floor, rows per second and peaks of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--script-memory-mib", type=int, default=16_000, help="what the script may have")
    parser.add_argument("--only", choices=("floor", "script"), help="run this part on --inputs, and nothing else")
    parser.add_argument("--inputs", type=Path)
    parser.add_argument("--folder", type=Path, help="where to work; a new folder unless given")
    asked = parser.parse_args()
    if asked.only:
        floor(asked.inputs, asked.folder) if asked.only == "floor" else script(asked.inputs)
        return
    prepare_project()
    with tempfile.TemporaryDirectory(dir=asked.folder) as name:
        folder = Path(name)
        of_size = ["--rows", str(asked.rows), "--months", "1", "--first", PERIOD]
        made = run([HENGLIANG, "sample", "--to", folder / "made", *of_size])
        if made.failed:
            sys.exit(made.printed)
        inputs = folder / "made" / PERIOD
        size = sum(path.stat().st_size for path in inputs.rglob("*.csv")) >> 20
        print(f"{asked.rows:,} rows asked for, {size:,} MiB of CSV, made in {made.wall:.0f} s")
        here = [sys.executable, "-m", "benchmarks.large_month", "--inputs", inputs, "--folder", folder, "--only"]
        home = folder / "home"
        takings = {
            "the engine alone": run([*here, "floor"]),
            "hengliang ingest": run([HENGLIANG, "ingest", "--home", home, "--inputs", inputs]),
            "hengliang settle": run([HENGLIANG, "settle", "--home", home, "--period", PERIOD]),
            "a script in pandas": run([*here, "script"], memory_mib=asked.script_memory_mib),
        }
    _print(takings, asked.rows)


def _print(takings: dict[str, Taken], rows: int) -> None:
    ingest, settle = takings["hengliang ingest"], takings["hengliang settle"]
    both = Taken(ingest.wall + settle.wall, ingest.cpu + settle.cpu, max(ingest.peak_mib, settle.peak_mib), "")
    base = takings["the engine alone"]
    print(f"{'':<24}{'seconds':>9}{'of engine':>10}{'cpu s':>9}{'of engine':>10}{'rows/s':>12}{'peak MiB':>10}")
    for name, taken in (takings | {"ingest and settle": both}).items():
        if taken.failed:
            print(f"{name:<24}ended after {taken.wall:.0f} s: {taken.printed.strip().splitlines()[-1]}")
            continue
        print(
            f"{name:<24}{taken.wall:>9.1f}{taken.wall / base.wall:>10.2f}{taken.cpu:>9.1f}{taken.cpu / base.cpu:>10.2f}"
            f"{rows / taken.wall:>12,.0f}{taken.peak_mib:>10,.0f}"
        )
        for step, seconds in taken.steps.items():
            print(f"  {step:<22}{seconds:>9.1f}{seconds / base.wall:>10.2f}")


if __name__ == "__main__":
    main()
