"""Makes what is done under a contract: deliveries and redeliveries, claims, verifications, acceptances, often late."""

from tests.differential.making import Made
from tests.differential.worths import Cells

UNITS = {"万条": ("条", "万条"), "人时": ("人时", "人天"), "个": ("个",)}


def _quantity(made: Made, item: str) -> tuple[str, str]:
    """A quantity and its unit; now and then a tier's very bound, nothing at all, or what another order had."""
    unit = made.random.choice(UNITS[made.bounds[f"unit {item}"][0]])
    chance = made.random.random()
    if chance < 0.15 and made.bounds[item]:
        return made.random.choice(made.bounds[item]), made.bounds[f"unit {item}"][0]
    if chance < 0.3:
        return str(made.random.randrange(4)), unit
    return made.decimal(0, 400000 if unit == "条" else 45, 6), unit


def make_delivered(made: Made, order: Cells, last: int) -> None:
    """Deliverables of an order, some delivered again with another quantity, up to the last month of service."""
    r = made.random
    for index in range(last + 1):
        for _ in range(r.choice((0, 0, 1, 1, 2))):
            key = made.number("K")
            at = index
            for version in range(1, r.choice((1, 1, 1, 2, 3)) + 1):
                quantity, unit = _quantity(made, order["item_code"])
                made.learn(
                    at + made.lag(),
                    "delivery",
                    delivery_no=made.number("D"),
                    work_order_no=order["work_order_no"],
                    deliverable_key=key,
                    delivered_at=f"{made.month(at)}-{_time(made, version)}",
                    quantity=quantity,
                    unit=unit,
                    version=version,
                )
                at = min(at + r.randrange(3), last)


def _time(made: Made, version: int) -> str:
    """Day and time: a first delivery may fall on the month's first instant, a later version comes later."""
    if version == 1:
        return made.random.choice(("01T02:00:00+10:00", "01T00:00:00+08:00", "09T12:00:00Z"))
    return f"{version * 9}T23:59:59+08:00"


def make_verified(made: Made, order: Cells, last: int) -> None:
    """Claims of an order and their verifications, some without the other, some verified again."""
    r = made.random
    for index in range(last + 1):
        claim = (made.number("Q"), *_quantity(made, order["item_code"]))
        line = {"line_no": "1", "work_order_no": order["work_order_no"], "period": made.month(index)}
        if r.random() < 0.6:
            made.learn(
                index + made.lag(), "metering_claim", claim_no=claim[0], claimed_qty=claim[1], unit=claim[2], **line
            )
        for day in range(1, r.choice((0, 1, 1, 1, 2, 3)) + 1):
            quantity = (claim[1], claim[2]) if r.random() < 0.4 else _quantity(made, order["item_code"])
            made.learn(
                index + made.lag(),
                "metering_verification",
                verify_no=made.number("V"),
                verified_qty=quantity[0],
                unit=quantity[1],
                verified_on=f"{made.month(index + day)}-{day:02d}",
                **line,
            )


def make_accepted(made: Made, order: Cells, last: int) -> None:
    """Acceptances of an order or of its service order, some of them withdrawn or put right later."""
    r = made.random
    for index in range(last + 1):
        for _ in range(r.choice((0, 1, 1, 1, 2))):
            is_own = r.random() < 0.7
            made.learn(
                index + made.lag(),
                "acceptance",
                accept_no=made.number("A"),
                level="WORK_ORDER" if is_own else "SERVICE_ORDER",
                ref_no=order["work_order_no"] if is_own else order["order_no"],
                period=made.month(index),
                result=r.choice(("PASS", "PASS", "REWORK", "REJECT")),
                accepted_at=f"{made.later_day()}T10:00:00+08:00",
                # A quantity accepted for a whole service order says nothing about each of its work orders.
                accepted_qty=made.maybe(0.4, made.decimal(0, 40, 6)) if is_own else None,
            )
