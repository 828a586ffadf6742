"""Five years of real deliveries, known all at once, settle month by month to what was counted from the files by hand.

Every tenth month here. `make backfill` settles all 59, to 189 lines and 3,623.90 yuan: 301,991 data rows at 120 yuan
per 万条, each line rounded to the fen.
"""

import pytest

from tests.integration.conftest import Desk
from tests.integration.real_deliveries import INPUTS, MONTHS, booked_by_month, deliveries, worth_by_month

pytestmark = pytest.mark.skipif(not INPUTS.is_dir(), reason=f"the real delivery history is not at {INPUTS}")


def test_months_one_after_another_bring_what_the_files_hold(desk: Desk) -> None:
    desk.receive_folder(INPUTS)
    settled = [str(month) for month in MONTHS[::10]]
    for month in settled:
        assert desk.settle(month).verdict == "PUBLISHED"

    assert {row["line_type"] for row in desk.table("settlement_line")} == {"CURRENT"}
    worth = {key: amount for key, amount in worth_by_month(deliveries()).items() if key[1] in settled}
    assert len(worth) > 15
    assert booked_by_month(desk) == worth
    assert sum(row["payable_amt"] for row in desk.table("settlement")) == sum(worth.values())
    fates = [row["fate"] for row in desk.table("delivery_fate")]
    assert set(fates) == {"COUNTED", "REPLACED"}
