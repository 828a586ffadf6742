"""Dated thresholds of monitoring lights and what follows from grades and conclusions, each with its source."""

_KPI = "预算管理一体化绩效监控预警"
_SICHUAN = "四川省预算绩效监控办法"

MONITOR_RULES: tuple[tuple[str, str, str | None, str, str, str], ...] = (
    ("TIME_PROGRESS", "red_below", None, "2000-01-01", "0.6", _KPI),
    ("TIME_PROGRESS", "green_from", None, "2000-01-01", "0.8", _KPI),
    ("SICHUAN", "red_below", None, "2000-01-01", "0.6", _KPI),
    ("SICHUAN", "green_from", None, "2000-01-01", "0.8", _KPI),
    ("SICHUAN", "alarm_below", "04", "2000-01-01", "0.25", _SICHUAN),
    ("SICHUAN", "alarm_below", "06", "2000-01-01", "0.4", _SICHUAN),
    ("SICHUAN", "alarm_below", "08", "2000-01-01", "0.6", _SICHUAN),
    ("SICHUAN", "alarm_below", "10", "2000-01-01", "0.8", _SICHUAN),
    ("SICHUAN", "alarm_behind", None, "2000-01-01", "0.1", _SICHUAN),
)
"""rule_set, parameter, month of the year (None: every month), effective_from, value, source.

``red_below`` and ``green_from`` are of value ÷ (target × month ÷ 12); ``alarm_below`` is of value ÷ target, and
``alarm_behind`` of month ÷ 12 less value ÷ target: what they alarm of is red.
"""

_USE = "绩效评价结果应用办法（中期整改六十日）"
_CY10 = "财预〔2020〕10号第二十七条"
_PRE = "事前绩效评估管理办法"

CONSEQUENCE_RULES: tuple[tuple[str, str, str, str, str | None, str | None, int | None, int | None, str, str], ...] = (
    *(
        ("GRADE", grade, "BUDGET_FIRST", "2000-01-01", None, None, None, None, "优先安排", _CY10)
        for grade in ("优", "优秀")
    ),
    *(
        ("GRADE", grade, "BUDGET_KEPT", "2000-01-01", None, None, None, None, "予以保障", _CY10)
        for grade in ("良", "良好")
    ),
    *(
        ("GRADE", grade, consequence, "2000-01-01", ratio_from, ratio_to, due_days, None, words, _USE)
        for grades, least, most in ((("中", "合格"), "0.1", "0.3"), (("差", "不合格"), "0.3", "1"))
        for grade in grades
        for consequence, ratio_from, ratio_to, due_days, words in (
            ("BUDGET_CUT", least, most, None, "压减预算"),
            ("RECTIFICATION", None, None, 60, "提交整改方案"),
        )
    ),
    ("CONCLUSION", "SUPPORT", "BUDGET_ENTERED", "2000-01-01", None, None, None, None, "予以支持，纳入预算", _PRE),
    ("CONCLUSION", "ADJUST", "ADJUSTMENT", "2000-01-01", None, None, None, None, "调整完善后予以支持", _PRE),
    ("CONCLUSION", "PARTIAL", "PARTIAL_SUPPORT", "2000-01-01", None, None, None, None, "部分支持", _PRE),
    (
        "CONCLUSION",
        "REJECT",
        "NO_REAPPLICATION",
        "2000-01-01",
        None,
        None,
        None,
        12,
        "不予支持，一年内不得再次申报",
        _PRE,
    ),
)
"""kind, grade or conclusion, consequence, effective_from, ratio_from, ratio_to, due_days after the feedback,
due_months after the conclusion, what it says, source."""
