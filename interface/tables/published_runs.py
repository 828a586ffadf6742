"""Published tables about runs and files: what ran, what was judged, what was received, what was set aside."""

from interface.tables.published_columns import RUN_ID
from interface.tables.shape import Column, Kind, Table

RUN = Table(
    name="run",
    label="运行",
    grain="settlement or evaluation run",
    key=("run_id",),
    columns=(
        RUN_ID,
        Column(
            "run_type",
            "运行类别",
            Kind.CODE,
            True,
            ("INDICATIVE", "INITIAL", "REVISION", "FINAL", "ANNUAL", "EVALUATION"),
        ),
        Column("period", "结算期", Kind.PERIOD, required=True, meaning="Of an evaluation: the month of its as_of."),
        Column("as_of", "知悉截止时间", Kind.TIME, True, meaning="Exclusive: facts learned before it."),
        Column("status", "状态", Kind.CODE, True, ("PUBLISHED", "BLOCKED", "SUPERSEDED", "FINAL")),
        Column("prior_run_id", "上一运行编号", Kind.ID),
        Column("code_version", "程序版本", Kind.TEXT, required=True),
        Column("inputs_hash", "输入摘要", Kind.TEXT, required=True),
        Column("outputs_hash", "输出摘要", Kind.TEXT, meaning="Blank for a blocked run: it published nothing."),
        Column("manifest_hash", "清单摘要", Kind.TEXT),
        Column("prior_manifest_hash", "上一清单摘要", Kind.TEXT),
        Column("started_at", "开始时间", Kind.TIME, required=True),
        Column("finished_at", "结束时间", Kind.TIME, required=True),
        Column("prepared_by", "编制人", Kind.TEXT, meaning="Who started the run; they approve none of its statements."),
    ),
)

GATE_RESULT = Table(
    name="gate_result",
    label="质量门结果",
    grain="run × expectation",
    key=("run_id", "suite", "expectation"),
    columns=(
        RUN_ID,
        Column("suite", "检查集", Kind.CODE, required=True),
        Column("expectation", "检查项", Kind.CODE, required=True),
        Column("severity", "级别", Kind.CODE, True, ("BLOCK", "WARN")),
        Column("success", "通过", Kind.FLAG, required=True),
        Column("unexpected_count", "不符行数", Kind.COUNT, required=True),
        Column("sample", "样例", Kind.TEXT, meaning="Up to three offending rows; blank when passed."),
        Column("message_zh", "说明", Kind.TEXT, required=True),
        Column("message_en", "Message", Kind.TEXT, required=True),
        Column("guards", "依据规则", Kind.TEXT, meaning="Numbers of docs/gate.md that it keeps, such as R30 P2."),
        Column("overridden_by", "豁免人", Kind.TEXT, meaning="The two people who let the run pass in spite of it."),
        Column("override_reason", "豁免理由", Kind.TEXT),
    ),
)

QUARANTINE = Table(
    name="quarantine",
    label="隔离区",
    grain="input row set aside",
    key=("file_sha256", "row_number", "table_name"),
    columns=(
        Column("file_name", "文件名", Kind.TEXT, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("row_number", "行号", Kind.COUNT, required=True, meaning="Line of the file where the row begins."),
        Column("table_name", "表", Kind.CODE, required=True),
        Column("reason", "原因代码", Kind.CODE, required=True),
        Column("raw", "原文", Kind.TEXT, required=True),
        Column("message", "说明", Kind.TEXT, required=True),
        Column(
            "closed_by",
            "了结于",
            Kind.ID,
            meaning="SHA-256:row of the later row that mended it, or the waiver that withdrew it; blank: open.",
        ),
        Column(
            "contract_no",
            "合同编号",
            Kind.ID,
            meaning="The contract that its cells name, or that of the work order they name; blank: nobody can tell.",
        ),
        Column("work_order_no", "工单编号", Kind.ID, meaning="As its cells name it; blank: they name none."),
        Column("rule", "可接受的规则", Kind.CODE, meaning="The rule that two people may waive for it; blank: none."),
    ),
)

INGEST_FILE = Table(
    name="ingest_file",
    label="接收文件",
    grain="table of a received file",
    key=("file_name", "file_sha256", "table_name", "landed_at"),
    columns=(
        Column("file_name", "文件名", Kind.TEXT, required=True),
        Column("file_sha256", "文件摘要", Kind.TEXT, required=True),
        Column("table_name", "表", Kind.CODE, required=True, meaning="Blank text: the file was refused."),
        Column("rows_read", "读取行数", Kind.COUNT, required=True),
        Column("rows_landed", "入库行数", Kind.COUNT, required=True),
        Column("rows_duplicate", "重复行数", Kind.COUNT, required=True),
        Column("rows_quarantined", "隔离行数", Kind.COUNT, required=True),
        Column("landed_at", "接收时间", Kind.TIME, required=True),
        Column("refusal", "拒收原因", Kind.TEXT, meaning="Code and sentence; blank when the file was read."),
        Column("warnings", "警告", Kind.TEXT, meaning="Warning codes with their counts; blank: none."),
    ),
)
