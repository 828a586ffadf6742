"""The tables have the names, headers and types that users and other systems hold on to."""

import pytest

from interface.tables import INPUTS, PUBLISHED, Column, Kind, Table

EVERY_TABLE = [*INPUTS.values(), *PUBLISHED.values()]

INPUT_COLUMNS = {
    "catalogue_version": (
        "catalogue_code* version_no* effective_from* effective_to joint_review_no approved_on published_on"
    ),
    "service_item": (
        "catalogue_code* version_no* item_code* item_name* unit_code* unit_price tier_mode tier_scope package_size "
        "free_qty min_amount max_amount class_name subclass_name metering_method service_content"
    ),
    "price_tier": "catalogue_code* version_no* item_code* seq* from_qty* to_qty unit_price* flat_fee",
    "unit_conversion": "from_unit* to_unit* factor* item_code",
    "party": "party_code* party_name* role_code sme_size",
    "contract": (
        "contract_no* purchaser* operator* service_from* service_to* catalogue_code* catalogue_version ceiling_amt "
        "tax_rate tax_incl metering_basis settlement_kind project_code"
    ),
    "deduction_clause": (
        "contract_no* clause_no* kind* clause_source* performance_ratio full_score amount_per_point points "
        "amount_per_incident cap_ratio precedence"
    ),
    "prepayment": "contract_no* paid_on* amount* guarantee_no",
    "delivery": "delivery_no* work_order_no* deliverable_key* delivered_at* quantity* unit* version content_hash",
    "acceptance": "accept_no* level* ref_no* period result* accepted_at* accepted_qty on_time quality goal_met",
    "metering_claim": "claim_no* line_no* work_order_no* period* claimed_qty* unit* unit_price claimed_amount",
    "metering_verification": (
        "verify_no* line_no* work_order_no* period* verified_qty* unit* cut_reason supervisor verified_on"
    ),
    "assessment": "contract_no* period* score* party_code assessed_on",
    "breach_event": "contract_no* clause_no* event_no* occurred_on* liable",
    "deduction_band": "contract_no* clause_no* seq* from_score* to_score ratio ratio_per_point coefficient",
    "contract_payment_term": ("contract_no* seq* pay_type* ratio* condition due_days base_date_kind late_rate_per_day"),
    "guarantee": "guarantee_no* contract_no* kind* bank amount* received_on due_return_on returned_on",
    "service_task": ("task_no* plan_no task_type content goal delivery_cycle issued_to issued_on priority_class"),
    "service_order": (
        "order_no* contract_no order_name service_category service_capability applicant_dept applicant start_time "
        "end_time acceptance_method operator operator_owner est_hours provider provider_owner onsite_count "
        "service_goal service_detail service_plan task_no"
    ),
    "incident_order": (
        "incident_no* raised_by scenario occurred_at response_due resolved_at executed_by root_cause post_assessed_flag"
    ),
    "split_approval": "approval_no* order_no* result* approved_on approver opinion",
    "goal_review": "review_no* order_no* period met_flag score reviewer reviewed_on",
    "fee_verification": "fee_no* order_no* period gross_amt verified_by verified_on",
    "objection": (
        "objection_no* contract_no* work_order_no period raised_on* raised_by content result resolved_on reply"
    ),
    "payment": "voucher_no* contract_no* amount* paid_on* settle_no payee",
    "budget_project": "pro_code* fiscal_year* first_request_amt reply_amt adj_amt exe_amt",
}
"""Columns of section 2 of the interface in its order; a star marks those that every row must give."""

ADDED_COLUMNS = {
    "contract": "total_amt",
    "deduction_clause": "period_kind base",
    "incident_order": "raised_at responded_at closed_at reopen_count sla_met_flag urgency priority category",
}
"""Columns after the promised ones; none must be given, as files from before them stay good."""

