"""What the interface promises of tables: names, headers and columns, written out a second time by hand."""

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
    "perf_scheme": "scheme_no* version* object_kind* stage* rule_profile grade_scale evidence_from evidence_to",
    "perf_indicator": (
        "scheme_no* ind_code* parent_code name* weight* kind direction target_value target_text unit scoring_rule "
        "rule_params"
    ),
    "indicator_result": "scheme_no* subject_code* ind_code* actual_value score status as_of_date reason evidence_no",
    # A row may leave its weight blank where the printed cell is merged, so no row must give it.
    "score_sheet": "scheme_no* subject_code* level1* level2 level3 level4 weight score",
    "stated_result": (
        "scheme_no* subject_code* node stated_score stated_rate stated_grade stated_met_count stated_unmet_count"
    ),
    "stated_fact": "document* place* measure* value* unit* subject as_of_date period_from period_to role",
    "survey_count": (
        "scheme_no* ind_code* group_name* very_satisfied fairly_satisfied neutral fairly_dissatisfied very_dissatisfied"
    ),
    "expert_score": "scheme_no* subject_code* ind_code* expert_no* score*",
}
"""Columns of section 2 of the interface in its order; a star marks those that every row must give."""

ADDED_COLUMNS = {
    "contract": "total_amt",
    "deduction_clause": "period_kind base",
    "incident_order": "raised_at responded_at closed_at reopen_count sla_met_flag urgency priority category",
    "perf_scheme": "scheme_name total_score evaluator contract_no assessed_period pro_code compared_scheme_no",
    "perf_indicator": "version target_source explain data_source",
    "indicator_result": "improvement judge reviewer",
    "score_sheet": "edition",
    "stated_fact": "scheme_no ind_code direction part_of part",
    "survey_count": "subject_code n_sent n_valid",
    "expert_score": "signed_on",
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
    "score_sheet": "指标体系编号 评价对象 一级指标 二级指标 三级指标 四级指标 权重 得分 版次",
    "stated_result": "指标体系编号 评价对象 节点 所载得分 所载得分率 所载等级 所载达标数 所载偏差数",
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
    "perf_scheme": "指标体系",
    "perf_indicator": "绩效指标",
    "indicator_result": "指标完成",
    "score_sheet": "指标得分表",
    "stated_result": "报告所载结果",
    "stated_fact": "报告所载数据",
    "survey_count": "满意度",
    "expert_score": "专家评分",
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
    "claim_reduction": (
        "run_id contract_no period line_count compared_count claimed_amount computed_amount difference reduction_rate"
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
        "prepaid_amt accrued_amt earned_rate cash_rate exe_rate"
    ),
    "difference_summary": (
        "run_id contract_no service_period reason line_count before_amount after_amount delta_amount"
    ),
    "score_indicator": (
        "scheme_no subject_code ind_code level1 level2 level3 level4 weight score score_rate status rule basis"
    ),
    "score_node": "scheme_no subject_code node level weight score score_rate",
    "score_summary": ("scheme_no subject_code stage total_weight total_score grade grade_scale met_count unmet_count"),
    "score_finding": "scheme_no subject_code node kind stated computed message",
    "gate_result": "run_id suite expectation severity success unexpected_count sample",
    "quarantine": "file_name file_sha256 row_number table_name reason raw",
    "ingest_file": "file_name file_sha256 table_name rows_read rows_landed rows_duplicate rows_quarantined landed_at",
}
"""Columns of section 3 of the interface that must be there; a table may have more."""
