"""Defects of built accounts: ledgers, fates, what waits, reviews, months, payments and budgets."""

from tests.defects.kinds import Kind
from tests.defects.spoiling import H1, H2, JUNE, does, doubles, loses, sets

OPENS = ("every_entry_opens_where_the_one_before_closed",)
LEDGER = ("what_is_offset_stands_in_its_ledger", "statements_close_with_their_ledgers")
BUDGET = ("budgets_hold_what_is_booked_and_paid",)
FATE = ("every_delivery_has_one_fate",)
A_FATE = (
    "row_number = (select min(row_number) from marts.delivery_fate where work_order_no = 'W-H1-I1-1' "
    "and service_period = '2020-06' and fate = 'COUNTED') and work_order_no = 'W-H1-I1-1' "
    "and service_period = '2020-06'"
)
A_MONTH = "work_order_no = 'W-H1-I1-1' and service_period = '2020-06'"
KINDS = (
    loses("marts.ledger_entry", H2, name="a_ledger_entry_is_lost", by=LEDGER, why="38"),
    sets(
        *("marts.ledger_entry", "opening_amt = opening_amt + 0.01, closing_amt = closing_amt + 0.01", H2),
        name="a_ledger_opens_elsewhere",
        by=OPENS,
        why="38; roll forward",
    ),
    sets(
        *("marts.ledger_entry", "closing_amt = closing_amt + 0.01", H2),
        name="a_ledger_entry_does_not_add_up",
        by=OPENS,
        why="38, 52",
    ),
    sets(
        *("marts.provider_settlement", "amount = amount + 0.01", f"{H1} and provider = 'P1'"),
        name="a_providers_amount_is_a_fen_off",
        by=("providers_share_all_lines",),
        why="57",
    ),
    Kind(
        "an_amount_moves_between_providers",
        "BLOCK",
        ("providers_share_all_lines", "each_provider_has_its_own_lines"),
        "19, 57",
        does(
            f"update marts.provider_settlement set amount = amount + 100 where {H1} and provider = 'P1'",
            f"update marts.provider_settlement set amount = amount - 100 where {H1} and provider = 'P2'",
        ),
    ),
    loses("marts.delivery_fate", A_FATE, name="a_deliverys_fate_is_lost", by=FATE, why="conservation"),
    doubles("marts.delivery_fate", A_FATE, name="a_delivery_has_two_fates", by=FATE, why="conservation"),
    sets(
        *("marts.delivery_fate", "counted_qty = counted_qty + 1", A_FATE),
        name="a_delivery_counts_for_more",
        by=FATE,
        why="7; conservation",
    ),
    sets(
        *("marts.delivery_fate", "fate = 'PENDING', counted_qty = 0", A_FATE),
        name="a_counted_delivery_waits",
        by=FATE,
        why="7; conservation",
    ),
    Kind(
        "one_fate_is_lost_and_another_doubled",
        "BLOCK",
        FATE,
        "conservation",
        does(
            "insert into marts.delivery_fate select * replace (row_number + 1 as row_number) from marts.delivery_fate "
            f"where {A_FATE}",
            f"delete from marts.delivery_fate where {A_FATE}",
        ),
    ),
    sets(
        *("marts.delivery_fate", "run_id = null", A_FATE),
        name="a_fate_names_no_run",
        by=FATE,
        why="of another run",
    ),
    sets(
        *("intermediate.int_work_months_delivered", "delivery_count = delivery_count - 1", A_MONTH),
        name="a_delivery_is_not_reckoned",
        by=("every_delivery_row_is_reckoned", *FATE),
        why="conservation",
    ),
    Kind(
        "a_sum_of_a_file_is_lost",
        "BLOCK",
        ("every_delivery_row_is_reckoned",),
        "conservation",
        does(
            f"delete from intermediate.int_work_months_received where {A_MONTH}",
            f"delete from intermediate.int_work_months_delivered where {A_MONTH}",
        ),
    ),
    loses(
        *("marts.pending_metering", "work_order_no = 'W-H2-I1-1'"),
        name="pending_work_is_lost",
        by=("all_work_that_waits_is_listed",),
        why="30; conservation",
    ),
    sets(
        *("marts.pending_metering", "quantity = 0", "work_order_no = 'W-H2-I1-1'"),
        name="pending_work_is_nothing",
        by=("all_work_that_waits_is_listed",),
        why="missing is not zero",
    ),
    loses(
        *("marts.run_difference", "true"),
        name="differences_are_lost",
        by=("reasons_add_up_to_the_difference", "every_adjustment_has_its_difference"),
        why="56",
    ),
    sets(
        *("marts.run_difference", "delta_amount = delta_amount + 0.01, after_amount = after_amount + 0.01", "true"),
        name="a_difference_is_a_fen_off",
        by=("reasons_add_up_to_the_difference", "every_adjustment_has_its_difference"),
        why="56",
    ),
    loses(
        *("marts.claim_review", "work_order_no = 'W-H2-I2-1'"),
        name="a_claims_review_is_lost",
        by=("every_claim_has_its_review",),
        why="35, 36",
    ),
    sets(
        *("marts.claim_review", "computed_amount = computed_amount + 1", "work_order_no = 'W-H2-I2-1'"),
        name="a_claims_review_does_not_add_up",
        by=("every_claim_has_its_review", "every_review_adds_up"),
        why="35",
    ),
    loses(
        *("marts.claim_reduction", "contract_no = '*' and period = '*'"),
        name="the_sum_of_all_claims_is_lost",
        by=("reductions_sum_every_claim_as_last_reviewed",),
        why="35",
    ),
    sets(
        *("marts.claim_reduction", "computed_amount = computed_amount - 0.01", "contract_no = '*' and period = '*'"),
        name="all_claims_come_to_a_fen_less",
        by=("reductions_sum_every_claim_as_last_reviewed", "a_reduction_rate_is_what_was_cut_by_what_was_claimed"),
        why="35",
    ),
    sets(
        *("marts.claim_reduction", "reduction_rate = reduction_rate + 0.000002", "contract_no = '*' and period = '*'"),
        name="a_reduction_rate_is_off",
        by=("a_reduction_rate_is_what_was_cut_by_what_was_claimed",),
        why="33, 35",
    ),
    sets(
        *("marts.month_coverage", "booked_amt = booked_amt - 0.01", f"{H1} and {JUNE}"),
        name="a_month_covers_a_fen_less",
        by=("covered_months_hold_all_that_is_booked",),
        why="58",
    ),
    loses(
        *("marts.month_coverage", f"{H1} and {JUNE}"),
        name="a_covered_month_is_lost",
        by=("covered_months_hold_all_that_is_booked",),
        why="58",
    ),
    loses(
        *("marts.statement_payment", H1),
        name="a_payables_row_is_lost",
        by=("every_payable_has_its_row",),
        why="48",
    ),
    sets(
        *("marts.statement_payment", "paid_amt = paid_amt - 0.01", f"{H1} and payment_status = 'PAID'"),
        name="a_paid_amount_is_a_fen_off",
        by=("paid_and_unpaid_make_the_payable",),
        why="37",
    ),
    sets(
        *(
            "marts.budget_execution",
            "earned_amt = earned_amt + 0.01",
            "project_code = 'XM-H1' and fiscal_year = '2020'",
        ),
        name="a_budget_earns_a_fen_more",
        by=BUDGET,
        why="63; roll forward",
    ),
    sets(
        *("marts.budget_execution", "paid_amt = paid_amt - 1", "project_code = 'XM-H1' and fiscal_year = '2020'"),
        name="a_budget_has_paid_less",
        by=BUDGET,
        why="59, 63",
    ),
    sets(
        *(
            "marts.budget_execution",
            "current_amt = current_amt + 1",
            "project_code = 'XM-H1' and fiscal_year = '2020'",
        ),
        name="a_current_budget_does_not_add_up",
        by=BUDGET,
        why="63, 64",
    ),
    loses(
        *("marts.budget_execution", "project_code = 'XM-H1' and fiscal_year = '2020'"),
        name="a_budgets_row_is_lost",
        by=BUDGET,
        why="63",
    ),
)
