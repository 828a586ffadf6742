"""Defects of built lines: amounts, quantities, prices, months, contracts and providers that are not the line's own."""

from tests.defects.kinds import Kind
from tests.defects.spoiling import H1, does, doubles, loses, sets

A_LINE = "line_id = (select min(line_id) from marts.settlement_line where contract_no = 'H1' and item_code = 'I3')"
WORTH = ("booked_and_due_make_the_worth",)
ORDERS_LINE = ("every_line_is_of_its_work_order",)

TABLE = "marts.settlement_line"
FEN = "amount = amount + 0.01"
KINDS = (
    sets(TABLE, FEN, A_LINE, name="a_line_is_a_fen_off", by=WORTH, why="53"),
    loses(TABLE, A_LINE, name="a_line_is_lost", by=WORTH, why="7; conservation"),
    doubles(
        *(TABLE, A_LINE),
        name="a_line_stands_twice",
        by=("one_line_per_work_order_item_and_month",),
        why="7; paid twice",
    ),
    sets(
        *(TABLE, "amount = 0", A_LINE),
        name="a_line_is_worth_nothing",
        by=("every_line_has_an_amount_and_a_provider",),
        why="missing is not zero",
    ),
    sets(
        *(TABLE, "service_period = '2020-05', line_type = 'ADJUSTMENT'", A_LINE),
        name="a_line_stands_in_another_month",
        by=WORTH,
        why="56; service period",
    ),
    sets(
        *(TABLE, "contract_no = 'H4'", A_LINE),
        name="a_line_stands_under_another_contract",
        by=("gross_is_the_sum_of_the_lines",),
        why="14",
    ),
    sets(
        *(TABLE, "provider = 'P9'", A_LINE),
        name="a_line_goes_to_another_provider",
        by=(*ORDERS_LINE, "providers_share_all_lines"),
        why="19, 57",
    ),
    sets(
        *(TABLE, "item_code = 'I2'", A_LINE),
        name="a_line_has_another_item",
        by=ORDERS_LINE,
        why="4, 7",
    ),
    sets(
        *(TABLE, "billed_qty = billed_qty + 1", A_LINE),
        name="a_lines_quantity_is_not_the_metered_one",
        by=("every_line_bills_what_was_metered",),
        why="7",
    ),
    sets(
        *(TABLE, "unit_price = unit_price + 1", A_LINE),
        name="a_lines_price_is_not_the_catalogues",
        by=("every_line_has_the_price_of_its_version", "every_flat_line_is_quantity_times_price"),
        why="7",
    ),
    sets(
        *(TABLE, "catalogue_version = '7'", A_LINE),
        name="a_line_names_another_version",
        by=("every_line_has_the_price_of_its_version",),
        why="7",
    ),
    Kind(
        "a_line_and_all_that_rests_on_it_are_a_fen_off",
        "BLOCK",
        ("every_flat_line_is_quantity_times_price",),
        "7, 53; a wrong model is wrong everywhere",
        does(
            f"update intermediate.int_work_months_worth set {FEN} where work_order_no = 'W-H1-I3-1' "
            "and service_period = '2020-06'",
            f"update {TABLE} set {FEN} where {A_LINE}",
            f"update marts.settlement set gross_amt = gross_amt + 0.01, payable_amt = payable_amt + 0.01 where {H1}",
            f"update marts.provider_settlement set {FEN} where {H1} and provider = 'P1'",
            f"update marts.month_coverage set booked_amt = booked_amt + 0.01 where {H1} and service_period = '2020-06'",
        ),
    ),
    sets(
        *(TABLE, "line_id = (select min(line_id) from marts.settlement_line where contract_no = 'H4')", A_LINE),
        name="two_lines_have_one_number",
        by=("every_line_has_its_own_number",),
        why="keys; explain",
    ),
    sets(
        *(TABLE, "run_id = 'R-OTHER'", A_LINE),
        name="a_line_names_another_run",
        by=("every_row_is_of_this_run",),
        why="56; keys",
    ),
    loses(
        *("marts.line_source", A_LINE),
        name="a_line_has_no_inputs",
        by=("every_line_has_inputs",),
        why="conservation; explain",
    ),
    sets(
        *("booked.settlement_line", FEN, f"{H1} and item_code = 'I3' and service_period = '2020-05'"),
        name="a_booked_line_is_a_fen_off",
        by=WORTH,
        why="56",
    ),
)
