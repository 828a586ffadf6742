-- Grain: one row per run and claim line whose review is new or is not the one published last.
with published_before as (

    select
        reviews.*,
        row_number() over (
            partition by reviews.claim_no, reviews.line_no order by runs.position desc
        ) as rank_from_latest

    from {{ ref('stg_booked__claim_reviews') }} as reviews
    inner join {{ ref('stg_booked__runs') }} as runs
        on reviews.run_id = runs.run_id

)

select
    parameters.run_id,
    reviewed.claim_no,
    reviewed.line_no,
    reviewed.contract_no,
    reviewed.work_order_no,
    reviewed.item_code,
    reviewed.period,
    reviewed.claimed_qty,
    reviewed.unit,
    reviewed.verified_qty,
    reviewed.billed_qty,
    reviewed.unit_code,
    reviewed.claimed_unit_price,
    reviewed.unit_price,
    reviewed.claimed_amount,
    reviewed.computed_amount,
    reviewed.difference,
    reviewed.verdict,
    reviewed.reduction_rate,
    reviewed.cut_reason

from {{ ref('int_claims_reviewed') }} as reviewed
cross join {{ ref('stg_run__parameters') }} as parameters
-- Null where no earlier run reviewed the line.
left join published_before
    on
        reviewed.claim_no = published_before.claim_no
        and reviewed.line_no = published_before.line_no
        and published_before.rank_from_latest = 1

where
    published_before.claim_no is null
    or {{ differs_in([
        'contract_no',
        'work_order_no',
        'item_code',
        'period',
        'claimed_qty',
        'unit',
        'verified_qty',
        'billed_qty',
        'unit_code',
        'claimed_unit_price',
        'unit_price',
        'claimed_amount',
        'computed_amount',
        'verdict',
        'cut_reason'
    ], 'reviewed', 'published_before') }}
