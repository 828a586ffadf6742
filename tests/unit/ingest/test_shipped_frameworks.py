"""Every framework that ships is a whole tree whose weights add up, with its source, and fits the input tables."""

import json
from decimal import Decimal

import pytest

from ingest.frameworks import Framework, shipped_frameworks
from ingest.frameworks.shipped import TABLES
from interface.tables import INPUTS
from interface.tables.inputs_frameworks import SCORING_RULES

SHIPPED = {framework.scheme_no: framework for framework in shipped_frameworks()}
EACH = [pytest.param(framework, id=scheme_no) for scheme_no, framework in SHIPPED.items()]


def sums(framework: Framework) -> dict[str, Decimal]:
    """Weights of children by their parent; '' for level 1."""
    found: dict[str, Decimal] = {}
    for row in framework.rows("perf_indicator"):
        found[row["parent_code"]] = found.get(row["parent_code"], Decimal(0)) + Decimal(row["weight"])
    return found


def names_of_level_1(scheme_no: str) -> list[tuple[str, str]]:
    return [(row["name"], row["weight"]) for row in SHIPPED[scheme_no].rows("perf_indicator") if not row["parent_code"]]


def leaves(scheme_no: str) -> list[str]:
    rows = SHIPPED[scheme_no].rows("perf_indicator")
    parents = {row["parent_code"] for row in rows}
    return [row["ind_code"] for row in rows if row["ind_code"] not in parents]


@pytest.mark.parametrize("framework", EACH)
def test_children_add_up_to_their_parent_and_level_1_to_100(framework: Framework) -> None:
    weights = {row["ind_code"]: Decimal(row["weight"]) for row in framework.rows("perf_indicator")} | {"": Decimal(100)}

    assert sums(framework) == {parent: weights[parent] for parent in sums(framework)}


@pytest.mark.parametrize("framework", EACH)
def test_every_weight_is_above_0_and_every_code_and_parent_is_there_once(framework: Framework) -> None:
    rows = framework.rows("perf_indicator")
    codes = [row["ind_code"] for row in rows]

    assert len(set(codes)) == len(codes)
    assert {row["parent_code"] for row in rows} - {""} < set(codes)
    assert all(Decimal(row["weight"]) > 0 for row in rows)


@pytest.mark.parametrize("framework", EACH)
def test_columns_codes_and_parameters_are_those_of_the_input_tables(framework: Framework) -> None:
    (scheme,) = framework.rows("perf_scheme")
    for table in TABLES:
        for row in framework.rows(table):
            assert set(row) <= set(INPUTS[table].names)
            assert row["scheme_no"] == framework.scheme_no
    for row in framework.rows("perf_indicator"):
        assert row.get("scoring_rule", "") in ("", *SCORING_RULES)
        assert isinstance(json.loads(row.get("rule_params") or "{}"), dict)
    for name in ("version", "object_kind", "stage", "scheme_name"):
        assert scheme[name] == getattr(framework, name)


@pytest.mark.parametrize("framework", EACH)
def test_source_first_day_and_origin_of_the_weights_are_named(framework: Framework) -> None:
    assert framework.effective_from[:2] == "20"
    assert framework.source
    assert framework.weights


def test_every_framework_asked_for_ships() -> None:
    assert set(SHIPPED) == {
        "CY10-2020-COMMON",
        "PT-2021-PRE",
        "PT-2021-PURCHASER",
        "PT-2021-OPERATOR",
        "PT-2021-PROVIDER",
        "PRE-FIVE",
        "SELF-10-50-30-10",
        "SELF-10-20-40-20-10",
        "SH-2020-POST",
        "MH-2022-PRE",
        "HN-2024-POST",
    }


def test_the_common_framework_has_its_four_parts_and_elements() -> None:
    rows = {row["name"]: row for row in SHIPPED["CY10-2020-COMMON"].rows("perf_indicator")}
    elements = {name: json.loads(row["rule_params"])["count"] for name, row in rows.items() if row["rule_params"]}

    assert names_of_level_1("CY10-2020-COMMON") == [("决策", "20"), ("过程", "20"), ("产出", "30"), ("效益", "30")]
    assert elements == {
        "立项依据充分性": 5,
        "立项程序规范性": 3,
        "绩效目标合理性": 4,
        "绩效指标明确性": 3,
        "预算编制科学性": 4,
        "资金分配合理性": 2,
        "资金使用合规性": 4,
        "管理制度健全性": 2,
        "制度执行有效性": 4,
    }


def test_the_post_evaluation_sets_are_for_purchaser_operator_and_provider() -> None:
    assert {
        SHIPPED[scheme_no].object_kind: [name for name, _ in names_of_level_1(scheme_no)]
        for scheme_no in ("PT-2021-PURCHASER", "PT-2021-OPERATOR", "PT-2021-PROVIDER")
    } == {
        "PURCHASER": ["项目管理", "运营产出", "运营效果"],
        "OPERATOR": ["数据运营协调管理能力"],
        "PROVIDER": ["组织管理", "项目绩效", "服务满意度"],
    }


def test_the_pre_evaluations_have_nine_leaves_in_three_parts_and_twenty_in_five() -> None:
    assert names_of_level_1("PT-2021-PRE") == [("必要性", "34"), ("可行性", "33"), ("合理性", "33")]
    assert len(leaves("PT-2021-PRE")) == 9
    assert [weight for _, weight in names_of_level_1("PRE-FIVE")] == ["20"] * 5
    assert len(leaves("PRE-FIVE")) == 20


def test_self_evaluations_weigh_as_the_two_documents_say() -> None:
    assert [weight for _, weight in names_of_level_1("SELF-10-50-30-10")] == ["10", "50", "30", "10"]
    assert [weight for _, weight in names_of_level_1("SELF-10-20-40-20-10")] == ["10", "20", "40", "20", "10"]


def test_printed_tables_ship_with_their_leaves_a_merged_cell_as_one() -> None:
    assert len(leaves("SH-2020-POST")) == 48
    assert len(leaves("MH-2022-PRE")) == 17
    assert len(leaves("HN-2024-POST")) == 28
    assert [weight for _, weight in names_of_level_1("SH-2020-POST")] == ["20", "20", "30", "30"]
    assert [weight for _, weight in names_of_level_1("MH-2022-PRE")] == ["50", "30", "20"]
    assert [weight for _, weight in names_of_level_1("HN-2024-POST")] == ["15", "25", "25", "35"]
