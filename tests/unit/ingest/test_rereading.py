"""Raw files read again give the batches that were landed, byte for byte, however they came; damage is named."""

import shutil
from io import BytesIO
from pathlib import Path

import duckdb
import pytest
import xlsxwriter

from ingest import fast_lines
from ingest.batches import rows_file
from ingest.known import open_known
from ingest.landing import COVER_SHEET
from ingest.received import received_files
from ingest.rereading import Reread, reread
from interface.errors import Stopped
from interface.ledger import read_entries
from interface.paths import Home
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries
from tests.unit.ingest.foreign import INSPECTION, INSPECTIONS, inspections, send


def a_workbook(**sheets: list[list[str]]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return content.getvalue()


def again(trial: Trial, folder: Path) -> list[Reread]:
    return reread(trial.home, Home(folder / "again"), read_entries(trial.home))


def inputs_hash(home: Home) -> str:
    with duckdb.connect(":memory:") as connection:
        return open_known(connection, home, as_of=None).inputs_hash


def test_whatever_landed_is_read_again_to_the_same_bytes_and_facts(trial: Trial, tmp_path: Path) -> None:
    trial.send_frame()
    trial.send({"delivery/五月 1.csv": deliveries(a_delivery("D1"), a_delivery("D2", quantity="x")).encode("gb18030")})
    trial.send({"交付日志.csv": deliveries(a_delivery("D3"), a_delivery("D1"))})
    trial.send(
        {
            "delivery.jsonl": '{"delivery_no":"D4","work_order_no":"W1","deliverable_key":"K4",'
            '"delivered_at":"2020-05-16T08:00:00+08:00","quantity":"1.5","unit":"万条","version":"1"}\n'
        }
    )
    trial.send(
        {
            "五月.xlsx": a_workbook(
                party=[["party_code", "party_name"], ["P7", "七"]],
                delivery=[line.split(",") for line in deliveries(a_delivery("D5")).splitlines()],
            )
        }
    )
    trial.send({"delivery.csv": "no,header\n1,2\n"})
    send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION))

    read = again(trial, tmp_path)

    assert {batch.received.file_name: batch.is_same for batch in read} == dict.fromkeys(
        [*FRAME, "delivery/五月 1.csv", "交付日志.csv", "delivery.jsonl", "五月.xlsx", "inspect-07.csv"], True
    )
    assert len(read) == 11
    assert inputs_hash(Home(tmp_path / "again")) == inputs_hash(trial.home)
    assert Home(tmp_path / "again").ledger.read_bytes() == trial.home.ledger.read_bytes()


def test_a_large_file_is_read_again_as_it_was_with_and_without_a_cover_sheet(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine and the careful reader land the same rows in other bytes; which of both read it is not recorded."""
    monkeypatch.setattr(fast_lines, "LEAST_BYTES", 1)
    trial.send_frame()
    trial.send({"delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))})
    trial.send({"delivery.csv": deliveries(a_delivery("D3")), "delivery.control.csv": "file,rows\ndelivery.csv,1\n"})

    read = again(trial, tmp_path)

    assert [batch.is_same for batch in read] == [True] * 7
    (sheet,) = [entry.content["file_sha256"] for entry in read_entries(trial.home) if entry.kind == COVER_SHEET]
    assert trial.home.raw_file(sheet).read_text() == "file,rows\ndelivery.csv,1\n"


def test_the_text_of_a_mapping_is_kept_and_its_loss_named(trial: Trial, tmp_path: Path) -> None:
    trial.send_frame()
    send(trial, tmp_path, INSPECTIONS, inspections(INSPECTION))
    (received,) = [each for each in received_files(trial.home) if each.mapping]
    kept = trial.home.raw_file(received.mapping_sha256)
    assert kept.read_text("utf-8") == INSPECTIONS

    kept.unlink()

    with pytest.raises(Stopped, match=f"^inspect-07.csv: {kept} is missing"):
        again(trial, tmp_path)


def test_a_raw_file_that_is_missing_or_changed_is_named(trial: Trial, tmp_path: Path) -> None:
    trial.send_frame()
    changed, missing = (
        next(each for each in received_files(trial.home) if each.table_name == name) for name in ("party", "contract")
    )
    raw = trial.home.raw_file(changed.file_sha256)
    raw.write_bytes(raw.read_bytes() + b"P2,x\n")
    trial.home.raw_file(missing.file_sha256).unlink()

    with pytest.raises(Stopped) as stopped:
        again(trial, tmp_path)

    named = str(stopped.value).splitlines()
    assert [line.split(":")[0] for line in named[:-1]] == ["party.csv", "contract.csv"]


def test_a_landed_batch_that_was_changed_is_not_the_same(trial: Trial, tmp_path: Path) -> None:
    trial.send_frame()
    received = next(each for each in received_files(trial.home) if each.table_name == "party")
    path = rows_file(trial.home, *received.identity)
    shutil.copyfile(rows_file(trial.home, *received_files(trial.home)[0].identity), path)

    read = {batch.received.file_name: batch for batch in again(trial, tmp_path)}

    assert [name for name, batch in read.items() if not batch.is_same] == ["party.csv"]
    assert read["party.csv"].files == ((path, rows_file(Home(tmp_path / "again"), *received.identity)),)