CHINESE_HEADERS = {
    "delivery": "交付编号 工单编号 交付物名称 交付时间 数量 计量单位 版本 内容摘要",
    "prepayment": "合同编号 支付日期 金额 保函编号",
    "assessment": "合同编号 考核期 得分 参与方 考核日期",
    "breach_event": "合同编号 条款编号 事件编号 发生日期 有责",
    "deduction_band": "合同编号 条款编号 档次 起始得分 截止得分 扣减比例 每分扣减比例 考核系数",
    "contract_payment_term": "合同编号 序号 支付类型 支付比例 支付条件 支付期限(天) 起算日 逾期日利率",
    "guarantee": "保函编号 合同编号 保函类别 开立银行 金额 收到日期 应退日期 退还日期",
    "service_task": ("服务任务编号 任务计划编号 任务类型 任务内容 任务目标 交付周期 下达对象 下达日期 任务来源类别"),
    "service_order": (
        "服务单编号 合同编号 服务单名称 服务类别 服务能力 申报部门 申报人 开始时间 结束时间 验收方式 数据运营商 "
        "运营商负责人 预计工时 数据服务商 服务商负责人 驻场人数 服务目标 服务详情 服务方案 服务任务编号"
    ),
    "incident_order": (
        "事件单编号 提出方 事件场景 发生时间 响应期限 解决时间 执行方 根本原因 已事后评估 "
        "提出时间 响应时间 关闭时间 重开次数 达到服务级别 紧急程度 优先级 事件类别"
    ),
    "split_approval": "审批编号 服务单编号 审批结果 审批日期 审批人 审批意见",
    "goal_review": "审核编号 服务单编号 计量期 目标达成 得分 审核人 审核日期",
    "fee_verification": "费用核定编号 服务单编号 计量期 核定费用 核定方 核定日期",
    "objection": "异议编号 合同编号 工单编号 计量期 提出日期 提出方 异议内容 处理结果 处理日期 答复",
    "payment": "支付凭证号 合同编号 金额 支付日期 结算单号 收款人",
    "budget_project": "项目编号 预算年度 一上 年初批复数 调整数 执行数",
    "metering_claim": "申报编号 行号 工单编号 计量期 申报数量 计量单位 单价 申报金额",
    "metering_verification": "核定编号 行号 工单编号 计量期 核定数量 计量单位 核减原因 监理单位 核定日期",
}
"""Headers in Chinese, each list whole and in its order: files in use hold on to them."""

TABLE_LABELS = {
    "deduction_band": "扣减分档",
    "contract_payment_term": "支付条款",
    "guarantee": "保函",
    "service_task": "服务任务",
    "incident_order": "事件单",
    "split_approval": "拆分审批",
    "goal_review": "绩效目标审核",
    "fee_verification": "费用核定",
    "objection": "异议",
    "payment": "支付",
    "budget_project": "预算",
}
"""Names in Chinese under which a file or a sheet may come."""

PUBLISHED_COLUMNS = {
    "run": (
        "run_id run_type period as_of status prior_run_id code_version inputs_hash outputs_hash manifest_hash "
        "prior_manifest_hash started_at finished_at"
    ),
    "settlement_line": (
        "line_id run_id settlement_period service_period line_type contract_no order_no work_order_no item_code "
        "provider unit_code delivered_qty accepted_qty verified_qty billed_qty unit_price catalogue_version amount "
        "adjustment_reason"
    ),
    "settlement": (
        "settle_no run_id contract_no settlement_period gross_amt performance_part_amt assessment_score "
        "assess_deduct_amt penalty_amt retention_amt prepay_offset_amt prepay_balance_amt carried_deduct_amt "
        "accrued_amt payable_amt amt_ex_tax tax_amt payable_amt_cn"
    ),
    "deduction": "settle_no clause_no kind basis computed_amt capped_amt applied_amt gives_way_to",
    "pending_metering": "work_order_no service_period quantity unit_code indicative_amount waiting_for",
    "claim_review": (
        "claim_no line_no work_order_no period claimed_qty claimed_amount computed_amount difference verdict "
        "reduction_rate"
    ),
    "provider_settlement": "run_id provider amount",
    "run_difference": (
        "run_id prior_run_id work_order_no item_code service_period before_amount after_amount delta_amount reason"
    ),
    "ledger_entry": ("run_id contract_no ledger entry_no settlement_period kind opening_amt entry_amt closing_amt ref"),
    "annual_month": "run_id contract_no service_period pinned_run_id booked_amt",
    "month_coverage": ("run_id contract_no service_period coverage last_run_id booked_amt unbooked_amt pending_count"),
    "statement_payment": (
        "run_id settle_no contract_no settlement_period payable_amt due_on paid_amt unpaid_amt paid_on late_days "
        "late_interest_amt payment_status"
    ),
    "budget_execution": (
        "run_id project_code fiscal_year first_request_amt reply_amt adj_amt current_amt exe_amt earned_amt paid_amt "
        "prepaid_amt accrued_amt earned_rate cash_rate"
    ),
    "difference_summary": (
        "run_id contract_no service_period reason line_count before_amount after_amount delta_amount"
    ),
    "gate_result": "run_id suite expectation severity success unexpected_count sample",
    "quarantine": "file_name file_sha256 row_number table_name reason raw",
    "ingest_file": "file_name file_sha256 table_name rows_read rows_landed rows_duplicate rows_quarantined landed_at",
}
"""Columns of section 3 of the interface that must be there; a table may have more."""


