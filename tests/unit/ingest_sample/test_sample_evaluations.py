"""The sample's evaluations are the same on any machine, in known columns, about the sample's own parties."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.sample import write_evaluations
from ingest.sample.contracts import budgets, parties
from interface.tables import INPUTS


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    to = tmp_path_factory.mktemp("sample")
    assert write_evaluations(to) == ["evaluations", "published_reports"]
    return to


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / "evaluations" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_written_again_they_are_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_evaluations(tmp_path)

    for path in folder.rglob("*.csv"):
        assert (tmp_path / path.relative_to(folder)).read_bytes() == path.read_bytes()


def test_every_file_is_a_known_table_with_known_columns(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            assert set(next(csv.reader(stream))) <= set(INPUTS[path.stem].names), path


def test_subjects_are_projects_and_providers_of_the_sample(folder: Path) -> None:
    known = {row["pro_code"] for row in budgets()} | {row["party_code"] for row in parties()}
    tables = ("indicator_result", "expert_score", "survey_count", "monitor_row", "evaluation_result")

    assert {row["subject_code"] for table in tables for row in rows_of(folder, table)} <= known


def test_each_expert_scores_each_leaf_once_and_never_above_its_weight(folder: Path) -> None:
    weights = {row["ind_code"]: Decimal(row["weight"]) for row in rows_of(folder, "perf_indicator")[:12]}
    rows = rows_of(folder, "expert_score")

    assert len(rows) == 2 * 9 * 5
    assert len({(row["subject_code"], row["ind_code"], row["expert_no"]) for row in rows}) == len(rows)
    assert all(0 <= Decimal(row["score"]) <= weights[row["ind_code"]] for row in rows)


def test_a_panels_mean_lies_two_fifths_of_a_point_below_each_weight(folder: Path) -> None:
    rows = [row for row in rows_of(folder, "expert_score") if row["subject_code"] == "XM-2020-01"]

    assert sum(Decimal(row["score"]) for row in rows) == 5 * (100 - 9 * Decimal("0.4"))


def test_what_lies_below_full_has_its_reason_and_improvement(folder: Path) -> None:
    rows = rows_of(folder, "indicator_result")

    assert all(bool(row["reason"]) == bool(row["improvement"]) for row in rows)
    assert len([row for row in rows if row["reason"]]) == 27
