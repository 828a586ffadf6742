"""A real service desk's log lands as incidents that agree with what is counted in the log without the product."""

import csv
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from ingest.known import open_known
from ingest.landing import FileOutcome, ingest_folder
from ingest.mappings.loading import load_mapping
from interface.paths import PROJECT, Home
from orchestration import cli

LOG = PROJECT.parent / "shared" / "data" / "service_desk_incidents" / "incident_event_log.csv"

pytestmark = pytest.mark.skipif(not LOG.is_file(), reason=f"the service desk's log is not at {LOG}")

Event = dict[str, str]
Landed = dict[str, dict[str, object]]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home(tmp_path_factory.mktemp("service_desk") / "home")


@pytest.fixture(scope="module")
def outcome(home: Home) -> FileOutcome:
    (outcome,) = ingest_folder(home, LOG.parent, mapping=load_mapping("service_desk_incidents"))
    return outcome


@pytest.fixture(scope="module")
def landed(home: Home, outcome: FileOutcome) -> Landed:
    """Landed incidents by number, with their raw text; times as the log's clock shows them."""
    with duckdb.connect() as connection:
        open_known(connection, home, as_of=None)
        (batch,) = (home.landing / "incident_order").glob("*.parquet")
        found = connection.execute(
            f"""
            select
                incident.* replace (
                    incident.raised_at at time zone 'UTC' as raised_at,
                    incident.responded_at at time zone 'UTC' as responded_at,
                    incident.resolved_at at time zone 'UTC' as resolved_at,
                    incident.closed_at at time zone 'UTC' as closed_at
                ),
                batch.raw
            from landing.incident_order as incident
            inner join '{batch}' as batch using (row_number)
            """
        )
        names = [each[0] for each in found.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return {str(row["incident_no"]): row for row in rows}


@pytest.fixture(scope="module")
def log() -> dict[str, list[Event]]:
    """Events of each incident, as the log has them."""
    incidents: dict[str, list[Event]] = defaultdict(list)
    with LOG.open(encoding="utf-8", newline="") as stream:
        for event in csv.DictReader(stream):
            incidents[event["number"]].append(event)
    return incidents


def clock(text: str) -> datetime | None:
    if text == "?":
        return None
    return datetime.strptime(text, "%d-%m-%Y %H:%M").replace(tzinfo=UTC).replace(tzinfo=None)


def test_every_event_becomes_part_of_one_incident(outcome: FileOutcome, landed: Landed) -> None:
    assert (outcome.rows_read, outcome.rows_landed, outcome.rows_duplicate, outcome.rows_quarantined) == (
        890,
        890,
        0,
        0,
    )
    assert sum(len(str(row["raw"]).split("\n")) for row in landed.values()) == 5_998
    assert sorted(line for row in landed.values() for line in str(row["raw"]).split("\n")) == sorted(
        LOG.read_text("utf-8").splitlines()[1:]
    )


def test_incidents_have_the_quirks_that_were_counted_in_the_log(landed: Landed) -> None:
    rows = list(landed.values())

    assert [row["sla_met_flag"] for row in rows].count(True) == 495
    assert [row["sla_met_flag"] for row in rows].count(False) == 395
    assert sum(row["resolved_at"] is None for row in rows) == 29
    assert sum(row["reopen_count"] != 0 for row in rows) == 10
    assert sum(int(str(row["reopen_count"])) for row in rows) == 11
    assert sum(row["category"] is None for row in rows) == 4
    # Solved before it was raised: none. Taken up before it was raised: two, whose log begins before their opening.
    assert [row["incident_no"] for row in rows if row["resolved_at"] and row["resolved_at"] < row["raised_at"]] == []
    assert sorted(row["incident_no"] for row in rows if row["responded_at"] < row["raised_at"]) == [
        "INC0000131",
        "INC0000135",
    ]


def test_each_incident_says_what_its_events_say(landed: Landed, log: dict[str, list[Event]]) -> None:
    assert landed.keys() == log.keys()
    for number, events in log.items():
        row, last = landed[number], events[-1]
        taken_up = [clock(each["sys_updated_at"]) for each in events if each["incident_state"] not in ("New", "Closed")]
        assert last["incident_state"] == "Closed"
        assert (row["raised_at"], row["resolved_at"], row["closed_at"]) == (
            clock(last["opened_at"]),
            clock(last["resolved_at"]),
            clock(last["closed_at"]),
        ), number
        assert row["responded_at"] == min(each for each in taken_up if each), number
        assert row["sla_met_flag"] is (last["made_sla"] == "TRUE"), number
        assert (row["raised_by"], row["executed_by"], row["urgency"], row["priority"], str(row["reopen_count"])) == (
            last["caller_id"],
            last["resolved_by"],
            last["urgency"],
            last["priority"],
            last["reopen_count"],
        ), number
        assert row["category"] == (None if last["category"] == "?" else last["category"]), number


def test_one_incident_has_the_timeline_that_its_four_events_tell(landed: Landed) -> None:
    row = landed["INC0000045"]

    assert (row["row_number"], str(row["raw"]).count("\n")) == (2, 3)
    assert [str(row[name]) for name in ("raised_at", "responded_at", "resolved_at", "closed_at")] == [
        "2016-02-29 01:16:00",
        "2016-02-29 08:53:00",
        "2016-02-29 11:29:00",
        "2016-03-05 12:00:00",
    ]


def test_sending_the_log_again_changes_nothing(home: Home, outcome: FileOutcome) -> None:
    (again,) = ingest_folder(home, LOG.parent, mapping=load_mapping("service_desk_incidents"))

    assert (again.rows_read, again.rows_landed, again.rows_duplicate) == (890, 0, 890)


def test_the_command_line_takes_a_mapping_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--inputs", str(LOG.parent), "--mapping", "service_desk_incidents", "--home", str(tmp_path / "home"))
    monkeypatch.setattr(sys, "argv", ["hengliang", "ingest", *arguments])

    with pytest.raises(SystemExit) as ended:
        cli.main()

    assert ended.value.code == 0
    assert capsys.readouterr().out == ("incident_event_log.csv: 890 read · 890 landed · 0 duplicate · 0 quarantined\n")
