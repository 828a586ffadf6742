"""What two people decide on a row holds from then on, for that row and its equals, and for nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import duckdb
import pytest

from ingest.batches import rows_file
from ingest.waivers import Waiver, approve_waiver, ask_waiver, waivers_among
from interface.errors import CannotRun
from interface.ledger import read_entries, writing
from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

OTHER_CONTRACT = FRAME["contract.csv"].replace("2020-12-07", "2020-11-30")


def a_waiver(trial: Trial, table: str, number: int, **given: str) -> Waiver:
    """A waiver of the row at that line, as the quarantine and the batches show it."""
    ((name, sha256, reason, raw, message),) = trial.query(
        "select file_name, file_sha256, reason, raw, message from landing.quarantine "
        f"where table_name = '{table}' and row_number = {number} and closed_by is null "
        "order by file_name desc limit 1"
    )
    key, digest = identity(trial, table, str(sha256), number)
    plain = {"act": "withdraw", "rule": "", "because": "录入错误", "asked_by": "甲"}
    return Waiver(
        waiver_id="",
        table_name=table,
        file_name=name,
        file_sha256=sha256,
        row_number=number,
        reason=reason,
        message=message,
        raw=raw,
        row_key=key,
        row_hash=digest,
        asked_at="",
        **(plain | given),
    )


def identity(trial: Trial, table: str, sha256: str, number: int) -> tuple[object, object]:
    path = rows_file(trial.home, sha256, table)
    if not path.exists():
        return None, None
    found = duckdb.sql(f"select row_key, row_hash from read_parquet('{path}') where row_number = {number}").fetchall()
    return found[0] if found else (None, None)


def decide(trial: Trial, waiver: Waiver, *, by: str = "乙") -> Waiver:
    with writing(trial.home) as ledger:
        return approve_waiver(ledger, ask_waiver(ledger, waiver), by=by)


def landed(trial: Trial, table: str, what: str) -> list[object]:
    return [row[0] for row in trial.query(f"select {what}::varchar from landing.{table} order by 1")]


def closed(trial: Trial) -> list[tuple[object, ...]]:
    return trial.query("select row_number, reason, closed_by from landing.quarantine order by file_name, row_number")


def contradict(trial: Trial) -> None:
    trial.send(dict(FRAME))
    trial.send({"contract/wrong.csv": OTHER_CONTRACT})


def test_of_two_rows_that_contradict_the_other_lands_when_one_is_withdrawn(trial: Trial) -> None:
    contradict(trial)
    assert landed(trial, "contract", "service_to") == []

    waiver = decide(trial, a_waiver(trial, "contract", 2))

    assert waiver.file_name == "contract/wrong.csv"
    assert landed(trial, "contract", "service_to") == ["2020-12-07"]
    assert closed(trial) == [(2, "Q221", waiver.waiver_id)]
    assert trial.query("select message from landing.quarantine") == [
        (f"Withdrawn by waiver {waiver.waiver_id}: 录入错误",)
    ]
    assert trial.query("select count(*) from landing.set_aside") == [(0,)]


def test_what_is_asked_and_not_approved_changes_nothing(trial: Trial) -> None:
    contradict(trial)

    with writing(trial.home) as ledger:
        ask_waiver(ledger, a_waiver(trial, "contract", 2))

    assert landed(trial, "contract", "service_to") == []


def test_a_run_as_of_the_moment_of_the_decision_does_not_know_it(trial: Trial) -> None:
    contradict(trial)

    decided_at = decide(trial, a_waiver(trial, "contract", 2)).decided_at

    count = "select count(*) from landing.contract"
    assert trial.query(count, as_of=decided_at) == [(0,)]
    assert trial.query(count, as_of=datetime.now(UTC)) == [(1,)]


def test_equal_rows_known_at_the_decision_go_with_the_row_and_later_ones_are_new(trial: Trial) -> None:
    contradict(trial)
    trial.send({"contract/again.csv": OTHER_CONTRACT + "\n"})
    decide(trial, a_waiver(trial, "contract", 2))
    assert landed(trial, "contract", "service_to") == ["2020-12-07"]

    trial.send({"contract/later.csv": OTHER_CONTRACT + "\n\n"})

    assert landed(trial, "contract", "service_to") == []


def test_of_a_row_that_stands_twice_in_a_file_only_the_second_is_withdrawn(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D1"))})
    assert closed(trial) == [(3, "Q220", None)]

    waiver = decide(trial, a_waiver(trial, "delivery", 3))

    assert closed(trial) == [(3, "Q220", waiver.waiver_id)]
    assert landed(trial, "delivery", "delivery_no") == ["D1"]
    assert trial.query(
        "select rows_landed, rows_quarantined from landing.ingest_file where table_name = 'delivery'"
    ) == [(1, 1)]


def test_an_accepted_row_lands_and_its_neighbours_do_not(trial: Trial) -> None:
    early = "2020-04-30T23:59:59+08:00"
    lines = (a_delivery("D1", delivered_at="2020-05-01T00:00:00+08:00"),)
    frame = {**FRAME, "contract.csv": FRAME["contract.csv"].replace("2020-05-08", "2020-04-01")}
    lines += (a_delivery("D2", delivered_at=early), a_delivery("D3", delivered_at=early))
    trial.send({**frame, "delivery.csv": deliveries(*lines)})
    assert closed(trial) == [(3, "Q210", None), (4, "Q210", None)]

    decide(trial, a_waiver(trial, "delivery", 3, act="accept", rule="not_before_start"))

    assert landed(trial, "delivery", "delivery_no") == ["D1", "D2"]
    assert closed(trial) == [(4, "Q210", None)]


def test_a_row_accepted_before_its_order_still_has_to_lie_within_the_service(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1", delivered_at="2020-04-30T23:59:59+08:00"))})
    assert trial.query("select rule from landing.set_aside") == [("not_before_start",)]

    decide(trial, a_waiver(trial, "delivery", 2, act="accept", rule="not_before_start"))

    assert trial.query("select rule from landing.set_aside") == [("within_service",)]
    decide(trial, a_waiver(trial, "delivery", 2, act="accept", rule="within_service"))
    assert landed(trial, "delivery", "delivery_no") == ["D1"]


def test_a_row_that_cannot_be_read_is_closed_by_its_withdrawal(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2", quantity="约12"))})

    waiver = decide(trial, a_waiver(trial, "delivery", 3))

    assert closed(trial) == [(3, "Q206", waiver.waiver_id)]
    assert landed(trial, "delivery", "delivery_no") == ["D1"]


@pytest.mark.parametrize("name", ["甲", " 甲 ", "甲\u3000"])
def test_who_asked_does_not_approve(trial: Trial, name: str) -> None:
    contradict(trial)

    with pytest.raises(CannotRun, match="another person must approve it"):
        decide(trial, a_waiver(trial, "contract", 2), by=name)

    assert [each.decided_by for each in waivers_among(read_entries(trial.home))] == [""]


def test_names_are_compared_without_case_width_and_blanks(trial: Trial) -> None:
    contradict(trial)
    waiver = replace(a_waiver(trial, "contract", 2), asked_by="Ab C")

    with pytest.raises(CannotRun, match="another person must approve it"):
        decide(trial, waiver, by="ａｂｃ")
    assert decide(trial, waiver, by="abd").decided_by == "abd"


def test_a_waiver_is_approved_once(trial: Trial) -> None:
    contradict(trial)
    waiver = decide(trial, a_waiver(trial, "contract", 2))

    with writing(trial.home) as ledger, pytest.raises(CannotRun, match="is approved already, by 乙"):
        approve_waiver(ledger, waiver, by="丙")


@pytest.mark.parametrize(
    ("earlier", "later", "is_closed"),
    [
        pytest.param(a_delivery("D1", quantity="约12"), a_delivery("D1"), True, id="mended-later"),
        pytest.param(a_delivery("D1"), a_delivery("D1", quantity="约12"), False, id="broken-later"),
        pytest.param(a_delivery("D1", quantity="约12"), a_delivery("D2"), False, id="another-key"),
        pytest.param(a_delivery("D1", version="x"), a_delivery("D1"), False, id="no-key-to-read"),
        pytest.param(a_delivery("D1", unit="箱"), a_delivery("D1"), True, id="another-unit-mended"),
        pytest.param(a_delivery("D1", quantity="约12"), a_delivery("D1", unit="箱"), False, id="mended-by-no-good-row"),
    ],
)
def test_a_row_is_closed_by_a_later_row_of_its_key_that_lands(
    trial: Trial, earlier: str, later: str, is_closed: bool
) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(earlier)})

    sent = trial.send({"delivery.csv": deliveries(later)})["delivery.csv"]

    found = trial.query("select closed_by from landing.quarantine order by closed_by nulls last limit 1")
    assert found == [(f"{sent.file_sha256}:2" if is_closed else None,)]


def test_a_row_is_closed_by_a_later_row_that_repeats_what_landed(trial: Trial) -> None:
    trial.send({**FRAME, "delivery.csv": deliveries(a_delivery("D1"))})
    trial.send({"delivery.csv": deliveries(a_delivery("D1", quantity="约12"))})

    sent = trial.send({"delivery.csv": deliveries(a_delivery("D1"), a_delivery("D2"))})["delivery.csv"]

    assert closed(trial) == [(2, "Q206", f"{sent.file_sha256}:2")]


def revoke(trial: Trial, waiver: Waiver, *, by: str = "丁") -> Waiver:
    asked = replace(waiver, act="revoke", revokes=waiver.waiver_id, asked_by="丙", decided_by="", decided_at=None)
    return decide(trial, asked, by=by)


def test_a_waiver_that_two_people_revoked_holds_no_more(trial: Trial) -> None:
    contradict(trial)
    waiver = decide(trial, a_waiver(trial, "contract", 2))
    assert landed(trial, "contract", "service_to") == ["2020-12-07"]

    revoked_at = revoke(trial, waiver).decided_at

    assert landed(trial, "contract", "service_to") == []
    assert [reason for *_, reason in trial.reasons() if reason == "Q221"] == ["Q221", "Q221"]
    assert trial.query("select count(*) from landing.contract", as_of=revoked_at) == [(1,)]


def test_a_revocation_that_waits_ends_nothing(trial: Trial) -> None:
    contradict(trial)
    waiver = decide(trial, a_waiver(trial, "contract", 2))

    with pytest.raises(CannotRun, match="another person must approve it"):
        revoke(trial, waiver, by="丙")

    assert landed(trial, "contract", "service_to") == ["2020-12-07"]


def test_what_was_revoked_can_be_decided_anew(trial: Trial) -> None:
    contradict(trial)
    revoke(trial, decide(trial, a_waiver(trial, "contract", 2)))

    again = decide(trial, a_waiver(trial, "contract", 2))

    assert landed(trial, "contract", "service_to") == ["2020-12-07"]
    assert [closed_by for *_, closed_by in closed(trial)] == [again.waiver_id]
