"""Published tables of evaluations: scores of leaves and nodes, totals, findings, and what follows from them."""

from interface.tables.published_columns import RUN_ID, amount
from interface.tables.shape import Column, Kind, Table

SCHEME_NO = Column("scheme_no", "指标体系编号", Kind.ID, required=True)
SUBJECT_CODE = Column("subject_code", "评价对象", Kind.ID, required=True)
LEVELS = (
    Column("level1", "一级指标", Kind.TEXT, required=True),
    Column("level2", "二级指标", Kind.TEXT),
    Column("level3", "三级指标", Kind.TEXT),
    Column("level4", "四级指标", Kind.TEXT),
)
WEIGHT = Column("weight", "权重", Kind.SCORE, meaning="What counts: with the share of indicators that do not apply.")
SCORE = Column("score", "得分", Kind.SCORE, meaning="Blank: not assessed, which is not 0.")
SCORE_RATE = Column("score_rate", "得分率", Kind.RATIO, meaning="Score over the weight of what was assessed.")

SCORE_INDICATOR = Table(
    name="score_indicator",
    label="指标得分",
    grain="run × scheme × subject × leaf",
    key=("run_id", "scheme_no", "subject_code", "ind_code"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("ind_code", "指标编号", Kind.TEXT, required=True),
        *LEVELS,
        WEIGHT,
        SCORE,
        SCORE_RATE,
        Column("status", "状态", Kind.CODE, True, ("SCORED", "NOT_ASSESSED", "NOT_APPLICABLE")),
        Column("rule", "计分规则", Kind.CODE, required=True),
        Column("basis", "得分依据", Kind.TEXT, required=True, meaning="The formula with its numbers in it."),
        Column("framework_weight", "原权重", Kind.SCORE, meaning="As the framework has it; blank: a merged cell."),
        Column("actual_value", "实际完成值", Kind.TEXT),
        Column("target_value", "目标值", Kind.TEXT),
        Column("unit", "计量单位", Kind.CODE),
        Column("as_of_date", "数据截止日期", Kind.DATE),
        Column("deviation_reason", "偏差原因", Kind.TEXT),
        Column("improvement", "改进措施", Kind.TEXT),
        Column("evidence_no", "佐证编号", Kind.ID),
        Column("origin", "来源", Kind.CODE, True, ("INDICATOR", "SHEET"), meaning="Framework, or printed sheet."),
        Column("sort_key", "次序", Kind.TEXT, required=True, meaning="Order of the tree."),
        Column("file_sha256", "文件摘要", Kind.TEXT, meaning="File of the row that the score comes from."),
        Column("row_number", "行号", Kind.COUNT),
        Column("direction", "指标方向", Kind.TEXT, meaning="Of the target; blank: none, or a printed sheet."),
        Column("target_text", "目标说明", Kind.TEXT),
        Column("target_source", "目标值来源", Kind.TEXT),
        Column("explain", "指标解释", Kind.TEXT),
        Column("data_source", "数据来源", Kind.TEXT),
        Column(
            "judge",
            "评分人",
            Kind.ID,
            meaning="Who gave the newest result; blank: not said, or a printed sheet.",
        ),
        Column("reviewer", "复核人", Kind.ID, meaning="The second person, who confirmed it; blank: not said."),
        Column(
            "evidence_title",
            "佐证名称",
            Kind.TEXT,
            meaning="Blank: the document that evidence_no names was not received.",
        ),
        Column("evidence_class", "佐证类别", Kind.CODE),
        Column("evidence_date", "佐证日期", Kind.DATE),
    ),
)

SCORE_NODE = Table(
    name="score_node",
    label="节点得分",
    grain="run × scheme × subject × node of the tree that has leaves below",
    key=("run_id", "scheme_no", "subject_code", "path"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("node", "节点", Kind.TEXT, required=True),
        Column("level", "级次", Kind.COUNT, required=True),
        WEIGHT,
        SCORE,
        SCORE_RATE,
        Column("path", "路径", Kind.TEXT, required=True, meaning="Names from level 1 down, joined by ' / '."),
        Column("assessed_weight", "已评权重", Kind.SCORE, required=True),
        Column("sort_key", "次序", Kind.TEXT, required=True, meaning="Order of the tree."),
    ),
)