@pytest.mark.parametrize("name", INPUT_COLUMNS)
def test_an_input_table_has_the_promised_columns_and_requires_the_promised_ones(name):
    columns = INPUT_COLUMNS[name].split()

    added = ADDED_COLUMNS.get(name, "").split()
    assert INPUTS[name].names == (*(column.rstrip("*") for column in columns), *added)
    assert INPUTS[name].required == tuple(column.rstrip("*") for column in columns if column.endswith("*"))


def test_a_work_order_begins_with_the_promised_columns_and_has_the_forms_other_fields():
    order = INPUTS["work_order"]

    assert order.names[:8] == (
        "work_order_no",
        "order_no",
        "contract_no",
        "item_code",
        "provider",
        "start_time",
        "end_time",
        "no_subcontract_flag",
    )
    assert [column.label for column in order.columns[:8]] == [
        "工单编号",
        "服务单编号",
        "合同编号",
        "服务项编号",
        "数据服务商",
        "开始时间",
        "结束时间",
        "不得转包",
    ]
    assert order.required == ("work_order_no", "order_no", "contract_no", "item_code", "provider")


@pytest.mark.parametrize("name", CHINESE_HEADERS)
def test_chinese_headers_are_the_promised_ones(name):
    assert [column.label for column in INPUTS[name].columns] == CHINESE_HEADERS[name].split()


@pytest.mark.parametrize("name", PUBLISHED_COLUMNS)
def test_a_published_table_has_the_promised_columns(name):
    assert set(PUBLISHED_COLUMNS[name].split()) <= set(PUBLISHED[name].names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_names_and_labels_lead_to_one_column_each(table):
    labels = [column.label for column in table.columns]

    assert len(set(table.names)) == len(table.names)
    assert len(set(labels)) == len(labels)
    assert not set(labels) & set(table.names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_key_names_columns_of_its_table(table):
    assert table.key
    assert set(table.key) <= set(table.names)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_default_is_one_of_the_codes(table):
    for column in table.columns:
        assert column.default is None or column.default in column.codes, column.name


@pytest.mark.parametrize("name", TABLE_LABELS)
def test_a_table_goes_by_its_chinese_name(name):
    assert INPUTS[name].label == TABLE_LABELS[name]


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_what_is_answered_later_is_no_key_and_may_be_blank(table):
    for name in table.answered_later:
        column = table.column(name)
        assert (column.required, column.default) == (False, None), name
    assert not set(table.answered_later) & set(table.key)


@pytest.mark.parametrize("table", EVERY_TABLE, ids=lambda table: table.name)
def test_a_signed_column_is_a_decimal_and_an_absent_one_was_not_required(table):
    for column in table.columns:
        assert not column.signed or column.kind.places is not None, column.name
        assert column.when_absent is None or not (column.required or column.default), column.name


def test_tables_have_names_and_labels_of_their_own():
    assert len({table.name for table in EVERY_TABLE}) == len(EVERY_TABLE)
    assert len({table.label for table in INPUTS.values()}) == len(INPUTS)


def test_one_name_has_one_kind_wherever_it_stands_among_published_tables():
    kinds: dict[str, set[Kind]] = {}
    for table in PUBLISHED.values():
        for column in table.columns:
            kinds.setdefault(column.name, set()).add(column.kind)

    assert {name: kind for name, kind in kinds.items() if len(kind) > 1} == {}


@pytest.mark.parametrize(
    ("kind", "sql_type", "places"),
    [
        (Kind.AMOUNT, "DECIMAL(18,2)", 2),
        (Kind.PRICE, "DECIMAL(18,6)", 6),
        (Kind.QUANTITY, "DECIMAL(18,6)", 6),
        (Kind.FACTOR, "DECIMAL(18,8)", 8),
        (Kind.SCORE, "DECIMAL(9,3)", 3),
        (Kind.RATIO, "DECIMAL(9,6)", 6),
        (Kind.COUNT, "BIGINT", None),
        (Kind.TEXT, "VARCHAR", None),
        (Kind.TIME, "TIMESTAMP WITH TIME ZONE", None),
    ],
)
def test_a_kind_says_its_type_and_how_many_decimals_a_cell_may_have(kind, sql_type, places):
    assert kind.sql_type == sql_type
    assert kind.places == places


def test_no_column_is_a_float():
    assert not [kind for kind in Kind if kind.sql_type in {"DOUBLE", "FLOAT", "REAL"}]


def test_kinds_that_share_a_type_stay_apart():
    assert Kind.QUANTITY is not Kind.PRICE
    assert len(Kind) == 15


def test_a_column_is_found_by_its_name_and_an_unknown_one_is_named():
    table = Table("meter", "表计", "meter", ("no",), (Column("no", "编号", Kind.ID, required=True),))

    assert table.column("no").label == "编号"
    with pytest.raises(KeyError, match="meter has no column size"):
        table.column("size")
