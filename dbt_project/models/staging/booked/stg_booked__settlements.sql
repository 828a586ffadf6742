-- Grain: one row per booked run and contract.
select
    settlement.settle_no,
    settlement.run_id,
    settlement.contract_no,
    settlement.settlement_period,
    settlement.gross_amt,
    settlement.assess_deduct_amt,
    settlement.penalty_amt,
    settlement.retention_amt,
    settlement.prepay_offset_amt,
    settlement.carried_deduct_amt,
    settlement.payable_amt,
    run.position

from {{ source('booked', 'settlement') }} as settlement
inner join {{ source('booked', 'run') }} as run
    on settlement.run_id = run.run_id