SCORE_SUMMARY = Table(
    name="score_summary",
    label="评价得分",
    grain="run × scheme × subject",
    key=("run_id", "scheme_no", "subject_code"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("stage", "评价阶段", Kind.CODE, meaning="Blank: a printed sheet without its framework."),
        Column("total_weight", "总权重", Kind.SCORE, required=True),
        Column("total_score", "总得分", Kind.SCORE, meaning="Blank: nothing was assessed."),
        Column("grade", "等级", Kind.TEXT, meaning="Of the total per 100 of what was assessed, before any rounding."),
        Column("grade_scale", "等级标准", Kind.ID, required=True),
        Column("met_count", "达标指标数", Kind.COUNT, required=True),
        Column("unmet_count", "偏差指标数", Kind.COUNT, required=True),
        Column("not_assessed_count", "未评指标数", Kind.COUNT, required=True),
        Column("not_applicable_count", "不适用指标数", Kind.COUNT, required=True),
        Column("assessed_weight", "已评权重", Kind.SCORE, required=True),
        SCORE_RATE,
        Column("scheme_version", "体系版本", Kind.ID),
        Column("object_kind", "评价对象类别", Kind.CODE),
        Column("rule_profile", "计分规则集", Kind.ID, required=True),
        Column("contract_no", "合同编号", Kind.ID, meaning="Contract whose settlement takes the score."),
        Column("assessed_period", "考核期", Kind.PERIOD),
        Column("defect_count", "问题数", Kind.COUNT, required=True, meaning="Findings that are no mere notes."),
    ),
)

SCORE_FINDING = Table(
    name="score_finding",
    label="评价问题",
    grain="defect in a score sheet, a stated result or stated facts",
    key=("run_id", "scheme_no", "kind", "finding_no"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        Column("subject_code", "评价对象", Kind.ID, meaning="Blank: found in a document's own figures."),
        Column("node", "节点", Kind.TEXT, meaning="Blank: the whole."),
        Column(
            "kind",
            "问题类别",
            Kind.CODE,
            True,
            (
                *("TOTAL_DIFFERS", "NODE_SUM_DIFFERS", "RATE_DIFFERS", "GRADE_DIFFERS", "COUNT_DIFFERS"),
                *("WEIGHT_SUM", "SCORE_OVER_WEIGHT", "BLANK_LEAF", "DUPLICATE_LEAF", "EVIDENCE_OUTSIDE_WINDOW"),
                *("OPENING_DIFFERS", "SAME_FIGURE_TWO_DATES", "TWO_FIGURES_ONE_DATE", "UNIT_MISMATCH"),
                *("RATIO_DIFFERS", "TARGET_MISSED_FULL_SCORE", "OVER_ACHIEVED", "PANEL_MEAN_DIFFERS"),
                "INSTALMENTS_NOT_WHOLE",
            ),
        ),
        Column("stated", "所载", Kind.TEXT, meaning="What the sheet or report says; blank: nothing."),
        Column("computed", "应为", Kind.TEXT, meaning="What follows from the leaves or the other figures."),
        Column("message", "说明", Kind.TEXT, required=True),
        Column("message_en", "Message", Kind.TEXT, required=True),
        Column("severity", "级别", Kind.CODE, True, ("DEFECT", "NOTE")),
        Column("finding_no", "问题编号", Kind.ID, required=True),
    ),
)

INDICATOR_MEASURE = Table(
    name="indicator_measure",
    label="指标实测",
    grain="run × scheme × subject × indicator that the warehouse measures",
    key=("run_id", "scheme_no", "subject_code", "ind_code"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("ind_code", "指标编号", Kind.TEXT, required=True),
        Column("measure", "度量", Kind.CODE, required=True),
        Column("part", "分子", Kind.QUANTITY, meaning="Blank: nothing to measure."),
        Column("whole", "分母", Kind.QUANTITY),
        Column(
            "value", "实测值", Kind.QUANTITY, meaning="Per cent for a rate; blank: nothing to measure, which is not 0."
        ),
        Column("unit", "计量单位", Kind.CODE, required=True),
        Column("as_of_date", "数据截止日期", Kind.DATE, required=True),
        Column("typed_value", "填报值", Kind.TEXT, meaning="What a person typed for it; blank: nothing."),
        Column(
            "trace", "取数说明", Kind.TEXT, required=True, meaning="What was counted, of what, and where it is kept."
        ),
    ),
)

