"""Defects of built statements: totals, deductions, balances, tax and words that do not follow from the lines."""

from tests.defects.kinds import Kind
from tests.defects.spoiling import H1, H2, H3, H4, does, doubles, loses, sets

PAYABLE = ("gross_less_everything_is_the_payable",)

TABLE = "marts.settlement"
OFFSET = ("what_is_offset_stands_in_its_ledger", "statements_close_with_their_ledgers")
TAX = ("tax_is_what_the_rate_makes_of_the_payable",)
GIVEN = ("every_amount_of_a_statement_is_given",)
KINDS = (
    sets(
        *(TABLE, "gross_amt = gross_amt + 0.01, payable_amt = payable_amt + 0.01", H1),
        name="a_gross_is_a_fen_off",
        by=("gross_is_the_sum_of_the_lines",),
        why="36, 53",
    ),
    sets(TABLE, "payable_amt = payable_amt - 0.01", H1, name="a_payable_is_a_fen_off", by=PAYABLE, why="37"),
    loses(
        *(TABLE, H4),
        name="a_statement_is_lost",
        by=("gross_is_the_sum_of_the_lines",),
        why="conservation",
    ),
    doubles(TABLE, H1, name="a_statement_stands_twice", by=("one_statement_per_contract",), why="paid twice"),
    sets(TABLE, "gross_amt = null", H1, name="a_gross_is_blank", by=GIVEN, why="missing is not zero"),
    sets(TABLE, "payable_amt = null", H1, name="a_payable_is_blank", by=GIVEN, why="missing is not zero"),
    sets(
        *(TABLE, "payable_amt = -payable_amt", H1),
        name="a_payable_is_negative",
        by=("no_balance_is_negative",),
        why="37",
    ),
    sets(
        *(TABLE, "payable_amt_cn = '壹元整'", H1),
        name="words_are_of_another_amount",
        by=("every_payable_stands_in_words", "words_say_the_payable"),
        why="54",
    ),
    sets(
        *(TABLE, "payable_amt_cn = ''", H1),
        name="words_lack",
        by=("every_payable_stands_in_words",),
        why="54",
    ),
    sets(TABLE, "amt_ex_tax = amt_ex_tax + 0.01", H1, name="an_amount_ex_tax_is_a_fen_off", by=TAX, why="53, 55"),
    sets(
        *(TABLE, "amt_ex_tax = amt_ex_tax + 0.01, tax_amt = tax_amt - 0.01", H1),
        name="a_tax_is_a_fen_off",
        by=TAX,
        why="53, 55",
    ),
    sets(TABLE, "amt_ex_tax = null, tax_amt = null", H1, name="a_tax_is_lost", by=TAX, why="55"),
    loses(
        *("marts.deduction", f"{H1} and applied_amt > 0"),
        name="a_deduction_row_is_lost",
        by=("deductions_are_the_sum_of_their_rows",),
        why="37, 39",
    ),
    sets(
        *("marts.deduction", "applied_amt = applied_amt - 0.01", f"{H1} and applied_amt > 0"),
        name="a_deduction_is_a_fen_off",
        by=("deductions_are_the_sum_of_their_rows",),
        why="39",
    ),
    Kind(
        "a_deduction_is_lost_everywhere",
        "BLOCK",
        ("every_deduction_due_is_taken",),
        "37, 39; a wrong model is wrong everywhere",
        does(
            f"delete from marts.deduction where {H1} and applied_amt > 0",
            "update marts.settlement set payable_amt = payable_amt + assess_deduct_amt, assess_deduct_amt = 0 "
            f"where {H1}",
        ),
    ),
    sets(
        *(TABLE, "carried_in_amt = 0, payable_amt = payable_amt + carried_in_amt", f"{H4} and carried_in_amt > 0"),
        name="a_carried_deduction_is_lost",
        by=("deductions_carried_on_are_carried_in", "statements_close_with_their_ledgers"),
        why="37; carried",
    ),
    sets(
        *(TABLE, "prepay_balance_amt = prepay_balance_amt - 0.01", H2),
        name="a_prepayment_balance_is_a_fen_off",
        by=OFFSET,
        why="38",
    ),
    sets(
        *(TABLE, "prepay_offset_amt = 0, payable_amt = payable_amt + prepay_offset_amt", H2),
        name="a_prepayment_is_not_offset",
        by=OFFSET,
        why="37, 38",
    ),
    sets(
        *(TABLE, "accrued_amt = 0, payable_amt = gross_amt", H3),
        name="a_month_pays_what_the_year_pays",
        by=("what_the_year_pays_waits_for_it",),
        why="37; settled by the year",
    ),
    sets(
        *(TABLE, "assessment_score = assessment_score + 1", H1),
        name="a_statement_shows_another_score",
        by=("a_statement_shows_the_score_it_takes",),
        why="39",
    ),
    sets(
        *(TABLE, "operator_name = '另一家公司'", H1),
        name="a_statement_names_another_operator",
        by=("every_statement_names_its_parties",),
        why="60",
    ),
)
