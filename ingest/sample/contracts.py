"""Who takes part in the sample and what they agreed: parties, two contracts, clauses, prepayments, scores, events."""

from datetime import date
from decimal import Decimal
from random import Random

from ingest.sample.catalogue import CATALOGUE_CODE
from interface.periods import Month, months_between

SERVICE_FROM = date(2020, 5, 8)
SERVICE_TO = date(2021, 5, 7)
MONTHS = months_between(Month(2020, 5), Month(2021, 5))
"""The thirteen service months that the contract year touches."""

BY_DELIVERY = "HT-2020-01"
BY_VERIFICATION = "HT-2020-02"
PURCHASER = "CG-01"
OPERATOR = "YY-01"
SUPERVISOR = "JL-01"

_PARTIES = (
    (PURCHASER, "演示区大数据中心(演示)", "PURCHASER", ""),
    (OPERATOR, "演示区数据运营商(演示)", "OPERATOR", "大型"),
    ("FW-01", "甲数据服务商(演示)", "PROVIDER", "中型"),
    ("FW-02", "乙数据服务商(演示)", "PROVIDER", "小型"),
    ("FW-03", "丙数据服务商(演示)", "PROVIDER", "小型"),
    ("FW-04", "丁数据服务商(演示)", "PROVIDER", "中型"),
    ("FW-05", "戊数据服务商(演示)", "PROVIDER", "微型"),
    (SUPERVISOR, "演示监理单位(演示)", "SUPERVISOR", "小型"),
)

_LOW_SCORES = {Month(2020, 8): "87.5", Month(2020, 12): "84"}
_SCORES_A_MONTH_LATE = (Month(2020, 12),)


def parties() -> list[dict[str, str]]:
    """Rows of ``party``."""
    return [
        {"party_code": code, "party_name": name, "role_code": role, "sme_size": size}
        for code, name, role, size in _PARTIES
    ]


def contracts() -> list[dict[str, str]]:
    """Rows of ``contract``: one paid by the delivery log at the day's prices, one by verification at 2020's prices."""
    both = {
        "purchaser": PURCHASER,
        "operator": OPERATOR,
        "service_from": SERVICE_FROM.isoformat(),
        "service_to": SERVICE_TO.isoformat(),
        "catalogue_code": CATALOGUE_CODE,
        "tax_rate": "0.06",
        "tax_incl": "yes",
        "settlement_kind": "MONTHLY",
    }
    return [
        {
            **both,
            "contract_no": BY_DELIVERY,
            "catalogue_version": "",
            "ceiling_amt": "36000000",
            "metering_basis": "DELIVERED",
            "project_code": "XM-2020-01",
        },
        {
            **both,
            "contract_no": BY_VERIFICATION,
            "catalogue_version": "2020",
            "ceiling_amt": "18500000",
            "metering_basis": "VERIFIED",
            "project_code": "XM-2020-02",
        },
    ]


def deduction_clauses() -> list[dict[str, str]]:
    """Rows of ``deduction_clause``: points of a score on one contract, incidents on the other."""
    return [
        {
            "contract_no": BY_DELIVERY,
            "clause_no": "KJ-01",
            "kind": "ASSESSMENT",
            "clause_source": "主合同考核条款",
            "performance_ratio": "0.10",
            "full_score": "90",
            "amount_per_point": "20000",
            "points": "WHOLE",
        },
        {
            "contract_no": BY_VERIFICATION,
            "clause_no": "KJ-01",
            "kind": "INCIDENT",
            "clause_source": "补充协议服务中断条款",
            "amount_per_incident": "100000",
        },
    ]


def prepayments(received: Month) -> list[dict[str, str]]:
    """Rows of ``prepayment`` learned with that month: one in May 2020, one in June 2020."""
    rows = [
        {"contract_no": BY_DELIVERY, "paid_on": "2020-05-20", "amount": "3000000.00", "guarantee_no": "BH-2020-01"},
        {"contract_no": BY_VERIFICATION, "paid_on": "2020-06-10", "amount": "1200000.00", "guarantee_no": "BH-2020-02"},
    ]
    return [row for row in rows if row["paid_on"].startswith(str(received))]


def breach_events(received: Month) -> list[dict[str, str]]:
    """Rows of ``breach_event`` learned with that month: one that the operator answers for and one that it does not."""
    rows = [
        {"event_no": "ZD-2020-01", "occurred_on": "2020-09-16", "liable": "yes"},
        {"event_no": "ZD-2021-01", "occurred_on": "2021-01-22", "liable": "no"},
    ]
    clause = {"contract_no": BY_VERIFICATION, "clause_no": "KJ-01"}
    return [clause | row for row in rows if row["occurred_on"].startswith(str(received))]


def assessments(rng: Random) -> dict[Month, list[dict[str, str]]]:
    """Rows of ``assessment`` by the month they are learned with: two scores below 90, one of them a month late."""
    learned: dict[Month, list[dict[str, str]]] = {month: [] for month in MONTHS}
    for month in MONTHS:
        score = _LOW_SCORES.get(month) or str(Decimal(rng.randint(900, 970)).scaleb(-1))
        received = month.plus(1) if month in _SCORES_A_MONTH_LATE else month
        assessed_on = received.plus(1).first_day.replace(day=rng.randint(2, 5))
        learned[received].append(
            {
                "contract_no": BY_DELIVERY,
                "period": str(month),
                "score": score,
                "party_code": OPERATOR,
                "assessed_on": assessed_on.isoformat(),
            }
        )
    return learned