SCORE_COMPARISON = Table(
    name="score_comparison",
    label="评价对比",
    grain="run × scheme × subject × node or whole, beside the framework it is compared with",
    key=("run_id", "scheme_no", "subject_code", "path"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("path", "路径", Kind.TEXT, required=True, meaning="'*' for the whole."),
        Column("score_rate", "得分率", Kind.RATIO),
        Column("compared_scheme_no", "对比指标体系", Kind.ID, required=True),
        Column("compared_score_rate", "对比得分率", Kind.RATIO, meaning="Blank: the other has no such node."),
        Column("rate_difference", "得分率差", Kind.RATIO, signed=True),
        Column("grade", "等级", Kind.TEXT),
        Column("compared_grade", "对比等级", Kind.TEXT),
    ),
)

MONITOR_LIGHT = Table(
    name="monitor_light",
    label="监控预警",
    grain="run × scheme × subject × indicator × month, or the subject's whole",
    key=("run_id", "scheme_no", "subject_code", "ind_code", "month"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("ind_code", "指标编号", Kind.TEXT, required=True, meaning="'*' for the subject: its worst light."),
        Column("month", "监控月份", Kind.MONTH, required=True),
        Column("value", "执行情况", Kind.QUANTITY),
        Column("due_value", "应达进度", Kind.QUANTITY, meaning="Target × month ÷ 12."),
        Column("progress_rate", "进度率", Kind.RATIO),
        Column("light", "预警灯", Kind.CODE, codes=("GREEN", "YELLOW", "RED"), meaning="Blank: nothing to judge by."),
        Column("basis", "依据", Kind.TEXT, required=True),
        Column("level1", "一级指标", Kind.TEXT, meaning="Blank: the subject's whole, or an unknown indicator."),
        *LEVELS[1:],
        Column("direction", "指标方向", Kind.TEXT),
        Column("target_value", "目标值", Kind.TEXT),
        Column("target_text", "目标说明", Kind.TEXT),
        Column("unit", "计量单位", Kind.CODE),
        Column("forecast", "全年预计完成", Kind.QUANTITY),
        Column("cause_funds", "经费保障", Kind.TEXT),
        Column("cause_rules", "制度保障", Kind.TEXT),
        Column("cause_staff", "人员保障", Kind.TEXT),
        Column("cause_hardware", "硬件条件保障", Kind.TEXT),
        Column("cause_other", "其他原因", Kind.TEXT),
        Column("explanation", "原因说明", Kind.TEXT),
        Column("likelihood", "完成目标可能性", Kind.CODE, codes=("CERTAIN", "POSSIBLE", "IMPOSSIBLE")),
        Column("note", "备注", Kind.TEXT),
    ),
)

SCORE_CONSEQUENCE = Table(
    name="score_consequence",
    label="结果应用",
    grain="run × scheme × subject × consequence of its result",
    key=("run_id", "scheme_no", "subject_code", "consequence"),
    columns=(
        RUN_ID,
        SCHEME_NO,
        SUBJECT_CODE,
        Column("consequence", "应用事项", Kind.CODE, required=True),
        Column("grade", "等级", Kind.TEXT),
        Column("conclusion", "评价结论", Kind.CODE),
        Column("due_on", "期限", Kind.DATE, meaning="Blank: the day that it runs from is not given."),
        Column("ratio_from", "调减比例起", Kind.RATIO),
        Column("ratio_to", "调减比例止", Kind.RATIO),
        amount("budget_amt", "所涉预算(元)", "Blank: no budget is known for it."),
        Column("state", "办理状态", Kind.CODE, True, ("OPEN", "DONE", "OVERDUE")),
        Column("basis", "依据", Kind.TEXT, required=True),
    ),
)

TABLES = (
    SCORE_INDICATOR,
    SCORE_NODE,
    SCORE_SUMMARY,
    SCORE_FINDING,
    INDICATOR_MEASURE,
    SCORE_COMPARISON,
    MONITOR_LIGHT,
    SCORE_CONSEQUENCE,
)
