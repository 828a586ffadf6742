"""The same inputs on what looks like other machines: threads, memory, time zone, locale, hash seed, folder, files."""

import csv
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import cast

from dashboards.access import SYSTEM
from tests.integration.conftest import Row, write_tables
from tests.survival.stages import APRIL, MARCH, april_rows, march_rows

MACHINES: dict[str, dict[str, str]] = {
    "plain": {"HENGLIANG_THREADS": "2", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"},
    "one thread, little memory, New York, C": {
        "HENGLIANG_THREADS": "1",
        "HENGLIANG_MEMORY": "500MB",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "1",
        "TZ": "America/New_York",
    },
    "four threads, Kolkata, zh_CN": {
        "HENGLIANG_THREADS": "4",
        "HENGLIANG_MEMORY": "8GB",
        "LC_ALL": "zh_CN.UTF-8",
        "PYTHONHASHSEED": "2020",
        "TZ": "Asia/Kolkata",
    },
}
OF_MOMENTS = ("run", "ingest_file")
"""Tables that tell when something was received or run; all others must be the same bytes."""
TRACED = ("line_source", "delivery_fate", "score_indicator")
"""Tables that name the rows that they stand on: where rows lie in other files, all but these names is the same."""
OF_FILES = (*TRACED, "quarantine", "gate_result", "ingest_file", "run")
_ORIGIN = ("file_name", "file_sha256", "row_number", "raw")


def whole_months(home: str, inputs: str, out: str) -> None:
    """Receive, settle, evaluate and export in this process; identities go to ``ids.json``."""
    from dashboards.documents.exports import export
    from dashboards.editions import open_edition
    from expectations.judge_process import JudgeProcess
    from ingest.landing import ingest_folder
    from interface.paths import Home
    from interface.periods import Month
    from interface.settings import read_settings
    from orchestration.evaluation import evaluate
    from orchestration.settlement import settle

    place, settings = Home(Path(home)), read_settings()
    with JudgeProcess() as judge_process:
        for month, period in (("march", MARCH), ("april", APRIL)):
            ingest_folder(place, Path(inputs) / month)
            settle(place, Month.parse(period), settings=settings, judge_process=judge_process)
        evaluate(place, settings=settings, judge_process=judge_process)
    for format in ("csv", "parquet", "xlsx"):
        export(place, SYSTEM, what="all", period=None, year=None, format=format, to=Path(out))
    chain = open_edition(place, SYSTEM).chain
    ids = [(each.run.run_id, each.run.inputs_hash, each.run.outputs_hash) for each in chain]
    (Path(out) / "ids.json").write_text(json.dumps(ids), encoding="utf-8")


def only_export(home: str, out: str) -> None:
    """Every document of a home that stands: tables, workbooks, statements, forms."""
    from dashboards.documents.exports import export
    from interface.paths import Home

    for what, format in (
        ("all", "csv"),
        ("all", "parquet"),
        ("all", "xlsx"),
        ("settlement", "pdf"),
        ("form:scores", "xlsx"),
    ):
        export(Home(Path(home)), SYSTEM, what=what, period=None, year=None, format=format, to=Path(out))


def differing_machines(folder: Path) -> tuple[int, list[str]]:
    """Run the months on every machine, and on the first with the rows shuffled; files compared, and what differs."""
    inputs = folder / "inputs"
    _write(inputs, Random(0), is_shuffled=False)
    shuffled = folder / "shuffled"
    _write(shuffled, Random(1), is_shuffled=True)
    wrong, compared, digests = [], 0, {}
    runs = [(name, inputs, name) for name in MACHINES] + [("shuffled", shuffled, "plain")]
    for number, (name, given, machine) in enumerate(runs):
        home = folder / ("衡 " * number) / f"home {number}"
        out = folder / f"out {number}"
        _run(folder / "elsewhere", machine, "whole_months", home, given, out)
        digests[name] = _digests(out)
        compared += len(digests[name])
        wrong += _differing(
            digests["plain"], digests[name], name, left_out=OF_FILES if name == "shuffled" else OF_MOMENTS
        )
    standing = folder / "home 0"
    for number, machine in enumerate(MACHINES):
        out = folder / f"documents {number}"
        home = standing
        if number:
            home = folder / f"moved {number}" / "a longer place" / "home"
            home.parent.mkdir(parents=True)
            standing.rename(home)
        _run(folder, machine, "only_export", home, out)
        if number:
            home.rename(standing)
        digests[f"documents {machine}"] = _digests(out)
        compared += len(_digests(out))
        wrong += _differing(
            digests["documents plain"], digests[f"documents {machine}"], f"documents {machine}", left_out=()
        )
    return compared, wrong


def _write(inputs: Path, random: Random, *, is_shuffled: bool) -> None:
    """The months' facts; shuffled: rows in another order, each table in two files, in a folder of its name."""
    inputs.mkdir()
    for name, rows in (("march", march_rows()), ("april", april_rows())):
        if not is_shuffled:
            write_tables(inputs / name, **rows)
            continue
        (inputs / name).mkdir()
        for table, given in rows.items():
            mixed = cast("list[Row]", random.sample(given, len(given)))
            (inputs / name / table).mkdir()
            for part in (0, 1):
                if mixed[part::2]:
                    path = inputs / name / table / f"{random.randrange(1000):03d}-{part}.csv"
                    _write_file(path, mixed[part::2], random.sample(names := list(given[0]), len(names)))


def _write_file(path: Path, rows: list[Row], columns: list[str]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=columns)
        writer.writeheader()
        writer.writerows(rows)


def _run(cwd: Path, machine: str, function: str, *arguments: Path) -> None:
    cwd.mkdir(exist_ok=True)
    # The gate's process imports its starter's first file again.
    script = cwd / f"{function}.py"
    lines = ["import sys", f"from tests.survival.machines import {function}", 'if __name__ == "__main__":']
    script.write_text("\n".join([*lines, f"    {function}(*sys.argv[1:])", ""]), encoding="utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HENGLIANG_", "LC_", "TZ"))}
    subprocess.run([sys.executable, script, *arguments], cwd=cwd, env=kept | MACHINES[machine], check=True)


def _digests(out: Path) -> dict[str, str]:
    found = {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in sorted(out.iterdir())}
    for name in TRACED:
        with (out / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            rows = [{key: cell for key, cell in row.items() if key not in _ORIGIN} for row in csv.DictReader(stream)]
        found[f"{name} without origin"] = str(sorted(map(str, rows)))
    return found | {"ids.json": (out / "ids.json").read_text(encoding="utf-8")} if "ids.json" in found else found


def _differing(plain: dict[str, str], other: dict[str, str], name: str, *, left_out: tuple[str, ...]) -> list[str]:
    names = sorted(each for each in plain.keys() | other.keys() if Path(each).stem not in left_out)
    if "line_source" in left_out:
        # Files have other hashes, so outputs have: run and inputs are the same nevertheless.
        ids = [[run[:2] for run in json.loads(each["ids.json"])] for each in (plain, other)]
        names.remove("ids.json")
        if ids[0] != ids[1]:
            return [f"{name}: runs are {ids[1]}, and plain {ids[0]}"]
    return [f"{name}: {each} differs" for each in names if plain.get(each) != other.get(each)]
