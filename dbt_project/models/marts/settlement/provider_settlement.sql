-- Grain: one row per run, contract and provider.
with lines_summed as (

    select
        run_id,
        contract_no,
        provider,
        cast(sum(amount) as decimal(18, 2)) as amount

    from {{ ref('settlement_line') }}

    group by run_id, contract_no, provider

)

select
    lines_summed.run_id,
    lines_summed.contract_no,
    lines_summed.provider,
    coalesce(parties.party_name, lines_summed.provider) as provider_name,
    lines_summed.amount

from lines_summed
-- Null where no party table names the provider.
left join {{ ref('stg_rules__parties') }} as parties
    on lines_summed.provider = parties.party_code
