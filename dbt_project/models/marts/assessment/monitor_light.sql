-- Grain: one row per run × scheme × subject × indicator × month, or the subject's whole.
with lights as (

    select
        scheme_no,
        subject_code,
        ind_code,
        month,
        value,
        due_value,
        progress_rate,
        light,
        basis,
        level1,
        level2,
        level3,
        level4,
        direction,
        target_value,
        target_text,
        unit,
        forecast,
        cause_funds,
        cause_rules,
        cause_staff,
        cause_hardware,
        cause_other,
        explanation,
        likelihood,
        note
    from {{ ref('int_indicators_monitored') }}

    -- A subject is as well as its worst indicator.
    union all by name

    select
        scheme_no,
        subject_code,
        '*' as ind_code,
        month,
        case
            when bool_or(light = 'RED') then 'RED'
            when bool_or(light = 'YELLOW') then 'YELLOW'
            when bool_or(light = 'GREEN') then 'GREEN'
        end as light,
        '最差指标 the worst of '
        || 'RED ' || count(*) filter (where light = 'RED')
        || ' · YELLOW ' || count(*) filter (where light = 'YELLOW')
        || ' · GREEN ' || count(*) filter (where light = 'GREEN')
        || ' · 未判断 not judged ' || count(*) filter (where light is null) as basis
    from {{ ref('int_indicators_monitored') }}
    group by scheme_no, subject_code, month

)

select
    parameters.run_id,
    lights.scheme_no,
    lights.subject_code,
    lights.ind_code,
    lights.month,
    lights.value,
    lights.due_value,
    lights.progress_rate,
    lights.light,
    lights.basis,
    lights.level1,
    lights.level2,
    lights.level3,
    lights.level4,
    lights.direction,
    lights.target_value,
    lights.target_text,
    lights.unit,
    lights.forecast,
    lights.cause_funds,
    lights.cause_rules,
    lights.cause_staff,
    lights.cause_hardware,
    lights.cause_other,
    lights.explanation,
    lights.likelihood,
    lights.note

from lights
cross join {{ ref('stg_run__parameters') }} as parameters
