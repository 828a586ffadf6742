"""Score sheets and stated results that are wrong, right and on the edge."""

from tests.integration.finding_cases import Case, leaf, report, sheet, stated

SHEETS = (
    Case("a-sheet-without-defects", sheet(leaf("A1"), leaf("A2", 10, 0))),
    Case(
        "a-merged-cell-is-a-note",
        sheet(leaf("A1"), leaf("A2"), leaf("A3", "", "")),
        (("BLANK_LEAF", "A3", None, None),),
    ),
    Case(
        "a-weight-without-a-score",
        sheet(leaf("A1"), leaf("A2", 10, "")),
        (("BLANK_LEAF", "A2", "10", None),),
    ),
    Case(
        "a-score-above-its-weight-by-a-thousandth",
        sheet(leaf("A1", 10, "10.001"), leaf("A2", 10, 10)),
        (("SCORE_OVER_WEIGHT", "A1", "10.001", "10"),),
    ),
    Case(
        "a-score-without-a-weight",
        sheet(leaf("A1"), leaf("A2"), leaf("A3", "", 2)),
        (("SCORE_OVER_WEIGHT", "A3", "2", None),),
    ),
    Case(
        "weights-that-miss-the-total-by-a-thousandth",
        sheet(leaf("A1"), leaf("A2", "9.999", 9)),
        (("WEIGHT_SUM", None, "19.999", "20"),),
    ),
    Case(
        "one-code-on-two-leaves",
        sheet(leaf("A 决策/A1 立项"), leaf("B 过程/A1 执行")),
        (("DUPLICATE_LEAF", "A1", "A 决策 / A1 立项; B 过程 / A1 执行", None),),
    ),
    Case(
        "words-that-look-like-codes-are-none", sheet(leaf("H5页面访问量"), leaf("H5页面数", 5, 5), leaf("知晓率", 5, 5))
    ),
    Case(
        "one-name-in-two-widths-under-one-parent",
        sheet(leaf("决策/立项（甲）"), leaf("决策/立项(甲)")),
        (("DUPLICATE_LEAF", "立项(甲)", "决策 / 立项(甲); 决策 / 立项（甲）", None),),
    ),
    Case("one-name-under-two-parents", sheet(leaf("决策/满意度"), leaf("效益/满意度"))),
    Case(
        "a-row-that-is-printed-twice",
        sheet(leaf("A1"), leaf("A2"), leaf("A2")),
        (("DUPLICATE_LEAF", "A2", "A2", None),),
    ),
    Case(
        "two-rows-that-contradict-each-other",
        sheet(leaf("A1", 20, 20), leaf("A2", 5, 5), leaf("A2", 5, 4)),
        (("DUPLICATE_LEAF", "A2", "A2", None),),
    ),
    Case(
        "a-row-that-was-printed-twice-in-an-older-edition",
        sheet(leaf("A1"), leaf("A2"), leaf("A2"), leaf("A1", edition=2), leaf("A2", edition=2)),
    ),
)

STATED = (
    Case(
        "a-report-that-is-right",
        # 16.5 of 20 is 82.5 per 100: 良. 9.5 ÷ 12 = 79.17 %, 7 ÷ 8 = 87.5 %.
        report(
            stated(
                stated_score="16.5", stated_rate="82.5", stated_grade="良好", stated_met_count=2, stated_unmet_count=2
            ),
            stated("决策", stated_score="9.50", stated_rate="79"),
            stated("B 效益", stated_score=7, stated_rate="0.875"),
            stated("A2", stated_score="1.5", stated_met_count=0, stated_unmet_count=1),
        ),
    ),
    Case("another-total", report(stated(stated_score="16.51")), (("TOTAL_DIFFERS", None, "16.51", "16.5"),)),
    Case(
        "another-total-that-is-called-so",
        report(stated("项目总得分", stated_score=17)),
        (("TOTAL_DIFFERS", "项目总得分", "17", "16.5"),),
    ),
    Case("another-sum-of-a-node", report(stated("效益", stated_score=8)), (("NODE_SUM_DIFFERS", "效益", "8", "7"),)),
    Case("a-name-of-two-nodes-one-of-which-agrees", report(stated("决策", stated_score=3))),
    Case(
        "a-name-of-two-nodes-none-of-which-agrees",
        report(stated("决策", stated_score=4)),
        (("NODE_SUM_DIFFERS", "决策", "4", "9.5"),),
    ),
    Case(
        "a-node-that-the-sheet-does-not-have",
        report(stated("过程", stated_score=4)),
        (("NODE_SUM_DIFFERS", "过程", "4", None),),
    ),
    Case(
        "another-rate-in-whole-per-cents",
        report(stated("A 决策", stated_rate=80)),
        (("RATE_DIFFERS", "A 决策", "80 %", "79.17 %"),),
    ),
    Case(
        "another-rate-in-the-last-printed-place",
        report(stated("A 决策", stated_rate="0.7916")),
        (("RATE_DIFFERS", "A 决策", "79.16 %", "79.17 %"),),
    ),
    Case("another-grade", report(stated(stated_grade="优")), (("GRADE_DIFFERS", None, "优", "良"),)),
    Case(
        "other-counts", report(stated(stated_met_count=3, stated_unmet_count=2)), (("COUNT_DIFFERS", None, "3", "2"),)
    ),
    Case(
        "counts-that-are-both-wrong",
        report(stated("A 决策", stated_met_count=2, stated_unmet_count=0)),
        (
            ("COUNT_DIFFERS", "A 决策", "0", "1"),
            ("COUNT_DIFFERS", "A 决策", "2", "1"),
        ),
    ),
)
