"""Dated grade scales and rule profiles that ship with the product; what a home receives goes before them."""

_CY10 = "财预〔2020〕10号"
_CY101 = "财预〔2021〕101号"
_KPI = "预算管理一体化绩效指标计分"

GRADE_BANDS: tuple[tuple[str, str, str, str, str], ...] = tuple(
    (scale, "2000-01-01", grade, from_score, source)
    for scale, source, grades in (
        ("CY10", f"{_CY10}第十八条", (("优", "90"), ("良", "80"), ("中", "60"), ("差", "0"))),
        ("FIVE", "五级分档", (("优", "90"), ("良", "80"), ("中", "70"), ("合格", "60"), ("差", "0"))),
        ("DEPARTMENT", "部门整体评价", (("优秀", "90"), ("良好", "75"), ("合格", "60"), ("不合格", "0"))),
        ("GOAL", "绩效目标审核", (("优", "90"), ("良", "80"), ("中", "70"), ("低", "60"), ("差", "0"))),
    )
    for grade, from_score in grades
)
"""grade_scale, effective_from, grade, from_score (of 100, included), source."""

# A measured value at or above a band's bound earns that share of the weight.
_SATISFACTION = '[{"from":90,"ratio":1},{"from":80,"ratio":0.8},{"from":60,"ratio":0.5}]'
# Budget execution in per cent: done and not exceeded, 80 to 100, 60 to 80; what exceeds the budget earns nothing.
_EXECUTION = (
    '[{"from":100.000001,"ratio":0},{"from":100,"ratio":1},{"from":80,"ratio":0.7},{"from":60,"ratio":0.5},'
    '{"from":0,"ratio":0}]'
)
_LEVELS = '{"FULL":[0.8,1],"PART":[0.6,0.8],"NONE":[0,0.6]}'

PROFILE_RULES: tuple[tuple[str, str, str, str, str, str], ...] = tuple(
    (profile, rule, parameter, "2000-01-01", value, source)
    for profile, source, rows in (
        (
            "CY10",
            f"{_CY10}第十六条",
            (
                ("AT_LEAST", "floor_rate", "0"),
                ("AT_MOST", "form", "QUOTIENT"),
                ("LEVEL", "levels", _LEVELS),
                ("EXPERT", "min_experts", "3"),
                ("AT_LEAST", "over_rate", "1.3"),
            ),
        ),
        (
            "CY101",
            _CY101,
            (
                ("AT_LEAST", "floor_rate", "0.6"),
                ("AT_MOST", "form", "QUOTIENT"),
                ("SURVEY", "bands", _SATISFACTION),
                ("BANDS", "budget_execution", _EXECUTION),
                ("LEVEL", "levels", _LEVELS),
                ("EXPERT", "min_experts", "3"),
                ("AT_LEAST", "over_rate", "1.3"),
            ),
        ),
        (
            "KPI",
            _KPI,
            (
                ("AT_LEAST", "floor_rate", "0"),
                ("AT_MOST", "form", "LINEAR"),
                ("LEVEL", "levels", _LEVELS),
                ("EXPERT", "min_experts", "3"),
                ("AT_LEAST", "over_rate", "1.3"),
            ),
        ),
    )
    for rule, parameter, value in rows
)
"""rule_profile, scoring_rule, parameter, effective_from, value, source; RATIO takes the parameters of AT_LEAST."""
