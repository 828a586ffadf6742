-- Grain: one row per shipped parameter of a rule profile and day from which it holds.
select
    rule_profile,
    scoring_rule,
    parameter,
    effective_from,
    value,
    source

from {{ source('this_run', 'profile_rule') }}
