"""A figure's labels are exact to the fen; its bars are drawn in 万元 and never speak."""

from decimal import Decimal

import pytest

from dashboards.access import SYSTEM
from dashboards.editions import open_edition
from dashboards.figures import gross_and_payable, period_ticks, waterfall
from dashboards.figures_accounts import burn
from dashboards.statements import Step, read_statements
from tests.unit.dashboards.made_edition import MadeHome, a_settlement

MONTH = [
    Step("gross_amt", Decimal("1441200.00"), is_total=True),
    Step("assess_deduct_amt", Decimal("-60000.00")),
    Step("penalty_amt", Decimal("-15000.50")),
    Step("prepay_offset_amt", Decimal("-1300000.00")),
    Step("payable_amt", Decimal("66199.50"), is_total=True),
]


def test_the_waterfall_is_labelled_to_the_fen():
    figure = waterfall(MONTH)

    labels = [note.text for note in figure.layout.annotations]
    assert labels == ["<b>¥1,441,200.00</b>", "−60,000.00", "−15,000.50", "−1,300,000.00", "<b>¥66,199.50</b>"]
    assert [text for text, _ in figure.data[0].customdata] == [
        "¥1,441,200.00",
        "−60,000.00",
        "−15,000.50",
        "−1,300,000.00",
        "¥66,199.50",
    ]


def test_the_waterfall_is_drawn_in_ten_thousands():
    bars = waterfall(MONTH).data[0]

    assert list(bars.y) == pytest.approx([144.12, -6.0, -1.50005, -130.0, 6.61995])
    assert list(bars.measure) == ["absolute", "relative", "relative", "relative", "absolute"]


def test_labels_stand_on_totals_under_changes_and_never_on_the_axis():
    figure = waterfall(MONTH)

    places = [(note.y, note.yshift) for note in figure.layout.annotations]
    assert [shift for _, shift in places] == [12, -12, -12, 12, 12]
    assert [level for level, _ in places] == pytest.approx([144.12, 138.12, 136.61995, 136.61995, 6.61995])


def test_among_many_steps_every_second_label_stands_further_off():
    changes = [Step("penalty_amt", Decimal("-10000.00")) for _ in range(6)]

    eight = waterfall([MONTH[0], *changes, MONTH[-1]])
    nine = waterfall([MONTH[0], *changes, changes[0], MONTH[-1]])

    assert [note.yshift for note in eight.layout.annotations] == [12, *(-12,) * 6, 12]
    assert [note.yshift for note in nine.layout.annotations] == [12, -27, -12, -27, -12, -27, -12, -27, 12]


def test_a_year_stands_under_its_bars_on_two_lines(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020", {"settlement": [a_settlement(settlement_period="2020")]}, run_type="ANNUAL")
    statements = read_statements(open_edition(made.home, SYSTEM))

    assert list(gross_and_payable([("2020", statements)]).data[0].x) == ["2020 年度<br>annual"]


def test_among_many_periods_a_year_stands_on_one_line_which_the_axis_turns_on_its_side():
    assert period_ticks(["2021-05", "2020"], among=6) == ["2021-05", "2020 年度<br>annual"]
    assert period_ticks(["2021-05", "2020"], among=7) == ["2021-05", "2020 年度 annual"]


def test_the_names_of_a_ceilings_shares_keep_apart():
    """95% lay upon 100%, a twentieth of the ceiling being less than the height of a name."""
    notes = burn([("2020-05", Decimal("10.00"))], [], Decimal("100.00")).layout.annotations

    assert [(note.text, note.yanchor) for note in notes] == [("80%", "top"), ("95%", "top"), ("100%", "bottom")]


def test_months_stand_side_by_side_with_their_yuan(tmp_path):
    made = MadeHome(tmp_path)
    made.publish("R1", "2020-05", {"settlement": [a_settlement(gross_amt="240.00", payable_amt="0.00")]})
    statements = read_statements(open_edition(made.home, SYSTEM))

    gross, payable = gross_and_payable([("2020-05", statements)]).data

    assert (list(gross.x), list(gross.customdata), list(payable.customdata)) == (["2020-05"], ["¥240.00"], ["¥0.00"])
