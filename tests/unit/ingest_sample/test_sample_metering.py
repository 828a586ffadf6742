"""Claims say exactly what was delivered, and verifications never more than that."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from random import Random

import pytest

from ingest.sample.deliveries import Delivery, deliver_year
from ingest.sample.metering import claim_all, claim_rows, verification_rows, verify_all
from ingest.sample.work import WORK_ORDERS
from interface.periods import SHANGHAI, Month

CREDIT = next(order for order in WORK_ORDERS if order.number == "GD-025")
STREAM = next(order for order in WORK_ORDERS if order.number == "GD-030")
JUNE, JULY = Month(2020, 6), Month(2020, 7)


def a_delivery(*, order=CREDIT, key="k", day=10, month=6, count=1, unit="条", version=1, received=JUNE):
    moment = datetime(2020, month, day, 9, 0, tzinfo=SHANGHAI)
    return Delivery(order, key, moment, "+08:00", count, unit, version, received)


@pytest.fixture(scope="module")
def year():
    rng = Random(1)
    claims = claim_all(deliver_year(rng))
    return claims, verify_all(claims, rng)


def test_records_and_ten_thousands_of_records_are_one_exact_quantity():
    in_records = a_delivery(count=2_376_001, unit="条")
    in_ten_thousands = a_delivery(count=2_376_001, unit="万条")

    assert (in_records.quantity, in_records.item_quantity) == (Decimal("2376001"), Decimal("237.6001"))
    assert (in_ten_thousands.quantity, in_ten_thousands.item_quantity) == (Decimal("237.6001"), Decimal("237.6001"))


def test_other_units_are_logged_as_they_are_priced():
    stream = a_delivery(order=STREAM, count=1_250, unit="TB")

    assert (stream.quantity, stream.item_quantity) == (Decimal("1.250"), Decimal("1.250"))


def test_a_claim_adds_the_last_version_of_each_deliverable_in_the_month_of_the_first():
    log = [
        a_delivery(key="a", count=15_000),
        a_delivery(key="a", count=14_000, day=12, version=2),
        a_delivery(key="a", count=14_000, day=3, month=7, version=3, received=JULY),
        a_delivery(key="b", count=12_345, unit="万条"),
    ]

    (claim,) = claim_all(log)

    # 1.4 + 1.2345; the version of July changes nothing and waits for nothing.
    assert (claim.period, claim.quantity, claim.received) == (JUNE, Decimal("2.6345"), JUNE)


def test_a_claim_waits_until_all_its_rows_were_received():
    (claim,) = claim_all([a_delivery(key="a"), a_delivery(key="b", received=JULY)])

    assert (claim.period, claim.received) == (JUNE, JULY)


def test_the_contract_paid_by_its_delivery_log_claims_nothing():
    assert claim_all([a_delivery(order=WORK_ORDERS[0])]) == []


def test_every_claim_is_verified_and_never_above_what_was_claimed(year):
    claims, verifications = year
    verified = Counter((each.claim.order.number, each.claim.period) for each in verifications)

    assert set(verified) == {(claim.order.number, claim.period) for claim in claims}
    assert all(0 < each.quantity <= each.claim.quantity for each in verifications)


def test_a_reason_stands_exactly_where_something_was_cut(year):
    _, verifications = year
    cut = [each for each in verifications if each.quantity < each.claim.quantity]

    assert all(bool(each.cut_reason) == (each.quantity < each.claim.quantity) for each in verifications)
    assert 0.08 < len(cut) / len(verifications) < 0.22


def test_some_verifications_come_a_month_after_the_claim(year):
    _, verifications = year
    waited = Counter(each.received.month - each.claim.received.month for each in verifications)

    assert waited[1] + waited[-11] > 5


def test_one_cut_is_taken_back_by_a_later_verification(year):
    _, verifications = year
    first, second = (
        each
        for each in verifications
        if [(other.claim.order, other.claim.period) for other in verifications].count(
            (each.claim.order, each.claim.period)
        )
        == 2
    )

    assert first.quantity < first.claim.quantity
    assert second.quantity == second.claim.quantity
    assert second.verified_on > first.verified_on
    assert second.received == first.received.plus(2)


def test_rows_carry_the_items_unit_and_count_lines_from_one():
    claims = claim_all([a_delivery(count=15_000), a_delivery(order=STREAM, count=1_250, unit="TB")])

    first, second = claim_rows(claims, JUNE)

    assert first == {
        "claim_no": "SB-2020-06",
        "line_no": "1",
        "work_order_no": "GD-025",
        "period": "2020-06",
        "claimed_qty": "1.5000",
        "unit": "万条",
    }
    assert (second["line_no"], second["claimed_qty"], second["unit"]) == ("2", "1.250", "TB")


def test_a_verification_is_dated_in_the_first_days_after_its_month(year):
    rows = verification_rows(year[1], JUNE)

    assert [row["line_no"] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert {row["verify_no"] for row in rows} == {"HD-2020-06"}
    assert all("2020-07-02" <= row["verified_on"] <= "2020-07-05" for row in rows)
