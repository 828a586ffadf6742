"""Every row read is landed, a duplicate or quarantined; the same content lands the same however it arrives."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from ingest.fates import decide_fates, open_fates
from ingest.known import open_known
from ingest.landing import FileOutcome, ingest_folder
from interface import ledger
from interface.errors import CannotRun
from interface.files import sha256_of_file
from interface.ledger import read_entries
from interface.paths import Home
from interface.tables import INPUTS
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

LINES = (
    a_delivery("D1", quantity="12.5"),
    a_delivery("D2", quantity="1234.5", delivered_at="2020-06-01T00:30:00+08:00"),
    a_delivery("D3", work_order_no="W2", unit="个", quantity="3"),
    a_delivery("D4", unit="条", quantity="120000"),
)


def counts(outcome: FileOutcome) -> tuple[int, int, int, int]:
    return outcome.rows_read, outcome.rows_landed, outcome.rows_duplicate, outcome.rows_quarantined


def test_a_sound_folder_lands_whole(trial: Trial) -> None:
    outcomes = trial.send({**FRAME, "delivery.csv": deliveries(*LINES)})

    assert {name: counts(outcome) for name, outcome in outcomes.items()} == {
        "catalogue_version.csv": (1, 1, 0, 0),
        "service_item.csv": (2, 2, 0, 0),
        "party.csv": (1, 1, 0, 0),
        "contract.csv": (1, 1, 0, 0),
        "work_order.csv": (2, 2, 0, 0),
        "delivery.csv": (4, 4, 0, 0),
    }
    assert all(outcome.refusal is None and outcome.warnings is None for outcome in outcomes.values())


def test_a_landed_row_has_typed_cells_and_its_origin(trial: Trial) -> None:
    trial.send_frame()
    outcome = trial.send({"delivery.csv": deliveries(*LINES[:1])})["delivery.csv"]

    rows = trial.query(
        """
        select
            delivery_no, quantity::varchar, typeof(quantity), version, content_hash, row_number, file_sha256,
            strftime(delivered_at at time zone 'UTC', '%Y-%m-%d %H:%M:%S')
        from landing.delivery
        """
    )

    assert rows == [("D1", "12.500000", "DECIMAL(18,6)", 1, None, 2, outcome.file_sha256, "2020-05-15 09:30:00")]


def test_defaults_stand_where_a_column_is_missing(trial: Trial) -> None:
    trial.send_frame()

    assert trial.query("select metering_basis, settlement_kind, tax_incl from landing.contract") == [
        ("VERIFIED", "MONTHLY", None)
    ]


def test_a_batch_from_before_a_column_reads_as_its_default(trial: Trial) -> None:
    trial.send({"service_item.csv": FRAME["service_item.csv"]})
    (batch,) = (trial.home.landing / "service_item").glob("*.parquet")
    duckdb.sql(f"copy (select * exclude (tier_mode) from '{batch}') to '{batch}.old' (format parquet)")

    with duckdb.connect() as connection:
        connection.execute("create schema landing")
        open_fates(connection)
        decide_fates(connection, INPUTS["service_item"], [Path(f"{batch}.old")], frozenset())
        modes = connection.execute("select tier_mode, tier_scope, class_name from landing.service_item").fetchall()

    assert modes == [("FLAT", "PERIOD", None), ("FLAT", "PERIOD", None)]


def test_an_ingest_reads_the_ledger_no_more_often_for_more_files(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    readings: list[int] = []

    def counted(home: Home) -> list[ledger.Entry]:
        readings.append(len(entries := read_entries(home)))
        return entries

    monkeypatch.setattr(ledger, "read_entries", counted)
    trial.send({"party.csv": FRAME["party.csv"]})
    trial.send({f"party/{number}.csv": f"party_code,party_name\nQ{number},x\n" for number in range(9)})

    assert readings == [0, 2]
    assert [entry.number for entry in read_entries(trial.home)] == list(range(1, 13))


def test_bytes_are_kept_even_where_they_are_refused(trial: Trial) -> None:
    outcome = trial.send({"delivery.csv": b"a,b\n1,2\n", "party.csv": FRAME["party.csv"]})["delivery.csv"]

    assert outcome.refusal is not None
    assert outcome.refusal.startswith("E111 ")
    assert counts(outcome) == (0, 0, 0, 0)
    assert trial.home.raw_file(outcome.file_sha256).read_bytes() == b"a,b\n1,2\n"


def test_a_refused_file_stops_no_other(trial: Trial) -> None:
    outcomes = trial.send({"delivery.csv": b"\xff\xff\xff", "party.csv": FRAME["party.csv"], "contract.xlsx": b"PK"})

    assert {name: (outcome.refusal or "")[:4] for name, outcome in outcomes.items()} == {
        "party.csv": "",
        "contract.xlsx": "E120",
        "delivery.csv": "E101",
    }
    assert outcomes["party.csv"].rows_landed == 1
    assert outcomes["delivery.csv"].table_name == ""


def test_nothing_of_a_batch_remains_where_its_file_is_refused_midway(trial: Trial) -> None:
    trial.send({"delivery.csv": deliveries(*LINES) + "D9,W1\r\n"})

    assert list((trial.home.landing / "delivery").iterdir()) == []


def test_a_file_that_the_ledger_does_not_name_is_not_read(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(*LINES)})
    (batch,) = (trial.home.landing / "delivery").glob("*.parquet")
    (batch.parent / "0123456789abcdef.parquet").write_bytes(batch.read_bytes())

    assert trial.query("select count(*) from landing.delivery") == [(4,)]


def test_a_missing_batch_is_a_clear_sentence(trial: Trial) -> None:
    trial.send_frame()
    for path in (trial.home.landing / "contract").glob("*.parquet"):
        path.unlink()

    with pytest.raises(CannotRun, match="is missing: restore the home from a backup"):
        trial.inputs_hash()


def test_a_batch_that_was_changed_is_not_read(trial: Trial) -> None:
    """A quantity multiplied by ten in a landed file was once booked: the engine notices no changed byte."""
    trial.send({"party.csv": "party_code,party_name\nP1,a\nP2,b\n"})
    (batch,) = (trial.home.landing / "party").glob("*.parquet")
    duckdb.sql(f"copy (select * from '{batch}' where party_code = 'P1') to '{batch}.new' (format parquet)")
    Path(f"{batch}.new").replace(batch)

    with pytest.raises(CannotRun, match="was changed since it was landed"):
        trial.inputs_hash()


def test_rows_that_vanish_break_the_balance_loudly(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.send({"party.csv": "party_code,party_name\nP1,a\nP2,b\n"})
    (batch,) = (trial.home.landing / "party").glob("*.parquet")
    recorded = sha256_of_file(batch)
    duckdb.sql(f"copy (select * from '{batch}' where party_code = 'P1') to '{batch}.new' (format parquet)")
    Path(f"{batch}.new").replace(batch)
    monkeypatch.setattr(
        "ingest.sealed.sha256_of_file", lambda path: recorded if path == batch else sha256_of_file(path)
    )

    with duckdb.connect() as connection, pytest.raises(RuntimeError, match="party: 2 rows landed, but 1 are there"):
        open_known(connection, trial.home, as_of=None)
    told = "2 rows read, but 1 landed, 0 duplicate and 0 quarantined"
    with duckdb.connect() as connection, pytest.raises(RuntimeError, match=told):
        open_known(connection, trial.home, as_of=None, anew=True)


def test_the_ledger_seals_both_files_of_a_batch(trial: Trial) -> None:
    trial.send({"delivery.csv": deliveries(LINES[0], "D9,,,,,,\n")})

    content = next(entry.content for entry in read_entries(trial.home) if entry.kind == "received")
    folder = trial.home.landing / "delivery"
    sealed = {content["rows_sha256"], content["quarantine_sha256"]}

    assert (content["candidates"], content["bad_rows"]) == (1, 1)
    assert {sha256_of_file(path) for path in folder.iterdir()} == sealed


def test_the_report_of_an_ingest_holds_what_is_published(trial: Trial) -> None:
    trial.send({"delivery.csv": deliveries(LINES[0], "D9,,,,,,\n")})

    entry = read_entries(trial.home)[-1]
    folder = trial.home.reports / entry.content["folder"]
    columns = "row_number, table_name, reason, raw, message, closed_by, contract_no"
    quarantine = duckdb.sql(f"select {columns} from read_parquet('{folder}/quarantine.parquet')").fetchall()
    files = duckdb.sql(
        f"select rows_read, rows_quarantined from read_parquet('{folder}/ingest_file.parquet')"
    ).fetchall()

    assert entry.kind == "report"
    assert entry.content["files"]["quarantine.parquet"] == sha256_of_file(folder / "quarantine.parquet")
    assert quarantine == [
        (
            3,
            "delivery",
            "Q203",
            "D9,,,,,,",
            "Column work_order_no (工单编号): the cell is blank, and every row must give it.",
            None,
            None,
        )
    ]
    assert files == [(2, 1)]


def test_warnings_count_the_changes_of_rows_that_were_not_set_aside(trial: Trial) -> None:
    lines = (
        a_delivery("D1", quantity="１２．５"),
        a_delivery("D2", quantity="１２", delivered_at="2020/5/15"),
        a_delivery("D3", quantity="１２万"),
    )

    assert trial.send({"delivery.csv": deliveries(*lines)})["delivery.csv"].warnings == "W301:2 W305:1"


def test_columns_not_known_and_blank_lines_are_reported(trial: Trial) -> None:
    reported: list[str] = []
    folder = trial.folder({"party.csv": "party_code,备注,party_name\n\nP1,x,甲\n"})

    ingest_folder(trial.home, folder, report=reported.append)

    assert reported[1:3] == [
        "party.csv: columns not known, kept raw and not used: 备注",
        "party.csv: 1 blank lines, not counted as rows",
    ]


def test_a_header_alone_is_refused_and_gives_no_table(trial: Trial) -> None:
    outcomes = trial.send({"acceptance.csv": "accept_no,level,ref_no,result,accepted_at\n"})

    with trial.known() as (_, known):
        assert known.tables_given == frozenset()
    assert (outcomes["acceptance.csv"].refusal or "").startswith("E108 ")


def test_a_refused_file_gives_no_table(trial: Trial) -> None:
    trial.send({"party.csv": "x\n1\n", "contract.csv": FRAME["contract.csv"]})

    with trial.known() as (_, known):
        assert known.tables_given == {"contract"}


def test_a_delivery_from_tomorrow_may_be_a_slow_clock_and_one_from_next_week_is_not(trial: Trial) -> None:
    now = datetime.now(UTC)
    lines = (
        a_delivery("D1", delivered_at=(now + timedelta(hours=23)).isoformat()),
        a_delivery("D2", delivered_at=(now + timedelta(hours=25)).isoformat()),
    )

    trial.send({"delivery.csv": deliveries(*lines)})

    assert trial.reasons() == [("delivery", 3, "Q213")]
