-- Grain: one row per run, contract or all of them, and service month or all of them.
-- Amounts are of lines with both of them; a rate of sums is not the mean of the lines' rates.
with known_of_run as (

    select
        parameters.run_id,
        known.contract_no,
        known.period,
        known.claimed_amount,
        known.computed_amount,
        known.claimed_amount is not null and known.computed_amount is not null as is_compared

    from {{ ref('int_claims_known') }} as known
    cross join {{ ref('stg_run__parameters') }} as parameters

),

summed_to_view as (

    select
        run_id,
        case when grouping(contract_no) = 1 then '*' else contract_no end as contract_no,
        case when grouping(period) = 1 then '*' else period end as period,
        count(*) as line_count,
        count(*) filter (where is_compared) as compared_count,
        cast(sum(claimed_amount) filter (where is_compared) as decimal(18, 2)) as claimed_amount,
        cast(sum(computed_amount) filter (where is_compared) as decimal(18, 2)) as computed_amount

    from known_of_run

    group by grouping sets (
        (run_id, contract_no, period), (run_id, contract_no), (run_id, period), (run_id)
    )

)

select
    run_id,
    contract_no,
    period,
    line_count,
    compared_count,
    claimed_amount,
    computed_amount,
    cast(claimed_amount - computed_amount as decimal(18, 2)) as difference,
    {{ reduction_rate('claimed_amount', 'computed_amount') }} as reduction_rate

from summed_to_view
