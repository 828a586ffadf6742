-- Grain: one row per run, framework and subject.
with leaves_counted as (

    select
        scheme_no,
        subject_code,
        count(*) filter (where score >= weight) as met_count,
        count(*) filter (where score < weight) as unmet_count,
        -- A merged cell has no weight of its own and waits for nobody.
        count(*) filter (where status = 'NOT_ASSESSED' and weight is not null)
            as not_assessed_count,
        count(*) filter (where status = 'NOT_APPLICABLE') as not_applicable_count

    from {{ ref('int_leaves_weighted') }}

    group by scheme_no, subject_code

),

defects_counted as (

    select
        scheme_no,
        subject_code,
        count(*) as defect_count

    from {{ ref('score_finding') }}

    where severity = 'DEFECT'

    group by scheme_no, subject_code

)

select
    parameters.run_id,
    graded.scheme_no,
    graded.subject_code,
    schemes.stage,
    graded.total_weight,
    graded.total_score,
    graded.grade,
    schemes.grade_scale,
    counted.met_count,
    counted.unmet_count,
    counted.not_assessed_count,
    counted.not_applicable_count,
    graded.assessed_weight,
    {{ ratio_of('graded.total_score', 'graded.assessed_weight') }} as score_rate,
    schemes.version as scheme_version,
    schemes.object_kind,
    schemes.rule_profile,
    schemes.contract_no,
    schemes.assessed_period,
    coalesce(defects.defect_count, 0) as defect_count

from {{ ref('int_subjects_graded') }} as graded
cross join {{ ref('stg_run__parameters') }} as parameters
inner join {{ ref('int_schemes_current') }} as schemes
    on graded.scheme_no = schemes.scheme_no
inner join leaves_counted as counted
    on graded.scheme_no = counted.scheme_no and graded.subject_code = counted.subject_code
left join defects_counted as defects
    on graded.scheme_no = defects.scheme_no and graded.subject_code = defects.subject_code
