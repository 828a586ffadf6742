"""A claim is held line by line against what was metered and what the catalogue makes of it, again when that changes."""

from decimal import Decimal

import pytest

from tests.integration.conftest import Desk, Row, a_contract, a_delivery, a_work_order, an_item

MARCH, APRIL = "2020-03", "2020-04"


def a_claim(line_no: str, work_order_no: str, claimed_qty: str, **given: object) -> Row:
    claim = {"claim_no": "Q1", "line_no": line_no, "work_order_no": work_order_no, "period": MARCH, "unit": "万条"}
    return claim | {"claimed_qty": claimed_qty, "unit_price": "", "claimed_amount": ""} | given


def a_verification(line_no: str, work_order_no: str, verified_qty: str, **given: object) -> Row:
    verification = {"verify_no": "V1", "line_no": line_no, "work_order_no": work_order_no, "period": MARCH}
    return verification | {"verified_qty": verified_qty, "unit": "万条", "verified_on": "2020-04-02"} | given


def reviews(desk: Desk) -> dict[str, tuple[object, ...]]:
    """Claimed, computed, difference, verdict and reduction rate of every review, by claim line."""
    columns = ("claimed_amount", "computed_amount", "difference", "verdict", "reduction_rate")
    return {
        row["line_no"]: tuple(f"{cell:f}" if isinstance(cell, Decimal) else cell for cell in map(row.get, columns))
        for row in desk.table("claim_review")
    }


def one_work_order_per_case() -> dict[str, list[Row]]:
    """Contract H1 by VERIFIED with I1 at 120, I2 at 12.345 and I3 by tiers; contract H2 by DELIVERED."""
    tables = a_contract(metering_basis="VERIFIED")
    tables["contract"].append(tables["contract"][0] | {"contract_no": "H2", "metering_basis": "DELIVERED"})
    tables["service_item"].append(an_item("I3", unit_price="", tier_mode="PROGRESSIVE"))
    tier = {"catalogue_code": "C", "version_no": "1", "item_code": "I3"}
    tables["price_tier"] = [
        tier | {"seq": "1", "from_qty": "0", "to_qty": "39", "unit_price": "4.7932", "flat_fee": "2.50"},
        tier | {"seq": "2", "from_qty": "39", "to_qty": "62", "unit_price": "0.7603", "flat_fee": "2.50"},
    ]
    items = {"A": "I1", "B": "I2", "C": "I3"}
    names = ("A1", "A2", "A3", "A4", "A5", "A6", "B1", "B2", "B3", "B4", "C1", "C2")
    tables["work_order"] = [a_work_order(name, item_code=items[name[0]]) for name in names]
    tables["work_order"] += [a_work_order(name, contract_no="H2") for name in ("D1", "D2", "D3")]
    return tables


@pytest.fixture
def reviewed(desk: Desk) -> Desk:
    """March settled with every case of this page."""
    pieces = {"unit": "个"}
    desk.receive(
        **one_work_order_per_case(),
        metering_claim=[
            a_claim("cut", "A1", "12345.6789", unit_price="120"),
            a_claim("converted", "A2", "100", unit="条", unit_price="0.012", claimed_amount="1.20"),
            a_claim("other-price", "A3", "1", unit_price="130", claimed_amount="120.00"),
            a_claim("no-amount", "A4", "1"),
            a_claim("unverified", "A5", "1", unit_price="120"),
            a_claim("nothing", "A6", "0", claimed_amount="0.00"),
            a_claim("half-a-fen", "B1", "1", unit_price="12.345", claimed_amount="12.35", **pieces),
            a_claim("one-fen", "B2", "2", claimed_amount="24.70", **pieces),
            a_claim("uncut-1", "B3", "1", unit_price="12.345", **pieces),
            a_claim("uncut-2", "B3", "1", unit_price="12.345", **pieces),
            a_claim("cut-1", "B4", "1", claimed_amount="12.35", **pieces),
            a_claim("cut-2", "B4", "2", claimed_amount="24.69", **pieces),
            a_claim("tiered-1", "C1", "20", claimed_amount="96.35", **pieces),
            a_claim("tiered-2", "C1", "10", claimed_amount="48.17", **pieces),
            a_claim("tiered-no-amount", "C2", "10", **pieces),
            a_claim("more-delivered", "D1", "1", unit_price="120"),
            a_claim("undelivered", "D2", "1", unit_price="120"),
            a_claim("one-fen-only", "D3", "0.0001", claimed_amount="0.01"),
        ],
        metering_verification=[
            a_verification("1", "A1", "12000", cut_reason="重复计数"),
            a_verification("2", "A2", "0.01"),
            a_verification("3", "A3", "1"),
            a_verification("4", "A4", "1"),
            a_verification("6", "A6", "0"),
            a_verification("7", "B1", "1", **pieces),
            a_verification("8", "B2", "2", **pieces),
            a_verification("9", "B3", "2", **pieces),
            a_verification("10", "B4", "1", **pieces),
            a_verification("11", "C1", "30", **pieces),
            a_verification("12", "C2", "10", **pieces),
        ],
        delivery=[
            a_delivery("Y1", work_order_no="D1", quantity="20000"),
            a_delivery("Y2", work_order_no="A5"),
            a_delivery("Y3", work_order_no="D3", quantity="2000000"),
        ],
    )
    return desk


