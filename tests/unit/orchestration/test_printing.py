"""A run reads as what it did: months book lines, a year settles what its months booked."""

from decimal import Decimal

import pytest

from interface.periods import Month, Year
from orchestration.printing import settle_lines
from orchestration.settlement import Outcome, Statement

PAID = (Statement("HT-001", Decimal("350.00"), Decimal("1226.50")),)


@pytest.mark.parametrize(
    ("outcome", "first"),
    [
        (
            Outcome("PUBLISHED", "R1", "INITIAL", Month(2020, 5), 1200, statements=PAID, seconds={"dbt": 1.25}),
            "2020-05 INITIAL: booked 1,200 lines as R1 (dbt 1.2 s)",
        ),
        (
            Outcome("PUBLISHED", "R9", "ANNUAL", Year(2020), 0, statements=PAID, seconds={"dbt": 1.25}),
            "2020 ANNUAL: settled the contract year, booked 0 lines of its own as R9 (dbt 1.2 s)",
        ),
        (
            Outcome("INDICATIVE", "R9", "INDICATIVE", Year(2020), 3, statements=PAID, seconds={"dbt": 1.25}),
            "2020 INDICATIVE: would settle the contract year, would book 3 lines of its own as R9 (dbt 1.2 s)",
        ),
    ],
    ids=["month", "year", "year-indicative"],
)
def test_a_run_says_what_it_settled(outcome, first):
    lines = settle_lines(outcome)

    assert lines == [first, "  HT-001: gross 350.00 yuan, payable 1,226.50 yuan"]


def test_a_year_in_which_nothing_is_new_says_so():
    outcome = Outcome("NOTHING_NEW", "R9", "ANNUAL", Year(2020))

    assert settle_lines(outcome) == ["2020 ANNUAL: nothing new was learned since the last run; nothing is booked."]
