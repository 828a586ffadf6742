"""Defects of an evaluation: weights, scores, totals, grades and figures of a report that do not fit together."""

from collections.abc import Callable

from tests.defects.kinds import Kind
from tests.defects.made_rules import Cells, Tables

WINDOW = {"evidence_from": "2020-05-08", "evidence_to": "2021-01-31"}


def made_evaluation(scheme_no: str) -> Tables:
    """A report without defects: a framework with evidence, a printed sheet, its result, its figures."""
    scheme = {"version": "1", "object_kind": "PROJECT", "stage": "POST", "evaluator": "EVA", **WINDOW}
    sheet, tree = f"{scheme_no}-S", f"{scheme_no}-T"
    subject = {"subject_code": "P"}
    fact = {"document": f"报告{sheet}", "place": "正文", "measure": "归集数据", "unit": "个", "subject": f"全市{sheet}"}
    year = {"period_from": "2020-01-01", "period_to": "2020-12-31", "scheme_no": sheet}
    evidence = {"scheme_no": tree, "evidence_class": "FORMAL", "title": "验收单", "doc_date": "2020-12-20"}
    return {
        "perf_scheme": [{"scheme_no": sheet, **scheme}, {"scheme_no": tree, **scheme}],
        "score_sheet": [
            {"scheme_no": sheet, **subject, "level1": one, "level2": two, "weight": weight, "score": score}
            for one, two, weight, score in (
                ("决策", "立项", "20", "20"),
                ("决策", "目标", "10", "9"),
                ("产出", "数量", "40", "36.5"),
                ("效益", "满意度", "30", "28"),
            )
        ],
        "stated_result": [
            {
                "scheme_no": sheet,
                **subject,
                "node": "",
                "stated_score": "93.5",
                "stated_rate": "93.5",
                "stated_grade": "优",
                "stated_met_count": "1",
                "stated_unmet_count": "3",
            },
            {"scheme_no": sheet, **subject, "node": "决策", "stated_score": "29", "stated_rate": "96.67"},
        ],
        "stated_fact": [
            {**fact, **year, "role": role, "value": value}
            for role, value in (("OPENING", "100"), ("NEW", "20"), ("CLOSING", "120"))
        ],
        "perf_indicator": [
            {
                "scheme_no": tree,
                "ind_code": code,
                "name": name,
                "weight": weight,
                "scoring_rule": "GIVEN",
                "direction": "≥",
                "target_value": "100",
                "unit": "个",
            }
            for code, name, weight in (("A", "产出数量", "60"), ("B", "效益", "40"))
        ],
        "indicator_result": [
            {
                "scheme_no": tree,
                **subject,
                "ind_code": code,
                "actual_value": value,
                "score": score,
                "evidence_no": f"ZJ-{tree}-{code}",
                "reason": reason,
                "improvement": reason,
                "judge": "E1",
                "reviewer": "E2",
            }
            for code, value, score, reason in (("A", "110", "60", ""), ("B", "80", "32", "进度滞后"))
        ],
        "evidence": [{**evidence, "evidence_no": f"ZJ-{tree}-{code}"} for code in ("A", "B")],
    }


def _sets(table: str, number: int, **cells: str) -> Callable[[Tables], None]:
    """Change cells of a row."""

    def plant(tables: Tables) -> None:
        tables[table][number].update(cells)

    return plant


def _doubled(tables: Tables) -> None:
    tables["score_sheet"].append(dict(tables["score_sheet"][1]))


def _of_two_dates(tables: Tables) -> None:
    row = tables["stated_fact"][2]
    given: Cells = {"role": "", "period_from": "", "period_to": "", "measure": "数据集", "value": "2688.35"}
    tables["stated_fact"] += [{**row, **given, "as_of_date": day} for day in ("2020-04-30", "2020-12-31")]


def _two_figures(tables: Tables) -> None:
    row = tables["stated_fact"][2]
    given: Cells = {"role": "", "period_from": "", "period_to": "", "measure": "委办", "as_of_date": "2020-12-31"}
    tables["stated_fact"] += [{**row, **given, "place": f"第{value}页", "value": value} for value in ("44", "51")]


FOUND = (
    ("a_score_lies_above_its_weight", "SCORE_OVER_WEIGHT", "70", _sets("score_sheet", 0, score="20.5")),
    ("an_indicators_score_lies_above_its_weight", "SCORE_OVER_WEIGHT", "70", _sets("indicator_result", 0, score="61")),
    ("weights_do_not_make_the_whole", "WEIGHT_SUM", "69", _sets("score_sheet", 1, weight="9")),
    ("a_frameworks_weights_do_not_make_the_whole", "WEIGHT_SUM", "69", _sets("perf_indicator", 0, weight="61")),
    ("a_leaf_is_blank", "BLANK_LEAF", "71; missing is not zero", _sets("score_sheet", 1, score="")),
    ("a_leaf_stands_twice", "DUPLICATE_LEAF", "71", _doubled),
    ("a_total_is_wrong", "TOTAL_DIFFERS", "71", _sets("stated_result", 0, stated_score="94.5")),
    ("a_subtotal_is_wrong", "NODE_SUM_DIFFERS", "71", _sets("stated_result", 1, stated_score="30")),
    ("a_rate_is_wrong", "RATE_DIFFERS", "72", _sets("stated_result", 1, stated_rate="90.67")),
    ("a_grade_is_wrong", "GRADE_DIFFERS", "73", _sets("stated_result", 0, stated_grade="良")),
    ("counts_of_met_and_unmet_are_wrong", "COUNT_DIFFERS", "92", _sets("stated_result", 0, stated_met_count="2")),
    (
        *("evidence_lies_outside_the_window", "EVIDENCE_OUTSIDE_WINDOW", "86"),
        _sets("evidence", 0, doc_date="2021-03-01"),
    ),
    ("a_series_does_not_add_up", "OPENING_DIFFERS", "89", _sets("stated_fact", 2, value="121")),
    ("a_figure_has_two_dates", "SAME_FIGURE_TWO_DATES", "90", _of_two_dates),
    ("a_date_has_two_figures", "TWO_FIGURES_ONE_DATE", "90", _two_figures),
    (
        *("a_missed_target_has_full_score", "TARGET_MISSED_FULL_SCORE", "93"),
        _sets("indicator_result", 0, actual_value="90"),
    ),
    (
        "a_target_is_far_exceeded_without_reason",
        "OVER_ACHIEVED",
        "79",
        _sets("indicator_result", 0, actual_value="150"),
    ),
)
"""Name, finding that the evaluation must show, why, and how it is planted."""

KINDS = (
    *(Kind(name, "WARN", (finding,), why, plant) for name, finding, why, plant in FOUND),
    Kind(
        *("an_indicator_has_no_parent", "BLOCK", ("every_indicator_hangs_on_a_root",), "69"),
        _sets("perf_indicator", 1, parent_code="X"),
    ),
    Kind(
        *("a_score_is_reviewed_by_who_gave_it", "WARN", ("nobody_reviews_the_score_that_they_gave",), "105"),
        _sets("indicator_result", 0, reviewer="E1"),
    ),
    Kind(
        *("a_score_below_full_has_no_reason", "WARN", ("a_score_below_full_has_its_reason_and_improvement",), "80"),
        _sets("indicator_result", 1, reason=""),
    ),
    Kind(
        *("evidence_was_never_received", "WARN", ("evidence_that_is_named_is_known",), "86"),
        _sets("indicator_result", 1, evidence_no="ZJ-X"),
    ),
)
