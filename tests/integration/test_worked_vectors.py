"""The worked examples of the settlement rules come out of a real run, every figure by value."""

from decimal import Decimal

import pytest

from tests.integration.conftest import Desk, Row, a_contract, a_work_order, an_item

MARCH = "2020-03"
QUARTER = "2020-Q1"
FIGURES = (
    "gross_amt",
    "performance_part_amt",
    "assess_deduct_amt",
    "penalty_amt",
    "prepay_offset_amt",
    "payable_amt",
    "payable_amt_cn",
)


class Contracts:
    """Input tables of contracts by VERIFIED that are added one by one."""

    def __init__(self) -> None:
        self.tables = a_contract()
        self.tables["service_item"].append(an_item("I3", unit_price="8.87"))
        self.tables["contract"], self.tables["work_order"] = [], []
        for name in ("metering_claim", "metering_verification", "deduction_clause", "deduction_band"):
            self.tables[name] = []
        for name in ("assessment", "breach_event", "prepayment"):
            self.tables[name] = []

    def add(self, name: str, verified_qty: str, *, item: str = "I1", claimed_qty: str = "", **given: object) -> None:
        """A contract and March's work of it: I1 costs 120 yuan a 万条, I3 costs 8.87 a 个."""
        (contract,) = a_contract(contract_no=name, metering_basis="VERIFIED", **given)["contract"]
        self.tables["contract"].append(contract)
        self.tables["work_order"].append(a_work_order(f"W {name}", contract_no=name, item_code=item))
        line = {"line_no": "1", "work_order_no": f"W {name}", "period": MARCH, "unit": "个" if item == "I3" else "万条"}
        claim = {"claim_no": f"Q {name}", "claimed_qty": claimed_qty or verified_qty}
        verification = {"verify_no": f"V {name}", "verified_qty": verified_qty, "verified_on": "2020-04-02"}
        self.tables["metering_claim"].append(line | claim)
        self.tables["metering_verification"].append(line | verification)

    def assess(self, name: str, score: str, clause: Row, *, period: str = MARCH, bands: tuple[Row, ...] = ()) -> None:
        """A clause on scores, with its bands, and a score."""
        of_clause = {"contract_no": name, "clause_no": "K1"}
        self.tables["deduction_clause"].append(of_clause | {"clause_source": "考核办法"} | clause)
        self.tables["deduction_band"] += [of_clause | {"seq": seq} | band for seq, band in enumerate(bands, start=1)]
        self.tables["assessment"].append(
            {"contract_no": name, "period": period, "score": score, "assessed_on": "2020-04-03"}
        )

    def interrupt(self, name: str, **given: object) -> None:
        """A clause on interruptions, 100,000 yuan each, and one of them."""
        clause = {"contract_no": name, "clause_no": "K2"}
        self.tables["deduction_clause"].append(
            clause | {"clause_source": "补充协议", "kind": "INCIDENT", "amount_per_incident": "100000"} | given
        )
        self.tables["breach_event"].append(clause | {"event_no": f"E {name}", "occurred_on": "2020-03-18"})

    def received(self, desk: Desk) -> Desk:
        """Everything landed, without the tables that nobody filled."""
        assert not sum(each.rows_quarantined for each in desk.receive(**{k: v for k, v in self.tables.items() if v}))
        return desk


# A tenth of the period is at stake; each point below 90 costs 20,000.
PERFORMANCE = {
    "kind": "ASSESSMENT",
    "performance_ratio": "0.1",
    "full_score": "90",
    "amount_per_point": "20000",
    "points": "WHOLE",
}
# Of the contract's total: a 400th per point below 100, from 90 on 2 %, from 100 on nothing.
QUARTERLY = {"kind": "SCORE_BAND", "full_score": "100", "points": "PRORATED", "base": "CONTRACT"}
QUARTERLY_BANDS = (
    {"from_score": "0", "to_score": "90", "ratio_per_point": "0.0025"},
    {"from_score": "90", "to_score": "100", "ratio": "0.02"},
    {"from_score": "100", "ratio": "0"},
)
# What is verified is paid by the score's coefficient.
BY_COEFFICIENT = {"kind": "COEFFICIENT"}
COEFFICIENTS = (
    {"from_score": "0", "to_score": "90", "coefficient": "0.85"},
    {"from_score": "90", "coefficient": "1"},
)


def prepaid_in_part(contracts: Contracts, name: str, score: str, **clause: object) -> None:
    """12,345.6789 万条 claimed, 12,000 verified at 120; 500,000 prepaid; tax of 6 % included."""
    contracts.add(name, "12000.0000", claimed_qty="12345.6789", tax_rate="0.06", tax_incl="yes")
    contracts.assess(name, score, PERFORMANCE | clause)
    contracts.tables["prepayment"].append({"contract_no": name, "paid_on": "2020-03-01", "amount": "500000"})


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory, judge_process) -> Desk:
    """March with every example that is settled."""
    contracts = Contracts()
    for score in ("90", "89", "85", "75", "70"):
        contracts.add(f"performance {score}", "25000")
        contracts.assess(f"performance {score}", score, PERFORMANCE)
    prepaid_in_part(contracts, "prepaid 87", "87")
    prepaid_in_part(contracts, "prepaid 78", "78")
    prepaid_in_part(contracts, "interrupted", "87", precedence="2")
    contracts.interrupt("interrupted", precedence="1")
    for score in ("100", "99", "90", "89", "85", "0"):
        contracts.add(f"quarter {score}", "2500", total_amt="1000000")
        contracts.assess(f"quarter {score}", score, QUARTERLY, period=QUARTER, bands=QUARTERLY_BANDS)
    for score in ("90", "89.999"):
        contracts.add(f"coefficient {score}", "2500.0001")
        contracts.assess(f"coefficient {score}", score, BY_COEFFICIENT, bands=COEFFICIENTS)
    contracts.add("half a fen", "26009.5", item="I3")
    desk = contracts.received(Desk(tmp_path_factory.mktemp("vectors"), judge_process))
    outcome = desk.settle(MARCH)
    assert outcome.verdict == "PUBLISHED", [each for each in outcome.findings if not each.success]
    return desk


