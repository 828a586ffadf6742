-- Grain: one row per run, contract and provider.
select
    run_id,
    contract_no,
    provider,
    cast(sum(amount) as decimal(18, 2)) as amount

from {{ ref('settlement_line') }}

group by run_id, contract_no, provider
