"""What the deliveries of a large made home refer to: a catalogue with tiers and versions, contracts, orders."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from ingest.sample.writing import write_rows
from interface.periods import Month

CONTRACTS = 12
"""Contracts of a contract year."""

ORDERS_PER_SERVICE_ORDER = 10
_PROVIDERS = 7
_CATALOGUE = "KD-PT"
_OPERATOR = "YY-01"
_SUPERVISOR = "JL-01"
_BASES = ("DELIVERED", "DELIVERED", "DELIVERED", "DELIVERED", "ACCEPTED", "VERIFIED")


class Item(NamedTuple):
    """An item and what one delivery of it holds: ``low`` to ``high`` whole numbers of ``10 ** -places`` of its unit.

    ``price`` is yuan a unit in the first version; blank where ``tiers`` price it, each (from, to, yuan).
    """

    code: str
    name: str
    unit: str
    price: str
    low: int
    high: int
    places: int
    mode: str = "FLAT"
    scope: str = "PERIOD"
    tiers: tuple[tuple[str, str, str], ...] = ()
    more: tuple[tuple[str, str], ...] = ()


_STEPS = (("0", "5000", "0.85"), ("5000", "20000", "0.7755"), ("20000", "", "0.66"))
_YEAR_STEPS = (("0", "2000", "36.5"), ("2000", "9000", "33.335"), ("9000", "", "29.999999"))

ITEMS = (
    Item("1", "数据采集与汇聚", "万条", "120", 10_000, 3_000_000, 4),
    Item("2", "物联感知数据接入", "万条", "12.345", 5_000, 900_000, 4),
    Item("3", "数据清洗转换", "万条", "", 2_000, 400_000, 4, "PROGRESSIVE", "CONTRACT_YEAR", _YEAR_STEPS),
    Item("4", "空间数据治理", "万条", "85.654321", 1_000, 70_000, 4),
    Item("5", "流式数据输出", "TB", "1680.7525", 1_250, 90_001, 4),
    Item("6", "共享接口调用保障", "次", "", 1, 40, 0, "PROGRESSIVE", "PERIOD", _STEPS),
    Item("7", "数据基础治理", "张", "86.055", 1, 20, 0),
    Item("8", "开放数据集更新", "次", "", 1, 9, 0, "VOLUME", "PERIOD", _STEPS),
    Item("9", "数据资源编目", "项", "23.375", 1, 7, 0),
    Item("10", "数据库表下发", "张", "4.2", 1, 15, 0, more=(("free_qty", "100"),)),
    Item("11", "短信触达", "次", "96.15", 1, 60, 0, "PACKAGE", more=(("package_size", "1000"),)),
    Item("12", "数据安全审核", "次", "9.805", 1, 5, 0),
)


def year_of(month: Month, months: Sequence[Month]) -> Month:
    """The month that began the contract year of a month, of those that begin with the first of all."""
    first = months[0]
    gone = (month.year - first.year) * 12 + month.month - first.month
    return first.plus(gone // 12 * 12)


def contract_no(month: Month, months: Sequence[Month], number: int) -> str:
    """The contract of that number in the month's contract year."""
    return f"HT-{year_of(month, months).year}-{number + 1:02}"


