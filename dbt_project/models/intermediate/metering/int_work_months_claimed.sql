-- Grain: one row per work order and service month with a claim.
-- The lines of a month add up: a month may be claimed in parts.
select
    claims.work_order_no,
    claims.period as service_period,
    {{ exact_quantity('sum(' ~ converted_quantity('claims.claimed_qty', 'factors.factor') ~ ')') }}
        as claimed_qty

from {{ ref('stg_work__metering_claims') }} as claims
inner join {{ ref('int_unit_factors') }} as factors
    on
        claims.work_order_no = factors.work_order_no
        and claims.unit = factors.unit

group by claims.work_order_no, claims.period
