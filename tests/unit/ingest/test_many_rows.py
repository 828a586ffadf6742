"""A table of many rows is known as one of few: landed rows, fates, reasons, texts and the hash of the inputs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest import fast_lines, pending
from ingest.landing import ingest_folder
from ingest.tracing import find_deliveries, find_identity, find_rows
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

EVERY_FATE = (
    ("none", [a_delivery("D1"), a_delivery("D2")]),
    ("same-row-again", [a_delivery("D1"), a_delivery("D2"), a_delivery("D1")]),
    ("contradiction", [a_delivery("D1"), a_delivery("D1", quantity="13"), a_delivery("D2")]),
    ("unknown-order", [a_delivery("D1"), a_delivery("D2", work_order_no="W9")]),
    ("unit", [a_delivery("D1"), a_delivery("D2", unit="个")]),
    ("before-start", [a_delivery("D1"), a_delivery("D2", delivered_at="2020-04-30T23:59:59+08:00")]),
    (
        "first-after-service",
        [
            a_delivery("D1", deliverable_key="K1"),
            a_delivery("D2", deliverable_key="K2", delivered_at="2021-01-01T00:00:00+08:00"),
            a_delivery("D3", deliverable_key="K1", delivered_at="2021-01-02T00:00:00+08:00", version="2"),
        ],
    ),
    ("ahead", [a_delivery("D1"), a_delivery("D2", delivered_at="2999-01-01T00:00:00+08:00")]),
    ("odd-cells", [a_delivery("D1"), a_delivery("D2", quantity="x"), a_delivery("D3", quantity="0012.50")]),
)
TABLES = (
    "select * exclude (stored_at) from landing.delivery order by all",
    "select * exclude (closed_by) from landing.quarantine order by all",
    "select * exclude (landed_at) from landing.ingest_file order by all",
    "select * from landing.set_aside order by all",
)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Take every table for one of many rows and every file for a large one, or none of them."""

    def take(is_many: bool) -> None:
        monkeypatch.setattr(pending, "MANY_ROWS", 1 if is_many else 1 << 60)
        monkeypatch.setattr(fast_lines, "LEAST_BYTES", 1 if is_many else 1 << 60)

    return take


def told(trial: Trial, folders: list[dict[str, str | bytes]]) -> list[object]:
    """Everything that is known of the folders."""
    for folder in folders:
        trial.send(folder)
    return [trial.inputs_hash(), *(trial.query(table) for table in TABLES)]


@pytest.mark.parametrize("lines", [lines for _, lines in EVERY_FATE], ids=[name for name, _ in EVERY_FATE])
def test_many_rows_have_the_fates_of_few(
    trial: Trial, another_trial: Callable[[], Trial], many: Callable[[bool], None], lines: list[str]
) -> None:
    folders: list[dict[str, str | bytes]] = [
        {**FRAME, "delivery/1.csv": deliveries(*lines)},
        {"delivery/2.csv": deliveries(a_delivery("D7"), *lines[:1])},
    ]
    many(False)
    few = told(another_trial(), folders)
    many(True)

    assert told(trial, folders) == few
    assert trial.query("select table_type from information_schema.tables where table_name = 'delivery'") == [("VIEW",)]


def test_from_the_least_number_on_rows_are_many(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = "select table_type from information_schema.tables where table_name = 'delivery'"
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))})

    monkeypatch.setattr(pending, "MANY_ROWS", 3)
    assert trial.query(kind) == [("BASE TABLE",)]

    monkeypatch.setattr(pending, "MANY_ROWS", 2)
    assert trial.query(kind) == [("VIEW",)]


def test_a_row_that_is_mended_is_closed_by_a_row_of_many(trial: Trial, many: Callable[[bool], None]) -> None:
    many(True)
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", unit="个"))})
    trial.send({"delivery.csv": deliveries(a_delivery("D3"), a_delivery("D2"))})

    (found,) = trial.query("select row_number, reason, raw, closed_by from landing.quarantine")

    assert found[:3] == (3, "Q205", a_delivery("D2", unit="个")[:-1])
    assert str(found[3]).endswith(":3")


def test_a_large_file_gives_back_the_text_and_the_content_of_its_rows(
    trial: Trial, another_trial: Callable[[], Trial], many: Callable[[bool], None]
) -> None:
    lines = deliveries(a_delivery("D1"), a_delivery("D2", quantity="0012.50"), a_delivery("D3", quantity="x"))
    files: dict[str, str | bytes] = {**FRAME, "delivery.csv": "\ufeff" + lines}
    small = another_trial()
    many(False)
    sha256 = small.send(files)["delivery.csv"].file_sha256
    many(True)
    trial.send(files)
    places = [(sha256, number) for number in (1, 2, 3, 4, 5)]

    assert find_rows(trial.home, places) == find_rows(small.home, places)
    assert find_rows(trial.home, places)["delivery", sha256, 3].raw == a_delivery("D2", quantity="0012.50")[:-1]
    assert find_deliveries(trial.home, "D1") == find_deliveries(small.home, "D1") != []
    for number in (2, 3):
        identity = find_identity(trial.home, table_name="delivery", file_sha256=sha256, row_number=number)
        assert identity == find_identity(small.home, table_name="delivery", file_sha256=sha256, row_number=number)
        assert identity is not None
    assert find_identity(trial.home, table_name="delivery", file_sha256=sha256, row_number=4) is None


def test_what_landed_by_either_way_repeats_what_landed_by_the_other(
    trial: Trial, many: Callable[[bool], None], tmp_path: Path
) -> None:
    lines = [a_delivery("D1"), a_delivery("D2", delivered_at="2020-05-15T09:30:00.5Z", quantity="3.10")]
    many(False)
    trial.send({**FRAME, "delivery.csv": deliveries(*lines)})
    many(True)

    (again,) = ingest_folder(trial.home, trial.folder({"delivery.csv": deliveries(*reversed(lines))}))

    assert (again.rows_landed, again.rows_duplicate, again.rows_quarantined) == (0, 2, 0)
