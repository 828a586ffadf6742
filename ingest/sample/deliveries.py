"""The sample's sound deliveries: when, what, how much, which came twice, late or after their order; no defects here."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from ingest.sample.contracts import BY_VERIFICATION, MONTHS, SERVICE_TO
from ingest.sample.measures import RECORDS, RECORDS_PLACES
from ingest.sample.work import WORK_ORDERS, WorkOrder
from interface.periods import SHANGHAI, Month

_BORDER_MONTHS = MONTHS[1::2]
_LATE_PERCENT = {False: 5, True: 1}
"""Fewer late rows where a claim waits for them, or a fifth of the claims would come late too."""


@dataclass(frozen=True)
class Delivery:
    """One row of the delivery log: ``count`` whole steps of its measure, learned with the month ``received``."""

    order: WorkOrder
    key: str
    moment: datetime
    offset: str
    count: int
    unit: str
    version: int
    received: Month

    @property
    def quantity(self) -> Decimal:
        """The quantity in the unit of the row."""
        measure = self.order.measure
        return _scaled(self.count, measure.places if self.unit == measure.unit else RECORDS_PLACES)

    @property
    def item_quantity(self) -> Decimal:
        """The quantity in the unit that the item is priced in."""
        measure = self.order.measure
        return _scaled(self.count, RECORDS_PLACES if measure.unit == RECORDS else measure.places)

    @property
    def month(self) -> Month:
        """The month of Asia/Shanghai in which it was delivered."""
        return _month_of(self.moment)

    @property
    def written_moment(self) -> str:
        """The moment in the offset that its source system writes."""
        if self.offset == "+08:00":
            return self.moment.isoformat()
        return self.moment.astimezone(UTC).isoformat().replace("+00:00", self.offset)


def deliver_year(rng: Random) -> list[Delivery]:
    """Every sound delivery of the contract year, in the order in which it was delivered."""
    first = [each for order in WORK_ORDERS for each in _first_deliveries(order, rng)]
    known = [_perhaps_received_late(each, rng) for each in first]
    again = [each for delivery in known for each in _redeliveries(delivery, rng)]
    return sorted(known + again, key=lambda each: (each.moment, each.order.number, each.key, each.version))


def _first_deliveries(order: WorkOrder, rng: Random) -> list[Delivery]:
    moments = [moment for month in MONTHS for moment in _moments(order, month, rng)]
    if order.end < SERVICE_TO:
        moments.append(_at(order.end + timedelta(days=rng.randint(2, 12)), rng))
    taken: set[str] = set()
    deliveries = [_first_delivery(order, moment, taken, rng) for moment in moments]
    if order.measure.by_night:
        deliveries += [_border_delivery(order, month, taken, rng) for month in _BORDER_MONTHS if _is_open(order, month)]
    return deliveries


def _moments(order: WorkOrder, month: Month, rng: Random) -> list[datetime]:
    first_day = max(order.start, month.first_day)
    days = (min(order.end, month.last_day) - first_day).days + 1
    if days < 1:
        return []
    usual = order.measure.per_month
    whole = max(1, usual * days // month.last_day.day)
    many = whole + rng.randint(-1, 1) if usual > 2 else whole
    return [_at(first_day + timedelta(days=rng.randrange(days)), rng) for _ in range(max(1, many))]


def _first_delivery(order: WorkOrder, moment: datetime, taken: set[str], rng: Random) -> Delivery:
    measure = order.measure
    unit = "万条" if measure.unit == RECORDS and rng.randrange(4) == 0 else measure.unit
    return Delivery(
        order=order,
        key=_key(order, moment, taken),
        moment=moment,
        offset=rng.choices(("+08:00", "Z", "+00:00"), weights=(17, 2, 1))[0],
        count=rng.randrange(measure.low, measure.high + 1, measure.step),
        unit=unit,
        version=1,
        received=_month_of(moment),
    )


def _border_delivery(order: WorkOrder, month: Month, taken: set[str], rng: Random) -> Delivery:
    """Delivered in Shanghai's first hours of a month and written in UTC, where it is still the month before."""
    moment = datetime.combine(month.first_day, time(rng.randint(0, 7), rng.randint(5, 55)), SHANGHAI)
    return replace(_first_delivery(order, moment, taken, rng), offset=rng.choice(("Z", "+00:00")))


def _perhaps_received_late(delivery: Delivery, rng: Random) -> Delivery:
    is_late = _chance(rng, _LATE_PERCENT[delivery.order.contract == BY_VERIFICATION])
    received = delivery.received.plus(rng.randint(1, 2))
    return replace(delivery, received=received) if is_late and received <= MONTHS[-1] else delivery


def _redeliveries(delivery: Delivery, rng: Random) -> list[Delivery]:
    """Later versions of the same deliverable; a row that was itself received late comes only once."""
    again: list[Delivery] = []
    last = delivery
    while last.version < 3 and delivery.received == delivery.month and _chance(rng, 6 if last is delivery else 15):
        days = rng.randint(1, 6) if _chance(rng, 50) else rng.randint(7, 45)
        moment = _at(last.moment.date() + timedelta(days=days), rng)
        if moment.date() > SERVICE_TO:
            break
        month = _month_of(moment)
        # A verified month stays as claimed: a changed quantity after the claim would need a second claim.
        may_change = delivery.order.contract != BY_VERIFICATION or month == delivery.month
        count = _changed(last, rng) if may_change and _chance(rng, 33) else last.count
        last = replace(last, moment=moment, offset="+08:00", count=count, version=last.version + 1, received=month)
        again.append(last)
    return again


def _changed(delivery: Delivery, rng: Random) -> int:
    step = delivery.order.measure.step
    change = step * rng.randint(1, max(1, delivery.count // step // 12))
    less = delivery.count - change
    return less if less > 0 and _chance(rng, 60) else delivery.count + change


def _key(order: WorkOrder, moment: datetime, taken: set[str]) -> str:
    plain = f"{_month_of(moment)}/{order.subject}/{order.measure.kind}-{moment.month:02d}{moment.day:02d}"
    key, number = plain, 1
    while key in taken:
        number += 1
        key = f"{plain}-{number}"
    taken.add(key)
    return key


def _at(day: date, rng: Random) -> datetime:
    return datetime.combine(day, time(rng.randint(8, 21), rng.randrange(60), rng.randrange(60)), SHANGHAI)


def _is_open(order: WorkOrder, month: Month) -> bool:
    return order.start <= month.first_day <= order.end


def _month_of(moment: datetime) -> Month:
    return Month(moment.year, moment.month)


def _scaled(count: int, places: int) -> Decimal:
    return Decimal(count).scaleb(-places)


def _chance(rng: Random, percent: int) -> bool:
    return rng.randrange(100) < percent
