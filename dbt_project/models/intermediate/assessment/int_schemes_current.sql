-- Grain: one row per framework that this run scores, at its highest version.
-- A printed sheet may come without its framework: it is judged by the common rules and grades.
with schemes_named as (

    select scheme_no from {{ ref('stg_assessment__schemes') }}
    union
    select scheme_no from {{ ref('stg_assessment__indicators') }}
    union
    select scheme_no from {{ ref('stg_assessment__sheet_leaves') }}

),

versions_ranked as (

    select
        *,
        row_number() over (
            partition by scheme_no
            -- 10 comes after 9, and a version that is no number before all that are.
            order by try_cast(version as bigint) desc nulls last, version desc
        ) as rank_from_highest

    from {{ ref('stg_assessment__schemes') }}

)

select
    named.scheme_no,
    schemes.version,
    schemes.scheme_name,
    schemes.object_kind,
    schemes.stage,
    coalesce(schemes.rule_profile, 'CY10') as rule_profile,
    coalesce(schemes.grade_scale, 'CY10') as grade_scale,
    schemes.evidence_from,
    schemes.evidence_to,
    coalesce(schemes.total_score, 100) as total_score,
    schemes.evaluator,
    schemes.contract_no,
    schemes.assessed_period,
    schemes.pro_code,
    schemes.compared_scheme_no,
    -- Rules and grades are those in force when the evaluated time ends.
    coalesce(schemes.evidence_to, parameters.known_on) as ruled_on

from schemes_named as named
cross join {{ ref('stg_run__parameters') }} as parameters
left join versions_ranked as schemes
    on named.scheme_no = schemes.scheme_no and schemes.rank_from_highest = 1

where coalesce(named.scheme_no = parameters.scheme_asked, true)