def figures(desk: Desk, group: str, *names: str) -> dict[str, tuple[str | None, ...]]:
    """The named figures of the statements whose contract begins with the group, by the rest of its number."""
    return {
        row["contract_no"].removeprefix(group).strip(): tuple(
            f"{row[name]:f}" if isinstance(row[name], Decimal) else row[name] for name in names
        )
        for row in desk.table("settlement")
        if row["contract_no"].startswith(group)
    }


def test_a_tenth_is_at_stake_and_each_point_below_90_costs_20_000(settled: Desk) -> None:
    names = ("gross_amt", "performance_part_amt", "assess_deduct_amt", "payable_amt")

    assert figures(settled, "performance", *names) == {
        "90": ("3000000.00", "300000.00", "0.00", "3000000.00"),
        "89": ("3000000.00", "300000.00", "20000.00", "2980000.00"),
        "85": ("3000000.00", "300000.00", "100000.00", "2900000.00"),
        "75": ("3000000.00", "300000.00", "300000.00", "2700000.00"),
        # 20 points would be 400,000.
        "70": ("3000000.00", "300000.00", "300000.00", "2700000.00"),
    }


def test_the_prepaid_period_is_paid_to_the_fen_in_words_and_with_its_tax(settled: Desk) -> None:
    assert figures(settled, "prepaid", *FIGURES) == {
        # 12,000 × 120; 3 points; 1,440,000 − 60,000 − 500,000
        "87": ("1440000.00", "144000.00", "60000.00", "0.00", "500000.00", "880000.00", "人民币捌拾捌万元整"),
        # 12 points are 240,000, of which 144,000 are at stake.
        "78": ("1440000.00", "144000.00", "144000.00", "0.00", "500000.00", "796000.00", "人民币柒拾玖万陆仟元整"),
    }
    assert figures(settled, "prepaid", "amt_ex_tax", "tax_amt", "prepay_balance_amt") == {
        # 880,000 / 1.06 = 830,188.679…; 796,000 / 1.06 = 750,943.396…
        "87": ("830188.68", "49811.32", "0.00"),
        "78": ("750943.40", "45056.60", "0.00"),
    }
    statements = {row["settle_no"]: row["contract_no"] for row in settled.table("settlement")}
    deducted = {statements[row["settle_no"]]: row for row in settled.table("deduction")}
    row = deducted["prepaid 78"]
    amounts = tuple(f"{row[name]:f}" for name in ("computed_amt", "capped_amt", "applied_amt"))
    assert amounts == ("240000.00", "144000.00", "144000.00")


def test_of_a_score_and_an_interruption_the_clause_with_the_lower_precedence_deducts(settled: Desk) -> None:
    # 1,440,000 − 100,000 − 500,000
    assert figures(settled, "interrupted", *FIGURES) == {
        "": ("1440000.00", "144000.00", "0.00", "100000.00", "500000.00", "840000.00", "人民币捌拾肆万元整")
    }


def test_an_interruption_beside_a_score_without_precedence_stops_the_settlement(desk: Desk) -> None:
    contracts = Contracts()
    prepaid_in_part(contracts, "H1", "87")
    contracts.interrupt("H1")
    contracts.received(desk)

    outcome = desk.settle(MARCH)

    assert outcome.verdict == "REFUSED"
    assert not desk.home.pointer.exists()
    (stopped,) = [each for each in outcome.findings if each.severity == "BLOCK" and not each.success]
    assert stopped.expectation == "no_two_clauses_deduct_on_one_ground"
    report = (outcome.folder / "report.md").read_text(encoding="utf-8")
    assert "60000.00" in report
    assert "100000.00" in report


def test_a_quarters_score_takes_its_band_of_the_contracts_total(settled: Desk) -> None:
    # Gross 2,500 × 120.
    assert figures(settled, "quarter", "gross_amt", "assess_deduct_amt", "payable_amt") == {
        "100": ("300000.00", "0.00", "300000.00"),
        "99": ("300000.00", "20000.00", "280000.00"),
        "90": ("300000.00", "20000.00", "280000.00"),
        # 11, 15 and 100 points of 2,500 each
        "89": ("300000.00", "27500.00", "272500.00"),
        "85": ("300000.00", "37500.00", "262500.00"),
        "0": ("300000.00", "250000.00", "50000.00"),
    }


def test_a_coefficient_pays_its_share_of_what_was_verified(settled: Desk) -> None:
    # 2,500.0001 × 120 = 300,000.012; 300,000.01 × 0.15 = 45,000.0015
    assert figures(settled, "coefficient", "gross_amt", "assess_deduct_amt", "payable_amt") == {
        "90": ("300000.01", "0.00", "300000.01"),
        "89.999": ("300000.01", "45000.00", "255000.01"),
    }


def test_half_a_fen_is_rounded_up_where_a_binary_fraction_would_lose_it(settled: Desk) -> None:
    # 8.87 × 26,009.5 = 230,704.265
    assert figures(settled, "half a fen", "gross_amt", "payable_amt_cn") == {
        "": ("230704.27", "人民币贰拾叁万零柒佰零肆元贰角柒分")
    }
