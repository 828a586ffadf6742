"""Input tables of evaluations: facts, people's scores, printed score sheets and what reports state."""

from interface.tables.inputs_frameworks import IND_CODE, SCHEME_NO, SUBJECT_CODE
from interface.tables.shape import Column, Kind, Table

INDICATOR_RESULT = Table(
    name="indicator_result",
    label="指标完成",
    grain="what was found about an indicator of a subject; the newest as_of_date counts",
    key=("scheme_no", "subject_code", "ind_code", "as_of_date"),
    columns=(
        SCHEME_NO,
        SUBJECT_CODE,
        IND_CODE,
        Column(
            "actual_value", "实际完成值", Kind.TEXT, meaning="A number, a day, a level or elements met, as the rule."
        ),
        Column("score", "得分", Kind.SCORE, meaning="Given by a person."),
        Column(
            "status", "状态", Kind.CODE, codes=("SCORED", "NOT_ASSESSED", "NOT_APPLICABLE"), meaning="Blank: SCORED."
        ),
        Column("as_of_date", "数据截止日期", Kind.DATE),
        Column("reason", "偏差原因", Kind.TEXT),
        Column("evidence_no", "佐证编号", Kind.ID),
        Column("improvement", "改进措施", Kind.TEXT),
        Column("judge", "评分人", Kind.ID),
        Column("reviewer", "复核人", Kind.ID),
    ),
)

EVIDENCE = Table(
    name="evidence",
    label="佐证资料",
    grain="document that supports results",
    key=("evidence_no",),
    columns=(
        Column("evidence_no", "佐证编号", Kind.ID, required=True),
        SCHEME_NO,
        Column(
            "evidence_class",
            "资料类别",
            Kind.CODE,
            codes=("FORMAL", "WORKING", "VOUCHER", "STATEMENT"),
            meaning="正式资料, 工作资料, 原始凭证, 说明材料.",
        ),
        Column("title", "资料名称", Kind.TEXT, required=True),
        Column("doc_date", "资料日期", Kind.DATE),
        Column("period_from", "所属期起", Kind.DATE),
        Column("period_to", "所属期止", Kind.DATE),
        Column("content_hash", "内容摘要", Kind.ID),
        Column("provider", "提供方", Kind.ID),
        Column("archive_no", "档案编号", Kind.ID),
        Column("after_cutoff", "期后资料", Kind.FLAG, meaning="Yes: known to lie after the window, marked so."),
    ),
)

SCORE_SHEET = Table(
    name="score_sheet",
    label="指标得分表",
    grain="leaf of a score table as printed; the highest edition of a sheet counts",
    key=("scheme_no", "subject_code", "edition", "level1", "level2", "level3", "level4"),
    columns=(
        SCHEME_NO,
        SUBJECT_CODE,
        Column("level1", "一级指标", Kind.NAME, required=True),
        Column("level2", "二级指标", Kind.NAME),
        Column("level3", "三级指标", Kind.NAME),
        Column("level4", "四级指标", Kind.NAME),
        Column("weight", "权重", Kind.SCORE, meaning="Blank: a merged cell of the printed table."),
        Column("score", "得分", Kind.SCORE, meaning="Blank: not printed."),
        Column("edition", "版次", Kind.ID, default="1", meaning="A corrected sheet is sent with the next number."),
    ),
)

STATED_RESULT = Table(
    name="stated_result",
    label="报告所载结果",
    grain="what a report states about a node of its score table, or about the whole",
    key=("scheme_no", "subject_code", "node"),
    columns=(
        SCHEME_NO,
        SUBJECT_CODE,
        Column("node", "节点", Kind.TEXT, meaning="Name of a level; blank: the whole."),
        Column("stated_score", "所载得分", Kind.SCORE),
        Column("stated_rate", "所载得分率", Kind.QUANTITY, meaning="0.57; above 1 it is read as per cent, as 57."),
        Column("stated_grade", "所载等级", Kind.TEXT),
        Column("stated_met_count", "所载达标数", Kind.COUNT),
        Column("stated_unmet_count", "所载偏差数", Kind.COUNT),
    ),
)

STATED_FACT = Table(
    name="stated_fact",
    label="报告所载数据",
    grain="figure that a document states at a place",
    key=(
        *("document", "place", "measure", "value", "unit", "subject"),
        *("as_of_date", "period_from", "period_to", "role", "scheme_no", "ind_code"),
    ),
    columns=(
        Column("document", "文件", Kind.TEXT, required=True),
        Column("place", "位置", Kind.TEXT, required=True),
        Column("measure", "度量", Kind.TEXT, required=True),
        Column("value", "数值", Kind.QUANTITY, required=True, signed=True),
        Column("unit", "计量单位", Kind.TEXT, required=True),
        Column("subject", "主体", Kind.TEXT),
        Column("as_of_date", "截止日期", Kind.DATE),
        Column("period_from", "期间起", Kind.DATE),
        Column("period_to", "期间止", Kind.DATE),
        Column("role", "数据角色", Kind.CODE, codes=("OPENING", "NEW", "CLOSING", "TARGET", "ACTUAL")),
        Column("scheme_no", "指标体系编号", Kind.ID, meaning="Framework that the document serves; blank: none."),
        Column("ind_code", "指标编号", Kind.TEXT, meaning="Leaf that the figure supports; blank: the place names it."),
        Column("direction", "指标方向", Kind.TEXT, meaning="Of a target: ≥, ≤ or =; blank: the indicator's, else ≥."),
        Column("part_of", "分母度量", Kind.TEXT, meaning="Of a percentage: measure that it is a part of."),
        Column("part", "分子度量", Kind.TEXT, meaning="Of a percentage: measure of the part."),
    ),
)

