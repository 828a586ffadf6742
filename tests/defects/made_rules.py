"""What is agreed before any work is done: catalogue, parties, contracts, clauses, terms, money and its budgets."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

Cells = dict[str, str]
Tables = dict[str, list[Cells]]


class Item(NamedTuple):
    """An item of the catalogue and what one of its deliveries looks like: ``level`` to the ``places``th decimal."""

    code: str
    name: str
    unit: str
    price: str
    rhythm: str
    level: int
    places: int = 0
    logged_in: str = ""
    hour: int = 16
    terms: tuple[tuple[str, str], ...] = ()
    tiers: tuple[tuple[str, str, str, str], ...] = ()


ITEMS = {
    item.code: item
    for item in (
        Item("I1", "数据采集与汇聚", "万条", "120", "DAILY", 900_000, logged_in="条", hour=2),
        Item("I2", "数据清洗转换", "万条", "36.5", "WORKDAY", 600_000, logged_in="条", hour=17),
        Item("I3", "基础报表建模", "个", "6800", "WEEKLY", 2),
        Item(
            *("I4", "共享接口调用保障", "次", "", "DAILY", 12_000),
            hour=23,
            terms=(("tier_mode", "PROGRESSIVE"),),
            tiers=(("0", "100000", "0.85", ""), ("100000", "500000", "0.7", "50"), ("500000", "", "0.6", "")),
        ),
        Item(
            *("I5", "流式数据输出", "TB", "", "WORKDAY", 800, 3),
            hour=9,
            terms=(("tier_mode", "VOLUME"),),
            tiers=(("0", "5", "1680.75", "100"), ("5", "20", "1500", "300"), ("20", "", "1400", "")),
        ),
        Item("I6", "驻场数据运维", "人月", "25300", "MONTHLY", 20, 1),
        Item(
            *("I7", "数据安全审核", "次", "800", "WEEKLY", 60),
            terms=(("tier_mode", "PACKAGE"), ("package_size", "100"), ("free_qty", "50")),
        ),
        Item(
            *("I8", "开放数据集更新", "次", "65.5", "WEEKLY", 30),
            terms=(("free_qty", "100"), ("tier_scope", "CONTRACT_YEAR"), ("min_amount", "500")),
        ),
        Item("I9", "平台运行保障", "月", "12000", "MONTHLY", 1, terms=(("tier_mode", "LUMP"),)),
        Item("I10", "公益开放服务", "次", "", "WEEKLY", 5, terms=(("tier_mode", "FREE"),)),
    )
}


class Contract(NamedTuple):
    """A contract's metering, payment and items; ``H1`` has its price by the day, the others a frozen version."""

    number: str
    basis: str
    kind: str
    items: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]


CONTRACTS = (
    Contract(
        *("H1", "DELIVERED", "MONTHLY", ("I1", "I2", "I3", "I4", "I5", "I7")),
        (("tax_rate", "0.06"), ("tax_incl", "yes")),
    ),
    Contract(
        *("H2", "VERIFIED", "MONTHLY", ("I1", "I2", "I6", "I8")),
        (("catalogue_version", "1"), ("tax_rate", "0.06"), ("tax_incl", "yes")),
    ),
    Contract(
        *("H3", "ACCEPTED", "ANNUAL", ("I2", "I3", "I9", "I10")),
        (("catalogue_version", "1"), ("tax_rate", "0.13"), ("tax_incl", "no")),
    ),
    Contract("H4", "ACCEPTED", "MONTHLY", ("I2", "I3", "I9"), (("catalogue_version", "1"),)),
)


@dataclass(frozen=True)
class Order:
    """A work order: one item of one contract, done by one provider between two days."""

    number: str
    contract: Contract
    item: Item
    provider: str
    starts: date
    ends: date

    @property
    def service_order(self) -> str:
        """The service order it was split from: two items of a contract share one."""
        return f"F-{self.contract.number}-{list(self.contract.items).index(self.item.code) // 2 + 1}"


# Under H2 it lasts for many months, so that there is a balance to roll on.
PREPAID = {"H1": "300000.00", "H2": "3000000.00", "H3": "300000.00", "H4": "300000.00"}


def make_rules(contracts: tuple[Contract, ...], *, starts: date, ends: date) -> Tables:
    """All rows of what is agreed on, in force from the contracts' start."""
    tables: Tables = defaultdict(list)
    tables["party"] = [
        {"party_code": code, "party_name": name, "role_code": role, "sme_size": size}
        for code, name, role, size in (
            ("PUR", "区大数据中心", "PURCHASER", ""),
            ("OPR", "区数据运营商", "OPERATOR", "大型"),
            ("P1", "甲服务商", "PROVIDER", "中型"),
            ("P2", "乙服务商", "PROVIDER", "小型"),
            ("SUP", "监理单位", "SUPERVISOR", "小型"),
            ("EVA", "评价机构", "EVALUATOR", "小型"),
        )
    ]
    add_version(tables, "1", effective_from=f"{starts.year - 1}-01-01")
    for contract in contracts:
        _add_contract(tables, contract, starts=starts, ends=ends)
    return tables


