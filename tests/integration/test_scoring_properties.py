"""Whatever the tree, its weights and what is found: leaves add up, order is nothing, scores stay within the weight."""

import random
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from expectations.judge_process import JudgeProcess
from tests.integration.conftest import Desk, Row

PROFILES = ("CY10", "CY101", "KPI")
PARAMS = {
    "AT_LEAST": ('{"floor_rate":0.999999}', '{"full_from":90,"lose_per_point":0.05}'),
    "RATIO": ('{"full_from":100,"lose_per_point":1}',),
    "AT_MOST": ('{"form":"LINEAR"}', '{"form":"QUOTIENT"}'),
    "BY_DATE": ('{"deduct_per_day":0.333333}', '{"deduct_per_day":999999}'),
    "BANDS": ('{"bands":[{"from":-5,"ratio":0.333333},{"from":90,"score":999999}]}',),
    "ELEMENTS": ('{"count":3}', '{"shares":[0.333333,0.333333,0.333334]}'),
    "DEDUCT": ('{"per":999999.999999}', '{"per":0.000001}'),
    "EQUALS": ("{}",),
    "SURVEY": ('{"full_from":85,"lose_per_point":0.05}',),
    "EXPERT": ('{"min_experts":1}', '{"min_experts":1,"trim":1}', '{"min_experts":1,"veto_below":1}'),
    "LEVEL": ("{}",),
    "GIVEN": ("{}",),
}

numbers = st.one_of(
    st.integers(-(10**12) + 1, 10**12 - 1).map(str),
    st.decimals(-1000, 1000, places=6, allow_nan=False).map(lambda number: format(number, "f")),
    st.sampled_from(["0", "1", "60", "80", "100", "999999999999.999999"]),
)
days = st.dates().map(str)
weights = st.one_of(
    st.integers(1, 60).map(str),
    st.decimals("0.001", "99.999", places=3).map(lambda weight: format(weight, "f")),
    st.sampled_from(["0.001", "0.005", "0.015", "3.335"]),
)


def actuals(rule: str) -> st.SearchStrategy[str]:
    """What a rule can read, and now and then what it cannot."""
    readable = {
        "BY_DATE": days,
        "DEDUCT": st.sampled_from(["0", "0.5", "1", "3", "999999999999.999999", "-1"]),
        "ELEMENTS": st.sampled_from(["0", "1", "2", "3", "1;3", "2;", "4", "1;1"]),
        "LEVEL": st.sampled_from(["达成", "部分达成", "未达成", "很好"]),
    }.get(rule, numbers)
    return st.one_of(readable, readable, readable, st.sampled_from(["", "约80%", "2021-02-30"]))


@st.composite
def trees(draw: st.DrawFn, scheme_no: str) -> dict[str, list[Row]]:
    """A framework of one to four levels under some profile, and what is known of one subject."""
    of_scheme = {"scheme_no": scheme_no}
    scheme = of_scheme | {"version": "1", "object_kind": "PROJECT", "stage": "POST"}
    tables: dict[str, list[Row]] = defaultdict(list)
    tables["perf_scheme"].append(scheme | {"rule_profile": draw(st.sampled_from([*PROFILES, "ZZ"]))})

    def grow(parent: str, level: int) -> None:
        for number in range(draw(st.integers(1, 3))):
            code = f"{parent or 'N'}{number}"
            node = of_scheme | {"ind_code": code, "parent_code": parent, "name": f"指标{code}", "weight": draw(weights)}
            if level < 4 and draw(st.integers(0, 2)) == 0:
                tables["perf_indicator"].append(node)
                grow(code, level + 1)
            else:
                tables["perf_indicator"].append(node | draw_leaf(code, str(node["weight"])))

    def draw_leaf(code: str, weight: str) -> Row:
        rule = draw(st.sampled_from([*PARAMS, ""]))
        of_leaf = of_scheme | {"subject_code": "P", "ind_code": code}
        known = rule or "AT_LEAST"
        share = draw(st.integers(0, 1000))
        score = format((Decimal(weight) * share / 1000).quantize(Decimal("0.001"), rounding="ROUND_DOWN"), "f")
        tables["indicator_result"].append(
            of_leaf
            | {
                "actual_value": draw(actuals(known)),
                "score": draw(st.sampled_from([score, ""])),
                "status": draw(st.sampled_from(["", "", "", "NOT_ASSESSED", "NOT_APPLICABLE"])),
            }
        )
        for expert in range(draw(st.integers(0, 4)) if rule == "EXPERT" else 0):
            tables["expert_score"].append(of_leaf | {"expert_no": f"E{expert}", "score": score})
        for group in range(draw(st.integers(0, 2)) if rule == "SURVEY" else 0):
            names = ("very_satisfied", "fairly_satisfied", "neutral", "fairly_dissatisfied", "very_dissatisfied")
            counts = draw(st.lists(st.sampled_from([0, 1, 7, 10**8]), min_size=5, max_size=5))
            tables["survey_count"].append(of_leaf | {"group_name": f"G{group}"} | dict(zip(names, counts, strict=True)))
        return {
            "scoring_rule": rule,
            "rule_params": draw(st.sampled_from(["", *PARAMS.get(rule, ())])),
            "direction": draw(st.sampled_from(["≥", "≤", "=", "0值", ""])),
            "target_value": draw(days if rule == "BY_DATE" else st.one_of(numbers, st.just(""))),
            "unit": draw(st.sampled_from(["%", "个", ""])),
        }

    grow("", 1)
    return tables


