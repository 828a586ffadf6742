"""Periods stand in the order of reading: months by the calendar, an annual run after the months it came after."""

import pytest

from dashboards.labels import Label
from dashboards.periods import in_order, period_label, period_text


@pytest.mark.parametrize(
    ("as_run", "expected"),
    [
        pytest.param(["2020-06", "2020-05", "2020-06"], ("2020-05", "2020-06"), id="months-out-of-order"),
        pytest.param(["2020-11", "2020", "2020-12"], ("2020-11", "2020-12", "2020"), id="before-its-year-ends"),
        pytest.param(["2020-12", "2020", "2021-01"], ("2020-12", "2020", "2021-01"), id="calendar-year"),
        pytest.param(
            ["2020-05", "2021-04", "2020", "2021-05", "2020"],
            ("2020-05", "2021-04", "2020", "2021-05"),
            id="contract-year-into-the-next-and-a-second-annual-run",
        ),
        pytest.param(["2021-04", "2020", "2021"], ("2021-04", "2020", "2021"), id="two-years"),
        pytest.param(["2020"], ("2020",), id="no-month-at-all"),
    ],
)
def test_a_year_stands_after_the_months_that_it_came_after(as_run, expected):
    assert in_order(as_run) == expected


def test_a_year_is_named_in_both_languages_and_a_month_is_written_as_it_is():
    assert (period_text("2020"), period_text("2020-05")) == ("2020 年度 annual", "2020-05")
    assert period_label("2020") == Label("2020 年度", "2020 annual")
    assert period_label("2020-05") == Label("2020-05", "2020-05")
