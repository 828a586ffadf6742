"""Who takes part in the sample and what they agreed: parties, contracts, clauses, terms, budgets."""

from datetime import date

from ingest.sample.catalogue import CATALOGUE_CODE
from interface.periods import Month, months_between

SERVICE_FROM = date(2020, 5, 8)
SERVICE_TO = date(2021, 5, 7)
MONTHS = months_between(Month(2020, 5), Month(2021, 5))
"""The thirteen service months that the contract year touches."""

BY_DELIVERY = "HT-2020-01"
BY_VERIFICATION = "HT-2020-02"
BY_YEAR = "HT-2020-03"
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

_PREPAYMENTS = (
    {"contract_no": BY_DELIVERY, "paid_on": "2020-05-20", "amount": "3000000.00", "guarantee_no": "BH-2020-01"},
    {"contract_no": BY_VERIFICATION, "paid_on": "2020-06-10", "amount": "1200000.00", "guarantee_no": "BH-2020-02"},
    {"contract_no": BY_YEAR, "paid_on": "2020-05-20", "amount": "400000.00", "guarantee_no": "BH-2020-03"},
)


def parties() -> list[dict[str, str]]:
    """Rows of ``party``."""
    return [
        {"party_code": code, "party_name": name, "role_code": role, "sme_size": size}
        for code, name, role, size in _PARTIES
    ]


def contracts() -> list[dict[str, str]]:
    """Rows of ``contract``: by the delivery log at the day's prices, by verification at 2020's, and by the year."""
    common = {
        "purchaser": PURCHASER,
        "operator": OPERATOR,
        "service_from": SERVICE_FROM.isoformat(),
        "service_to": SERVICE_TO.isoformat(),
        "catalogue_code": CATALOGUE_CODE,
        "tax_rate": "0.06",
        "tax_incl": "yes",
    }
    return [
        {
            **common,
            "contract_no": BY_DELIVERY,
            "settlement_kind": "MONTHLY",
            "catalogue_version": "",
            "ceiling_amt": "36000000",
            "metering_basis": "DELIVERED",
            "project_code": "XM-2020-01",
        },
        {
            **common,
            "contract_no": BY_VERIFICATION,
            "settlement_kind": "MONTHLY",
            "catalogue_version": "2020",
            "ceiling_amt": "18500000",
            "metering_basis": "VERIFIED",
            "project_code": "XM-2020-02",
        },
        {
            **common,
            "contract_no": BY_YEAR,
            "settlement_kind": "ANNUAL",
            "catalogue_version": "2020",
            "ceiling_amt": "6000000",
            "metering_basis": "DELIVERED",
            "project_code": "XM-2020-02",
        },
    ]


def deduction_clauses() -> list[dict[str, str]]:
    """Rows of ``deduction_clause``: points of a score, incidents, and both on the contract that settles by the year."""
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
        {
            "contract_no": BY_YEAR,
            "clause_no": "KJ-01",
            "kind": "ASSESSMENT",
            "clause_source": "主合同季度考核条款",
            "performance_ratio": "0.10",
            "full_score": "90",
            "amount_per_point": "20000",
            "points": "WHOLE",
            "precedence": "2",
            "period_kind": "QUARTER",
        },
        {
            "contract_no": BY_YEAR,
            "clause_no": "KJ-02",
            "kind": "INCIDENT",
            "clause_source": "补充协议服务中断条款",
            "amount_per_incident": "100000",
            "precedence": "1",
        },
    ]


def payment_terms() -> list[dict[str, str]]:
    """Rows of ``contract_payment_term``: paid by the month, or by the year with a retention."""
    return [
        {"contract_no": BY_DELIVERY, "seq": "1", "pay_type": "MONTHLY", "ratio": "1", "due_days": "30"},
        {"contract_no": BY_VERIFICATION, "seq": "1", "pay_type": "MONTHLY", "ratio": "1", "due_days": "30"},
        {"contract_no": BY_YEAR, "seq": "1", "pay_type": "ANNUAL", "ratio": "0.95", "due_days": "30"},
        {
            "contract_no": BY_YEAR,
            "seq": "2",
            "pay_type": "RETENTION",
            "ratio": "0.05",
            "condition": "服务期满一年无质量问题",
            "due_days": "365",
            "base_date_kind": "SERVICE_END",
        },
    ]


def guarantees() -> list[dict[str, str]]:
    """Rows of ``guarantee``: one for each prepayment, of its amount, received before it was paid."""
    days = {BY_DELIVERY: "2020-05-12", BY_VERIFICATION: "2020-06-02", BY_YEAR: "2020-05-12"}
    return [
        {
            "guarantee_no": row["guarantee_no"],
            "contract_no": row["contract_no"],
            "kind": "PREPAYMENT",
            "bank": "演示银行(演示)",
            "amount": row["amount"],
            "received_on": days[row["contract_no"]],
        }
        for row in _PREPAYMENTS
    ]


def budgets() -> list[dict[str, str]]:
    """Rows of ``budget_project``: two projects, of which the second pays two contracts, over two fiscal years."""
    return [
        {"pro_code": "XM-2020-01", "fiscal_year": "2020", "first_request_amt": "32000000", "reply_amt": "26000000"},
        {"pro_code": "XM-2020-01", "fiscal_year": "2021", "first_request_amt": "18000000", "reply_amt": "14000000"},
        {
            "pro_code": "XM-2020-02",
            "fiscal_year": "2020",
            "first_request_amt": "18000000",
            "reply_amt": "15000000",
            "adj_amt": "-500000",
        },
        {"pro_code": "XM-2020-02", "fiscal_year": "2021", "first_request_amt": "9000000", "reply_amt": "8000000"},
    ]


def prepayments(received: Month) -> list[dict[str, str]]:
    """Rows of ``prepayment`` learned with that month: two in May 2020, one in June 2020."""
    return [row for row in _PREPAYMENTS if row["paid_on"].startswith(str(received))]
