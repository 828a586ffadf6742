"""Leaves of ten points for every scoring rule, with scores worked by hand under each rule profile."""

from dataclasses import dataclass, field

from tests.integration.conftest import Row

PROFILES = ("CY10", "CY101", "KPI")


@dataclass(frozen=True)
class Case:
    """A leaf of 10 points, what is known about it, and its score under each profile; None is not assessed."""

    code: str
    scores: tuple[str | None, str | None, str | None]
    leaf: Row = field(default_factory=dict)
    result: Row | None = None
    experts: tuple[str, ...] = ()
    answers: tuple[Row, ...] = ()
    basis: str = ""


def same(score: str | None) -> tuple[str | None, str | None, str | None]:
    """One score under every profile."""
    return (score, score, score)


def computed(
    code: str,
    rule: str,
    actual: str,
    target: str,
    scores: tuple[str | None, str | None, str | None],
    params: str = "",
    **given: object,
) -> Case:
    """A leaf with an actual value, scored by a rule."""
    basis = str(given.pop("basis", ""))
    leaf = {"scoring_rule": rule, "target_value": target, "rule_params": params} | given
    return Case(code, scores, leaf, {"actual_value": actual}, basis=basis)


def answered(code: str, scores: tuple[str | None, str | None, str | None], *groups: str, **given: object) -> Case:
    """Groups are written `name n n n n n`, from very satisfied down."""
    names = ("very_satisfied", "fairly_satisfied", "neutral", "fairly_dissatisfied", "very_dissatisfied")
    rows = tuple(
        {"group_name": name, **dict(zip(names, counts, strict=True))}
        for name, *counts in (group.split(" ") for group in groups)
    )
    basis = str(given.pop("basis", ""))
    return Case(code, scores, {"scoring_rule": "SURVEY"} | given, answers=rows, basis=basis)


