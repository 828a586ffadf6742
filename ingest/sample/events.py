"""What happens in the sample beside deliveries: scores, breach events, an objection, payments."""

from decimal import Decimal
from random import Random

from ingest.sample.contracts import BY_DELIVERY, BY_VERIFICATION, BY_YEAR, MONTHS, OPERATOR
from interface.periods import Month

REVISED = Month(2020, 10)
"""The month that is settled again before the next one."""

_QUARTER_SCORES = {"2020-Q2": "93.2", "2020-Q3": "86.4", "2020-Q4": "91", "2021-Q1": "95.5"}
_LOW_SCORES = {Month(2020, 8): "87.5", Month(2020, 12): "84"}
_PAID_FROM = Month(2020, 9)
_PAID_MONTHLY = ((BY_DELIVERY, "1500000.00"), (BY_VERIFICATION, "700000.00"))
_SCORES_A_MONTH_LATE = (Month(2020, 12),)


def breach_events(received: Month) -> list[dict[str, str]]:
    """Rows of ``breach_event`` learned with that month: two that the operator answers for and one that it does not."""
    by_verification = {"contract_no": BY_VERIFICATION, "clause_no": "KJ-01"}
    by_year = {"contract_no": BY_YEAR, "clause_no": "KJ-02"}
    rows = [
        by_verification | {"event_no": "ZD-2020-01", "occurred_on": "2020-09-16", "liable": "yes"},
        by_year | {"event_no": "ZD-2020-02", "occurred_on": "2020-11-03", "liable": "yes"},
        by_verification | {"event_no": "ZD-2021-01", "occurred_on": "2021-01-22", "liable": "no"},
    ]
    return [row for row in rows if row["occurred_on"].startswith(str(received))]


def quarter_scores() -> list[dict[str, str]]:
    """Rows of ``assessment`` of the contract that settles by the year, learned for its annual run: one is low."""
    return [
        {
            "contract_no": BY_YEAR,
            "period": quarter,
            "score": score,
            "party_code": OPERATOR,
            "assessed_on": "2021-06-04",
        }
        for quarter, score in _QUARTER_SCORES.items()
    ]


def objections(work_order_no: str) -> list[dict[str, str]]:
    """Rows of ``objection`` learned for the revision: the operator's, about one work order, upheld."""
    return [
        {
            "objection_no": "YY-2020-01",
            "contract_no": BY_DELIVERY,
            "work_order_no": work_order_no,
            "period": str(REVISED),
            "raised_on": "2020-11-05",
            "raised_by": OPERATOR,
            "content": "漏计一批汇聚记录，交付日志已更正",
            "result": "UPHELD",
            "resolved_on": "2020-11-09",
            "reply": "经监理复核，同意更正",
        }
    ]


def payments(received: Month) -> list[dict[str, str]]:
    """Rows of ``payment`` learned with that month: on account, the oldest unpaid statements first."""
    return [
        {
            "voucher_no": f"PZ-{received}-{number:02d}",
            "contract_no": contract_no,
            "amount": amount,
            "paid_on": received.last_day.replace(day=26).isoformat(),
            "payee": "演示区数据运营商(演示)",
        }
        for number, (contract_no, amount) in enumerate(_PAID_MONTHLY, start=1)
        if received >= _PAID_FROM
    ]


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
