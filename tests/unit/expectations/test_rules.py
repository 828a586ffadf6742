"""Every rule can be told from every other, and asks the relation that its suite is about."""

import re

from expectations.overrides import overridable
from expectations.suites import EVALUATION_SUITES, SUITES
from interface.paths import PROJECT

RULES = [(each, rule) for each in (*SUITES, *EVALUATION_SUITES) for rule in each.rules]


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for _, rule in RULES]

    assert sorted(names) == sorted(set(names))


def test_every_rule_asks_its_relation() -> None:
    """Or its findings stand under a relation that they are not about; evaluations may ask what theirs rests on."""
    asked = [rule for suite in SUITES for rule in suite.rules]

    assert [rule.name for rule in asked if "{batch}" not in rule.offences] == []


def test_every_rule_says_in_both_languages_what_is_wrong() -> None:
    for _, rule in RULES:
        assert rule.zh.endswith("。"), rule.name
        assert rule.en.endswith("."), rule.name


def test_every_rule_says_what_it_guards_and_the_documentation_explains_it() -> None:
    """And nothing is explained that no rule guards."""
    guarded = {number for _, rule in RULES for number in rule.guards.split()}
    tables = re.findall(r"^\| ((?:[RP]\d+ ?)+)\|", (PROJECT / "docs" / "gate.md").read_text("utf-8"), re.MULTILINE)

    assert [rule.name for _, rule in RULES if not rule.guards] == []
    assert guarded == {number for row in tables for number in row.split()}


def test_only_what_leaves_every_amount_as_it_is_may_be_overridden() -> None:
    """Rules on prices, units, scores, sums and fates leave an amount open or wrong."""
    assert overridable() == {
        "no_work_order_is_set_aside",
        "no_rule_row_is_set_aside",
        "every_work_order_has_one_provider",
        "reserved_work_stays_with_the_operator",
        "no_work_is_done_on_a_split_that_was_returned",
        "the_verifier_is_independent",
        "a_fee_verification_that_was_given_is_known",
        "the_instalments_of_a_contract_make_the_whole",
        "no_quantity_is_a_hundredfold",
    }
    assert {rule.severity for _, rule in RULES if rule.may_be_overridden} == {"BLOCK"}
