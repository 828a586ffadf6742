"""An edition is read whole and checked, or refused by the name of the file that is wrong."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboards.access import SYSTEM
from dashboards.editions import NothingPublished, UnknownPeriod, open_edition, open_judgements
from dashboards.inbox import NothingReceived, open_inbox
from interface.errors import CannotRun
from interface.files import canonical_json, sha256_of_file, sha256_of_text
from interface.paths import Home
from tests.unit.dashboards.made_edition import (
    MadeHome,
    a_gate_result,
    a_line,
    a_received_file,
    a_set_aside_row,
    a_settlement,
)


@pytest.fixture
def made(tmp_path):
    """May 2020 and June 2020 published, in this order; R1 sorts after R0 although it ran before."""
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement_line": [a_line()], "gate_result": [a_gate_result()]})
    june = {"run_id": "R0", "settlement_period": "2020-06", "service_period": "2020-06", "amount": Decimal("360.50")}
    made.publish("R0", "2020-06", {"settlement_line": [a_line(line_id="L2", **june)]})
    return made


def flip_a_bit(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_an_edition_is_the_current_run_and_all_before_it_ordered_by_key(made):
    table = open_edition(made.home, SYSTEM).table("settlement_line")

    assert table.column("line_id").to_pylist() == ["L2", "L1"]
    assert table.column("amount").to_pylist() == [Decimal("360.50"), Decimal("240.00")]
    assert table.schema.field("amount").type == pa.decimal128(18, 2)
    assert table.schema.field("billed_qty").type == pa.decimal128(18, 6)


def test_a_table_without_rows_has_its_columns_and_types(made):
    table = open_edition(made.home, SYSTEM).table("delivery_fate")

    assert table.num_rows == 0
    assert table.schema.field("delivered_at").type == pa.timestamp("us", tz="UTC")
    assert table.schema.field("is_late").type == pa.bool_()


def test_a_period_keeps_its_own_rows(made):
    edition = open_edition(made.home, SYSTEM)

    assert edition.table("settlement_line", period="2020-05").column("line_id").to_pylist() == ["L1"]
    assert edition.table("gate_result", period="2020-06").num_rows == 0
    assert edition.table("settlement_line", year="2020").num_rows == 2


@pytest.mark.parametrize("asked", [{"period": "2020-07"}, {"year": "2021"}, {"year": "20"}])
def test_an_unknown_period_is_refused_with_the_known_ones(made, asked):
    with pytest.raises(UnknownPeriod, match=r"choose one of 2020-05, 2020-06\."):
        open_edition(made.home, SYSTEM).table("settlement_line", **asked)


def test_a_run_is_final_blocked_superseded_or_published(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {})
    made.publish("R2", "2020-06", {}, run_type="FINAL")
    made.publish("R3", "2020-05", {}, run_type="REVISION")
    made.publish("R4", "2020-06", {}, run_type="REVISION")
    made.refuse("R5", "2020-07", [a_gate_result(run_id="R5", success=False)])

    runs = open_edition(made.home, SYSTEM).table("run")

    statuses = dict(zip(runs.column("run_id").to_pylist(), runs.column("status").to_pylist(), strict=True))
    expected = {"R1": "SUPERSEDED", "R2": "FINAL", "R3": "PUBLISHED", "R4": "PUBLISHED", "R5": "BLOCKED"}
    assert statuses == expected
    assert runs.column("outputs_hash").to_pylist()[4] is None
    assert runs.column("manifest_hash").to_pylist()[2] == made.chain[2]["manifest_hash"]
    assert runs.column("prior_manifest_hash").to_pylist()[2] == made.chain[1]["manifest_hash"]


def test_what_is_pending_is_told_by_the_newest_run_alone(tmp_path):
    made = MadeHome(tmp_path)
    pending = {
        "contract_no": "HT-001",
        "work_order_no": "GD-01",
        "service_period": "2020-05",
        "quantity": Decimal(5),
        "unit_code": "万条",
        "indicative_amount": None,
        "waiting_for": "VERIFICATION",
    }
    made.publish("R1", "2020-05", {"pending_metering": [pending | {"run_id": "R1"}]})
    made.publish("R2", "2020-06", {"pending_metering": [pending | {"run_id": "R2"}]})
    edition = open_edition(made.home, SYSTEM)

    assert edition.table("pending_metering").column("run_id").to_pylist() == ["R2"]
    assert edition.table("pending_metering", period="2020-05").column("run_id").to_pylist() == ["R1"]


def test_a_flipped_bit_is_refused_by_the_name_of_its_file(made):
    flip_a_bit(made.home.published / "R1" / "settlement_line.parquet")
    edition = open_edition(made.home, SYSTEM)

    assert edition.table("settlement_line", period="2020-06").num_rows == 1
    with pytest.raises(CannotRun, match=r"R1/settlement_line\.parquet does not have the SHA-256"):
        edition.table("settlement_line")


def test_a_missing_file_is_refused_by_its_name(made):
    (made.home.published / "R0" / "settlement.parquet").unlink()

    with pytest.raises(CannotRun, match=r"R0/settlement\.parquet cannot be read"):
        open_edition(made.home, SYSTEM).table("settlement")


def test_an_older_manifest_that_was_changed_is_refused(made):
    path = made.home.published / "R1" / "manifest.json"
    path.write_text(path.read_text().replace("0.1.0", "0.1.1"))

    with pytest.raises(CannotRun, match=r"R1/manifest\.json does not have the SHA-256"):
        open_edition(made.home, SYSTEM)


def test_a_run_that_forgets_an_earlier_one_is_refused(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {})
    made.publish("R2", "2020-06", {})
    made.chain = made.chain[1:]
    made.publish("R3", "2020-07", {})

    with pytest.raises(CannotRun, match=r"R2/manifest\.json does not continue the chain"):
        open_edition(made.home, SYSTEM)


def test_without_a_published_run_there_is_no_edition(tmp_path):
    with pytest.raises(NothingPublished, match="run `hengliang settle --period YYYY-MM` first"):
        open_edition(Home(tmp_path), SYSTEM)


def test_a_first_run_that_was_refused_can_still_be_asked_why(tmp_path):
    made = MadeHome(tmp_path)
    made.refuse("R1", "2020-05", [a_gate_result(success=False, unexpected_count=3)])

    judged = open_judgements(made.home, SYSTEM)

    assert judged.table("run").column("status").to_pylist() == ["BLOCKED"]
    assert judged.table("gate_result").column("unexpected_count").to_pylist() == [3]
    with pytest.raises(NothingPublished):
        open_edition(made.home, SYSTEM)


@pytest.mark.parametrize("name", [".R5-1.part", "R5-2"], ids=["half-written", "whole"])
def test_a_refusal_that_a_crash_left_before_it_was_recorded_does_not_count(made, name):
    """A refusal without its entry in the ledger was once shown, and again once the run was repeated."""
    made.refuse("R5", "2020-07", [])
    folder = made.home.refused / "R5-1"
    folder.rename(made.home.refused / name)

    assert open_edition(made.home, SYSTEM).refused == ()


def test_a_refusal_that_was_changed_is_refused(made):
    made.refuse("R5", "2020-07", [])
    flip_a_bit(made.home.refused / "R5-1" / "manifest.json")

    with pytest.raises(CannotRun, match=r"R5-1/manifest\.json does not have the SHA-256"):
        open_edition(made.home, SYSTEM)


def test_the_newest_report_is_read_without_an_edition(tmp_path):
    made = MadeHome(tmp_path)
    made.report("0001", quarantine=[a_set_aside_row(), a_set_aside_row(row_number=9)])
    made.report("0002", quarantine=[a_set_aside_row(row_number=3)], ingest_file=[a_received_file()])

    inbox = open_inbox(made.home, SYSTEM)

    assert inbox.table("quarantine").column("row_number").to_pylist() == [3]
    assert inbox.table("ingest_file").column("landed_at").to_pylist() == [datetime(2020, 6, 1, 0, 30, tzinfo=UTC)]


def test_a_report_that_was_changed_is_refused(tmp_path):
    made = MadeHome(tmp_path)
    made.report("0001", quarantine=[a_set_aside_row()])
    flip_a_bit(made.home.reports / "0001" / "quarantine.parquet")

    with pytest.raises(CannotRun, match=r"0001/quarantine\.parquet does not have the SHA-256"):
        open_inbox(made.home, SYSTEM).table("quarantine")


def test_before_the_first_ingest_there_is_no_report(tmp_path):
    with pytest.raises(NothingReceived, match="run `hengliang ingest --inputs DIR` first"):
        open_inbox(Home(tmp_path), SYSTEM)


def test_a_binary_fraction_is_no_amount(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement()]})
    path = made.home.published / "R1" / "settlement.parquet"
    rewrite_as_float(path, "payable_amt")
    republish_as_it_lies(made)

    with pytest.raises(CannotRun, match="holds payable_amt as a binary fraction"):
        open_edition(made.home, SYSTEM).table("settlement")


def rewrite_as_float(path, column):
    table = pq.read_table(path)
    place = table.column_names.index(column)
    pq.write_table(table.set_column(place, column, table.column(column).cast(pa.float64())), path)


def republish_as_it_lies(made):
    """Write R1's manifest and the pointer anew for the files that are there now."""
    folder = made.home.published / "R1"
    body = json.loads((folder / "manifest.json").read_text())
    body["files"]["settlement.parquet"]["sha256"] = sha256_of_file(folder / "settlement.parquet")
    (folder / "manifest.json").write_text(canonical_json(body))
    pointer = {"run_id": "R1", "manifest_hash": sha256_of_text(canonical_json(body))}
    made.home.pointer.write_text(canonical_json(pointer))
