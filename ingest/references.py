"""What must hold of a row before it lands, its cells apart: rules as queries that find the rows to be set aside."""

from dataclasses import replace

from ingest.reference_rules import Rule, refers, refers_to_order
from ingest.work_rules import ACCEPTED_WITHIN_DELIVERED, RESERVED_WORK
from interface.units import BUILT_IN_UNITS

_CONTRACT = {"contract_no": "contract_no"}
_CLAUSE = {"contract_no": "contract_no", "clause_no": "clause_no"}
_WORK_ORDER = {"work_order_no": "work_order_no"}
_VERSION = {"catalogue_code": "catalogue_code", "version_no": "version_no"}

_ENDS_AFTER_START = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column service_to (服务结束日期): ' || pending.service_to || ' lies before the first day of service, '
        || pending.service_from || '.' as message
    from ingest_pending as pending
    where pending.service_to < pending.service_from
"""

_WHOLE_YEAR = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column fiscal_year (预算年度): ''' || pending.fiscal_year || ''' is not a year written as 2020.' as message
    from ingest_pending as pending
    where length(pending.fiscal_year) <> 4
"""

_ITEM_IN_CATALOGUE = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column item_code (服务项编号): ''' || pending.item_code || ''' is not in the contract''s catalogue.' as message
    from ingest_pending as pending
    left join landing.contract as contract on contract.contract_no = pending.contract_no
    where not exists (
        select 1
        from landing.service_item as item
        where item.item_code = pending.item_code
            and item.catalogue_code = coalesce(contract.catalogue_code, item.catalogue_code)
    )
