"""Steps 1 to 3 of the settlement arithmetic in fractions: quantity, price, worth; uses nothing of the product."""

from collections import defaultdict
from datetime import date, datetime
from fractions import Fraction
from math import ceil, floor
from zoneinfo import ZoneInfo

Cells = dict[str, str]
Tables = dict[str, list[Cells]]

BUILT_IN = {("条", "万条"): 4, ("条", "亿条"): 8, ("万条", "亿条"): 4}


def number(cell: str | None) -> Fraction | None:
    """A cell as an exact number; a blank one is not given."""
    return Fraction(cell) if cell else None


def to_fen(amount: Fraction) -> Fraction:
    """Yuan rounded to the fen, half away from zero."""
    fen = Fraction(floor(abs(amount) * 100 + Fraction(1, 2)), 100)
    return fen if amount >= 0 else -fen


def share(amount: Fraction, quantities: dict[str, Fraction]) -> dict[str, Fraction]:
    """An amount in whole fen by quantity, the largest remainder first, ties to the lower number."""
    total, fen = sum(quantities.values()), abs(amount) * 100
    exact = {key: fen * quantity / total for key, quantity in quantities.items()}
    whole = {key: floor(part) for key, part in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (whole[key] - exact[key], key))
    for key in by_remainder[: int(fen) - sum(whole.values())]:
        whole[key] += 1
    return {key: Fraction(part if amount >= 0 else -part, 100) for key, part in whole.items()}


def exact_worth(item: Cells, tiers: list[Cells], quantity: Fraction) -> Fraction:
    """What a scope's quantity is worth, in yuan, within the item's bounds, unrounded."""
    if quantity <= 0:
        return Fraction(0)
    price, charged = number(item.get("unit_price")), max(quantity - (number(item.get("free_qty")) or 0), Fraction(0))
    match item.get("tier_mode") or "FLAT":
        case "FLAT":
            amount = charged * price
        case "PACKAGE":
            amount = ceil(charged / number(item["package_size"])) * price
        case "LUMP":
            amount = price
        case "FREE":
            amount = Fraction(0)
        case mode:
            amount = Fraction(0)
            for tier in tiers:
                low, high = Fraction(tier["from_qty"]), number(tier.get("to_qty"))
                ends_here = low < quantity and (high is None or quantity <= high)
                fee = number(tier.get("flat_fee")) or 0
                if mode == "PROGRESSIVE" and low < quantity:
                    amount += ((quantity if ends_here else high) - low) * Fraction(tier["unit_price"]) + fee
                if mode == "VOLUME" and ends_here:
                    amount = quantity * Fraction(tier["unit_price"]) + fee
    least, most = number(item.get("min_amount")), number(item.get("max_amount"))
    amount = amount if least is None else max(amount, least)
    return amount if most is None else min(amount, most)


def contract_year(contract: Cells, month: str) -> int:
    """How many anniversaries of the start have come by the month's first day."""
    start, first = date.fromisoformat(contract["service_from"]), date.fromisoformat(f"{month}-01")
    return max(first.year - start.year - ((first.month, first.day) < (start.month, start.day)), 0)


def factor_of(facts: Tables, order: Cells, item: Cells, unit: str) -> Fraction:
    """How much of the item's unit one of another unit is: the item's own pair first, the built-in ones last."""
    wanted = item["unit_code"]
    if unit == wanted:
        return Fraction(1)
    pairs = [row for row in facts["unit_conversion"] if (row["from_unit"], row["to_unit"]) == (unit, wanted)]
    for own in (order["item_code"], None):
        for row in pairs:
            if (row.get("item_code") or None) == own:
                return Fraction(row["factor"])
    if (unit, wanted) in BUILT_IN:
        return Fraction(1, 10 ** BUILT_IN[unit, wanted])
    return Fraction(10 ** BUILT_IN[wanted, unit])


def converted(facts: Tables, row: Cells, column: str) -> Fraction:
    """A quantity of work in its item's unit."""
    order = next(order for order in facts["work_order"] if order["work_order_no"] == row["work_order_no"])
    item = next(item for item in facts["service_item"] if item["item_code"] == order["item_code"])
    return Fraction(row[column]) * factor_of(facts, order, item, row["unit"])


def bases(facts: Tables) -> dict[str, str]:
    """By which step each work order's quantity is billed."""
    contracts = {row["contract_no"]: row.get("metering_basis") or "VERIFIED" for row in facts["contract"]}
    return {row["work_order_no"]: contracts[row["contract_no"]] for row in facts["work_order"]}


def quantities_stated(facts: Tables) -> dict[str, list[tuple[str, Fraction, Fraction]]]:
    """Of each work order's deliverables the month of the first delivery, the latest quantity and the largest."""
    deliveries = defaultdict(list)
    for row in facts["delivery"]:
        at = datetime.fromisoformat(row["delivered_at"]).astimezone(ZoneInfo("Asia/Shanghai"))
        deliveries[row["work_order_no"], row["deliverable_key"]].append((at, converted(facts, row, "quantity")))
    stated = defaultdict(list)
    for (order, _), each in deliveries.items():
        largest = max(quantity for _, quantity in each)
        stated[order].append((f"{min(each)[0]:%Y-%m}", max(each)[1], largest))
    return stated


