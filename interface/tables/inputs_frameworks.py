"""Input tables of indicator frameworks: their trees, their dated rules and grades, how goals are passed down."""

from interface.tables.shape import Column, Kind, Table

SCORING_RULES = (
    *("RATIO", "AT_LEAST", "AT_MOST", "EQUALS", "BY_DATE", "BANDS"),
    *("LEVEL", "ELEMENTS", "DEDUCT", "SURVEY", "EXPERT", "GIVEN"),
)

SCHEME_NO = Column("scheme_no", "指标体系编号", Kind.ID, required=True)
SUBJECT_CODE = Column("subject_code", "评价对象", Kind.ID, required=True)
IND_CODE = Column("ind_code", "指标编号", Kind.ID, required=True)

GRADE_BAND = Table(
    name="grade_band",
    label="等级分档",
    grain="grade of a scale from a day on; it holds scores from its lower bound up to the next grade's",
    key=("grade_scale", "effective_from", "grade"),
    columns=(
        Column("grade_scale", "等级标准", Kind.ID, required=True),
        Column("effective_from", "生效日期", Kind.DATE, required=True),
        Column("grade", "等级", Kind.TEXT, required=True),
        Column("from_score", "下限得分", Kind.SCORE, required=True, meaning="Of 100, included."),
        Column("source", "依据", Kind.TEXT),
    ),
)

PROFILE_RULE = Table(
    name="profile_rule",
    label="计分规则参数",
    grain="parameter of a scoring rule in a rule profile from a day on",
    key=("rule_profile", "scoring_rule", "parameter", "effective_from"),
    columns=(
        Column("rule_profile", "计分规则集", Kind.ID, required=True),
        Column("scoring_rule", "计分规则", Kind.CODE, required=True, codes=SCORING_RULES),
        Column("parameter", "参数", Kind.ID, required=True),
        Column("effective_from", "生效日期", Kind.DATE, required=True),
        Column("value", "参数值", Kind.TEXT, required=True),
        Column("source", "依据", Kind.TEXT),
    ),
)

PERF_SCHEME = Table(
    name="perf_scheme",
    label="指标体系",
    grain="version of an indicator framework; the highest version counts",
    key=("scheme_no", "version"),
    columns=(
        SCHEME_NO,
        Column("version", "版本", Kind.ID, required=True),
        Column("object_kind", "评价对象类别", Kind.CODE, required=True),
        Column("stage", "评价阶段", Kind.CODE, True, ("PRE", "MONITOR", "SELF", "DEPARTMENT", "FINANCE", "POST")),
        Column("rule_profile", "计分规则集", Kind.ID, default="CY10"),
        Column("grade_scale", "等级标准", Kind.ID, default="CY10"),
        Column("evidence_from", "评价期起", Kind.DATE),
        Column("evidence_to", "评价期止", Kind.DATE),
        Column("scheme_name", "指标体系名称", Kind.TEXT),
        Column("total_score", "总分", Kind.SCORE, meaning="Blank: 100."),
        Column("evaluator", "评价机构", Kind.ID),
        Column("contract_no", "合同编号", Kind.ID, meaning="Contract whose settlement takes the score; blank: none."),
        Column("assessed_period", "考核期", Kind.PERIOD, meaning="Period that the score is taken for."),
        Column("pro_code", "预算项目编码", Kind.ID),
        Column("compared_scheme_no", "对比指标体系", Kind.ID, meaning="Framework it is shown beside, as PRE and POST."),
    ),
)

PERF_INDICATOR = Table(
    name="perf_indicator",
    label="绩效指标",
    grain="node of a framework's tree; a node without children is scored",
    key=("scheme_no", "version", "ind_code"),
    columns=(
        SCHEME_NO,
        IND_CODE,
        Column("parent_code", "上级指标编号", Kind.ID, meaning="Blank: level 1."),
        Column("name", "指标名称", Kind.TEXT, required=True),
        Column("weight", "权重", Kind.SCORE, required=True),
        Column("kind", "指标类型", Kind.TEXT, meaning="定量, 定性, 满意度, 要素 or 扣分."),
        Column("direction", "指标方向", Kind.TEXT, meaning="≥, ≤, = (or >=, <=), 区间, 定性, 0值."),
        Column("target_value", "目标值", Kind.TEXT, meaning="A number, or a day where the rule is BY_DATE."),
        Column("target_text", "目标说明", Kind.TEXT),
        Column("unit", "计量单位", Kind.TEXT),
        Column("scoring_rule", "计分规则", Kind.CODE, codes=SCORING_RULES, meaning="Blank: follows the direction."),
        Column("rule_params", "计分参数", Kind.TEXT, meaning="JSON."),
        Column("version", "版本", Kind.ID, meaning="Blank: every version of the framework."),
        Column("target_source", "目标值来源", Kind.TEXT),
        Column("explain", "指标解释", Kind.TEXT),
        Column("data_source", "数据来源", Kind.TEXT),
    ),
)

PERF_DECOMPOSITION = Table(
    name="perf_decomposition",
    label="绩效分解",
    grain="share of an indicator's goal that a plan, task, service order or work order carries",
    key=("scheme_no", "ind_code", "ref_kind", "ref_no"),
    columns=(
        SCHEME_NO,
        IND_CODE,
        Column("ref_kind", "分解层级", Kind.CODE, True, ("PLAN", "TASK", "ORDER", "WORK_ORDER")),
        Column("ref_no", "分解对象编号", Kind.ID, required=True),
        Column("share", "分担比例", Kind.RATIO),
        Column("goal", "分解目标", Kind.TEXT),
    ),
)

TABLES = (GRADE_BAND, PROFILE_RULE, PERF_SCHEME, PERF_INDICATOR, PERF_DECOMPOSITION)
