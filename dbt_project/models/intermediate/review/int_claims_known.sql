-- Grain: one row per claim line, as the newest run that reviewed it has it; this run goes first.
with ranked_from_newest as (

    select
        reviews.claim_no,
        reviews.line_no,
        reviews.contract_no,
        reviews.period,
        reviews.claimed_amount,
        reviews.computed_amount,
        row_number() over (
            partition by reviews.claim_no, reviews.line_no order by runs.position desc
        ) as rank_from_newest

    from {{ ref('stg_booked__claim_reviews') }} as reviews
    inner join {{ ref('stg_booked__runs') }} as runs
        on reviews.run_id = runs.run_id

),

held_before as (

    select
        ranked.claim_no,
        ranked.line_no,
        ranked.contract_no,
        ranked.period,
        ranked.claimed_amount,
        ranked.computed_amount

    from ranked_from_newest as ranked
    anti join {{ ref('int_claims_reviewed') }} as reviewed
        on
            ranked.claim_no = reviewed.claim_no
            and ranked.line_no = reviewed.line_no

    where ranked.rank_from_newest = 1

)

select
    claim_no,
    line_no,
    contract_no,
    period,
    claimed_amount,
    computed_amount
from held_before

union all

select
    claim_no,
    line_no,
    contract_no,
    period,
    claimed_amount,
    computed_amount
from {{ ref('int_claims_reviewed') }}
