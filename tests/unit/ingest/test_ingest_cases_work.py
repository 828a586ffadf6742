"""Rows that are sound alone are judged by what else is known: repetitions, contradictions, references, the contract."""

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from tests.unit.ingest.conftest import FRAME, Trial, a_delivery, deliveries

HEAD = "claim_no,line_no,work_order_no,period,claimed_qty,unit\n"
ORDERS = "work_order_no,order_no,contract_no,item_code,provider,start_time,end_time\n"


def counted(trial: Trial, *lines: str) -> tuple[int, int, int, int, list[str]]:
    """Counts of a delivery file sent with the frame, and the reasons in the file's order."""
    each = trial.send({**FRAME, "delivery.csv": deliveries(*lines)})["delivery.csv"]
    reasons = [str(reason) for (reason,) in trial.query("select reason from landing.quarantine order by row_number")]
    return each.rows_read, each.rows_landed, each.rows_duplicate, each.rows_quarantined, reasons


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        ((a_delivery(), a_delivery()), (2, 1, 0, 1, ["Q220"])),
        ((a_delivery(), a_delivery("D2"), a_delivery(), a_delivery()), (4, 2, 0, 2, ["Q220", "Q220"])),
        ((a_delivery(), a_delivery(quantity="12.50")), (2, 1, 0, 1, ["Q220"])),
        ((a_delivery(), a_delivery(delivered_at="2020-05-15T09:30:00Z")), (2, 1, 0, 1, ["Q220"])),
    ],
    ids=["twice", "three-times", "another-spelling", "another-zone"],
)
def test_35_an_equal_row_in_the_same_file_counts_once(trial: Trial, lines: tuple, result: tuple) -> None:
    assert counted(trial, *lines) == result


@pytest.mark.parametrize(
    ("lines", "result"),
    [
        ((a_delivery(), a_delivery(quantity="12.6")), (2, 0, 0, 2, ["Q221", "Q221"])),
        ((a_delivery(), a_delivery(work_order_no="W2", unit="个")), (2, 0, 0, 2, ["Q221", "Q221"])),
        ((a_delivery(), a_delivery(), a_delivery(quantity="1")), (3, 0, 0, 3, ["Q221", "Q220", "Q221"])),
        ((a_delivery(), a_delivery(quantity="1", version="2")), (2, 2, 0, 0, [])),
    ],
    ids=["another-quantity", "another-order", "three-rows", "a-version-of-its-own"],
)
def test_36_rows_that_contradict_each_other_count_nothing(trial: Trial, lines: tuple, result: tuple) -> None:
    assert counted(trial, *lines) == result


def test_36_a_contradiction_from_another_file_takes_the_landed_row_back(trial: Trial) -> None:
    first = counted(trial, a_delivery(), a_delivery("D2"))

    trial.send({"delivery.csv": deliveries(a_delivery(quantity="13"))})

    assert first[:4] == (2, 2, 0, 0)
    assert trial.query("select delivery_no from landing.delivery") == [("D2",)]
    assert trial.reasons() == [("delivery", 2, "Q221"), ("delivery", 2, "Q221")]


@pytest.mark.parametrize("table", ["service_item", "work_order"])
def test_98_an_unknown_item_is_set_aside(trial: Trial, table: str) -> None:
    lines = {
        "service_item": "catalogue_code,version_no,item_code,item_name,unit_code,unit_price\nC9,1,I9,x,个,1\n",
        "work_order": ORDERS + "W9,F1,H1,I9,P1,,\n",
    }
    trial.send_frame()

    trial.send({f"{table}.csv": lines[table]})

    assert trial.reasons() == [(table, 2, "Q204")]


@pytest.mark.parametrize(
    ("provider", "reason"), [("P9", "Q211"), ("甲服务商", "Q211"), pytest.param("p1", "Q203", id="94-lower-case")]
)
def test_99_an_unknown_provider_is_set_aside(trial: Trial, provider: str, reason: str) -> None:
    trial.send_frame()

    trial.send({"work_order.csv": ORDERS + f"W9,F1,H1,I1,{provider},,\n"})

    assert trial.reasons() == [("work_order", 2, reason)]


@pytest.mark.parametrize(
    ("unit", "reasons"),
    [("条", []), ("万条", []), ("个", ["Q205"]), ("万次", ["Q205"])],
)
def test_97_a_claim_is_in_a_unit_that_converts(trial: Trial, unit: str, reasons: list[str]) -> None:
    trial.send_frame()

    trial.send({"metering_claim.csv": HEAD + f"C1,1,W1,2020-05,10000,{unit}\n"})

    assert [reason for *_, reason in trial.reasons()] == reasons
    if not reasons:
        assert trial.query("select claimed_qty::varchar, unit from landing.metering_claim") == [("10000.000000", unit)]


@pytest.mark.parametrize(
    ("moment", "reasons"),
    [
        ("2020-05-10T11:59:59+08:00", ["Q210"]),
        ("2020-05-10T03:59:59.999999Z", ["Q210"]),
        ("2020-05-10T12:00:00+08:00", []),
        ("2020-05-20T12:00:00+08:00", []),
        ("2020-05-20T12:00:01+08:00", []),
    ],
    ids=["a-second-early", "a-microsecond-early", "at-the-start", "at-the-end", "late-and-counted"],
)
def test_c1_a_delivery_before_its_order_starts_is_set_aside(trial: Trial, moment: str, reasons: list[str]) -> None:
    order = ORDERS + "W1,F1,H1,I1,P1,2020-05-10T12:00:00+08:00,2020-05-20T12:00:00+08:00\n"

    trial.send({**FRAME, "work_order.csv": order, "delivery.csv": deliveries(a_delivery(delivered_at=moment))})

    assert [reason for *_, reason in trial.reasons()] == reasons


@pytest.mark.parametrize(
    ("period", "reasons"),
    [("2020-04", ["Q210"]), ("2020-05", []), ("2020-12", []), ("2021-01", ["Q210"])],
)
def test_101_102_a_claim_lies_in_a_month_of_the_contract(trial: Trial, period: str, reasons: list[str]) -> None:
    trial.send_frame()

    trial.send({"metering_claim.csv": HEAD + f"C1,1,W1,{period},1,条\n"})

    assert [reason for *_, reason in trial.reasons()] == reasons


@pytest.mark.parametrize(
    ("ahead", "reasons"),
    [(timedelta(hours=23), []), (timedelta(hours=25), ["Q213"]), (timedelta(days=400), ["Q213"])],
    ids=["a-slow-clock", "a-day-and-an-hour", "next-year"],
)
def test_c12_a_delivery_from_the_future_is_set_aside(trial: Trial, ahead: timedelta, reasons: list[str]) -> None:
    moment = (datetime.now(UTC) + ahead).isoformat()

    trial.send({"delivery.csv": deliveries(a_delivery(delivered_at=moment))})

    assert [reason for *_, reason in trial.reasons()] == reasons


def test_c12_a_delivery_sent_again_when_its_day_has_come_lands(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was too early is healed by the same words in another file: it must not count as a repetition."""
    ahead = a_delivery(delivered_at=(datetime.now(UTC) + timedelta(hours=30)).isoformat())
    trial.send({"delivery.csv": deliveries(ahead)})
    assert trial.query("select count(*) from landing.delivery") == [(0,)]

    class Tomorrow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.now(tz) + timedelta(hours=8)

    monkeypatch.setattr("interface.ledger.datetime", Tomorrow)
    trial.send({"delivery.csv": "\n".join((*deliveries(ahead).splitlines(), "", ""))})

    assert trial.query("select count(*) from landing.delivery") == [(1,)]
