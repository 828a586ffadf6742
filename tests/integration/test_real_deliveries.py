"""Five years of real deliveries, known all at once, settle month by month to what was counted from the files by hand.

301,991 data rows at 120 yuan per 万条, 189 months of work, 3,623.90 yuan.
"""

from decimal import Decimal

import pytest

from tests.integration.conftest import Desk
from tests.integration.real_deliveries import INPUTS, MONTHS, booked_by_month, deliveries, worth_by_month

pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason=f"the real delivery history is not at {INPUTS}")


def test_all_months_one_after_another_bring_what_the_files_hold(desk: Desk) -> None:
    desk.receive_folder(INPUTS)
    for month in MONTHS:
        assert desk.settle(str(month)).verdict == "PUBLISHED"

    lines = desk.table("settlement_line")
    assert len(lines) == 189
    assert {row["line_type"] for row in lines} == {"CURRENT"}
    assert sum(row["billed_qty"] for row in lines) * 10_000 == 301_991
    assert sum(row["amount"] for row in lines) == Decimal("3623.90")
    assert sum(row["payable_amt"] for row in desk.table("settlement")) == Decimal("3623.90")
    assert booked_by_month(desk) == worth_by_month(deliveries())
    fates = [row["fate"] for row in desk.table("delivery_fate")]
    assert (fates.count("COUNTED"), fates.count("REPLACED"), len(fates)) == (5_343, 2_032, 7_375)
