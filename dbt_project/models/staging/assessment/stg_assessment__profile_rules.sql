-- Grain: one row per parameter of a scoring rule in a rule profile from a day on.
select
    rule_profile,
    scoring_rule,
    parameter,
    effective_from,
    value,
    source,
    file_sha256,
    row_number,
    stored_at

from {{ source('landing', 'profile_rule') }}
