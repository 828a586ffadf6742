-- Grain: one row per framework, subject and node that has leaves below; the whole is level 0.
with leaves as (

    select
        *,
        list_filter([level1, level2, level3, level4], each -> each is not null) as names

    from {{ ref('int_leaves_weighted') }}

),

leaves_below as (

    select
        leaves.scheme_no,
        leaves.subject_code,
        steps.step as level,
        leaves.sort_key,
        list_slice(leaves.names, 1, steps.step) as names,
        leaves.weight,
        leaves.score

    from leaves
    cross join unnest(range(0, len(leaves.names))) as steps (step)

)

select
    scheme_no,
    subject_code,
    level,
    names[level] as node,
    array_to_string(names, ' / ') as path,
    min(sort_key) as sort_key,
    {{ as_score('coalesce(sum(weight), 0)') }} as weight,
    {{ as_score('sum(score)') }} as score,
    {{ as_score('coalesce(sum(weight) filter (where score is not null), 0)') }} as assessed_weight

from leaves_below

group by scheme_no, subject_code, level, names
