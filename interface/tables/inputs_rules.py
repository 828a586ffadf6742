"""Input tables that say what work costs and who pays whom: catalogue, parties, contracts, clauses."""

from interface.tables.shape import Column, Kind, Table

TIER_MODES = ("FLAT", "PACKAGE", "PROGRESSIVE", "VOLUME", "LUMP", "FREE")
TIER_SCOPES = ("PERIOD", "CONTRACT_YEAR")
METERING_BASES = ("VERIFIED", "ACCEPTED", "DELIVERED")
POINTS_RULES = ("WHOLE", "STARTED", "PRORATED")
PERIOD_KINDS = ("MONTH", "QUARTER", "YEAR")
PAY_TYPES = ("ADVANCE", "PROGRESS", "ACCEPTANCE", "FINAL", "RETENTION", "MONTHLY", "QUARTERLY", "ANNUAL", "ONCE")
BASE_DATES = ("DELIVERY", "ACCEPTANCE", "ASSESSMENT", "SERVICE_END")

CATALOGUE_CODE = Column("catalogue_code", "目录编号", Kind.ID, required=True)
VERSION_NO = Column("version_no", "版本号", Kind.ID, required=True)
ITEM_CODE = Column("item_code", "服务项编号", Kind.ID, required=True)
CONTRACT_NO = Column("contract_no", "合同编号", Kind.ID, required=True)

CATALOGUE_VERSION = Table(
    name="catalogue_version",
    label="服务目录版本",
    grain="version of a service catalogue",
    key=("catalogue_code", "version_no"),
    columns=(
        CATALOGUE_CODE,
        VERSION_NO,
        Column("effective_from", "生效日期", Kind.DATE, required=True, meaning="First day in force."),
        Column("effective_to", "失效日期", Kind.DATE, meaning="Last day in force; blank: until replaced."),
        Column("joint_review_no", "联合评审编号", Kind.ID),
        Column("approved_on", "批准日期", Kind.DATE),
        Column("published_on", "发布日期", Kind.DATE),
    ),
    answered_later=("effective_to", "joint_review_no", "approved_on", "published_on"),
)

SERVICE_ITEM = Table(
    name="service_item",
    label="服务项",
    grain="item of a catalogue version",
    key=("catalogue_code", "version_no", "item_code"),
    columns=(
        CATALOGUE_CODE,
        VERSION_NO,
        ITEM_CODE,
        Column("item_name", "服务项", Kind.TEXT, required=True),
        Column("unit_code", "计量单位", Kind.CODE, required=True),
        Column("unit_price", "单价(元)", Kind.PRICE, meaning="Yuan per unit; blank where tiers price it."),
        Column("tier_mode", "计价方式", Kind.CODE, codes=TIER_MODES, default="FLAT"),
        Column("tier_scope", "阶梯口径", Kind.CODE, codes=TIER_SCOPES, default="PERIOD"),
        Column("package_size", "套餐数量", Kind.QUANTITY),
        Column("free_qty", "免费数量", Kind.QUANTITY),
        Column("min_amount", "最低金额", Kind.AMOUNT),
        Column("max_amount", "最高金额", Kind.AMOUNT),
        Column("class_name", "服务类", Kind.TEXT),
        Column("subclass_name", "服务子类", Kind.TEXT),
        Column("metering_method", "计量方式", Kind.TEXT),
        Column("service_content", "服务内容", Kind.TEXT),
    ),
)

PRICE_TIER = Table(
    name="price_tier",
    label="阶梯单价",
    grain="tier of an item's price; it holds quantities in (from_qty, to_qty]",
    key=("catalogue_code", "version_no", "item_code", "seq"),
    columns=(
        CATALOGUE_CODE,
        VERSION_NO,
        ITEM_CODE,
        Column("seq", "档次", Kind.COUNT, required=True),
        Column("from_qty", "起始数量", Kind.QUANTITY, required=True, meaning="Exclusive lower bound."),
        Column("to_qty", "截止数量", Kind.QUANTITY, meaning="Inclusive upper bound; blank: no end."),
        Column("unit_price", "单价(元)", Kind.PRICE, required=True),
        Column("flat_fee", "档次固定费用", Kind.AMOUNT),
    ),
)

UNIT_CONVERSION = Table(
    name="unit_conversion",
    label="计量单位换算",
    grain="pair of units, for one item or for all",
    key=("from_unit", "to_unit", "item_code"),
    columns=(
        Column("from_unit", "原单位", Kind.CODE, required=True),
        Column("to_unit", "目标单位", Kind.CODE, required=True),
        Column("factor", "换算系数", Kind.FACTOR, required=True, meaning="How many to_unit one from_unit is."),
        Column("item_code", "服务项编号", Kind.ID, meaning="Blank: for every item."),
    ),
)

PARTY = Table(
    name="party",
    label="参与方",
    grain="party",
    key=("party_code",),
    columns=(
        Column("party_code", "参与方编号", Kind.ID, required=True),
        Column("party_name", "单位名称", Kind.TEXT, required=True),
        Column("role_code", "角色", Kind.CODE),
        Column("sme_size", "企业规模", Kind.CODE),
    ),
)

