"""Homes with a published evaluation, made by hand, and what a form exported from one holds."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from dashboards.access import SYSTEM
from dashboards.documents.exports import export
from interface.paths import Home
from interface.tables import PUBLISHED
from tests.unit.dashboards.made_edition import MadeHome
from tests.unit.dashboards.opened_workbook import MAIN, part


def a_leaf(ind_code: str, *levels: str, **given: Any) -> dict[str, Any]:
    """A leaf of weight 10 and score 8 of subject X in framework S."""
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["score_indicator"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "ind_code": ind_code, "sort_key": ind_code}
    row |= {f"level{depth}": name for depth, name in enumerate(levels, start=1)}
    row |= {"weight": "10", "score": "8", "score_rate": "0.8", "status": "SCORED", "rule": "GIVEN", "basis": "given"}
    row |= {"origin": "INDICATOR", "row_number": 2}
    return typed(row | given, "score_indicator")


def a_summary(**given: Any) -> dict[str, Any]:
    """Subject X of framework S, version 1, 80 of 100."""
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["score_summary"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "stage": "FINANCE", "scheme_version": "1"}
    row |= {"total_weight": "100", "total_score": "80", "score_rate": "0.8", "grade": "良", "grade_scale": "CY10"}
    row |= dict.fromkeys(("met_count", "unmet_count", "not_assessed_count", "not_applicable_count"), 0)
    row |= {"assessed_weight": "100", "rule_profile": "CY10", "defect_count": 0}
    return typed(row | given, "score_summary")


def a_finding(**given: Any) -> dict[str, Any]:
    """42 indicators met by the report, 41 by its table."""
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["score_finding"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "kind": "COUNT_DIFFERS", "severity": "DEFECT"}
    row |= {"stated": "42", "computed": "41", "message": "所载达标指标 42 个，按评分表为 41 个。"}
    return row | {"message_en": "42 are stated, 41 follow.", "finding_no": "W-1"} | given


def a_node(node: str, **given: Any) -> dict[str, Any]:
    """A first-level node of weight 20."""
    row: dict[str, Any] = dict.fromkeys(PUBLISHED["score_node"].names)
    row |= {"run_id": "E1", "scheme_no": "S", "subject_code": "X", "node": node, "path": node, "sort_key": node}
    return typed(row | {"level": 1, "weight": "20", "assessed_weight": "20"} | given, "score_node")


def scored_home(root: Path) -> MadeHome:
    """Subject X of framework S with one indicator below full and two findings, subject Y not assessed."""
    made = MadeHome(root)
    tables = {
        "score_summary": [
            a_summary(met_count=1, unmet_count=1, defect_count=1),
            a_summary(subject_code="Y", total_score=None, score_rate=None, grade=None, not_assessed_count=2),
        ],
        "score_indicator": [a_leaf("A1", "决策", "立项"), a_leaf("A2", "决策", "目标", score="10", score_rate="1")],
        "score_node": [a_node("决策", score="18", score_rate="0.9")],
        "score_finding": [
            a_finding(),
            a_finding(finding_no="W-2", subject_code=None, message="两数不一致。", message_en="Two figures."),
            a_finding(finding_no="W-3", subject_code="Y", message="别处的问题。"),
        ],
    }
    made.publish("E1", "2021-06", tables, run_type="EVALUATION")
    return made


def typed(row: dict[str, Any], table: str) -> dict[str, Any]:
    """Numbers as the table holds them, so that a test may write them short."""
    shape = PUBLISHED[table]
    return {
        name: cell if cell is None or shape.column(name).kind.places is None else Decimal(cell)
        for name, cell in row.items()
    }


def a_home(
    folder: Path,
    leaves: list[dict[str, Any]],
    *summaries: dict[str, Any],
    monitor_light: Sequence[dict[str, Any]] = (),
    score_node: Sequence[dict[str, Any]] = (),
    **tables: Any,
) -> Home:
    made = MadeHome(folder / "home")
    if tables:
        made.publish("R1", "2020-05", tables)
    summary = summaries or (a_summary(),)
    scores = {"score_indicator": leaves, "score_summary": summary, "monitor_light": monitor_light}
    scores["score_node"] = score_node
    made.publish("E1", "2021-06", scores, run_type="EVALUATION")
    return made.home


def exported(home: Home, what: str, folder: Path, *, format: str = "csv", **asked: Any) -> list[Path]:
    return export(home, SYSTEM, what=what, period=None, year=None, format=format, to=folder / "out", **asked)


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def merges(path: Path) -> set[str]:
    sheet = ET.fromstring(part(path, "xl/worksheets/sheet1.xml"))
    return {each.attrib["ref"] for each in sheet.iter(f"{MAIN}mergeCell")}
