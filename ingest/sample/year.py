"""Puts the sample year together: one folder for each service month, holding what was received before it is settled."""

from pathlib import Path
from random import Random

from ingest.sample import catalogue, contracts, work
from ingest.sample.contracts import MONTHS
from ingest.sample.defects import COLUMNS, with_defects
from ingest.sample.deliveries import Delivery, deliver_year
from ingest.sample.metering import claim_all, claim_rows, verification_rows, verify_all
from ingest.sample.writing import Look, write_cells, write_rows
from interface.files import sha256_of_text
from interface.periods import Month

_LOOKS = {Month(2020, 7): Look.CHINESE, Month(2020, 11): Look.SPREADSHEET}


def write_contract_year(to: Path, *, seed: int) -> list[Month]:
    """Write the sample's contract year, 8 May 2020 to 7 May 2021, as ``<to>/2020-05`` to ``<to>/2021-05``.

    The first folder holds the masters, every folder what was learned with its month. The same seed gives the
    same bytes on any machine. All names are invented; about a dozen rows are bad on purpose.

    Returns:
        The months written, in their order.
    """
    rng = Random(seed)
    deliveries = deliver_year(rng)
    claims = claim_all(deliveries)
    verifications = verify_all(claims, rng)
    assessments = contracts.assessments(rng)
    _write_masters(to / str(MONTHS[0]))
    for month in MONTHS:
        folder = to / str(month)
        look = _LOOKS.get(month, Look.ENGLISH)
        received = [delivery for delivery in deliveries if delivery.received == month]
        write_cells(folder, "delivery", list(COLUMNS), with_defects(_cells(received, month), month, rng), look)
        write_rows(folder, "metering_claim", claim_rows(claims, month), look)
        write_rows(folder, "metering_verification", verification_rows(verifications, month), look)
        write_rows(folder, "assessment", assessments[month], look)
        write_rows(folder, "prepayment", contracts.prepayments(month), look)
        write_rows(folder, "breach_event", contracts.breach_events(month), look)
    return list(MONTHS)


def _write_masters(folder: Path) -> None:
    write_rows(folder, "catalogue_version", catalogue.catalogue_versions())
    write_rows(folder, "service_item", catalogue.service_items())
    write_rows(folder, "party", contracts.parties())
    write_rows(folder, "contract", contracts.contracts())
    write_rows(folder, "deduction_clause", contracts.deduction_clauses())
    write_rows(folder, "service_order", work.service_orders())
    write_rows(folder, "work_order", work.work_orders())


def _cells(received: list[Delivery], month: Month) -> list[list[str]]:
    return [
        [
            f"JF-{month}-{number:04d}",
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