BUDGET = '{"bands":"budget_execution"}'
CASES = (
    # completion, section 4 of the conventions: 80 %, 55 % and 411 % done of 10 points
    computed("GE80", "AT_LEAST", "80", "100", ("8.00", "5.00", "8.00")),
    computed("GE55", "AT_LEAST", "55", "100", ("5.50", "0", "5.50")),
    computed("GE60", "AT_LEAST", "60", "100", ("6.00", "0", "6.00")),
    computed("GE411", "AT_LEAST", "3288", "800", same("10")),
    computed("GE100", "AT_LEAST", "100", "100", same("10")),
    # 2 of 3: 6.666… and (0.6666… − 0.6) ÷ 0.4 × 10 = 1.666…
    computed("GE67", "AT_LEAST", "2", "3", ("6.67", "1.67", "6.67")),
    computed("GE0", "AT_LEAST", "0", "0", same("10")),
    computed("GE0-below", "AT_LEAST", "-1", "0", same("0")),
    computed("GE-negative", "AT_LEAST", "-5", "100", same("0")),
    computed("GE-own-floor", "AT_LEAST", "80", "100", same("6.00"), '{"floor_rate":0.5}'),
    computed("GE-percent-sign", "AT_LEAST", "80%", "100 ％", ("8.00", "5.00", "8.00"), unit="%"),
    computed("GE-percent-of-things", "AT_LEAST", "80%", "100", same(None), unit="个"),
    computed("GE-unread", "AT_LEAST", "约80", "100", same(None)),
    computed("GE-no-target", "AT_LEAST", "80", "", same(None)),
    computed("GE-target-unread", "AT_LEAST", "80", "≥100", same(None)),
    computed("GE-bad-params", "AT_LEAST", "80", "100", same(None), '{"floor_rate":"half"}'),
    computed("GE-no-json", "AT_LEAST", "80", "100", same(None), "floor 0.5"),
    # rates: 95 % either way, 0.95 % where the unit is %
    computed("RT95", "RATIO", "0.95", "", ("9.50", "8.75", "9.50")),
    computed("RT95-percent", "RATIO", "95", "", ("9.50", "8.75", "9.50")),
    computed("RT1", "RATIO", "1", "", same("10")),
    computed("RT-unit", "RATIO", "0.95", "", ("0.10", "0", "0.10"), unit="%"),
    computed("RT-target", "RATIO", "85.5", "90", ("9.50", "8.75", "9.50"), unit="%"),
    # EV65: all of 100 %, 5 % of the points for each per cent below, nothing from 80 % down
    computed("RT-lose", "RATIO", "97.5", "", same("8.75"), '{"full_from":100,"lose_per_point":0.05}', unit="%"),
    computed("RT-lose-all", "RATIO", "80", "", same("0"), '{"full_from":100,"lose_per_point":0.05}', unit="%"),
    # at most 10, 12 found: (1 − 2 ÷ 10) × 10; 10 ÷ 12 × 10; (10 ÷ 12 − 0.6) ÷ 0.4 × 10
    computed("LE12", "AT_MOST", "12", "10", ("8.33", "5.83", "8.00")),
    computed("LE10", "AT_MOST", "10", "10", same("10")),
    computed("LE20", "AT_MOST", "20", "10", ("5.00", "0", "0")),
    computed("LE0", "AT_MOST", "0", "0", same("10")),
    computed("LE0-above", "AT_MOST", "0.5", "0", same("0")),
    computed("LE-form", "AT_MOST", "12", "10", same("8.00"), '{"form":"LINEAR"}'),
    computed("EQ6", "EQUALS", "6.0", "6", same("10")),
    computed("EQ5", "EQUALS", "5", "6", same("0")),
    computed("EQ0", "EQUALS", "0", "0", same("10")),
    computed("EQ0-above", "EQUALS", "1", "0", same("0")),
    computed("EQ-words", "EQUALS", "建立", "", same("10"), target_text="建立"),
    computed("EQ-other-words", "EQUALS", "未建立", "", same("0"), target_text="建立"),
    computed("EQ-no-number", "EQUALS", "六", "6", same(None)),
    computed("BY-early", "BY_DATE", "2021-01-30", "2021-01-31", same("10")),
    computed("BY-on-time", "BY_DATE", "2021年1月31日", "2021-01-31", same("10")),
    computed("BY-late", "BY_DATE", "2021-02-01", "2021-01-31", same("0")),
    computed("BY-2-days", "BY_DATE", "2021/2/2", "2021-01-31", same("9.00"), '{"deduct_per_day":0.5}'),
    computed("BY-month-late", "BY_DATE", "2021-03-31", "2021-01-31", same("0"), '{"deduct_per_day":0.5}'),
    computed("BY-no-day", "BY_DATE", "2021-01", "2021-01-31", same(None)),
    # half-open bands, as a ratio and as points
    computed("BD90", "BANDS", "90", "", same("10"), '{"bands":[{"from":80,"score":8},{"from":90,"ratio":1}]}'),
    computed("BD89", "BANDS", "89.999999", "", same("8"), '{"bands":[{"from":80,"score":8},{"from":90,"ratio":1}]}'),
    computed("BD79", "BANDS", "79.9", "", same("0"), '{"bands":[{"from":80,"score":8},{"from":90,"ratio":1}]}'),
    computed("BD-over", "BANDS", "80", "", same("10"), '{"bands":[{"from":80,"score":12}]}'),
    computed("BD-two", "BANDS", "80", "", same(None), '{"bands":[{"from":80,"score":1},{"from":80,"score":2}]}'),
    computed("BD-none", "BANDS", "80", "", same(None)),
    # budget execution of CY101: done and not exceeded, 80–100, 60–80, less
    computed("BX100", "BANDS", "100", "", (None, "10", None), BUDGET),
    computed("BX99", "BANDS", "99.99", "", (None, "7", None), BUDGET),
    computed("BX80", "BANDS", "80", "", (None, "7", None), BUDGET),
    computed("BX60", "BANDS", "60", "", (None, "5", None), BUDGET),
    computed("BX59", "BANDS", "59.99", "", (None, "0", None), BUDGET),
    computed("BX101", "BANDS", "100.01", "", (None, "0", None), BUDGET),
    computed("EL3", "ELEMENTS", "3", "", same("7.50"), '{"count":4}'),
    computed("EL-named", "ELEMENTS", "1;3", "", same("5.00"), '{"elements":["甲","乙","丙","丁"]}'),
    computed("EL-shares", "ELEMENTS", "1;3", "", same("7.00"), '{"shares":[0.2,0.3,0.5]}'),
    computed("EL-all", "ELEMENTS", "3", "", same("10"), '{"shares":[0.2,0.3,0.5]}'),
    computed("EL-none", "ELEMENTS", "0", "", same("0"), '{"shares":[0.2,0.3,0.5]}'),
    computed("EL-which", "ELEMENTS", "2", "", same(None), '{"shares":[0.2,0.3,0.5]}'),
    computed("EL-second", "ELEMENTS", "2;", "", same("3.00"), '{"shares":[0.2,0.3,0.5]}'),
    computed("EL-not-whole", "ELEMENTS", "1;3", "", same(None), '{"shares":[0.2,0.3,0.4]}'),
    computed("EL-count-unknown", "ELEMENTS", "4", "", same(None)),
    computed("EL-too-many", "ELEMENTS", "5", "", same(None), '{"count":4}'),
    computed("DE3", "DEDUCT", "3", "", same("8.50"), '{"per":0.5}'),
    computed("DE-points", "DEDUCT", "2.5", "", same("7.50")),
    computed("DE-all", "DEDUCT", "21", "", same("0"), '{"per":0.5}'),
    computed("DE-none", "DEDUCT", "0", "", same("10"), '{"per":0.5}'),
    computed("DE-negative", "DEDUCT", "-1", "", same(None), '{"per":0.5}'),
    # (32900 + 7050 + 200 + 50) ÷ 432 = 93.0556 %, of 10 points; at least 90 in CY101
    answered("SV-hosts", ("9.31", "10", "9.31"), "主办方 329 94 4 2 3"),
    # 852625 ÷ 9310 = 91.5816 %
    answered("SV-players", ("9.16", "10", "9.16"), "选手 7055 1589 511 96 59"),
    # 93.0556 of 95: 0.979532; 75 of 85: 0.882353
    answered("SV-target", ("9.80", "10", "9.80"), "主办方 329 94 4 2 3", target_value="95"),
    answered("SV-75", ("8.82", "5.00", "8.82"), "用户 0 4 0 0 0", target_value="85"),
    answered("SV-80", ("8.00", "8.00", "8.00"), "用户 2 0 0 0 0", "其他 0 8 0 0 0"),
    answered("SV-59", ("5.90", "0", "5.90"), "用户 0 9 16 0 0"),
    answered("SV-one-of-two", same("10"), "甲 3 0 0 0 0", "乙 0 0 0 0 3", rule_params='{"group":"甲"}'),
    answered("SV-EV65", same("8.75"), "用户 3 1 0 0 1", rule_params='{"full_from":77.5,"lose_per_point":0.05}'),
    answered("SV-nobody", same(None), "用户 0 0 0 0 0"),
    Case("EX-mean", same("8.33"), {"scoring_rule": "EXPERT"}, experts=("8", "8", "9")),
    Case("EX-two", same(None), {"scoring_rule": "EXPERT"}, experts=("8", "9")),
    Case("EX-min-2", same("8.50"), {"scoring_rule": "EXPERT", "rule_params": '{"min_experts":2}'}, experts=("8", "9")),
    Case(
        "EX-trim",
        same("8.50"),
        {"scoring_rule": "EXPERT", "rule_params": '{"trim":true}'},
        experts=("0", "8", "9", "10"),
        basis="去掉最高最低各 1 highest and lowest left out；(8+9)÷2 = 8.50",
    ),
    Case(
        "EX-veto",
        same("0"),
        {"scoring_rule": "EXPERT", "rule_params": '{"veto_below":6}'},
        experts=("5.9", "10", "10"),
    ),
    Case(
        "EX-veto-edge",
        same("8.67"),
        {"scoring_rule": "EXPERT", "rule_params": '{"veto_below":6}'},
        experts=("6", "10", "10"),
    ),
    Case(
        "EX-veto-mean",
        same("8.63"),
        {"scoring_rule": "EXPERT", "rule_params": '{"veto_below":6,"veto_by":"MEAN"}'},
        experts=("5.9", "10", "10"),
    ),
    Case("LV-full", same("8.5"), {"scoring_rule": "LEVEL"}, {"actual_value": "达成", "score": "8.5"}),
    Case("LV-no-score", same(None), {"scoring_rule": "LEVEL"}, {"actual_value": "达成"}),
    Case("GV", same("7.125"), {"scoring_rule": "GIVEN"}, {"score": "7.125"}),
    Case("GV-instead", same("7"), {"scoring_rule": "AT_LEAST", "target_value": "10"}, {"score": "7"}),
    Case(
        "GV-beside",
        ("8.00", "5.00", "8.00"),
        {"scoring_rule": "AT_LEAST", "target_value": "10"},
        {"score": "10", "actual_value": "8"},
    ),
    # without a rule: by the direction where there is a target and an actual value
    computed("BL-GE", "", "8", "10", ("8.00", "5.00", "8.00"), direction="≥"),
    computed("BL-GE-wide", "", "8", "10", ("8.00", "5.00", "8.00"), direction="＞＝"),
    computed("BL-LE", "", "12", "10", ("8.33", "5.83", "8.00"), direction="<="),
    computed("BL-EQ", "", "8", "10", same("0"), direction="＝"),
    computed("BL-zero", "", "0", "", same("10"), direction="0值"),
    computed("BL-day", "", "2021-01-31", "2021-01-31", same("10"), direction="≤"),
    answered("BL-satisfaction", ("9.31", "10", "9.31"), "主办方 329 94 4 2 3", scoring_rule="", kind="满意度"),
    Case("BL-given", same("9"), {"direction": "≥", "target_value": "10"}, {"score": "9"}),
    Case("BL-words", same("9"), {"direction": "≥", "target_value": "≥95%"}, {"score": "9", "actual_value": "基本完成"}),
)


