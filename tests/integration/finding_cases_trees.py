"""Frameworks with results by indicator that are wrong, right and on the edge."""

from tests.integration.finding_cases import WINDOW, Case, indicator, leaf, result, sheet, tree

TREES = (
    Case(
        "children-that-do-not-add-up-to-their-parent",
        tree(
            indicator("A"),
            indicator("A1", 10, parent_code="A"),
            indicator("A2", "9.5", parent_code="A"),
            results=(result("A1", 10), result("A2", 9)),
        ),
        (("WEIGHT_SUM", "A", "19.5", "20"),),
    ),
    Case(
        "roots-that-do-not-add-up-to-the-total",
        tree(indicator("A", 21), results=(result("A"),)),
        (("WEIGHT_SUM", None, "21", "20"),),
    ),
    Case(
        "two-leaves-of-one-name",
        tree(
            indicator("A"),
            indicator("A1", 10, parent_code="A", name="执行率"),
            indicator("A2", 10, parent_code="A", name="执行率 "),
            results=(result("A1", 10), result("A2", 10)),
        ),
        (("DUPLICATE_LEAF", "A1", "A1 执行率; A2 执行率", None),),
    ),
    Case(
        "a-person's-score-above-the-weight",
        tree(indicator("A"), results=(result("A", 21),)),
        (("SCORE_OVER_WEIGHT", "A", "21", "20"),),
    ),
    Case(
        "full-score-below-a-target-of-at-least",
        tree(indicator("A", direction="≥", target_value=100, unit="个"), results=(result("A", actual_value="99.9"),)),
        (("TARGET_MISSED_FULL_SCORE", "A", "99.9 个", "100 个"),),
    ),
    Case(
        "full-score-on-the-target",
        tree(indicator("A", direction="≥", target_value=100), results=(result("A", actual_value="100"),)),
    ),
    Case(
        "less-than-full-score-below-the-target",
        tree(
            indicator("A", direction="≥", target_value=100), results=(result("A", 19, actual_value="90", reason="迟"),)
        ),
    ),
    Case(
        "full-score-above-a-target-of-at-most",
        tree(indicator("A", direction="<=", target_value=0), results=(result("A", actual_value="1"),)),
        (("TARGET_MISSED_FULL_SCORE", "A", "1", "0"),),
    ),
    Case(
        "full-score-after-a-day-that-is-due",
        tree(
            indicator("A", scoring_rule="BY_DATE", target_value="2021-01-31"),
            results=(result("A", actual_value="2021-02-01"),),
        ),
        (("TARGET_MISSED_FULL_SCORE", "A", "2021-02-01", "2021-01-31"),),
    ),
    Case(
        "thirty-per-cent-above-the-target-without-a-reason",
        tree(indicator("A", direction="≥", target_value=100), results=(result("A", actual_value="130"),)),
        (("OVER_ACHIEVED", "A", "130", "100"),),
    ),
    Case(
        "a-little-less-than-thirty-per-cent-above-the-target",
        tree(indicator("A", direction="≥", target_value=100), results=(result("A", actual_value="129.999999"),)),
    ),
    Case(
        "thirty-per-cent-above-the-target-with-a-reason",
        tree(
            indicator("A", direction="≥", target_value=100), results=(result("A", actual_value="130", reason="增派"),)
        ),
    ),
    Case(
        "thirty-where-nothing-was-aimed-at",
        tree(indicator("A", direction="≥", target_value=0), results=(result("A", actual_value="30"),)),
        (("OVER_ACHIEVED", "A", "30", "0"),),
    ),
    Case(
        # (8 + 9 + 9) ÷ 3 = 8.666…
        "a-score-beside-its-panel's-mean",
        tree(
            indicator("A", scoring_rule="EXPERT"),
            results=(result("A", "8.7"),),
            expert_score=[
                {"subject_code": "P", "ind_code": "A", "expert_no": n, "score": s} for n, s in ((1, 8), (2, 9), (3, 9))
            ],
        ),
        (("PANEL_MEAN_DIFFERS", "A", "8.7", "8.67"),),
    ),
    Case(
        "a-score-that-is-its-panel's-mean",
        tree(
            indicator("A", scoring_rule="EXPERT"),
            results=(result("A", "8.67"),),
            expert_score=[
                {"subject_code": "P", "ind_code": "A", "expert_no": n, "score": s} for n, s in ((1, 8), (2, 9), (3, 9))
            ],
        ),
    ),
    Case(
        "a-printed-score-beside-its-panel's-mean",
        sheet(leaf("A1 立项", 10, 9), leaf("A2 目标", 10, "8.5"))
        | {
            "expert_score": [
                {"subject_code": "P", "ind_code": code, "expert_no": n, "score": s}
                for code, n, s in (("A1", 1, 8), ("A1", 2, 9), ("A2", 1, 8), ("A2", 2, 9))
            ]
        },
        (("PANEL_MEAN_DIFFERS", "A1", "9", "8.5"),),
    ),
    *(
        # (100 × 329 + 75 × 94 + 50 × 4 + 25 × 2) ÷ 432 = 93.0555…
        Case(
            name,
            tree(
                indicator("A", scoring_rule="SURVEY", target_value=90),
                results=(result("A", "", actual_value=typed),),
                survey_count=[
                    {
                        "ind_code": "A",
                        "group_name": "主办方",
                        "very_satisfied": 329,
                        "fairly_satisfied": 94,
                        "neutral": 4,
                        "fairly_dissatisfied": 2,
                        "very_dissatisfied": 3,
                    }
                ],
            ),
            found,
        )
        for name, typed, found in (
            ("a-satisfaction-that-its-counts-do-not-give", "93.05", (("RATIO_DIFFERS", "A", "93.05 %", "93.06 %"),)),
            ("a-satisfaction-that-its-counts-give", "93.06", ()),
            ("a-satisfaction-in-whole-per-cents", "93", ()),
        )
    ),
    Case(
        "a-document-after-the-window",
        tree(
            indicator("A"),
            results=(result("A", evidence_no="E1"),),
            evidence=[
                {"evidence_no": "E1", "title": "通报", "doc_date": "2021-02-01"},
                {"evidence_no": "E2", "title": "纪要", "doc_date": "2021-01-31"},
                {"evidence_no": "E3", "title": "年报", "doc_date": "2021-03-01"}
                | {"period_from": "2020-06-01", "period_to": "2020-12-31"},
                {"evidence_no": "E4", "title": "补充", "doc_date": "2021-03-01", "after_cutoff": "是"},
            ],
        ),
        (("EVIDENCE_OUTSIDE_WINDOW", "A", "2021-02-01", "2020-05-08..2021-01-31"),),
        WINDOW,
    ),
    Case(
        "a-result-as-of-a-day-after-the-window",
        tree(indicator("A"), results=(result("A", as_of_date="2021-02-01"),)),
        (("EVIDENCE_OUTSIDE_WINDOW", "A", "2021-02-01", "2020-05-08..2021-01-31"),),
        WINDOW,
    ),
    Case(
        "a-result-as-of-the-last-day-of-the-window",
        tree(indicator("A"), results=(result("A", as_of_date="2021-01-31"),)),
        scheme=WINDOW,
    ),
)
