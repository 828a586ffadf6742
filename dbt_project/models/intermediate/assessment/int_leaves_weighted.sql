-- Grain: one row per framework, subject and leaf, with the weight that counts.
-- The weight of what does not apply passes to what stands beside it, level by level: a group none
-- of whose leaves applies gives its weight to its sisters, in proportion to theirs. Rounded to a
-- thousandth by the largest remainder, so that leaves always add up to their parent.
with leaves as (

    select
        *,
        status <> 'NOT_APPLICABLE' as is_applicable,
        scheme_no || chr(31) || subject_code as group0,
        concat_ws(chr(31), scheme_no, subject_code, level1) as group1,
        concat_ws(chr(31), scheme_no, subject_code, level1, coalesce(level2, '')) as group2,
        concat_ws(
            chr(31), scheme_no, subject_code, level1, coalesce(level2, ''), coalesce(level3, '')
        ) as group3,
        concat_ws(chr(31), scheme_no, subject_code, sort_key, ind_code) as group4

    from {{ ref('int_leaves_judged') }}

),

roots as (

    select
        group0,
        {{ whole_milli('sum(framework_weight)') }} as milli

    from leaves

    where framework_weight is not null

    group by group0

),

groups1 as (

    {{ passed_down('roots', 'group0', 'group1') }}

),

groups2 as (

    {{ passed_down('groups1', 'group1', 'group2') }}

),

groups3 as (

    {{ passed_down('groups2', 'group2', 'group3') }}

),

groups4 as (

    {{ passed_down('groups3', 'group3', 'group4') }}

)

select
    leaves.scheme_no,
    leaves.subject_code,
    leaves.ind_code,
    leaves.level1,
    leaves.level2,
    leaves.level3,
    leaves.level4,
    leaves.path,
    leaves.sort_key,
    leaves.framework_weight,
    case
        when leaves.is_applicable and leaves.framework_weight is not null
            then {{ score_from_milli('coalesce(groups4.milli, 0)') }}
    end as weight,
    case
        when leaves.raw_score is null then null
        when groups4.milli = {{ whole_milli('leaves.framework_weight') }} then leaves.raw_score
        else
            {{ score_share(
                'leaves.raw_score', score_from_milli('groups4.milli'), 'leaves.framework_weight', 3
            ) }}
    end as score,
    leaves.raw_score,
    leaves.status,
    leaves.rule,
    leaves.basis,
    leaves.actual_value,
    leaves.target_value,
    leaves.unit,
    leaves.as_of_date,
    leaves.reason,
    leaves.improvement,
    leaves.evidence_no,
    leaves.origin,
    leaves.file_sha256,
    leaves.row_number

from leaves
left join groups4
    on leaves.group4 = groups4.group4
