"""Stated facts that are wrong, right and on the edge."""

from tests.integration.finding_cases import ACTUAL, NEXT, SERIES, TARGET, WINDOW, YEAR, Case, fact, facts

SERIES_FACTS = (
    Case(
        "opening-and-new-that-give-the-closing",
        facts(
            fact(100, "个", "OPENING", **SERIES, **YEAR),
            fact(50, "个", "NEW", **SERIES, **YEAR),
            fact(150, "个", "CLOSING", **SERIES, **YEAR),
            fact(150, "个", "OPENING", **SERIES, **NEXT),
        ),
    ),
    Case(
        "opening-and-new-that-do-not-give-the-closing",
        facts(
            fact(100, "个", "OPENING", **SERIES, **YEAR),
            fact(50, "个", "NEW", **SERIES, **YEAR),
            fact(151, "个", "CLOSING", **SERIES, **YEAR),
        ),
        (("OPENING_DIFFERS", "归集数据", "100 个", "101 个"),),
    ),
    Case(
        # Each of the three may be off by half a hundredth: 0.015 in all.
        "a-hundredth-that-rounding-explains",
        facts(
            fact("1.11", "亿条", "OPENING", **SERIES, **YEAR),
            fact("2.22", "亿条", "NEW", **SERIES, **YEAR),
            fact("3.34", "亿条", "CLOSING", **SERIES, **YEAR),
        ),
    ),
    Case(
        "two-hundredths-that-rounding-does-not-explain",
        facts(
            fact("1.11", "亿条", "OPENING", **SERIES, **YEAR),
            fact("2.22", "亿条", "NEW", **SERIES, **YEAR),
            fact("3.35", "亿条", "CLOSING", **SERIES, **YEAR),
        ),
        (("OPENING_DIFFERS", "归集数据", "1.11 亿条", "1.13 亿条"),),
    ),
    Case(
        "two-series-of-one-day-that-leave-two-openings",
        # 701.00 − 344.43 = 356.57, 231.41 − 65.66 = 165.75
        facts(
            fact("344.43", "亿条", "NEW", **SERIES, period_from="2020-05-08", place="C11"),
            fact("701.00", "亿条", "CLOSING", **SERIES, place="C11"),
            fact("65.66", "亿条", "NEW", **SERIES, period_from="2020-05-08", period_to="2020-09-30", place="C31"),
            fact("231.41", "亿条", "CLOSING", **SERIES, as_of_date="2020-09-30", place="C31"),
        ),
        (("OPENING_DIFFERS", "归集数据", "165.75 亿条", "356.57 亿条"),),
    ),
    Case(
        "a-closing-that-is-not-the-next-report's-opening",
        facts(
            fact(150, "个", "CLOSING", **SERIES, as_of_date="2020-12-31", document="2020年报告"),
            fact(149, "个", "OPENING", **SERIES, as_of_date="2021-01-01", document="2021年报告"),
        ),
        (("OPENING_DIFFERS", "归集数据", "149 个", "150 个"),),
    ),
    Case(
        "two-openings-of-one-year",
        facts(
            fact(150, "个", "OPENING", **SERIES, **YEAR, place="一"),
            fact(149, "个", "OPENING", **SERIES, **YEAR, place="二"),
        ),
        (("OPENING_DIFFERS", "归集数据", "149 个", "150 个"),),
    ),
    Case(
        "two-figures-of-one-day",
        facts(fact(44, "家", as_of_date="2021-10-31", place="一"), fact(51, "家", as_of_date="2021-10-31", place="二")),
        (("TWO_FIGURES_ONE_DATE", "数据集", "44 家", "51 家"),),
    ),
    Case(
        "figures-of-one-word-for-two-indicators",
        facts(
            fact(100, "%", measure="完成率", ind_code="A1"),
            fact(95, "%", measure="完成率", ind_code="A2"),
        ),
    ),
    Case(
        "one-figure-in-two-units-and-rounded",
        facts(
            fact("9.9", "亿条", as_of_date="2021-01-31", place="一"),
            fact(990925216, "条", as_of_date="2021-01-31", place="二"),
            fact("4391.8", "万元", **YEAR, measure="预算", place="一"),
            fact(43918000, "元", **YEAR, measure="预算", place="二"),
        ),
    ),
    Case(
        "figures-of-two-days-or-of-two-subjects",
        facts(
            fact(44, "家", as_of_date="2021-10-31"),
            fact(51, "家", as_of_date="2021-11-30"),
            fact(7, "家", as_of_date="2021-10-31", subject="闵行"),
        ),
    ),
    Case(
        "one-figure-of-two-days",
        facts(
            fact("26.88", "亿条", as_of_date="2020-04-30", place="C21"),
            fact("26.88", "亿条", as_of_date="2021-04-30", place="C13"),
        ),
        (("SAME_FIGURE_TWO_DATES", "数据集", "26.88 亿条", "2020-04-30, 2021-04-30"),),
    ),
    Case(
        "a-rate-a-nought-and-an-unmoved-series-may-repeat",
        facts(
            *(fact(100, "%", as_of_date=day) for day in ("2020-12-31", "2021-12-31")),
            *(fact(0, "次", as_of_date=day, measure="投诉") for day in ("2020-12-31", "2021-12-31")),
            *(fact(512, "个", "CLOSING", as_of_date=day, measure="标准") for day in ("2020-12-31", "2021-12-31")),
            fact(0, "个", "NEW", measure="标准", **NEXT),
        ),
    ),
    Case(
        "a-target-and-an-actual-in-units-that-do-not-convert",
        facts(fact(800, "家", "TARGET", **TARGET), fact(51, "个", "ACTUAL", **ACTUAL)),
        (("UNIT_MISMATCH", "标准", "800 家", "51 个"),),
    ),
    Case(
        "a-target-and-an-actual-in-units-that-convert",
        facts(
            fact("0.5", "万条", "TARGET", **TARGET),
            fact(5000, "条", "ACTUAL", **ACTUAL),
            fact(60, "分钟", "TARGET", measure="响应时间"),
            fact(1, "小时", "ACTUAL", measure="响应时间"),
        ),
    ),
)