"""

_BUILT_IN = ", ".join(f"('{given}', '{wanted}')" for given, wanted, _ in BUILT_IN_UNITS)

_UNIT_CONVERTS = f"""
    with conversions as (
        select from_unit, to_unit, null as item_code
        from (values {_BUILT_IN}) as built_in (from_unit, to_unit)
        union all
        select from_unit, to_unit, item_code from landing.unit_conversion
    ),

    ordered_units as (
        select distinct work_order.work_order_no, item.item_code, item.unit_code
        from landing.work_order as work_order
        inner join landing.service_item as item on item.item_code = work_order.item_code
        left join landing.contract as contract on contract.contract_no = work_order.contract_no
        where item.catalogue_code = coalesce(contract.catalogue_code, item.catalogue_code)
    ),

    counted_units as (select distinct work_order_no, unit from ingest_pending),

    fitting_units as (
        select counted.work_order_no, counted.unit
        from counted_units as counted
        inner join ordered_units as ordered on ordered.work_order_no = counted.work_order_no
        left join conversions
            on conversions.from_unit = counted.unit
            and conversions.to_unit = ordered.unit_code
            and coalesce(conversions.item_code, ordered.item_code) = ordered.item_code
        where counted.unit = ordered.unit_code or conversions.from_unit is not null
    )

    select
        pending.file_sha256,
        pending.row_number,
        'Column unit (计量单位): ''' || pending.unit || ''' does not convert to the ordered item''s unit.' as message
    from ingest_pending as pending
    where not exists (
        select 1
        from fitting_units as fitting
        where fitting.work_order_no = pending.work_order_no and fitting.unit = pending.unit
    )
"""

_NOT_BEFORE_START = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column delivered_at (交付时间): '
        || strftime(pending.delivered_at at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M:%S')
        || ' in Shanghai lies before the start of its work order, '
        || strftime(work_order.start_time at time zone 'Asia/Shanghai', '%Y-%m-%d %H:%M:%S') || '.' as message
    from ingest_pending as pending
    inner join landing.work_order as work_order on work_order.work_order_no = pending.work_order_no
    where pending.delivered_at < work_order.start_time
"""

_WITHIN_SERVICE = """
    with deliverables_with_rows_outside as (
        select distinct pending.work_order_no, pending.deliverable_key
        from ingest_pending as pending
        inner join landing.work_order as work_order on work_order.work_order_no = pending.work_order_no
        inner join landing.contract as contract on contract.contract_no = work_order.contract_no
        where date_trunc('month', pending.delivered_at at time zone 'Asia/Shanghai')
            not between date_trunc('month', contract.service_from) and date_trunc('month', contract.service_to)
    ),

    first_deliveries as (
        select work_order_no, deliverable_key, min(delivered_at) at time zone 'Asia/Shanghai' as first_at
        from ingest_pending
        inner join deliverables_with_rows_outside using (work_order_no, deliverable_key)
        group by work_order_no, deliverable_key
    ),

    deliverables_outside as (
        select first_deliveries.*
        from first_deliveries
        inner join landing.work_order as work_order on work_order.work_order_no = first_deliveries.work_order_no
        inner join landing.contract as contract on contract.contract_no = work_order.contract_no
        where date_trunc('month', first_at) < date_trunc('month', contract.service_from)
            or date_trunc('month', first_at) > date_trunc('month', contract.service_to)
    )

    select
        pending.file_sha256,
        pending.row_number,
        'Column delivered_at (交付时间): first delivered in ' || strftime(outside.first_at, '%Y-%m')
        || ', outside the months of the contract''s service.' as message
    from ingest_pending as pending
    inner join deliverables_outside as outside
        on outside.work_order_no = pending.work_order_no and outside.deliverable_key = pending.deliverable_key
"""

# Judged by the day of the first delivery, as its price month is: what replaces it later, even once the item is
# withdrawn, corrects work done before. No version or several in force, or a frozen one, is for the gate to judge.
_VERSIONS_WITHOUT_ITEM = """
    select
        work_order.work_order_no,
        work_order.item_code,
        version.catalogue_code,
        version.version_no,
        version.effective_from,
        coalesce(version.effective_to, date '9999-12-31') as effective_to
    from landing.work_order as work_order
    inner join landing.contract as contract on contract.contract_no = work_order.contract_no
    inner join landing.catalogue_version as version on version.catalogue_code = contract.catalogue_code
    where contract.catalogue_version is null
        and not exists (
            select 1
            from landing.service_item as item
            where item.catalogue_code = version.catalogue_code
                and item.version_no = version.version_no
                and item.item_code = work_order.item_code
        )
"""

_ITEM_NOT_WITHDRAWN = f"""
    with versions_without_item as ({_VERSIONS_WITHOUT_ITEM}),

    spans as (
        select
            work_order_no,
            cast(min(delivered_at) at time zone 'Asia/Shanghai' as date) as earliest,
            cast(max(delivered_at) at time zone 'Asia/Shanghai' as date) as latest
        from ingest_pending
        group by work_order_no
    ),

    -- Most orders lie wholly outside a version without their item: their rows need no second look.
    orders_concerned as (
        select distinct spans.work_order_no
        from spans
        inner join versions_without_item as lacking
            on lacking.work_order_no = spans.work_order_no
            and spans.earliest <= lacking.effective_to
            and spans.latest >= lacking.effective_from
    ),

    first_deliveries as (
        select
            work_order_no,
            deliverable_key,
            cast(min(delivered_at) at time zone 'Asia/Shanghai' as date) as first_on
        from ingest_pending
        where work_order_no in (select work_order_no from orders_concerned)
        group by work_order_no, deliverable_key
    ),

    deliverables_withdrawn as (
        select first_deliveries.*, lacking.item_code, lacking.version_no
        from first_deliveries
        inner join versions_without_item as lacking
            on lacking.work_order_no = first_deliveries.work_order_no
            and first_deliveries.first_on between lacking.effective_from and lacking.effective_to
        where not exists (
            select 1
            from landing.catalogue_version as other
            where other.catalogue_code = lacking.catalogue_code
                and other.version_no <> lacking.version_no
                and other.effective_from <= first_deliveries.first_on
                and coalesce(other.effective_to >= first_deliveries.first_on, true)
        )
    )

    select
        pending.file_sha256,
        pending.row_number,
        'Column work_order_no (工单编号): item ''' || withdrawn.item_code || ''' of ''' || pending.work_order_no
        || ''' is not in catalogue version ''' || withdrawn.version_no || ''', the one in force on '
        || withdrawn.first_on || ', the day of its first delivery: mend the catalogue, the order or the time.'
            as message
    from ingest_pending as pending
    inner join deliverables_withdrawn as withdrawn
        on withdrawn.work_order_no = pending.work_order_no and withdrawn.deliverable_key = pending.deliverable_key
"""

_PERIOD_WITHIN_SERVICE = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column period (计量期): ' || pending.period || ' lies outside the contract''s months of service.' as message
    from ingest_pending as pending
    inner join landing.work_order as work_order on work_order.work_order_no = pending.work_order_no
    inner join landing.contract as contract on contract.contract_no = work_order.contract_no
    where pending.period < strftime(contract.service_from, '%Y-%m')
        or pending.period > strftime(contract.service_to, '%Y-%m')
"""

RULES = (
    refers("service_item", _VERSION, "catalogue_version"),
    refers("price_tier", _VERSION, "catalogue_version"),
    Rule("contract", (), "Q210", _ENDS_AFTER_START),
    refers("contract", {"catalogue_code": "catalogue_code"}, "catalogue_version"),
    refers("deduction_clause", _CONTRACT, "contract"),
    refers("deduction_band", _CLAUSE, "deduction_clause"),
    refers("contract_payment_term", _CONTRACT, "contract"),
    refers("guarantee", _CONTRACT, "contract"),
    refers("prepayment", _CONTRACT, "contract"),
    refers("service_order", _CONTRACT, "contract"),
    refers("work_order", _CONTRACT, "contract"),
    Rule("work_order", ("service_item",), "Q204", _ITEM_IN_CATALOGUE),
    refers("work_order", {"provider": "party_code"}, "party", reason="Q211"),
    RESERVED_WORK,
    replace(refers("delivery", _WORK_ORDER, "work_order"), shown_by_extremes=True),
    Rule("delivery", ("work_order", "service_item"), "Q205", _UNIT_CONVERTS, shown_by_extremes=True),
    Rule("delivery", ("work_order",), "Q210", _NOT_BEFORE_START, "not_before_start", shown_by_extremes=True),
    Rule(
        *("delivery", ("work_order", "contract"), "Q210", _WITHIN_SERVICE, "within_service"),
        shown_by_extremes=True,
        judges_deliverables=True,
    ),
    Rule(
        *("delivery", ("work_order", "contract", "catalogue_version", "service_item"), "Q204", _ITEM_NOT_WITHDRAWN),
        only_where=_VERSIONS_WITHOUT_ITEM,
    ),
    refers("acceptance", {"ref_no": "work_order_no"}, "work_order", where="pending.level = 'WORK_ORDER'"),
    ACCEPTED_WITHIN_DELIVERED,
    refers("metering_claim", _WORK_ORDER, "work_order"),
    Rule("metering_claim", ("work_order", "service_item"), "Q205", _UNIT_CONVERTS),
    Rule("metering_claim", ("work_order", "contract"), "Q210", _PERIOD_WITHIN_SERVICE, "within_service"),
    refers("metering_verification", _WORK_ORDER, "work_order"),
    Rule("metering_verification", ("work_order", "service_item"), "Q205", _UNIT_CONVERTS),
    Rule("metering_verification", ("work_order", "contract"), "Q210", _PERIOD_WITHIN_SERVICE, "within_service"),
    refers("assessment", _CONTRACT, "contract"),
    refers("breach_event", _CONTRACT, "contract"),
    refers("breach_event", _CLAUSE, "deduction_clause"),
    *refers_to_order("split_approval"),
    *refers_to_order("goal_review"),
    *refers_to_order("fee_verification"),
    refers("objection", _CONTRACT, "contract"),
    refers("objection", _WORK_ORDER, "work_order"),
    refers("payment", _CONTRACT, "contract"),
    Rule("budget_project", (), "Q209", _WHOLE_YEAR),
)
"""Every rule, in the order in which a row meets them: the first that fails gives its reason."""
