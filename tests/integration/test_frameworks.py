"""A framework that ships lands as it is written, and scores a subject once its results are given."""

import csv
import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from expectations.judge_process import JudgeProcess
from ingest.frameworks import Framework, shipped_frameworks
from ingest.landing import ingest_folder
from orchestration.evaluation import Evaluated, evaluate
from orchestration.templates import FRAMEWORKS, write_templates
from tests.integration.conftest import Desk, Row, write_tables

SUBJECT = "XM-1"


def leaves(framework: Framework) -> list[dict[str, str]]:
    rows = framework.rows("perf_indicator")
    parents = {row["parent_code"] for row in rows}
    return [row for row in rows if row["ind_code"] not in parents]


def full_marks(framework: Framework) -> dict[str, list[Row]]:
    """What each rule asks for, such that every leaf earns its weight."""
    found: dict[str, list[Row]] = {"indicator_result": [], "expert_score": [], "survey_count": []}
    for leaf in leaves(framework):
        names = {"scheme_no": framework.scheme_no, "subject_code": SUBJECT, "ind_code": leaf["ind_code"]}
        rule = leaf.get("scoring_rule", "")
        if rule == "EXPERT":
            found["expert_score"] += [names | {"expert_no": f"E{n}", "score": leaf["weight"]} for n in range(1, 6)]
        elif rule == "SURVEY":
            counts = dict.fromkeys(("fairly_satisfied", "neutral", "fairly_dissatisfied", "very_dissatisfied"), 0)
            found["survey_count"].append(names | {"group_name": "使用部门", "very_satisfied": 40} | counts)
        elif rule == "ELEMENTS":
            count = json.loads(leaf["rule_params"])["count"]
            found["indicator_result"].append(names | {"actual_value": count})
        elif rule in ("AT_LEAST", "BANDS"):
            found["indicator_result"].append(names | {"actual_value": leaf.get("target_value") or "100"})
        elif rule == "LEVEL":
            found["indicator_result"].append(names | {"actual_value": "达成", "score": leaf["weight"]})
        else:
            found["indicator_result"].append(names | {"score": leaf["weight"]})
    return {name: rows for name, rows in found.items() if rows}


def evaluated(desk: Desk, judge_process: JudgeProcess) -> Evaluated:
    return evaluate(desk.home, settings=desk.settings, judge_process=judge_process)


def test_every_framework_lands_and_scores_full_marks(desk: Desk, judge_process: JudgeProcess, tmp_path: Path) -> None:
    write_templates(tmp_path / "templates")
    frameworks = shipped_frameworks()
    for framework in frameworks:
        folder = tmp_path / "templates" / FRAMEWORKS / framework.scheme_no
        landed = ingest_folder(desk.home, folder)
        landed += ingest_folder(
            desk.home, write_tables(tmp_path / f"results-{framework.scheme_no}", **full_marks(framework))
        )
        assert [(each.refusal, each.rows_quarantined) for each in landed] == [(None, 0)] * len(landed)

    outcome = evaluated(desk, judge_process)

    assert outcome.verdict == "PUBLISHED", [each for each in outcome.findings if not each.success]
    assert {(each.scheme_no, each.total_score, each.grade, each.not_assessed_count) for each in outcome.scores} == {
        (framework.scheme_no, Decimal("100.000"), "优", 0) for framework in frameworks
    }
    assert {each["kind"] for each in desk.table("score_finding")} == set()


def test_a_copied_framework_is_another_of_its_own(desk: Desk, judge_process: JudgeProcess, tmp_path: Path) -> None:
    """The evaluator's first step: copy the folder, name the framework anew, change a weight, give results."""
    write_templates(tmp_path / "templates")
    mine = tmp_path / "mine"
    shutil.copytree(tmp_path / "templates" / FRAMEWORKS / "PT-2021-OPERATOR", mine)
    for path in mine.iterdir():
        path.write_text(path.read_text("utf-8-sig").replace("PT-2021-OPERATOR", "MINE"), "utf-8")
    (shipped,) = [each for each in shipped_frameworks() if each.scheme_no == "PT-2021-OPERATOR"]
    with (mine / "indicator_result.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["指标体系编号", "评价对象", "指标编号", "得分"])
        writer.writerows(["MINE", "YY", leaf["ind_code"], "16"] for leaf in leaves(shipped))
    ingest_folder(desk.home, mine)

    outcome = evaluated(desk, judge_process)

    assert [(each.scheme_no, each.subject_code, each.total_score, each.grade) for each in outcome.scores] == [
        ("MINE", "YY", Decimal("80.000"), "良")
    ]


@pytest.mark.parametrize("framework", [pytest.param(each, id=each.scheme_no) for each in shipped_frameworks()])
def test_templates_write_the_framework_with_chinese_headers(framework: Framework, tmp_path: Path) -> None:
    write_templates(tmp_path)
    folder = tmp_path / FRAMEWORKS / framework.scheme_no

    rows = list(csv.reader((folder / "perf_indicator.csv").open(encoding="utf-8-sig", newline="")))

    assert rows[0][:4] == ["指标体系编号", "指标编号", "上级指标编号", "指标名称"]
    assert len(rows) == 1 + len(framework.rows("perf_indicator"))
    assert (folder / "perf_scheme.csv").exists()
