"""Rules about who may do a work order's work and how much of it can be accepted: queries for rows set aside."""

from ingest.reference_rules import Rule
from interface.units import BUILT_IN_UNITS

# The measures, article 17: what touches public safety, vital services or a great public interest is not passed on.
_RESERVED_WORK = """
    select
        pending.file_sha256,
        pending.row_number,
        'Column provider (数据服务商): reserved work (不得转包) is given to ''' || pending.provider
        || ''', and the contract''s operator is ''' || contract.operator || '''.' as message
    from ingest_pending as pending
    inner join landing.contract as contract on contract.contract_no = pending.contract_no
    where pending.no_subcontract_flag and pending.provider <> contract.operator
"""

_BUILT_IN = ", ".join(f"('{given}', '{wanted}', {factor})" for given, wanted, factor in BUILT_IN_UNITS)

# The most that was ever stated of each deliverable counts, so that a later correction downwards takes no acceptance
# back that was right when it was given. Only PASS: to set a refusal aside would let the work it refused be paid.
# Not judged: an item with several units or whose work has a unit that does not convert; and under verification, work
# of which no delivery is known, as its claims may be all that is kept of it.
_ACCEPTED = """
    select file_sha256, row_number, ref_no as work_order_no, period, accepted_qty
    from ingest_pending
    where level = 'WORK_ORDER' and result = 'PASS' and accepted_qty is not null
"""
_ACCEPTED_WITHIN_DELIVERED = f"""
    with accepted as ({_ACCEPTED}),

    ordered as (
        select
            work_order.work_order_no,
            work_order.item_code,
            any_value(item.unit_code) as unit_code,
            any_value(contract.metering_basis) as metering_basis
        from landing.work_order as work_order
        left join landing.contract as contract on contract.contract_no = work_order.contract_no
        inner join landing.service_item as item
            on item.item_code = work_order.item_code
            and item.catalogue_code = coalesce(contract.catalogue_code, item.catalogue_code)
            and item.version_no = coalesce(contract.catalogue_version, item.version_no)
        where work_order.work_order_no in (select work_order_no from accepted)
        group by work_order.work_order_no, work_order.item_code
        having count(distinct item.unit_code) = 1
    ),

    conversions as (
        select
            from_unit,
            to_unit,
            cast(factor as decimal(18, 8)) as factor,
            null as item_code,
            3 as preference
        from (values {_BUILT_IN}) as built_in (from_unit, to_unit, factor)
        union all
        select from_unit, to_unit, factor, item_code, case when item_code is null then 2 else 1 end
        from landing.unit_conversion
    ),

    factors as (
        select ordered.work_order_no, conversions.from_unit as unit, arg_min(factor, preference) as factor
        from ordered
        inner join conversions
            on conversions.to_unit = ordered.unit_code
            and conversions.from_unit <> ordered.unit_code
            and coalesce(conversions.item_code, ordered.item_code) = ordered.item_code
        group by ordered.work_order_no, conversions.from_unit
    ),

    stated as (
        select
            delivery.work_order_no,
            delivery.deliverable_key,
            delivery.delivered_at,
            cast(delivery.quantity as decimal(38, 6))
            * case when delivery.unit = ordered.unit_code then 1.00000000 else factors.factor end as quantity
        from landing.delivery as delivery
        inner join ordered on ordered.work_order_no = delivery.work_order_no
        left join factors on factors.work_order_no = delivery.work_order_no and factors.unit = delivery.unit
    ),

    deliverables as (
        select
            work_order_no,
            strftime(min(delivered_at) at time zone 'Asia/Shanghai', '%Y-%m') as period,
            -- No accepted_qty reaches this, and no sum of it overflows.
            least(max(quantity), 1000000000000) as quantity,
            count(*) > count(quantity) as has_unknown_quantity
        from stated
        group by work_order_no, deliverable_key
    ),

    compared as (
        select
            accepted.file_sha256,
            accepted.row_number,
            accepted.accepted_qty,
            ordered.unit_code,
            coalesce(
                sum(deliverables.quantity)
                    filter (where coalesce(accepted.period = deliverables.period, true)),
                0
            ) as delivered_qty,
            coalesce(bool_or(deliverables.has_unknown_quantity), false) as has_unknown_quantity,
            bool_and(ordered.metering_basis = 'VERIFIED' and deliverables.work_order_no is null) as is_told_by_claims
        from accepted
        inner join ordered on ordered.work_order_no = accepted.work_order_no
        left join deliverables on deliverables.work_order_no = accepted.work_order_no
        group by accepted.file_sha256, accepted.row_number, accepted.accepted_qty, ordered.unit_code
    )

    select
        file_sha256,
        row_number,
        'Column accepted_qty (验收数量): ' || accepted_qty || ' is more than was delivered, '
        || cast(delivered_qty as decimal(38, 6)) || ' ' || unit_code || '.' as message
    from compared
    where accepted_qty > delivered_qty and not has_unknown_quantity and not coalesce(is_told_by_claims, false)
"""

RESERVED_WORK = Rule("work_order", ("contract",), "Q214", _RESERVED_WORK, "reserved_work")

ACCEPTED_WITHIN_DELIVERED = Rule(
    *("acceptance", ("work_order", "service_item", "delivery"), "Q208", _ACCEPTED_WITHIN_DELIVERED),
    only_where=_ACCEPTED,
)
