"""Defects of what work is paid by: versions, prices, tiers, contracts, clauses, terms, guarantees."""

from tests.defects.kinds import Intake, Kind
from tests.defects.made_rules import Cells, add_version, end_version
from tests.defects.new_contracts import add_contract

PRICE = ("exactly_one_price_applies",)
RULE_ROW = ("no_rule_row_is_set_aside",)


def _new_version(intake: Intake, *, ends_old: bool = True, effective_from: str = "", **cells: str) -> None:
    """Version 2 with all its items, in force from the month's first day or from another one."""
    first = effective_from or f"{intake.month}-01"
    if ends_old:
        before = intake.world.month(intake.index - 1).last_day.isoformat()
        end_version(intake.facts, "1", effective_from=_began(intake), last=before)
    add_version(intake.facts, "2", effective_from=first)
    version = intake.rows("catalogue_version", version_no="2")[0]
    version.update(approved_on=f"{intake.world.month(intake.index - 1)}-10", published_on=version["approved_on"])
    version.update(cells)


def _began(intake: Intake) -> str:
    return intake.known("catalogue_version", version_no="1")["effective_from"]


def _ended(intake: Intake) -> None:
    before = intake.world.month(intake.index - 1).last_day.isoformat()
    end_version(intake.facts, "1", effective_from=_began(intake), last=before)


def _with_item(intake: Intake, code: str, **cells: str) -> None:
    _new_version(intake)
    intake.rows("service_item", item_code=code)[0].update(cells)


def _without_item(intake: Intake) -> None:
    _new_version(intake)
    intake.drop("service_item", intake.rows("service_item", item_code="I3"))


def _with_tiers(intake: Intake, *bounds: tuple[str, str]) -> None:
    """A new version whose progressive item has tiers with these bounds."""
    _new_version(intake)
    tiers = intake.rows("price_tier", item_code="I4")
    for tier, (low, high) in zip(tiers, bounds, strict=True):
        tier.update(from_qty=low, to_qty=high)


def _reworded(intake: Intake, table: str, /, known: Cells, **cells: str) -> None:
    """A row that is known comes again with other content."""
    intake.add(table, {**intake.known(table, **known), **cells})


def _repriced(intake: Intake) -> None:
    """A version that is said in this month to have been in force since two months ago."""
    end_version(
        intake.facts,
        "1",
        effective_from=_began(intake),
        last=intake.world.month(intake.index - 3).last_day.isoformat(),
    )
    _new_version(intake, ends_old=False, effective_from=f"{intake.world.month(intake.index - 2)}-01")
    intake.rows("catalogue_version", version_no="2")[0].update(published_on=f"{intake.month}-02")


def _scored(
    intake: Intake, clause: Cells, bands: tuple[Cells, ...] = (), *, score: str = "85", **contract: str
) -> None:
    """A contract of its own with a clause on scores, its bands and a score."""
    add_contract(intake, clause=clause, **contract)
    keys = {"contract_no": "H9", "clause_no": "K1"}
    intake.add("deduction_band", *({**keys, "seq": str(seq), **band} for seq, band in enumerate(bands, start=1)))
    scored = {"contract_no": "H9", "period": intake.month, "score": score, "party_code": "OPR"}
    intake.add("assessment", {**scored, "assessed_on": f"{intake.following}-04"})


def _on_one_ground(intake: Intake) -> None:
    _scored(intake, POINTS)
    keys = {"contract_no": "H9", "clause_no": "K2", "kind": "INCIDENT", "clause_source": "补充协议"}
    intake.add("deduction_clause", {**keys, "amount_per_incident": "10000"})
    event = {"contract_no": "H9", "clause_no": "K2", "event_no": "ZD-9", "liable": "yes"}
    intake.add("breach_event", {**event, "occurred_on": f"{intake.month}-18"})


def _prepaid(intake: Intake, *, amount: str = "100000.00", guarantee: Cells | None, named: str = "BH-9") -> None:
    """A contract of its own with a prepayment and perhaps a guarantee for it."""
    add_contract(intake)
    paid = {"contract_no": "H9", "paid_on": f"{intake.month}-12", "amount": amount, "guarantee_no": named}
    intake.add("prepayment", paid)
    if guarantee is not None:
        known = {"guarantee_no": "BH-9", "contract_no": "H9", "kind": "PREPAYMENT", "amount": "100000.00"}
        intake.add("guarantee", {**known, "received_on": f"{intake.month}-05", **guarantee})