def tables_of(cases: tuple[Case, ...], profile: str) -> dict[str, list[Row]]:
    """Input tables of one framework under a profile with a subject P."""
    names = {"scheme_no": f"S-{profile}", "subject_code": "P"}
    tables: dict[str, list[Row]] = {
        "perf_scheme": [
            {"scheme_no": f"S-{profile}", "version": "1", "object_kind": "PROJECT", "stage": "POST"}
            | {"rule_profile": profile, "total_score": str(10 * len(cases))}
        ],
        "perf_indicator": [],
        "indicator_result": [{**names, "ind_code": cases[0].code, "as_of_date": "2019-01-01", "score": "1"}],
        "survey_count": [],
        "expert_score": [],
    }
    for case in cases:
        of_leaf = {**names, "ind_code": case.code}
        leaf = {"scheme_no": f"S-{profile}", "ind_code": case.code, "name": f"指标{case.code}", "weight": "10"}
        tables["perf_indicator"].append(leaf | case.leaf)
        if case.result is not None:
            tables["indicator_result"].append(of_leaf | {"as_of_date": "2021-03-31"} | case.result)
        tables["survey_count"] += [of_leaf | row for row in case.answers]
        tables["expert_score"] += [
            of_leaf | {"expert_no": f"E{number}", "score": score} for number, score in enumerate(case.experts, start=1)
        ]
    return tables