def test_every_claim_line_has_its_verdict_and_its_difference_to_the_fen(reviewed: Desk) -> None:
    outcome = reviewed.settle(MARCH)

    assert reviews(reviewed) == {
        # 12,345.6789 × 120 = 1,481,481.468 and 12,000 × 120; 41,481.47 / 1,481,481.47 = 0.02799999…
        "cut": ("1481481.47", "1440000.00", "41481.47", "DIFFERS", "0.028000"),
        "converted": ("1.20", "1.20", "0.00", "AGREES", "0.000000"),
        # The amount is the catalogue's, but not the claim's own quantity × price, 130.00.
        "other-price": ("120.00", "120.00", "0.00", "DIFFERS", "0.000000"),
        "no-amount": ("120.00", "120.00", "0.00", "AGREES", "0.000000"),
        # Delivered, but by the contract only what is verified counts.
        "unverified": ("120.00", None, None, "NO_RECORD", None),
        "nothing": ("0.00", "0.00", "0.00", "AGREES", None),
        # 1 × 12.345 = 12.345: 12.35 is exactly half a fen away.
        "half-a-fen": ("12.35", "12.35", "0.00", "AGREES", "0.000000"),
        # 2 × 12.345 = 24.69; 0.01 / 24.70 = 0.00040486
        "one-fen": ("24.70", "24.69", "0.01", "DIFFERS", "0.000405"),
        # Each line is rounded by itself, although the work order's month is worth 24.69.
        "uncut-1": ("12.35", "12.35", "0.00", "AGREES", "0.000000"),
        "uncut-2": ("12.35", "12.35", "0.00", "AGREES", "0.000000"),
        # 1,235 fen by 1 and 2: 411 2/3 and 823 1/3; the larger remainder gets the last fen.
        "cut-1": ("12.35", "4.12", "8.23", "DIFFERS", "0.666397"),
        "cut-2": ("24.69", "8.23", "16.46", "DIFFERS", "0.666667"),
        # 40 pieces: 39 × 4.7932 + 2.50 + 1 × 0.7603 + 2.50 = 192.6951; 30 of them 144.53, 10 of them 48.17.
        # 14,453 fen by 20 and 10: 9,635 1/3 and 4,817 2/3.
        "tiered-1": ("96.35", "96.35", "0.00", "AGREES", "0.000000"),
        "tiered-2": ("48.17", "48.18", "-0.01", "DIFFERS", "-0.000208"),
        # Tiers give no amount to a claim without one: the quantity decides.
        "tiered-no-amount": (None, "48.17", None, "AGREES", None),
        # 2 万条 were delivered.
        "more-delivered": ("120.00", "240.00", "-120.00", "DIFFERS", "-1.000000"),
        "undelivered": ("120.00", None, None, "NO_RECORD", None),
        # −23,999.99 / 0.01 does not fit a ratio.
        "one-fen-only": ("0.01", "24000.00", "-23999.99", "DIFFERS", None),
    }
    cut = next(row for row in reviewed.table("claim_review") if row["line_no"] == "cut")
    assert (cut["claimed_qty"], cut["verified_qty"], cut["cut_reason"]) == (
        Decimal("12345.6789"),
        Decimal("12000"),
        "重复计数",
    )
    (finding,) = [each for each in outcome.findings if each.expectation == "every_claim_agrees_with_the_catalogue"]
    # Eight differ, and the cut alone is explained: it has its reason, and the claimant gave neither amount nor price.
    assert (finding.severity, finding.unexpected_count) == ("WARN", 7)
    assert outcome.verdict == "PUBLISHED"


def test_a_later_verification_changes_the_review_in_the_next_run_and_nothing_else_is_repeated(desk: Desk) -> None:
    tables = a_contract(metering_basis="VERIFIED")
    tables["work_order"] = [a_work_order("W1"), a_work_order("W3")]
    desk.receive(
        **tables,
        metering_claim=[a_claim("1", "W1", "1", unit_price="120"), a_claim("2", "W3", "2", unit_price="120")],
        metering_verification=[a_verification("2", "W3", "2")],
    )
    desk.settle(MARCH)
    desk.receive(metering_verification=[a_verification("1", "W1", "0.5", verify_no="V2")])
    desk.settle(APRIL)
    again = desk.settle(APRIL)
    desk.receive(metering_claim=[a_claim("3", "W3", "1", unit_price="120")])
    late_claim = desk.settle(APRIL)

    assert (again.verdict, late_claim.verdict) == ("NOTHING_NEW", "PUBLISHED")
    runs = [row["run_id"] for row in desk.table("run")]
    published = [
        (runs.index(row["run_id"]), row["line_no"], row["verdict"], row["computed_amount"])
        for row in desk.table("claim_review")
    ]
    assert sorted(published) == [
        (0, "1", "NO_RECORD", None),
        (0, "2", "AGREES", Decimal("240.00")),
        (1, "1", "DIFFERS", Decimal("60.00")),
        # The third line claims more than the 2 万条 that were verified: 240.00 by 2 and 1.
        (2, "2", "DIFFERS", Decimal("160.00")),
        (2, "3", "DIFFERS", Decimal("80.00")),
    ]
