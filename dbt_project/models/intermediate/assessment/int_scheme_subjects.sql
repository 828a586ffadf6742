-- Grain: one row per framework with a tree and subject of which a result, a panel or answers tell.
select distinct
    named.scheme_no,
    named.subject_code

from (
    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__results') }}
    union all
    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__expert_scores') }}
    union all
    select
        scheme_no,
        subject_code
    from {{ ref('stg_assessment__survey_counts') }}
) as named
inner join {{ ref('int_indicator_nodes') }} as nodes
    on named.scheme_no = nodes.scheme_no

where named.subject_code is not null
