"""Puts the sample year together: one folder for each run, holding what was received before it."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from ingest.sample import catalogue, contracts, events, work
from ingest.sample.contracts import MONTHS
from ingest.sample.defects import COLUMNS, with_defects
from ingest.sample.deliveries import Delivery, deliver_year
from ingest.sample.events import REVISED
from ingest.sample.metering import claim_all, claim_rows, verification_rows, verify_all
from ingest.sample.writing import Look, write_cells, write_rows
from interface.files import sha256_of_text
from interface.periods import Month, Period, Year

_LOOKS = {Month(2020, 7): Look.CHINESE, Month(2020, 11): Look.SPREADSHEET}


class Step(NamedTuple):
    """One run of the sample year: the folder to receive before it, and the period to settle."""

    folder: str
    period: Period


def write_contract_year(to: Path, *, seed: int) -> list[Step]:
    """Write the sample's contract year, 8 May 2020 to 7 May 2021, as one folder for each run.

    ``<to>/2020-05`` to ``<to>/2021-05`` hold what was learned with the month, the first the masters as well;
    ``2020-10-revision`` an objection and the corrected delivery, after which October is settled again;
    ``2020-annual`` what the annual run waits for. The same seed gives the same bytes on any machine. All names are
    invented; about a dozen rows are bad on purpose.

    Returns:
        The runs in their order.
    """
    rng = Random(seed)
    deliveries = deliver_year(rng)
    claims = claim_all(deliveries)
    verifications = verify_all(claims, rng)
    assessments = events.assessments(rng)
    _write_masters(to / str(MONTHS[0]))
    steps: list[Step] = []
    for month in MONTHS:
        folder = to / str(month)
        look = _LOOKS.get(month, Look.ENGLISH)
        received = [delivery for delivery in deliveries if delivery.received == month]
        write_cells(folder, "delivery", list(COLUMNS), with_defects(_cells(received, str(month)), month, rng), look)
        write_rows(folder, "metering_claim", claim_rows(claims, month), look)
        write_rows(folder, "metering_verification", verification_rows(verifications, month), look)
        write_rows(folder, "assessment", assessments[month], look)
        write_rows(folder, "prepayment", contracts.prepayments(month), look)
        write_rows(folder, "breach_event", events.breach_events(month), look)
        write_rows(folder, "payment", events.payments(month), look)
        steps.append(Step(folder.name, month))
        if month == REVISED:
            steps.append(_write_revision(to, deliveries))
    return [*steps, _write_annual(to)]


def _write_revision(to: Path, deliveries: list[Delivery]) -> Step:
    """A delivery of October under the first work order was counted too low; the operator objected."""
    folder = to / f"{REVISED}-revision"
    order = work.WORK_ORDERS[0]
    times_delivered = Counter(each.key for each in deliveries if each.order == order)
    wrong = next(
        each
        for each in deliveries
        if each.order == order and each.month == each.received == REVISED and times_delivered[each.key] == 1
    )
    corrected = replace(
        wrong,
        moment=wrong.moment + timedelta(days=5),
        count=wrong.count + wrong.count // 10,
        version=wrong.version + 1,
    )
    write_cells(folder, "delivery", list(COLUMNS), _cells([corrected], f"{REVISED}-R"), Look.ENGLISH)
    write_rows(folder, "objection", events.objections(order.number))
    return Step(folder.name, REVISED)


def _write_annual(to: Path) -> Step:
    year = Year(MONTHS[0].year)
    folder = to / f"{year}-annual"
    write_rows(folder, "assessment", events.quarter_scores())
    return Step(folder.name, year)


def _write_masters(folder: Path) -> None:
    write_rows(folder, "catalogue_version", catalogue.catalogue_versions())
    write_rows(folder, "service_item", catalogue.service_items())
    write_rows(folder, "party", contracts.parties())
    write_rows(folder, "contract", contracts.contracts())
    write_rows(folder, "deduction_clause", contracts.deduction_clauses())
    write_rows(folder, "contract_payment_term", contracts.payment_terms())
    write_rows(folder, "guarantee", contracts.guarantees())
    write_rows(folder, "budget_project", contracts.budgets())
    write_rows(folder, "service_order", work.service_orders())
    write_rows(folder, "work_order", work.work_orders())
    write_rows(folder, "split_approval", work.split_approvals())


def _cells(received: list[Delivery], series: str) -> list[list[str]]:
    return [
        [
            f"JF-{series}-{number:04d}",
            each.order.number,
            each.key,
            each.written_moment,
            f"{each.quantity:f}",
            each.unit,
            str(each.version),
            sha256_of_text(f"{each.order.number}/{each.key}/{each.count}")[:16],
        ]
        for number, each in enumerate(received, start=1)
    ]
