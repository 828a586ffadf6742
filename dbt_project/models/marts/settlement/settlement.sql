-- Grain: one row per run and contract.
with scores as (

    select
        contract_no,
        sum(performance_part_amt) as performance_part_amt,
        coalesce(min(score) filter (where is_of_a_year), min(score)) as assessment_score

    from {{ ref('int_score_deductions') }}

    where is_of_this_run

    group by contract_no

)

select
    {{ settle_no('parameters', 'netted.contract_no') }} as settle_no,
    parameters.run_id,
    netted.contract_no,
    parameters.settlement_period,
    coalesce(purchasers.party_name, contracts.purchaser) as purchaser_name,
    coalesce(operators.party_name, contracts.operator) as operator_name,
    netted.gross_amt,
    cast(coalesce(scores.performance_part_amt, 0) as decimal(18, 2)) as performance_part_amt,
    scores.assessment_score,
    netted.assess_deduct_amt,
    netted.penalty_amt,
    netted.carried_in_amt,
    netted.retention_amt,
    netted.prepay_offset_amt,
    netted.prepay_balance_amt,
    netted.carried_deduct_amt,
    netted.accrued_amt,
    netted.above_ceiling_amt,
    netted.payable_amt,
    {{ amount_ex_tax('netted') }} as amt_ex_tax,
    {{ tax_amount('netted') }} as tax_amt,
    {{ amount_in_words('netted.payable_amt') }} as payable_amt_cn,
    contracts.ceiling_amt

from {{ ref('int_contracts_netted') }} as netted
cross join {{ ref('stg_run__parameters') }} as parameters
inner join {{ ref('stg_rules__contracts') }} as contracts
    on netted.contract_no = contracts.contract_no
-- Null where no party table names the purchaser or the operator.
left join {{ ref('stg_rules__parties') }} as purchasers
    on contracts.purchaser = purchasers.party_code
left join {{ ref('stg_rules__parties') }} as operators
    on contracts.operator = operators.party_code
left join scores
    on netted.contract_no = scores.contract_no