SURVEY_COUNT = Table(
    name="survey_count",
    label="满意度",
    grain="answers of one group to the questions behind an indicator",
    key=("scheme_no", "subject_code", "ind_code", "group_name"),
    columns=(
        SCHEME_NO,
        IND_CODE,
        Column("group_name", "调查群体", Kind.TEXT, required=True),
        Column("very_satisfied", "非常满意", Kind.COUNT),
        Column("fairly_satisfied", "比较满意", Kind.COUNT),
        Column("neutral", "一般", Kind.COUNT),
        Column("fairly_dissatisfied", "比较不满意", Kind.COUNT),
        Column("very_dissatisfied", "非常不满意", Kind.COUNT),
        Column("subject_code", "评价对象", Kind.ID, meaning="Blank: every subject of the framework."),
        Column("n_sent", "发放问卷数", Kind.COUNT),
        Column("n_valid", "有效问卷数", Kind.COUNT),
    ),
)

EXPERT_SCORE = Table(
    name="expert_score",
    label="专家评分",
    grain="one expert's score of an indicator of a subject",
    key=("scheme_no", "subject_code", "ind_code", "expert_no"),
    columns=(
        SCHEME_NO,
        SUBJECT_CODE,
        IND_CODE,
        Column("expert_no", "专家编号", Kind.ID, required=True),
        Column("score", "得分", Kind.SCORE, required=True),
        Column("signed_on", "签字日期", Kind.DATE),
    ),
)

MONITOR_ROW = Table(
    name="monitor_row",
    label="绩效监控",
    grain="progress of an indicator of a subject up to a month",
    key=("scheme_no", "subject_code", "ind_code", "month"),
    columns=(
        SCHEME_NO,
        SUBJECT_CODE,
        IND_CODE,
        Column("month", "监控月份", Kind.MONTH, required=True),
        Column("value", "执行情况", Kind.QUANTITY, meaning="Cumulative since the year began."),
        Column("forecast", "全年预计完成", Kind.QUANTITY),
        Column("cause_funds", "经费保障", Kind.TEXT),
        Column("cause_rules", "制度保障", Kind.TEXT),
        Column("cause_staff", "人员保障", Kind.TEXT),
        Column("cause_hardware", "硬件条件保障", Kind.TEXT),
        Column("cause_other", "其他原因", Kind.TEXT),
        Column("explanation", "原因说明", Kind.TEXT),
        Column(
            "likelihood",
            "完成目标可能性",
            Kind.CODE,
            codes=("CERTAIN", "POSSIBLE", "IMPOSSIBLE"),
            meaning="确定能, 有可能, 完全不可能.",
        ),
        Column("note", "备注", Kind.TEXT),
    ),
)

EVALUATION_RESULT = Table(
    name="evaluation_result",
    label="评价结论",
    grain="conclusion of an evaluation of a subject, and how it was followed up",
    key=("eval_no",),
    columns=(
        Column("eval_no", "评价编号", Kind.ID, required=True),
        SCHEME_NO,
        SUBJECT_CODE,
        Column(
            "conclusion",
            "评价结论",
            Kind.CODE,
            codes=("SUPPORT", "ADJUST", "PARTIAL", "REJECT"),
            meaning="予以支持, 调整完善后予以支持, 部分支持, 不予支持.",
        ),
        Column("supported_content", "支持内容", Kind.TEXT),
        Column("unsupported_content", "不支持内容", Kind.TEXT),
        Column("concluded_on", "结论日期", Kind.DATE),
        Column("feedback_on", "反馈日期", Kind.DATE),
        Column("reply", "被评价方意见", Kind.TEXT),
        Column("adopted", "是否采纳", Kind.FLAG),
        Column("rectified_on", "整改完成日期", Kind.DATE),
        Column("public_on", "公开日期", Kind.DATE),
    ),
    answered_later=("feedback_on", "reply", "adopted", "rectified_on", "public_on"),
)

TABLES = (
    INDICATOR_RESULT,
    EVIDENCE,
    SCORE_SHEET,
    STATED_RESULT,
    STATED_FACT,
    SURVEY_COUNT,
    EXPERT_SCORE,
    MONITOR_ROW,
    EVALUATION_RESULT,
)