def acceptances_that_stand(facts: Tables) -> list[Cells]:
    """Acceptances but those by which more of a work order passed than was ever stated to be delivered."""
    stated, basis = quantities_stated(facts), bases(facts)

    def stands(row: Cells) -> bool:
        given, order = number(row.get("accepted_qty")), row["ref_no"]
        if not stated or row["level"] != "WORK_ORDER" or row["result"] != "PASS" or given is None:
            return True
        if order not in stated and basis[order] == "VERIFIED":
            return True
        period = row.get("period")
        return given <= sum(largest for month, _, largest in stated.get(order, ()) if (period or month) == month)

    return [row for row in facts["acceptance"] if stands(row)]


def quantities_billed(facts: Tables) -> dict[tuple[str, str], Fraction]:
    """Step 1: what may be billed, by work order and service month, in the item's unit."""
    orders = {row["work_order_no"]: row for row in facts["work_order"]}
    basis = bases(facts)
    delivered: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for order, each in quantities_stated(facts).items():
        for month, latest, _ in each:
            delivered[order, month] += latest
    claimed: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    for row in facts["metering_claim"]:
        claimed[row["work_order_no"], row["period"]] += converted(facts, row, "claimed_qty")
    verified = {}
    for row in sorted(facts["metering_verification"], key=lambda row: row["verified_on"]):
        verified[row["work_order_no"], row["period"]] = converted(facts, row, "verified_qty")

    billed = {key: quantity for key, quantity in delivered.items() if basis[key[0]] == "DELIVERED"}
    for key, quantity in verified.items():
        if basis[key[0]] == "VERIFIED":
            billed[key] = min(quantity, claimed.get(key, quantity))
    standing = acceptances_that_stand(facts)
    for (order, month), quantity in delivered.items():
        if basis[order] == "ACCEPTED":
            accepted = quantity_accepted(standing, orders[order], month, quantity)
            billed |= {} if accepted is None else {(order, month): accepted}
    return billed


def quantity_accepted(acceptances: list[Cells], order: Cells, month: str, delivered: Fraction) -> Fraction | None:
    """The quantity that the acceptance in charge lets pass; None while it waits."""
    refs = {"WORK_ORDER": order["work_order_no"], "SERVICE_ORDER": order["order_no"]}
    said = [
        (row["level"] == "WORK_ORDER", bool(row.get("period")), datetime.fromisoformat(row["accepted_at"]), row)
        for row in acceptances
        if row["ref_no"] == refs[row["level"]] and (row.get("period") or month) == month
    ]
    if not said:
        return None
    row = max(said, key=lambda each: each[:3])[3]
    if row["result"] != "PASS":
        return None
    given = number(row.get("accepted_qty"))
    return delivered if given is None else given


def version_in_force(facts: Tables, contract: Cells, month: str) -> str:
    """Step 2: the frozen version, or the one in force on the month's first day."""
    if contract.get("catalogue_version"):
        return contract["catalogue_version"]
    (version,) = [
        row["version_no"]
        for row in facts["catalogue_version"]
        if row["effective_from"] <= f"{month}-01" <= (row.get("effective_to") or "9999")
    ]
    return version


def worths_now(facts: Tables) -> dict[tuple[str, str], Fraction]:
    """Step 3: what every work order's month is worth now."""
    contracts = {row["contract_no"]: row for row in facts["contract"]}
    orders = {row["work_order_no"]: row for row in facts["work_order"]}
    items = {(row["version_no"], row["item_code"]): row for row in facts["service_item"]}
    tiers = defaultdict(list)
    for row in facts["price_tier"]:
        tiers[row["version_no"], row["item_code"]].append(row)
    groups: dict[tuple[str, str, str], dict[str, Fraction]] = defaultdict(dict)
    for (order_no, month), quantity in quantities_billed(facts).items():
        groups[orders[order_no]["contract_no"], orders[order_no]["item_code"], month][order_no] = quantity

    result = {}
    for (contract_no, code, month), quantities in groups.items():
        key = version_in_force(facts, contracts[contract_no], month), code
        item = items[key]
        if (item.get("tier_mode") or "FLAT") == "FLAT" and not any(
            item.get(name) for name in ("free_qty", "min_amount", "max_amount")
        ):
            price = Fraction(item["unit_price"])
            result |= {(order, month): to_fen(quantity * price) for order, quantity in quantities.items()}
            continue
        earlier = Fraction(0)
        if item.get("tier_scope") == "CONTRACT_YEAR":
            year = contract_year(contracts[contract_no], month)
            earlier = sum(
                sum(other.values(), Fraction(0))
                for (contract, item_code, earlier_month), other in groups.items()
                if (contract, item_code) == (contract_no, code)
                and earlier_month < month
                and contract_year(contracts[contract_no], earlier_month) == year
            )
        through = earlier + sum(quantities.values())
        # Each end of the month is rounded once; what lies between them is the month's.
        ends = [to_fen(exact_worth(item, tiers[key], Fraction(quantity))) for quantity in (earlier, through)]
        if any(quantities.values()):
            result |= {(order, month): part for order, part in share(ends[1] - ends[0], quantities).items()}
    return result
