"""What a case of findings is made of: rows of one framework, and what must be found in them."""

from dataclasses import dataclass, field

from tests.integration.conftest import Row

Found = tuple[str, str | None, str | None, str | None]


@dataclass(frozen=True)
class Case:
    """Rows of one framework and what is found in them: (kind, node, stated, computed), in order."""

    name: str
    tables: dict[str, list[Row]] = field(default_factory=dict)
    found: tuple[Found, ...] = ()
    scheme: dict[str, object] = field(default_factory=dict)


def leaf(path: str, weight: object = 10, score: object = 10, **given: object) -> Row:
    levels = dict(zip(("level1", "level2", "level3", "level4"), path.split("/"), strict=False))
    return {"subject_code": "P", "weight": weight, "score": score} | levels | given


def indicator(ind_code: str, weight: object = 20, **given: object) -> Row:
    return {"ind_code": ind_code, "name": f"指标{ind_code}", "weight": weight, "scoring_rule": "GIVEN"} | given


def result(ind_code: str, score: object = 20, **given: object) -> Row:
    return {"subject_code": "P", "ind_code": ind_code, "score": score} | given


def stated(node: str = "", **given: object) -> Row:
    return {"subject_code": "P", "node": node} | given


def fact(value: object, unit: str, role: str = "", **given: object) -> Row:
    return {
        "document": "报告",
        "place": "正文",
        "measure": "数据集",
        "value": value,
        "unit": unit,
        "role": role,
    } | given


def sheet(*leaves: Row) -> dict[str, list[Row]]:
    return {"score_sheet": list(leaves)}


def tree(*indicators: Row, results: tuple[Row, ...] = (), **tables: list[Row]) -> dict[str, list[Row]]:
    return {"perf_indicator": list(indicators), "indicator_result": list(results)} | tables


def facts(*rows: Row) -> dict[str, list[Row]]:
    """Stated facts of a framework with two leaves, A1 of full score and A2 of none."""
    return sheet(leaf("A1 归集"), leaf("A2 开放", score=0)) | {"stated_fact": list(rows)}


def report(*rows: Row) -> dict[str, list[Row]]:
    """Stated results of a sheet: A 决策 is 8 of 8 and 1.5 of 4, B 效益 is 4 of 4 and, called 决策 too, 3 of 4."""
    leaves = [
        leaf("A 决策/A1 立项", 8, 8),
        leaf("A 决策/A2 目标", 4, "1.5"),
        leaf("B 效益/B1 满意度", 4, 4),
        leaf("B 效益/B2 决策", 4, 3),
    ]
    return sheet(*leaves) | {"stated_result": list(rows)}


WINDOW = {"evidence_from": "2020-05-08", "evidence_to": "2021-01-31"}
TARGET = {"measure": "标准", "place": "目标表"}
ACTUAL = {"measure": "标准", "place": "A1"}
SERIES = {"measure": "归集数据", "subject": "全市"}
YEAR = {"period_from": "2020-01-01", "period_to": "2020-12-31"}
NEXT = {"period_from": "2021-01-01", "period_to": "2021-12-31"}
