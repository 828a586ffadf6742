-- Grain: one row per work order and service month that the supervisor verified.
-- The newest verification replaces the earlier ones; the lines of one verification add up.
with verifications as (

    select
        verifications.work_order_no,
        verifications.period as service_period,
        verifications.verify_no,
        verifications.verified_on,
        {{ converted_quantity('verifications.verified_qty', 'factors.factor') }} as verified_qty,
        verifications.cut_reason,
        rank() over (
            partition by verifications.work_order_no, verifications.period
            order by verifications.verified_on desc nulls last, verifications.verify_no desc
        ) as rank_from_latest,
        min(verifications.stored_at) over (
            partition by verifications.work_order_no, verifications.period
        ) as first_stored_at

    from {{ ref('stg_work__metering_verifications') }} as verifications
    inner join {{ ref('int_unit_factors') }} as factors
        on
            verifications.work_order_no = factors.work_order_no
            and verifications.unit = factors.unit

)

select
    work_order_no,
    service_period,
    -- Equal verified_on and verify_no make the first rank: both are the same on all its lines.
    max(verify_no) as verify_no,
    max(verified_on) as verified_on,
    {{ exact_quantity('sum(verified_qty)') }} as verified_qty,
    {{ texts_joined('cut_reason', '；') }} as cut_reason,
    min(first_stored_at) as first_stored_at

from verifications

where rank_from_latest = 1

group by work_order_no, service_period
