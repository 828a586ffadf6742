"""What the notes of the input templates say in Chinese: kinds of cell, codes, and meanings of columns."""

from interface.tables import Kind

KINDS = {
    Kind.ID: ("编号，按文本填写", "identifier, as text"),
    Kind.CODE: ("代码", "code"),
    Kind.TEXT: ("文本，不超过 2000 字", "text, at most 2,000 characters"),
    Kind.MONTH: ("月份，如 2020-05", "month, such as 2020-05"),
    Kind.PERIOD: ("考核期：2020-05、2020-Q2 或 2020", "month, quarter or year: 2020-05, 2020-Q2, 2020"),
    Kind.QUANTITY: ("数量，小数不超过 6 位", "quantity, at most 6 decimal places"),
    Kind.PRICE: ("单价（元），小数不超过 6 位", "unit price in yuan, at most 6 decimal places"),
    Kind.FACTOR: ("系数，小数不超过 8 位", "factor, at most 8 decimal places"),
    Kind.AMOUNT: ("金额（元），小数不超过 2 位", "amount in yuan, at most 2 decimal places"),
    Kind.SCORE: ("得分，小数不超过 3 位", "score, at most 3 decimal places"),
    Kind.RATIO: ("比例 0–1，小数不超过 6 位", "ratio from 0 to 1, at most 6 decimal places"),
    Kind.COUNT: ("整数", "whole number"),
    Kind.FLAG: ("是 或 否", "yes or no (是, 否)"),
    Kind.DATE: ("日期，如 2020-05-31", "date, such as 2020-05-31"),
    Kind.TIME: ("时间，如 2020-05-31 17:30:00，不写时区即为北京时间", "time; Shanghai time without an offset"),
}

CODES = {
    "tier_mode": {
        "FLAT": "单一单价",
        "PACKAGE": "套餐",
        "PROGRESSIVE": "累进",
        "VOLUME": "全量",
        "LUMP": "总价",
        "FREE": "免费",
    },
    "tier_scope": {"PERIOD": "本期", "CONTRACT_YEAR": "合同年"},
    "metering_basis": {"VERIFIED": "按核定", "ACCEPTED": "按验收", "DELIVERED": "按交付"},
    "settlement_kind": {"MONTHLY": "按月支付", "ANNUAL": "按年支付"},
    "points": {"WHOLE": "不足一分不计", "STARTED": "不足一分按一分计", "PRORATED": "按比例"},
    "period_kind": {"MONTH": "月", "QUARTER": "季", "YEAR": "年"},
    "base": {"PERIOD": "本期", "CONTRACT": "合同"},
    "pay_type": {
        "ADVANCE": "预付款",
        "PROGRESS": "进度款",
        "ACCEPTANCE": "验收款",
        "FINAL": "尾款",
        "RETENTION": "质保金",
        "MONTHLY": "按月",
        "QUARTERLY": "按季",
        "ANNUAL": "按年",
        "ONCE": "一次性",
    },
    "base_date_kind": {"DELIVERY": "交付", "ACCEPTANCE": "验收", "ASSESSMENT": "考核", "SERVICE_END": "服务结束"},
    "kind": {"PREPAYMENT": "预付款保函", "PERFORMANCE": "履约保函", "QUALITY": "质量保函"},
    "level": {"WORK_ORDER": "工单", "SERVICE_ORDER": "服务单"},
    "result": {
        "PASS": "通过",
        "REWORK": "返工",
        "REJECT": "不通过",
        "APPROVED": "同意",
        "RETURNED": "退回",
        "UPHELD": "异议成立",
        "DISMISSED": "异议不成立",
    },
}

MEANINGS = {
    "First day in force.": "生效的第一天。",
    "Last day in force; blank: until replaced.": "有效的最后一天；空：至被替换。",
    "Yuan per unit; blank where tiers price it.": "每计量单位的元数；按阶梯计价的不填。",
    "Exclusive lower bound.": "大于此数量，不含本数。",
    "Inclusive upper bound; blank: no end.": "含本数；空：无上限。",
    "How many to_unit one from_unit is.": "一个原单位等于多少个目标单位。",
    "Blank: for every item.": "空：适用于所有服务项。",
    "Last day of service.": "服务的最后一天。",
    "Frozen version; blank: by date.": "合同约定的固定版本；空：按日期取生效版本。",
    "Base of clauses on the contract; blank: the ceiling.": "以合同为基数的条款所用；空：取最高限额。",
    "On one ground the lowest deducts, the others give way.": "同一事由由顺序最小的条款扣减，其余让位。",
    "Scores that count; blank: all.": "计入的考核期；空：全部。",
    "Inclusive lower bound.": "含本数。",
    "Exclusive upper bound; blank: no end.": "不含本数；空：无上限。",
    "Share of the base that is deducted.": "扣减基数的比例。",
    "Share for each point below the full score.": "每低于满分一分扣减的比例。",
    "Share of the base that is paid.": "基数中支付的比例。",
    "Days after the base date; blank: 30.": "起算日后的天数；空：30 天。",
    "Blank: DELIVERY.": "空：自交付起算。",
    "Blank: 0.0005 where the operator is small.": "空：运营商为中小企业的按 0.0005。",
    "A delivery after it counts and is flagged late.": "此后交付的仍计量，并标为迟到。",
    "Blank: all months.": "空：所有月份。",
    "Blank: all months of the order.": "空：服务单的所有月份。",
    "Blank: not answered yet; no column: yes.": "空：尚未认定；没有此列：有责。",
    "Blank: not taken up yet, or not told.": "空：尚未受理，或未说明。",
    "Blank: not known, as before it is closed.": "空：未知，如关闭之前。",
    "Blank: the whole contract.": "空：整个合同。",
    "Blank: open.": "空：未处理。",
    "Blank: pays the oldest unpaid statements first.": "空：先付最早未付的结算单。",
}

NOTES = (
    ("用法", "Use"),
    (
        "每张表填一个工作表；不用的工作表请删除，只有表头的表会被退回 (E108)。",
        "One sheet per table; delete the sheets that you do not use: a header without rows is refused (E108).",
    ),
    (
        "表头不要改动；列的次序可以调整，选填的列可以删除。",
        "Leave the header cells as they are; columns may be reordered, and those that are not required removed.",
    ),
    (
        "表头批注写明是否必填、类型、单位和可选代码；空单元格表示未提供，不是零。",
        "Notes on the header cells say what is required, its kind and codes; a blank cell is not given, not zero.",
    ),
    (
        "不要合并单元格，不要隐藏行、列或工作表，不要写合计行。",
        "No merged cells, no hidden rows, columns or sheets, no rows of totals.",
    ),
    ("填好后执行：hengliang ingest --inputs 文件夹", "Then run: hengliang ingest --inputs FOLDER"),
)
