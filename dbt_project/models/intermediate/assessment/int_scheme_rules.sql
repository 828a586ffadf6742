-- Grain: one row per framework, scoring rule and parameter of its rule profile.
-- What a home received goes before what ships, and the newest in force before older ones.
with rules_known as (

    select
        rule_profile,
        scoring_rule,
        parameter,
        effective_from,
        value,
        1 as precedence
    from {{ ref('stg_assessment__profile_rules') }}
    union all
    select
        rule_profile,
        scoring_rule,
        parameter,
        effective_from,
        value,
        2 as precedence
    from {{ ref('stg_run__profile_rules') }}

)

select
    schemes.scheme_no,
    rules.scoring_rule,
    rules.parameter,
    arg_min(
        rules.value,
        row(rules.precedence, date_diff('day', rules.effective_from, date '2000-01-01'))
    ) as value

from {{ ref('int_schemes_current') }} as schemes
inner join rules_known as rules
    on schemes.rule_profile = rules.rule_profile and schemes.ruled_on >= rules.effective_from

group by schemes.scheme_no, rules.scoring_rule, rules.parameter
