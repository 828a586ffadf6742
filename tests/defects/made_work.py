"""What is done month by month under the contracts of a world, and every step from delivery to payment that follows."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from random import Random

from interface.periods import Month
from tests.defects.made_rules import (
    CONTRACTS,
    ITEMS,
    Cells,
    Contract,
    Order,
    Tables,
    add_version,
    end_version,
    make_rules,
)
from tests.defects.made_steps import add_payments, add_scores, add_steps, fee_steps

# Days without work besides weekends, in the two years in which worlds lie, by the State Council's notices.
HOLIDAYS = {
    *("2020-01-01", "2020-04-06", "2020-05-01", "2020-05-04", "2020-05-05", "2020-06-25", "2020-06-26"),
    *(f"2020-01-{day}" for day in range(24, 32)),
    *(f"2020-10-0{day}" for day in range(1, 9)),
    *("2021-01-01", "2021-04-05", "2021-05-03", "2021-05-04", "2021-05-05", "2021-06-14", "2021-09-20", "2021-09-21"),
    *(f"2021-02-{day}" for day in range(11, 18)),
    *(f"2021-10-0{day}" for day in range(1, 8)),
}

# Saturdays and Sundays that are worked for them.
WORKED = {
    *("2020-01-19", "2020-04-26", "2020-05-09", "2020-06-28", "2020-09-27", "2020-10-10"),
    *("2021-02-07", "2021-02-20", "2021-04-25", "2021-05-08", "2021-09-18", "2021-09-26", "2021-10-09"),
}


@dataclass
class World:
    """Months of clean facts from a seed; ``full`` has every contract, otherwise the seed draws which, and how large.

    ``learned`` holds all facts handed over so far.
    """

    seed: int
    count: int
    full: bool = False
    orders: list[Order] = field(default_factory=list)
    learned: Tables = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Draw what the world is made of."""
        self.random = Random(f"world {self.seed}")
        r = self.random
        self.first = Month(2020, 3) if self.full else Month(2020, 1).plus(r.randrange(16))
        # The 25th: a first month of a few days, as contracts have that are signed late in a month.
        self.starts = self.first.first_day.replace(day=1 if self.full else r.choice((1, 1, 8, 15, 25)))
        self.ends = self.first.plus(11).last_day
        self.contracts = CONTRACTS if self.full else tuple(sorted(r.sample(CONTRACTS, r.choice((1, 2, 2, 3)))))
        self.growth = 1 + r.choice((0, 1, 2, 4)) / 100
        self.noise = r.choice((0.02, 0.08, 0.15))
        self.size = 1 if self.full else r.choice((1, 1, 2, 3))
        self.held_back: dict[int, list[Cells]] = defaultdict(list)
        for contract in self.contracts:
            self._add_orders(contract)

    def month(self, index: int) -> Month:
        """The month of an index; the first has index 0."""
        return self.first.plus(index)

    @property
    def described(self) -> str:
        """The world in a few words."""
        contracts = " ".join(f"{each.number} {each.basis} {each.kind}" for each in self.contracts)
        return (
            f"world {self.seed} ({contracts}; {len(self.orders)} orders from {self.starts}; growth {self.growth}, "
            f"noise {self.noise})"
        )

    def _add_orders(self, contract: Contract) -> None:
        for code in contract.items:
            for number in range(self.size):
                starts, ends = self.starts, self.ends
                if number and self.random.random() < 0.5:
                    starts = self.month(self.random.randint(1, 3)).first_day.replace(day=self.random.choice((1, 16)))
                elif number and self.random.random() < 0.5:
                    ends = self.month(self.random.randint(1, 3)).last_day
                provider = "OPR" if code in ("I6", "I9") else f"P{1 + (number + len(self.orders)) % 2}"
                name = f"W-{contract.number}-{code}-{number + 1}"
                self.orders.append(Order(name, contract, ITEMS[code], provider, starts, ends))

    def facts(self, index: int, statements: list[dict[str, object]]) -> Tables:
        """What is learned for the run of that month; ``statements`` are those of the run before, which are paid now."""
        made: Tables = defaultdict(list)
        if index == 0:
            made.update(make_rules(self.contracts, starts=self.starts, ends=self.ends))
            self._add_ordered(made)
        if self.month(index).month == 12:
            self._replace_version(made, self.month(index).year)
        made["delivery"] = self.held_back.pop(index, [])
        for order in self.orders:
            self._add_deliveries(made, order, index)
        self._correct(made, index)
        month = self.month(index)
        add_steps(made, self.orders, month)
        add_scores(made, self.contracts, index, month, low=self.full and index == 3, random=self.random)
        add_payments(made, statements, month, random=self.random)
        for table, rows in made.items():
            self.learned[table] += rows
        # A version that was said to end is not open as well: the second reckoner goes by one row of each.
        versions = {row["version_no"]: row for row in self.learned["catalogue_version"]}
        self.learned["catalogue_version"] = list(versions.values())
        steps = fee_steps(self.learned, self.orders, month)
        made.update(steps)
        for table, rows in steps.items():
            self.learned[table] += rows
        return {table: rows for table, rows in made.items() if rows}

    def _replace_version(self, made: Tables, year: int) -> None:
        """With December comes next year's catalogue, its prices a little lower."""
        end_version(made, "1", effective_from=f"{self.starts.year - 1}-01-01", last=f"{year}-12-31")
        add_version(made, "2", effective_from=f"{year + 1}-01-01", discount=0.98)

    def _add_ordered(self, made: Tables) -> None:
        for order in self.orders:
            made["work_order"].append(
                {
                    "work_order_no": order.number,
                    "order_no": order.service_order,
                    "contract_no": order.contract.number,
                    "item_code": order.item.code,
                    "provider": order.provider,
                    "start_time": f"{order.starts}T00:00:00+08:00",
                    "end_time": f"{order.ends}T23:59:59+08:00",
                    "no_subcontract_flag": "yes" if order.provider == "OPR" else "no",
                    "operator": "OPR",
                }
            )
        for number, contract in sorted({(order.service_order, order.contract.number) for order in self.orders}):
            made["service_order"].append({"order_no": number, "contract_no": contract, "operator": "OPR"})
            made["split_approval"].append(
                {
                    "approval_no": f"CF-{number}",
                    "order_no": number,
                    "result": "APPROVED",
                    "approved_on": (self.starts - timedelta(days=3)).isoformat(),
                }
            )

    def _days(self, order: Order, index: int) -> list[date]:
        month = self.month(index)
        first, last = max(order.starts, month.first_day), min(order.ends, month.last_day)
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        worked = [
            day for day in days if day.isoformat() in WORKED or (day.weekday() < 5 and day.isoformat() not in HOLIDAYS)
        ]
        match order.item.rhythm:
            case "DAILY":
                return days
            case "WORKDAY":
                return worked
            case "WEEKLY":
                return [day for day in worked if day.weekday() == 3]
            case _:
                return worked[-1:]

    def _add_deliveries(self, made: Tables, order: Order, index: int) -> None:
        r, item = self.random, order.item
        for day in self._days(order, index):
            # In the month of the Spring Festival less is done; what is counted by heads or months does not grow.
            season = 0.8 if day.month == 2 else 1.0
            steady = item.rhythm == "MONTHLY"
            level = item.level * (
                1 if steady else self.growth**index * season * r.uniform(1 - self.noise, 1 + self.noise)
            )
            self._deliver(made["delivery"], order, day, max(1, round(level)), index)

    def _deliver(self, rows: list[Cells], order: Order, day: date, count: int, index: int) -> None:
        item, minute = order.item, self.random.randrange(60)
        key = f"{order.number}/{day}"
        row = {
            "delivery_no": f"D-{index}-{order.number}-{day:%m%d}",
            "work_order_no": order.number,
            "deliverable_key": key,
            "delivered_at": f"{day}T{item.hour:02d}:{minute:02d}:00+08:00",
            "quantity": f"{Decimal(count).scaleb(-item.places):f}",
            "unit": item.logged_in or item.unit,
            "version": "1",
            "content_hash": sha256(f"{self.seed} {key} {count}".encode()).hexdigest()[:16],
        }
        # Of what comes every day, a day that comes late is a day that is missing until then: that is no false alarm.
        may_be_late = order.contract.basis == "DELIVERED" and item.rhythm == "WEEKLY" and index + 1 < self.count
        is_late = may_be_late and self.random.random() < 0.1
        (self.held_back[index + 1] if is_late else rows).append(row)

    def _correct(self, made: Tables, index: int) -> None:
        """Two deliverables of the month before, under contracts that pay what is delivered, are delivered again."""
        bases = {order.number: order.contract.basis for order in self.orders}
        before = str(self.month(index - 1))
        old = [
            row
            for row in self.learned["delivery"]
            if row["delivered_at"].startswith(before) and bases[row["work_order_no"]] == "DELIVERED"
        ]
        for number, row in enumerate(self.random.sample(old, min(2, len(old)))):
            quantity = Decimal(row["quantity"])
            changed = (quantity * Decimal("0.97")).quantize(quantity) if number else quantity
            made["delivery"].append(
                {
                    **row,
                    "delivery_no": f"{row['delivery_no']}-R",
                    "delivered_at": f"{self.month(index)}-06T11:20:00+08:00",
                    "quantity": f"{changed or quantity:f}",
                    "version": str(int(row["version"]) + 1),
                    "content_hash": f"{row['content_hash'][:-1]}x",
                }
            )
