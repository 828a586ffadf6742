-- Grain: one row per booked run, contract, ledger and entry.
select
    run_id,
    contract_no,
    ledger,
    entry_no,
    kind,
    entry_amt,
    closing_amt,
    ref

from {{ source('booked', 'ledger_entry') }}