def _returned(intake: Intake) -> None:
    """The guarantee of a prepayment that is far from used up goes back."""
    known = intake.known("guarantee", contract_no="H2")
    intake.add("guarantee", {**known, "returned_on": f"{intake.month}-15"})


POINTS = {
    "kind": "ASSESSMENT",
    "performance_ratio": "0.1",
    "full_score": "90",
    "amount_per_point": "20000",
    "points": "WHOLE",
}
BANDS = {"kind": "SCORE_BAND"}

KINDS = (
    Kind("no_catalogue_version_is_in_force", "BLOCK", PRICE, "7; price gap", _ended),
    Kind(
        *("two_catalogue_versions_are_in_force", "BLOCK", PRICE, "7; price overlap"),
        lambda i: _new_version(i, ends_old=False),
    ),
    Kind("a_frozen_version_does_not_exist", "BLOCK", PRICE, "7", lambda i: add_contract(i, catalogue_version="9")),
    Kind("an_item_has_no_price", "BLOCK", PRICE, "4, 7", lambda i: _with_item(i, "I3", unit_price="")),
    Kind("an_item_lacks_in_the_new_version", "ASIDE", ("Q204",), "4, 7", _without_item),
    Kind(
        *("a_price_changes_under_its_version", "BLOCK", RULE_ROW, "2, 7; frozen price"),
        lambda i: _reworded(i, "service_item", {"item_code": "I3"}, unit_price="6900"),
    ),
    Kind(
        *("a_price_is_tenfold_in_the_new_version", "WARN", ("a_new_price_keeps_to_the_old",), "11"),
        lambda i: _with_item(i, "I3", unit_price="68000"),
    ),
    Kind(
        *("a_price_is_in_ten_thousand_yuan", "WARN", ("a_new_price_keeps_to_the_old",), "11; 万/元"),
        lambda i: _with_item(i, "I3", unit_price="0.68"),
    ),
    Kind("a_package_has_no_size", "BLOCK", PRICE, "7", lambda i: _with_item(i, "I7", package_size="")),
    Kind(
        *("tiers_leave_a_gap", "BLOCK", PRICE, "9"),
        lambda i: _with_tiers(i, ("0", "100000"), ("120000", "500000"), ("500000", "")),
    ),
    Kind(
        *("tiers_overlap", "BLOCK", PRICE, "9"),
        lambda i: _with_tiers(i, ("0", "100000"), ("90000", "500000"), ("500000", "")),
    ),
    Kind(
        *("tiers_do_not_begin_at_nothing", "BLOCK", PRICE, "9"),
        lambda i: _with_tiers(i, ("1000", "100000"), ("100000", "500000"), ("500000", "")),
    ),
    Kind(
        *("a_quantity_lies_beyond_the_last_tier", "BLOCK", ("tiers_reach_every_quantity", *PRICE), "9"),
        lambda i: _with_tiers(i, ("0", "100"), ("100", "500"), ("500", "900")),
    ),
    Kind(
        *("a_catalogue_takes_effect_before_it_is_published", "WARN"),
        ("a_catalogue_is_published_before_it_takes_effect",),
        "1",
        lambda i: _new_version(i, published_on=f"{i.month}-20"),
    ),
    Kind(
        *("a_catalogue_was_never_reviewed_or_published", "WARN"),
        ("a_catalogue_is_published_before_it_takes_effect", "a_catalogue_is_reviewed_and_published"),
        "1, 2",
        lambda i: _new_version(i, joint_review_no="", approved_on="", published_on=""),
    ),
    Kind(
        *("booked_months_are_priced_anew", "WARN", ("a_catalogue_is_published_before_it_takes_effect",), "1, 56"),
        _repriced,
    ),
    Kind(
        *("a_contract_changes_under_its_number", "BLOCK", RULE_ROW, "14"),
        lambda i: _reworded(i, "contract", {"contract_no": "H1"}, ceiling_amt="90000000.00"),
    ),
    Kind(
        *("a_contract_ends_before_it_starts", "BLOCK", (*RULE_ROW, "no_work_order_is_set_aside"), "dates"),
        lambda i: add_contract(i, service_from="2020-12-31", service_to="2020-01-01"),
    ),
    Kind(
        *("a_tax_rate_is_in_per_cent", "BLOCK", (*RULE_ROW, "no_work_order_is_set_aside"), "55"),
        lambda i: add_contract(i, tax_rate="6", tax_incl="yes"),
    ),
    Kind(
        *("a_tax_rate_does_not_say_whether_it_is_included", "WARN", ("a_tax_rate_says_whether_tax_is_included",), "55"),
        lambda i: add_contract(i, tax_rate="0.06"),
    ),
    Kind(
        *("an_assessment_clause_is_incomplete", "BLOCK", ("an_assessment_clause_says_how_it_deducts",), "39"),
        lambda i: _scored(i, {**POINTS, "points": ""}),
    ),
    Kind(
        *("a_clause_on_bands_has_none", "BLOCK", ("a_clause_on_bands_has_bands_that_say_one_thing_each",), "42"),
        lambda i: _scored(i, BANDS),
    ),
    Kind(
        *("a_score_lies_in_no_band", "BLOCK", ("every_score_lies_in_one_band",), "42; gap"),
        lambda i: _scored(
            i, BANDS, ({"from_score": "90", "ratio": "0"}, {"from_score": "0", "to_score": "80", "ratio": "0.1"})
        ),
    ),
    Kind(
        *("a_score_lies_in_two_bands", "BLOCK", ("every_score_lies_in_one_band",), "42; overlap"),
        lambda i: _scored(
            i, BANDS, ({"from_score": "80", "ratio": "0"}, {"from_score": "0", "to_score": "90", "ratio": "0.1"})
        ),
    ),
    Kind(
        *(
            "a_coefficient_is_above_one",
            "BLOCK",
            (*RULE_ROW, "a_clause_on_bands_has_bands_that_say_one_thing_each"),
            "44",
        ),
        lambda i: _scored(i, {"kind": "COEFFICIENT"}, ({"from_score": "0", "coefficient": "1.1"},)),
    ),
    Kind(
        *("a_clause_on_the_contract_has_no_total", "BLOCK", ("a_clause_on_the_contract_knows_its_total",), "42"),
        lambda i: _scored(i, {**BANDS, "base": "CONTRACT"}, ({"from_score": "0", "ratio": "0.02"},), ceiling_amt=""),
    ),
    Kind("two_clauses_deduct_on_one_ground", "BLOCK", ("no_two_clauses_deduct_on_one_ground",), "41", _on_one_ground),
    Kind(
        *("instalments_do_not_make_the_whole", "BLOCK", ("the_instalments_of_a_contract_make_the_whole",), "45"),
        lambda i: add_contract(i, term={"ratio": "0.9"}),
    ),
    Kind(
        *("a_retention_is_never_released", "BLOCK", ("a_retention_says_when_it_is_released",), "52"),
        lambda i: add_contract(i, term={"pay_type": "RETENTION", "due_days": ""}),
    ),
    Kind(
        *("a_term_is_longer_than_allowed", "WARN", ("no_term_is_longer_than_the_regulation_allows",), "48"),
        lambda i: add_contract(i, term={"due_days": "90"}),
    ),
    Kind(
        *("a_ceiling_is_exceeded", "WARN", ("nothing_lies_above_the_ceiling",), "14; 万/元"),
        lambda i: add_contract(i, ceiling_amt="600.00"),
    ),
    Kind(
        *("a_prepayment_names_no_guarantee", "WARN", ("every_prepayment_has_its_guarantee",), "46"),
        lambda i: _prepaid(i, guarantee=None, named=""),
    ),
    Kind(
        *("a_prepayment_names_another_contracts_guarantee", "WARN", ("every_prepayment_has_its_guarantee",), "46"),
        lambda i: _prepaid(i, guarantee=None, named="BH-H1"),
    ),
    Kind(
        *("a_guarantee_is_in_ten_thousand_yuan", "WARN", ("a_guarantee_covers_its_prepayments",), "46; 万/元"),
        lambda i: _prepaid(i, guarantee={"amount": "10.00"}),
    ),
    Kind(
        *("a_guarantee_comes_after_the_payment", "WARN", ("a_guarantee_comes_before_the_payment",), "46"),
        lambda i: _prepaid(i, guarantee={"received_on": f"{i.month}-25"}),
    ),
    Kind(
        *("the_whole_contract_is_prepaid", "WARN", ("a_prepayment_is_less_than_the_contract",), "47"),
        lambda i: _prepaid(i, amount="900000.00", guarantee={"amount": "900000.00"}),
    ),
    Kind(
        *("a_guarantee_is_returned_too_early", "WARN", ("a_guarantee_stays_while_prepayment_is_left",), "46"),
        _returned,
    ),
)
