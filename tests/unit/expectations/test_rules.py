"""Every rule can be told from every other, and asks the relation that its suite is about."""

from expectations.suites import SUITES

RULES = [(each, rule) for each in SUITES for rule in each.rules]


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for _, rule in RULES]

    assert sorted(names) == sorted(set(names))


def test_every_rule_asks_its_relation() -> None:
    """The engine prints a complaint on every run for a query without its batch."""
    assert [rule.name for _, rule in RULES if "{batch}" not in rule.offences] == []


def test_every_rule_says_in_both_languages_what_is_wrong() -> None:
    for _, rule in RULES:
        assert rule.zh.endswith("。"), rule.name
        assert rule.en.endswith("."), rule.name