def drawn_trees(count: int) -> dict[str, list[Row]]:
    """As many trees as asked, each a framework of its own, so that one run scores them all; the same each time."""
    made: dict[str, list[Row]] = defaultdict(list)
    seen = iter(range(count * 10))

    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def draw_one(data: st.DataObject) -> None:
        for name, rows in data.draw(trees(f"T{next(seen)}")).items():
            made[name] += rows

    draw_one()
    return made


Published = dict[str, list[Row]]
TABLES = ("score_indicator", "score_node", "score_summary", "score_finding")


def published(folder: Path, judge_process: JudgeProcess, parts: list[dict[str, list[Row]]]) -> Published:
    """Receive the parts one after the other, score them in one run and read what is published, in one order."""
    desk = Desk(folder, judge_process)
    for part in parts:
        for outcome in desk.receive(**part):
            assert outcome.rows_quarantined == 0, outcome
    outcome = desk.evaluate()
    assert outcome.verdict == "PUBLISHED", [
        each for each in outcome.findings if each.severity == "BLOCK" and not each.success
    ]
    # Runs and files have other names; what is found in them does not change.
    hidden = ("run_id", "file_sha256", "row_number")
    return {
        name: sorted(
            ({key: value for key, value in row.items() if key not in hidden} for row in desk.table(name)), key=str
        )
        for name in TABLES
    }


@pytest.fixture(scope="module")
def drawn() -> dict[str, list[Row]]:
    return drawn_trees(150)


@pytest.fixture(scope="module")
def scored(
    drawn: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory, judge_process: JudgeProcess
) -> Published:
    return published(tmp_path_factory.mktemp("whole"), judge_process, [drawn])


def sums(rows: list[Row], column: str, *keys: str) -> dict[tuple[object, ...], Decimal]:
    found: dict[tuple[object, ...], Decimal] = defaultdict(Decimal)
    for row in rows:
        found[tuple(row[key] for key in keys)] += row[column] or Decimal(0)  # type: ignore[operator]
    return found


def test_every_kind_of_rule_and_status_occurs(scored: Published) -> None:
    leaves = scored["score_indicator"]

    assert {row["rule"] for row in leaves if row["status"] == "SCORED"} == set(PARAMS)
    assert {row["status"] for row in leaves} == {"SCORED", "NOT_ASSESSED", "NOT_APPLICABLE"}
    assert len({row["scheme_no"] for row in leaves}) > 100


def test_leaves_add_up_to_the_total(scored: Published) -> None:
    leaves = scored["score_indicator"]

    for summary in scored["score_summary"]:
        key = (summary["scheme_no"],)
        assert sums(leaves, "score", "scheme_no")[key] == (summary["total_score"] or Decimal(0))
        assert sums(leaves, "weight", "scheme_no")[key] == summary["total_weight"]


def test_every_node_is_the_sum_of_the_nodes_and_leaves_below_it(scored: Published) -> None:
    below: dict[tuple[object, str], list[Row]] = defaultdict(list)
    for row in scored["score_node"]:
        below[(row["scheme_no"], str(row["path"]).rpartition(" / ")[0])].append(row)
    for row in scored["score_indicator"]:
        levels = [str(row[name]) for name in ("level1", "level2", "level3", "level4") if row[name]]
        below[(row["scheme_no"], " / ".join(levels[:-1]))].append(row)

    assert len(scored["score_node"]) > 50
    for node in scored["score_node"]:
        parts = below[(node["scheme_no"], str(node["path"]))]
        for column in ("score", "weight"):
            assert sum(row[column] or Decimal(0) for row in parts) == (node[column] or Decimal(0)), node["path"]


def test_no_rule_scores_outside_the_weight(scored: Published) -> None:
    outside = [
        row for row in scored["score_indicator"] if row["score"] is not None and not 0 <= row["score"] <= row["weight"]
    ]

    assert outside == []


def test_what_does_not_apply_never_changes_the_total_weight(scored: Published, drawn: dict[str, list[Row]]) -> None:
    parents = {(row["scheme_no"], row["parent_code"]) for row in drawn["perf_indicator"]}
    leaves = [row for row in drawn["perf_indicator"] if (row["scheme_no"], row["ind_code"]) not in parents]
    weights_given: dict[object, Decimal] = defaultdict(Decimal)
    for leaf in leaves:
        weights_given[leaf["scheme_no"]] += Decimal(str(leaf["weight"]))
    applying = {row["scheme_no"] for row in scored["score_indicator"] if row["status"] != "NOT_APPLICABLE"}

    for summary in scored["score_summary"]:
        expected = weights_given[summary["scheme_no"]] if summary["scheme_no"] in applying else Decimal(0)
        assert summary["total_weight"] == expected


def test_order_of_rows_and_splitting_of_files_change_nothing(
    scored: Published, drawn: dict[str, list[Row]], tmp_path: Path, judge_process: JudgeProcess
) -> None:
    chance = random.Random(2020)
    parts: list[dict[str, list[Row]]] = [{}, {}, {}]
    for name, rows in drawn.items():
        shuffled = chance.sample(rows, len(rows))
        for number, part in enumerate(parts):
            share = shuffled[number::3]
            if share:
                part[name] = share
    # What is referred to comes first or last all the same.
    assert published(tmp_path, judge_process, parts) == scored
