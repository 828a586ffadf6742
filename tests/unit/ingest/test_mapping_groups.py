"""Several rows of a foreign export become one row: in a stated order, each cell from a stated row, none left out."""

from pathlib import Path

import pytest

from ingest.mappings import mapped
from tests.unit.ingest.conftest import Trial
from tests.unit.ingest.foreign import TICKETS, quarantined, send, tickets


def test_events_of_one_thing_become_one_row(trial: Trial, tmp_path: Path) -> None:
    lines = (
        "T1,2,solved,2020-05-01 10:00,net,1",
        "T2,0,new,2020-05-01 09:00,mail,?",
        "T1,1,work,2020-05-01 10:00,disk,2",
        "T1,0,new,2020-05-01 08:00,?,0",
        "T1,3,closed,2020-05-03 00:00,?,1",
    )

    outcome = send(trial, tmp_path, TICKETS, tickets(*lines))["tickets.csv"]

    rows = trial.query(
        "select * replace (raised_at::text as raised_at, responded_at::text as responded_at, closed_at::text as "
        "closed_at) from (select incident_no, raised_at at time zone 'UTC' as raised_at, responded_at at time zone "
        "'UTC' as responded_at, closed_at at time zone 'UTC' as closed_at, reopen_count, category, row_number "
        "from landing.incident_order) order by all"
    )
    assert rows == [
        ("T1", "2020-05-01 08:00:00", "2020-05-01 10:00:00", "2020-05-03 00:00:00", 2, None, 2),
        ("T2", "2020-05-01 09:00:00", None, None, None, "mail", 3),
    ]
    assert (outcome.rows_read, outcome.rows_landed) == (2, 2)


def test_events_of_one_time_stand_by_the_next_order_and_then_as_in_the_file(trial: Trial, tmp_path: Path) -> None:
    same = [f"T1,{step},new,2020-05-01 10:00,{kind},0" for step, kind in ((9, "a"), (10, "b"), (10, "c"), (2, "d"))]

    send(trial, tmp_path, TICKETS, tickets(*same))

    assert trial.query("select category from landing.incident_order") == [("c",)]


def test_the_raw_text_of_a_grouped_row_is_that_of_its_rows(trial: Trial, tmp_path: Path) -> None:
    lines = ["T1,1,new,2020-05-01 10:00,a,0", "T2,1,new,2020-05-01 10:00,a,0", "T1,0,new,2020-05-01 09:00,b,0"]

    send(trial, tmp_path, TICKETS, tickets(*lines))

    (batch,) = (trial.home.landing / "incident_order").glob("*.parquet")
    assert trial.query(f"select row_number, raw from '{batch}' order by all") == [
        (2, f"{lines[0]}\n{lines[2]}"),
        (3, lines[1]),
    ]


def test_the_raw_text_of_a_large_group_says_how_much_it_leaves_out(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"T1,{step},new,2020-05-01 10:00,a,0" for step in range(5)]
    monkeypatch.setattr(mapped, "MOST_RAW_CHARACTERS", 2 * len(lines[0]) + 2)

    send(trial, tmp_path, TICKETS, tickets(*lines))

    (batch,) = (trial.home.landing / "incident_order").glob("*.parquet")
    assert trial.query(f"select raw from '{batch}'") == [(f"{lines[0]}\n{lines[1]}\n… and 3 more rows",)]


@pytest.mark.parametrize(("rows", "refusal"), [(3, None), (4, "E002")])
def test_more_rows_than_can_be_grouped_refuse_the_file(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, refusal: str | None
) -> None:
    monkeypatch.setattr(mapped, "MOST_GROUPED_ROWS", 3)

    lines = [f"T{number},0,new,2020-05-01 10:00,a,0" for number in range(rows)]
    outcome = send(trial, tmp_path, TICKETS, tickets(*lines))["tickets.csv"]

    assert (outcome.refusal or "")[:4] == (refusal or "")


@pytest.mark.parametrize(
    ("line", "reason", "message"),
    [
        pytest.param(
            "T1,1,work,yesterday,a,0",
            "Q209",
            "The rows of one incident order: line 4 has no place among them, its at 'yesterday' is not written as "
            "%Y-%m-%d %H:%M.",
            id="unreadable-order",
        ),
        pytest.param(
            "T1,?,work,2020-05-01 11:00,a,0",
            "Q206",
            "The rows of one incident order: line 4 has no place among them, its step '' is not a plain number.",
            id="unknown-order",
        ),
        pytest.param(
            "T1,1,work,2020-05-01 11:00,a,-1",
            "Q206",
            "Column reopen_count (重开次数): '-1' is not a whole number from 0 on.",
            id="unreadable-number-among-those-compared",
        ),
    ],
)
def test_one_unfit_event_sets_the_whole_thing_aside(
    trial: Trial, tmp_path: Path, line: str, reason: str, message: str
) -> None:
    lines = ["T1,0,new,2020-05-01 10:00,a,0", "T2,0,new,2020-05-01 10:00,a,0", line]

    outcome = send(trial, tmp_path, TICKETS, tickets(*lines))["tickets.csv"]

    assert quarantined(trial) == [(2, reason, message)]
    assert trial.query("select raw from landing.quarantine") == [(f"{lines[0]}\n{line}",)]
    assert (outcome.rows_read, outcome.rows_landed, outcome.rows_quarantined) == (2, 1, 1)


def test_events_without_a_number_are_no_one_thing(trial: Trial, tmp_path: Path) -> None:
    lines = ["?,0,new,2020-05-01 10:00,a,0", "?,1,new,2020-05-01 10:00,a,0", "T1,0,new,2020-05-01 10:00,a,0,x"]

    send(trial, tmp_path, TICKETS, tickets(*lines))

    assert [(number, reason) for number, reason, _ in quarantined(trial)] == [(2, "Q203"), (3, "Q203"), (4, "Q200")]


def test_a_later_export_with_more_events_answers_what_was_open(trial: Trial, tmp_path: Path) -> None:
    text = TICKETS.replace("{from: kind, take: last}", "{from: kind, take: last, where: {state: closed}}")
    text = text.replace("take: max}", "take: last, where: {state: closed}}")
    first, then = "T1,0,new,2020-05-01 10:00,a,0", "T1,1,closed,2020-05-02 10:00,b,1"

    send(trial, tmp_path, text, tickets(first))
    send(trial, tmp_path, text, tickets(first, then))

    assert trial.query("select category, reopen_count from landing.incident_order") == [("b", 1)]
    assert quarantined(trial) == []


def test_a_mended_event_closes_the_thing_that_was_set_aside(trial: Trial, tmp_path: Path) -> None:
    first, bad = "T1,0,new,2020-05-01 10:00,a,0", "T1,1,work,yesterday,a,0"

    send(trial, tmp_path, TICKETS, tickets(first, bad))
    send(trial, tmp_path, TICKETS, tickets(first, bad.replace("yesterday", "2020-05-02 10:00")))

    assert trial.query("select count(*), count(closed_by) from landing.quarantine") == [(1, 1)]