def add_version(tables: Tables, version: str, *, effective_from: str, discount: float = 1.0) -> None:
    """A catalogue version in force until it is replaced, approved and published in time, with all its items."""
    year = int(effective_from[:4]) - 1
    tables["catalogue_version"].append(
        {
            "catalogue_code": "C",
            "version_no": version,
            "effective_from": effective_from,
            "effective_to": "",
            "joint_review_no": f"LS-{version}",
            "approved_on": f"{year}-12-08",
            "published_on": f"{year}-12-18",
        }
    )
    for item in ITEMS.values():
        keys = {"catalogue_code": "C", "version_no": version, "item_code": item.code}
        tables["service_item"].append(
            {
                **keys,
                "item_name": item.name,
                "unit_code": item.unit,
                "unit_price": f"{float(item.price) * discount:g}" if item.price else "",
                "class_name": "数据服务",
                "subclass_name": item.name,
                "metering_method": f"按{item.unit}计",
                "service_content": item.name,
                **dict(item.terms),
            }
        )
        tables["price_tier"] += [
            {**keys, "seq": str(seq), "from_qty": low, "to_qty": high, "unit_price": price, "flat_fee": fee}
            for seq, (low, high, price, fee) in enumerate(item.tiers, start=1)
        ]


def end_version(tables: Tables, version: str, *, effective_from: str, last: str) -> None:
    """Say of a version that was open until now on which day it ends."""
    known: Tables = defaultdict(list)
    add_version(known, version, effective_from=effective_from)
    tables["catalogue_version"].append({**known["catalogue_version"][0], "effective_to": last})


def _add_contract(tables: Tables, contract: Contract, *, starts: date, ends: date) -> None:
    number = contract.number
    tables["contract"].append(
        {
            "contract_no": number,
            "purchaser": "PUR",
            "operator": "OPR",
            "service_from": starts.isoformat(),
            "service_to": ends.isoformat(),
            "catalogue_code": "C",
            "metering_basis": contract.basis,
            "settlement_kind": contract.kind,
            "ceiling_amt": "60000000.00",
            "project_code": f"XM-{number}",
            **dict(contract.terms),
        }
    )
    tables["prepayment"].append(
        {
            "contract_no": number,
            "paid_on": starts.isoformat(),
            "amount": PREPAID[number],
            "guarantee_no": f"BH-{number}",
        }
    )
    tables["guarantee"].append(
        {
            "guarantee_no": f"BH-{number}",
            "contract_no": number,
            "kind": "PREPAYMENT",
            "bank": "某银行",
            "amount": PREPAID[number],
            "received_on": starts.replace(day=1).isoformat(),
        }
    )
    tables["budget_project"] += [
        {"pro_code": f"XM-{number}", "fiscal_year": str(year), "reply_amt": "50000000.00"}
        for year in range(starts.year, ends.year + 1)
    ]
    term = {"contract_no": number, "pay_type": contract.kind, "due_days": "30"}
    if contract.kind == "ANNUAL":
        held = {"pay_type": "RETENTION", "ratio": "0.05", "due_days": "365", "base_date_kind": "SERVICE_END"}
        tables["contract_payment_term"] += [
            {**term, "seq": "1", "ratio": "0.95"},
            {"contract_no": number, "seq": "2", **held},
        ]
    else:
        tables["contract_payment_term"].append({**term, "seq": "1", "ratio": "1"})
    _add_clauses(tables, contract)


def _add_clauses(tables: Tables, contract: Contract) -> None:
    scored = {
        "contract_no": contract.number,
        "clause_no": "K1",
        "kind": "ASSESSMENT",
        "clause_source": "主合同考核条款",
        "performance_ratio": "0.1",
        "full_score": "90",
        "amount_per_point": "20000",
        "points": "WHOLE",
        "period_kind": "QUARTER" if contract.kind == "ANNUAL" else "MONTH",
    }
    interrupted = {
        "contract_no": contract.number,
        "clause_no": "K2",
        "kind": "INCIDENT",
        "clause_source": "补充协议服务中断条款",
        # More than a month of H4 is worth: the rest is carried into the next.
        "amount_per_incident": "200000" if contract.number == "H4" else "10000",
    }
    if contract.number == "H2":
        tables["deduction_clause"].append(interrupted)
    else:
        tables["deduction_clause"] += [{**scored, "precedence": "2"}, {**interrupted, "precedence": "1"}]