TARGET_FACTS = (
    Case(
        "a-target-that-is-missed-beside-full-score",
        facts(fact(10, "个", "TARGET", **TARGET), fact(9, "份", "ACTUAL", **ACTUAL)),
        (("TARGET_MISSED_FULL_SCORE", "A1", "9 份", "10 个"),),
    ),
    Case(
        "a-target-that-is-missed-beside-a-lost-score",
        facts(fact(10, "个", "TARGET", **TARGET), fact(9, "个", "ACTUAL", **ACTUAL | {"place": "A2"})),
    ),
    Case(
        "a-target-that-is-met",
        facts(fact(10, "个", "TARGET", **TARGET), fact(10, "个", "ACTUAL", **ACTUAL)),
    ),
    Case(
        "a-target-of-another-year",
        facts(fact(50, "家", "TARGET", **TARGET, **NEXT), fact(44, "家", "ACTUAL", **ACTUAL, as_of_date="2020-10-31")),
    ),
    Case(
        "parts-of-a-whole-are-not-held-against-its-target",
        facts(
            fact(12, "次", "TARGET", **TARGET),
            fact(12, "次", "ACTUAL", **ACTUAL),
            fact(7, "次", "ACTUAL", **ACTUAL, subject="市级"),
            fact(5, "次", "ACTUAL", **ACTUAL, subject="区级"),
        ),
    ),
    Case(
        "more-time-than-was-allowed-beside-full-score",
        facts(fact(7, "日", "TARGET", **TARGET), fact(8, "天", "ACTUAL", **ACTUAL)),
        (("TARGET_MISSED_FULL_SCORE", "A1", "8 天", "7 日"),),
    ),
    Case(
        "thirty-per-cent-above-a-stated-target",
        facts(fact(100, "个", "TARGET", **TARGET), fact(130, "个", "ACTUAL", **ACTUAL)),
        (("OVER_ACHIEVED", "标准", "130 个", "100 个"),),
    ),
    Case(
        "twenty-nine-per-cent-above-a-stated-target",
        facts(fact(100, "个", "TARGET", **TARGET), fact(129, "个", "ACTUAL", **ACTUAL)),
    ),
    Case(
        # 389 ÷ 398 = 97.7386…
        "a-percentage-that-its-counts-do-not-give",
        facts(
            fact("79.20", "%", measure="满足率", part="满足数", part_of="受理数"),
            fact(389, "个", measure="满足数"),
            fact(398, "个", measure="受理数"),
        ),
        (("RATIO_DIFFERS", "满足率", "79.2 %", "97.74 %"),),
    ),
    Case(
        "a-percentage-that-its-counts-give-at-its-places",
        facts(
            fact("97.7", "%", measure="满足率", part="满足数", part_of="受理数"),
            fact(389, "个", measure="满足数"),
            fact(398, "个", measure="受理数"),
        ),
    ),
    Case(
        "a-percentage-beside-counts-of-its-name",
        facts(
            fact("79.20", "%", measure="需求满足率", place="概况"),
            fact(389, "个", measure="需求满足数", place="概况"),
            fact(398, "个", measure="需求总数", place="概况"),
            fact(200, "个", measure="系统数", place="概况"),
        ),
        (("RATIO_DIFFERS", "需求满足率", "79.2 %", "97.74 %"),),
    ),
    Case(
        "a-percentage-beside-actual-and-target",
        facts(
            fact(95, "%", measure="完成率", place="C11"),
            fact(9, "个", "ACTUAL", measure="完成数", place="C11"),
            fact(10, "个", "TARGET", measure="完成数", place="目标表"),
        ),
        (("RATIO_DIFFERS", "完成率", "95 %", "90 %"),),
    ),
    Case(
        "instalments-that-leave-a-tenth",
        facts(*(fact(value, "%", "NEW", measure="付款", place=place) for value, place in ((30, "首期"), (60, "二期")))),
        (("INSTALMENTS_NOT_WHOLE", "付款", "90 %", "100 %"),),
    ),
    Case(
        "instalments-that-are-whole-though-told-twice",
        facts(
            *(
                fact(value, "%", "NEW", measure=measure, place=place)
                for place in ("摘要", "合同")
                for measure, value in (("预付款", 30), ("尾款", 70))
            ),
            *(fact(value, "%", "NEW", measure="分期付款", place="三") for value in ("33.33", "66.67")),
        ),
    ),
    Case(
        "instalments-that-miss-the-sum-stated",
        facts(
            fact(30, "万元", "NEW", measure="付款", place="首期"),
            fact(60, "万元", "NEW", measure="付款", place="尾期"),
            fact(100, "万元", "CLOSING", measure="付款"),
        ),
        (("INSTALMENTS_NOT_WHOLE", "付款", "900000 元", "1000000 元"),),
    ),
    Case(
        "a-fact-of-a-day-after-the-window",
        facts(
            fact(23, "次", "ACTUAL", place="A1", as_of_date="2021-02-01"),
            fact(22, "次", "ACTUAL", place="A1", as_of_date="2021-01-31"),
            fact(9, "次", place="背景", as_of_date="2019-12-31"),
            fact(5, "次", "NEW", place="A2", period_from="2021-02-02", period_to="2021-02-28"),
            fact(6, "次", "NEW", place="A2", period_from="2021-01-01", period_to="2021-01-31"),
        ),
        (
            ("EVIDENCE_OUTSIDE_WINDOW", "A1", "2021-02-01", "2020-05-08..2021-01-31"),
            ("EVIDENCE_OUTSIDE_WINDOW", "A2", "2021-02-02", "2020-05-08..2021-01-31"),
        ),
        WINDOW,
    ),
)
