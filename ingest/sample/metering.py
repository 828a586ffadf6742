"""Claims and verifications of the contract that is paid by verification; what they are worth is reckoned elsewhere."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from ingest.sample.catalogue import ITEMS
from ingest.sample.contracts import BY_VERIFICATION, MONTHS, SUPERVISOR
from ingest.sample.deliveries import Delivery
from ingest.sample.work import WorkOrder
from interface.periods import Month

_CUT_REASONS = ("重复数据剔除", "佐证材料不足", "未通过抽样核查", "交付物与标准不符", "超出工单约定范围")


@dataclass(frozen=True)
class Claim:
    """What was claimed for one work order and service month, in the item's unit."""

    order: WorkOrder
    period: Month
    quantity: Decimal
    received: Month


@dataclass(frozen=True)
class Verification:
    """What the supervisor verified of one claim; a later date replaces an earlier one."""

    claim: Claim
    quantity: Decimal
    cut_reason: str
    verified_on: date
    received: Month


def claim_all(deliveries: list[Delivery]) -> list[Claim]:
    """One claim per work order and service month: its deliverables at their last version, once all were received."""
    versions: dict[tuple[WorkOrder, str], list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        if delivery.order.contract == BY_VERIFICATION:
            versions[delivery.order, delivery.key].append(delivery)
    months: dict[tuple[WorkOrder, Month], list[list[Delivery]]] = defaultdict(list)
    for (order, _), history in versions.items():
        history.sort(key=lambda each: each.version)
        months[order, history[0].month].append(history)
    return [
        Claim(
            order=order,
            period=period,
            quantity=sum((history[-1].item_quantity for history in histories), Decimal(0)),
            received=max(history[0].received for history in histories),
        )
        for (order, period), histories in sorted(months.items(), key=lambda each: (each[0][1], each[0][0].number))
    ]


def verify_all(claims: list[Claim], rng: Random) -> list[Verification]:
    """A verification of every claim: most in full, some cut, some a month later, and one cut taken back later."""
    verifications = [_verify(claim, rng) for claim in claims]
    cuts = [each for each in verifications if each.cut_reason and MONTHS[3] <= each.received <= MONTHS[-3]]
    return verifications + [_taken_back(cut, rng) for cut in cuts[:1]]


def claim_rows(claims: list[Claim], received: Month) -> list[dict[str, str]]:
    """Rows of ``metering_claim`` learned with that month."""
    learned = [claim for claim in claims if claim.received == received]
    return [
        {
            "claim_no": f"SB-{received}",
            "line_no": str(number),
            "work_order_no": claim.order.number,
            "period": str(claim.period),
            "claimed_qty": f"{claim.quantity:f}",
            "unit": ITEMS[claim.order.item].unit,
        }
        for number, claim in enumerate(learned, start=1)
    ]


def verification_rows(verifications: list[Verification], received: Month) -> list[dict[str, str]]:
    """Rows of ``metering_verification`` learned with that month."""
    learned = [verification for verification in verifications if verification.received == received]
    return [
        {
            "verify_no": f"HD-{received}",
            "line_no": str(number),
            "work_order_no": verification.claim.order.number,
            "period": str(verification.claim.period),
            "verified_qty": f"{verification.quantity:f}",
            "unit": ITEMS[verification.claim.order.item].unit,
            "cut_reason": verification.cut_reason,
            "supervisor": SUPERVISOR,
            "verified_on": verification.verified_on.isoformat(),
        }
        for number, verification in enumerate(learned, start=1)
    ]


def _verify(claim: Claim, rng: Random) -> Verification:
    received = claim.received
    if rng.randrange(100) < 10 and received < MONTHS[-1]:
        received = received.plus(1)
    cut = _cut(claim, rng) if rng.randrange(100) < 15 else Decimal(0)
    reason = rng.choice(_CUT_REASONS) if cut else ""
    return Verification(claim, claim.quantity - cut, reason, _day_after(received, rng), received)


def _cut(claim: Claim, rng: Random) -> Decimal:
    """One step of what the item is counted in, or up to a twentieth; nothing of a claim of a single step."""
    places = -int(claim.quantity.as_tuple().exponent)
    step = claim.order.measure.step
    steps = int(claim.quantity.scaleb(places)) // step
    if steps < 2:
        return Decimal(0)
    return Decimal(step * rng.randint(1, max(1, steps // 20))).scaleb(-places)


def _taken_back(cut: Verification, rng: Random) -> Verification:
    received = cut.received.plus(2)
    return Verification(cut.claim, cut.claim.quantity, "", _day_after(received, rng), received)


def _day_after(received: Month, rng: Random) -> date:
    return received.plus(1).first_day.replace(day=rng.randint(2, 5))
