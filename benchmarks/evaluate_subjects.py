"""Times one `hengliang evaluate` of many subjects under one framework, all kinds of rules in it."""

import argparse
import csv
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HENGLIANG = Path(sys.executable).with_name("hengliang")
# Rule, target, parameters, what is found of the subject of a number, and the score that a person gives.
KINDS = (
    ("AT_LEAST", "100", "", lambda number: str(40 + number % 80), ""),
    ("AT_MOST", "10", "", lambda number: str(number % 25), ""),
    ("ELEMENTS", "", '{"count":4}', lambda number: str(number % 5), ""),
    ("BANDS", "", '{"bands":[{"from":90,"ratio":1},{"from":60,"ratio":0.5}]}', lambda number: str(number % 100), ""),
    ("LEVEL", "", "", lambda _: "达成", "1.4"),
    ("GIVEN", "", "", lambda _: "", "1.5"),
)


def write_inputs(folder: Path, *, subjects: int, indicators: int) -> None:
    """Write a framework of three levels with equal leaves, and one result for each subject and leaf."""
    folder.mkdir()
    groups = 6
    leaf_weight = 1.5
    per_group = indicators // groups
    scheme = {"scheme_no": "B", "version": "1", "object_kind": "PROJECT", "stage": "POST", "rule_profile": "CY101"}
    nodes: list[dict[str, object]] = []
    results: list[dict[str, object]] = []
    for group in range(groups):
        code = f"{group + 1}"
        weight = f"{leaf_weight * per_group:.3f}"
        nodes.append({"scheme_no": "B", "ind_code": code, "name": f"一级{code}", "weight": weight})
        nodes.append({**nodes[-1], "ind_code": f"{code}.0", "parent_code": code, "name": f"二级{code}"})
        for leaf in range(per_group):
            rule, target, params, found, score = KINDS[leaf % len(KINDS)]
            named = {"scheme_no": "B", "ind_code": f"{code}.{leaf + 1}"}
            nodes.append(
                named
                | {"parent_code": f"{code}.0", "name": f"指标{code}.{leaf + 1}", "weight": str(leaf_weight)}
                | {"scoring_rule": rule, "target_value": target, "rule_params": params}
            )
            results += [
                named | {"subject_code": f"P{number:05}", "actual_value": found(number + leaf), "score": score}
                for number in range(subjects)
            ]
    _write(folder / "perf_scheme.csv", [scheme])
    _write(folder / "perf_indicator.csv", nodes)
    _write(folder / "indicator_result.csv", results)


def _write(path: Path, rows: list[dict[str, object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(dict.fromkeys(key for row in rows for key in row)))
        writer.writeheader()
        writer.writerows(rows)


def timed(*arguments: str) -> float:
    """Wall seconds of one whole command."""
    began = time.perf_counter()
    subprocess.run([HENGLIANG, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main() -> None:
    """Print seconds and the peak of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--subjects", type=int, default=1_000)
    parser.add_argument("--indicators", type=int, default=60)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_inputs(folder / "inputs", subjects=given.subjects, indicators=given.indicators)
        home = str(folder / "home")
        received = timed("ingest", "--home", home, "--inputs", str(folder / "inputs"))
        ingest_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        scored = timed("evaluate", "--home", home)
        peak_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows = given.subjects * (given.indicators // 6 * 6)
    print(f"{given.subjects:,} subjects × {given.indicators} indicators, {rows:,} results")
    print(f"{'':<20}{'seconds':>10}")
    print(f"{'evaluate':<20}{scored:>10.1f}{rows / scored:>12,.0f} results/s")
    print(f"{'(ingest before it)':<20}{received:>10.1f}")
    print(f"peak memory of the largest process: {peak_mib:,.0f} MiB (ingest {ingest_mib:,.0f} MiB)")


if __name__ == "__main__":
    main()