def write_masters(folder: Path, months: Sequence[Month], orders: int) -> None:
    """Write the catalogue, the parties, and each contract year's contracts and orders.

    Work order ``o`` of a year, counted from 0, has the number ``GD-<year>-<o, seven digits>``. Its service order is
    ``o // 10``; of that follow its contract (``% 12``) and its provider; its item is ``(o % 10 + o // 10) % 12``.
    """
    begun = [month for month in months if month == year_of(month, months)]
    last = begun[-1].plus(12)
    years = range(months[0].year, last.year + 1)
    write_rows(folder, "catalogue_version", [_version(year) for year in years])
    write_rows(folder, "service_item", [_item(item, year) for year in years for item in ITEMS])
    write_rows(folder, "price_tier", [tier for year in years for item in ITEMS for tier in _tiers(item, year)])
    write_rows(folder, "party", _parties())
    write_rows(folder, "contract", [row for month in begun for row in _contracts(month, months)])
    write_rows(folder, "deduction_clause", [row for month in begun for row in _clauses(month, months)])
    service_orders = -(-orders // ORDERS_PER_SERVICE_ORDER)
    write_rows(
        folder,
        "service_order",
        [_service_order(month, months, number) for month in begun for number in range(service_orders)],
    )
    write_rows(
        folder, "work_order", [_work_order(month, months, number) for month in begun for number in range(orders)]
    )


def _version(year: int) -> dict[str, str]:
    """A version is in force for a calendar year."""
    return {
        "catalogue_code": _CATALOGUE,
        "version_no": str(year),
        "effective_from": f"{year}-01-01",
        "effective_to": f"{year}-12-31",
        "joint_review_no": f"LS-{year}-01",
        "approved_on": f"{year - 1}-12-08",
        "published_on": f"{year - 1}-12-18",
    }


def _item(item: Item, year: int) -> dict[str, str]:
    """Every second year the items with a price of their own cost a twentieth less."""
    price = item.price and f"{Decimal(item.price) * (20 - year % 2) / 20:.6f}"
    return {
        "catalogue_code": _CATALOGUE,
        "version_no": str(year),
        "item_code": item.code,
        "item_name": item.name,
        "unit_code": item.unit,
        "unit_price": price,
        "tier_mode": item.mode,
        "tier_scope": item.scope,
        **dict(item.more),
    }


def _tiers(item: Item, year: int) -> list[dict[str, str]]:
    return [
        {
            "catalogue_code": _CATALOGUE,
            "version_no": str(year),
            "item_code": item.code,
            "seq": str(number),
            "from_qty": low,
            "to_qty": high,
            "unit_price": price,
        }
        for number, (low, high, price) in enumerate(item.tiers, start=1)
    ]


def _parties() -> list[dict[str, str]]:
    named = [
        ("CG-01", "演示市大数据中心(演示)", "PURCHASER", ""),
        (_OPERATOR, "演示市数据运营商(演示)", "OPERATOR", "大型"),
        (_SUPERVISOR, "演示监理单位(演示)", "SUPERVISOR", "小型"),
        *((_provider(number), f"第{number + 1}数据服务商(演示)", "PROVIDER", "中型") for number in range(_PROVIDERS)),
    ]
    return [
        {"party_code": code, "party_name": name, "role_code": role, "sme_size": size}
        for code, name, role, size in named
    ]


def _contracts(month: Month, months: Sequence[Month]) -> list[dict[str, str]]:
    return [
        {
            "contract_no": contract_no(month, months, number),
            "purchaser": "CG-01",
            "operator": _OPERATOR,
            "service_from": month.first_day.isoformat(),
            "service_to": month.plus(11).last_day.isoformat(),
            "catalogue_code": _CATALOGUE,
            "catalogue_version": str(month.year) if number % 3 == 0 else "",
            "tax_rate": "0.06",
            "tax_incl": "yes",
            "metering_basis": _BASES[number % len(_BASES)],
            "settlement_kind": "MONTHLY",
        }
        for number in range(CONTRACTS)
    ]


def _clauses(month: Month, months: Sequence[Month]) -> list[dict[str, str]]:
    return [
        {
            "contract_no": contract_no(month, months, number),
            "clause_no": "KJ-01",
            "kind": "ASSESSMENT",
            "clause_source": "主合同考核条款",
            "performance_ratio": "0.10",
            "full_score": "90",
            "amount_per_point": "20000",
            "points": "WHOLE",
        }
        for number in range(CONTRACTS)
    ]


def _service_order(month: Month, months: Sequence[Month], number: int) -> dict[str, str]:
    return {
        "order_no": f"FD-{month.year}-{number:06}",
        "contract_no": contract_no(month, months, number % CONTRACTS),
        "order_name": f"第{number + 1}批数据服务",
        "service_category": "数据汇聚及治理",
        "start_time": f"{month.first_day.isoformat()}T00:00:00+08:00",
        "end_time": f"{month.plus(11).last_day.isoformat()}T23:59:59+08:00",
        "operator": _OPERATOR,
    }


def _work_order(month: Month, months: Sequence[Month], number: int) -> dict[str, str]:
    service_order = number // ORDERS_PER_SERVICE_ORDER
    item = ITEMS[(number % ORDERS_PER_SERVICE_ORDER + service_order) % len(ITEMS)]
    return {
        "work_order_no": f"GD-{month.year}-{number:07}",
        "order_no": f"FD-{month.year}-{service_order:06}",
        "contract_no": contract_no(month, months, service_order % CONTRACTS),
        "item_code": item.code,
        "provider": _provider(service_order // CONTRACTS % _PROVIDERS),
        "start_time": f"{month.first_day.isoformat()}T00:00:00+08:00",
        "end_time": f"{month.plus(11).last_day.isoformat()}T23:59:59+08:00",
        "no_subcontract_flag": "no",
        "work_order_name": f"{item.name}{number + 1}",
        "operator": _OPERATOR,
    }


def _provider(number: int) -> str:
    return f"FW-{number + 1:02}"