CONTRACT = Table(
    name="contract",
    label="合同",
    grain="contract",
    key=("contract_no",),
    columns=(
        CONTRACT_NO,
        Column("purchaser", "服务采购方", Kind.ID, required=True),
        Column("operator", "数据运营商", Kind.ID, required=True),
        Column("service_from", "服务开始日期", Kind.DATE, required=True),
        Column("service_to", "服务结束日期", Kind.DATE, required=True, meaning="Last day of service."),
        CATALOGUE_CODE,
        Column("catalogue_version", "目录版本", Kind.ID, meaning="Frozen version; blank: by date."),
        Column("ceiling_amt", "合同上限金额", Kind.AMOUNT),
        Column("tax_rate", "税率", Kind.RATIO),
        Column("tax_incl", "含税", Kind.FLAG),
        Column("metering_basis", "计量依据", Kind.CODE, codes=METERING_BASES, default="VERIFIED"),
        Column("settlement_kind", "结算方式", Kind.CODE, codes=("MONTHLY", "ANNUAL"), default="MONTHLY"),
        Column("project_code", "项目编号", Kind.ID),
        Column("total_amt", "合同总额", Kind.AMOUNT, meaning="Base of clauses on the contract; blank: the ceiling."),
    ),
)

DEDUCTION_CLAUSE = Table(
    name="deduction_clause",
    label="扣减条款",
    grain="clause of a contract",
    key=("contract_no", "clause_no"),
    columns=(
        CONTRACT_NO,
        Column("clause_no", "条款编号", Kind.ID, required=True),
        Column("kind", "扣减类别", Kind.CODE, required=True),
        Column("clause_source", "条款出处", Kind.TEXT, required=True),
        Column("performance_ratio", "绩效部分比例", Kind.RATIO),
        Column("full_score", "满额得分", Kind.SCORE),
        Column("amount_per_point", "每分扣减金额", Kind.AMOUNT),
        Column("points", "分数取整方式", Kind.CODE, codes=POINTS_RULES),
        Column("amount_per_incident", "每次扣减金额", Kind.AMOUNT),
        Column("cap_ratio", "扣减上限比例", Kind.RATIO),
        Column("precedence", "适用顺序", Kind.COUNT, meaning="On one ground the lowest deducts, the others give way."),
        Column("period_kind", "考核期类别", Kind.CODE, codes=PERIOD_KINDS, meaning="Scores that count; blank: all."),
        Column("base", "扣减基数", Kind.CODE, codes=("PERIOD", "CONTRACT"), default="PERIOD"),
    ),
)

DEDUCTION_BAND = Table(
    name="deduction_band",
    label="扣减分档",
    grain="band of scores of a clause; it holds scores in [from_score, to_score)",
    key=("contract_no", "clause_no", "seq"),
    columns=(
        CONTRACT_NO,
        Column("clause_no", "条款编号", Kind.ID, required=True),
        Column("seq", "档次", Kind.COUNT, required=True),
        Column("from_score", "起始得分", Kind.SCORE, required=True, meaning="Inclusive lower bound."),
        Column("to_score", "截止得分", Kind.SCORE, meaning="Exclusive upper bound; blank: no end."),
        Column("ratio", "扣减比例", Kind.RATIO, meaning="Share of the base that is deducted."),
        Column("ratio_per_point", "每分扣减比例", Kind.RATIO, meaning="Share for each point below the full score."),
        Column("coefficient", "考核系数", Kind.RATIO, meaning="Share of the base that is paid."),
    ),
)

CONTRACT_PAYMENT_TERM = Table(
    name="contract_payment_term",
    label="支付条款",
    grain="instalment of a contract; the ratios of a contract add up to 1",
    key=("contract_no", "seq"),
    columns=(
        CONTRACT_NO,
        Column("seq", "序号", Kind.COUNT, required=True),
        Column("pay_type", "支付类型", Kind.CODE, required=True, codes=PAY_TYPES),
        Column("ratio", "支付比例", Kind.RATIO, required=True),
        Column("condition", "支付条件", Kind.TEXT),
        Column("due_days", "支付期限(天)", Kind.COUNT, meaning="Days after the base date; blank: 30."),
        Column("base_date_kind", "起算日", Kind.CODE, codes=BASE_DATES, meaning="Blank: DELIVERY."),
        Column("late_rate_per_day", "逾期日利率", Kind.RATIO, meaning="Blank: 0.0005 where the operator is small."),
    ),
)

GUARANTEE = Table(
    name="guarantee",
    label="保函",
    grain="guarantee",
    key=("guarantee_no",),
    columns=(
        Column("guarantee_no", "保函编号", Kind.ID, required=True),
        CONTRACT_NO,
        Column("kind", "保函类别", Kind.CODE, required=True, codes=("PREPAYMENT", "PERFORMANCE", "QUALITY")),
        Column("bank", "开立银行", Kind.TEXT),
        Column("amount", "金额", Kind.AMOUNT, required=True),
        Column("received_on", "收到日期", Kind.DATE),
        Column("due_return_on", "应退日期", Kind.DATE),
        Column("returned_on", "退还日期", Kind.DATE),
    ),
    answered_later=("received_on", "due_return_on", "returned_on"),
)

PREPAYMENT = Table(
    name="prepayment",
    label="预付款",
    grain="prepayment",
    key=("contract_no", "paid_on", "amount", "guarantee_no"),
    columns=(
        CONTRACT_NO,
        Column("paid_on", "支付日期", Kind.DATE, required=True),
        Column("amount", "金额", Kind.AMOUNT, required=True),
        Column("guarantee_no", "保函编号", Kind.ID),
    ),
)

TABLES = (
    CATALOGUE_VERSION,
    SERVICE_ITEM,
    PRICE_TIER,
    UNIT_CONVERSION,
    PARTY,
    CONTRACT,
    DEDUCTION_CLAUSE,
    DEDUCTION_BAND,
    CONTRACT_PAYMENT_TERM,
    GUARANTEE,
    PREPAYMENT,
)
